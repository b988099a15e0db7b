package page

import (
	"strconv"

	"almanac.example/events"
	"almanac.example/web/address"
	"almanac.example/web/words"
)

// scaleLinks is the way out to wider periods, and the present one last.
func scaleLinks(v *Visit, p address.Period) []link {
	list := []link{{Run: words.Run{Text: v.Text("nav.all")}, Href: v.link("/all", v.inOrder())}}
	for _, q := range p.Parents() {
		list = append(list, periodLink(v, q, q.ShortName(v.Language)))
	}
	if p.Unit != address.NoUnit {
		list = append(list, periodLink(v, p, p.ShortName(v.Language)))
	}
	list[len(list)-1].Current = true
	return list
}

func periodLink(v *Visit, p address.Period, name string) link {
	return link{Run: words.Run{Text: name}, Href: v.link(p.Path(), v.inOrder())}
}

// orderLinks are the orders in which a page may show its entries; nil if there is
// no choice.
func orderLinks(v *Visit) []link {
	if v.choices.Order == "" {
		return nil
	}
	var list []link
	for _, o := range []address.Order{address.OldestFirst, address.NewestFirst} {
		list = append(list, link{Run: words.Run{Text: v.Text("order." + string(o))}, Href: v.here(v.choices.OrderValues(o)), Current: o == v.choices.Order})
	}
	return list
}

// besideLinks is the way to the nearest periods of the same scale.
func besideLinks(v *Visit, p address.Period) (before, after link) {
	b, a := p.Neighbours(v.timeline)
	if b.Unit != address.NoUnit {
		before = periodLink(v, b, b.Name(v.Language))
	}
	if a.Unit != address.NoUnit {
		after = periodLink(v, a, a.Name(v.Language))
	}
	return before, after
}

// titled adds the filter in force to a page's title.
func titled(v *Visit, name words.Run) words.Phrase {
	title := words.Phrase{name}
	for _, f := range activeFilters(v) {
		if f.Value.Text != "" {
			title = append(title, f.Value)
			continue
		}
		title = append(title, words.Run{Text: f.Name})
	}
	return title
}

// describeList words a list for a search result: how many, and the first few.
func describeList(v *Visit, name string, list []*events.Event) string {
	if len(list) == 0 {
		return v.Sentence(v.Text("describe.none", name, v.siteName().Text))
	}
	var titles []string
	for _, e := range keyFirst(list, 3) {
		titles = append(titles, v.plainTitle(e))
	}
	return v.Sentence(v.Text("describe.list", name, v.Language.Entries(len(list)))+v.Text("colon")+v.Series(titles), v.Text("describe.subscribe"))
}

// emptyPeriod leads on from a period in which nothing is recorded. unfiltered
// is how much there would be without the filter.
func emptyPeriod(v *Visit, p address.Period, unfiltered int) *emptyState {
	e := &emptyState{Title: v.Text("empty.period"), Text: v.Text("empty.periodText", p.Name(v.Language))}
	if unfiltered > 0 {
		e.Title, e.Text = v.Text("empty.filter"), v.Text("empty.filterText", v.Language.Entries(unfiltered))
		e.Links = append(e.Links, link{Run: words.Run{Text: v.Text("filter.clear")}, Href: v.link(v.place(), nil)})
		return e
	}
	first, last := p.Years()
	if y, ok := v.timeline.YearBefore(first); ok {
		e.Links = append(e.Links, yearLink(v, y))
	}
	if y, ok := v.timeline.YearAfter(last); ok {
		e.Links = append(e.Links, yearLink(v, y))
	}
	if p.Unit > address.Year && v.timeline.Year(p.Year).Total > 0 {
		e.Links = append(e.Links, yearLink(v, p.Year))
	}
	if len(e.Links) == 0 {
		e.Links = append(e.Links, link{Run: words.Run{Text: v.Text("nav.all")}, Href: v.link("/all", nil)})
	}
	return e
}

// yearLink leads to a year and says how much it holds.
func yearLink(v *Visit, y int64) link {
	n := v.timeline.Year(y).Total
	return link{Run: words.Run{Text: v.Year(y) + v.Text("comma") + v.Language.Entries(n)}, Href: v.link(address.Period{Unit: address.Year, Year: y}.Path(), nil)}
}

// emptyRecord is shown where nothing at all is recorded yet.
func emptyRecord(v *Visit) *emptyState {
	return &emptyState{
		Title: v.Text("empty.record"), Text: v.Text("empty.recordText"),
		Links: []link{{Run: words.Run{Text: v.Text("foot.about")}, Href: v.link("/about", nil)}},
	}
}

// pager is the way through a list of several pages.
type pager struct {
	Page, Last    int
	Before, After link
	Print         string // address of all of it on one page, for printing
}

// pageSize is how many entries a list shows at once.
const pageSize = 100

// paginate cuts the page that was asked for out of a list.
func paginate(v *Visit, list []*events.Event) ([]*events.Event, pager) {
	return pageOf(v, list, pageSize)
}

// pageOf cuts the page that was asked for, of so many things, out of a list in the
// chronicle's order, as what is cut out is. Where the newest stand first, pages are
// counted from its end.
func pageOf[T any](v *Visit, list []T, size int) ([]T, pager) {
	p := pager{Page: v.choices.Page, Last: max(1, (len(list)+size-1)/size)}
	if v.choices.Print && len(list) <= printSize {
		p.Page, p.Last = 1, 1
		return list, p
	}
	if p.Page > p.Last {
		return nil, p
	}
	if p.Page > 1 {
		p.Before.Href = v.here(pageValue(p.Page - 1))
	}
	if p.Page < p.Last {
		p.After.Href = v.here(pageValue(p.Page + 1))
	}
	if p.Last > 1 && len(list) <= printSize {
		p.Print = v.here(map[string][]string{"print": {"1"}})
	}
	from := (p.Page - 1) * size
	to := min(from+size, len(list))
	if v.newest() {
		from, to = len(list)-to, len(list)-from
	}
	return list[from:to], p
}

// printSize bounds what ?print=1 puts on one page.
const printSize = 2000

func pageValue(n int) map[string][]string {
	if n == 1 {
		return map[string][]string{"page": nil}
	}
	return map[string][]string{"page": {strconv.Itoa(n)}}
}
