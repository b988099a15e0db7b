package events

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"slices"
	"strings"
	"time"
)

// Change is one entry of a commit: a new state for one event or one document.
// Exactly one of Event and Document is set.
type Change struct {
	Expect   Rev    // the stored revision the author saw; 0: must not exist
	Event    *Event // the whole new state; Status Deleted leaves a tombstone
	Document *Document
	At       time.Time  // when it was made; whole seconds, UTC; never before the newest stored
	Stamp    time.Time  // the instant with which Revise stamps Event; zero: At
	Author   string     // who made it, as it is shown
	By       string     // who was authenticated: account:ID, token:ID, local:USER or duty:NAME
	Note     string     // why, for the history
	Public   bool       // the note may be shown to readers
	Batch    *BatchPart // the batch that the commit is part of
	// Keep asks that the instants, the sequence and the traces that Event
	// brings along are stored as they are instead of being stamped, which makes
	// moving a record lossless. It counts only where nothing is stored under
	// the ID yet and Event has been stamped before (Created is set).
	Keep bool
}

// Validate checks what the history will tell of the change: who made it, on one
// line, and why. What it changes validates itself. The error is an *Invalid.
func (c *Change) Validate() error {
	bad := &Invalid{Subject: "change"}
	checkLine(bad, "author", c.Author, maxLine)
	checkText(bad, "note", c.Note, maxSummary)
	checkLine(bad, "by", c.By, maxLine)
	if b := c.Batch; b != nil {
		checkLine(bad, "batch.label", b.Label, maxLine)
		if !slices.Contains(batchKinds, b.Kind) {
			bad.addf("batch.kind", "%.40q is none of edit, import, bulk, review, schedule, undo, restore", b.Kind)
		}
	}
	return bad.orNil()
}

// Put proposes a new state for an event whose stored revision is expect.
func Put(e Event, expect Rev) Change { return Change{Expect: expect, Event: &e} }

// Delete proposes to remove the event whose stored revision is expect. What
// was public leaves a tombstone behind, so that its address answers "gone".
func Delete(id ID, expect Rev) Change {
	return Change{Expect: expect, Event: &Event{ID: id, Status: Deleted}}
}

// PutDocument proposes a new state for a document whose stored revision is
// expect.
func PutDocument(d Document, expect Rev) Change { return Change{Expect: expect, Document: &d} }

// Batch is news from the store: everything (Reset) or what one or more commits
// changed. The state is exact at Rev; several commits may be folded into one
// batch, so intermediate states may be missing, final ones never.
type Batch struct {
	Rev       Rev
	At        time.Time   // when the newest state was written; zero: nothing is stored
	Reset     bool        // Events and Documents are the whole record
	Events    []*Event    // new states, tombstones included, each with its Rev
	Documents []*Document // new states, each with its Rev
}

// BatchKind says what commits were made together for.
type BatchKind string

// The kinds of batch.
const (
	BatchEdit     BatchKind = "edit"     // one change that needed several commits
	BatchImport   BatchKind = "import"   // a file or a followed calendar; visible as a whole or not at all
	BatchBulk     BatchKind = "bulk"     // the same change of many events
	BatchReview   BatchKind = "review"   // a sitting of review
	BatchSchedule BatchKind = "schedule" // publishing what was due
	BatchUndo     BatchKind = "undo"     // taking back another batch
	BatchRestore  BatchKind = "restore"  // bringing back former states
	BatchRedact   BatchKind = "redact"   // past states were emptied: whoever keeps copies of them makes new ones
)

var batchKinds = []BatchKind{BatchEdit, BatchImport, BatchBulk, BatchReview, BatchSchedule, BatchUndo, BatchRestore, BatchRedact}

// BatchPart says which batch a state belongs to. Commits of one batch are shown
// as one line and undone as one.
type BatchPart struct {
	ID     string    `json:"id"` // letters, digits, "-" and "_", 1 to 64 of them
	Kind   BatchKind `json:"kind"`
	Undoes string    `json:"undoes,omitempty"` // the ID of the batch that this one takes back
	Label  string    `json:"label,omitempty"`  // what the batch is called, such as the name of a file; one line
	Last   bool      `json:"last,omitempty"`   // this commit closes the batch
}

