package timeline

import (
	"slices"

	"almanac.example/events"
)

// Past lists the events that were in the selection by a former state, the one
// whose state ended last in front: readers keep what they were sent until they
// are told otherwise. Of one that is not public any more nothing is given but its
// identity, its slug, when it was published and taken back, and where it was
// public: what editors have made of it since is nowhere. What was never public is
// not among them, and a selection by words has none: it would tell what the words
// are.
func (t *Timeline) Past(sel events.Selection) []events.Past {
	if sel.Text != "" {
		return nil
	}
	m := newMatcher(sel)
	var list []events.Past
	index := map[*events.Event]int{}
	for i := range t.departed {
		d := &t.departed[i]
		if !d.Status.Public() || !m.matchTrace(d) {
			continue
		}
		n, ok := index[d.event]
		if !ok {
			n, index[d.event] = len(list), len(list)
			list = append(list, t.past(d.event, m))
		}
		list[n].In[d.index] = true
	}
	if sel.ChangedSince > 0 {
		list = slices.DeleteFunc(list, func(p events.Past) bool { return p.Event.Rev <= sel.ChangedSince })
	}
	return list
}

func (t *Timeline) past(e *events.Event, m *matcher) events.Past {
	if !e.Status.Public() {
		e = stubOf(e, lastPublic(e.Formerly))
		return events.Past{Event: e, In: make([]bool, len(e.Formerly))}
	}
	now, ok := t.byID.get(string(e.ID))
	return events.Past{Event: e, In: make([]bool, len(e.Formerly)), Present: ok && m.matchAll(now)}
}

// Had reports whether the selection ever meant an event that was public, words
// aside, as far as events remember.
func (t *Timeline) Had(sel events.Selection) bool {
	m := newMatcher(sel)
	for i := range t.departed {
		if d := &t.departed[i]; m.matchTrace(d) {
			return true
		}
	}
	return false
}

// Knows reports whether readers may have come to know what a document of the
// vocabulary names by a slug: a tag or place that is or was on something public,
// or a view, which has an address from its first day. Documents of other names
// hold none.
func (t *Timeline) Knows(name events.DocumentName, slug string) bool {
	var sel events.Selection
	switch name {
	case events.DocumentViews:
		return true
	case events.DocumentTags:
		sel.Tags = []string{slug}
	case events.DocumentPlaces:
		sel.Places = []string{slug}
	default:
		return false
	}
	return t.Any(sel) || t.Had(sel)
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

// stubOf is what may be known of an event that was taken back after a state.
func stubOf(e *events.Event, last int) *events.Event {
	was := &e.Formerly[last]
	return &events.Event{
		ID: e.ID, Slug: e.Slug, Status: events.Withdrawn, Span: was.Span, Text: map[string]events.Text{}, Quiet: e.Quiet,
		Created: e.Created, Published: e.Published, Updated: was.Until, Sequence: e.Sequence, Rev: e.Rev,
		Formerly: slices.Clip(e.Formerly[:last+1]),
	}
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
		return (e.Status == events.Draft || e.Status == events.Deleted) && e.Published.IsZero()
	}
	if !slices.ContainsFunc(claims, unseen) {
		return claims
	}
	return slices.DeleteFunc(slices.Clone(claims), unseen)
}
