package page

import (
	"context"
	"net/url"
	"strconv"

	"almanac.example/events"
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

// arrangeYear arranges a year in the chronicle's order.
func arrangeYear(v *Visit) *yearPage {
	p := address.PeriodOf(v.target.Selection.In)
	list := yearAgenda(v, v.target.Selection)
	whole := list
	if len(v.target.Query) > 0 {
		whole = yearAgenda(v, events.Selection{In: v.target.Selection.In})
	}
	count := timeline.CountOf(whole)
	page := &yearPage{Filter: filterOf(v, count, len(list) <= yearAll), Legend: legendOf(v, timeline.CountOf(list))}
	l := listing{filters: page.Filter.Instant(), density: densityFor(len(list)), anchors: map[events.ID]bool{}, newest: v.newest()}
	if len(list) <= yearAll || v.choices.Print && len(list) <= printSize {
		page.Sections = v.yearSections(p.Year, list, l)
	} else {
		page.Sections = limitYear(v, p, yearSectionsOf(v, p, list, l))
		if len(list) <= printSize {
			page.Print = v.here(map[string][]string{"print": {"1"}})
		}
	}
	page.Scale = scaleLinks(v, p)
	page.Before, page.After = besideLinks(v, p)
	page.Number, page.Unit = yearNumber(&v.names, p.Year)
	page.Name = v.siteName()
	page.OtherName = v.otherName()
	if len(whole) > 0 {
		l.outside = outsideOf(list, whole)
		page.Figure = yearFigure(&v.names, p.Year, whole, l)
	}
	if len(list) == 0 {
		page.Empty = emptyPeriod(v, p, len(whole))
	}
	if len(v.target.Query) > 0 && len(list) > 0 {
		page.Shown = v.Text("shown", v.Number(len(list)), v.Language.Entries(len(whole)))
	}
	name := p.Name(v.Language)
	page.frame = frameOf(v, heading{
		title: titled(v, name), description: describeList(v, name, list), nav: "timeline", noIndex: len(list) == 0,
		image: "/og" + p.Path() + ".png",
		data:  collection(v, name+" "+page.Name.Text, v.absolute(v.here(nil)), list),
	})
	return page
}

// yearSectionsOf lists only the important ones where a year has too many.
func yearSectionsOf(v *Visit, p address.Period, list []*events.Event, l listing) []section {
	top := importantTop
	l.density = compact
	if len(list) > yearImportant {
		top, l.density = monthTop, dense
	}
	g := groupYear(list, p.Year)
	var picked []*events.Event
	for _, part := range append([][]*events.Event{g.before}, append(g.months[1:], g.year, g.coarse)...) {
		picked = append(picked, important(part, top, len(list) <= yearImportant)...)
	}
	return v.yearSections(p.Year, picked, l)
}

// important picks up to n for a month: only important ones if there are some
// and onlyKey is wanted.
func important(list []*events.Event, n int, onlyKey bool) []*events.Event {
	if key := keyOf(list); onlyKey && len(key) > 0 && len(key) <= n {
		return key
	}
	return keyFirst(list, n)
}

// limitYear gives each section its true count and the way to what it leaves out.
func limitYear(v *Visit, p address.Period, sections []section) []section {
	g := groupYear(yearAgenda(v, v.target.Selection), p.Year)
	for i := range sections {
		s := &sections[i]
		n := len(g.part(s.ID))
		rest := n - s.N
		s.N, s.Count = n, v.Language.Entries(n)
		if s.Ruler != "" {
			month := address.Period{Unit: address.Month, Year: p.Year, Month: s.month}
			s.Ruler = rulerOf(&v.names, month, g.months[s.month], listing{density: dense})
		}
		if rest <= 0 {
			continue
		}
		s.More = link{Run: words.Run{Text: v.Text("more", v.Number(rest))}, Href: restOf(v, p, s.ID)}
	}
	return sections
}

// restOf is where all entries of a year's section are listed.
func restOf(v *Visit, p address.Period, id string) string {
	for m := 1; m <= 12; m++ {
		month := address.Period{Unit: address.Month, Year: p.Year, Month: m}
		if id == month.Anchor() {
			return v.link(month.Path(), v.target.Query)
		}
	}
	q := url.Values{"year": {address.PadYear(p.Year)}}
	for k, values := range v.target.Query {
		q[k] = values
	}
	return v.link("/list", q)
}

// part is the group that a section's id names.
func (g groups) part(id string) []*events.Event {
	switch id {
	case "before":
		return g.before
	case "m13":
		return g.year
	case "coarse":
		return g.coarse
	}
	for m := 1; m <= 12; m++ {
		if id == (address.Period{Unit: address.Month, Month: m}).Anchor() {
			return g.months[m]
		}
	}
	return nil
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
