package recurrence

import "time"

// WallClock returns the instant at which the clocks of loc show the date and
// time that t has in UTC. A time that the clocks skip is read with the offset
// before the gap, one that they show twice is the first (RFC 5545 §3.3.5).
func WallClock(t time.Time, loc *time.Location) time.Time {
	wall := t.UTC()
	// No offset from UTC is larger than a day and a bit (Manila and Alaska
	// changed sides of the date line), so the answer lies after this instant.
	at := wall.Add(-26 * time.Hour).In(loc)
	for {
		_, offset := at.Zone()
		instant := wall.Add(-time.Duration(offset) * time.Second).In(loc)
		end, ok := ZoneEnd(at)
		if !ok || instant.Before(end) {
			return instant
		}
		_, next := end.Zone()
		if wall.Add(-time.Duration(next) * time.Second).Before(end) {
			return instant // in the gap that starts at end
		}
		at = end
	}
}

// ZoneEnd returns an instant after t up to which the offset of t's zone stays
// as it is at t; it need not change there. False means that it stays for ever.
//
// Time.ZoneBounds alone does not do: beyond the last listed change of a zone it
// gives the 365th day of the year, so that on the last day of a leap year the
// end is not after t.
func ZoneEnd(t time.Time) (time.Time, bool) {
	_, end := t.ZoneBounds()
	if !end.IsZero() && !end.After(t) {
		return t.Add(24 * time.Hour), true
	}
	return end, !end.IsZero()
}

// OnWall is the reverse of WallClock: what the clocks of t's zone show at t,
// as if in UTC.
func OnWall(t time.Time) time.Time {
	_, offset := t.Zone()
	return t.UTC().Add(time.Duration(offset) * time.Second)
}
