package main

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/url"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// siege is a bounded run of addresses that nobody has asked for before, while
// a popular feed is read.
type siege struct {
	addresses     int
	events        int
	answers       map[int]int // by status
	wall          time.Duration
	before, after footprint
	most          int // open descriptors, at most
	popular       string
	quiet, during latency
}

// latency is how long a reader of the popular feed waited.
type latency struct {
	reads, failed int
	p50, p99      time.Duration
}

// attackers is how many connections ask at once.
const attackers = 16

// measureHostile asks for random filters, each once, and looks at the process
// before and after, and at what readers of a popular feed notice.
func (b *bench) measureHostile(ctx context.Context, t *testbed) error {
	if !b.only.MatchString("hostile") {
		return nil
	}
	s := siege{addresses: b.hostile, events: t.record.events, popular: "/zh/all.atom", answers: map[int]int{}}
	progress("%d random filters", s.addresses)
	if _, err := fetchOK(ctx, t.almanac.url+s.popular); err != nil {
		return err
	}
	quiet, stop := context.WithTimeout(ctx, time.Duration(b.seconds)*time.Second)
	s.quiet = readPopular(quiet, t.almanac.url+s.popular)
	stop()
	s.before = t.almanac.footprint()
	siegeCtx, end := context.WithCancel(ctx)
	var readers sync.WaitGroup
	readers.Go(func() { s.during = readPopular(siegeCtx, t.almanac.url+s.popular) })
	readers.Go(func() {
		for siegeCtx.Err() == nil {
			s.most = max(s.most, t.almanac.footprint().files)
			pause(siegeCtx, 10*time.Millisecond)
		}
	})
	begin := time.Now()
	err := s.attack(ctx, t.almanac.url, t.record.tags)
	s.wall = time.Since(begin)
	end()
	readers.Wait()
	if err != nil {
		return err
	}
	client.CloseIdleConnections()
	s.after = t.almanac.footprint()
	b.report.siege = &s
	return nil
}

// attack asks for every address once.
func (s *siege) attack(ctx context.Context, base string, tags []string) error {
	transport := &http.Transport{MaxConnsPerHost: attackers, MaxIdleConnsPerHost: attackers}
	defer transport.CloseIdleConnections()
	c := &http.Client{Transport: transport, Timeout: time.Minute}
	var mu sync.Mutex
	var next atomic.Int64
	var failure error
	var workers sync.WaitGroup
	for range attackers {
		workers.Go(func() {
			for n := next.Add(1); n <= int64(s.addresses) && ctx.Err() == nil; n = next.Add(1) {
				status, err := discard(ctx, c, base+hostileAddress(uint64(n), tags))
				mu.Lock()
				s.answers[status]++
				if err != nil && failure == nil {
					failure = err
				}
				mu.Unlock()
			}
		})
	}
	workers.Wait()
	return failure
}

// hostileAddress is the nth of an endless row of addresses, none like another:
// real filters, filters that find nothing, unknown keys, broken dates and
// texts in search fields.
func hostileAddress(n uint64, tags []string) string {
	const seed = 19
	r := rand.New(rand.NewPCG(seed, n))
	q := url.Values{}
	q.Add("tag", tags[r.IntN(len(tags))])
	day := time.Date(1850, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, r.IntN(60_000)).Format(time.DateOnly)
	switch r.IntN(6) {
	case 0:
		q.Set("from", day)
	case 1:
		q.Set("to", day)
		q.Add("tag", tags[r.IntN(len(tags))])
	case 2:
		q.Set("q", fmt.Sprintf("%x 天文", n))
	case 3:
		q.Set("from", day+"/../../etc/passwd")
	case 4:
		q.Set("key", "1")
		q.Set("from", day)
		q.Set("precision", "month")
	case 5:
		q.Set(fmt.Sprintf("k%d", n), "' OR 1=1 --")
	}
	q.Set("utm_n", fmt.Sprint(n)) // what trackers add must not count as another filter
	path := []string{"/zh/all.ics", "/en/all.atom", "/zh/all.json", "/en/all", "/zh/list", "/en/2019"}[r.IntN(6)]
	return path + "?" + q.Encode()
}

// readPopular reads one feed until the context ends, a read after the other
// with a pause between them.
func readPopular(ctx context.Context, address string) latency {
	const between = 2 * time.Millisecond
	var l latency
	var waits []time.Duration
	for ctx.Err() == nil {
		begin := time.Now()
		status, err := discard(context.WithoutCancel(ctx), client, address)
		if err != nil || status != http.StatusOK {
			l.failed++
		} else {
			waits = append(waits, time.Since(begin))
		}
		pause(ctx, between)
	}
	l.reads = len(waits)
	if len(waits) > 0 {
		slices.Sort(waits)
		l.p50, l.p99 = waits[len(waits)/2], waits[len(waits)*99/100]
	}
	return l
}

func pause(ctx context.Context, d time.Duration) {
	select {
	case <-ctx.Done():
	case <-time.After(d):
	}
}

// discard asks once and reads the answer to its end.
func discard(ctx context.Context, c *http.Client, address string) (int, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return 0, err
	}
	resp, err := c.Do(r)
	if err != nil {
		return 0, err
	}
	defer resp.Body.Close()
	_, err = io.Copy(io.Discard, resp.Body)
	return resp.StatusCode, err
}
