package page

import (
	"context"
	"net/http"
	"net/url"

	"almanac.example/events"
	"almanac.example/web/address"
	"almanac.example/web/figure"
	"almanac.example/web/words"
)

// arrangeHome is the way in: today in history, the newest year, the record as a
// whole, how to subscribe.
type homePage struct {
	frame
	Name      words.Run
	OtherName words.Run
	About     words.Run
	Extent    string
	Year      *homeYear
	Upcoming  *homeUpcoming // nil if nothing is to come
	Today     homeToday
	Rows      []row
	Caption   string
	Tags      []link
	Ways      []link // of subscribing
	Empty     *emptyState
}

// homeYearOf is the newest year in short.
type homeYear struct {
	Number, Unit string
	Link         link
	Figure       *figure.Year
	Entries      entryList
}

// homeUpcoming is what is on now and what comes up next.
type homeUpcoming struct {
	Link     string // to all of it
	On, Next entryList
}

// homeTodayOf is the present day in history; if nothing happened on it, the
// nearest day to come on which something did.
type homeToday struct {
	Heading string
	Link    link
	None    string
	Next    link
	Entries entryList
}

// What the home page shows of each part.
const (
	homeEntries = 5
	homeToDay   = 3
	homeRows    = 3
	homeTags    = 12
)

// homeFiltered leads readers who narrow the home page to the whole record.
func homeFiltered(v *Visit) (to string, status int, err error) {
	if len(v.target.Query) == 0 {
		return "", 0, nil
	}
	return v.link("/all", v.target.Query), http.StatusSeeOther, nil
}

func buildHome(_ context.Context, v *Visit) (answer, error) {
	return answer{template: "home", page: arrangeHome(v), lang: v.Lang}, nil
}

func arrangeHome(v *Visit) *homePage {
	all := v.timeline.Select(events.Selection{})
	count := v.timeline.Count()
	about, lang := v.site.Description.In(v.Lang)
	page := &homePage{
		Name: v.siteName(), OtherName: v.otherName(), About: v.Run(about, lang), Extent: extent(&v.names, count),
		Today: homeTodayOf(v), Upcoming: homeUpcomingOf(v), Ways: ways(v, events.Selection{}),
	}
	if y, ok := newestYear(v); ok {
		page.Year = homeYearOf(v, y)
	}
	if len(count.Years) > 1 {
		scale := rowScaleOf(v, address.Period{}, all, count)
		page.Rows, page.Caption = scale.rows(v, scale.parts[max(0, len(scale.parts)-homeRows):], true), scale.caption
	}
	for _, t := range count.Tags[:min(homeTags, len(count.Tags))] {
		page.Tags = append(page.Tags, link{Run: v.tagRun(t.Slug), Href: v.link("/tag/"+t.Slug, nil), N: t.N})
	}
	if len(all) == 0 {
		page.Empty = emptyRecord(v)
	}
	description := about
	if description == "" {
		description = describeList(v, page.Name.Text, all)
	}
	page.frame = frameOf(v, heading{title: words.Phrase{page.Name}, description: v.Sentence(description, page.Extent), data: collection(v, page.Name.Text, v.absolute(v.here(nil)), keyFirst(all, 30)), path: "/"})
	return page
}

func homeYearOf(v *Visit, y int64) *homeYear {
	p := address.Period{Unit: address.Year, Year: y}
	_, sel, _ := address.NamedYear(address.PadYear(y))
	list := v.timeline.Select(sel)
	l := listing{scope: words.InYear}
	h := &homeYear{Link: periodLink(v, p, p.Name(v.Language)), Figure: yearFigure(&v.names, y, list, l)}
	h.Number, h.Unit = yearNumber(&v.names, y)
	for i := range h.Figure.Columns {
		if c := &h.Figure.Columns[i]; c.Href != "" {
			c.Href = h.Link.Href + c.Href
		}
	}
	h.Entries = v.entriesOf(newestKey(list, homeEntries), l)
	return h
}

// newestKey picks the last n important events, or the last n of all if there
// are fewer important ones.
func newestKey(list []*events.Event, n int) []*events.Event {
	key := keyOf(list)
	if len(key) < n {
		key = list
	}
	return key[max(0, len(key)-n):]
}

func homeTodayOf(v *Visit) homeToday {
	d := address.DayOf(v.today)
	list := v.timeline.Select(events.Selection{On: d.Text()})
	h := homeToday{Heading: v.Text("home.today", v.MonthDay(d.Month, d.Day)), Link: link{Run: words.Run{Text: v.Text("home.todayAll")}, Href: v.link("/today", nil)}}
	h.Entries = v.entriesOf(keyFirst(list, homeToDay), listing{scope: words.InYearOnly})
	if len(list) > 0 {
		return h
	}
	h.None = v.Text("home.todayNone")
	if _, after, ok := nearestDays(v, d); ok {
		h.Next = dayLink(v, after)
		h.Next.Text = v.Text("home.next", h.Next.Text)
	}
	return h
}

// ways are the short list of ways to subscribe to a selection.
func ways(v *Visit, sel events.Selection) []link {
	q := sel.Values()
	calendar := v.absolute(v.link("/all.ics", q))
	return []link{
		{Run: words.Run{Text: v.Text("subscribe.calendar")}, Href: webcal(calendar)},
		{Run: words.Run{Text: v.Text("subscribe.reader")}, Href: v.link("/all.atom", q)},
		{Run: words.Run{Text: v.Text("subscribe.more")}, Href: v.link("/subscribe", q)},
	}
}

// webcal is a calendar's address for programs that subscribe by scheme.
func webcal(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return address
	}
	u.Scheme = "webcal"
	return u.String()
}
