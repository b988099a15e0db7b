package etcd

import (
	"context"
	"errors"
	"fmt"

	clientv3 "go.etcd.io/etcd/client/v3"

	"almanac.example/events"
	"almanac.example/store"
)

// Redact empties past states of an event; see store.Archive. etcd keeps what a
// key was until it is compacted, and the pages of its files until it is
// defragmented: both are the operator's (docs/cluster.md).
func (b *Backend) Redact(ctx context.Context, id events.ID, before events.Rev, mark events.Redaction) (emptied int, err error) {
	ctx, end := b.whileOpen(ctx)
	defer end()
	select {
	case b.turn <- struct{}{}:
		defer func() { <-b.turn }()
	case <-ctx.Done():
		return 0, context.Cause(ctx)
	}
	now, err := b.rowNow(ctx, string(id))
	if err != nil {
		return 0, err
	}
	if before > now.rev {
		return 0, fmt.Errorf("event %q is at revision %d; only older states can be redacted: %w", id, now.rev, events.ErrConflict)
	}
	var list []*events.State
	err = b.history(ctx, events.HistoryQuery{ID: id, Before: before}, func(s *events.State) bool {
		if s.Redacted == nil {
			list = append(list, s)
		}
		return true
	})
	if err != nil {
		return 0, err
	}
	for _, s := range list {
		slug := s.Event.Slug
		empty := s.Emptied(mark)
		if err := b.replaceState(ctx, &empty, slug != now.slug && slug != ""); err != nil {
			return emptied, err
		}
		if slug != now.slug && slug != "" {
			if err := b.dropSlug(ctx, slug, string(id)); err != nil {
				return emptied, err
			}
		}
		emptied++
	}
	return emptied, nil
}

// rowNow is how an event stands.
func (b *Backend) rowNow(ctx context.Context, name string) (row, error) {
	found, err := b.gets(ctx, []string{rowKey(name)})
	if err != nil || found[0] == nil {
		return row{}, err
	}
	return readRow(name, found[0].Value)
}

// replaceState writes a past state anew, and what the log says of it.
func (b *Backend) replaceState(ctx context.Context, s *events.State, slugToo bool) error {
	name := string(s.Event.ID)
	key := pastKey(name, s.Rev)
	stored, err := store.Encode(s)
	if err != nil {
		return err
	}
	return b.whileIdle(ctx, func(f fence) error {
		found, err := b.gets(ctx, []string{key})
		if err != nil {
			return err
		}
		if found[0] == nil {
			return damaged(key, "it is missing")
		}
		was, err := readPast(key, found[0].Value)
		if err != nil {
			return err
		}
		records, err := b.records(ctx, []events.Rev{s.Rev})
		if err != nil {
			return err
		}
		r := records[0]
		for i := range r.items {
			if r.items[i].name != name {
				continue
			}
			if r.items[i].size = len(stored); slugToo {
				r.items[i].slug = s.Event.Slug
			}
		}
		return b.under(ctx, f, []clientv3.Op{b.put(key, past{was.prev, stored}.value(key)), b.put(logKey(s.Rev), r.value())})
	})
}

// dropSlug removes what leads from a slug to an event that has another one.
func (b *Backend) dropSlug(ctx context.Context, slug, name string) error {
	return b.whileIdle(ctx, func(f fence) error {
		found, err := b.gets(ctx, []string{slugKeys + slug})
		if err != nil || found[0] == nil {
			return err
		}
		owner, err := unsealed(slugKeys+slug, found[0].Value)
		if err != nil || string(owner) != name {
			return err
		}
		return b.under(ctx, f, []clientv3.Op{clientv3.OpDelete(b.prefix + slugKeys + slug)})
	})
}

// whileIdle does something under the fence while nothing else is under way, and
// again if another process has written meanwhile.
func (b *Backend) whileIdle(ctx context.Context, do func(fence) error) error {
	for {
		f, _, err := b.readFence(ctx)
		if err != nil {
			return err
		}
		busy, err := b.standing(ctx, f)
		if err != nil {
			return err
		}
		if busy {
			continue
		}
		if err := do(f); !errors.Is(err, errMoved) {
			return err
		}
		sleep(ctx, firstWait)
	}
}
