package read

import (
	"slices"
	"time"

	"almanac.example/events"
	"almanac.example/events/recurrence"
)

// divide ends a series where a component changes it from a date on, and begins
// the next, if it is not cancelled (RFC 5545 §3.2.13).
func (in *reader) divide(p *part, o *override, at time.Time) (*part, bool) {
	plain := p.series
	plain.Also, plain.Except = nil, nil
	after := p.series
	after.Also, after.Except = from(p.series.Also, at), nil
	for _, x := range p.series.Except {
		if !x.Before(at) {
			after.Except = append(after.Except, x)
		}
	}
	if p.series.Rule.Freq != "" {
		count := 0
		if p.series.Rule.Count > 0 {
			before, _ := plain.Between(plain.Start, at.Add(-time.Second))
			count = len(before)
			after.Rule.Count -= count
		}
		endBefore(&p.series, at, count)
	}
	p.series.Also = slices.DeleteFunc(slices.Clone(p.series.Also), func(a recurrence.Addition) bool { return !a.Wall.Before(at) })
	if o.divides = o.cancelled; o.cancelled || o.block == nil {
		return nil, false
	}
	return in.onward(after, o, at)
}

func from(list []recurrence.Addition, at time.Time) []recurrence.Addition {
	var out []recurrence.Addition
	for _, a := range list {
		if !a.Wall.Before(at) {
			out = append(out, a)
		}
	}
	return out
}

// endBefore lets a series end before a date. count is how many dates of a rule
// with COUNT lie before.
func endBefore(s *recurrence.Series, at time.Time, count int) {
	switch {
	case s.Rule.Count > 0 && count == 0, s.Rule.Count == 0 && !at.After(s.Start):
		s.Except = append(s.Except, s.Start)
		s.Rule = recurrence.Rule{}
	case s.Rule.Count > 0:
		s.Rule.Count = count
	case s.AllDay:
		s.Rule.Until, s.Rule.UntilKind = at.AddDate(0, 0, -1), recurrence.UntilDate
	default:
		s.Rule.Until, s.Rule.UntilKind = s.Instant(at).UTC().Add(-time.Second), recurrence.UntilUTC
	}
}

// onward is the series that a component with RANGE=THISANDFUTURE begins: the
// dates from there on, moved as far as its own.
func (in *reader) onward(s recurrence.Series, o *override, at time.Time) (*part, bool) {
	outer := in.current
	defer func() { in.current = outer }()
	in.current = o.block
	fact, t, err := in.fact(o.block, nil)
	if err != nil {
		return nil, false // told when the component itself is read
	}
	fact.Repeats = true
	span, err := in.span(t, &fact)
	if err != nil || t.start.day != s.AllDay {
		return nil, false
	}
	e := &events.Event{Span: span, Status: in.status(), Text: map[string]events.Text{}}
	in.name(e, &fact)
	in.describe(e, in.groups[in.uid()])
	in.locate(e)
	in.tag(e)
	in.link(e)
	start := t.start.wall
	if !s.AllDay {
		s.Zone = span.Start.Location()
		start = recurrence.OnWall(span.Start)
	}
	by := start.Sub(at)
	for i := range s.Also {
		s.Also[i].Wall = s.Also[i].Wall.Add(by)
	}
	for i := range s.Except {
		s.Except[i] = s.Except[i].Add(by)
	}
	shiftRule(&s.Rule, at, start)
	s.Start = start
	o.divides, o.event = true, e.ID
	return &part{event: e, series: s, times: t, moved: by}, true
}

// shiftRule moves a rule to another start: the time of day goes with the start,
// and weekdays or days of the month that say no more than the old one did do,
// too.
func shiftRule(r *recurrence.Rule, old, start time.Time) {
	r.ByHour, r.ByMinute, r.BySecond = nil, nil, nil
	oldDay, newDay := old.Truncate(24*time.Hour), start.Truncate(24*time.Hour)
	days := int(newDay.Sub(oldDay).Hours() / 24)
	if r.UntilKind != recurrence.UntilNone {
		r.Until = r.Until.Add(start.Sub(old))
	}
	if days == 0 {
		return
	}
	if r.Freq == recurrence.Weekly {
		r.ByDay = slices.Clone(r.ByDay)
		for i := range r.ByDay {
			r.ByDay[i].Weekday = time.Weekday(((int(r.ByDay[i].Weekday)+days)%7 + 7) % 7)
		}
		r.WeekStart = time.Weekday(((int(r.WeekStart)+days)%7 + 7) % 7)
		return
	}
	if len(r.ByMonthDay) == 1 && r.ByMonthDay[0] == old.Day() {
		r.ByMonthDay = []int{start.Day()}
	}
	if len(r.ByMonth) == 1 && r.Freq == recurrence.Yearly {
		r.ByMonth = []int{int(start.Month())}
	}
	if len(r.ByDay) == 1 && len(r.ByMonthDay) == 0 && r.ByDay[0].Weekday == old.Weekday() {
		n := r.ByDay[0].N
		if n > 0 {
			n = (start.Day() + 6) / 7
		}
		r.ByDay = []recurrence.Day{{N: n, Weekday: start.Weekday()}}
	}
}
