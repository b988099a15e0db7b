package etcd

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"slices"

	"golang.org/x/sync/errgroup"

	"almanac.example/events"
	"almanac.example/store"
)

// An import writes its states where they will stand, behind the revision that
// counts, where no reader looks. One write of the fence decides it (closing); rows
// and slugs follow, by any process that is there, and a last write of the fence lets
// everything count. See decision 0017.

// run is an import under way.
type run struct {
	*Backend
	fence fence    // as this import has set it
	plan  *sight   // how things will stand
	log   []record // what the log will say of each commit
}

// Import makes commits that show all at once; see store.Importer.
func (b *Backend) Import(ctx context.Context, commits [][]store.Entry, progress func(written int)) (events.Rev, error) {
	if len(commits) == 0 {
		return 0, fmt.Errorf("an import of no commits: %w", events.ErrNotFound)
	}
	ctx, end := b.whileOpen(ctx)
	defer end()
	select {
	case b.turn <- struct{}{}:
		defer func() { <-b.turn }()
	case <-ctx.Done():
		return 0, context.Cause(ctx)
	}
	im := &run{Backend: b}
	if err := im.begin(ctx); err != nil {
		return 0, err
	}
	beating, stop := context.WithCancel(context.WithoutCancel(ctx))
	var hearts errgroup.Group
	hearts.Go(func() error { b.live(beating, im.fence.Holder); return nil })
	defer func() { stop(); _ = hearts.Wait() }()
	err := im.prepare(ctx, commits)
	if err == nil {
		err = im.stageAll(ctx, commits, progress)
	}
	if err != nil {
		return 0, im.giveUp(ctx, err)
	}
	return im.close(ctx)
}

// begin waits until nothing else is under way and says that an import is.
func (im *run) begin(ctx context.Context) error {
	return im.whileIdle(ctx, func(f fence) (err error) {
		next := f
		next.Stage, next.Holder = importing, rand.Text()
		if next.Schema == 0 {
			next.Schema = im.newest
		}
		im.fence, err = im.move(ctx, f, next)
		return err
	})
}

// prepare holds all commits against what is stored, in order: nothing else can
// change it meanwhile.
func (im *run) prepare(ctx context.Context, commits [][]store.Entry) error {
	q := questionOf(slices.Concat(commits...))
	im.plan = newSight()
	if err := im.readAll(ctx, q); err != nil {
		return err
	}
	im.plan.fence = im.fence
	for _, entries := range commits {
		if err := im.plan.admit(entries); err != nil {
			return err
		}
		r := record{token: im.fence.Holder, prev: im.plan.fence.Rev, rev: im.plan.fence.Rev + 1}
		var err error
		if r.items, err = im.plan.enter(entries); err != nil {
			return err
		}
		im.log = append(im.log, r)
	}
	return nil
}

// readAll answers a question of any length, in parts.
func (im *run) readAll(ctx context.Context, q question) error {
	g, reading := errgroup.WithContext(ctx)
	g.SetLimit(inFlight)
	ask := func(part question) {
		g.Go(func() error {
			s, err := im.insistLook(reading, part)
			if err != nil {
				return err
			}
			im.mu.Lock()
			defer im.mu.Unlock()
			im.plan.join(s)
			return nil
		})
	}
	slices.Sort(q.names)
	for names := range slices.Chunk(slices.Compact(q.names), mostReads) {
		ask(question{names: names})
	}
	for slugs := range slices.Chunk(q.slugs, mostReads) {
		ask(question{slugs: slugs})
	}
	if err := g.Wait(); err != nil {
		return err
	}
	return im.plan.meet(ctx, im.cluster)
}

// stageAll writes the states where they will stand, so many at a time.
func (im *run) stageAll(ctx context.Context, commits [][]store.Entry, progress func(written int)) error {
	for written := 0; written < len(commits); {
		if err := context.Cause(ctx); err != nil {
			return err
		}
		g, writing := errgroup.WithContext(ctx)
		next := written
		for range inFlight {
			var puts map[string]string
			if puts, next = im.chunk(commits, next); len(puts) > 0 {
				g.Go(func() error { return im.under(writing, im.fence, im.putAll(puts)) })
			}
		}
		if err := g.Wait(); err != nil {
			return err
		}
		for ; written < next; written++ {
			clear(commits[written])
		}
		progress(written)
	}
	return nil
}

// chunk is what one transaction writes, from a commit on, and the first commit
// that has no more room in it.
func (im *run) chunk(commits [][]store.Entry, from int) (puts map[string]string, next int) {
	puts = map[string]string{}
	for size := 0; from < len(commits); from++ {
		r := im.log[from]
		for _, i := range r.items {
			size += i.size
		}
		if len(puts) > 0 && (len(puts)+1+len(r.items) > mostOps || size > store.MaxBytes) {
			break
		}
		puts[logKey(r.rev)] = r.value()
		for i, e := range commits[from] {
			stage(puts, e, r.rev, r.items[i].prev)
		}
	}
	return puts, from
}

// close decides the import and lets it count. From here on it does not end with
// its context: what is decided will be.
func (im *run) close(ctx context.Context) (events.Rev, error) {
	if err := context.Cause(ctx); err != nil {
		return 0, im.giveUp(ctx, err)
	}
	ctx = context.WithoutCancel(ctx)
	next := im.fence
	next.Stage, next.To, next.ToAt = closing, im.plan.fence.Rev, im.plan.fence.At
	decided, err := im.move(ctx, im.fence, next)
	if err == nil {
		err = im.complete(ctx, decided)
	}
	switch {
	case errors.Is(err, errMoved):
		return im.outcome(ctx, next)
	case err != nil:
		return 0, fmt.Errorf("%w: %w", events.ErrUnknown, err)
	}
	return next.To, nil
}

// outcome finds out what others have made of the import.
func (im *run) outcome(ctx context.Context, next fence) (events.Rev, error) {
	s, err := im.insistLook(ctx, question{log: []events.Rev{next.To}})
	switch {
	case err != nil:
		return 0, fmt.Errorf("%w: %w", events.ErrUnknown, err)
	case s.fence.Rev >= next.To && s.tokens[next.To] == next.Holder:
		return next.To, nil
	}
	return 0, errGivenUp
}

// giveUp removes what was staged, as far as possible now, and gives the error
// back.
func (im *run) giveUp(ctx context.Context, err error) error {
	if errors.Is(err, errMoved) {
		return errGivenUp
	}
	// The caller waits for this, and it ends by itself.
	removing := context.WithoutCancel(ctx)
	if removed := im.abort(removing, im.fence); removed != nil {
		err = errors.Join(err, fmt.Errorf("what was written does not count and is removed later: %w", removed))
	}
	return err
}
