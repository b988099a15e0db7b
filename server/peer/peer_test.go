package peer

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func networks(t *testing.T, list ...string) *Networks {
	t.Helper()
	var read []Network
	for _, text := range list {
		var n Network
		if err := n.UnmarshalText([]byte(text)); err != nil {
			t.Fatal(err)
		}
		read = append(read, n)
	}
	n := &Networks{}
	n.Set(read)
	return n
}

func TestNetworkIsReadStrictly(t *testing.T) {
	for text, says := range map[string]string{
		"10.0.0.1/8": "write 10.0.0.0/8", "intranet": `"intranet" is no network`, "": "is no network", "fe80::1%eth0": "is no network",
		"2001:db8::1/32": "write 2001:db8::/32",
	} {
		var n Network
		if err := n.UnmarshalText([]byte(text)); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%q: %v", text, err)
		}
	}
}

// Only a trusted proxy says who asks, and only from the end that it wrote.
func TestClient(t *testing.T) {
	n := networks(t, "10.0.0.0/8", "2001:db8::/32", "unix", "192.0.2.1")
	for _, c := range []struct{ remote, forwarded, want string }{
		{"203.0.113.5:4711", "", "203.0.113.5:4711"},
		{"203.0.113.5:4711", "198.51.100.7", "203.0.113.5:4711"}, // no proxy of ours
		{"10.1.2.3:80", "", "10.1.2.3:80"},
		{"10.1.2.3:80", "198.51.100.7", "198.51.100.7:0"},
		{"192.0.2.1:80", "198.51.100.7", "198.51.100.7:0"},
		{"192.0.2.2:80", "198.51.100.7", "192.0.2.2:80"},
		{"[::ffff:10.1.2.3]:80", "198.51.100.7", "198.51.100.7:0"},
		{"[2001:db8::1]:80", "2001:67c::9", "[2001:67c::9]:0"},
		{"10.1.2.3:80", "6.6.6.6, 198.51.100.7, 10.9.9.9", "198.51.100.7:0"}, // the client wrote the first one
		{"10.1.2.3:80", "10.4.4.4,10.5.5.5", "10.4.4.4:0"},                   // all are ours
		{"10.1.2.3:80", "198.51.100.7, unknown", "10.1.2.3:80"},
		{"10.1.2.3:80", "unknown, 10.7.7.7", "10.7.7.7:0"},
		{"10.1.2.3:80", "[2001:67c::9]", "[2001:67c::9]:0"},
		{"10.1.2.3:80", "198.51.100.7:5555", "198.51.100.7:0"},
		{"10.1.2.3:80", "[2001:67c::9]:5555", "[2001:67c::9]:0"},
		{"@", "198.51.100.7", "198.51.100.7:0"},
		{"", "198.51.100.7", "198.51.100.7:0"},
	} {
		var forwarded []string
		if c.forwarded != "" {
			forwarded = []string{c.forwarded}
		}
		if got := n.Client(c.remote, forwarded); got != c.want {
			t.Errorf("%s, %q: %s, want %s", c.remote, c.forwarded, got, c.want)
		}
	}
	if got := n.Client("10.1.2.3:80", []string{"6.6.6.6", "198.51.100.7"}); got != "198.51.100.7:0" {
		t.Errorf("of two fields: %s", got)
	}
	if got := networks(t).Client("@", []string{"198.51.100.7"}); got != "@" {
		t.Errorf("without trust: %s", got)
	}
	if got := (&Networks{}).Client("10.1.2.3:80", []string{"198.51.100.7"}); got != "10.1.2.3:80" {
		t.Errorf("without a list: %s", got)
	}
}

func TestHandlerShowsTheClient(t *testing.T) {
	n := networks(t, "127.0.0.0/8")
	seen := ""
	server := httptest.NewServer(n.Handler(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { seen = r.RemoteAddr })))
	defer server.Close()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, server.URL, nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("X-Forwarded-For", "198.51.100.7")
	resp, err := server.Client().Do(r)
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if seen != "198.51.100.7:0" {
		t.Errorf("seen %s", seen)
	}
}
