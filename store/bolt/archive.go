package bolt

import (
	"bytes"
	"context"
	"fmt"
	"iter"

	"go.etcd.io/bbolt"

	"almanac.example/events"
	"almanac.example/store"
)

var _ store.Archive = (*Backend)(nil)

// Dump tells every state, oldest first; see store.Archive. The history is only
// appended to, so what it was at one revision can be read page by page, and no
// transaction is open while the consumer has the word.
func (b *Backend) Dump(ctx context.Context) iter.Seq2[events.State, error] {
	return func(yield func(events.State, error) bool) {
		last, err := b.rev()
		from := key(events.Rev(0))
		for from != nil && err == nil {
			var page []events.State
			if err = ctx.Err(); err == nil {
				page, from, err = b.pageUp(from, last)
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

// rev is the last revision.
func (b *Backend) rev() (rev events.Rev, err error) {
	err = b.view(func(tx *bbolt.Tx) error {
		rev = newShelves(tx).rev()
		return nil
	})
	return rev, err
}

// pageUp reads the states whose keys are not less than from, up to the
// revision, and returns where the next page starts; nil if there is none.
func (b *Backend) pageUp(from []byte, last events.Rev) (page []events.State, next []byte, err error) {
	err = b.view(func(tx *bbolt.Tx) error {
		c, size := newShelves(tx).history.Cursor(), 0
		for k, v := c.Seek(from); k != nil && events.Rev(number(k)) <= last; k, v = c.Next() {
			if len(page) == pageStates || size > pageBytes {
				next = bytes.Clone(k)
				return nil
			}
			state, err := readState(k, v)
			if err != nil {
				return err
			}
			size += len(v)
			page = append(page, *state)
		}
		return nil
	})
	return page, next, err
}

// Load stores what Dump told; see store.Archive.
func (b *Backend) Load(ctx context.Context, states iter.Seq2[events.State, error]) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	select {
	case <-b.closed:
		return errClosed
	default:
	}
	return b.update(func(tx *bbolt.Tx) error {
		s := newShelves(tx)
		if rev := s.rev(); rev != 0 {
			return fmt.Errorf("the store holds a record already, at revision %d: %w", rev, events.ErrConflict)
		}
		last := events.Rev(0)
		var commit []events.Change
		for state, err := range states {
			if err == nil {
				err = ctx.Err()
			}
			if err == nil && state.Rev > last {
				err = s.load(commit, last)
				commit = nil
			}
			if err == nil && state.Rev < max(last, 1) {
				err = fmt.Errorf("revision %d comes after revision %d; they have to grow", state.Rev, last)
			}
			if err != nil {
				return err
			}
			commit = append(commit, events.Change{
				Event: state.Event, Site: state.Site, At: state.At, Author: state.Author, Note: state.Note, Public: state.Public,
			})
			last = state.Rev
		}
		if err := s.load(commit, last); err != nil {
			return err
		}
		return s.meta.Put([]byte(revKey), key(last))
	})
}

// load stores the states of one revision.
func (s shelves) load(commit []events.Change, rev events.Rev) error {
	if len(commit) == 0 {
		return nil
	}
	entries, err := store.Entries(commit)
	if err != nil {
		return fmt.Errorf("revision %d: %w", rev, err)
	}
	for i := range entries {
		entries[i].Expect = s.stored(entries[i].Key).rev
	}
	if err := s.check(entries); err != nil {
		return fmt.Errorf("revision %d: %w", rev, err)
	}
	return s.put(entries, rev)
}
