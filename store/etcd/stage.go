package etcd

import (
	"context"
	"errors"
	"fmt"
	"time"

	clientv3 "go.etcd.io/etcd/client/v3"
	"golang.org/x/sync/errgroup"

	"almanac.example/events"
	"almanac.example/store"
)

// How an import shows that it lives, and after which silence others take it for
// dead. What counts is whether the beat changes while one looks, so that no two
// clocks are compared.
const (
	beatTime = time.Second / 2
	deadTime = 10 * time.Second
	lookTime = 100 * time.Millisecond
)

var (
	errHalfLoaded = errors.New("it is half restored: a restore into it has not been completed; run the restore again")
	errGivenUp    = fmt.Errorf("the import was taken for dead by another process and given up; nothing of it was stored: %w", events.ErrUnavailable)
)

// errNewer is of a record that a newer program has raised.
type errNewer struct{ has, known int }

func (e *errNewer) Error() string {
	return fmt.Sprintf("the store has schema %d, which needs a newer almanac; this one knows up to %d", e.has, e.known)
}

// standing says whether the record can be written now. If an import is under
// way it waits a little, and does what is left to do if that has died.
func (b *Backend) standing(ctx context.Context, f fence) (busy bool, err error) {
	switch {
	case f.Schema > b.newest:
		return false, &errNewer{f.Schema, b.newest}
	case f.Stage == idle:
		return false, nil
	case f.Stage == loading:
		return false, errHalfLoaded
	case b.isClosed():
		return false, errClosed
	}
	dead := f.Stage == aborting
	if !dead {
		if dead, err = b.isDead(ctx, f); err != nil {
			return false, err
		}
	}
	switch {
	case !dead:
		sleep(ctx, lookTime)
		return true, context.Cause(ctx)
	case f.Stage == closing:
		return true, b.complete(ctx, f)
	}
	return true, b.abort(ctx, f)
}

// beat is the last sign of an import that this process has seen.
type beat struct {
	holder string
	mod    int64
	since  time.Time
}