// NewBatch begins a batch. Of the label it keeps what may stand on one line, and
// at most 200 characters of that.
func NewBatch(kind BatchKind, label string) *BatchPart {
	words := []rune(strings.Join(strings.Fields(Harmless(label)), " "))
	label = strings.TrimSpace(string(words[:min(len(words), 200)]))
	return &BatchPart{ID: rand.Text(), Kind: kind, Label: label}
}

// Blobs are the names of the files that the state needs: the picture of its event,
// the site's logo.
func (s State) Blobs() []string {
	var names []string
	if s.Event != nil && s.Event.Image != nil && s.Event.Image.Blob != "" {
		names = append(names, s.Event.Image.Blob)
	}
	if s.Document != nil && s.Document.Site != nil && s.Document.Site.Logo != "" {
		names = append(names, s.Document.Site.Logo)
	}
	return names
}

// Redaction says that an administrator has emptied the texts, quotes, proposal
// and picture of a past state.
type Redaction struct {
	At     time.Time `json:"at"`
	By     string    `json:"by"`
	Reason string    `json:"reason"`
}

// State is one entry of the history: the state of an event or of a document.
type State struct {
	Rev      Rev        `json:"rev"`
	At       time.Time  `json:"at"` // never before that of an older revision
	Author   string     `json:"author,omitempty"`
	By       string     `json:"by,omitempty"` // see Change.By
	Note     string     `json:"note,omitempty"`
	Public   bool       `json:"public,omitempty"`
	Batch    *BatchPart `json:"batch,omitempty"`
	Redacted *Redaction `json:"redacted,omitempty"`
	Event    *Event     `json:"event,omitempty"`
	Document *Document  `json:"document,omitempty"` // instead of Event
}

// HistoryQuery says which past states are wanted.
type HistoryQuery struct {
	ID       ID           // of one event; "": of all
	Document DocumentName // of this document instead of events
	Before   Rev          // only states older than this revision; 0: from the newest
	Limit    int          // at most so many states, the newest of them; 0: all. No more are read
}

// TracesLast is how long a trace is kept whatever happens, and so how long feeds
// go on correcting what they once told.
const TracesLast = 90 * 24 * time.Hour

// The bounds of Event.Formerly. A selection left by a state that is forgotten
// may show an earlier Last-Modified again.
const (
	mostTraces  = 500 // in all
	usualTraces = 32  // of which some are older than TracesLast
)

// Revise returns next as it has to be stored after old (nil: nothing was
// there), at the given instant: times and sequence are stamped, former slugs
// and traces kept. It is the only place where those are decided.
func Revise(old *Event, next Event, at time.Time) Event {
	at = at.UTC().Truncate(time.Second)
	next.Tags = sortedTags(next.Tags)
	if old == nil {
		next.Created, next.Updated, next.Sequence = at, at, 0
		next.Published, next.Formerly = time.Time{}, nil
		if next.Status != Draft {
			next.Published = at
		}
		return next
	}
	if next.Status == Deleted {
		next = tombstone(old)
	}
	at = changedAt(at, old.Updated)
	next.Created, next.Published, next.Updated = noLater(old.Created, at), noLater(old.Published, at), at
	next.Sequence = nextSequence(old.Sequence)
	if next.Published.IsZero() && next.Status != Draft && next.Status != Deleted {
		next.Published = at
	}
	next.FormerSlugs = formerSlugs(old, &next)
	next.Formerly = traces(old, &next, at)
	next.Formerly = fitting(next)
	return next
}

// sortedTags are the tags in the order in which they are stored, without
// doubles.
func sortedTags(tags []string) []string {
	if len(tags) == 0 {
		return nil
	}
	return slices.Compact(slices.Sorted(slices.Values(tags)))
}

// tombstone keeps of a deleted event only what tells late readers that it has
// gone.
func tombstone(old *Event) Event {
	return Event{ID: old.ID, Slug: old.Slug, Status: Deleted, Text: map[string]Text{}, Quiet: old.Quiet, Proposal: old.Proposal.remembered()}
}

