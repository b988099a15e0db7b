package etcd

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync/atomic"
	"time"

	clientv3 "go.etcd.io/etcd/client/v3"

	"almanac.example/events"
	"almanac.example/store"
)

// The limits of a transaction: etcd's standard is 128 operations.
const (
	mostOps   = 126
	mostReads = 120
)

// request is a commit on its way through the writer.
type request struct {
	entries   []store.Entry
	size      int         // of the stored forms
	withdrawn atomic.Bool // the caller waits no longer
	rev       events.Rev
	err       error
	settled   bool
	done      chan struct{} // closed when rev and err are set
}

// errWithdrawn is of a commit that was not tried before its caller went.
var errWithdrawn = errors.New("withdrawn")

func (r *request) settle(rev events.Rev, err error) { r.rev, r.err, r.settled = rev, err, true }

// Commit writes the changes; see store.Backend. If ctx ends while the cluster
// has been asked, Commit waits for what becomes of it.
func (b *Backend) Commit(ctx context.Context, changes ...events.Change) (events.Rev, error) {
	entries, err := store.Entries(changes)
	if err != nil {
		return 0, err
	}
	r := &request{entries: entries, done: make(chan struct{})}
	for _, e := range entries {
		r.size += len(e.State)
	}
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	select {
	case b.queue <- r:
	case <-ctx.Done():
		return 0, ctx.Err()
	case <-b.closed:
		return 0, errClosed
	}
	select {
	case <-r.done:
	case <-ctx.Done():
		r.withdrawn.Store(true)
		<-r.done
	}
	if errors.Is(r.err, errWithdrawn) {
		return 0, ctx.Err()
	}
	return r.rev, r.err
}

// write is the one goroutine that writes commits. Whatever queues up while it is
// at it goes into the next group. ctx ends some time after the store is closed.
func (b *Backend) write(ctx context.Context) {
	var next *request
	for {
		first := next
		if first == nil {
			select {
			case <-b.closed:
				return
			case first = <-b.queue:
			}
		}
		var g *group
		g, next = b.gather(first)
		b.turn <- struct{}{}
		b.writeGroup(ctx, g)
		<-b.turn
		for _, r := range g.all {
			close(r.done)
		}
	}
}

// group is commits that share a transaction. No two of them change the same
// event or document, or take the same slug.
type group struct {
	all    []*request
	doubts []doubt
}

// doubt is a transaction of which it is not known whether it was made: it would
// have written the token at the first of the revisions.
type doubt struct {
	token string
	first events.Rev
	revs  map[*request]events.Rev
}

// gather takes what waits, as far as it fits. One that does not fit is returned
// beside the group.
func (b *Backend) gather(first *request) (g *group, next *request) {
	g = &group{}
	ops, size, keys := 2, 0, map[string]bool{}
	fits := func(r *request) bool {
		own := questionOf(r.entries)
		shared := slices.ContainsFunc(own.names, func(n string) bool { return keys[rowKey(n)] }) ||
			slices.ContainsFunc(own.slugs, func(s string) bool { return keys[slugKey(s)] })
		needed := 1 + 3*len(r.entries)
		if len(g.all) > 0 && (shared || ops+needed > mostOps || size+r.size > store.MaxBytes) {
			return false
		}
		ops, size = ops+needed, size+r.size
		for _, n := range own.names {
			keys[rowKey(n)] = true
		}
		for _, s := range own.slugs {
			keys[slugKey(s)] = true
		}
		g.all = append(g.all, r)
		return true
	}
	fits(first)
	for {
		select {
		case r := <-b.queue:
			if !fits(r) {
				return g, r
			}
		default:
			return g, nil
		}
	}
}

// open are the requests that are not settled.
func (g *group) open() []*request {
	return slices.DeleteFunc(slices.Clone(g.all), func(r *request) bool { return r.settled })
}

// question asks all that the open requests need.
func (g *group) question() (q question) {
	var entries []store.Entry
	for _, r := range g.open() {
		entries = append(entries, r.entries...)
	}
	q = questionOf(entries)
	for _, d := range g.doubts {
		q.log = append(q.log, d.first)
	}
	return q
}

// fail settles what is open: what may have been written is unknown, the rest
// has the error.
func (g *group) fail(err error) {
	for _, r := range g.open() {
		if slices.ContainsFunc(g.doubts, func(d doubt) bool { return d.revs[r] > 0 }) {
			r.settle(0, fmt.Errorf("%w: %w", events.ErrUnknown, err))
		} else {
			r.settle(0, err)
		}
	}
}

// writeGroup tries until every request is settled. While an import goes on it
// waits; otherwise it gives up after patience.
func (b *Backend) writeGroup(ctx context.Context, g *group) {
	until, wait := time.Now().Add(patience), firstWait
	var s *sight // nil: to be read
	for tries := 1; ; tries++ {
		g.withdraw()
		if len(g.open()) == 0 {
			return
		}
		var err error
		if s == nil {
			s, err = b.look(ctx, g.question())
		}
		busy := false
		if err == nil {
			busy, err = b.standing(ctx, s.fence)
		}
		switch {
		case busy:
			s, until = nil, time.Now().Add(patience)
			continue
		case err == nil:
			s, err = b.attempt(ctx, g, s)
		}
		if err == nil && s == nil {
			return
		}
		if err != nil {
			s = nil
		}
		if err != nil && isFinal(err) || b.isClosed() || time.Now().After(until) {
			if err == nil {
				err = errContended
			}
			g.fail(err)
			return
		}
		if s != nil && tries%mostTries != 0 {
			continue // another process was faster: what is known now is new
		}
		sleep(ctx, wait)
		s, wait = nil, min(2*wait, longestWait) // what was known is old
	}
}

