package editing

import (
	"context"
	"errors"
	"fmt"

	"almanac.example/events"
)

// Conflict says that an event is no longer as the author saw it, or that its
// slug is another's. Nothing was written. It is an events.ErrConflict.
type Conflict struct {
	ID       events.ID
	Expected events.Rev    // what the author saw; 0: nothing
	Base     *events.Event // the state at Expected; nil: there was none, or it is not known
	Yours    *events.Event // what was to be written; nil: the event was to be deleted
	Theirs   *events.Event // the state that is stored; nil: none, or a tombstone
	Merged   Merged        // of the three; only where Yours and Theirs are set
	reason   error
}

// Error tells what was expected and what there is.
func (c *Conflict) Error() string {
	if c.reason != nil {
		return c.reason.Error()
	}
	if c.Theirs == nil {
		return fmt.Sprintf("event %q: revision %d is expected, but there is none: %v", c.ID, c.Expected, events.ErrConflict)
	}
	return fmt.Sprintf("event %q: revision %d is expected, %d is stored: %v", c.ID, c.Expected, c.Theirs.Rev, events.ErrConflict)
}

// Unwrap makes it an events.ErrConflict.
func (c *Conflict) Unwrap() error { return events.ErrConflict }

// Stored is the revision that is stored; 0: there is no event.
func (c *Conflict) Stored() events.Rev {
	if c.Theirs == nil {
		return 0
	}
	return c.Theirs.Rev
}

// conflict tells what an author saw, wants, and what there is now.
func (d *Editor) conflict(ctx context.Context, s Seen, yours *events.Event) error {
	return d.conflictOf(ctx, nil, s, yours)
}

// conflictOf is conflict with the words of the store. An error that is a
// Conflict already stays as it is.
func (d *Editor) conflictOf(ctx context.Context, reason error, s Seen, yours *events.Event) error {
	var told *Conflict
	if errors.As(reason, &told) {
		return reason
	}
	c := &Conflict{ID: s.ID, Expected: s.Rev, Yours: yours, reason: reason}
	if e, ok := d.record.Timeline().Event(s.ID); ok && e.Status != events.Deleted {
		c.Theirs = e
	}
	if c.Theirs != nil && c.Theirs.Rev != s.Rev {
		c.reason = nil // the revision is what matters, and said by Error
	}
	var err error
	if c.Base, err = d.At(ctx, s); err != nil && !errors.Is(err, events.ErrNotFound) {
		return err
	}
	if c.Yours != nil && c.Theirs != nil {
		c.Merged = Merge(c.Base, c.Yours, c.Theirs)
	}
	return c
}

// At is the state that an event had at a revision; events.ErrNotFound if none
// was written there.
func (d *Editor) At(ctx context.Context, s Seen) (*events.Event, error) {
	id, rev := s.ID, s.Rev
	if e, ok := d.record.Timeline().Event(id); ok && e.Rev == rev {
		return e, nil
	}
	if rev > 0 {
		for past, err := range d.record.History(ctx, events.HistoryQuery{ID: id, Before: rev + 1, Limit: 1}) {
			if err != nil {
				return nil, fmt.Errorf("reading the history of event %q: %w", id, err)
			}
			if past.Rev == rev && past.Event != nil {
				e := *past.Event
				e.Rev = past.Rev
				return &e, nil
			}
		}
	}
	return nil, fmt.Errorf("event %q at revision %d: %w", id, rev, events.ErrNotFound)
}
