package direct

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"almanac.example/web/reply"
)

// counted counts what reaches net/http's handler.
type counted struct {
	http.Handler
	calls atomic.Int64
}

func (c *counted) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	c.calls.Add(1)
	c.Handler.ServeHTTP(w, r)
}

// pipes is a listener of connections in memory, on which each write of one end
// is read by itself at the other.
type pipes struct {
	accept chan net.Conn
	closed chan struct{}
}

func (p *pipes) Accept() (net.Conn, error) {
	select {
	case c := <-p.accept:
		return c, nil
	case <-p.closed:
		return nil, net.ErrClosed
	}
}

func (p *pipes) Close() error   { close(p.closed); return nil }
func (p *pipes) Addr() net.Addr { return &net.UnixAddr{} }

// counting is a server that counts what reaches its handler.
type counting struct {
	server   *http.Server
	listener *Listener
	handled  *counted
	dial     func() net.Conn
	last     atomic.Pointer[conn] // the server's end of the latest pipe
}

func newCounting(t testing.TB, h http.Handler, l net.Listener, ready Lookup) *counting {
	c := &counting{handled: &counted{Handler: h}}
	c.server = &http.Server{Handler: c.handled, ReadHeaderTimeout: time.Minute, IdleTimeout: time.Minute, WriteTimeout: time.Minute}
	c.listener = Listen(c.server, l, Config{Ready: ready, Fields: siteFields})
	t.Cleanup(func() { c.server.Close() })
	return c
}

// onPipes serves connections that are pipes.
func onPipes(t testing.TB, h http.Handler, ready Lookup) *counting {
	return onPipesWith(t, h, ready, nil)
}

func onPipesWith(t testing.TB, h http.Handler, ready Lookup, set func(*counting)) *counting {
	p := &pipes{make(chan net.Conn), make(chan struct{})}
	c := newCounting(t, h, p, ready)
	if set != nil {
		set(c)
	}
	c.dial = func() net.Conn {
		here, there := net.Pipe()
		c.last.Store(&conn{Conn: there, listener: c.listener})
		p.accept <- c.last.Load()
		return here
	}
	go c.server.Serve(c.listener) //nolint:errcheck // it ends when the test does
	return c
}

// onLoopback serves TCP.
func onLoopback(t testing.TB, h http.Handler, ready Lookup) *counting {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	c := newCounting(t, h, l, ready)
	c.dial = func() net.Conn {
		conn, err := net.Dial("tcp", l.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		return conn
	}
	go c.server.Serve(c.listener) //nolint:errcheck // it ends when the test does
	return c
}

var dateField = regexp.MustCompile(`Date: [^\r]+\r\n`)

// segment is what a client writes at once.
type segment struct {
	text    string
	answers int // that the client waits for before it goes on, of all so far
}

// converse writes the segments and returns all that is answered until the
// server closes the connection. heads tells which requests are HEAD.
func (p *counting) converse(t *testing.T, segments []segment, heads []bool) string {
	t.Helper()
	c := p.dial()
	defer c.Close()
	answers := make(chan struct{}, len(heads)+1)
	go func() {
		count := 0
		for _, s := range segments {
			if _, err := io.WriteString(c, s.text); err != nil {
				return // the server has heard enough
			}
			for ; count < s.answers; count++ {
				<-answers
			}
		}
	}()
	var all bytes.Buffer
	r := bufio.NewReader(io.TeeReader(c, &all))
	for _, head := range heads {
		request := &http.Request{Method: http.MethodGet}
		if head {
			request.Method = http.MethodHead
		}
		resp, err := http.ReadResponse(r, request)
		if err != nil {
			break
		}
		if _, err := io.Copy(io.Discard, resp.Body); err != nil {
			t.Error(err)
		}
		answers <- struct{}{}
	}
	close(answers)
	if _, err := io.Copy(io.Discard, r); err != nil {
		t.Error(err)
	}
	return dateField.ReplaceAllString(all.String(), "")
}

// Answers that the connection gives are, byte for byte, those of the handler.
func TestDirectAnswersAreTheHandlers(t *testing.T) {
	s := newSite()
	direct, plain := onLoopback(t, s, s.ready), onLoopback(t, s, nil)
	for _, path := range s.paths() {
		var segments []segment
		var heads []bool
		for i, r := range append(everydayRequests(ask(s, path)), "GET %s HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n") {
			segments = append(segments, segment{fmt.Sprintf(r, path), i + 1})
			heads = append(heads, strings.HasPrefix(r, http.MethodHead))
		}
		if a, b := direct.converse(t, segments, heads), plain.converse(t, segments, heads); a != b {
			t.Errorf("%s: answered directly\n%.2000s\nby the handler\n%.2000s", path, a, b)
		}
	}
	if d, p := direct.handled.calls.Load(), plain.handled.calls.Load(); d > p*19/20 { // net/http may be late to notice that it has nothing to do
		t.Errorf("the handler was asked %d times of %d: hardly anything is answered directly", d, p)
	}
}

// site answers with what it has; everything is ready.
type site map[string]*reply.Representation

func newSite() site {
	s := site{}
	for path, f := range map[string]reply.Facts{
		"/zh/2019.ics": {MediaType: "text/calendar", CacheControl: "public", Modified: time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC), Public: true, Link: []string{`<x>; rel="self"`}},
		"/feeds.opml":  {MediaType: "text/x-opml", CacheControl: "public"},
		"/zh/2019":     {MediaType: "text/html", CacheControl: "no-cache", Language: "zh", Vary: "Cookie", Policy: "default-src 'none'"},
		"/zh/all.ics":  {MediaType: "text/calendar", CacheControl: "public"},
	} {
		s[path] = reply.New(bytes.Repeat([]byte(path+" and so on\n"), 10+len(f.Link)*2000), f)
	}
	return s
}

