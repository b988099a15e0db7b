package bolt

import (
	"errors"
	"fmt"
	"path/filepath"
	"sync"

	"go.etcd.io/bbolt"
	berrors "go.etcd.io/bbolt/errors"

	"almanac.example/events"
	"almanac.example/store"
)

// backlog is how many changes a watcher may be behind. One that is further
// behind is told everything anew. A watcher that keeps up is told of an import
// of any size, unless that is most of the record.
const backlog = 2 * maxGroup * store.MaxChanges

// Backend is a store.Backend in one bbolt file; also a store.Importer and a
// store.Archive.
type Backend struct {
	path    string
	swap    sync.RWMutex // held while db is used; a compaction exchanges it
	db      *bbolt.DB
	queue   chan *request      // unbuffered: who could hand over is being served
	turns   chan chan struct{} // who needs the file alone: closed when given back
	closing sync.Once
	closed  chan struct{}
	stopped chan struct{} // the writer has ended
	vault   *Vault

	mu       sync.Mutex
	watchers map[*mailbox]struct{}
}

var (
	_ store.Importer = (*Backend)(nil)
	_ store.Archive  = (*Backend)(nil)
)

// Open opens the file, or makes a new one (mode 0600) where there is none or an
// empty one. A file of an older layout is migrated first; what it was stays
// beside it. The error is an events.ErrUnavailable if another process has it
// open, which is known after one second at the latest.
func Open(path string) (*Backend, error) {
	// What is written beside the file stands beside the file itself, and a link
	// to it stays one.
	if file, err := filepath.EvalSymlinks(path); err == nil {
		path = file
	}
	db, err := openCurrent(path)
	if err != nil {
		return nil, err
	}
	b := &Backend{
		path:     path,
		db:       db,
		queue:    make(chan *request),
		turns:    make(chan chan struct{}),
		closed:   make(chan struct{}),
		stopped:  make(chan struct{}),
		watchers: map[*mailbox]struct{}{},
	}
	b.vault = newVault(b)
	err = b.clearStaged()
	if err == nil {
		err = b.vault.read((*values).sound)
	}
	if err != nil {
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
		b.swap.Lock()
		defer b.swap.Unlock()
		err = b.db.Close()
	})
	return err
}

var errClosed = fmt.Errorf("the store is closed: %w", events.ErrUnavailable)

// read hands the buckets to a function within a read transaction; it must be
// short.
func (b *Backend) read(do func(*buckets) error) error {
	return b.within(b.view, func(s *buckets) error {
		if s.staging != nil && s.staging.kind == stageLoad {
			return errHalfLoaded
		}
		return do(s)
	})
}

// change hands the buckets to a function within a write transaction. What an
// import has left unfinished is gone by then.
func (b *Backend) change(do func(*buckets) error) error {
	return b.within(b.update, func(s *buckets) error {
		if s.staging != nil && s.staging.kind == stageLoad {
			return errHalfLoaded
		}
		if err := s.unstage(); err != nil {
			return err
		}
		return do(s)
	})
}

// within opens the buckets of a transaction.
func (b *Backend) within(transact func(func(*bbolt.Tx) error) error, do func(*buckets) error) error {
	return transact(func(tx *bbolt.Tx) error {
		s, err := openBuckets(tx)
		if err != nil {
			return err
		}
		return guard(s.where, func() error { return do(s) })
	})
}

// view runs a read transaction; it must be short.
func (b *Backend) view(read func(*bbolt.Tx) error) error {
	b.swap.RLock()
	defer b.swap.RUnlock()
	return b.translate(guard(somewhere, func() error { return b.db.View(read) }))
}

// update runs a write transaction.
func (b *Backend) update(write func(*bbolt.Tx) error) error {
	b.swap.RLock()
	defer b.swap.RUnlock()
	return b.translate(guard(somewhere, func() error { return b.db.Update(write) }))
}

// translate puts bbolt's and the system's errors into the words of the record.
func (b *Backend) translate(err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, berrors.ErrDatabaseNotOpen):
		return errClosed
	case isDamage(err):
		return fmt.Errorf("%s: %w", b.path, err)
	}
	return err
}
