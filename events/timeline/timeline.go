package timeline

import (
	"cmp"
	"slices"
	"sync/atomic"
	"time"

	"almanac.example/events"
)

// Timeline is the record at one revision, arranged for reading. It never
// changes once built and is safe for any number of readers; With gives the
// next one. The slices it hands out are shared: read them only.
//
//	byID      → entry ← every event, tombstones too
//	bySlug    → entries that claim the slug     former → the same, of slugs given up
//	sequence  → entries as a chronicle sorts them, in blocks; no tombstones
//	tags      → a sequence for each tag          places → one for each place
//	departed  → former states, latest first      steps  → the latest changes
type Timeline struct {
	rev      events.Rev
	at       time.Time
	site     *events.Site
	sequence sequence
	ordered  []*entry // sequence.entries
	byID     table[*entry]
	bySlug   names
	former   names
	tags     postings
	places   postings
	graves   []*events.Event // tombstones, by ID
	departed departures
	steps    []step
	since    events.Rev // what changed after this revision is in steps

	counted atomic.Pointer[Count]
	public  atomic.Pointer[everyone]
}

// step is a change of one event from one timeline to the next.
type step struct {
	before, after *entry // before is nil for a new event
}

// maxSteps bounds Timeline.steps.
const maxSteps = 1024

// New returns the empty record.
func New() *Timeline {
	return &Timeline{
		site: &events.Site{}, byID: newTable[*entry](0), bySlug: newTable[[]*entry](0), former: newTable[[]*entry](0),
		tags: postings{newTable[sequence](0)}, places: postings{newTable[sequence](0)},
	}
}

// Rev is the revision that the timeline shows.
func (t *Timeline) Rev() events.Rev { return t.rev }

// Written is when the newest state of the record was written; zero if there is
// none.
func (t *Timeline) Written() time.Time { return t.at }

// Site is what the record says about itself: its documents as one.
func (t *Timeline) Site() *events.Site { return t.site }

// Len counts the events, drafts included, tombstones not.
func (t *Timeline) Len() int { return len(t.ordered) }

// Event returns the event of that ID, whatever its status, tombstones
// included.
func (t *Timeline) Event(id events.ID) (*events.Event, bool) {
	e, ok := t.byID.get(string(id))
	if !ok {
		return nil, false
	}
	return e.Event, true
}

// BySlug returns the event that has the slug. moved means that it had it once
// and has another now: send readers on to Event.Slug.
func (t *Timeline) BySlug(slug string) (e *events.Event, moved, ok bool) {
	if claims, ok := t.bySlug.get(slug); ok {
		return owner(claims).Event, false, true
	}
	if claims, ok := t.former.get(slug); ok {
		return newest(claims).Event, true, true
	}
	return nil, false, false
}

func newest(claims []*entry) *entry {
	return slices.MaxFunc(claims, func(a, b *entry) int {
		return cmp.Or(cmp.Compare(a.Rev, b.Rev), cmp.Compare(a.ID, b.ID))
	})
}

// All lists every event, drafts and withdrawn ones included, in order.
func (t *Timeline) All() []*events.Event {
	list := make([]*events.Event, len(t.ordered))
	for i, e := range t.ordered {
		list[i] = e.Event
	}
	return list
}

// Tombstones lists what was deleted, by ID.
func (t *Timeline) Tombstones() []*events.Event { return slices.Clip(t.graves) }

// With returns the timeline after the batch; the receiver stays as it is.
// Events are shared between both, and so is the arrangement as far as it stays
// as it was: what a small batch costs grows slowly with the record.
func (t *Timeline) With(b events.Batch) *Timeline {
	next := &Timeline{rev: max(t.rev, b.Rev), at: t.at, site: t.site}
	if b.Reset {
		t = New()
		t.byID, t.bySlug = newTable[*entry](len(b.Events)), newTable[[]*entry](len(b.Events))
		next.rev, next.at, next.site, next.since = b.Rev, b.At, t.site, b.Rev
	}
	if b.At.After(next.at) {
		next.at = b.At
	}
	next.site = next.site.With(b.Documents)
	steps := t.stepsTo(b.Events)
	if b.Reset {
		chronological(steps)
	}
	sideBySide(len(steps), []func(){
		func() { next.find(t, steps) },
		func() { next.findSlugs(t, steps) },
		func() { next.arrange(t, steps, b.Reset) },
		func() { next.findPosted(t, steps, b.Reset) },
	})
	if !b.Reset {
		next.remember(t, steps)
	}
	return next
}

