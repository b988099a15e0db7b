package etcd

import (
	"context"
	"maps"
	"slices"
	"strings"
	"time"

	"go.etcd.io/etcd/api/v3/etcdserverpb"
	clientv3 "go.etcd.io/etcd/client/v3"

	"almanac.example/events"
	"almanac.example/store"
)

// question is what has to be known before something can be written.
type question struct {
	names []string
	slugs []string
	log   []events.Rev
}

// questionOf asks how everything stands that the entries change.
func questionOf(entries []store.Entry) (q question) {
	for _, e := range entries {
		q.names = append(q.names, e.Name())
		if e.Slug != "" {
			q.slugs = append(q.slugs, e.Slug)
		}
	}
	slices.Sort(q.slugs)
	q.slugs = slices.Compact(q.slugs)
	return q
}

// ops are the reads that answer it, the fence first.
func (c *cluster) ops(q question) []clientv3.Op {
	ops := []clientv3.Op{c.get(fenceKey)}
	for _, name := range q.names {
		ops = append(ops, c.get(rowKey(name)))
	}
	for _, slug := range q.slugs {
		ops = append(ops, c.get(slugKey(slug)))
	}
	for _, rev := range q.log {
		ops = append(ops, c.get(logKey(rev)))
	}
	return ops
}

// sight is how things stand, or will stand after what is about to be written.
type sight struct {
	fence  fence
	rows   map[string]row    // without states
	owners map[string]string // of slugs; one that has given its slug up is still named
	tokens map[events.Rev]string
}

func newSight() *sight {
	return &sight{rows: map[string]row{}, owners: map[string]string{}, tokens: map[events.Rev]string{}}
}

// join adds what another sight tells.
func (s *sight) join(o *sight) {
	maps.Copy(s.rows, o.rows)
	maps.Copy(s.owners, o.owners)
}

// answer takes in what the cluster said to ops.
func (s *sight) answer(c *cluster, q question, responses []*etcdserverpb.ResponseOp) (err error) {
	next := func() (found []byte) {
		if kvs := responses[0].GetResponseRange().Kvs; len(kvs) > 0 {
			found = kvs[0].Value
		}
		responses = responses[1:]
		return found
	}
	if s.fence, err = c.fenceIn(responses[0].GetResponseRange().Kvs); err != nil {
		return err
	}
	next()
	for _, name := range q.names {
		if err := s.answerRow(name, next()); err != nil {
			return err
		}
	}
	for _, slug := range q.slugs {
		if stored := next(); stored != nil {
			owner, err := unsealed(slugKey(slug), stored)
			if err != nil {
				return err
			}
			s.owners[slug] = string(owner)
		}
	}
	for _, rev := range q.log {
		if stored := next(); stored != nil {
			r, err := readRecord(logKey(rev), stored)
			if err != nil {
				return err
			}
			s.tokens[rev] = r.token
		}
	}
	return nil
}

func (s *sight) answerRow(name string, stored []byte) error {
	if stored == nil {
		s.rows[name] = row{}
		return nil
	}
	r, err := readRow(name, stored)
	s.rows[name] = row{rev: r.rev, slug: r.slug}
	return err
}

// strangers are owners of slugs of which it is not known how they stand. Most
// often there are none.
func (s *sight) strangers() (names []string) {
	for _, owner := range s.owners {
		if _, known := s.rows[owner]; !known && !slices.Contains(names, owner) {
			names = append(names, owner)
		}
	}
	return names
}

// meet reads how the strangers stand. If they have changed since the fence was
// read, the fence has, too, and nothing can be written by it.
func (s *sight) meet(ctx context.Context, c *cluster) error {
	for names := range slices.Chunk(s.strangers(), mostReads) {
		keys := make([]string, len(names))
		for i, name := range names {
			keys[i] = rowKey(name)
		}
		found, err := c.gets(ctx, keys)
		if err != nil {
			return err
		}
		for i, kv := range found {
			var stored []byte
			if kv != nil {
				stored = kv.Value
			}
			if err := s.answerRow(names[i], stored); err != nil {
				return err
			}
		}
	}
	return nil
}

// owner is whose the slug is; "" if it is free.
func (s *sight) owner(slug string) string {
	if name := s.owners[slug]; name != "" && s.rows[name].slug == slug {
		return name
	}
	return ""
}

// admit holds the changes of one commit against how things stand.
func (s *sight) admit(entries []store.Entry) error {
	free := map[string]bool{} // slugs that this commit gives up
	for _, e := range entries {
		old := s.rows[e.Name()]
		if err := store.CheckRevision(e.Key, old.rev); err != nil {
			return err
		}
		free[old.slug] = true
	}
	taken := map[string]string{}
	for _, e := range entries {
		if e.Slug == "" {
			continue
		}
		owner, again := taken[e.Slug]
		if !again && !free[e.Slug] {
			owner = s.owner(e.Slug)
		}
		if owner != "" {
			return store.SlugConflict(e.Key, events.ID(owner))
		}
		taken[e.Slug] = e.Name()
	}
	return nil
}

// enter makes the changes of one commit that has been admitted how things will
// stand. It puts the entries in the order of their names, no instant before the
// newest, and returns what the log will say of them.
func (s *sight) enter(entries []store.Entry) (items []item, err error) {
	slices.SortFunc(entries, func(a, b store.Entry) int { return strings.Compare(a.Name(), b.Name()) })
	s.fence.Rev++
	for i := range entries {
		e := &entries[i]
		if s.fence.States > 0 {
			if err := e.NotBefore(time.Unix(s.fence.At, 0)); err != nil {
				return nil, err
			}
		}
		s.fence.At = e.At.Unix()
		s.fence.States++
		old := s.rows[e.Name()]
		if old.rev == 0 {
			s.fence.Rows++
		}
		s.rows[e.Name()] = row{rev: s.fence.Rev, slug: e.Slug}
		items = append(items, item{name: e.Name(), slug: e.Slug, prev: old.rev, size: len(e.State)})
	}
	return items, nil
}
