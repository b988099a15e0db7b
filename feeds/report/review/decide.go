package review

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	"almanac.example/events"
	"almanac.example/feeds/report"
)

// The reasons why a decision cannot be made.
var (
	// ErrNotDraft: somebody has decided about the event already.
	ErrNotDraft = errors.New("is no draft")
	// ErrNoTarget: a draft cannot be merged into this event.
	ErrNoTarget = errors.New("cannot take a draft in")
	// ErrAmends: the draft would replace another event instead of being one.
	ErrAmends = errors.New("amends another event")
)

// Kind is what a person decided.
type Kind string

// The kinds of decision.
const (
	Accepted Kind = "accepted" // published as it is, or what else it is to become
	Edited   Kind = "edited"   // changed; still a draft unless the edit says otherwise
	Kept     Kind = "kept"     // looked at, and left a draft
	Merged   Kind = "merged"   // its sources are another event's now
	Dropped  Kind = "dropped"  // it will not be proposed again
	Undone   Kind = "undone"   // an earlier decision was taken back
)

// Decision is what a person decided about a draft, as changes of the record.
// They belong together: commit all or none.
type Decision struct {
	Kind Kind
	// ID and Title are those of the draft.
	ID    events.ID
	Title string
	// Changes expect the revisions that the reviewer saw; there are none where
	// nothing has to be written.
	Changes []events.Change
	// before are the states that the changes replace, in their order.
	before []*events.Event
}

func decide(k Kind, draft *events.Event) Decision {
	text, _ := draft.In("")
	return Decision{Kind: k, ID: draft.ID, Title: text.Title}
}

func (d *Decision) add(old *events.Event, c events.Change) {
	d.before, d.Changes = append(d.before, old), append(d.Changes, c)
}

// Accept gives a draft the status that it is to become, published unless it
// says otherwise: ID, slug, sources and proposal stay. The error is ErrNotDraft,
// ErrAmends or an *events.Invalid.
func Accept(draft *events.Event, by By) (Decision, error) {
	switch {
	case draft.Status != events.Draft:
		return Decision{}, fmt.Errorf("event %q %w: it is %s", draft.ID, ErrNotDraft, draft.Status)
	case draft.Amends != nil:
		return Decision{}, fmt.Errorf("event %q %w, %q", draft.ID, ErrAmends, draft.Amends.ID)
	}
	next := *draft
	next.Status, next.Becomes, next.Publish = cmp.Or(draft.Becomes, events.Published), "", nil
	if err := next.Validate(); err != nil {
		return Decision{}, err
	}
	d := decide(Accepted, draft)
	d.add(draft, by.sign(events.Put(next, draft.Rev), "accepted a draft from %s", from(draft)))
	return d, nil
}

// FlagKept marks a draft that a person has looked at and leaves a draft: it waits
// for no decision any more.
const FlagKept report.Flag = "kept"

// Waits reports whether an importer's proposal waits for a decision: it is a
// draft, nobody has said that it stays one, and it is not to be published later.
func Waits(e *events.Event) bool {
	return e.Status == events.Draft && e.Proposal != nil && e.Publish == nil && !slices.Contains(e.Proposal.Flags, string(FlagKept))
}

// Keep leaves a draft one and says that a person has looked at it. Where that was
// said before, or no importer proposed it, nothing has to be written. The error is
// ErrNotDraft.
func Keep(draft *events.Event, by By) (Decision, error) {
	if draft.Status != events.Draft {
		return Decision{}, fmt.Errorf("event %q %w: it is %s", draft.ID, ErrNotDraft, draft.Status)
	}
	d := decide(Kept, draft)
	if draft.Proposal == nil || slices.Contains(draft.Proposal.Flags, string(FlagKept)) {
		return d, nil
	}
	next, p := *draft, *draft.Proposal
	p.Flags = append(slices.Clone(p.Flags), string(FlagKept))
	next.Proposal = &p
	d.add(draft, by.sign(events.Put(next, draft.Rev), "looked at a draft from %s and kept it", from(draft)))
	return d, nil
}

// Edit replaces what a draft says. ID, stamps and proposal stay those of the
// draft, whatever next holds. A draft may be edited into a published event, but
// not be deleted so. The error is an *events.Invalid that names each field.
func Edit(draft *events.Event, next events.Event, by By) (Decision, error) {
	if draft.Status != events.Draft {
		return Decision{}, fmt.Errorf("event %q %w: it is %s", draft.ID, ErrNotDraft, draft.Status)
	}
	next.ID, next.Proposal, next.Rev = draft.ID, draft.Proposal, draft.Rev
	next.Created, next.Published, next.Updated = draft.Created, draft.Published, draft.Updated
	next.Sequence, next.FormerSlugs, next.Formerly = draft.Sequence, draft.FormerSlugs, draft.Formerly
	if next.Status == events.Deleted {
		return Decision{}, &events.Invalid{Subject: fmt.Sprintf("event %q", draft.ID), Problems: []events.Problem{
			{Field: "status", Reason: "a draft is not deleted by editing it; drop it"}}}
	}
	if err := next.Validate(); err != nil {
		return Decision{}, err
	}
	d := decide(Edited, draft)
	if !events.Same(draft, &next) {
		d.add(draft, by.sign(events.Put(next, draft.Rev), "edited a draft from %s", from(draft)))
	}
	return d, nil
}

