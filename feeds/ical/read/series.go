package read

import (
	"slices"
	"strings"
	"time"

	"almanac.example/events"
	"almanac.example/events/recurrence"
)

// The limits of a series (events.Event.Validate), and of what one file may make
// the reader expand.
const (
	maxExcept = 10_000
	maxAlso   = 1000
	maxSteps  = 10_000_000 // of all expansions
)

// firstRepeated is the first year of which dates may repeat.
const firstRepeated = 1583

// repeat gives the event its repetition: the dates of RRULE and RDATE without
// those of EXDATE and of components of their own (RFC 5545 §3.8.5). It returns
// the event, or none if every date is left out, and behind it one for each
// component that changes the series from a date on.
func (in *reader) repeat(e *events.Event, t times, g *group) []*events.Event {
	s, ok := in.series(e, t)
	if !ok {
		return in.single(e, t, g)
	}
	var overrides []*override
	if g != nil {
		overrides = g.overrides
	}
	parts := []*part{{event: e, series: s, times: t}}
	for _, o := range overrides {
		if o.replaced > 0 {
			continue
		}
		last := parts[len(parts)-1]
		at := onSeries(last.series, o.at, last.moved)
		if !o.onward {
			last.series.Except = append(last.series.Except, at)
		} else if next, ok := in.divide(last, o, at); ok {
			parts = append(parts, next)
		}
	}
	var list []*events.Event
	for _, p := range parts {
		if in.settle(p) {
			list = append(list, p.event)
		}
	}
	return list
}

// single is an event that does not repeat: none if a component of its own says
// when its one date really is, or if it is left out.
func (in *reader) single(e *events.Event, t times, g *group) []*events.Event {
	same := func(m moment) bool {
		return m.at.Equal(t.start.at) || m.day && m.wall.Equal(t.start.wall.Truncate(24*time.Hour))
	}
	if g != nil && slices.ContainsFunc(g.overrides, func(o *override) bool { return o.replaced == 0 && same(o.at) }) {
		return nil
	}
	for _, m := range in.moments("EXDATE", "leaves nothing out") {
		if same(m.moment) {
			in.note(in.current.line, "its only date is left out by EXDATE, and the event with it")
			return nil
		}
	}
	return []*events.Event{e}
}

// part is a series, or what is left of it when it is changed from a date on.
type part struct {
	event  *events.Event
	series recurrence.Series
	times  times
	moved  time.Duration // by how much later its dates are than those of the series it was divided from
}

// series reads RRULE, RDATE and EXDATE; false if there are neither rule nor
// dates that can be used.
func (in *reader) series(e *events.Event, t times) (recurrence.Series, bool) {
	b := in.current
	s := recurrence.Series{Start: t.start.wall, AllDay: t.start.day, Steps: &in.steps}
	if !t.start.day {
		s.Zone = e.Span.Start.Location()
		if s.Start = t.start.wall; t.start.utc || t.start.zone.defined != nil || t.start.zone.name == "UTC" {
			s.Start = recurrence.OnWall(e.Span.Start)
		}
	}
	rules := in.rules(s)
	dates := in.moments("RDATE", "is left out")
	if len(rules)+len(dates) == 0 {
		return s, false
	}
	if s.Start.Year() < firstRepeated {
		in.note(b.line, "repeats since before %d, when calendars had other days; only its first date is taken", firstRepeated)
		return s, false
	}
	if len(rules) > 0 {
		s.Rule = rules[0]
		s.Rule = simplified(s)
	}
	for _, d := range dates {
		a := recurrence.Addition{Wall: onSeries(s, d.moment, 0)}
		if d.lasts != t.lasts() {
			a.Lasts = d.lasts
		}
		if a.Wall.Year() >= firstRepeated && a.Wall.Year() <= 9999 {
			s.Also = append(s.Also, a)
		}
	}
	for _, d := range in.moments("EXDATE", "leaves nothing out") {
		s.Except = append(s.Except, onSeries(s, d.moment, 0))
	}
	for i := 1; i < len(rules); i++ {
		in.addRule(&s, rules[i])
	}
	if !t.start.day && t.start.zone.defined != nil {
		in.listOut(&s, t)
	}
	return s, true
}

// rules reads the rules of a component. One that cannot be read is left out.
func (in *reader) rules(s recurrence.Series) []recurrence.Rule {
	var list []recurrence.Rule
	for _, p := range in.current.all("RRULE") {
		rule, err := in.rule(p, s)
		if err != nil {
			in.note(p.line, "RRULE: %v; the rule is left out", err)
			continue
		}
		list = append(list, rule)
	}
	return list
}

// rule reads a rule. Parts that say nothing are passed over; of COUNT and UNTIL,
// which exclude each other, the one counts that ends the series s first.
func (in *reader) rule(p *input, s recurrence.Series) (recurrence.Rule, error) {
	var parts, counted, limited []string
	for _, part := range ruleParts(p.value) {
		name, value, _ := strings.Cut(part, "=")
		if name != "" && value == "" || strings.HasPrefix(name, "X-") {
			in.note(p.line, "RRULE: %.40s says nothing and is passed over", part)
			continue
		}
		parts = append(parts, part)
		if name != "UNTIL" {
			counted = append(counted, part)
		}
		if name != "COUNT" {
			limited = append(limited, part)
		}
	}
	if len(counted) == len(parts) || len(limited) == len(parts) {
		return recurrence.Parse(strings.Join(parts, ";"))
	}
	byCount, err := recurrence.Parse(strings.Join(counted, ";"))
	if err != nil {
		return byCount, err
	}
	if s.Rule, err = recurrence.Parse(strings.Join(limited, ";")); err != nil {
		return s.Rule, err
	}
	in.note(p.line, "RRULE: COUNT and UNTIL exclude each other; the one that ends the series first counts")
	s.Rule.Until, s.Rule.UntilKind = sameKindUntil(s)
	if list, err := s.FirstBetween(s.Start, endOfDates, min(byCount.Count, maxAlso)+1); err != nil || len(list) > byCount.Count {
		return byCount, nil
	}
	return s.Rule, nil
}

