package main

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"almanac.example/cmd/almanac/storage"
	"almanac.example/events"
	"almanac.example/events/recurrence"
)

// expanded is a recurrence rule written out.
type expanded struct {
	Rule      string   `json:"rrule"`
	Start     string   `json:"dtstart"`
	Zone      string   `json:"tz"`
	AllDay    bool     `json:"allDay"`
	Instances []string `json:"instances"` // days, or RFC 3339 with the zone's offset
	Truncated bool     `json:"truncated,omitempty"`
}

// expand lists the instances of a recurrence rule.
func (c *dateCommand) expand(con storage.Console) error {
	series, zone, err := c.series()
	if err != nil {
		return err
	}
	from, to, err := c.window(series)
	if err != nil {
		return err
	}
	list, err := series.Between(from, to)
	if err != nil && !errors.Is(err, recurrence.ErrTooMany) {
		return err
	}
	out := expanded{Rule: series.Rule.String(), Start: c.Dtstart, Zone: zone, AllDay: series.AllDay, Truncated: err != nil, Instances: []string{}}
	for _, i := range list {
		layout := time.RFC3339
		if series.AllDay {
			layout = time.DateOnly
		}
		out.Instances = append(out.Instances, i.At.Format(layout))
	}
	if c.JSON {
		return encodeLine(con.Out, out)
	}
	for _, i := range out.Instances {
		fmt.Fprintln(con.Out, i)
	}
	if out.Truncated {
		fmt.Fprintln(con.Err, "almanac: there are more instances than are listed")
	}
	return nil
}

func (c *dateCommand) series() (s recurrence.Series, zone string, err error) {
	zone = c.Tz
	if zone == "" {
		zone = "UTC"
	}
	if s.Zone, err = events.LoadZone(zone); err != nil {
		return s, zone, fmt.Errorf("--tz: %w", err)
	}
	if s.Rule, err = recurrence.Parse(strings.TrimPrefix(c.Rrule, "RRULE:")); err != nil {
		return s, zone, fmt.Errorf("--rrule: %w", err)
	}
	if s.Start, s.AllDay, err = parseWhen(c.Dtstart, s.Zone); err != nil {
		return s, zone, fmt.Errorf("--dtstart: %w", err)
	}
	for _, text := range c.Exdate {
		except, _, err := parseWhen(text, s.Zone)
		if err != nil {
			return s, zone, fmt.Errorf("--exdate: %w", err)
		}
		s.Except = append(s.Except, except)
	}
	for _, text := range c.Rdate {
		also, _, err := parseWhen(text, s.Zone)
		if err != nil {
			return s, zone, fmt.Errorf("--rdate: %w", err)
		}
		s.Also = append(s.Also, recurrence.Addition{Wall: also})
	}
	// The start is an instance whether or not the rule gives it, as in the record.
	s.Also = append(s.Also, recurrence.Addition{Wall: s.Start})
	return s, zone, nil
}

// window reads A/B. A day as the end means the whole day.
func (c *dateCommand) window(s recurrence.Series) (from, to time.Time, err error) {
	a, b, ok := strings.Cut(c.Between, "/")
	if !ok {
		return from, to, fmt.Errorf("--between: %q is no window; write it as 2026-01-01/2026-12-31", c.Between)
	}
	if from, _, err = parseWhen(a, s.Zone); err != nil {
		return from, to, fmt.Errorf("--between: %w", err)
	}
	to, day, err := parseWhen(b, s.Zone)
	if err != nil {
		return from, to, fmt.Errorf("--between: %w", err)
	}
	if day && !s.AllDay {
		to = to.Add(24*time.Hour - time.Second)
	}
	return from, to, nil
}

// parseWhen reads a day or a time as iCalendar and ISO 8601 spell them. A time
// with an offset is taken to the zone's clocks; what comes back is what those
// show, as if in UTC.
func parseWhen(text string, zone *time.Location) (wall time.Time, day bool, err error) {
	for _, layout := range []string{"20060102", time.DateOnly} {
		if t, err := time.Parse(layout, text); err == nil {
			return t, true, nil
		}
	}
	for _, layout := range []string{"20060102T150405", "20060102T1504", "2006-01-02T15:04:05", "2006-01-02T15:04", "2006-01-02 15:04:05"} {
		if t, err := time.Parse(layout, text); err == nil {
			return t, false, nil
		}
	}
	for _, layout := range []string{"20060102T150405Z07:00", time.RFC3339} {
		if t, err := time.Parse(layout, text); err == nil {
			return recurrence.OnWall(t.In(zone)), false, nil
		}
	}
	return wall, false, fmt.Errorf("%q is neither a day nor a time such as 2026-05-01 or 2026-05-01T09:00:00", text)
}
