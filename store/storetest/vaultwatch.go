package storetest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"maps"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"almanac.example/events"
	"almanac.example/store"
)

// vaultFollower is a watcher that keeps up.
type vaultFollower struct {
	mu      sync.Mutex
	version events.Version
	now     map[string]events.Value
	batches int
	resets  int
	err     error
	changed chan struct{} // closed when anything above has changed
}

// followVault watches a prefix until the test ends. It checks what holds for
// every watch: a Reset first, versions that grow.
func followVault(t *testing.T, v store.Vault, prefix string) *vaultFollower {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	f := &vaultFollower{changed: make(chan struct{})}
	var done sync.WaitGroup
	done.Go(func() {
		for batch, err := range v.Watch(ctx, prefix) {
			f.take(t, batch, err)
		}
	})
	t.Cleanup(func() {
		stop()
		done.Wait()
	})
	return f
}

func (f *vaultFollower) take(t *testing.T, b events.ValueBatch, err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	defer func() { close(f.changed); f.changed = make(chan struct{}) }()
	if err != nil {
		f.err = err
		return
	}
	f.batches++
	if b.Reset {
		f.resets++
		f.now = map[string]events.Value{}
	} else if f.resets == 0 || b.Version <= f.version || len(b.Values)+len(b.Gone) == 0 {
		t.Errorf("batch %d, of version %d with %d values and %d gone, after version %d", f.batches, b.Version, len(b.Values), len(b.Gone), f.version)
	}
	for i, v := range b.Values {
		if v.Version > b.Version || !b.Reset && (v.Version <= f.version || i > 0 && v.Version < b.Values[i-1].Version) {
			t.Errorf("%s was told out of order, in a batch from %d to %d", spellValue(v), f.version, b.Version)
		}
		f.now[v.Key] = v
	}
	for _, key := range b.Gone {
		delete(f.now, key)
	}
	f.version = b.Version
}

// at waits until the follower has seen the version.
func (f *vaultFollower) at(t *testing.T, version events.Version) map[string]events.Value {
	t.Helper()
	f.when(t, func() bool { return f.resets > 0 && f.version >= version })
	f.mu.Lock()
	defer f.mu.Unlock()
	return maps.Clone(f.now)
}

// when waits until the follower stands as it should.
func (f *vaultFollower) when(t *testing.T, until func() bool) {
	t.Helper()
	late := time.After(patience)
	for {
		f.mu.Lock()
		done, changed := until(), f.changed
		f.mu.Unlock()
		if done {
			return
		}
		select {
		case <-changed:
		case <-late:
			t.Fatal("the news never came")
		}
	}
}

// spelt is a follower's view as listed spells it.
func spelt(now map[string]events.Value) (list []string) {
	for _, key := range slices.Sorted(maps.Keys(now)) {
		list = append(list, spellValue(now[key]))
	}
	return list
}

func testVaultWatch(t *testing.T, e VaultEngine) {
	v := e.open(t)
	one := write(t, v, events.PutValue(said("a", "one"), 0), events.PutValue(said("b", "one"), 0))
	f := followVault(t, v, "")
	if diff := cmp.Diff(listed(t, v, ""), spelt(f.at(t, one))); diff != "" {
		t.Errorf("the first batch (-stored +told):\n%s", diff)
	}
	two := write(t, v, events.PutValue(said("a", "two"), one), events.DeleteValue("b", one), events.PutValue(said("c", "one"), 0))
	if diff := cmp.Diff(listed(t, v, ""), spelt(f.at(t, two))); diff != "" {
		t.Errorf("after news (-stored +told):\n%s", diff)
	}
	three := write(t, v, events.DeleteValue("c", two))
	if diff := cmp.Diff(listed(t, v, ""), spelt(f.at(t, three))); diff != "" {
		t.Errorf("after a delete (-stored +told):\n%s", diff)
	}
	if f.resets != 1 || f.batches != 3 {
		t.Errorf("two writes came as %d batches with %d resets; want the first one and one a write", f.batches, f.resets)
	}
}

func testVaultWatchPrefix(t *testing.T, e VaultEngine) {
	v := e.open(t)
	write(t, v, events.PutValue(said("a/1", "one"), 0), events.PutValue(said("b/1", "one"), 0))
	f := followVault(t, v, "a/")
	f.at(t, 0)
	for i := range 20 { // nothing of this is for the follower
		write(t, v, events.PutValue(said(fmt.Sprintf("b/2%d", i), "one"), 0), events.PutValue(said(fmt.Sprintf("a%d", i), "one"), 0))
	}
	last := write(t, v, events.PutValue(said("a/2", "one"), 0), events.PutValue(said("c", "one"), 0))
	if diff := cmp.Diff(listed(t, v, "a/"), spelt(f.at(t, last))); diff != "" {
		t.Errorf("(-stored +told):\n%s", diff)
	}
	if f.batches != 2 {
		t.Errorf("one write under the prefix came as %d batches; want the first one and one", f.batches)
	}
}

