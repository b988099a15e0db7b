package web

import (
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"almanac.example/cmd/almanac/generate"
	"almanac.example/events"
	"almanac.example/events/timeline"
	"almanac.example/feeds"
)

// staticRecord is a timeline and nothing else, for what only reads.
type staticRecord struct {
	Record
	timeline *timeline.Timeline
}

func (r staticRecord) Timeline() *timeline.Timeline { return r.timeline }

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
	timeline := timeline.New().With(events.Batch{
		Rev: 1, Reset: true, Events: record.Events, Documents: (&events.Site{Authority: "example.org", Tags: generate.Vocabulary()}).Documents(),
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
