package etcd

import (
	"cmp"
	"context"
	"errors"
	"iter"
	"slices"
	"strings"
	"sync"
	"time"

	"go.etcd.io/etcd/api/v3/mvccpb"
	clientv3 "go.etcd.io/etcd/client/v3"

	"almanac.example/events"
	"almanac.example/store"
)

// backlog is how many changes a watcher may be behind. One that is further
// behind is told everything anew.
const backlog = 4096

// longestRetry is the most that a watch waits before it is asked for again.
const longestRetry = 2 * time.Second

// Watch tells everything and then every change; see store.Backend. A connection
// that is lost is taken up where it ended. Everything is told again only after
// the cluster has forgotten what came then, to a watcher that is more than
// backlog changes behind, and after an import of more than that.
func (b *Backend) Watch(ctx context.Context) iter.Seq2[events.Batch, error] {
	return func(yield func(events.Batch, error) bool) {
		watching, end := b.whileOpen(ctx)
		defer end()
		for again := false; watching.Err() == nil; again = true {
			if again { // as others do at the same moment
				sleep(watching, lookTime)
			}
			if !b.watchOnce(watching, yield) {
				return
			}
		}
		if ctx.Err() == nil {
			yield(events.Batch{}, errClosed)
		}
	}
}

// watchOnce tells everything and then news, until the watcher is lost. It
// returns false if the loop is over.
func (b *Backend) watchOnce(ctx context.Context, yield func(events.Batch, error) bool) bool {
	all, at, err := b.everything(ctx)
	if ctx.Err() != nil {
		return true
	}
	if err != nil {
		yield(events.Batch{}, err)
		return false
	}
	w := &watcher{rev: all.Rev, bell: make(chan struct{}, 1), decoder: store.NewDecoder()}
	w.told = all.Rev
	following, stop := context.WithCancel(ctx)
	var done sync.WaitGroup
	defer done.Wait()
	defer stop()
	b.mu.Lock()
	b.watchers[w] = struct{}{}
	b.mu.Unlock()
	defer func() {
		b.mu.Lock()
		defer b.mu.Unlock()
		delete(b.watchers, w)
	}()
	done.Go(func() { b.follow(following, w, at+1) })
	for news := all; ; {
		if !yield(news, nil) {
			return false
		}
		var lost bool
		if news, lost, err = w.take(ctx); err != nil {
			yield(events.Batch{}, err)
			return false
		}
		if lost || ctx.Err() != nil {
			return true
		}
	}
}

// watcher holds what one watcher has not taken yet, folded into one batch.
type watcher struct {
	mu      sync.Mutex
	news    events.Batch
	lost    bool       // there was more than backlog, and it is gone
	err     error      // why there will be no more news
	rev     events.Rev // of the newest news
	bell    chan struct{}
	restart context.CancelFunc
	lagging time.Time // since when the cluster has had newer commits; zero: it has not

	// Only follow uses these.
	told    events.Rev
	waiting []waitingRow // written, but not yet counting
	flooded bool         // more than backlog of them were there, and are gone
	decoder *store.Decoder
}

// waitingRow is a row that was seen before the fence that lets it count.
type waitingRow struct {
	name string
	row
}

func (w *watcher) ring() {
	select {
	case w.bell <- struct{}{}:
	default:
	}
}

// put adds news.
func (w *watcher) put(news events.Batch) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.rev = news.Rev
	w.news.Rev, w.news.At = news.Rev, news.At
	w.news.Events = append(w.news.Events, news.Events...)
	w.news.Documents = append(w.news.Documents, news.Documents...)
	if len(w.news.Events) > backlog {
		w.news, w.lost = events.Batch{}, true
	}
	w.ring()
}

// end says that no news will come: because everything has to be read anew, or
// because of the error.
func (w *watcher) end(err error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.err = err; err == nil {
		w.lost = true
	}
	w.ring()
}

// take waits for news.
func (w *watcher) take(ctx context.Context) (news events.Batch, lost bool, err error) {
	for {
		select {
		case <-ctx.Done():
			return news, false, nil
		case <-w.bell:
		}
		w.mu.Lock()
		news, lost, err = w.news, w.lost, w.err
		w.news = events.Batch{}
		w.mu.Unlock()
		if lost || err != nil || news.Rev > 0 {
			return news, lost, err
		}
	}
}

// isBehind reports whether the watcher has missed a commit for some seconds.
// Then its watch is begun anew.
func (w *watcher) isBehind(rev events.Rev, now time.Time) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	switch {
	case rev <= w.rev || w.lost || w.err != nil:
		w.lagging = time.Time{}
		return false
	case w.lagging.IsZero():
		w.lagging = now
		return false
	}
	late := now.Sub(w.lagging) > behind
	if late && w.restart != nil {
		w.restart()
	}
	return late
}

