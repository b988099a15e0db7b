package web

import (
	"cmp"
	"context"
	"html/template"
	"slices"
	"strconv"

	"almanac.example/events"
	"almanac.example/web/address"
	"almanac.example/web/figure"
	"almanac.example/web/words"
)

// scalePage shows everything, a century or a decade in rows of bars.
type scalePage struct {
	frame
	Scale         []link
	Before, After link
	Heading       words.Run
	Sub           string
	Caption       string
	Filter        filterForm
	Rows          []row
	Rest          []section // what is known to no year
	Empty         *emptyState
}

// row is one period of a scale page: its bars and its important entries.
type row struct {
	ID      string
	Name    string
	Href    string
	Count   string
	Figure  labelledBars
	Tops    []top
	TopsFew bool
}

// top is an entry in its shortest form.
type top struct {
	Date  template.HTML
	Href  string
	Title words.Run
}

// The limits that keep a scale page below 1,500 elements.
const (
	rowsWithLabels = 20
	rowsWithTops   = 30
	rowsMost       = 60
	topsEach       = 3
)

func (s *Server) buildScale(_ context.Context, v *visit) (pageAnswer, error) {
	return pageAnswer{template: "scale", page: v.scalePage(), lang: v.Lang}, nil
}

// scalePage arranges the whole record or a wide period, newest first.
func (v *visit) scalePage() *scalePage {
	p := address.PeriodOf(v.target.Selection.In)
	list := v.timeline.Select(v.target.Selection)
	count := v.count(list)
	page := &scalePage{Scale: v.scale(p), Heading: v.siteName(), Filter: v.filterOf(count, false)}
	name := v.Text("nav.all")
	if p.Unit != address.NoUnit {
		name = p.Name(v.Language)
		page.Heading = words.Run{Text: name}
		page.Before, page.After = v.beside(p)
	}
	page.Rows, page.Caption = v.rows(p, list, count)
	page.Sub = v.extent(count)
	if coarse := count.Coarse; len(coarse) > 0 {
		l := listing{scope: words.InNothing, density: compact}
		shown := keyFirst(coarse, topsEach*5)
		s := v.textSection("coarse", "undated", shown, l)
		if rest := len(coarse) - len(shown); rest > 0 {
			s.Count = v.Language.Entries(len(coarse))
			s.More = link{Run: words.Run{Text: v.Text("more", words.Number(rest))}, Href: v.link("/list", v.target.Selection.Values())}
		}
		page.Rest = []section{s}
	}
	if len(list) == 0 {
		page.Empty = v.emptyScale(p)
	}
	page.frame = v.frame(heading{
		title: v.titled(name), description: v.describeList(name, list), nav: "timeline", noIndex: len(list) == 0,
		data: v.collection(name, v.absolute(v.here(nil)), keyFirst(list, 30)),
	})
	return page
}

func (v *visit) emptyScale(p address.Period) *emptyState {
	if v.timeline.Count().Total == 0 {
		return v.emptyRecord()
	}
	unfiltered := 0
	if len(v.target.Query) > 0 {
		unfiltered = len(v.timeline.Select(events.Selection{In: v.target.Selection.In}))
	}
	return v.emptyPeriod(p, unfiltered)
}

// extent says how much there is and from when to when.
func (v *visit) extent(c *events.Count) string {
	first, last, ok := c.Span()
	switch {
	case !ok:
		return v.Text("extent.none", v.Language.Entries(c.Total))
	case first == last:
		return v.Text("extent.one", v.Language.Entries(c.Total), v.Year(first))
	}
	return v.Text("extent.many", v.Language.Entries(c.Total), v.Year(first), v.Year(last))
}

// rows chooses the scale of the rows: one step below the page's own, and on
// the page of everything the widest that still divides the record.
func (v *visit) rows(p address.Period, list []*events.Event, c *events.Count) ([]row, string) {
	u := v.rowUnit(p, c)
	parts := partition(u, list)
	var totals []int
	for _, part := range parts {
		totals = append(totals, barCounts(part.period, part.events)...)
	}
	s := figure.ScaleFor(totals)
	slices.Reverse(parts)
	var rows []row
	for _, part := range parts[:min(len(parts), rowsMost)] {
		rows = append(rows, v.row(part, s, len(parts)))
	}
	bar := "bar.year"
	if u == address.Year {
		bar = "bar.month"
	}
	return rows, v.caption(s, bar)
}

