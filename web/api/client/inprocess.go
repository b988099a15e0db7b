package client

import (
	"context"
	"net"
	"net/http"
	"sync"
)

// Pipe is a listener that only this process can reach.
type Pipe struct {
	conns  chan net.Conn
	closed chan struct{}
	once   sync.Once
}

// NewPipe makes one.
func NewPipe() *Pipe { return &Pipe{conns: make(chan net.Conn), closed: make(chan struct{})} }

// Dial makes a connection to it.
func (p *Pipe) Dial(ctx context.Context) (net.Conn, error) {
	ours, theirs := net.Pipe()
	select {
	case p.conns <- theirs:
		return ours, nil
	case <-p.closed:
	case <-ctx.Done():
	}
	ours.Close()
	theirs.Close()
	return nil, net.ErrClosed
}

// Accept waits for a connection.
func (p *Pipe) Accept() (net.Conn, error) {
	select {
	case c := <-p.conns:
		return c, nil
	case <-p.closed:
		return nil, net.ErrClosed
	}
}

// Close ends it.
func (p *Pipe) Close() error {
	p.once.Do(func() { close(p.closed) })
	return nil
}

// Addr is no address: there is no way from outside.
func (*Pipe) Addr() net.Addr { return pipeAddr{} }

type pipeAddr struct{}

func (pipeAddr) Network() string { return "pipe" }
func (pipeAddr) String() string  { return "this process" }

// Serve answers in this process what clients with the Dial of the pipe ask. The
// function returned ends that.
func (p *Pipe) Serve(h http.Handler) (stop func()) {
	server := &http.Server{Handler: h} //nolint:gosec // only this process can connect
	var serving sync.WaitGroup
	serving.Go(func() { _ = server.Serve(p) }) // it ends when it is closed
	return func() { _ = server.Close(); serving.Wait() }
}
