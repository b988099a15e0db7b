package page

import (
	"net/url"
	"strconv"

	"almanac.example/events"
	"almanac.example/events/timeline"
	"almanac.example/web/address"
	"almanac.example/web/words"
)

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
