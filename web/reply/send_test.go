package reply

import (
	"bytes"
	"context"
	"errors"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
)

// stuck is a client that takes nothing until it is let go.
type stuck struct {
	*httptest.ResponseRecorder
	writing, letGo chan struct{}
}

func (s *stuck) Write(b []byte) (int, error) {
	s.writing <- struct{}{}
	<-s.letGo
	return s.ResponseRecorder.Write(b)
}

// sending is what counts of an answer while a client is sent it.
func TestSendingCounts(t *testing.T) {
	transit := NewTransit(1 << 20)
	large, small := New(make([]byte, 200<<10), Facts{}), New(make([]byte, 100), Facts{})
	large.transit, small.transit = transit, transit
	for _, c := range []struct {
		rep    *Representation
		method string
		want   int64
	}{{large, http.MethodGet, 200 << 10}, {small, http.MethodGet, 0}} {
		w := &stuck{httptest.NewRecorder(), make(chan struct{}), make(chan struct{})}
		sent := make(chan error)
		go func() { sent <- c.rep.Send(w, httptest.NewRequest(c.method, "/", nil)) }()
		<-w.writing
		if n := transit.Bytes(); n != c.want {
			t.Errorf("%d bytes: %d count while they are sent", c.rep.size, n)
		}
		close(w.letGo)
		if err := <-sent; err != nil || w.Body.Len() != c.rep.size {
			t.Errorf("%d bytes arrived, %v", w.Body.Len(), err)
		}
		if n := transit.Bytes(); n != 0 {
			t.Errorf("%d bytes count afterwards", n)
		}
	}
	give, err := transit.Reserve(1 << 20)
	if err != nil {
		t.Fatal(err)
	}
	defer give()
	w := httptest.NewRecorder()
	if err := large.Send(w, httptest.NewRequest(http.MethodGet, "/", nil)); !errors.Is(err, ErrBusy) || w.Body.Len() > 0 || len(w.Header()) > 0 {
		t.Errorf("without room: %v, %d bytes, header %v", err, w.Body.Len(), w.Header())
	}
	if err := large.Send(httptest.NewRecorder(), httptest.NewRequest(http.MethodHead, "/", nil)); err != nil {
		t.Errorf("HEAD needs no room: %v", err)
	}
	if _, ok := large.Prompt(httptest.NewRequest(http.MethodGet, "/", nil), func(http.Header) {}, nil); ok {
		t.Error("a prompt answer without room")
	}
}

// noise is a body that does not compress to nothing.
func noise(n int) []byte {
	random := rand.New(rand.NewPCG(1, 1))
	b := make([]byte, n)
	for i := range b {
		b[i] = 'a' + byte(random.IntN(26))
	}
	return b
}

func accepting(coding string) *http.Request {
	r := httptest.NewRequest(http.MethodGet, "/", nil)
	r.Header.Set("Accept-Encoding", coding)
	return r
}

// What needs no work is ready: a coding that is made, and a 304 of any.
func TestReady(t *testing.T) {
	rep := New(noise(1000), Facts{MediaType: "text/plain"})
	if !rep.Ready(accepting("identity")) || rep.Ready(accepting("gzip")) {
		t.Error("plain is ready and gzip is not, before anybody asked")
	}
	fields := func(h http.Header) { h.Set("A", "b") }
	if _, ok := rep.Prompt(accepting("gzip"), fields, nil); ok {
		t.Error("a prompt answer that has to be compressed")
	}
	has := accepting("gzip")
	has.Header.Set("If-None-Match", rep.variants[gzipped].etag[0])
	if p, ok := rep.Prompt(has, fields, nil); !ok || p.Status != http.StatusNotModified || p.Body != nil || !bytes.HasPrefix(p.Head, []byte("HTTP/1.1 304 Not Modified\r\nA: b\r\n")) {
		t.Errorf("304: %v %+v", ok, p)
	}
	w := httptest.NewRecorder()
	if err := rep.Send(w, accepting("gzip")); err != nil || w.Header().Get("Content-Encoding") != "gzip" {
		t.Fatal(err, w.Header())
	}
	if !rep.Ready(accepting("gzip")) {
		t.Error("gzip is not ready after it was sent")
	}
	p, ok := rep.Prompt(accepting("gzip"), fields, nil)
	if !ok || p.Status != http.StatusOK || !bytes.Equal(p.Body, w.Body.Bytes()) || !strings.Contains(string(p.Head), "Content-Encoding: gzip\r\n") {
		t.Errorf("200: %v, %d bytes, %s", ok, len(p.Body), p.Head)
	}
	p.Done()
	head := accepting("gzip")
	head.Method = http.MethodHead
	if p, ok := rep.Prompt(head, fields, nil); !ok || p.Body != nil || !strings.Contains(string(p.Head), "Content-Length: ") {
		t.Errorf("HEAD: %v %s", ok, p.Head)
	}
	refused := accepting("gzip")
	refused.Header.Set("If-Match", `"other"`)
	if _, ok := rep.Prompt(refused, fields, nil); ok {
		t.Error("412 is net/http's to answer")
	}
}

