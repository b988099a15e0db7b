package ical

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

func TestNamedClock(t *testing.T) {
	for id, want := range map[string]string{
		"Asia/Shanghai": "Asia/Shanghai", " \"Asia/Shanghai\" ": "Asia/Shanghai",
		"UTC": "UTC", "gmt": "UTC", "Z": "UTC", "Etc/UTC": "UTC", "Coordinated Universal Time": "UTC",
		"China Standard Time": "Asia/Shanghai", "W. Europe Standard Time": "Europe/Berlin",
		"/freeassociation.sourceforge.net/Europe/Berlin":            "Europe/Berlin",
		"/softwarestudio.org/Tzfile/America/Argentina/Buenos_Aires": "America/Argentina/Buenos_Aires",
		"":                                "",
		"Nowhere":                         "",
		"../../etc/passwd":                "",
		"/Asia/Shanghai":                  "Asia/Shanghai", // its last parts are a name
		strings.Repeat("A", 70) + "/Asia": "",
	} {
		got := ""
		if c := namedClock(id); c != nil {
			got = c.name
		}
		if got != want {
			t.Errorf("%q is %q, want %q", id, got, want)
		}
	}
}

// lonelyZone is a zone that no other zone runs like: it is 20 minutes ahead of
// its winter from the second Tuesday in May to the first in October.
func lonelyZone(more string) string {
	return "BEGIN:VTIMEZONE\nTZID:x\n" +
		"BEGIN:STANDARD\nDTSTART:20001003T020000\nTZOFFSETFROM:+0127\nTZOFFSETTO:+0107\nRRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=1TU\nEND:STANDARD\n" +
		"BEGIN:DAYLIGHT\nDTSTART:20000509T020000\nTZOFFSETFROM:+0107\nTZOFFSETTO:+0127\nRRULE:FREQ=YEARLY;BYMONTH=5;BYDAY=2TU\nEND:DAYLIGHT\n" + more +
		"END:VTIMEZONE"
}

// The clocks of a zone that only the file defines (RFC 5545 §3.6.5): before its
// first change, at each side of a change, in the gap and in the hour that is twice.
func TestClocksOfAZoneOfTheFile(t *testing.T) {
	for wall, want := range map[string]string{
		"19990101T120000": "10:53", // before the first change the offset before it counts
		"20190101T120000": "10:53",
		"20190514T015959": "00:52",
		"20190514T020000": "00:53", // the gap: the offset before it
		"20190514T021959": "01:12",
		"20190514T022000": "00:53",
		"20190701T120000": "10:33",
		"20191001T013959": "00:12",
		"20191001T015000": "00:23", // it is twice: the first
		"20191001T020000": "00:53",
		"20191201T120000": "10:53",
	} {
		in := read(t, file(lonelyZone(""), "UID:u\nDTSTART;TZID=x:"+wall+"\nSUMMARY:a"), ReadOptions{})
		if got := in.Facts[0].Start.UTC().Format("15:04"); got != want {
			t.Errorf("%s is %s in UTC, want %s", wall, got, want)
		}
		if zone := in.Events[0].Span.Zone; zone != "UTC" {
			t.Errorf("%s is kept in %s", wall, zone)
		}
	}
}

