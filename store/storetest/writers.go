package storetest

import (
	"errors"
	"fmt"
	"strconv"
	"sync"
	"testing"

	"almanac.example/events"
	"almanac.example/store"
)

// race lets twenty writers commit at the same moment and returns what became of
// each.
func race(t *testing.T, b store.Backend, change func(writer int) events.Change) (revs []events.Rev, errs []error) {
	t.Helper()
	const writers = 20
	revs, errs = make([]events.Rev, writers), make([]error, writers)
	start := make(chan struct{})
	var wg sync.WaitGroup
	for w := range writers {
		wg.Go(func() {
			<-start
			revs[w], errs[w] = b.Commit(t.Context(), change(w))
		})
	}
	close(start)
	wg.Wait()
	return revs, errs
}

// winner is the one writer that won; all others must have lost by a conflict.
func winner(t *testing.T, revs []events.Rev, errs []error) int {
	t.Helper()
	won := -1
	for w, err := range errs {
		switch {
		case err == nil && won >= 0:
			t.Fatalf("writers %d and %d both won, at revisions %d and %d", won, w, revs[won], revs[w])
		case err == nil:
			won = w
		case !errors.Is(err, events.ErrConflict):
			t.Errorf("writer %d: %v; want ErrConflict", w, err)
		}
	}
	if won < 0 {
		t.Fatal("nobody won")
	}
	return won
}

func testOneWinner(t *testing.T, e Engine) {
	b := e.open(t)
	f := follow(t, b)
	var rev events.Rev
	for round := range 5 {
		title := func(w int) string { return fmt.Sprintf("round %d, writer %d", round, w) }
		revs, errs := race(t, b, func(w int) events.Change { return put("a", title(w), rev) })
		won := winner(t, revs, errs)
		rev = revs[won]
		want := event("a", title(won))
		if got := f.at(t, rev).Events["a"]; got != spell(t, rev, &want) {
			t.Errorf("%s won at revision %d, but the record says %s", title(won), rev, got)
		}
	}
	if h := history(t, b, events.HistoryQuery{ID: "a"}); len(h) != 5 {
		t.Errorf("five commits won, but the history has %d states", len(h))
	}
}

func testAllWin(t *testing.T, e Engine) {
	b := e.open(t)
	f := follow(t, b)
	last := make([]events.Rev, 20)
	seen := map[events.Rev]int{}
	for round := range 5 {
		revs, errs := race(t, b, func(w int) events.Change {
			return put(events.ID(numbered("w", w)), strconv.Itoa(round), last[w])
		})
		for w, err := range errs {
			if err != nil {
				t.Fatalf("writer %d in round %d: %v", w, round, err)
			}
			if other, ok := seen[revs[w]]; ok || revs[w] <= last[w] {
				t.Fatalf("writer %d was given revision %d, which writer %d has", w, revs[w], other)
			}
			seen[revs[w]], last[w] = w, revs[w]
		}
	}
	got := read(t, b)
	for w, rev := range last {
		id := events.ID(numbered("w", w))
		want := event(id, "4")
		if got.Events[id] != spell(t, rev, &want) || f.at(t, rev).Events[id] != spell(t, rev, &want) {
			t.Errorf("writer %d has %s", w, got.Events[id])
		}
	}
}

func testSlugWinner(t *testing.T, e Engine) {
	b := e.open(t)
	revs, errs := race(t, b, func(w int) events.Change {
		return withSlug(put(events.ID(numbered("w", w)), "one", 0), "wanted")
	})
	won := winner(t, revs, errs)
	if got := read(t, b).ids(); len(got) != 1 || got[0] != events.ID(numbered("w", won)) {
		t.Errorf("writer %d won, but stored are %v", won, got)
	}
}
