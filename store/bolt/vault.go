package bolt

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"iter"

	"go.etcd.io/bbolt"

	"almanac.example/events"
	"almanac.example/store"
)

// Vault is the store.Vault of the file. Its writes are transactions of their
// own: they wait for the commit that is being written, and it for them.
type Vault struct {
	backend *Backend
	turn    chan struct{} // holds a token while somebody writes, until watchers are told
	news    announcer
}

// Vault returns the vault that is in the same file as the record; it is closed
// with the backend.
func (b *Backend) Vault() *Vault { return b.vault }

func newVault(b *Backend) *Vault { return &Vault{backend: b, turn: make(chan struct{}, 1)} }

// Get returns a value; see store.Vault.
func (v *Vault) Get(ctx context.Context, key string) (value events.Value, err error) {
	if err := ctx.Err(); err != nil {
		return events.Value{}, err
	}
	err = v.read(func(s *values) error {
		value, err = s.value(key)
		return err
	})
	return value, err
}

// read hands the values to a function within a read transaction; it must be
// short.
func (v *Vault) read(do func(*values) error) error { return v.within(v.backend.view, do) }

func (v *Vault) within(transact func(func(*bbolt.Tx) error) error, do func(*values) error) error {
	return transact(func(tx *bbolt.Tx) error {
		s, err := openValues(tx)
		if err != nil {
			return err
		}
		return guard(s.where, func() error { return do(s) })
	})
}

// List tells values page by page; see store.Vault. No transaction is open while
// the consumer has the word.
func (v *Vault) List(ctx context.Context, prefix string) iter.Seq2[events.Value, error] {
	return func(yield func(events.Value, error) bool) {
		for from := []byte(prefix); from != nil; {
			var page []events.Value
			err := ctx.Err()
			if err == nil {
				page, from, err = v.page(prefix, from)
			}
			for _, value := range page {
				if !yield(value, nil) {
					return
				}
			}
			if err != nil {
				yield(events.Value{}, err)
				return
			}
		}
	}
}

// page reads the values under the prefix from a key on and returns where the
// next page starts; nil if nothing is left.
func (v *Vault) page(prefix string, from []byte) (page []events.Value, next []byte, err error) {
	err = v.read(func(s *values) error {
		size := 0
		return s.under(prefix, from, func(k, stored []byte) error {
			if len(page) == pageStates || size > pageBytes {
				next = bytes.Clone(k)
				return errEnough
			}
			value, err := readValue(k, stored)
			size += len(stored)
			page = append(page, value)
			return err
		})
	})
	if err != nil && len(page) > 0 {
		page = page[:len(page)-1] // the last one could not be read
	}
	return page, next, err
}

// Write makes the changes in one transaction; see store.Vault. ctx counts only
// until the writer's turn comes: then the outcome is always known.
func (v *Vault) Write(ctx context.Context, changes ...events.ValueChange) (events.Version, error) {
	ready, err := store.PrepareValues(changes)
	if err != nil {
		return 0, err
	}
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	select {
	case v.turn <- struct{}{}:
		defer func() { <-v.turn }()
	case <-ctx.Done():
		return 0, ctx.Err()
	}
	var version events.Version
	refused := false
	err = v.within(v.backend.update, func(s *values) error {
		version, err = s.write(ready)
		refused = err != nil
		return err
	})
	switch {
	case err == nil:
		v.news.tell(version, ready)
		return version, nil
	case refused || errors.Is(err, events.ErrUnavailable):
		return 0, err
	}
	return 0, fmt.Errorf("writing: %w: %w", events.ErrUnavailable, err)
}
