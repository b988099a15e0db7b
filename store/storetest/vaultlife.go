package storetest

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"almanac.example/events"
	"almanac.example/store"
)

// clock is a clock that is set by hand.
type clock struct{ now atomic.Pointer[time.Time] }

func (c *clock) set(t time.Time) { c.now.Store(&t) }

func (c *clock) read() time.Time { return *c.now.Load() }

func testVaultExpiry(t *testing.T, e VaultEngine) {
	raw, end := e.open(t), day.Add(time.Hour)
	var c clock
	c.set(day)
	v := store.Unexpired(raw, c.read)
	ending := said("a", "one")
	ending.Expires = end
	version := write(t, v, events.PutValue(ending, 0), events.PutValue(said("b", "for ever"), 0))
	for _, now := range []struct {
		at    time.Time
		there bool
	}{
		{end.Add(-time.Millisecond), true}, {end.Add(-1), true}, {end, false}, {end.Add(1), false}, {end.AddDate(100, 0, 0), false}, {day, true},
	} {
		c.set(now.at)
		want := []string{spellValue(at(said("b", "for ever"), version))}
		if now.there {
			holds(t, v, at(ending, version))
			conflict(t, v, "making what is there", events.PutValue(said("a", "two"), 0))
			want = append([]string{spellValue(at(ending, version))}, want...)
		} else {
			holdsNot(t, v, "a")
			conflict(t, v, "replacing what has expired", events.PutValue(said("a", "two"), version))
			conflict(t, v, "deleting what has expired", events.DeleteValue("a", version))
		}
		if diff := cmp.Diff(want, listed(t, v, "")); diff != "" {
			t.Errorf("at %v (-want +got):\n%s", now.at, diff)
		}
		holds(t, raw, at(ending, version)) // until it is swept
	}
	c.set(end)
	renewed := write(t, v, events.PutValue(said("a", "two"), 0), events.PutValue(said("b", "replaced"), version))
	holds(t, v, at(said("a", "two"), renewed))
	write(t, v, events.DeleteValue("a", renewed))
	holdsNot(t, raw, "a")
}

// testVaultExpiredWinner lets twenty take what has expired while a sweeper
// removes it, as claims of work are taken.
func testVaultExpiredWinner(t *testing.T, e VaultEngine) {
	raw := e.open(t)
	var c clock
	c.set(day)
	v := store.Unexpired(raw, c.read)
	for round := range 10 {
		key := numbered("claim/", round)
		claim := said(key, "the one before")
		claim.Expires = c.read().Add(time.Second)
		old := write(t, v, events.PutValue(claim, 0))
		c.set(claim.Expires)
		var won atomic.Int32
		var wg sync.WaitGroup
		for w := range 20 {
			wg.Go(func() {
				_, err := v.Write(t.Context(), events.PutValue(said(key, fmt.Sprint(w)), 0))
				if err == nil {
					won.Add(1)
				} else if !errors.Is(err, events.ErrConflict) {
					t.Error(err)
				}
			})
		}
		wg.Go(func() {
			if _, err := raw.Write(t.Context(), events.DeleteValue(key, old)); err != nil && !errors.Is(err, events.ErrConflict) {
				t.Error(err)
			}
		})
		wg.Wait()
		if won.Load() != 1 {
			t.Fatalf("%d writers took what had expired; want one", won.Load())
		}
	}
}

func testVaultOneWinner(t *testing.T, e VaultEngine) {
	v := e.open(t)
	var version events.Version
	for round := range 5 {
		var wg sync.WaitGroup
		versions := make([]events.Version, 20)
		start := make(chan struct{})
		for w := range versions {
			wg.Go(func() {
				<-start
				var err error
				versions[w], err = v.Write(t.Context(), events.PutValue(said("a", fmt.Sprint(w)), version))
				if err != nil && !errors.Is(err, events.ErrConflict) {
					t.Error(err)
				}
			})
		}
		close(start)
		wg.Wait()
		won := -1
		for w, given := range versions {
			if given != 0 && won >= 0 {
				t.Fatalf("round %d: writers %d and %d both won", round, won, w)
			}
			if given != 0 {
				won = w
			}
		}
		if won < 0 {
			t.Fatal("no writer won")
		}
		version = versions[won]
		holds(t, v, at(said("a", fmt.Sprint(won)), version))
	}
}

