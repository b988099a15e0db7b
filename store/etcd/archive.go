package etcd

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"
	"time"

	clientv3 "go.etcd.io/etcd/client/v3"

	"almanac.example/events"
	"almanac.example/store"
)

// Dump tells every state, oldest first; see store.Archive. The log sorts newest
// first, and etcd would read all of it to turn it round: so the revisions are
// read before, without what they hold.
func (b *Backend) Dump(ctx context.Context, after events.Rev) iter.Seq2[events.State, error] {
	return func(yield func(events.State, error) bool) {
		reading, end := b.whileOpen(ctx)
		defer end()
		err := b.dump(reading, max(after, 0), func(s *events.State) bool { return yield(*s, nil) })
		if err != nil {
			yield(events.State{}, err)
		}
	}
}

func (b *Backend) dump(ctx context.Context, after events.Rev, yield func(*events.State) bool) error {
	f, err := b.readable(ctx)
	if err != nil || f.Rev <= after {
		return err
	}
	revs, err := b.revisions(ctx, f.Rev, after)
	if err != nil {
		return err
	}
	told := 0
	slices.Reverse(revs)
	for part := range slices.Chunk(revs, logPage) {
		list, err := b.records(ctx, part)
		if err != nil {
			return err
		}
		var keys []wanted
		for _, r := range list {
			for _, i := range r.items {
				keys = append(keys, wanted{pastKey(i.name, r.rev), r.rev, i.size})
			}
		}
		if more, err := b.states(ctx, keys, yield); err != nil || !more {
			return err
		}
		told += len(keys)
	}
	if after == 0 && told != f.States {
		return damaged(logKeys, "it tells of %d states, but there are %d", told, f.States)
	}
	return nil
}

// revisions are those of all commits up to one and after another, newest first.
func (b *Backend) revisions(ctx context.Context, last, after events.Rev) (revs []events.Rev, err error) {
	from, end := b.prefix+logKey(last), clientv3.GetPrefixRangeEnd(b.prefix+logKeys)
	if after > 0 {
		end = b.prefix + logKey(after)
	}
	for {
		answer, err := b.page(ctx, from, clientv3.WithRange(end), clientv3.WithKeysOnly(), clientv3.WithLimit(pageKeys))
		if err != nil {
			return nil, err
		}
		for _, kv := range answer.Kvs {
			rev := revisionOf(strings.TrimPrefix(b.key(kv), logKeys))
			if rev < 1 {
				return nil, damaged(b.key(kv), "it is no revision")
			}
			revs = append(revs, rev)
			from = string(kv.Key) + "\x00"
		}
		if !answer.More {
			return revs, nil
		}
	}
}

// records reads commits of the log. Each has to follow on the one before.
func (b *Backend) records(ctx context.Context, revs []events.Rev) ([]record, error) {
	keys := make([]string, len(revs))
	for i, rev := range revs {
		keys[i] = logKey(rev)
	}
	found, err := b.gets(ctx, keys)
	if err != nil {
		return nil, err
	}
	list := make([]record, len(keys))
	for i, kv := range found {
		if kv == nil {
			return nil, damaged(keys[i], "it is missing")
		}
		if list[i], err = readRecord(keys[i], kv.Value); err != nil {
			return nil, err
		}
		if i > 0 && list[i].prev != revs[i-1] {
			return nil, damaged(logKey(list[i].prev), "it is missing")
		}
	}
	return list, nil
}

// Load stores what Dump told; see store.Archive. It writes the history first.
// Rows follow from it by the way an import is completed.
func (b *Backend) Load(ctx context.Context, states iter.Seq2[events.State, error]) error {
	ctx, end := b.whileOpen(ctx)
	defer end()
	select {
	case b.turn <- struct{}{}:
		defer func() { <-b.turn }()
	case <-ctx.Done():
		return context.Cause(ctx)
	}
	ld := &load{Backend: b, rows: map[string]final{}, puts: map[string]string{}}
	if err := ld.begin(ctx); err != nil {
		return err
	}
	for state, err := range states {
		if err == nil {
			err = context.Cause(ctx)
		}
		if err == nil {
			err = ld.add(ctx, &state)
		}
		if err != nil {
			return err
		}
	}
	if err := ld.end(ctx); err != nil {
		return err
	}
	return ld.finish(ctx)
}

// load is a load under way.
type load struct {
	*Backend
	fence  fence
	rows   map[string]final // how things stand after what was added
	record record           // the commit that is being added to
	states []waitingState   // of it
	last   time.Time        // of the newest state
	count  int
	puts   map[string]string // what waits to be written
	size   int
}

// waitingState is a state of a commit that is not complete yet.
type waitingState struct {
	item
	state []byte
}

