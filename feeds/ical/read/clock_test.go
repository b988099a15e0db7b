package read

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

		"europe/berlin": "Europe/Berlin", "AMERICA/NEW_YORK": "America/New_York", "America/New York": "America/New_York", "america/port-au-prince": "America/Port-au-Prince",
		"africa/dar_es_salaam": "Africa/Dar_es_Salaam", "europe/isle_of_man": "Europe/Isle_of_Man", "america/argentina/buenos_aires": "America/Argentina/Buenos_Aires", "est5edt": "EST5EDT",
		"GMT+0200": "Etc/GMT-2", "UTC+8": "Etc/GMT-8", "UTC-05:00": "Etc/GMT+5", "GMT-3": "Etc/GMT+3", "+0100": "Etc/GMT-1", "UTC+0": "UTC", "GMT+05:30": "UTC",
		"(UTC+08:00) Beijing, Chongqing, Hong Kong, Urumqi": "Asia/Shanghai", "(UTC-05:00) Eastern Time (US & Canada)": "America/New_York",
		"(UTC+01:00) Sarajevo, Skopje, Warsaw, Zagreb": "Europe/Sarajevo", `(UTC+01:00) Amsterdam\, Berlin\, Bern\, Rome`: "Europe/Amsterdam", "(GMT+01.00) Sarajevo/Warsaw/Zagreb": "Europe/Sarajevo",
		"(GMT-08:00) Pacific Time (US & Canada)": "America/Los_Angeles", "(UTC+05:30) Chennai, Kolkata, Mumbai, New Delhi": "Asia/Kolkata", "(UTC-07:00) Arizona": "America/Phoenix",
		"(UTC-03:00) Brasilia": "Etc/GMT+3", "GMT -0500 (Standard) / GMT -0400 (Daylight)": "America/New_York", "GMT +0100 (Standard) / GMT +0200 (Daylight)": "Europe/Berlin",
		"tzone://Microsoft/Utc": "UTC", "tzone://Microsoft/Custom": "", "'Europe/Berlin'": "Europe/Berlin", `Europe\/Berlin`: "Europe/Berlin",
		"Pacific Time (US & Canada)": "America/Los_Angeles", "Eastern": "America/New_York", "Beijing": "Asia/Shanghai", "Asia/Beijing": "Asia/Shanghai", "Somewhere/Else": "",
		"Greenwich Mean Time : Dublin, Edinburgh, Lisbon, London": "Europe/Dublin",
		"MEZ": "Europe/Berlin", "Mitteleuropäische Zeit": "Europe/Berlin", "中国标准时间": "Asia/Shanghai", "US-Eastern": "America/New_York",
		"PDT": "America/Los_Angeles", "CEST": "Europe/Berlin", "CST": "", "GMT+99": "", "Personal Time Zone": "",
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
		in := read(t, file(lonelyZone(""), "UID:u\nDTSTART;TZID=x:"+wall+"\nSUMMARY:a"), Options{})
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
		in := read(t, file(x.zone, "UID:u\nDTSTART;TZID=x:"+x.wall+"\nSUMMARY:a"), Options{Zone: time.UTC})
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
	in := read(t, file(lonelyZone(""), "UID:u\nDTSTART;TZID=x:20190930T120000\nDURATION:PT30M\nRRULE:FREQ=DAILY;COUNT=3\nSUMMARY:a"), Options{})
	if got := briefEvent(in.Events[0]); got != "a|2019-09-30T10:33:00 2019-09-30T11:03:00 UTC||+2019-10-01T10:53:00 +2019-10-02T10:53:00" {
		t.Errorf("the event is %s", got)
	}
	if s := fmt.Sprint(in.Problems); !strings.Contains(s, "its zone is known to this file only") {
		t.Errorf("problems are %s", s)
	}
}

