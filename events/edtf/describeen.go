package edtf

import (
	"fmt"
	"strings"
	"time"
)

// enWords is English, day before month, with en dashes in ranges, BC and AD.
type enWords struct{ style Style }

func (w enWords) alone(n *node) string {
	d := &n.date
	text := w.date(n)
	if w.style == Compact {
		return text
	}
	switch {
	case d.exact() && w.style == Long:
		return WeekdayName("en", n.first.Weekday(), Long) + " " + text
	case d.plain() && d.depth == 2 && d.marks == [3]Qualifier{}:
		return text + " (day not recorded)"
	case w.style == Long && d.seasonNoted():
		return text + " (" + w.months(n.first, n.last) + ")"
	}
	return text
}

func (w enWords) date(n *node) string { return w.doubted(w.base(n), &n.date) }

// doubted adds the doubts of d to its words.
func (w enWords) doubted(text string, d *date) string {
	whole, partial := d.doubt()
	if w.style == Compact {
		return w.wrap(text, whole|partial[0]|partial[1]|partial[2])
	}
	notes := d.partialNotes([4]string{"year", "month", "day", "season"}, [3]string{" uncertain", " approximate", " approximate and uncertain"}, " and ")
	text = w.wrap(text, whole)
	if notes != nil {
		text += " (" + strings.Join(notes, ", ") + ")"
	}
	return text
}

// wrap adds a doubt about the whole.
func (w enWords) wrap(text string, q Qualifier) string {
	if q.Approximate() {
		text = "c. " + strings.TrimPrefix(text, "the ")
	}
	switch {
	case q.Uncertain() && w.style == Compact:
		return text + "?"
	case q.Uncertain():
		return text + " (uncertain)"
	}
	return text
}

// base is the date without its doubts.
func (w enWords) base(n *node) string {
	d := &n.date
	if d.long != nil || d.sig != 0 {
		return w.longYear(n)
	}
	shape, number := d.shape()
	if shape == yearIrregular || !d.regular() {
		return w.between(n)
	}
	year := w.year(n, shape, number)
	switch {
	case d.season() != 0:
		return w.season(d.season(), year, shape)
	case d.depth == 1:
		return year
	}
	when := w.inYear(year, shape)
	if shape != yearKnown && shape != yearUnknown && d.month[0] == 'X' && (d.depth == 2 || d.day[0] == 'X') {
		when = " " + year
	}
	text := w.inMonth(d, when)
	if d.timed {
		text += w.time(n.date.clock)
	}
	return text
}

// season is a season, quarter or part of a year.
func (w enWords) season(code int, year string, shape yearShape) string {
	text := fmt.Sprintf(seasonNames[code-21].en, year)
	if shape != yearKnown {
		name, _, _ := strings.Cut(seasonNames[code-21].en, " %s")
		text = strings.TrimSuffix(name, " of") + w.inYear(year, shape)
	}
	if _, half := hemisphere(code); half != "" {
		text += " (" + half + ")"
	}
	return text
}

// inYear is the year as it follows a month: " 2019", or ", some year in the
// 1960s".
func (w enWords) inYear(year string, shape yearShape) string {
	switch shape {
	case yearKnown:
		return " " + year
	case yearUnknown:
		return ", year not recorded"
	}
	return ", some year in " + year
}

// inMonth words day and month before their year.
func (w enWords) inMonth(d *date, year string) string {
	inYear := year
	if known, ok := strings.CutPrefix(year, " "); ok {
		inYear = " in " + known
	}
	month := ""
	if d.month[0] != 'X' {
		month = w.month(twoDigits(d.month))
	}
	if d.depth == 2 {
		if month == "" {
			return "some month" + inYear
		}
		return month + year
	}
	switch dayKnown := d.day[0] != 'X'; {
	case dayKnown && month != "":
		return strings.TrimPrefix(string(d.day[:]), "0") + " " + month + year
	case dayKnown:
		return "the " + ordinal(int64(twoDigits(d.day))) + " of some month" + inYear
	case month != "":
		return "a day in " + month + year
	}
	return "a day" + inYear
}

func (w enWords) month(m int) string { return MonthName("en", time.Month(m), w.style) }

func (w enWords) time(c Clock) string {
	text := ", " + c.wall()
	if c.Zoned {
		text += " (" + c.zoneName() + ")"
	}
	return text
}

// year is the year as far as it is known.
func (w enWords) year(n *node, shape yearShape, number int64) string {
	the := "the "
	if w.style == Compact && n.date.depth == 1 {
		the = ""
	}
	switch shape {
	case yearDecade:
		if number%10 == 0 {
			return the + itoa(number) + "0s (decade)" // not the century
		}
		return the + itoa(number) + "0s"
	case yearCentury:
		if number < 0 {
			return the + ordinal(1-number) + " century BC"
		}
		return the + ordinal(number+1) + " century"
	case yearMillennium:
		return the + ordinal(number+1) + " millennium"
	case yearUnknown:
		return "year not recorded"
	}
	return yearEn(n.first.year)
}

