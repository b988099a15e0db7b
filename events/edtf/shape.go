package edtf

import "strings"

// open reports whether the set has more than one member and reaches without
// end before the first or after the last.
func (s *set) open() bool {
	return len(s.members) > 1 && (s.members[0].earlier || s.members[len(s.members)-1].later)
}

// doubt parts the marks of d into what holds for the whole date and what
// holds only for some of its components.
func (d *date) doubt() (whole Qualifier, partial [3]Qualifier) {
	whole = Uncertain | Approximate
	for i := range d.depth {
		whole &= d.marks[i]
	}
	for i := range d.depth {
		partial[i] = d.marks[i] &^ whole
	}
	return whole, partial
}

// sharedDoubt reports whether the two ends of an interval share one doubt about
// the whole that can be said once for both: where they also share the year.
// Otherwise each end says its own, so that "c. 1984 – 2004" doubts the start
// alone.
func sharedDoubt(from, to *node) (Qualifier, bool) {
	a, b := &from.date, &to.date
	whole, partial := a.doubt()
	other, otherPartial := b.doubt()
	none := [3]Qualifier{}
	if whole != other || partial != none || otherPartial != none {
		return 0, false
	}
	return whole, whole == 0 || a.depth > 1 && b.depth > 1 && from.first.year == to.first.year
}

// plain reports whether d is a common date with every digit known: a year, a
// month or a day.
func (d *date) plain() bool {
	return (d.long == nil || d.depth > 1) && d.sig == 0 && d.season() == 0 && !d.unspecified()
}

// yearShape is how much of the year is known.
type yearShape uint8

const (
	yearKnown yearShape = iota
	yearDecade
	yearCentury
	yearMillennium
	yearUnknown
	yearIrregular // such as 19X5, or a decade before Christ
)

// shape tells how much of the year is known, and for a decade, century or
// millennium which: 196 for 196X, 15 for 15XX, 2 for 2XXX.
func (d *date) shape() (yearShape, int64) {
	if d.long != nil {
		return yearKnown, 0
	}
	digits := strings.TrimRight(string(d.year[:]), "X")
	if strings.Contains(digits, "X") {
		return yearIrregular, 0
	}
	var n int64
	for _, c := range digits {
		n = n*10 + int64(c-'0')
	}
	shape := [...]yearShape{yearUnknown, yearMillennium, yearCentury, yearDecade, yearKnown}[len(digits)]
	switch {
	case shape == yearKnown || shape == yearUnknown && !d.negative:
		return shape, n
	case d.negative && (shape != yearCentury || n == 0), n == 0:
		// The decades of counting before Christ are not those of the digits,
		// and the year 0 is 1 BC.
		return yearIrregular, 0
	case d.negative:
		return shape, -n
	}
	return shape, n
}

// regular reports whether month and day are each known or not known at all,
// so that they can be worded one by one.
func (d *date) regular() bool {
	for i, c := range [...][2]byte{d.month, d.day} {
		if int(d.depth) >= i+2 && c != [2]byte{'X', 'X'} && hasX(c) {
			return false
		}
	}
	return true
}

// seasonNoted reports whether the months of a season help: nobody agrees when
// seasons begin, and none of them is doubted or spans unknown years.
func (d *date) seasonNoted() bool {
	return d.season() >= 21 && d.season() <= 32 && !d.unspecified() && d.marks == [3]Qualifier{}
}

// weekdaysHelp reports whether the weekdays of an interval of days help: both
// days known without doubt, at most a week apart, and late enough to have one.
func weekdaysHelp(from, to *node) bool {
	if !from.date.exact() || !to.date.exact() || !from.weekdayDay().HasWeekday() {
		return false
	}
	n, ok := from.weekdayDay().DaysUntil(to.weekdayDay())
	return ok && n > 0 && n < 7
}