// Times that name no zone are read on the clocks of the calendar, of the user, or
// of the record, and instants in UTC are shown on them; that is said once.
func TestWhoseClocksAreMeant(t *testing.T) {
	berlin, oslo := namedClock("Europe/Berlin").loc, namedClock("Europe/Oslo").loc
	calendar := func(head, time string) string {
		return strings.Replace(file("DTSTART"+time+"\nSUMMARY:a", "DTSTART"+time+"\nSUMMARY:b"), "VERSION:2.0", "VERSION:2.0\n"+head, 1)
	}
	floating, instant, series := ":20190724T093000", ":20190724T093000Z", ":20190724T093000Z\nRRULE:FREQ=DAILY"
	for name, x := range map[string]struct {
		text       string
		opts       Options
		want, note string
	}{
		"the calendar says":           {calendar("X-WR-TIMEZONE:Asia/Shanghai", floating), Options{Zone: berlin}, "09:30 +0800 Asia/Shanghai", "line 7: event \"u1\": DTSTART names no time zone, as others may not; such times are read on the clocks of Asia/Shanghai, as the calendar says in X-WR-TIMEZONE"},
		"by its Windows name":         {calendar("X-WR-TIMEZONE:China Standard Time", floating), Options{}, "09:30 +0800 Asia/Shanghai", "X-WR-TIMEZONE"},
		"UTC says nothing":            {calendar("X-WR-TIMEZONE:UTC", floating), Options{Zone: berlin}, "09:30 +0200 Europe/Berlin", "as was asked for"},
		"unknown says nothing":        {calendar("X-WR-TIMEZONE:Nowhere", floating), Options{Zone: berlin}, "09:30 +0200 Europe/Berlin", "as was asked for"},
		"its only zone":               {calendar(europe("x"), floating), Options{Home: namedClock("Asia/Tokyo").loc}, "09:30 +0200 Europe/Berlin", "the only ones that the calendar defines"},
		"one of two zones":            {calendar(europe("x")+"\n"+europe("y"), floating), Options{Home: oslo}, "09:30 +0200 Europe/Oslo", "the record's own"},
		"the user":                    {calendar("X-A:b", floating), Options{Zone: berlin, Home: oslo}, "09:30 +0200 Europe/Berlin", "as was asked for"},
		"the record":                  {calendar("X-A:b", floating), Options{Home: oslo}, "09:30 +0200 Europe/Oslo", "the record's own"},
		"nobody":                      {calendar("X-A:b", floating), Options{}, "09:30 +0000 UTC", "the record's own"},
		"an instant":                  {calendar("X-WR-TIMEZONE:Asia/Shanghai", instant), Options{}, "17:30 +0800 Asia/Shanghai", ""},
		"an instant, user":            {calendar("X-A:b", instant), Options{Zone: berlin}, "11:30 +0200 Europe/Berlin", ""},
		"an instant, record":          {calendar("X-A:b", instant), Options{Home: oslo}, "11:30 +0200 Europe/Oslo", ""},
		"a series stays on its clock": {calendar("X-WR-TIMEZONE:Asia/Shanghai", series), Options{}, "09:30 +0000 UTC", ""},
		"a zone of its own":           {calendar("X-WR-TIMEZONE:Asia/Shanghai", ";TZID=Europe/Oslo:20190724T093000"), Options{}, "09:30 +0200 Europe/Oslo", ""},
		"the user, not the zone":      {calendar("X-A:b", ";TZID=Nowhere:20190724T093000"), Options{Zone: berlin}, "09:30 +0200 Europe/Berlin", `the zone "Nowhere" is neither defined in the file nor known; its times are read on the clocks of Europe/Berlin, as was asked for`},
	} {
		in := read(t, x.text, x.opts)
		for _, e := range in.Events {
			if got := e.Span.Start.Format("15:04 -0700 ") + e.Span.Zone; got != x.want {
				t.Errorf("%s: %s, want %s", name, got, x.want)
			}
		}
		if s := fmt.Sprint(in.Problems); len(in.Problems) > 1 || !strings.Contains(s, x.note) || x.note == "" && len(in.Problems) > 0 {
			t.Errorf("%s: said is %s, want %q", name, s, x.note)
		}
	}
}

// What a zone's name was taken for is said, where it is none.
func TestGuessedZonesAreTold(t *testing.T) {
	for id, want := range map[string]string{
		"UTC+5.5":  "is taken for its offset; the times are kept in UTC",
		"GMT+0200": `the zone "GMT+0200" is taken for Etc/GMT-2`, "GMT+0530": "is taken for its offset; the times are kept in UTC", "Europe/berlin": "", "China Standard Time": "",
	} {
		in := read(t, file("DTSTART;TZID="+id+":20190724T093000\nSUMMARY:a", "DTSTART;TZID="+id+":20190725T093000\nSUMMARY:b"), Options{})
		if s := fmt.Sprint(in.Problems); len(in.Problems) > 1 || !strings.Contains(s, want) || want == "" && len(in.Problems) > 0 {
			t.Errorf("%s: %s", id, s)
		}
		if (id == "GMT+0530" || id == "UTC+5.5") && in.Events[0].Span.Start.Format("15:04") != "04:00" {
			t.Errorf("%s: %s", id, in.Events[0].Span.Start)
		}
	}
}

