package page

import (
	"context"
	"strings"
	"time"

	"almanac.example/events"
	"almanac.example/events/edtf"
	"almanac.example/web/address"
	"almanac.example/web/words"
)

// arrangeGrid is a month as a table of days.
type gridPage struct {
	frame
	Scale         []link
	Before, After link
	Heading       string
	Sub           string
	Caption       string
	Lead          []link
	Filter        filterForm
	Weekdays      []weekdayHead
	Weeks         [][]gridDay
	Sections      []section // what belongs to no day
	Empty         *emptyState
}

type weekdayHead struct{ Short, Long string }

// gridDay is one cell; Day 0 is a cell outside of the month.
type gridDay struct {
	Day     int
	Class   string
	Month   string // spoken, and read where the table is a list
	Weekday string
	Href    string // "" if the day holds nothing
	Entries []entry
	More    link

	path string // of the day's page, after the language
}

// gridMost is how many entries a cell shows.
const gridMost = 4

func buildGrid(_ context.Context, v *Visit) (answer, error) {
	return answer{template: "grid", page: arrangeGrid(v), lang: v.Lang}, nil
}

func arrangeGrid(v *Visit) *gridPage {
	p := address.PeriodOf(v.target.Selection.In)
	list := v.timeline.Agenda(v.target.Selection)
	name := p.Name(v.Language)
	path := p.Path()
	v.target.Path += "/grid" // filters keep to the grid
	page := &gridPage{
		Heading: name, Sub: periodExtent(v, p, list), Caption: v.Text("grid.caption", name), Scale: scaleLinks(v, p),
		Lead:   []link{{Run: words.Run{Text: v.Text("grid.list")}, Href: v.link(path, v.target.Query)}},
		Filter: filterOf(v, wholeCount(v, countOf(v, list)), false), Weekdays: weekdayHeads(v, p),
	}
	page.Scale[len(page.Scale)-1].Href = v.link(path, nil)
	before, after := p.Neighbours(v.timeline)
	page.Before, page.After = gridLink(v, before), gridLink(v, after)
	page.Weeks = weeksOf(v, p, list)
	page.Sections = gridRest(v, p, list)
	if len(list) == 0 {
		page.Empty = emptyPeriod(v, p, wholeCount(v, countOf(v, list)).Total)
	}
	page.frame = frameOf(v, heading{
		title: titled(v, words.Run{Text: v.Text("grid.title", name)}), description: describeList(v, name, list), nav: "grid", noIndex: len(list) == 0,
		feedPath: path, image: "/og/" + address.PadYear(p.Year) + ".png", data: collection(v, name, v.absolute(v.here(nil)), list),
	})
	return page
}

func gridLink(v *Visit, p address.Period) link {
	if p.Unit == address.NoUnit {
		return link{}
	}
	return link{Run: words.Run{Text: p.Name(v.Language)}, Href: v.link(p.Path()+"/grid", v.target.Query)}
}

// weekdayHeads start with Monday, as both languages' calendars do. A month
// whose days have no weekday has none.
func weekdayHeads(v *Visit, p address.Period) []weekdayHead {
	if first, err := edtf.NewDay(p.Year, time.Month(p.Month), 1); err == nil && !first.HasWeekday() {
		return nil
	}
	heads := make([]weekdayHead, 7)
	for i := range heads {
		d := time.Weekday((i + 1) % 7)
		heads[i] = weekdayHead{Short: v.Weekday(d), Long: v.WeekdayLong(d)}
	}
	return heads
}

// weeksOf lays the month out from Monday to Sunday, or by sevens where its days
// have no weekday.
func weeksOf(v *Visit, p address.Period, list []*events.Event) [][]gridDay {
	days := gridDays(v, p, list)
	first, err := edtf.NewDay(p.Year, time.Month(p.Month), 1)
	if err != nil {
		return nil
	}
	lead := 0
	if first.HasWeekday() {
		lead = (int(first.Weekday()) + 6) % 7
	}
	cells := make([]gridDay, lead, 42)
	cells = append(cells, days...)
	for len(cells)%7 != 0 {
		cells = append(cells, gridDay{})
	}
	var weeks [][]gridDay
	for i := 0; i < len(cells); i += 7 {
		weeks = append(weeks, cells[i:i+7])
	}
	return weeks
}

func gridDays(v *Visit, p address.Period, list []*events.Event) []gridDay {
	days := make([]gridDay, address.DaysIn(p.Year, p.Month))
	for i := range days {
		d, _ := edtf.NewDay(p.Year, time.Month(p.Month), i+1)
		days[i] = gridDay{Day: i + 1, path: address.Period{Unit: address.Day, Year: p.Year, Month: p.Month, Day: i + 1}.Path(), Month: v.MonthShort(p.Month)}
		if d.HasWeekday() {
			days[i].Weekday = v.Weekday(d.Weekday())
		}
		if d == v.today {
			days[i].Class = "now"
		}
	}
	for _, e := range list {
		from, to, ok := daysIn(e.Span, p.Year, p.Month)
		if !ok {
			continue
		}
		first, _ := e.Span.First()
		for d := from; d <= to; d++ {
			began := d == from && first.Day() == from && int(first.Month()) == p.Month
			addMark(v, &days[d-1], e, !began)
		}
	}
	return days
}

// addMark adds an entry to a cell; continued tells that it began on an earlier
// day.
func addMark(v *Visit, day *gridDay, e *events.Event, continued bool) {
	if !strings.HasPrefix(day.Class, "some") {
		day.Class = strings.TrimSpace("some " + day.Class)
		day.Href = v.link(day.path, v.target.Query)
	}
	if len(day.Entries) == gridMost {
		n := day.More.N + 1
		day.More = link{Run: words.Run{Text: v.Text("grid.more", n)}, Href: day.Href, N: n}
		return
	}
	mark := v.line(e, "")
	switch {
	case continued:
		mark.Notes = append(mark.Notes, note{"", v.Text("grid.continued")})
	case e.Span.Timed():
		mark.Clock = v.Clock(e.Span, v.site.Location())
	}
	day.Entries = append(day.Entries, mark)
}

// gridRest lists what belongs to no day of the month.
func gridRest(v *Visit, p address.Period, list []*events.Event) []section {
	var vague, maybe []*events.Event
	for _, e := range list {
		if _, _, ok := daysIn(e.Span, p.Year, p.Month); ok {
			continue
		}
		if inPeriod(p, e) {
			vague = append(vague, e)
		} else {
			maybe = append(maybe, e)
		}
	}
	var out []section
	if len(vague) > 0 {
		out = append(out, v.gridSection(p, "grid.vague", vague, words.InMonth))
	}
	if len(maybe) > 0 {
		out = append(out, v.maybeSection("maybeMonth", maybe, listing{density: compact}, address.Period{Unit: address.Year, Year: p.Year}))
	}
	return out
}

// gridBeside is how many entries are listed beside a grid at most.
const gridBeside = 15

func (v *sections) gridSection(p address.Period, key string, list []*events.Event, in words.Scope) section {
	s := v.textSection(strings.ReplaceAll(key, ".", "-"), key, keyFirst(list, gridBeside), listing{scope: in, density: compact})
	if rest := len(list) - s.N; rest > 0 {
		s.Count = v.Language.Entries(len(list))
		s.More = link{Run: words.Run{Text: v.Text("more", v.Number(rest))}, Href: v.link(p.Path(), v.target.Query)}
	}
	return s
}
