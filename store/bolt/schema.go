package bolt

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"go.etcd.io/bbolt"

	"almanac.example/events"
)

// The names of the buckets and of the single keys; see the package's page.
const (
	metaBucket    = "almanac"
	eventsBucket  = "events"
	slugsBucket   = "slugs"
	historyBucket = "history"
	pastBucket    = "past"

	schemaKey = "schema"
	revKey    = "rev"
	siteKey   = "site"
)

// schema is a layout's version and the way to it from older ones.
type schema struct {
	oldest int    // the oldest version that can be migrated
	steps  []step // steps[i] makes of version oldest+i the next one
}

// step changes the layout by one version, all within one transaction.
type step func(*bbolt.Tx) error

// current is the layout that this package reads and writes. Version 1 is the
// first; a change of layout appends a step. Version 2 has the buckets of
// version 1, whose states stay as they are; but its new states are in a format
// that a program of version 1 cannot read, and should say so at once.
func current() schema {
	return schema{oldest: 1, steps: []step{func(*bbolt.Tx) error { return nil }}}
}

func (s schema) version() int { return s.oldest + len(s.steps) }

// settle makes the open file one of the current layout, or refuses it.
func (b *Backend) settle(s schema) error {
	version, err := b.version()
	switch {
	case err != nil:
		return err
	case version < 0:
		return b.create(s.version())
	case version > s.version():
		return fmt.Errorf("it was written by a newer almanac (schema %d; this one knows up to %d): use that version", version, s.version())
	case version < s.oldest:
		return fmt.Errorf("its schema %d is too old (this almanac migrates from %d on)", version, s.oldest)
	case version < s.version():
		return b.migrate(s, version)
	}
	return nil
}

// version reads the layout's version; -1 for a file without anything.
func (b *Backend) version() (int, error) {
	version := -1
	err := b.view(func(tx *bbolt.Tx) error {
		meta := tx.Bucket([]byte(metaBucket))
		if name, _ := tx.Cursor().First(); name == nil {
			return nil
		}
		if meta == nil {
			return errors.New("it is a bbolt database of something else")
		}
		v := meta.Get([]byte(schemaKey))
		if len(v) != 8 {
			return errors.New("it has no schema version; restore a backup")
		}
		version = int(number(v))
		return nil
	})
	return version, err
}

func (b *Backend) create(version int) error {
	return b.update(func(tx *bbolt.Tx) error {
		for _, name := range []string{metaBucket, eventsBucket, slugsBucket, historyBucket, pastBucket} {
			if _, err := tx.CreateBucket([]byte(name)); err != nil {
				return err
			}
		}
		meta := tx.Bucket([]byte(metaBucket))
		return errors.Join(
			meta.Put([]byte(schemaKey), key(version)),
			meta.Put([]byte(revKey), key(0)))
	})
}

// migrate keeps a copy of the file as it is and brings it up to date in one
// transaction.
func (b *Backend) migrate(s schema, from int) error {
	if err := b.copyTo(fmt.Sprintf("%s.schema%d", b.path, from)); err != nil {
		return fmt.Errorf("copying it before the migration: %w", err)
	}
	return b.update(func(tx *bbolt.Tx) error {
		for v := from; v < s.version(); v++ {
			if err := s.steps[v-s.oldest](tx); err != nil {
				return fmt.Errorf("migrating it from schema %d to %d: %w", v, v+1, err)
			}
		}
		return tx.Bucket([]byte(metaBucket)).Put([]byte(schemaKey), key(s.version()))
	})
}

// copyTo writes a copy of the file beside it, durably and without overwriting
// an earlier copy.
func (b *Backend) copyTo(path string) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	for n := 2; errors.Is(err, fs.ErrExist); n++ {
		f, err = os.OpenFile(fmt.Sprintf("%s.%d", path, n), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	}
	if err != nil {
		return err
	}
	err = b.view(func(tx *bbolt.Tx) error {
		_, err := tx.WriteTo(f)
		return err
	})
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return errors.Join(err, os.Remove(f.Name()))
	}
	return nil
}

// key is a number as a key or value.
func key[N int | events.Rev](n N) []byte {
	return binary.BigEndian.AppendUint64(nil, uint64(n))
}

// number reads what key wrote; 0 from anything shorter.
func number(b []byte) int64 {
	if len(b) < 8 {
		return 0
	}
	return int64(binary.BigEndian.Uint64(b))
}
