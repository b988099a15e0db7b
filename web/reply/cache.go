package reply

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/netip"
	"strconv"
	"sync/atomic"

	"github.com/maypok86/otter/v2"
)

// defaultCacheBytes bounds the answers that a Cache keeps ready, unless its
// Options say otherwise.
const defaultCacheBytes = 192 << 20

// Revision numbers the states of what answers are made of.
type Revision int64

// Cache keeps representations by what was asked for. An entry is used as long
// as the revision has not moved; when it has, but nothing that the answer is
// made of has changed, the entry moves along without being made anew. Its
// admission policy keeps what is popular when clients ask for ever new things,
// and its bound counts bytes.
type Cache struct {
	entries *otter.Cache[string, cached]
	heard   *otter.Cache[string, struct{}] // keys of large answers that were made and not kept
	flight  flight
	transit *Transit
	encoder *encoder
	off     bool // every answer is made anew
	made    atomic.Uint64
}

type cached struct {
	rev Revision // the newest one it is known to answer
	rep *Representation
}

// heardKeys is how many large answers that were asked for once are remembered.
const heardKeys = 4096

// NewCache prepares a cache of so many bytes; 0: DefaultCacheBytes, negative:
// one that keeps nothing. What it makes and sends counts in the transit.
func NewCache(size int64, transit *Transit) (*Cache, error) {
	if size == 0 {
		size = defaultCacheBytes
	}
	c := &Cache{
		flight: flight{calls: map[string]*call{}}, transit: transit,
		encoder: &encoder{slot: make(chan struct{}, 1)}, off: size < 0,
	}
	var err error
	c.entries, err = otter.New(&otter.Options[string, cached]{
		MaximumWeight: uint64(max(size, 1)), //nolint:gosec // not negative
		Weigher:       func(key string, c cached) uint32 { return uint32(min(1<<31, c.rep.weight()+len(key)+512)) },
	})
	if err != nil {
		return nil, fmt.Errorf("preparing the cache: %w", err)
	}
	c.heard, err = otter.New(&otter.Options[string, struct{}]{MaximumSize: heardKeys})
	if err != nil {
		return nil, fmt.Errorf("preparing the cache: %w", err)
	}
	return c, nil
}

// Off reports whether the cache keeps nothing.
func (c *Cache) Off() bool { return c.off }

// Bytes is about how much memory the kept answers come to.
func (c *Cache) Bytes() uint64 { return c.entries.WeightedSize() }

// Made is how many answers were made up to now.
func (c *Cache) Made() uint64 { return c.made.Load() }

// CleanUp carries out evictions that are pending.
func (c *Cache) CleanUp() { c.entries.CleanUp() }

// An Answer is one thing that can be asked for: how to see whether it changed,
// and how to make it.
type Answer struct {
	Key string // everything the answer depends on but the revision and the settings, which are fixed
	// Lane admits the making.
	Lane *Lane
	// Main marks the few answers that are kept even if they are large and were
	// asked for only once; others of that size are kept from the second time on.
	Main bool
	// Holds reports whether a representation made at or known to hold for the
	// revision since still says what Make would make now; nil: it never does.
	Holds func(rep *Representation, since Revision) bool
	// Make makes the answer, once for concurrent requests; before may be nil.
	// It ends early, with the error of ctx, when no request waits any more.
	Make func(ctx context.Context, turn *Turn, before *Representation) (*Representation, error)
}

// A Turn is the place of an answer that is being made in a lane.
type Turn struct {
	from    netip.Prefix
	lane    *Lane
	leave   func()
	transit *Transit
	give    func()
}

// Reserve counts bytes that the answer is about to take in memory against the
// bound, until it is made: once a turn. ErrBusy: there is no room.
func (t *Turn) Reserve(n int64) error {
	give, err := t.transit.Reserve(n)
	if err != nil {
		return err
	}
	t.give = give
	return nil
}

// Move gives up the slot in the present lane and waits for one in another,
// where what turned out to be larger work is admitted. Errors are those of
// Lane.Enter; the turn has no slot then.
func (t *Turn) Move(ctx context.Context, to *Lane) error {
	t.yield()
	leave, err := to.Enter(ctx, t.from)
	if err != nil {
		return err
	}
	t.lane, t.leave = to, leave
	return nil
}

// yield gives up the slot.
func (t *Turn) yield() {
	if t.leave != nil {
		t.leave()
	}
	t.leave = nil
}

func (t *Turn) end() {
	t.yield()
	if t.give != nil {
		t.give()
	}
}

// At returns the representation under the key if it is that of the revision.
func (c *Cache) At(key string, rev Revision) (*Representation, bool) {
	e, ok := c.entries.GetIfPresent(key)
	return e.rep, ok && e.rev == rev
}

// Latest returns the newest representation under the key, nil if there is none.
func (c *Cache) Latest(key string) *Representation {
	e, _ := c.entries.GetIfPresent(key)
	return e.rep
}

// keep keeps a representation, if it is worth it.
func (c *Cache) keep(key string, e cached, main bool) {
	if c.off {
		return
	}
	if !main && e.rep.size > largeBody {
		if _, again := c.heard.GetIfPresent(key); !again {
			c.heard.Set(key, struct{}{})
			return
		}
	}
	e.rep.kept.Store(true)
	c.entries.Set(key, e)
}

// Get returns the representation of the answer at a revision, made for the
// request if it is not there. Errors are ErrBusy, that of the request's
// context, and those of Make.
func (c *Cache) Get(r *http.Request, rev Revision, a Answer) (*Representation, error) {
	e, ok := c.entries.GetIfPresent(a.Key)
	if ok && e.rev == rev {
		return e.rep, nil
	}
	if ok && e.rev < rev && a.Holds != nil && a.Holds(e.rep, e.rev) {
		c.entries.Set(a.Key, cached{rev, e.rep})
		return e.rep, nil
	}
	key := a.Key + "\x00" + strconv.FormatInt(int64(rev), 36)
	for {
		rep, joined, err := c.flight.do(r.Context(), key, func(ctx context.Context) (*Representation, error) {
			return c.make(ctx, r, rev, a)
		})
		// Another network's bound is not this one's.
		if joined && errors.Is(err, ErrBusy) {
			continue
		}
		return rep, err
	}
}

// make makes an answer in its turn, and the coding that the request wants.
func (c *Cache) make(ctx context.Context, r *http.Request, rev Revision, a Answer) (*Representation, error) {
	turn := &Turn{from: Network(r), transit: c.transit}
	defer turn.end()
	if err := turn.Move(ctx, a.Lane); err != nil {
		return nil, err
	}
	before, ok := c.entries.GetIfPresent(a.Key)
	if ok && before.rev == rev {
		return before.rep, nil // made while this request was on its way here
	}
	c.made.Add(1)
	rep, err := a.Make(ctx, turn, before.rep)
	if err != nil {
		return nil, err
	}
	rep.lane, rep.transit = turn.lane, c.transit
	rep.postpone(c.encoder)
	if !ok || before.rev < rev { // a request may be late with an old revision
		c.keep(a.Key, cached{rev, rep}, a.Main)
	}
	rep.choose(r).coded()
	return rep, nil
}
