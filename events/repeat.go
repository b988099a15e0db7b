package events

import (
	"fmt"
	"slices"
	"time"

	"almanac.example/events/edtf"
	"almanac.example/events/recurrence"
)

// maxExcept bounds Repetition.Except.
const maxExcept = 1000

// Series returns the event's repetition, ready to be expanded; false if it has
// none or if what it has does not validate.
func (e *Event) Series() (recurrence.Series, bool) {
	s, err := e.series()
	return s, err == nil && e.Repeat != nil
}

func (e *Event) series() (recurrence.Series, error) {
	s := recurrence.Series{AllDay: !e.Span.Timed()}
	if e.Repeat == nil {
		return s, nil
	}
	rule, err := recurrence.Parse(e.Repeat.Rule)
	if err != nil {
		return s, err
	}
	s.Rule = rule
	if e.Span.Timed() {
		s.Zone = e.Span.Start.Location()
		s.Start = recurrence.OnWall(e.Span.Start)
	} else if first, ok := e.Span.First(); ok {
		s.Start, _ = first.Time(time.UTC)
	}
	for _, text := range e.Repeat.Except {
		t, err := time.Parse(exceptLayout(s.AllDay), text)
		if err != nil {
			return s, fmt.Errorf("%.40q is no exception", text)
		}
		s.Except = append(s.Except, t)
	}
	return s, nil
}

// equal reports whether two repetitions say the same; nil is none.
func (r *Repetition) equal(o *Repetition) bool {
	if r == nil || o == nil {
		return r == o
	}
	return r.Rule == o.Rule && slices.Equal(r.Except, o.Except) && slices.Equal(r.Also, o.Also)
}

func exceptLayout(allDay bool) string {
	if allDay {
		return time.DateOnly
	}
	return wallLayout
}

// checkRepetition refuses what calendar programs would not repeat alike: a
// date that is not known to the day, a rule outside the safe subset, an
// exception that is no instance.
func checkRepetition(bad *Invalid, e *Event) {
	switch p := e.Span.Precision(); {
	case e.Span.Uncertain() || e.Span.Approximate():
		bad.addf("repeat", "only a date without doubt can repeat")
		return
	case p != edtf.PrecisionTime && p != edtf.PrecisionDay && p != edtf.PrecisionDays:
		bad.addf("repeat", "only a date known to the day can repeat")
		return
	}
	if first, ok := e.Span.First(); !ok || !inCalendar(first) {
		bad.addf("repeat", "only dates from 1583 to 9999 can repeat")
		return
	}
	if len(e.Repeat.Also) > 0 {
		// Better not repeated at all than at the wrong times.
		bad.addf("repeat.also", "additional dates cannot be expanded yet; make each an event of its own")
	}
	if _, err := recurrence.Parse(e.Repeat.Rule); err != nil {
		bad.addf("repeat.rule", "%v", err)
		return
	}
	plain := *e
	plain.Repeat = &Repetition{Rule: e.Repeat.Rule}
	s, _ := plain.series()
	if err := s.CheckSafe(); err != nil {
		bad.addf("repeat.rule", "%v", err)
		return
	}
	checkExcept(bad, e.Repeat.Except, s)
}

// inCalendar keeps repetition to the years in which the Gregorian calendar was
// in use and that four digits can write.
func inCalendar(d edtf.Day) bool {
	y, ok := d.Year()
	return ok && y >= 1583 && y <= 9999
}

func checkExcept(bad *Invalid, except []string, s recurrence.Series) {
	if len(except) > maxExcept {
		bad.addf("repeat.except", "has %d entries; at most %d are allowed", len(except), maxExcept)
		return
	}
	times := make([]time.Time, len(except))
	for i, text := range except {
		t, err := time.Parse(exceptLayout(s.AllDay), text)
		switch {
		case err != nil && s.AllDay:
			bad.addf(exceptField(i), "%.40q is no day; write it as 2026-05-01", text)
		case err != nil:
			bad.addf(exceptField(i), "%.40q is no wall-clock time; write it as 2026-05-01T09:00:00", text)
		case slices.ContainsFunc(times[:i], t.Equal):
			bad.addf(exceptField(i), "%s is there twice", text)
		}
		times[i] = t
	}
	checkInstances(bad, times, s)
}

// checkInstances refuses exceptions to what is no instance anyway.
func checkInstances(bad *Invalid, times []time.Time, s recurrence.Series) {
	if len(times) == 0 || slices.ContainsFunc(times, time.Time.IsZero) {
		return // told above
	}
	for i, found := range s.HasAll(times) {
		if !found {
			bad.addf(exceptField(i), "%s is no instance of the rule", times[i].Format(exceptLayout(s.AllDay)))
		}
	}
}

func exceptField(i int) string { return fmt.Sprintf("repeat.except[%d]", i) }
