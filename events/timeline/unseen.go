package timeline

import (
	"slices"

	"almanac.example/events"
)

// takenBack is a withdrawn event as far as readers have known it.
type takenBack struct {
	departure // how it was selected while it was public
	stub      *events.Event
}

// TakenBack lists what was withdrawn from the selection, for feeds: readers keep
// what they were sent until they are told that it has gone. An event is told of
// where it was public last, whatever editors have made of it since, and nothing
// of it stays but its identity, its slug and when it was published and taken
// back: no text, tag or place. What was never public is not among them, and a
// selection by words or by status has none: it would tell what the words are.
func (t *Timeline) TakenBack(sel events.Selection) []*events.Event {
	if sel.Text != "" || len(sel.Statuses) > 0 {
		return nil
	}
	m := newMatcher(sel)
	var list []*events.Event
	for i := range t.allTakenBack() {
		if b := &t.allTakenBack()[i]; m.matchTrace(&b.departure) && (sel.ChangedSince == 0 || b.stub.Rev > sel.ChangedSince) {
			list = append(list, b.stub)
		}
	}
	return list
}

// allTakenBack lists every withdrawn event, once for a timeline.
func (t *Timeline) allTakenBack() []takenBack {
	if list := t.stubs.Load(); list != nil {
		return *list
	}
	list := []takenBack{}
	for _, e := range t.ordered {
		if e.Status != events.Withdrawn {
			continue
		}
		if i := lastPublic(e.Formerly); i >= 0 {
			list = append(list, newTakenBack(e.Event, i))
		}
	}
	t.stubs.Store(&list)
	return list
}

// lastPublic is the index of the last state that was public; -1 if there is
// none.
func lastPublic(states []events.Trace) int {
	for i := len(states) - 1; i >= 0; i-- {
		if states[i].Status.Public() {
			return i
		}
	}
	return -1
}

func newTakenBack(e *events.Event, last int) takenBack {
	was := &e.Formerly[last]
	stub := &events.Event{
		ID: e.ID, Slug: e.Slug, Status: events.Withdrawn, Span: was.Span, Text: map[string]events.Text{}, Quiet: e.Quiet,
		Created: e.Created, Published: e.Published, Updated: was.Until, Sequence: e.Sequence, Rev: e.Rev,
		Formerly: slices.Clip(e.Formerly[:last+1]),
	}
	return takenBack{newDeparture(stub, was), stub}
}

// ForEditors lists events as Select does, but those of the given statuses,
// public or not; without any, all of them. No address leads here: what readers
// see comes from Select.
func (t *Timeline) ForEditors(sel events.Selection, only ...events.Status) []*events.Event {
	sel.Statuses = nil
	m := newMatcher(sel)
	if m.statuses = statusesOf(only); len(only) == 0 {
		m.statuses = statusesOf(events.Statuses())
	}
	var list []*events.Event
	for e := range t.matching(m) {
		list = append(list, e.Event)
	}
	return list
}

// AtAddress returns the event that readers find at a slug, and whether it has
// another one now, as BySlug does. What was never public is not there, and does
// not stand in the way of an event that had the slug before. The event may have
// been taken back or deleted since: its address is gone then, which is all that
// may be said of it.
func (t *Timeline) AtAddress(slug string) (e *events.Event, moved, ok bool) {
	if claims := known(t.bySlug.get(slug)); len(claims) > 0 {
		return owner(claims).Event, false, true
	}
	if claims := known(t.former.get(slug)); len(claims) > 0 {
		return newest(claims).Event, true, true
	}
	return nil, false, false
}

// known are the claims of events that readers have ever seen.
func known(claims []*entry, _ bool) []*entry {
	unseen := func(e *entry) bool {
		return e.Status == events.Draft || e.Status == events.Deleted && e.Published.IsZero()
	}
	if !slices.ContainsFunc(claims, unseen) {
		return claims
	}
	return slices.DeleteFunc(slices.Clone(claims), unseen)
}