// mostTries is how often a group is tried in a row when other processes are
// faster.
const mostTries = 8

var errContended = fmt.Errorf("other processes write all the time: %w", events.ErrUnavailable)

// withdraw settles those whose callers have gone, unless they were tried.
func (g *group) withdraw() {
	if len(g.doubts) > 0 {
		return
	}
	for _, r := range g.open() {
		if r.withdrawn.Load() {
			r.settle(0, errWithdrawn)
		}
	}
}

// look reads how things stand.
func (b *Backend) look(ctx context.Context, q question) (*sight, error) {
	answer, err := b.ask(ctx, transaction{do: b.ops(q)})
	if err != nil {
		return nil, err
	}
	s := newSight()
	return s, s.answer(b.cluster, q, answer.Responses)
}

// insistLook looks again while the cluster is unavailable, for patience at most.
func (b *Backend) insistLook(ctx context.Context, q question) (s *sight, err error) {
	err = persist(ctx, func() (err error) {
		s, err = b.look(ctx, q)
		return err
	})
	return s, err
}

// attempt writes those of a group that can be made. It returns nothing if all
// are settled then, and how things stand now if another process was faster.
func (b *Backend) attempt(ctx context.Context, g *group, s *sight) (*sight, error) {
	if g.resolve(s) {
		return nil, nil
	}
	if err := s.meet(ctx, b.cluster); err != nil {
		return nil, err
	}
	fence := s.fence
	if s.fence.Schema == 0 {
		s.fence.Schema = b.newest
	}
	mine := doubt{rand.Text(), fence.Rev + 1, map[*request]events.Rev{}}
	puts, err := g.puts(s, mine)
	if err != nil || len(mine.revs) == 0 {
		return nil, err
	}
	puts[fenceKey] = s.fence.value()
	q := g.question()
	answer, err := b.ask(ctx, transaction{b.at(fence), b.putAll(puts), b.ops(q)})
	switch {
	case errors.Is(err, errFull):
		g.doubts = append(g.doubts, mine)
		return nil, b.settleFull(ctx, g)
	case err != nil && (!isFinal(err) || errors.Is(err, errClosed)):
		g.doubts = append(g.doubts, mine)
		return nil, err
	case err != nil:
		return nil, err
	case answer.Succeeded:
		mine.settle()
		return nil, nil
	}
	now := newSight()
	return now, now.answer(b.cluster, q, answer.Responses)
}

// settleFull finds out what became of the latest transaction, for which the
// cluster has no room: the quota is looked at before a transaction and after it,
// so that the one that went over it was made although that is the answer. The
// cluster has nothing of it under way any more, so that what was not made is
// refused for certain.
func (b *Backend) settleFull(ctx context.Context, g *group) error {
	s, err := b.insistLook(ctx, g.question())
	if err != nil {
		return errFull // and the doubt stays
	}
	if g.resolve(s) {
		return nil
	}
	g.doubts = g.doubts[:len(g.doubts)-1]
	return errFull
}

// resolve settles what turns out to have been written by an earlier try. What
// does not can no longer be: then the fence is not what that try compared, or
// the next one changes it.
func (g *group) resolve(s *sight) bool {
	for _, d := range g.doubts {
		if s.tokens[d.first] == d.token {
			d.settle()
		}
	}
	return len(g.open()) == 0
}

// settle gives each request its revision.
func (d doubt) settle() {
	for r, rev := range d.revs {
		r.settle(rev, nil)
	}
}

// puts are what the open requests write. Those that cannot be made are settled.
func (g *group) puts(s *sight, mine doubt) (map[string]string, error) {
	puts := map[string]string{}
	for _, r := range g.open() {
		if err := s.admit(r.entries); err != nil {
			r.settle(0, err)
			continue
		}
		record := record{token: mine.token, prev: s.fence.Rev, rev: s.fence.Rev + 1}
		before := s.before(r.entries)
		items, err := s.enter(r.entries)
		if err != nil {
			return nil, err
		}
		record.items, mine.revs[r] = items, record.rev
		puts[logKey(record.rev)] = record.value()
		for i, e := range r.entries {
			stage(puts, e, record.rev, items[i].prev)
			current(puts, e, record.rev)
			if e.Slug != "" && before[e.Slug] != e.Name() {
				puts[slugKey(e.Slug)] = sealed(slugKey(e.Slug), []byte(e.Name()))
				s.owners[e.Slug] = e.Name()
			}
		}
	}
	return puts, nil
}

// before is whose the slugs of the entries are said to be.
func (s *sight) before(entries []store.Entry) map[string]string {
	owners := map[string]string{}
	for _, e := range entries {
		owners[e.Slug] = s.owners[e.Slug]
	}
	return owners
}

// stage puts a state into the history.
func stage(puts map[string]string, e store.Entry, rev, prev events.Rev) {
	key := pastKey(e.Name(), rev)
	puts[key] = past{prev, e.State}.value(key)
}

// current makes a state the current one.
func current(puts map[string]string, e store.Entry, rev events.Rev) {
	puts[rowKey(e.Name())] = row{rev, e.Slug, e.State}.value(e.Name())
}

// putAll are the operations, in the order of their keys.
func (c *cluster) putAll(puts map[string]string) []clientv3.Op {
	ops := make([]clientv3.Op, 0, len(puts))
	for _, key := range slices.Sorted(maps.Keys(puts)) {
		ops = append(ops, c.put(key, puts[key]))
	}
	return ops
}
