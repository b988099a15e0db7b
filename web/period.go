package web

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"almanac.example/events"
	"almanac.example/events/edtf"
	"almanac.example/web/words"
)

// unit is a scale of the calendar that has pages.
type unit int

const (
	noUnit unit = iota
	centuryUnit
	decadeUnit
	yearUnit
	monthUnit
	dayUnit
)

// period is a stretch of the calendar that has a page of its own.
type period struct {
	unit  unit
	year  int64 // the astronomical year; of a decade the one that names it; of a century its number
	month int   // 1 to 12 from monthUnit on
	day   int   // 1 to 31 for dayUnit
}

// The years between which decades and centuries are named.
const (
	lastNamedYear  = 9999
	firstNamedYear = -9999
)

// periodOf reads the period of a selection; the zero period if it is none
// that has a page.
func periodOf(v edtf.Value) period {
	first, ok := v.Earliest()
	if !ok || v.IsInterval() || v.IsSet() || v.Uncertain() || v.Approximate() {
		return period{}
	}
	y, ok := pageYear(first)
	if !ok {
		return period{}
	}
	p := period{year: y, month: int(first.Month()), day: first.Day()}
	switch v.Precision() {
	case edtf.PrecisionDay:
		p.unit = dayUnit
	case edtf.PrecisionMonth:
		p.unit, p.day = monthUnit, 0
	case edtf.PrecisionYear:
		p.unit, p.month, p.day = yearUnit, 0, 0
	case edtf.PrecisionDecade:
		return periodIn(decadeUnit, y)
	case edtf.PrecisionCentury:
		return periodIn(centuryUnit, y)
	default:
		return period{}
	}
	return p
}

// pageYear is the year of a day, if that year has a page.
func pageYear(d edtf.Day) (int64, bool) {
	y, ok := d.Year()
	return y, ok && y >= -events.MaxYear && y <= events.MaxYear
}

// decadeOf is the year that names the decade of y: 2010 of 2019, -220 of -221.
// As in EDTF's 201X and -022X the digits count, whatever the sign.
func decadeOf(y int64) int64 { return y / 10 * 10 }

// centuryOf is the number of the century of y: 21 of 2019 (20XX), -3 of -220
// (-02XX), the third century BC.
func centuryOf(y int64) int {
	if y < 0 {
		return int(y/100 - 1)
	}
	return int(y/100 + 1)
}

// path is the period's address after the language.
func (p period) path() string {
	switch p.unit {
	case centuryUnit:
		return "/c/" + strconv.FormatInt(p.year, 10)
	case decadeUnit:
		return "/d/" + padYear(p.year) + "s"
	case yearUnit:
		return "/" + padYear(p.year)
	case monthUnit:
		return fmt.Sprintf("/%s/%02d", padYear(p.year), p.month)
	case dayUnit:
		return fmt.Sprintf("/%s/%02d/%02d", padYear(p.year), p.month, p.day)
	}
	return "/all"
}

// edtf is the period as an EDTF expression: 20XX, 201X, 2019, 2019-05.
func (p period) edtf() string {
	switch p.unit {
	case centuryUnit:
		if p.year < 0 {
			return fmt.Sprintf("-%02dXX", -p.year-1)
		}
		return fmt.Sprintf("%02dXX", p.year-1)
	case decadeUnit:
		text := padYear(p.year)
		return text[:len(text)-1] + "X"
	case yearUnit:
		if !namedYear(p.year) {
			return "Y" + padYear(p.year)
		}
	}
	return strings.ReplaceAll(strings.TrimPrefix(p.path(), "/"), "/", "-")
}

// padYear writes a year with at least four digits.
func padYear(y int64) string {
	if y < 0 {
		return fmt.Sprintf("-%04d", -y)
	}
	return fmt.Sprintf("%04d", y)
}

