package edtf

import "cmp"

// Compare sorts values the way chronicles do: by day; within a period exact
// days first, then "in the month" at the month's end and "in the year" at the
// year's end. Intervals sort by their start, or by their end where the start
// is open or unknown; a set of alternatives by its last day, any other set by
// its first date. A time of day sorts after the bare day. The order is total
// and agrees with Equal; the zero Value comes last.
func Compare(a, b Value) int {
	if a.n == b.n {
		return 0
	}
	if a.n == nil || b.n == nil {
		if a.n == nil {
			return 1
		}
		return -1
	}
	x, y := a.n.sortKey(), b.n.sortKey()
	if c := x.compare(y); c != 0 {
		return c
	}
	return cmp.Compare(a.String(), b.String())
}

// SortDay is the day on which Compare places v; false for the zero Value and
// for one without any date, such as ../.., which come last.
func (v Value) SortDay() (Day, bool) {
	if v.n == nil {
		return Day{}, false
	}
	k := v.n.sortKey()
	return k.day, !k.boundless
}

// sortKey places a value: on a day, within the day by how coarse it is, then
// by time of day and by where it ends.
type sortKey struct {
	boundless bool // no date at all, such as ../..
	day       Day
	rank      Precision
	interval  bool
	seconds   int
	last      Day // zero when open
}

func (k sortKey) compare(o sortKey) int {
	if k.boundless != o.boundless {
		if k.boundless {
			return 1
		}
		return -1
	}
	if c := k.day.Compare(o.day); c != 0 {
		return c
	}
	if c := cmp.Compare(k.rank, o.rank); c != 0 {
		return c
	}
	if k.interval != o.interval {
		if o.interval {
			return -1
		}
		return 1
	}
	if c := cmp.Compare(k.seconds, o.seconds); c != 0 {
		return c
	}
	switch {
	case k.last == o.last:
		return 0
	case k.last.IsZero():
		return 1
	case o.last.IsZero():
		return -1
	}
	return k.last.Compare(o.last)
}

func (n *node) sortKey() sortKey {
	var k sortKey
	switch n.kind {
	case kindInterval:
		from := n.start.node
		if from == nil {
			from = n.end.node
		}
		if from == nil {
			return sortKey{boundless: true}
		}
		k = from.sortKey()
		k.interval = true
	case kindSet:
		k = n.set.sortKey(n)
	default:
		k = n.date.sortKey(n)
	}
	k.last = n.last
	return k
}

// sortKey places a day on itself and anything coarser on its last day.
func (d *date) sortKey(n *node) sortKey {
	switch p := d.precision(); p {
	case PrecisionDay:
		return sortKey{day: n.first, rank: PrecisionDay}
	case PrecisionTime:
		c := d.clock
		return sortKey{day: n.first, rank: PrecisionDay, seconds: 1 + int(c.Hour)*3600 + int(c.Minute)*60 + int(c.Second)}
	default:
		return sortKey{day: n.last, rank: p}
	}
}

func (s *set) sortKey(n *node) sortKey {
	if !s.all && !n.last.IsZero() {
		return sortKey{day: n.last, rank: PrecisionSet, interval: true}
	}
	k := s.members[0].from.sortKey()
	k.interval = true
	return k
}

// Overlaps reports whether some day may belong to both values. An open end
// reaches without limit; an unknown end claims nothing beyond the known one.
// A set overlaps when one of its dates does. The zero Value overlaps nothing.
func (v Value) Overlaps(w Value) bool {
	for a := range v.n.spans() {
		for b := range w.n.spans() {
			if a.overlaps(b) {
				return true
			}
		}
	}
	return false
}

// Within reports whether every day v may mean is one w may mean. A value with
// an unknown end is within nothing that is closed on that side. A set is
// within w when all its dates are. The zero Value is within nothing.
func (v Value) Within(w Value) bool {
	if v.n == nil {
		return false
	}
	for a := range v.n.spans() {
		if !a.withinAny(w.n) {
			return false
		}
	}
	return true
}

// span is a stretch of days; a zero first or last is without limit.
type span struct {
	first, last Day
	// unknownFirst and unknownLast tell that the true limit lies somewhere
	// beyond the day given.
	unknownFirst, unknownLast bool
}

func (s span) overlaps(t span) bool {
	return (s.last.IsZero() || t.first.IsZero() || !s.last.Before(t.first)) &&
		(t.last.IsZero() || s.first.IsZero() || !t.last.Before(s.first))
}

func (s span) withinAny(n *node) bool {
	for t := range n.spans() {
		startsIn := t.first.IsZero() || !s.first.IsZero() && !s.unknownFirst && !s.first.Before(t.first)
		endsIn := t.last.IsZero() || !s.last.IsZero() && !s.unknownLast && !s.last.After(t.last)
		if startsIn && endsIn {
			return true
		}
	}
	return false
}

// spans yields the stretches of days of n: one, or one for each member of a
// set.
func (n *node) spans() func(yield func(span) bool) {
	return func(yield func(span) bool) {
		switch {
		case n == nil:
		case n.kind == kindSet:
			for _, m := range n.set.members {
				first, last := m.span()
				if !yield(span{first: first, last: last}) {
					return
				}
			}
		default:
			yield(n.span())
		}
	}
}

func (n *node) span() span {
	s := span{first: n.first, last: n.last}
	if n.kind != kindInterval {
		return s
	}
	if n.start.kind == endUnknown && n.end.node != nil {
		s.first, s.unknownFirst = n.end.node.first, true
	}
	if n.end.kind == endUnknown && n.start.node != nil {
		s.last, s.unknownLast = n.start.node.last, true
	}
	return s
}