func formerSlugs(old, next *Event) []string {
	slugs := slices.Clone(old.FormerSlugs)
	if old.Slug != next.Slug && old.Slug != "" {
		slugs = append(slugs, old.Slug)
	}
	return slices.DeleteFunc(slices.Compact(slugs), func(s string) bool { return s == next.Slug })
}

func traces(old, next *Event, until time.Time) []Trace {
	ts := slices.Clone(old.Formerly)
	for i := range ts {
		ts[i].Until = noLater(ts[i].Until, until)
	}
	was, is := trace(old, until), trace(next, until)
	if old.Status == Draft || was.equal(is) {
		return ts
	}
	return forgetting(append(ts, was), is, until)
}

// forgetting drops traces that are no longer needed, the oldest first. The first
// of all stays, on which the order of feeds rests; and so does one that alone
// remembers a tag or a place, whose addresses must not die.
func forgetting(ts []Trace, is Trace, now time.Time) []Trace {
	for len(ts) > usualTraces {
		oldest := slices.IndexFunc(ts[1:], func(t Trace) bool { return now.Sub(t.Until) > TracesLast && isRemembered(t, ts, is) }) + 1
		if oldest == 0 {
			break
		}
		ts = slices.Delete(ts, oldest, oldest+1)
	}
	if drop := len(ts) - mostTraces; drop > 0 {
		ts = slices.Delete(ts, 1, 1+drop)
	}
	return ts
}

// fitting are the traces of an event for which there is room: they may take
// half of what is stored of it at most, and never keep it from being stored.
func fitting(e Event) []Trace {
	ts := e.Formerly
	if len(ts) <= 1 {
		return ts
	}
	e.Formerly = nil
	whole := scale{}
	whole.event(&e)
	room := min(MaxStored/2, MaxStored-whole.sum)
	first := scale{}
	first.trace(&ts[0])
	room -= first.sum
	for i, t := range slices.Backward(ts[1:]) {
		weight := scale{}
		weight.trace(&t)
		if room -= weight.sum; room < 0 {
			return slices.Delete(ts, 1, i+2)
		}
	}
	return ts
}

// isRemembered reports whether each tag and the place of a trace are also those
// of another state that was or is public.
func isRemembered(t Trace, ts []Trace, is Trace) bool {
	if !t.Status.Public() {
		return true
	}
	elsewhere := func(has func(Trace) bool) bool {
		return is.Status.Public() && has(is) ||
			slices.ContainsFunc(ts, func(u Trace) bool { return u.Status.Public() && !u.Until.Equal(t.Until) && has(u) })
	}
	for _, tag := range t.Tags {
		if !elsewhere(func(u Trace) bool { return slices.Contains(u.Tags, tag) }) {
			return false
		}
	}
	return t.Place == "" || elsewhere(func(u Trace) bool { return u.Place == t.Place })
}

func trace(e *Event, until time.Time) Trace {
	return Trace{Until: until, Span: e.Span, Tags: e.Tags, Place: e.PlaceSlug(), Key: e.Key, Status: e.Status, Repeat: e.Repeat}
}

// equal compares what was selected, not until when.
func (t Trace) equal(u Trace) bool {
	return t.Place == u.Place && t.Key == u.Key && t.Status == u.Status &&
		slices.Equal(t.Tags, u.Tags) && t.Span.Equal(u.Span) && t.Repeat.equal(u.Repeat)
}

// Same reports whether two states say the same, leaving aside what Revise
// stamps. Committing such a change again would announce nothing. What cannot be
// spelled as JSON, which Validate refuses, is the same as nothing.
func Same(a, b *Event) bool {
	x, errX := content(*a)
	y, errY := content(*b)
	return errX == nil && errY == nil && bytes.Equal(x, y)
}

func content(e Event) ([]byte, error) {
	e.Created, e.Published, e.Updated = time.Time{}, time.Time{}, time.Time{}
	e.Sequence, e.FormerSlugs, e.Formerly = 0, nil, nil
	e.Tags = sortedTags(e.Tags)
	return json.Marshal(e)
}
