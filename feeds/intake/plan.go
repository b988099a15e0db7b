package intake

import (
	"cmp"
	"context"
	"fmt"
	"iter"
	"slices"
	"time"

	"almanac.example/events"
	"almanac.example/events/edtf"
	"almanac.example/events/timeline"
)

// Action is what a plan does with one event.
type Action string

// The actions.
const (
	Add    Action = "add"    // nothing is stored under its ID, or a tombstone that a calendar ends
	Change Action = "change" // something else is stored
	Same   Action = "same"   // it is stored already
	// Propose: it is stored and public, and a draft proposes something else.
	Propose Action = "propose"
	// Deleted: it was deleted in the record after the source had brought it, and
	// stays so.
	Deleted Action = "deleted"
)

// Item is what becomes of one event that was read.
type Item struct {
	Action Action
	Event  *events.Event // the whole state that would be stored; stamps are made when it is
	Before *events.Event // what is stored now; nil if there is nothing
}

// Plan is what an import would do. It is made for one state of the record.
type Plan struct {
	Items     []Item          // one for each event that was read, in that order
	Gone      []*events.Event // what the source brought earlier and no longer has
	Documents []events.Change // of the site, stored together with the events

	Over       []*events.Event // as Gone, but over: it has dropped out of the source's window, and stays
	Known      []*events.Event // what the record had from elsewhere when the source first brought it; it stays as it is
	Clashes    []Clash         // what feed and editors have both changed; the editors' stays
	Amendments []*events.Event // drafts that propose the feed's state of Clashes
	Proposed   int             // changes that an earlier import has proposed already
	Notes      []string        // what else is to be told

	now    time.Time
	keep   bool // stamps that events bring along are kept
	remove bool // what is gone is deleted
	source *source
}

// Options say how a plan is made.
type Options struct {
	Now      time.Time    // the instant of the import
	Announce Announce     // which new events are news to feed readers
	Seed     *events.Site // the identity and settings of a record that has none yet; nil: it is not given any
	Remove   Removal      // PlanFeed: what becomes of what is gone
	Restore  bool         // PlanFeed: bring back what was deleted in the record
	Drafts   bool         // nothing becomes public: what is new comes as drafts, what changes the public record as amendments
}

func (o Options) today() edtf.Day { return edtf.DayOf(o.Now) }

// Count tells how many events get the action.
func (p *Plan) Count(a Action) int {
	n := 0
	for _, i := range p.Items {
		if i.Action == a {
			n++
		}
	}
	return n
}

// Signature says for the history who imports, and why.
type Signature struct {
	Author string            // see events.Change
	By     string            // see events.Change
	Note   string            // why
	Public bool              // the note may be shown to readers
	Batch  *events.BatchPart // nil: a new one without a label
}

// maxSpread bounds how far back the stamps of one import reach.
const maxSpread = time.Hour

// Stamp is the instant of publication of the i-th of n events (from 0) that are
// published in one go at the end instant: they lie a second apart and the last
// of them at end. Feed readers sort by that instant, and what came in one go
// would stand in any order.
func Stamp(end time.Time, i, n int) time.Time {
	return end.Add(-min(maxSpread, time.Duration(n-1-i)*time.Second))
}

// Changes yields the changes that the plan comes to, in the order of the
// chronicle; what is gone comes last.
func (p *Plan) Changes(by Signature) iter.Seq[events.Change] { return p.changes(by, func(*Item) {}) }

// changes yields the changes, and says when the next one is asked for which item
// the last one was made of.
func (p *Plan) changes(by Signature, done func(*Item)) iter.Seq[events.Change] {
	return func(yield func(events.Change) bool) {
		sign := func(c events.Change) bool {
			c.Author, c.By, c.Note, c.Public, c.Batch = by.Author, by.By, by.Note, by.Public, by.Batch
			return yield(c)
		}
		for _, c := range p.Documents {
			if !sign(c) {
				return
			}
		}
		for n, i := range p.chronicled() {
			if (i.Action == Add || i.Action == Change) && !sign(p.change(n, i)) {
				return
			}
			done(i)
		}
		for _, e := range p.Amendments {
			if !sign(events.Change{Event: e, Stamp: p.now}) {
				return
			}
		}
		for _, e := range p.removed() {
			if !sign(events.Delete(e.ID, e.Rev)) {
				return
			}
		}
	}
}

// change is what is to be done for the n-th item of the chronicle.
func (p *Plan) change(n int, i *Item) events.Change {
	c := events.Change{Event: i.Event, Keep: p.keep, Stamp: p.now}
	if i.Before != nil {
		c.Expect = i.Before.Rev
	}
	if i.Action == Add {
		c.Stamp = Stamp(p.now, n, len(p.Items))
	}
	return c
}

