package web

import (
	"context"
	"net"
	"net/http"
	"sync"
)

// Join makes a server send the header of an answer together with its body: in
// one system call and, on the network, without a small packet in front. It
// returns the listener to be served. net/http by itself writes a buffer of
// 4,096 bytes first and then the rest; a writev of both halves the cost of what
// is larger than that and not very large.
//
// Only plain TCP connections are changed.
func Join(server *http.Server, l net.Listener) net.Listener {
	server.ConnContext = func(ctx context.Context, c net.Conn) context.Context {
		if j, ok := c.(*joinedConn); ok {
			return context.WithValue(ctx, joinedKey{}, j)
		}
		return ctx
	}
	return joinedListener{l}
}

type joinedListener struct{ net.Listener }

// Accept waits for a connection; see net.Listener.
func (l joinedListener) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	if tcp, ok := c.(*net.TCPConn); ok && err == nil {
		return &joinedConn{TCPConn: tcp}, nil
	}
	return c, err
}

// serverBuffer is the size of the buffer through which net/http writes.
const serverBuffer = 4096

// joinedConn is a connection that can hold a write back and send it with the
// next one. As of any connection, one goroutine writes at a time.
type joinedConn struct {
	*net.TCPConn
	hold    bool
	held    *[]byte // what was to be written; nil for nothing
	parts   [2][]byte
	buffers net.Buffers // parts, as they are sent
}

type joinedKey struct{}

// heldBuffers are what writes are copied to that are held back: connections
// that say nothing keep no memory.
var heldBuffers = sync.Pool{New: func() any { return new(make([]byte, 0, serverBuffer)) }}

// joinNext tells the connection of a request that a body is about to be written
// and how long it is. Only if that is more than the server's buffer is it
// certain that there will be two writes.
func joinNext(r *http.Request, length int) {
	if length < serverBuffer {
		return
	}
	if c, ok := r.Context().Value(joinedKey{}).(*joinedConn); ok {
		c.hold = true
	}
}

// Write sends, or holds back; see net.Conn.
func (c *joinedConn) Write(b []byte) (int, error) {
	switch {
	case c.hold:
		c.hold = false
		c.held = heldBuffers.Get().(*[]byte)
		*c.held = append((*c.held)[:0], b...)
		return len(b), nil
	case c.held == nil:
		return c.TCPConn.Write(b)
	}
	first := len(*c.held)
	c.parts = [2][]byte{*c.held, b}
	c.buffers = c.parts[:]
	n, err := c.buffers.WriteTo(c.TCPConn)
	heldBuffers.Put(c.held)
	c.held, c.parts, c.buffers = nil, [2][]byte{}, nil
	return max(0, int(n)-first), err
}
