package main

import (
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/andybalholm/brotli"
)

// site is a small server whose answers a test changes.
type site struct {
	status  int
	header  map[string]string
	body    string
	etag    string
	ignores bool // If-None-Match
	broken  bool // what it calls gzip is none
	slowBR  int  // how many requests for brotli get another coding first
}

func newSite() *site {
	return &site{
		status: http.StatusOK, etag: `"one"`, body: "first line\nsecond line\n",
		header: map[string]string{"Content-Type": "text/plain", "Last-Modified": "Mon, 06 Jan 2025 08:00:00 GMT"},
	}
}

func (s *site) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	for name, value := range s.header {
		w.Header().Set(name, value)
	}
	if s.etag != "" {
		w.Header().Set("ETag", s.etag)
	}
	if s.etag != "" && r.Header.Get("If-None-Match") == s.etag && !s.ignores {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	coding := r.Header.Get("Accept-Encoding")
	if coding == "br" && s.slowBR > 0 {
		s.slowBR--
		coding = "gzip"
	}
	if coding != "identity" && s.status < 400 {
		w.Header().Set("Content-Encoding", coding)
	}
	w.WriteHeader(s.status)
	switch {
	case r.Method == http.MethodHead:
	case coding == "gzip" && s.status < 400 && !s.broken:
		z := gzip.NewWriter(w)
		fmt.Fprint(z, s.body)
		z.Close()
	case coding == "br" && s.status < 400:
		z := brotli.NewWriter(w)
		fmt.Fprint(z, s.body)
		z.Close()
	default:
		fmt.Fprint(w, s.body)
	}
}

// recordSite records what the site answers to the requests.
func recordSite(t *testing.T, s *site, bodies string, requests ...request) recording {
	t.Helper()
	server := httptest.NewServer(s)
	defer server.Close()
	r := recorder{record: "test", bodies: bodies, since: time.Now().In(time.FixedZone("CST", 8*3600)).Add(-time.Second)}
	r.connect(server.URL)
	answers, err := r.askAll(context.Background(), requests)
	if err != nil {
		t.Fatal(err)
	}
	return recording{Day: "2026-11-29", Records: map[string]string{"test": "sum"}, Answers: answers}
}

var onePage = request{class: "page", path: "/zh/2019?tag=a"}

// compareText compares and prints, with one example of each group.
func compareText(t *testing.T, before, after recording, bodies string) (string, error) {
	t.Helper()
	c, err := compare(before, after)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	err = c.print(&b, printing{bodies: bodies, examples: 1})
	return b.String(), err
}

func TestCompareFindsEachKindOfDifference(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*site)
		want   []string // in what is printed
	}{
		"status":        {func(s *site) { s.status = 500 }, []string{"page: status 200 → 500, 6 times"}},
		"redirect":      {func(s *site) { s.status = 302; s.header["Location"] = "/zh/" }, []string{"page: status 200 → 302, 6 times"}},
		"field":         {func(s *site) { s.header["Content-Type"] = "text/html" }, []string{"page: header Content-Type, 6 times", "    - text/plain\n    + text/html\n"}},
		"field gone":    {func(s *site) { delete(s.header, "Last-Modified") }, []string{"page: header Last-Modified, 6 times", "+ (none)", "page: no longer asked, 1 times"}},
		"field new":     {func(s *site) { s.header["X-New"] = "1" }, []string{"page: header X-New, 7 times", "- (none)\n    + 1"}},
		"body":          {func(s *site) { s.body, s.etag = "first line\nsecond word\n", `"two"` }, []string{"page: body, 5 times", "line 2\n    < second line\n    > second word\n", "7 answers compared, 5 differences of 1 kinds"}},
		"body longer":   {func(s *site) { s.body, s.etag = s.body+"third\n", `"two"` }, []string{"line 3\n    < \n    > third\n"}},
		"body only":     {func(s *site) { s.body = "first line\nsecond word\n" }, []string{"page: body, 5 times", "page: same entity tag, other body, 5 times"}},
		"entity tag":    {func(s *site) { s.etag = `"two"` }, []string{"page: header Etag, 5 times", "- \"one\"\n    + \"two\""}},
		"no entity tag": {func(s *site) { s.etag = "" }, []string{"page: header Etag, 6 times", "+ (none)", "page: no longer asked, 1 times"}},
		"not conditional": {func(s *site) { s.ignores = true }, []string{
			"page: status 304 → 200, 1 times\n  test GET /zh/2019?tag=a If-None-Match\n", "7 answers compared, 1 differences of 1 kinds"}},
	} {
		t.Run(name, func(t *testing.T) {
			bodies := t.TempDir()
			after := newSite()
			c.change(after)
			text, err := compareText(t, recordSite(t, newSite(), bodies, onePage), recordSite(t, after, bodies, onePage), bodies)
			if !errors.Is(err, errDifferent) {
				t.Errorf("the comparison ends with %v", err)
			}
			for _, want := range c.want {
				if !strings.Contains(text, want) {
					t.Errorf("%q is missing in:\n%s", want, text)
				}
			}
		})
	}
}

