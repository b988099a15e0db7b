package address

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"almanac.example/events"
	"almanac.example/events/edtf"
	"almanac.example/web/moment"
	"almanac.example/web/words"
)

// Unit is a scale of the calendar that has pages.
type Unit int

// The scales, wide to narrow. NoUnit is that of no period.
const (
	NoUnit Unit = iota
	Century
	Decade
	Year
	Month
	Day
)

// Period is a stretch of the calendar that has a page of its own.
type Period struct {
	Unit  Unit
	Year  int64 // the astronomical year; of a decade the one that names it; of a century its number
	Month int   // 1 to 12 from Month on
	Day   int   // 1 to 31 for Day
}

// The years between which decades and centuries are named.
const (
	LastNamedYear  = 9999
	firstNamedYear = -9999
)

// PeriodOf reads the period of a selection; the zero period if it is none
// that has a page.
func PeriodOf(v edtf.Value) Period {
	first, ok := v.Earliest()
	if !ok || v.IsInterval() || v.IsSet() || v.Uncertain() || v.Approximate() {
		return Period{}
	}
	y, ok := YearOf(first)
	if !ok {
		return Period{}
	}
	p := Period{Year: y, Month: int(first.Month()), Day: first.Day()}
	switch v.Precision() {
	case edtf.PrecisionDay:
		p.Unit = Day
	case edtf.PrecisionMonth:
		p.Unit, p.Day = Month, 0
	case edtf.PrecisionYear:
		p.Unit, p.Month, p.Day = Year, 0, 0
	case edtf.PrecisionDecade:
		return PeriodIn(Decade, y)
	case edtf.PrecisionCentury:
		return PeriodIn(Century, y)
	default:
		return Period{}
	}
	return p
}

// YearOf is the year of a day, if that year has a page.
func YearOf(d edtf.Day) (int64, bool) {
	y, ok := d.Year()
	return y, ok && y >= -events.MaxYear && y <= events.MaxYear
}

// DecadeOf is the year that names the decade of y: 2010 of 2019, -220 of -221.
// As in EDTF's 201X and -022X the digits count, whatever the sign.
func DecadeOf(y int64) int64 { return y / 10 * 10 }

// CenturyOf is the number of the century of y: 21 of 2019 (20XX), -3 of -220
// (-02XX), the third century BC.
func CenturyOf(y int64) int {
	if y < 0 {
		return int(y/100 - 1)
	}
	return int(y/100 + 1)
}

// Path is the period's address after the language.
func (p Period) Path() string {
	switch p.Unit {
	case Century:
		return "/c/" + strconv.FormatInt(p.Year, 10)
	case Decade:
		return "/d/" + PadYear(p.Year) + "s"
	case Year:
		return "/" + PadYear(p.Year)
	case Month:
		return fmt.Sprintf("/%s/%02d", PadYear(p.Year), p.Month)
	case Day:
		return fmt.Sprintf("/%s/%02d/%02d", PadYear(p.Year), p.Month, p.Day)
	}
	return "/all"
}

// EDTF is the period as an EDTF expression: 20XX, 201X, 2019, 2019-05.
func (p Period) EDTF() string {
	switch p.Unit {
	case Century:
		if p.Year < 0 {
			return fmt.Sprintf("-%02dXX", -p.Year-1)
		}
		return fmt.Sprintf("%02dXX", p.Year-1)
	case Decade:
		text := PadYear(p.Year)
		return text[:len(text)-1] + "X"
	case Year:
		if !Named(p.Year) {
			return "Y" + PadYear(p.Year)
		}
	}
	return strings.ReplaceAll(strings.TrimPrefix(p.Path(), "/"), "/", "-")
}

// PadYear writes a year with at least four digits.
func PadYear(y int64) string {
	if y < 0 {
		return fmt.Sprintf("-%04d", -y)
	}
	return fmt.Sprintf("%04d", y)
}

// Name words the period as a heading.
func (p Period) Name(w words.Language) string {
	switch p.Unit {
	case Century:
		return w.Century(int(p.Year))
	case Decade:
		return w.Decade(p.Year)
	case Year:
		return w.Year(p.Year)
	case Month:
		return w.MonthOf(p.Month, p.Year)
	case Day:
		d, _ := edtf.NewDay(p.Year, time.Month(p.Month), p.Day)
		return w.Date(d)
	}
	return w.Text("all")
}

