package web

import (
	"context"
	"net/url"
	"slices"
	"strconv"
	"time"

	"almanac.example/events"
	"almanac.example/events/edtf"
	"almanac.example/feeds"
)

// news is a feed that is made of a selection but does not list its events:
// what was corrected, what is about to begin, what happened on this day.
type news string

const (
	corrections news = "changes"
	upcoming    news = "upcoming"
	anniversary news = "on-this-day"
)

func allNews() []news { return []news{corrections, upcoming, anniversary} }

func isNews(name string) bool { return slices.Contains(allNews(), news(name)) }

// The window of the upcoming feed, in days.
const (
	usualDays = 7
	maxDays   = 366
)

// takeDays removes the length of the window from the query.
func (n news) takeDays(q url.Values) (int, error) {
	values := q["days"]
	if n != upcoming || len(values) == 0 {
		return usualDays, nil
	}
	q.Del("days")
	days, err := strconv.Atoi(values[0])
	if err != nil || len(values) > 1 || days < 1 || days > maxDays {
		return 0, badKey("days", "must be a number from 1 to "+strconv.Itoa(maxDays))
	}
	return days, nil
}

// The choices of a calendar of anniversaries.
const (
	roundKey = "round" // only every so many years
	leapKey  = "leap"  // where other years keep 29 February: 28 or 1
	maxRound = 1000
)

// takeAnniversaries removes the choices of the calendar of anniversaries from
// the query.
func (n news) takeAnniversaries(q url.Values) (feeds.Anniversaries, error) {
	var a feeds.Anniversaries
	if n != anniversary {
		return a, nil
	}
	round, leap := q[roundKey], q[leapKey]
	q.Del(roundKey)
	q.Del(leapKey)
	if len(round) > 0 {
		years, err := strconv.Atoi(round[0])
		if err != nil || len(round) > 1 || years < 1 || years > maxRound {
			return a, badKey(roundKey, "must be a number of years such as 5")
		}
		a.Round = years
	}
	if len(leap) > 0 {
		a.LeapDay = feeds.LeapDay(leap[0])
		if len(leap) > 1 || a.LeapDay != feeds.LeapDayBefore && a.LeapDay != feeds.LeapDayAfter {
			return a, badKey(leapKey, "must be 28 or 1: the day that stands for 29 February")
		}
	}
	return a, nil
}

// isCalendarFormat reports whether the format is a calendar: it shows events
// at their dates and knows no items.
func isCalendarFormat(f feeds.Format) bool { return f.Extension == ".ics" || f.Extension == ".jcal" }

// forCalendar adapts what is news in a feed to a calendar: what is coming up is
// a window, and a log of corrections cannot be one.
func (tg *target) forCalendar(req *feedRequest) error {
	switch {
	case !isCalendarFormat(req.format):
	case tg.news == corrections:
		return events.ErrNotFound
	case tg.news == upcoming:
		req.window = windowUpcoming
	}
	return nil
}

// A window keeps a calendar small: what is not over, and what ended lately.
const (
	windowKey      = "window"
	windowUpcoming = "upcoming"
	windowPast     = 30 // days back that still belong to the window
)

// takeWindow removes the window from the query.
func takeWindow(q url.Values) (string, error) {
	values := q[windowKey]
	q.Del(windowKey)
	if len(values) == 0 {
		return "", nil
	}
	if len(values) > 1 || values[0] != windowUpcoming {
		return "", badKey(windowKey, "must be upcoming or absent")
	}
	return windowUpcoming, nil
}

// upcoming narrows the target to the window that ends with today's future.
func (tg *target) upcoming(today time.Time) error {
	if !tg.sel.From.IsZero() {
		return badKey(windowKey, "cannot stand together with from")
	}
	tg.windowed = true
	tg.sel.From = edtf.FromDay(edtf.DayOf(today).AddDays(-windowPast))
	return nil
}

// news makes of a feed of events what the address asks for.
func (s *Server) news(ctx context.Context, task feedTask, f *feeds.Feed) (*feeds.Feed, error) {
	today := edtf.DayOf(s.today())
	if isCalendarFormat(task.format) {
		if task.target.news == anniversary {
			a := task.anniversaries
			a.Today = today
			return feeds.AnniversaryCalendar(f, a), nil
		}
		return f, nil
	}
	switch task.target.news {
	case upcoming:
		return feeds.Upcoming(f, today, task.days), nil
	case anniversary:
		return feeds.OnThisDay(f, today), nil
	case corrections:
		task.timeline.once() // what is told of a change is not in the timeline
		log, _, err := s.corrected(ctx, f)
		return log, err
	}
	return f, nil
}
