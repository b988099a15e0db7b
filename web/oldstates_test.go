package web

import (
	"context"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"almanac.example/events"
	"almanac.example/events/edtf"
	"almanac.example/store"
	"almanac.example/store/bolt"
	"almanac.example/web/webtest"
)

// TestNotesOfOldStatesAreHarmless serves public notes that were stored before
// they were checked.
func TestNotesOfOldStatesAreHarmless(t *testing.T) {
	backend, err := bolt.Open(filepath.Join(t.TempDir(), "a.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { backend.Close() })
	const note = "read \x1b[31mme \u202egpj.exe\u2066 \u0085\u2028\ufeff\rnow"
	day := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	rev := events.Rev(0)
	first := events.Revise(nil, webtest.Story("a", "2019-05-24", nil), day)
	second := first
	second.Span = events.On(edtf.MustParse("2019-05-25"))
	second = events.Revise(&first, second, day.Add(time.Hour))
	for _, e := range []events.Event{first, second} {
		changes := []events.Change{{Expect: rev, Event: &e, At: e.Updated, Author: note, Note: note, Public: true}}
		if rev == 0 {
			changes = append(changes, events.PutDocument((&events.Site{Authority: "example.org", Founded: day}).Document(events.DocumentSite), 0))
		}
		if rev, err = backend.Commit(context.Background(), changes...); err != nil {
			t.Fatal(err)
		}
	}
	live, err := store.Open(context.Background(), backend, store.Config{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(live.Close)
	h := serving(t, live, -1).Handler()
	for _, path := range []string{"/en/changes", "/zh/changes", "/en/changes.atom", "/en/changes.rss", "/en/changes.json", "/en/e/a", "/zh/e/a"} {
		w := ask(h, path)
		body := readable(w.Body.String())
		if w.Code != http.StatusOK || !strings.Contains(body, "gpj.exe") {
			t.Errorf("%s: status %d, or without the note", path, w.Code)
		}
		for _, r := range body {
			if r != '\n' && r != '\t' && events.IsControl(r) {
				t.Errorf("%s shows %U", path, r)
				break
			}
		}
		if strings.Contains(body, note[:8]) {
			t.Errorf("%s shows the note as it is", path)
		}
	}
}
