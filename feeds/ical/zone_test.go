package ical

import (
	"bytes"
	"strings"
	"testing"

	"almanac.example/events"
)

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

// The rules of a zone hold from the year on in which it has changed by them only;
// the changes before are listed.
func TestRulesHoldFromAYearOn(t *testing.T) {
	for name, x := range map[string]struct{ from, want int }{
		"America/New_York": {1990, 2007}, "Europe/Berlin": {1970, 1996}, "Europe/London": {1990, 1996}, "America/Santiago": {2010, 2023}, "Australia/Sydney": {2000, 2008},
		"Europe/Oslo": {2020, 2020},
	} {
		loc, err := events.LoadZone(name)
		if err != nil {
			t.Fatal(err)
		}
		if got := firstYear(switchRules(loc), loc, x.from); got != x.want {
			t.Errorf("%s, from %d: %d, want %d", name, x.from, got, x.want)
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
