package etcd

import (
	"cmp"
	"context"
	"errors"
	"iter"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"go.etcd.io/etcd/api/v3/mvccpb"
	clientv3 "go.etcd.io/etcd/client/v3"

	"almanac.example/events"
)

// pending holds what one watcher has not taken yet: of every key the last
// change, so that a slow watcher costs no more than the values there are.
type pending struct {
	mu      sync.Mutex
	version events.Version
	changes map[string]*events.Value // nil: gone
	err     error
	bell    chan struct{} // holds one token while there is something to take
}

func (p *pending) ring() {
	select {
	case p.bell <- struct{}{}:
	default:
	}
}

// take empties the mailbox.
func (p *pending) take() (events.ValueBatch, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	batch := events.ValueBatch{Version: p.version}
	for _, key := range slices.Sorted(maps.Keys(p.changes)) {
		if value := p.changes[key]; value != nil {
			batch.Values = append(batch.Values, *value)
		} else {
			batch.Gone = append(batch.Gone, key)
		}
	}
	p.changes = map[string]*events.Value{}
	slices.SortStableFunc(batch.Values, func(a, b events.Value) int { return cmp.Compare(a.Version, b.Version) })
	return batch, p.err
}

// Watch tells everything under the prefix and then every change; see
// store.Vault. It is taken up again as that of a Backend is, and everything is
// told again if the cluster has forgotten what came since the last news.
func (v *Vault) Watch(ctx context.Context, prefix string) iter.Seq2[events.ValueBatch, error] {
	return func(yield func(events.ValueBatch, error) bool) {
		watching, end := v.whileOpen(ctx)
		defer end()
		for watching.Err() == nil {
			if !v.watchOnce(watching, prefix, yield) {
				return
			}
		}
		if ctx.Err() == nil {
			yield(events.ValueBatch{}, errClosed)
		}
	}
}

// watchOnce tells everything and then news, until everything has to be told
// again. It returns false if the loop is over.
func (v *Vault) watchOnce(ctx context.Context, prefix string, yield func(events.ValueBatch, error) bool) bool {
	news, err := v.everything(ctx, prefix)
	if ctx.Err() != nil {
		return true
	}
	p := &pending{changes: map[string]*events.Value{}, bell: make(chan struct{}, 1)}
	following, stop := context.WithCancel(ctx)
	var done sync.WaitGroup
	defer done.Wait()
	defer stop()
	at := int64(news.Version)
	done.Go(func() { v.follow(following, p, prefix, at+1) })
	for {
		switch {
		case errors.Is(err, errCompacted):
			sleep(ctx, lookTime)
			return true
		case err != nil:
			yield(events.ValueBatch{}, err)
			return false
		case news.Reset || len(news.Values)+len(news.Gone) > 0:
			if !yield(news, nil) {
				return false
			}
		}
		select {
		case <-ctx.Done():
			return true
		case <-p.bell:
			news, err = p.take()
		}
	}
}

// everything reads all under the prefix at one revision.
func (v *Vault) everything(ctx context.Context, prefix string) (events.ValueBatch, error) {
	for {
		_, at, err := v.readFence(ctx)
		if err != nil {
			return events.ValueBatch{}, err
		}
		var all events.ValueBatch
		err = persist(ctx, func() (err error) {
			all, err = v.readValues(ctx, prefix, at)
			return err
		})
		if !errors.Is(err, errCompacted) {
			return all, err
		}
	}
}

// readValues reads all under the prefix as it was at an etcd revision.
func (v *Vault) readValues(ctx context.Context, prefix string, at int64) (events.ValueBatch, error) {
	all := events.ValueBatch{Reset: true, Version: events.Version(at)}
	err := v.scan(ctx, valueKeys+prefix, at, func(kvs []*mvccpb.KeyValue) error {
		for _, kv := range kvs {
			value, err := v.valueIn(kv)
			if err != nil {
				return err
			}
			all.Values = append(all.Values, value)
		}
		return nil
	})
	return all, err
}

// follow keeps a watch from an etcd revision on until ctx ends, or an error says
// why there will be no more news.
func (v *Vault) follow(ctx context.Context, p *pending, prefix string, from int64) {
	for wait := firstWait; ctx.Err() == nil; wait = min(2*wait, longestRetry) {
		begun := from
		err := v.listen(ctx, p, prefix, &from)
		if err != nil && (isFinal(err) || isRefusal(err)) && ctx.Err() == nil {
			p.mu.Lock()
			p.err = err
			p.mu.Unlock()
			p.ring()
			return
		}
		if from > begun {
			wait = firstWait
		}
		sleep(ctx, wait)
	}
}

// How it is noticed that a watch has died without a word, which the client does
// not tell: the members are asked for a sign of life of it.
const (
	askTime = 2 * time.Second
	silence = 8 * time.Second // without news or a sign: the watch is begun anew
)

// listen hands over what one watch tells, until it ends or is silent. It moves
// from behind it.
func (v *Vault) listen(ctx context.Context, p *pending, prefix string, from *int64) error {
	ctx, cancel := context.WithCancel(clientv3.WithRequireLeader(ctx))
	source := clientv3.NewWatcher(v.client)
	defer source.Close()
	// One revision earlier: members give no sign of a watch that begins in the future.
	watching := source.Watch(ctx, v.prefix+valueKeys+prefix, clientv3.WithPrefix(), clientv3.WithRev(max(*from-1, 1)), clientv3.WithProgressNotify())
	silent := time.AfterFunc(silence, cancel)
	defer silent.Stop()
	var asking sync.WaitGroup
	defer asking.Wait()
	defer cancel()
	asking.Go(func() {
		for sleep(ctx, askTime); ctx.Err() == nil; sleep(ctx, askTime) {
			_ = source.RequestProgress(ctx) // one that fails is no sign of life
		}
	})
	for news := range watching {
		silent.Reset(silence)
		if err := news.Err(); err != nil {
			return v.translate(err)
		}
		heard := *from
		for _, e := range news.Events {
			if e.Kv.ModRevision < heard {
				continue
			}
			if err := p.put(v, e); err != nil {
				return err
			}
			*from = e.Kv.ModRevision + 1
		}
		// A sign of life does not move from: members before 3.4.25 give it ahead
		// of news that they have not sent yet (etcd issue 15220).
		if *from > heard {
			p.ring()
		}
	}
	return nil
}

func (p *pending) put(v *Vault, e *clientv3.Event) error {
	key := strings.TrimPrefix(v.key(e.Kv), valueKeys)
	var value *events.Value
	if e.Type == mvccpb.PUT {
		read, err := v.valueIn(e.Kv)
		if err != nil {
			return err
		}
		value = &read
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.version, p.changes[key] = events.Version(e.Kv.ModRevision), value
	return nil
}
