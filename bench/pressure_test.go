package main

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"
)

// asked collects the addresses that a server is asked for.
type asked struct {
	mu   sync.Mutex
	list []string
}

func (a *asked) add(r *http.Request) int {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.list = append(a.list, r.Header.Get("Accept-Encoding")+" "+r.URL.String())
	return len(a.list)
}

func (a *asked) count() int {
	a.mu.Lock()
	defer a.mu.Unlock()
	return len(a.list)
}

// waitFor returns when the condition holds; the limit is for one that never
// will.
func waitFor(t *testing.T, what string, holds func() bool) {
	t.Helper()
	for limit := time.Now().Add(time.Minute); !holds(); time.Sleep(pollInterval) {
		if time.Now().After(limit) {
			t.Fatalf("waited in vain for %s", what)
		}
	}
}

func TestACrowdAsksOnceEach(t *testing.T) {
	var a asked
	gone := make(chan struct{}, 5)
	s := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		a.add(r)
		<-r.Context().Done()
		gone <- struct{}{}
	}))
	defer s.Close()
	c, err := gather(t.Context(), s.URL, appeal{5, withoutNobodysTag, gzipped})
	if err != nil {
		t.Fatal(err)
	}
	waitFor(t, "five requests", func() bool { return a.count() == 5 })
	c.hangUp()
	for range 5 {
		<-gone
	}
	different := map[string]bool{}
	for _, text := range a.list {
		different[text] = true
	}
	if len(different) != 5 || !different["gzip /en/all.ics?-tag=z4"] {
		t.Errorf("asked for %v", a.list)
	}
}

// A crowd's answers are counted by status; the body stays with the server.
func TestStatusesOfACrowd(t *testing.T) {
	var a asked
	sent := make(chan int64, 1)
	stuck := make(chan struct{})
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch a.add(r) {
		case 1:
			n, _ := io.Copy(w, io.LimitReader(zeros{}, 64<<20))
			sent <- n
		case 2:
			w.WriteHeader(http.StatusServiceUnavailable)
		case 3:
			panic(http.ErrAbortHandler)
		default:
			<-stuck
		}
	}))
	defer s.Close()
	defer close(stuck)
	var crowds []*crowd
	for n := range 4 {
		c, err := gather(t.Context(), s.URL, appeal{1, withoutNobodysTag, identity})
		if err != nil {
			t.Fatal(err)
		}
		crowds = append(crowds, c)
		waitFor(t, "the request", func() bool { return a.count() == n+1 })
	}
	for i, want := range []int{http.StatusOK, http.StatusServiceUnavailable, dropped, noAnswer} {
		until := time.Now().Add(time.Minute)
		if want == noAnswer {
			until = time.Now()
		}
		if counts := crowds[i].statuses(until); counts[want] != 1 {
			t.Errorf("answer %d is counted as %v, want %s", i, counts, statusName(want))
		}
	}
	crowds[0].hangUp()
	if n := <-sent; n > 32<<20 {
		t.Errorf("a client that does not read took %d bytes", n)
	}
}

// zeros never end.
type zeros struct{}

func (zeros) Read(p []byte) (int, error) { return len(p), nil }

func TestACrowdThatCannotCome(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := l.Addr().String()
	l.Close()
	if _, err := gather(t.Context(), "http://"+address, appeal{2, withoutNobodysTag, identity}); err == nil || !strings.Contains(err.Error(), "connection 1 of 2") {
		t.Errorf("the error is %v", err)
	}
}

func TestCalendarsOfACrowdDiffer(t *testing.T) {
	for name, address := range map[string]func(int) string{"tag": withoutNobodysTag, "years": mostYears} {
		seen := map[string]bool{}
		for n := range crowdAsks {
			seen[address(n)] = true
		}
		if len(seen) != crowdAsks {
			t.Errorf("%s: only %d of %d differ", name, len(seen), crowdAsks)
		}
	}
}

func TestAStrangersWaits(t *testing.T) {
	var a asked
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if a.add(r) == 3 {
			w.WriteHeader(http.StatusServiceUnavailable)
		}
	}))
	defer s.Close()
	w, err := askForNewPages(t.Context(), origin{url: s.URL}, 1900)
	if err != nil || len(w.status) != newPages || w.good() || w.status[2] != http.StatusServiceUnavailable {
		t.Errorf("%+v, %v", w, err)
	}
	w = waits{status: []int{200, 200, 200}, wait: []time.Duration{2 * time.Millisecond, 9 * time.Millisecond, time.Millisecond}}
	if !w.good() || w.first() != 2*time.Millisecond || w.median() != 2*time.Millisecond || w.String() != "200 after 2.00 ms (at most 9.00 ms)" {
		t.Errorf("%v: %s", w.median(), w)
	}
	s.Close()
	if _, err := askForNewPages(t.Context(), origin{url: s.URL}, 1900); err == nil {
		t.Error("a server that is gone gives no error")
	}
	ended, end := context.WithCancel(t.Context())
	end()
	if _, _, err := ask(ended, s.URL); err == nil {
		t.Error("the end of the run is no error")
	}
}

func TestBarsOfMemory(t *testing.T) {
	const idle = 100 << 20
	for most, within := range map[int64]bool{idle: true, idle + barMemory: true, idle + barMemory + 1: false} {
		if m := (&memoryUse{idle: idle, most: most}); m.withinBar() != within {
			t.Errorf("%d above idle is within the bar: %v", most-idle, !within)
		}
	}
}

func TestPressureTable(t *testing.T) {
	r := report{pressures: []pressure{
		{what: "crowd", events: 10_000, idle: "200 after 2 ms", load: "503", memory: &memoryUse{100_000_000, 300_000_000, 290_000_000}, bar: "≤ x", met: false},
		{what: "changes", events: 1_000, load: "200", bar: "≤ 300ms", met: true},
		{what: "broken", events: 1_000, failed: "connection refused"},
	}}
	text := r.markdown()
	for _, want := range []string{
		"| crowd | 10,000 | 200 after 2 ms | 503 | 100 / 300 (290) | ≤ x | **no** |",
		"| changes | 1,000 | – | 200 | – | ≤ 300ms | yes |",
		"| broken | 1,000 |  | no figure |  |  | connection refused |",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("lacks %q:\n%s", want, text)
		}
	}
	if got := countsText(map[int]int{503: 2, 200: 3, noAnswer: 1, dropped: 4}); got != "4 × dropped, 1 × no answer, 3 × 200, 2 × 503" {
		t.Errorf("counts are written %q", got)
	}
}

func TestChangesMustBeFast(t *testing.T) {
	status := http.StatusOK
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(status) }))
	defer s.Close()
	for _, want := range []int{http.StatusOK, http.StatusInternalServerError} {
		status = want
		var p pressure
		if err := askOnce(t.Context(), origin{url: s.URL}, "/en/changes?id=zzz", &p); err != nil {
			t.Fatal(err)
		}
		if !strings.HasPrefix(p.load, fmt.Sprint(want)) || p.met && want != http.StatusOK {
			t.Errorf("status %d: %+v", want, p)
		}
	}
}
