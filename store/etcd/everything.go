package etcd

import (
	"context"
	"errors"
	"runtime"
	"strings"

	"go.etcd.io/etcd/api/v3/mvccpb"
	"golang.org/x/sync/errgroup"

	"almanac.example/events"
	"almanac.example/store"
)

// everything reads the whole record at one revision, and tells the etcd revision
// at which it was so. While an import is being completed it waits, and it begins
// again while the cluster is unavailable, for patience at most.
func (b *Backend) everything(ctx context.Context) (all events.Batch, at int64, err error) {
	for {
		var f fence
		if f, at, err = b.readFence(ctx); err != nil {
			return all, at, err
		}
		if f.Schema > b.newest || f.Stage == loading || f.Stage == closing {
			if _, err := b.standing(ctx, f); err != nil {
				return all, at, err
			}
			continue
		}
		err = persist(ctx, func() (err error) { // a part cannot be asked for again
			all, err = b.readRows(ctx, f, at)
			return err
		})
		if !errors.Is(err, errCompacted) {
			return all, at, err
		}
	}
}

// readRows decodes all that is current, on all processors, while it comes in: at
// a start this is what there is to wait for.
func (b *Backend) readRows(ctx context.Context, f fence, at int64) (events.Batch, error) {
	all := events.Batch{Rev: f.Rev, At: f.instant(), Reset: true}
	if f.mod == 0 {
		return all, nil
	}
	d := newDecoding()
	err := b.scan(ctx, rowKeys, at, func(kvs []*mvccpb.KeyValue) error {
		d.add(b.cluster, kvs)
		return nil
	})
	if err = errors.Join(d.all.Wait(), err); err != nil {
		return all, err
	}
	for _, part := range d.parts {
		all.Events, all.Documents = append(all.Events, part.Events...), append(all.Documents, part.Documents...)
	}
	if n := len(all.Events) + len(all.Documents); n != f.Rows {
		return all, damaged(rowKeys, "there are %d rows of %d", n, f.Rows)
	}
	return all, nil
}

// decoding decodes rows in parts, on as many processors as there are.
type decoding struct {
	all      errgroup.Group
	parts    []*events.Batch // in order
	decoders chan *store.Decoder
}

// partRows is how many rows one processor takes at a time.
const partRows = 512

func newDecoding() *decoding {
	n := runtime.GOMAXPROCS(0)
	d := &decoding{decoders: make(chan *store.Decoder, n)}
	d.all.SetLimit(n)
	for range n {
		d.decoders <- store.NewDecoder()
	}
	return d
}

func (d *decoding) add(c *cluster, kvs []*mvccpb.KeyValue) {
	for len(kvs) > 0 {
		n := min(partRows, len(kvs))
		rows, part := kvs[:n], &events.Batch{}
		kvs, d.parts = kvs[n:], append(d.parts, part)
		d.all.Go(func() error {
			own := <-d.decoders
			defer func() { d.decoders <- own }()
			return decodeRows(own, c, rows, part)
		})
	}
}

func decodeRows(d *store.Decoder, c *cluster, rows []*mvccpb.KeyValue, into *events.Batch) error {
	for _, kv := range rows {
		name := strings.TrimPrefix(c.key(kv), rowKeys)
		if name == "" {
			return damaged(rowKeys, "a row has no name")
		}
		r, err := readRow(name, kv.Value)
		if err != nil {
			return err
		}
		if err := decodeRow(d, name, r, into); err != nil {
			return err
		}
	}
	return nil
}
