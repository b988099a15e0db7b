package bulk

import (
	"context"
	"maps"
	"slices"
	"sync"
	"time"

	"almanac.example/events"
	"almanac.example/web/editing"
)

// run is a change of many entries that goes on or has ended.
type run struct {
	id      string
	label   string
	undoes  string // the batch that it takes back; "" for a change
	total   int
	began   time.Time
	changed []events.ID
	left    []editing.Left
	// Documents of the vocabulary that were changed, and those that an undo left.
	documents, leftDocuments []events.DocumentName

	done    int // dealt with so far
	ended   bool
	stopped bool
	err     error
	stop    context.CancelFunc
	then    func(ctx context.Context) error // done when all parts are; nil: nothing
}

// runs are those of this process. What ended long ago is forgotten here; the
// history knows it.
type runs struct {
	mu     sync.Mutex
	byID   map[string]*run
	ctx    func() context.Context
	cancel context.CancelFunc
	going  sync.WaitGroup
}

// runsMost is how many runs are remembered.
const runsMost = 50

func newRuns() *runs {
	ctx, cancel := context.WithCancel(context.Background())
	return &runs{byID: map[string]*run{}, ctx: func() context.Context { return ctx }, cancel: cancel}
}

// partSize is how many entries are changed before a run can be stopped.
const partSize = 320

// start begins a run, whose work is done part by part. It does not end with the
// request that began it.
func (r *runs) start(n *run, ids []events.ID, work func(ctx context.Context, part []events.ID) (editing.Batched, error)) {
	ctx, stop := context.WithCancel(r.ctx())
	n.stop, n.total = stop, len(ids)
	r.keep(n)
	r.going.Go(func() {
		defer stop()
		for part := range slices.Chunk(ids, partSize) {
			if ctx.Err() != nil {
				r.end(n, true, nil)
				return
			}
			b, err := work(ctx, part)
			r.note(n, b, len(part))
			if err != nil {
				r.end(n, ctx.Err() != nil, err)
				return
			}
		}
		var err error
		if n.then != nil {
			err = n.then(ctx)
		}
		r.end(n, false, err)
	})
}

// keep remembers a run, and forgets the one that ended the longest ago.
func (r *runs) keep(n *run) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.byID) >= runsMost {
		ended := slices.DeleteFunc(slices.Collect(maps.Values(r.byID)), func(n *run) bool { return !n.ended })
		if len(ended) > 0 {
			oldest := slices.MinFunc(ended, func(a, b *run) int { return a.began.Compare(b.began) })
			delete(r.byID, oldest.id)
		}
	}
	r.byID[n.id] = n
}

func (r *runs) note(n *run, b editing.Batched, dealt int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	n.changed, n.left, n.done = append(n.changed, b.Changed...), append(n.left, b.Left...), n.done+dealt
}

func (r *runs) end(n *run, stopped bool, err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	n.ended, n.stopped, n.err = true, stopped, err
}

// find is the state of a run as it is now.
func (r *runs) find(id string) (run, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	n, ok := r.byID[id]
	if !ok {
		return run{}, false
	}
	now := *n
	now.changed, now.left = slices.Clone(n.changed), slices.Clone(n.left)
	return now, true
}

// halt asks a run to stop after the part it is in.
func (r *runs) halt(id string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if n, ok := r.byID[id]; ok && !n.ended {
		n.stop()
	}
}

// patience is how long a request waits for a run to end, so that a small one is
// answered with what it did.
const patience = 1500 * time.Millisecond

// await waits for a run to end, for a while.
func (r *runs) await(ctx context.Context, id string) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for {
		if n, ok := r.find(id); !ok || n.ended {
			return
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// close stops what goes on, and waits for it.
func (r *runs) close() {
	r.cancel()
	r.going.Wait()
}
