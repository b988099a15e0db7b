package bolt

import (
	"errors"
	"fmt"

	"go.etcd.io/bbolt"
)

// The versions of the layout. 1 and 2 are described in migrate.go.
const (
	layout       = 3 // read and written
	oldestLayout = 1 // can be migrated
)

// openCurrent opens a file of the current layout: makes it if there is none or
// an empty one, migrates an older one, and refuses a newer one.
func openCurrent(path string) (*bbolt.DB, error) {
	db, err := openFile(path)
	if err != nil {
		return nil, err
	}
	err = guard(somewhere, func() error { return settle(path, &db) })
	if err != nil {
		return nil, errors.Join(fmt.Errorf("opening %s: %w", path, err), db.Close())
	}
	return db, nil
}

// settle makes the open file one of the current layout, or refuses it. A
// migration replaces the file.
func settle(path string, db **bbolt.DB) error {
	version, err := layoutOf(*db)
	switch {
	case err != nil:
		return err
	case version < 0:
		return create(*db)
	case version > layout:
		return fmt.Errorf("it was written by a newer almanac (schema %d; this one knows up to %d): use that version", version, layout)
	case version < oldestLayout:
		return fmt.Errorf("its schema %d is too old (this almanac migrates from %d on)", version, oldestLayout)
	case version < layout:
		next, err := migrate(path, *db, version)
		if err != nil {
			return fmt.Errorf("migrating it from schema %d to %d: %w", version, layout, err)
		}
		err = (*db).Close()
		*db = next
		return err
	}
	return nil
}

// layoutOf reads the layout's version; -1 for a file without anything. Programs
// of any version find it in the same place, without a checksum; from 3 on it
// stands a second time beside it, with one.
func layoutOf(db *bbolt.DB) (version int, err error) {
	version = -1
	err = db.View(func(tx *bbolt.Tx) error {
		if name, _ := tx.Cursor().First(); name == nil {
			return nil
		}
		meta := tx.Bucket([]byte(metaBucket))
		if meta == nil {
			return errors.New("it is a bbolt database of something else")
		}
		plain, seal := meta.Get([]byte(schemaKey)), meta.Get([]byte(sealKey))
		if len(plain) != 8 {
			return damaged(place(metaBucket, []byte(schemaKey)), "the schema version is missing")
		}
		version = int(number(plain))
		if seal == nil && version < 3 {
			return nil
		}
		value, err := unsealed(metaBucket, []byte(sealKey), seal)
		if err == nil && int(number(value)) != version {
			err = damaged(place(metaBucket, []byte(schemaKey)), "it says %d, and elsewhere %d", version, number(value))
		}
		return err
	})
	return version, err
}

// create makes an empty store of an empty file.
func create(db *bbolt.DB) error {
	return db.Update(func(tx *bbolt.Tx) error {
		for _, name := range bucketNames() {
			if _, err := tx.CreateBucket([]byte(name)); err != nil {
				return err
			}
		}
		s := &buckets{tx: tx}
		s.meta = bucket{tx.Bucket([]byte(metaBucket)), metaBucket, &s.counts.none, &s.at}
		return errors.Join(
			s.meta.Put([]byte(schemaKey), key(layout)),
			s.meta.put([]byte(sealKey), key(layout)),
			s.writeMeta(),
			createVault(tx))
	})
}
