package web

import (
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"runtime"
	"strings"
	"testing"
)

// crowd asks for ever new things, and sometimes for what everybody wants.
type crowd struct {
	client  *http.Client
	base    string
	random  *rand.Rand
	popular string
}

func (c *crowd) ask(t *testing.T, path string) {
	t.Helper()
	r, err := http.NewRequest(http.MethodGet, c.base+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Accept-Encoding", []string{"gzip", "br", "identity"}[c.random.IntN(3)])
	resp, err := c.client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if _, err := io.Copy(io.Discard, resp.Body); err != nil {
		t.Fatal(err)
	}
}

// filter is an address that nobody has asked for before.
func (c *crowd) filter() string {
	from := 1600 + c.random.IntN(400)
	switch c.random.IntN(4) {
	case 0:
		return fmt.Sprintf("/zh/all.ics?from=%d-%02d&to=%d", from, 1+c.random.IntN(12), from+c.random.IntN(60))
	case 1:
		return fmt.Sprintf("/en/%d.atom?x=%d&tag=science", from, c.random.Int())
	case 2:
		return fmt.Sprintf("/zh/all.json?q=%c%c", rune(0x4e00+c.random.IntN(500)), rune(0x4e00+c.random.IntN(500)))
	}
	return fmt.Sprintf("/en/list?page=%d&from=%d", c.random.IntN(5), from)
}

// rush sends so many requests.
func (c *crowd) rush(t *testing.T, n int) {
	t.Helper()
	for i := range n {
		if i%20 == 0 {
			c.ask(t, c.popular)
		}
		c.ask(t, c.filter())
	}
}

// footprint is what a process holds on to.
type footprint struct {
	heap       uint64 // bytes in use after a collection
	goroutines int
	files      int // open descriptors, 0 where they cannot be counted
}

func (c *crowd) footprint(t *testing.T, s *Server) footprint {
	t.Helper()
	c.client.CloseIdleConnections()
	s.cache.CleanUp()
	s.addresses.CleanUp()
	// The server notices closed connections in its own time.
	for before := runtime.NumGoroutine(); ; {
		runtime.GC()
		now := runtime.NumGoroutine()
		if now >= before {
			break
		}
		before = now
	}
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	files, _ := os.ReadDir("/proc/self/fd")
	return footprint{m.HeapAlloc, runtime.NumGoroutine(), len(files)}
}

// Requests that nobody repeats leave nothing behind: memory, goroutines and
// file descriptors stay where they were, and what is popular stays ready.
func TestACrowdOfFiltersLeavesNothingBehind(t *testing.T) {
	const cacheBytes = 4 << 20
	s := serving(t, filled(t, 600), cacheBytes)
	server := onNetwork(t, s)
	c := &crowd{client: server.Client(), base: server.URL, random: rand.New(rand.NewPCG(1, 1)), popular: "/zh/2019.ics"}
	c.rush(t, 200) // fills the cache and everything that is made once
	before := c.footprint(t, s)
	c.rush(t, 800)
	after := c.footprint(t, s)
	// The cache may have been less than full at first, and counts roughly.
	if grown := int64(after.heap) - int64(before.heap); grown > cacheBytes {
		t.Errorf("the heap grew from %d to %d bytes", before.heap, after.heap)
	}
	if w := s.cache.Bytes(); w > cacheBytes {
		t.Errorf("the cache of %d bytes holds %d", cacheBytes, w)
	}
	if after.goroutines > before.goroutines+2 || after.files > before.files+2 {
		t.Errorf("from %d goroutines and %d files to %d and %d", before.goroutines, before.files, after.goroutines, after.files)
	}
	r := httptest.NewRequest(http.MethodGet, c.popular, nil)
	if _, ok := s.Ready(r); !ok {
		t.Errorf("%s was driven out", c.popular)
	}
}

// discard is a ResponseWriter of which only the header costs anything.
type discard struct{ header http.Header }

func (d *discard) Header() http.Header         { return d.header }
func (d *discard) Write(b []byte) (int, error) { return len(b), nil }
func (d *discard) WriteHeader(int)             {}

// readyCalls are the kinds of answers that cost nothing when they are ready.
func readyCalls(t testing.TB) (http.Handler, map[string]*http.Request) {
	t.Helper()
	h := serving(t, filled(t, 400), 0).Handler()
	calls := map[string]*http.Request{}
	for _, path := range []string{"/zh/all.ics", "/zh/2019.atom?tag=science", "/zh/2019"} {
		for _, coding := range []string{"", "gzip, deflate, br", "gzip"} {
			r := httptest.NewRequest(http.MethodGet, path, nil)
			if coding != "" {
				r.Header.Set("Accept-Encoding", coding)
			}
			calls[path+" "+coding] = r
			again := r.Clone(t.Context())
			again.Header.Set("If-None-Match", ask(h, path, "Accept-Encoding", coding).Header().Get("Etag"))
			calls[path+" "+coding+" 304"] = again
		}
	}
	return h, calls
}

// An answer that is ready allocates nothing, but for the account of a body that
// is large enough to have one.
func TestReadyAnswersAllocateNothing(t *testing.T) {
	h, calls := readyCalls(t)
	for name, r := range calls {
		w := &discard{http.Header{}}
		h.ServeHTTP(w, r)
		most := 0.0
		if strings.HasPrefix(name, "/zh/all.ics") && !strings.HasSuffix(name, " 304") {
			most = 3
		}
		if n := testing.AllocsPerRun(100, func() { h.ServeHTTP(w, r) }); n > most {
			t.Errorf("%s: %v allocations", name, n)
		}
	}
}

func BenchmarkReady(b *testing.B) {
	h, calls := readyCalls(b)
	for name, r := range calls {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				h.ServeHTTP(&discard{make(http.Header)}, r)
			}
		})
	}
}
