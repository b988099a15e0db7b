package web

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"almanac.example/events"
	"almanac.example/web/direct"
	"almanac.example/web/reply"
	"almanac.example/web/webtest"
)

// requestFrom asks as a peer of some network.
func requestFrom(ctx context.Context, h http.Handler, peer, address string) *httptest.ResponseRecorder {
	r := httptest.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	r.RemoteAddr = peer
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

// occupy takes every slot of a lane until the function returned is called.
func occupy(t *testing.T, lane *reply.Lane) (leave func()) {
	t.Helper()
	var all []func()
	for {
		leave, ok := lane.TryEnter(reply.Network(&http.Request{}))
		if !ok {
			break
		}
		all = append(all, leave)
	}
	return func() {
		for _, leave := range all {
			leave()
		}
	}
}

// waitFor waits until something holds.
func waitFor(t *testing.T, holds func() bool) {
	t.Helper()
	for !holds() {
		if t.Context().Err() != nil {
			t.Fatal("it never holds")
		}
		time.Sleep(time.Millisecond) // what it waits for needs a processor
	}
}

// A crowd that wants whole calendars under ever new selections fills its own
// lane, is told so, and leaves pages alone; when it hangs up, nothing is left.
func TestACrowdOfCalendarsLeavesPagesAlone(t *testing.T) {
	s := serving(t, filled(t, 3000), 0) // of which whole calendars are large
	h := s.Handler()
	leave := occupy(t, s.lanes.large)
	ctx, hangUp := context.WithCancel(t.Context())
	answers := make(chan int, 60)
	for n := range 60 {
		go func() {
			defer func() {
				if err, ok := recover().(error); ok && !errors.Is(err, http.ErrAbortHandler) {
					panic(err)
				}
			}()
			code := 0 // hung up
			defer func() { answers <- code }()
			code = requestFrom(ctx, h, "127.0.0.1:1", fmt.Sprintf("/en/all.ics?from=1990-01-%02d&to=2026-%02d", 1+n%28, 1+n%12)).Code
		}()
	}
	refused := 0
	for range 60 - largeQueue {
		if code := <-answers; code == http.StatusServiceUnavailable {
			refused++
		}
	}
	if refused != 60-largeQueue {
		t.Errorf("%d refused, want all beyond the queue of %d", refused, largeQueue)
	}
	if _, waiting := s.lanes.large.Load(); waiting != largeQueue {
		t.Errorf("%d wait", waiting)
	}
	busy := requestFrom(t.Context(), h, "127.0.0.1:1", "/en/all.ics?from=1991")
	if busy.Code != http.StatusServiceUnavailable || busy.Header().Get("Retry-After") == "" {
		t.Errorf("a full lane answers %d, Retry-After %q", busy.Code, busy.Header().Get("Retry-After"))
	}
	for _, address := range []string{"/en/2019", "/zh/list?tag=science", "/en/2001.ics", "/en/2019.atom"} {
		if w := requestFrom(t.Context(), h, "127.0.0.1:1", address); w.Code != http.StatusOK {
			t.Errorf("%s meanwhile: %d", address, w.Code)
		}
	}
	hangUp()
	for range largeQueue {
		if code := <-answers; code != 0 {
			t.Errorf("who hung up was answered %d", code)
		}
	}
	waitFor(t, func() bool { _, waiting := s.lanes.large.Load(); return waiting == 0 })
	leave()
	if w := requestFrom(t.Context(), h, "127.0.0.1:1", "/en/all.ics?from=1991"); w.Code != http.StatusOK {
		t.Errorf("afterwards: %d", w.Code)
	}
}

// No network keeps others from new pages.
func TestANetworkDoesNotFillThePages(t *testing.T) {
	s := serving(t, filled(t, 50), 0)
	h := s.Handler()
	leave := occupy(t, s.lanes.pages)
	codes := make(chan int)
	const crowd = 2 * pagesQueue
	for n := range crowd {
		go func() {
			codes <- requestFrom(t.Context(), h, fmt.Sprintf("203.0.113.%d:1", n%250), fmt.Sprintf("/en/list?q=w%d", n)).Code
		}()
	}
	refused := 0
	for range crowd - (pagesQueue+1)/4 {
		if <-codes == http.StatusServiceUnavailable {
			refused++
		}
	}
	if refused < crowd-(pagesQueue+8)/4 {
		t.Errorf("%d of %d refused", refused, crowd)
	}
	stranger := make(chan int)
	go func() { stranger <- requestFrom(t.Context(), h, "198.51.100.1:1", "/en/1999").Code }()
	waitFor(t, func() bool { _, waiting := s.lanes.pages.Load(); return waiting > crowd-refused })
	leave()
	if code := <-stranger; code != http.StatusOK {
		t.Errorf("a stranger: %d", code)
	}
	for range crowd - refused - (crowd - (pagesQueue+1)/4 - refused) {
		<-codes
	}
}

// Pages and feeds outlive edits of what they do not show.
func TestPagesOutliveEditsElsewhere(t *testing.T) {
	i := newInstance(t, append(webtest.Chronicle(), webtest.Museum())...)
	kept := func(address string) *reply.Representation {
		i.get(t, address)
		d, ok := i.addresses.GetIfPresent(addressOf(request(address, "")))
		if !ok {
			t.Fatalf("%s is not kept", address)
		}
		rep, _ := i.cache.At(d.key, d.rev)
		return rep
	}
	elsewhere := []string{"/en/2018", "/en/2018/05", "/en/2018/05/grid", "/en/d/1990s", "/en/c/19", "/en/about", "/en/e/draft-none", "/en/2018.atom", "/en/2018.ics"}
	shown := []string{"/en/2019", "/en/all", "/en/list", "/en/", "/en/2019.ics", "/en/changes"}
	before := map[string]*reply.Representation{}
	for _, address := range append(elsewhere, shown...) {
		if i.get(t, address).status == http.StatusOK {
			before[address] = kept(address)
		}
	}
	i.edit(t, "museum", func(e *events.Event) { e.Text["en"] = events.Text{Title: "Museum reopens"} })
	for _, address := range elsewhere {
		if rep, ok := before[address]; ok && kept(address) != rep {
			t.Errorf("%s was made again for an edit that it does not show", address)
		}
	}
	for _, address := range shown {
		if rep, ok := before[address]; !ok || kept(address) == rep {
			t.Errorf("%s was not made again (asked before: %v)", address, ok)
		}
	}
}

// smallBuffers keeps the kernel from taking whole calendars off the server's
// hands.
type smallBuffers struct{ net.Listener }

func (l smallBuffers) Accept() (net.Conn, error) {
	c, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	return c, c.(*net.TCPConn).SetWriteBuffer(4096)
}

// Clients that do not read hold no more than the bound; the rest are refused,
// and who reads is answered all the same.
func TestClientsThatDoNotReadAreBounded(t *testing.T) {
	s := serving(t, filled(t, 3000), 0)
	const bound = 8 << 20
	transit := reply.NewTransit(bound)
	var err error
	if s.cache, err = reply.NewCache(0, transit); err != nil {
		t.Fatal(err)
	}
	server := httptest.NewUnstartedServer(s.Handler())
	server.Listener = direct.Listen(server.Config, smallBuffers{server.Listener}, direct.Config{Ready: s.Ready, Fields: EveryAnswer})
	server.Start()
	t.Cleanup(server.Close)
	addr := strings.TrimPrefix(server.URL, "http://")
	whole := ask(s.Handler(), "/en/all.ics").Body.Len()
	counts := map[int]int{}
	for n := range 40 {
		c, err := net.Dial("tcp", addr)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { c.Close() })
		if err := c.(*net.TCPConn).SetReadBuffer(4096); err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(c, "GET /en/all.ics?to=2026-%02d-%02d HTTP/1.1\r\nHost: x\r\n\r\n", 1+n%12, 1+n/12)
		head := make([]byte, len("HTTP/1.1 200"))
		if _, err := io.ReadFull(c, head); err != nil {
			t.Fatal(err)
		}
		switch string(head) {
		case "HTTP/1.1 200":
			counts[200]++
		case "HTTP/1.1 503":
			counts[503]++
		default:
			t.Fatalf("answered %q", head)
		}
		if n := transit.Bytes(); n > bound+int64(whole) {
			t.Fatalf("%d bytes under way, the bound is %d", n, bound)
		}
	}
	if counts[200] == 0 || counts[503] == 0 || counts[200] > bound/whole+1 {
		t.Errorf("answers by status: %v; a calendar has %d bytes", counts, whole)
	}
	resp, err := server.Client().Get(server.URL + "/en/2019")
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		t.Errorf("a page meanwhile: %d", resp.StatusCode)
	}
}
