package main

import (
	"bytes"
	"context"
	"encoding/json"
	"encoding/xml"
	"flag"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"
	"github.com/google/go-cmp/cmp"

	"almanac.example/events"
	"almanac.example/events/edtf"
	"almanac.example/feeds"
	"almanac.example/store"
	"almanac.example/store/bolt"
	"almanac.example/web"
)

var update = flag.Bool("update", false, "rewrite docs/dates.md")

// dateKinds is every kind of value there is, as the JSON form spells its span.
var dateKinds = []struct{ name, span string }{
	{"a day", `{"date":"2019-05-24"}`},
	{"a day with a time", `{"start":"2026-11-30T09:00:00","end":"2026-11-30T11:30:00","zone":"Asia/Shanghai"}`},
	{"days within a month", `{"date":"2019-05-24/2019-05-26"}`},
	{"days across months", `{"date":"2019-05-30/2019-06-02"}`},
	{"days across years", `{"date":"2019-12-30/2020-01-02"}`},
	{"a month", `{"date":"2019-05"}`},
	{"one unknown day of a month", `{"date":"2019-05-XX"}`},
	{"the first ten days, in words", `{"date":"2019-05-01/2019-05-10~","asWritten":{"zh":"2019年5月上旬","en":"early May 2019"}}`},
	{"a season", `{"date":"2019-21"}`},
	{"a quarter", `{"date":"2019-35"}`},
	{"half a year", `{"date":"2019-40"}`},
	{"a year", `{"date":"2019"}`},
	{"a span of years", `{"date":"2018/2021"}`},
	{"a decade", `{"date":"196X"}`},
	{"a century", `{"date":"19XX"}`},
	{"about a day", `{"date":"2019-05-24~"}`},
	{"about a month", `{"date":"2019-05~"}`},
	{"about a year", `{"date":"1963~"}`},
	{"an uncertain day", `{"date":"2019-05-24?"}`},
	{"an uncertain month", `{"date":"2019-05?"}`},
	{"an uncertain year", `{"date":"1963?"}`},
	{"uncertain and approximate", `{"date":"1963%"}`},
	{"an uncertain part", `{"date":"2019-?05"}`},
	{"an open end", `{"date":"2019/.."}`},
	{"an open start", `{"date":"../2019"}`},
	{"an unknown end", `{"date":"2019-05-24/"}`},
	{"one of several days", `{"date":"[2019-05-24,2019-05-26]"}`},
	{"all of several days", `{"date":"{2019-05-24,2019-05-26}"}`},
	{"before a year", `{"date":"[..1909]"}`},
	{"between two years", `{"date":"[1914..1918]"}`},
	{"part of a century, in words", `{"date":"1800~/1833~","asWritten":{"zh":"19世纪初","en":"early 19th century"}}`},
	{"a day of the first century", `{"date":"0079-08-24"}`},
	{"before calendars begin", `{"date":"1066-10-14"}`},
	{"before the era", `{"date":"-0220"}`},
	{"a very long year", `{"date":"Y-170000002"}`},
}

