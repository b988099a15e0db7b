package edtf

import "time"

// Value is one EDTF expression: a date, a date with a time of day, an
// interval or a set. It is immutable, cheap to copy and safe for concurrent
// use. The zero Value is no date. Compare values with Equal, not ==.
type Value struct{ n *node }

// node is what a Value points to; nothing in it changes after parsing.
type node struct {
	kind  kind
	level uint8
	date  date
	// start and end are the ends of an interval.
	start, end endpoint
	set        *set
	first      Day // zero when open or unknown
	last       Day
	shownFor   *Day // of a date shown in the Julian calendar: the day it stands for
}

type kind uint8

const (
	kindDate kind = iota
	kindInterval
	kindSet
)

// endpoint is one end of an interval.
type endpoint struct {
	kind endpointKind
	node *node // only with endDate
}

type endpointKind uint8

const (
	endDate    endpointKind = iota
	endOpen                 // ".."
	endUnknown              // nothing
)

// set is [...] (one of these) or {...} (all of these).
type set struct {
	all     bool
	members []member
}

// member is one element of a set. With to it is a range from..to; earlier is
// "..from", later is "from..".
type member struct {
	from, to       *node
	earlier, later bool
}

// date is a single date with up to three components. Digits are kept as
// written, '0' to '9' or 'X'.
type date struct {
	depth    uint8 // components written: 1 year, 2 month or season, 3 day
	negative bool
	timed    bool
	year     [4]byte // unused with long
	month    [2]byte
	day      [2]byte
	marks    [3]Qualifier
	sig      int64 // significant digits of the year, 0 when not written
	long     *longYear
	clock    Clock
}

// longYear is a year written with Y.
type longYear struct {
	digits   string // without sign
	exponent string // "" when there is no E
}

// Qualifier is what is doubted about a date or one of its components. The
// zero Qualifier doubts nothing.
type Qualifier uint8

const (
	// Uncertain is "?": the source is doubted.
	Uncertain Qualifier = 1 << iota
	// Approximate is "~": the source says about.
	Approximate
)

// Uncertain reports whether q holds "?" (or "%").
func (q Qualifier) Uncertain() bool { return q&Uncertain != 0 }

// Approximate reports whether q holds "~" (or "%").
func (q Qualifier) Approximate() bool { return q&Approximate != 0 }

// String is the EDTF sign: "", "?", "~" or "%".
func (q Qualifier) String() string { return [...]string{"", "?", "~", "%"}[q&3] }

// Qualifiers tells what is doubted about each component of a date.
type Qualifiers struct {
	Year, Month, Day Qualifier
}

// Clock is the time of day of a level 0 date and time.
type Clock struct {
	Hour, Minute, Second uint8
	// Nanosecond is the fraction of the second.
	Nanosecond int32
	// Zoned tells whether a shift from UTC was written; without it the time
	// is local to wherever the event was.
	Zoned bool
	// Offset is the shift from UTC in minutes, east positive.
	Offset int16
}

// FromDay is the value of one exact day; the zero Day gives the zero Value.
func FromDay(d Day) Value {
	if d.IsZero() {
		return Value{}
	}
	if v, err := Parse(d.String()); err == nil {
		return v
	}
	return Value{} // a year of more than 400 digits has no exact form
}

// FromDays is the interval of the days first to last, or the one day when
// they are equal. Days in the wrong order are exchanged; a zero Day gives the
// zero Value.
func FromDays(first, last Day) Value {
	if last.Before(first) {
		first, last = last, first
	}
	a, b := FromDay(first), FromDay(last)
	if a.IsZero() || b.IsZero() {
		return Value{}
	}
	if first == last {
		return a
	}
	return Value{intervalOf(endpoint{node: a.n}, endpoint{node: b.n})}
}

// IsZero reports whether v is no date.
func (v Value) IsZero() bool { return v.n == nil }

// Equal reports whether v and w mean the same: the same canonical print.
func (v Value) Equal(w Value) bool {
	return v.n == w.n || v.String() == w.String()
}

// Level is the EDTF level the expression needed as it was written: 0, 1 or 2.
func (v Value) Level() int {
	if v.n == nil {
		return 0
	}
	return int(v.n.level)
}

// Extension reports whether v goes beyond what ISO 8601-2:2019 says: a day or
// month of a year written with Y (as bounds are printed), doubt about such a
// year, a season of a year with unspecified digits, fractions of a second, or
// an interval without any date. Others may not read it.
func (v Value) Extension() bool {
	for d := range v.n.dates() {
		if d.extension() {
			return true
		}
	}
	return v.IsInterval() && v.n.start.node == nil && v.n.end.node == nil
}

// Earliest is the first day the value may mean; false when its start is open
// or unknown, or v is zero.
func (v Value) Earliest() (Day, bool) {
	if v.n == nil {
		return Day{}, false
	}
	return v.n.first, !v.n.first.IsZero()
}

// Latest is the last day the value may mean; false when its end is open or
// unknown, or v is zero.
func (v Value) Latest() (Day, bool) {
	if v.n == nil {
		return Day{}, false
	}
	return v.n.last, !v.n.last.IsZero()
}

// IsInterval reports whether v is an interval, written with "/".
func (v Value) IsInterval() bool { return v.n != nil && v.n.kind == kindInterval }

// IsSet reports whether v is a set, written in [ ] or { }.
func (v Value) IsSet() bool { return v.n != nil && v.n.kind == kindSet }