// ShortName words the period where its parent is named beside it.
func (p Period) ShortName(w words.Language) string {
	switch {
	case p.Unit == Month:
		return w.MonthShort(p.Month)
	case p.Unit == Day:
		return w.DayOfMonth(p.Day)
	}
	return p.Name(w)
}

// Named reports whether decades and centuries have names around the year.
func Named(y int64) bool { return y >= firstNamedYear && y <= LastNamedYear }

// Parents lists the periods around p, widest first.
func (p Period) Parents() []Period {
	var list []Period
	for _, u := range []Unit{Century, Decade} {
		if around := PeriodIn(u, p.Year); p.Unit > u && around.Unit == u {
			list = append(list, around)
		}
	}
	if p.Unit > Year {
		list = append(list, Period{Unit: Year, Year: p.Year})
	}
	if p.Unit > Month {
		list = append(list, Period{Unit: Month, Year: p.Year, Month: p.Month})
	}
	return list
}

// Years gives the first and last astronomical year of a period.
func (p Period) Years() (first, last int64) {
	switch p.Unit {
	case Century:
		if p.Year < 0 {
			return (p.Year+1)*100 - 99, (p.Year + 1) * 100
		}
		return (p.Year - 1) * 100, (p.Year-1)*100 + 99
	case Decade:
		if p.Year < 0 {
			return p.Year - 9, p.Year
		}
		return p.Year, p.Year + 9
	}
	return p.Year, p.Year
}

// Neighbours finds the nearest periods of the same scale, before and after,
// that hold something; ok is false where there is none.
func (p Period) Neighbours(t *moment.Moment) (before, after Period) {
	if p.Unit < Century || p.Unit == Day {
		return Period{}, Period{}
	}
	if p.Unit == Month {
		return p.monthNeighbours(t)
	}
	first, last := p.Years()
	if y, ok := t.YearBefore(first); ok {
		before = SameUnit(p.Unit, y)
	}
	if y, ok := t.YearAfter(last); ok {
		after = SameUnit(p.Unit, y)
	}
	return before, after
}

// PeriodIn is the year, decade or century that holds the year; the zero period
// where there is none: decades and centuries have names in years of four digits
// only, and the years -9 to -1 have no decade, whose name would be that of the
// years 0 to 9.
func PeriodIn(u Unit, y int64) Period {
	switch {
	case u == Year:
		return Period{Unit: Year, Year: y}
	case !Named(y) || u == Decade && y < 0 && DecadeOf(y) == 0:
		return Period{}
	case u == Decade:
		return Period{Unit: Decade, Year: DecadeOf(y)}
	}
	return Period{Unit: Century, Year: int64(CenturyOf(y))}
}

// SameUnit is PeriodIn, or the year itself where there is no such period.
func SameUnit(u Unit, y int64) Period {
	if p := PeriodIn(u, y); p.Unit != NoUnit {
		return p
	}
	return Period{Unit: Year, Year: y}
}

// monthNeighbours are the months next to p; years without end have none.
func (p Period) monthNeighbours(t *moment.Moment) (before, after Period) {
	if y, m, ok := t.MonthBefore(p.Year, p.Month); ok {
		before = Period{Unit: Month, Year: y, Month: m}
	}
	if y, m, ok := t.MonthAfter(p.Year, p.Month); ok {
		after = Period{Unit: Month, Year: y, Month: m}
	}
	return before, after
}

// DaysIn is how many days a month has.
func DaysIn(year int64, month int) int {
	return edtf.LastDayOfMonth(year, time.Month(month)).Day()
}

// Anchor is the fragment of a month's section on its year's page.
func (p Period) Anchor() string { return fmt.Sprintf("m%02d", p.Month) }

// Tick is the shortest name of a period, for under a bar.
func (p Period) Tick(w words.Language) string {
	switch p.Unit {
	case Century:
		return w.CenturyTick(int(p.Year))
	case Month:
		return w.MonthTick(p.Month)
	case Year, Decade:
		if p.Year > 0 {
			return strconv.FormatInt(p.Year, 10)
		}
		return p.Name(w)
	}
	return ""
}
