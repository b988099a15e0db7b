package generate

import (
	"fmt"
	"time"

	"almanac.example/events"
	"almanac.example/events/edtf"
)

// zoneName is where the made-up timed events take place.
const zoneName = "Asia/Shanghai"

// grain is how exactly the date of a made-up event is known.
type grain uint8

const (
	aDay grain = iota
	someDays
	aMonth
	aSeason
	aYear
	aDecade
	aCentury
	anHour
)

// shares says how many of a hundred events have which grain. The older, the
// coarser; every row adds up to a hundred.
func shares(year int) [8]int {
	switch {
	case year >= 1990:
		return [8]int{aDay: 65, someDays: 9, aMonth: 11, aSeason: 2, aYear: 8, aDecade: 1, anHour: 4}
	case year >= 1900:
		return [8]int{aDay: 60, someDays: 6, aMonth: 16, aSeason: 2, aYear: 13, aDecade: 2, aCentury: 1}
	case year >= 1400:
		return [8]int{aDay: 30, someDays: 3, aMonth: 24, aSeason: 4, aYear: 29, aDecade: 7, aCentury: 3}
	default:
		return [8]int{aDay: 14, someDays: 1, aMonth: 20, aSeason: 5, aYear: 42, aDecade: 11, aCentury: 7}
	}
}

// span draws a date in the year, or one around it that is coarser.
func (g *generator) span(year int) (events.Span, error) {
	// Next to the turn of the eras the finer expressions would need care.
	if year > -100 && year < 100 {
		return early(year)
	}
	kind := g.grain(year)
	if kind == anHour {
		return g.hour(year), nil
	}
	v, err := edtf.Parse(g.expression(year, kind) + g.doubt(year, kind))
	if err != nil {
		return events.Span{}, fmt.Errorf("date: %w", err)
	}
	return events.On(v), nil
}

func (g *generator) grain(year int) grain {
	n := g.rand.IntN(100)
	for kind, share := range shares(year) {
		if n -= share; n < 0 {
			return g.fitting(year, grain(kind))
		}
	}
	return aDay
}

// fitting gives up a decade or century that is not wholly within the years
// asked for, or that has no end in plain years.
func (g *generator) fitting(year int, kind grain) grain {
	width := map[grain]int{aDecade: 10, aCentury: 100}[kind]
	if width == 0 {
		return kind
	}
	first := year / width * width // digits are cut off, so towards zero
	last := first + width - 1
	if year < 0 {
		first, last = first-width+1, first
	}
	if first < g.options.From || last > g.options.To || first < 100 && last > -100 {
		return aYear
	}
	return kind
}

func (g *generator) expression(year int, kind grain) string {
	switch kind {
	case someDays:
		first := g.dayOf(year)
		last := first.AddDate(0, 0, g.between(1, 6))
		if last.Year() != year {
			first, last = first.AddDate(0, 0, -7), last.AddDate(0, 0, -7)
		}
		return isoDay(first) + "/" + isoDay(last)
	case aMonth:
		return fmt.Sprintf("%s-%02d", isoYear(year), g.between(1, 12))
	case aSeason: // spring to autumn; whether winter crosses the year is a matter of taste
		return fmt.Sprintf("%s-%d", isoYear(year), g.between(21, 23))
	case aYear:
		return isoYear(year)
	case aDecade:
		s := isoYear(year)
		return s[:len(s)-1] + "X"
	case aCentury:
		s := isoYear(year)
		return s[:len(s)-2] + "XX"
	default:
		return isoDay(g.dayOf(year))
	}
}

// doubt marks some dates as uncertain or approximate, old ones more often.
func (g *generator) doubt(year int, kind grain) string {
	percent := 1
	if year < 1900 {
		percent = 12
	}
	if kind != aDay && kind != aMonth && kind != aYear || !g.chance(percent) {
		return ""
	}
	if kind == aDay {
		return "?"
	}
	return draw(g.rand, []string{"?", "~", "~", "%"})
}

// hour draws an occasion of an hour or more with the wall clock of zoneName.
func (g *generator) hour(year int) events.Span {
	day := g.dayOf(year)
	start := day.Add(time.Duration(g.between(8*2, 20*2)) * 30 * time.Minute)
	end := start.Add(time.Duration(g.between(2, 7)) * 30 * time.Minute)
	return events.Span{Start: events.WallClock(start, g.zone), End: events.WallClock(end, g.zone), Zone: zoneName}
}

// dayOf draws a day of the year, in the proleptic Gregorian calendar that EDTF
// uses, as midnight UTC.
func (g *generator) dayOf(year int) time.Time {
	first := time.Date(year, time.January, 1, 0, 0, 0, 0, time.UTC)
	return first.AddDate(0, 0, g.rand.IntN(first.AddDate(1, 0, -1).YearDay()))
}

// early is a year next to the turn of the eras, with the words of its era.
func early(year int) (events.Span, error) {
	v, err := edtf.Parse(isoYear(year))
	if err != nil {
		return events.Span{}, fmt.Errorf("date: %w", err)
	}
	span := events.On(v)
	switch {
	case year > 0:
		span.AsWritten = events.Localised{"zh": fmt.Sprintf("公元%d年", year), "en": fmt.Sprintf("AD %d", year)}
	case year == 0:
		span.AsWritten = events.Localised{"zh": "公元前1年", "en": "1 BC"}
	}
	return span, nil
}

func isoYear(year int) string {
	if year < 0 {
		return fmt.Sprintf("-%04d", -year)
	}
	return fmt.Sprintf("%04d", year)
}

func isoDay(t time.Time) string {
	return fmt.Sprintf("%s-%02d-%02d", isoYear(t.Year()), t.Month(), t.Day())
}
