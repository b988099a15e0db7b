package etcd

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	clientv3 "go.etcd.io/etcd/client/v3"

	"almanac.example/store"
)

// Schema is the newest schema of stored records that this program knows, and
// the one that a new record gets.
const Schema = 3

// Backend is a store.Backend in an etcd cluster; also a store.Importer and a
// store.Archive.
type Backend struct {
	*cluster
	newest  int           // schema
	dead    time.Duration // after which silence an import under way is dead
	queue   chan *request
	turn    chan struct{} // holds a token while this process writes
	closing sync.Once
	stop    context.CancelFunc
	running sync.WaitGroup
	vault   *Vault
	health  health

	mu       sync.Mutex
	watchers map[*watcher]struct{}
	beat     beat // of an import that is under way elsewhere
}

var (
	_ store.Importer = (*Backend)(nil)
	_ store.Archive  = (*Backend)(nil)
)

// Open connects to the cluster. A record that is not there yet is made by the
// first write. The error is an events.ErrUnavailable if no member answers within
// ten seconds; a refused permission or a record of a newer schema is told at
// once.
func Open(ctx context.Context, c Config) (*Backend, error) { return open(ctx, c, Schema) }

func open(ctx context.Context, c Config, newest int) (*Backend, error) {
	to, f, err := reach(ctx, c)
	if err != nil {
		return nil, err
	}
	if f.Schema > newest {
		return nil, errors.Join(fmt.Errorf("%s: %w", c, &errNewer{f.Schema, newest}), to.disconnect())
	}
	return serving(to, newest), nil
}

// serving begins what a backend does by itself.
func serving(to *cluster, newest int) *Backend {
	b := &Backend{
		cluster: to, newest: newest, dead: deadTime,
		queue: make(chan *request), turn: make(chan struct{}, 1), watchers: map[*watcher]struct{}{},
	}
	b.vault = &Vault{cluster: to}
	living, stop := context.WithCancel(context.Background())
	b.stop = stop
	b.running.Go(func() { b.write(living) })
	b.running.Go(func() { b.probe(living) })
	return b
}

// reach connects and reads the fence.
func reach(ctx context.Context, c Config) (*cluster, fence, error) {
	to, err := connect(c)
	if err != nil {
		return nil, fence{}, err
	}
	f, _, err := to.readFence(ctx)
	if err == nil && f.mod == 0 {
		err = to.isBlank(ctx)
	}
	if err != nil {
		return nil, fence{}, errors.Join(fmt.Errorf("opening %s: %w", c, err), to.disconnect())
	}
	return to, f, nil
}

// isBlank is an error if there is something of a record without the fence.
func (c *cluster) isBlank(ctx context.Context) error {
	for _, under := range []string{currentKeys, logKeys, pastKeys} {
		answer, err := c.page(ctx, c.prefix+under, clientv3.WithPrefix(), clientv3.WithLimit(1), clientv3.WithKeysOnly())
		if err != nil {
			return err
		}
		if len(answer.Kvs) > 0 {
			return damaged(fenceKey, "it is missing")
		}
	}
	return nil
}

// Found reports whether there is a record, and which schema it has. One that is
// half loaded is none. It makes nothing.
func Found(ctx context.Context, c Config) (found bool, schema int, err error) {
	to, f, err := reach(ctx, c)
	if err != nil {
		return false, 0, err
	}
	return f.mod != 0 && f.Stage != loading, f.Schema, to.disconnect()
}

// Close ends every Watch and, once it is known what became of the commit that is
// being written, the connections.
func (b *Backend) Close() error {
	var err error
	b.closing.Do(func() {
		close(b.closed)
		b.turn <- struct{}{} // what is being written
		b.stop()
		<-b.turn
		b.running.Wait()
		err = b.disconnect()
	})
	return err
}

// Vault returns the vault beside the record; it is closed with the backend.
func (b *Backend) Vault() *Vault { return b.vault }

// Raise makes the schema that stands in the store a newer one. It is for when
// every process that uses the record knows it.
func (b *Backend) Raise(ctx context.Context) (had int, err error) {
	for {
		f, _, err := b.readFence(ctx)
		if err != nil || f.Schema >= b.newest || f.mod == 0 {
			return f.Schema, err
		}
		if busy, err := b.standing(ctx, f); err != nil {
			return f.Schema, err
		} else if busy {
			continue
		}
		next := f
		next.Schema = b.newest
		if _, err = b.move(ctx, f, next); !errors.Is(err, errMoved) {
			return f.Schema, err
		}
	}
}
