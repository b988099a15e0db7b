package entry

import (
	"bytes"
	"context"
	"encoding/json"
	"html/template"
	"slices"
	"strings"
	"time"

	"almanac.example/events"
	"almanac.example/events/edtf"
	"almanac.example/events/timeline"
	"almanac.example/feeds"
	"almanac.example/feeds/ical"
	"almanac.example/feeds/syndication"
	"almanac.example/web/desk/frame"
	"almanac.example/web/figure"
	"almanac.example/web/words"
)

// appearance is how an entry will appear where readers meet it.
type appearance struct {
	Rows []appears
}

// appears is one of the places.
type appears struct {
	Where string
	What  string
	Quote []words.Run   // the very title that is written there, in its parts
	Ruler template.HTML // of the month, "" if there is none to be drawn
}

// appearanceOf tells where an entry will stand. Calendar and feed are asked of
// their own writers, and the day of the year of a timeline, so that what is said
// is what will be.
func appearanceOf(ctx context.Context, v *frame.Visit, e *events.Event) *appearance {
	if e.Span.IsZero() {
		return nil
	}
	shown := *e
	shown.Status = events.Published
	if len(shown.Text) == 0 {
		shown.Text = map[string]events.Text{v.Lang: {Title: v.Text("how.titleHere")}}
	}
	return &appearance{[]appears{
		{Where: v.Text("how.year"), What: yearPlace(v, shown.Span), Ruler: rulerFor(v, &shown)},
		calendarPlace(ctx, v, &shown),
		{Where: v.Text("how.feed"), Quote: titled(v, &shown, feedTitle(ctx, v, &shown))},
		{Where: v.Text("how.onThisDay"), What: dayPlace(v, &shown)},
	}}
}

// yearPlace says where on the page of its year an entry stands.
func yearPlace(v *frame.Visit, s events.Span) string {
	first, ok := s.First()
	year, named := s.Year()
	if !ok || !named {
		return v.Text("how.coarse")
	}
	month := v.MonthName(int(first.Month()))
	switch s.Kind() {
	case events.KindDay:
		if s.Approximate() || s.Uncertain() {
			return v.Text("how.doubtfulDay", month)
		}
		return v.Text("how.day", v.MonthDay(int(first.Month()), first.Day()))
	case events.KindRange:
		return v.Text("how.range", v.MonthDay(int(first.Month()), first.Day()))
	case events.KindMonth:
		return v.Text("how.month", month)
	}
	return v.Text("how.inYear", v.Year(year))
}

// rulerFor draws the month of a date that is known to the month or finer.
func rulerFor(v *frame.Visit, e *events.Event) template.HTML {
	first, ok := e.Span.First()
	if !ok || e.Span.Kind() > events.KindMonth {
		return ""
	}
	year, ok := first.Year()
	if !ok {
		return ""
	}
	end := edtf.LastDayOfMonth(year, first.Month())
	m := figure.Month{Length: end.Day()}
	if e.Span.Kind() == events.KindMonth {
		m.Vague = v.Text("dayUnknown")
		return figure.Ruler(m)
	}
	last, ok := e.Span.Last()
	if !ok || last.After(end) {
		last = end
	}
	class := "x w2"
	if e.Key {
		class = "x w3"
	}
	m.Spans = []figure.Days{{From: first.Day(), To: last.Day(), Class: class, Key: e.Key}}
	return figure.Ruler(m)
}

// feedFor is a feed that holds one entry.
func feedFor(v *frame.Visit, e *events.Event) feeds.Feed {
	return feeds.Feed{Site: v.Site, Lang: v.Lang, Title: "-", Page: v.Site.BaseURL + "/", Self: v.Site.BaseURL + "/", Events: []*events.Event{e}}
}

// calendarPlace reads what a calendar will show out of the calendar itself.
func calendarPlace(ctx context.Context, v *frame.Visit, e *events.Event) appears {
	row := appears{Where: v.Text("how.calendar"), What: v.Text("how.noCalendar")}
	f := feedFor(v, e)
	var b bytes.Buffer
	if !ical.Shows(e) || ical.Write(ctx, &b, &f) != nil {
		return row
	}
	component := propertiesOf(b.String())
	row.Quote = titled(v, e, component["SUMMARY"])
	start := component["DTSTART"]
	first, err := time.Parse("20060102", start)
	if err != nil { // an instant
		row.What = v.Text("how.clock", e.Span.DescribeFor(v.Zone(), v.Lang, edtf.Short))
		return row
	}
	last := first
	if end, err := time.Parse("20060102", component["DTEND"]); err == nil {
		last = end.AddDate(0, 0, -1)
	}
	from, to := edtf.DayOf(first), edtf.DayOf(last)
	switch k := e.Span.Kind(); {
	case from == to && k != events.KindDay:
		row.What = v.Text("how.marker", v.Date(from))
	case from == to:
		row.What = v.Text("how.allDay", v.Date(from))
	default:
		row.What = v.Text("how.bar", events.DescribeDate(edtf.FromDays(from, to), v.Lang, edtf.Short))
	}
	return row
}

// propertiesOf reads the properties of the first VEVENT of a calendar, without
// their parameters.
func propertiesOf(calendar string) map[string]string {
	_, calendar, _ = strings.Cut(calendar, "BEGIN:VEVENT")
	calendar = strings.ReplaceAll(calendar, "\r\n ", "")
	found := map[string]string{}
	for _, line := range strings.Split(calendar, "\r\n") {
		name, value, ok := strings.Cut(line, ":")
		name, _, _ = strings.Cut(name, ";")
		if _, twice := found[name]; ok && !twice {
			found[name] = strings.NewReplacer(`\n`, " ", `\,`, ",", `\;`, ";", `\\`, `\`).Replace(value)
		}
	}
	return found
}

// titled are the parts of a line that holds an entry's title: what stands around
// it is in the language of the page, the title in its own.
func titled(v *frame.Visit, e *events.Event, line string) []words.Run {
	text, lang := e.In(v.Lang)
	before, after, found := strings.Cut(line, text.Title)
	if !found {
		return []words.Run{v.Run(line, lang)}
	}
	parts := []words.Run{v.Run(before, v.Lang), v.Run(text.Title, lang), v.Run(after, v.Lang)}
	return slices.DeleteFunc(parts, func(r words.Run) bool { return r.Text == "" })
}

// feedTitle reads the title of the entry's item out of a feed.
func feedTitle(ctx context.Context, v *frame.Visit, e *events.Event) string {
	var b bytes.Buffer
	var doc struct{ Items []struct{ Title string } }
	if err := syndication.WriteJSON(ctx, &b, &syndication.Feed{Feed: feedFor(v, e)}); err != nil {
		return ""
	}
	if err := json.Unmarshal(b.Bytes(), &doc); err != nil || len(doc.Items) == 0 {
		return ""
	}
	return doc.Items[0].Title
}

// dayPlace says whether the entry stands among those of its day in other years.
func dayPlace(v *frame.Visit, e *events.Event) string {
	first, ok := e.Span.First()
	if ok {
		t := timeline.New().With(events.Batch{Rev: 1, Reset: true, Events: []*events.Event{e}})
		if t.Any(events.Selection{On: first.String()[max(0, len(first.String())-5):]}) {
			return v.Text("how.eachYear", v.MonthDay(int(first.Month()), first.Day()))
		}
	}
	return v.Text("how.noDay")
}
