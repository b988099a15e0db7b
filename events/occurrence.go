package events

import (
	"time"

	"almanac.example/events/edtf"
	"almanac.example/events/recurrence"
)

// Occurrence is one instance of a repeating event as an event of its own: the
// same ID and text, the instance's date, no repetition.
func (e *Event) Occurrence(i recurrence.Instance) *Event {
	once := *e
	once.Repeat = nil
	if e.Span.Timed() {
		once.Span.Start = i.At
		switch {
		case i.Lasts > 0:
			once.Span.End = i.At.Add(i.Lasts)
		case !e.Span.End.IsZero():
			once.Span.End = i.At.Add(e.Span.End.Sub(e.Span.Start))
		}
		return &once
	}
	first, more := edtf.DayOf(i.Wall), e.Length()
	if i.Lasts > 0 {
		more = int(i.Lasts.Hours())/24 - 1
	}
	once.Span = On(edtf.FromDays(first, first.AddDays(more)))
	return &once
}

// Length is by how many days the last day of an event comes after its first.
func (e *Event) Length() int {
	first, ok1 := e.Span.First()
	last, ok2 := e.Span.Last()
	if n, ok := first.DaysUntil(last); ok1 && ok2 && ok && n > 0 && n < 36600 {
		return int(n)
	}
	return 0
}

// longest is Length for the longest of the instances.
func (e *Event) longest(s recurrence.Series) int {
	days := e.Length()
	for _, a := range s.Also {
		days = max(days, int(a.Lasts.Hours())/24)
	}
	return days
}

// maxOccurrences bounds how often an event is listed in one period: every hour
// of a month.
const maxOccurrences = 1000

// Occurrences lists the occurrences of a repeating event of which a part lies
// between the two days, both included; the event itself if it does not repeat.
// Of more than maxOccurrences the first are listed.
func (e *Event) Occurrences(first, last edtf.Day) []*Event {
	s, ok := e.Series()
	if !ok {
		return []*Event{e}
	}
	from, ok1 := first.AddDays(-e.longest(s) - 1).Time(time.UTC)
	to, ok2 := last.AddDays(1).Time(time.UTC)
	if !ok1 || !ok2 {
		return []*Event{e}
	}
	// A series that cannot be listed whole is listed as far as it goes.
	instances, _ := s.FirstBetween(from, to, maxOccurrences)
	var list []*Event
	for _, i := range instances {
		once := e.Occurrence(i)
		from, to := once.Span.EDTF().Earliest, once.Span.EDTF().Latest
		if begins, ok := from(); ok && begins.After(last) {
			continue
		}
		if ends, ok := to(); !ok || !ends.Before(first) {
			list = append(list, once)
		}
	}
	return list
}
