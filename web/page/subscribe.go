package page

import (
	"context"
	"html/template"
	"net/url"

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
		page.LeftOut = v.Text("subscribe.leftOut", v.Language.Entries(n))
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