func TestCompareLeavesOutWhatChangesWithinADay(t *testing.T) {
	for name, change := range map[string]func(s *site, n string){
		"instant of the import": func(s *site, n string) {
			at := time.Now().Add(map[string]time.Duration{"1": 0, "2": 2 * time.Minute}[n]).UTC()
			s.body = "at " + at.Add(8*time.Hour).Format("2006-01-02 15:04") + " CST " + at.Format(time.RFC3339) + " " + at.Format("20060102T150405Z") + " " + at.Format(time.RFC1123Z) + "\n"
			s.header["Last-Modified"], s.etag = at.Format(http.TimeFormat), `"`+n+`"`
		},
		"id of an error": func(s *site, n string) {
			s.status, s.body, s.etag = 500, "internal\nrequest ABCDEFGHIJK"+"BCD"[len(n):]+"\n", ""
		},
		"name of a static file": func(s *site, n string) {
			s.body, s.etag = `<link href="/static/almanac.0123456`+n+`.css">`, `"`+n+`"`
		},
	} {
		before, after := newSite(), newSite()
		change(before, "1")
		change(after, "2")
		if text, err := compareText(t, recordSite(t, before, "", onePage), recordSite(t, after, "", onePage), ""); err != nil {
			t.Errorf("%s: %v:\n%s", name, err, text)
		}
	}
}

func TestOtherInstantsAreCompared(t *testing.T) {
	before, after := newSite(), newSite()
	before.body, after.body = "2019-05-24T10:00:00Z", "2019-05-24T10:00:01Z"
	after.etag = `"two"`
	if _, err := compareText(t, recordSite(t, before, "", onePage), recordSite(t, after, "", onePage), ""); !errors.Is(err, errDifferent) {
		t.Errorf("an instant of 2019 is taken for that of the import: %v", err)
	}
}

