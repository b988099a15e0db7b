package main

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

//go:embed load.lua
var loadScript []byte

// load is how hard and from where a server is driven.
type load struct {
	cores       string // as taskset reads them
	threads     int
	connections int
	seconds     int
}

// exchange is one kind of request and the answer that belongs to it.
type exchange struct {
	url       string
	headers   []string   // "Name: value"
	addresses *addresses // asked for in turn; nil asks for url alone
	body      int        // bytes of the body, 0 if it has none; of varying answers, the middle
	server    *process
	fresh     handshake
}

// addresses are paths of which each is asked for once.
type addresses struct {
	at   func(n int) string
	used int
	file string // where wrk finds the next ones
}

// perSecond is more than a server makes new answers in a second.
const perSecond = 20_000

// prepare writes enough addresses for a round, beginning with the first that
// has not been asked for, and says how many there are.
func (a *addresses) prepare(seconds int) (int, error) {
	var b strings.Builder
	count := perSecond * seconds
	for n := range count {
		b.WriteString(a.at(a.used + n))
		b.WriteByte('\n')
	}
	return count, os.WriteFile(a.file, []byte(b.String()), 0o600)
}

// round is what one run of wrk showed of one server.
type round struct {
	rate     float64       // answers a second
	cpu      time.Duration // of the server, for one answer
	busy     float64       // of its cores, 1 is all the time of one core
	p50, p99 time.Duration
}

// summary is what wrk counted.
type summary struct {
	requests, bytes, durationUS, p50US, p99US int64
	connect, read, write, timeout, status     int64
}

// drive runs wrk once. A round with any error on a socket or any status from
// 400 is not a round, and neither is one whose answers are too short.
func drive(ctx context.Context, l load, x exchange) (round, error) {
	before, err := x.server.cpu()
	if err != nil {
		return round{}, err
	}
	var count int
	if x.addresses != nil {
		if count, err = x.addresses.prepare(l.seconds); err != nil {
			return round{}, err
		}
	}
	run := runWrk
	if x.fresh != kept {
		run = openConnections
	}
	s, err := run(ctx, l, x)
	if err != nil {
		return round{}, err
	}
	if x.addresses != nil {
		x.addresses.used += int(s.requests) + l.connections // those under way at the end were made too
	}
	after, err := x.server.cpu()
	if err != nil {
		return round{}, err
	}
	if err := s.check(x, count); err != nil {
		return round{}, err
	}
	return s.round(x, after-before), nil
}

// runWrk starts wrk on its cores and reads its summary.
func runWrk(ctx context.Context, l load, x exchange) (summary, error) {
	script, err := scriptFile()
	if err != nil {
		return summary{}, err
	}
	defer os.Remove(script)
	args := []string{
		"-c", l.cores, "wrk", "-t", strconv.Itoa(l.threads), "-c", strconv.Itoa(l.connections),
		"-d", strconv.Itoa(l.seconds) + "s", "--timeout", "120s", "--latency", "-s", script,
	}
	for _, h := range x.headers {
		args = append(args, "-H", h)
	}
	args = append(args, x.url)
	if x.addresses != nil {
		args = append(args, "--", x.addresses.file)
	}
	out, err := exec.CommandContext(ctx, "taskset", args...).CombinedOutput()
	if err != nil {
		return summary{}, fmt.Errorf("wrk: %w: %s", err, strings.TrimSpace(string(out)))
	}
	return parseSummary(string(out))
}

// openConnections starts this program again on the cores of the load.
func openConnections(ctx context.Context, l load, x exchange) (summary, error) {
	self, err := os.Executable()
	if err != nil {
		return summary{}, err
	}
	args := append([]string{"-c", l.cores, self, connectCommand, string(x.fresh), x.url, strconv.Itoa(l.connections), strconv.Itoa(l.seconds)}, x.headers...)
	out, err := exec.CommandContext(ctx, "taskset", args...).CombinedOutput()
	if err != nil {
		return summary{}, fmt.Errorf("opening connections: %w: %s", err, strings.TrimSpace(string(out)))
	}
	return parseSummary(string(out))
}

// scriptFile writes the script where wrk can read it.
func scriptFile() (string, error) {
	f, err := os.CreateTemp("", "almanac-bench-*.lua")
	if err != nil {
		return "", err
	}
	_, err = f.Write(loadScript)
	return filepath.Clean(f.Name()), errors.Join(err, f.Close())
}

// parseSummary finds the line that load.lua writes.
func parseSummary(out string) (summary, error) {
	var s summary
	values := map[string]*int64{
		"requests": &s.requests, "bytes": &s.bytes, "duration_us": &s.durationUS, "p50_us": &s.p50US, "p99_us": &s.p99US,
		"connect": &s.connect, "read": &s.read, "write": &s.write, "timeout": &s.timeout, "status": &s.status,
	}
	for line := range strings.Lines(out) {
		rest, ok := strings.CutPrefix(line, "wrk-summary ")
		if !ok {
			continue
		}
		for pair := range strings.FieldsSeq(rest) {
			key, text, _ := strings.Cut(pair, "=")
			n, err := strconv.ParseInt(text, 10, 64)
			if err != nil || values[key] == nil {
				return s, fmt.Errorf("wrk's summary: cannot read %q", pair)
			}
			*values[key] = n
			delete(values, key)
		}
		if len(values) > 0 {
			return s, fmt.Errorf("wrk's summary lacks %d values: %s", len(values), strings.TrimSpace(line))
		}
		return s, nil
	}
	return s, fmt.Errorf("wrk wrote no summary: %s", strings.TrimSpace(out))
}

// largestHead is more than any header section of the servers measured.
const largestHead = 4 << 10

// check says why a round does not count; different is how many addresses there
// were, if each was to be asked for once.
func (s summary) check(x exchange, different int) error {
	switch {
	case s.requests == 0:
		return errors.New("no answer within the round")
	case s.connect+s.read+s.write+s.timeout > 0:
		return fmt.Errorf("socket errors: connect %d, read %d, write %d, timeout %d", s.connect, s.read, s.write, s.timeout)
	case s.status > 0:
		return fmt.Errorf("%d of %d answers have a status of 400 or more", s.status, s.requests)
	case x.addresses != nil && s.requests > int64(different):
		return fmt.Errorf("%d requests, but only %d different addresses", s.requests, different)
	case x.addresses == nil && s.bytes < s.requests*int64(x.body):
		return fmt.Errorf("%d bytes in %d answers of %d", s.bytes, s.requests, x.body)
	case x.addresses == nil && x.body < largestHead && s.bytes > (s.requests+1000)*int64(x.body+largestHead):
		return fmt.Errorf("%d bytes in %d answers of %d: more than asked for", s.bytes, s.requests, x.body)
	}
	return nil
}

// largeBody is from where answers are counted by their bytes: a round has so
// few of them that those under way at its end would matter.
const largeBody = 1 << 20

func (s summary) round(x exchange, cpu time.Duration) round {
	answers := float64(s.requests)
	if x.addresses == nil && x.body >= largeBody {
		answers = float64(s.bytes) / float64(x.body)
	}
	return round{
		rate: answers / (float64(s.durationUS) / 1e6),
		cpu:  time.Duration(float64(cpu) / answers),
		busy: cpu.Seconds() / (float64(s.durationUS) / 1e6),
		p50:  time.Duration(s.p50US) * time.Microsecond,
		p99:  time.Duration(s.p99US) * time.Microsecond,
	}
}
