package accesslog

import (
	"bytes"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"almanac.example/web/reply"
)

func config(out *bytes.Buffer) Config {
	return Config{
		Format: combined, Addresses: short, Out: out, Log: slog.New(slog.DiscardHandler),
		Client: func(remote string, _ []string) string { return remote },
		Now:    func() time.Time { return time.Date(2026, 3, 1, 10, 20, 30, 0, time.FixedZone("", 8*3600)) },
	}
}

// line is what a request leaves in the log.
func line(t *testing.T, c Config, r *http.Request, o reply.Observation) string {
	t.Helper()
	out := c.Out.(*bytes.Buffer)
	out.Reset()
	l, err := Open(c)
	if err != nil {
		t.Fatal(err)
	}
	l.Observe(r, o)
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestCombined(t *testing.T) {
	var out bytes.Buffer
	c := config(&out)
	for _, x := range []struct {
		name, target, remote, agent, referer string
		status                               int
		want                                 string
	}{
		{"plain", "/zh/2019.ics?tag=a", "192.0.2.77:5", "x/1", "https://example.org/", 200,
			`192.0.2.0 - - [01/Mar/2026:10:20:30 +0800] "GET /zh/2019.ics?tag=a HTTP/1.1" 200 17 "https://example.org/" "x/1"` + "\n"},
		{"six", "/", "[2001:db8:1:2:3::4]:5", "", "", 304, `2001:db8:1:: - - [01/Mar/2026:10:20:30 +0800] "GET / HTTP/1.1" 304 17 "-" "-"` + "\n"},
		{"no address", "/", "@", "", "", 200, `- - - [01/Mar/2026:10:20:30 +0800] "GET / HTTP/1.1" 200 17 "-" "-"` + "\n"},
		{"gone", "/", "192.0.2.77:5", "", "", 0, `192.0.2.0 - - [01/Mar/2026:10:20:30 +0800] "GET / HTTP/1.1" 499 17 "-" "-"` + "\n"},
		{"forged", "/", "192.0.2.77:5", "a\"b\\c\n1.2.3.4 - -\x1b[31m", "", 200,
			`192.0.2.0 - - [01/Mar/2026:10:20:30 +0800] "GET / HTTP/1.1" 200 17 "-" "a\"b\\c\x0a1.2.3.4 - -\x1b[31m"` + "\n"},
		{"invitation", "/admin/invite?secret=abc", "192.0.2.77:5", "", "https://a.example/admin/setup?secret=abc", 200,
			`192.0.2.0 - - [01/Mar/2026:10:20:30 +0800] "GET /admin/invite HTTP/1.1" 200 17 "https://a.example/admin/setup" "-"` + "\n"},
		{"token", "/api/v1/events?access_token=abc", "192.0.2.77:5", "", "https://b.example/?Token=abc", 401,
			`192.0.2.0 - - [01/Mar/2026:10:20:30 +0800] "GET /api/v1/events HTTP/1.1" 401 17 "https://b.example/" "-"` + "\n"},
	} {
		r := httptest.NewRequest(http.MethodGet, x.target, nil)
		r.RemoteAddr = x.remote
		r.Header.Set("User-Agent", x.agent)
		r.Header.Set("Referer", x.referer)
		if got := line(t, c, r, reply.Observation{Status: x.status, Bytes: 17}); got != x.want {
			t.Errorf("%s:\n%s%s", x.name, got, x.want)
		}
	}
}

func TestJSON(t *testing.T) {
	var out bytes.Buffer
	c := config(&out)
	c.Format, c.Addresses = jsonLines, full
	r := httptest.NewRequest(http.MethodGet, "/zh/2019?q=%22", nil)
	r.RemoteAddr = "192.0.2.77:5"
	got := line(t, c, r, reply.Observation{Status: 500, Bytes: 3, Took: 1500 * time.Millisecond, Request: "ABC"})
	var e map[string]any
	if err := json.Unmarshal([]byte(got), &e); err != nil || strings.Count(got, "\n") != 1 {
		t.Fatalf("%v: %q", err, got)
	}
	for key, want := range map[string]any{
		"client": "192.0.2.77", "status": 500.0, "bytes": 3.0, "seconds": 1.5, "source": "made", "request": "ABC",
		"target": "/zh/2019?q=%22", "method": "GET", "time": "2026-03-01T10:20:30+08:00",
	} {
		if e[key] != want {
			t.Errorf("%s: %v, want %v", key, e[key], want)
		}
	}
	c.Addresses = none
	if got := line(t, c, r, reply.Observation{Status: 200, Direct: true, Ready: true}); strings.Contains(got, "192") || !strings.Contains(got, `"direct"`) {
		t.Errorf("%s", got)
	}
}

// Who moves the file away gets a new one, and no line is lost.
func TestReopen(t *testing.T) {
	var out bytes.Buffer
	c := config(&out)
	c.File = filepath.Join(t.TempDir(), "access.log")
	l, err := Open(c)
	if err != nil {
		t.Fatal(err)
	}
	r := httptest.NewRequest(http.MethodGet, "/first", nil)
	l.Observe(r, reply.Observation{Status: 200})
	if err := os.Rename(c.File, c.File+".1"); err != nil {
		t.Fatal(err)
	}
	if err := l.Reopen(); err != nil {
		t.Fatal(err)
	}
	l.Observe(httptest.NewRequest(http.MethodGet, "/second", nil), reply.Observation{Status: 200})
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{c.File + ".1": "/first", c.File: "/second"} {
		b, err := os.ReadFile(name)
		if err != nil || strings.Count(string(b), "\n") != 1 || !strings.Contains(string(b), want) {
			t.Errorf("%s: %v %q", name, err, b)
		}
	}
}

// A disk that is full costs lines and nothing else.
func TestWithoutRoom(t *testing.T) {
	var out, said bytes.Buffer
	c := config(&out)
	c.File, c.Log = "/dev/full", slog.New(slog.NewTextHandler(&said, nil))
	l, err := Open(c)
	if err != nil && os.Getenv("ALMANAC_REQUIRE_TOOLS") != "" {
		t.Fatal(err)
	}
	if err != nil {
		t.Skip(err)
	}
	r := httptest.NewRequest(http.MethodGet, "/"+strings.Repeat("a", 4000), nil)
	for range 100 {
		l.Observe(r, reply.Observation{Status: 200})
	}
	_ = l.Close()
	if n := strings.Count(said.String(), "lines are lost"); n != 1 {
		t.Errorf("said %d times: %s", n, said.String())
	}
}
