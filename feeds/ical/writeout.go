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
	comingYears = 2
)

// What all dates of one calendar may take that are written one by one, in bytes:
// each repeats the texts of its event. Where many series or long texts take
// more, each series has fewer dates, but not fewer than leastDates.
const (
	mostWritten = 32 << 20
	leastDates  = 10
	dateBytes   = 600 // of one, without its texts
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
	var rolls bool
	for most := mostDates; ; {
		var bytes int
		if next.Events, bytes, rolls = withDates(f, from, most); bytes <= mostWritten || most == leastDates {
			break
		}
		most = max(leastDates, min(most-1, most*(mostWritten>>10)/(bytes>>10)))
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

// withDates lists the events of a feed and up to so many dates of each, how many
// bytes those take, and whether they depend on the month.
func withDates(f *feeds.Feed, month time.Time, most int) (list []*events.Event, bytes int, rolls bool) {
	for _, e := range f.Events {
		list = append(list, e)
		if e.Repeat == nil || !e.Status.Public() {
			continue
		}
		more, window := written(e, month, most)
		text, _ := e.In(f.Lang)
		bytes += len(more) * (dateBytes + len(text.Title) + len(text.Summary) + len(text.Body))
		list, rolls = append(list, more...), rolls || window
	}
	return list, bytes, rolls
}

func firstOfMonth(day edtf.Day) (time.Time, bool) {
	t, ok := day.Time(time.UTC)
	return time.Date(t.Year(), t.Month(), 1, 0, 0, 0, 0, time.UTC), ok
}

// written lists the dates of an event that stand beside it, each as an event of
// its own, at most so many of a rule or list; rolls says that they depend on the
// month.
func written(e *events.Event, month time.Time, most int) (list []*events.Event, rolls bool) {
	r, ok := seriesOf(e)
	if !ok || r.over {
		return nil, false
	}
	dates := r.rest
	if s, _ := e.Series(); r.Rule.Freq == "" && s.Rule.Freq != "" {
		dates, rolls = window(s, month, most)
		dates = slices.DeleteFunc(dates, func(i recurrence.Instance) bool { return i.Wall.Equal(r.Start) })
	}
	if len(dates) > most && most < mostDates {
		dates, rolls = around(dates, month, most), true
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

// around takes so many dates of a list that is in order: those from the month on
// first, for three of four.
func around(list []recurrence.Instance, month time.Time, most int) []recurrence.Instance {
	coming, _ := slices.BinarySearchFunc(list, month, func(i recurrence.Instance, t time.Time) int { return i.Wall.Compare(t) })
	last := min(len(list), coming+most*3/4)
	first := max(0, last-most)
	return list[first:min(len(list), first+most)]
}

// window lists the dates of a series around a month; rolls says that there are
// others.
func window(s recurrence.Series, month time.Time, most int) (list []recurrence.Instance, rolls bool) {
	if all, err := s.FirstBetween(firstTime, lastTime, mostDates); err == nil {
		return all, false
	}
	to := month
	if s.Start.After(to) {
		to = s.Start
	}
	// What cannot be listed whole is listed as far as it goes.
	coming, _ := s.FirstBetween(month, to.AddDate(comingYears, 0, 0), most*3/4)
	var past []recurrence.Instance
	for _, days := range []int{10, 100, 1000, 10_000, 100_000, 1_000_000} {
		since := month.AddDate(0, 0, -days)
		before, err := s.Between(since, month.Add(-time.Second))
		if err != nil {
			break
		}
		if past = before; len(past) >= most-len(coming) || since.Before(s.Start) {
			break
		}
	}
	past = past[max(0, len(past)-(most-len(coming))):]
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
