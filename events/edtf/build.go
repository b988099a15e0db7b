package edtf

import (
	"fmt"
	"time"
)

// ends writes a settled date in EDTF: the same twice, or the two ends of the
// part of a century, decade, year or month that it is.
func (l *looseParser) ends(d *looseDate) (from, to string, err error) {
	switch {
	case d.month > 12:
		return "", "", l.refuse(d.at[1], RefusedNoDay, "a month from 01 to 12")
	case d.needsDecade && d.decade < 0:
		return "", "", l.refuse(d.start, RefusedWords, "a decade such as the 1960s")
	case d.fiscal != 0:
		return l.fiscalYear(d)
	case d.third != 0 || d.edge != 0 || d.half != 0 || d.quarter != 0 || d.tierce != 0:
		return l.partEnds(d)
	case d.century == 1 && d.before && d.decade < 0 && !d.hasYear:
		// 00XX with a minus would leave out 1 BC.
		d.vague = true
		return "-0099" + d.q.String(), "0000" + d.q.String(), nil
	}
	year, err := l.yearText(d)
	if err != nil {
		return "", "", err
	}
	if d.part != 0 {
		return l.partText(d, year)
	}
	text := year
	if d.calendar == Julian && d.month != 0 && d.day != 0 && !d.someYear {
		day, ok := d.gregorian()
		if !ok {
			return "", "", l.refuse(d.at[2], RefusedNoDay, "a day that the Julian calendar has")
		}
		text = day.String() + d.q.String()
		return text, text, nil
	}
	month, day := component(d.month, d.someMonth), component(d.day, d.someDay)
	if day != "" && month == "" {
		return "", "", l.refuse(d.at[2], RefusedWords, "the month of that day")
	}
	for _, c := range []string{month, day} {
		if c != "" {
			text += "-" + c
		}
	}
	text += d.q.String()
	return text, text, nil
}

// component writes a month or day in two digits, XX for one that is not known
// and nothing for one that is not mentioned. Numbers that are no month or day
// fail when the expression is parsed.
func component(n int64, unknown bool) string {
	switch {
	case n > 0:
		return fmt.Sprintf("%02d", min(n, 99))
	case unknown:
		return "XX"
	}
	return ""
}

// yearText writes the year, decade, century or millennium.
func (l *looseParser) yearText(d *looseDate) (string, error) {
	digits := ""
	switch {
	case d.hasYear && (d.century != 0 || d.decade >= 0 || d.millennium != 0):
		return "", l.refuse(d.at[0], RefusedWords, "either a year or a decade or century")
	case d.hasYear:
		return l.knownYear(d)
	case d.decade >= 0 && d.before:
		return "", l.refuse(d.start, RefusedForm, "the years of that decade, as EDTF cannot write it")
	case d.decade >= 0 && d.century != 0 && d.decade < 10:
		digits = fmt.Sprintf("%03dX", (d.century-1)*10+d.decade)
	case d.decade >= 10 && d.century == 0:
		digits = fmt.Sprintf("%03dX", d.decade)
	case d.decade >= 0:
		return "", l.refuse(d.start, RefusedNoUnit, "the century of that decade")
	case d.century != 0:
		d.vague = d.vague || d.century == 1 // 00XX begins with 1 BC
		digits = fmt.Sprintf("%02dXX", d.century-1)
		if d.before {
			digits = "-" + digits
		}
	case d.millennium != 0 && !d.before:
		digits = fmt.Sprintf("%dXXX", d.millennium-1)
	case d.someYear:
		digits = "XXXX"
	default:
		return "", l.noYear(d)
	}
	return digits, nil
}

// noYear refuses a date without a year, and offers it as one whose year is not
// recorded.
func (l *looseParser) noYear(d *looseDate) error {
	err := &RefusedError{Input: l.in, Offset: l.offset(d.start), Reason: RefusedNoYear, Expected: "a year beside the date"}
	if d.month == 0 && d.part == 0 && d.weekday < 0 && d.day == 0 {
		err.Reason, err.Expected = RefusedNoUnit, "a year"
	}
	if d.month != 0 && d.month <= 12 && d.calendar == Gregorian && d.third == 0 && d.edge == 0 && d.half == 0 {
		text := "XXXX-" + component(d.month, false)
		if d.day != 0 {
			text += "-" + component(d.day, false)
		}
		if v, parseErr := Parse(text); parseErr == nil {
			err.Readings = []Reading{{Value: v, Reason: "a year that is not recorded"}}
		}
	}
	return err
}

