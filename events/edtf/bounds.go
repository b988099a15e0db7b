package edtf

import (
	"fmt"
	"strconv"
	"strings"
)

// A date with unspecified digits stands for every real day that fits its
// pattern. The bounds are the first and the last of those, found by counting
// up or down through the digits: at most 10,000 years, and in practice one or
// two, because only 29 February depends on the year.

// year is the value of a year written with Y.
func (l *longYear) year(negative bool) year {
	return runYear(negative, l.digits, '0', l.zeros())
}

func (l *longYear) zeros() int64 {
	n, _ := strconv.ParseInt(l.exponent, 10, 64)
	return n
}

// length is the number of digits of the year written out.
func (l *longYear) length() int64 { return int64(len(l.digits)) + l.zeros() }

// bound is the first day of d, or its last; false when no day fits.
func (d *date) bound(last bool) (Day, bool) {
	switch {
	case d.long != nil && d.depth > 1:
		return d.within(d.long.year(d.negative), last)
	case d.long != nil:
		return yearEdge(d.long.edge(d, last), last), true
	case d.season() != 0:
		return d.seasonBound(last)
	case d.sig != 0:
		l := longYear{digits: string(d.year[:])}
		return yearEdge(l.edge(d, last), last), true
	}
	if !d.yearUnspecified() {
		return d.within(d.knownYear(), last)
	}
	for y := range d.years(last) {
		if day, ok := d.within(y, last); ok {
			return day, true
		}
		if !d.leapDayOnly() {
			break
		}
	}
	return Day{}, false
}

// yearEdge is the first or last day of a year.
func yearEdge(y year, last bool) Day {
	if last {
		return Day{y, 12, 31}
	}
	return Day{y, 1, 1}
}

// edge is the lowest or highest year that agrees with l in its significant
// digits.
func (l *longYear) edge(d *date, last bool) year {
	zeros := l.zeros()
	digits := strings.TrimLeft(l.digits, "0")
	length := int64(len(digits)) + zeros
	if d.sig == 0 || d.sig >= length {
		return runYear(d.negative, digits, '0', zeros)
	}
	kept := digits[:min(d.sig, int64(len(digits)))]
	// Some of the zeros of the exponent may be significant.
	kept += zeroDigits(d.sig - int64(len(kept)))
	run := byte('0')
	if last != d.negative {
		run = '9'
	}
	return runYear(d.negative, kept, run, length-d.sig)
}

// years yields the years that fit the pattern, upwards, or downwards when
// last.
func (d *date) years(last bool) func(yield func(year) bool) {
	return func(yield func(year) bool) {
		unspecified := 0
		for _, c := range d.year {
			if c == 'X' {
				unspecified++
			}
		}
		count := [...]int{1, 10, 100, 1000, 10000}[unspecified]
		for i := range count {
			fill := i
			if last != d.negative {
				fill = count - 1 - i
			}
			n := d.fillYear(fill)
			if d.negative {
				if n == 0 {
					continue // there is no year −0
				}
				n = -n
			}
			if !yield(year{n: n}) {
				return
			}
		}
	}
}

// knownYear is the year when all its digits are known.
func (d *date) knownYear() year {
	n := d.fillYear(0)
	if d.negative {
		n = -n
	}
	return year{n: n}
}

// fillYear replaces the unspecified digits by those of fill.
func (d *date) fillYear(fill int) int64 {
	var n, place int64 = 0, 1
	for i := len(d.year) - 1; i >= 0; i-- {
		digit := int64(d.year[i] - '0')
		if d.year[i] == 'X' {
			digit = int64(fill % 10)
			fill /= 10
		}
		n += digit * place
		place *= 10
	}
	return n
}

// within is the first or last fitting day of one year.
func (d *date) within(y year, last bool) (Day, bool) {
	low, high := 1, 12
	if d.depth >= 2 && !hasX(d.month) {
		low = twoDigits(d.month)
		high = low
	}
	for i := range high - low + 1 {
		month := low + i
		if last {
			month = high - i
		}
		if d.depth >= 2 && !fits(d.month, month) {
			continue
		}
		if day := d.dayWithin(daysIn(y, month), last); day != 0 {
			return Day{y, uint8(month), uint8(day)}, true
		}
	}
	return Day{}, false
}

