package page

import (
	"context"
	"net/url"

	"almanac.example/events"
	"almanac.example/events/timeline"
	"almanac.example/web/address"
	"almanac.example/web/words"
)

// arrangeList is any list of entries under headings: a month, a day, a tag, a
// place, a saved view, the agenda, a day of the year, the results of a search.
type listPage struct {
	frame
	Scale         []link
	Before, After link
	Kicker        string // what kind of thing the heading names
	Heading       words.Run
	OtherName     words.Run
	Sub           string
	Lead          []link // ways on that belong to the heading
	Figure        *labelledBars
	Caption       string
	Filter        filterForm
	Legend        []legendLine
	Shown         string
	Search        *searchBox
	Facets        []link // a search by decades or centuries
	Sections      []section
	Pager         pager
	Empty         *emptyState
}

// arrangeList prepares what all lists share. name is the page's title, whole
// counts the list without the query's filters.
func arrangeList(v *Visit, name string, count, whole *timeline.Count) *listPage {
	page := &listPage{Heading: words.Run{Text: name}, Filter: filterOf(v, whole, count.Total <= pageSize), Legend: legendOf(v, count)}
	page.Sub = extent(&v.names, count)
	if count.Total != whole.Total && count.Total > 0 {
		page.Shown = v.Text("shown", v.Number(count.Total), v.Language.Entries(whole.Total))
	}
	return page
}

// countOf counts a list that the page's selection gave.
func countOf(v *Visit, list []*events.Event) *timeline.Count {
	if v.target.Selection.IsZero() {
		return v.timeline.Count()
	}
	return timeline.CountOf(list)
}

// wholeCount counts what there would be without the query's filters.
func wholeCount(v *Visit, count *timeline.Count) *timeline.Count {
	if len(v.target.Query) == 0 {
		return count
	}
	tg, err := bareTarget(v)
	switch {
	case err != nil:
		return count
	case tg.Selection.IsZero():
		return v.timeline.Count()
	}
	return timeline.CountOf(v.timeline.Agenda(tg.Selection))
}

// bareTarget is the target without what the query added.
func bareTarget(v *Visit) (address.Target, error) {
	tg := v.target
	values := tg.Selection.Values()
	for k := range v.target.Query {
		values.Del(k)
	}
	if len(v.target.Query["month"]) > 0 || len(v.target.Query["year"]) > 0 {
		values.Del("in")
	}
	sel, err := events.SelectionOf(values)
	tg.Selection = sel
	return tg, err
}

// getMonth shows a month or a day.
func buildMonth(_ context.Context, v *Visit) (answer, error) {
	return answer{template: "list", page: arrangeMonth(v), lang: v.Lang}, nil
}

func arrangeMonth(v *Visit) *listPage {
	p := address.PeriodOf(v.target.Selection.In)
	list := v.timeline.Agenda(v.target.Selection)
	count := countOf(v, list)
	whole := wholeCount(v, count)
	name := p.Name(v.Language)
	page := arrangeList(v, name, count, whole)
	page.Sub = periodExtent(v, p, list)
	page.Scale = scaleLinks(v, p)
	page.Before, page.After = besideLinks(v, p)
	if p.Unit == address.Month {
		page.Lead = []link{{Run: words.Run{Text: v.Text("grid.link")}, Href: v.link(p.Path()+"/grid", v.target.Query)}}
	}
	shown, pager := paginate(v, list)
	page.Pager = pager
	l := listing{filters: page.Filter.Instant(), density: densityFor(len(shown)), anchors: map[events.ID]bool{}, newest: v.newest()}
	page.Sections = periodSections(v, p, shown, l)
	if len(shown) == 0 {
		page.Empty = emptyPeriod(v, p, whole.Total)
	}
	page.frame = frameOf(v, heading{
		title: titled(v, words.Run{Text: name}), description: describeList(v, name, list), nav: "timeline", noIndex: len(list) == 0,
		image: "/og/" + address.PadYear(p.Year) + ".png", data: collection(v, name, v.absolute(v.here(nil)), list),
	})
	return page
}

// periodExtent counts what surely belongs to the period, and what may.
func periodExtent(v *Visit, p address.Period, list []*events.Event) string {
	sure := 0
	for _, e := range list {
		if inPeriod(p, e) {
			sure++
		}
	}
	if maybe := len(list) - sure; maybe > 0 {
		return v.Text("extent.maybe", v.Language.Entries(sure), maybe)
	}
	return v.Language.Entries(sure)
}

// inPeriod reports whether an event is known finely enough to belong to the
// month or day for sure.
func inPeriod(p address.Period, e *events.Event) bool {
	k := e.Span.Kind()
	if p.Unit == address.Day {
		return k == events.KindDay || k == events.KindRange
	}
	m, ok := monthIn(e.Span, p.Year)
	return ok && m == p.Month || k == events.KindRange
}

// periodSections splits a month or day into what surely and what perhaps
// belongs to it.
func periodSections(v *Visit, p address.Period, list []*events.Event, l listing) []section {
	var sure, maybe []*events.Event
	for _, e := range list {
		if inPeriod(p, e) {
			sure = append(sure, e)
		} else {
			maybe = append(maybe, e)
		}
	}
	var out []section
	if len(sure) > 0 {
		s := v.monthSection(p.Year, p.Month, sure, l)
		s.Href = v.link(address.Period{Unit: address.Year, Year: p.Year}.Path(), nil) + "#" + p.Anchor()
		out = append(out, s)
	}
	if len(maybe) > 0 {
		key := "maybeMonth"
		if p.Unit == address.Day {
			key = "maybeDay"
		}
		out = append(out, v.maybeSection(key, maybe, l, address.Period{Unit: address.Year, Year: p.Year}))
	}
	return out
}

