package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"syscall"

	"almanac.example/web"
	"almanac.example/web/direct"
)

// doorFlags are the settings of a server about where it listens.
type doorFlags struct {
	Addr string `default:"127.0.0.1:8080" placeholder:"HOST:PORT" help:"Where to listen; port 0 picks a free one."`

	MaxConnections           int     `placeholder:"N" help:"Most connections at a time; beyond them the one that has been idle for longest makes way. Default: 8192, or what the descriptors of the process allow."`
	MaxConnectionsPerAddress int     `default:"256" placeholder:"N" help:"Most connections of one address (of IPv6: one network of 64 bits) at a time; 0: no bound. Loopback and private addresses and trusted proxies are not bounded."`
	RequestRate              float64 `default:"20" placeholder:"N" help:"Most requests a second of one address for what is not ready, ten seconds of it at once; 0: no bound. Loopback and private addresses are not bounded."`

	SecurityContact string `placeholder:"URI" help:"Whom to tell of a fault in the site's safety, as mailto:… or https://…; /.well-known/security.txt says it."`
}

// doors are the listeners of a server for HTTP.
type doors struct {
	public *door
	desk   *door // nil: what is edited is edited at the public one
}

// all lists the doors that there are.
func (d doors) all() []*door {
	if d.desk == nil {
		return []*door{d.public}
	}
	return []*door{d.public, d.desk}
}

func (d doors) close() {
	for _, each := range d.all() {
		each.listener.Close()
	}
}

// door is one listener, and how it is served.
type door struct {
	listener net.Listener
	server   *http.Server
	kept     *direct.Listener
}

// openDoors opens the listeners.
func (c *serveCommand) openDoors(ctx context.Context) (d doors, err error) {
	public, err := openDoor(ctx, "--addr", c.Addr)
	if err != nil || c.DeskAddr == "" {
		return doors{public: public}, err
	}
	desk, err := openDoor(ctx, "--desk-addr", c.DeskAddr)
	if err != nil {
		public.listener.Close()
		return doors{}, err
	}
	return doors{public, desk}, nil
}

// openDoor opens a listener at the address that a flag says.
func openDoor(ctx context.Context, flag, addr string) (*door, error) {
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", addr)
	if errors.Is(err, syscall.EADDRINUSE) {
		return nil, fmt.Errorf("listening on %s: another program listens there already; stop it, or choose another address with %s (port 0 picks a free one)", addr, flag)
	}
	if err != nil {
		return nil, fmt.Errorf("listening on %s: %w", addr, err)
	}
	return &door{listener: listener}, nil
}

// url is the address of the door itself.
func (d *door) url() string { return "http://" + d.listener.Addr().String() }

// furnish says what is answered at each door: who edits does so at the door of the
// desk, if there is one.
func (s *service) furnish() {
	mayEdit := s.mayEdit(&s.editors)
	if s.doors.desk != nil {
		s.doors.desk.serve(s, mayEdit)
	}
	if s.doors.desk != nil || s.NoDesk {
		mayEdit = nobody
	}
	s.doors.public.serve(s, mayEdit)
}

// serve prepares the answering of requests, of which mayEdit tells which may edit.
func (d *door) serve(s *service, mayEdit func(*http.Request) bool) {
	d.server = s.newHTTPServer(s.proxies.Handler(s.server.HandlerFor(mayEdit)))
	d.kept = direct.Listen(d.server, s.bound.Listener(d.listener), direct.Config{Ready: s.server.Ready, Fields: web.EveryAnswer, Observe: s.config.Observe})
	state := d.server.ConnState
	d.server.ConnState = func(c net.Conn, to http.ConnState) {
		state(c, to)
		s.bound.State(c, to)
	}
}
