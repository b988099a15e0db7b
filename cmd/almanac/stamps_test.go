package main

import (
	"context"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"testing"
	"time"

	"almanac.example/events"
	"almanac.example/events/edtf"
	"almanac.example/store/bolt"
)

// A client that goes by Last-Modified alone gets what is new, also of events that
// are stamped ahead of the clock: what is said is never an instant to come.
func TestAClockOnceAheadHidesNothing(t *testing.T) {
	for _, path := range []string{"/en/all.ics", "/en/all.jcal", "/en/all.atom", "/en/all.rss", "/en/all.json", "/en/2026.atom", "/feeds.opml"} {
		p := &publisher{t: t, file: filepath.Join(t.TempDir(), "a.db"), base: "https://one.example.org", now: time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC)}
		p.start()
		e := events.Event{ID: "fair", Slug: "fair", Span: events.On(edtf.MustParse("2026-05-24")), Status: events.Published, Text: map[string]events.Text{"en": {Title: "The fair"}}}
		ahead := events.Put(e, 0)
		ahead.Stamp = time.Date(2109, 1, 1, 0, 0, 0, 0, time.UTC)
		if _, err := p.live.Commit(context.Background(), ahead); err != nil {
			t.Fatal(err)
		}
		get := func(since string) *httptest.ResponseRecorder {
			w, r := httptest.NewRecorder(), httptest.NewRequest(http.MethodGet, path, nil)
			if since != "" {
				r.Header.Set("If-Modified-Since", since)
			}
			p.http.ServeHTTP(w, r)
			said, err := http.ParseTime(w.Header().Get("Last-Modified"))
			if err != nil || said.After(p.now) {
				t.Errorf("%s: at %v it was last modified %q", path, p.now, w.Header().Get("Last-Modified"))
			}
			return w
		}
		old := get("").Header().Get("Last-Modified")
		p.now = time.Date(2026, 3, 1, 10, 0, 0, 0, time.UTC)
		p.stop()
		p.start()
		before := get("")
		for range 2 { // an edit an hour, and two within one second
			p.edit("fair", func(e *events.Event) { e.Text["en"] = events.Text{Title: e.Text["en"].Title + "!"} })
			for _, since := range []string{old, before.Header().Get("Last-Modified")} {
				w := get(since)
				if w.Code != http.StatusOK || path != "/feeds.opml" && w.Body.String() == before.Body.String() {
					t.Errorf("%s, not modified since %s? %d", path, since, w.Code)
				}
			}
			before = get("")
			p.now = p.now.Add(time.Hour)
		}
		p.stop()
	}
}

// A store that took stamps beyond all bounds from a file, as earlier versions
// did, can be read and edited.
func TestStampsBeyondAllBoundsAreLeftBehind(t *testing.T) {
	end := time.Date(9999, 12, 31, 23, 59, 59, 0, time.UTC)
	p := &publisher{t: t, file: filepath.Join(t.TempDir(), "a.db"), base: "https://one.example.org", now: time.Date(2026, 3, 1, 10, 0, 0, 0, time.UTC)}
	backend, err := bolt.Open(p.file)
	if err != nil {
		t.Fatal(err)
	}
	for id, sequence := range map[events.ID]int{"fair": -3, "other": 1 << 40} {
		e := events.Event{
			ID: id, Slug: string(id), Span: events.On(edtf.MustParse("2026-05-24")), Status: events.Published, Text: map[string]events.Text{"en": {Title: "The " + string(id)}},
			Created: end, Published: end, Updated: end, Sequence: sequence,
		}
		if _, err := backend.Commit(t.Context(), events.Put(e, 0)); err != nil {
			t.Fatal(err)
		}
	}
	if err := backend.Close(); err != nil {
		t.Fatal(err)
	}
	p.start()
	defer func() { p.stop() }()
	sequences := func() map[string]string {
		found := map[string]string{}
		for _, e := range p.fetch() {
			found[e["UID"]] = e["SEQUENCE"]
		}
		return found
	}
	if s := sequences(); s["fair@example.org"] != "0" || s["other@example.org"] != "2147483647" {
		t.Errorf("sequences %v", s)
	}
	for range 3 {
		p.edit("fair", func(e *events.Event) { e.Text["en"] = events.Text{Title: e.Text["en"].Title + "!"} })
	}
	e, _ := p.live.Timeline().Event("fair")
	if s := sequences(); s["fair@example.org"] != "3" || e.Updated.After(p.now) || e.ValidateKept() != nil {
		t.Errorf("sequences %v, updated %v, %v", s, e.Updated, e.ValidateKept())
	}
}
