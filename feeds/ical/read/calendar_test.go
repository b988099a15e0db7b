package read

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"

	"almanac.example/events"
)

// file wraps lines in a calendar, one event for each list of properties.
func file(lists ...string) string {
	var b strings.Builder
	b.WriteString("BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//Example//EN\n")
	for i, list := range lists {
		if strings.HasPrefix(list, "BEGIN:") {
			b.WriteString(list + "\n")
			continue
		}
		uid := fmt.Sprintf("UID:u%d\n", i+1)
		if strings.Contains(list, "UID:") || strings.HasPrefix(list, "NOUID") {
			uid, list = "", strings.TrimPrefix(list, "NOUID\n")
		}
		b.WriteString("BEGIN:VEVENT\n" + uid + list + "\nEND:VEVENT\n")
	}
	return b.String() + "END:VCALENDAR\n"
}

// europe is a zone that switches as Central Europe does, under another name.
func europe(name string) string {
	return "BEGIN:VTIMEZONE\nTZID:" + name + "\n" +
		"BEGIN:STANDARD\nDTSTART:16010101T030000\nTZOFFSETFROM:+0200\nTZOFFSETTO:+0100\nRRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10\nEND:STANDARD\n" +
		"BEGIN:DAYLIGHT\nDTSTART:16010101T020000\nTZOFFSETFROM:+0100\nTZOFFSETTO:+0200\nRRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3\nEND:DAYLIGHT\n" +
		"END:VTIMEZONE"
}

func read(t testing.TB, text string, opts Options) Import {
	t.Helper()
	got, err := Calendar(context.Background(), strings.NewReader(text), opts)
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	return got
}

// brief is what a calendar says in one line for each component.
func brief(in Import) []string {
	list := []string{}
	for _, f := range in.Facts {
		layout := "2006-01-02T15:04:05Z"
		if f.AllDay {
			layout = time.DateOnly
		}
		list = append(list, strings.TrimSpace(fmt.Sprintf("%s %s %s %s", f.UID, f.Start.UTC().Format(layout), f.End.UTC().Format(layout), f.Summary)))
	}
	return list
}