// name words the period as a heading.
func (p period) name(w words.Language) string {
	switch p.unit {
	case centuryUnit:
		return w.Century(int(p.year))
	case decadeUnit:
		return w.Decade(p.year)
	case yearUnit:
		return w.Year(p.year)
	case monthUnit:
		if w.Chinese() {
			return w.Year(p.year) + w.MonthShort(p.month)
		}
		return w.MonthName(p.month) + " " + w.Year(p.year)
	case dayUnit:
		d, _ := edtf.NewDay(p.year, monthOf(p.month), p.day)
		return w.Date(d)
	}
	return w.Text("all")
}

// shortName words the period where its parent is named beside it.
func (p period) shortName(w words.Language) string {
	switch {
	case p.unit == monthUnit:
		return w.MonthShort(p.month)
	case p.unit == dayUnit && w.Chinese():
		return strconv.Itoa(p.day) + "日"
	case p.unit == dayUnit:
		return strconv.Itoa(p.day)
	}
	return p.name(w)
}

// named reports whether decades and centuries have names around the year.
func namedYear(y int64) bool { return y >= firstNamedYear && y <= lastNamedYear }

// parents lists the periods around p, widest first.
func (p period) parents() []period {
	var list []period
	for _, u := range []unit{centuryUnit, decadeUnit} {
		if around := periodIn(u, p.year); p.unit > u && around.unit == u {
			list = append(list, around)
		}
	}
	if p.unit > yearUnit {
		list = append(list, period{unit: yearUnit, year: p.year})
	}
	if p.unit > monthUnit {
		list = append(list, period{unit: monthUnit, year: p.year, month: p.month})
	}
	return list
}

// yearsOf gives the first and last astronomical year of a period.
func (p period) years() (first, last int64) {
	switch p.unit {
	case centuryUnit:
		if p.year < 0 {
			return (p.year+1)*100 - 99, (p.year + 1) * 100
		}
		return (p.year - 1) * 100, (p.year-1)*100 + 99
	case decadeUnit:
		if p.year < 0 {
			return p.year - 9, p.year
		}
		return p.year, p.year + 9
	}
	return p.year, p.year
}

// neighbours finds the nearest periods of the same scale, before and after,
// that hold something; ok is false where there is none.
func (p period) neighbours(t *moment) (before, after period) {
	if p.unit < centuryUnit || p.unit == dayUnit {
		return period{}, period{}
	}
	if p.unit == monthUnit {
		return p.monthNeighbours(t)
	}
	first, last := p.years()
	if y, ok := t.YearBefore(first); ok {
		before = sameUnit(p.unit, y)
	}
	if y, ok := t.YearAfter(last); ok {
		after = sameUnit(p.unit, y)
	}
	return before, after
}

// periodIn is the year, decade or century that holds the year; the zero period
// where there is none: decades and centuries have names in years of four digits
// only, and the years -9 to -1 have no decade, whose name would be that of the
// years 0 to 9.
func periodIn(u unit, y int64) period {
	switch {
	case u == yearUnit:
		return period{unit: yearUnit, year: y}
	case !namedYear(y) || u == decadeUnit && y < 0 && decadeOf(y) == 0:
		return period{}
	case u == decadeUnit:
		return period{unit: decadeUnit, year: decadeOf(y)}
	}
	return period{unit: centuryUnit, year: int64(centuryOf(y))}
}

// sameUnit is periodIn, or the year itself where there is no such period.
func sameUnit(u unit, y int64) period {
	if p := periodIn(u, y); p.unit != noUnit {
		return p
	}
	return period{unit: yearUnit, year: y}
}

// monthNeighbours are the months next to p; years without end have none.
func (p period) monthNeighbours(t *moment) (before, after period) {
	if y, m, ok := t.MonthBefore(p.year, p.month); ok {
		before = period{unit: monthUnit, year: y, month: m}
	}
	if y, m, ok := t.MonthAfter(p.year, p.month); ok {
		after = period{unit: monthUnit, year: y, month: m}
	}
	return before, after
}

func monthOf(m int) time.Month { return time.Month(m) }
