package read

import (
	"errors"
	"slices"
	"time"

	"almanac.example/events"
	"almanac.example/events/recurrence"
)

// settle puts the series on the event, in the form in which it is kept: the
// event stands on the first date that is not left out. It is false if there is
// none.
func (in *reader) settle(p *part) bool {
	s, e := &p.series, p.event
	in.keepClock(p)
	if s.Rule.Freq != "" {
		if !in.fires(*s) {
			if in.steps > 0 {
				in.note(in.current.line, "RRULE: %s gives no date, and is left out", s.Rule)
			} else {
				in.note(in.current.line, "RRULE: is left out; the rules of this file take more than %d steps to look at", maxSteps)
			}
			s.Rule = recurrence.Rule{}
		}
	}
	s.Except = instancesOf(*s, s.Except)
	if !in.startLater(p) {
		in.note(in.current.line, "all its dates are left out or have components of their own")
		return false
	}
	in.tidyAdditions(s)
	s.Except = instancesOf(*s, s.Except)
	if len(s.Also) > maxAlso || len(s.Except) > maxExcept {
		in.note(in.current.line, "has more than %d single dates or %d exceptions; the last are left out", maxAlso, maxExcept)
		s.Also, s.Except = s.Also[:min(len(s.Also), maxAlso)], s.Except[:min(len(s.Except), maxExcept)]
	}
	e.Repeat = spelled(*s)
	return true
}

// tidyAdditions puts the additional dates in order, without those that are
// given anyway or left out.
func (in *reader) tidyAdditions(s *recurrence.Series) {
	skip := map[int64]bool{s.Instant(s.Start).Unix(): true}
	for _, x := range s.Except {
		skip[s.Instant(x).Unix()] = true
	}
	rule := *s
	rule.Also, rule.Except = nil, nil
	slices.SortStableFunc(s.Also, func(a, b recurrence.Addition) int { return a.Wall.Compare(b.Wall) })
	s.Also = slices.DeleteFunc(s.Also, func(a recurrence.Addition) bool {
		at := s.Instant(a.Wall).Unix()
		given := skip[at] || a.Lasts == 0 && s.Rule.Freq != "" && rule.Has(a.Wall)
		skip[at] = true
		return given
	})
}

// spelled is a series as events keep it; nil if nothing repeats.
func spelled(s recurrence.Series) *events.Repetition {
	r := &events.Repetition{}
	if s.Rule.Freq != "" {
		r.Rule = s.Rule.String()
	}
	for _, x := range s.Except {
		r.Except = append(r.Except, x.Format(layoutOf(s.AllDay)))
	}
	for _, a := range s.Also {
		r.Also = append(r.Also, events.SpellAddition(a, s.AllDay))
	}
	if r.Rule == "" && len(r.Also) == 0 {
		return nil
	}
	return r
}

// keepClock lets a rule keep its wall clock when the start falls into a gap of
// the clocks and is shown an hour later.
func (in *reader) keepClock(p *part) {
	s := &p.series
	if s.Rule.Freq == "" || s.AllDay || s.Zone == nil || len(s.Rule.ByHour)+len(s.Rule.ByMinute)+len(s.Rule.BySecond) > 0 || s.Rule.Freq == recurrence.Hourly || s.Rule.Freq == recurrence.Minutely || s.Rule.Freq == recurrence.Secondly {
		return
	}
	if shown := recurrence.OnWall(s.Instant(s.Start)); !shown.Equal(s.Start) {
		h, m, sec := s.Start.Clock()
		s.Rule.ByHour, s.Rule.ByMinute = []int{h}, []int{m}
		if sec != 0 {
			s.Rule.BySecond = []int{sec}
		}
		s.Start = shown // which the rule does not give any more
		if s.Rule.Count--; s.Rule.Count == 0 {
			s.Rule = recurrence.Rule{}
		}
		s.Rule.Count = max(0, s.Rule.Count)
	}
}

// fires reports whether the rule gives a date.
func (in *reader) fires(s recurrence.Series) bool {
	s.Also, s.Except = nil, nil
	list, _ := s.FirstBetween(s.Start, endOfDates, 1) // of endless ones there are more
	return len(list) > 0
}

// endOfDates is the end of the years that four digits write.
var endOfDates = time.Date(9999, 12, 31, 23, 59, 59, 0, time.UTC)

// instancesOf keeps what is an instance of the series, in order and once.
func instancesOf(s recurrence.Series, list []time.Time) []time.Time {
	list = slices.DeleteFunc(list, func(t time.Time) bool { return t.Year() < 1 || t.Year() > 9999 })
	slices.SortFunc(list, time.Time.Compare)
	list = slices.CompactFunc(list, time.Time.Equal)
	if len(list) == 0 {
		return nil
	}
	s.Except = nil
	s.Also = append(slices.Clip(s.Also), recurrence.Addition{Wall: s.Start})
	var kept []time.Time
	for i, found := range s.HasAll(list) {
		if found {
			kept = append(kept, list[i])
		}
	}
	return kept
}

// startLater moves the event to its first date that is not left out; false if
// there is none. What the rule leaves to the start is spelled out already, and
// COUNT loses what lies before.
func (in *reader) startLater(p *part) bool {
	s := &p.series
	whole := *s
	whole.Also = append(slices.Clip(s.Also), recurrence.Addition{Wall: s.Start})
	if len(s.Except) == 0 || !slices.ContainsFunc(s.Except, func(x time.Time) bool { return s.Instant(x).Equal(s.Instant(s.Start)) }) {
		return true
	}
	rule := *s
	rule.Also = nil
	if list := first(rule); s.Rule.Freq != "" && len(list) > 0 {
		in.dropBefore(s, list[0].Wall)
		in.place(p, list[0])
		return true
	}
	list := first(whole)
	if len(list) == 0 {
		return false
	}
	s.Rule = recurrence.Rule{}
	s.Also = slices.DeleteFunc(s.Also, func(a recurrence.Addition) bool { return s.Instant(a.Wall).Equal(list[0].At) })
	in.lengthen(p, list[0])
	in.place(p, list[0])
	return true
}

func first(s recurrence.Series) []recurrence.Instance {
	list, err := s.FirstBetween(time.Date(1, 1, 2, 0, 0, 0, 0, time.UTC), endOfDates, 1)
	if err != nil && !errors.Is(err, recurrence.ErrTooMany) {
		return nil
	}
	return list
}

// dropBefore takes off COUNT what the rule gives before its new start.
func (in *reader) dropBefore(s *recurrence.Series, start time.Time) {
	if s.Rule.Count == 0 {
		return
	}
	plain := *s
	plain.Also, plain.Except = nil, nil
	before, _ := plain.Between(s.Start, start.Add(-time.Second)) // fewer than COUNT, which is bounded by what fires found
	s.Rule.Count -= len(before)
}

// lengthen writes down the length of the other dates before the event takes
// that of one of them.
func (in *reader) lengthen(p *part, to recurrence.Instance) {
	old := p.times.lasts()
	if to.Lasts == 0 || old == 0 {
		return
	}
	for i := range p.series.Also {
		a := &p.series.Also[i]
		switch a.Lasts {
		case 0:
			a.Lasts = old
		case to.Lasts:
			a.Lasts = 0
		}
	}
}

// place puts the event on one of its dates.
func (in *reader) place(p *part, i recurrence.Instance) {
	p.series.Start = i.Wall
	*p.event = *p.event.Occurrence(i)
}
