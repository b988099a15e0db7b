package bolt

import (
	"context"
	"errors"
	"iter"
	"runtime"
	"sync"

	"almanac.example/events"
	"almanac.example/store"
)

var _ store.SeriesBackend = (*Backend)(nil)

// CommitSeries makes one commit after the other; see store.SeriesBackend. So
// many as share one write are handed over together, and while they are written
// the next are made ready.
func (b *Backend) CommitSeries(ctx context.Context, commits [][]store.Entry) iter.Seq2[events.Rev, error] {
	return func(yield func(events.Rev, error) bool) {
		var written []*request
		for len(commits) > 0 {
			n := min(maxGroup, len(commits))
			next, err := newSeries(commits[:n])
			if !tellSeries(written, yield) {
				return
			}
			if err == nil {
				err = b.submit(ctx, next)
			}
			if err != nil {
				yield(0, err)
				return
			}
			written, commits = next, commits[n:]
		}
		tellSeries(written, yield)
	}
}

// tellSeries waits for what has been handed over and tells of it. It returns
// false if there is nothing more to do: the consumer has left, or knows of an
// error.
func tellSeries(list []*request, yield func(events.Rev, error) bool) bool {
	for _, r := range list {
		if <-r.done; !yield(r.rev, r.err) || r.err != nil {
			return false
		}
	}
	return true
}

// newSeries makes requests that follow one another, on all processors.
func newSeries(commits [][]store.Entry) ([]*request, error) {
	list, errs := make([]*request, len(commits)), make([]error, len(commits))
	workers := runtime.GOMAXPROCS(0)
	var wg sync.WaitGroup
	for w := range workers {
		wg.Go(func() {
			own := store.NewDecoder()
			for i := w; i < len(commits); i += workers {
				list[i], errs[i] = newRequest(commits[i], own)
			}
		})
	}
	wg.Wait()
	if err := errors.Join(errs...); err != nil {
		return nil, err
	}
	for i := 1; i < len(list); i++ {
		list[i].after = list[i-1]
	}
	return list, nil
}
