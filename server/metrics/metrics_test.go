package metrics

import (
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"almanac.example/web/reply"
)

func counting() *Metrics {
	return New(Config{Classes: []string{"page", "feed"}, Log: slog.New(slog.DiscardHandler), Class: func(r *http.Request) int {
		if strings.HasSuffix(r.URL.Path, ".ics") {
			return 1
		}
		return 0
	}})
}

// read is what Prometheus would read.
func read(t testing.TB, m *Metrics) string {
	t.Helper()
	w := httptest.NewRecorder()
	m.Handler().ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/metrics", nil))
	return w.Body.String()
}

func TestEveryAnswerIsCountedOnce(t *testing.T) {
	m := counting()
	page, feed := httptest.NewRequest(http.MethodGet, "/", nil), httptest.NewRequest(http.MethodGet, "/a.ics", nil)
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for range 1000 {
				m.Observe(page, reply.Observation{Status: 200, Bytes: 10, Took: 2 * time.Millisecond})
				m.Observe(page, reply.Observation{Status: 200, Bytes: 1, Ready: true})
				m.Observe(feed, reply.Observation{Status: 304, Ready: true, Direct: true})
				m.Observe(feed, reply.Observation{})
			}
		})
	}
	all.Wait()
	got := read(t, m)
	for _, want := range []string{
		`almanac_answers_total{class="page",source="made",status="200"} 8000`,
		`almanac_answers_total{class="page",source="ready",status="200"} 8000`,
		`almanac_answers_total{class="feed",source="direct",status="304"} 8000`,
		`almanac_answers_total{class="feed",source="made",status="499"} 8000`,
		`almanac_answer_bytes_total{class="page"} 88000`,
		`almanac_answer_bytes_total{class="feed"} 0`,
		`almanac_answer_seconds_count{class="page"} 16000`,
		`almanac_answer_seconds_count{class="feed"} 8000`, // not of direct answers
		`almanac_answer_seconds_bucket{class="page",le="0.001"} 8000`,
		"go_goroutines ",
	} {
		if !strings.Contains(got, want+"\n") && !strings.Contains(got, want) {
			t.Errorf("no %s", want)
		}
	}
}

func TestValuesAreReadEachTime(t *testing.T) {
	m, n := counting(), 0.0
	next := func() float64 { n++; return n }
	for _, v := range []Value{
		{Name: "lane", Help: "h", Label: "name", Is: "a", Read: func() float64 { return 7 }},
		{Name: "lane", Help: "h", Label: "name", Is: "b", Read: func() float64 { return 8 }},
		{Name: "commits_total", Help: "h", Counter: true, Read: next},
	} {
		if err := m.Watch(v); err != nil {
			t.Fatal(err)
		}
	}
	if err := m.Watch(Value{Name: "commits_total", Help: "h", Counter: true, Read: next}); err == nil {
		t.Error("one value is watched twice")
	}
	for i := range 2 {
		got := read(t, m)
		for _, want := range []string{`almanac_lane{name="a"} 7`, `almanac_lane{name="b"} 8`, fmt.Sprintf("almanac_commits_total %d", i+1), "# TYPE almanac_commits_total counter"} {
			if !strings.Contains(got, want) {
				t.Errorf("no %s", want)
			}
		}
	}
}

func BenchmarkObserve(b *testing.B) {
	m := counting()
	r := httptest.NewRequest(http.MethodGet, "/a.ics", nil)
	for b.Loop() {
		m.Observe(r, reply.Observation{Status: 304, Ready: true, Direct: true})
	}
}
