package edtf

import (
	"cmp"
	"fmt"
	"time"
)

// Day is one day of the proleptic Gregorian calendar: the rule of today
// carried back and forth without limit. Years are astronomical: 0 is 1 BC,
// −220 is 221 BC. Days are comparable with ==; the zero Day is no day.
type Day struct {
	year  year
	month uint8
	day   uint8
}

// NewDay is the given day; an error says which part does not exist.
func NewDay(y int64, month time.Month, day int) (Day, error) {
	if month < time.January || month > time.December {
		return Day{}, fmt.Errorf("edtf: month %d: expected 1 to 12", month)
	}
	if last := daysIn(year{n: y}, int(month)); day < 1 || day > last {
		return Day{}, fmt.Errorf("edtf: day %d: expected 1 to %d, as %s %s has %d days", day, last, month, year{n: y}, last)
	}
	return Day{year{n: y}, uint8(month), uint8(day)}, nil
}

// LastDayOfMonth is the last day of a month; month must be January to
// December, other values give the zero Day.
func LastDayOfMonth(y int64, month time.Month) Day {
	if month < time.January || month > time.December {
		return Day{}
	}
	return Day{year{n: y}, uint8(month), uint8(daysIn(year{n: y}, int(month)))}
}

// DayOf is the day shown by a calendar on the wall at t, in t's own zone.
func DayOf(t time.Time) Day {
	y, m, d := t.Date()
	return Day{year{n: int64(y)}, uint8(m), uint8(d)}
}

// ParseDay reads the form that Day.String writes: 2019-05-24, -0220-01-01,
// Y12345-01-01. The error is a *SyntaxError.
func ParseDay(s string) (Day, error) {
	p := parser{in: s}
	d, err := p.wholeDay()
	if err != nil {
		return Day{}, err
	}
	return d, nil
}

// IsZero reports whether d is no day.
func (d Day) IsZero() bool { return d.month == 0 }

// Year is the astronomical year; false when it does not fit an int64.
func (d Day) Year() (int64, bool) { return d.year.n, d.year.text == "" }

// Month is the month of the year, 0 for the zero Day.
func (d Day) Month() time.Month { return time.Month(d.month) }

// Day is the day of the month, 0 for the zero Day.
func (d Day) Day() int { return int(d.day) }

// Compare is −1 when d is before o, +1 when after, 0 when equal.
func (d Day) Compare(o Day) int {
	if c := compareYears(d.year, o.year); c != 0 {
		return c
	}
	return cmp.Compare(int(d.month)*32+int(d.day), int(o.month)*32+int(o.day))
}

// Before reports whether d is earlier than o.
func (d Day) Before(o Day) bool { return d.Compare(o) < 0 }

// After reports whether d is later than o.
func (d Day) After(o Day) bool { return d.Compare(o) > 0 }

// String is the day in ISO 8601 form: 2019-05-24, -0220-01-01, and from five
// digits on with the prefix Y as in EDTF, Y12345-01-01. The zero Day is "".
func (d Day) String() string {
	if d.IsZero() {
		return ""
	}
	return string(d.appendTo(make([]byte, 0, 10)))
}

func (d Day) appendTo(b []byte) []byte {
	b = append(b, d.year.String()...)
	b = append(b, '-', '0'+d.month/10, '0'+d.month%10)
	return append(b, '-', '0'+d.day/10, '0'+d.day%10)
}

// MarshalText writes the form of String.
func (d Day) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads the form of String; an empty text is the zero Day.
func (d *Day) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*d = Day{}
		return nil
	}
	parsed, err := ParseDay(string(text))
	if err != nil {
		return err
	}
	*d = parsed
	return nil
}

// AddDays is the day n days later, or earlier for a negative n. Only a year
// of more than 400 digits limits it: there it stops at the year's first or
// last day. The zero Day stays zero.
func (d Day) AddDays(n int) Day {
	if d.IsZero() || n == 0 {
		return d
	}
	place := d.year.mod400()
	y, m, day := civil(serial(place, int(d.month), int(d.day)) + int64(n))
	sum, ok := d.year.add(y - place)
	switch {
	case ok:
		return Day{sum, uint8(m), uint8(day)}
	case n < 0:
		return Day{d.year, 1, 1}
	}
	return Day{d.year, 12, 31}
}

// DaysUntil counts the days from d to o, negative when o is earlier; false
// when the count does not fit an int64 or either is the zero Day.
func (d Day) DaysUntil(o Day) (int64, bool) {
	years, ok := o.year.sub(d.year)
	const most = 1e16 // years whose days surely fit an int64
	if !ok || d.IsZero() || o.IsZero() || years > most || years < -most {
		return 0, false
	}
	place := d.year.mod400()
	return serial(place+years, int(o.month), int(o.day)) - serial(place, int(d.month), int(d.day)), true
}

// Weekday is the day of the week; Sunday for the zero Day.
func (d Day) Weekday() time.Weekday {
	if d.IsZero() {
		return time.Sunday
	}
	// 1970-01-01, serial 0, was a Thursday; 400 years are whole weeks.
	n := (serial(d.year.mod400(), int(d.month), int(d.day)) + int64(time.Thursday)) % 7
	return time.Weekday((n + 7) % 7)
}

// Time is the first instant of the day in a zone (not always 00:00: some zones
// change their clocks at midnight, and a few have left out a whole day, which
// then starts with the next); false when time.Time cannot hold the year.
func (d Day) Time(loc *time.Location) (time.Time, bool) {
	const most = 250_000_000_000 // years either side that time.Time counts in seconds
	if d.IsZero() || d.year.text != "" || d.year.n > most || d.year.n < -most {
		return time.Time{}, false
	}
	t := time.Date(int(d.year.n), time.Month(d.month), int(d.day), 0, 0, 0, 0, loc)
	start, end := t.ZoneBounds()
	switch shown := DayOf(t); {
	case shown.Before(d):
		t = end // midnight was left out
	case !start.IsZero() && start.Before(t) && !DayOf(start).Before(d):
		t = start // the clocks were set back over midnight, or forward over the day
	}
	return t, true
}

// daysIn is the number of days of a month.
func daysIn(y year, month int) int {
	switch month {
	case 2:
		if y.leap() {
			return 29
		}
		return 28
	case 4, 6, 9, 11:
		return 30
	}
	return 31
}

// serial is the number of days from 1970-01-01 to a day. It counts years from
// 1 March, so that the leap day comes last.
func serial(y int64, month, day int) int64 {
	if month <= 2 {
		y--
		month += 12
	}
	era := floorDiv(y, 400)
	inEra := y - era*400
	inYear := int64((153*(month-3)+2)/5 + day - 1)
	return era*146097 + inEra*365 + inEra/4 - inEra/100 + inYear - 719468
}

// civil is the inverse of serial.
func civil(n int64) (y int64, month, day int) {
	n += 719468
	era := floorDiv(n, 146097)
	inEra := n - era*146097
	yearInEra := (inEra - inEra/1460 + inEra/36524 - inEra/146096) / 365
	inYear := inEra - (365*yearInEra + yearInEra/4 - yearInEra/100)
	shifted := (5*inYear + 2) / 153
	day = int(inYear-(153*shifted+2)/5) + 1
	month = int(shifted) + 3
	y = era*400 + yearInEra
	if month > 12 {
		month -= 12
		y++
	}
	return y, month, day
}

func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}
