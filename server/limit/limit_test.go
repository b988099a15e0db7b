package limit

import (
	"bufio"
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"testing"
	"time"
)

func TestAddress(t *testing.T) {
	for remote, want := range map[string]string{
		"203.0.113.5:80": "203.0.113.5/32", "[2001:67c:1:2:3::4]:80": "2001:67c:1:2::/64", "[::ffff:203.0.113.5]:80": "203.0.113.5/32",
		"127.0.0.1:80": "invalid Prefix", "10.0.0.1:80": "invalid Prefix", "[fe80::1%eth0]:80": "invalid Prefix", "@": "invalid Prefix", "": "invalid Prefix",
	} {
		if got := Address(remote).String(); got != want {
			t.Errorf("%q: %s, want %s", remote, got, want)
		}
	}
}

// everybody counts peers on this machine, too.
func everybody(remote string) netip.Prefix {
	host, _, _ := net.SplitHostPort(remote)
	a := netip.MustParseAddr(host)
	return netip.PrefixFrom(a, a.BitLen())
}

// bounded is a server on loopback under bounds; /wait answers when the test ends
// it.
func bounded(t *testing.T, c Config, overTLS bool) (*Connections, *httptest.Server, chan struct{}) {
	t.Helper()
	bound, release := New(c), make(chan struct{})
	s := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/wait" {
			<-release
		}
		fmt.Fprint(w, "ok")
	}))
	s.Listener = bound.Listener(s.Listener)
	s.Config.ConnState = bound.State
	if overTLS {
		s.StartTLS()
	} else {
		s.Start()
	}
	t.Cleanup(s.Close)
	return bound, s, release
}

// client is a connection on which one request was answered, or nothing was asked.
type client struct {
	net.Conn
	in *bufio.Reader
}

func dial(t *testing.T, s *httptest.Server, overTLS bool) client {
	t.Helper()
	conn, err := net.Dial("tcp", s.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	if overTLS {
		conn = tls.Client(conn, &tls.Config{InsecureSkipVerify: true}) //nolint:gosec // the certificate is a test's
	}
	t.Cleanup(func() { conn.Close() })
	return client{conn, bufio.NewReader(conn)}
}

// ask reports whether a request is answered.
func (c client) ask(path string) bool {
	if _, err := io.WriteString(c, "GET "+path+" HTTP/1.1\r\nHost: x\r\n\r\n"); err != nil {
		return false
	}
	resp, err := http.ReadResponse(c.in, nil)
	if err != nil {
		return false
	}
	defer resp.Body.Close()
	_, err = io.Copy(io.Discard, resp.Body)
	return err == nil
}

// waitFor waits until the counts are as wanted.
func waitFor(t *testing.T, bound *Connections, is func(Counts) bool) {
	t.Helper()
	for deadline := time.Now().Add(10 * time.Second); !is(bound.Counts()); time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("counts: %+v", bound.Counts())
		}
	}
}

// waitIdle waits until n connections are known to be idle: the server notes it only
// after a client has its answer.
func waitIdle(t *testing.T, bound *Connections, n int) {
	t.Helper()
	waitFor(t, bound, func(Counts) bool {
		bound.mu.Lock()
		defer bound.mu.Unlock()
		return bound.idle.Len() == n
	})
}

// Who only holds connections makes way for who asks, the one first that has been
// idle for longest; also over TLS.
func TestIdleConnectionsMakeWay(t *testing.T) {
	for _, overTLS := range []bool{false, true} {
		bound, s, _ := bounded(t, Config{Most: 3, Address: Address}, overTLS)
		first, second, third := dial(t, s, overTLS), dial(t, s, overTLS), dial(t, s, overTLS)
		for _, c := range []client{first, second, third, second, first} {
			if !c.ask("/") {
				t.Fatalf("TLS %v: not answered: %+v", overTLS, bound.Counts())
			}
			waitIdle(t, bound, 3)
		}
		if fourth := dial(t, s, overTLS); !fourth.ask("/") {
			t.Fatalf("TLS %v: a new client is not served: %+v", overTLS, bound.Counts())
		}
		if third.ask("/") {
			t.Errorf("TLS %v: the one that was idle for longest did not make way", overTLS)
		}
		if !first.ask("/") || !second.ask("/") {
			t.Errorf("TLS %v: another one made way", overTLS)
		}
		if n := bound.Counts(); n.Open != 3 || n.Displaced != 1 || n.Crowded != 0 {
			t.Errorf("TLS %v: %+v", overTLS, n)
		}
	}
}

