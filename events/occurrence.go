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
		if !e.Span.End.IsZero() {
			once.Span.End = i.At.Add(e.Span.End.Sub(e.Span.Start))
		}
		return &once
	}
	first := edtf.DayOf(i.Wall)
	once.Span = On(edtf.FromDays(first, first.AddDays(e.Length())))
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

// Occurrences lists the occurrences of a repeating event of which a part lies
// between the two days, both included; the event itself if it does not repeat.
// It is bounded by what recurrence lists.
func (e *Event) Occurrences(first, last edtf.Day) []*Event {
	s, ok := e.Series()
	if !ok {
		return []*Event{e}
	}
	from, ok1 := first.AddDays(-e.Length() - 1).Time(time.UTC)
	to, ok2 := last.AddDays(1).Time(time.UTC)
	if !ok1 || !ok2 {
		return []*Event{e}
	}
	// A series that cannot be listed whole is listed as far as it goes.
	instances, _ := s.Between(from, to)
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
