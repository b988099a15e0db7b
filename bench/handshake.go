package main

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// handshake says how the connections of a round begin.
type handshake string

const (
	kept             handshake = ""        // some connections are opened once, by wrk
	wholeHandshake   handshake = "whole"   // a new one for each answer, unknown to the server
	resumedHandshake handshake = "resumed" // a new one for each answer, which goes on with the session before
)

// connectCommand has this program open connections instead of measuring: it is
// started again on the core of the load, as wrk is, which keeps its connections.
const connectCommand = "connect"

// opener opens connections one after the other and asks once on each.
type opener struct {
	how     handshake
	at      *url.URL
	request string
	until   time.Time

	mu    sync.Mutex
	sum   summary
	waits []time.Duration
}

// connectMain is the program as connectCommand has it: HOW URL CONNECTIONS
// SECONDS [HEADER…]. It prints what wrk's script does.
func connectMain(ctx context.Context, args []string, out io.Writer) error {
	const fixed = 4
	if len(args) < fixed {
		return errors.New("connect HOW URL CONNECTIONS SECONDS [HEADER…]")
	}
	at, err := url.Parse(args[1])
	if err != nil {
		return err
	}
	connections, err := strconv.Atoi(args[2])
	if err != nil {
		return err
	}
	seconds, err := strconv.Atoi(args[3])
	if err != nil {
		return err
	}
	var request strings.Builder
	fmt.Fprintf(&request, "GET %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n", at.RequestURI(), at.Host)
	for _, h := range args[fixed:] {
		request.WriteString(h + "\r\n")
	}
	begin := time.Now()
	o := &opener{how: handshake(args[0]), at: at, request: request.String() + "\r\n", until: begin.Add(time.Duration(seconds) * time.Second)}
	var all sync.WaitGroup
	for range connections {
		all.Go(func() { o.run(ctx) })
	}
	all.Wait()
	o.sum.durationUS = time.Since(begin).Microseconds()
	slices.Sort(o.waits)
	if n := len(o.waits); n > 0 {
		o.sum.p50US, o.sum.p99US = o.waits[n/2].Microseconds(), o.waits[n*99/100].Microseconds()
	}
	s := o.sum
	_, err = fmt.Fprintf(out, "wrk-summary requests=%d bytes=%d duration_us=%d p50_us=%d p99_us=%d connect=%d read=%d write=%d timeout=%d status=%d\n",
		s.requests, s.bytes, s.durationUS, s.p50US, s.p99US, s.connect, s.read, s.write, s.timeout, s.status)
	return err
}

// run opens connections until the time is over.
func (o *opener) run(ctx context.Context) {
	// Both servers are offered the same curve and find the same cipher: what they
	// would choose by themselves differs with their age, not with their makers.
	config := &tls.Config{
		InsecureSkipVerify: true, //nolint:gosec // both are on this machine, with a certificate made for them
		ServerName:         "almanac.example.org", CurvePreferences: []tls.CurveID{tls.X25519}, MinVersion: tls.VersionTLS13,
	}
	if o.how == resumedHandshake {
		config.ClientSessionCache = tls.NewLRUClientSessionCache(0)
	}
	for first := true; time.Now().Before(o.until) && ctx.Err() == nil; first = false {
		begin := time.Now()
		a, err := o.once(ctx, config)
		if err == nil && o.how == resumedHandshake && !first && !a.resumed {
			err = errors.New("the server does not resume sessions")
		}
		o.count(a, err, time.Since(begin))
	}
}

// opened is what became of one connection.
type opened struct {
	bytes   int64
	status  string
	resumed bool
}

// once opens a connection, asks, and reads until the server closes.
func (o *opener) once(ctx context.Context, config *tls.Config) (a opened, err error) {
	plain, err := (&net.Dialer{}).DialContext(ctx, "tcp", o.at.Host)
	if err != nil {
		return a, err
	}
	defer plain.Close()
	if err := plain.SetDeadline(o.until.Add(crowdTimeout)); err != nil {
		return a, err
	}
	conn := tls.Client(plain, config)
	if err := conn.HandshakeContext(ctx); err != nil {
		return a, err
	}
	a.resumed = conn.ConnectionState().DidResume
	if _, err := io.WriteString(conn, o.request); err != nil {
		return a, err
	}
	answer, err := io.ReadAll(conn)
	a.bytes = int64(len(answer))
	if begins := strings.Fields(string(answer[:min(len(answer), len("HTTP/1.1 200"))])); len(begins) > 1 {
		a.status = begins[1]
	}
	return a, err
}

// count adds one connection to the summary.
func (o *opener) count(a opened, err error, wait time.Duration) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if err != nil {
		if o.sum.connect == 0 {
			fmt.Fprintln(os.Stderr, "bench: connection:", err)
		}
		o.sum.connect++
		return
	}
	o.sum.requests++
	o.sum.bytes += a.bytes
	o.waits = append(o.waits, wait)
	if a.status == "" || a.status >= "400" {
		o.sum.status++
	}
}
