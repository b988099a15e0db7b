package bolt

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"maps"
	"os"
	"slices"
	"strings"

	"go.etcd.io/bbolt"
	berrors "go.etcd.io/bbolt/errors"

	"almanac.example/events"
	"almanac.example/store"
)

// Salvaged is what could be read of a damaged file. Close it.
type Salvaged struct {
	Lost   []store.Fault // what is not there any more, as far as it can be told
	States int           // of events and documents that Dump tells
	Vault  bool          // all of the vault is there: nothing in it was deleted or is of an earlier time

	file   *os.File
	db     *bbolt.DB // holds the lock; nil: the file cannot be opened as a database
	order  [][]byte  // keys of the history, oldest first
	found  *fragments
	mended []events.State // written after the last one, so that what is left can be a store
}

// Salvage reads a file page by page, without following what leads from one to
// the next, and keeps each entry whose checksum holds. The file stays as it is.
// The error is one of not getting at the file.
func Salvage(ctx context.Context, path string) (*Salvaged, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	s := &Salvaged{file: f}
	if s.db, _, err = openToRead(path); errors.Is(err, berrors.ErrTimeout) {
		err = fmt.Errorf("%s is in use by another almanac process; stop it first: %w", path, events.ErrUnavailable)
		return nil, errors.Join(err, s.Close())
	}
	if s.found, err = findFragments(ctx, f); err == nil {
		err = s.settle(ctx)
	}
	if err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// Close frees the file.
func (s *Salvaged) Close() error {
	err := s.file.Close()
	if s.db != nil {
		err = errors.Join(err, s.db.Close())
	}
	return err
}

// Dump tells the states that are there, oldest first, as store.Archive does.
func (s *Salvaged) Dump(ctx context.Context, after events.Rev) iter.Seq2[events.State, error] {
	return func(yield func(events.State, error) bool) {
		for _, k := range s.order {
			if events.Rev(number(k)) <= after {
				continue
			}
			state, err := s.state(k)
			if err == nil {
				err = ctx.Err()
			}
			if !yield(state, err) || err != nil {
				return
			}
		}
		for _, state := range s.mended {
			if state.Rev > after && !yield(state, nil) {
				return
			}
		}
	}
}

// List tells the values of the vault that are there, as store.Vault does.
func (s *Salvaged) List(_ context.Context, prefix string) iter.Seq2[events.Value, error] {
	return func(yield func(events.Value, error) bool) {
		for _, k := range slices.Sorted(maps.Keys(s.found.values)) {
			if strings.HasPrefix(k, prefix) && !yield(s.found.values[k], nil) {
				return
			}
		}
	}
}

// state reads a state that was found.
func (s *Salvaged) state(k []byte) (events.State, error) {
	stored, err := s.found.history[string(k)].read(s.file)
	if err != nil {
		return events.State{}, err
	}
	state, _, err := readState(k, stored)
	if err != nil {
		return events.State{}, err
	}
	return *state, nil
}

// settle finds out which of the entries count and what is missing.
func (s *Salvaged) settle(ctx context.Context) error {
	s.found.dropUncounted()
	for k := range s.found.history {
		s.order = append(s.order, []byte(k))
	}
	slices.SortFunc(s.order, slices.Compare)
	rows, batches := map[string]events.State{}, map[string]*batchEnd{}
	sound := s.order[:0]
	for _, k := range s.order {
		if err := ctx.Err(); err != nil {
			return err
		}
		state, err := s.state(k)
		if err == nil {
			_, err = store.EntryOf(&state)
		}
		if err != nil {
			delete(s.found.history, string(k))
			s.Lost = append(s.Lost, store.Fault{Where: place(historyBucket, k), What: "it cannot be read: " + err.Error()})
			continue
		}
		sound = append(sound, k)
		rows[string(k[8:])] = state
		noteBatch(batches, &state)
	}
	s.order, s.States = sound, len(sound)
	s.tellLost(rows)
	s.mend(rows, batches)
	s.Vault = s.found.vault == s.found.vaultTally
	if !s.Vault {
		s.Lost = append(s.Lost, store.Fault{Where: "bucket " + vaultBucket, What: fmt.Sprintf("%d of %d values are there, or some are not the newest", s.found.vault.count, s.found.vaultTally.count)})
	}
	return nil
}

// tellLost names the states that other entries speak of and that are not there.
func (s *Salvaged) tellLost(rows map[string]events.State) {
	named := 0
	for _, k := range slices.SortedFunc(maps.Keys(s.found.named), cmp.Compare[string]) {
		if _, there := s.found.history[k]; there {
			continue
		}
		named++
		what := "it is lost, and all else of it"
		if last, some := rows[k[8:]]; some {
			what = "it is lost; newer ones are there"
			if rev := events.Rev(number([]byte(k))); rev > last.Rev {
				what = fmt.Sprintf("it is lost; the newest that is there is of revision %d", last.Rev)
			}
		}
		s.Lost = append(s.Lost, store.Fault{Where: place(historyBucket, []byte(k)), What: what})
	}
	if s.found.cut != "" {
		s.Lost = append(s.Lost, store.Fault{Where: fmt.Sprintf("byte %d", s.found.size), What: s.found.cut})
	}
	total := s.found.total
	if total == 0 {
		s.Lost = append(s.Lost, store.Fault{Where: place(metaBucket, []byte(tallyKey)), What: "it is lost, so there may have been more than is there or named here"})
	}
	for _, n := range s.found.ordinal {
		total = max(total, int(n)) //nolint:gosec // a count with a checksum
	}
	if missing := total - s.States - named; missing > 0 {
		s.Lost = append(s.Lost, store.Fault{Where: "bucket " + historyBucket, What: fmt.Sprintf("%d more states are lost; nothing is left that names them", missing)})
	}
}

// batchEnd is the last state of an import that is there, and whether it closes it.
type batchEnd struct {
	state  events.State
	closed bool
}

func noteBatch(batches map[string]*batchEnd, state *events.State) {
	if b := state.Batch; b != nil && b.Kind == events.BatchImport {
		end := batches[b.ID]
		if end == nil {
			end = &batchEnd{}
			batches[b.ID] = end
		}
		end.state, end.closed = *state, end.closed || b.Last
	}
}

// mend adds what is needed for the rest to be a record: a slug that two events
// claim, because one of them has lost the state that gave it up, stays with the
// newer one; and an import that has lost its last state is closed.
func (s *Salvaged) mend(rows map[string]events.State, batches map[string]*batchEnd) {
	next, at := events.Rev(1), events.State{}.At
	for _, state := range rows {
		if next = max(next, state.Rev+1); state.At.After(at) {
			at = state.At
		}
	}
	add := func(was events.State, e events.Event, note string, batch *events.BatchPart) {
		e.Rev = next
		s.mended = append(s.mended, events.State{Rev: next, At: at, By: "local:salvage", Note: note, Batch: batch, Event: &e})
		s.States++
		rows[string(was.Event.ID)] = s.mended[len(s.mended)-1]
		next++
	}
	owners := map[string]bool{}
	for _, state := range slices.SortedFunc(maps.Values(rows), func(a, b events.State) int { return cmp.Compare(b.Rev, a.Rev) }) {
		e := state.Event
		if e == nil || e.Status == events.Deleted {
			continue
		}
		if !owners[e.Slug] {
			owners[e.Slug] = true
			continue
		}
		other := *e
		for n := 2; owners[other.Slug]; n++ {
			other.Slug = fmt.Sprintf("%.90s-%d", e.Slug, n)
		}
		owners[other.Slug] = true
		s.Lost = append(s.Lost, store.Fault{Where: place(currentBucket, []byte(e.ID)), What: fmt.Sprintf("its slug %q is now another event's; it has %q instead", e.Slug, other.Slug)})
		add(state, other, "salvaged: its slug had become another event's", nil)
	}
	for _, id := range slices.Sorted(maps.Keys(batches)) {
		b := batches[id]
		if b.closed || b.state.Event == nil {
			continue
		}
		closing := *b.state.Batch
		closing.Last = true
		now := rows[string(b.state.Event.ID)]
		add(now, *now.Event, "salvaged: the end of its import is lost", &closing)
	}
}