func (v *visit) rowUnit(p address.Period, c *events.Count) address.Unit {
	switch p.Unit {
	case address.Century:
		return address.Decade
	case address.Decade:
		return address.Year
	}
	first, last, _ := c.Span()
	switch {
	case address.CenturyOf(first) != address.CenturyOf(last):
		return address.Century
	case address.DecadeOf(first) != address.DecadeOf(last):
		return address.Decade
	}
	return address.Year
}

type part struct {
	period address.Period
	events []*events.Event
}

// partition splits a list, which is in order, into periods of one unit, or
// single years where there is none (see sameUnit); what fixes no year is left
// out.
func partition(u address.Unit, list []*events.Event) []part {
	var parts []part
	index := map[address.Period]int{}
	for _, e := range list {
		y, ok := yearOf(e)
		if !ok {
			continue
		}
		p := address.SameUnit(u, y)
		i, ok := index[p]
		if !ok {
			i = len(parts)
			index[p] = i
			parts = append(parts, part{period: p})
		}
		parts[i].events = append(parts[i].events, e)
	}
	slices.SortFunc(parts, func(a, b part) int {
		x, _ := a.period.Years()
		y, _ := b.period.Years()
		return cmp.Compare(x, y)
	})
	return parts
}

// barCounts counts a row's bars: the years of a century or a decade, the
// months of a year and what is known only to the year.
func barCounts(p address.Period, list []*events.Event) []int {
	if p.Unit == address.Year {
		counts := make([]int, 13)
		for _, e := range list {
			if m, ok := monthIn(e.Span, p.Year); ok {
				counts[(m+12)%13]++
			}
		}
		return counts
	}
	first, last := p.Years()
	counts := make([]int, last-first+1) // at most a century's
	for _, e := range list {
		if y, ok := yearOf(e); ok && y >= first && y <= last {
			counts[y-first]++
		}
	}
	return counts
}

func (v *visit) row(part part, s figure.Scale, rows int) row {
	p := part.period
	counts := barCounts(p, part.events)
	r := row{
		ID: "r" + strconv.FormatInt(p.Year, 10), Name: p.Name(v.Language), Href: v.link(p.Path(), v.target.Query),
		Count: v.Language.Entries(len(part.events)), Figure: labelledBars{Bars: s.Bars(counts)},
	}
	if p.Unit == address.NoUnit {
		r.Href = ""
	}
	if rows <= rowsWithLabels {
		r.Figure.Labels = v.rowLabels(p, counts)
	}
	n := topsEach
	if rows > rowsWithLabels {
		n = 1
	}
	if rows <= rowsWithTops {
		in := words.InNothing
		if p.Unit == address.Year {
			in = words.InYear
		}
		r.Tops = v.tops(part.events, n, in)
	}
	return r
}

// rowLabels stand under the bars: decades of a century, years of a decade,
// months of a year.
func (v *visit) rowLabels(p address.Period, counts []int) []link {
	first, _ := p.Years()
	var list []link
	to := func(q address.Period) string { return v.link(q.Path(), v.target.Query) }
	switch p.Unit {
	case address.Century:
		for i := int64(0); i < 100; i += 10 {
			n := 0
			for _, c := range counts[i : i+10] {
				n += c
			}
			list = append(list, v.groupLabel(address.PeriodIn(address.Decade, first+i), n, to))
		}
	case address.Decade:
		for i, n := range counts {
			list = append(list, v.groupLabel(address.Period{Unit: address.Year, Year: first + int64(i)}, n, to))
		}
	case address.Year:
		for i, n := range counts[:12] {
			list = append(list, v.groupLabel(address.Period{Unit: address.Month, Year: p.Year, Month: i + 1}, n, to))
		}
		list = append(list, link{Run: words.Run{Text: v.Text("inYearShort")}, N: counts[12]})
	}
	return list
}

// tops picks what stands for a period.
func (v *visit) tops(list []*events.Event, n int, in words.Scope) []top {
	var tops []top
	for _, e := range keyFirst(list, n) {
		text, lang := e.In(v.Lang)
		tops = append(tops, top{Date: template.HTML(v.shortDate(e.Span, in)), Href: v.eventLink(e), Title: v.Run(text.Title, lang)})
	}
	return tops
}

// shortDate is a date in its shortest form: the year, or within a year the day.
func (v *visit) shortDate(s events.Span, in words.Scope) string {
	first, ok := s.First()
	if !ok || s.Kind() == events.KindCoarse {
		return v.OtherDate(s)
	}
	y, _ := first.Year()
	switch {
	case in == words.InNothing:
		return template.HTMLEscapeString(v.Year(y))
	case s.Kind() == events.KindYear:
		return v.Text("inYearShort")
	case s.Kind() == events.KindMonth:
		return v.MonthShort(int(first.Month()))
	}
	return v.ShortDay(first)
}
