package feeds

import (
	"bytes"
	"cmp"
	"fmt"
	"image/color"
	"io"
	"slices"
	"strings"
	"time"

	"golang.org/x/image/colornames"

	"almanac.example/events"
)

// icalRefresh is how often a subscriber is asked to look (RFC 7986 §5.7).
const icalRefresh = "PT6H"

// writeICal writes the feed as an iCalendar stream (RFC 5545, RFC 7986) that
// can be subscribed to: no METHOD, stable UIDs, CRLF, lines of 75 octets.
func writeICal(w io.Writer, f *Feed) error {
	cal := f.calendar()
	head, err := cal.head.lines()
	if err != nil {
		return fmt.Errorf("writing the calendar's head: %w", err)
	}
	end := []byte("END:VCALENDAR\r\n")
	parts := [][]byte{bytes.TrimSuffix(head, end)}
	for i := range cal.events {
		part, err := cal.events[i].lines()
		if err != nil {
			return fmt.Errorf("writing event %d of the calendar: %w", i+1, err)
		}
		parts = append(parts, part)
	}
	for _, part := range append(parts, end) {
		if _, err := w.Write(part); err != nil {
			return err
		}
	}
	return nil
}

// icalCalendar is a calendar in the pieces that are written one after the
// other: the head changes with the selection, each event with its revision.
type icalCalendar struct {
	head   icalComponent // VCALENDAR with its zones, without events
	events []icalComponent
}

// calendar arranges the feed's events as calendar components.
func (f *Feed) calendar() icalCalendar {
	w := newICalWriter(f.Site, f.Lang, f.Options.Imprecise)
	var cal icalCalendar
	counts := map[leftOut]int{}
	zones := icalZones{}
	for _, e := range f.Events {
		if !e.Status.Public() {
			continue // what was withdrawn has left
		}
		c, why := w.event(e)
		if counts[why]++; why != shown {
			continue
		}
		cal.events = append(cal.events, c)
		zones.need(e)
	}
	cal.head = f.calendarHead(w, counts)
	cal.head.children = zones.components()
	return cal
}

// calendarHead writes what the calendar says about itself, each thing as
// RFC 7986 and as the clients before it spell it.
func (f *Feed) calendarHead(w *icalWriter, counts map[leftOut]int) icalComponent {
	c := icalComponent{name: "VCALENDAR"}
	c.text("VERSION", "2.0")
	// No version of the program: it would change every byte on deploy.
	c.text("PRODID", "-//Almanac//Timeline//"+strings.ToUpper(f.Lang))
	c.text("CALSCALE", "GREGORIAN")
	c.line("NAME", f.Title)
	c.line("X-WR-CALNAME", f.Title)
	description := joinParts([]string{f.Description, w.words.missing(counts)}, "\n")
	c.text("DESCRIPTION", description)
	c.text("X-WR-CALDESC", description)
	if zone := f.Site.Zone; zone != nil {
		c.line("X-WR-TIMEZONE", zone.String())
	}
	c.add("REFRESH-INTERVAL", kindDuration, icalRefresh)
	c.text("X-PUBLISHED-TTL", icalRefresh)
	c.uri("SOURCE", f.Self)
	c.uri("URL", f.Page)
	if rgb, ok := colornames.Map[f.Color]; ok {
		c.line("COLOR", f.Color)
		c.line("X-APPLE-CALENDAR-COLOR", hexColor(rgb))
	}
	c.instant("LAST-MODIFIED", f.Updated)
	return c
}

func hexColor(c color.RGBA) string { return fmt.Sprintf("#%02X%02X%02X", c.R, c.G, c.B) }

// missing tells how many entries a calendar cannot show, so that nobody takes
// it for the whole record.
func (w *icalWords) missing(counts map[leftOut]int) string {
	var parts []string
	for _, part := range []struct {
		format string
		count  int
	}{{w.tooEarly, counts[tooEarly]}, {w.tooCoarse, counts[tooCoarse]}, {w.noDate, counts[noDate]}} {
		if part.count > 0 {
			parts = append(parts, fmt.Sprintf(part.format, part.count))
		}
	}
	if len(parts) == 0 {
		return ""
	}
	return fmt.Sprintf(w.leftOut, strings.Join(parts, w.leftOutSep))
}

// icalZones collects the zones that a calendar has to define, each from the
// first event in it on.
type icalZones map[string]zoneNeed

type zoneNeed struct {
	loc   *time.Location
	since time.Time
}

// need adds the zone of a timed series; single events are written in UTC.
func (z icalZones) need(e *events.Event) {
	s, ok := icalSeries(e)
	if !ok || s.zone == "" || s.zone == "UTC" {
		return
	}
	start := s.Instant(s.Start)
	if n, ok := z[s.zone]; !ok || start.Before(n.since) {
		z[s.zone] = zoneNeed{s.Zone, start}
	}
}

func (z icalZones) components() []icalComponent {
	var list []icalComponent
	for name, n := range z {
		list = append(list, icalZone(name, n.loc, n.since))
	}
	slices.SortFunc(list, func(a, b icalComponent) int { return cmp.Compare(a.properties[0].value, b.properties[0].value) })
	return list
}