func (l *looseParser) knownYear(d *looseDate) (string, error) {
	if d.year == 0 && (d.before || d.anno) {
		return "", l.refuse(d.at[0], RefusedNoDay, "a year from 1 on, as there is no year 0 before or after Christ")
	}
	y := d.year
	if d.before {
		y = 1 - y
	}
	return yearDigits(y), nil
}

// yearDigits writes an astronomical year in EDTF.
func yearDigits(y int64) string { return year{n: y}.String() }

// partText writes a season, quarter or half of a year.
func (l *looseParser) partText(d *looseDate, year string) (from, to string, err error) {
	code := d.part
	if code <= 24 && d.hemisphere != 0 {
		code += 4 * d.hemisphere
	}
	if d.month != 0 || d.day != 0 || len(year) > 5 {
		return "", "", l.refuse(d.start, RefusedWords, "either a season or part of a year, or a month")
	}
	text := fmt.Sprintf("%s-%d%s", year, code, d.q)
	return text, text, nil
}

// stretch is the part of a century, decade, year or month that a date names:
// from and to count its years, months or days from 0.
type stretch struct{ from, to int64 }

// stretches are the parts of a unit of so many years, months or days; days of
// a month are cut at its end.
type stretches struct {
	halves   [2]stretch
	quarters [4]stretch
	thirds   [3]stretch
	edges    [3]stretch // beginning, middle, end
}

// Where words are vague, early, middle and late are thirds. The beginning and
// the end of a year are narrower.
var (
	centuryParts = stretches{
		halves:   [2]stretch{{0, 49}, {50, 99}},
		quarters: [4]stretch{{0, 24}, {25, 49}, {50, 74}, {75, 99}},
		thirds:   [3]stretch{{0, 33}, {34, 66}, {67, 99}},
		edges:    [3]stretch{{0, 33}, {34, 66}, {67, 99}},
	}
	decadeParts = stretches{
		halves: [2]stretch{{0, 4}, {5, 9}},
		thirds: [3]stretch{{0, 3}, {4, 6}, {7, 9}},
		edges:  [3]stretch{{0, 3}, {4, 6}, {7, 9}},
	}
	yearParts = stretches{
		thirds: [3]stretch{{0, 3}, {4, 7}, {8, 11}},
		edges:  [3]stretch{{0, 2}, {4, 7}, {9, 11}},
	}
	monthParts = stretches{
		halves: [2]stretch{{0, 14}, {15, 30}},
		thirds: [3]stretch{{0, 9}, {10, 19}, {20, 30}},
		edges:  [3]stretch{{0, 9}, {10, 19}, {20, 30}},
	}
)

// of is the part that d names; false when the unit has no such part.
func (s stretches) of(d *looseDate) (stretch, bool) {
	var part stretch
	switch {
	case d.half != 0:
		part = s.halves[d.half-1]
	case d.quarter != 0:
		part = s.quarters[d.quarter-1]
	case d.tierce != 0:
		part = s.thirds[d.tierce-1]
	case d.third != 0:
		part = s.thirds[d.third-1]
	default:
		part = s.edges[d.edge-1]
	}
	return part, part != stretch{}
}

// partEnds writes a part of a century, decade, year or month.
func (l *looseParser) partEnds(d *looseDate) (from, to string, err error) {
	q := d.q
	if d.third != 0 || d.edge != 0 || d.tierce != 0 {
		q |= Approximate
	}
	if d.part != 0 || d.day != 0 || d.millennium != 0 || d.half != 0 && (d.third != 0 || d.edge != 0) {
		return "", "", l.refuse(d.start, RefusedWords, "early, late, a half or a quarter of one month, year, decade or century")
	}
	if d.hasYear && (d.century != 0 || d.decade >= 0) {
		return "", "", l.refuse(d.at[0], RefusedWords, "either a year or a decade or century")
	}
	if (d.hasYear || d.someYear) && d.month == 0 && (d.half != 0 || d.quarter != 0 || d.tierce != 0) {
		return l.codedPart(d)
	}
	first, s, err := l.unitOf(d)
	if err != nil {
		return "", "", err
	}
	part, ok := s.of(d)
	if !ok {
		return "", "", l.refuse(d.start, RefusedForm, "a part that this unit has, such as a quarter of a century")
	}
	d.vague = true
	if d.month != 0 {
		last := min(part.to+1, int64(daysIn(year{n: first}, int(d.month))))
		return l.daysOf(d, first, [2]int64{part.from + 1, last}, q)
	}
	if d.hasYear {
		y := yearDigits(first)
		return fmt.Sprintf("%s-%02d%s", y, part.from+1, q), fmt.Sprintf("%s-%02d%s", y, part.to+1, q), nil
	}
	return yearDigits(first+part.from) + q.String(), yearDigits(first+part.to) + q.String(), nil
}

