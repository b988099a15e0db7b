package bolt

import (
	"bytes"
	"fmt"

	"go.etcd.io/bbolt"

	"almanac.example/events"
	"almanac.example/store"
)

// vault reads every value of the vault and goes on after what is wrong with one.
func (c *check) vault(tx *bbolt.Tx) error {
	s, err := openValues(tx)
	if err != nil {
		return err
	}
	var found tally
	last := []byte(nil)
	err = s.ForEach(func(k, stored []byte) error {
		s.at = spot{vaultBucket, k}
		where := s.where()
		if bytes.Compare(last, k) >= 0 || !bytes.Equal(s.Get(k), stored) {
			c.faultf(where, "it is not where it belongs")
		}
		last = bytes.Clone(k)
		found.add(stored)
		c.fault(where, checkValue(k, stored, s.version))
		return c.ctx.Err()
	})
	if err != nil {
		return err
	}
	return s.compare(found, s.counts)
}

// checkValue reads one value; newest is the version of the last write.
func checkValue(k, stored []byte, newest events.Version) error {
	v, err := readValue(k, stored)
	if err != nil {
		return err
	}
	if v.Version < 1 || v.Version > newest {
		return fmt.Errorf("it has version %d; the newest is %d", v.Version, newest)
	}
	_, err = store.PrepareValues([]events.ValueChange{events.PutValue(v, 0)})
	return err
}
