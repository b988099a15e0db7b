package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"syscall"
	"time"
)

// crowd is a number of connections, each with one request under way.
type crowd struct{ connections []net.Conn }

// narrow makes the window in which a client takes unread bytes as small as the
// kernel allows, so that what is not read stays with the server. It must be set
// before the connection is made.
func narrow(_, _ string, c syscall.RawConn) error {
	const bytes = 4 << 10
	var failure error
	err := c.Control(func(fd uintptr) {
		failure = syscall.SetsockoptInt(int(fd), syscall.SOL_SOCKET, syscall.SO_RCVBUF, bytes)
	})
	return errors.Join(err, failure)
}

// appeal is what a crowd asks for: each of n connections its own address.
type appeal struct {
	n       int
	address func(n int) string
	coding  string
}

// gather opens the connections and sends the requests, without reading
// anything.
func gather(ctx context.Context, base string, a appeal) (*crowd, error) {
	u, err := url.Parse(base)
	if err != nil {
		return nil, err
	}
	d := net.Dialer{Control: narrow, Timeout: crowdTimeout}
	c := &crowd{}
	for i := range a.n {
		conn, err := d.DialContext(ctx, "tcp", u.Host)
		if err == nil {
			c.connections = append(c.connections, conn)
			_, err = fmt.Fprintf(conn, "GET %s HTTP/1.1\r\nHost: %s\r\nAccept-Encoding: %s\r\n\r\n", a.address(i), u.Host, a.coding)
		}
		if err != nil {
			c.hangUp()
			return nil, fmt.Errorf("connection %d of %d: %w", i+1, a.n, err)
		}
	}
	return c, nil
}

// crowdTimeout is how long one connection of a crowd may take to come about.
const crowdTimeout = 10 * time.Second

// hangUp closes every connection, whatever has been answered.
func (c *crowd) hangUp() {
	for _, conn := range c.connections {
		conn.Close()
	}
}

// Answers of a crowd that are no status.
const (
	noAnswer = 0  // nothing came
	dropped  = -1 // the server closed the connection first
)

// statuses reads the first line of each answer, and no more than a buffer, and
// counts them by status. Each is waited for until the deadline of all.
func (c *crowd) statuses(until time.Time) map[int]int {
	counts := map[int]int{}
	for _, conn := range c.connections {
		counts[firstStatus(conn, until)]++
	}
	return counts
}

func firstStatus(conn net.Conn, until time.Time) int {
	_ = conn.SetReadDeadline(until)
	const shortest = 32
	var status int
	_, err := fmt.Fscanf(bufio.NewReaderSize(conn, shortest), "HTTP/1.1 %d", &status)
	var late net.Error
	switch {
	case errors.As(err, &late) && late.Timeout():
		return noAnswer
	case err != nil:
		return dropped
	}
	return status
}

// trickle reads a few bytes from every connection now and then, until the
// context ends.
func (c *crowd) trickle(ctx context.Context) {
	const few, every = 16, 100 * time.Millisecond
	for ctx.Err() == nil {
		for _, conn := range c.connections {
			_ = conn.SetReadDeadline(time.Now().Add(every))
			_, _ = io.CopyN(io.Discard, conn, few)
		}
		pause(ctx, every)
	}
}

// withoutNobodysTag numbers calendars of everything: each leaves out a tag that
// no event has.
func withoutNobodysTag(n int) string { return fmt.Sprintf("/en/all.ics?-tag=z%d", n) }

// mostYears numbers calendars of nearly everything that really differ: the
// first year, then the last.
func mostYears(n int) string {
	const first, steps, last = 1100, 40, 2026
	return fmt.Sprintf("/en/all.ics?from=%d&to=%d", first+n%steps, last-n/steps)
}