// begin makes the store one that is half loaded, and removes what an earlier
// load has left.
func (ld *load) begin(ctx context.Context) error {
	for {
		f, _, err := ld.readFence(ctx)
		switch {
		case err != nil:
			return err
		case f.Schema > ld.newest:
			return &errNewer{f.Schema, ld.newest}
		case f.Rev != 0:
			return fmt.Errorf("the store holds a record already, at revision %d: %w", f.Rev, events.ErrConflict)
		case f.Stage != idle && f.Stage != loading:
			if _, err := ld.standing(ctx, f); err != nil {
				return err
			}
			continue
		}
		ld.fence, err = ld.move(ctx, f, fence{Schema: ld.newest, Stage: loading, Holder: rand.Text()})
		if errors.Is(err, errMoved) {
			continue
		}
		if err != nil || f.Stage == idle {
			return err
		}
		var ops []clientv3.Op
		for _, under := range []string{rowKeys, pastKeys, logKeys, slugKeys} {
			ops = append(ops, clientv3.OpDelete(ld.prefix+under, clientv3.WithPrefix()))
		}
		return ld.under(ctx, ld.fence, ops)
	}
}

// add takes one state.
func (ld *load) add(ctx context.Context, state *events.State) error {
	e, err := store.EntryOf(state)
	if err != nil {
		return fmt.Errorf("revision %d: %w", state.Rev, err)
	}
	if len(e.State) > store.MaxBytes {
		return fmt.Errorf("revision %d: a state of %d bytes; at most %d are allowed: %w", state.Rev, len(e.State), store.MaxBytes, events.ErrTooLarge)
	}
	name, old := e.Name(), ld.rows[e.Name()]
	switch {
	case state.Rev < max(ld.record.rev, 1):
		return fmt.Errorf("revision %d comes after revision %d; they have to grow", state.Rev, ld.record.rev)
	case old.rev == state.Rev:
		return fmt.Errorf("revision %d has two states of the same event or document", state.Rev)
	}
	if state.Rev > ld.record.rev {
		if err := ld.end(ctx); err != nil {
			return err
		}
		ld.record = record{rev: state.Rev, token: ld.fence.Holder, prev: ld.record.rev}
	}
	now := item{name, e.Slug, old.rev, len(e.State)}
	ld.states = append(ld.states, waitingState{now, e.State})
	ld.rows[name] = final{now, state.Rev}
	ld.last = e.At
	ld.count++
	return nil
}

// end completes the commit that was being added to.
func (ld *load) end(ctx context.Context) error {
	slices.SortFunc(ld.states, func(a, b waitingState) int { return cmp.Compare(a.name, b.name) })
	for _, s := range ld.states {
		if err := ld.room(ctx, len(s.state)); err != nil {
			return err
		}
		key := pastKey(s.name, ld.record.rev)
		ld.puts[key] = past{s.prev, s.state}.value(key)
		ld.size += len(s.state)
		ld.record.items = append(ld.record.items, s.item)
	}
	if len(ld.states) == 0 {
		return nil
	}
	ld.states = nil
	if err := ld.room(ctx, 0); err != nil {
		return err
	}
	ld.puts[logKey(ld.record.rev)] = ld.record.value()
	return nil
}

// room writes what waits if there is no room for so many bytes more.
func (ld *load) room(ctx context.Context, size int) error {
	if len(ld.puts) == 0 || len(ld.puts) < mostOps && ld.size+size <= store.MaxBytes {
		return nil
	}
	return ld.flush(ctx)
}

func (ld *load) flush(ctx context.Context) error {
	err := ld.under(ctx, ld.fence, ld.putAll(ld.puts))
	ld.puts, ld.size = map[string]string{}, 0
	return err
}

// finish lets what was loaded count.
func (ld *load) finish(ctx context.Context) error {
	owners := map[string]string{}
	for name, r := range ld.rows {
		if owner, taken := owners[r.slug]; taken && r.slug != "" {
			return store.SlugConflict(store.Key{ID: events.ID(name), Slug: r.slug}, events.ID(owner))
		}
		owners[r.slug] = name
	}
	if len(ld.puts) > 0 {
		if err := ld.flush(ctx); err != nil {
			return err
		}
	}
	next := ld.fence
	next.Stage, next.Holder = idle, ""
	if ld.count > 0 {
		next.Rev, next.At, next.States, next.Rows = ld.record.rev, ld.last.Unix(), ld.count, len(ld.rows)
		c := completion{Backend: ld.Backend, fence: ld.fence, last: ld.rows, owners: owners}
		if err := c.write(ctx); err != nil {
			return err
		}
	}
	_, err := ld.move(ctx, ld.fence, next)
	if errors.Is(err, errMoved) {
		err = fmt.Errorf("another restore was begun meanwhile: %w", events.ErrConflict)
	}
	return err
}
