package web

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"

	"almanac.example/web/direct"
	"almanac.example/web/reply"
)

// Every answer is observed once, whoever gave it.
func TestEveryAnswerIsObserved(t *testing.T) {
	live := filled(t, 100)
	s := serving(t, live, 0)
	var mu sync.Mutex
	observed, direct200 := map[string]int{}, 0
	s.observe = func(r *http.Request, o reply.Observation) {
		mu.Lock()
		defer mu.Unlock()
		observed[fmt.Sprint(r.Method, r.URL.Path, o.Status, o.Bytes)]++
		if o.Direct && r.RemoteAddr != "" {
			direct200++
		}
	}
	server := httptest.NewUnstartedServer(s.Handler())
	server.Listener = direct.Listen(server.Config, server.Listener, direct.Config{Ready: s.Ready, Fields: EveryAnswer, Observe: s.observe})
	server.Start()
	defer server.Close()
	sent := map[string]int{}
	for range 20 {
		for _, path := range []string{"/zh/2019.ics", "/en/", "/zh/nowhere", "/zh/all.ics?colour=1", "/healthz", "/og/2019.png"} {
			for _, method := range []string{http.MethodGet, http.MethodHead} {
				r, err := http.NewRequestWithContext(t.Context(), method, server.URL+path, nil)
				if err != nil {
					t.Fatal(err)
				}
				r.Header.Set("Accept-Encoding", "identity")
				resp, err := server.Client().Do(r)
				if err != nil {
					t.Fatal(err)
				}
				n, err := io.Copy(io.Discard, resp.Body)
				resp.Body.Close()
				if err != nil {
					t.Fatal(err)
				}
				sent[fmt.Sprint(method, r.URL.Path, resp.StatusCode, n)]++
			}
		}
	}
	server.Close() // after which nothing is under way
	mu.Lock()
	defer mu.Unlock()
	for what, n := range sent {
		if observed[what] != n {
			t.Errorf("%s: sent %d times, observed %d times", what, n, observed[what])
		}
	}
	if direct200 == 0 {
		t.Error("no direct answer was observed")
	}
}

// Answers that connections give are, byte for byte, those of the handler.
func TestDirectAnswersAreTheSites(t *testing.T) {
	s := serving(t, filled(t, 150), 0)
	fast := httptest.NewUnstartedServer(s.Handler())
	fast.Listener = direct.Listen(fast.Config, fast.Listener, direct.Config{Ready: s.Ready, Fields: EveryAnswer})
	fast.Start()
	defer fast.Close()
	plain := httptest.NewServer(s.Handler())
	defer plain.Close()
	fast.Client().CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	for _, path := range asked() {
		for range 3 {
			var got [2]string
			for i, base := range []string{fast.URL, plain.URL} {
				r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, base+path, nil)
				if err != nil {
					t.Fatal(err)
				}
				resp, err := fast.Client().Transport.RoundTrip(r)
				if err != nil {
					t.Fatal(err)
				}
				body, err := io.ReadAll(resp.Body)
				resp.Body.Close()
				if err != nil {
					t.Fatal(err)
				}
				resp.Header.Del("Date")
				resp.Header.Del(reply.RequestID)
				got[i] = fmt.Sprint(resp.Status, resp.Header, len(body), string(body))
			}
			if got[0] != got[1] {
				t.Errorf("%s: the connection and the handler differ:\n%.300s\n%.300s", path, got[0], got[1])
			}
		}
	}
}
