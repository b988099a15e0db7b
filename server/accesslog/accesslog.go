package accesslog

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/netip"
	"net/url"
	"os"
	"strconv"
	"strings"
	"sync"
	"time"

	"almanac.example/server/peer"
	"almanac.example/web/reply"
)

// Config says how lines are written. Format is required.
type Config struct {
	Format    string // "combined" or "json"
	File      string // "": standard output
	Addresses string // "short", "full" or "none"
	Client    func(remote string, forwarded []string) string
	Now       func() time.Time
	Log       *slog.Logger // told when lines cannot be written
	Out       io.Writer    // standard output
}

// The formats of lines and the lengths of addresses.
const (
	combined  = "combined" // that of Apache and nginx
	jsonLines = "json"     // an object a line

	short = "short" // of IPv4 the network of 24 bits, of IPv6 that of 48
	full  = "full"
	none  = "none"
)

// flushEvery is how long a line may wait in memory.
const flushEvery = time.Second

// Log is an access log. All methods may be called by any number of goroutines.
type Log struct {
	Config
	mu     sync.Mutex
	file   io.WriteCloser
	buffer *bufio.Writer
	lost   int64 // lines since the last that could be written
	done   chan struct{}
	ended  chan struct{}
}

// Open begins to write.
func Open(c Config) (*Log, error) {
	l := &Log{Config: c, done: make(chan struct{}), ended: make(chan struct{})}
	if err := l.open(); err != nil {
		return nil, err
	}
	go l.flushing()
	return l, nil
}

type stdout struct{ io.Writer }

func (stdout) Close() error { return nil }

func (l *Log) open() error {
	l.file = stdout{l.Out}
	if l.File != "" {
		f, err := os.OpenFile(l.File, os.O_WRONLY|os.O_APPEND|os.O_CREATE, 0o640)
		if err != nil {
			return fmt.Errorf("access log: %w", err)
		}
		l.file = f
	}
	l.buffer = bufio.NewWriterSize(l.file, 64<<10)
	return nil
}

// Reopen goes on in a new file of the same name, for who moves the old one away.
func (l *Log) Reopen() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.flush()
	before := l.file
	if err := l.open(); err != nil {
		l.file, l.buffer = before, bufio.NewWriterSize(before, 64<<10)
		return err
	}
	return before.Close()
}

// Close writes what is left.
func (l *Log) Close() error {
	close(l.done)
	<-l.ended
	l.mu.Lock()
	defer l.mu.Unlock()
	l.flush()
	return l.file.Close()
}

func (l *Log) flushing() {
	defer close(l.ended)
	tick := time.NewTicker(flushEvery)
	defer tick.Stop()
	for {
		select {
		case <-tick.C:
			l.mu.Lock()
			l.flush()
			l.mu.Unlock()
		case <-l.done:
			return
		}
	}
}

// flush writes what is in memory; l.mu is locked. A full disk costs lines and
// nothing else, which is said once.
func (l *Log) flush() {
	err := l.buffer.Flush()
	if err == nil {
		if l.lost > 0 {
			l.Log.Warn("the access log is written again", "lines lost", l.lost)
			l.lost = 0
		}
		return
	}
	if l.lost == 0 {
		l.Log.Error("the access log cannot be written; lines are lost", "err", err)
	}
	l.lost++
	l.buffer.Reset(l.file)
}

// Observe writes the line of an answer; it is a reply.Observer.
func (l *Log) Observe(r *http.Request, o reply.Observation) {
	e := l.entry(r, o)
	l.mu.Lock()
	defer l.mu.Unlock()
	var err error
	if l.Format == jsonLines {
		err = json.NewEncoder(l.buffer).Encode(e)
	} else {
		_, err = l.buffer.WriteString(e.combined())
	}
	if err != nil {
		l.flush()
	}
}

// entry is a line. Its fields are those of a line in JSON.
type entry struct {
	Time    time.Time `json:"time"`
	Client  string    `json:"client,omitempty"`
	Method  string    `json:"method"`
	Target  string    `json:"target"`
	Proto   string    `json:"proto"`
	Status  int       `json:"status"`
	Bytes   int64     `json:"bytes"`
	Seconds float64   `json:"seconds"`
	Source  string    `json:"source"`
	Referer string    `json:"referer,omitempty"`
	Agent   string    `json:"agent,omitempty"`
	Request string    `json:"request,omitempty"`
}

// gone is the status of a request whose client did not wait for the answer, as
// other servers write it.
const gone = 499

func (l *Log) entry(r *http.Request, o reply.Observation) entry {
	e := entry{
		Time: l.Now(), Client: shorten(l.Client(r.RemoteAddr, r.Header["X-Forwarded-For"]), l.Addresses),
		Method: r.Method, Target: target(r.URL), Proto: r.Proto, Status: o.Status, Bytes: o.Bytes, Seconds: o.Took.Seconds(),
		Source: o.Source(), Referer: referer(r.Header.Get("Referer")), Agent: r.UserAgent(), Request: o.Request,
	}
	if e.Status == 0 {
		e.Status = gone
	}
	if e.Proto == "" {
		e.Proto = "HTTP/1.1"
	}
	return e
}

// target is what was asked for, without what must not be kept: addresses of the
// desk carry invitations and what identity providers say.
func target(u *url.URL) string {
	path := u.EscapedPath()
	if u.RawQuery == "" || strings.HasPrefix(path, "/admin") || secret(u.RawQuery) {
		return path
	}
	return path + "?" + u.RawQuery
}

// secret reports whether a query has a key whose value is nobody's business. The
// API refuses such a request; the log must not keep it either.
func secret(query string) bool {
	query = strings.ToLower(query)
	for _, word := range []string{"token", "secret", "password", "code="} {
		if strings.Contains(query, word) {
			return true
		}
	}
	return false
}

func referer(raw string) string {
	if strings.Contains(raw, "/admin") || secret(raw) {
		raw, _, _ = strings.Cut(raw, "?")
	}
	return raw
}

// shorten is an address as far as it may be kept.
func shorten(remote, how string) string {
	a := peer.Address(remote)
	if how == none || !a.IsValid() {
		return ""
	}
	if how == full {
		return a.String()
	}
	bits := 48
	if a.Is4() {
		bits = 24
	}
	p := netip.PrefixFrom(a, bits).Masked()
	return p.Addr().String()
}

// combined is the line in the combined log format.
func (e entry) combined() string {
	var b strings.Builder
	b.WriteString(dash(e.Client))
	b.WriteString(" - - [")
	b.WriteString(e.Time.Format("02/Jan/2006:15:04:05 -0700"))
	b.WriteString(`] "`)
	escape(&b, dash(e.Method)+" "+dash(e.Target)+" "+e.Proto)
	b.WriteString(`" `)
	b.WriteString(strconv.Itoa(e.Status))
	b.WriteByte(' ')
	b.WriteString(strconv.FormatInt(e.Bytes, 10))
	b.WriteString(` "`)
	escape(&b, dash(e.Referer))
	b.WriteString(`" "`)
	escape(&b, dash(e.Agent))
	b.WriteString("\"\n")
	return b.String()
}

func dash(s string) string {
	if s == "" {
		return "-"
	}
	return s
}

// escape writes a text that a client chose: it can neither end a field nor a
// line.
func escape(b *strings.Builder, s string) {
	for i := range len(s) {
		switch c := s[i]; {
		case c == '"' || c == '\\':
			b.WriteByte('\\')
			b.WriteByte(c)
		case c < ' ' || c == 0x7f:
			fmt.Fprintf(b, `\x%02x`, c)
		default:
			b.WriteByte(c)
		}
	}
}
