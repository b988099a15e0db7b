package ical

import (
	"net/url"
	"strings"
	"time"

	"almanac.example/events"
	"almanac.example/events/edtf"
	"almanac.example/feeds"
)

// Addresses are pages of online calendars with a form that is filled in with an
// event, for people whose calendar takes no files.
type Addresses struct {
	Google  string
	Outlook string // outlook.live.com; it forgets a repetition
}

// The pages that take an event in their query, and how long a description they
// get: servers refuse addresses of more than some thousand bytes.
const (
	googleForm     = "https://calendar.google.com/calendar/render"
	outlookForm    = "https://outlook.live.com/calendar/0/deeplink/compose"
	mostFormDetail = 400 // characters
)

// AddressesOf are those of an event that calendars show, with the title, the days
// and the place that its VEVENT has; false if calendars do not show it, or if it
// was called off.
func AddressesOf(site *feeds.Site, lang string, e *events.Event) (Addresses, bool) {
	w := newWriter(site, lang, feeds.ImpreciseDefault)
	d, _, why := timesOf(e, w.how)
	if why != shown || !e.Status.Public() || e.Status == events.Cancelled {
		return Addresses{}, false
	}
	text, textLang := e.In(lang)
	f := form{title: w.title(e, text.Title, textLang, d), details: cutRunes(joinParts([]string{w.notices(e), text.Summary}, "\n"), mostFormDetail) + "\n" + w.page(e)}
	f.details = strings.TrimPrefix(f.details, "\n")
	if e.Place != nil {
		f.place, _ = e.Place.Name.In(lang)
	}
	f.when(e, d)
	return Addresses{f.google(), f.outlook()}, true
}

// form is what the pages are told.
type form struct {
	title, details, place string
	from, to              string // of days: the first, and the day after the last; as 2006-01-02
	start, end            time.Time
	zone, rule            string
}

func (f *form) when(e *events.Event, d shownDate) {
	if r, ok := seriesOf(e); ok {
		f.rule = "RRULE:" + r.Rule.String()
		if f.zone = r.zone; r.AllDay {
			first := edtf.DayOf(r.Start)
			f.from, f.to = first.String(), first.AddDays(r.days).String()
			return
		}
		f.start = r.Instant(r.Start)
		f.end = f.start.Add(r.lasts)
		return
	}
	if e.Span.Timed() {
		f.start, f.end, f.zone = e.Span.Start, e.Span.Start, e.Span.Zone
		if e.Span.End.After(e.Span.Start) {
			f.end = e.Span.End
		}
		return
	}
	f.from, f.to = d.first.String(), d.last.AddDays(1).String()
}

func (f *form) allDay() bool { return f.from != "" }

func (f *form) google() string {
	dates := strings.ReplaceAll(f.from+"/"+f.to, "-", "")
	if !f.allDay() {
		dates = f.start.UTC().Format(utcLayout) + "/" + f.end.UTC().Format(utcLayout)
	}
	q := url.Values{"action": {"TEMPLATE"}, "text": {f.title}, "dates": {dates}, "details": {f.details}}
	for key, value := range map[string]string{"location": f.place, "ctz": f.zone, "recur": f.rule} {
		if value != "" {
			q.Set(key, value)
		}
	}
	return googleForm + "?" + q.Encode()
}

func (f *form) outlook() string {
	q := url.Values{"path": {"/calendar/action/compose"}, "rru": {"addevent"}, "subject": {f.title}, "body": {f.details}}
	if f.allDay() {
		q.Set("startdt", f.from)
		q.Set("enddt", f.to)
		q.Set("allday", "true")
	} else {
		q.Set("startdt", f.start.UTC().Format(time.RFC3339))
		q.Set("enddt", f.end.UTC().Format(time.RFC3339))
	}
	if f.place != "" {
		q.Set("location", f.place)
	}
	// It takes a plus sign for one.
	return outlookForm + "?" + strings.ReplaceAll(q.Encode(), "+", "%20")
}

// cutRunes is at most so many characters of a text.
func cutRunes(s string, most int) string {
	if r := []rune(s); len(r) > most {
		return string(r[:most-1]) + "…"
	}
	return s
}