// A large body is sent in the next best coding until brotli is made in the
// background; a small one waits for it.
func TestBrotliOfLargeBodiesIsMadeLater(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for size, want := range map[int][2]string{largeBody: {"br", "br"}, largeBody + 1: {"gzip", "br"}} {
			rep := New(noise(size), Facts{MediaType: "text/plain"})
			rep.kept.Store(true)
			rep.postpone(&encoder{slot: make(chan struct{}, 1)})
			for i, coding := range want {
				w := httptest.NewRecorder()
				if err := rep.Send(w, accepting("br, gzip")); err != nil {
					t.Fatal(err)
				}
				if got := w.Header().Get("Content-Encoding"); got != coding {
					t.Errorf("%d bytes, request %d: %s, want %s", size, i+1, got, coding)
				}
				synctest.Wait()
			}
			if !rep.Ready(accepting("br")) {
				t.Errorf("%d bytes: brotli is not ready", size)
			}
		}
	})
}

// Compressing is admitted, like making.
func TestCompressingIsAdmitted(t *testing.T) {
	rep := New(noise(1000), Facts{})
	rep.lane = NewLane(1, 0)
	leave, err := rep.lane.Enter(t.Context(), nobody)
	if err != nil {
		t.Fatal(err)
	}
	if err := rep.Send(httptest.NewRecorder(), accepting("gzip")); !errors.Is(err, ErrBusy) {
		t.Errorf("with the lane full: %v", err)
	}
	if err := rep.Send(httptest.NewRecorder(), accepting("identity")); err != nil {
		t.Errorf("what needs no compressing: %v", err)
	}
	leave()
	if err := rep.Send(httptest.NewRecorder(), accepting("gzip")); err != nil {
		t.Errorf("with room: %v", err)
	}
	if working, _ := rep.lane.Load(); working != 0 {
		t.Error("the slot is kept")
	}
}

func TestWishesThatTie(t *testing.T) {
	for header, want := range map[string]coding{
		"identity;q=0.5, gzip;q=0.5":             gzipped,
		"identity;q=0, gzip;q=0.1":               gzipped,
		"identity;q=0":                           identity,
		"gzip;q=0.5, br;q=0.5":                   brotlied,
		"identity;q=0.9, *;q=0.9":                brotlied,
		"identity;q=1, gzip;q=0.999, br;q=0.999": identity,
	} {
		w := weigh([]string{header})
		if got := w.heaviest(); got != want {
			t.Errorf("%q picks %d, want %d", header, got, want)
		}
	}
}

// A cache may keep nothing; then every answer is made anew.
func TestACacheMayBeOff(t *testing.T) {
	for _, c := range []struct {
		size int64
		made int64
	}{{-1, 3}, {0, 1}, {1 << 20, 1}} {
		k := newKitchen(t, 1000)
		var err error
		if k.cache, err = NewCache(c.size, NewTransit(1<<20)); err != nil {
			t.Fatal(err)
		}
		for range 3 {
			if _, err := k.cache.Get(get(loopback), 1, k.answer("a")); err != nil {
				t.Fatal(err)
			}
		}
		if n := k.made.Load(); n != c.made || k.cache.Off() != (c.size < 0) {
			t.Errorf("size %d: made %d times, off %v", c.size, n, k.cache.Off())
		}
		if k.cache.Latest("a") == nil != (c.size < 0) {
			t.Errorf("size %d: the latest is %v", c.size, k.cache.Latest("a"))
		}
	}
}

// An answer of an older revision is made of no newer one.
func TestHoldsIsAskedOfOlderOnesOnly(t *testing.T) {
	k := newKitchen(t, 10)
	a := k.answer("a")
	asked := 0
	a.Holds = func(*Representation, Revision) bool { asked++; return true }
	for _, rev := range []Revision{5, 5, 4} {
		if _, err := k.cache.Get(get(loopback), rev, a); err != nil {
			t.Fatal(err)
		}
	}
	if asked != 0 || k.made.Load() != 2 {
		t.Errorf("asked %d times, made %d times; want never and twice", asked, k.made.Load())
	}
}

// joining is a connection that notes when it is asked to join writes.
type joining struct {
	net.Conn
	joins []bool
}

func (j *joining) Join(next bool) { j.joins = append(j.joins, next) }

func TestHeaderAndBodyAreJoined(t *testing.T) {
	here, there := net.Pipe()
	defer here.Close()
	defer there.Close()
	c := &joining{Conn: there}
	r := httptest.NewRequest(http.MethodGet, "/", nil)
	r = r.WithContext(ConnContext(r.Context(), c))
	w := httptest.NewRecorder()
	if err := New([]byte("body"), Facts{}).Send(w, r); err != nil || w.Body.String() != "body" {
		t.Fatal(err, w.Body)
	}
	if len(c.joins) != 2 || !c.joins[0] || c.joins[1] {
		t.Errorf("joined: %v", c.joins)
	}
	if ctx := ConnContext(context.Background(), here); ctx != context.Background() {
		t.Error("a connection that cannot join is kept in the context")
	}
}