func TestReadFacts(t *testing.T) {
	for name, x := range map[string]struct {
		text string
		want []string
	}{
		"a day":                    {file("DTSTART;VALUE=DATE:20190524\nSUMMARY:a"), []string{"u1 2019-05-24 2019-05-25 a"}},
		"days":                     {file("DTSTART;VALUE=DATE:20190524\nDTEND;VALUE=DATE:20190527\nSUMMARY:a"), []string{"u1 2019-05-24 2019-05-27 a"}},
		"a day that does not say":  {file("DTSTART:20190524\nSUMMARY:a"), []string{"u1 2019-05-24 2019-05-25 a"}},
		"days by duration":         {file("DTSTART;VALUE=DATE:20190524\nDURATION:P1W\nSUMMARY:a"), []string{"u1 2019-05-24 2019-05-31 a"}},
		"an instant":               {file("DTSTART:20190524T093000Z\nSUMMARY:a"), []string{"u1 2019-05-24T09:30:00Z 2019-05-24T09:30:00Z a"}},
		"an hour and a half":       {file("DTSTART:20190524T093000Z\nDURATION:PT1H30M\nSUMMARY:a"), []string{"u1 2019-05-24T09:30:00Z 2019-05-24T11:00:00Z a"}},
		"a day on changing clocks": {file("DTSTART;TZID=Europe/Berlin:20190330T120000\nDURATION:P1DT1H\nSUMMARY:a"), []string{"u1 2019-03-30T11:00:00Z 2019-03-31T11:00:00Z a"}},
		"zone by its IANA name":    {file("DTSTART;TZID=Asia/Shanghai:20190524T093000\nSUMMARY:a"), []string{"u1 2019-05-24T01:30:00Z 2019-05-24T01:30:00Z a"}},
		"zone by its Windows name": {file("DTSTART;TZID=\"China Standard Time\":20190524T093000\nSUMMARY:a"), []string{"u1 2019-05-24T01:30:00Z 2019-05-24T01:30:00Z a"}},
		"zone in a longer name":    {file("DTSTART;TZID=/freeassociation.sourceforge.net/Europe/Berlin:20190724T093000\nSUMMARY:a"), []string{"u1 2019-07-24T07:30:00Z 2019-07-24T07:30:00Z a"}},
		"zone of the file":         {file(europe("(UTC+01:00) Zürich, Bern"), "UID:u\nDTSTART;TZID=\"(UTC+01:00) Zürich, Bern\":20190724T093000\nSUMMARY:a"), []string{"u 2019-07-24T07:30:00Z 2019-07-24T07:30:00Z a"}},
		"zone after its use":       {file("DTSTART;TZID=1:20191224T093000\nSUMMARY:a", europe("1")), []string{"u1 2019-12-24T08:30:00Z 2019-12-24T08:30:00Z a"}},
		"a gap":                    {file(europe("x"), "UID:u\nDTSTART;TZID=x:20190331T023000\nSUMMARY:a"), []string{"u 2019-03-31T01:30:00Z 2019-03-31T01:30:00Z a"}},
		"an hour that is twice":    {file(europe("x"), "UID:u\nDTSTART;TZID=x:20191027T023000\nSUMMARY:a"), []string{"u 2019-10-27T00:30:00Z 2019-10-27T00:30:00Z a"}},
		"a zone beside Z":          {file("DTSTART;TZID=Asia/Shanghai:20190524T093000Z\nSUMMARY:a"), []string{"u1 2019-05-24T09:30:00Z 2019-05-24T09:30:00Z a"}},
		"a floating time":          {file("DTSTART:20190524T093000\nDTEND:20190524T103000\nSUMMARY:a"), []string{"u1 2019-05-24T01:30:00Z 2019-05-24T02:30:00Z a"}},
		"escapes":                  {file(`DTSTART:20190524` + "\n" + `SUMMARY:a\, b\; c\\ d\ne\Nf "g"`), []string{"u1 2019-05-24 2019-05-25 a, b; c\\ d\ne\nf \"g\""}},
		"folds":                    {file("DTSTART:20190524\nSUMMARY:ab\n c\n\td\n \n  e"), []string{"u1 2019-05-24 2019-05-25 abcd e"}},
		"a fold in a character":    {strings.Replace(file("DTSTART:20190524\nSUMMARY:中文"), "\xad\xe6", "\xad\n \xe6", 1), []string{"u1 2019-05-24 2019-05-25 中文"}},
		"an empty line in between": {file("DTSTART:20190524\n\nSUMMARY:a\n\n b\n"), []string{"u1 2019-05-24 2019-05-25 ab"}},
		"lower case":               {strings.ToLower(file("dtstart:20190524t093000z\nsummary:a")), []string{"u1 2019-05-24T09:30:00Z 2019-05-24T09:30:00Z a"}},
		"CRLF":                     {strings.ReplaceAll(file("DTSTART:20190524\nSUMMARY:a"), "\n", "\r\n"), []string{"u1 2019-05-24 2019-05-25 a"}},
		"CR":                       {strings.ReplaceAll(file("DTSTART:20190524\nSUMMARY:a"), "\n", "\r"), []string{"u1 2019-05-24 2019-05-25 a"}},
		"two calendars":            {file("DTSTART:20190524\nSUMMARY:a") + "\n" + file("UID:b\nDTSTART:20190525\nSUMMARY:b"), []string{"u1 2019-05-24 2019-05-25 a", "b 2019-05-25 2019-05-26 b"}},
		"no events":                {file(), []string{}},
		"parameters":               {file("DTSTART;X=\"a:b;c,d\";Y=1,\"2\";Z=:20190524\nSUMMARY;ALTREP=\"http://x/\";LANGUAGE=en:a:b"), []string{"u1 2019-05-24 2019-05-25 a:b"}},
		"ISO 8601":                 {file("DTSTART:2019-05-24T09:30:00Z\nSUMMARY:a"), []string{"u1 2019-05-24T09:30:00Z 2019-05-24T09:30:00Z a"}},
		"other components":         {file("BEGIN:X-A\nBEGIN:X-B\nEND:X-B\nEND:X-A\nBEGIN:VTODO\nUID:t\nEND:VTODO", "DTSTART:20190524\nSUMMARY:a\nBEGIN:VALARM\nSUMMARY:no\nTRIGGER:-PT5M\nEND:VALARM"), []string{"u2 2019-05-24 2019-05-25 a"}},
	} {
		shanghai, err := events.LoadZone("Asia/Shanghai")
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(x.want, brief(read(t, x.text, Options{Zone: shanghai}))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestReadCharsets(t *testing.T) {
	text := file("DTSTART:20190524\nSUMMARY:上海，世博会开幕")
	utf16le, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	utf16be, err := unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM).NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	gb, err := simplifiedchinese.GB18030.NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	for name, x := range map[string]struct{ text, charset, summary string }{
		"UTF-8":              {text, "UTF-8", "上海，世博会开幕"},
		"UTF-8 with a mark":  {"\ufeff" + text, "UTF-8", "上海，世博会开幕"},
		"UTF-16 with a mark": {utf16le, "UTF-16LE", "上海，世博会开幕"},
		"UTF-16 without":     {utf16be, "UTF-16BE", "上海，世博会开幕"},
		"GB18030":            {gb, "GB18030", "上海，世博会开幕"},
		"Western":            {file("DTSTART:20190524\nSUMMARY:Caf\xe9 \x80"), "windows-1252", "Café €"},
		"a fault":            {strings.Replace(text, "世", "世\xff", 1), "UTF-8", "上海，世\ufffd博会开幕"},
	} {
		got := read(t, x.text, Options{})
		if got.Charset != x.charset || got.Facts[0].Summary != x.summary {
			t.Errorf("%s: %s, %q", name, got.Charset, got.Facts[0].Summary)
		}
	}
}

// What is no calendar, or no whole one, is refused with line and reason.
func TestReadRefuses(t *testing.T) {
	event := "BEGIN:VEVENT\nUID:u\nDTSTART:20190524\nSUMMARY:a\n"
	for name, x := range map[string]struct{ text, want string }{
		"nothing":            {"", "line 1: the file is empty"},
		"blank":              {"\r\n \r\n", "line 1: the file is empty"},
		"HTML":               {"<!DOCTYPE html>\n<p>BEGIN:VCALENDAR</p>", `line 1: "<!DOCTYPE html>" stands outside of a calendar`},
		"cut off":            {"BEGIN:VCALENDAR\n" + event, "line 6: the file ends before END:VEVENT; it started in line 2"},
		"cut off at the end": {"BEGIN:VCALENDAR\n" + event + "END:VEVENT\n", "line 7: the file ends before END:VCALENDAR"},
		"a lost END":         {"BEGIN:VCALENDAR\n" + event + event + "END:VEVENT\nEND:VCALENDAR\n", "line 6: BEGIN:VEVENT stands inside of VEVENT; END:VEVENT is missing"},
		"the wrong END":      {"BEGIN:VCALENDAR\n" + event + "END:VTODO\n", "line 6: END:VTODO does not close BEGIN:VEVENT of line 2"},
		"a calendar in one":  {"BEGIN:VCALENDAR\nBEGIN:VCALENDAR\n", "line 2: BEGIN:VCALENDAR stands inside of VCALENDAR"},
		"a NUL":              {"BEGIN:VCALENDAR\nX:\x00\nEND:VCALENDAR\n", "line 2: there is a NUL byte"},
		"an open quote":      {file("DTSTART;TZID=\"x:20190524\nSUMMARY:a"), `line 4: event "u1": DTSTART: parameter "TZID": the quotation mark is never closed`},
		"no start":           {file("SUMMARY:a"), `line 4: event "u1": DTSTART: missing`},
		"no date":            {file("DTSTART:20190230\nSUMMARY:a"), `line 4: event "u1": DTSTART: "20190230" is no date`},
		"no time":            {file("DTSTART:20190524T250000\nSUMMARY:a"), `DTSTART: "20190524T250000" has no time of day`},
		"an unknown zone":    {file("DTSTART;TZID=Nowhere:20190524T093000\nSUMMARY:a"), `DTSTART: the zone "Nowhere" is neither defined in the file nor known; say with --tz ZONE whose clocks are meant, or leave such events out with --skip-bad`},
		"JSON":               {`{"events":[]}`, `line 1: there is no calendar; one starts with BEGIN:VCALENDAR`},
	} {
		in, err := Calendar(context.Background(), strings.NewReader(x.text), Options{})
		if err == nil || !strings.Contains(err.Error(), x.want) {
			t.Errorf("%s: %v, want %s", name, err, x.want)
		}
		if len(in.Events) > 0 {
			t.Errorf("%s: there are events all the same", name)
		}
	}
}

// One bad part costs no more than itself, and is told with its line.
func TestBadPartsCostThemselves(t *testing.T) {
	event := "DTSTART:20190524\nSUMMARY:a"
	for name, x := range map[string]struct{ text, want, note string }{
		"an event alone":         {"BEGIN:VEVENT\nUID:u1\n" + event + "\nEND:VEVENT\n", "a|2019-05-24", "line 1: BEGIN:VEVENT stands outside of a calendar and is read all the same"},
		"something before":       {"Dear all,\n\n" + file(event), "a|2019-05-24", `line 1: "Dear all," stands outside of a calendar and is passed over`},
		"something after":        {file(event) + "X:1\n", "a|2019-05-24", `line 10: "X:1" stands outside of a calendar and is passed over`},
		"END again":              {file(event) + "END:VCALENDAR\n", "a|2019-05-24", `line 10: "END:VCALENDAR" stands outside`},
		"no colon, calendar":     {strings.Replace(file(event), "PRODID", "X\nPRODID", 1), "a|2019-05-24", `line 3: "X" has no colon; a property is NAME:value; the line is passed over`},
		"no colon, event":        {file(event + "\nand more"), "a|2019-05-24", `line 8: "and more" has no colon`},
		"no title any more":      {file("DTSTART:20190524\nSUMMARY"), "无标题|2019-05-24", `line 7: "SUMMARY" has no colon`},
		"no length":              {file(event + "\nDURATION:1H"), "a|2019-05-24", `line 8: event "u1": DURATION: "1H" is no length of time; write it as PT1H30M or P2D; the end is left out`},
		"a length of ages":       {file(event + "\nDURATION:P9999999W"), "a|2019-05-24", "is longer than any event; the end is left out"},
		"no end":                 {file(event + "\nDTEND:soon"), "a|2019-05-24", `line 8: event "u1": DTEND: "soon" is no date`},
		"the end first":          {file(event + "\nDTEND:20190520"), "a|2019-05-24", `line 8: event "u1": ends before it starts; the end is left out`},
		"an open quote":          {file(event + "\nLOCATION;X=\"a:b"), "a|2019-05-24", `line 8: LOCATION: parameter "X": the quotation mark is never closed; the line is passed over`},
		"an open quote in other": {file(event + "\nX-A;X=\"a:b"), "a|2019-05-24", ""},
		"twice":                  {file(event + "\nSUMMARY:b"), "a|2019-05-24", "line 8: SUMMARY stands there twice; the first one counts"},
		"a line in a zone":       {file(strings.Replace(europe("x"), "TZID:", "TZID=", 1), event), "a|2019-05-24", `line 5: "TZID=x" has no colon; a property is NAME:value; the zone that starts in line 4 is left out`},
		"a zone without name":    {file(strings.Replace(europe("x"), "TZID:x\n", "", 1), event), "a|2019-05-24", "line 4: the zone has no TZID and is left out"},
		"a rule":                 {file(event + "\nRRULE:FREQ=NEVER"), "a|2019-05-24", `line 8: event "u1": RRULE: FREQ: "NEVER" is no frequency`},
		"a rule of no date":      {file(event + "\nRRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"), "a|2019-05-24", "RRULE: FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30 gives no date, and is left out"},
		"coordinates":            {file(event + "\nLOCATION:b\nGEO:1"), "a|2019-05-24", `GEO: "1" is no latitude and longitude and is left out`},
	} {
		in := read(t, x.text, Options{})
		var got, notes []string
		for _, e := range in.Events {
			got = append(got, briefEvent(e))
		}
		for _, p := range in.Problems {
			notes = append(notes, p.Error())
		}
		if s := strings.Join(got, " "); s != x.want {
			t.Errorf("%s: %s, want %s", name, s, x.want)
		}
		if s := strings.Join(notes, "\n"); !strings.Contains(s, x.note) || x.note == "" && s != "" {
			t.Errorf("%s: said is %q, want %q", name, s, x.note)
		}
	}
}

func TestReadSkipsWhatIsBad(t *testing.T) {
	text := file("DTSTART:20190524\nSUMMARY:a", "SUMMARY:b", "DTSTART:20190526\nSUMMARY:c")
	in, err := Calendar(context.Background(), strings.NewReader(text), Options{})
	var bad *Errors
	if !errors.As(err, &bad) || len(bad.Problems) != 1 || bad.Problems[0].Line != 9 || bad.Problems[0].UID != "u2" {
		t.Fatalf("%v", err)
	}
	if len(in.Facts) != 3 || len(in.Events) != 0 {
		t.Errorf("%d facts, %d events", len(in.Facts), len(in.Events))
	}
	if in = read(t, text, Options{SkipBad: true}); len(in.Events) != 2 || len(in.Problems) != 1 || !in.Problems[0].Bad {
		t.Errorf("%d events, %v", len(in.Events), in.Problems)
	}
}

// A year of four digits is meant, as of the eruption of AD 79.
func TestReadTakesEveryYear(t *testing.T) {
	for start, want := range map[string]string{"00790824": "0079-08-24", "00010101": "0001-01-01"} {
		text := "BEGIN:VCALENDAR\nVERSION:2.0\nBEGIN:VEVENT\nUID:u\nDTSTART;VALUE=DATE:" + start + "\nSUMMARY:a\nEND:VEVENT\nEND:VCALENDAR\n"
		in, err := Calendar(context.Background(), strings.NewReader(text), Options{})
		if err != nil || len(in.Events) != 1 || in.Events[0].Span.EDTF().String() != want {
			t.Errorf("%s: %v, %v; want %s", start, in.Events, err, want)
		}
	}
}

// A file is known by its name or by how it begins, be that all of it.
func TestIsCalendar(t *testing.T) {
	for head, want := range map[string]bool{
		"BEGIN:VCALENDAR": true, "begin:vcalendar\r\n": true, "\xef\xbb\xbf\r\nBEGIN:VEVENT": true, "BEGIN:VCALENDA": false, `["vcalendar",[`: true, "\x1f\x8b": true, "BEGIN": false, "": false,
	} {
		if got := IsCalendar("", []byte(head)); got != want {
			t.Errorf("%q is a calendar: %t", head, got)
		}
	}
	for name, want := range map[string]bool{"a.ICS": true, "a.ics.gz": true, "a.jcal": true, "a.json": false, "ics": false} {
		if got := IsCalendar(name, nil); got != want {
			t.Errorf("%s is a calendar: %t", name, got)
		}
	}
}

// What is wrong with another line is not taken for what is wrong with DTSTART.
func TestFaultOfALineIsItsOwn(t *testing.T) {
	in := read(t, file("LOCATION;A\nSUMMARY:a", "DTSTART;A\nSUMMARY:b"), Options{SkipBad: true})
	var bad []string
	for _, p := range in.Problems {
		if p.Bad {
			bad = append(bad, p.Reason)
		}
	}
	if len(bad) != 2 || !strings.Contains(bad[0], "DTSTART: missing") || !strings.Contains(bad[1], "DTSTART: ends in a parameter") {
		t.Errorf("%q", bad)
	}
}