// getList shows the agenda: the whole record or what the query selects.
func buildList(_ context.Context, v *Visit) (answer, error) {
	name := words.Run{Text: v.Text("nav.list")}
	page := arrangeYearly(v, name, "list")
	page.Filter.askDates()
	return answer{template: "list", page: page, lang: v.Lang}, nil
}

// arrangeYearly is a list grouped by years.
func arrangeYearly(v *Visit, name words.Run, nav string) *listPage {
	list := v.timeline.Agenda(v.target.Selection)
	count := countOf(v, list)
	whole := wholeCount(v, count)
	page := arrangeList(v, name.Text, count, whole)
	page.Heading = name
	shown, pager := paginate(v, list)
	page.Pager = pager
	l := listing{filters: page.Filter.Instant(), density: densityFor(len(shown)), anchors: map[events.ID]bool{}, newest: v.newest()}
	page.Sections = v.byYear(shown, l)
	if len(shown) == 0 {
		page.Empty = emptyList(v, whole.Total)
	}
	page.Figure, page.Caption = listFigure(v, count)
	page.frame = frameOf(v, heading{
		title: titled(v, name), description: describeList(v, name.Text, list), nav: nav, noIndex: len(list) == 0,
		data: collection(v, name.Text, v.absolute(v.here(nil)), shown),
	})
	return page
}

// listFigure draws when a list's entries began, if there is more than one
// year to compare.
func listFigure(v *Visit, c *timeline.Count) (*labelledBars, string) {
	if len(c.Years) < 2 {
		return nil, ""
	}
	f, caption := overview(&v.names, c, func(p address.Period) string { return narrowedLink(v, p) })
	if f.Path == "" {
		return nil, ""
	}
	return &f, caption
}

// narrowedLink is the address of a period under the page's own selection.
func narrowedLink(v *Visit, p address.Period) string {
	q := url.Values{}
	sel := v.target.Selection
	for k, values := range sel.Values() {
		q[k] = values
	}
	for _, k := range []string{"in", "year", "month", "on"} {
		q.Del(k)
	}
	return v.link(p.Path(), q)
}

func emptyList(v *Visit, unfiltered int) *emptyState {
	switch {
	case v.timeline.Count().Total == 0:
		return emptyRecord(v)
	case v.choices.Page > 1:
		return &emptyState{Title: v.Text("empty.page"), Text: v.Text("empty.pageText"),
			Links: []link{{Run: words.Run{Text: v.Text("empty.firstPage")}, Href: v.here(pageValue(1))}}}
	case unfiltered > 0 && len(v.target.Query) > 0:
		return &emptyState{Title: v.Text("empty.filter"), Text: v.Text("empty.filterText", v.Language.Entries(unfiltered)),
			Links: []link{{Run: words.Run{Text: v.Text("filter.clear")}, Href: v.link(v.place(), nil)}}}
	}
	e := &emptyState{Title: v.Text("empty.list"), Text: v.Text("empty.listText")}
	if y, ok := newestYear(v); ok {
		e.Links = append(e.Links, yearLink(v, y))
	}
	return e
}

// getTag shows what carries a tag.
func buildTag(_ context.Context, v *Visit) (answer, error) {
	name := v.tagRun(v.target.Path[len("/"+v.Lang+"/tag/"):])
	page := arrangeYearly(v, name, "tags")
	page.Kicker = v.Text("kicker.tag")
	if o := v.otherLanguage(); o != "" && name.Lang == "" {
		t, _ := v.timeline.Site().Tag(v.target.Path[len("/"+v.Lang+"/tag/"):])
		page.OtherName = v.Run(t.Name[o], o)
	}
	page.Lead = []link{{Run: words.Run{Text: v.Text("tags.all")}, Href: v.link("/tags", nil)}}
	return answer{template: "list", page: page, lang: v.Lang}, nil
}

// getPlace shows what happened at a place.
func buildPlace(_ context.Context, v *Visit) (answer, error) {
	slug := v.target.Path[len("/"+v.Lang+"/place/"):]
	name, lang := v.placeName(slug)
	page := arrangeYearly(v, v.Run(name, lang), "")
	page.Kicker = v.Text("kicker.place")
	if o := v.otherLanguage(); o != "" && lang == v.Lang {
		page.OtherName = v.Run(v.timeline.PlaceName(slug)[o], o)
	}
	page.Lead = []link{{Run: words.Run{Text: v.Text("places.all")}, Href: v.link("/places", nil)}}
	return answer{template: "list", page: page, lang: v.Lang}, nil
}

// getView shows a saved selection.
func buildView(_ context.Context, v *Visit) (answer, error) {
	name, lang := v.target.View.Name.In(v.Lang)
	page := arrangeYearly(v, v.Run(name, lang), "")
	page.Kicker = v.Text("kicker.view")
	if o := v.otherLanguage(); o != "" && lang == v.Lang {
		page.OtherName = v.Run(v.target.View.Name[o], o)
	}
	return answer{template: "list", page: page, lang: v.Lang}, nil
}
