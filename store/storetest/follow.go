package storetest

import (
	"context"
	"sync"
	"testing"
	"time"

	"almanac.example/events"
	"almanac.example/store"
)

// patience is how long a test waits for what must come.
const patience = 30 * time.Second

// follower is a watcher that keeps up.
type follower struct {
	mu      sync.Mutex
	now     picture
	told    []events.Rev // of each event, in the order in which it was told
	resets  int
	changed chan struct{}
	err     error
}

// follow watches the store until the test ends. It checks what holds for every
// watch: a Reset first, revisions that grow, events in the order of their
// commits.
func follow(t *testing.T, b store.Backend) *follower {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	f := &follower{changed: make(chan struct{})}
	var done sync.WaitGroup
	done.Go(func() {
		for batch, err := range b.Watch(ctx) {
			f.take(t, batch, err)
		}
	})
	t.Cleanup(func() {
		stop()
		done.Wait()
	})
	return f
}

func (f *follower) take(t *testing.T, b events.Batch, err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	defer func() { close(f.changed); f.changed = make(chan struct{}) }()
	if err != nil {
		f.err = err
		return
	}
	switch {
	case b.Reset:
		f.resets++
	case f.resets == 0:
		t.Error("the first batch is not a Reset")
	case b.Rev <= f.now.Rev:
		t.Errorf("a batch of revision %d after one of %d", b.Rev, f.now.Rev)
	}
	if b.Site != nil && !b.Reset && b.Site.Rev <= f.now.Rev {
		t.Errorf("the site of revision %d was told after revision %d", b.Site.Rev, f.now.Rev)
	}
	last := f.now.Rev
	for _, e := range b.Events {
		if e.Rev > b.Rev {
			t.Errorf("event %q of revision %d in a batch of revision %d", e.ID, e.Rev, b.Rev)
		}
		if b.Reset {
			continue
		}
		if e.Rev < last || e.Rev == f.now.Rev {
			t.Errorf("event %q of revision %d was told after revision %d", e.ID, e.Rev, last)
		}
		last = e.Rev
		f.told = append(f.told, e.Rev)
	}
	f.now = f.now.with(t, b)
}

// at waits until the follower has seen the revision.
func (f *follower) at(t *testing.T, rev events.Rev) picture {
	t.Helper()
	f.wait(t, func() bool { return f.now.Rev >= rev && f.resets > 0 })
	return f.now
}

func (f *follower) wait(t *testing.T, until func() bool) {
	t.Helper()
	late := time.After(patience)
	for {
		f.mu.Lock()
		ok, changed := until(), f.changed
		f.mu.Unlock()
		if ok {
			return
		}
		select {
		case <-changed:
		case <-late:
			t.Fatal("the news never came")
		}
	}
}
