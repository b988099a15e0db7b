package entry

import (
	"regexp"
	"strconv"
	"time"

	"almanac.example/events"
	"almanac.example/events/edtf"
	"almanac.example/web/desk/frame"
)

var clockPattern = regexp.MustCompile(`^(?:([01]?[0-9]|2[0-3])[:：.]([0-5][0-9])|24[:：.]00)$`)

// readClock reads a time of day as people type it: 14:30, 2pm, 下午2点. 24:00 is the
// end of the day.
func readClock(text string) (hour, minute int, ok bool) {
	if m := clockPattern.FindStringSubmatch(text); m != nil {
		if m[1] == "" {
			return 24, 0, true
		}
		hour, _ = strconv.Atoi(m[1])
		minute, _ = strconv.Atoi(m[2])
		return hour, minute, true
	}
	r, err := edtf.ParseLoose("2000-01-01 " + text)
	if err != nil || r.Times == nil || r.Times.End != nil {
		return 0, 0, false
	}
	return int(r.Times.Start.Hour), int(r.Times.Start.Minute), true
}

// spellInstant writes the time of day of an instant as the form has it. What ends
// at midnight ends with the day before.
func spellInstant(t time.Time, end bool) string {
	if text := t.Format("15:04"); text != "00:00" || !end {
		return text
	}
	return "24:00"
}

// spellClock writes a time of day as the form has it.
func spellClock(c edtf.Clock) string {
	return time.Date(2000, 1, 1, int(c.Hour), int(c.Minute), 0, 0, time.UTC).Format("15:04")
}

// clocked are the fields for the time of day.
type clocked struct{ from, to, zone string }

// clockOf reads the fields, and what was typed beside the date where they are
// empty.
func clockOf(v *frame.Visit, f frame.Form, d *dated) clocked {
	c := clocked{f.Line("from-time"), f.Line("to-time"), f.Line("zone")}
	if c.zone == "" {
		c.zone = v.ZoneName()
	}
	if d.times == nil || c.from != "" {
		return c
	}
	c.from = spellClock(d.times.Start)
	if d.times.End != nil {
		c.to = spellClock(*d.times.End)
	}
	return c
}

// timed makes instants of days and times. What is missing or cannot be is noted.
func (c clocked) timed(v *frame.Visit, d *dated, faults *frame.Faults) (events.Span, bool) {
	if c.from == "" && c.to == "" {
		return events.Span{}, false
	}
	label := v.Text("time.from")
	first, last, exact := exactDays(d.value)
	switch {
	case !exact:
		faults.Add("tf", label, v.Text("time.needsDay"))
		return events.Span{}, false
	case c.from == "":
		faults.Add("tf", label, v.Text("time.noStart"))
		return events.Span{}, false
	}
	zone, err := events.LoadZone(c.zone)
	if err != nil {
		faults.Add("tz", v.Text("time.zone"), v.Text("time.noZone", c.zone))
		return events.Span{}, false
	}
	s := events.Span{Zone: c.zone}
	var ok bool
	if s.Start, ok = onClock(first, c.from, zone); !ok {
		faults.Add("tf", label, v.Text("time.notRead", c.from))
		return events.Span{}, false
	}
	if c.to == "" {
		return s, true
	}
	label = v.Text("time.to")
	if s.End, ok = onClock(last, c.to, zone); !ok {
		faults.Add("tt", label, v.Text("time.notRead", c.to))
		return events.Span{}, false
	}
	if s.End.Before(s.Start) {
		faults.Add("tt", label, v.Text("time.reversed"))
		return events.Span{}, false
	}
	return s, true
}

// exactDays are the first and last day of a date that is known to the day,
// without doubt.
func exactDays(value edtf.Value) (first, last edtf.Day, ok bool) {
	if value.Uncertain() || value.Approximate() {
		return first, last, false
	}
	switch (events.Span{Date: value}).Kind() {
	case events.KindDay, events.KindRange:
	default:
		return first, last, false
	}
	first, ok1 := value.Earliest()
	last, ok2 := value.Latest()
	return first, last, ok1 && ok2
}

func onClock(d edtf.Day, text string, zone *time.Location) (time.Time, bool) {
	hour, minute, ok := readClock(text)
	y, named := d.Year()
	if !ok || !named || y < 1 || y > 9999 {
		return time.Time{}, false
	}
	return events.WallClock(time.Date(int(y), d.Month(), d.Day(), hour, minute, 0, 0, time.UTC), zone), true
}

// zones are offered beside the site's own; any other IANA name can be typed.
func zones() []string {
	return []string{
		"UTC", "Asia/Shanghai", "Asia/Hong_Kong", "Asia/Taipei", "Asia/Tokyo", "Asia/Seoul", "Asia/Singapore", "Asia/Bangkok", "Asia/Kolkata", "Asia/Dubai",
		"Europe/London", "Europe/Paris", "Europe/Berlin", "Europe/Madrid", "Europe/Rome", "Europe/Vienna", "Europe/Zurich", "Europe/Athens", "Europe/Helsinki",
		"Europe/Moscow", "Africa/Cairo", "Africa/Johannesburg", "Africa/Lagos", "Africa/Nairobi", "America/New_York", "America/Chicago", "America/Denver",
		"America/Los_Angeles", "America/Toronto", "America/Mexico_City", "America/Sao_Paulo", "America/Argentina/Buenos_Aires", "Australia/Sydney",
		"Australia/Perth", "Pacific/Auckland", "Pacific/Honolulu",
	}
}
