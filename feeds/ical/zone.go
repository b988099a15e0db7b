package ical

import (
	"fmt"
	"time"

	"almanac.example/events/recurrence"
)

// zoneComponent is one zone as a VTIMEZONE (RFC 5545 §3.6.5), from the offset in
// force at since on. Changes that follow no rule are a block each, without
// RDATE (ical.js forgets the DTSTART beside it); the rules by which a zone
// still switches are one block for each direction.
func zoneComponent(name string, loc *time.Location, since time.Time) component {
	c := component{name: "VTIMEZONE"}
	c.text("TZID", name)
	c.text("X-LIC-LOCATION", name)
	from, _ := since.In(loc).ZoneBounds()
	if from.IsZero() {
		c.children = append(c.children, firstObservance(since.In(loc)))
		from = since.In(loc)
	} else {
		c.children = append(c.children, observance(from))
	}
	rules := switchRules(loc)
	until := lastListed
	if len(rules) > 0 {
		until = firstYear(rules, loc, from.Year()+1)
	}
	for _, change := range changes(loc, from, utcYear(until)) {
		c.children = append(c.children, observance(change))
	}
	for i, change := range changes(loc, utcYear(until), utcYear(until+1)) {
		if i < len(rules) {
			block := observance(change)
			block.add("RRULE", kindRecur, rules[i].String())
			c.children = append(c.children, block)
		}
	}
	return c
}

// lastListed is the year up to which the changes of a zone without rules are
// listed (Morocco follows the moon).
const lastListed = 2040

func utcYear(y int) time.Time { return time.Date(y, 1, 1, 0, 0, 0, 0, time.UTC) }

// changes lists the instants after from and before to at which the clocks of a
// zone change their offset.
func changes(loc *time.Location, from, to time.Time) []time.Time {
	var list []time.Time
	for at := from.In(loc); ; {
		end, ok := recurrence.ZoneEnd(at)
		if !ok || !end.Before(to) {
			return list
		}
		if offsetAt(end) != offsetAt(end.Add(-time.Second)) {
			list = append(list, end)
		}
		at = end
	}
}

func offsetAt(t time.Time) int { _, offset := t.Zone(); return offset }

// observance is the block of one change.
func observance(change time.Time) component {
	return zoneBlock(change, offsetAt(change.Add(-time.Second)))
}

// firstObservance stands for an offset that has always been in force.
func firstObservance(at time.Time) component {
	year := min(seriesYear, at.Year())
	return zoneBlock(time.Date(year, 1, 1, 0, 0, 0, 0, at.Location()), offsetAt(at))
}

// zoneBlock gives the onset on the clocks as they ran before the change.
func zoneBlock(change time.Time, before int) component {
	c := component{name: "STANDARD"}
	if isSummer(change, before) {
		c.name = "DAYLIGHT"
	}
	name, after := change.Zone()
	c.add("DTSTART", kindDateTime, onset(change, before).Format(wallLayout))
	c.add("TZOFFSETFROM", kindOffset, spellOffset(before))
	c.add("TZOFFSETTO", kindOffset, spellOffset(after))
	c.line("TZNAME", name)
	return c
}

func onset(change time.Time, before int) time.Time {
	return change.UTC().Add(time.Duration(before) * time.Second)
}

// isSummer tells DAYLIGHT from STANDARD. Where the data calls the winter
// daylight saving (Dublin), the larger offset still is the summer's, as
// clients expect.
func isSummer(change time.Time, before int) bool {
	if change.IsDST() == change.Add(-time.Second).IsDST() {
		return change.IsDST()
	}
	return offsetAt(change) > before
}

// spellOffset spells an offset from UTC (RFC 5545 §3.3.14).
func spellOffset(seconds int) string {
	sign := '+'
	if seconds < 0 {
		sign, seconds = '-', -seconds
	}
	s := fmt.Sprintf("%c%02d%02d", sign, seconds/3600, seconds/60%60)
	if seconds%60 != 0 {
		s += fmt.Sprintf("%02d", seconds%60)
	}
	return s
}