// testVaultWatchAmongWrites is about the seam between everything and news.
func testVaultWatchAmongWrites(t *testing.T, e VaultEngine) {
	v := e.open(t)
	fillVault(t, v, "fill/", 1000)
	ctx, stop := context.WithCancel(t.Context())
	written := make(chan struct{})
	var writing sync.WaitGroup
	for w := range 4 {
		writing.Go(func() {
			for i := 0; ctx.Err() == nil; i++ { // keys of their own, so that none missed is made good later
				if _, err := v.Write(t.Context(), events.PutValue(said(fmt.Sprintf("w%d/%05d", w, i), "one"), 0)); err != nil {
					t.Error(err)
				}
				select {
				case written <- struct{}{}:
				case <-ctx.Done():
				}
			}
		})
	}
	var followers []*vaultFollower
	for range 20 {
		<-written
		followers = append(followers, followVault(t, v, ""))
	}
	for range 20 {
		<-written
	}
	stop()
	writing.Wait()
	last := write(t, v, events.PutValue(said("last", "one"), 0))
	want := listed(t, v, "")
	for i, f := range followers {
		if diff := cmp.Diff(want, spelt(f.at(t, last))); diff != "" {
			t.Errorf("watcher %d has (-want +got):\n%s", i, diff)
		}
	}
}

func testVaultSlowWatcher(t *testing.T, e VaultEngine) {
	v := e.open(t)
	version := write(t, v, events.PutValue(said("a", "0"), 0), events.PutValue(said("b", "0"), 0))
	var last events.Version
	now := map[string]events.Value{}
	for batch, err := range v.Watch(t.Context(), "") {
		if err != nil {
			t.Fatal(err)
		}
		if batch.Reset {
			clear(now)
		}
		for _, value := range batch.Values {
			now[value.Key] = value
		}
		for _, key := range batch.Gone {
			delete(now, key)
		}
		if last == 0 { // has its first news, and is now busy with something else
			for i := range 300 {
				version = write(t, v, events.PutValue(said("a", fmt.Sprint(i)), version))
			}
			b, err := v.Get(t.Context(), "b")
			if err != nil {
				t.Fatal(err)
			}
			again := write(t, v, events.PutValue(said("c", "one"), 0), events.DeleteValue("b", b.Version))
			write(t, v, events.DeleteValue("c", again))
			last = write(t, v, events.PutValue(said("b", "back"), 0))
		}
		if batch.Version >= last {
			break
		}
	}
	if diff := cmp.Diff(listed(t, v, ""), spelt(now)); diff != "" {
		t.Errorf("the slow watcher has (-stored +told):\n%s", diff)
	}
}

func testVaultWatchEnds(t *testing.T, e VaultEngine) {
	v := e.open(t)
	endsSilently(t, func(ctx context.Context) iter.Seq2[events.ValueBatch, error] { return v.Watch(ctx, "") })
	for range 3 {
		for _, err := range v.Watch(t.Context(), "") {
			if err != nil {
				t.Error(err)
			}
			break
		}
	}
	write(t, v, events.PutValue(said("a", "one"), 0)) // for no watcher
}

// counted is a value that counts, for writers that must not lose an update.
func counted(v events.Value) (n int, err error) {
	return n, json.Unmarshal(v.Data, &n)
}

// testVaultNoLostUpdate has twenty writers count up one value.
func testVaultNoLostUpdate(t *testing.T, e VaultEngine) {
	v := e.open(t)
	version := write(t, v, events.PutValue(events.Value{Key: "count", Schema: 1, Data: []byte("0")}, 0))
	f := followVault(t, v, "count")
	f.at(t, version)
	const writers, each = 20, 10
	var wg sync.WaitGroup
	for range writers {
		wg.Go(func() {
			for done := 0; done < each; {
				err := countUp(t.Context(), v)
				switch {
				case err == nil:
					done++
				case !errors.Is(err, events.ErrConflict):
					t.Error(err)
					return
				}
			}
		})
	}
	wg.Wait()
	got, err := v.Get(t.Context(), "count")
	if err != nil {
		t.Fatal(err)
	}
	if n, err := counted(got); n != writers*each || err != nil {
		t.Errorf("after %d acknowledged updates the count is %d, %v", writers*each, n, err)
	}
	if told := f.at(t, got.Version)["count"]; spellValue(told) != spellValue(got) {
		t.Errorf("the watcher was told %s last; stored is %s", spellValue(told), spellValue(got))
	}
}

func countUp(ctx context.Context, v store.Vault) error {
	old, err := v.Get(ctx, "count")
	if err != nil {
		return err
	}
	n, err := counted(old)
	if err != nil {
		return err
	}
	next := old
	next.Data = fmt.Append(nil, n+1)
	_, err = v.Write(ctx, events.PutValue(next, old.Version))
	return err
}
