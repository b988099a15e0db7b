package read

import (
	"context"
	"strings"
	"testing"
)

// Of several components of one UID the last revision counts: by SEQUENCE, then
// by DTSTAMP, then the last in the file (RFC 5546 §2.1.5).
func TestWhichRevisionCounts(t *testing.T) {
	revision := func(title, properties string) string {
		return "UID:u\nDTSTART:20190508\nSUMMARY:" + title + properties
	}
	for name, x := range map[string]struct{ first, second, want string }{
		"the higher first":      {"\nSEQUENCE:10", "\nSEQUENCE:9", "first"},
		"the higher second":     {"\nSEQUENCE:9", "\nSEQUENCE:10", "second"},
		"one without":           {"\nSEQUENCE:1", "", "first"},
		"an older stamp":        {"\nSEQUENCE:1\nDTSTAMP:20190102T000000Z", "\nSEQUENCE:1\nDTSTAMP:20190101T000000Z", "first"},
		"a newer stamp":         {"\nSEQUENCE:1\nDTSTAMP:20190101T000000Z", "\nSEQUENCE:1\nDTSTAMP:20190102T000000Z", "second"},
		"a stamp of less worth": {"\nSEQUENCE:1\nDTSTAMP:20190102T000000Z", "\nSEQUENCE:2\nDTSTAMP:20190101T000000Z", "second"},
		"a stamp as ISO 8601":   {"\nDTSTAMP:20190101T000000Z", "\nDTSTAMP:2019-01-02T00:00:00Z", "second"},
		"both as ISO 8601":      {"\nDTSTAMP:2019-01-02T00:00:00Z", "\nDTSTAMP:2019-01-01T00:00:00Z", "first"},
		"ISO 8601, then not":    {"\nDTSTAMP:2019-01-02T00:00:00Z", "\nDTSTAMP:20190101T000000Z", "first"},
		"nothing to tell them":  {"", "", "second"},
	} {
		in := read(t, file(revision("first", x.first), revision("second", x.second)), Options{})
		if len(in.Events) != 1 || in.Events[0].Text["zh"].Title != x.want {
			t.Errorf("%s: %d events, the first is %v", name, len(in.Events), in.Events[0].Text)
		}
	}
}

// END closes what was begun last. Some programs write something behind the name.
func TestEndOfAComponent(t *testing.T) {
	text := func(end string) string {
		return "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:u\nDTSTART:20190508\nSUMMARY:a\n" + end + "\nEND:VCALENDAR\n"
	}
	for end, reason := range map[string]string{
		"END:VEVENT": "", "end:vevent": "", "END: VEVENT ": "", "END:VEVENT;": "", "END:VEVENTS": "",
		"END:VTODO": "line 6: END:VTODO does not close BEGIN:VEVENT of line 2", "END:VEVEN": "does not close BEGIN:VEVENT", "END:": "does not close BEGIN:VEVENT",
	} {
		in, err := Calendar(context.Background(), strings.NewReader(text(end)), Options{})
		if reason == "" && (err != nil || len(in.Events) != 1) || reason != "" && (err == nil || !strings.Contains(err.Error(), reason)) {
			t.Errorf("%q: %d events, %v", end, len(in.Events), err)
		}
	}
}

