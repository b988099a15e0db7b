package syndication

import (
	"fmt"
	"strings"
	"time"

	"almanac.example/events"
	"almanac.example/events/edtf"
	"almanac.example/feeds"
)

// anniversaryDays is how many days stay in the feed, so that a reader that
// asks once a week misses none.
const anniversaryDays = 7

// OnThisDay returns f as the feed of anniversaries: one item for each of the
// last seven days on which something happened in an earlier year, known to the
// day. today is the day in the site's zone.
func OnThisDay(f *Feed, today edtf.Day) *Feed {
	c := newComposer(f.Site, f.Lang)
	next := *f
	next.Items, next.Updated = []*Item{}, f.Updated
	byDay := exactDays(f.Events)
	// What has left within the last window changed the feed, too.
	for age := range 2 * anniversaryDays {
		day := today.AddDays(-age)
		list := before(byDay[monthDay(day)], day)
		midnight, ok := day.Time(f.Site.Location())
		if len(list) == 0 || !ok {
			continue
		}
		if age < anniversaryDays {
			next.Items = append(next.Items, c.anniversaries(day, midnight.UTC(), list))
			next.Updated = feeds.Later(next.Updated, midnight)
		} else if left, ok := day.AddDays(anniversaryDays).Time(f.Site.Location()); ok {
			next.Updated = feeds.Later(next.Updated, left)
		}
	}
	return &next
}

// exactDays groups the events that are known to one day by month and day.
func exactDays(list []*events.Event) map[string][]*events.Event {
	byDay := map[string][]*events.Event{}
	for _, e := range list {
		first, ok := e.Span.First()
		if p := e.Span.Precision(); !ok || !e.Status.Public() || p != edtf.PrecisionDay && p != edtf.PrecisionTime {
			continue
		}
		key := monthDay(first)
		byDay[key] = append(byDay[key], e)
	}
	return byDay
}

func monthDay(d edtf.Day) string { return fmt.Sprintf("%02d-%02d", d.Month(), d.Day()) }

// before keeps the events of earlier years.
func before(list []*events.Event, day edtf.Day) []*events.Event {
	var earlier []*events.Event
	for _, e := range list {
		if first, _ := e.Span.First(); first.Before(day) {
			earlier = append(earlier, e)
		}
	}
	return earlier
}

func (c *composer) anniversaries(day edtf.Day, midnight time.Time, list []*events.Event) *Item {
	id := "day/" + day.String()
	words := edtf.FromDay(day).Describe(c.lang, edtf.Long)
	it := &Item{
		ID: c.site.TagURI(id), Lang: c.lang,
		URL:       c.site.BaseURL + "/" + c.lang + "/on/" + monthDay(day),
		Title:     fmt.Sprintf(c.words.onThisDay, monthName(c.lang, day), day.Day(), len(list)),
		Published: midnight, Updated: midnight,
		lead:  `<p><time datetime="` + day.String() + `">` + escapeHTML(words) + "</time></p>\n",
		Facts: &Facts{About: aboutPage(c.site, c.lang), EDTF: day.String(), Start: dayW3C(day), Precision: edtf.PrecisionDay.String()},
		order: Cursor{published: midnight, id: id},
	}
	var b strings.Builder
	b.WriteString(it.lead + "<ul>\n")
	for _, e := range list {
		text, lang := e.In(c.lang)
		address := c.site.EventPage(c.lang, e.Slug)
		b.WriteString(`<li><time datetime="` + escapeHTML(timeValue(e.Span)) + `">` + escapeHTML(c.titleDate(e.Span)) + "</time>" + c.yearsAgo(e, day) +
			c.words.dot + `<a href="` + escapeHTML(address) + `">` + c.span(text.Title, lang, c.lang) + "</a></li>\n")
		it.Updated = feeds.Later(it.Updated, e.Updated)
	}
	b.WriteString("</ul>\n")
	it.HTML = b.String()
	return it
}

func (c *composer) yearsAgo(e *events.Event, day edtf.Day) string {
	first, _ := e.Span.First()
	then, ok1 := first.Year()
	now, ok2 := day.Year()
	if !ok1 || !ok2 {
		return ""
	}
	if now-then == 1 {
		return c.words.oneYearAgo
	}
	return fmt.Sprintf(c.words.yearsAgo, now-then)
}

func monthName(lang string, d edtf.Day) string {
	if feeds.IsChinese(lang) {
		return decimal(int64(d.Month()))
	}
	return d.Month().String()
}
