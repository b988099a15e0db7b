package edtf

import (
	"fmt"
	"time"
)

// Calendar is the calendar in which a source gives a date. EDTF and [Day] are
// always Gregorian; a calendar says how such a date is worded and read.
type Calendar uint8

const (
	// Gregorian is the calendar of ISO 8601, carried back before its
	// introduction of 1582.
	Gregorian Calendar = iota
	// Julian is the calendar with a leap year every four years, used before
	// 1582 and in some countries into the 20th century (old style).
	Julian
)

var calendarNames = [...]string{"gregorian", "julian"}

// String is gregorian or julian.
func (c Calendar) String() string {
	if int(c) < len(calendarNames) {
		return calendarNames[c]
	}
	return fmt.Sprintf("Calendar(%d)", uint8(c))
}

// ParseCalendar reads the word that String writes; "" is Gregorian.
func ParseCalendar(s string) (Calendar, error) {
	switch s {
	case "", calendarNames[Gregorian]:
		return Gregorian, nil
	case calendarNames[Julian]:
		return Julian, nil
	}
	return Gregorian, fmt.Errorf("edtf: calendar %s: expected gregorian or julian", quoteShort(s))
}

// firstGregorian is the first day of the Gregorian calendar, 1582-10-15.
var firstGregorian = Day{year{n: 1582}, 10, 15}

// HasWeekday reports whether a weekday may be told for d: from 1582-10-15 on.
// Sources before that count in the Julian calendar, and an unmarked date says
// nothing about which was meant.
func (d Day) HasWeekday() bool { return !d.IsZero() && !d.Before(firstGregorian) }

// FromJulian is the day with the given date in the proleptic Julian calendar;
// the year is astronomical (0 is 1 BC). An error says which part does not
// exist.
func FromJulian(y int64, month time.Month, day int) (Day, error) {
	const most = 1e15 // years whose days surely fit an int64
	switch {
	case month < time.January || month > time.December:
		return Day{}, fmt.Errorf("edtf: month %d: expected 1 to 12", month)
	case day < 1 || day > julianDaysIn(y, int(month)):
		return Day{}, fmt.Errorf("edtf: day %d: expected 1 to %d, as %s %s has %d days in the Julian calendar",
			day, julianDaysIn(y, int(month)), month, year{n: y}, julianDaysIn(y, int(month)))
	case y > most || y < -most:
		return Day{}, fmt.Errorf("edtf: year %s: too far away for the Julian calendar", year{n: y})
	}
	gy, gm, gd := civil(julianSerial(y, int(month), day))
	return Day{year{n: gy}, uint8(gm), uint8(gd)}, nil
}

// Julian is the date of d in the proleptic Julian calendar; the year is
// astronomical. False for the zero Day and for years beyond 10^15.
func (d Day) Julian() (y int64, month time.Month, day int, ok bool) {
	const most = 1e15
	if d.IsZero() || d.year.text != "" || d.year.n > most || d.year.n < -most {
		return 0, 0, 0, false
	}
	y, m, day := julianCivil(serial(d.year.n, int(d.month), int(d.day)))
	return y, time.Month(m), day, true
}

// julianDaysIn is the number of days of a month in the Julian calendar.
func julianDaysIn(y int64, month int) int {
	if month == 2 && floorDiv(y, 4)*4 == y {
		return 29
	}
	return daysIn(year{n: 1}, month)
}

// julianSerial is serial for a Julian date: days from 1970-01-01 Gregorian.
func julianSerial(y int64, month, day int) int64 {
	if month <= 2 {
		y--
		month += 12
	}
	inYear := int64((153*(month-3)+2)/5 + day - 1)
	return floorDiv(y*1461, 4) + inYear - 719470
}

// julianCivil is the inverse of julianSerial.
func julianCivil(n int64) (y int64, month, day int) {
	n += 719470
	era := floorDiv(n, 1461)
	inEra := n - era*1461
	yearInEra := min(inEra/365, 3)
	inYear := inEra - yearInEra*365
	shifted := (5*inYear + 2) / 153
	day = int(inYear-(153*shifted+2)/5) + 1
	month = int(shifted) + 3
	y = era*4 + yearInEra
	if month > 12 {
		month -= 12
		y++
	}
	return y, month, day
}

// weekdayDay is the day whose weekday is that of the date: for a date shown in
// the Julian calendar the Gregorian day it was converted from.
func (n *node) weekdayDay() Day {
	if n.shownFor != nil {
		return *n.shownFor
	}
	return n.first
}

// julian is a day, or an interval of two days, with its digits in the Julian
// calendar; false for anything else.
func (n *node) julian() (*node, bool) {
	switch {
	case n.kind == kindDate:
		return n.julianDay()
	case n.kind != kindInterval || n.start.node == nil || n.end.node == nil:
		return nil, false
	}
	from, okFrom := n.start.node.julianDay()
	to, okTo := n.end.node.julianDay()
	if !okFrom || !okTo {
		return nil, false
	}
	return &node{kind: kindInterval, start: endpoint{node: from}, end: endpoint{node: to}}, true
}

func (n *node) julianDay() (*node, bool) {
	y, m, day, ok := n.first.Julian()
	if !ok || !n.date.exactDay() || y < -9999 || y > 9999 {
		return nil, false
	}
	d := n.date
	d.negative = y < 0
	copy(d.year[:], fmt.Sprintf("%04d", max(y, -y)))
	copy(d.month[:], fmt.Sprintf("%02d", m))
	copy(d.day[:], fmt.Sprintf("%02d", day))
	first := Day{year{n: y}, uint8(m), uint8(day)}
	return &node{date: d, first: first, last: first, shownFor: &n.first}, true
}
