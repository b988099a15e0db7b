package intake

import (
	"time"

	"almanac.example/events"
	"almanac.example/events/timeline"
)

// proposer turns what would change the public record into drafts, where that is
// asked for or the record's own state stays.
type proposer struct {
	plan     *Plan
	timeline *timeline.Timeline
	options  Options
	slugs    *slugs
}

// draft makes a draft of an event that is new to the record, if that is asked
// for.
func (o Options) draft(e *events.Event) {
	if o.Drafts && e.Status != events.Deleted {
		e.Status, e.Published = events.Draft, time.Time{}
	}
}

// changed is what becomes of an event that the record has otherwise: a change,
// or an amendment that proposes it.
func (p *proposer) changed(old *events.Event, next events.Event) Item {
	switch {
	case !p.options.Drafts:
		return Item{Action: Change, Event: &next, Before: old}
	case old.Status.Public():
		id := amendmentID(old.ID, said(&next), differing(old, &next))
		if _, there := p.timeline.Event(id); there { // or was decided about
			p.plan.Proposed++
			return Item{Action: Same, Event: &next, Before: old}
		}
		p.propose(old, next, id)
		return Item{Action: Propose, Event: &next, Before: old}
	case next.Status.Public(): // readers do not know it, and are not to
		next.Status = old.Status
	}
	if events.Same(old, &next) {
		return Item{Action: Same, Event: &next, Before: old}
	}
	return Item{Action: Change, Event: &next, Before: old}
}

// differing are the fields in which two states of an event differ.
func differing(a, b *events.Event) []Field {
	var list []Field
	for _, f := range fieldsOf(a, b) {
		if hashOf(f.get(a)) != hashOf(f.get(b)) {
			list = append(list, f.name)
		}
	}
	return list
}

// propose adds a draft that wants to replace an event that is public, unless it
// is there already.
func (p *proposer) propose(old *events.Event, next events.Event, id events.ID) {
	if _, there := p.timeline.Event(id); there {
		return
	}
	draft := next
	draft.ID, draft.Slug, draft.FormerSlugs = id, p.slugs.free(old.Slug, id), nil
	draft.Amends = &events.Amendment{ID: old.ID, Rev: old.Rev}
	if draft.Status != old.Status || draft.Status != events.Published {
		draft.Becomes = draft.Status
	}
	draft.Status, draft.Quiet, draft.Sequence, draft.Formerly = events.Draft, false, 0, nil
	draft.Created, draft.Published, draft.Updated = time.Time{}, time.Time{}, time.Time{}
	if draft.Validate() == nil {
		p.plan.Amendments = append(p.plan.Amendments, &draft)
	}
}
