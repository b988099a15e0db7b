package serve

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/http"
	"os"
	"strings"
	"syscall"

	"almanac.example/cmd/almanac/connect"
	"almanac.example/server/systemd"
	"almanac.example/web"
	"almanac.example/web/direct"
)

// doorFlags are the settings of a server about where it listens.
type doorFlags struct {
	Addr string `default:"127.0.0.1:8080" placeholder:"HOST:PORT" help:"Where to listen; port 0 picks a free one, unix:FILE is a socket. A socket that a service manager hands over goes before."`

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
	listener  net.Listener
	server    *http.Server
	kept      *direct.Listener // nil over TLS
	encrypted bool             // with TLS
	run       func() error
}

// openDoors opens the listeners, or takes those that a service manager has opened:
// the one called desk, and the other one.
func (c *Settings) openDoors(ctx context.Context) (d doors, err error) {
	sockets, err := systemd.Listeners()
	if err != nil {
		return doors{}, err
	}
	if desk := sockets["desk"]; desk != nil {
		d.desk = &door{listener: desk}
		delete(sockets, "desk")
	}
	if len(sockets) > 1 {
		return doors{}, fmt.Errorf("%d sockets were handed over; one is for readers, and one may be called desk", len(sockets))
	}
	for _, l := range sockets {
		d.public = &door{listener: l}
	}
	if d.public == nil {
		if d.public, err = openDoor(ctx, "--addr", c.Addr); err != nil {
			return doors{}, err
		}
	}
	if d.desk == nil && c.DeskAddr != "" {
		if d.desk, err = openDoor(ctx, "--desk-addr", c.DeskAddr); err != nil {
			d.public.listener.Close()
			return doors{}, err
		}
	}
	return d, nil
}

// checkAddress refuses what is no address to listen at, without listening.
func checkAddress(ctx context.Context, flag, addr string) error {
	if path, ok := strings.CutPrefix(addr, "unix:"); ok {
		if path == "" {
			return fmt.Errorf("%s=%s: write it as unix:FILE", flag, addr)
		}
		return nil
	}
	_, port, err := net.SplitHostPort(addr)
	if err == nil {
		_, err = net.DefaultResolver.LookupPort(ctx, "tcp", port)
	}
	if err != nil {
		return fmt.Errorf("%s=%s: write it as HOST:PORT, such as 127.0.0.1:8080, or as unix:FILE", flag, addr)
	}
	return nil
}

// checkAddresses refuses what is no address to listen at.
func (c *Settings) checkAddresses(ctx context.Context) error {
	at := map[string]string{"--addr": c.Addr, "--desk-addr": c.DeskAddr, "--metrics-addr": c.MetricsAddr, "--debug-addr": c.DebugAddr}
	if len(c.ACME) > 0 {
		at["--acme-addr"] = c.ACMEAddr
	}
	for flag, addr := range at {
		if addr == "" && flag != "--addr" && flag != "--acme-addr" {
			continue
		}
		if err := checkAddress(ctx, flag, addr); err != nil {
			return err
		}
	}
	return nil
}

// openDoor opens a listener at the address that a flag says.
func openDoor(ctx context.Context, flag, addr string) (*door, error) {
	if path, ok := strings.CutPrefix(addr, "unix:"); ok {
		l, err := listenFile(ctx, path)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", flag, err)
		}
		return &door{listener: l}, nil
	}
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", addr)
	if errors.Is(err, syscall.EADDRINUSE) {
		return nil, fmt.Errorf("listening on %s: another program listens there already; stop it, or choose another address with %s (port 0 picks a free one)", addr, flag)
	}
	if err != nil {
		return nil, fmt.Errorf("listening on %s: %w", addr, err)
	}
	return &door{listener: listener}, nil
}

// listenFile listens at a socket that is a file, for this user and group. One that
// a server left behind is replaced.
func listenFile(ctx context.Context, path string) (net.Listener, error) {
	if connect.Listening(ctx, path) {
		return nil, fmt.Errorf("socket %s: another server answers there", path)
	}
	info, err := os.Lstat(path)
	if err == nil && info.Mode().Type() != fs.ModeSocket {
		return nil, fmt.Errorf("socket %s: there is something else of that name", path)
	}
	if err == nil {
		err = os.Remove(path)
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("socket: %w", err)
	}
	l, err := (&net.ListenConfig{}).Listen(ctx, "unix", path)
	if err != nil {
		return nil, fmt.Errorf("socket: %w", err)
	}
	if err := os.Chmod(path, 0o660); err != nil {
		return nil, errors.Join(fmt.Errorf("socket: %w", err), l.Close())
	}
	return l, nil
}

// isFile reports whether the door is a socket that is a file.
func (d *door) isFile() bool { return d.listener.Addr().Network() == "unix" }

// url is the address of the door itself; "" if readers cannot have one.
func (d *door) url(overTLS bool) string {
	switch {
	case d.isFile():
		return ""
	case overTLS:
		return "https://" + d.listener.Addr().String()
	}
	return "http://" + d.listener.Addr().String()
}

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
// Over TLS net/http answers everything; a socket that is a file has no TLS, as a
// proxy is in front of it.
func (d *door) serve(s *service, mayEdit func(*http.Request) bool) {
	d.server = s.newHTTPServer(s.proxies.Handler(s.server.HandlerFor(mayEdit)))
	bounded := s.bound.Listener(d.listener)
	if s.tls != nil && !d.isFile() {
		d.encrypted, d.server.TLSConfig, d.server.ConnState = true, s.tls.Clone(), s.bound.State
		d.run = func() error { return d.server.ServeTLS(bounded, "", "") }
		return
	}
	d.kept = direct.Listen(d.server, bounded, direct.Config{Ready: s.server.Ready, Fields: web.EveryAnswer, Observe: s.config.Observe})
	state := d.server.ConnState
	d.server.ConnState = func(c net.Conn, to http.ConnState) {
		state(c, to)
		s.bound.State(c, to)
	}
	d.run = func() error { return d.server.Serve(d.kept) }
}

// alive reports whether the door answers.
func (d *door) alive(ctx context.Context) bool {
	at := d.listener.Addr()
	conn, err := (&net.Dialer{}).DialContext(ctx, at.Network(), at.String())
	if err != nil {
		return false
	}
	defer conn.Close()
	if until, ok := ctx.Deadline(); ok && conn.SetDeadline(until) != nil {
		return false
	}
	if d.encrypted {
		conn = tls.Client(conn, &tls.Config{InsecureSkipVerify: true}) //nolint:gosec // it is this process that is asked
	}
	if _, err := io.WriteString(conn, "GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"); err != nil {
		return false
	}
	begins := make([]byte, len("HTTP/1.1 200"))
	_, err = io.ReadFull(conn, begins)
	return err == nil && string(begins) == "HTTP/1.1 200"
}