// dayWithin is the first or last fitting day of a month of n days, 0 when
// none fits.
func (d *date) dayWithin(n int, last bool) int {
	low, high := 1, n
	if d.depth == 3 && !hasX(d.day) {
		low = twoDigits(d.day)
		high = min(low, n)
	}
	for i := range max(high-low+1, 0) {
		day := low + i
		if last {
			day = high - i
		}
		if d.depth < 3 || day > 0 && fits(d.day, day) {
			return day
		}
	}
	return 0
}

// twoDigits is the number that two known digits write.
func twoDigits(digits [2]byte) int { return int(digits[0]-'0')*10 + int(digits[1]-'0') }

// fits reports whether a number of two digits agrees with a pattern.
func fits(pattern [2]byte, n int) bool {
	return (pattern[0] == 'X' || pattern[0] == byte('0'+n/10)) &&
		(pattern[1] == 'X' || pattern[1] == byte('0'+n%10))
}

// leapDayOnly reports whether only a leap year can hold d: the day must be 29
// and the month can only be February.
func (d *date) leapDayOnly() bool {
	return d.depth == 3 && d.month == [2]byte{'0', '2'} && d.day[0] == '2' && d.day[1] == '9'
}

// impossible words why no day fits.
func (d *date) impossible() string {
	if d.month[0] == 'X' || d.month[1] == 'X' {
		return "a day that one of these months has"
	}
	month := twoDigits(d.month)
	if month == 2 && d.long != nil && !d.long.year(d.negative).leap() {
		return "a day from 01 to 28, as that is not a leap year"
	}
	if month == 2 && d.long == nil && !d.yearUnspecified() {
		for y := range d.years(false) {
			if !y.leap() {
				return fmt.Sprintf("a day from 01 to 28, as %s is not a leap year", y)
			}
		}
	}
	if month == 2 && fits(d.day, 29) {
		return "a day from 01 to 28, as none of these years is a leap year"
	}
	leapYear := year{}
	return fmt.Sprintf("a day from 01 to %d", daysIn(leapYear, month))
}

// season is the season code of d, 0 when it has none.
func (d *date) season() int {
	if d.depth < 2 || d.month[0] < '2' || d.month[0] > '4' || !isDigit(d.month[1]) {
		return 0
	}
	return twoDigits(d.month)
}

// seasonMonths gives for the codes 21 to 41 the first month and the number of
// months. Seasons are the meteorological ones; winter in the north and summer
// in the south begin in December and end in the next year.
var seasonMonths = [...]struct{ first, count int }{
	{3, 3}, {6, 3}, {9, 3}, {12, 3}, // 21–24, hemisphere not said: as in the north
	{3, 3}, {6, 3}, {9, 3}, {12, 3}, // 25–28, north
	{9, 3}, {12, 3}, {3, 3}, {6, 3}, // 29–32, south
	{1, 3}, {4, 3}, {7, 3}, {10, 3}, // 33–36, quarters
	{1, 4}, {5, 4}, {9, 4}, // 37–39, quadrimesters
	{1, 6}, {7, 6}, // 40–41, half-years
}

// seasonBound is the first or last day of a season, quarter and so on.
func (d *date) seasonBound(last bool) (Day, bool) {
	months := seasonMonths[d.season()-21]
	for y := range d.years(last) {
		if !last {
			return Day{y, uint8(months.first), 1}, true
		}
		month := months.first + months.count - 1
		if month > 12 {
			month -= 12
			y.n++
		}
		return Day{y, uint8(month), uint8(daysIn(y, month))}, true
	}
	return Day{}, false
}

// yearUnspecified reports whether any digit of the year is X.
func (d *date) yearUnspecified() bool {
	for _, c := range d.year {
		if c == 'X' {
			return true
		}
	}
	return false
}

// zeroDigits is n zeros; the parser keeps n below longestInput.
func zeroDigits(n int64) string { return strings.Repeat("0", int(n)) }

// estimate is the year named by a year with significant digits, or the year
// itself.
func (d *date) estimate() year {
	if d.long != nil {
		return d.long.year(d.negative)
	}
	l := longYear{digits: string(d.year[:])}
	return l.year(d.negative)
}
