package direct

import (
	"context"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"almanac.example/web/reply"
)

// Lookup finds the answer to a request among those that are ready.
type Lookup func(*http.Request) (*reply.Representation, bool)

// Config is what a Listener needs to answer.
type Config struct {
	Ready   Lookup            // nil: nothing is answered directly
	Fields  func(http.Header) // sets what every answer carries; the same at each call
	Observe reply.Observer    // told of each direct answer; may be nil
}

// Listener gives an http.Server connections that save it work: see conn.
type Listener struct {
	net.Listener
	server *http.Server
	Config

	mu   sync.Mutex
	last map[*conn]struct{} // closed but for the direct answer that is under way
	idle chan struct{}      // closed when last becomes empty; nil: nothing waits
}

// Listen prepares a server and its listener, which is to be served instead of
// l, so that what is ready is answered by the connections themselves. It sets
// the server's ConnContext and ConnState. Only plain connections are
// changed; net/http remains in charge of everything that is not an everyday
// request.
func Listen(server *http.Server, l net.Listener, c Config) *Listener {
	server.ConnContext = reply.ConnContext
	server.ConnState = func(c net.Conn, state http.ConnState) {
		if c, ok := c.(*conn); ok {
			c.enter(state)
		}
	}
	return &Listener{Listener: l, server: server, Config: c}
}

// Accept waits for a connection; see net.Listener.
func (l *Listener) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	switch c.(type) {
	case *net.TCPConn, *net.UnixConn:
		return &conn{Conn: c, listener: l}, nil
	}
	return c, err
}

// Drain waits for the direct answers that were under way when the server shut
// down, and reports whether all of them could be finished. When the context
// ends first, it closes the connections of those that are left.
func (l *Listener) Drain(ctx context.Context) (finished bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for len(l.last) > 0 && ctx.Err() == nil {
		if l.idle == nil {
			l.idle = make(chan struct{})
		}
		idle := l.idle
		l.mu.Unlock()
		select {
		case <-idle:
		case <-ctx.Done():
		}
		l.mu.Lock()
	}
	for c := range l.last {
		c.Conn.Close() //nolint:errcheck // its writer is told
	}
	return len(l.last) == 0
}

// leave notes a connection that is closed but for its last answer.
func (l *Listener) leave(c *conn) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.last == nil {
		l.last = map[*conn]struct{}{}
	}
	l.last[c] = struct{}{}
}

// left notes that the last answer is written, or will never be.
func (l *Listener) left(c *conn) {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.last, c)
	if len(l.last) == 0 && l.idle != nil {
		close(l.idle)
		l.idle = nil
	}
}

// serverBuffer is the size of the buffers through which net/http reads and
// writes.
const serverBuffer = 4096

// conn is a connection under net/http. It does two things more than others:
//
// It holds a write back and sends it with the next one, so that header and body
// are one system call. net/http by itself writes a buffer of 4,096 bytes and
// then the rest.
//
// When net/http waits for the next request, and has nothing left to read of an
// earlier one, the connection looks at the request first. If it is an everyday
// one and its answer is ready, the connection writes the answer and waits on;
// net/http never hears of it. Otherwise net/http gets the bytes as they came.
//
// As of any connection, one goroutine reads and one writes at a time.
type conn struct {
	net.Conn
	listener *Listener

	hold    bool
	held    *[]byte // what was to be written; nil for nothing
	parts   [2][]byte
	buffers net.Buffers // parts, as they are sent

	owed   int    // requests that net/http has been given and not answered yet
	begun  []byte // what it has been given after them: the beginning of another
	lost   bool   // what it has been given is not understood here
	waits  bool   // for the next request, with nothing left to read
	motion atomic.Int32
	moved  atomic.Int64 // nanoseconds of Unix time when the deadlines were last put off by direct answers
}

// Close closes the connection, or has it closed as soon as the direct answer
// is written that is under way; a second call does not wait for that. See
// net.Conn.
func (c *conn) Close() error {
	for {
		m := c.motion.Load()
		if m != answering {
			if m == ending || c.motion.CompareAndSwap(m, closed) {
				return c.Conn.Close()
			}
			continue
		}
		c.listener.leave(c)
		if c.motion.CompareAndSwap(answering, ending) {
			return nil
		}
		c.listener.left(c)
	}
}

// NetConn is the connection below this one.
func (c *conn) NetConn() net.Conn { return c.Conn }

// LastAnswer is when the connection last answered by itself, give or take a second;
// the zero time if it has not since net/http did.
func (c *conn) LastAnswer() time.Time {
	if at := c.moved.Load(); at != 0 {
		return time.Unix(0, at)
	}
	return time.Time{}
}

// CloseWrite says that nothing more will be written; net/http does so before it
// closes a connection on which a client may still be writing.
func (c *conn) CloseWrite() error {
	if half, ok := c.Conn.(interface{ CloseWrite() error }); ok {
		return half.CloseWrite()
	}
	return nil
}

// heldBuffers are what writes are copied to that are held back: connections
// that say nothing keep no memory.
var heldBuffers = sync.Pool{New: func() any { return new(make([]byte, 0, serverBuffer)) }}

var _ reply.Joiner = (*conn)(nil)

// Join has the next write held back; see reply.Joiner.
func (c *conn) Join(next bool) { c.hold = next }

// Write sends, or holds back; see net.Conn.
func (c *conn) Write(b []byte) (int, error) {
	switch {
	case c.hold:
		c.hold = false
		c.held = heldBuffers.Get().(*[]byte)
		*c.held = append((*c.held)[:0], b...)
		return len(b), nil
	case c.held == nil:
		n, err := c.Conn.Write(b)
		c.observeRefusal(b)
		return n, err
	}
	n, err := c.send(*c.held, b)
	first := len(*c.held)
	heldBuffers.Put(c.held)
	c.held = nil
	return max(0, int(n)-first), err
}

// send writes header and body in one system call.
func (c *conn) send(header, body []byte) (int64, error) {
	if len(body) == 0 {
		n, err := c.Conn.Write(header)
		return int64(n), err
	}
	c.parts = [2][]byte{header, body}
	c.buffers = c.parts[:]
	n, err := c.buffers.WriteTo(c.Conn)
	c.parts, c.buffers = [2][]byte{}, nil
	return n, err
}
