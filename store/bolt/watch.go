package bolt

import (
	"context"
	"fmt"
	"iter"
	"runtime"
	"slices"
	"sync"

	"go.etcd.io/bbolt"

	"almanac.example/events"
	"almanac.example/store"
)

// mailbox holds what one watcher has not taken yet, folded into one batch.
type mailbox struct {
	mu   sync.Mutex
	news events.Batch
	lost bool          // there was more than Backlog, and it is gone
	bell chan struct{} // holds one token while there is something to take
}

func (m *mailbox) put(news events.Batch) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.news = fold(m.news, news); len(m.news.Events) > Backlog {
		m.news, m.lost = events.Batch{}, true
	}
	select {
	case m.bell <- struct{}{}:
	default:
	}
}

func (m *mailbox) take() (news events.Batch, lost bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	news, lost = m.news, m.lost
	m.news, m.lost = events.Batch{}, false
	return news, lost
}

// fold joins two batches, the later one second, without changing either.
func fold(a, b events.Batch) events.Batch {
	a.Rev = b.Rev
	a.Events = slices.Concat(a.Events, b.Events)
	if b.Site != nil {
		a.Site = b.Site
	}
	return a
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
			if all.Site, err = store.Decode[events.Site](site.event); err != nil {
				return fmt.Errorf("reading the site: %w", err)
			}
			all.Site.Rev = site.rev
		}
		all.Events, err = decodeAll(s.events)
		return err
	})
	return all, err
}

// decodeAll decodes every event, on all processors: at a start this is what
// there is to wait for.
func decodeAll(bucket *bbolt.Bucket) ([]*events.Event, error) {
	var rows []row
	c := bucket.Cursor()
	for id, v := c.First(); id != nil; id, v = c.Next() {
		r := readRow(v)
		if r.rev == 0 {
			return nil, fmt.Errorf("reading event %q: its row is damaged; restore a backup", id)
		}
		rows = append(rows, r)
	}
	list := make([]*events.Event, len(rows))
	workers := runtime.GOMAXPROCS(0)
	errs := make([]error, workers)
	var wg sync.WaitGroup
	for w := range workers {
		wg.Go(func() {
			from, to := len(rows)*w/workers, len(rows)*(w+1)/workers
			errs[w] = guard(func() error { return decodeRows(rows[from:to], list[from:to]) })
		})
	}
	wg.Wait()
	for _, err := range errs {
		if err != nil {
			return nil, err
		}
	}
	return list, nil
}

func decodeRows(rows []row, into []*events.Event) error {
	for i, r := range rows {
		e, err := store.Decode[events.Event](r.event)
		if err != nil {
			return fmt.Errorf("reading an event of revision %d: %w", r.rev, err)
		}
		e.Rev = r.rev
		into[i] = e
	}
	return nil
}
