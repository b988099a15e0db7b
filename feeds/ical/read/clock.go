package read

import (
	"fmt"
	"strings"
	"time"

	"almanac.example/events/recurrence"
)

// zoneClocks resolves the zone names of one file, each once.
type zoneClocks struct {
	defined map[string]*block     // VTIMEZONE by TZID
	known   map[string]*zoneClock // what a TZID came to; nil: unknown
	local   *time.Location        // tried first for zones that only the file defines; may be nil
	rules   int                   // how many rules may still be expanded
	twins   int                   // how many zones have been compared with those known
}

// What a file may make the reader compute.
const (
	maxZoneRules = 300  // rules in zones that only the file knows
	maxTwins     = 30   // such zones compared with all that are known
	maxZoneNames = 1000 // names that are looked for
)

// clockOf finds the clock that a property's time means. floating says that it
// names none: then it is that of the calendar, of the user, or of the record.
func (in *reader) clockOf(p *input) (clock *zoneClock, floating bool, err error) {
	id := strings.TrimSpace(p.param("TZID"))
	if id == "" {
		c, from := in.homeClock()
		if in.notes.once("floating" + c.name + from) {
			in.note(p.line, "%s names no time zone, as others may not; such times are read on the clocks of %s, %s", p.name, c.name, from)
		}
		return c, true, nil
	}
	c := in.clocks.clock(id)
	switch {
	case c == nil && in.opts.Zone != nil:
		if in.notes.once("zone" + id) {
			in.note(p.line, "the zone %.60q is neither defined in the file nor known; its times are read on the clocks of %s, as was asked for", id, in.opts.Zone)
		}
		return &zoneClock{name: in.opts.Zone.String(), loc: in.opts.Zone}, true, nil
	case c == nil:
		return nil, false, fmt.Errorf("the zone %.60q is neither defined in the file nor known; say with --tz ZONE whose clocks are meant, or leave such events out with --skip-bad", id)
	case c.guess != "" && in.notes.once("zone"+id):
		in.note(p.line, "the zone %.60q is taken for %s", id, c.guess)
	}
	return c, false, nil
}

// homeClock is the clock of times that name none, and of instants that are
// written in UTC, and says where it comes from: X-WR-TIMEZONE, the calendar's
// only VTIMEZONE, the user, the record.
func (in *reader) homeClock() (c *zoneClock, from string) {
	h := in.current.calendar
	if c := in.clocks.clock(h.zone); c != nil && c.name != "" && c.name != "UTC" {
		return c, "as the calendar says in X-WR-TIMEZONE"
	}
	if len(h.zones) == 1 {
		if c := in.clocks.clock(h.zones[0]); c != nil {
			return c, "the only ones that the calendar defines"
		}
	}
	if in.opts.Zone != nil {
		return &zoneClock{name: in.opts.Zone.String(), loc: in.opts.Zone}, "as was asked for"
	}
	return &zoneClock{name: in.opts.Home.String(), loc: in.opts.Home}, "the record's own"
}

// clock resolves a TZID; nil if nothing is known about it, or if the file has
// named too many.
func (z *zoneClocks) clock(id string) *zoneClock {
	if c, ok := z.known[id]; ok || len(z.known) >= maxZoneNames {
		return c
	}
	c := z.resolve(id)
	z.known[id] = c
	return c
}

// resolve looks for the zone under its IANA name, its Windows name, an IANA
// name at the end of a longer one ("/freeassociation.sourceforge.net/Europe/
// Berlin"), then for what the file defines under the name, and for what that
// says about its place; last it takes the name for an offset.
func (z *zoneClocks) resolve(id string) *zoneClock {
	c := namedClock(id)
	if c != nil && c.guess == "" {
		return c
	}
	block := z.defined[id]
	if block == nil {
		return c
	}
	if c := namedClock(block.text("X-LIC-LOCATION")); c != nil && c.guess == "" {
		return c
	}
	defined, ok := z.define(block)
	if !ok {
		return c
	}
	if z.twins++; z.twins <= maxTwins {
		if twin := defined.twin(z.local, c); twin != nil {
			return twin
		}
	}
	return &zoneClock{defined: defined, loc: time.UTC}
}

// definedZone is a zone that only the file knows (RFC 5545 §3.6.5).
type definedZone struct {
	observances []observanceInput
	list        []zoneChange // in order, up to the year computed
	until       int          // the year up to which list is computed
}

type observanceInput struct {
	onset         time.Time // on the clocks before, as if in UTC
	before, after int       // offsets, seconds
	series        recurrence.Series
	dates         []time.Time
}

type zoneChange struct {
	at            time.Time // UTC
	before, after int
}

// maxZoneChanges bounds what is computed of a zone.
const maxZoneChanges = 20_000

// define reads a VTIMEZONE; false if nothing can be made of it.
func (z *zoneClocks) define(b *block) (*definedZone, bool) {
	d := &definedZone{}
	for i := range b.children {
		o, ok := readObservance(&b.children[i])
		if !ok {
			continue
		}
		if o.series.Rule.Freq != "" {
			if z.rules--; z.rules < 0 {
				break
			}
		}
		d.observances = append(d.observances, o)
	}
	return d, len(d.observances) > 0
}

func readObservance(b *block) (o observanceInput, ok bool) {
	start, hasStart := b.get("DTSTART")
	from, hasFrom := b.get("TZOFFSETFROM")
	to, hasTo := b.get("TZOFFSETTO")
	if !hasStart || !hasTo {
		return o, false
	}
	var err error
	if o.onset, _, err = parseTime(start.value); err != nil {
		return o, false
	}
	if o.after, ok = parseOffset(to.value); !ok {
		return o, false
	}
	if o.before = o.after; hasFrom {
		if o.before, ok = parseOffset(from.value); !ok {
			return o, false
		}
	}
	if p, has := b.get("RRULE"); has {
		// Other rules than yearly ones, or with places in a set, no zone has.
		if rule, err := recurrence.Parse(p.value); err == nil && rule.Freq == recurrence.Yearly && len(rule.BySetPos) == 0 {
			if rule.UntilKind == recurrence.UntilUTC {
				// The rule runs on the clocks before the change.
				rule.Until = rule.Until.Add(time.Duration(o.before) * time.Second)
				rule.UntilKind = recurrence.UntilLocal
			}
			o.series = recurrence.Series{Start: o.onset, Rule: rule}
		}
	}
	for _, p := range b.all("RDATE") {
		for _, text := range strings.Split(p.value, ",") {
			if t, _, err := parseTime(strings.TrimSpace(text)); err == nil && len(o.dates) < maxZoneChanges {
				o.dates = append(o.dates, t)
			}
		}
	}
	return o, true
}

// parseOffset reads +0800 or -033000 (RFC 5545 §3.3.14).
func parseOffset(s string) (int, bool) {
	s = strings.ReplaceAll(strings.TrimSpace(s), ":", "")
	if s != "" && s[0] >= '0' && s[0] <= '9' {
		s = "+" + s // some programs leave out the plus
	}
	if len(s) != 5 && len(s) != 7 || s[0] != '+' && s[0] != '-' {
		return 0, false
	}
	n, ok := secondsOfDay((s[1:] + "00")[:6])
	if s[0] == '-' {
		n = -n
	}
	return n, ok
}
