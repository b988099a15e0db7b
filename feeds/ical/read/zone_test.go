package read

import (
	"bytes"
	"fmt"
	"testing"
	"time"

	"almanac.example/events"
	"almanac.example/feeds/ical"
)

// The zones that are written out are read back by the reader's own reckoning
// and must show the same offsets as the data they come from.
func TestWrittenZoneKeepsItsClocks(t *testing.T) {
	for name, until := range map[string]int{
		"Asia/Shanghai": 2100, "Asia/Tokyo": 2100, "Etc/GMT+5": 2100, "Asia/Kathmandu": 2100,
		"America/New_York": 2100, "America/Havana": 2100, "America/Santiago": 2100, "America/Sao_Paulo": 2100,
		"Europe/Berlin": 2100, "Europe/London": 2100, "Europe/Dublin": 2100, "Europe/Lisbon": 2100, "Europe/Moscow": 2100,
		"Australia/Lord_Howe": 2100, "Pacific/Auckland": 2100, "Pacific/Apia": 2100, "Asia/Jerusalem": 2100,
		"America/Asuncion": 2100, "Asia/Beirut": 2100, "America/St_Johns": 2100, "Antarctica/Troll": 2100,
		// No rule gives their changes: they are listed until then.
		"Africa/Casablanca": 2040, "Asia/Gaza": 2040, "Africa/Cairo": 2040,
	} {
		loc, err := events.LoadZone(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, since := range []int{1970, 2019} {
			zone := writtenZone(t, name, since)
			for at := yearStart(since); at.Year() < until; at = at.Add(59 * time.Hour) {
				if got, want := zone.offsetAt(at), offsetOf(at.In(loc)); got != want {
					t.Errorf("%s, written from %d: %s is %d, want %d", name, since, at.Format(time.DateTime), got, want)
					break
				}
			}
		}
	}
}

// writtenZone reads the zone that a calendar with a series defines.
func writtenZone(t *testing.T, name string, since int) *definedZone {
	t.Helper()
	e := testEvent("z1", timed(fmt.Sprintf("%d-01-01T00:00:00Z", since), "", name), "周", "Weekly")
	e.Repeat = &events.Repetition{Rule: "FREQ=WEEKLY"}
	var b bytes.Buffer
	if err := ical.Write(t.Context(), &b, testFeed("zh", ".ics", []*events.Event{e})); err != nil {
		t.Fatal(err)
	}
	var zones []*block
	p := parser{event: func(*block) error { return nil }, zone: func(b *block) { zones = append(zones, b) }, wanted: relates, tally: tally{}}
	if err := p.parse(t.Context(), b.Bytes()); err != nil || len(zones) != 1 {
		t.Fatalf("%v\n%s", err, b.Bytes())
	}
	zone, ok := (&zoneClocks{rules: 10}).define(zones[0])
	if !ok {
		t.Fatalf("%s cannot be read", name)
	}
	return zone
}
