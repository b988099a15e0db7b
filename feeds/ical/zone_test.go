package ical

import (
	"bytes"
	"context"
	"strings"
	"testing"
	"time"

	"almanac.example/events"
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
		"Africa/Casablanca": lastListed, "Asia/Gaza": lastListed, "Africa/Cairo": lastListed,
	} {
		loc, err := events.LoadZone(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, since := range []int{1970, 2019} {
			zone, ok := (&zoneClocks{rules: 10}).define(readBlock(t, zoneComponent(name, loc, utcYear(since))))
			if !ok {
				t.Fatalf("%s cannot be read", name)
			}
			for at := utcYear(since); at.Year() < until; at = at.Add(59 * time.Hour) {
				if got, want := zone.offsetAt(at), offsetAt(at.In(loc)); got != want {
					t.Errorf("%s, written from %d: %s is %s, want %s", name, since, at.Format(time.DateTime), spellOffset(got), spellOffset(want))
					break
				}
			}
		}
	}
}

// readBlock spells a component and reads it.
func readBlock(t *testing.T, c component) *block {
	t.Helper()
	lines, err := c.lines()
	if err != nil {
		t.Fatal(err)
	}
	file, err := parseFile(context.Background(), []byte("BEGIN:VCALENDAR\r\n"+string(lines)+"END:VCALENDAR\r\n"))
	if err != nil || len(file.zones) != 1 {
		t.Fatalf("%v\n%s", err, lines)
	}
	return &file.zones[0]
}

func TestZoneIsWrittenOnceAndOnlyIfNeeded(t *testing.T) {
	cal := calendarOf(t, testFeed("zh", ".ics", calendarEvents()))
	var zones []string
	for _, c := range cal.children {
		if c.name == "VTIMEZONE" {
			zones = append(zones, c.get("TZID"))
		}
	}
	if got := strings.Join(zones, " "); got != "America/New_York" {
		t.Errorf("zones are %s", got)
	}
}

func TestRulesOfZones(t *testing.T) {
	for name, want := range map[string]string{
		"America/New_York":  "FREQ=YEARLY;BYMONTH=3;BYDAY=2SU FREQ=YEARLY;BYMONTH=11;BYDAY=1SU",
		"Europe/Berlin":     "FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU",
		"America/Santiago":  "FREQ=YEARLY;BYMONTH=4;BYMONTHDAY=2,3,4,5,6,7,8;BYDAY=SU FREQ=YEARLY;BYMONTH=9;BYMONTHDAY=2,3,4,5,6,7,8;BYDAY=SU",
		"Asia/Shanghai":     "",
		"Africa/Casablanca": "",
	} {
		loc, err := events.LoadZone(name)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, r := range switchRules(loc) {
			got = append(got, r.String())
		}
		if s := strings.Join(got, " "); s != want {
			t.Errorf("%s: %s, want %s", name, s, want)
		}
	}
}

func BenchmarkCalendar(b *testing.B) {
	var list []*events.Event
	for range 40 {
		list = append(list, calendarEvents()...)
	}
	f := testFeed("zh", ".ics", list)
	var out bytes.Buffer
	for b.Loop() {
		out.Reset()
		if err := Write(b.Context(), &out, f); err != nil {
			b.Fatal(err)
		}
	}
	b.SetBytes(int64(out.Len()))
	b.ReportMetric(float64(len(list)), "events")
}

// Summer is what a zone says it is; where it calls the winter daylight saving
// (Dublin), the larger offset. It is the other way round nowhere.
func TestSummerTime(t *testing.T) {
	for name, want := range map[string]string{
		"Europe/Berlin":    "DAYLIGHT +0100 +0200|STANDARD +0200 +0100",
		"Europe/Dublin":    "DAYLIGHT +0000 +0100|STANDARD +0100 +0000",
		"America/St_Johns": "DAYLIGHT -0330 -0230|STANDARD -0230 -0330",
		"Asia/Shanghai":    "",
	} {
		loc, err := events.LoadZone(name)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, change := range changes(loc, utcYear(2025), utcYear(2026)) {
			c := observance(change)
			got = append(got, c.name+" "+c.properties[1].value+" "+c.properties[2].value)
		}
		if s := strings.Join(got, "|"); s != want {
			t.Errorf("%s: %s, want %s", name, s, want)
		}
	}
	for seconds, want := range map[int]string{0: "+0000", 28_800: "+0800", -12_600: "-0330", 29_143: "+080543", -60: "-0001"} {
		if got := spellOffset(seconds); got != want {
			t.Errorf("%d seconds are %s, want %s", seconds, got, want)
		}
	}
}
