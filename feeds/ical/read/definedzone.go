package read

import (
	"slices"
	"time"
)

// changesUntil lists the changes of a zone that the file defines, from its
// first to the given year.
func (z *definedZone) changesUntil(year int) []zoneChange {
	if year <= z.until {
		return z.list
	}
	z.until, z.list = year, nil
	end := time.Date(min(year, 9998)+1, 1, 1, 0, 0, 0, 0, time.UTC)
	for _, o := range z.observances {
		walls := append([]time.Time{o.onset}, o.dates...)
		if o.series.Rule.Freq != "" {
			// A zone that changes 10,000 times is listed as far as it goes.
			list, _ := o.series.Between(o.onset, end)
			for _, i := range list {
				walls = append(walls, i.Wall)
			}
		}
		for _, wall := range walls {
			if len(z.list) >= maxZoneChanges {
				break
			}
			at := wall.Add(-time.Duration(o.before) * time.Second)
			z.list = append(z.list, zoneChange{at, o.before, o.after})
		}
	}
	slices.SortFunc(z.list, func(a, b zoneChange) int { return a.at.Compare(b.at) })
	z.list = slices.CompactFunc(z.list, func(a, b zoneChange) bool { return a.at.Equal(b.at) })
	return z.list
}

// instant is when the clocks of the zone show the wall-clock time; in a gap
// with the offset before it, of two the first (RFC 5545 §3.3.5).
func (z *definedZone) instant(wall time.Time) time.Time {
	list := z.changesUntil(wall.Year() + 1)
	shifted := func(offset int) time.Time { return wall.Add(-time.Duration(offset) * time.Second) }
	// Before the first change its own offset before counts.
	offset := list[0].before
	for _, c := range list {
		if shifted(offset).Before(c.at) {
			break
		}
		offset = c.after
		// In the gap that c opens the offset before it still counts.
		if shifted(offset).Before(c.at) {
			offset = c.before
			break
		}
	}
	return shifted(offset).UTC()
}

// offsetAt is the zone's offset at an instant.
func (z *definedZone) offsetAt(at time.Time) int {
	list := z.changesUntil(at.Year() + 1)
	i, _ := slices.BinarySearchFunc(list, at, func(c zoneChange, t time.Time) int {
		if c.at.After(t) {
			return 1
		}
		return -1
	})
	if i == 0 {
		return list[0].before
	}
	return list[i-1].after
}

// twin finds a zone with a name whose clocks run the same in the years that
// are in use, so that a series in it can be kept and published: the preferred one,
// the one that its own name makes likely (nil: none), or a well-known one.
func (z *definedZone) twin(preferred *time.Location, likely *zoneClock) *zoneClock {
	if preferred != nil && z.sameAs(preferred) {
		if c := namedClock(preferred.String()); c != nil {
			return c
		}
	}
	if likely != nil && likely.name != "UTC" && z.sameAs(likely.loc) {
		return &zoneClock{name: likely.name, loc: likely.loc}
	}
	for _, name := range twinZones() {
		if c := namedClock(name); c != nil && z.sameAs(c.loc) {
			return c
		}
	}
	return nil
}

// sameAs compares the clocks every ten days for some years. Within a day of a
// change they may differ: many files are an hour or two wrong about when it is.
func (z *definedZone) sameAs(loc *time.Location) bool {
	const near = 24 * time.Hour
	end := yearStart(2028)
	for at := yearStart(2018); at.Before(end); at = at.AddDate(0, 0, 10) {
		if z.offsetAt(at) != offsetOf(at.In(loc)) && offsetOf(at.Add(-near).In(loc)) == offsetOf(at.Add(near).In(loc)) {
			return false
		}
	}
	return true
}

// twinZones lists one zone for each way clocks run today, the best known
// first.
func twinZones() []string {
	return []string{
		"UTC", "Asia/Shanghai", "Europe/Berlin", "Europe/London", "Europe/Athens", "Europe/Lisbon",
		"America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles", "America/Phoenix",
		"America/Anchorage", "Pacific/Honolulu", "America/Halifax", "America/St_Johns", "America/Bogota",
		"America/Puerto_Rico", "America/Argentina/Buenos_Aires", "America/Panama",
		"Africa/Lagos", "Africa/Johannesburg", "Africa/Nairobi",
		"Asia/Dubai", "Asia/Karachi", "Asia/Kolkata", "Asia/Kathmandu", "Asia/Dhaka", "Asia/Bangkok", "Asia/Tokyo",
		"Asia/Kabul", "Australia/Perth", "Australia/Darwin", "Australia/Brisbane", "Australia/Adelaide", "Australia/Sydney",
		"Pacific/Auckland", "Pacific/Guam",
	}
}

func yearStart(y int) time.Time { return time.Date(y, 1, 1, 0, 0, 0, 0, time.UTC) }

func offsetOf(t time.Time) int { _, offset := t.Zone(); return offset }