// ordinal is 1st, 2nd, 3rd, 4th and so on.
func ordinal(n int64) string {
	suffix := "th"
	if tens := n % 100; tens < 11 || tens > 13 {
		switch n % 10 {
		case 1:
			suffix = "st"
		case 2:
			suffix = "nd"
		case 3:
			suffix = "rd"
		}
	}
	return itoa(n) + suffix
}

// yearEn names a known year.
func yearEn(y year) string {
	if n, ok := y.beforeChrist(); ok {
		return n.digits(",") + " BC"
	}
	text := y.digits(",")
	if len(text) < 3 || y.text != "" || y.n > 9999 {
		return "AD " + text
	}
	return text
}

// longYear words a year written with Y or with significant digits.
func (w enWords) longYear(n *node) string {
	estimate := yearEn(n.date.estimate())
	if n.first.year == n.last.year {
		return estimate
	}
	return "between " + yearEn(n.first.year) + " and " + yearEn(n.last.year) + ", estimated at " + estimate
}

// between words an irregular pattern by its bounds.
func (w enWords) between(n *node) string {
	var text string
	switch {
	case n.date.depth == 1:
		text = w.years(n.first.year, n.last.year)
	case n.date.depth == 2:
		text = w.months(n.first, n.last)
	default:
		text = w.days(n.first, n.last)
	}
	if !strings.Contains(text, "–") {
		return text // only one day, month or year fits
	}
	if w.style == Compact {
		return "within " + text
	}
	unmarked := n.date
	unmarked.marks = [3]Qualifier{}
	return "within " + text + " (" + string(unmarked.appendTo(nil)) + ")"
}

func (w enWords) years(a, b year) string {
	from, to := yearEn(a), yearEn(b)
	switch {
	case from == to:
		return from
	case strings.HasSuffix(from, " BC") && strings.HasSuffix(to, " BC"):
		return strings.TrimSuffix(from, " BC") + "–" + to
	case strings.Contains(from, " ") || strings.Contains(to, " "):
		return from + " – " + to
	}
	return from + "–" + to
}

func (w enWords) months(a, b Day) string {
	from, to := w.month(int(a.month)), w.month(int(b.month))
	switch {
	case a.year != b.year:
		return from + " " + yearEn(a.year) + " – " + to + " " + yearEn(b.year)
	case a.month != b.month:
		return from + "–" + to + " " + yearEn(a.year)
	}
	return from + " " + yearEn(a.year)
}

func (w enWords) day(d Day) string { return w.dayMonth(d) + " " + yearEn(d.year) }

func (w enWords) dayMonth(d Day) string { return itoa(int64(d.day)) + " " + w.month(int(d.month)) }

func (w enWords) days(a, b Day) string {
	switch {
	case a == b:
		return w.day(a)
	case a.year != b.year:
		return w.day(a) + " – " + w.day(b)
	case a.month != b.month:
		return w.dayMonth(a) + " – " + w.day(b)
	}
	return itoa(int64(a.day)) + "–" + w.day(b)
}

func (w enWords) span(from, to *node) string {
	a, b := &from.date, &to.date
	q, same := sharedDoubt(from, to)
	if !same || !a.plain() || !b.plain() || a.depth != b.depth {
		x, y := w.date(from), w.date(to)
		if x == y {
			return x
		}
		return x + " – " + y
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
	text = w.wrap(text, q)
	if x, y, ok := weekdays(from, to); ok && w.style == Long {
		text += " (" + WeekdayName("en", x, Long) + " to " + WeekdayName("en", y, Long) + ")"
	}
	return text
}

func (w enWords) half(start, end endpoint) string {
	switch {
	case start.node != nil && end.kind == endOpen:
		return "from " + w.date(start.node)
	case start.node != nil:
		return "from " + w.date(start.node) + ", end not recorded"
	case end.node != nil && start.kind == endOpen:
		return "until " + w.date(end.node)
	case end.node != nil:
		return "until " + w.date(end.node) + ", start not recorded"
	case start.kind == endOpen && end.kind == endOpen:
		return "at any time"
	case end.kind == endOpen:
		return "start not recorded, no end"
	}
	return "no start, end not recorded"
}

func (w enWords) set(s *set) string {
	w.style = max(w.style, Short) // without weekdays
	names := make([]string, 0, mostMembers+1)
	for _, m := range s.members[:min(len(s.members), mostMembers)] {
		names = append(names, w.member(m, s.all))
	}
	if rest := len(s.members) - len(names); rest > 0 {
		names = append(names, fmt.Sprintf("%d more", rest))
	}
	conjunction := " or "
	if s.all {
		conjunction = " and "
	}
	if s.open() {
		conjunction = "," + conjunction
	}
	last := len(names) - 1
	if last == 0 {
		return names[0]
	}
	return strings.Join(names[:last], ", ") + conjunction + names[last]
}

func (w enWords) member(m member, all bool) string {
	switch {
	case m.to != nil && all:
		return "each of " + w.span(m.from, m.to)
	case m.to != nil:
		return "one of " + w.span(m.from, m.to)
	case m.earlier && all:
		return w.date(m.from) + " and before"
	case m.earlier:
		return w.date(m.from) + " or earlier"
	case m.later && all:
		return w.date(m.from) + " and after"
	case m.later:
		return w.date(m.from) + " or later"
	}
	return w.date(m.from)
}
