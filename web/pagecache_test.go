package web

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"almanac.example/cmd/almanac/generate"
	"almanac.example/events"
	"almanac.example/web/webtest"
)

// TestAPageIsNeverOld holds that whatever a page is made of reaches it at once.
func TestAPageIsNeverOld(t *testing.T) {
	i := newInstance(t, webtest.Museum())
	first := i.get(t, "/en/2019")
	if again := i.get(t, "/en/2019", "If-None-Match", first.header.Get("Etag")); again.status != http.StatusNotModified || again.body != "" {
		t.Errorf("unchanged: status %d, %d bytes", again.status, len(again.body))
	}
	if dark := i.get(t, "/en/2019", "Cookie", "theme=dark"); dark.header.Get("Etag") == first.header.Get("Etag") {
		t.Error("another colour, the same page")
	}
	if light := i.get(t, "/en/2019"); light.header.Get("Etag") != first.header.Get("Etag") {
		t.Error("one reader's colours reach another")
	}
	i.edit(t, "museum", func(e *events.Event) { e.Text["en"] = events.Text{Title: "Museum reopens"} })
	changed := i.get(t, "/en/2019", "If-None-Match", first.header.Get("Etag"))
	if changed.status != http.StatusOK || !strings.Contains(changed.body, "Museum reopens") {
		t.Errorf("edited: status %d", changed.status)
	}
	before := i.get(t, "/en/today")
	i.pass(24 * time.Hour)
	if after := i.get(t, "/en/today"); after.body == before.body {
		t.Error("tomorrow, the same today")
	}
	i.get(t, "/en/2019?from=green")
	if bad := i.get(t, "/en/2019?from=green"); bad.status != http.StatusBadRequest {
		t.Errorf("a mistake is answered with %d the second time", bad.status)
	}
}

func BenchmarkRememberedPage(b *testing.B) {
	s := generated(b, generate.Options{Events: 31, From: 2019, To: 2019, Seed: 1})
	h := s.Handler()
	for b.Loop() {
		r := httptest.NewRequest(http.MethodGet, "/zh/2019", nil)
		r.Header.Set("Accept-Encoding", "gzip")
		h.ServeHTTP(httptest.NewRecorder(), r)
	}
}