// instance serves one event of each kind.
func dateInstance(t *testing.T) http.Handler {
	t.Helper()
	clock := func() time.Time { return time.Date(2026, 3, 1, 10, 0, 0, 0, time.UTC) }
	backend, err := bolt.Open(filepath.Join(t.TempDir(), "dates.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = backend.Close() })
	live, err := store.Open(context.Background(), backend, store.Config{Now: clock})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(live.Close)
	if _, err := live.Begin(context.Background(), &events.Site{Authority: "example.org"}); err != nil {
		t.Fatal(err)
	}
	for n, k := range dateKinds {
		e := events.Event{ID: events.ID(dateSlug(n)), Slug: dateSlug(n), Status: events.Published,
			Text: map[string]events.Text{"zh": {Title: "题"}, "en": {Title: "Title"}}}
		if err := json.Unmarshal([]byte(k.span), &e.Span); err != nil {
			t.Fatalf("%s: %v", k.name, err)
		}
		if _, err := live.Commit(context.Background(), events.Put(e, 0)); err != nil {
			t.Fatalf("%s: %v", k.name, err)
		}
	}
	server, err := web.New(web.Config{Record: live, Now: clock, Site: feeds.Site{
		BaseURL: "https://almanac.example.org", Languages: []string{"zh", "en"}, Zone: time.UTC,
		Name: events.Localised{"zh": "大事记", "en": "Chronicle"},
	}})
	if err != nil {
		t.Fatal(err)
	}
	return server.Handler()
}

func dateSlug(n int) string { return fmt.Sprintf("kind-%02d", n) }

func body(t *testing.T, h http.Handler, path string) []byte {
	t.Helper()
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
	if w.Code != http.StatusOK {
		t.Fatalf("%s answers %d: %s", path, w.Code, w.Body)
	}
	return w.Body.Bytes()
}

// pageOf is what a page says of the date: words, time elements, JSON-LD.
func pageOf(t *testing.T, h http.Handler, path string) (words, machine, linked string) {
	t.Helper()
	doc, err := goquery.NewDocumentFromReader(bytes.NewReader(body(t, h, path)))
	if err != nil {
		t.Fatal(err)
	}
	when := doc.Find("main .when")
	words = strings.Join(strings.Fields(when.Text()), " ")
	machine = "–" // HTML has no element for intervals, nor for anything coarser than a year
	if stamp, ok := when.Find("time").Attr("datetime"); ok {
		machine = stamp
	}
	linked = "–"
	var ld struct {
		Graph []struct {
			Type  string `json:"@type"`
			Start string `json:"startDate"`
			End   string `json:"endDate"`
		} `json:"@graph"`
	}
	if err := json.Unmarshal([]byte(doc.Find(`script[type="application/ld+json"]`).Text()), &ld); err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	for _, g := range ld.Graph {
		if g.Type == "Event" {
			linked = between(g.Start, g.End)
		}
	}
	return words, machine, linked
}

func between(start, end string) string {
	if start == "" && end == "" {
		return "–"
	}
	if end == "" || end == start {
		return start
	}
	return start + " … " + end
}

// calendarOf is how a calendar shows the date: days and title, or nothing.
func calendarOf(t *testing.T, h http.Handler, path string) string {
	t.Helper()
	text := strings.ReplaceAll(string(body(t, h, path)), "\r\n ", "")
	if !strings.Contains(text, "BEGIN:VEVENT") {
		return "not shown"
	}
	property := func(name string) string {
		m := regexp.MustCompile(`(?m)^` + name + `(;[^:\r]*)?:([^\r]*)`).FindStringSubmatch(text[strings.Index(text, "BEGIN:VEVENT"):])
		if m == nil {
			return ""
		}
		return m[2]
	}
	out := property("DTSTART") + "/" + property("DTEND") + " " + property("SUMMARY")
	if s := property("STATUS"); s != "CONFIRMED" {
		out += " (" + strings.ToLower(s) + ")"
	}
	return out
}

// feedOf is what Atom and JSON Feed say of the date.
func feedOf(t *testing.T, h http.Handler, path string) (title, dates, program string) {
	t.Helper()
	var feed struct {
		Entry struct {
			Title string `xml:"title"`
			Start string `xml:"http://purl.org/rss/1.0/modules/event/ startdate"`
			End   string `xml:"http://purl.org/rss/1.0/modules/event/ enddate"`
		} `xml:"entry"`
	}
	if err := xml.Unmarshal(body(t, h, path+".atom"), &feed); err != nil {
		t.Fatal(err)
	}
	var list struct {
		Items []struct {
			Almanac struct{ EDTF, Precision string } `json:"_almanac"`
		}
	}
	if err := json.Unmarshal(body(t, h, path+".json"), &list); err != nil || len(list.Items) != 1 {
		t.Fatalf("%s.json: %v", path, err)
	}
	a := list.Items[0].Almanac
	return feed.Entry.Title, between(feed.Entry.Start, feed.Entry.End), a.EDTF + " (" + a.Precision + ")"
}

// TestDatesInEveryOutput holds docs/dates.md, which shows what becomes of each
// kind of date, against what the program does: the page is made here.
func TestDatesInEveryOutput(t *testing.T) {
	h := dateInstance(t)
	var b bytes.Buffer
	b.WriteString(datesIntro)
	for n, k := range dateKinds {
		path := "/e/" + dateSlug(n)
		zh, machine, linked := pageOf(t, h, "/zh"+path)
		en, machineEn, _ := pageOf(t, h, "/en"+path)
		if machine != machineEn {
			t.Errorf("%s: the time elements differ between languages: %s, %s", k.name, machine, machineEn)
		}
		titleZh, dates, program := feedOf(t, h, "/zh"+path)
		titleEn, _, _ := feedOf(t, h, "/en"+path)
		fmt.Fprintf(&b, "\n## %s\n\n", strings.ToUpper(k.name[:1])+k.name[1:])
		fmt.Fprintf(&b, "Stored as `%s`.\n\n| output | |\n|---|---|\n", k.span)
		for _, row := range [][2]string{
			{"page, Chinese", zh}, {"page, English", en}, {"`<time datetime>`", machine}, {"JSON-LD `startDate` … `endDate`", linked},
			{"feed title", titleZh + "<br>" + titleEn}, {"`ev:startdate` … `ev:enddate`", dates}, {"JSON Feed `_almanac`", program},
			{"calendar", calendarOf(t, h, "/zh"+path+".ics") + "<br>" + calendarOf(t, h, "/en"+path+".ics")},
			{"calendar, `imprecise=range`", calendarOf(t, h, "/en"+path+".ics?imprecise=range")},
			{"calendar, `imprecise=marker`", calendarOf(t, h, "/en"+path+".ics?imprecise=marker")},
			{"calendar, `imprecise=omit`", calendarOf(t, h, "/en"+path+".ics?imprecise=omit")},
		} {
			if row[1] == "" {
				t.Errorf("%s: nothing for %s", k.name, row[0])
			}
			fmt.Fprintf(&b, "| %s | %s |\n", row[0], strings.ReplaceAll(row[1], "|", "\\|"))
		}
	}
	writeSpellings(&b)
	const name = "../../docs/dates.md"
	if *update {
		if err := os.WriteFile(name, b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), b.String()); diff != "" {
		t.Errorf("docs/dates.md is not what the program does; after reading the difference run go test ./cmd/almanac -run Dates -update\n%s", diff)
	}
}

const datesIntro = `# Dates, output by output

Almanac stores a date as it is known, in EDTF (ISO 8601-2), and shows in every output what is known and nothing more. This
page is written by a test from what the program really answers (` + "`go test ./cmd/almanac -run Dates -update`" + `), so it
cannot drift. In calendars the end is the day after the last one, as iCalendar counts; a day that nobody recorded is never
made up, so a month is a bar over the month and anything coarser a marker on its first day that says so in its title.
Calendars know no date before 1601; their description says how many entries were left out.
`

func TestDatesInCalendars(t *testing.T) {
	for in, want := range map[string]bool{
		"2019-05-24": true, "2019": true, "199X": true, "2019-05-24/2019-05-26": true, "1601": true, "9999": true,
		"[2019,2020]": true, "2019-24": true,
		"1600": false, "1600/1700": false, "16XX": false, "-0220": false, "Y10000": false, "9999-24": false,
		"2019/..": false, "/2019": false, "[..1984]": false, "XXXX-12-25": false,
	} {
		if got := inCalendar(edtf.MustParse(in)); got != want {
			t.Errorf("%s: %v, want %v", in, got, want)
		}
	}
}
