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
		w := newWalk(q)
		for !w.done {
			var page []events.State
			err := ctx.Err()
			if err == nil {
				err = b.read(func(s *buckets) (err error) {
					page, err = w.page(s)
					return err
				})
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

// walk is how far a walk through the history, backwards, has come. Every entry
// says which one comes next, so that a missing one is noticed.
type walk struct {
	name   string // of the event or document; "": all events
	limit  int    // of states; 0: none
	told   int
	before events.Rev
	next   uint64 // what the next entry has to be; 0: there is none
	begun  bool
	done   bool
	upper  []byte // the key below which it goes on
}

func newWalk(q events.HistoryQuery) *walk {
	w := &walk{name: store.Key{ID: q.ID, Document: q.Document}.Name(), limit: q.Limit, before: q.Before}
	if w.before == 0 {
		w.before = math.MaxInt64
	}
	return w
}

// page reads the next states. Those of all events stand in the history; those of
// one are found by the past bucket.
func (w *walk) page(s *buckets) (page []events.State, err error) {
	var c cursor = historyCursor{s.history.Cursor(), s}
	if w.name != "" {
		c = pastCursor{s.past.Cursor(), s, w.name}
	}
	if !w.begun {
		if err := w.begin(s, c); err != nil {
			return nil, err
		}
	}
	for size := 0; w.next != 0 && (w.limit == 0 || w.told < w.limit); {
		if len(page) == pageStates || size > pageBytes {
			return page, nil
		}
		f, err := w.step(c)
		if err != nil {
			return page, err
		}
		if w.name == "" && f.key[8] == '/' {
			continue // a document's
		}
		state, _, err := readState(f.key, f.value)
		if err != nil {
			return page, err
		}
		size += len(f.value)
		page = append(page, *state)
		w.told++
	}
	w.done = true
	return page, nil
}

// begin finds out what the first entry has to be.
func (w *walk) begin(s *buckets, c cursor) (err error) {
	w.begun, w.before = true, min(w.before, s.head.rev+1)
	w.upper = c.key(w.before)
	w.next, err = c.first(w.upper)
	return err
}

// step reads the entry below upper, which has to be the one that is expected.
func (w *walk) step(c cursor) (storedState, error) {
	l, err := c.below(w.upper)
	if err != nil {
		return storedState{}, err
	}
	if l == nil || l.mark != w.next {
		return storedState{}, damaged(c.place(w.upper), "a state before it is missing")
	}
	w.upper, w.next = bytes.Clone(l.at), l.next
	return l.storedState, nil
}

// link is an entry of a chain: its key in the bucket that is walked through, the
// state it leads to, its own mark and that of the entry before it.
type link struct {
	at []byte
	storedState
	mark, next uint64
}

// cursor walks backwards through a bucket whose entries are chained.
type cursor interface {
	key(before events.Rev) []byte                // below which the revisions before stand
	first(upper []byte) (mark uint64, err error) // of the first entry below; 0: there is none
	below(upper []byte) (*link, error)           // nil: there is none
	place(upper []byte) string
}

// historyCursor walks through all states; their marks are the ordinals.
type historyCursor struct {
	*bbolt.Cursor
	s *buckets
}

func (c historyCursor) key(before events.Rev) []byte { return key(before) }

func (c historyCursor) place(upper []byte) string {
	return fmt.Sprintf("history, before revision %d", number(upper))
}

func (c historyCursor) first(upper []byte) (uint64, error) {
	k, stored := c.Seek(upper)
	if k == nil || events.Rev(number(k)) > c.s.head.rev {
		return c.s.counts.history.count, nil
	}
	_, ordinal, err := readHistory(k, stored)
	return ordinal - 1, err
}

func (c historyCursor) below(upper []byte) (*link, error) {
	k, stored := below(c.Cursor, upper)
	if k == nil {
		return nil, nil
	}
	c.s.at = spot{historyBucket, k}
	_, ordinal, err := readHistory(k, stored)
	return &link{k, storedState{k, stored}, ordinal, ordinal - 1}, err
}

// pastCursor walks through the states of one event or document; their marks are
// the revisions.
type pastCursor struct {
	*bbolt.Cursor
	s    *buckets
	name string
}

func (c pastCursor) key(before events.Rev) []byte { return pastKey(c.name, before) }

func (c pastCursor) place(upper []byte) string { return place(pastBucket, upper) }

func (c pastCursor) first(upper []byte) (uint64, error) {
	k, stored := c.Seek(upper)
	if k == nil || !bytes.HasPrefix(k, pastPrefix(c.name)) {
		r, err := c.s.rowOf(c.name)
		return uint64(r.rev), err //nolint:gosec // not negative
	}
	return prevOf(k, stored)
}

func (c pastCursor) below(upper []byte) (*link, error) {
	k, stored := below(c.Cursor, upper)
	if k == nil || !bytes.HasPrefix(k, pastPrefix(c.name)) {
		return nil, nil
	}
	c.s.at = spot{pastBucket, k}
	next, err := prevOf(k, stored)
	if err != nil {
		return nil, err
	}
	f := storedState{key: stateKey(events.Rev(number(k[len(k)-8:])), c.name)}
	if f.value = c.s.history.Get(f.key); f.value == nil {
		return nil, damaged(place(historyBucket, f.key), "it is missing")
	}
	return &link{k, f, uint64(number(f.key)), next}, nil //nolint:gosec // not negative
}

// prevOf reads which revision of the same event or document comes before.
func prevOf(k, stored []byte) (uint64, error) {
	value, err := unsealed(pastBucket, k, stored)
	if err == nil && len(value) != 8 {
		err = damaged(place(pastBucket, k), "it names no revision")
	}
	return uint64(number(value)), err //nolint:gosec // not negative
}

// below moves a cursor to the last key less than upper.
func below(c *bbolt.Cursor, upper []byte) (k, v []byte) {
	if k, _ := c.Seek(upper); k == nil {
		return c.Last()
	}
	return c.Prev()
}
