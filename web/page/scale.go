package page

import (
	"cmp"
	"context"
	"html/template"
	"slices"
	"strconv"

	"almanac.example/events"
	"almanac.example/events/timeline"
	"almanac.example/web/address"
	"almanac.example/web/figure"
	"almanac.example/web/words"
)

// arrangeScale shows everything, a century or a decade in rows of bars.
type scalePage struct {
	frame
	Scale         []link
	Before, After link
	Heading       words.Run
	Sub           string
	Caption       string
	Filter        filterForm
	Rows          []row
	Pager         pager
	Rest          []section // what is known to no year
	Empty         *emptyState
}

// rowOf is one period of a scale page: its bars and its important entries.
type row struct {
	ID     string
	Name   string
	Href   string
	Count  string
	Figure labelledBars
	Tops   []entry
}

// The limits that keep a scale page below 1,500 elements: what has more rows has
// several pages.
const (
	rowsEach = 18
	topsEach = 3
)

func buildScale(_ context.Context, v *Visit) (answer, error) {
	return answer{template: "scale", page: arrangeScale(v), lang: v.Lang}, nil
}

// arrangeScale arranges the whole record or a wide period.
func arrangeScale(v *Visit) *scalePage {
	p := address.PeriodOf(v.target.Selection.In)
	list := v.timeline.Select(v.target.Selection)
	count := countOf(v, list)
	page := &scalePage{Scale: scaleLinks(v, p), Heading: v.siteName(), Filter: filterOf(v, count, false)}
	name := v.Text("nav.all")
	if p.Unit != address.NoUnit {
		name = p.Name(v.Language)
		page.Heading = words.Run{Text: name}
		page.Before, page.After = besideLinks(v, p)
	}
	scale := rowScaleOf(v, p, list, count)
	parts, pages := pageOf(v, scale.parts, rowsEach)
	page.Rows, page.Caption, page.Pager = scale.rows(v, parts, v.newest()), scale.caption, pages
	page.Sub = extent(&v.names, count)
	if coarse := count.Coarse; len(coarse) > 0 {
		l := listing{scope: words.InNothing, density: compact}
		shown := keyFirst(coarse, topsEach*5)
		s := v.textSection("coarse", "undated", shown, l)
		if rest := len(coarse) - len(shown); rest > 0 {
			s.Count = v.Language.Entries(len(coarse))
			s.More = link{Run: words.Run{Text: v.Text("more", v.Number(rest))}, Href: v.link("/list", v.target.Selection.Values())}
		}
		page.Rest = []section{s}
	}
	switch {
	case len(list) == 0:
		page.Empty = emptyScale(v, p)
	case len(page.Rows) == 0 && v.choices.Page > 1:
		page.Rest, page.Empty = nil, emptyList(v, 0)
	case v.choices.Page > 1:
		page.Rest = nil
	}
	page.frame = frameOf(v, heading{
		title: titled(v, words.Run{Text: name}), description: describeList(v, name, list), nav: "timeline", noIndex: len(list) == 0,
		data: scaleData(v, p, collection(v, name, v.absolute(v.here(nil)), keyFirst(list, 30))),
	})
	return page
}

// scaleData adds the record as a whole to what the page of all of it says of
// itself.
func scaleData(v *Visit, p address.Period, page any) any {
	if p.Unit != address.NoUnit || len(v.target.Query) > 0 {
		return page
	}
	return withDataset(v, page)
}

func emptyScale(v *Visit, p address.Period) *emptyState {
	if v.timeline.Count().Total == 0 {
		return emptyRecord(v)
	}
	unfiltered := 0
	if len(v.target.Query) > 0 {
		unfiltered = len(v.timeline.Select(events.Selection{In: v.target.Selection.In}))
	}
	return emptyPeriod(v, p, unfiltered)
}

// extent says how much there is and from when to when.
func extent(v *names, c *timeline.Count) string {
	first, last, ok := c.Extent()
	switch {
	case !ok:
		return v.Text("extent.none", v.Language.Entries(c.Total))
	case first == last:
		return v.Text("extent.one", v.Language.Entries(c.Total), v.Year(first))
	}
	return v.Text("extent.many", v.Language.Entries(c.Total), v.Year(first), v.Year(last))
}

