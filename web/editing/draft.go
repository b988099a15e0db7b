package editing

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"almanac.example/events"
	"almanac.example/feeds/intake"
	"almanac.example/feeds/report/review"
	"almanac.example/web/access"
)

// Amend stores a draft that wants to replace an event that has been published,
// as next says. Who may not publish proposes a correction so; everybody else may
// sleep on one. The draft has an ID and a slug of its own; the event it amends
// keeps its slug.
func (d *Editor) Amend(ctx context.Context, a Act, target Seen, next events.Event) (Written, error) {
	if err := a.Who.May(access.WriteDrafts); err != nil {
		return Written{}, err
	}
	old, err := d.stored(ctx, target)
	if err != nil {
		return Written{}, err
	}
	next.ID, next.Amends = events.NewID(), &events.Amendment{ID: target.ID, Rev: old.Rev}
	if next.Status != events.Draft && next.Status != old.Status {
		next.Becomes = next.Status
	}
	next.Status, next.Slug = events.Draft, ""
	return d.Create(ctx, a, next)
}

// Accept makes a draft part of the record. A plain draft takes the status that
// it is to become. An amendment replaces the event that it amends, after a
// three-way merge if that was changed meanwhile, and is gone; where the two
// clash, the *Conflict is about the event that it amends. Status is "" unless
// another one is wanted than the draft says.
func (d *Editor) Accept(ctx context.Context, a Act, s Seen, status events.Status) (Written, error) {
	if err := a.Who.May(access.Review); err != nil {
		return Written{}, err
	}
	draft, err := d.stored(ctx, s)
	if err != nil {
		return Written{}, err
	}
	return d.accept(ctx, a, draft, status)
}

func (d *Editor) accept(ctx context.Context, a Act, draft *events.Event, status events.Status) (Written, error) {
	if draft.Amends != nil {
		return d.acceptAmendment(ctx, a, draft, status)
	}
	asked := *draft
	if draft.Status == events.Draft {
		asked.Becomes = cmp.Or(status, draft.Becomes)
	}
	decision, err := review.Accept(&asked, a.by())
	if err != nil {
		return Written{}, undecided(draft.ID, err)
	}
	if err := checkPublication(decision.Changes[0].Event); err != nil {
		return Written{}, err
	}
	return d.decide(ctx, a, decision, draft.ID)
}

// acceptAmendment is one commit: the event takes what the draft says, and the
// draft is removed.
func (d *Editor) acceptAmendment(ctx context.Context, a Act, draft *events.Event, status events.Status) (Written, error) {
	target := draft.Amends.ID
	theirs, ok := d.record.Timeline().Event(target)
	if !ok || theirs.Status == events.Deleted {
		return Written{}, fmt.Errorf("event %q, which %q amends: %w", target, draft.ID, events.ErrNotFound)
	}
	next, err := d.amended(ctx, draft, theirs)
	if err != nil {
		return Written{}, err
	}
	if status != "" {
		next.Status = status
	}
	if err := d.check(theirs, &next); err != nil {
		return Written{}, err
	}
	put, drop := events.Put(next, theirs.Rev), events.Delete(draft.ID, draft.Rev)
	put.Note, drop.Note = fmt.Sprintf("amended by %s", draft.ID), fmt.Sprintf("accepted into %s", target)
	_, err = d.commit(ctx, a, put, drop)
	return d.written(ctx, Seen{target, theirs.Rev}, &next, err)
}

// amended is the event with what an amendment changes of it.
func (d *Editor) amended(ctx context.Context, draft, theirs *events.Event) (events.Event, error) {
	base, err := d.At(ctx, Seen{theirs.ID, draft.Amends.Rev})
	if err != nil && !errors.Is(err, events.ErrNotFound) {
		return events.Event{}, err
	}
	yours := asAmended(draft, base, theirs)
	if theirs.Rev == draft.Amends.Rev {
		return yours, nil
	}
	m := Merge(base, &yours, theirs)
	if len(m.Clashes()) > 0 {
		return events.Event{}, &Conflict{ID: theirs.ID, Expected: draft.Amends.Rev, Base: base, Yours: &yours, Theirs: theirs, Merged: m}
	}
	return kept(theirs, m.Event), nil
}

// asAmended is what a draft wants an event to be: all that it says, but the
// event's own identity, slug and stamps, and its status unless it names one.
func asAmended(draft, base, theirs *events.Event) events.Event {
	if base == nil {
		base = theirs
	}
	yours := kept(theirs, *draft)
	yours.ID, yours.Slug, yours.Status = theirs.ID, base.Slug, cmp.Or(draft.Becomes, base.Status)
	yours.Amends, yours.Publish, yours.Becomes = nil, nil, ""
	return yours
}

// Preview is what accepting an amendment would make of the event that it amends
// now. A clash is told as Accept would.
func (d *Editor) Preview(ctx context.Context, draft *events.Event) (events.Event, error) {
	if draft.Amends == nil {
		return *draft, nil
	}
	theirs, ok := d.record.Timeline().Event(draft.Amends.ID)
	if !ok || theirs.Status == events.Deleted {
		return events.Event{}, fmt.Errorf("event %q, which %q amends: %w", draft.Amends.ID, draft.ID, events.ErrNotFound)
	}
	return d.amended(ctx, draft, theirs)
}