// isDead reports whether the import under way has shown no sign for deadTime.
func (b *Backend) isDead(ctx context.Context, f fence) (bool, error) {
	found, err := b.gets(ctx, []string{beatKey})
	if err != nil {
		return false, err
	}
	now := beat{holder: f.Holder, since: time.Now()}
	if found[0] != nil {
		now.mod = found[0].ModRevision
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.beat.holder != now.holder || b.beat.mod != now.mod {
		b.beat = now
	}
	return time.Since(b.beat.since) > b.dead, nil
}

// live shows that an import lives until ctx ends.
func (b *Backend) live(ctx context.Context, holder string) {
	for n := 0; ctx.Err() == nil; n++ {
		// A beat that fails is followed by the next one.
		_, _ = b.ask(ctx, transaction{do: []clientv3.Op{b.put(beatKey, fmt.Sprint(holder, " ", n))}})
		sleep(ctx, beatTime)
	}
}

// move writes the next fence in the place of the one that is there. An outcome
// that is not known is looked up: no two fences have the same holder and stage.
func (b *Backend) move(ctx context.Context, from, to fence) (fence, error) {
	var lost bool
	err := persist(ctx, func() error {
		answer, err := b.ask(ctx, transaction{
			b.at(from), []clientv3.Op{b.put(fenceKey, to.value())}, []clientv3.Op{b.get(fenceKey)},
		})
		if err != nil {
			return err
		}
		if to.mod = answer.Header.Revision; answer.Succeeded {
			return nil
		}
		now, err := b.fenceIn(answer.Responses[0].GetResponseRange().Kvs)
		if err != nil {
			return err
		}
		if lost = now.Holder != to.Holder || now.Stage != to.Stage; !lost {
			to.mod = now.mod
		}
		return nil
	})
	if err == nil && lost {
		err = errMoved
	}
	return to, err
}

// errMoved is of a fence that was not what it was taken for.
var errMoved = fmt.Errorf("another process has written meanwhile: %w", events.ErrUnavailable)

// under makes a transaction that counts only while the fence stands.
func (b *Backend) under(ctx context.Context, f fence, ops []clientv3.Op) error {
	answer, err := b.insist(ctx, transaction{when: b.at(f), do: ops})
	if err == nil && !answer.Succeeded {
		err = errMoved
	}
	return err
}

// inFlight is how many transactions of an import are asked for at a time. They
// do not change the fence, so that none has to wait for another.
const inFlight = 4

// staged reads the log behind the fence: what an import has written that does
// not count yet, newest first.
func (b *Backend) staged(ctx context.Context, f fence) (list []record, err error) {
	from, end := b.prefix+logKeys, b.prefix+logKey(f.Rev)
	var p pace
	for {
		answer, err := b.page(ctx, from, clientv3.WithRange(end), clientv3.WithLimit(p.limit(0)))
		if err != nil {
			return nil, err
		}
		p.measure(answer.Kvs)
		for _, kv := range answer.Kvs {
			r, err := readRecord(b.key(kv), kv.Value)
			if err != nil {
				return nil, err
			}
			list = append(list, r)
			from = string(kv.Key) + "\x00"
		}
		if !answer.More {
			return list, nil
		}
	}
}

// abort removes what an import has left that will not count.
func (b *Backend) abort(ctx context.Context, f fence) (err error) {
	if f.Stage != aborting {
		next := f
		next.Stage, next.To, next.ToAt = aborting, 0, 0
		if f, err = b.move(ctx, f, next); err != nil {
			return ifMoved(err)
		}
	}
	list, err := b.staged(ctx, f)
	if err != nil {
		return err
	}
	var ops []clientv3.Op
	for _, r := range list {
		if len(ops)+1+len(r.items) > mostOps {
			if err := b.under(ctx, f, ops); err != nil {
				return ifMoved(err)
			}
			ops = nil
		}
		ops = append(ops, clientv3.OpDelete(b.prefix+logKey(r.rev)))
		for _, i := range r.items {
			ops = append(ops, clientv3.OpDelete(b.prefix+pastKey(i.name, r.rev)))
		}
	}
	if len(ops) > 0 {
		if err := b.under(ctx, f, ops); err != nil {
			return ifMoved(err)
		}
	}
	next := f
	next.Stage, next.Holder = idle, ""
	_, err = b.move(ctx, f, next)
	return ifMoved(err)
}

// ifMoved is nil if another process has done the work meanwhile.
func ifMoved(err error) error {
	if errors.Is(err, errMoved) {
		return nil
	}
	return err
}

// complete lets an import count that has been decided. Any process may do it,
// also several at a time: all write the same.
func (b *Backend) complete(ctx context.Context, f fence) error {
	list, err := b.staged(ctx, f)
	if err != nil {
		return err
	}
	c := completion{Backend: b, fence: f, last: map[string]final{}, owners: map[string]string{}}
	next := f
	next.Rev, next.At, next.Stage, next.Holder, next.To, next.ToAt = f.To, f.ToAt, idle, "", 0, 0
	for i := len(list) - 1; i >= 0; i-- { // oldest first
		for _, it := range list[i].items {
			next.States++
			if it.prev == 0 {
				next.Rows++
			}
			c.last[it.name] = final{item: it, rev: list[i].rev}
			if it.slug != "" {
				c.owners[it.slug] = it.name
			}
		}
	}
	if len(list) == 0 || list[0].rev != f.To {
		return damaged(logKey(f.To), "it is missing")
	}
	if err := c.write(ctx); err != nil {
		return ifMoved(err)
	}
	_, err = b.move(ctx, f, next)
	return ifMoved(err)
}

// final is the last of the states that an import has of one event or document.
type final struct {
	item
	rev events.Rev
}

// completion writes rows and slugs of what is staged.
type completion struct {
	*Backend
	fence  fence
	last   map[string]final
	owners map[string]string
}

func (c *completion) write(ctx context.Context) error {
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(inFlight)
	const most = mostOps / 2
	var chunk []final
	size := 0
	flush := func() {
		if part := chunk; len(part) > 0 {
			g.Go(func() error { return c.rows(ctx, part) })
		}
		chunk, size = nil, 0
	}
	for _, l := range c.last {
		if len(chunk) == most || size+l.size > store.MaxBytes {
			flush()
		}
		chunk, size = append(chunk, l), size+l.size
	}
	flush()
	return g.Wait()
}

// rows makes states of the history the current ones.
func (c *completion) rows(ctx context.Context, list []final) error {
	keys := make([]string, len(list))
	for i, l := range list {
		keys[i] = pastKey(l.name, l.rev)
	}
	found, err := c.gets(ctx, keys)
	if err != nil {
		return err
	}
	puts := map[string]string{}
	for i, l := range list {
		if found[i] == nil {
			return damaged(keys[i], "it is missing")
		}
		p, err := readPast(keys[i], found[i].Value)
		if err != nil {
			return err
		}
		puts[rowKey(l.name)] = row{l.rev, l.slug, p.state}.value(l.name)
		if l.slug != "" && c.owners[l.slug] == l.name {
			puts[slugKey(l.slug)] = sealed(slugKey(l.slug), []byte(l.name))
		}
	}
	return c.under(ctx, c.fence, c.putAll(puts))
}