// stepsTo compares new states with the present ones. Of several states of one
// event only the last counts.
func (t *Timeline) stepsTo(list []*events.Event) []step {
	steps, entries := make([]step, 0, len(list)), newEntries(list)
	var index map[events.ID]int
	if len(list) > 1 {
		index = make(map[events.ID]int, len(list))
	}
	for i, e := range list {
		if at, again := index[e.ID]; again {
			steps[at].after = &entries[i]
			continue
		}
		before, _ := t.byID.get(string(e.ID))
		if index != nil {
			index[e.ID] = len(steps)
		}
		steps = append(steps, step{before, &entries[i]})
	}
	return steps
}

// chronological sorts what is to become the whole record, and puts its entries
// next to one another in memory in that order.
func chronological(steps []step) {
	sortSteps(steps)
	entries := make([]entry, len(steps))
	for i := range steps {
		entries[i] = *steps[i].after
		steps[i].after = &entries[i]
	}
}

// find makes the way to an event by its ID.
func (t *Timeline) find(old *Timeline, steps []step) {
	byID, buried := old.byID.edit(), false
	for _, s := range steps {
		byID.put(string(s.after.ID), s.after)
		buried = buried || s.after.Status == events.Deleted || s.before != nil && s.before.Status == events.Deleted
	}
	t.byID, t.graves = byID.done(), old.graves
	if buried {
		t.graves = bury(old.graves, steps)
	}
}

// findSlugs makes the ways to an event by its slugs.
func (t *Timeline) findSlugs(old *Timeline, steps []step) {
	bySlug, former := old.bySlug.edit(), old.former.edit()
	for _, s := range steps {
		claim(bySlug, s.before, s.after, presentSlug)
		claim(former, s.before, s.after, givenUp)
	}
	t.bySlug, t.former = bySlug.done(), former.done()
}

// bury brings the list of tombstones up to date.
func bury(old []*events.Event, steps []step) []*events.Event {
	changed := make(map[events.ID]bool, len(steps))
	for _, s := range steps {
		changed[s.after.ID] = true
	}
	graves := slices.DeleteFunc(slices.Clone(old), func(e *events.Event) bool { return changed[e.ID] })
	for _, s := range steps {
		if s.after.Status == events.Deleted {
			graves = append(graves, s.after.Event)
		}
	}
	slices.SortFunc(graves, func(a, b *events.Event) int { return cmp.Compare(a.ID, b.ID) })
	return graves
}

// arrange makes the order; anew if the steps are in order and all there is.
func (t *Timeline) arrange(old *Timeline, steps []step, anew bool) {
	all := difference{come: make([]*entry, 0, len(steps))}
	for _, s := range steps {
		all.note(s)
	}
	t.sequence = all.after(&old.sequence, anew)
	t.ordered = t.sequence.entries
	t.departed = old.departed.with(steps)
}

// findPosted makes the ways to events by what they say.
func (t *Timeline) findPosted(old *Timeline, steps []step, anew bool) {
	tags, places := differences{}, differences{}
	for _, s := range steps {
		tags.note(s, tagsOf)
		places.note(s, placesOf)
	}
	t.tags, t.places = tags.apply(&old.tags, anew), places.apply(&old.places, anew)
}

// remember keeps the steps, for Touched.
func (t *Timeline) remember(old *Timeline, steps []step) {
	t.since = old.since
	list := slices.Concat(old.steps, steps)
	if drop := len(list) - maxSteps; drop > 0 {
		// What is dropped may be of the same revision as what is kept.
		t.since = max(t.since, list[drop-1].after.Rev)
		list = slices.Clone(list[drop:])
	}
	t.steps = list
}
