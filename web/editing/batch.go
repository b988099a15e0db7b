package editing

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"almanac.example/events"
	"almanac.example/web/access"
)

// MaxTogether is how many changes are made together or not at all: what one
// commit may have, by the store's contract.
const MaxTogether = 32

// Operation is one part of a list of changes: exactly one of the three.
type Operation struct {
	Create  *events.Event
	Replace *events.Event
	Delete  events.ID
	Expect  events.Rev // of what is replaced or deleted
}

// OperationError says which operation of a list cannot be done.
type OperationError struct {
	Index int // from 0
	Err   error
}

// Error names the operation by its number from 1.
func (e *OperationError) Error() string { return fmt.Sprintf("operation %d: %v", e.Index+1, e.Err) }

// Unwrap is why it cannot be done.
func (e *OperationError) Unwrap() error { return e.Err }

// Apply does a list of operations. Up to 32 are one commit, all or none; a
// longer list is a batch of such commits, and an error may then leave those
// behind that were made before: done tells how many operations are written, and
// the batch undoes them.
func (d *Editor) Apply(ctx context.Context, a Act, list []Operation) (written []Written, done int, err error) {
	if len(list) > MaxTogether {
		if err := a.Who.May(access.EditMany); err != nil {
			return nil, 0, err
		}
	}
	changes := make([]events.Change, len(list))
	for i, o := range list {
		if changes[i], err = d.change(ctx, a, o); err != nil {
			return nil, 0, &OperationError{i, err}
		}
	}
	for at := 0; at < len(changes); at += MaxTogether {
		part := changes[at:min(at+MaxTogether, len(changes))]
		if _, err := d.commit(ctx, a.closing(at+MaxTogether >= len(changes)), part...); err != nil {
			return written, len(written), d.operationOf(ctx, err, part, at)
		}
		for _, c := range part {
			w, err := d.written(ctx, Seen{ID: c.Event.ID}, nil, nil)
			if err != nil {
				return written, len(written), err
			}
			written = append(written, w)
		}
	}
	return written, len(written), nil
}

func (d *Editor) change(ctx context.Context, a Act, o Operation) (events.Change, error) {
	switch {
	case o.Create != nil:
		return d.creation(ctx, a, *o.Create)
	case o.Replace != nil:
		return d.replacement(ctx, a, *o.Replace, o.Expect)
	}
	return d.deletion(ctx, a, Seen{o.Delete, o.Expect})
}

// operationOf finds which change of a commit was in the way of it.
func (d *Editor) operationOf(ctx context.Context, err error, part []events.Change, at int) error {
	if !errors.Is(err, events.ErrConflict) {
		return err
	}
	for i, c := range part {
		e, ok := d.record.Timeline().Event(c.Event.ID)
		if now := (ok && e.Status != events.Deleted); now && e.Rev != c.Expect || !now && c.Expect != 0 {
			return &OperationError{at + i, d.conflict(ctx, Seen{c.Event.ID, c.Expect}, nil)}
		}
	}
	return err
}

// closing is the act for one commit of its batch, which the last one closes.
func (a Act) closing(last bool) Act {
	if a.Batch != nil {
		part := *a.Batch
		part.Last = last
		a.Batch = &part
	}
	return a
}

// Edit is the same change of many events. What is not set stays as it is.
type Edit struct {
	AddTags    []string
	RemoveTags []string
	Place      *events.Place // the new place
	NoPlace    bool          // they are to have none
	Key        *bool
	Status     events.Status // "": stays; a draft is published by any that is public
	Delete     bool          // they are to be deleted; nothing else counts then
}

// apply is what the edit makes of an event; nil: it is to be deleted.
func (edit *Edit) apply(e *events.Event) *events.Event {
	if edit.Delete {
		return nil
	}
	next := *e
	tags := slices.DeleteFunc(slices.Concat(e.Tags, edit.AddTags), func(t string) bool { return slices.Contains(edit.RemoveTags, t) })
	slices.Sort(tags)
	next.Tags = slices.Compact(tags)
	if edit.Place != nil || edit.NoPlace {
		next.Place = edit.Place
	}
	if edit.Key != nil {
		next.Key = *edit.Key
	}
	if edit.Status != "" {
		next.Status = edit.Status
		if edit.Status != events.Draft {
			next.Becomes, next.Publish = "", nil
		}
	}
	return &next
}