// daysOf writes the days of a month from one to another, converted from the
// calendar of the date.
func (l *looseParser) daysOf(d *looseDate, y int64, days [2]int64, q Qualifier) (from, to string, err error) {
	var text [2]string
	for i, day := range days {
		converted, err := NewDay(y, time.Month(d.month), int(day))
		if d.calendar == Julian {
			converted, err = FromJulian(y, time.Month(d.month), int(day))
		}
		if err != nil {
			return "", "", l.refuse(d.at[1], RefusedNoDay, "a month from 01 to 12")
		}
		text[i] = converted.String() + q.String()
	}
	return text[0], text[1], nil
}

// codedPart writes the half, third or quarter of a year, which EDTF has codes
// for.
func (l *looseParser) codedPart(d *looseDate) (from, to string, err error) {
	y, err := l.yearText(d)
	if err != nil {
		return "", "", err
	}
	code := 39 + d.half
	switch {
	case d.quarter != 0:
		code = 32 + d.quarter
	case d.tierce != 0:
		code = 36 + d.tierce
	}
	coded := *d
	coded.half, coded.quarter, coded.tierce, coded.part = 0, 0, 0, code
	return l.partText(&coded, y)
}

// unitOf is what a part is of: the first year of it, and its parts.
func (l *looseParser) unitOf(d *looseDate) (int64, stretches, error) {
	y := d.year
	if d.before {
		y = 1 - y
	}
	switch {
	case d.hasYear && d.month != 0:
		return y, monthParts, nil
	case d.hasYear:
		return y, yearParts, nil
	case d.month != 0:
		return 0, stretches{}, l.noYear(d)
	case d.decade >= 0 && d.before:
		return 0, stretches{}, l.refuse(d.start, RefusedForm, "the years of that decade, as EDTF cannot write it")
	case d.decade >= 0 && d.decade < 10 && d.century != 0:
		return (d.century-1)*100 + d.decade*10, decadeParts, nil
	case d.decade >= 10 && d.century == 0:
		return d.decade * 10, decadeParts, nil
	case d.century != 0 && d.before:
		return -d.century*100 + 1, centuryParts, nil
	case d.century != 0 && d.decade < 0:
		return (d.century - 1) * 100, centuryParts, nil
	}
	return 0, stretches{}, l.refuse(d.start, RefusedNoUnit, "a year, decade or century beside its part")
}

// fiscalYear writes a business year as the days or months it has.
func (l *looseParser) fiscalYear(d *looseDate) (from, to string, err error) {
	if !d.hasYear || d.month != 0 || d.part != 0 || d.half != 0 || d.quarter != 0 || d.third != 0 || d.year > 9998 {
		return "", "", l.refuse(d.start, RefusedForm, "a whole business year, such as FY2019")
	}
	begins, parseErr := time.Parse("01-02", l.YearBegins)
	if parseErr != nil {
		return "", "", l.refuse(d.start, RefusedFiscal, "the months of that business year, as it is not known when it begins")
	}
	first, parseErr := NewDay(d.year, begins.Month(), begins.Day())
	if parseErr != nil {
		return "", "", l.refuse(d.start, RefusedNoDay, "a business year whose first day exists")
	}
	d.vague = true
	switch {
	case begins.YearDay() == 1:
		text := yearDigits(d.year) + d.q.String()
		return text, text, nil
	case d.fiscal == fiscalUnknown && l.fiscalEnds():
		first, _ = NewDay(d.year-1, begins.Month(), begins.Day())
	}
	next, _ := NewDay(first.year.n+1, begins.Month(), begins.Day())
	last := next.AddDays(-1)
	from, to = first.String(), last.String()
	if begins.Day() == 1 {
		from, to = from[:len(from)-3], to[:len(to)-3]
	}
	return from + d.q.String(), to + d.q.String(), nil
}

// fiscalEnds asks whether FY2019 is the business year that ends in 2019.
func (l *looseParser) fiscalEnds() bool {
	l.asked.fiscal = true
	return l.choice.fiscal
}
