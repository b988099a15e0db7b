package events

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"almanac.example/events/edtf"
	"almanac.example/events/recurrence"
)

// The most entries of Repetition.Except and Repetition.Also.
const (
	maxExcept = 10_000
	maxAlso   = 1000
)

// Series returns the event's repetition, ready to be expanded; false if it has
// none or if what it has does not validate. The event's own date is an instance
// whether or not the rule gives it (RFC 5545 §3.8.2.4).
func (e *Event) Series() (recurrence.Series, bool) {
	s, err := e.series()
	return s, err == nil && e.Repeat != nil
}

func (e *Event) series() (recurrence.Series, error) {
	s := recurrence.Series{AllDay: !e.Span.Timed()}
	if e.Repeat == nil {
		return s, nil
	}
	if e.Repeat.Rule != "" || len(e.Repeat.Also) == 0 {
		rule, err := recurrence.Parse(e.Repeat.Rule)
		if err != nil {
			return s, err
		}
		s.Rule = rule
	}
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
	for _, text := range e.Repeat.Also {
		a, err := parseAddition(text, s.AllDay)
		if err != nil {
			return s, err
		}
		s.Also = append(s.Also, a)
	}
	s.Also = append(s.Also, recurrence.Addition{Wall: s.Start})
	return s, nil
}

// parseAddition reads an entry of Repetition.Also: a start, and a length behind
// a slash where it has one of its own.
func parseAddition(text string, allDay bool) (recurrence.Addition, error) {
	start, length, has := strings.Cut(text, "/")
	wall, err := time.Parse(exceptLayout(allDay), start)
	if err != nil {
		return recurrence.Addition{}, fmt.Errorf("%.40q is no %s", text, map[bool]string{true: "day; write it as 2026-05-01", false: "wall-clock time; write it as 2026-05-01T09:00:00"}[allDay])
	}
	a := recurrence.Addition{Wall: wall}
	if has {
		var ok bool
		if a.Lasts, ok = parseLength(length, allDay); !ok {
			return a, fmt.Errorf("%.40q: the length is written as %s", text, map[bool]string{true: "P2D", false: "PT2H30M"}[allDay])
		}
	}
	return a, nil
}

// parseLength reads P2D for days, PT2H30M and the like for times: a part of
// RFC 5545 §3.3.6 in which every length has one spelling.
func parseLength(text string, allDay bool) (time.Duration, bool) {
	if allDay {
		n, err := strconv.Atoi(strings.TrimSuffix(strings.TrimPrefix(text, "P"), "D"))
		d := time.Duration(n) * 24 * time.Hour
		return d, err == nil && n > 0 && n < 36600 && text == spellLength(d, true)
	}
	d, err := time.ParseDuration(strings.ToLower(strings.TrimPrefix(text, "PT")))
	return d, err == nil && d > 0 && text == spellLength(d, false)
}

func spellLength(d time.Duration, allDay bool) string {
	if allDay {
		return fmt.Sprintf("P%dD", int(d.Hours())/24)
	}
	text := "PT"
	for _, unit := range []struct {
		name  string
		lasts time.Duration
	}{{"H", time.Hour}, {"M", time.Minute}, {"S", time.Second}} {
		if n := d / unit.lasts; n > 0 {
			text += strconv.Itoa(int(n)) + unit.name
			d -= n * unit.lasts
		}
	}
	return text
}

// SpellAddition writes an addition as Repetition.Also keeps it.
func SpellAddition(a recurrence.Addition, allDay bool) string {
	text := a.Wall.Format(exceptLayout(allDay))
	if a.Lasts > 0 {
		text += "/" + spellLength(a.Lasts, allDay)
	}
	return text
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

// checkRepetition refuses what cannot be expanded: a date that is not known to
// the day, a rule that gives no date, an exception that is no instance. Not
// every rule can be published as one (recurrence.Series.CheckSafe); calendars
// show the others date by date.
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
	if !checkAlso(bad, e) {
		return
	}
	plain := *e
	plain.Repeat = &Repetition{Rule: e.Repeat.Rule, Also: e.Repeat.Also}
	s, err := plain.series()
	if err != nil {
		bad.addf("repeat.rule", "%v", err)
		return
	}
	if s.Rule.Freq != "" && !fires(s) {
		bad.addf("repeat.rule", "gives no date from the event's own on")
		return
	}
	checkExcept(bad, e.Repeat.Except, s)
}

// fires reports whether the rule of a series gives any date.
func fires(s recurrence.Series) bool {
	s.Also = nil
	list, _ := s.FirstBetween(s.Start, time.Date(9999, 12, 31, 0, 0, 0, 0, time.UTC), 1)
	return len(list) > 0
}

func checkAlso(bad *Invalid, e *Event) bool {
	also := e.Repeat.Also
	if len(also) > maxAlso {
		bad.addf("repeat.also", "has %d entries; at most %d are allowed", len(also), maxAlso)
		return false
	}
	ok, seen := true, make(map[time.Time]bool, len(also))
	for i, text := range also {
		a, err := parseAddition(text, !e.Span.Timed())
		switch {
		case err != nil:
			bad.addf(fmt.Sprintf("repeat.also[%d]", i), "%v", err)
		case seen[a.Wall]:
			bad.addf(fmt.Sprintf("repeat.also[%d]", i), "%s is there twice", text)
		case a.Wall.Year() < 1583:
			bad.addf(fmt.Sprintf("repeat.also[%d]", i), "only dates from 1583 to 9999 can repeat")
		default:
			seen[a.Wall] = true
			continue
		}
		ok = false
	}
	return ok
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
	times, seen := make([]time.Time, len(except)), make(map[time.Time]bool, len(except))
	for i, text := range except {
		t, err := time.Parse(exceptLayout(s.AllDay), text)
		switch {
		case err != nil && s.AllDay:
			bad.addf(exceptField(i), "%.40q is no day; write it as 2026-05-01", text)
		case err != nil:
			bad.addf(exceptField(i), "%.40q is no wall-clock time; write it as 2026-05-01T09:00:00", text)
		case seen[t]:
			bad.addf(exceptField(i), "%s is there twice", text)
		}
		times[i], seen[t] = t, true
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
			bad.addf(exceptField(i), "%s is no instance of the series", times[i].Format(exceptLayout(s.AllDay)))
		}
	}
}

func exceptField(i int) string { return fmt.Sprintf("repeat.except[%d]", i) }
