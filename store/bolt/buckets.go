package bolt

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"strings"
	"time"

	"go.etcd.io/bbolt"

	"almanac.example/events"
	"almanac.example/store"
)

// The names of the buckets and of the single keys; see the package's page.
const (
	metaBucket    = "almanac"
	currentBucket = "current"
	slugsBucket   = "slugs"
	historyBucket = "history"
	pastBucket    = "past"

	schemaKey  = "schema"
	sealKey    = "seal"
	headKey    = "head"
	tallyKey   = "tally"
	stagingKey = "staging"
)

// bucketNames are those of the record.
func bucketNames() []string {
	return []string{metaBucket, currentBucket, slugsBucket, historyBucket, pastBucket}
}

// bucket is one of sealed values that keeps its tally.
type bucket struct {
	*bbolt.Bucket
	name  string
	tally *tally
	at    *spot // what is being read, for errors
}

// get is the value of a key; nil if there is none.
func (s bucket) get(k []byte) ([]byte, error) {
	stored := s.Get(k)
	if stored == nil {
		return nil, nil
	}
	return unsealed(s.name, k, stored)
}

// put stores a value in the place of what is there.
func (s bucket) put(k, value []byte) error {
	if was := s.Get(k); was != nil {
		s.tally.remove(was)
	}
	stored := sealed(s.name, k, value)
	s.tally.add(stored)
	return s.Put(k, stored)
}

// drop removes a key.
func (s bucket) drop(k []byte) error {
	if was := s.Get(k); was != nil {
		s.tally.remove(was)
	}
	return s.Delete(k)
}

// each reads all entries, and is an error if they are not those that the tally
// tells of. Values are handed over as they are stored; whoever makes use of one
// unseals it.
func (s bucket) each(read func(k, stored []byte) error) error {
	var found tally
	c, last := s.Cursor(), []byte(nil)
	for k, v := c.First(); k != nil; k, v = c.Next() {
		*s.at = spot{s.name, k}
		if bytes.Compare(last, k) >= 0 {
			return damaged(s.at.String(), "it is not where it belongs")
		}
		last = k
		found.add(v)
		if err := read(k, v); err != nil {
			return err
		}
	}
	*s.at = spot{bucket: s.name}
	return s.compare(found, *s.tally)
}

// compare is an error if what was found is not what there should be.
func (s bucket) compare(found, want tally) error {
	switch {
	case found.count != want.count:
		return damaged("bucket "+s.name, "it has %d entries of %d", found.count, want.count)
	case found.sum != want.sum:
		return damaged("bucket "+s.name, "some of its entries are not the newest")
	}
	return nil
}

// buckets are those within one transaction.
type buckets struct {
	tx                   *bbolt.Tx
	meta, current, slugs bucket
	history, past        bucket
	head                 head
	staging              *stage // nil: nothing is being staged
	counts               struct{ current, slugs, history, past, none tally }
	at                   spot
}

// head is what the newest commit was.
type head struct {
	rev events.Rev
	at  time.Time // of the newest state; zero: there is none
}

func (h head) bytes() []byte {
	seconds := int64(0)
	if !h.at.IsZero() {
		seconds = h.at.Unix()
	}
	return binary.BigEndian.AppendUint64(key(h.rev), uint64(seconds)) //nolint:gosec // read back as it was
}

func readHead(value []byte) head {
	h := head{rev: events.Rev(number(value))}
	if seconds := number(value[8:]); h.rev != 0 {
		h.at = time.Unix(seconds, 0).UTC()
	}
	return h
}

// openBuckets reads what there is to know before anything else.
func openBuckets(tx *bbolt.Tx) (*buckets, error) {
	s := &buckets{tx: tx}
	for _, b := range []struct {
		name  string
		into  *bucket
		tally *tally
	}{
		{metaBucket, &s.meta, &s.counts.none}, {currentBucket, &s.current, &s.counts.current}, {slugsBucket, &s.slugs, &s.counts.slugs},
		{historyBucket, &s.history, &s.counts.history}, {pastBucket, &s.past, &s.counts.past},
	} {
		*b.into = bucket{tx.Bucket([]byte(b.name)), b.name, b.tally, &s.at}
		if b.into.Bucket == nil {
			return nil, damaged("bucket "+b.name, "it is missing")
		}
	}
	if tx.Writable() {
		// Keys come in order there, so pages may be filled to the brim.
		s.history.FillPercent = 1
	}
	return s, s.readMeta()
}

// where is what was read last.
func (s *buckets) where() string { return s.at.String() }

// spot is an entry, which is named only when it has to be.
type spot struct {
	bucket string
	key    []byte // nil: the bucket as a whole
}

func (s spot) String() string {
	switch {
	case s.bucket == "":
		return somewhere()
	case s.key == nil:
		return "bucket " + s.bucket
	}
	return place(s.bucket, s.key)
}

