package etcd

import (
	"context"
	"iter"
	"slices"
	"strings"

	"go.etcd.io/etcd/api/v3/mvccpb"
	clientv3 "go.etcd.io/etcd/client/v3"

	"almanac.example/events"
	"almanac.example/store"
)

// logPage is how many commits of the log one request reads at most.
const logPage = 64

// History tells past states page by page; see store.Backend. States that are
// written meanwhile are newer than the first and not told.
func (b *Backend) History(ctx context.Context, q events.HistoryQuery) iter.Seq2[events.State, error] {
	return func(yield func(events.State, error) bool) {
		reading, end := b.whileOpen(ctx)
		defer end()
		err := b.history(reading, q, func(s *events.State) bool { return yield(*s, nil) })
		if err != nil {
			yield(events.State{}, err)
		}
	}
}

func (b *Backend) history(ctx context.Context, q events.HistoryQuery, yield func(*events.State) bool) error {
	f, err := b.readable(ctx)
	if err != nil {
		return err
	}
	before := f.Rev + 1
	if q.Before > 0 && q.Before < before {
		before = q.Before
	}
	if name := (store.Key{ID: q.ID, Document: q.Document}).Name(); name != "" {
		w := pastWalk{before: before, limit: q.Limit}
		if w.newest, err = b.newestBefore(ctx, name, before); err != nil {
			return err
		}
		return b.historyOf(ctx, name, w, yield)
	}
	left := q.Limit
	return b.walkLog(ctx, before, q.Limit, func(list []record) (bool, error) {
		wanted := eventsIn(list)
		if q.Limit > 0 && len(wanted) > left {
			wanted = wanted[:left]
		}
		more, err := b.states(ctx, wanted, yield)
		left -= len(wanted)
		return more && (q.Limit == 0 || left > 0), err
	})
}

// readable reads the fence; it is an error if the record does not let itself be
// read.
func (b *Backend) readable(ctx context.Context) (fence, error) {
	f, _, err := b.readFence(ctx)
	switch {
	case err != nil:
		return f, err
	case f.Schema > b.newest:
		return f, &errNewer{f.Schema, b.newest}
	case f.Stage == loading:
		return f, errHalfLoaded
	}
	return f, nil
}

// pastWalk says which states of one event or document are wanted.
type pastWalk struct {
	before events.Rev
	newest events.Rev // which has to be the first; -1: it may be any
	limit  int        // 0: all
}

// newestBefore is the revision of the current state of an event or document, 0
// if there is none, or -1 if it is not before the revision that is asked for.
func (b *Backend) newestBefore(ctx context.Context, name string, before events.Rev) (events.Rev, error) {
	found, err := b.gets(ctx, []string{rowKey(name)})
	if err != nil || found[0] == nil {
		return 0, err
	}
	r, err := readRow(name, found[0].Value)
	if r.rev >= before {
		r.rev = -1
	}
	return r.rev, err
}

// historyOf tells the states of one event or document.
func (b *Backend) historyOf(ctx context.Context, name string, w pastWalk, yield func(*events.State) bool) error {
	prefix := b.prefix + pastPrefix(name)
	from, end := prefix+inverted(w.before-1), clientv3.GetPrefixRangeEnd(prefix)
	expected, told := w.newest, 0
	for p := (pace{}); ; {
		answer, err := b.page(ctx, from, clientv3.WithRange(end), clientv3.WithLimit(p.limit(max(0, w.limit-told))))
		if err != nil {
			return err
		}
		p.measure(answer.Kvs)
		for _, kv := range answer.Kvs {
			key := b.key(kv)
			_, rev := nameOf(key)
			stored, err := readPast(key, kv.Value)
			if err != nil {
				return err
			}
			if expected >= 0 && rev != expected {
				return damaged(pastKey(name, expected), "it is missing")
			}
			state, err := stored.decode(key, rev)
			if err != nil {
				return err
			}
			expected = stored.prev
			if err := context.Cause(ctx); err != nil {
				return err
			}
			if told++; !yield(state) || told == w.limit {
				return nil
			}
			from = string(kv.Key) + "\x00"
		}
		if answer.More {
			continue
		}
		if expected > 0 {
			return damaged(pastKey(name, expected), "it is missing")
		}
		return nil
	}
}

// walkLog hands over the commits before a revision, newest first, so many at a
// time, until take wants no more.
func (b *Backend) walkLog(ctx context.Context, before events.Rev, limit int, take func([]record) (more bool, err error)) error {
	from, end := b.prefix+logKey(before-1), clientv3.GetPrefixRangeEnd(b.prefix+logKeys)
	page := logPage
	if limit > 0 {
		page = min(page, limit)
	}
	expected := events.Rev(-1)
	for {
		answer, err := b.page(ctx, from, clientv3.WithRange(end), clientv3.WithLimit(int64(page)))
		if err != nil {
			return err
		}
		list := make([]record, 0, len(answer.Kvs))
		for _, kv := range answer.Kvs {
			r, err := readRecord(b.key(kv), kv.Value)
			if err != nil {
				return err
			}
			if expected >= 0 && r.rev != expected {
				return damaged(logKey(expected), "it is missing")
			}
			expected = r.prev
			list = append(list, r)
			from = string(kv.Key) + "\x00"
		}
		if !answer.More && expected > 0 {
			return damaged(logKey(expected), "it is missing")
		}
		if more, err := take(list); err != nil || !more || !answer.More {
			return err
		}
	}
}

// wanted is a state that is going to be read.
type wanted struct {
	key  string
	rev  events.Rev
	size int
}

// eventsIn are the states of events in commits that come newest first, and those
// of one commit the other way round than Dump tells them.
func eventsIn(list []record) (keys []wanted) {
	for _, r := range list {
		for _, i := range slices.Backward(r.items) {
			if !strings.HasPrefix(i.name, "/") {
				keys = append(keys, wanted{pastKey(i.name, r.rev), r.rev, i.size})
			}
		}
	}
	return keys
}

// states reads states, as many at a time as are not too large together, and
// hands them over. More is false if the consumer wants no more.
func (b *Backend) states(ctx context.Context, list []wanted, yield func(*events.State) bool) (more bool, err error) {
	for len(list) > 0 {
		n, size := 0, 0
		for n < len(list) && n < mostReads && (n == 0 || size+list[n].size <= pageBytes) {
			size += list[n].size
			n++
		}
		keys := make([]string, n)
		for i, w := range list[:n] {
			keys[i] = w.key
		}
		found, err := b.gets(ctx, keys)
		if err != nil {
			return false, err
		}
		for i, kv := range found {
			state, err := stateIn(list[i], kv)
			if err == nil {
				err = context.Cause(ctx)
			}
			if err != nil {
				return false, err
			}
			if !yield(state) {
				return false, nil
			}
		}
		list = list[n:]
	}
	return true, nil
}

func stateIn(w wanted, kv *mvccpb.KeyValue) (*events.State, error) {
	if kv == nil {
		return nil, damaged(w.key, "it is missing")
	}
	stored, err := readPast(w.key, kv.Value)
	if err != nil {
		return nil, err
	}
	return stored.decode(w.key, w.rev)
}
