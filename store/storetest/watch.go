package storetest

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"almanac.example/events"
	"almanac.example/store"
)

func testResetFirst(t *testing.T, e Engine) {
	b := e.open(t)
	rev := commit(t, b, put("a", "one", 0), putTags("a", 0))
	f := follow(t, b)
	want := read(t, b)
	if diff := cmp.Diff(want, f.at(t, rev)); diff != "" {
		t.Errorf("two watchers differ (-one +other):\n%s", diff)
	}
	rev = commit(t, b, put("a", "two", rev))
	if v := f.when(t, func(v view) bool { return v.now.Rev >= rev }); v.resets != 1 || len(v.told) != 1 {
		t.Errorf("one change more came as %d resets, %d news; want the first reset and one piece of news", v.resets, len(v.told))
	}
}

func testSameOrder(t *testing.T, e Engine) {
	b := e.open(t)
	one, other := follow(t, b), follow(t, b)
	one.at(t, 0)
	other.at(t, 0)
	const writers, each = 8, 25
	var last events.Rev
	var mu sync.Mutex
	var wg sync.WaitGroup
	for w := range writers {
		wg.Go(func() {
			for i := range each {
				rev, err := b.Commit(t.Context(), put(events.ID(fmt.Sprintf("w%d-%d", w, i)), "one", 0))
				if err != nil {
					t.Error(err)
				}
				mu.Lock()
				last = max(last, rev)
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	seen := func(v view) bool { return v.now.Rev >= last }
	first, second := one.when(t, seen), other.when(t, seen)
	if diff := cmp.Diff(first.now, second.now); diff != "" {
		t.Errorf("two watchers differ (-one +other):\n%s", diff)
	}
	if diff := cmp.Diff(first.told, second.told); diff != "" {
		t.Errorf("two watchers were told in different order (-one +other):\n%s", diff)
	}
	if len(first.told) != writers*each {
		t.Errorf("%d events were told; %d were written", len(first.told), writers*each)
	}
}

// testWatchAmongWrites is about the seam between everything and news: a record
// that takes a while to read, and writers that do not wait meanwhile.
func testWatchAmongWrites(t *testing.T, e Engine) {
	b := e.open(t)
	fill(t, b, 1500)
	const watchers = 20
	ctx, stop := context.WithCancel(t.Context())
	written := make(chan events.Rev)
	var writing sync.WaitGroup
	for w := range 4 {
		writing.Go(func() { scribe{b, w, written}.write(ctx, t) })
	}
	var followers []*follower
	for range watchers {
		<-written
		followers = append(followers, follow(t, b))
	}
	for range watchers { // some more, until the last has begun
		<-written
	}
	stop()
	go func() {
		writing.Wait()
		close(written)
	}()
	for range written {
	}
	last := commit(t, b, put("last", "one", 0))
	want := read(t, b)
	for i, f := range followers {
		if diff := cmp.Diff(want, f.at(t, last)); diff != "" {
			t.Errorf("watcher %d has (-want +got):\n%s", i, diff)
		}
	}
}

// scribe is a writer that tells of every revision it has written.
type scribe struct {
	backend store.Backend
	number  int
	written chan<- events.Rev
}

// write adds events until ctx ends, each its own, so that none that is missed
// is made good by a later one. The first scribe changes a document now and then.
func (s scribe) write(ctx context.Context, t *testing.T) {
	var ofTags events.Rev
	for i := 0; ctx.Err() == nil; i++ {
		changes := []events.Change{put(events.ID(fmt.Sprintf("w%d-%d", s.number, i)), "one", 0)}
		if s.number == 0 && i%4 == 0 {
			changes = append(changes, putTags(numbered("tag", i), ofTags))
		}
		rev, err := s.backend.Commit(t.Context(), changes...)
		if err != nil {
			t.Error(err)
		}
		if len(changes) == 2 {
			ofTags = rev
		}
		s.written <- rev
	}
}

func testSlowWatcher(t *testing.T, e Engine) {
	b := e.open(t)
	before := commit(t, b, put("a", "before", 0))
	count := max(e.Backlog, 200) + 1
	var last events.Rev
	var got picture
	resets := 0
	for batch, err := range b.Watch(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		if got = got.with(t, batch); batch.Reset {
			resets++
		}
		if resets == 1 && last == 0 { // has its first news, and is now busy with something else
			last = fill(t, b, count)
		}
		if batch.Rev >= last {
			break
		}
	}
	if diff := cmp.Diff(read(t, b), got); diff != "" {
		t.Errorf("the slow watcher has (-want +got):\n%s", diff)
	}
	if got.Events["a"] == "" || len(got.Events) != count+1 || before >= last {
		t.Errorf("the slow watcher has %d events; want %d", len(got.Events), count+1)
	}
	if e.Backlog > 0 && resets != 2 {
		t.Errorf("a watcher %d changes behind was told everything %d times; want twice", count, resets)
	}
}

// fill commits so many new events and returns the last revision.
func fill(t *testing.T, b store.Backend, count int) (rev events.Rev) {
	t.Helper()
	for start := 0; start < count; start += store.MaxChanges {
		var changes []events.Change
		for i := start; i < min(start+store.MaxChanges, count); i++ {
			changes = append(changes, put(events.ID(fmt.Sprintf("fill%04d", i)), "one", 0))
		}
		rev = commit(t, b, changes...)
	}
	return rev
}

func testWatchCancelled(t *testing.T, e Engine) { endsSilently(t, e.open(t).Watch) }

// endsSilently ends a watch by its context, before it begins and after its first
// batch.
func endsSilently[T any](t *testing.T, watch func(context.Context) iter.Seq2[T, error]) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for batch, err := range watch(ctx) {
		t.Errorf("a watch that was over before it began yielded %+v, %v", batch, err)
	}
	ctx, cancel = context.WithCancel(t.Context())
	ended, begun := make(chan error, 1), make(chan struct{}, 1)
	go func() {
		var last error
		for _, last = range watch(ctx) {
			select {
			case begun <- struct{}{}:
			default:
			}
		}
		ended <- last
	}()
	<-begun
	cancel()
	select {
	case err := <-ended:
		if err != nil {
			t.Errorf("a cancelled watch ended with %v; want silence", err)
		}
	case <-time.After(patience):
		t.Fatal("a cancelled watch did not end")
	}
}

func testWatchBroken(t *testing.T, e Engine) {
	b := e.open(t)
	for range 3 {
		for _, err := range b.Watch(t.Context()) {
			if err != nil {
				t.Fatal(err)
			}
			break
		}
	}
	commit(t, b, put("a", "one", 0)) // nobody is left who would have to be told
	if got := read(t, b).ids(); len(got) != 1 {
		t.Errorf("the events are %v", got)
	}
}

func testCloseEndsWatch(t *testing.T, e Engine) {
	b := e.open(t)
	f := follow(t, b)
	f.at(t, 0)
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	if v := f.when(t, func(v view) bool { return v.err != nil }); !errors.Is(v.err, events.ErrUnavailable) {
		t.Errorf("closing ended the watch with %v; want ErrUnavailable", v.err)
	}
}
