package bolt

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"runtime"
	"slices"
	"sync"

	"golang.org/x/sync/errgroup"

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
	// One piece of news may be of any size: who waits for it is not behind.
	if m.news.add(news); news.Reset || len(m.news.Events) > max(backlog, len(news.Events)) {
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

// folded is one batch made of several. Its lists are its own.
type folded struct{ events.Batch }

// add joins a later batch, which stays as it is.
func (f *folded) add(b events.Batch) {
	f.Rev, f.At = b.Rev, b.At
	f.Events = append(f.Events, b.Events...)
	f.Documents = append(f.Documents, b.Documents...)
}

// since leaves out what a watcher at the revision knows already.
func since(b events.Batch, rev events.Rev) events.Batch {
	b.Events = slices.DeleteFunc(slices.Clone(b.Events), func(e *events.Event) bool { return e.Rev <= rev })
	b.Documents = slices.DeleteFunc(slices.Clone(b.Documents), func(d *events.Document) bool { return d.Rev <= rev })
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
	err := b.read(func(s *buckets) (err error) {
		all.Rev, all.At = s.head.rev, s.head.at
		if err := s.checkEnds(); err != nil {
			return err
		}
		if err := s.slugs.each(s.checkSlug); err != nil {
			return err
		}
		all.Events, all.Documents, err = s.everyState()
		forgetPages(s.tx)
		return err
	})
	return all, err
}

// checkEnds compares the end of the history with what the file says of it.
func (s *buckets) checkEnds() error {
	c := s.history.Cursor()
	k, stored := below(c, key(s.head.rev+1))
	switch {
	case k == nil && s.counts.history.count == 0:
		return nil
	case k == nil || events.Rev(number(k)) != s.head.rev:
		return damaged(fmt.Sprintf("history, revision %d", s.head.rev), "it is missing")
	}
	_, ordinal, err := readHistory(k, stored)
	if err == nil && ordinal != s.counts.history.count {
		err = damaged(place(historyBucket, k), "it is the state number %d of %d, but the last", ordinal, s.counts.history.count)
	}
	return err
}

func (s *buckets) checkSlug(slug, stored []byte) error {
	_, err := unsealed(slugsBucket, slug, stored)
	return err
}

// storedState is a stored value with its key, valid within the transaction.
type storedState struct{ key, value []byte }

// everyState decodes all that is current, on all processors: at a start this is
// what there is to wait for. Only the decoding is shared out, as a transaction
// is one goroutine's.
func (s *buckets) everyState() ([]*events.Event, []*events.Document, error) {
	d := newDecoding()
	defer d.stop() // reading a damaged file may panic
	var documents []*events.Document
	err := s.current.each(func(name, stored []byte) error {
		f, err := s.stateOf(name, stored)
		if err != nil {
			return err
		}
		if name[0] != '/' {
			d.add(f)
			return nil
		}
		state, _, err := readState(f.key, f.value)
		if err != nil {
			return err
		}
		if state.Document == nil {
			return damaged(place(historyBucket, f.key), "it is no document's")
		}
		documents = append(documents, state.Document)
		return nil
	})
	list, err := d.done(err)
	return list, documents, err
}

// stateOf finds the state that a stored row points to.
func (s *buckets) stateOf(name, stored []byte) (storedState, error) {
	value, err := unsealed(currentBucket, name, stored)
	if err != nil {
		return storedState{}, err
	}
	r, err := readRow(name, value)
	if err != nil {
		return storedState{}, err
	}
	f := storedState{key: stateKey(r.rev, string(name))}
	if f.value = s.history.Get(f.key); f.value == nil || r.rev > s.head.rev {
		return storedState{}, damaged(place(historyBucket, f.key), "it is missing")
	}
	return f, nil
}

// stack is a run of stored events and what becomes of them.
type stack struct {
	found  []storedState
	events []*events.Event
	err    error
}

// where is which state is being decoded.
func (st *stack) where() string {
	if n := len(st.events); n < len(st.found) {
		return place(historyBucket, st.found[n].key)
	}
	return somewhere()
}

// stackSize is how many stored events are decoded in one go.
const stackSize = 512

// decoding decodes stacks side by side while it is still being added to.
type decoding struct {
	stacks   []*stack // in order
	open     *stack   // the last one, not yet handed over
	group    errgroup.Group
	decoders chan *store.Decoder // those that decode nothing just now
}

func newDecoding() *decoding {
	n := runtime.GOMAXPROCS(0)
	d := &decoding{open: &stack{}, decoders: make(chan *store.Decoder, n)}
	d.group.SetLimit(n)
	for range n {
		d.decoders <- store.NewDecoder()
	}
	return d
}

func (d *decoding) add(f storedState) {
	if d.open.found = append(d.open.found, f); len(d.open.found) == stackSize {
		d.handOver()
	}
}

func (d *decoding) handOver() {
	st := d.open
	d.stacks, d.open = append(d.stacks, st), &stack{}
	d.group.Go(func() error {
		own := <-d.decoders
		defer func() { d.decoders <- own }()
		st.err = guard(st.where, func() error { return decodeEvents(st, own) })
		return nil
	})
}

// stop waits: stored forms are valid only as long as the transaction.
func (d *decoding) stop() { _ = d.group.Wait() }

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
		state, _, err := readHistory(f.key, f.value)
		if err != nil {
			return err
		}
		e, err := d.Event(state, events.Rev(number(f.key)))
		if err != nil {
			return damaged(place(historyBucket, f.key), "it cannot be read: %v", err)
		}
		st.events = append(st.events, e)
	}
	return nil
}
