package ical

import (
	"strings"
	"testing"

	"almanac.example/events"
	"almanac.example/feeds"
)

// A series starts at its first instance of 1970 or later, as libical shows none
// that begins long ago; what is counted counts less, and exceptions before it go.
func TestSeriesIsMoved(t *testing.T) {
	for name, x := range map[string]struct {
		span   events.Span
		repeat *events.Repetition
		want   string // start, end, rule, exceptions; "" if it is left out
	}{
		"from 1970 on":              {on("1970-01-01"), repeated("FREQ=YEARLY"), "19700101 19700102 FREQ=YEARLY"},
		"the last of 1969":          {on("1969-12-31"), repeated("FREQ=YEARLY"), "19701231 19710101 FREQ=YEARLY"},
		"long ago":                  {on("1601-05-04"), repeated("FREQ=YEARLY"), "19700504 19700505 FREQ=YEARLY"},
		"days":                      {on("1949-10-01/1949-10-03"), repeated("FREQ=YEARLY"), "19701001 19701004 FREQ=YEARLY"},
		"counted beyond":            {on("1960-05-04"), repeated("FREQ=YEARLY;COUNT=12"), "19700504 19700505 FREQ=YEARLY;COUNT=2"},
		"counted up to before":      {on("1960-05-04"), repeated("FREQ=YEARLY;COUNT=10"), "19600504 19600505 FREQ=YEARLY;COUNT=10"},
		"over before it can":        {on("1901-05-04"), repeated("FREQ=YEARLY;COUNT=10"), ""},
		"over, but not so long":     {on("1912-05-04"), repeated("FREQ=YEARLY;COUNT=10"), "19120504 19120505 FREQ=YEARLY;COUNT=10"},
		"the year before that":      {on("1911-05-04"), repeated("FREQ=YEARLY;COUNT=10"), ""},
		"an end":                    {on("1960-05-04"), repeated("FREQ=YEARLY;UNTIL=19800504"), "19700504 19700505 FREQ=YEARLY;UNTIL=19800504"},
		"exceptions before and in":  {on("1960-05-04"), repeated("FREQ=YEARLY", "1961-05-04", "1970-05-04", "1972-05-04"), "19710504 19710505 FREQ=YEARLY 19720504"},
		"every forty years":         {on("1940-05-04"), repeated("FREQ=YEARLY;INTERVAL=40"), "19800504 19800505 FREQ=YEARLY;INTERVAL=40"},
		"times on changing clocks":  {wall("1960-07-01T09:00:00", "1960-07-01T10:30:00", "Europe/Berlin"), repeated("FREQ=YEARLY"), "19700701T090000 19700701T103000 FREQ=YEARLY"},
		"a time without end":        {wall("2026-07-01T09:00:00", "", "Europe/Berlin"), repeated("FREQ=YEARLY"), "20260701T090000  FREQ=YEARLY"},
		"a time in UTC":             {wall("2026-07-01T09:00:00", "2026-07-01T09:00:01", "UTC"), repeated("FREQ=YEARLY", "2027-07-01T09:00:00"), "20260701T090000Z 20260701T090001Z FREQ=YEARLY 20270701T090000Z"},
		"no series":                 {on("1960-05-04"), nil, "19600504 19600505 "},
		"an end beside the zone's":  {wall("2026-10-25T01:30:00", "2026-10-25T03:30:00", "Europe/Berlin"), repeated("FREQ=YEARLY"), "20261025T013000 20261025T033000 FREQ=YEARLY"},
		"in the hour that is twice": {wall("2026-10-25T02:30:00", "2026-10-25T02:45:00", "Europe/Berlin"), repeated("FREQ=YEARLY"), "20261025T023000 20261025T024500 FREQ=YEARLY"},
	} {
		e := testEvent("e", x.span, "标题", "")
		e.Repeat = x.repeat
		if err := e.Validate(); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		got := ""
		for _, c := range calendarOf(t, testFeed("zh", ".ics", []*events.Event{e})).events() {
			var list []string
			for _, p := range c.properties {
				if p.name == "EXDATE" {
					list = append(list, p.value)
				}
			}
			start := c.get("DTSTART")[strings.LastIndexByte(c.get("DTSTART"), ':')+1:]
			end := c.get("DTEND")[strings.LastIndexByte(c.get("DTEND"), ':')+1:]
			got = strings.Join(append([]string{start, end, c.get("RRULE")}, list...), " ")
			if moved := strings.Contains(c.text(t, "DESCRIPTION"), "首次："); moved != (x.repeat != nil && !strings.Contains(start, x.span.EDTF().String()[:4])) {
				t.Errorf("%s: said to have begun before: %t", name, moved)
			}
		}
		if got != x.want {
			t.Errorf("%s: %q, want %q", name, got, x.want)
		}
	}
}

