package storetest

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"almanac.example/events"
	"almanac.example/store"
)

func testReopen(t *testing.T, e Engine) {
	dir := t.TempDir()
	b := e.openIn(t, dir)
	first := commit(t, b, put("a", "one", 0), put("b", "one", 0), putTags("a", 0))
	last := commit(t, b, remove("b", commit(t, b, withSlug(put("b", "two", first), "moved"))))
	want, past := read(t, b), history(t, b, events.HistoryQuery{})
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	b = e.openIn(t, dir)
	if diff := cmp.Diff(want, read(t, b)); diff != "" {
		t.Errorf("after reopening (-before +after):\n%s", diff)
	}
	if diff := cmp.Diff(past, history(t, b, events.HistoryQuery{})); diff != "" {
		t.Errorf("history after reopening (-before +after):\n%s", diff)
	}
	refused(t, b, "a slug from before", withSlug(put("c", "one", 0), "a"))
	refused(t, b, "an event from before", put("a", "two", 0))
	if rev := commit(t, b, put("a", "two", first)); rev <= last {
		t.Errorf("revision %d was given again after %d", rev, last)
	}
}

func testClosed(t *testing.T, e Engine) {
	b := e.open(t)
	commit(t, b, put("a", "one", 0))
	for range 2 {
		if err := b.Close(); err != nil {
			t.Fatalf("Close: %v", err)
		}
	}
	_, err := b.Commit(t.Context(), put("b", "one", 0))
	unavailable(t, "Commit", err)
	unavailable(t, "Healthy", b.Healthy(t.Context()))
	if a, ok := b.(store.Archive); ok {
		testClosedArchive(t, a)
	}
	count := 0
	for _, err := range b.Watch(t.Context()) {
		unavailable(t, "Watch", err)
		count++
	}
	for _, err := range b.History(t.Context(), events.HistoryQuery{}) {
		unavailable(t, "History", err)
		count++
	}
	if count != 2 {
		t.Errorf("Watch and History yielded %d errors; want one each", count)
	}
}

func unavailable(t *testing.T, what string, err error) {
	t.Helper()
	if !errors.Is(err, events.ErrUnavailable) {
		t.Errorf("%s after Close: %v; want ErrUnavailable", what, err)
	}
}
