package syndication

import (
	"fmt"
	"slices"
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
// day. today is the day in the site's zone. The item of an older day stays for
// ninety days if what it told has changed.
func OnThisDay(f *Feed, today edtf.Day) *Feed {
	c := newComposer(f.Site, f.Lang)
	next := *f
	next.Items, next.Updated = []*Item{}, f.Updated
	byDay, gone := exactDays(f.Events), formerDays(f.Past)
	for age := range anniversaryDays + int(events.TracesLast.Hours()/24) {
		day := today.AddDays(-age)
		a := anniversary{day: day, list: before(byDay[monthDay(day)], day)}
		var ok1, ok2 bool
		a.midnight, ok1 = day.Time(f.Site.Location())
		left, ok2 := day.AddDays(anniversaryDays).Time(f.Site.Location())
		a.changed = a.changedBy(gone[monthDay(day)])
		if age >= anniversaryDays { // what was published since was not told
			a.changed = a.told(f.Site, left).changedBy(gone[monthDay(day)])
		}
		if !ok1 || !ok2 || len(a.list) == 0 && a.changed.IsZero() {
			continue
		}
		switch {
		case age < anniversaryDays:
			next.Updated = feeds.Later(next.Updated, a.midnight)
		case age < 2*anniversaryDays: // what has left changed the feed, too
			next.Updated = feeds.Later(next.Updated, left)
		}
		if age < anniversaryDays || !a.changed.IsZero() {
			next.Items = append(next.Items, c.anniversaries(a))
		}
	}
	return &next
}

// anniversary is a day in the feed.
type anniversary struct {
	day      edtf.Day
	midnight time.Time // when its item enters
	list     []*events.Event
	changed  time.Time // when what the item told changed last; zero: it has not
}

// told is the day with the events that were published before an instant.
func (a *anniversary) told(site *feeds.Site, left time.Time) *anniversary {
	t := *a
	t.list = slices.DeleteFunc(slices.Clone(a.list), func(e *events.Event) bool { return !published(site, e).Before(left) })
	return &t
}

// changedBy is when an event of the day changed last, one that is on it or one
// that was.
func (a *anniversary) changedBy(gone []*events.Trace) time.Time {
	var changed time.Time
	for _, e := range a.list {
		if e.Updated.After(a.midnight) {
			changed = feeds.Later(changed, e.Updated)
		}
	}
	for _, was := range gone {
		if first, _ := was.Span.First(); first.Before(a.day) && was.Until.After(a.midnight) {
			changed = feeds.Later(changed, was.Until)
		}
	}
	return changed
}

// exactDays groups the events that are known to one day by month and day.
func exactDays(list []*events.Event) map[string][]*events.Event {
	byDay := map[string][]*events.Event{}
	for _, e := range list {
		if first, ok := exactDay(e.Span); ok && e.Status.Public() {
			byDay[monthDay(first)] = append(byDay[monthDay(first)], e)
		}
	}
	return byDay
}

// formerDays groups what events were by month and day.
func formerDays(list []events.Past) map[string][]*events.Trace {
	byDay := map[string][]*events.Trace{}
	for _, p := range list {
		for i, in := range p.In {
			was := &p.Event.Formerly[i]
			if first, ok := exactDay(was.Span); in && ok {
				byDay[monthDay(first)] = append(byDay[monthDay(first)], was)
			}
		}
	}
	return byDay
}

// exactDay is the day of a span that is known to one.
func exactDay(s events.Span) (edtf.Day, bool) {
	first, ok := s.First()
	p := s.Precision()
	return first, ok && (p == edtf.PrecisionDay || p == edtf.PrecisionTime)
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

func (c *composer) anniversaries(a anniversary) *Item {
	day, midnight, list := a.day, a.midnight.UTC(), a.list
	id := "day/" + day.String()
	words := events.DescribeDate(edtf.FromDay(day), c.words.Spoken, edtf.Long)
	it := &Item{
		ID: c.site.TagURI(id), Lang: c.lang,
		URL:       c.site.BaseURL + "/" + c.lang + "/on/" + monthDay(day),
		Title:     c.words.Text("item.onThisDay", c.words.MonthDay(day), decimal(int64(len(list)))),
		Published: midnight, Updated: feeds.Later(midnight, a.changed),
		lead:  "<p" + c.block(c.words.Spoken, c.lang) + `><time datetime="` + day.String() + `">` + escapeHTML(words) + "</time></p>\n",
		Facts: &Facts{About: aboutPage(c.site, c.lang), EDTF: day.String(), Start: dayW3C(day), Precision: edtf.PrecisionDay.String()},
		order: Cursor{published: midnight, id: id},
	}
	var b strings.Builder
	b.WriteString(it.lead + "<ul>\n")
	for _, e := range list {
		text, lang := e.In(c.lang)
		address := c.site.EventPage(c.lang, e.Slug)
		b.WriteString("<li" + c.block(c.words.Spoken, c.lang) + `><time datetime="` + escapeHTML(timeValue(e.Span)) + `">` + escapeHTML(c.titleDate(e.Span)) + "</time>" + c.yearsAgo(e, day) +
			c.words.Text("dot") + `<a href="` + escapeHTML(address) + `">` + c.span(text.Title, lang, c.words.Spoken) + "</a></li>\n")
	}
	b.WriteString("</ul>\n")
	if it.HTML = b.String(); len(list) == 0 {
		it.HTML = it.lead
	}
	return it
}

func (c *composer) yearsAgo(e *events.Event, day edtf.Day) string {
	first, _ := e.Span.First()
	then, ok1 := first.Year()
	now, ok2 := day.Year()
	if !ok1 || !ok2 {
		return ""
	}
	return c.words.Count("item.yearsAgo", int(now-then))
}
