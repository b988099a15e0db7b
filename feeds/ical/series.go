package ical

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"almanac.example/events"
	"almanac.example/events/edtf"
	"almanac.example/events/recurrence"
)

// repeating is a series as calendars can show it. What all of them read alike
// is written as a rule; libical shows nothing of one that starts long ago, so
// that it starts with its first instance after 1970 (and COUNT is lowered). All
// else is written date by date (WriteOut), and the event itself once.
type repeating struct {
	recurrence.Series // what is written as a rule; without FREQ: one date
	stored            events.Repetition
	canonical         string                // the stored rule, as rules are spelled here
	zone              string                // IANA name, "" for days
	days              int                   // of each instance, for days
	lasts             time.Duration         // of each instance, for times; 0: no end known
	moved             bool                  // instances before the first shown one are missing
	over              bool                  // all instances are too old to be shown
	rest              []recurrence.Instance // dates that stand beside the rule
	clocks            [][3]int              // of a rule with several times of day: the others, each written as a rule of its own
}

// The years from which on calendars show a series, and from which on they can
// show one if it has to be.
const (
	seriesYear  = 1970
	seriesFloor = 1912
)

// seriesOf prepares the event's repetition; false if it has none.
func seriesOf(e *events.Event) (repeating, bool) {
	s, ok := e.Series()
	if !ok {
		return repeating{}, false
	}
	r := repeating{Series: s, stored: *e.Repeat}
	if s.Rule.Freq != "" {
		r.canonical = s.Rule.String()
	}
	if e.Span.Timed() {
		r.zone = e.Span.Zone
		if e.Span.End.After(e.Span.Start) {
			r.lasts = e.Span.End.Sub(e.Span.Start)
		}
	} else {
		r.days = e.Length() + 1
	}
	r.Also = nil
	r.rest = additions(s)
	if r.Rule.Freq != "" {
		r.anchor()
	}
	if r.Rule.Freq == "" {
		r.once(s)
	}
	return r, true
}

// additions lists the dates beside those of the rule.
func additions(s recurrence.Series) []recurrence.Instance {
	beside := s
	beside.Rule = recurrence.Rule{}
	list, err := beside.Between(firstTime, lastTime)
	if err != nil || s.Rule.Freq == "" {
		return list
	}
	s.Also, s.Except = nil, nil
	walls := make([]time.Time, len(list))
	for i := range list {
		walls[i] = list[i].Wall
	}
	if len(walls) == 0 {
		return nil
	}
	var rest []recurrence.Instance
	for i, given := range s.HasAll(walls) {
		if !given || list[i].Lasts > 0 {
			rest = append(rest, list[i])
		}
	}
	return rest
}

// The years that four digits write, with room for a zone's offset.
var (
	firstTime = time.Date(1, 1, 2, 0, 0, 0, 0, time.UTC)
	lastTime  = time.Date(9999, 12, 31, 23, 59, 59, 0, time.UTC)
)

// anchor looks for the instance from which on the rule can be written so that
// all calendars read it alike; without one it drops the rule.
func (r *repeating) anchor() {
	for _, longer := range r.rest { // a longer instance stands for the rule's
		if longer.Lasts > 0 {
			r.Except = append(slices.Clip(r.Except), longer.Wall)
		}
	}
	start := r.Start
	list, early := r.instances()
	for _, i := range list {
		at := *r
		at.Start, at.Rule = i.Wall, withoutClock(r.Rule, i.Wall)
		clocks := clocksOf(r.Rule, start)
		kept := slices.Contains(clocks, clockOf(i.Wall))
		if mayDivide(r.Rule) && kept && len(clocks) > 1 {
			at.Rule.ByHour, at.Rule.ByMinute, at.Rule.BySecond = nil, nil, nil
			at.clocks = slices.DeleteFunc(clocks, func(c [3]int) bool { return c == clockOf(i.Wall) })
		}
		if !kept || at.CheckSafe() != nil {
			r.rest = append(r.rest, i)
			if len(r.rest) > maxAnchors {
				break
			}
			continue
		}
		at.moved = early
		if at.Rule.Count > 0 {
			at.Rule.Count -= r.before(i.Wall)
		}
		at.Except = slices.DeleteFunc(slices.Clone(at.Except), func(t time.Time) bool {
			return t.Before(at.Start) || len(at.clocks) > 0 && clockOf(t) != clockOf(at.Start)
		})
		*r = at
		return
	}
	r.over = early && len(list) == 0
	r.Rule = recurrence.Rule{}
}

// maxAnchors is how many instances of a rule are tried: clocks skip the time of
// day of one, and rarely of the next, too.
const maxAnchors = 3

// maxClocks is how many times of day one rule may have to be divided by them.
const maxClocks = 24

// mayDivide reports whether a rule with several times of day means the same as
// one rule for each of them.
func mayDivide(r recurrence.Rule) bool {
	return r.Count == 0 && len(r.BySetPos) == 0 && max(1, len(r.ByHour))*max(1, len(r.ByMinute))*max(1, len(r.BySecond)) <= maxClocks
}

// clocksOf lists the times of day of a rule of days and more.
func clocksOf(r recurrence.Rule, start time.Time) [][3]int {
	at := clockOf(start)
	lists := [3][]int{r.ByHour, r.ByMinute, r.BySecond}
	for i := range lists {
		if len(lists[i]) == 0 {
			lists[i] = at[i : i+1]
		}
	}
	var clocks [][3]int
	for _, h := range lists[0] {
		for _, m := range lists[1] {
			for _, s := range lists[2] {
				clocks = append(clocks, [3]int{h, m, s})
			}
		}
	}
	return clocks
}

