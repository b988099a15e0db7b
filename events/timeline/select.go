package timeline

import (
	"iter"
	"slices"
	"time"

	"almanac.example/events"
)

// Select lists the events that the selection means, as a chronicle sorts them
// (Span.Compare, then important ones first, then by ID). Nothing that is not
// public is ever among them: this and the other ways of selecting are what
// addresses lead to, and the only place that decides who sees what.
func (t *Timeline) Select(sel events.Selection) []*events.Event {
	if selectsPublic(&sel) {
		return t.allPublic().list
	}
	m := newMatcher(sel)
	var list []*events.Event
	for e := range t.matching(m) {
		list = append(list, e.Event)
	}
	return list
}

// Any reports whether the selection means any event.
func (t *Timeline) Any(sel events.Selection) bool {
	for range t.matching(newMatcher(sel)) {
		return true
	}
	return false
}

// LastChanged is when the selection's answer last changed: the newest update
// of what it holds, or the instant at which something left it, whichever is
// later. Zero if nothing was ever in it.
func (t *Timeline) LastChanged(sel events.Selection) time.Time {
	m := newMatcher(sel)
	var last *entry
	for e := range t.matching(m) {
		last = latest(last, e)
	}
	return t.departed.after(last.updated(), m)
}

// latest is which was changed last; either may be nil.
func latest(a, b *entry) *entry {
	if a == nil || b != nil && b.changed > a.changed {
		return b
	}
	return a
}

// updated is when the entry was changed; zero for none.
func (e *entry) updated() time.Time {
	if e == nil {
		return time.Time{}
	}
	return e.Updated
}

// Touched reports whether a change after the given revision may have changed
// what Select and LastChanged give, or the site. It looks at the latest changes only and
// not at the record; where those do not reach back that far, or are not sure,
// it is true.
func (t *Timeline) Touched(sel events.Selection, since events.Rev) bool {
	if since < t.since || t.site.Changed() > since {
		return true
	}
	var m *matcher
	for _, s := range slices.Backward(t.steps) {
		if s.after.Rev <= since {
			continue // a batch need not be in the order of revisions
		}
		if m == nil {
			m = newMatcher(sel)
		}
		if m.concerns(s.before) || m.concerns(s.after) {
			return true
		}
	}
	return false
}

// concerns reports whether the state is or was meant.
func (m *matcher) concerns(e *entry) bool {
	if e == nil {
		return false
	}
	for i := range e.Formerly {
		if d := newDeparture(e.Event, i); m.matchTrace(&d) {
			return true
		}
	}
	return e.Status != events.Deleted && m.matchAll(e)
}

// selectsPublic reports whether the selection narrows nothing.
func selectsPublic(s *events.Selection) bool {
	return s.In.IsZero() && s.From.IsZero() && s.To.IsZero() && s.Within.IsZero() && s.On == "" &&
		len(s.Tags)+len(s.Without)+len(s.Places)+len(s.Statuses)+len(s.Precisions)+len(s.IDs) == 0 &&
		!s.Key && s.Text == "" && s.ChangedSince == 0
}

// everyone is every public event, and the one that was changed last.
type everyone struct {
	list []*events.Event
	last *entry
}

// allPublic lists every public event, once for a timeline.
func (t *Timeline) allPublic() *everyone {
	if all := t.public.Load(); all != nil {
		return all
	}
	all := &everyone{list: make([]*events.Event, 0, len(t.ordered))}
	public := statusesOf(events.PublicStatuses())
	for _, e := range t.ordered {
		if e.status&public != 0 {
			all.list, all.last = append(all.list, e.Event), latest(all.last, e)
		}
	}
	all.list = slices.Clip(all.list)
	t.public.Store(all)
	return all
}

