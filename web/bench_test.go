package web

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"almanac.example/cmd/almanac/generate"
	"almanac.example/events"
	"almanac.example/feeds"
	"almanac.example/web/address"
	"almanac.example/web/moment"
)

// staticRecord is a timeline and nothing else, for what only reads.
type staticRecord struct {
	Record
	timeline *events.Timeline
}

func (r staticRecord) Timeline() *events.Timeline { return r.timeline }

// generated is a server over a made-up record, without a store.
func generated(t testing.TB, o generate.Options) *Server {
	t.Helper()
	record, err := generate.Record(o)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range record.Events {
		e.Rev = 1
	}
	timeline := events.NewTimeline().With(events.Batch{
		Rev: 1, Reset: true, Events: record.Events, Site: &events.Site{Authority: "example.org", Tags: generate.Vocabulary()},
	})
	s, err := New(Config{Record: staticRecord{timeline: timeline}, Now: func() time.Time { return time.Date(2026, 11, 25, 4, 0, 0, 0, time.UTC) }, Site: feeds.Site{
		BaseURL: "https://almanac.example.org", Languages: []string{"zh", "en"}, Zone: time.UTC,
		Name: events.Localised{"zh": "大事记", "en": "Chronicle"}, Description: events.Localised{"en": "What happened."},
	}})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// serve answers one request without a network.
func serve(t testing.TB, s *Server, path string) *httptest.ResponseRecorder {
	t.Helper()
	w := httptest.NewRecorder()
	s.Handler().ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
	return w
}

// yearOf31 is a page of one year with 31 entries, as the budget names it.
func yearOf31(t testing.TB) (*Server, *visit) {
	s := generated(t, generate.Options{Events: 31, From: 2019, To: 2019, Seed: 1, Stamp: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)})
	m := moment.New(s.record.Timeline())
	tg, err := s.grammar().Target(m.Timeline(), "/zh/2019")
	if err != nil {
		t.Fatal(err)
	}
	if n := len(s.record.Timeline().Select(tg.Selection)); n < 28 {
		t.Fatalf("the page has %d entries", n)
	}
	return s, s.visit(m, tg, address.Choices{Page: 1})
}

func BenchmarkYearPage(b *testing.B) {
	s, v := yearOf31(b)
	for b.Loop() {
		if err := s.pages.render(io.Discard, "year", v.yearPage()); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkYearStruct(b *testing.B) {
	_, v := yearOf31(b)
	for b.Loop() {
		v.yearPage()
	}
}

func TestTheYearPageKeepsItsBudget(t *testing.T) {
	s, v := yearOf31(t)
	var page bytes.Buffer
	if err := s.pages.render(&page, "year", v.yearPage()); err != nil {
		t.Fatal(err)
	}
	css, err := staticFiles.ReadFile("static/almanac.css")
	if err != nil {
		t.Fatal(err)
	}
	js, err := staticFiles.ReadFile("static/app.js")
	if err != nil {
		t.Fatal(err)
	}
	component, err := staticFiles.ReadFile("static/embed.js")
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range []struct {
		name string
		body []byte
		most int // bytes, gzipped
	}{{"page", page.Bytes(), 25_000}, {"style sheet", css, 8_000}, {"script", js, 3_000}, {"web component", component, 5_000}} {
		if n := len(gzipped(t, part.body)); n > part.most {
			t.Errorf("%s: %d bytes gzipped, at most %d", part.name, n, part.most)
		}
	}
	if n := document(t, page.String()).Find("*").Length(); n > 1500 {
		t.Errorf("%d elements", n)
	}
}

// gzipped compresses as hard as it goes.
func gzipped(t testing.TB, body []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	w, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write(body); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