// Our own calendars start a series that is older than 1970 later, and say when
// it began. That counts as long as the series still meets its start.
func TestSeriesStartsWhereItBegan(t *testing.T) {
	for name, x := range map[string]struct{ properties, want string }{
		"it began":          {"DTSTART:19701001\nRRULE:FREQ=YEARLY\nX-ALMANAC-EDTF:1949-10-01", "1949-10-01 FREQ=YEARLY"},
		"and is counted":    {"DTSTART:19701001\nRRULE:FREQ=YEARLY;COUNT=3\nX-ALMANAC-RRULE:FREQ=YEARLY;COUNT=24\nX-ALMANAC-EDTF:1949-10-01", "1949-10-01 FREQ=YEARLY;COUNT=24"},
		"days":              {"DTSTART:19701001\nDTEND:19701003\nRRULE:FREQ=YEARLY\nX-ALMANAC-EDTF:1949-10-01/1949-10-02", "1949-10-01/1949-10-02 FREQ=YEARLY"},
		"another day":       {"DTSTART:19701001\nRRULE:FREQ=YEARLY\nX-ALMANAC-EDTF:1949-10-02", "1970-10-01 FREQ=YEARLY"},
		"another rule":      {"DTSTART:19701001\nRRULE:FREQ=YEARLY;INTERVAL=2\nX-ALMANAC-EDTF:1949-10-01", "1970-10-01 FREQ=YEARLY;INTERVAL=2"},
		"later":             {"DTSTART:19701001\nRRULE:FREQ=YEARLY\nX-ALMANAC-EDTF:1971-10-01", "1970-10-01 FREQ=YEARLY"},
		"a month":           {"DTSTART:19701001\nRRULE:FREQ=YEARLY\nX-ALMANAC-EDTF:1949-10", "1970-10-01 FREQ=YEARLY"},
		"no date":           {"DTSTART:19701001\nRRULE:FREQ=YEARLY\nX-ALMANAC-EDTF:once", "1970-10-01 FREQ=YEARLY"},
		"a time of day":     {"DTSTART:19701001T090000Z\nRRULE:FREQ=YEARLY\nX-ALMANAC-EDTF:1949-10-01", " FREQ=YEARLY"},
		"one that ends":     {"DTSTART:19701001\nRRULE:FREQ=YEARLY;UNTIL=19801001\nX-ALMANAC-EDTF:1949-10-01", "1949-10-01 FREQ=YEARLY;UNTIL=19801001"},
		"what was left out": {"DTSTART:19701001\nRRULE:FREQ=YEARLY\nEXDATE:19721001\nX-ALMANAC-EDTF:1949-10-01", "1949-10-01 FREQ=YEARLY 1972-10-01"},
	} {
		in := read(t, file(x.properties+"\nSUMMARY:a"), Options{})
		e := in.Events[0]
		got := strings.TrimRight(e.Span.Date.String()+" "+e.Repeat.Rule+" "+strings.Join(e.Repeat.Except, " "), " ")
		if e.Span.Timed() {
			got = " " + e.Repeat.Rule
		}
		if got != x.want {
			t.Errorf("%s: %q, want %q", name, got, x.want)
		}
	}
}

// What our own calendars say beside the standard counts as far as that still
// says the same: calendar programs edit only what they know.
func TestWhatWasEditedCounts(t *testing.T) {
	for name, x := range map[string]struct{ properties, want string }{
		"a month":           {"DTSTART:20190501\nDTEND:20190601\nSUMMARY:大会（2019年5月）\nX-ALMANAC-TITLE:大会\nX-ALMANAC-EDTF:2019-05", "2019-05 大会"},
		"a marker":          {"DTSTART:20190101\nSUMMARY:2019年：大会（具体日期不详）\nX-ALMANAC-TITLE:大会\nX-ALMANAC-EDTF:2019", "2019 大会"},
		"in English":        {"DTSTART:20190501\nDTEND:20190601\nSUMMARY:Congress (May 2019)\nX-ALMANAC-TITLE:Congress\nX-ALMANAC-EDTF:2019-05", "2019-05 Congress"},
		"the title edited":  {"DTSTART:20190501\nDTEND:20190601\nSUMMARY:会（2019年5月）\nX-ALMANAC-TITLE:大会\nX-ALMANAC-EDTF:2019-05", "2019-05 会（2019年5月）"},
		"the date edited":   {"DTSTART:20190502\nSUMMARY:大会（2019年5月）\nX-ALMANAC-TITLE:大会\nX-ALMANAC-EDTF:2019-05", "2019-05-02 大会（2019年5月）"},
		"no date":           {"DTSTART:20190502\nSUMMARY:大会\nX-ALMANAC-EDTF:May", "2019-05-02 大会"},
		"called off":        {"DTSTART:20190502\nSTATUS:CANCELLED\nSUMMARY:【已取消】大会\nX-ALMANAC-TITLE:大会\nX-ALMANAC-EDTF:2019-05-02", "2019-05-02 大会"},
		"on again":          {"DTSTART:20190502\nSUMMARY:【已取消】大会\nX-ALMANAC-TITLE:大会\nX-ALMANAC-EDTF:2019-05-02", "2019-05-02 【已取消】大会"},
		"words of its own":  {"DTSTART:20190501\nDTEND:20190511\nSUMMARY:大会（上旬）\nX-ALMANAC-TITLE:大会\nX-ALMANAC-EDTF:2019-05-01/2019-05-10~\nX-ALMANAC-AS-WRITTEN;LANGUAGE=zh:上旬", "2019-05-01/2019-05-10~ 大会 上旬"},
		"nothing of ours":   {"DTSTART:20190502\nSUMMARY:大会（2019年5月）", "2019-05-02 大会（2019年5月）"},
		"a zone of ours":    {"DTSTART:20190502T013000Z\nDTEND:20190502T023000Z\nSUMMARY:a\nX-ALMANAC-ZONE:Asia/Shanghai", "2019-05-02T09:30:00+08:00 a"},
		"a zone of nobody":  {"DTSTART:20190502T013000Z\nSUMMARY:a\nX-ALMANAC-ZONE:Nowhere", "2019-05-02T01:30:00Z a"},
		"a zone beside its": {"DTSTART;TZID=Europe/Berlin:20190502T093000\nSUMMARY:a\nX-ALMANAC-ZONE:Asia/Shanghai", "2019-05-02T09:30:00+02:00 a"},
	} {
		in := read(t, file(x.properties), Options{})
		e := in.Events[0]
		got := e.Span.Date.String()
		if e.Span.Timed() {
			got = e.Span.Start.Format("2006-01-02T15:04:05Z07:00")
		}
		got = strings.TrimSpace(got + " " + e.Text["zh"].Title + " " + e.Span.AsWritten["zh"])
		if got != x.want {
			t.Errorf("%s: %q, want %q", name, got, x.want)
		}
	}
}

