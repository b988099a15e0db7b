package main

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"os/exec"
	"strings"
	"testing"
	"time"
)

// stay opens connections that ask once and then only stay. How many there are is
// up to the server.
func stay(t *testing.T, addr string, n int) {
	t.Helper()
	for range n {
		conn, err := net.Dial("tcp", addr)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { conn.Close() })
		if _, err := io.WriteString(conn, "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"); err != nil {
			continue // it was shown the door
		}
	}
}

// A process that has no descriptor left, as clients hold connections, serves the
// next one all the same, long before any of them is given up by a timeout.
func TestDescriptorsExhausted(t *testing.T) {
	dir := t.TempDir()
	for name, elsewhere := range map[string]int{"by connections": 0, "by others as well": 50} {
		s := startServerIn(t, exec.Command("bash", "-c", `ulimit -n 100; exec almanac "$@"`, "almanac", "serve", "--addr", "127.0.0.1:0",
			"--create", "--record", "shanghai-2019", "--store", "bolt:"+strings.ReplaceAll(name, " ", "-")+".db", "--metrics-addr", "127.0.0.1:0", "--max-connections-per-address=0"), dir)
		addr, metrics := strings.TrimPrefix(s.base, "http://"), s.waitFor(t, operators)
		stay(t, metrics, elsewhere)
		stay(t, addr, 300)
		ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
		defer cancel()
		for i := range 5 {
			client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
			r, err := http.NewRequestWithContext(ctx, http.MethodGet, s.base+"/en/2019", nil)
			if err != nil {
				t.Fatal(err)
			}
			resp, err := client.Do(r)
			if err != nil {
				t.Fatalf("%s: request %d: %v\n%s", name, i, err, s.log())
			}
			resp.Body.Close()
		}
		if got := valueOf(t, metrics, "almanac_connections_displaced_total"); got == "0" {
			t.Errorf("%s: none made way", name)
		}
		if got := valueOf(t, metrics, "almanac_descriptors_exhausted_total"); got == "0" && elsewhere > 0 {
			t.Errorf("%s: no descriptor was left %s times", name, got)
		}
	}
}

// valueOf is the value of a metric without labels.
func valueOf(t *testing.T, addr, name string) string {
	t.Helper()
	resp, err := http.Get("http://" + addr + "/metrics")
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	_, after, ok := strings.Cut(string(body), "\n"+name+" ")
	if !ok {
		t.Fatalf("there is no %s", name)
	}
	value, _, _ := strings.Cut(after, "\n")
	return value
}

// Who asks for too much that is not ready has to wait, others and what is ready do
// not; a trusted proxy says who it is.
func TestRequestRate(t *testing.T) {
	s := startServer(t, t.TempDir(), "--record", "shanghai-2019", "--create", "--store", "bolt:a.db", "--request-rate", "0.5", "--trusted-proxy", "127.0.0.1", "--metrics-addr", "127.0.0.1:0")
	metrics := s.waitFor(t, operators)
	ask := func(path, client string) *http.Response {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.base+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("X-Forwarded-For", client)
		resp, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		return resp
	}
	refused := 0
	for i := range 20 {
		if resp := ask(fmt.Sprintf("/en/nowhere-%d", i), "198.51.100.7"); resp.StatusCode == http.StatusTooManyRequests {
			refused++
			if resp.Header.Get("Retry-After") != "2" {
				t.Errorf("Retry-After %q", resp.Header.Get("Retry-After"))
			}
		}
	}
	if refused < 10 {
		t.Errorf("%d of 20 were refused", refused)
	}
	if resp := ask("/en/2019", "198.51.100.8"); resp.StatusCode != http.StatusOK {
		t.Errorf("another client: %s", resp.Status)
	}
	for _, path := range []string{"/en/2019", "/healthz", "/embed.js"} { // by now the page is ready
		if resp := ask(path, "198.51.100.7"); resp.StatusCode != http.StatusOK {
			t.Errorf("%s: %s", path, resp.Status)
		}
	}
	if got := valueOf(t, metrics, "almanac_requests_refused_total"); got != fmt.Sprint(refused) {
		t.Errorf("%s in the metrics, %d refused", got, refused)
	}
}