func clockOf(t time.Time) [3]int { h, m, s := t.Clock(); return [3]int{h, m, s} }

// instances lists the first instances of the rule that calendars show; early
// says that there are older ones.
func (r *repeating) instances() (list []recurrence.Instance, early bool) {
	plain := r.Series
	plain.Also = nil
	from := plain.Start
	if early = from.Year() < seriesYear; early {
		from = time.Date(seriesYear, 1, 1, 0, 0, 0, 0, time.UTC)
	}
	list, _ = plain.FirstBetween(from, lastTime, maxAnchors+1)
	if early && len(list) == 0 && plain.Start.Year() >= seriesFloor {
		list, _ = plain.FirstBetween(plain.Start, lastTime, maxAnchors+1)
		early = false
	}
	return list, early
}

// before counts the instances of the rule, left out or not, before a time.
func (r *repeating) before(wall time.Time) int {
	plain := r.Series
	plain.Also, plain.Except = nil, nil
	// At most 10,000 are listed, and no rule that is written counts further.
	list, _ := plain.Between(plain.Start, wall.Add(-time.Second))
	return len(list)
}

// withoutClock drops the time of day of a rule where it is that of the start.
func withoutClock(r recurrence.Rule, start time.Time) recurrence.Rule {
	at := clockOf(start)
	for i, list := range []*[]int{&r.ByHour, &r.ByMinute, &r.BySecond} {
		if len(*list) == 1 && (*list)[0] == at[i] {
			*list = nil
		}
	}
	return r
}

// once lets the event itself stand on its first date that is not left out.
func (r *repeating) once(s recurrence.Series) {
	list, _ := s.FirstBetween(firstTime, lastTime, 1) // of endless ones there are more
	if len(list) == 0 {
		r.over = true
		return
	}
	r.Start, r.Except = list[0].Wall, nil
	if list[0].Lasts > 0 {
		r.lasts, r.days = list[0].Lasts, int(list[0].Lasts.Hours())/24
	}
	if s.Start.Year() >= firstShownYear && s.Has(s.Start) {
		r.Start = s.Start
	}
	r.rest = slices.DeleteFunc(r.rest, func(i recurrence.Instance) bool { return i.Wall.Equal(r.Start) })
}

// write writes start, end, rule and exceptions, and what of them stands
// otherwise in the record. Times carry the zone whose clocks they follow
// (RFC 5545 §3.2.19); single ones are in UTC.
func (r *repeating) write(c *component) {
	switch {
	case r.AllDay:
		first := edtf.DayOf(r.Start)
		c.day("DTSTART", first)
		c.day("DTEND", first.AddDays(r.days))
	case r.Rule.Freq == "":
		c.instant("DTSTART", r.Instant(r.Start))
		if r.lasts > 0 {
			c.instant("DTEND", r.Instant(r.Start).Add(r.lasts))
		}
	default:
		c.add("DTSTART", kindDateTime, r.wall(r.Start), r.zoneParam()...)
		if r.lasts > 0 {
			end := recurrence.OnWall(r.Instant(r.Start).Add(r.lasts))
			c.add("DTEND", kindDateTime, r.wall(end), r.zoneParam()...)
		}
	}
	if r.Rule.Freq == "" {
		return
	}
	c.add("RRULE", kindRecur, r.Rule.String())
	for _, t := range r.Except {
		if r.AllDay {
			c.add("EXDATE", kindDate, t.Format(dateLayout))
			continue
		}
		c.add("EXDATE", kindDateTime, r.wall(t), r.zoneParam()...)
	}
}

// writeStored writes the repetition as it stands in the record, where the
// standard properties say it otherwise.
func (r *repeating) writeStored(c *component, e *events.Event) {
	if words := e.Span.Words(); !r.AllDay && r.Start.Format(storedLayout(false)) != words.Start {
		c.line("X-ALMANAC-START", words.Start)
	}
	if rule := r.Rule; rule.Freq == "" || rule.String() != r.canonical {
		c.line("X-ALMANAC-RRULE", r.canonical)
	}
	written := make([]string, 0, len(r.Except))
	if r.Rule.Freq != "" {
		for _, t := range r.Except {
			written = append(written, t.Format(storedLayout(r.AllDay)))
		}
	}
	if !slices.Equal(written, r.stored.Except) {
		c.line("X-ALMANAC-EXDATE", cmp.Or(strings.Join(r.stored.Except, ","), noExceptions))
	}
	c.line("X-ALMANAC-RDATE", strings.Join(r.stored.Also, ","))
}

// noExceptions says that the record has none, though the calendar does.
const noExceptions = "-"

func storedLayout(day bool) string {
	if day {
		return time.DateOnly
	}
	return "2006-01-02T15:04:05"
}

// inYears reports whether calendars can show the first instance: not only its
// dates are written, readers also reckon them in UTC.
func (r *repeating) inYears() bool {
	if r.over || r.AllDay {
		return !r.over
	}
	start := r.Instant(r.Start)
	return inShownYears(start) && inShownYears(start.Add(r.lasts))
}

// wall spells a wall-clock time; in UTC with the Z that stands for the zone.
func (r *repeating) wall(t time.Time) string {
	if r.zone == "UTC" {
		return t.Format(utcLayout)
	}
	return t.Format(wallLayout)
}

func (r *repeating) zoneParam() []parameter {
	if r.zone == "UTC" {
		return nil
	}
	return []parameter{{"TZID", r.zone}}
}