// Planned is what an edit would make of one event.
type Planned struct {
	Before *events.Event
	After  *events.Event // nil: it would be deleted
	Err    error         // why it cannot be done; nil: it can
}

// Plan tells what an edit would make of each event that it would change at all,
// in order, and writes nothing.
func (d *Editor) Plan(a Act, ids []events.ID, edit Edit) ([]Planned, error) {
	if err := a.Who.May(access.EditMany); err != nil {
		return nil, err
	}
	var list []Planned
	for _, id := range ids {
		old, ok := d.record.Timeline().Event(id)
		if !ok || old.Status == events.Deleted {
			list = append(list, Planned{Before: &events.Event{ID: id}, Err: fmt.Errorf("event %q: %w", id, events.ErrNotFound)})
			continue
		}
		p := Planned{Before: old, After: edit.apply(old)}
		if p.After != nil && events.Same(old, p.After) {
			continue
		}
		p.Err = d.allowed(a, &p)
		list = append(list, p)
	}
	return list, nil
}

// allowed is nil if what is planned for an event can be done.
func (d *Editor) allowed(a Act, p *Planned) error {
	if err := a.Who.May(needs(p.Before, p.After)); err != nil {
		return err
	}
	if p.After == nil {
		return nil
	}
	if p.Before.Amends != nil && p.After.Status != events.Draft {
		return invalid(p.Before.ID, "status", "is an amendment; accept it by itself")
	}
	return d.check(p.Before, p.After)
}

// change is what is to be committed.
func (p *Planned) change() events.Change {
	if p.After == nil {
		return events.Delete(p.Before.ID, p.Before.Rev)
	}
	return events.Put(*p.After, p.Before.Rev)
}

// Left is an event that a batch did not change, and why.
type Left struct {
	ID  events.ID
	Err error
}

// Batched is what became of a batch.
type Batched struct {
	Batch   *events.BatchPart
	Changed []events.ID // in the order in which they were written
	Left    []Left
}

// EditMany makes the same change of many events: a batch of commits of at most
// 32 changes. It is done to each event as it is at that time; what cannot be
// done is left out and told. An error leaves behind what was written before it,
// which the batch undoes.
func (d *Editor) EditMany(ctx context.Context, a Act, ids []events.ID, edit Edit) (Batched, error) {
	if a.Batch == nil {
		a.Batch = events.NewBatch(events.BatchBulk, "")
	}
	r := run{Batched: Batched{Batch: a.Batch}, editor: d, plan: func(ids []events.ID) ([]Planned, error) { return d.Plan(a, ids, edit) }}
	err := r.all(ctx, a, ids)
	return r.Batched, err
}

// run is a batch under way.
type run struct {
	Batched
	editor *Editor
	plan   func(ids []events.ID) ([]Planned, error) // what is to be done to the events as they are now
}

// all does what is planned for each event.
func (r *run) all(ctx context.Context, a Act, ids []events.ID) error {
	for at := 0; at < len(ids); at += MaxTogether {
		part := ids[at:min(at+MaxTogether, len(ids))]
		if err := r.some(ctx, a.closing(at+MaxTogether >= len(ids)), part); err != nil {
			return err
		}
	}
	return nil
}

// some does what is planned for some events in one commit. If that is too large
// or another was faster, it is done in smaller ones of what is planned then.
func (r *run) some(ctx context.Context, a Act, ids []events.ID) error {
	for try := 1; ; try++ {
		list, err := r.plan(ids)
		if err != nil {
			return err
		}
		var changes []events.Change
		var left []Left
		for i := range list {
			if list[i].Err != nil {
				left = append(left, Left{list[i].Before.ID, list[i].Err})
				continue
			}
			changes = append(changes, list[i].change())
		}
		if len(changes) > 0 {
			_, err = r.editor.commit(ctx, a, changes...)
		}
		stale := errors.Is(err, events.ErrConflict)
		switch {
		case err == nil:
			r.Left = append(r.Left, left...)
			for _, c := range changes {
				r.Changed = append(r.Changed, c.Event.ID)
			}
			return nil
		case (stale || errors.Is(err, events.ErrTooLarge)) && len(ids) > 1:
			half := len(ids) / 2
			if err := r.some(ctx, a.closing(false), ids[:half]); err != nil {
				return err
			}
			return r.some(ctx, a, ids[half:])
		case stale && try < maxTries:
		case stale:
			r.Left = append(r.Left, Left{ids[0], err})
			return nil
		default:
			return err
		}
	}
}
