package editing

import (
	"context"
	"errors"
	"fmt"

	"almanac.example/events"
	"almanac.example/feeds/report/review"
	"almanac.example/web/access"
)

// needs is what an account must be allowed in order to make of one state
// another; old is nil for a new event.
func needs(old, next *events.Event) access.Action {
	public := func(e *events.Event) bool {
		return e != nil && (e.Status != events.Draft && e.Status != events.Deleted || e.Publish != nil)
	}
	if public(old) || public(next) {
		return access.Publish
	}
	return access.WriteDrafts
}

// Create stores a new event. An ID or a slug that is missing is minted; an ID
// that exists already is a *Conflict, so that a repeated request makes no second
// event.
func (d *Editor) Create(ctx context.Context, a Act, e events.Event) (Written, error) {
	c, err := d.creation(ctx, a, e)
	if err != nil {
		return Written{}, err
	}
	_, err = d.commit(ctx, a, c)
	return d.written(ctx, Seen{ID: c.Event.ID}, c.Event, err)
}

// creation is the change that makes a new event.
func (d *Editor) creation(ctx context.Context, a Act, e events.Event) (events.Change, error) {
	if err := a.Who.May(needs(nil, &e)); err != nil {
		return events.Change{}, err
	}
	if e.ID == "" {
		e.ID = events.NewID()
	}
	if e.Slug == "" {
		e.Slug = review.MintSlug(d.record.Timeline(), &e)
	}
	e = kept(nil, e)
	if err := d.describePicture(ctx, nil, &e); err != nil {
		return events.Change{}, err
	}
	return events.Put(e, 0), d.check(nil, &e)
}

// Replace stores a new state of an event whose state the author saw at expect.
// What only importers and the store itself say (stamps, former slugs, proposal,
// origin) stays as it is, whatever next holds, and so does the slug if next has
// none.
func (d *Editor) Replace(ctx context.Context, a Act, next events.Event, expect events.Rev) (Written, error) {
	c, err := d.replacement(ctx, a, next, expect)
	if err != nil {
		return Written{}, err
	}
	_, err = d.commit(ctx, a, c)
	return d.written(ctx, Seen{next.ID, expect}, c.Event, err)
}

// replacement is the change that makes a new state of an event.
func (d *Editor) replacement(ctx context.Context, a Act, next events.Event, expect events.Rev) (events.Change, error) {
	old, err := d.seen(a, next.ID)
	if err != nil {
		return events.Change{}, err
	}
	if err := a.Who.May(needs(old, &next)); err != nil {
		return events.Change{}, err
	}
	if old.Rev != expect {
		return events.Change{}, d.conflict(ctx, Seen{next.ID, expect}, &next)
	}
	if next = kept(old, next); next.Slug == "" {
		next.Slug = old.Slug
	}
	if err := d.describePicture(ctx, old, &next); err != nil {
		return events.Change{}, err
	}
	return events.Put(next, expect), d.check(old, &next)
}

// maxTries is how often a change is made anew because another was faster.
const maxTries = 5

// Modify is Replace by what a function makes of the state that is stored, which
// it must not change but return changed. With revision 0 it is
// done to whatever is stored, again if another was faster, at most maxTries
// times.
func (d *Editor) Modify(ctx context.Context, a Act, s Seen, change func(events.Event) (events.Event, error)) (Written, error) {
	for try := 1; ; try++ {
		old, err := d.seen(a, s.ID)
		if err != nil {
			return Written{}, err
		}
		if s.Rev != 0 && old.Rev != s.Rev {
			return Written{}, d.conflict(ctx, s, nil)
		}
		next, err := change(*old)
		if err != nil {
			return Written{}, err
		}
		next.ID = s.ID
		w, err := d.Replace(ctx, a, next, old.Rev)
		if again := s.Rev == 0 && try < maxTries && errors.Is(err, events.ErrConflict); !again {
			return w, err
		}
	}
}

// Delete removes an event as the author saw it. What was public leaves a
// tombstone.
func (d *Editor) Delete(ctx context.Context, a Act, s Seen) (Written, error) {
	c, err := d.deletion(ctx, a, s)
	if err != nil {
		return Written{}, err
	}
	_, err = d.commit(ctx, a, c)
	return d.written(ctx, s, nil, err)
}

// deletion is the change that removes an event.
func (d *Editor) deletion(ctx context.Context, a Act, s Seen) (events.Change, error) {
	old, err := d.seen(a, s.ID)
	if err != nil {
		return events.Change{}, err
	}
	if err := a.Who.May(needs(old, nil)); err != nil {
		return events.Change{}, err
	}
	if old.Rev != s.Rev {
		return events.Change{}, d.conflict(ctx, s, nil)
	}
	return events.Delete(s.ID, s.Rev), nil
}

// seen is the stored event, for those who may know of it.
func (d *Editor) seen(a Act, id events.ID) (*events.Event, error) {
	e, ok := d.record.Timeline().Event(id)
	if !ok || e.Status == events.Deleted {
		return nil, d.missing(a, id)
	}
	if !e.Status.Public() {
		if err := a.Who.May(access.ReadDrafts); err != nil {
			return nil, err
		}
	}
	return e, nil
}

// missing says that there is no such event, to those who may write at all: for
// others what is not there and what they may not see are the same.
func (d *Editor) missing(a Act, id events.ID) error {
	if err := a.Who.May(access.ReadDrafts); err != nil {
		return err
	}
	return fmt.Errorf("event %q: %w", id, events.ErrNotFound)
}

// kept puts into a new state what accounts cannot set: it is the stored state's,
// or nothing.
func kept(old *events.Event, next events.Event) events.Event {
	if old == nil {
		old = &events.Event{}
	}
	next.Created, next.Published, next.Updated = old.Created, old.Published, old.Updated
	next.Sequence, next.FormerSlugs, next.Formerly = old.Sequence, old.FormerSlugs, old.Formerly
	next.Proposal, next.Origin, next.Rev = old.Proposal, old.Origin, old.Rev
	if !old.Published.IsZero() {
		next.Quiet = old.Quiet // it was announced, or was not
	}
	return next
}

// check refuses what does not validate, and what no editor means.
func (d *Editor) check(old, next *events.Event) error {
	if next.Status == events.Deleted {
		return invalid(next.ID, "status", "an event is not deleted by writing it; delete it")
	}
	if err := next.Validate(); err != nil {
		return err
	}
	if old != nil && next.Status == events.Draft && old.Status != events.Draft {
		return invalid(next.ID, "status", "what has been public is no draft any more; withdraw it, or write an amendment")
	}
	if next.Amends != nil {
		if target, ok := d.record.Timeline().Event(next.Amends.ID); !ok || target.Status == events.Deleted || target.Status == events.Draft {
			return invalid(next.ID, "amends.id", fmt.Sprintf("%q is no event that has been published", next.Amends.ID))
		}
	}
	if appears(old, next) {
		return checkPublication(next)
	}
	return nil
}

// appears reports whether readers get to see the event with this state.
func appears(old, next *events.Event) bool {
	return next.Status.Public() && (old == nil || !old.Status.Public())
}

// checkPublication refuses to publish what readers would miss something of.
func checkPublication(e *events.Event) error {
	if e.Image != nil && len(e.Image.Alt) == 0 {
		return invalid(e.ID, "image.alt", "missing; say in words what the picture shows before it is published")
	}
	return nil
}