// A change without rule counts at its onset and at its further dates; a rule
// that ends, up to there; a rule that no zone has, not at all.
func TestObservances(t *testing.T) {
	zone := func(standard string) string {
		return "BEGIN:VTIMEZONE\nTZID:x\nBEGIN:STANDARD\n" + standard + "\nEND:STANDARD\nEND:VTIMEZONE"
	}
	for name, x := range map[string]struct{ zone, wall, want string }{
		"no offset before": {zone("DTSTART:20000101T000000\nTZOFFSETTO:+0107"), "19900101T120000", "10:53"},
		"a colon":          {zone("DTSTART:20000101T000000\nTZOFFSETFROM:+01:07\nTZOFFSETTO:+01:07"), "20190101T120000", "10:53"},
		"a further date":   {zone("DTSTART:20000101T000000\nTZOFFSETFROM:+0107\nTZOFFSETTO:+0127\nRDATE:20100101T000000, 20150101T000000"), "20190101T120000", "10:33"},
		"back at that date": {strings.Replace(zone("DTSTART:20000101T000000\nTZOFFSETFROM:+0107\nTZOFFSETTO:+0127\nRDATE:20150101T000000"), "END:VTIMEZONE",
			"BEGIN:DAYLIGHT\nDTSTART:20100101T000000\nTZOFFSETFROM:+0127\nTZOFFSETTO:+0107\nEND:DAYLIGHT\nEND:VTIMEZONE", 1), "20190101T120000", "10:33"},
		"a rule that ends":   {zone("DTSTART:20000101T000000\nTZOFFSETFROM:+0107\nTZOFFSETTO:+0127\nRRULE:FREQ=YEARLY;UNTIL=20031231T225300Z"), "20190101T120000", "10:33"},
		"a rule of no zone":  {zone("DTSTART:20000101T000000\nTZOFFSETFROM:+0107\nTZOFFSETTO:+0127\nRRULE:FREQ=DAILY"), "20190101T120000", "10:33"},
		"nothing to go by":   {zone("TZOFFSETTO:+0127"), "20190101T120000", "12:00"},
		"an offset of words": {zone("DTSTART:20000101T000000\nTZOFFSETTO:one"), "20190101T120000", "12:00"},
		"a former of words":  {zone("DTSTART:20000101T000000\nTZOFFSETFROM:one\nTZOFFSETTO:+0127"), "20190101T120000", "12:00"},
		"an onset of words":  {zone("DTSTART:then\nTZOFFSETTO:+0127"), "20190101T120000", "12:00"},
	} {
		in := read(t, file(x.zone, "UID:u\nDTSTART;TZID=x:"+x.wall+"\nSUMMARY:a"), ReadOptions{Zone: time.UTC})
		if got := in.Facts[0].Start.UTC().Format("15:04"); got != x.want {
			t.Errorf("%s: %s in UTC, want %s", name, got, x.want)
		}
		unknown := strings.Contains(fmt.Sprint(in.Problems), "neither defined in the file nor known")
		if unknown != (x.want == "12:00") {
			t.Errorf("%s: said to be unknown: %t", name, unknown)
		}
	}
}

// A series in a zone that only the file knows becomes single events: nobody
// else could repeat it.
func TestSeriesInAZoneOfTheFile(t *testing.T) {
	in := read(t, file(lonelyZone(""), "UID:u\nDTSTART;TZID=x:20190930T120000\nDURATION:PT30M\nRRULE:FREQ=DAILY;COUNT=3\nSUMMARY:a"), ReadOptions{})
	var got []string
	for _, e := range in.Events {
		got = append(got, e.Span.Start.UTC().Format("01-02T15:04")+"+"+e.Span.End.Sub(e.Span.Start).String())
	}
	if s := strings.Join(got, " "); s != "09-30T10:33+30m0s 10-01T10:33+30m0s 10-02T10:33+30m0s" {
		t.Errorf("the events are %s", s)
	}
	if s := fmt.Sprint(in.Problems); !strings.Contains(s, "its zone is known to this file only") {
		t.Errorf("problems are %s", s)
	}
}

// Floating times are read on the clocks that the user gives; without any they
// are problems.
func TestFloatingTimes(t *testing.T) {
	text := file("DTSTART:20190524T093000\nSUMMARY:a")
	in := read(t, text, ReadOptions{Zone: namedClock("Asia/Shanghai").loc})
	if f := in.Facts[0]; !f.Floating || f.Start.UTC().Hour() != 1 || in.Events[0].Span.Zone != "Asia/Shanghai" {
		t.Errorf("read as %+v", f)
	}
	in = read(t, text, ReadOptions{SkipBad: true})
	if len(in.Events) != 0 || len(in.Problems) != 1 || !in.Problems[0].Bad || !strings.Contains(in.Problems[0].Error(), "names no time zone") {
		t.Errorf("without a zone: %d events, %v", len(in.Events), in.Problems)
	}
}
