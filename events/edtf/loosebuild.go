package edtf

import (
	"fmt"
	"strings"
)

// ends writes a settled date in EDTF: the same twice, or the two ends of the
// first, second or last third of a month.
func (l *looseParser) ends(d *looseDate) (from, to string, err error) {
	year, err := l.yearText(d)
	if err != nil {
		return "", "", err
	}
	if d.third != 0 {
		return l.thirds(d, year)
	}
	switch {
	case d.ordinal != 0:
		return "", "", l.failAt(d.start, "a quarter or half of a year after the ordinal number")
	case d.part != 0:
		return l.partText(d, year)
	}
	text := year
	month, err := component(d.month, d.someMonth)
	if err != nil {
		return "", "", l.failAt(d.at[1], err.Error())
	}
	day, err := component(d.day, d.someDay)
	if err != nil {
		return "", "", l.failAt(d.at[2], err.Error())
	}
	if day != "" && month == "" {
		return "", "", l.failAt(d.at[2], "the month of that day")
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
// and nothing for one that is not mentioned.
func component(n int64, unknown bool) (string, error) {
	switch {
	case n > 99:
		return "", fmt.Errorf("a number of one or two digits")
	case n > 0:
		return fmt.Sprintf("%02d", n), nil
	case unknown:
		return "XX", nil
	}
	return "", nil
}

// yearText writes the year, decade, century or millennium.
func (l *looseParser) yearText(d *looseDate) (string, error) {
	sign, digits := "", ""
	switch {
	case d.hasYear && (d.century != 0 || d.decade >= 0 || d.millennium != 0):
		return "", l.failAt(d.at[0], "either a year or a decade or century")
	case d.hasYear:
		return l.knownYear(d)
	case d.decade >= 0 && d.century != 0 && d.decade < 10 && !d.before:
		digits = fmt.Sprintf("%03dX", (d.century-1)*10+d.decade)
	case d.decade >= 100 && d.century == 0 && !d.before:
		digits = fmt.Sprintf("%03dX", d.decade)
	case d.decade >= 0:
		return "", l.failAt(d.start, "the century of that decade")
	case d.century != 0:
		digits = fmt.Sprintf("%02dXX", d.century-1)
		if d.before {
			sign = "-"
		}
	case d.millennium != 0 && !d.before:
		digits = fmt.Sprintf("%dXXX", d.millennium-1)
	case d.someYear:
		digits = "XXXX"
	default:
		return "", l.failAt(d.start, "a year")
	}
	if len(digits) > 4 || digits == "00XX" && d.before {
		return "", l.failAt(d.start, "a decade or century of the years 1 to 9999")
	}
	return sign + digits, nil
}

func (l *looseParser) knownYear(d *looseDate) (string, error) {
	switch {
	case d.before && d.year == 0 || d.anno && d.year == 0:
		return "", l.failAt(d.at[0], "a year from 1 on, as there is no year 0 before or after Christ")
	case d.before && d.year == 1:
		return "0000", nil
	case d.before && d.year <= 10000:
		return fmt.Sprintf("-%04d", d.year-1), nil
	case d.before:
		return fmt.Sprintf("Y-%d", d.year-1), nil
	case d.year > 9999:
		return fmt.Sprintf("Y%d", d.year), nil
	}
	return fmt.Sprintf("%04d", d.year), nil
}

// partText writes a season, quarter or half of a year.
func (l *looseParser) partText(d *looseDate, year string) (from, to string, err error) {
	code := d.part
	if code <= 24 && d.hemisphere != 0 {
		code += 4 * d.hemisphere
	}
	if d.month != 0 || d.day != 0 || strings.HasPrefix(year, "Y") {
		return "", "", l.failAt(d.start, "either a season or part of a year, or a month")
	}
	text := fmt.Sprintf("%s-%d%s", year, code, d.q)
	return text, text, nil
}

// thirds writes early, middle or late in a month as the days 1 to 10, 11 to 20
// or 21 to the end, approximately.
func (l *looseParser) thirds(d *looseDate, yearText string) (from, to string, err error) {
	if !d.hasYear || d.month == 0 || d.month > 12 || d.day != 0 || d.part != 0 || strings.HasPrefix(yearText, "Y") {
		return "", "", l.failAt(d.start, "a month with its year beside early, mid or late (上旬、中旬、下旬)")
	}
	y := d.year
	if d.before {
		y = 1 - y
	}
	first := 10*d.third - 9
	last := 10 * d.third
	if d.third == 3 {
		last = int64(daysIn(year{n: y}, int(d.month)))
	}
	q := d.q | Approximate
	month := fmt.Sprintf("%s-%02d", yearText, d.month)
	return fmt.Sprintf("%s-%02d%s", month, first, q), fmt.Sprintf("%s-%02d%s", month, last, q), nil
}