func siteFields(h http.Header) { h["X-Content-Type-Options"] = []string{"nosniff"} }

func (s site) ready(r *http.Request) (*reply.Representation, bool) {
	rep, ok := s[r.URL.Path]
	return rep, ok && r.URL.RawQuery == ""
}

func (s site) paths() []string { return append(slices.Sorted(maps.Keys(s)), "/zh/none") }

func (s site) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	siteFields(w.Header())
	if rep, ok := s.ready(r); ok && (r.Method == http.MethodGet || r.Method == http.MethodHead) {
		_ = rep.Send(w, r) // nothing refuses it
		return
	}
	http.NotFound(w, r)
}

// ask sends a request to a handler.
func ask(h http.Handler, path string) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
	return w
}

// everydayRequests are the ways in which clients ask again for an answer.
func everydayRequests(w interface{ Result() *http.Response }) []string {
	h := w.Result().Header
	first := "GET %s HTTP/1.1\r\nHost: x\r\n"
	list := []string{first + "\r\n", strings.Replace(first, "GET", "HEAD", 1) + "\r\n"}
	for _, coding := range []string{"gzip", "br, gzip", "identity;q=0", "*"} {
		list = append(list, first+"Accept-Encoding: "+coding+"\r\n\r\n")
	}
	for _, field := range []string{
		"If-None-Match: " + h.Get("Etag"), "If-None-Match: W/" + h.Get("Etag") + ", \"x\"", "If-None-Match: \"x\"", "If-None-Match: *",
		"If-Modified-Since: " + h.Get("Last-Modified"), "If-Modified-Since: yesterday", "If-Match: \"x\"", "If-Match: " + h.Get("Etag"),
		"Connection: Keep-Alive", "Cookie: theme=dark", "Cookie: a=b; theme=light; theme=x", "Range: bytes=0-3", "Accept-Language: en", "A: \u00e9",
	} {
		list = append(list, first+field+"\r\n\r\n")
	}
	return list
}

// However requests are cut into segments, and whatever stands between them, a
// connection that answers directly says what net/http alone says.
func TestDirectConnectionsReadWhatNetHTTPReads(t *testing.T) {
	s := newSite()
	random := rand.New(rand.NewPCG(1, 2))
	// In pipes segments stay what they are; on loopback net/http is usually done
	// before the next one comes.
	for i, on := range []func(testing.TB, http.Handler, Lookup) *counting{onPipes, onLoopback} {
		direct, plain := on(t, s, s.ready), on(t, s, nil)
		for range 250 {
			segments, heads := segmented(random, i == 0)
			if a, b := direct.converse(t, segments, heads), plain.converse(t, segments, heads); a != b {
				t.Fatalf("%+v\nis answered\n%.3000s\nby net/http\n%.3000s", segments, a, b)
			}
		}
		if d, p := direct.handled.calls.Load(), plain.handled.calls.Load(); d >= p || i == 1 && d > p*19/20 {
			t.Errorf("the handler was asked %d times of %d: hardly anything is answered directly", d, p)
		}
	}
}

