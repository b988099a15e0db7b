package page

import (
	"context"
	"html/template"
	"net/url"
	"strconv"

	"almanac.example/events"
	"almanac.example/events/timeline"
	"almanac.example/feeds/ical"
	"almanac.example/web/address"
	"almanac.example/web/figure"
	"almanac.example/web/words"
)

// arrangeSubscribe tells how to subscribe to one selection, program by program.
type subscribePage struct {
	frame
	Large    *largeCalendar
	Heading  string
	What     words.Phrase // the selection
	Count    string
	Back     link
	Calendar calendarAddresses
	QR       template.HTML // of the webcal address, inside <svg>
	QRSize   int
	Formats  []feedLink // with absolute addresses
	Filter   filterForm
	LeftOut  string // what a calendar cannot show
	Whole    string // address of where the whole record is offered to keep
}

// calendarAddresses are the ways into calendar programs.
type calendarAddresses struct {
	HTTPS, Webcal, Google, Outlook string
	Once                           string // to download
}

func buildSubscribe(_ context.Context, v *Visit) (answer, error) {
	page, err := arrangeSubscribe(v)
	if err != nil {
		return answer{}, err
	}
	return answer{template: "subscribe", page: page, lang: v.Lang}, nil
}

func arrangeSubscribe(v *Visit) (*subscribePage, error) {
	sel := v.target.Selection
	path, query := address.PathFor(sel)
	list := v.timeline.Select(sel)
	count := countOf(v, list)
	page := &subscribePage{
		Heading: v.Text("subscribe"), What: selectionName(v), Count: v.Language.Entries(len(list)),
		Back:   link{Run: words.Run{Text: v.Text("subscribe.back")}, Href: v.link(path, query)},
		Filter: filterOf(v, around(v, sel), false), Whole: v.link("/feeds", nil) + "#download",
	}
	page.Filter.askDates()
	page.Filter.Pairs = false // a calendar has no such lines
	feed := func(ext string) string { return v.link(path+ext, query) }
	page.Calendar = calendarLinks(v.absolute(feed(".ics")), page.What.Text())
	page.Calendar.Once = feed(".ics")
	var err error
	if page.QR, page.QRSize, err = figure.QR(page.Calendar.Webcal); err != nil {
		return nil, err
	}
	page.Large = largeCalendarOf(v, list, path, query)
	if n := unshowable(list); n > 0 {
		page.LeftOut = v.Count("subscribe.leftOut", n)
	}
	name := v.Text("subscribe.to", page.What.Text())
	page.frame = frameOf(v, heading{
		title: words.Plain(name), description: v.Text("subscribe.description", page.What.Text(), v.Language.Entries(count.Total)),
		feedPath: path, data: collection(v, name, v.absolute(v.here(nil)), nil), noIndex: len(v.target.Query) > 0,
	})
	page.frame.Feeds = feedsOf(v, path, query, page.What.Run())
	for _, f := range page.frame.Feeds {
		f.Href = v.absolute(f.Href)
		page.Formats = append(page.Formats, f)
	}
	return page, nil
}

// around counts the period that a selection is about, whatever else narrows it.
func around(v *Visit, sel events.Selection) *timeline.Count {
	if sel.In.IsZero() {
		return v.timeline.Count()
	}
	return timeline.CountOf(v.timeline.Select(events.Selection{In: sel.In}))
}

// feedsOf are the feeds of a selection at its own address.
func feedsOf(v *Visit, path string, query url.Values, title words.Run) []feedLink {
	kept := v.target.Query
	v.target.Query = query
	defer func() { v.target.Query = kept }()
	return feedLinks(v, path, title)
}

// selectionName words a selection for a heading.
func selectionName(v *Visit) words.Phrase {
	tg := v.target
	if name := tg.Name(v.timeline); len(name) > 0 {
		return name
	}
	return words.Plain(v.Text("everything"))
}

// eventCalendars spells an address for each kind of program. Google wants the
// webcal form inside its own address and refuses https.
func calendarLinks(https, name string) calendarAddresses {
	wc := webcal(https)
	return calendarAddresses{
		HTTPS: https, Webcal: wc,
		Google:  "https://calendar.google.com/calendar/r?cid=" + url.QueryEscape(wc),
		Outlook: "https://outlook.live.com/calendar/0/addfromweb?url=" + url.QueryEscape(https) + "&name=" + url.QueryEscape(name),
	}
}

// unshowable counts what calendars cannot show: what lies before 1601 or after
// 9999, and what is known to no day at all.
func unshowable(list []*events.Event) int {
	n := 0
	for _, e := range list {
		if !ical.Shows(e) {
			n++
		}
	}
	return n
}

// largeCalendar warns that a calendar is larger than some clients take, and
// says which smaller ones there are. The calendar itself is never cut.
type largeCalendar struct {
	Text  string
	Links []link
}

// The size of a calendar from which readers are told: Google takes no more
// than about a million bytes.
const (
	LargeCalendar = 900_000
	entryBytes    = 560 // of an entry beside its texts, as measured on real records
)

// CalendarBytes is about how many bytes a calendar of the events has.
func CalendarBytes(lang string, list []*events.Event) int64 {
	size := int64(0)
	for _, e := range list {
		text, _ := e.In(lang)
		size += int64(entryBytes + len(text.Title) + len(text.Summary) + len(text.Body))
	}
	return size
}

// largeCalendarOf estimates the size; "" says nothing where it is small.
func largeCalendarOf(v *Visit, list []*events.Event, path string, query url.Values) *largeCalendar {
	size := CalendarBytes(v.Lang, list)
	if size < LargeCalendar {
		return nil
	}
	windowed := url.Values{address.WindowKey: {address.WindowUpcoming}}
	for k, values := range query {
		windowed[k] = values
	}
	l := &largeCalendar{
		Text:  v.Text("subscribe.large", strconv.FormatFloat(float64(size)/1e6, 'f', 1, 64)),
		Links: []link{{Run: words.Run{Text: v.Text("derived." + string(address.Upcoming))}, Href: v.link(path+".ics", windowed)}},
	}
	for _, year := range lastYears(timeline.CountOf(list), 3) {
		l.Links = append(l.Links, link{Run: words.Run{Text: yearName(v, year)}, Href: v.link("/"+address.PadYear(year)+".ics", query)})
	}
	l.Links = append(l.Links, link{Run: words.Run{Text: v.Text("foot.feeds")}, Href: v.link("/feeds", nil)})
	return l
}

func yearName(v *Visit, year int64) string {
	return address.Period{Unit: address.Year, Year: year}.Name(v.Language)
}

// lastYears lists the newest years that have entries.
func lastYears(c *timeline.Count, most int) []int64 {
	var years []int64
	for i := len(c.Years) - 1; i >= 0 && len(years) < most; i-- {
		years = append(years, c.Years[i].Year)
	}
	return years
}
