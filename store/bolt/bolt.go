package bolt

import (
	"errors"
	"fmt"
	"sync"

	"go.etcd.io/bbolt"
	berrors "go.etcd.io/bbolt/errors"

	"almanac.example/events"
	"almanac.example/store"
)

// Backlog is how many changes a watcher may be behind. One that is further
// behind is told everything anew.
//
// It is twice what one write of a series can bring: whoever reads a series as
// fast as it is written is never behind.
const Backlog = 2 * maxGroup * store.MaxChanges

// Backend is a store.Backend in one bbolt file.
type Backend struct {
	path    string
	db      *bbolt.DB
	queue   chan []*request // unbuffered: who could hand over is being served
	closing sync.Once
	closed  chan struct{}
	stopped chan struct{} // the writer has ended
	vault   *Vault

	mu       sync.Mutex
	watchers map[*mailbox]struct{}
}

// Open opens the file, or makes a new one (mode 0600) where there is none or an
// empty one. The error is an events.ErrUnavailable if another process has it
// open, which is known after one second at the latest.
func Open(path string) (*Backend, error) { return open(path, current()) }

func open(path string, s schema) (*Backend, error) {
	db, err := openFile(path)
	if err != nil {
		return nil, err
	}
	b := &Backend{
		path:     path,
		db:       db,
		queue:    make(chan []*request),
		closed:   make(chan struct{}),
		stopped:  make(chan struct{}),
		watchers: map[*mailbox]struct{}{},
	}
	b.vault = newVault(b)
	if err := b.settle(s); err != nil {
		return nil, errors.Join(fmt.Errorf("opening %s: %w", path, err), db.Close())
	}
	go b.write()
	return b, nil
}

// Close ends every Watch, waits for the commit that is being written and frees
// the file.
func (b *Backend) Close() error {
	var err error
	b.closing.Do(func() {
		close(b.closed)
		<-b.stopped
		err = b.db.Close()
	})
	return err
}

var errClosed = fmt.Errorf("the store is closed: %w", events.ErrUnavailable)

// view runs a read transaction; it must be short.
func (b *Backend) view(read func(*bbolt.Tx) error) error {
	return b.translate(guard(func() error { return b.db.View(read) }))
}

// update runs a write transaction.
func (b *Backend) update(write func(*bbolt.Tx) error) error {
	return b.translate(guard(func() error { return b.db.Update(write) }))
}

// translate puts bbolt's and the system's errors into the words of the record.
func (b *Backend) translate(err error) error {
	var damage *damage
	switch {
	case err == nil:
		return nil
	case errors.Is(err, berrors.ErrDatabaseNotOpen):
		return errClosed
	case errors.As(err, &damage):
		return fmt.Errorf("%s: %w", b.path, err)
	}
	return err
}
