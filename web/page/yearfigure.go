package page

import (
	"fmt"
	"html/template"
	"strings"
	"time"

	"almanac.example/events"
	"almanac.example/events/edtf"
	"almanac.example/web/address"
	"almanac.example/web/figure"
	"almanac.example/web/words"
)

// yearFigure draws a year. What a filter leaves out is drawn pale, so that the
// share stays visible.
func yearFigure(v *names, year int64, list []*events.Event, l listing) *figure.Year {
	var months [13][]figure.Block
	for _, e := range list {
		if m, ok := monthIn(e.Span, year); ok {
			b := blockOf(v, e, l)
			b.Outside = l.outside != nil && l.outside(e)
			months[m] = append(months[m], b)
		}
	}
	columns := make([]figure.Column, 13)
	for i := range columns {
		m := (i + 1) % 13
		columns[i] = yearColumn(v, m)
		columns[i].Blocks = months[m]
	}
	f := figure.NewYear(columns, v.Language)
	if f.Bars {
		f.Caption = v.Text("figureBars", v.Entries(f.Total), v.Number(f.Most))
	} else {
		f.Caption = v.Text("figureBlocks", v.Entries(f.Total))
	}
	return f
}

func blockOf(v *names, e *events.Event, l listing) figure.Block {
	text, _ := e.In(v.Lang)
	return figure.Block{
		Mark: words.MarkClass(e.Span), Weight: weightClass(e, text.Summary != ""), Filters: filterClasses(e.Tags, l.filters),
		Key: e.Key, Incomplete: e.Span.Kind() >= events.KindMonth,
	}
}

// yearColumn labels the column of a month, or of what is known only to the year.
func yearColumn(v *names, m int) figure.Column {
	if m == 0 {
		return figure.Column{Label: v.Text("inYearShort"), Words: true, Href: "#m13"}
	}
	c := figure.Column{Label: v.MonthTick(m), Href: fmt.Sprintf("#m%02d", m)}
	if unit, ok := strings.CutPrefix(v.MonthShort(m), c.Label); ok {
		c.Unit = unit
	}
	return c
}

// monthIn tells in which column of a year an event is drawn: 1 to 12, or 0 for
// what is known only to the year. Not drawn is what began earlier or fixes no
// year.
func monthIn(s events.Span, year int64) (int, bool) {
	first, ok := s.First()
	if !ok || s.Kind() == events.KindCoarse {
		return 0, false
	}
	y, ok := first.Year()
	if !ok || y != year {
		return 0, false
	}
	if s.Kind() == events.KindYear {
		return 0, true
	}
	return int(first.Month()), true
}

// rulerOf draws a month.
func rulerOf(v *names, p address.Period, list []*events.Event, l listing) template.HTML {
	m := figure.Month{Length: address.DaysIn(p.Year, p.Month), Crowded: l.density != roomy}
	vague := 0
	for _, e := range list {
		from, to, ok := daysIn(e.Span, p.Year, p.Month)
		switch {
		case ok:
			text, _ := e.In(v.Lang)
			class := "x " + weightClass(e, text.Summary != "") + filterClasses(e.Tags, l.filters)
			m.Spans = append(m.Spans, figure.Days{From: from, To: to, Class: class, Key: e.Key})
		case e.Span.Kind() == events.KindMonth:
			vague++
			m.VagueClasses += filterClasses(e.Tags, l.filters)
		}
	}
	if vague > 0 {
		m.Vague = v.Text("rulerUnknown", vague)
	}
	return figure.Ruler(m)
}

// daysIn clips a span of exact days to a month.
func daysIn(s events.Span, year int64, month int) (from, to int, ok bool) {
	if k := s.Kind(); k != events.KindDay && k != events.KindRange {
		return 0, 0, false
	}
	first, _ := s.First()
	last, _ := s.Last()
	start, err := edtf.NewDay(year, time.Month(month), 1)
	if err != nil {
		return 0, 0, false
	}
	end := edtf.LastDayOfMonth(year, time.Month(month))
	if last.Before(start) || first.After(end) {
		return 0, 0, false
	}
	if first.Before(start) {
		first = start
	}
	if last.After(end) {
		last = end
	}
	return first.Day(), last.Day(), true
}
