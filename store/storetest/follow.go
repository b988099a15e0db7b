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
	view    view
	changed chan struct{} // closed when the view has changed
}

// view is what a follower has been told so far.
type view struct {
	now    picture
	told   []events.Rev // of each event, in the order in which it was told
	resets int
	err    error
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
		f.view.err = err
		return
	}
	f.view.add(t, b)
}

func (v *view) add(t *testing.T, b events.Batch) {
	switch {
	case b.Reset:
		v.resets++
	case v.resets == 0:
		t.Error("the first batch is not a Reset")
	case b.Rev <= v.now.Rev:
		t.Errorf("a batch of revision %d after one of %d", b.Rev, v.now.Rev)
	}
	for _, d := range b.Documents {
		if d.Rev > b.Rev || !b.Reset && d.Rev <= v.now.Rev {
			t.Errorf("document %q of revision %d was told in a batch of revision %d after %d", d.Name, d.Rev, b.Rev, v.now.Rev)
		}
	}
	last := v.now.Rev
	for _, e := range b.Events {
		if e.Rev > b.Rev {
			t.Errorf("event %q of revision %d in a batch of revision %d", e.ID, e.Rev, b.Rev)
		}
		if b.Reset {
			continue
		}
		if e.Rev < last || e.Rev == v.now.Rev {
			t.Errorf("event %q of revision %d was told after revision %d", e.ID, e.Rev, last)
		}
		last = e.Rev
		v.told = append(v.told, e.Rev)
	}
	v.now = v.now.with(t, b)
}

// at waits until the follower has seen the revision and returns the record as
// it knows it.
func (f *follower) at(t *testing.T, rev events.Rev) picture {
	t.Helper()
	return f.when(t, func(v view) bool { return v.now.Rev >= rev && v.resets > 0 }).now
}

// when waits until the follower's view is as it should be and returns it.
func (f *follower) when(t *testing.T, until func(view) bool) view {
	t.Helper()
	late := time.After(patience)
	for {
		f.mu.Lock()
		v, changed := f.view, f.changed
		f.mu.Unlock()
		if until(v) {
			return v
		}
		select {
		case <-changed:
		case <-late:
			t.Fatal("the news never came")
		}
	}
}
