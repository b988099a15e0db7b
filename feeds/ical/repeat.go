package ical

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"almanac.example/events"
	"almanac.example/events/edtf"
	"almanac.example/events/recurrence"
)

// How much of the series that events cannot repeat is written out as events of
// their own.
const (
	maxWritten       = 200 // instances of one
	maxWrittenYears  = 100 // from its start
	maxWrittenSeries = 200 // of one file
)

// maxExceptions is how many exceptions an event has (events.Repetition).
const maxExceptions = 1000

// repeat gives the event its repetition. Instances that it cannot express, or
// all of a rule that calendar programs read differently, come back as events
// of their own.
func (in *reader) repeat(e *events.Event, t times) []*events.Event {
	b := in.current
	var extra []*events.Event
	if p, ok := b.get("RRULE"); ok {
		if len(b.all("RRULE"))+len(b.all("EXRULE")) > 1 {
			in.note(b.line, "has several rules; only the first RRULE counts")
		}
		rule, err := recurrence.Parse(p.value)
		if err != nil {
			in.note(p.line, "RRULE: %v; only its first date is taken", err)
		} else {
			extra = in.applyRule(e, t, rule)
		}
	}
	return append(extra, in.dates(e, t)...)
}

// applyRule repeats the event if the rule is safe, otherwise writes it out.
func (in *reader) applyRule(e *events.Event, t times, rule recurrence.Rule) []*events.Event {
	s := recurrence.Series{Start: t.start.wall, AllDay: t.start.day, Rule: rule}
	if !t.start.day {
		s.Zone = e.Span.Start.Location()
		s.Start = recurrence.OnWall(e.Span.Start)
	}
	s.Rule = simplified(s)
	in.startEarlier(e, &s)
	s.Except = in.exceptions(s, t)
	if err := s.CheckSafe(); err != nil {
		return in.writeOut(e, t, s, err)
	}
	if t.start.day || t.start.zone.defined == nil {
		e.Repeat = &events.Repetition{Rule: s.Rule.String(), Except: in.exceptText(s)}
		return nil
	}
	return in.writeOut(e, t, s, fmt.Errorf("its zone is known to this file only"))
}

// simplified spells a rule the way the safe subset does, where that means the
// same: what the start says anyway is dropped or written out.
func simplified(s recurrence.Series) recurrence.Rule {
	r := s.Rule
	if len(r.BySetPos) == 1 && len(r.ByDay) == 1 && r.ByDay[0].N == 0 && len(r.ByMonthDay) == 0 &&
		(r.Freq == recurrence.Monthly || r.Freq == recurrence.Yearly && len(r.ByMonth) == 1) {
		r.ByDay = []recurrence.Day{{N: r.BySetPos[0], Weekday: r.ByDay[0].Weekday}}
		r.BySetPos = nil
	}
	h, m, sec := s.Start.Clock()
	for _, part := range []struct {
		list *[]int
		at   int
	}{{&r.ByHour, h}, {&r.ByMinute, m}, {&r.BySecond, sec}} {
		if len(*part.list) == 1 && (*part.list)[0] == part.at {
			*part.list = nil
		}
	}
	if len(r.ByDay)+len(r.ByMonthDay) == 0 && s.Start.Day() > 28 {
		switch {
		case r.Freq == recurrence.Monthly, r.Freq == recurrence.Yearly && len(r.ByMonth) > 0:
			r.ByMonthDay = []int{s.Start.Day()}
		case r.Freq == recurrence.Yearly && s.Start.Month() == time.February:
			r.ByMonth, r.ByMonthDay = []int{2}, []int{29}
		}
	}
	r.Until, r.UntilKind = sameKindUntil(s)
	return r
}

// sameKindUntil writes UNTIL as a day for days and as an instant for times. A
// day as the end of a series of times means the whole of it.
func sameKindUntil(s recurrence.Series) (time.Time, recurrence.UntilKind) {
	r := s.Rule
	switch {
	case r.UntilKind == recurrence.UntilNone:
		return r.Until, r.UntilKind
	case s.AllDay:
		y, m, d := r.Until.Date()
		return time.Date(y, m, d, 0, 0, 0, 0, time.UTC), recurrence.UntilDate
	case r.UntilKind == recurrence.UntilDate:
		return s.Instant(r.Until.Add(24*time.Hour - time.Second)).UTC(), recurrence.UntilUTC
	case r.UntilKind == recurrence.UntilLocal:
		return s.Instant(r.Until).UTC(), recurrence.UntilUTC
	}
	return r.Until, r.UntilKind
}

// startEarlier takes back that our own calendars start a long series in 1970.
func (in *reader) startEarlier(e *events.Event, s *recurrence.Series) {
	text := in.current.text("X-ALMANAC-EDTF")
	exact, err := edtf.Parse(text)
	if text == "" || err != nil || !s.AllDay {
		return
	}
	first, ok := exact.Earliest()
	start, ok2 := first.Time(time.UTC)
	if p := exact.Precision(); !ok || !ok2 || !start.Before(s.Start) || p != edtf.PrecisionDay && p != edtf.PrecisionDays {
		return
	}
	earlier := *s
	earlier.Start, earlier.Rule.Count = start, 0
	before, err := earlier.Between(start, s.Start)
	if err != nil || len(before) == 0 || !before[len(before)-1].Wall.Equal(s.Start) {
		return
	}
	s.Start, e.Span = start, events.On(exact)
	if s.Rule.Count > 0 {
		s.Rule.Count += len(before) - 1
	}
}

