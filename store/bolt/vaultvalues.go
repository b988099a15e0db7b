package bolt

import (
	"bytes"
	"encoding/binary"
	"errors"

	"go.etcd.io/bbolt"

	"almanac.example/events"
	"almanac.example/store"
)

// The vault's bucket, and where the bucket of single values has the version of
// the last write to it and its tally.
const (
	vaultBucket = "vault"
	vaultKey    = "vault"
)

// values is the vault's bucket within one transaction.
type values struct {
	bucket
	meta         bucket
	version      events.Version // of the last write
	counts, none tally
	at           spot
}

// openValues reads what there is to know before any value.
func openValues(tx *bbolt.Tx) (*values, error) {
	s := &values{}
	s.meta = bucket{tx.Bucket([]byte(metaBucket)), metaBucket, &s.none, &s.at}
	s.bucket = bucket{tx.Bucket([]byte(vaultBucket)), vaultBucket, &s.counts, &s.at}
	for _, b := range []bucket{s.meta, s.bucket} {
		if b.Bucket == nil {
			return nil, damaged("bucket "+b.name, "it is missing")
		}
	}
	value, err := s.meta.get([]byte(vaultKey))
	if err != nil {
		return nil, err
	}
	if len(value) != 24 {
		return nil, damaged(place(metaBucket, []byte(vaultKey)), "it is missing or has another length")
	}
	s.version = events.Version(number(value))
	s.counts = tally{binary.BigEndian.Uint64(value[8:]), binary.BigEndian.Uint64(value[16:])}
	return s, nil
}

// createVault makes the empty vault of a new file.
func createVault(tx *bbolt.Tx) error {
	if _, err := tx.CreateBucket([]byte(vaultBucket)); err != nil {
		return err
	}
	s := &values{}
	s.meta = bucket{tx.Bucket([]byte(metaBucket)), metaBucket, &s.none, &s.at}
	return s.note()
}

// where is what was read last.
func (s *values) where() string { return s.at.String() }

// note stores version and tally.
func (s *values) note() error {
	value := binary.BigEndian.AppendUint64(key(uint64(s.version)), s.counts.count) //nolint:gosec // counted from 0
	return s.meta.put([]byte(vaultKey), binary.BigEndian.AppendUint64(value, s.counts.sum))
}

// value is the value of a key.
func (s *values) value(key string) (events.Value, error) {
	s.at = spot{vaultBucket, []byte(key)}
	if key == "" {
		return events.Value{}, store.ValueNotFound(key)
	}
	stored := s.Get([]byte(key))
	if stored == nil {
		return events.Value{}, store.ValueNotFound(key)
	}
	return readValue([]byte(key), stored)
}

func readValue(k, stored []byte) (events.Value, error) {
	value, err := unsealed(vaultBucket, k, stored)
	if err != nil {
		return events.Value{}, err
	}
	return store.DecodeValue(string(k), value)
}

// errEnough ends under without an error.
var errEnough = errors.New("enough")

// under walks the stored values whose keys begin with the prefix, from a key on.
func (s *values) under(prefix string, from []byte, do func(k, stored []byte) error) error {
	c := s.Cursor()
	for k, stored := c.Seek(from); k != nil && bytes.HasPrefix(k, []byte(prefix)); k, stored = c.Next() {
		s.at = spot{vaultBucket, k}
		if err := do(k, stored); errors.Is(err, errEnough) {
			return nil
		} else if err != nil {
			return err
		}
	}
	return nil
}

// sound reads all values and holds them against the tally: none may be missing
// or of an earlier time.
func (s *values) sound() error {
	return s.each(func(k, stored []byte) error {
		_, err := readValue(k, stored)
		return err
	})
}

// write compares and sets. It puts the new version into the changes.
func (s *values) write(changes []events.ValueChange) (events.Version, error) {
	for _, c := range changes {
		stored, err := s.value(c.Value.Key)
		if err != nil && !errors.Is(err, events.ErrNotFound) {
			return 0, err
		}
		if err := store.CheckVersion(c, stored.Version); err != nil {
			return 0, err
		}
	}
	s.version++
	for i := range changes {
		c := &changes[i]
		c.Value.Version = s.version
		var err error
		if c.Delete {
			err = s.drop([]byte(c.Value.Key))
		} else {
			err = s.put([]byte(c.Value.Key), store.EncodeValue(c.Value))
		}
		if err != nil {
			return 0, err
		}
	}
	return s.version, s.note()
}
