package bolt

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"runtime"
	"slices"
	"sync"

	"go.etcd.io/bbolt"

	"almanac.example/events"
)

// mailbox holds what one watcher has not taken yet, folded into one batch.
type mailbox struct {
	mu   sync.Mutex
	news folded
	lost bool          // there was more than Backlog, and it is gone
	bell chan struct{} // holds one token while there is something to take
}

func (m *mailbox) put(news events.Batch) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.news.add(news); len(m.news.Events) > Backlog {
		m.news, m.lost = folded{}, true
	}
	select {
	case m.bell <- struct{}{}:
	default:
	}
}

func (m *mailbox) take() (news events.Batch, lost bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	news, lost = m.news.Batch, m.lost
	m.news, m.lost = folded{}, false
	return news, lost
}

// folded is one batch made of several. Its list of events is its own.
type folded struct{ events.Batch }

// add joins a later batch, which stays as it is.
func (f *folded) add(b events.Batch) {
	f.Rev = b.Rev
	f.Events = append(f.Events, b.Events...)
	if b.Site != nil {
		f.Site = b.Site
	}
}

// since leaves out what a watcher at the revision knows already.
func since(b events.Batch, rev events.Rev) events.Batch {
	b.Events = slices.DeleteFunc(slices.Clone(b.Events), func(e *events.Event) bool { return e.Rev <= rev })
	if b.Site != nil && b.Site.Rev <= rev {
		b.Site = nil
	}
	return b
}

// tell puts news into every mailbox.
func (b *Backend) tell(news events.Batch) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for m := range b.watchers {
		m.put(news)
	}
}

func (b *Backend) subscribe() *mailbox {
	m := &mailbox{bell: make(chan struct{}, 1)}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.watchers[m] = struct{}{}
	return m
}

func (b *Backend) unsubscribe(m *mailbox) {
	b.mu.Lock()
	defer b.mu.Unlock()
	delete(b.watchers, m)
}

// Watch tells everything and then every change; see store.Backend. A watcher
// that is more than Backlog changes behind is told everything again.
func (b *Backend) Watch(ctx context.Context) iter.Seq2[events.Batch, error] {
	return func(yield func(events.Batch, error) bool) {
		// The mailbox comes first: what is committed while everything is being
		// read is in both, and left out the second time.
		m := b.subscribe()
		defer b.unsubscribe(m)
		news, err := b.everything()
		for ctx.Err() == nil {
			if err != nil {
				yield(events.Batch{}, err)
				return
			}
			if !yield(news, nil) {
				return
			}
			news, err = b.next(ctx, m, news.Rev)
		}
	}
}

// next waits for news after the revision. It returns early, with anything, when
// ctx ends.
func (b *Backend) next(ctx context.Context, m *mailbox, rev events.Rev) (events.Batch, error) {
	for {
		select {
		case <-ctx.Done():
			return events.Batch{}, nil
		case <-b.closed:
			return events.Batch{}, errClosed
		case <-m.bell:
		}
		news, lost := m.take()
		if lost {
			return b.everything()
		}
		if news.Rev > rev {
			return since(news, rev), nil
		}
	}
}

// everything reads the whole record at one revision.
func (b *Backend) everything() (events.Batch, error) {
	all := events.Batch{Reset: true}
	err := b.view(func(tx *bbolt.Tx) (err error) {
		s := newShelves(tx)
		all.Rev = s.rev()
		if site := readRow(s.meta.Get([]byte(siteKey))); site.rev != 0 {
			f := s.current("", site)
			state, err := readState(f.key, f.value)
			if err != nil {
				return fmt.Errorf("the site is damaged; restore a backup: %w", err)
			}
			all.Site = state.Site
		}
		all.Events, err = s.everyEvent()
		forgetPages(tx)
		return err
	})
	return all, err
}

// found is a stored value with its key, valid within the transaction.
type found struct{ key, value []byte }

// current finds the state that a row points to.
func (s shelves) current(id events.ID, r row) found {
	k := stateKey(r.rev, id)
	return found{k, s.history.Get(k)}
}

// everyEvent decodes all that is current, on all processors: at a start this is
// what there is to wait for. Only the decoding is shared out, as a transaction
// is one goroutine's.
func (s shelves) everyEvent() ([]*events.Event, error) {
	var all []found
	err := s.events.ForEach(func(id, v []byte) error {
		all = append(all, s.current(events.ID(id), readRow(v)))
		return nil
	})
	if err != nil {
		return nil, err
	}
	list := make([]*events.Event, len(all))
	shared := events.NewInterner()
	workers := runtime.GOMAXPROCS(0)
	errs := make([]error, workers)
	var wg sync.WaitGroup
	for w := range workers {
		from, to := len(all)*w/workers, len(all)*(w+1)/workers
		wg.Go(func() {
			errs[w] = guard(func() error { return decodeEvents(all[from:to], list[from:to], shared) })
		})
	}
	wg.Wait()
	return list, errors.Join(errs...)
}

// decodeEvents lets the events share what they say alike, which halves the
// memory of a large record.
func decodeEvents(all []found, into []*events.Event, shared *events.Interner) error {
	for i, f := range all {
		state, err := readState(f.key, f.value)
		if err == nil && state.Event == nil {
			err = fmt.Errorf("revision %d has no event", state.Rev)
		}
		if err != nil {
			return fmt.Errorf("event %q is damaged; restore a backup: %w", f.key[8:], err)
		}
		shared.Share(state.Event)
		into[i] = state.Event
	}
	return nil
}