// A marker says that its day is not the date, unless it is: at the known end of
// an open interval, on the first of several days that are all meant.
func TestRemarkOfAMarker(t *testing.T) {
	for date, want := range map[string]string{
		"2019":                    "2019: Title (day not recorded)",
		"2019?":                   "2019: Title (day not recorded, uncertain)",
		"2019-05-24/..":           "From 24 May 2019: Title",
		"2019-05-24?/..":          "From 24 May 2019: Title (uncertain)",
		"../2019-05-24":           "Until 24 May 2019: Title",
		"2019-05/..":              "From May 2019: Title (day not recorded)",
		"../2019-05":              "Until May 2019: Title (day not recorded)",
		"{2019-05-24,2019-07-01}": "24 May 2019 and 1 Jul 2019: Title",
		"[2019-05-24,2019-07-01]": "24 May 2019 or 1 Jul 2019: Title (day not recorded)",
		"{2019-05-24,2019-07}":    "24 May 2019 and Jul 2019: Title (day not recorded)",
	} {
		list := calendarOf(t, testFeed("en", ".ics", []*events.Event{testEvent("e", on(date), "", "Title")})).events()
		if len(list) != 1 {
			t.Fatalf("%s: %d events", date, len(list))
		}
		if got := list[0].text(t, "SUMMARY"); got != want {
			t.Errorf("%s is %q, want %q", date, got, want)
		}
	}
}

// Beside what calendars read alike stands how the record has it, where that is
// otherwise, and nothing where it is not.
func TestStoredRepetitionIsWritten(t *testing.T) {
	berlin := wall("2026-03-02T09:00:00", "2026-03-02T09:15:00", "Europe/Berlin")
	for name, x := range map[string]struct {
		span   events.Span
		repeat events.Repetition
		want   string // START, RRULE, EXDATE and RDATE of X-ALMANAC-
	}{
		"as it is":           {berlin, events.Repetition{Rule: "FREQ=WEEKLY", Except: []string{"2026-03-09T09:00:00"}}, "|||"},
		"counted less":       {on("1960-05-04"), events.Repetition{Rule: "FREQ=YEARLY;COUNT=12"}, "|FREQ=YEARLY;COUNT=12||"},
		"date by date":       {berlin, events.Repetition{Rule: "FREQ=HOURLY;INTERVAL=5"}, "|FREQ=HOURLY;INTERVAL=5||"},
		"the first left out": {berlin, events.Repetition{Rule: "FREQ=WEEKLY", Except: []string{"2026-03-02T09:00:00"}}, "2026-03-02T09:00:00||2026-03-02T09:00:00|"},
		"dates only":         {on("2026-06-01"), events.Repetition{Also: []string{"2026-06-05"}}, "|||2026-06-05"},
		"a longer one":       {berlin, events.Repetition{Rule: "FREQ=WEEKLY;COUNT=3", Also: []string{"2026-03-09T09:00:00/PT2H"}}, "||-|2026-03-09T09:00:00/PT2H"},
	} {
		e := testEvent("e", x.span, "标题", "")
		e.Repeat = &x.repeat
		if err := e.Validate(); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		c := calendarOf(t, testFeed("zh", ".ics", []*events.Event{e})).events()[0]
		var got []string
		for _, p := range []string{"START", "RRULE", "EXDATE", "RDATE"} {
			got = append(got, strings.NewReplacer(`\,`, ",", `\;`, ";").Replace(c.get("X-ALMANAC-"+p)))
		}
		if s := strings.Join(got, "|"); s != x.want {
			t.Errorf("%s: %s, want %s", name, s, x.want)
		}
	}
}

// A source names its publisher unless that is the author.
func TestSourceNamesThePublisherOnce(t *testing.T) {
	w := newWriter(testSite(), "en", feeds.ImpreciseDefault)
	s := events.Source{Title: events.Localised{"en": "Report"}, Author: events.Localised{"en": "The office"}, Publisher: events.Localised{"en": "The office"}}
	if got := w.source(s); strings.Count(got, "The office") != 1 {
		t.Error(got)
	}
	s.Publisher = events.Localised{"en": "The press"}
	if got := w.source(s); !strings.Contains(got, "The office") || !strings.Contains(got, "The press") {
		t.Error(got)
	}
}