// segmented is a conversation, cut at random places; it ends with a request to
// close the connection. In a rude one there may be what net/http hangs up on;
// over TCP what it has answered may then be lost.
func segmented(random *rand.Rand, rude bool) (segments []segment, heads []bool) {
	const everyday = "GET /zh/2019.ics HTTP/1.1\r\nHost: x\r\n\r\n"
	parts := []string{
		"GET /zh/none HTTP/1.1\r\nHost: x\r\n\r\n",
		"HEAD /zh/2019.ics HTTP/1.1\r\nHost: x\r\nA: b\r\n\r\n",
		"POST /zh/2019.ics HTTP/1.1\r\nHost: x\r\nContent-Length: 38\r\n\r\n" + everyday,
		"GET /zh/2019.ics HTTP/1.1\r\nHost: x\r\nContent-Length: 38\r\n\r\n" + everyday,
		"GET /zh/2019.ics HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n26\r\n" + everyday + "\r\n0\r\n\r\n",
		"GET /zh/2019.ics HTTP/1.1\nHost: x\n\n",
		"GET /zh/2019.ics HTTP/1.1\r\nHost: x\r\nUser-Agent: \u4e2d\r\n\r\n",
		"GET /zh/2019.ics HTTP/1.1\r\nHost: x\r\nA: " + strings.Repeat("b", 5000) + "\r\n\r\n",
		"GET /feeds.opml HTTP/1.1\r\nHost: x\r\nContent-Length: 38\r\n\r\n" + everyday,
	}
	if rude && random.IntN(4) == 0 {
		parts = append(parts, "G"+everyday, "\r\n"+everyday, "GET /zh/2019.ics\r\n\r\n", everyday[:20]+everyday)
	}
	open := ""
	for range 4 + random.IntN(16) {
		part := everyday
		if random.IntN(16) == 0 {
			part = parts[random.IntN(len(parts))]
		}
		heads = append(heads, strings.HasPrefix(part, http.MethodHead))
		open += part
		for random.IntN(12) == 0 && len(open) > 1 {
			cut := 1 + random.IntN(len(open)-1)
			segments, open = append(segments, segment{text: open[:cut]}), open[cut:]
		}
		if random.IntN(24) > 0 {
			segments, open = append(segments, segment{open, len(heads) * min(1, random.IntN(12))}), ""
		}
	}
	last := open + "GET /zh/2019.ics HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
	return append(segments, segment{text: last}), append(heads, false)
}

// large is a shelf with one answer, larger than what sockets and pipes take at
// once, and a handler that gives it too.
func large() (http.Handler, Lookup, int) {
	const size = 4 << 20
	rep := reply.New(bytes.Repeat([]byte("0123456789abcdef"), size/16), reply.Facts{MediaType: "text/plain", CacheControl: "no-cache"})
	send := func(w http.ResponseWriter, r *http.Request) { _ = rep.Send(w, r) } // nothing refuses it
	return http.HandlerFunc(send), func(*http.Request) (*reply.Representation, bool) { return rep, true }, size
}

// underWay is a connection in the middle of a direct answer.
func underWay(t *testing.T, p *counting) (net.Conn, *bufio.Reader) {
	t.Helper()
	c := p.dial()
	t.Cleanup(func() { c.Close() })
	r := bufio.NewReader(c)
	head := func(method string) {
		fmt.Fprintf(c, "%s /a HTTP/1.1\r\nHost: x\r\n\r\n", method)
		resp, err := http.ReadResponse(r, &http.Request{Method: http.MethodHead})
		if err != nil || resp.StatusCode != http.StatusOK {
			t.Fatal(resp, err)
		}
	}
	// net/http may still be listening when the next request comes, so that it
	// takes a few until one is answered directly. Then all others are.
	for before := int64(-1); p.handled.calls.Load() > before; {
		before = p.handled.calls.Load()
		head(http.MethodHead)
	}
	head(http.MethodGet)
	return c, r
}

// Shutting down ends a direct answer where it should end.
func TestShutdownWaitsForDirectAnswers(t *testing.T) {
	h, ready, size := large()
	p := onPipes(t, h, ready)
	_, r := underWay(t, p)
	if err := p.server.Shutdown(t.Context()); err != nil {
		t.Fatal(err)
	}
	drained := make(chan bool)
	go func() { drained <- p.listener.Drain(t.Context()) }()
	if n, err := io.Copy(io.Discard, r); err != nil || int(n) != size {
		t.Errorf("%d bytes of %d arrived, %v", n, size, err)
	}
	if !<-drained {
		t.Error("the answer arrived, and yet it was not finished")
	}
}

// A reader who does not read is waited for as long as the context says, and
// then given up.
func TestShutdownGivesUpUnreadDirectAnswers(t *testing.T) {
	h, ready, size := large()
	p := onPipes(t, h, ready)
	_, r := underWay(t, p)
	_, s := underWay(t, p)
	if err := p.server.Shutdown(t.Context()); err != nil {
		t.Fatal(err)
	}
	over, end := context.WithCancel(t.Context())
	end()
	if p.listener.Drain(over) {
		t.Error("both answers count as finished")
	}
	for _, r := range []io.Reader{r, s} {
		if n, err := io.Copy(io.Discard, r); err != nil || int(n) >= size {
			t.Errorf("%d bytes of %d arrived, %v", n, size, err)
		}
	}
	if !p.listener.Drain(t.Context()) {
		t.Error("an answer is still under way")
	}
}

