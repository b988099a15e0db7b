package bolt

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"iter"
	"slices"
	"strings"

	"almanac.example/events"
	"almanac.example/store"
)

// Dump tells every state, oldest first; see store.Archive. The history is only
// appended to, so what it was at one revision can be read page by page, and no
// transaction is open while the consumer has the word.
func (b *Backend) Dump(ctx context.Context, after events.Rev) iter.Seq2[events.State, error] {
	return func(yield func(events.State, error) bool) {
		var d dump
		err := b.read(func(s *buckets) error {
			d.head, d.whole = s.head, s.counts.history
			return d.begin(s, after)
		})
		for err == nil && !d.done {
			var page []events.State
			if err = ctx.Err(); err == nil {
				err = b.read(func(s *buckets) (err error) {
					page, err = d.page(s)
					return err
				})
			}
			for _, s := range page {
				if !yield(s, nil) {
					return
				}
			}
		}
		if err != nil {
			yield(events.State{}, err)
		}
	}
}

// dump is how far a dump has come.
type dump struct {
	head  head  // where it ends
	whole tally // what the history was then
	found tally // what has been read
	next  []byte
	part  bool // not from the beginning
	done  bool
}

// begin finds out how many states there are up to a revision, which are not told.
func (d *dump) begin(s *buckets, after events.Rev) error {
	if after <= 0 {
		return nil
	}
	d.part, d.next = true, key(after+1)
	k, stored := below(s.history.Cursor(), d.next)
	if k == nil {
		return nil
	}
	s.at = spot{historyBucket, k}
	_, before, err := readHistory(k, stored)
	d.found.count = before
	return err
}

// page reads the next states.
func (d *dump) page(s *buckets) (page []events.State, err error) {
	c, size := s.history.Cursor(), 0
	k, stored := c.Seek(d.next)
	for ; k != nil && events.Rev(number(k)) <= d.head.rev; k, stored = c.Next() {
		s.at = spot{historyBucket, k}
		if len(page) == pageStates || size > pageBytes {
			d.next = bytes.Clone(k)
			return page, nil
		}
		state, ordinal, err := readState(k, stored)
		if err != nil {
			return page, err
		}
		if ordinal != d.found.count+1 {
			return page, damaged(s.where(), "it is the state number %d, but %d are before it", ordinal, d.found.count)
		}
		d.found.add(stored)
		size += len(stored)
		page = append(page, *state)
	}
	d.done = true
	if d.part {
		d.found.sum = d.whole.sum // that is of all
	}
	return page, s.history.compare(d.found, d.whole)
}

// Load stores what Dump told; see store.Archive. As an import does, it writes
// states first and then, in one transaction, what makes them count.
func (b *Backend) Load(ctx context.Context, states iter.Seq2[events.State, error]) error {
	giveBack, err := b.takeTurn(ctx)
	if err != nil {
		return err
	}
	defer giveBack()
	ld := &loading{Backend: b}
	if err := ld.begin(); err != nil {
		return err
	}
	defer func() { b.tell(events.Batch{Rev: ld.last.rev, Reset: true}) }()
	for state, err := range states {
		if err == nil {
			err = ctx.Err()
		}
		if err == nil {
			err = ld.add(&state)
		}
		if err != nil {
			return err
		}
	}
	if err := ld.flush(); err != nil {
		return err
	}
	return ld.complete()
}

// loading is a load under way. It has the writer's turn.
type loading struct {
	*Backend
	last    head
	tally   tally
	rows    map[string]row
	steps   []step
	waiting []loaded
	size    int
}

// loaded is a state that waits to be written.
type loaded struct {
	entry store.Entry
	rev   events.Rev
}

// begin makes the store one that is half loaded, and removes what an earlier
// load has left.
func (ld *loading) begin() error {
	ld.rows = map[string]row{}
	return ld.within(ld.update, func(s *buckets) error {
		if s.head.rev != 0 {
			return fmt.Errorf("the store holds a record already, at revision %d: %w", s.head.rev, events.ErrConflict)
		}
		if err := s.unstage(); err != nil {
			return err
		}
		return s.meta.put([]byte(stagingKey), stage{stageLoad}.bytes())
	})
}

// add takes one state.
func (ld *loading) add(state *events.State) error {
	e, err := store.EntryOf(state)
	if err != nil {
		return fmt.Errorf("revision %d: %w", state.Rev, err)
	}
	if len(e.State) > store.MaxBytes {
		return fmt.Errorf("revision %d: a state of %d bytes; at most %d are allowed: %w", state.Rev, len(e.State), store.MaxBytes, events.ErrTooLarge)
	}
	old := ld.rows[e.Name()]
	switch {
	case state.Rev < max(ld.last.rev, 1):
		return fmt.Errorf("revision %d comes after revision %d; they have to grow", state.Rev, ld.last.rev)
	case old.rev == state.Rev:
		return fmt.Errorf("revision %d has two states of the same event or document", state.Rev)
	}
	if full := ld.size > loadBytes || len(ld.waiting) >= maxGroup*store.MaxChanges; full && state.Rev > ld.last.rev {
		if err := ld.flush(); err != nil {
			return err
		}
	}
	ld.steps = append(ld.steps, step{e.Name(), state.Rev, old.rev})
	ld.rows[e.Name()] = row{state.Rev, e.Slug}
	ld.last = head{state.Rev, e.At}
	ld.waiting = append(ld.waiting, loaded{e, state.Rev})
	ld.size += len(e.State)
	return nil
}

// loadBytes is about how much one transaction of a load writes.
const loadBytes = 4 << 20

// flush writes the states that wait, which are whole revisions. Within one the
// order of keys counts.
func (ld *loading) flush() error {
	if len(ld.waiting) == 0 {
		return nil
	}
	slices.SortFunc(ld.waiting, func(a, b loaded) int {
		return cmp.Or(cmp.Compare(a.rev, b.rev), strings.Compare(a.entry.Name(), b.entry.Name()))
	})
	err := ld.within(ld.update, func(s *buckets) error {
		for _, w := range ld.waiting {
			k := stateKey(w.rev, w.entry.Name())
			stored := sealed(historyBucket, k, historyValue(w.entry.State, ld.tally.count+1))
			ld.tally.add(stored)
			if err := s.history.Put(k, stored); err != nil {
				return err
			}
		}
		return nil
	})
	ld.waiting, ld.size = ld.waiting[:0], 0
	return err
}

// complete lets what was loaded count.
func (ld *loading) complete() error {
	return ld.within(ld.update, func(s *buckets) error {
		l := newLedger(s)
		l.rows, l.steps = ld.rows, ld.steps
		for name, r := range ld.rows {
			if r.slug == "" {
				continue
			}
			if owner, taken := l.owners[r.slug]; taken {
				return store.SlugConflict(store.Key{ID: events.ID(name), Slug: r.slug}, events.ID(owner))
			}
			l.owners[r.slug] = name
		}
		s.head, s.counts.history = ld.last, ld.tally
		if err := s.meta.drop([]byte(stagingKey)); err != nil {
			return err
		}
		return l.write()
	})
}