// follow keeps a watch on the cluster from an etcd revision on, again and again
// if need be, until ctx ends or everything has to be read anew.
func (b *Backend) follow(ctx context.Context, w *watcher, from int64) {
	for wait := firstWait; ctx.Err() == nil; wait = min(2*wait, longestRetry) {
		begun := from
		err := b.listen(ctx, w, &from)
		newer := new(errNewer)
		switch {
		case ctx.Err() != nil:
			return
		case errors.Is(err, errCompacted), errors.Is(err, errAnew):
			w.end(nil)
			return
		case isRefusal(err), errors.As(err, new(*damage)), errors.As(err, &newer):
			w.end(err)
			return
		}
		if from > begun {
			wait = firstWait
		}
		sleep(ctx, wait)
	}
}

// errAnew is why a watch ends when news cannot tell what has happened.
var errAnew = errors.New("everything has to be read anew")

// listen hands over what one watch tells. It moves from behind it.
func (b *Backend) listen(ctx context.Context, w *watcher, from *int64) error {
	ctx, cancel := context.WithCancel(clientv3.WithRequireLeader(ctx))
	defer cancel()
	w.mu.Lock()
	w.restart, w.lagging = cancel, time.Time{}
	w.mu.Unlock()
	// A watcher of its own has a stream of its own: one that hangs is left behind.
	source := clientv3.NewWatcher(b.client)
	defer source.Close()
	for news := range source.Watch(ctx, b.prefix+currentKeys, clientv3.WithPrefix(), clientv3.WithRev(*from), clientv3.WithProgressNotify()) {
		if err := news.Err(); err != nil {
			return b.translate(err)
		}
		if len(news.Events) == 0 {
			*from = max(*from, news.Header.Revision+1)
			continue
		}
		for events := news.Events; len(events) > 0; {
			at := events[0].Kv.ModRevision
			n := slices.IndexFunc(events, func(e *clientv3.Event) bool { return e.Kv.ModRevision != at })
			if n < 0 {
				n = len(events)
			}
			if err := b.hear(w, events[:n]); err != nil {
				return err
			}
			*from, events = at+1, events[n:]
		}
	}
	return nil
}

// hear takes in what one transaction has written.
func (b *Backend) hear(w *watcher, list []*clientv3.Event) error {
	var f fence
	for _, e := range list {
		key := b.key(e.Kv)
		if e.Type == mvccpb.DELETE {
			return errAnew // a load that failed is removed
		}
		if name, ok := strings.CutPrefix(key, rowKeys); ok {
			if err := w.wait(name, e.Kv.Value); err != nil {
				return err
			}
			continue
		}
		if key != fenceKey {
			continue
		}
		var err error
		if f, err = readFence(e.Kv.Value, e.Kv.ModRevision); err != nil {
			return err
		}
	}
	switch {
	case f.Schema > b.newest:
		return &errNewer{f.Schema, b.newest}
	case f.Stage == loading:
		return errAnew
	case f.Rev <= w.told:
		return nil
	case w.flooded:
		return errAnew
	}
	return w.tell(f)
}

// wait keeps a row until the fence lets it count.
func (w *watcher) wait(name string, stored []byte) error {
	r, err := readRow(name, stored)
	if err != nil {
		return err
	}
	if len(w.waiting) == backlog {
		w.waiting, w.flooded = nil, true
	}
	if !w.flooded {
		w.waiting = append(w.waiting, waitingRow{name, r})
	}
	return nil
}

// tell makes news of the rows that wait.
func (w *watcher) tell(f fence) error {
	slices.SortStableFunc(w.waiting, func(a, b waitingRow) int { return cmp.Compare(a.rev, b.rev) })
	news := events.Batch{Rev: f.Rev, At: f.instant()}
	for _, r := range w.waiting {
		if r.rev <= w.told {
			continue
		}
		if err := decodeRow(w.decoder, r.name, r.row, &news); err != nil {
			return err
		}
	}
	w.waiting, w.told = nil, f.Rev
	w.put(news)
	return nil
}

// decodeRow adds what a row says to a batch.
func decodeRow(d *store.Decoder, name string, r row, into *events.Batch) error {
	if name[0] == '/' {
		state, err := store.DecodeState(r.state, r.rev)
		if err != nil || state.Document == nil {
			return damaged(rowKey(name), "it cannot be read as a document: %v", err)
		}
		into.Documents = append(into.Documents, state.Document)
		return nil
	}
	e, err := d.Event(r.state, r.rev)
	if err != nil {
		return damaged(rowKey(name), "it cannot be read: %v", err)
	}
	into.Events = append(into.Events, e)
	return nil
}