// Start is the start of an interval; false when v is no interval or its
// start is open or unknown.
func (v Value) Start() (Value, bool) {
	if !v.IsInterval() || v.n.start.node == nil {
		return Value{}, false
	}
	return Value{v.n.start.node}, true
}

// End is the end of an interval; false when v is no interval or its end is
// open or unknown.
func (v Value) End() (Value, bool) {
	if !v.IsInterval() || v.n.end.node == nil {
		return Value{}, false
	}
	return Value{v.n.end.node}, true
}

// OpenStart reports whether v is an interval that starts with "..".
func (v Value) OpenStart() bool { return v.IsInterval() && v.n.start.kind == endOpen }

// OpenEnd reports whether v is an interval that ends with "..".
func (v Value) OpenEnd() bool { return v.IsInterval() && v.n.end.kind == endOpen }

// UnknownStart reports whether v is an interval with nothing before "/".
func (v Value) UnknownStart() bool { return v.IsInterval() && v.n.start.kind == endUnknown }

// UnknownEnd reports whether v is an interval with nothing after "/".
func (v Value) UnknownEnd() bool { return v.IsInterval() && v.n.end.kind == endUnknown }

// Members are the elements of a set in the order written: single dates, and
// intervals for ranges (1670/1672) and open elements (../1667). For anything
// but a set it is nil. Ranges are not listed out.
func (v Value) Members() []Value {
	if !v.IsSet() {
		return nil
	}
	members := make([]Value, len(v.n.set.members))
	for i, m := range v.n.set.members {
		open := endpoint{kind: endOpen}
		switch {
		case m.to != nil:
			members[i] = Value{intervalOf(endpoint{node: m.from}, endpoint{node: m.to})}
		case m.earlier:
			members[i] = Value{intervalOf(open, endpoint{node: m.from})}
		case m.later:
			members[i] = Value{intervalOf(endpoint{node: m.from}, open)}
		default:
			members[i] = Value{m.from}
		}
	}
	return members
}

// Bound is the known end of a value that is open at the other and means one
// unknown time: 1909 for [..1909] and ../1909, 2001 for [2001..]. False for any
// other value, also for one that goes on from a known start, such as 2019/...
func (v Value) Bound() (Value, bool) {
	switch {
	case v.n == nil:
	case v.n.kind == kindInterval && v.n.start.node == nil && v.n.end.node != nil:
		return Value{v.n.end.node}, true
	case v.n.kind == kindSet && len(v.n.set.members) == 1 && (v.n.set.members[0].earlier || v.n.set.members[0].later):
		return Value{v.n.set.members[0].from}, true
	}
	return Value{}, false
}

// AllOf reports whether v is a set that means all of its members, {…}, and not
// one of them, […].
func (v Value) AllOf() bool { return v.IsSet() && v.n.set.all }

// Uncertain reports whether "?" or "%" stands anywhere in v.
func (v Value) Uncertain() bool { return v.n.anyMark().Uncertain() }

// Approximate reports whether "~" or "%" stands anywhere in v.
func (v Value) Approximate() bool { return v.n.anyMark().Approximate() }

// Qualifiers tells what is doubted about each component of a single date; for
// an interval or set, about the components of any of its dates.
func (v Value) Qualifiers() Qualifiers {
	var all Qualifiers
	for d := range v.n.dates() {
		all.Year |= d.marks[0]
		all.Month |= d.marks[1]
		all.Day |= d.marks[2]
	}
	return all
}

func (n *node) anyMark() Qualifier {
	var q Qualifier
	for d := range n.dates() {
		q |= d.marks[0] | d.marks[1] | d.marks[2]
	}
	return q
}

// dates yields every single date in n.
func (n *node) dates() func(yield func(*date) bool) {
	return func(yield func(*date) bool) {
		if n != nil {
			n.eachDate(yield)
		}
	}
}

func (n *node) eachDate(yield func(*date) bool) bool {
	switch n.kind {
	case kindInterval:
		return (n.start.node == nil || yield(&n.start.node.date)) &&
			(n.end.node == nil || yield(&n.end.node.date))
	case kindSet:
		for _, m := range n.set.members {
			if !yield(&m.from.date) || m.to != nil && !yield(&m.to.date) {
				return false
			}
		}
		return true
	}
	return yield(&n.date)
}

// Clock is the time of day; false when v is no date with a time.
func (v Value) Clock() (Clock, bool) {
	if v.n == nil || v.n.kind != kindDate || !v.n.date.timed {
		return Clock{}, false
	}
	return v.n.date.clock, true
}

// Instant is the moment of a date with a time of day. Where no shift from UTC
// was written the time is read on the clocks of loc. False when v has no time
// of day or time.Time cannot hold it.
func (v Value) Instant(loc *time.Location) (time.Time, bool) {
	c, ok := v.Clock()
	if !ok {
		return time.Time{}, false
	}
	if c.Zoned {
		loc = time.UTC
		if c.Offset != 0 {
			loc = time.FixedZone("", int(c.Offset)*60)
		}
	}
	d := v.n.first
	if d.year.text != "" {
		return time.Time{}, false
	}
	return time.Date(int(d.year.n), time.Month(d.month), int(d.day), int(c.Hour), int(c.Minute), int(c.Second), int(c.Nanosecond), loc), true
}

// MarshalText writes the canonical print.
func (v Value) MarshalText() ([]byte, error) { return []byte(v.String()), nil }

// UnmarshalText parses text; an empty text is the zero Value.
func (v *Value) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*v = Value{}
		return nil
	}
	parsed, err := Parse(string(text))
	if err != nil {
		return err
	}
	*v = parsed
	return nil
}
