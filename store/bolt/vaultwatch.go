package bolt

import (
	"cmp"
	"context"
	"iter"
	"maps"
	"slices"
	"strings"
	"sync"

	"almanac.example/events"
)

// announcer tells the watchers of the vault what is written.
type announcer struct {
	mu       sync.Mutex
	watchers map[*pending]struct{}
}

// pending holds what one watcher has not taken yet: of every key the last
// change, so that a slow watcher costs no more than the values there are.
type pending struct {
	prefix  string
	mu      sync.Mutex
	version events.Version
	changes map[string]events.ValueChange
	bell    chan struct{} // holds one token while there is something to take
}

func (a *announcer) subscribe(prefix string) *pending {
	p := &pending{prefix: prefix, changes: map[string]events.ValueChange{}, bell: make(chan struct{}, 1)}
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.watchers == nil {
		a.watchers = map[*pending]struct{}{}
	}
	a.watchers[p] = struct{}{}
	return p
}

func (a *announcer) unsubscribe(p *pending) {
	a.mu.Lock()
	defer a.mu.Unlock()
	delete(a.watchers, p)
}

func (a *announcer) tell(version events.Version, changes []events.ValueChange) {
	a.mu.Lock()
	defer a.mu.Unlock()
	for p := range a.watchers {
		p.put(version, changes)
	}
}

func (p *pending) put(version events.Version, changes []events.ValueChange) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, c := range changes {
		if strings.HasPrefix(c.Value.Key, p.prefix) {
			p.version, p.changes[c.Value.Key] = version, c
		}
	}
	if len(p.changes) == 0 {
		return
	}
	select {
	case p.bell <- struct{}{}:
	default:
	}
}

// take empties the mailbox of what is newer than the version. Of a batch
// without any the version is 0.
func (p *pending) take(after events.Version) events.ValueBatch {
	p.mu.Lock()
	changes, version := p.changes, p.version
	p.changes = map[string]events.ValueChange{}
	p.mu.Unlock()
	var batch events.ValueBatch
	for _, key := range slices.Sorted(maps.Keys(changes)) {
		c := changes[key]
		switch {
		case c.Value.Version <= after:
			continue
		case c.Delete:
			batch.Gone = append(batch.Gone, key)
		default:
			c.Value.Data = slices.Clone(c.Value.Data)
			batch.Values = append(batch.Values, c.Value)
		}
		batch.Version = version
	}
	slices.SortStableFunc(batch.Values, func(a, b events.Value) int { return cmp.Compare(a.Version, b.Version) })
	return batch
}

// Watch tells everything under the prefix and then every change; see
// store.Vault.
func (v *Vault) Watch(ctx context.Context, prefix string) iter.Seq2[events.ValueBatch, error] {
	return func(yield func(events.ValueBatch, error) bool) {
		// The mailbox comes first: what is written while everything is being
		// read is in both, and left out the second time.
		p := v.news.subscribe(prefix)
		defer v.news.unsubscribe(p)
		news, err := v.everything(prefix)
		for ctx.Err() == nil {
			if err != nil {
				yield(events.ValueBatch{}, err)
				return
			}
			if !yield(news, nil) {
				return
			}
			news, err = v.next(ctx, p, news.Version)
		}
	}
}

// next waits for news after the version. It returns early, with anything, when
// ctx ends.
func (v *Vault) next(ctx context.Context, p *pending, after events.Version) (events.ValueBatch, error) {
	for {
		select {
		case <-ctx.Done():
			return events.ValueBatch{}, nil
		case <-v.backend.closed:
			return events.ValueBatch{}, errClosed
		case <-p.bell:
		}
		if news := p.take(after); news.Version > after {
			return news, nil
		}
	}
}

// everything reads all under the prefix at one version.
func (v *Vault) everything(prefix string) (events.ValueBatch, error) {
	all := events.ValueBatch{Reset: true}
	err := v.read(func(s *values) error {
		all.Version = s.version
		return s.under(prefix, []byte(prefix), func(k, stored []byte) error {
			value, err := readValue(k, stored)
			all.Values = append(all.Values, value)
			return err
		})
	})
	return all, err
}