// matching are the entries that the matcher means, in order, with the texts
// that were looked through if it has words.
func (t *Timeline) matching(m *matcher) iter.Seq2[*entry, foldedText] {
	return func(yield func(*entry, foldedText) bool) {
		if len(m.sel.IDs) > 0 {
			t.matchNamed(m, yield)
			return
		}
		if len(m.words) > 0 {
			t.matchText(m, yield)
			return
		}
		lists, m := t.narrowest(m)
		if len(lists) == 1 {
			lists[0].match(m, yield)
			return
		}
		var found []*entry
		for i := range lists {
			var next []*entry
			lists[i].match(m, func(e *entry, _ foldedText) bool { next = append(next, e); return true })
			found = united(found, next)
		}
		for _, e := range found {
			if !yield(e, foldedText{}) {
				return
			}
		}
	}
}

// united merges two lists in order. What is in both is there once.
func united(a, b []*entry) []*entry {
	if len(a) == 0 || len(b) == 0 {
		return append(a, b...)
	}
	list := make([]*entry, 0, len(a)+len(b))
	for len(a) > 0 && len(b) > 0 {
		switch d := compareEntries(a[0], b[0]); {
		case d < 0:
			list, a = append(list, a[0]), a[1:]
		case d > 0:
			list, b = append(list, b[0]), b[1:]
		default:
			a = a[1:]
		}
	}
	return append(append(list, a...), b...)
}

// match yields what the matcher means of a sequence, words aside.
func (s *sequence) match(m *matcher, yield func(*entry, foldedText) bool) {
	s.reaching(m, func(part []*entry, _ *blockText) bool {
		for _, e := range part {
			if m.match(e) && !yield(e, foldedText{}) {
				return false
			}
		}
		return true
	})
}

// narrowest are the shortest sequences that together hold all that the matcher
// may mean, and a matcher for them: it need not ask for what they are made by.
func (t *Timeline) narrowest(m *matcher) ([]sequence, *matcher) {
	best, size, left := []sequence{t.sequence}, len(t.ordered), *m
	if lists, sum := t.tags.all(m.sel.Tags); len(m.sel.Tags) > 0 && sum <= size {
		best, size, left = lists, sum, *m
		left.sel.Tags = nil
	}
	if lists, sum := t.places.all(m.sel.Places); len(m.sel.Places) > 0 && sum < size {
		best, left = lists, *m
		left.sel.Places = nil
	}
	left.faceted = len(left.sel.Tags)+len(left.sel.Without)+len(left.sel.Places) > 0
	return best, &left
}

// matchNamed yields what is meant of the events asked for by ID.
func (t *Timeline) matchNamed(m *matcher, yield func(*entry, foldedText) bool) {
	list := make([]*entry, 0, len(m.sel.IDs))
	for _, id := range m.sel.IDs {
		if e, ok := t.byID.get(string(id)); ok && e.Status != events.Deleted {
			list = append(list, e)
		}
	}
	slices.SortFunc(list, compareEntries)
	for _, e := range slices.Compact(list) {
		text := foldedText{}
		if len(m.words) > 0 {
			text = foldEvent(e.Event)
		}
		if m.match(e) && m.matchWords(text) && !yield(e, text) {
			return
		}
	}
}

// matchText yields what has the words.
func (t *Timeline) matchText(m *matcher, yield func(*entry, foldedText) bool) {
	t.fold(m)
	key := m.rarest()
	t.sequence.reaching(m, func(part []*entry, text *blockText) bool {
		text.fold(part)
		see := func(i int) bool {
			e, folded := part[i], text.texts[i]
			return !m.match(e) || !m.matchWords(folded) || yield(e, folded)
		}
		if len(m.grams) > 0 {
			return text.grams.having(m.grams, see)
		}
		return text.having(key, see)
	})
}

// fold prepares the texts that are going to be looked through, on all
// processors if there are many: after a start it is the whole record's.
func (t *Timeline) fold(m *matcher) {
	type work struct {
		part []*entry
		text *blockText
	}
	var todo []work
	t.sequence.reaching(m, func(part []*entry, text *blockText) bool {
		if !text.made.Load() {
			todo = append(todo, work{part, text})
		}
		return true
	})
	inParts(len(todo)*usualBlock, len(todo), func(from, to int) {
		for _, w := range todo[from:to] {
			w.text.fold(w.part)
		}
	})
}
