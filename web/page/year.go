package page

import (
	"context"
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
