package store

import (
	"cmp"
	"context"
	"errors"
	"iter"
	"runtime"
	"time"

	"golang.org/x/sync/errgroup"

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
// import if it names none. They are read once, and an event is given up as soon
// as its stored form is made, so that a large record is in memory only where its
// author holds it.
func (l *Live) Import(ctx context.Context, changes iter.Seq[events.Change], progress func(done int)) (events.Rev, error) {
	t, err := l.timelineFor(ctx, nil)
	if err != nil {
		return 0, err
	}
	chunks, count, err := prepareImport(t, l.now(), changes)
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
func (l *Live) Rehearse(ctx context.Context, changes iter.Seq[events.Change]) error {
	t, err := l.timelineFor(ctx, nil)
	if err != nil {
		return err
	}
	return Rehearse(t, l.now(), changes)
}

// Rehearse is Live.Rehearse for a record at an instant that need not be stored
// anywhere.
func Rehearse(t *timeline.Timeline, now time.Time, changes iter.Seq[events.Change]) error {
	_, _, err := prepareImport(t, now, changes)
	return err
}

// prepareImport makes of changes the commits of one import, and counts them.
func prepareImport(t *timeline.Timeline, now time.Time, changes iter.Seq[events.Change]) (chunks [][]Entry, count int, err error) {
	entries, count, err := encode(t, now, changes)
	if err != nil {
		return nil, 0, err
	}
	if err := closeBatch(entries); err != nil {
		return nil, 0, err
	}
	if chunks, err = divide(entries); err != nil {
		return nil, 0, err
	}
	names := newNames(t)
	for _, chunk := range chunks {
		if err := names.take(keysOf(chunk)); err != nil {
			return nil, 0, err
		}
	}
	return chunks, count, nil
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

// encode checks and stamps changes on all processors, as parts of one batch, and
// leaves out those that say nothing new.
func encode(t *timeline.Timeline, now time.Time, changes iter.Seq[events.Change]) (entries []Entry, count int, err error) {
	at, err := clock(t, now)
	if err != nil {
		return nil, 0, err
	}
	var batch *events.BatchPart
	var parts []*stretch
	var group errgroup.Group
	group.SetLimit(runtime.GOMAXPROCS(0))
	seen, open := distinct{}, &stretch{}
	start := func() {
		p := open
		parts, open = append(parts, p), &stretch{}
		group.Go(func() error { p.encode(t, at); return nil })
	}
	for c := range changes {
		if err = seen.add(c); err != nil {
			break
		}
		if batch == nil {
			if batch = c.Batch; batch == nil {
				batch = events.NewBatch(events.BatchImport, "")
			}
		}
		c.Batch = batch
		count++
		if open.changes = append(open.changes, c); len(open.changes) == MaxChanges {
			start()
		}
	}
	start()
	_ = group.Wait() // what is wrong stands in the parts
	for _, p := range parts {
		err = cmp.Or(p.err, err)
		if err != nil {
			return nil, 0, err
		}
		entries = append(entries, p.entries...)
	}
	return entries, count, err
}

// stretch is a run of changes and the entries made of them.
type stretch struct {
	changes []events.Change
	entries []Entry
	err     error
}

// encode makes the entries and gives the changes up.
func (p *stretch) encode(t *timeline.Timeline, now time.Time) {
	for _, c := range p.changes {
		same, err := revise(t, &c, now)
		if err == nil && !same {
			var e Entry
			e, err = newEntry(c)
			p.entries = append(p.entries, e)
		}
		if err != nil {
			p.err = err
			break
		}
	}
	p.changes = nil
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
		return 0, err
	}
	return l.see(ctx, rev)
}