// That includes one that is still being compressed, say.
func TestShutdownWaitsForWhatIsNearlyReady(t *testing.T) {
	h, ready, size := large()
	var slow atomic.Bool
	reached, proceed := make(chan struct{}), make(chan struct{})
	p := onPipes(t, h, func(r *http.Request) (*reply.Representation, bool) {
		if slow.Load() {
			reached <- struct{}{}
			<-proceed
		}
		return ready(r)
	})
	c, r := underWay(t, p)
	if _, err := io.CopyN(io.Discard, r, int64(size)); err != nil {
		t.Fatal(err)
	}
	slow.Store(true)
	fmt.Fprint(c, "GET /a HTTP/1.1\r\nHost: x\r\n\r\n")
	<-reached
	if err := p.server.Shutdown(t.Context()); err != nil {
		t.Fatal(err)
	}
	close(proceed)
	resp, err := http.ReadResponse(r, nil)
	if err != nil {
		t.Fatal(err)
	}
	if n, err := io.Copy(io.Discard, resp.Body); err != nil || int(n) != size {
		t.Errorf("%d bytes of %d arrived, %v", n, size, err)
	}
	if !p.listener.Drain(t.Context()) {
		t.Error("an answer was not finished")
	}
}

// Who closes a connection twice does not want to wait.
func TestClosingTwiceEndsADirectAnswer(t *testing.T) {
	h, ready, size := large()
	p := onPipes(t, h, ready)
	_, r := underWay(t, p)
	if err := p.server.Shutdown(t.Context()); err != nil {
		t.Fatal(err)
	}
	p.last.Load().Close()
	if n, err := io.Copy(io.Discard, r); err != nil || int(n) >= size {
		t.Errorf("%d bytes of %d arrived, %v", n, size, err)
	}
	if !p.listener.Drain(t.Context()) {
		t.Error("an answer was not finished")
	}
}

// Who does not read what it asked for is given up, like by net/http.
func TestUnreadDirectAnswersTimeOut(t *testing.T) {
	h, ready, size := large()
	p := onPipesWith(t, h, ready, func(c *counting) { c.server.WriteTimeout = time.Second })
	c, r := underWay(t, p)
	for { // nothing is read before the server has hung up
		if _, err := c.Write([]byte("x")); err != nil {
			break
		}
	}
	if n, err := io.Copy(io.Discard, r); err != nil || int(n) >= size {
		t.Errorf("%d bytes, %v", n, err)
	}
}

// So is who asks no more, or does not end what it began to ask.
func TestSilentDirectConnectionsTimeOut(t *testing.T) {
	h, ready, size := large()
	p := onPipesWith(t, h, ready, func(c *counting) { c.server.ReadHeaderTimeout, c.server.IdleTimeout = time.Second, time.Second })
	for _, begun := range []string{"", "GET /a HTTP/1.1\r\n"} {
		c, r := underWay(t, p)
		if _, err := io.CopyN(io.Discard, r, int64(size)); err != nil {
			t.Fatal(err)
		}
		io.WriteString(c, begun) //nolint:errcheck // what is read tells
		if n, err := io.Copy(io.Discard, r); err != nil || n > 0 {
			t.Errorf("after %q: %d bytes, %v", begun, n, err)
		}
	}
}

// What a direct answer takes does not grow: the request's text is all that is
// allocated.
func TestDirectAnswersHardlyAllocate(t *testing.T) {
	s := newSite()
	tag := ask(s, "/zh/2019.ics").Header().Get("Etag")
	request := []byte("GET /zh/2019.ics HTTP/1.1\r\nHost: x\r\nAccept-Encoding: identity\r\nIf-None-Match: " + tag + "\r\n\r\n")
	x := exchanges.New().(*exchange)
	allocations := testing.AllocsPerRun(200, func() {
		q, kind := readHead(request)
		if _, ok := x.prepare(q, &Config{Ready: s.ready, Fields: siteFields}, nil); !ok || kind != everyday || !bytes.HasPrefix(x.header, []byte("HTTP/1.1 304 ")) {
			t.Fatal("it is not ready")
		}
	})
	if allocations > 1 {
		t.Errorf("%v allocations", allocations)
	}
}

func TestTheDateIsThatOfTheSecond(t *testing.T) {
	at := time.Date(2026, 3, 1, 10, 59, 58, 0, time.FixedZone("", 3600))
	for i := range 4 {
		now := at.Add(time.Duration(i) * 600 * time.Millisecond)
		want := "Date: " + now.UTC().Format(http.TimeFormat) + "\r\n\r\n"
		if got := string(appendDate([]byte("A: b\r\n"), now)); got != "A: b\r\n"+want {
			t.Errorf("at %v: %q", now, got)
		}
	}
}