// Merging says into which event a draft is to be merged.
type Merging struct {
	Into   events.ID
	Expect events.Rev // of that event; 0: as it is now
	Exact  bool       // take the draft's date if it is the event's known more exactly
}

// MergeInto gives the sources of a draft to another event and drops the draft:
// one commit. The state returned is the other event's.
func (d *Editor) MergeInto(ctx context.Context, a Act, s Seen, m Merging) (Written, error) {
	if err := a.Who.May(access.Review); err != nil {
		return Written{}, err
	}
	draft, err := d.stored(ctx, s)
	if err != nil {
		return Written{}, err
	}
	into, err := d.seen(a, m.Into)
	if err != nil {
		return Written{}, err
	}
	if m.Expect != 0 && into.Rev != m.Expect {
		return Written{}, d.conflict(ctx, Seen{m.Into, m.Expect}, nil)
	}
	decision, err := review.Merge(draft, into, m.Exact, a.by())
	if err != nil {
		return Written{}, undecided(s.ID, err)
	}
	return d.decide(ctx, a, decision, m.Into)
}

// Drop removes a draft for good: what an importer proposed is not proposed
// again.
func (d *Editor) Drop(ctx context.Context, a Act, s Seen) (Written, error) {
	if err := a.Who.May(access.Review); err != nil {
		return Written{}, err
	}
	draft, err := d.stored(ctx, s)
	if err != nil {
		return Written{}, err
	}
	decision, err := review.Drop(draft, a.by())
	if err != nil {
		return Written{}, undecided(s.ID, err)
	}
	return d.decide(ctx, a, decision, s.ID)
}

// Many is drafts that are decided about together, and the record that takes many
// changes at once.
type Many struct {
	Drafts []Seen
	To     intake.Record
}

// AcceptAll makes drafts parts of the record, all of them or none, as one batch.
// What is published in one go is stamped a second apart, in the order of the
// chronicle and the last of it now, for feed readers sort by that instant; but
// nothing is stamped before the draft itself. An amendment is accepted by itself.
func (d *Editor) AcceptAll(ctx context.Context, a Act, m Many) ([]Written, error) {
	return d.decideAll(ctx, a, m, func(draft *events.Event) (review.Decision, error) {
		decision, err := review.Accept(draft, a.by())
		if err == nil {
			err = checkPublication(decision.Changes[0].Event)
		}
		return decision, err
	})
}

// DropAll removes drafts for good, all of them or none, as one batch. Of a
// document of which nothing is left then, nothing is kept either.
func (d *Editor) DropAll(ctx context.Context, a Act, m Many) ([]Written, error) {
	written, err := d.decideAll(ctx, a, m, func(draft *events.Event) (review.Decision, error) { return review.Drop(draft, a.by()) })
	if err != nil {
		return nil, err
	}
	ids := make([]events.ID, len(m.Drafts))
	for i, s := range m.Drafts {
		ids[i] = s.ID
	}
	return written, d.forgetDropped(ctx, d.documentsOf(ids))
}

func (d *Editor) decideAll(ctx context.Context, a Act, m Many, decide func(*events.Event) (review.Decision, error)) ([]Written, error) {
	if err := a.Who.May(access.Review); err != nil {
		return nil, err
	}
	drafts := make([]*events.Event, len(m.Drafts))
	for i, s := range m.Drafts {
		var err error
		if drafts[i], err = d.stored(ctx, s); err != nil {
			return nil, err
		}
	}
	slices.SortStableFunc(drafts, func(a, b *events.Event) int { return a.Span.Compare(b.Span) })
	var changes []events.Change
	var wrong []error
	for i, draft := range drafts {
		decision, err := decide(draft)
		if err != nil {
			wrong = append(wrong, undecided(draft.ID, err))
			continue
		}
		for _, c := range decision.Changes {
			c.Stamp = intake.Stamp(d.now(), i, len(drafts))
			if c.Stamp.Before(draft.Updated) {
				c.Stamp = draft.Updated
			}
			changes = append(changes, a.sign(c))
		}
	}
	if len(wrong) > 0 {
		return nil, errors.Join(wrong...)
	}
	if _, err := m.To.Import(ctx, slices.Values(changes), nil); err != nil {
		return nil, err
	}
	written := make([]Written, len(m.Drafts))
	for i, s := range m.Drafts {
		if e, ok := d.record.Timeline().Event(s.ID); ok {
			written[i] = Written{e, e.Rev}
		}
	}
	return written, nil
}

// decide commits a decision of a review; the state returned is that of one of
// its events.
func (d *Editor) decide(ctx context.Context, a Act, decision review.Decision, about events.ID) (Written, error) {
	_, err := d.commit(ctx, a, decision.Changes...)
	return d.written(ctx, Seen{ID: about}, nil, err)
}

// undecided words why a decision cannot be made as something that the author
// can mend.
func undecided(id events.ID, err error) error {
	switch {
	case errors.Is(err, review.ErrNotDraft):
		return invalid(id, "status", "is no draft: somebody has decided about it already")
	case errors.Is(err, review.ErrAmends):
		return invalid(id, "amends", "replaces another event; accept it by itself")
	case errors.Is(err, review.ErrNoTarget):
		return invalid(id, "into", "a draft cannot be merged into itself or into what is deleted")
	}
	return err
}
