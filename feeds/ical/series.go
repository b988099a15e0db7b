package ical

import (
	"time"

	"almanac.example/events"
	"almanac.example/events/edtf"
	"almanac.example/events/recurrence"
)

// repeating is a series as calendars can show it: libical shows nothing of one
// that starts long ago, so its first event is moved to the first instance
// after 1970 (and COUNT lowered).
type repeating struct {
	recurrence.Series
	zone  string        // IANA name, "" for days
	days  int           // of each instance, for days
	lasts time.Duration // of each instance, for times; 0: no end known
	moved bool          // instances before the first shown one are missing
	over  bool          // all instances are too old to be shown
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
	r := repeating{Series: s}
	if e.Span.Timed() {
		r.zone = e.Span.Zone
		if e.Span.End.After(e.Span.Start) {
			r.lasts = e.Span.End.Sub(e.Span.Start)
		}
	} else {
		first, _ := e.Span.First()
		last, _ := e.Span.Last()
		n, _ := first.DaysUntil(last)
		r.days = int(n) + 1
	}
	r.move()
	return r, true
}

// move takes the first event to 1970 or later.
func (r *repeating) move() {
	if r.Start.Year() >= seriesYear {
		return
	}
	later := r.since(time.Date(seriesYear, 1, 1, 0, 0, 0, 0, time.UTC))
	if len(later) == 0 {
		r.over = r.Start.Year() < seriesFloor
		return
	}
	if r.Rule.Count > 0 {
		r.Rule.Count = len(later)
	}
	r.Start, r.moved = later[0].Wall, true
	var except []time.Time
	for _, t := range r.Except {
		if !t.Before(r.Start) {
			except = append(except, t)
		}
	}
	r.Except = except
}

// since lists the instances from then on: all of them if the rule counts,
// otherwise at least the first, if there is one.
func (r *repeating) since(from time.Time) []recurrence.Instance {
	plain := r.Series
	plain.Except = nil
	for _, years := range []int{10, 100, 9999 - seriesYear} {
		// At most 10,000 are listed, and no safe rule counts further.
		list, _ := plain.Between(from, from.AddDate(years, 0, 0))
		if len(list) > 0 && r.Rule.Count == 0 || years > 100 {
			return list
		}
	}
	return nil
}

// write writes start, end, rule and exceptions. Times carry the zone whose
// clocks they follow (RFC 5545 §3.2.19).
func (r *repeating) write(c *component) {
	if r.AllDay {
		first := edtf.DayOf(r.Start)
		c.day("DTSTART", first)
		c.day("DTEND", first.AddDays(r.days))
	} else {
		c.add("DTSTART", kindDateTime, r.wall(r.Start), r.zoneParam()...)
		if r.lasts > 0 {
			end := recurrence.OnWall(r.Instant(r.Start).Add(r.lasts))
			c.add("DTEND", kindDateTime, r.wall(end), r.zoneParam()...)
		}
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