// removed are the events that the plan deletes.
func (p *Plan) removed() []*events.Event {
	if !p.remove {
		return nil
	}
	return p.Gone
}

// chronicled yields the items in the order of the chronicle. Those that have
// the same place in it stay in their order.
func (p *Plan) chronicled() iter.Seq2[int, *Item] {
	order := make([]int, len(p.Items))
	for i := range order {
		order[i] = i
	}
	// Sorting so many stably takes several times as long.
	slices.SortFunc(order, func(a, b int) int {
		return cmp.Or(p.Items[a].Event.Span.Compare(p.Items[b].Event.Span), a-b)
	})
	return func(yield func(int, *Item) bool) {
		for i, at := range order {
			if !yield(i, &p.Items[at]) {
				return
			}
		}
	}
}

// Record is what an import needs of the record; store.Live has it.
type Record interface {
	// Rehearse refuses what Import would refuse, and writes nothing.
	Rehearse(ctx context.Context, changes iter.Seq[events.Change]) error
	// Import makes all changes or none. It calls progress, if that is not nil,
	// with the number of changes that are written.
	Import(ctx context.Context, changes iter.Seq[events.Change], progress func(done int)) (events.Rev, error)
}

// Target is where a plan is written to.
type Target struct {
	Record   Record
	Vault    Vault                 // of plans of PlanFeed: where the source is remembered
	Progress func(done, total int) // is told how many changes are written; may be nil
}

// Rehearse refuses a plan that Apply would refuse, and leaves everything as it
// is: what a dry run promises, the run does.
func (p *Plan) Rehearse(ctx context.Context, record Record) error {
	return record.Rehearse(ctx, p.Changes(Signature{}))
}

// Apply makes the changes of the plan, all or none, and then remembers what the
// source brought. It uses the plan up: a large one is given up, event by event,
// while it is stored.
func (p *Plan) Apply(ctx context.Context, to Target, by Signature) (events.Rev, error) {
	var brings map[events.ID]sayings
	if p.source != nil {
		brings = p.brings()
	}
	var progress func(done int)
	if total := len(p.Documents) + p.Count(Add) + p.Count(Change) + len(p.Amendments) + len(p.removed()); to.Progress != nil {
		progress = func(done int) { to.Progress(done, total) }
	}
	changes := p.changes(by, func(i *Item) { i.Event = nil })
	rev, err := to.Record.Import(ctx, changes, progress)
	p.Items, p.Gone, p.Over, p.Known, p.Amendments, p.Documents = nil, nil, nil, nil, nil, nil
	if err != nil || p.source == nil {
		return rev, err
	}
	if err := p.source.memory.remember(ctx, to.Vault, p.source.says, brings); err != nil {
		return 0, fmt.Errorf("the import is stored at revision %d, but not that it came from there: %w", rev, err)
	}
	return rev, nil
}

// documents are the changes of the site that belong to an import. A record that
// comes with an identity brings it and its settings along into one that has no
// events; one that has no identity gets that of seed. Of the vocabulary what is
// there stays as its editors named it.
func (o Options) documents(t *timeline.Timeline, from *events.Site) []events.Change {
	site := t.Site()
	next := *site
	moves := from != nil && from.Authority != "" && (site.Rev == 0 || t.Len()+len(t.Tombstones()) == 0)
	switch {
	case moves:
		next = *from
		next.Revs, next.Rev = site.Revs, site.Rev
	case site.Rev == 0 && o.Seed != nil:
		next = *o.Seed
		if next.Founded.IsZero() {
			next.Founded = o.Now.UTC().Truncate(24 * time.Hour)
		}
	}
	if from != nil && !moves {
		next.Tags = withMissing(next.Tags, from.Tags, func(t events.Tag) string { return t.Slug })
		next.Places = withMissing(next.Places, from.Places, func(p events.NamedPlace) string { return p.Slug })
		next.Views = withMissing(next.Views, from.Views, func(v events.View) string { return v.Slug })
	}
	return slices.DeleteFunc(events.DocumentChanges(site, &next), func(c events.Change) bool {
		return c.Document.Name == events.DocumentSite && next.Authority == ""
	})
}

// withMissing adds to a list what it does not have yet.
func withMissing[T any](list, more []T, slug func(T) string) []T {
	list = slices.Clone(list)
	for _, m := range more {
		if !slices.ContainsFunc(list, func(is T) bool { return slug(is) == slug(m) }) {
			list = append(list, m)
		}
	}
	return list
}
