package page

import (
	"context"
	"fmt"
	"html/template"
	"strconv"
	"strings"
	"time"

	"almanac.example/events"
	"almanac.example/events/edtf"
	"almanac.example/events/timeline"
	"almanac.example/web/address"
	"almanac.example/web/figure"
	"almanac.example/web/words"
)

// arrangeYear is the timeline of one year.
type yearPage struct {
	frame
	Scale         []link
	Before, After link
	Number        string    // the year in large numerals
	Unit          string    // beside it, where it needs a word: BC
	Name          words.Run // the record's name
	OtherName     words.Run
	Figure        *figure.Year
	Filter        filterForm
	Legend        []legendLine
	Sections      []section
	Empty         *emptyState
	Shown         string // "6 of 31 entries" when a filter is in force
	Print         string // address of all of it on one page, where it is not
}

// legendLine explains one mark.
type legendLine struct {
	Class string
	Text  string
	N     int
}

// emptyState says that there is nothing here, and where there is something.
type emptyState struct {
	Title string
	Text  string
	Links []link
}

// The numbers of entries up to which a year page shows all of them, and up to
// which it shows the important ones; beyond, each month shows its first few.
const (
	yearAll       = 100
	yearImportant = 400
	monthTop      = 5
	importantTop  = 8
)

func buildYear(_ context.Context, v *Visit) (answer, error) {
	return answer{template: "year", page: arrangeYear(v), lang: v.Lang}, nil
}

// oneYear is what the page of a year shows.
type oneYear struct {
	address.Period
	list  []*events.Event // what the filter leaves, in the chronicle's order
	whole []*events.Event // without a filter
}

// agendaOf lists the year that an address asks for.
func agendaOf(v *Visit) oneYear {
	y := oneYear{Period: address.PeriodOf(v.target.Selection.In), list: yearAgenda(v, v.target.Selection)}
	y.whole = y.list
	if len(v.target.Query) > 0 {
		y.whole = yearAgenda(v, events.Selection{In: v.target.Selection.In})
	}
	return y
}

// limits reports whether the page shows only a part of the year.
func (y oneYear) limits(v *Visit) bool {
	return len(y.list) > yearAll && !(v.choices.Print && len(y.list) <= printSize)
}

// arrangeYear arranges a year in the chronicle's order.
func arrangeYear(v *Visit) *yearPage {
	y := agendaOf(v)
	page := &yearPage{Filter: filterOf(v, timeline.CountOf(y.whole), len(y.list) <= yearAll), Legend: legendOf(v, timeline.CountOf(y.list))}
	l := listing{filters: page.Filter.Instant(), density: densityFor(len(y.list)), anchors: map[events.ID]bool{}, newest: v.newest()}
	page.Sections = v.yearSections(y, l, y.limits(v))
	if y.limits(v) && len(y.list) <= printSize {
		page.Print = v.here(map[string][]string{"print": {"1"}})
	}
	page.Scale = scaleLinks(v, y.Period)
	page.Before, page.After = besideLinks(v, y.Period)
	page.Number, page.Unit = yearNumber(&v.names, y.Year)
	page.Name = v.siteName()
	page.OtherName = v.otherName()
	if len(y.whole) > 0 {
		l.outside = outsideOf(y.list, y.whole)
		page.Figure = yearFigure(&v.names, y.Year, y.whole, l)
	}
	switch n := len(y.list); {
	case n == 0:
		page.Empty = emptyPeriod(v, y.Period, len(y.whole))
	case len(v.target.Query) > 0:
		page.Shown = v.Text("shown", v.Number(n), v.Language.Entries(len(y.whole)))
	}
	name := y.Name(v.Language)
	page.frame = frameOf(v, heading{
		title: titled(v, words.Run{Text: name}), description: describeList(v, name, y.list), nav: "timeline", noIndex: len(y.list) == 0,
		image: "/og" + y.Path() + ".png",
		data:  collection(v, name+" "+page.Name.Text, v.absolute(v.here(nil)), y.list),
	})
	return page
}

// important picks up to n for a month: only important ones if there are some
// and onlyKey is wanted.
func important(list []*events.Event, n int, onlyKey bool) []*events.Event {
	if key := keyOf(list); onlyKey && len(key) > 0 && len(key) <= n {
		return key
	}
	return keyFirst(list, n)
}

// outsideOf reports which events of the whole the filter leaves out; nil if
// none.
func outsideOf(list, whole []*events.Event) func(*events.Event) bool {
	if len(list) == len(whole) {
		return nil
	}
	in := make(map[events.ID]bool, len(list))
	for _, e := range list {
		in[e.ID] = true
	}
	return func(e *events.Event) bool { return !in[e.ID] }
}

// yearNumber splits the year for the large numerals.
func yearNumber(v *names, y int64) (number, unit string) {
	if y > 0 {
		return strconv.FormatInt(y, 10), ""
	}
	return strconv.FormatInt(1-y, 10), v.Text("era")
}

// legendOf explains the marks that the page shows.
func legendOf(v *Visit, c *timeline.Count) []legendLine {
	var list []legendLine
	for k, class := range []string{"k-day", "k-range", "k-month", "k-year", "k-coarse"} {
		if n := c.Kinds[k]; n > 0 {
			list = append(list, legendLine{class, v.Text("legend." + class), n})
		}
	}
	return list
}

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
