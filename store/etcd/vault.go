package etcd

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"iter"
	"strings"

	"go.etcd.io/etcd/api/v3/mvccpb"
	clientv3 "go.etcd.io/etcd/client/v3"

	"almanac.example/events"
	"almanac.example/store"
)

// Vault is the store.Vault beside the record. The version of a value is the etcd
// revision that wrote it.
type Vault struct{ *cluster }

// tokenSize is how many letters before a value tell which write it was of.
const tokenSize = 26

// valueIn reads a value.
func (v *Vault) valueIn(kv *mvccpb.KeyValue) (events.Value, error) {
	key := v.key(kv)
	stored, err := unsealed(key, kv.Value)
	if err == nil && len(stored) < tokenSize {
		err = damaged(key, "it makes no sense")
	}
	if err != nil {
		return events.Value{}, err
	}
	value, err := store.DecodeValue(strings.TrimPrefix(key, valueKeys), stored[tokenSize:])
	value.Version = events.Version(kv.ModRevision)
	return value, err
}

// Get returns a value; see store.Vault.
func (v *Vault) Get(ctx context.Context, key string) (events.Value, error) {
	ctx, end := v.whileOpen(ctx)
	defer end()
	if err := context.Cause(ctx); err != nil {
		return events.Value{}, err
	}
	found, err := v.gets(ctx, []string{valueKeys + key})
	if err != nil {
		return events.Value{}, err
	}
	if found[0] == nil {
		return events.Value{}, store.ValueNotFound(key)
	}
	return v.valueIn(found[0])
}

// List tells values page by page; see store.Vault.
func (v *Vault) List(ctx context.Context, prefix string) iter.Seq2[events.Value, error] {
	return func(yield func(events.Value, error) bool) {
		reading, stop := v.whileOpen(ctx)
		defer stop()
		if err := v.list(reading, prefix, yield); err != nil {
			yield(events.Value{}, err)
		}
	}
}

func (v *Vault) list(ctx context.Context, prefix string, yield func(events.Value, error) bool) error {
	from := v.prefix + valueKeys + prefix
	end := clientv3.GetPrefixRangeEnd(from)
	for p := (pace{}); ; {
		answer, err := v.page(ctx, from, clientv3.WithRange(end), clientv3.WithLimit(p.limit(0)))
		if err != nil {
			return err
		}
		p.measure(answer.Kvs)
		for _, kv := range answer.Kvs {
			value, err := v.valueIn(kv)
			if err == nil {
				err = context.Cause(ctx)
			}
			if err != nil {
				return err
			}
			if !yield(value, nil) {
				return nil
			}
			from = string(kv.Key) + "\x00"
		}
		if !answer.More {
			return nil
		}
	}
}

// Write makes the changes in one transaction; see store.Vault. One whose outcome
// is not known is looked up, and made again if it was not made.
func (v *Vault) Write(ctx context.Context, changes ...events.ValueChange) (events.Version, error) {
	ready, err := store.PrepareValues(changes)
	if err != nil {
		return 0, err
	}
	ctx, end := v.whileOpen(ctx)
	defer end()
	if err := context.Cause(ctx); err != nil || len(ready) == 0 {
		return 0, err
	}
	w := &writing{Vault: v, changes: ready, token: rand.Text()}
	err = persist(ctx, func() error { return w.try(ctx) })
	if w.doubt && err != nil && w.refused == nil {
		return 0, fmt.Errorf("%w: %w", events.ErrUnknown, err)
	}
	return w.version, err
}

// writing is a write under way.
type writing struct {
	*Vault
	changes []events.ValueChange
	token   string
	doubt   bool // a try may have been made
	version events.Version
	refused error // why the write was refused, for certain
}

func (w *writing) try(ctx context.Context) error {
	var t transaction
	for _, c := range w.changes {
		key := w.prefix + valueKeys + c.Value.Key
		t.when = append(t.when, clientv3.Compare(clientv3.ModRevision(key), "=", int64(c.Expect)))
		t.otherwise = append(t.otherwise, clientv3.OpGet(key))
		if c.Delete {
			t.do = append(t.do, clientv3.OpDelete(key))
			continue
		}
		own := valueKeys + c.Value.Key
		t.do = append(t.do, w.put(own, sealed(own, append([]byte(w.token), store.EncodeValue(c.Value)...))))
	}
	answer, err := w.ask(ctx, t)
	switch {
	case errors.Is(err, errFull):
		return w.settleFull(ctx, t.otherwise)
	case err != nil:
		w.doubt = w.doubt || !isFinal(err) || ctx.Err() != nil
		return err
	case answer.Succeeded:
		w.version = events.Version(answer.Header.Revision)
		return nil
	}
	return w.compare(w.found(answer))
}

// settleFull finds out whether a write was made for which the cluster has no
// room; see Backend.settleFull.
func (w *writing) settleFull(ctx context.Context, gets []clientv3.Op) error {
	answer, err := w.insist(ctx, transaction{do: gets})
	if err != nil {
		w.doubt = true
		return errFull
	}
	for _, kv := range w.found(answer) {
		if w.isOwn(kv) {
			w.version = events.Version(kv.ModRevision)
			return nil
		}
	}
	return errFull
}

// found are the values that stand where the changes go, nil where there is none.
func (w *writing) found(answer *clientv3.TxnResponse) []*mvccpb.KeyValue {
	found := make([]*mvccpb.KeyValue, len(w.changes))
	for i, r := range answer.Responses {
		if kvs := r.GetResponseRange().Kvs; len(kvs) > 0 {
			found[i] = kvs[0]
		}
	}
	return found
}

// isOwn reports whether this write put a value where it stands.
func (w *writing) isOwn(kv *mvccpb.KeyValue) bool {
	return kv != nil && len(kv.Value) > tokenSize && string(kv.Value[:tokenSize]) == w.token
}

// compare says why the write was refused, unless it was an earlier try of this
// very write that has changed what is stored.
func (w *writing) compare(found []*mvccpb.KeyValue) error {
	puts, gone := 0, w.doubt
	for i, c := range w.changes {
		kv := found[i]
		switch {
		case c.Delete:
			gone = gone && kv == nil
		case w.doubt && w.isOwn(kv):
			w.version = events.Version(kv.ModRevision)
			return nil
		default:
			puts++
		}
	}
	if w.doubt && puts == 0 && gone {
		// Whoever removed the values: they are gone, as was asked. The version
		// is that of no value.
		w.version = w.changes[0].Expect + 1
		return nil
	}
	for i, c := range w.changes {
		stored := events.Version(0)
		if found[i] != nil {
			stored = events.Version(found[i].ModRevision)
		}
		if err := store.CheckVersion(c, stored); err != nil {
			if !w.doubt {
				w.refused = err
			}
			return err
		}
	}
	return errMoved
}
