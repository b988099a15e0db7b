package editing

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"time"

	"almanac.example/events"
	"almanac.example/events/timeline"
	"almanac.example/feeds/report/review"
	"almanac.example/web/access"
)

// Record is the record as this room sees it; store.Live is one.
type Record interface {
	// Timeline is the newest picture of the record; one atomic load.
	Timeline() *timeline.Timeline
	// Commit stores changes, all or none, and returns when Timeline shows them.
	Commit(ctx context.Context, changes ...events.Change) (events.Rev, error)
	// History tells past states, newest first.
	History(ctx context.Context, q events.HistoryQuery) iter.Seq2[events.State, error]
}

// Editor carries out what accounts do. Make it with New; it may be used by any
// number of goroutines.
type Editor struct {
	record   Record
	now      func() time.Time
	pictures Pictures     // nil: none are asked about
	readings review.Vault // of what is kept of documents; nil: nothing is
}

// New makes an editor of a record.
func New(record Record, now func() time.Time) *Editor { return &Editor{record: record, now: now} }

// Act is who does something, and what the history is to tell of it.
type Act struct {
	Who    access.Principal
	Note   string            // why; "": nothing, or what was done in a few words
	Public bool              // the note may be shown to readers
	Batch  *events.BatchPart // what the change is part of; nil: of nothing
}

// Seen names an event and the state of it that the author saw. Rev 0 is that
// there was none.
type Seen struct {
	ID  events.ID
	Rev events.Rev
}

// Written is the state that an action left behind.
type Written struct {
	Event *events.Event // as it is stored; a tombstone after a deletion
	Rev   events.Rev    // of the state
}

// Invalid is an *events.Invalid with one problem.
func invalid(id events.ID, field, reason string) error {
	return &events.Invalid{Subject: fmt.Sprintf("event %q", id), Problems: []events.Problem{{Field: field, Reason: reason}}}
}

// sign puts into a change who makes it and why. A note that a decision brought
// along stays where the act has none.
func (a Act) sign(c events.Change) events.Change {
	c.Author, c.By, c.Batch = a.Who.Author(), a.Who.By(), a.Batch
	if a.Note != "" {
		c.Note = a.Note
	}
	c.Public = a.Public && a.Note != ""
	return c
}

// by is the act as reviewing knows it.
func (a Act) by() review.By { return review.By{Author: a.Who.Author(), Note: a.Note, Public: a.Public} }

// commit signs and stores the changes.
func (d *Editor) commit(ctx context.Context, a Act, changes ...events.Change) (events.Rev, error) {
	signed := make([]events.Change, len(changes))
	for i, c := range changes {
		signed[i] = a.sign(c)
	}
	return d.record.Commit(ctx, signed...)
}

// stored is the event that the author saw. A tombstone is events.ErrNotFound,
// another revision a *Conflict.
func (d *Editor) stored(ctx context.Context, s Seen) (*events.Event, error) {
	e, ok := d.record.Timeline().Event(s.ID)
	if !ok || e.Status == events.Deleted {
		return nil, fmt.Errorf("event %q: %w", s.ID, events.ErrNotFound)
	}
	if e.Rev != s.Rev {
		return nil, d.conflict(ctx, s, nil)
	}
	return e, nil
}

// written is what a commit has left of an event; yours is what was to be
// written, for telling a conflict.
func (d *Editor) written(ctx context.Context, s Seen, yours *events.Event, err error) (Written, error) {
	if errors.Is(err, events.ErrConflict) {
		return Written{}, d.conflictOf(ctx, err, s, yours)
	}
	if err != nil {
		return Written{}, err
	}
	e, ok := d.record.Timeline().Event(s.ID)
	if !ok {
		return Written{}, fmt.Errorf("event %q: %w", s.ID, events.ErrNotFound)
	}
	return Written{e, e.Rev}, nil
}
