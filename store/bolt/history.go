package bolt

import (
	"bytes"
	"context"
	"fmt"
	"iter"
	"math"

	"go.etcd.io/bbolt"

	"almanac.example/events"
	"almanac.example/store"
)

// What one transaction reads: so many states, or so many bytes if that is less.
const (
	pageStates = 100
	pageBytes  = 1 << 20
)

// History tells past states page by page; see store.Backend. No transaction is
// open while the consumer has the word. States that are written meanwhile are
// newer than the first and not told.
func (b *Backend) History(ctx context.Context, q events.HistoryQuery) iter.Seq2[events.State, error] {
	return func(yield func(events.State, error) bool) {
		for upper := firstUpper(q); upper != nil; {
			var page []events.State
			err := ctx.Err()
			if err == nil {
				page, upper, err = b.page(q, upper)
			}
			for _, s := range page {
				if !yield(s, nil) {
					return
				}
			}
			if err != nil {
				yield(events.State{}, err)
				return
			}
			if q.Limit > 0 {
				if q.Limit -= len(page); q.Limit == 0 {
					return
				}
			}
		}
	}
}

// firstUpper is the key before which the first page starts, in the bucket that
// answers the query.
func firstUpper(q events.HistoryQuery) []byte {
	before := q.Before
	if before == 0 {
		before = math.MaxInt64
	}
	if q.ID != "" || q.Site {
		return append(queryPrefix(q), key(before)...)
	}
	return key(before)
}

func queryPrefix(q events.HistoryQuery) []byte {
	switch {
	case q.Site:
		return pastPrefix("")
	case q.ID != "":
		return pastPrefix(q.ID)
	}
	return nil
}

// page reads the states below upper and returns where the next page starts; nil
// if there was nothing left to read.
func (b *Backend) page(q events.HistoryQuery, upper []byte) (page []events.State, next []byte, err error) {
	err = b.view(func(tx *bbolt.Tx) error {
		s := newShelves(tx)
		prefix, bucket := queryPrefix(q), s.history
		if prefix != nil {
			bucket = s.past
		}
		c, size, most := bucket.Cursor(), 0, pageStates
		if q.Limit > 0 {
			most = min(most, q.Limit)
		}
		for k := below(c, upper); k != nil && bytes.HasPrefix(k, prefix); k, _ = c.Prev() {
			if prefix == nil && len(k) == 8 {
				continue // the site's
			}
			if len(page) == most || size > pageBytes {
				return nil
			}
			stored := historyKey(k, prefix)
			value := s.history.Get(stored)
			state, err := readState(stored, value)
			if err != nil {
				return err
			}
			size += len(value)
			page, next = append(page, *state), bytes.Clone(k)
		}
		return nil
	})
	return page, next, err
}

// below moves the cursor to the last key less than upper.
func below(c *bbolt.Cursor, upper []byte) []byte {
	k, _ := c.Seek(upper)
	if k == nil {
		k, _ = c.Last()
		return k
	}
	k, _ = c.Prev()
	return k
}

// historyKey is the key in the history bucket of what the cursor found there,
// or with a prefix in the past bucket.
func historyKey(k, prefix []byte) []byte {
	if prefix == nil {
		return k
	}
	id, rev := prefix[:len(prefix)-1], k[len(prefix):]
	return append(bytes.Clone(rev), id...)
}

func readState(k, value []byte) (*events.State, error) {
	rev := events.Rev(number(k))
	state, err := store.DecodeState(value, rev)
	if err != nil {
		return nil, fmt.Errorf("reading revision %d: %w", rev, err)
	}
	return state, nil
}