// Looking for a zone takes long where there is none, so that only so many names
// of one file are looked for. Those that came before stay known.
func TestZoneNamesAreBounded(t *testing.T) {
	lists := []string{"DTSTART;TZID=Europe/Berlin:20190724T093000\nSUMMARY:a"}
	for i := range 2 * maxZoneNames {
		lists = append(lists, fmt.Sprintf("DTSTART;TZID=Zone %d:20190724T093000\nSUMMARY:a", i))
	}
	lists = append(lists, "DTSTART;TZID=Europe/Berlin:20190725T093000\nSUMMARY:a", "DTSTART;TZID=Europe/Oslo:20190725T093000\nSUMMARY:a")
	in := newReader(Options{Zone: namedClock("Asia/Tokyo").loc, Home: time.UTC, Lang: "en"})
	if err := in.readAll(t.Context(), document{data: []byte(file(lists...))}); err != nil {
		t.Fatal(err)
	}
	if len(in.clocks.known) > maxZoneNames {
		t.Errorf("%d names were looked for", len(in.clocks.known))
	}
	n := len(in.out.Events)
	if first, late, last := in.out.Events[0].Span.Zone, in.out.Events[n-2].Span.Zone, in.out.Events[n-1].Span.Zone; first != "Europe/Berlin" || late != "Europe/Berlin" || last != "Asia/Tokyo" {
		t.Errorf("the zones are %s, %s and %s", first, late, last)
	}
}

// TestNamesOfDefinedZones: a zone that a file defines under a name of its own gets
// the name of one whose clocks run the same, so that pages show its times and a
// series stays one. Programs are an hour or two wrong about the night of a change.
func TestNamesOfDefinedZones(t *testing.T) {
	fixed := func(name, offset string) string {
		return "BEGIN:VTIMEZONE\nTZID:" + name + "\nBEGIN:STANDARD\nDTSTART:20230801T000000\nTZOFFSETFROM:" + offset + "\nTZOFFSETTO:" + offset + "\nEND:STANDARD\nEND:VTIMEZONE"
	}
	changing := func(name, winter, summer, hour, autumn, spring string) string {
		return "BEGIN:VTIMEZONE\nTZID:" + name +
			"\nBEGIN:STANDARD\nDTSTART:19501029T" + hour + "0000\nTZOFFSETFROM:" + summer + "\nTZOFFSETTO:" + winter + "\nRRULE:FREQ=YEARLY;" + autumn + "\nEND:STANDARD" +
			"\nBEGIN:DAYLIGHT\nDTSTART:19500326T" + hour + "0000\nTZOFFSETFROM:" + winter + "\nTZOFFSETTO:" + summer + "\nRRULE:FREQ=YEARLY;" + spring + "\nEND:DAYLIGHT\nEND:VTIMEZONE"
	}
	const autumn, spring = "BYMONTH=10;BYDAY=-1SU", "BYMONTH=3;BYDAY=-1SU"
	berlin := namedClock("Europe/Berlin").loc
	for _, x := range []struct {
		name, zone string
		home       *time.Location
		want       string
	}{
		{"as Lotus Notes writes it", changing("ZW. Europe", "+0100", "+0200", "02", autumn, spring), time.UTC, "Europe/Berlin"},
		{"at midnight", changing("Eastern", "-0500", "-0400", "00", "BYMONTH=11;BYDAY=1SU", "BYMONTH=3;BYDAY=2SU"), time.UTC, "America/New_York"},
		{"as it is", changing("x", "+0100", "+0200", "03", autumn, spring), time.UTC, "Europe/Berlin"},
		{"the record's own first", changing("x", "+0100", "+0200", "02", autumn, spring), namedClock("Europe/Vienna").loc, "Europe/Vienna"},
		{"a week later", changing("x", "+0100", "+0200", "02", "BYMONTH=11;BYDAY=2SU", spring), time.UTC, "UTC"},
		{"its offset is its name", fixed("UTC+2", "+0200"), berlin, "Etc/GMT-2"},
		{"in WordPress", fixed("UTC-3", "-0300"), berlin, "Etc/GMT+3"},
		{"another offset than its name says", fixed("UTC+2", "+0300"), berlin, "Africa/Nairobi"},
		{"an offset that has no name", fixed("UTC+5:30", "+0530"), berlin, "Asia/Kolkata"},
		{"a place in its name", fixed("(UTC+08:00) Kuala Lumpur, Singapore", "+0800"), berlin, "Asia/Kuala_Lumpur"},
	} {
		_, id, _ := strings.Cut(x.zone, "TZID:")
		id, _, _ = strings.Cut(id, "\n")
		in := read(t, file(x.zone, `UID:u`+"\n"+`DTSTART;TZID="`+id+`":20240304T090000`+"\nSUMMARY:a"), Options{Home: x.home})
		if got := in.Events[0].Span.Zone; got != x.want {
			t.Errorf("%s: %q, want %q", x.name, got, x.want)
		}
	}
}
