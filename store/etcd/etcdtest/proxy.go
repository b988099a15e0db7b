package etcdtest

import (
	"context"
	"net"
	"sync"
	"testing"
)

// Proxy stands between a client and members. It can hold back what goes between
// them, and break their connections.
type Proxy struct {
	Endpoints []string // for the client, one for each member

	mu    sync.Mutex
	cut   chan struct{} // closed when nothing is held back; nil: nothing is
	conns map[net.Conn]struct{}
	over  bool
	after int64 // after so many bytes to the client all connections break; 0: they do not
}

// NewProxy starts a proxy for all members of a cluster; it ends with the test.
func NewProxy(t testing.TB, c *Cluster) *Proxy {
	t.Helper()
	p := &Proxy{conns: map[net.Conn]struct{}{}}
	var running sync.WaitGroup
	var listeners []net.Listener
	for _, to := range c.Endpoints() {
		l, err := (&net.ListenConfig{}).Listen(context.Background(), "tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		listeners = append(listeners, l)
		p.Endpoints = append(p.Endpoints, l.Addr().String())
		running.Go(func() { p.serve(l, to, &running) })
	}
	t.Cleanup(func() {
		p.Heal()
		for _, l := range listeners {
			l.Close()
		}
		p.mu.Lock()
		p.over = true
		for c := range p.conns {
			c.Close()
		}
		p.mu.Unlock()
		running.Wait()
	})
	return p
}

func (p *Proxy) serve(l net.Listener, to string, running *sync.WaitGroup) {
	for {
		near, err := l.Accept()
		if err != nil {
			return
		}
		far, err := (&net.Dialer{}).DialContext(context.Background(), "tcp", to)
		if err != nil {
			near.Close()
			continue
		}
		if !p.keep(near, far) {
			return
		}
		running.Go(func() { p.copy(near, far, p.spend) })
		running.Go(func() { p.copy(far, near, func(int) {}) })
	}
}

// keep notes connections that have to be closed; false: the proxy has ended.
func (p *Proxy) keep(conns ...net.Conn) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, c := range conns {
		if p.over {
			c.Close()
			continue
		}
		p.conns[c] = struct{}{}
	}
	return !p.over
}

// copy hands on what comes, and while the proxy is cut holds it back.
func (p *Proxy) copy(to, from net.Conn, done func(int)) {
	defer to.Close()
	defer from.Close()
	buffer := make([]byte, 32<<10)
	for {
		n, err := from.Read(buffer)
		p.mu.Lock()
		cut := p.cut
		p.mu.Unlock()
		if cut != nil {
			<-cut
		}
		if n > 0 {
			if _, err := to.Write(buffer[:n]); err != nil {
				return
			}
			done(n)
		}
		if err != nil {
			return
		}
	}
}

// spend counts bytes that the client was sent.
func (p *Proxy) spend(n int) {
	p.mu.Lock()
	due := p.after > 0 && p.after <= int64(n)
	p.after = max(0, p.after-int64(n))
	p.mu.Unlock()
	if due {
		p.Break()
	}
}

// Break closes all connections. New ones are let through.
func (p *Proxy) Break() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for c := range p.conns {
		c.Close()
		delete(p.conns, c)
	}
}

// BreakAfter closes all connections once when the client has been sent so many
// bytes more.
func (p *Proxy) BreakAfter(bytes int64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.after = bytes
}

// IsBroken reports whether nothing is left of the last BreakAfter.
func (p *Proxy) IsBroken() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.after == 0
}

// Cut lets nothing through any more; connections stay open, as they do when a
// cable is pulled.
func (p *Proxy) Cut() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.cut == nil {
		p.cut = make(chan struct{})
	}
}

// Heal ends a Cut; what was held back arrives.
func (p *Proxy) Heal() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.cut != nil {
		close(p.cut)
		p.cut = nil
	}
}
