package reply

import (
	"container/list"
	"context"
	"errors"
	"net"
	"net/http"
	"net/netip"
	"sync"
)

// ErrBusy says that an answer was not made or sent because too much work or
// too many bytes are under way: a 503 with Retry-After (RFC 9110 §15.6.4).
var ErrBusy = errors.New("busy")

// A Lane admits work of one kind: so many at a time, so many waiting in the
// order they came. All methods may be called by any number of goroutines.
type Lane struct {
	slots   int
	mu      sync.Mutex
	free    int       // slots that nothing runs in
	most    int       // that may wait
	quarter int       // that one network may hold, running and waiting
	queue   list.List // of *waiter, the first to be admitted in front
	held    map[netip.Prefix]int
	refused uint64 // that were told ErrBusy
}

// waiter is a request in a Lane's queue.
type waiter struct {
	from     netip.Prefix
	admitted chan struct{} // closed when it has a slot
}

// NewLane makes a lane of so many slots in which so many more may wait.
func NewLane(slots, queue int) *Lane {
	return &Lane{slots: slots, free: slots, most: queue, quarter: max(1, (slots+queue)/4), held: map[netip.Prefix]int{}}
}

// Enter waits for a slot and returns the function that gives it back, to be
// called once. The error is ErrBusy if the queue is full or the network holds
// its quarter of the lane already, and that of ctx if it ends first. The zero
// network is bounded by the lane alone: see Network.
func (l *Lane) Enter(ctx context.Context, from netip.Prefix) (leave func(), err error) {
	if err := ctx.Err(); err != nil {
		return nil, context.Cause(ctx)
	}
	l.mu.Lock()
	if from.IsValid() && l.held[from] >= l.quarter {
		l.refused++
		l.mu.Unlock()
		return nil, ErrBusy
	}
	if l.free > 0 {
		l.free--
		l.hold(from, 1)
		l.mu.Unlock()
		return func() { l.leave(from) }, nil
	}
	if l.queue.Len() >= l.most {
		l.refused++
		l.mu.Unlock()
		return nil, ErrBusy
	}
	w := &waiter{from, make(chan struct{})}
	place := l.queue.PushBack(w)
	l.hold(from, 1)
	l.mu.Unlock()
	select {
	case <-w.admitted:
		return func() { l.leave(from) }, nil
	case <-ctx.Done():
		l.giveUp(place)
		return nil, context.Cause(ctx)
	}
}

// TryEnter is Enter for work that can be left undone: it does not wait.
func (l *Lane) TryEnter(from netip.Prefix) (leave func(), ok bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.free == 0 || from.IsValid() && l.held[from] >= l.quarter {
		return nil, false
	}
	l.free--
	l.hold(from, 1)
	return func() { l.leave(from) }, true
}

// hold counts what a network holds of the lane; l.mu is locked.
func (l *Lane) hold(from netip.Prefix, n int) {
	if !from.IsValid() {
		return
	}
	if l.held[from] += n; l.held[from] == 0 {
		delete(l.held, from)
	}
}

// leave passes the slot on to the first in the queue.
func (l *Lane) leave(from netip.Prefix) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.hold(from, -1)
	l.passOn()
}

// passOn admits the first in the queue to a slot that has come free; l.mu is
// locked.
func (l *Lane) passOn() {
	first := l.queue.Front()
	if first == nil {
		l.free++
		return
	}
	close(l.queue.Remove(first).(*waiter).admitted)
}

// giveUp takes a waiter out of the queue; if it was admitted meanwhile, its
// slot is passed on.
func (l *Lane) giveUp(place *list.Element) {
	l.mu.Lock()
	defer l.mu.Unlock()
	w := place.Value.(*waiter)
	l.hold(w.from, -1)
	select {
	case <-w.admitted:
		l.passOn()
	default:
		l.queue.Remove(place)
	}
}

// Load tells how many are at work in the lane's slots, and how many wait.
func (l *Lane) Load() (working, waiting int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.slots - l.free, l.queue.Len()
}

// Refused tells how many were told ErrBusy up to now.
func (l *Lane) Refused() uint64 {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.refused
}

// Network is the network that a request is counted to: the /24 of an IPv4
// peer, the /64 of an IPv6 one. A loopback, private or link-local peer is taken
// for a proxy, behind which anybody may be, and so is one of no IP address: the
// zero Prefix, which no bound is kept for.
func Network(r *http.Request) netip.Prefix {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return netip.Prefix{}
	}
	a, err := netip.ParseAddr(host)
	a = a.Unmap().WithZone("")
	if err != nil || a.IsLoopback() || a.IsPrivate() || a.IsLinkLocalUnicast() || a.IsUnspecified() {
		return netip.Prefix{}
	}
	bits := 64
	if a.Is4() {
		bits = 24
	}
	p, _ := a.Prefix(bits) // such an address has that many bits
	return p
}
