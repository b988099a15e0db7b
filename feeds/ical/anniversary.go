package ical

import (
	"fmt"
	"slices"
	"time"

	"almanac.example/events"
	"almanac.example/events/edtf"
	"almanac.example/feeds"
)

// LeapDay says where years without a 29 February keep its anniversaries.
type LeapDay string

// The places of 29 February in other years.
const (
	LeapDayOnly   LeapDay = ""   // nowhere: only leap years have it
	LeapDayBefore LeapDay = "28" // on 28 February
	LeapDayAfter  LeapDay = "1"  // on 1 March
)

// Anniversaries are the choices of a calendar of anniversaries.
type Anniversaries struct {
	Today   edtf.Day // in the site's zone
	Round   int      // only every so many years (5: the 5th, 10th, …); 0: every year
	LeapDay LeapDay
}

// AnniversaryCalendar returns f as a calendar of the anniversaries that its
// events have this year and next: those that are known to the day, without
// doubt, lie in the past, took place and do not repeat by themselves. Each
// anniversary is an event of its own whose UID (made of event and year) stays
// the same, so that subscribers see the window move without doubles.
func AnniversaryCalendar(f *feeds.Feed, a Anniversaries) *feeds.Feed {
	next := *f
	next.Events = nil
	words := feeds.WordsIn(f.Lang, f.Site.Languages)
	year, ok := a.Today.Year()
	if !ok {
		return &next
	}
	// The window has moved at the start of the year.
	if first, ok := firstOfYear(year).Time(f.Site.Location()); ok {
		next.Updated = feeds.Later(next.Updated, first)
	}
	for _, e := range f.Events {
		day, ok := e.Span.First()
		if !ok || !hasAnniversary(e) || !day.Before(a.Today) {
			continue
		}
		// It has been in the calendar since the day after.
		if since, ok := day.AddDays(1).Time(f.Site.Location()); ok {
			next.Updated = feeds.Later(next.Updated, since)
		}
		for y := year; y <= year+1; y++ {
			if once, ok := a.anniversary(e, y, words); ok {
				next.Events = append(next.Events, once)
			}
		}
	}
	slices.SortStableFunc(next.Events, func(x, y *events.Event) int { return x.Span.Compare(y.Span) })
	return &next
}

func firstOfYear(year int64) edtf.Day { d, _ := edtf.NewDay(year, time.January, 1); return d }

func hasAnniversary(e *events.Event) bool {
	p := e.Span.Precision()
	return e.Status == events.Published && e.Repeat == nil && !e.Span.Uncertain() && !e.Span.Approximate() &&
		(p == edtf.PrecisionDay || p == edtf.PrecisionTime)
}

// anniversary is the event's anniversary in a year; false if it has none then.
func (a Anniversaries) anniversary(e *events.Event, year int64, w *feeds.Words) (*events.Event, bool) {
	first, _ := e.Span.First()
	from, ok := first.Year()
	years := year - from
	if !ok || years < 1 || a.Round > 1 && years%int64(a.Round) != 0 {
		return nil, false
	}
	day, err := edtf.NewDay(year, first.Month(), first.Day())
	if err != nil { // 29 February
		switch a.LeapDay {
		case LeapDayBefore:
			day, _ = edtf.NewDay(year, time.February, 28)
		case LeapDayAfter:
			day, _ = edtf.NewDay(year, time.March, 1)
		default:
			return nil, false
		}
	}
	once := *e
	// A full stop is in no event's own ID.
	once.ID = events.ID(fmt.Sprintf("%s.%d", e.ID, year))
	once.Span = events.On(edtf.FromDay(day))
	text, textLang := e.In(w.Lang)
	text.Title = w.Count("calendar.anniversary", int(years), w.Beside(text.Title, textLang))
	text.Summary = joinParts([]string{w.Date(e.Span, nil, edtf.Long), text.Summary}, "\n")
	once.Text = map[string]events.Text{textLang: text}
	return &once, true
}
