package web

import (
	"fmt"
	"hash/maphash"
	"strconv"
	"time"

	"github.com/maypok86/otter/v2"
	"golang.org/x/sync/singleflight"

	"almanac.example/events"
)

// cacheBytes bounds what the cache holds, counted with both compressed forms.
const cacheBytes = 256 << 20

// cache keeps representations by what was asked for. An entry is used as long
// as the timeline has not moved; when it has, but the answer is made of the
// same revisions, the entry moves along without being made anew. Its
// admission policy keeps what is popular when clients ask for ever new
// filters.
type cache struct {
	entries *otter.Cache[string, cached]
	flight  singleflight.Group
	seed    maphash.Seed
}

type cached struct {
	rev         events.Rev // the newest timeline it is known to answer
	fingerprint uint64
	rep         *representation
}

func newCache() (*cache, error) {
	entries, err := otter.New(&otter.Options[string, cached]{
		MaximumWeight: cacheBytes,
		Weigher:       func(key string, c cached) uint32 { return uint32(min(1<<31, 2*c.rep.size+len(key)+1024)) },
	})
	if err != nil {
		return nil, fmt.Errorf("preparing the cache: %w", err)
	}
	return &cache{entries: entries, seed: maphash.MakeSeed()}, nil
}

// answer is one thing that can be asked for: how to see whether it changed,
// and how to make it.
type answer struct {
	key         string                          // settings are fixed; everything else it depends on
	fingerprint func() uint64                   // of the revisions it is made of
	make        func() (*representation, error) // called once for concurrent requests
}

// get returns the representation of the answer as the timeline at rev gives it.
func (c *cache) get(rev events.Rev, a answer) (*representation, error) {
	e, ok := c.entries.GetIfPresent(a.key)
	if ok && e.rev == rev {
		return e.rep, nil
	}
	v, err, _ := c.flight.Do(a.key+"\x00"+strconv.FormatInt(int64(rev), 36), func() (any, error) {
		f := a.fingerprint()
		if ok && e.fingerprint == f {
			c.entries.Set(a.key, cached{rev, f, e.rep})
			return e.rep, nil
		}
		rep, err := a.make()
		if err != nil {
			return nil, err
		}
		c.entries.Set(a.key, cached{rev, f, rep})
		return rep, nil
	})
	if err != nil {
		return nil, err
	}
	return v.(*representation), nil
}

// fingerprint hashes what a selection's answer is made of: the revisions of
// its events, when it last changed, and the vocabulary.
func (c *cache) fingerprint(t *events.Timeline, list []*events.Event, changed time.Time) uint64 {
	var h maphash.Hash
	h.SetSeed(c.seed)
	maphash.WriteComparable(&h, t.Site().Rev)
	maphash.WriteComparable(&h, changed.Unix())
	for _, e := range list {
		h.WriteString(string(e.ID))
		maphash.WriteComparable(&h, e.Rev)
	}
	return h.Sum64()
}
