package etcd

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"go.etcd.io/etcd/api/v3/mvccpb"

	"almanac.example/events"
	"almanac.example/store"
)

// maxFaults is how many faults a check tells of.
const maxFaults = 1000

// Check reads everything of a record as it is at one moment and tells what is
// not as it was written: checksums, states that cannot be read, entries that are
// missing, slugs that lead elsewhere. It changes nothing, and the record may be
// in use. The error is one of not getting at the cluster.
func Check(ctx context.Context, c Config) (store.Report, error) {
	to, err := connect(c)
	if err != nil {
		return store.Report{}, err
	}
	k := &check{cluster: to, log: map[string]events.Rev{}, last: map[string]seen{}, prev: map[string]events.Rev{}}
	err = k.run(ctx)
	return k.report, errors.Join(err, to.disconnect())
}

// check is a check under way.
type check struct {
	*cluster
	report store.Report
	fence  fence
	log    map[string]events.Rev // the states that the log names, by key; those found are removed
	last   map[string]seen       // the newest state of each name
	prev   map[string]events.Rev // which revision the state read before of a name names as the one before
	commit events.Rev            // which revision the commit read before names
	newest bool                  // a commit that counts was read
	rows   int
	slugs  map[string]string
}

// seen is the newest state of an event or document, by its checksum.
type seen struct {
	rev events.Rev
	sum uint32
}

func (k *check) fault(where string, err error) {
	if len(k.report.Faults) == maxFaults || err == nil {
		return
	}
	what := err.Error()
	if d := (*damage)(nil); errors.As(err, &d) {
		where, what = d.where, d.what
	}
	k.report.Faults = append(k.report.Faults, store.Fault{Where: where, What: what})
}

func (k *check) run(ctx context.Context) error {
	answer, err := k.page(ctx, k.prefix+fenceKey)
	if err != nil {
		return fmt.Errorf("reading %s: %w", k.prefix, err)
	}
	at := answer.Header.Revision
	if k.fence, err = k.fenceIn(answer.Kvs); err == nil && k.fence.mod == 0 {
		err = k.isBlank(ctx)
	}
	if err != nil {
		k.fault(place(fenceKey), err)
		return nil
	}
	if k.fence.Schema > Schema {
		return &errNewer{k.fence.Schema, Schema}
	}
	if k.fence.Stage == loading {
		k.fault(place(fenceKey), errHalfLoaded)
	}
	k.slugs = map[string]string{}
	for _, part := range []struct {
		under string
		look  func(key string, kv *mvccpb.KeyValue) error
	}{
		{logKeys, k.commitAt}, {pastKeys, k.stateAt}, {slugKeys, k.slugAt}, {rowKeys, k.rowAt}, {valueKeys, k.valueAt},
	} {
		err := k.scan(ctx, part.under, at, func(kvs []*mvccpb.KeyValue) error {
			for _, kv := range kvs {
				key := k.key(kv)
				k.fault(place(key), part.look(key, kv))
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	k.ends()
	return nil
}

// ends compares what was found with what there has to be.
func (k *check) ends() {
	for key := range k.log {
		k.fault("", damaged(key, "it is missing"))
	}
	for name, prev := range k.prev {
		if prev != 0 {
			k.fault("", damaged(pastKey(name, prev), "it is missing"))
		}
	}
	if k.commit != 0 {
		k.fault("", damaged(logKey(k.commit), "it is missing"))
	}
	if k.report.States != k.fence.States {
		k.fault(place(fenceKey), fmt.Errorf("it counts %d states; there are %d", k.fence.States, k.report.States))
	}
	if k.rows != k.fence.Rows || len(k.last) != k.fence.Rows {
		k.fault(place(fenceKey), fmt.Errorf("it counts %d rows; there are %d, and %d by the history", k.fence.Rows, k.rows, len(k.last)))
	}
}

func (k *check) commitAt(key string, kv *mvccpb.KeyValue) error {
	if rev := revisionOf(strings.TrimPrefix(key, logKeys)); rev > k.fence.Rev && k.fence.Stage != idle {
		return nil // of an import under way
	}
	r, err := readRecord(key, kv.Value)
	if err != nil {
		return err
	}
	want := k.commit
	if !k.newest {
		want = k.fence.Rev
	}
	if k.newest, k.commit = true, r.prev; r.rev != want {
		k.fault(place(key), fmt.Errorf("the revision %d has to come here", want))
	}
	for _, i := range r.items {
		k.log[pastKey(i.name, r.rev)] = i.prev
	}
	return nil
}

func (k *check) stateAt(key string, kv *mvccpb.KeyValue) error {
	name, rev := nameOf(key)
	prev, named := k.log[key]
	if !named {
		if rev > k.fence.Rev && k.fence.Stage != idle {
			return nil
		}
		return damaged(key, "the log does not name it")
	}
	delete(k.log, key)
	k.report.States++
	p, err := readPast(key, kv.Value)
	if err != nil {
		return err
	}
	want, older := k.prev[name]
	k.prev[name] = p.prev
	if !older {
		k.last[name] = seen{rev, checksum("", p.state)}
	}
	state, err := p.decode(key, rev)
	if err != nil {
		return err
	}
	e, err := store.EntryOf(state)
	switch {
	case err != nil:
		return err
	case e.Name() != name:
		return damaged(key, "it is the state of %s", place(rowKey(e.Name())))
	case p.prev != prev || older && want != rev:
		return damaged(key, "it does not follow on the state before")
	}
	k.report.Names(*state)
	return nil
}

func (k *check) slugAt(key string, kv *mvccpb.KeyValue) error {
	owner, err := unsealed(key, kv.Value)
	k.slugs[strings.TrimPrefix(key, slugKeys)] = string(owner)
	return err
}

func (k *check) rowAt(key string, kv *mvccpb.KeyValue) error {
	name := strings.TrimPrefix(key, rowKeys)
	k.rows++
	r, err := readRow(name, kv.Value)
	if err != nil {
		return err
	}
	if now := (seen{r.rev, checksum("", r.state)}); k.last[name] != now && k.fence.Stage != closing {
		return damaged(key, "it is of revision %d and not what the history has at %d", r.rev, k.last[name].rev)
	}
	if owner := k.slugs[r.slug]; r.slug != "" && owner != name {
		return damaged(key, "its slug %q leads to %q", r.slug, owner)
	}
	return nil
}

func (k *check) valueAt(_ string, kv *mvccpb.KeyValue) error {
	v := Vault{k.cluster}
	_, err := v.valueIn(kv)
	return err
}
