package intake

import (
	"fmt"
	"maps"

	"almanac.example/events"
	"almanac.example/events/timeline"
)

// Feed is what a source that is read again and again says: a calendar file or
// the address of one.
type Feed struct {
	Events []*events.Event   // each valid, its ID made of what the source calls it
	Tags   []events.Tag      // names of tags of the events that the record does not know
	Memory Memory            // of earlier imports of the source; see Recall
	Says   events.FeedMemory // the source and the validators of this answer
}

// source is what Apply remembers of a feed.
type source struct {
	memory Memory
	says   events.FeedMemory
}

// PlanFeed plans the import of a feed. The events are the plan's from now on.
func PlanFeed(t *timeline.Timeline, f Feed, o Options) *Plan {
	o.Announce.Apply(t, o.today(), f.Events...)
	p := &Plan{now: o.Now, remove: o.Remove, Documents: o.documents(t, &events.Site{Tags: f.Tags}), source: &source{f.Memory, f.Says}}
	slugs, has := newSlugs(t), map[events.ID]bool{}
	for _, e := range f.Events {
		has[e.ID] = true
		p.Items = append(p.Items, feedItem(t, e, slugs))
	}
	for _, id := range f.Memory.IDs() {
		if old, ok := t.Event(id); ok && !has[id] && old.Status != events.Deleted {
			p.Gone = append(p.Gone, old)
		}
	}
	return p
}

func feedItem(t *timeline.Timeline, e *events.Event, slugs *slugs) Item {
	old, ok := t.Event(e.ID)
	if !ok || old.Status == events.Deleted {
		next := *e
		next.Slug = slugs.free(e.Slug, e.ID)
		return Item{Action: Add, Event: &next, Before: old}
	}
	next := merge(old, e)
	if events.Same(old, &next) {
		return Item{Action: Same, Event: &next, Before: old}
	}
	return Item{Action: Change, Event: &next, Before: old}
}

// brought are the events that are the source's once the plan is carried out.
// What is gone and not removed stays the source's, to be removed later.
func (p *Plan) brought() []events.ID {
	var ids []events.ID
	for _, i := range p.Items {
		ids = append(ids, i.Event.ID)
	}
	for _, e := range p.Gone {
		if !p.remove {
			ids = append(ids, e.ID)
		}
	}
	return ids
}

// merge is the state that a newer calendar gives an event: what the calendar
// says, and what only editors can have said.
func merge(old, fresh *events.Event) events.Event {
	next := *fresh
	next.Slug, next.Key, next.Image, next.Proposal = old.Slug, old.Key, old.Image, old.Proposal
	if old.Status == events.Draft || old.Status == events.Withdrawn {
		next.Status = old.Status
	}
	next.Text = maps.Clone(old.Text)
	maps.Copy(next.Text, fresh.Text)
	if len(next.Sources) == 0 {
		next.Sources = old.Sources
	}
	if len(next.Links) == 0 {
		next.Links = old.Links
	}
	if next.Place != nil && old.Place != nil && next.Place.Slug == old.Place.Slug {
		next.Place = mergePlace(old.Place, next.Place)
	}
	return next
}

// mergePlace is a place with the names and the coordinates that only editors
// gave it.
func mergePlace(old, fresh *events.Place) *events.Place {
	next := *fresh
	next.Name = maps.Clone(old.Name)
	maps.Copy(next.Name, fresh.Name)
	if next.Latitude == nil {
		next.Latitude, next.Longitude = old.Latitude, old.Longitude
	}
	return &next
}

// slugs gives out addresses that are free.
type slugs struct {
	timeline *timeline.Timeline
	taken    map[string]bool
}

func newSlugs(t *timeline.Timeline) *slugs { return &slugs{t, map[string]bool{}} }

// free returns the slug, or the first of slug-2, slug-3 … that no other event
// has or had.
func (s *slugs) free(slug string, id events.ID) string {
	for n := 1; ; n++ {
		try := slug
		if n > 1 {
			try = fmt.Sprintf("%s-%d", slug, n)
		}
		owner, _, stored := s.timeline.BySlug(try)
		if !s.taken[try] && (!stored || owner.ID == id) {
			s.taken[try] = true
			return try
		}
	}
}
