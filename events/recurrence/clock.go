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
		_, end := at.ZoneBounds()
		if end.IsZero() || instant.Before(end) {
			return instant
		}
		_, next := end.Zone()
		if wall.Add(-time.Duration(next) * time.Second).Before(end) {
			return instant // in the gap that starts at end
		}
		at = end
	}
}

// OnWall is the reverse of WallClock: what the clocks of t's zone show at t,
// as if in UTC.
func OnWall(t time.Time) time.Time {
	_, offset := t.Zone()
	return t.UTC().Add(time.Duration(offset) * time.Second)
}