// Drop removes a draft. Its tombstone remembers the fingerprint, so that it is
// not proposed again.
func Drop(draft *events.Event, by By) (Decision, error) {
	if draft.Status != events.Draft {
		return Decision{}, fmt.Errorf("event %q %w: it is %s", draft.ID, ErrNotDraft, draft.Status)
	}
	d := decide(Dropped, draft)
	d.add(draft, by.sign(events.Delete(draft.ID, draft.Rev), "dropped a draft from %s", from(draft)))
	return d, nil
}

// Merge gives the sources of a draft to another event and drops the draft. The
// other event keeps its words; it gains languages and a summary where it had
// none, and, if exact is set, the draft's date (see MoreExact). The error is
// ErrNotDraft, ErrNoTarget or an *events.Invalid.
func Merge(draft, into *events.Event, exact bool, by By) (Decision, error) {
	switch {
	case draft.Status != events.Draft:
		return Decision{}, fmt.Errorf("event %q %w: it is %s", draft.ID, ErrNotDraft, draft.Status)
	case draft.ID == into.ID:
		return Decision{}, fmt.Errorf("event %q %w: it is this draft itself", into.ID, ErrNoTarget)
	case into.Status == events.Deleted:
		return Decision{}, fmt.Errorf("event %q %w: it is deleted", into.ID, ErrNoTarget)
	}
	next := union(into, draft)
	if exact && MoreExact(draft, into) {
		next.Span = draft.Span
	}
	if err := next.Validate(); err != nil {
		return Decision{}, err
	}
	d := decide(Merged, draft)
	if !events.Same(into, &next) {
		d.add(into, by.sign(events.Put(next, into.Rev), "merged with a draft from %s", from(draft)))
	}
	d.add(draft, by.sign(events.Delete(draft.ID, draft.Rev), "merged into %s", into.ID))
	return d, nil
}

// MoreExact reports whether the draft's date is the other event's, known more
// exactly and without doubt: a day of its month.
func MoreExact(draft, other *events.Event) bool {
	a, b := draft.Span.EDTF(), other.Span.EDTF()
	return a.Within(b) && !b.Within(a) && !a.Uncertain() && !other.Span.Timed()
}

// union is an event with what a draft adds to it. The draft's own values are
// not shared, so that neither changes with the other.
func union(into, draft *events.Event) events.Event {
	next := *into
	next.Sources = slices.Clone(into.Sources)
	for _, s := range draft.Sources {
		if !slices.ContainsFunc(into.Sources, func(old events.Source) bool { return old.SHA256 == s.SHA256 && old.Quote == s.Quote }) {
			next.Sources = append(next.Sources, s)
		}
	}
	next.Text = map[string]events.Text{}
	for lang, text := range draft.Text {
		next.Text[lang] = text
	}
	for lang, text := range into.Text {
		if text.Summary == "" {
			text.Summary = draft.Text[lang].Summary
		}
		next.Text[lang] = text
	}
	next.Tags = slices.Compact(slices.Sorted(slices.Values(slices.Concat(into.Tags, draft.Tags))))
	next.Proposal = joined(into.Proposal, draft.Proposal)
	return next
}

// joined keeps the quotes of both where they are from one document.
func joined(into, draft *events.Proposal) *events.Proposal {
	if into == nil || draft == nil || into.Document != draft.Document {
		return into
	}
	next := *into
	next.Quotes = slices.Clone(into.Quotes)
	for _, q := range draft.Quotes {
		if !slices.Contains(into.Quotes, q) && len(next.Quotes) < maxQuotes {
			next.Quotes = append(next.Quotes, q)
		}
	}
	slices.SortStableFunc(next.Quotes, func(a, b events.Quote) int { return a.Offset - b.Offset })
	return &next
}

// Undo takes a committed decision back: each event gets the state it had.
// written tells the revision at which each was left; who has changed one since
// is not overwritten, for then committing is an events.ErrConflict.
func (d Decision) Undo(written func(events.ID) events.Rev, by By) Decision {
	u := Decision{Kind: Undone, ID: d.ID, Title: d.Title}
	for i, c := range d.Changes {
		back := events.Put(*d.before[i], written(c.Event.ID))
		u.add(c.Event, By{Author: by.Author}.sign(back, "took back: %s", c.Note))
	}
	return u
}

// from names the document of a draft.
func from(draft *events.Event) string {
	if draft.Proposal == nil || draft.Proposal.Name == "" {
		return "a document"
	}
	return draft.Proposal.Name
}
