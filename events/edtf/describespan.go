package edtf

import "strings"

// mostMembers is how many members of a set are named; the rest are counted.
const mostMembers = 8

func (w wording) years(a, b year) string {
	x, beforeA := a.beforeChrist()
	y, beforeB := b.beforeChrist()
	switch {
	case a == b:
		return w.knownYear(a)
	case beforeA && beforeB:
		return fill(w.YearsBC, "a", x.digits(w.Group), "b", y.digits(w.Group))
	case plainYear(a) && plainYear(b):
		return fill(w.Years, "a", w.knownYear(a), "b", w.knownYear(b))
	}
	return fill(w.YearsEra, "a", w.knownYear(a), "b", w.knownYear(b))
}

// of is a known year as it stands beside a month.
func (w wording) of(y year) string { return fill(w.YearOf[0], "y", w.knownYear(y)) }

func (w wording) monthOf(d Day) string {
	return fill(w.Month, "M", w.monthNames[d.month-1], "y", w.of(d.year))
}

func (w wording) months(a, b Day) string {
	switch {
	case a.year != b.year:
		return fill(w.Range, "a", w.monthOf(a), "b", w.monthOf(b))
	case a.month != b.month:
		return fill(w.MonthsWithin, "M", w.monthNames[a.month-1], "N", w.monthNames[b.month-1], "y", w.of(a.year))
	}
	return w.monthOf(a)
}

func (w wording) day(d Day) string {
	return fill(w.Day, "d", w.dayNumber(int(d.day)), "M", w.monthNames[d.month-1], "y", w.of(d.year))
}

func (w wording) days(a, b Day) string {
	if a == b {
		return w.day(a)
	}
	if a.year != b.year {
		return fill(w.Range, "a", w.day(a), "b", w.day(b))
	}
	pattern := w.DaysWithinYear
	if a.month == b.month {
		pattern = w.DaysWithinMonth
	}
	return fill(pattern, "d", w.dayNumber(int(a.day)), "e", w.dayNumber(int(b.day)),
		"M", w.monthNames[a.month-1], "N", w.monthNames[b.month-1], "y", w.of(a.year))
}

// span words from … to.
func (w wording) span(from, to *node) string {
	a, b := &from.date, &to.date
	q, same := sharedDoubt(from, to)
	together := same && a.plain() && b.plain()
	switch {
	case together && a.depth != b.depth && w.ElideYear && a.depth > 1 && b.depth > 1 && from.first.year == to.first.year:
		return w.doubted(fill(w.Range, "a", w.base(from), "b", w.inYear(b, "", yearKnown)), q)
	case !together || a.depth != b.depth:
		x, y := w.date(from), w.date(to)
		if x == y {
			return x
		}
		return fill(w.Range, "a", x, "b", y)
	}
	var text string
	switch a.depth {
	case 3:
		text = w.days(from.first, to.first)
	case 2:
		text = w.months(from.first, to.first)
	default:
		text = w.years(from.first.year, to.first.year)
	}
	text = w.doubted(text, q)
	if w.style == Long && weekdaysHelp(from, to) {
		x, y := from.weekdayDay().Weekday(), to.weekdayDay().Weekday()
		text = fill(w.Weekdays, "x", text, "A", w.weekdayNames[x], "B", w.weekdayNames[y],
			"a", w.weekdayShort[x], "b", w.weekdayShort[y])
	}
	return text
}

// half words an interval without one of its ends.
func (w wording) half(start, end endpoint) string {
	pattern := w.NoStartUnknownEnd
	var n *node
	switch {
	case start.node != nil && end.kind == endOpen:
		pattern, n = w.From, start.node
	case start.node != nil:
		pattern, n = w.FromUnknownEnd, start.node
	case end.node != nil && start.kind == endOpen:
		pattern, n = w.Until, end.node
	case end.node != nil:
		pattern, n = w.UntilUnknownStart, end.node
	case start.kind == endOpen && end.kind == endOpen:
		return w.AnyTime
	case end.kind == endOpen:
		return w.UnknownStartNoEnd
	}
	if n == nil {
		return pattern
	}
	return fill(pattern, "x", w.date(n))
}

func (w wording) set(s *set) string {
	names := make([]string, 0, mostMembers)
	for _, m := range s.members[:min(len(s.members), mostMembers)] {
		names = append(names, w.member(m, s.all))
	}
	e := w.OneOf
	if s.all {
		e = w.AllOf
	}
	separator, conjunction := e.Separator, e.Last
	if s.open() {
		separator, conjunction = e.OpenSeparator, e.OpenLast
	}
	last := len(names) - 1
	switch rest := len(s.members) - len(names); {
	case rest > 0:
		return fill(e.More, "l", strings.Join(names, separator), "last", conjunction,
			"rest", itoa(int64(rest)), "all", itoa(int64(len(s.members))))
	case last == 0:
		return names[0]
	}
	return strings.Join(names[:last], separator) + conjunction + names[last]
}

func (w wording) member(m member, all bool) string {
	if m.to != nil {
		pattern := w.OneOfRange
		if all {
			pattern = w.Each[m.from.date.unit()]
		}
		return fill(pattern, "x", w.span(m.from, m.to))
	}
	pattern := "{x}"
	switch {
	case m.earlier && all:
		pattern = w.AndEarlier
	case m.earlier:
		pattern = w.OrEarlier
	case m.later && all:
		pattern = w.AndLater
	case m.later:
		pattern = w.OrLater
	}
	return fill(pattern, "x", w.date(m.from))
}

// unit is 1 for a year, 2 for a month, 3 for a day and 0 for a part of a year.
func (d *date) unit() int {
	if d.season() != 0 {
		return 0
	}
	return int(d.depth)
}
