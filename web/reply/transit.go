package reply

import (
	"container/list"
	"sync"
	"sync/atomic"
	"time"
)

// A Transit bounds the bytes of large answers that are being made, or sent to
// clients that have not taken them yet. A body that several clients are being
// sent counts once. Small answers do not count: the buffers of the connection
// hold most of them.
type Transit struct {
	limit    int64
	patience time.Duration // how long a client may take nothing before it may be dropped

	mu      sync.Mutex
	bytes   int64
	senders list.List // of *sending, the oldest in front
}

// The defaults of a Transit.
const (
	// DefaultTransitBytes keeps what clients make the process hold well below
	// the memory of a small machine.
	DefaultTransitBytes = 48 << 20
	// patience is how long a client may take nothing of its answer before the
	// connection may be closed to make room for others.
	patience = 5 * time.Second
	// countedFrom is the size from which bodies count.
	countedFrom = 64 << 10
	// sliceBytes is how much is written before it counts as progress.
	sliceBytes = 256 << 10
)

// NewTransit makes one of so many bytes.
func NewTransit(limit int64) *Transit { return &Transit{limit: limit, patience: patience} }

// Bytes is how many are counted at present.
func (t *Transit) Bytes() int64 {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.bytes
}

// Reserve counts bytes that are about to be made; give gives them back, once.
// ErrBusy: there is no room. A single reservation larger than the whole bound
// is let through while nothing else is under way, so that a record of any size
// has its calendar.
func (t *Transit) Reserve(n int64) (give func(), err error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if !t.room(n) {
		return nil, ErrBusy
	}
	t.bytes += n
	return func() {
		t.mu.Lock()
		defer t.mu.Unlock()
		t.bytes -= n
	}, nil
}

// A Dropper can end what is being written to a client that takes nothing. Drop
// must not block, and is called by another goroutine than the writing one.
type Dropper interface{ Drop() }

// sending is one body on its way to one client.
type sending struct {
	transit *Transit
	body    *coded
	to      Dropper
	gone    bool // it has been dropped; guarded by Transit.mu
	moved   atomic.Int64
	place   *list.Element
}

// counts reports whether the body is large enough to count.
func (t *Transit) counts(body *coded) bool { return t != nil && len(body.bytes) >= countedFrom }

// begin counts a body that is about to be sent. It is dropped if the client
// takes nothing and others need the room.
func (t *Transit) begin(body *coded, to Dropper) (*sending, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	n := int64(len(body.bytes))
	if body.senders == 0 {
		if !t.room(n) {
			return nil, ErrBusy
		}
		t.bytes += n
	}
	body.senders++
	s := &sending{transit: t, body: body, to: to}
	s.moved.Store(time.Now().UnixNano())
	s.place = t.senders.PushBack(s)
	return s, nil
}

// end takes the body out of the count.
func (s *sending) end() {
	if s == nil {
		return
	}
	t := s.transit
	t.mu.Lock()
	defer t.mu.Unlock()
	t.senders.Remove(s.place)
	if s.gone {
		s.body.dropped--
	}
	if s.body.senders--; s.body.senders == 0 {
		t.bytes -= int64(len(s.body.bytes))
	}
}

// write sends the body in slices, each of which is a sign of life.
func (s *sending) write(b []byte, write func([]byte) error) error {
	if s == nil {
		return write(b)
	}
	for len(b) > 0 {
		n := min(len(b), sliceBytes)
		if err := write(b[:n]); err != nil {
			return err
		}
		s.moved.Store(time.Now().UnixNano())
		b = b[n:]
	}
	return nil
}

// room reports whether so many bytes more are within the bound, and drops the
// oldest connections that take nothing to make it so. What those hold is given
// back a moment later. t.mu is locked.
func (t *Transit) room(n int64) bool {
	left := t.bytes // when those that are dropped have given back what they hold
	fits := func() bool { return left == 0 || left+n <= t.limit }
	before := time.Now().Add(-t.patience).UnixNano()
	for e := t.senders.Front(); e != nil && !fits(); e = e.Next() {
		s := e.Value.(*sending)
		if s.gone || s.moved.Load() > before {
			continue
		}
		s.to.Drop()
		s.gone = true
		if s.body.dropped++; s.body.dropped == s.body.senders {
			left -= int64(len(s.body.bytes))
		}
	}
	return fits()
}
