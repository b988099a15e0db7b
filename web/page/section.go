package page

import (
	"fmt"
	"html/template"
	"maps"
	"net/url"
	"slices"

	"almanac.example/events"
	"almanac.example/web/address"
	"almanac.example/web/words"
)

// section is a group of entries under a heading: a month of a year, a year of
// a list, what is known only to the year.
type section struct {
	ID      string
	Name    string
	Href    string    // of the heading, "" if it leads nowhere
	Other   words.Run // the heading in the other language
	Ruler   template.HTML
	Note    string
	N       int
	Count   string
	Entries entryList
	More    link // to the rest, if not all are shown
}

// sections arranges entries under headings.
type sections struct{ lists }

// groups are the parts of a year in the chronicle's order.
type groups struct {
	before []*events.Event // began earlier and reach into the year
	months [13][]*events.Event
	year   []*events.Event // known only to the year
	coarse []*events.Event // perhaps in this year
}

func groupYear(list []*events.Event, year int64) groups {
	var g groups
	for _, e := range list {
		m, ok := monthIn(e.Span, year)
		switch {
		case ok && m == 0:
			g.year = append(g.year, e)
		case ok:
			g.months[m] = append(g.months[m], e)
		case e.Span.Kind() == events.KindCoarse && !e.Span.EDTF().OpenStart():
			g.coarse = append(g.coarse, e)
		default:
			g.before = append(g.before, e)
		}
	}
	return g
}

// monthSection is one month with its ruler.
func (v *sections) monthSection(year int64, month int, list []*events.Event, l listing) section {
	p := address.Period{Unit: address.Month, Year: year, Month: month}
	l.scope = words.InMonth
	s := v.section(fmt.Sprintf("m%02d", month), v.MonthName(month), list, l)
	s.Href = v.link(p.Path(), nil)
	if o, ok := v.otherWords(); ok {
		s.Other = v.Run(o.MonthName(month), o.Spoken)
	}
	s.Ruler = rulerOf(&v.names, p, list, l)
	return s
}

// section prepares a group of entries.
func (v *sections) section(id, name string, list []*events.Event, l listing) section {
	return section{ID: id, Name: name, N: len(list), Count: v.Language.Entries(len(list)), Entries: v.entriesOf(list, l)}
}

// textSection is a group whose heading is an interface text.
func (v *sections) textSection(id, key string, list []*events.Event, l listing) section {
	s := v.section(id, v.Text(key), list, l)
	if o, ok := v.otherWords(); ok {
		s.Other = v.Run(o.Text(key), o.Spoken)
	}
	s.Note = v.Text(key + "Note")
	return s
}

// maybeMost is how many entries a page shows of those that perhaps belong to it:
// they stand alike on the page of each such period.
const maybeMost = 5

// maybeSection lists a few of what perhaps belongs to a period, and leads to the
// wider period whose page has all of it.
func (v *sections) maybeSection(key string, list []*events.Event, l listing, wider address.Period) section {
	l.scope = words.InNothing
	s := v.textSection(key, key, keyFirst(list, maybeMost), l)
	if rest := len(list) - s.N; rest > 0 {
		s.Count = v.Language.Entries(len(list))
		s.More = link{Run: words.Run{Text: v.Text("more", v.Number(rest))}, Href: v.link(wider.Path(), v.target.Query)}
	}
	return s
}

// yearSections arranges a year: what reaches into it, its months, what is
// known only to the year, what may belong to it. Newest first it begins with what
// is known only to the year, as the chronicle ends with it. A part that is limited
// shows the most important of its entries, says how many there are, and leads to
// all of them.
func (v *sections) yearSections(y oneYear, l listing, limited bool) []section {
	shown := func(part []*events.Event) []*events.Event { return part }
	if limited {
		shown, l.density = picked(len(y.list))
	}
	list := url.Values{"year": {address.PadYear(y.Year)}}
	maps.Copy(list, v.target.Query)
	rest := v.link("/list", list)
	var out []section
	add := func(s section, part []*events.Event, rest string) {
		if limited {
			s = v.limited(s, len(part), rest)
		}
		out = append(out, s)
	}
	g := groupYear(y.list, y.Year)
	if len(g.before) > 0 {
		l.scope = words.InNothing
		add(v.textSection("before", "continuing", shown(g.before), l), g.before, rest)
	}
	for m := 1; m <= 12; m++ {
		if part := g.months[m]; len(part) > 0 {
			s, month := v.monthSection(y.Year, m, shown(part), l), address.Period{Unit: address.Month, Year: y.Year, Month: m}
			if limited {
				s.Ruler = rulerOf(&v.names, month, part, listing{density: dense})
			}
			add(s, part, v.link(month.Path(), v.target.Query))
		}
	}
	l.scope = words.InYear
	if len(g.year) > 0 {
		add(v.textSection("m13", "inYear", shown(g.year), l), g.year, rest)
	}
	if l.newest {
		slices.Reverse(out)
	}
	if len(g.coarse) > 0 {
		add(v.maybeSection("coarse", shown(g.coarse), l, address.PeriodIn(address.Century, y.Year)), g.coarse, rest)
	}
	return out
}

// picked chooses what each part of a year shows that has so many entries that the
// page cannot show all, and how densely.
func picked(n int) (func([]*events.Event) []*events.Event, density) {
	top, d := importantTop, compact
	if n > yearImportant {
		top, d = monthTop, dense
	}
	return func(part []*events.Event) []*events.Event { return important(part, top, n <= yearImportant) }, d
}

// limited gives a section that shows a few of n entries their number, and the way
// to all of them.
func (v *sections) limited(s section, n int, all string) section {
	rest := n - s.N
	s.N, s.Count = n, v.Language.Entries(n)
	if rest > 0 {
		s.More = link{Run: words.Run{Text: v.Text("more", v.Number(rest))}, Href: all}
	}
	return s
}

// groupsMost is how many headings a list has at most; one of more years is
// grouped by decades, of more decades by centuries.
const groupsMost = 25

// byYear groups a list by the year in which events begin, or by a coarser
// period where there would be too many groups; what fixes no year comes under
// its own heading.
func (v *sections) byYear(list []*events.Event, l listing) []section {
	u := groupUnit(list)
	l.scope = words.InNothing
	if u == address.Year {
		l.scope = words.InYear
	}
	var out []section
	for n, part := range partition(u, list) {
		p := part.period
		s := v.section(fmt.Sprintf("g%d", n), p.Name(v.Language), part.events, l)
		s.Href = v.link(p.Path(), nil)
		out = append(out, s)
	}
	if l.newest {
		slices.Reverse(out)
	}
	var coarse []*events.Event
	for _, e := range list {
		if _, ok := yearOf(e); !ok {
			coarse = append(coarse, e)
		}
	}
	if len(coarse) > 0 {
		l.scope = words.InNothing
		out = append(out, v.textSection("coarse", "undated", coarse, l))
	}
	return out
}

// groupUnit is the finest period that keeps a list to a few groups.
func groupUnit(list []*events.Event) address.Unit {
	years, decades := map[int64]bool{}, map[int64]bool{}
	for _, e := range list {
		if y, ok := yearOf(e); ok {
			years[y], decades[address.DecadeOf(y)] = true, true
		}
	}
	switch {
	case len(years) <= groupsMost:
		return address.Year
	case len(decades) <= groupsMost:
		return address.Decade
	}
	return address.Century
}

// yearOf is the year in which an event begins; false if its date fixes none.
func yearOf(e *events.Event) (int64, bool) { return e.Span.Year() }
