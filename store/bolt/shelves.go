package bolt

import (
	"go.etcd.io/bbolt"

	"almanac.example/events"
	"almanac.example/store"
)

// shelves are the buckets within one transaction.
type shelves struct {
	meta, events, slugs, history, past *bbolt.Bucket
}

func newShelves(tx *bbolt.Tx) shelves {
	s := shelves{
		meta:    tx.Bucket([]byte(metaBucket)),
		events:  tx.Bucket([]byte(eventsBucket)),
		slugs:   tx.Bucket([]byte(slugsBucket)),
		history: tx.Bucket([]byte(historyBucket)),
		past:    tx.Bucket([]byte(pastBucket)),
	}
	if tx.Writable() {
		// Keys come in order there, so pages may be filled to the brim.
		s.history.FillPercent = 1
	}
	return s
}

func (s shelves) rev() events.Rev { return events.Rev(number(s.meta.Get([]byte(revKey)))) }

// row is a value of the events bucket: which state of the history is the
// current one, and under which slug.
type row struct {
	rev  events.Rev
	slug string
}

func (r row) bytes() []byte { return append(key(r.rev), r.slug...) }

// readRow is the zero row for a value that is absent or makes no sense.
func readRow(b []byte) row {
	if len(b) < 8 {
		return row{}
	}
	return row{events.Rev(number(b)), string(b[8:])}
}

// stored is the row that the change is about.
func (s shelves) stored(k store.Key) row {
	if k.ID == "" {
		return readRow(s.meta.Get([]byte(siteKey)))
	}
	return readRow(s.events.Get([]byte(k.ID)))
}

// check holds the changes of one commit against what is stored.
func (s shelves) check(entries []store.Entry) error {
	free := map[string]bool{} // slugs that this commit gives up
	for _, e := range entries {
		old := s.stored(e.Key)
		if err := store.Expected(e.Key, old.rev); err != nil {
			return err
		}
		if old.slug != "" {
			free[old.slug] = true
		}
	}
	taken := map[string]events.ID{}
	for _, e := range entries {
		if e.Slug == "" {
			continue
		}
		owner, again := taken[e.Slug]
		if !again && !free[e.Slug] {
			owner = events.ID(s.slugs.Get([]byte(e.Slug)))
		}
		if owner != "" {
			return store.SlugTaken(e.Key, owner)
		}
		taken[e.Slug] = e.ID
	}
	return nil
}

// put writes the changes of one commit that has been checked.
func (s shelves) put(entries []store.Entry, rev events.Rev) error {
	for _, e := range entries { // first all that is given up, for others to take
		if old := s.stored(e.Key); old.slug != "" && old.slug != e.Slug {
			if err := s.slugs.Delete([]byte(old.slug)); err != nil {
				return err
			}
		}
	}
	for _, e := range entries {
		if err := s.putEntry(e, rev); err != nil {
			return err
		}
	}
	return nil
}

func (s shelves) putEntry(e store.Entry, rev events.Rev) error {
	if err := s.history.Put(stateKey(rev, e.ID), e.State); err != nil {
		return err
	}
	if err := s.past.Put(append(pastPrefix(e.ID), key(rev)...), nil); err != nil {
		return err
	}
	if e.Slug != "" {
		if err := s.slugs.Put([]byte(e.Slug), []byte(e.ID)); err != nil {
			return err
		}
	}
	value := row{rev, e.Slug}.bytes()
	if e.ID == "" {
		return s.meta.Put([]byte(siteKey), value)
	}
	return s.events.Put([]byte(e.ID), value)
}

// stateKey is an event's key in the history bucket; the site's ID is "".
func stateKey(rev events.Rev, id events.ID) []byte { return append(key(rev), id...) }

// pastPrefix starts the keys of an event in the past bucket; the site's ID is
// "". No ID has a zero byte in it.
func pastPrefix(id events.ID) []byte { return append([]byte(id), 0) }
