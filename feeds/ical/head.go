package ical

import (
	"bytes"
	"cmp"
	"fmt"
	"image/color"
	"slices"
	"strings"
	"time"

	"golang.org/x/image/colornames"

	"almanac.example/events"
	"almanac.example/feeds"
)

// refreshInterval is how often a subscriber is asked to look (RFC 7986 §5.7).
const refreshInterval = "PT6H"

// piece spells one event, or tells why the calendar does not show it. What it
// writes may be kept for as long as event and writer stay the same.
func (w *writer) piece(b *bytes.Buffer, e *events.Event) (leftOut, error) {
	c, why := w.event(e)
	if why != shown {
		return why, nil
	}
	return shown, c.writeLines(b, w.spelling)
}

// tally is what a head has to know about the events: the zones they need,
// and how many are not shown.
type tally struct {
	missing [leftOuts]int
	zones   zones
	inUTC   bool // a series runs on the clock of UTC
}

func newTally() *tally { return &tally{zones: zones{}} }

func (t *tally) count(e *events.Event, why leftOut) {
	if t.missing[why]++; why == shown && e.Repeat != nil {
		t.need(e)
	}
}

// add counts what another tally has counted.
func (t *tally) add(other *tally) {
	for why, n := range other.missing {
		t.missing[why] += n
	}
	for name, n := range other.zones {
		t.zones.since(name, n)
	}
	t.inUTC = t.inUTC || other.inUTC
}

// head writes what the calendar says about itself, each thing as
// RFC 7986 and as the clients before it spell it.
func (w *writer) head(f *feeds.Feed, t *tally) component {
	c := component{name: "VCALENDAR", children: t.zones.components()}
	if t.missing[shown] == 0 {
		c.children = append(c.children, emptyZone(f.Site.Location()))
	}
	c.text("VERSION", "2.0")
	// No version of the program: it would change every byte on deploy.
	c.text("PRODID", "-//Almanac//Timeline//"+strings.ToUpper(f.Lang))
	c.text("CALSCALE", "GREGORIAN")
	c.line("NAME", f.Title)
	c.line("X-WR-CALNAME", f.Title)
	description := joinParts([]string{f.Description, missing(w.words, t.missing)}, "\n")
	c.text("DESCRIPTION", description)
	c.text("X-WR-CALDESC", description)
	// Some readers take the hint for the clock of every time in UTC, and would
	// repeat on its days of the week.
	if zone := f.Site.Zone; zone != nil && !t.inUTC {
		c.line("X-WR-TIMEZONE", zone.String())
	}
	c.add("REFRESH-INTERVAL", kindDuration, refreshInterval)
	c.text("X-PUBLISHED-TTL", refreshInterval)
	c.uri("SOURCE", f.Self)
	c.uri("URL", f.Page)
	if rgb, ok := colornames.Map[f.Color]; ok {
		c.line("COLOR", f.Color)
		c.line("X-APPLE-CALENDAR-COLOR", hexColor(rgb))
	}
	c.stamp("LAST-MODIFIED", f.Updated)
	return c
}

// emptyZone stands in a calendar that shows no event: one without any component
// is none (RFC 5545 §3.6), and programs that refuse it keep what they have.
func emptyZone(loc *time.Location) component {
	return zoneComponent(loc.String(), loc, time.Date(seriesYear, time.January, 1, 0, 0, 0, 0, loc))
}

func hexColor(c color.RGBA) string { return fmt.Sprintf("#%02X%02X%02X", c.R, c.G, c.B) }

// missing tells how many entries a calendar cannot show, so that nobody takes
// it for the whole record.
func missing(w *feeds.Words, counts [leftOuts]int) string {
	var parts []string
	for _, part := range []struct {
		key   string
		count int
	}{{"calendar.beyondYears", counts[beyondYears]}, {"calendar.tooCoarse", counts[tooCoarse]}, {"calendar.noDate", counts[noDate]}} {
		if part.count > 0 {
			parts = append(parts, w.Count(part.key, part.count))
		}
	}
	if len(parts) == 0 {
		return ""
	}
	return w.Text("calendar.leftOut", strings.Join(parts, w.Text("semicolon")))
}

// zones collects the zones that a calendar has to define, each from the
// first event in it on.
type zones map[string]zoneNeed

type zoneNeed struct {
	loc   *time.Location
	since time.Time
}

// need adds the zone of a timed series; single events are written in UTC.
func (t *tally) need(e *events.Event) {
	s, ok := seriesOf(e)
	switch {
	case !ok || s.zone == "" || s.Rule.Freq == "":
	case s.zone == "UTC":
		t.inUTC = true
	default:
		t.zones.since(s.zone, zoneNeed{s.Zone, s.Instant(s.Start)})
	}
}

// since adds a need unless there is an earlier one.
func (z zones) since(name string, n zoneNeed) {
	if was, ok := z[name]; !ok || n.since.Before(was.since) {
		z[name] = n
	}
}

func (z zones) components() []component {
	var list []component
	for name, n := range z {
		list = append(list, zoneComponent(name, n.loc, n.since))
	}
	slices.SortFunc(list, func(a, b component) int { return cmp.Compare(a.properties[0].value, b.properties[0].value) })
	return list
}
