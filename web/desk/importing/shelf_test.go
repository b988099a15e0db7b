package importing

import (
	"errors"
	"path/filepath"
	"testing"
	"time"

	"almanac.example/events"
	"almanac.example/store"
	"almanac.example/store/bolt"
)

// What waits is kept as it was sent, in parts, and within bounds.
func TestTheShelf(t *testing.T) {
	backend, err := bolt.Open(filepath.Join(t.TempDir(), "a.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { backend.Close() })
	at := time.Date(2026, 3, 1, 11, 0, 0, 0, time.UTC)
	now := func() time.Time { return at }
	s, ctx := &shelf{store.Unexpired(backend.Vault(), now), now}, t.Context()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	noise := make([]byte, 3*partBytes)
	for i, n := 0, uint32(1); i < len(noise); i++ {
		n = n*1664525 + 1013904223
		noise[i] = byte(n >> 24)
	}
	w := &waiting{Account: "a", Name: "noise"}
	must(s.add(ctx, w, noise))
	if w.Parts < 3 || w.Size != len(noise) {
		t.Errorf("%d parts of %d bytes", w.Parts, w.Size)
	}
	if got, err := s.data(ctx, w); err != nil || string(got) != string(noise) {
		t.Errorf("%d bytes come back: %v", len(got), err)
	}
	for range mostEach - 1 {
		must(s.add(ctx, &waiting{Account: "a"}, []byte("x")))
	}
	if err := s.add(ctx, &waiting{Account: "a"}, []byte("x")); !errors.Is(err, errTooMany) {
		t.Errorf("one too many: %v", err)
	}
	w.Run = &runState{Ended: true, Failure: failedConflict}
	must(s.save(ctx, w))
	if err := s.add(ctx, &waiting{Account: "a"}, []byte("x")); !errors.Is(err, errTooMany) {
		t.Errorf("one that failed waits, too: %v", err)
	}
	w.Run.Failure = ""
	must(s.save(ctx, w))
	must(s.add(ctx, &waiting{Account: "a"}, []byte("x"))) // what was taken in does not wait
	big := &waiting{Account: "b", ID: "big", Stored: mostStored - w.Stored - 6*40, Added: at}
	must(s.save(ctx, big))
	if err := s.add(ctx, &waiting{Account: "c"}, noise); !errors.Is(err, errFull) {
		t.Errorf("more than all may have: %v", err)
	}
	for _, id := range []string{"none", "../a/" + w.ID, "a/" + w.ID} {
		if _, err := s.find(ctx, "b", id); !errors.Is(err, events.ErrNotFound) {
			t.Errorf("%s: %v", id, err)
		}
	}
	must(s.remove(ctx, w))
	if _, err := s.data(ctx, w); !errors.Is(err, events.ErrNotFound) {
		t.Errorf("what is removed: %v", err)
	}
	at = at.Add(keptFor + time.Second)
	if list, err := s.list(ctx, ""); err != nil || len(list) != 0 {
		t.Errorf("after a day %d wait: %v", len(list), err)
	}
}
