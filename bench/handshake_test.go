package main

import (
	"bytes"
	"crypto/tls"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync/atomic"
	"testing"
)

// TestMain lets a run of the tests be started again as the program starts itself.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == connectCommand {
		main()
		return
	}
	os.Exit(m.Run())
}

// Each answer has a connection of its own, which goes on with the session before
// or does not, as asked; what is counted is what the server has seen.
func TestNewConnections(t *testing.T) {
	const connections = 3
	for _, c := range []struct {
		how    handshake
		status int
	}{{wholeHandshake, http.StatusNotModified}, {resumedHandshake, http.StatusOK}, {wholeHandshake, http.StatusServiceUnavailable}} {
		var asked, resumed, kept atomic.Int64
		seen := make(chan string, 1)
		s := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			asked.Add(1)
			if r.TLS.DidResume {
				resumed.Add(1)
			}
			if !r.Close {
				kept.Add(1)
			}
			select {
			case seen <- r.URL.Path + " " + r.Header.Get("If-None-Match") + " " + r.TLS.CurveID.String() + " " + tls.VersionName(r.TLS.Version):
			default:
			}
			w.WriteHeader(c.status)
		}))
		s.StartTLS()
		var out bytes.Buffer
		err := connectMain(t.Context(), []string{string(c.how), s.URL + "/a.ics", fmt.Sprint(connections), "1", `If-None-Match: "1"`}, &out)
		s.Close()
		if err != nil {
			t.Fatal(err)
		}
		sum, err := parseSummary(out.String())
		if err != nil {
			t.Fatal(err)
		}
		if got := <-seen; got != `/a.ics "1" X25519 TLS 1.3` {
			t.Errorf("%s: asked for %s", c.how, got)
		}
		wantResumed, wantBad := int64(0), int64(0)
		if c.how == resumedHandshake {
			wantResumed = asked.Load() - connections
		}
		if c.status >= http.StatusBadRequest {
			wantBad = asked.Load()
		}
		if sum.requests != asked.Load() || asked.Load() <= connections || resumed.Load() != wantResumed || kept.Load() > 0 {
			t.Errorf("%s: %d counted, the server saw %d, %d resumed, %d to be kept", c.how, sum.requests, asked.Load(), resumed.Load(), kept.Load())
		}
		if sum.status != wantBad || sum.connect != 0 || sum.bytes < sum.requests*int64(len("HTTP/1.1 304")) || sum.p50US <= 0 || sum.p99US < sum.p50US || sum.durationUS < 1_000_000 {
			t.Errorf("%s: %+v", c.how, sum)
		}
	}
}

// What goes wrong makes a round that does not count.
func TestNewConnectionsThatFail(t *testing.T) {
	once := httptest.NewUnstartedServer(http.NotFoundHandler())
	once.TLS = &tls.Config{SessionTicketsDisabled: true}
	once.StartTLS()
	defer once.Close()
	plain := httptest.NewServer(http.NotFoundHandler())
	defer plain.Close()
	for name, c := range map[string]struct {
		how handshake
		url string
	}{"no TLS": {wholeHandshake, strings.Replace(plain.URL, "http:", "https:", 1)}, "no sessions": {resumedHandshake, once.URL}} {
		var out bytes.Buffer
		if err := connectMain(t.Context(), []string{string(c.how), c.url, "1", "1"}, &out); err != nil {
			t.Fatal(err)
		}
		if sum, err := parseSummary(out.String()); err != nil || sum.connect == 0 || sum.check(exchange{}, 0) == nil {
			t.Errorf("%s: %+v, %v", name, sum, err)
		}
	}
	for _, args := range [][]string{nil, {"whole", "https://x", "1"}, {"whole", "https://x", "one", "1"}, {"whole", "https://x", "1", "one"}, {"whole", "://", "1", "1"}} {
		if connectMain(t.Context(), args, io.Discard) == nil {
			t.Errorf("%q is taken", args)
		}
	}
}