// tallies are the counts in the order in which they are stored.
func (s *buckets) tallies() []*tally {
	return []*tally{&s.counts.current, &s.counts.slugs, &s.counts.history, &s.counts.past}
}

func (s *buckets) readMeta() error {
	value, err := s.metaValue(headKey, 16)
	if err != nil {
		return err
	}
	s.head = readHead(value)
	value, err = s.metaValue(tallyKey, 16*len(s.tallies()))
	if err != nil {
		return err
	}
	for i, t := range s.tallies() {
		t.count, t.sum = binary.BigEndian.Uint64(value[16*i:]), binary.BigEndian.Uint64(value[16*i+8:])
	}
	value, err = s.meta.get([]byte(stagingKey))
	if value != nil && err == nil {
		s.staging, err = readStage(value)
	}
	return err
}

// metaValue reads what has to be there.
func (s *buckets) metaValue(name string, size int) ([]byte, error) {
	value, err := s.meta.get([]byte(name))
	if err == nil && len(value) != size {
		err = damaged(place(metaBucket, []byte(name)), "it is missing or has another length")
	}
	return value, err
}

// writeMeta stores head and counts.
func (s *buckets) writeMeta() error {
	var counts []byte
	for _, t := range s.tallies() {
		counts = binary.BigEndian.AppendUint64(binary.BigEndian.AppendUint64(counts, t.count), t.sum)
	}
	return errors.Join(s.meta.put([]byte(headKey), s.head.bytes()), s.meta.put([]byte(tallyKey), counts))
}

// row is a value of the current bucket: which state of the history is the
// current one, and under which slug.
type row struct {
	rev  events.Rev
	slug string
}

func (r row) bytes() []byte { return append(key(r.rev), r.slug...) }

// rowOf reads the row of an event or document; the zero row if there is none.
func (s *buckets) rowOf(name string) (row, error) {
	value, err := s.current.get([]byte(name))
	if value == nil || err != nil {
		return row{}, err
	}
	return readRow([]byte(name), value)
}

func readRow(name, value []byte) (row, error) {
	if len(value) < 8 || number(value) <= 0 {
		return row{}, damaged(place(currentBucket, name), "it names no revision")
	}
	return row{events.Rev(number(value)), string(value[8:])}, nil
}

// stateKey is the key of a state in the history bucket; see store.Key.Name.
func stateKey(rev events.Rev, name string) []byte { return append(key(rev), name...) }

// A value of the history bucket is a state and its ordinal: how many states
// there are up to it.
const ordinalSize = 8

func historyValue(state []byte, ordinal uint64) []byte {
	return binary.BigEndian.AppendUint64(append(make([]byte, 0, len(state)+ordinalSize), state...), ordinal)
}

// readHistory unseals a value of the history bucket.
func readHistory(k, stored []byte) (state []byte, ordinal uint64, err error) {
	value, err := unsealed(historyBucket, k, stored)
	if err != nil {
		return nil, 0, err
	}
	n := len(value) - ordinalSize
	if n < 0 || len(k) <= 8 {
		return nil, 0, damaged(place(historyBucket, k), "it is no state")
	}
	return value[:n:n], binary.BigEndian.Uint64(value[n:]), nil
}

// readState decodes a value of the history bucket.
func readState(k, stored []byte) (*events.State, uint64, error) {
	value, ordinal, err := readHistory(k, stored)
	if err != nil {
		return nil, 0, err
	}
	state, err := store.DecodeState(value, events.Rev(number(k)))
	if err != nil {
		return nil, 0, damaged(place(historyBucket, k), "it cannot be read: %v", err)
	}
	return state, ordinal, nil
}

// pastPrefix starts the keys of an event or document in the past bucket. No
// name has a zero byte in it.
func pastPrefix(name string) []byte { return append([]byte(name), 0) }

func pastKey(name string, rev events.Rev) []byte { return append(pastPrefix(name), key(rev)...) }

// place names an entry for errors.
func place(bucket string, k []byte) string {
	name := func(name string) string {
		if d, ok := strings.CutPrefix(name, "/"); ok {
			return fmt.Sprintf("document %q", d)
		}
		return fmt.Sprintf("event %q", name)
	}
	switch {
	case bucket == historyBucket && len(k) > 8:
		return fmt.Sprintf("history, revision %d of %s", number(k), name(string(k[8:])))
	case bucket == pastBucket && len(k) > 9:
		return fmt.Sprintf("past, revision %d of %s", number(k[len(k)-8:]), name(string(k[:len(k)-9])))
	case bucket == currentBucket:
		return "current, " + name(string(k))
	}
	return fmt.Sprintf("%s, %q", bucket, k)
}