// ruleParts divides a rule as programs write it: with spaces, in small letters,
// with backslashes as in a text, behind a second name, with UNTIL as ISO 8601
// writes dates. Of RFC 7529 it passes over what says nothing else than RFC 5545.
func ruleParts(value string) []string {
	value = strings.ToUpper(strings.NewReplacer(" ", "", "\t", "", `\`, "").Replace(value))
	parts := strings.Split(strings.TrimPrefix(value, "RRULE:"), ";")
	for i, part := range parts {
		if strings.HasPrefix(part, "UNTIL=") {
			parts[i] = strings.NewReplacer("-", "", ":", "").Replace(part)
		}
	}
	return slices.DeleteFunc(parts, func(part string) bool { return part == "RSCALE=GREGORIAN" || part == "SKIP=OMIT" })
}

// addRule adds the dates of a second rule, if it ends.
func (in *reader) addRule(s *recurrence.Series, rule recurrence.Rule) {
	second := *s
	second.Rule, second.Also, second.Except = rule, nil, nil
	second.Rule = simplified(second)
	list, err := second.FirstBetween(s.Start, s.Start.AddDate(200, 0, 0), maxAlso-min(maxAlso, len(s.Also)))
	if rule.Count == 0 && rule.UntilKind == recurrence.UntilNone || err != nil {
		in.note(in.current.line, "has several rules; of those after the first only what ends within %d dates is kept, and not %s", maxAlso, rule)
		return
	}
	for _, i := range list {
		s.Also = append(s.Also, recurrence.Addition{Wall: i.Wall})
	}
	in.note(in.current.line, "has several rules; the %d dates of %s are kept one by one", len(list), rule)
}

// listOut makes single dates in UTC of a rule on clocks that only the file
// knows.
func (in *reader) listOut(s *recurrence.Series, t times) {
	if s.Rule.Freq == "" {
		return
	}
	wall := *s
	wall.Zone, wall.Start, wall.Also, wall.Except = nil, t.start.wall, nil, nil
	list, err := wall.FirstBetween(wall.Start, wall.Start.AddDate(100, 0, 0), maxAlso-min(maxAlso, len(s.Also)))
	for _, i := range list {
		s.Also = append(s.Also, recurrence.Addition{Wall: t.start.zone.instant(i.Wall).UTC()})
	}
	s.Rule = recurrence.Rule{}
	if err != nil {
		in.note(in.current.line, "RRULE: its zone is known to this file only; its first %d dates are kept one by one, in UTC", len(list))
		return
	}
	in.note(in.current.line, "RRULE: its zone is known to this file only; its %d dates are kept one by one, in UTC", len(list))
}

// lasting is a date, and how long what happens on it takes.
type lasting struct {
	moment
	lasts time.Duration // 0: as long as the event
}

// moments reads the dates of all properties of a name. What cannot be read is
// told with what becomes of it.
func (in *reader) moments(name, becomes string) []lasting {
	var list []lasting
	for _, p := range in.current.all(name) {
		p = in.besideStart(p)
		// vCalendar 1.0 divides dates by semicolons.
		for _, text := range strings.FieldsFunc(p.value, func(r rune) bool { return r == ',' || r == ';' }) {
			if text = strings.TrimSpace(text); text == "" {
				continue
			}
			l, err := in.lasting(p, text)
			if err != nil {
				in.note(p.line, "%v; it %s", err, becomes)
				continue
			}
			list = append(list, l)
		}
	}
	return list
}

// lasting reads one date, or one period (RFC 5545 §3.3.9).
func (in *reader) lasting(p *input, text string) (lasting, error) {
	start, end, period := strings.Cut(text, "/")
	m, err := in.parseMomentIn(p, start)
	l := lasting{moment: m}
	if err == nil && period {
		if l.lasts, err = in.periodLength(p, m, end); err != nil {
			in.note(p.line, "%v; the date has the event's length", err)
		}
		return l, nil
	}
	return l, err
}

// periodLength reads the second half of a PERIOD (RFC 5545 §3.3.9).
func (in *reader) periodLength(p *input, start moment, text string) (time.Duration, error) {
	if text = strings.TrimSpace(text); strings.HasPrefix(strings.ToUpper(text), "P") {
		span, err := parseDuration(text)
		if err != nil || start.day {
			return 0, err
		}
		return span.after(start).Sub(start.at), nil
	}
	end, err := in.parseMomentIn(p, text)
	if err != nil || !end.at.After(start.at) || start.day {
		return 0, err
	}
	return end.at.Sub(start.at), nil
}

// onSeries is a date on the clocks of a series. A bare day beside times, as
// some programs write it, means the instance of that day.
func onSeries(s recurrence.Series, m moment, moved time.Duration) time.Time {
	switch {
	case s.AllDay:
		y, mo, d := m.wall.Date()
		if m.utc && s.Zone == nil {
			y, mo, d = m.at.Date()
		}
		return time.Date(y, mo, d, 0, 0, 0, 0, time.UTC).Add(moved)
	case m.day:
		h, mi, sec := s.Start.Clock()
		return m.wall.Add(moved).Truncate(24 * time.Hour).Add(time.Duration(h*3600+mi*60+sec) * time.Second)
	case m.floating:
		return m.wall.Add(moved)
	}
	return recurrence.OnWall(m.at.In(s.Zone)).Add(moved)
}
