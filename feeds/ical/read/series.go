package read

import (
	"errors"
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
	rules := in.rules()
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

// rules reads the rules of a component. One that cannot be read, or that does
// not fire in the time that one file has, is left out.
func (in *reader) rules() []recurrence.Rule {
	var list []recurrence.Rule
	for _, p := range in.current.all("RRULE") {
		rule, err := recurrence.Parse(p.value)
		if err != nil {
			in.note(p.line, "RRULE: %v; the rule is left out", err)
			continue
		}
		list = append(list, rule)
	}
	return list
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
		for _, text := range strings.Split(p.value, ",") {
			start, end, period := strings.Cut(text, "/")
			m, err := in.parseMomentIn(p, start)
			if err != nil {
				if text = strings.TrimSpace(text); text != "" {
					in.note(p.line, "%v; it %s", err, becomes)
				}
				continue
			}
			l := lasting{moment: m}
			if period {
				if l.lasts, err = in.periodLength(p, m, end); err != nil {
					in.note(p.line, "%v; the date has the event's length", err)
				}
			}
			list = append(list, l)
		}
	}
	return list
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

// settle puts the series on the event, in the form in which it is kept: the
// event stands on the first date that is not left out. It is false if there is
// none.
func (in *reader) settle(p *part) bool {
	s, e := &p.series, p.event
	if s.Rule.Freq != "" {
		in.keepClock(p)
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
	if s.AllDay || s.Zone == nil || len(s.Rule.ByHour)+len(s.Rule.ByMinute)+len(s.Rule.BySecond) > 0 || s.Rule.Freq == recurrence.Hourly || s.Rule.Freq == recurrence.Minutely || s.Rule.Freq == recurrence.Secondly {
		return
	}
	if shown := recurrence.OnWall(s.Instant(s.Start)); !shown.Equal(s.Start) {
		h, m, sec := s.Start.Clock()
		s.Rule.ByHour, s.Rule.ByMinute = []int{h}, []int{m}
		if sec != 0 {
			s.Rule.BySecond = []int{sec}
		}
		s.Start = shown
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

// divide ends a series where a component changes it from a date on, and begins
// the next, if it is not cancelled (RFC 5545 §3.2.13).
func (in *reader) divide(p *part, o *override, at time.Time) (*part, bool) {
	plain := p.series
	plain.Also, plain.Except = nil, nil
	after := p.series
	if p.series.Rule.Freq != "" {
		count := 0
		if p.series.Rule.Count > 0 {
			before, _ := plain.Between(plain.Start, at.Add(-time.Second))
			count = len(before)
			after.Rule.Count -= count
		}
		endBefore(&p.series, at, count)
	}
	after.Also, after.Except = from(p.series.Also, at, 0), nil
	for _, x := range p.series.Except {
		if !x.Before(at) {
			after.Except = append(after.Except, x)
		}
	}
	p.series.Also = slices.DeleteFunc(slices.Clone(p.series.Also), func(a recurrence.Addition) bool { return !a.Wall.Before(at) })
	if o.divides = o.cancelled; o.cancelled || o.block == nil {
		return nil, false
	}
	return in.onward(after, o, at)
}

func from(list []recurrence.Addition, at time.Time, by time.Duration) []recurrence.Addition {
	var out []recurrence.Addition
	for _, a := range list {
		if !a.Wall.Before(at) {
			out = append(out, recurrence.Addition{Wall: a.Wall.Add(by), Lasts: a.Lasts})
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
