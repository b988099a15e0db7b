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
	"almanac.example/store"
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
	d := newDecoding()
	defer d.stop() // reading a damaged file may panic
	err := s.events.ForEach(func(id, v []byte) error {
		d.add(s.current(events.ID(id), readRow(v)))
		return nil
	})
	return d.done(err)
}

// stack is a run of stored events and what becomes of them.
type stack struct {
	found  []found
	events []*events.Event
	err    error
}

// stackSize is how many stored events one worker takes at a time.
const stackSize = 512

// decoding hands stacks to workers while it is still being added to.
type decoding struct {
	stacks  []*stack // in order
	open    *stack   // the last one, not yet handed over
	queue   chan *stack
	workers sync.WaitGroup
	closing sync.Once
}

func newDecoding() *decoding {
	d := &decoding{open: &stack{}, queue: make(chan *stack, runtime.GOMAXPROCS(0))}
	for range runtime.GOMAXPROCS(0) {
		d.workers.Go(func() {
			own := store.NewDecoder() // nobody waits for the others
			for st := range d.queue {
				st.err = guard(func() error { return decodeEvents(st, own) })
			}
		})
	}
	return d
}

func (d *decoding) add(f found) {
	if d.open.found = append(d.open.found, f); len(d.open.found) == stackSize {
		d.handOver()
	}
}

func (d *decoding) handOver() {
	d.stacks = append(d.stacks, d.open)
	d.queue <- d.open
	d.open = &stack{}
}

// stop waits for the workers: stored forms are valid only as long as the
// transaction.
func (d *decoding) stop() {
	d.closing.Do(func() { close(d.queue) })
	d.workers.Wait()
}

// done gives all events in order.
func (d *decoding) done(err error) ([]*events.Event, error) {
	d.handOver()
	d.stop()
	list, errs := make([]*events.Event, 0, len(d.stacks)*stackSize), []error{err}
	for _, st := range d.stacks {
		list, errs = append(list, st.events...), append(errs, st.err)
	}
	return list, errors.Join(errs...)
}

// decodeEvents lets the events share what they say alike, which halves the
// memory of a large record.
func decodeEvents(st *stack, d *store.Decoder) error {
	st.events = make([]*events.Event, 0, len(st.found))
	for _, f := range st.found {
		e, err := d.Event(f.value, events.Rev(number(f.key)))
		if err != nil {
			return fmt.Errorf("event %q is damaged; restore a backup: reading revision %d: %w", f.key[8:], number(f.key), err)
		}
		st.events = append(st.events, e)
	}
	return nil
}
