package store

import (
	"context"
	"errors"
	"iter"
	"slices"
	"time"

	"almanac.example/events"
	"almanac.example/events/timeline"
)

// Import makes any number of changes, in order, in as few commits as the limits
// allow. Readers see all of them at once or none: it checks them as Commit does
// before the first is written, and what is written stays hidden until the last
// one is (see Importer). progress, if not nil, is called at the start and as it
// goes on with the number of changes written; those that were left out because
// they say nothing new count.
//
// The changes are one batch: that of the first change, or a new one of kind
// import if it names none.
//
// Import takes the list over and empties it, also when it is refused: events
// that the caller does not hold otherwise are given up as soon as their stored
// form is made.
func (l *Live) Import(ctx context.Context, changes []events.Change, progress func(done int)) (events.Rev, error) {
	t, err := l.timelineFor(ctx, changes)
	if err != nil {
		return 0, err
	}
	count := len(changes)
	chunks, err := prepareImport(t, l.now(), changes)
	if err != nil {
		return 0, err
	}
	if progress == nil {
		progress = func(int) {}
	}
	for _, c := range chunks {
		count -= len(c)
	}
	return l.importChunks(ctx, chunks, func(done int) { progress(count + done) })
}

// Rehearse checks changes as Import does and writes nothing: what it refuses,
// Import refuses with the same error as long as the record stays as it is.
func (l *Live) Rehearse(ctx context.Context, changes []events.Change) error {
	t, err := l.timelineFor(ctx, changes)
	if err != nil {
		return err
	}
	return Rehearse(t, l.now(), changes)
}

// Rehearse is Live.Rehearse for a record at an instant that need not be stored
// anywhere.
func Rehearse(t *timeline.Timeline, now time.Time, changes []events.Change) error {
	_, err := prepareImport(t, now, slices.Clone(changes))
	return err
}

// prepareImport makes of changes the commits of one import, and empties the
// list.
func prepareImport(t *timeline.Timeline, now time.Time, changes []events.Change) ([][]Entry, error) {
	entries, err := encode(t, now, inOneBatch(changes))
	if err != nil {
		return nil, err
	}
	if err := closeBatch(entries); err != nil {
		return nil, err
	}
	chunks, err := divide(entries)
	if err != nil {
		return nil, err
	}
	names := newNames(t)
	for _, chunk := range chunks {
		if err := names.take(keysOf(chunk)); err != nil {
			return nil, err
		}
	}
	return chunks, nil
}

// inOneBatch marks all changes as parts of one batch.
func inOneBatch(changes []events.Change) []events.Change {
	var batch *events.BatchPart
	for i := range changes {
		if batch == nil {
			if batch = changes[i].Batch; batch == nil {
				batch = events.NewBatch(events.BatchImport, "")
			}
		}
		changes[i].Batch = batch
	}
	return changes
}

// closeBatch marks the last entry as the one that closes the batch. Which one
// that is shows only when those that say nothing new are left out.
func closeBatch(entries []Entry) error {
	if len(entries) == 0 {
		return nil
	}
	last := &entries[len(entries)-1]
	s, err := Decode[events.State](last.State)
	if err != nil {
		return err
	}
	s.Batch.Last = true
	last.State, err = Encode(s)
	return err
}

// encode checks and stamps changes on all processors, leaves out those that say
// nothing new, and empties the list.
func encode(t *timeline.Timeline, now time.Time, changes []events.Change) ([]Entry, error) {
	if err := checkDistinct(changes); err != nil {
		return nil, err
	}
	now, err := clock(t, now)
	if err != nil {
		return nil, err
	}
	entries := make([]Entry, len(changes))
	err = inParallel(len(changes), func(i int) error {
		c := changes[i]
		changes[i] = events.Change{}
		same, err := revise(t, &c, now)
		if err == nil && !same {
			entries[i], err = newEntry(c)
		}
		return err
	})
	return slices.DeleteFunc(entries, func(e Entry) bool { return e.State == nil }), err
}

func keysOf(entries []Entry) iter.Seq[Key] {
	return func(yield func(Key) bool) {
		for i := range entries {
			if !yield(entries[i].Key) {
				return
			}
		}
	}
}

// importChunks hands the commits to the engine and waits until they show.
func (l *Live) importChunks(ctx context.Context, chunks [][]Entry, progress func(done int)) (events.Rev, error) {
	progress(0)
	if len(chunks) == 0 {
		return l.Timeline().Rev(), nil
	}
	engine, ok := l.backend.(Importer)
	if !ok {
		return 0, errors.New("this engine takes no imports")
	}
	sizes := make([]int, len(chunks))
	for i, c := range chunks {
		sizes[i] = len(c)
	}
	told, done := 0, 0
	rev, err := engine.Import(ctx, chunks, func(written int) {
		for ; told < written; told++ {
			done += sizes[told]
		}
		progress(done)
	})
	if err != nil {
		return rev, err
	}
	return rev, l.see(ctx, rev)
}
