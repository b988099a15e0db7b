package read

import (
	"bytes"
	"context"
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"almanac.example/events"
	"almanac.example/feeds/ical"
)

// What becomes of components, as title, date or time, repetition.
func TestReadEvents(t *testing.T) {
	for name, x := range map[string]struct {
		text string
		want []string
		note string // part of a problem, "" if there is none
	}{
		"a day":                {file("DTSTART:20190524\nSUMMARY:a"), []string{"a|2019-05-24"}, ""},
		"days":                 {file("DTSTART:20190524\nDTEND:20190527\nSUMMARY:a"), []string{"a|2019-05-24/2019-05-26"}, ""},
		"a day that ends":      {file("DTSTART:20190524\nDTEND:20190524\nSUMMARY:a"), []string{"a|2019-05-24"}, ""},
		"a time":               {file("DTSTART;TZID=Europe/Berlin:20190524T093000\nDTEND;TZID=Europe/Berlin:20190524T103000\nSUMMARY:a"), []string{"a|2019-05-24T09:30:00 2019-05-24T10:30:00 Europe/Berlin"}, ""},
		"the end first":        {file("DTSTART:20190524T093000Z\nDTEND:20190524T083000Z\nSUMMARY:a"), []string{"a|2019-05-24T09:30:00  UTC"}, "ends before it starts"},
		"a zone without name":  {file(europe("x"), "UID:u\nDTSTART;TZID=x:20190524T093000\nSUMMARY:a"), []string{"a|2019-05-24T09:30:00  Europe/Berlin"}, ""},
		"called off":           {file("DTSTART:20190524\nSTATUS:CANCELLED\nSUMMARY:a"), []string{"a|2019-05-24|cancelled"}, ""},
		"not for all":          {file("DTSTART:20190524\nCLASS:PRIVATE\nSUMMARY:a"), []string{"a|2019-05-24|draft"}, "is marked private"},
		"every year":           {file("DTSTART:20190524\nRRULE:FREQ=YEARLY\nSUMMARY:a"), []string{"a|2019-05-24|FREQ=YEARLY"}, ""},
		"29 February":          {file("DTSTART:20160229\nRRULE:FREQ=YEARLY\nSUMMARY:a"), []string{"a|2016-02-29|FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29"}, ""},
		"the 31st":             {file("DTSTART:20190131\nRRULE:FREQ=MONTHLY\nSUMMARY:a"), []string{"a|2019-01-31|FREQ=MONTHLY;BYMONTHDAY=31"}, ""},
		"Outlook's second":     {file("DTSTART:20190508\nRRULE:FREQ=MONTHLY;BYDAY=WE;BYSETPOS=2\nSUMMARY:a"), []string{"a|2019-05-08|FREQ=MONTHLY;BYDAY=2WE"}, ""},
		"the hour again":       {file("DTSTART:20190508T093000Z\nRRULE:FREQ=DAILY;BYHOUR=9;BYMINUTE=30\nSUMMARY:a"), []string{"a|2019-05-08T09:30:00  UTC|FREQ=DAILY"}, ""},
		"until a day":          {file("DTSTART;TZID=Asia/Shanghai:20190508T093000\nRRULE:FREQ=DAILY;UNTIL=20190510\nSUMMARY:a"), []string{"a|2019-05-08T09:30:00  Asia/Shanghai|FREQ=DAILY;UNTIL=20190510T155959Z"}, ""},
		"until an instant":     {file("DTSTART:20190508\nRRULE:FREQ=DAILY;UNTIL=20190510T000000Z\nSUMMARY:a"), []string{"a|2019-05-08|FREQ=DAILY;UNTIL=20190510"}, ""},
		"exceptions":           {file("DTSTART:20190508\nRRULE:FREQ=DAILY\nEXDATE:20190510,20190509\nEXDATE;VALUE=DATE:20190509\nEXDATE:20180101\nSUMMARY:a"), []string{"a|2019-05-08|FREQ=DAILY|2019-05-09 2019-05-10"}, ""},
		"exceptions in UTC":    {file("DTSTART;TZID=Asia/Shanghai:20190508T093000\nRRULE:FREQ=DAILY\nEXDATE:20190509T013000Z\nSUMMARY:a"), []string{"a|2019-05-08T09:30:00  Asia/Shanghai|FREQ=DAILY|2019-05-09T09:30:00"}, ""},
		"days for exceptions":  {file("DTSTART:20190508T093000Z\nRRULE:FREQ=DAILY\nEXDATE;VALUE=DATE:20190509\nSUMMARY:a"), []string{"a|2019-05-08T09:30:00  UTC|FREQ=DAILY|2019-05-09T09:30:00"}, ""},
		"an instance moved":    {file("UID:u\nDTSTART:20190508\nRRULE:FREQ=DAILY\nSUMMARY:a", "UID:u\nRECURRENCE-ID:20190510\nDTSTART:20190511\nSUMMARY:b"), []string{"a|2019-05-08|FREQ=DAILY|2019-05-10", "b|2019-05-11"}, ""},
		"an unsafe rule":       {file("DTSTART:20190508\nRRULE:FREQ=DAILY;BYSETPOS=1;COUNT=3\nSUMMARY:a"), []string{"a|2019-05-08|FREQ=DAILY;COUNT=3;BYSETPOS=1"}, ""},
		"an unsafe endless":    {file("DTSTART:20190508\nRRULE:FREQ=YEARLY;BYWEEKNO=19\nSUMMARY:a"), []string{"a|2019-05-08|FREQ=YEARLY;BYWEEKNO=19"}, ""},
		"no rule":              {file("DTSTART:20190508\nRRULE:FREQ=SOMETIMES\nSUMMARY:a"), []string{"a|2019-05-08"}, "RRULE: FREQ:"},
		"further dates":        {file("DTSTART:20190508T093000Z\nDURATION:PT1H\nRDATE:20190509T093000Z,20190510T120000Z/PT3H\nSUMMARY:a"), []string{"a|2019-05-08T09:30:00 2019-05-08T10:30:00 UTC||+2019-05-09T09:30:00 +2019-05-10T12:00:00/PT3H"}, ""},
		"two revisions":        {file("UID:u\nSEQUENCE:1\nDTSTART:20190508\nSUMMARY:old", "UID:u\nSEQUENCE:2\nDTSTART:20190509\nSUMMARY:new"), []string{"new|2019-05-09"}, "line 10 has a later revision of the same, which counts instead"},
		"twice the same":       {file("UID:u\nSEQUENCE:1\nDTSTART:20190508\nSUMMARY:old", "UID:u\nSEQUENCE:1\nDTSTART:20190509\nSUMMARY:new"), []string{"new|2019-05-09"}, "line 4: event \"u\": line 10 has the same UID and revision, and counts as the last of them"},
		"an instance twice":    {file("UID:u\nRECURRENCE-ID:20190508\nDTSTART:20190508\nSUMMARY:old", "UID:u\nRECURRENCE-ID:20190508\nDTSTART:20190509\nSUMMARY:new"), []string{"new|2019-05-09"}, "line 4: event \"u\": line 10 has the same UID and revision, and counts as the last of them"},
		"no UID":               {file("NOUID\nDTSTART:20190508\nSUMMARY:a", "NOUID\nDTSTART:20190508\nSUMMARY:a"), []string{"a|2019-05-08", "a|2019-05-08"}, "has no UID"},
		"no title":             {file("DTSTART:20190508\nDESCRIPTION:first line\\nsecond"), []string{"first line|2019-05-08"}, "has no SUMMARY"},
		"nothing to go by":     {file("DTSTART:20190508"), []string{"无标题|2019-05-08"}, "has no SUMMARY"},
		"a line without name":  {file("DTSTART:20190508\nSUMMARY:a\n! (b): c"), []string{"a|2019-05-08"}, "is no property name"},
		"a task":               {file("BEGIN:VTODO\nUID:t\nEND:VTODO", "DTSTART:20190508\nSUMMARY:a"), []string{"a|2019-05-08"}, ""},
		"an address of no use": {file("DTSTART:20190508\nSUMMARY:a\nURL:ftp://x/"), []string{"a|2019-05-08"}, "is no http or https address"},
	} {
		in := read(t, x.text, Options{})
		var got, notes []string
		for _, e := range in.Events {
			got = append(got, briefEvent(e))
		}
		for _, p := range in.Problems {
			notes = append(notes, p.Error())
		}
		if diff := cmp.Diff(x.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
		if s := strings.Join(notes, "\n"); !strings.Contains(s, x.note) || x.note == "" && s != "" {
			t.Errorf("%s: problems are %q, want %q", name, s, x.note)
		}
	}
}

func briefEvent(e *events.Event) string {
	text, _ := e.In("zh")
	s := text.Title + "|" + e.Span.Date.String()
	if e.Span.Timed() {
		const wall = "2006-01-02T15:04:05"
		end := ""
		if !e.Span.End.IsZero() {
			end = e.Span.End.Format(wall)
		}
		s = text.Title + "|" + e.Span.Start.Format(wall) + " " + end + " " + e.Span.Zone
	}
	if e.Status != events.Published {
		s += "|" + string(e.Status)
	}
	if r := e.Repeat; r != nil {
		if s += "|" + r.Rule; len(r.Except) > 0 {
			s += "|" + strings.Join(r.Except, " ")
		}
		if len(r.Also) > 0 {
			s += "|+" + strings.Join(r.Also, " +")
		}
	}
	return s
}

func TestReadTakesEverything(t *testing.T) {
	site := testSite().Record
	in := read(t, file("DTSTART:20190524\nSUMMARY;LANGUAGE=en-US:A fair\\, big\nDESCRIPTION:<p>See <a href=\"https://x.example\">this</a></p><br>*Not* bold\\n\\n2. end\n"+
		"LOCATION:Hall 1\\, “West”\nGEO:31.2;121.5\nURL:https://fair.example/\nCATEGORIES:Policy,Open Data\nCATEGORIES:科普\n"+
		"IMAGE;VALUE=URI;FMTTYPE=image/png:https://fair.example/a.png"), Options{Record: site})
	lat, lon := 31.2, 121.5
	e := in.Events[0]
	want := &events.Event{
		ID: e.ID, Slug: e.Slug, Span: on("2019-05-24"), Status: events.Published,
		Text:  map[string]events.Text{"en": {Title: "A fair, big", Body: "See [this](https://x.example)\n\n\\*Not\\* bold\n\n2\\. end"}},
		Place: &events.Place{Slug: "hall-1-west", Name: events.Localised{"en": "Hall 1, “West”"}, Latitude: &lat, Longitude: &lon},
		Tags:  []string{"open-data", "policy", "科普"},
		Links: []events.Link{{URL: "https://fair.example/"}},
		Image: &events.Image{URL: "https://fair.example/a.png", Type: "image/png"}, Origin: &events.Origin{UID: "u1"},
	}
	if diff := cmp.Diff(want, e); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
	if !strings.HasPrefix(e.Slug, "a-fair-big-") {
		t.Errorf("slug is %s", e.Slug)
	}
}

// The same file always gives the same events, and another title or date does
// not make another event of a UID.
func TestReadNamesEventsByUID(t *testing.T) {
	a := read(t, file("DTSTART:20190524\nSUMMARY:a"), Options{}).Events[0]
	b := read(t, file("DTSTART:20200524T090000Z\nSUMMARY:b"), Options{}).Events[0]
	c := read(t, file("UID:other\nDTSTART:20190524\nSUMMARY:a"), Options{}).Events[0]
	if a.ID != b.ID || a.ID == c.ID {
		t.Errorf("%s, %s, %s", a.ID, b.ID, c.ID)
	}
}

// What we publish comes back: identity, exact date, plain title, text.
func TestOwnCalendarComesBack(t *testing.T) {
	for _, lang := range []string{"zh", "en"} {
		f := testFeed(lang, ".ics", calendarEvents())
		var b bytes.Buffer
		if err := ical.Write(t.Context(), &b, f); err != nil {
			t.Fatal(err)
		}
		in := read(t, b.String(), Options{Lang: lang, Record: f.Site.Record})
		back := map[events.ID]*events.Event{}
		for _, e := range in.Events {
			back[e.ID] = e
		}
		for _, e := range f.Events {
			got := back[e.ID]
			if got == nil {
				if first, ok := e.Span.First(); e.Status.Public() && ok && len(first.String()) == len("1601-01-01") && first.String() > "1601" {
					t.Errorf("%s: %s is lost", lang, e.ID)
				}
				continue
			}
			want := *e
			if want.Repeat != nil {
				s, _ := e.Series()
				want.Repeat = &events.Repetition{Rule: s.Rule.String(), Except: e.Repeat.Except}
			}
			if g, w := comparable(got, lang), comparable(&want, lang); g != w {
				t.Errorf("%s: %s\n got %s\nwant %s", lang, e.ID, g, w)
			}
		}
	}
}

// comparable is what a calendar carries of an event.
func comparable(e *events.Event, lang string) string {
	text, textLang := e.In(lang)
	b, _ := e.Span.MarshalJSON()
	return fmt.Sprint(e.Slug, " ", textLang, " ", text.Title, " ", string(b), " ", e.Status, " ", e.Repeat, " ", e.Tags)
}

func BenchmarkRead(b *testing.B) {
	var text strings.Builder
	text.WriteString("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n")
	start := time.Date(1990, 1, 1, 9, 30, 0, 0, time.UTC)
	const n = 16_568
	for i := range n {
		at := start.AddDate(0, 0, i).Format("20060102T150405")
		fmt.Fprintf(&text, "BEGIN:VEVENT\r\nUID:%d@x.example\r\nDTSTAMP:20200101T000000Z\r\nDTSTART;TZID=Europe/Berlin:%s\r\nDURATION:PT1H\r\n"+
			"SUMMARY:Event %d\\, with a title\r\nLOCATION:Hall\r\nCATEGORIES:a,b\r\nDESCRIPTION:%s\r\nEND:VEVENT\r\n", i, at, i, strings.Repeat("some text and\r\n  more ", 20))
	}
	text.WriteString("END:VCALENDAR\r\n")
	b.SetBytes(int64(text.Len()))
	for b.Loop() {
		in, err := Calendar(context.Background(), strings.NewReader(text.String()), Options{})
		if err != nil || len(in.Events) != n {
			b.Fatal(len(in.Events), err)
		}
	}
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	b.ReportMetric(float64(m.Sys>>20), "MB")
}