func TestShapesOfARequest(t *testing.T) {
	rec := recordSite(t, newSite(), "", onePage, onePage, request{class: "method POST", method: "POST", path: "/zh/"})
	var got []string
	for _, a := range rec.Answers {
		got = append(got, fmt.Sprintf("%s %s %d %s", a.Request, a.Shape, a.Status, a.Header.Get("Content-Encoding")))
	}
	want := []string{
		"GET /zh/2019?tag=a plain 200 ", "GET /zh/2019?tag=a gzip 200 gzip", "GET /zh/2019?tag=a br 200 br", "GET /zh/2019?tag=a HEAD 200 ",
		"GET /zh/2019?tag=a OPTIONS 200 ", "GET /zh/2019?tag=a If-None-Match 304 ", "GET /zh/2019?tag=a If-Modified-Since 200 ", "POST /zh/ plain 200 ",
	}
	if !slices.Equal(got, want) {
		t.Errorf("asked\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if a := rec.Answers; a[0].Body != a[1].Body || a[0].Body != a[2].Body || a[0].Body == a[3].Body {
		t.Errorf("a coding is not undone: %+v", a[:4])
	}
}

func TestBrotliThatIsMadeLaterIsAwaited(t *testing.T) {
	s := newSite()
	s.body, s.slowBR = strings.Repeat("long enough\n", largestBody/8), 3
	for _, a := range recordSite(t, s, "", onePage).Answers {
		if a.Shape == "br" && a.Header.Get("Content-Encoding") != "br" {
			t.Errorf("recorded as %v", a.Header)
		}
	}
}

func TestABrokenCodingIsAnError(t *testing.T) {
	s := newSite()
	s.broken = true
	server := httptest.NewServer(s)
	defer server.Close()
	var r recorder
	r.connect(server.URL)
	if _, err := r.askAll(context.Background(), []request{onePage}); err == nil || !strings.Contains(err.Error(), "GET /zh/2019?tag=a, gzip") {
		t.Errorf("the error is %v", err)
	}
}

// The order of answers in a file has no meaning, and what only one of them has
// is told.
func TestCompareGoesByRequest(t *testing.T) {
	other := request{class: "feed", path: "/zh/2019.ics"}
	one, two := recordSite(t, newSite(), "", onePage, other), recordSite(t, newSite(), "", other, onePage)
	if text, err := compareText(t, one, two, ""); err != nil {
		t.Errorf("another order: %v\n%s", err, text)
	}
	less := recordSite(t, newSite(), "", onePage)
	text, err := compareText(t, less, one, "")
	if !errors.Is(err, errDifferent) || !strings.Contains(text, "feed: not asked before, 7 times") {
		t.Errorf("%v\n%s", err, text)
	}
	text, err = compareText(t, one, less, "")
	if !errors.Is(err, errDifferent) || !strings.Contains(text, "feed: no longer asked, 7 times") {
		t.Errorf("%v\n%s", err, text)
	}
}

func TestRecordingsAreStoredAndReadBack(t *testing.T) {
	rec := recordSite(t, newSite(), "", onePage)
	file := filepath.Join(t.TempDir(), "rec.json")
	if err := rec.write(file); err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	if err := run(context.Background(), []string{"compare", file, file}, &out); err != nil || out.String() != "7 answers compared, 0 differences of 0 kinds\n" {
		t.Errorf("%v: %s", err, out.String())
	}
	later := rec
	later.Day = "2026-11-30"
	if text, err := compareText(t, rec, later, ""); err != nil || !strings.HasPrefix(text, "Recorded on 2026-11-29 and on 2026-11-30") {
		t.Errorf("%v: %s", err, text)
	}
	for _, records := range []map[string]string{{"test": "another"}, {"other": "sum"}} {
		later.Records = records
		if _, err := compare(rec, later); err == nil {
			t.Errorf("a recording of %v is compared with one of %v", rec.Records, records)
		}
	}
}

// A recording of a part is compared with that part of a whole one.
func TestPartsAreCompared(t *testing.T) {
	whole := recordSite(t, newSite(), "", onePage, request{class: "feed", path: "/zh/2019.ics"})
	whole.Records["more"] = "sum"
	part := recordSite(t, newSite(), "", onePage)
	part.Class = "^page$"
	whole.Answers = append(whole.Answers, answer{Record: "more", Class: "page", Request: "GET /"})
	for _, pair := range [][2]recording{{whole, part}, {part, whole}} {
		if text, err := compareText(t, pair[0], pair[1], ""); err != nil || text != "7 answers compared, 0 differences of 0 kinds\n" {
			t.Errorf("%v: %s", err, text)
		}
	}
}

// TestRecordingTheBinary makes small records with the binary of this module and
// records it twice, in stores of their own: nothing may differ.
func TestRecordingTheBinary(t *testing.T) {
	if testing.Short() {
		t.Skip("builds and starts the binary")
	}
	dir := t.TempDir()
	path := func(name string) string { return filepath.Join(dir, name) }
	if out, err := exec.CommandContext(t.Context(), "go", "build", "-o", path("almanac"), "../../cmd/almanac").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	command := func(args ...string) (string, error) {
		var out strings.Builder
		err := run(t.Context(), args, &out)
		return out.String(), err
	}
	if _, err := command("records", "-binary", path("almanac"), "-dir", path("records"), "-events", "20"); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"one", "two"} {
		_, err := command("record", "-binary", path("almanac"), "-records", path("records"), "-bodies", path("bodies"), "-out", path(name),
			"-class", "^(changes|home|event .ics|static file|root|year)$")
		if err != nil {
			t.Fatal(err)
		}
	}
	out, err := command("compare", "-bodies", path("bodies"), path("one"), path("two"))
	if err != nil {
		t.Errorf("%v:\n%s", err, out)
	}
	rec, err := readRecording(path("one"))
	if err != nil {
		t.Fatal(err)
	}
	ok := map[string]int{}
	for _, a := range rec.Answers {
		if a.Status == http.StatusOK {
			ok[a.Record]++
			ok[a.Class]++
		}
	}
	for _, name := range append([]string{"changes", "event .ics", "static file", "year"}, recordNames...) {
		if ok[name] < 10 {
			t.Errorf("only %d good answers of %s", ok[name], name)
		}
	}
	if _, err := command("record", "-binary", path("almanac"), "-records", path("records"), "-out", path("none"), "-only", "none"); err == nil {
		t.Error("a record that there is not is recorded")
	}
	if err := (document{Version: 1}).write(recordFile(dir, sampleRecord)); err != nil {
		t.Fatal(err)
	}
	if _, err := command("record", "-binary", path("almanac"), "-records", dir, "-out", path("none")); err == nil || !strings.Contains(err.Error(), "no events") {
		t.Errorf("a record without events gives %v", err)
	}
	if _, err := command("record", "-binary", path("almanac"), "-serve-flags", "--no-such-flag", "-records", path("records"), "-out", path("none"), "-only", "sample"); err == nil ||
		!strings.Contains(err.Error(), "no-such-flag") {
		t.Errorf("a server that does not start gives %v", err)
	}
}

