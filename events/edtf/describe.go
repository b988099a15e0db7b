package edtf

import (
	"math/big"
	"strings"
	"time"
)

// Style is how fully Describe words a value.
type Style uint8

const (
	// Long names everything: the weekday when the day is known, that the day
	// was not recorded when only the month is known, the months of a season.
	Long Style = iota
	// Short is Long without the weekday and the months of a season.
	Short
	// Compact is for titles and narrow places: abbreviated names, no notes,
	// doubt as "c." and "?" only.
	Compact
)

// Describe words v for readers, in zh or en; other languages get en. The text
// claims no more than v does. The zero Value is "".
func (v Value) Describe(lang string, style Style) string {
	if v.n == nil {
		return ""
	}
	var w wording = enWords{style}
	if chinese(lang) {
		w = zhWords{style}
	}
	switch v.n.kind {
	case kindSet:
		return w.set(v.n.set)
	case kindInterval:
		start, end := v.n.start, v.n.end
		if start.node == nil || end.node == nil {
			return w.half(start, end)
		}
		return w.span(start.node, end.node)
	}
	return w.alone(v.n)
}

// wording is one language.
type wording interface {
	alone(n *node) string            // a date that is the whole value, with notes
	date(n *node) string             // a date inside something, with its doubts
	span(from, to *node) string      // from … to
	half(start, end endpoint) string // an interval without one of its ends
	set(s *set) string
}

// mostMembers is how many members of a set are named; the rest are counted.
const mostMembers = 8

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

// partialNotes words doubts about components, those with the same doubt
// together: names are year, month or season, and day; doubts are uncertain,
// approximate, and both.
func (d *date) partialNotes(names [4]string, doubts [3]string, and string) []string {
	if d.season() != 0 {
		names[1] = names[3]
	}
	_, partial := d.doubt()
	var notes []string
	for q := Uncertain; q <= Uncertain|Approximate; q++ {
		var named []string
		for i, p := range partial {
			if p == q {
				named = append(named, names[i])
			}
		}
		if named != nil {
			notes = append(notes, strings.Join(named, and)+doubts[q-1])
		}
	}
	return notes
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
	return d.long == nil && d.sig == 0 && d.season() == 0 && !d.unspecified()
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

// beforeChrist counts the years before Christ for an astronomical year up to
// 0; ok is false for years after that.
func (y year) beforeChrist() (n year, ok bool) {
	if y.text == "" && y.n > 0 || y.text != "" && !strings.HasPrefix(y.text, "-") {
		return year{}, false
	}
	b, ok := y.big()
	if !ok {
		return year{text: y.text[1:]}, true // one year more or less is lost in 400 digits
	}
	return bigYear(b.Sub(big.NewInt(1), b)), true
}

// digits writes a positive year without padding, large ones grouped by sep
// and enormous ones as a power of ten.
func (y year) digits(sep string) string {
	_, m := y.magnitude()
	switch {
	case m.count > 0 && m.run == '0':
		return m.digits + "×10^" + itoa(m.count)
	case m.count > 0:
		head, _ := new(big.Int).SetString("0"+m.digits, 10)
		return head.Add(head, big.NewInt(1)).String() + "×10^" + itoa(m.count) + "−1"
	case len(m.digits) < 5 || sep == "":
		return m.digits
	}
	var b strings.Builder
	for i, c := range m.digits {
		if i > 0 && (len(m.digits)-i)%3 == 0 {
			b.WriteString(sep)
		}
		b.WriteRune(c)
	}
	return b.String()
}

// zoneName is the shift from UTC as UTC, UTC+8 or UTC+4:30.
func (c Clock) zoneName() string {
	if c.Offset == 0 {
		return "UTC"
	}
	sign, minutes := "+", int64(c.Offset)
	if minutes < 0 {
		sign, minutes = "−", -minutes
	}
	name := "UTC" + sign + itoa(minutes/60)
	if rest := minutes % 60; rest != 0 {
		name += ":" + string(appendPair(nil, int(rest)))
	}
	return name
}

// wall is the time as hh:mm, with seconds only when there are any.
func (c Clock) wall() string {
	full := string(Clock{Hour: c.Hour, Minute: c.Minute, Second: c.Second}.appendTo(nil))
	return strings.TrimSuffix(full, ":00")
}

// seasonNoted reports whether the months of a season help: nobody agrees when
// seasons begin, and none of them is doubted or spans unknown years.
func (d *date) seasonNoted() bool {
	return d.season() >= 21 && d.season() <= 32 && !d.unspecified() && d.marks == [3]Qualifier{}
}

// weekdays reports whether the weekdays of an interval of days help: both days
// known without doubt and at most a week apart.
func weekdays(from, to *node) (a, b time.Weekday, ok bool) {
	if !from.date.exact() || !to.date.exact() {
		return 0, 0, false
	}
	n, ok := from.first.DaysUntil(to.first)
	return from.first.Weekday(), to.first.Weekday(), ok && n > 0 && n < 7
}
