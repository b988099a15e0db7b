package web

import (
	"context"

	"almanac.example/events/edtf"
	"almanac.example/feeds/ical"
	"almanac.example/feeds/syndication"
	"almanac.example/web/address"
)

// isCalendarFormat reports whether the format is a calendar: it shows events
// at their dates and knows no items.
func isCalendarFormat(f format) bool { return f.Extension == ".ics" || f.Extension == ".jcal" }

// news makes of a feed of events what the address asks for.
func (s *Server) news(ctx context.Context, task feedTask, f *syndication.Feed) (*syndication.Feed, error) {
	today := edtf.DayOf(s.today())
	if isCalendarFormat(task.format) {
		if task.target.News == address.Anniversary {
			a := task.Anniversaries
			a.Today = today
			f.Feed = *ical.AnniversaryCalendar(&f.Feed, a)
		}
		f.Feed = *ical.WriteOut(&f.Feed, task.month)
		return f, nil
	}
	switch task.target.News {
	case address.Upcoming:
		return syndication.Upcoming(f, today, task.Days), nil
	case address.Anniversary:
		return syndication.OnThisDay(f, today), nil
	case address.Corrections:
		task.timeline.Once() // what is told of a change is not in the timeline
		log, _, err := s.corrected(ctx, task.timeline, f)
		return log, err
	}
	return f, nil
}
