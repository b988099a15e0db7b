package api_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"testing"

	"almanac.example/events"
	"almanac.example/events/edtf"
)

// quiet is a writer that keeps nothing.
type quiet struct {
	header http.Header
	status int
}

func (q *quiet) Header() http.Header         { return q.header }
func (q *quiet) Write(b []byte) (int, error) { return len(b), nil }
func (q *quiet) WriteHeader(status int)      { q.status = status }

// The budget: one event 50 µs, a list of a hundred 1 ms of processor time.
func BenchmarkAPI(b *testing.B) {
	w := newWorld(b)
	var changes []events.Change
	for i := range 10_000 {
		e := story(fmt.Sprintf("e%05d", i), events.Published)
		e.Span = events.On(edtf.MustParse(fmt.Sprintf("%04d-%02d-%02d", 1900+i%120, 1+i%12, 1+i%28)))
		e.Text["zh"] = events.Text{Title: "上海市科学技术大事记", Summary: "一两句话的摘要，说明发生了什么，以及为什么重要。"}
		e.Sources = []events.Source{{Title: events.Localised{"en": "A report"}, Quote: "the exact words of the report", URL: "https://example.org/report"}}
		changes = append(changes, events.Put(e, 0))
	}
	_, err := w.live.Import(b.Context(), slices.Values(changes), nil)
	must(b, err)
	for _, test := range []struct{ name, path, who string }{
		{"one event", "/events/e00100", ""}, {"one event by token", "/events/e00100", "viewer"},
		{"list of 100", "/events?limit=100", ""}, {"list of 100 by token", "/events?limit=100", "viewer"}, {"list of 100 of a tag and a year", "/events?limit=100&tag=policy&year=1950", ""},
	} {
		b.Run(test.name, func(b *testing.B) {
			r := w.request(b, asked{method: "GET", path: test.path, who: test.who})
			rec := httptest.NewRecorder()
			if w.handler.ServeHTTP(rec, r); rec.Code != http.StatusOK {
				b.Fatal(rec.Code, rec.Body)
			}
			b.ReportAllocs()
			for b.Loop() {
				out := &quiet{header: http.Header{}}
				w.ahead.Add(1) // limits count by the minute
				w.handler.ServeHTTP(out, r)
			}
		})
	}
}
