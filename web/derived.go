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

// derivation makes of the feed of a selection's events another one.
type derivation func(context.Context, feedTask, *syndication.Feed) (*syndication.Feed, error)

// derivations are the makers of what addresses call derived. Where there is none
// the feed shows the events as they are.
func (s *Server) derivations(calendar bool) map[address.Derived]derivation {
	if calendar {
		return map[address.Derived]derivation{
			"":                  s.eventCalendar,
			address.Upcoming:    s.eventCalendar,
			address.Anniversary: s.anniversaryCalendar,
		}
	}
	return map[address.Derived]derivation{
		address.Upcoming:    s.upcoming,
		address.Anniversary: s.onThisDay,
		address.Corrections: s.corrections,
	}
}

// derive makes of a feed of events what the address asks for.
func (s *Server) derive(ctx context.Context, task feedTask, f *syndication.Feed) (*syndication.Feed, error) {
	do, ok := s.derivations(isCalendarFormat(task.format))[task.target.Derived]
	if !ok || task.format.Whole && !isCalendarFormat(task.format) { // a table has the events of the selection

		return f, nil
	}
	return do(ctx, task, f)
}

// eventCalendar writes out what a calendar cannot say as a rule.
func (s *Server) eventCalendar(_ context.Context, task feedTask, f *syndication.Feed) (*syndication.Feed, error) {
	f.Feed = *ical.WriteOut(&f.Feed, task.month)
	return f, nil
}

func (s *Server) anniversaryCalendar(_ context.Context, task feedTask, f *syndication.Feed) (*syndication.Feed, error) {
	a := task.Anniversaries
	a.Today = edtf.DayOf(s.today())
	f.Feed = *ical.AnniversaryCalendar(&f.Feed, a)
	return f, nil
}

func (s *Server) upcoming(_ context.Context, task feedTask, f *syndication.Feed) (*syndication.Feed, error) {
	return syndication.Upcoming(f, edtf.DayOf(s.today()), task.Days), nil
}

func (s *Server) onThisDay(_ context.Context, _ feedTask, f *syndication.Feed) (*syndication.Feed, error) {
	return syndication.OnThisDay(f, edtf.DayOf(s.today())), nil
}

func (s *Server) corrections(ctx context.Context, task feedTask, f *syndication.Feed) (*syndication.Feed, error) {
	task.timeline.Once() // what is told of a change is not in the timeline
	log, _, err := s.corrected(ctx, task.timeline, f)
	return log, err
}