// The end of a component stands on its own clock, or where it names none on that
// of the start.
func TestEnds(t *testing.T) {
	const start = "DTSTART;TZID=Europe/Berlin:20240604T090000\n"
	for properties, want := range map[string]string{
		start: "09:00",
		start + "DTEND;TZID=Europe/Berlin:20240604T100000":                "09:00 to 10:00",
		start + "DTEND;TZID=America/New_York:20240604T090000":             "09:00 to 15:00",
		start + "DTEND:20240604T090000Z":                                  "09:00 to 11:00",
		start + "DTEND:20240604T093000":                                   "09:00 to 09:30",
		start + "DTEND;VALUE=DATE:20240605":                               "09:00 to 00:00",
		start + "DTEND:20240604T090000":                                   "09:00",
		start + "DTEND:20240604T085959":                                   "09:00, said",
		start + "DTEND:soon":                                              "09:00, said",
		start + "DURATION:PT90M":                                          "09:00 to 10:30",
		start + "DURATION:-PT15M":                                         "09:00, said",
		start + "DTEND;TZID=Europe/Berlin:20240604T100000\nDURATION:PT5H": "09:00 to 10:00",
		"DTSTART:20240604T090000\nDTEND:20240604T093000Z":                 "09:00 to 11:30, said",
		"DTSTART:20240604T090000Z\nDTEND:20240604T093000":                 "11:00 to 11:30, said",
		"DTSTART:20240604\nDTEND:20240606":                                "2024-06-04/2024-06-05",
		"DTSTART:20240604\nDTEND:20240606T120000":                         "2024-06-04/2024-06-05, said",
		"DTSTART:20240604\nDTEND:20240604":                                "2024-06-04",
		"DTSTART:20240604\nDTEND:20240603":                                "2024-06-04, said",
		"DTSTART:20240604\nDURATION:P2D":                                  "2024-06-04/2024-06-05",
		"DTSTART:20240604\nDURATION:PT1H":                                 "2024-06-04",
	} {
		in := read(t, file("SUMMARY:a\n"+properties), Options{Zone: namedClock("Europe/Berlin").loc})
		s := in.Events[0].Span
		got := s.Start.Format("15:04")
		if !s.End.IsZero() {
			got += " to " + s.End.Format("15:04")
		}
		if !s.Timed() {
			got = s.Date.String()
		}
		if len(in.Problems) > 0 {
			got += ", said"
		}
		if got != want {
			t.Errorf("%q: %s, want %s", properties, got, want)
		}
	}
}
