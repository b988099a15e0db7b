package page

import (
	"context"

	"almanac.example/events"
	"almanac.example/web/address"
	"almanac.example/web/words"
)

// getOn shows what happened on a day of the year, in any year. /today is the
// present day's.
func buildOn(_ context.Context, v *Visit) (answer, error) {
	return answer{template: "list", page: arrangeOn(v), lang: v.Lang}, nil
}

func arrangeOn(v *Visit) *listPage {
	day := address.YearDayOf(v.target.Selection.On)
	list := v.timeline.Select(v.target.Selection)
	name := v.MonthDay(day.Month, day.Day)
	count := countOf(v, list)
	page := arrangeList(v, v.Text("on.title", name), count, wholeCount(v, count))
	page.Sub = v.Text("on.sub", v.Language.Entries(len(list)))
	if v.place() == "/today" {
		page.Kicker = v.Text("on.today")
	}
	page.Before = dayLink(v, day.Add(-1))
	page.After = dayLink(v, day.Add(1))
	page.Scale = []link{{Run: words.Run{Text: v.Text("nav.all")}, Href: v.link("/all", nil)}, {Run: words.Run{Text: name}, Href: v.link(day.Path(), nil), Current: true}}
	shown, pager := paginate(v, list)
	page.Pager = pager
	l := listing{filters: page.Filter.Instant(), density: densityFor(len(shown)), scope: words.InYearOnly, anchors: map[events.ID]bool{}, newest: v.newest()}
	if len(shown) > 0 {
		page.Sections = append(page.Sections, v.section("years", v.Text("on.years"), shown, l))
	}
	if month := sameMonth(v, day); len(month) > 0 {
		l.scope = words.InNothing
		s := v.textSection("month", "on.month", month, l)
		page.Sections = append(page.Sections, s)
	}
	if len(list) == 0 {
		page.Empty = emptyDay(v, day)
	}
	page.frame = frameOf(v, heading{
		title: titled(v, words.Run{Text: v.Text("on.title", name)}), description: describeList(v, v.Text("on.title", name), list), nav: "today",
		noIndex: len(list) == 0, data: collection(v, name, v.absolute(v.here(nil)), shown),
	})
	return page
}

// monthMost bounds how many entries known only to the month are shown beside a
// day.
const monthMost = 10

// sameMonth lists what is known only to the month, in any year. Its day may be
// this one, but nobody knows; so it stands apart and is in no feed of the day.
func sameMonth(v *Visit, d address.YearDay) []*events.Event {
	sel := v.target.Selection
	sel.On = ""
	sel.Precisions = []string{"month"}
	var list []*events.Event
	for _, e := range v.timeline.Select(sel) {
		if first, ok := e.Span.First(); ok && int(first.Month()) == d.Month && len(list) < monthMost {
			list = append(list, e)
		}
	}
	return list
}

func dayLink(v *Visit, d address.YearDay) link {
	return link{Run: words.Run{Text: v.MonthDay(d.Month, d.Day)}, Href: v.link(d.Path(), nil)}
}

// emptyDay leads to the nearest days of the year on which something happened.
func emptyDay(v *Visit, d address.YearDay) *emptyState {
	if v.timeline.Count().Total == 0 {
		return emptyRecord(v)
	}
	e := &emptyState{Title: v.Text("empty.day"), Text: v.Text("empty.dayText", v.MonthDay(d.Month, d.Day))}
	before, after, ok := nearestDays(v, d)
	if !ok {
		e.Links = []link{{Run: words.Run{Text: v.Text("nav.all")}, Href: v.link("/all", nil)}}
		return e
	}
	e.Links = append(e.Links, dayLink(v, after))
	if before != after {
		e.Links = append(e.Links, dayLink(v, before))
	}
	return e
}

// nearestDays finds the days of the year before and after d, going round the
// year, that have an entry known to the day.
func nearestDays(v *Visit, d address.YearDay) (before, after address.YearDay, ok bool) {
	distance := func(a, b int) int { return (b - a + 1300) % 1300 } // keys are below 1300
	best, worst := 1300, 1300
	for _, e := range v.timeline.Select(events.Selection{}) {
		if e.Span.Kind() != events.KindDay {
			continue
		}
		first, _ := e.Span.First()
		o := address.DayOf(first)
		if o == d {
			continue
		}
		if n := distance(d.Key(), o.Key()); n < best {
			best, after = n, o
		}
		if n := distance(o.Key(), d.Key()); n < worst {
			worst, before = n, o
		}
	}
	return before, after, best < 1300
}
