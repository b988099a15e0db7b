package desk_test

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"almanac.example/events"
	"almanac.example/web/desk/desktest"
	"almanac.example/web/webtest"
)

// TestTheDeskKeepsItsBudget holds what an editor's browser has to load.
func TestTheDeskKeepsItsBudget(t *testing.T) {
	h := newHouse(t, webtest.Chronicle()...)
	page := h.Get("editor", "/admin/zh/e/day")
	for selector, most := range map[string]int{"link[rel=stylesheet][href*='/admin/']": 8 << 10, "script[src]": 5 << 10} {
		s := page.Doc.Find(selector)
		body := h.Get("", s.AttrOr("href", s.AttrOr("src", ""))).Body
		if n := len(webtest.Gzipped(t, []byte(body))); n > most || n < 500 {
			t.Errorf("%s: %d bytes, at most %d", selector, n, most)
		}
	}
	sent := func(address string) *httptest.ResponseRecorder {
		r := httptest.NewRequest(http.MethodGet, desktest.Base+address, nil)
		r.Header.Set("Accept-Encoding", "gzip")
		r.AddCookie(h.As("editor"))
		w := httptest.NewRecorder()
		if h.Server.Handler().ServeHTTP(w, r); w.Header().Get("Content-Encoding") != "gzip" || !strings.Contains(w.Header().Get("Vary"), "Accept-Encoding") || w.Header().Get("Content-Security-Policy") == "" {
			t.Errorf("%s: %v", address, w.Header())
		}
		return w
	}
	for _, selector := range []string{"link[rel=stylesheet][href*='/admin/']", "script[src]"} { // and that it comes so
		file := page.Doc.Find(selector)
		if got := sent(file.AttrOr("href", file.AttrOr("src", ""))).Header(); !strings.HasPrefix(got.Get("Cache-Control"), "private") {
			t.Errorf("%s: %v", selector, got)
		}
	}
	for _, address := range []string{"/admin/zh/e/day", "/admin/zh/list"} {
		w := sent(address)
		if n := w.Body.Len(); n > 25<<10 {
			t.Errorf("%s has %d bytes", address, n)
		}
		if got := w.Header().Get("Cache-Control"); got != "no-store" {
			t.Errorf("%s: %s", address, got)
		}
	}
}

// large is a record of many entries, as an archive has them.
func large(n int) []events.Event {
	r := rand.New(rand.NewPCG(1, 2))
	list := make([]events.Event, n)
	for i := range list {
		date := fmt.Sprintf("%04d-%02d-%02d", 1900+r.IntN(125), 1+r.IntN(12), 1+r.IntN(28))
		list[i] = webtest.Story(fmt.Sprintf("e%06d", i), date, func(e *events.Event) {
			e.Tags = []string{fmt.Sprintf("topic-%02d", r.IntN(40))}
			switch r.IntN(10) {
			case 0:
				e.Status = events.Draft
			case 1:
				delete(e.Text, "en")
			}
		})
	}
	return list
}

func BenchmarkDesk(b *testing.B) {
	h := newHouse(b)
	list := large(100_000)
	var changes []events.Change
	for i := range list {
		changes = append(changes, events.Put(list[i], 0))
	}
	_, err := h.Live.Import(b.Context(), slices.Values(changes), nil)
	h.Must(err)
	h.As("editor")
	handler := h.Server.Handler()
	ask := func(b *testing.B, path string) {
		r := httptest.NewRequest(http.MethodGet, desktest.Base+path, nil)
		r.AddCookie(h.As("editor"))
		w := httptest.NewRecorder()
		if handler.ServeHTTP(w, r); w.Code != http.StatusOK {
			b.Fatal(w.Code)
		}
	}
	// The desk's pages are measured against the public page of a year, made anew
	// each time.
	year := 0
	b.Run("year", func(b *testing.B) {
		for b.Loop() {
			ask(b, fmt.Sprintf("/en/%d?-tag=topic-%02d", 1900+year%125, year/125%40))
			year++
		}
	})
	for _, path := range []string{"/admin/en/list", "/admin/en/list?lang-missing=en", "/admin/en/list?sort=changed", "/admin/en/e/e050000", "/admin/en/", "/admin/en/history", "/admin/en/tags", "/admin/en/review"} {
		b.Run(path, func(b *testing.B) {
			for b.Loop() {
				ask(b, path)
			}
		})
	}
}
