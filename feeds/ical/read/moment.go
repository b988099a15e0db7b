package read

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"almanac.example/events/recurrence"
)

// The spellings of RFC 5545 §3.3.4 and §3.3.5.
const (
	dateLayout = "20060102"
	utcLayout  = "20060102T150405Z"
)

// moment is a DATE or DATE-TIME as it was read.
type moment struct {
	wall     time.Time // what it says, as if in UTC; midnight for a day
	at       time.Time // the instant, in its zone; for days midnight UTC
	day      bool
	floating bool       // it names no clock
	utc      bool       // it is an instant in UTC
	zone     *zoneClock // whose clocks it means; nil for days
}

// parseMoment reads the value of DTSTART and its like (RFC 5545 §3.3.4,
// §3.3.5), also in the spelling of ISO 8601 with hyphens, colons and an offset.
func (in *reader) parseMoment(p *input) (moment, error) {
	return in.parseMomentIn(p, p.value)
}

// parseMomentIn reads one value of a property that may have several.
func (in *reader) parseMomentIn(p *input, value string) (moment, error) {
	wall, kind, err := parseTime(strings.TrimSpace(value))
	if err != nil {
		return moment{}, fmt.Errorf("%s: %w", p.name, err)
	}
	m := moment{wall: wall, at: wall}
	switch kind {
	case aDay:
		m.day = true
	case anInstant:
		m.zone, m.utc = utcClock(), true
	default:
		if m.zone, m.floating, err = in.clockOf(p); err != nil {
			return moment{}, fmt.Errorf("%s: %w", p.name, err)
		}
		m.at = m.zone.instant(wall)
	}
	return m, nil
}

// timeKind says what parseTime has read.
type timeKind uint8

const (
	aDay timeKind = iota + 1
	onSomeClock
	anInstant
)

// parseTime tells a day, a time on some clock and an instant apart. An instant
// with an offset, as ISO 8601 spells it, comes back in UTC.
func parseTime(s string) (time.Time, timeKind, error) {
	compact := strings.ToUpper(s)
	if len(s) >= 10 && s[4] == '-' {
		if t, err := time.Parse(time.RFC3339, strings.Replace(compact, " ", "T", 1)); err == nil && t.Year() > 0 {
			return t.UTC().Truncate(time.Second), anInstant, nil
		}
		compact = strings.NewReplacer("-", "", ":", "", " ", "T").Replace(compact)
	}
	day, clock, timed := strings.Cut(compact, "T")
	if !timed {
		day = strings.TrimSuffix(day, "Z") // a day has no zone, but some programs say so
	}
	t, err := time.Parse(dateLayout, day)
	if err != nil || t.Year() < 1 {
		return t, 0, fmt.Errorf("%.40q is no date; write it as 20260524 or 20260524T093000", s)
	}
	if !timed {
		return t, aDay, nil
	}
	kind, shift := onSomeClock, 0
	if strings.HasSuffix(clock, "Z") {
		clock, kind = clock[:len(clock)-1], anInstant
	} else if i := strings.IndexAny(clock, "+-"); i > 0 {
		if offset, ok := parseOffset(clock[i:]); ok {
			clock, kind, shift = clock[:i], anInstant, offset
		}
	}
	if len(clock) == 4 {
		clock += "00"
	}
	seconds, ok := secondsOfDay(clock)
	if !ok {
		return t, 0, fmt.Errorf("%.40q has no time of day; write it as 20260524T093000", s)
	}
	return t.Add(time.Duration(seconds-shift) * time.Second), kind, nil
}

// secondsOfDay reads hhmmss. 24:00:00 is the next midnight, second 60 the 59th
// (RFC 5545 §3.3.12).
func secondsOfDay(clock string) (int, bool) {
	if len(clock) != 6 {
		return 0, false
	}
	n, err := strconv.ParseUint(clock, 10, 32)
	h, m, s := int(n)/10000, int(n)/100%100, int(n)%100
	if err != nil || m > 59 || s > 60 || h > 24 || h == 24 && (m > 0 || s > 0) {
		return 0, false
	}
	return h*3600 + m*60 + min(s, 59), true
}

// duration is how long an event lasts: DURATION (RFC 5545 §3.3.6) keeps days
// and clock time apart, as a day is not always 24 hours long.
type duration struct {
	days    int
	seconds int
}

// maxSpanDays bounds how long an event lasts, so that a time.Duration holds it.
const maxSpanDays = 100_000

// parseDuration reads P1DT2H30M, P2W and the like.
func parseDuration(s string) (duration, error) {
	text := strings.ToUpper(strings.TrimSpace(s))
	bad := fmt.Errorf("DURATION: %.40q is no length of time; write it as PT1H30M or P2D", s)
	text = strings.TrimPrefix(text, "+")
	rest, ok := strings.CutPrefix(text, "P")
	if !ok || rest == "" || rest == "T" {
		return duration{}, bad
	}
	var span duration
	inTime := false
	for rest != "" {
		if rest[0] == 'T' && !inTime {
			inTime, rest = true, rest[1:]
			continue
		}
		i := strings.IndexFunc(rest, func(r rune) bool { return r < '0' || r > '9' })
		if i <= 0 || i > 7 {
			return duration{}, bad
		}
		n, _ := strconv.Atoi(rest[:i])
		if !span.add(n, rest[i], inTime) {
			return duration{}, bad
		}
		rest = rest[i+1:]
	}
	if span.days > maxSpanDays || span.seconds > maxSpanDays*86_400 {
		return duration{}, fmt.Errorf("DURATION: %.40q is longer than any event", s)
	}
	return span, nil
}

func (s *duration) add(n int, unit byte, inTime bool) bool {
	switch {
	case unit == 'W' && !inTime:
		s.days += 7 * n
	case unit == 'D' && !inTime:
		s.days += n
	case unit == 'H' && inTime:
		s.seconds += n * 3600
	case unit == 'M' && inTime:
		s.seconds += n * 60
	case unit == 'S' && inTime:
		s.seconds += n
	default:
		return false
	}
	return true
}

// after is the end of an event that starts at m and lasts s: whole days on the
// clock on the wall, hours exactly.
func (s duration) after(m moment) time.Time {
	clock := time.Duration(s.seconds) * time.Second
	if m.day {
		return m.wall.AddDate(0, 0, s.days).Add(clock)
	}
	return m.zone.instant(m.wall.AddDate(0, 0, s.days)).Add(clock)
}

// zoneClock is a zone as the file means it: one that Go knows, or one that
// only the file defines.
type zoneClock struct {
	name    string // IANA name or "UTC"; "" for one that only the file defines
	loc     *time.Location
	defined *definedZone
	guess   string // what a name was taken for that is none; "" if it is one
}

func utcClock() *zoneClock { return &zoneClock{name: "UTC", loc: time.UTC} }

// instant is when the clock shows the wall-clock time (RFC 5545 §3.3.5).
func (c *zoneClock) instant(wall time.Time) time.Time {
	if c.defined != nil {
		return c.defined.instant(wall)
	}
	return recurrence.WallClock(wall, c.loc)
}