// exceptions lists the instances that EXDATE leaves out and those that have a
// component of their own.
func (in *reader) exceptions(s recurrence.Series, t times) []time.Time {
	var list []time.Time
	for _, p := range in.current.all("EXDATE") {
		for _, text := range strings.Split(p.value, ",") {
			m, err := in.parseMomentIn(p, text)
			if err != nil {
				in.note(p.line, "%v; it leaves nothing out", err)
				continue
			}
			list = append(list, exceptWall(s, m, t))
		}
	}
	for _, m := range in.changed[in.uid()] {
		list = append(list, exceptWall(s, m, t))
	}
	slices.SortFunc(list, time.Time.Compare)
	return slices.CompactFunc(list, time.Time.Equal)
}

// exceptWall is an exception on the clocks of the series. A bare day beside
// times, as some programs write it, means the instance of that day.
func exceptWall(s recurrence.Series, m moment, t times) time.Time {
	switch {
	case s.AllDay:
		y, mo, d := m.wall.Date()
		return time.Date(y, mo, d, 0, 0, 0, 0, time.UTC)
	case m.day:
		h, mi, sec := s.Start.Clock()
		return m.wall.Add(time.Duration(h*3600+mi*60+sec) * time.Second)
	case m.floating && !t.start.floating:
		return m.wall
	}
	return recurrence.OnWall(m.at.In(s.Zone))
}

// exceptText spells the exceptions that are instances, as events keep them.
func (in *reader) exceptText(s recurrence.Series) []string {
	if len(s.Except) == 0 {
		return nil
	}
	layout := "2006-01-02T15:04:05"
	if s.AllDay {
		layout = time.DateOnly
	}
	plain := s
	plain.Except = nil
	var out []string
	for i, found := range plain.HasAll(s.Except[:min(len(s.Except), maxExceptions)]) {
		if found {
			out = append(out, s.Except[i].Format(layout))
		}
	}
	return out
}

// writeOut makes single events of a series with an end. Of one without, only
// the first date is taken: what it goes on to mean is left to an editor.
func (in *reader) writeOut(e *events.Event, t times, s recurrence.Series, why error) []*events.Event {
	b := in.current
	in.written++
	if s.Rule.Count == 0 && s.Rule.UntilKind == recurrence.UntilNone || in.written > maxWrittenSeries {
		in.note(b.line, "RRULE: %v; only its first date is taken", why)
		return nil
	}
	list, err := s.FirstBetween(s.Start, s.Start.AddDate(maxWrittenYears, 0, 0), maxWritten)
	if err != nil {
		in.note(b.line, "RRULE: %v; it has more than %d instances, and only its first date is taken", why, maxWritten)
		return nil
	}
	in.note(b.line, "RRULE: %v; its %d instances become single events", why, len(list))
	var out []*events.Event
	for _, i := range list {
		if i.Wall.Equal(s.Start) {
			continue // the event itself
		}
		out = append(out, in.once(e, t, moment{wall: i.Wall, at: i.At, day: s.AllDay}))
	}
	return out
}

// dates makes an event of every further date (RDATE, RFC 5545 §3.8.5.2).
func (in *reader) dates(e *events.Event, t times) []*events.Event {
	properties := in.current.all("RDATE")
	if len(properties) == 0 {
		return nil
	}
	var out []*events.Event
	taken := map[int64]bool{t.start.at.Unix(): true} // by the event itself, or a component of its own
	for _, m := range in.changed[in.uid()] {
		taken[m.at.Unix()] = true
	}
	for _, p := range properties {
		for _, text := range strings.Split(p.value, ",") {
			start, _, _ := strings.Cut(text, "/") // of a period; it lasts as long as the event
			m, err := in.parseMomentIn(p, start)
			switch {
			case err != nil:
				in.note(p.line, "%v; it is left out", err)
			case taken[m.at.Unix()]:
			case len(out) >= maxWritten:
				in.note(p.line, "RDATE: has more than %d dates; the others are left out", maxWritten)
				return out
			default:
				taken[m.at.Unix()] = true
				out = append(out, in.once(e, t, m))
			}
		}
	}
	return out
}

// once is the event at another time, with an ID of its own.
func (in *reader) once(e *events.Event, t times, m moment) *events.Event {
	single := *e
	single.Repeat = nil
	single.ID, single.Slug = hashedID(instanceKey(in.uid(), m.at)), ""
	if t.start.day || m.day {
		first := edtf.DayOf(m.wall)
		last := first
		if a, ok := e.Span.First(); ok && !e.Span.Timed() {
			if z, ok := e.Span.Last(); ok {
				n, _ := a.DaysUntil(z)
				last = first.AddDays(int(n))
			}
		}
		single.Span = events.On(edtf.FromDays(first, last))
		return &single
	}
	lasts := e.Span.End.Sub(e.Span.Start)
	single.Span.Start = m.at.In(e.Span.Start.Location())
	if !e.Span.End.IsZero() {
		single.Span.End = single.Span.Start.Add(lasts)
	}
	return &single
}
