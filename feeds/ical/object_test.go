package ical

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"almanac.example/events"
)

// One event by itself has the bytes that it has in the calendar of a selection, and
// the zones that these need.
func TestObjectsAreThoseOfTheCalendar(t *testing.T) {
	list := testEvents()
	weekly := testEvent("weekly", timed("2026-12-01T01:30:00Z", "2026-12-01T03:00:00Z", "Asia/Shanghai"), "讲座", "Talk")
	weekly.Repeat = &events.Repetition{Rule: "FREQ=WEEKLY;COUNT=3"}
	list = append(list, weekly)
	f := testFeed("zh", ".ics", list)
	whole := string(write(t, formats()[0], f))
	o, n := NewObjects(f.Site, "zh"), 0
	for _, e := range list {
		var b bytes.Buffer
		if err := o.Write(&b, e); err != nil {
			t.Fatal(err)
		}
		if b.Len() > 0 != Shows(e) {
			t.Errorf("%s: %d bytes, and calendars show it: %t", e.ID, b.Len(), Shows(e))
		}
		if b.Len() == 0 {
			continue
		}
		n++
		_, event, _ := strings.Cut(b.String(), "BEGIN:VEVENT")
		if !strings.HasPrefix(b.String(), "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n") || !strings.HasSuffix(event, "END:VEVENT\r\nEND:VCALENDAR\r\n") || !strings.Contains(whole, strings.TrimSuffix(event, calendarFoot)) {
			t.Errorf("%s by itself:\n%s", e.ID, b.String())
		}
		if zones := strings.Count(b.String(), "BEGIN:VTIMEZONE"); zones > 1 || (zones == 1) != (e == weekly) {
			t.Errorf("%s has %d zones", e.ID, zones)
		}
	}
	if n == 0 || n != strings.Count(whole, "BEGIN:VEVENT") {
		t.Errorf("%d events by themselves", n)
	}
}

// Which events lie in a period (RFC 4791 §9.9).
func TestObjectsOverlap(t *testing.T) {
	instant := func(s string) time.Time {
		if s == "" {
			return time.Time{}
		}
		at, err := time.Parse("2006-01-02T15:04", s)
		if err != nil {
			t.Fatal(err)
		}
		return at
	}
	o := NewObjects(testFeed("en", ".ics", nil).Site, "en") // days begin at 16:00 of the day before in UTC
	talk, moment := timed("2026-12-01T01:30:00Z", "2026-12-01T03:00:00Z", "Asia/Shanghai"), timed("2026-12-01T01:30:00Z", "", "Asia/Shanghai")
	for _, c := range []struct {
		span     events.Span
		rule     string
		from, to string
		want     bool
	}{
		{talk, "", "2026-12-01T03:00", "", false}, {talk, "", "2026-12-01T02:59", "", true}, {talk, "", "", "2026-12-01T01:30", false}, {talk, "", "", "2026-12-01T01:31", true}, {talk, "", "2026-12-01T02:00", "2026-12-01T02:01", true},
		{moment, "", "2026-12-01T01:30", "2026-12-01T01:31", true}, {moment, "", "2026-12-01T01:31", "", false}, {moment, "", "", "2026-12-01T01:30", false},
		{on("2026-12-24"), "", "2026-12-23T16:00", "2026-12-23T16:01", true}, {on("2026-12-24"), "", "", "2026-12-23T16:00", false}, {on("2026-12-24"), "", "2026-12-24T16:00", "", false}, {on("2026-12-24"), "", "2026-12-24T15:59", "", true},
		{talk, "FREQ=WEEKLY;COUNT=3", "2026-12-08T01:30", "2026-12-08T01:31", true}, {talk, "FREQ=WEEKLY;COUNT=3", "2026-12-08T02:59", "2026-12-08T03:30", true}, {talk, "FREQ=WEEKLY;COUNT=3", "2026-12-08T03:00", "2026-12-15T01:30", false},
		{talk, "FREQ=WEEKLY;COUNT=3", "2026-12-15T03:00", "", false}, {talk, "FREQ=WEEKLY;COUNT=3", "", "2026-12-01T01:30", false}, {talk, "FREQ=WEEKLY", "2050-01-01T00:00", "", true},
		{on("2026-12-24"), "FREQ=YEARLY", "2030-12-24T00:00", "2030-12-24T01:00", true}, {on("2026-12-24"), "FREQ=YEARLY", "2030-12-24T16:00", "2031-12-23T16:00", false},
		{on("-0220"), "", "", "", false},
	} {
		e := testEvent("a", c.span, "论坛", "Forum")
		if c.rule != "" {
			e.Repeat = &events.Repetition{Rule: c.rule}
		}
		if got := o.Overlaps(e, instant(c.from), instant(c.to)); got != c.want {
			t.Errorf("%v %s from %q to %q: %t, want %t", c.span.Words(), c.rule, c.from, c.to, got, c.want)
		}
	}
}
