package limit

import (
	"container/list"
	"errors"
	"net"
	"net/http"
	"net/netip"
	"sync"
	"syscall"
	"time"
)

// Config says how many connections there may be. Address is required.
type Config struct {
	Most       int                              // in total; 0: no bound
	PerAddress int                              // of one address; 0: no bound
	Address    func(remote string) netip.Prefix // what a peer is counted as; the zero Prefix is not bounded
}

// Counts are what was done up to now.
type Counts struct {
	Open        int    // at present
	Crowded     uint64 // refused, as there were too many and all were busy
	Greedy      uint64 // refused, as there were too many of one address
	Displaced   uint64 // idle ones that made way
	Descriptors uint64 // how often no descriptor was left
}

// Connections bounds the connections of all its listeners together. All methods
// may be called by any number of goroutines.
type Connections struct {
	Config
	mu     sync.Mutex
	open   map[net.Conn]*connection // by what Accept returned
	by     map[netip.Prefix]int
	idle   list.List // of *connection, the one that has been idle for longest in front
	counts Counts
}

// connection is one that is open.
type connection struct {
	base  net.Conn
	conn  net.Conn // as the server sees it
	from  netip.Prefix
	since time.Time     // when it became idle
	place *list.Element // nil while it is busy
}

// New makes a bound without connections.
func New(c Config) *Connections {
	return &Connections{Config: c, open: map[net.Conn]*connection{}, by: map[netip.Prefix]int{}}
}

// Counts tells what was done up to now.
func (c *Connections) Counts() Counts {
	c.mu.Lock()
	defer c.mu.Unlock()
	n := c.counts
	n.Open = len(c.open)
	return n
}

// Listener bounds the connections that l accepts. The server that is given them
// must have State called.
func (c *Connections) Listener(l net.Listener) net.Listener { return &listener{l, c} }

type listener struct {
	net.Listener
	bound *Connections
}

// pause is how long accepting waits for a descriptor that is being given back.
const pause = 5 * time.Millisecond

// Accept waits for a connection for which there is room.
func (l *listener) Accept() (net.Conn, error) {
	for {
		conn, err := l.Listener.Accept()
		switch {
		case errors.Is(err, syscall.EMFILE), errors.Is(err, syscall.ENFILE):
			// net/http would wait, up to a second each time, for what may never come by
			// itself: connections that clients hold.
			l.bound.makeWay()
			time.Sleep(pause)
		case err != nil:
			return nil, err
		case l.bound.admit(conn):
			return conn, nil
		default:
			conn.Close()
		}
	}
}

// makeWay closes an idle connection, as there is no descriptor left.
func (c *Connections) makeWay() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.counts.Descriptors++
	c.displace()
}

// admit counts a connection, if there is room or can be made.
func (c *Connections) admit(conn net.Conn) bool {
	from := c.Address(conn.RemoteAddr().String())
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.PerAddress > 0 && from.IsValid() && c.by[from] >= c.PerAddress {
		c.counts.Greedy++
		return false
	}
	if c.Most > 0 && len(c.open) >= c.Most && !c.displace() {
		c.counts.Crowded++
		return false
	}
	e := &connection{base: conn, conn: conn, from: from}
	c.open[conn] = e
	if from.IsValid() {
		c.by[from]++
	}
	return true
}

// recent is a connection that answers by itself, without net/http: when it did so
// last.
type recent interface{ LastAnswer() time.Time }

// displace closes the connection that has been idle for longest; c.mu is locked.
func (c *Connections) displace() bool {
	for range c.idle.Len() + 1 {
		first := c.idle.Front()
		if first == nil {
			return false
		}
		e := first.Value.(*connection)
		if r, ok := e.conn.(recent); ok && r.LastAnswer().After(e.since) {
			e.since = r.LastAnswer()
			c.idle.MoveToBack(first)
			continue
		}
		c.forget(e)
		c.counts.Displaced++
		go e.conn.Close() //nolint:errcheck // over TLS it may take a moment to say goodbye
		return true
	}
	return false
}

// forget takes a connection out of all counts; c.mu is locked.
func (c *Connections) forget(e *connection) {
	if c.open[e.base] != e {
		return
	}
	delete(c.open, e.base)
	if e.place != nil {
		c.idle.Remove(e.place)
		e.place = nil
	}
	if !e.from.IsValid() {
		return
	}
	if c.by[e.from]--; c.by[e.from] == 0 {
		delete(c.by, e.from)
	}
}

// State notes what a server makes of a connection; see http.Server.ConnState.
func (c *Connections) State(conn net.Conn, state http.ConnState) {
	c.mu.Lock()
	defer c.mu.Unlock()
	e := c.open[base(conn)]
	if e == nil {
		return
	}
	switch state {
	case http.StateNew, http.StateIdle:
		e.conn, e.since = conn, time.Now()
		if e.place == nil {
			e.place = c.idle.PushBack(e)
		}
	case http.StateActive:
		if e.place != nil {
			c.idle.Remove(e.place)
			e.place = nil
		}
	case http.StateHijacked, http.StateClosed:
		c.forget(e)
	}
}

// base is what Accept returned, below what the server has put around it.
func base(conn net.Conn) net.Conn {
	for {
		around, ok := conn.(interface{ NetConn() net.Conn })
		if !ok {
			return conn
		}
		conn = around.NetConn()
	}
}