func testVaultBesideRecord(t *testing.T, e VaultEngine) {
	v, b := e.openIn(t, t.TempDir())
	rev := commit(t, b, put("a", "one", 0))
	f := follow(t, b)
	before := f.at(t, rev)
	version := write(t, v, events.PutValue(said("a", "secret"), 0))
	write(t, v, events.PutValue(said("a", "secret too"), version), events.PutValue(said("almanac", "x"), 0))
	if diff := cmp.Diff(before, read(t, b)); diff != "" {
		t.Errorf("the record (-before +after):\n%s", diff)
	}
	if next := commit(t, b, put("b", "one", 0)); next != rev+1 {
		t.Errorf("after two writes to the vault the revision went from %d to %d", rev, next)
	}
	if got := history(t, b, events.HistoryQuery{}); len(got) != 2 {
		t.Errorf("the history has %d states; want 2", len(got))
	}
	kept := listed(t, v, "")
	commit(t, b, put("c", "one", 0))
	if diff := cmp.Diff(kept, listed(t, v, "")); diff != "" {
		t.Errorf("the vault after a commit (-before +after):\n%s", diff)
	}
	f.when(t, func(view view) bool { return view.now.Rev >= rev+2 })
}

func testVaultReopen(t *testing.T, e VaultEngine) {
	dir := t.TempDir()
	v, b := e.openIn(t, dir)
	ending := said("b", "one")
	ending.Expires, ending.Schema = day, 9
	one := write(t, v, events.PutValue(said("a", "one"), 0), events.PutValue(ending, 0))
	last := write(t, v, events.PutValue(said("c", "one"), 0))
	write(t, v, events.DeleteValue("c", last))
	want := listed(t, v, "")
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	v, _ = e.openIn(t, dir)
	if diff := cmp.Diff(want, listed(t, v, "")); diff != "" {
		t.Errorf("after reopening (-before +after):\n%s", diff)
	}
	conflict(t, v, "what was there before", events.PutValue(said("a", "two"), 0))
	write(t, v, events.PutValue(said("a", "two"), one))
	if again := write(t, v, events.PutValue(said("c", "two"), 0)); again <= last {
		t.Errorf("version %d was given again after %d", again, last)
	}
}

func testVaultCancelled(t *testing.T, e VaultEngine) {
	v := e.open(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := v.Write(ctx, events.PutValue(said("a", "one"), 0)); !errors.Is(err, context.Canceled) {
		t.Errorf("writing: %v; want context.Canceled", err)
	}
	if _, err := v.Get(ctx, "a"); !errors.Is(err, context.Canceled) {
		t.Errorf("getting: %v; want context.Canceled", err)
	}
	holdsNot(t, v, "a")
}

func testVaultClosed(t *testing.T, e VaultEngine) {
	v, b := e.openIn(t, t.TempDir())
	write(t, v, events.PutValue(said("a", "one"), 0))
	f := followVault(t, v, "")
	f.at(t, 0)
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	f.when(t, func() bool { return errors.Is(f.err, events.ErrUnavailable) })
	_, err := v.Get(t.Context(), "a")
	unavailable(t, "Get", err)
	_, err = v.Write(t.Context(), events.PutValue(said("b", "one"), 0))
	unavailable(t, "Write", err)
	count := 0
	for _, err := range v.List(t.Context(), "") {
		unavailable(t, "List", err)
		count++
	}
	for _, err := range v.Watch(t.Context(), "") {
		unavailable(t, "Watch", err)
		count++
	}
	if count != 2 {
		t.Errorf("List and Watch yielded %d errors; want one each", count)
	}
}
