package review

import (
	"fmt"
	"slices"
	"strings"

	"almanac.example/events"
	"almanac.example/events/timeline"
	"almanac.example/feeds/report"
	"almanac.example/feeds/report/document"
)

// FlagEdition marks a draft whose event an earlier edition of the document
// gives another date or title.
const FlagEdition report.Flag = "edition-changed"

// doubtful is the most confidence that a draft keeps which may repeat an event
// of the record.
const doubtful = 0.6

// State says what the record knows of a draft.
type State string

// The states.
const (
	New     State = "new"     // proposed for the first time
	Changed State = "changed" // an earlier edition of the document says something else
	Known   State = "known"   // proposed before; nothing is stored
)

// Options tell how drafts become events.
type Options struct {
	// NewID mints the ID of an event: opaque, never the same twice.
	NewID func() events.ID
	// Lang is the language under which the texts are filed; empty takes that
	// of each draft.
	Lang string
	// EditionOf names the document of which this is another edition, by file
	// name, title or the start of its SHA-256; empty looks for one.
	EditionOf string
}

// Entry is one draft of a report, set against the record.
type Entry struct {
	Draft report.Draft
	State State
	// Event is what will be stored; nil where the draft is known.
	Event *events.Event
	// Earlier is the event that an earlier edition proposed; nil unless the
	// state is Changed.
	Earlier *events.Event
}

// Proposals are the drafts of a report, set against the record.
type Proposals struct {
	// Entries are all drafts of the report, in its order.
	Entries []Entry
	// Edition is set if the record holds events of an earlier edition.
	Edition bool
	// Gone are the events of earlier editions that this one tells no more.
	Gone []*events.Event
	// Reading is what is to be kept of the document while it is reviewed.
	Reading Reading
}

// Propose sets the drafts of a report against the record. Those that may
// repeat an event of it are flagged and lose confidence. The error says that
// Options.EditionOf names no document.
func Propose(t *timeline.Timeline, doc *document.Document, r report.Result, o Options) (Proposals, error) {
	known := fingerprints(t)
	fresh := report.Fresh(r.Drafts, func(fingerprint string) bool { return known[fingerprint] })
	markDuplicates(t, fresh)
	edition, err := compareEditions(t, r, o.EditionOf)
	if err != nil {
		return Proposals{}, err
	}
	p := Proposals{Edition: edition.found, Gone: edition.gone}
	names := newSlugs(t)
	for _, d := range r.Drafts {
		entry := Entry{Draft: d, State: Known}
		if len(fresh) > 0 && fresh[0].Fingerprint == d.Fingerprint {
			entry.Draft, entry.State = fresh[0], New
			fresh = fresh[1:]
			if earlier, ok := edition.changed[d.Fingerprint]; ok {
				entry.Earlier, entry.State = earlier, Changed
				doubt(&entry.Draft, FlagEdition)
			}
			entry.Event = newEvent(doc, entry.Draft, o)
			entry.Event.Slug = names.mint(entry.Draft)
			if entry.Earlier != nil {
				entry.Event.Proposal.Earlier = entry.Earlier.ID
			}
		}
		p.Entries = append(p.Entries, entry)
	}
	p.Reading = newReading(t, doc, r, p.Entries)
	return p, nil
}

// Changes stores the drafts that are new.
func (p Proposals) Changes(by By) []events.Change {
	var list []events.Change
	for _, e := range p.Entries {
		if e.Event != nil {
			list = append(list, by.sign(events.Change{Event: e.Event}, "proposed"))
		}
	}
	return list
}

// Count tells how many drafts are in a state.
func (p Proposals) Count(s State) int {
	n := 0
	for _, e := range p.Entries {
		if e.State == s {
			n++
		}
	}
	return n
}

// fingerprints lists those that the record knows, whatever became of them.
func fingerprints(t *timeline.Timeline) map[string]bool {
	s := map[string]bool{}
	for _, list := range [][]*events.Event{t.All(), t.Tombstones()} {
		for _, e := range list {
			if e.Proposal != nil {
				s[e.Proposal.Fingerprint] = true
			}
		}
	}
	return s
}

func markDuplicates(t *timeline.Timeline, drafts []report.Draft) {
	if len(drafts) == 0 {
		return
	}
	var record []report.Existing
	for _, e := range t.All() {
		record = append(record, existing(e))
	}
	report.MarkDuplicates(drafts, record)
}

// existing is an event with its titles in all languages: which one a report is
// in does not matter.
func existing(e *events.Event) report.Existing {
	var titles []string
	for _, lang := range e.Languages() {
		titles = append(titles, e.Text[lang].Title)
	}
	return report.Existing{ID: string(e.ID), Date: e.Span.EDTF(), Title: strings.Join(titles, " ")}
}

func doubt(d *report.Draft, f report.Flag) {
	if !slices.Contains(d.Flags, f) {
		d.Flags = append(slices.Clone(d.Flags), f)
	}
	d.Confidence = min(d.Confidence, doubtful)
}

// By says for the history who decides and why.
type By struct {
	Author string
	Note   string // empty: what was done, in a few words
	Public bool   // the note may be shown to readers
}

func (b By) sign(c events.Change, what string, args ...any) events.Change {
	c.Author, c.Note, c.Public = b.Author, b.Note, b.Public && b.Note != ""
	if c.Note == "" {
		c.Note = fmt.Sprintf(what, args...)
	}
	return c
}
