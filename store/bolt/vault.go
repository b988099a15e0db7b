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

// vaultBucket holds the vault's values under their keys. It is made by the
// first write; bbolt's sequence of the bucket is the version of the last one.
const vaultBucket = "vault"

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
	err = v.backend.view(func(tx *bbolt.Tx) error {
		bucket := tx.Bucket([]byte(vaultBucket))
		if bucket == nil {
			return store.NoValue(key)
		}
		stored := bucket.Get([]byte(key))
		if stored == nil {
			return store.NoValue(key)
		}
		value, err = store.DecodeValue(key, stored)
		return err
	})
	return value, err
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
	err = v.backend.view(func(tx *bbolt.Tx) error {
		size := 0
		next = nil
		return eachValue(tx, prefix, from, func(k, stored []byte) error {
			if len(page) == pageStates || size > pageBytes {
				next = bytes.Clone(k)
				return errEnough
			}
			value, err := store.DecodeValue(string(k), stored)
			if err != nil {
				return err
			}
			size += len(stored)
			page = append(page, value)
			return nil
		})
	})
	return page, next, err
}

// errEnough ends eachValue without an error.
var errEnough = errors.New("enough")

// eachValue walks the stored values under the prefix, from a key on.
func eachValue(tx *bbolt.Tx, prefix string, from []byte, do func(k, stored []byte) error) error {
	bucket := tx.Bucket([]byte(vaultBucket))
	if bucket == nil {
		return nil
	}
	c := bucket.Cursor()
	for k, stored := c.Seek(from); k != nil && bytes.HasPrefix(k, []byte(prefix)); k, stored = c.Next() {
		if err := do(k, stored); errors.Is(err, errEnough) {
			return nil
		} else if err != nil {
			return err
		}
	}
	return nil
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
	err = v.backend.update(func(tx *bbolt.Tx) error {
		version, err = writeValues(tx, ready)
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

// writeValues compares and sets. It puts the new version into the changes.
func writeValues(tx *bbolt.Tx, changes []events.ValueChange) (events.Version, error) {
	bucket, err := tx.CreateBucketIfNotExists([]byte(vaultBucket))
	if err != nil {
		return 0, err
	}
	for _, c := range changes {
		stored, err := storedVersion(bucket, c.Value.Key)
		if err == nil {
			err = store.ExpectedValue(c, stored)
		}
		if err != nil {
			return 0, err
		}
	}
	next, err := bucket.NextSequence()
	if err != nil {
		return 0, err
	}
	version := events.Version(next) //nolint:gosec // counted from 1
	for i := range changes {
		c := &changes[i]
		c.Value.Version = version
		if c.Delete {
			err = bucket.Delete([]byte(c.Value.Key))
		} else {
			err = bucket.Put([]byte(c.Value.Key), store.EncodeValue(c.Value))
		}
		if err != nil {
			return 0, err
		}
	}
	return version, nil
}

// storedVersion is the version of the key's value; 0 if there is none.
func storedVersion(bucket *bbolt.Bucket, key string) (events.Version, error) {
	stored := bucket.Get([]byte(key))
	if stored == nil {
		return 0, nil
	}
	value, err := store.DecodeValue(key, stored)
	return value.Version, err
}
