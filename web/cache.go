package web

import (
	"fmt"
	"runtime"
	"strconv"

	"github.com/maypok86/otter/v2"
	"golang.org/x/sync/singleflight"

	"almanac.example/events"
)

// DefaultCacheBytes bounds the answers that a Server keeps ready, unless its
// Config says otherwise.
const DefaultCacheBytes = 192 << 20

// addressBytes bounds what is remembered of addresses asked for.
const addressBytes = 8 << 20

// cache keeps representations by what was asked for. An entry is used as long
// as the timeline has not moved; when it has, but the answer is made of the
// same revisions, the entry moves along without being made anew. Its
// admission policy keeps what is popular when clients ask for ever new
// filters, and its bound counts bytes.
type cache struct {
	entries   *otter.Cache[string, cached]
	addresses *otter.Cache[address, destination]
	flight    singleflight.Group
	gate      chan struct{} // a token for each answer that is being made
	slow      chan struct{} // a token for each coding that is made in the background
	off       bool          // every answer is made anew
}

type cached struct {
	rev events.Rev // the newest timeline it is known to answer
	rep *representation
}

// newCache prepares a cache of so many bytes; negative: one that keeps nothing.
func newCache(size int64) (*cache, error) {
	if size == 0 {
		size = DefaultCacheBytes
	}
	c := &cache{gate: make(chan struct{}, max(1, runtime.GOMAXPROCS(0)-1)), slow: make(chan struct{}, 1), off: size < 0}
	var err error
	c.entries, err = otter.New(&otter.Options[string, cached]{
		MaximumWeight: uint64(max(size, 1)), //nolint:gosec // not negative
		Weigher:       func(key string, c cached) uint32 { return uint32(min(1<<31, c.rep.weight()+len(key)+512)) },
	})
	if err != nil {
		return nil, fmt.Errorf("preparing the cache: %w", err)
	}
	c.addresses, err = otter.New(&otter.Options[address, destination]{
		MaximumWeight: addressBytes,
		Weigher: func(a address, d destination) uint32 {
			return uint32(min(1<<31, len(a.path)+len(a.query)+len(d.key)+256))
		},
	})
	if err != nil {
		return nil, fmt.Errorf("preparing the cache: %w", err)
	}
	return c, nil
}

// answer is one thing that can be asked for: how to see whether it changed,
// and how to make it.
type answer struct {
	key     string                                                // settings are fixed; everything else it depends on
	touched func(since events.Rev) bool                           // false: nothing that it is made of has changed since; nil: anything may have
	make    func(before *representation) (*representation, error) // called once for concurrent requests; before may be nil
}

// at returns the representation under the key if it is that of the revision.
func (c *cache) at(key string, rev events.Rev) (*representation, bool) {
	e, ok := c.entries.GetIfPresent(key)
	return e.rep, ok && e.rev == rev
}

// put keeps a representation, if it is worth it.
func (c *cache) put(key string, e cached) {
	if !c.off {
		c.entries.Set(key, e)
	}
}

// get returns the representation of the answer as the timeline at rev gives it.
func (c *cache) get(rev events.Rev, a answer) (*representation, error) {
	e, ok := c.entries.GetIfPresent(a.key)
	if ok && e.rev == rev {
		return e.rep, nil
	}
	if ok && e.rev < rev && a.touched != nil && !a.touched(e.rev) {
		c.put(a.key, cached{rev, e.rep})
		return e.rep, nil
	}
	v, err := c.once(a.key, rev, func() (any, error) {
		if rep, ok := c.at(a.key, rev); ok {
			return rep, nil // made while this request was on its way here
		}
		rep, err := a.make(e.rep)
		if err != nil {
			return nil, err
		}
		rep.gate = c.gate
		if !ok || e.rev < rev { // a request may be late with an old timeline
			c.put(a.key, cached{rev, rep})
		}
		return rep, nil
	})
	if err != nil {
		return nil, err
	}
	return v.(*representation), nil
}

// once does what makes an answer once for all requests that want it at the same
// time, and leaves a processor free of such work: a crowd of rare wishes must
// not keep ready answers waiting. What is done must not ask for another answer
// of this cache.
func (c *cache) once(key string, rev events.Rev, do func() (any, error)) (any, error) {
	v, err, _ := c.flight.Do(key+"\x00"+strconv.FormatInt(int64(rev), 36), func() (any, error) {
		c.gate <- struct{}{}
		defer func() { <-c.gate }()
		return do()
	})
	return v, err
}