// rowScale is how rows are drawn: all of a page's, and of the pages beside it, alike.
type rowScale struct {
	parts   []part // oldest first
	scale   figure.Scale
	caption string
}

// rowScaleOf chooses the unit of the rows: one step below the page's own, and on
// the page of everything the widest that still divides the record.
func rowScaleOf(v *Visit, p address.Period, list []*events.Event, c *timeline.Count) rowScale {
	u := rowUnit(p, c)
	r := rowScale{parts: partition(u, list)}
	var totals []int
	for _, part := range r.parts {
		totals = append(totals, barCounts(part.period, part.events)...)
	}
	r.scale = figure.ScaleFor(totals)
	bar := "bar.year"
	if u == address.Year {
		bar = "bar.month"
	}
	r.caption = barsCaption(&v.names, r.scale, bar, slices.ContainsFunc(list, func(e *events.Event) bool { return e.Key }))
	return r
}

// rows are some of the parts as rows.
func (r rowScale) rows(v *Visit, parts []part, newest bool) []row {
	var rows []row
	for _, part := range parts {
		rows = append(rows, rowOf(v, part, r.scale, len(parts)))
	}
	if newest {
		slices.Reverse(rows)
	}
	return rows
}

func rowUnit(p address.Period, c *timeline.Count) address.Unit {
	switch p.Unit {
	case address.Century:
		return address.Decade
	case address.Decade:
		return address.Year
	}
	first, last, _ := c.Extent()
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

func rowOf(v *Visit, part part, s figure.Scale, rows int) row {
	p := part.period
	counts, key := barCounts(p, part.events), barCounts(p, keyOf(part.events))
	r := row{
		ID: "r" + strconv.FormatInt(p.Year, 10), Name: p.Name(v.Language), Href: v.link(p.Path(), v.target.Query),
		Count: v.Language.Entries(len(part.events)), Figure: labelledBars{Bars: s.Bars(counts, key)},
	}
	if p.Unit == address.NoUnit {
		r.Href = ""
	}
	in, n := words.InNothing, topsEach
	if p.Unit == address.Year {
		in = words.InYear
	}
	if rows <= rowsEach {
		r.Figure.Labels = rowLabels(v, p, counts)
	} else {
		n = 1 // all on one page, for printing
	}
	r.Tops = topsOf(v, part.events, n, in)
	return r
}

// rowLabels stand under the bars: decades of a century, years of a decade,
// months of a year.
func rowLabels(v *Visit, p address.Period, counts []int) []link {
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
			list = append(list, groupLabel(&v.names, address.PeriodIn(address.Decade, first+i), n, to))
		}
	case address.Decade:
		for i, n := range counts {
			list = append(list, groupLabel(&v.names, address.Period{Unit: address.Year, Year: first + int64(i)}, n, to))
		}
	case address.Year:
		for i, n := range counts[:12] {
			list = append(list, groupLabel(&v.names, address.Period{Unit: address.Month, Year: p.Year, Month: i + 1}, n, to))
		}
		list = append(list, link{Run: words.Run{Text: v.Text("inYearShort")}, N: counts[12]})
	}
	return list
}

// keyOf lists the important ones.
func keyOf(list []*events.Event) []*events.Event {
	var key []*events.Event
	for _, e := range list {
		if e.Key {
			key = append(key, e)
		}
	}
	return key
}

// spread picks at most n of a list, from its beginning to its end.
func spread(list []*events.Event, n int) []*events.Event {
	if len(list) <= n || n < 2 {
		return list[:min(n, len(list))]
	}
	out := make([]*events.Event, n)
	for i := range out {
		out[i] = list[i*(len(list)-1)/(n-1)]
	}
	return out
}

// topsOf picks what stands for a period: of more important ones than there is
// room for, some of its beginning, its middle and its end.
func topsOf(v *Visit, list []*events.Event, n int, in words.Scope) []entry {
	var tops []entry
	if key := keyOf(list); len(key) >= n {
		list = spread(key, n)
	}
	for _, e := range keyFirst(list, n) {
		tops = append(tops, v.line(e, template.HTML(shortDate(v, e.Span, in))))
	}
	return tops
}

// shortDate is a date in its shortest form: the year, or within a year the day.
func shortDate(v *Visit, s events.Span, in words.Scope) string {
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
