package timeline

import (
	"cmp"
	"slices"
	"time"

	"almanac.example/events"
	"almanac.example/events/edtf"
)

// names leads from a slug to all that claim it, mostly one.
type names = table[[]*entry]

// owner is whose the slug is: an event that has it before a tombstone that had
// it, the newer of two.
func owner(claims []*entry) *entry {
	var first *entry
	for _, e := range claims {
		buried := e.Status == events.Deleted
		switch {
		case first == nil, first.Status == events.Deleted && !buried, (first.Status == events.Deleted) == buried && newer(e, first):
			first = e
		}
	}
	return first
}

// claim replaces the claims of an event's former state with those of the new
// one; either may be nil.
func claim(d *draft[[]*entry], before, after *entry, slugs func(*entry) []string) {
	if before != nil {
		for _, s := range slugs(before) {
			claims, _ := d.get(s)
			claims = slices.DeleteFunc(slices.Clone(claims), func(e *entry) bool { return e == before })
			if len(claims) > 0 {
				d.put(s, claims)
			} else {
				d.remove(s)
			}
		}
	}
	for _, s := range slugs(after) {
		claims, _ := d.get(s)
		d.put(s, append(slices.Clip(claims), after))
	}
}

func presentSlug(e *entry) []string { return []string{e.Slug} }
func givenUp(e *entry) []string     { return e.FormerSlugs }

// postings leads from a tag or a place to the entries that have it.
type postings struct{ table[sequence] }

// all are the sequences of the keys, and how long they are together.
func (p *postings) all(keys []string) (lists []sequence, sum int) {
	for _, key := range keys {
		if s, ok := p.get(key); ok {
			lists, sum = append(lists, s), sum+len(s.entries)
		}
	}
	return lists, sum
}

// difference is what changes in a sequence.
type difference struct{ gone, come []*entry }

// note adds a change of one event. Tombstones are in no sequence.
func (d *difference) note(s step) {
	if s.before != nil && s.before.Status != events.Deleted {
		d.gone = append(d.gone, s.before)
	}
	if s.after.Status != events.Deleted {
		d.come = append(d.come, s.after)
	}
}

// after is the sequence with the difference; anew means that there was nothing
// and that what comes is in order.
func (d *difference) after(old *sequence, anew bool) sequence {
	if anew {
		return newSequence(d.come)
	}
	return old.with(d.gone, d.come)
}

// differences collects what changes in many sequences.
type differences map[string]*difference

func (d differences) of(key string) *difference {
	diff := d[key]
	if diff == nil {
		diff = &difference{}
		d[key] = diff
	}
	return diff
}

// note adds a change of one event under the keys that it had and has.
func (d differences) note(s step, keys func(*entry) []string) {
	if s.before != nil && s.before.Status != events.Deleted {
		for _, key := range keys(s.before) {
			diff := d.of(key)
			diff.gone = append(diff.gone, s.before)
		}
	}
	if s.after.Status != events.Deleted {
		for _, key := range keys(s.after) {
			diff := d.of(key)
			diff.come = append(diff.come, s.after)
		}
	}
}

// apply gives the postings after the differences.
func (d differences) apply(p *postings, anew bool) postings {
	if len(p.shards) == 1 && p.size == 0 {
		p = &postings{newTable[sequence](len(d))}
	}
	next := p.edit()
	for key, diff := range d {
		old, _ := next.get(key)
		if s := diff.after(&old, anew); len(s.entries) > 0 {
			next.put(key, s)
		} else {
			next.remove(key)
		}
	}
	return postings{next.done()}
}

func tagsOf(e *entry) []string {
	for i := 1; i < len(e.Tags); i++ {
		if e.Tags[i-1] >= e.Tags[i] { // a tag that stands there twice is one
			return slices.Compact(slices.Sorted(slices.Values(e.Tags)))
		}
	}
	return e.Tags
}

func placesOf(e *entry) []string {
	if e.Place == nil {
		return nil
	}
	return []string{e.Place.Slug}
}

// departure is a former state of an event: how it was selected until it was
// changed.
type departure struct {
	*events.Trace
	event     *events.Event
	index     int // of the state among the event's
	days      window
	on        uint16 // as entry.on
	precision edtf.Precision
}

func newDeparture(e *events.Event, i int) departure {
	t := &e.Formerly[i]
	d := departure{t, e, i, standing(t.Span.EDTF()), onDay(t.Span), t.Span.Precision()}
	if t.Repeat != nil {
		d.days = reachOf(d.state())
	}
	return d
}

// state is the former state as far as it counts for a selection.
func (d *departure) state() *events.Event {
	return &events.Event{ID: d.event.ID, Span: d.Span, Repeat: d.Repeat, Status: d.Status}
}

// departures lists former states, the latest first.
type departures []departure

// with replaces the former states that events brought along before with those
// that they bring along now.
func (d departures) with(steps []step) departures {
	gone := map[*events.Event]bool{}
	var come departures
	for _, s := range steps {
		if s.before != nil && len(s.before.Formerly) > 0 {
			gone[s.before.Event] = true
		}
		for i := range s.after.Formerly {
			come = append(come, newDeparture(s.after.Event, i))
		}
	}
	if len(gone)+len(come) == 0 {
		return d
	}
	next := make(departures, 0, len(d)+len(come))
	for _, was := range d {
		if !gone[was.event] {
			next = append(next, was)
		}
	}
	return merged(next, come)
}

// merged joins two lists of which the first is in order and has room.
func merged(list, more departures) departures {
	later := func(a, b departure) int {
		return cmp.Or(b.Until.Compare(a.Until), cmp.Compare(a.event.ID, b.event.ID))
	}
	slices.SortStableFunc(more, later)
	at := len(list)
	list = list[:at+len(more)]
	for to := len(list) - 1; len(more) > 0; to-- {
		last := &more[len(more)-1]
		if at > 0 && later(list[at-1], *last) > 0 {
			at--
			list[to] = list[at]
			continue
		}
		list[to], more = *last, more[:len(more)-1]
	}
	return list
}

// after is when the last of the states that the matcher means came to its end,
// if that is later than the given instant.
func (d departures) after(last time.Time, m *matcher) time.Time {
	for i := range d {
		if !d[i].Until.After(last) {
			break
		}
		if m.matchTrace(&d[i]) {
			return d[i].Until
		}
	}
	return last
}
