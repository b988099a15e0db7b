package storetest

import (
	"errors"
	"strings"
	"testing"
	"time"

	"almanac.example/events"
	"almanac.example/store"
)

// testRedact empties past states of one event and nothing else; the store that is
// opened again, and one that is loaded from it, has them empty, too.
func testRedact(t *testing.T, e Engine) {
	dir := t.TempDir()
	b := e.openIn(t, dir)
	secret := withSlug(put("a", "confidential", 0), "confidential-slug")
	secret.Note = "confidential note"
	first := commit(t, b, secret, put("b", "stays", 0))
	second := commit(t, b, put("a", "still confidential", first))
	third := commit(t, b, put("a", "fine", second))
	before := spellAll(t, dump(t, b))
	mark := events.Redaction{At: time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC), By: "account:ada", Reason: "a court's order"}
	a := archive(t, b)
	if _, err := a.Redact(t.Context(), "a", third+1, mark); !errors.Is(err, events.ErrConflict) {
		t.Errorf("redacting the current state: %v", err)
	}
	if got := spellAll(t, dump(t, b)); strings.Join(got, "") != strings.Join(before, "") {
		t.Error("what was refused has changed something")
	}
	for _, want := range []int{2, 0} {
		if n, err := a.Redact(t.Context(), "a", third, mark); err != nil || n != want {
			t.Errorf("%d states were redacted, want %d, %v", n, want, err)
		}
	}
	checkRedacted(t, b, mark)
	want := spellAll(t, dump(t, b))
	commit(t, b, put("a", "later", third), put("c", "other", 0))
	other := e.open(t)
	if err := archive(t, other).Load(t.Context(), archive(t, b).Dump(t.Context(), 0)); err != nil {
		t.Fatal(err)
	}
	checkRedacted(t, other, mark)
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	again := e.openIn(t, dir)
	checkRedacted(t, again, mark)
	if got := spellAll(t, dump(t, again)); strings.Join(got[:len(want)], "") != strings.Join(want, "") {
		t.Error("opened again it tells something else")
	}
	commit(t, again, withSlug(put("d", "takes it over", 0), "confidential-slug"))
}

// checkRedacted looks at the past of event a, whose two oldest states were
// emptied.
func checkRedacted(t *testing.T, b store.Backend, mark events.Redaction) {
	t.Helper()
	for s, err := range b.History(t.Context(), events.HistoryQuery{ID: "a"}) {
		if err != nil {
			t.Fatal(err)
		}
		text := spell(t, s.Rev, &s)
		if strings.Contains(text, "confidential") {
			t.Errorf("revision %d still says %s", s.Rev, text)
		}
		if (s.Redacted != nil) != (s.Rev <= 2) || s.Redacted != nil && *s.Redacted != mark {
			t.Errorf("revision %d has the mark %+v", s.Rev, s.Redacted)
		}
		if s.At.IsZero() || s.Event == nil || s.Event.ID != "a" || s.Event.Span.IsZero() {
			t.Errorf("revision %d lost more than its texts: %s", s.Rev, text)
		}
	}
	for s, err := range b.History(t.Context(), events.HistoryQuery{ID: "b"}) {
		if err != nil || s.Redacted != nil || len(s.Event.Text) == 0 {
			t.Errorf("another event was emptied: %+v", s)
		}
	}
}
