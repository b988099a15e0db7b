package ical

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"almanac.example/events"
	"almanac.example/events/edtf"
	"almanac.example/events/recurrence"
	"almanac.example/feeds"
)

// The window of a series that cannot be written as a rule: so many dates, of
// which those from today on come first.
const (
	mostDates   = 400
	mostComing  = 300
	comingYears = 2
)

// WriteOut returns f with an event for every date that repeating events have
// beside what a rule says that all calendars read alike: additional dates, and
// the dates of all other rules. Of rules without end those are written that lie
// around the month, the coming two years first, at most 400 in all. Their UIDs
// are made of event and date, so that subscribers see the window move without
// doubles. month is any day of the month in the site's zone.
func WriteOut(f *feeds.Feed, month edtf.Day) *feeds.Feed {
	from, ok := firstOfMonth(month)
	if !ok || !slices.ContainsFunc(f.Events, func(e *events.Event) bool { return e.Repeat != nil }) {
		return f
	}
	next := *f
	next.Events = nil
	rolls := false
	for _, e := range f.Events {
		next.Events = append(next.Events, e)
		if e.Repeat == nil || !e.Status.Public() {
			continue
		}
		more, window := written(e, from)
		next.Events = append(next.Events, more...)
		rolls = rolls || window
	}
	if len(next.Events) == len(f.Events) {
		return f
	}
	if rolls { // the window has moved at the start of the month
		y, m, _ := from.Date()
		next.Updated = feeds.Later(next.Updated, time.Date(y, m, 1, 0, 0, 0, 0, f.Site.Location()))
	}
	slices.SortStableFunc(next.Events, events.Compare)
	return &next
}

func firstOfMonth(day edtf.Day) (time.Time, bool) {
	t, ok := day.Time(time.UTC)
	return time.Date(t.Year(), t.Month(), 1, 0, 0, 0, 0, time.UTC), ok
}

// written lists the dates of an event that stand beside it, each as an event of
// its own; rolls says that they depend on the month.
func written(e *events.Event, month time.Time) (list []*events.Event, rolls bool) {
	r, ok := seriesOf(e)
	if !ok || r.over {
		return nil, false
	}
	dates := r.rest
	if s, _ := e.Series(); r.Rule.Freq == "" && s.Rule.Freq != "" {
		dates, rolls = window(s, month)
		dates = slices.DeleteFunc(dates, func(i recurrence.Instance) bool { return i.Wall.Equal(r.Start) })
	}
	for _, clock := range r.clocks {
		list = append(list, atClock(e, clock)...)
	}
	for _, i := range dates {
		once := e.Occurrence(i)
		once.ID = partID(e.ID, i, r.AllDay)
		list = append(list, once)
	}
	return list, rolls
}

// atClock is the series that a rule with several times of day has at one of
// them, and before it the dates on which clocks skip that time.
func atClock(e *events.Event, clock [3]int) (list []*events.Event) {
	s, _ := e.Series()
	s.Also = nil
	s.Rule.ByHour, s.Rule.ByMinute, s.Rule.BySecond = clock[:1], clock[1:2], clock[2:]
	dates, _ := s.FirstBetween(s.Start, lastTime, maxAnchors) // of endless ones there are more
	for _, i := range dates {
		part := e.Occurrence(i)
		part.ID = partID(e.ID, i, false)
		list = append(list, part)
		if clockOf(i.Wall) != clock {
			continue
		}
		part.ID = e.ID + events.ID(fmt.Sprintf(".T%02d%02d%02d", clock[0], clock[1], clock[2]))
		rule := s.Rule
		rule.ByHour, rule.ByMinute, rule.BySecond = nil, nil, nil
		part.Repeat = &events.Repetition{Rule: rule.String()}
		for _, t := range s.Except {
			if clockOf(t) == clock && !t.Before(i.Wall) {
				part.Repeat.Except = append(part.Repeat.Except, t.Format(storedLayout(false)))
			}
		}
		break
	}
	return list
}

// window lists the dates of a series around a month.
func window(s recurrence.Series, month time.Time) ([]recurrence.Instance, bool) {
	if all, err := s.FirstBetween(firstTime, lastTime, mostDates); err == nil {
		return all, false
	}
	to := month
	if s.Start.After(to) {
		to = s.Start
	}
	// What cannot be listed whole is listed as far as it goes.
	coming, _ := s.FirstBetween(month, to.AddDate(comingYears, 0, 0), mostComing)
	var past []recurrence.Instance
	for _, days := range []int{10, 100, 1000, 10_000, 100_000, 1_000_000} {
		since := month.AddDate(0, 0, -days)
		list, err := s.Between(since, month.Add(-time.Second))
		if err != nil {
			break
		}
		if past = list; len(past) >= mostDates-len(coming) || since.Before(s.Start) {
			break
		}
	}
	past = past[max(0, len(past)-(mostDates-len(coming))):]
	return slices.Concat(past, coming), true
}

// partID names a date of an event. A full stop is in no event's own ID.
func partID(id events.ID, i recurrence.Instance, day bool) events.ID {
	stamp := i.At.UTC().Format(utcLayout)
	if day {
		stamp = i.Wall.Format(dateLayout)
	}
	return id + "." + events.ID(stamp)
}

// baseOf is the event that a part is of; false if it is none.
func baseOf(id events.ID) (events.ID, bool) {
	base, _, ok := strings.Cut(string(id), ".")
	return events.ID(base), ok
}