// Connections that are at work are not cut off: then the new one is refused.
func TestBusyConnectionsStay(t *testing.T) {
	bound, s, release := bounded(t, Config{Most: 2, Address: Address}, false)
	done := make(chan bool, 2)
	for range 2 {
		c := dial(t, s, false)
		go func() { done <- c.ask("/wait") }()
	}
	waitFor(t, bound, func(n Counts) bool { return n.Open == 2 })
	waitIdle(t, bound, 0)
	if dial(t, s, false).ask("/") {
		t.Error("a third one is served")
	}
	close(release)
	for range 2 {
		if !<-done {
			t.Error("one at work was cut off")
		}
	}
	waitIdle(t, bound, 2)
	if n := bound.Counts(); n.Crowded != 1 || n.Displaced != 0 {
		t.Errorf("%+v", n)
	}
	if !dial(t, s, false).ask("/") {
		t.Error("later none is served either")
	}
}

// One address has its bound, and what it closes counts no more.
func TestOneAddress(t *testing.T) {
	bound, s, _ := bounded(t, Config{PerAddress: 2, Address: everybody}, false)
	first, second := dial(t, s, false), dial(t, s, false)
	if !first.ask("/") || !second.ask("/") {
		t.Fatal("not answered")
	}
	if dial(t, s, false).ask("/") {
		t.Error("a third one is served")
	}
	first.Close()
	waitFor(t, bound, func(n Counts) bool { return n.Open == 1 })
	if !dial(t, s, false).ask("/") {
		t.Error("after one was closed, none is served")
	}
	second.Close()
	if n := bound.Counts(); n.Greedy != 1 || n.Crowded != 0 {
		t.Errorf("%+v", n)
	}
	waitFor(t, bound, func(n Counts) bool { return n.Open == 1 })
}

func TestRate(t *testing.T) {
	at := time.Unix(1000, 0)
	r := NewRate(2, Address, func() time.Time { return at })
	const a, b = "203.0.113.5:80", "203.0.113.6:80"
	for i := range 20 {
		if _, ok := r.Admit(a); !ok {
			t.Fatalf("request %d is refused", i)
		}
	}
	if wait, ok := r.Admit(a); ok || wait != 500*time.Millisecond {
		t.Errorf("one too many: %v, %v", wait, ok)
	}
	if _, ok := r.Admit(b); !ok {
		t.Error("another address pays for it")
	}
	for range 1000 {
		if _, ok := r.Admit("127.0.0.1:80"); !ok {
			t.Fatal("a proxy is bounded")
		}
	}
	if at = at.Add(time.Second); r.Refused() != 1 {
		t.Errorf("%d refused", r.Refused())
	}
	for i, want := range []bool{true, true, false} {
		if _, ok := r.Admit(a); ok != want {
			t.Errorf("a second later, request %d: %v", i, ok)
		}
	}
	at = at.Add(time.Minute)
	if r.Admit(b); len(r.clients) != 1 {
		t.Errorf("%d are remembered", len(r.clients))
	}
}

// However many come, no more are remembered than fit.
func TestRateIsBounded(t *testing.T) {
	at := time.Unix(1000, 0)
	r := NewRate(1, Address, func() time.Time { return at })
	refused := 0
	for i := range mostClients + 100 {
		if _, ok := r.Admit(fmt.Sprintf("[2001:67c:%x:%x::1]:80", i>>16, i&0xffff)); !ok {
			refused++
		}
	}
	if len(r.clients) > mostClients+1 || refused != 90 {
		t.Errorf("%d remembered, %d refused", len(r.clients), refused)
	}
}