func TestRequestsCoverARecord(t *testing.T) {
	list := requestsFor(everyDate().stamp())
	classes, paths := map[string]int{}, map[string]bool{}
	for _, q := range list {
		classes[q.class]++
		paths[q.path] = true
		if !strings.HasPrefix(q.path, "/") {
			t.Errorf("%q is no path", q.path)
		}
	}
	for _, class := range []string{
		"home", "all", "all .ics", "year .csv", "month", "day .rss", "century", "decade", "BCE .atom", "tag .jcal", "place", "view", "event .json", "former address",
		"changes .atom", "filter", "tracker", "wrong query", "wrong address", "frame", "picture", "root", "sitemap", "method POST", "site file", "theme",
	} {
		if classes[class] == 0 {
			t.Errorf("nothing of the class %q", class)
		}
	}
	for _, path := range []string{
		"/zh/2019", "/en/2019.ics", "/zh/2019/05", "/en/2019/05/24", "/en/tag/science", "/zh/place/beijing.atom", "/zh/v/key-science", "/en/e/moved-before", "/zh.ics", "/en/",
		"/zh/all.ics?key=1", "/en/2019?from=singlemessage&isappinstalled=0", "/zh/e/withdrawn", "/sitemap-001.xml", "/feeds.opml", "/embed/en/2019?n=3&theme=dark",
	} {
		if !paths[path] {
			t.Errorf("%s is not asked for", path)
		}
	}
	if n := len(list); n < 800 {
		t.Errorf("only %d addresses", n)
	}
}

func TestEveryDateIsARecord(t *testing.T) {
	d := everyDate().stamp()
	ids, slugs, statuses := map[any]bool{}, map[any]bool{}, map[any]bool{}
	for i, e := range d.Events {
		if ids[e["id"]] || slugs[e["slug"]] {
			t.Errorf("%v stands there twice", e["id"])
		}
		ids[e["id"]], slugs[e["slug"]], statuses[e["status"]] = true, true, true
		if e["created"] != firstStamp.Add(time.Duration(i)*stampStep).Format(time.RFC3339) || e["updated"] == nil {
			t.Errorf("event %d has the stamps %v, %v", i, e["created"], e["updated"])
		}
		if (e["published"] == nil) != (e["status"] == "draft") {
			t.Errorf("%v, which is %v, was published at %v", e["id"], e["status"], e["published"])
		}
	}
	for _, s := range []string{"published", "draft", "cancelled", "withdrawn", "deleted"} {
		if !statuses[s] {
			t.Errorf("no event is %s", s)
		}
	}
	near := d.without(beyondFourDigits)
	for _, e := range near.Events {
		if date := e.date(); strings.HasPrefix(date, "Y") || strings.Contains(date, "9999") {
			t.Errorf("%s is near", date)
		}
	}
	if gone := len(d.Events) - len(near.Events); gone < 10 || gone > 30 {
		t.Errorf("%d events are not near", gone)
	}
	changed := map[any]event{}
	for _, e := range corrections(d).Events {
		changed[e["id"]] = e
	}
	if len(changed) < 5 || changed["Event001"]["status"] != "withdrawn" || changed["Event002"]["status"] != "cancelled" || changed["Event000"]["updated"] == d.Events[0]["updated"] {
		t.Errorf("the corrections are %v", changed)
	}
}

func TestArgumentsAreChecked(t *testing.T) {
	for _, args := range [][]string{{}, {"play"}, {"record"}, {"record", "-binary", "x"}, {"records", "-dir", "x"}, {"compare"}, {"compare", "one"}, {"compare", "none.json", "none.json"}} {
		if err := run(context.Background(), args, &strings.Builder{}); err == nil {
			t.Errorf("%q is taken", args)
		}
	}
}
