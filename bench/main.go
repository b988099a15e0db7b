// Bench measures Almanac against servers that people know: nginx with the same
// bytes as files, Caddy with the same files, and the calendar servers radicale
// and xandikos. It prints ratios, because a ratio taken in interleaved rounds
// survives a change of machine and a figure in seconds does not.
// docs/performance.md explains the table; "go run ./bench -o
// docs/performance.md" writes it there anew.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"syscall"
)

// settings are what the flags say.
type settings struct {
	events      []int // sizes of the records, ascending
	peerEvents  []int // sizes at which calendar servers take part
	rounds      int   // of each server in a comparison
	seconds     int   // of a round
	peerSeconds int   // of a round in which a calendar server takes part
	hostile     int   // addresses of the run of random filters
	loadEvents  []int // sizes at which the server is asked for too much
	settle      int   // seconds for which clients do not read
	only        *regexp.Regexp
	output      string
	port        int
	install     bool
	store       string // etcd: compare stores instead of servers
	etcd        string // the server
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if len(os.Args) > 1 && os.Args[1] == connectCommand {
		if err := connectMain(ctx, os.Args[2:], os.Stdout); err != nil {
			fmt.Fprintln(os.Stderr, "bench:", err)
			stop()
			os.Exit(1)
		}
		return
	}
	s, err := parseFlags(os.Args[1:])
	if errors.Is(err, flag.ErrHelp) {
		return
	}
	if err == nil {
		err = run(ctx, s)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		stop()
		os.Exit(1)
	}
}

func parseFlags(args []string) (settings, error) {
	var s settings
	var events, peers, load, only string
	f := flag.NewFlagSet("bench", flag.ContinueOnError)
	f.StringVar(&events, "events", "1000,10000,100000", "sizes of the records, in events")
	f.StringVar(&peers, "peers", "1000", "sizes at which calendar servers are measured too; empty for none")
	f.IntVar(&s.rounds, "rounds", 5, "rounds of each server in a comparison")
	f.IntVar(&s.seconds, "seconds", 2, "length of a round")
	f.IntVar(&s.peerSeconds, "peer-seconds", 5, "length of a round of a calendar server")
	f.IntVar(&s.hostile, "hostile", 5000, "addresses of the run of random filters; 0 leaves it out")
	f.StringVar(&load, "load", "10000,100000", "sizes, of those of -events, at which the server is asked for too much; empty for none")
	f.IntVar(&s.settle, "settle", 25, "seconds for which clients of the rows of load do not read")
	f.StringVar(&only, "only", "", "regular expression: measure only rows whose name it finds")
	f.StringVar(&s.output, "o", "", "file to write the table to; one that has the markers keeps what is around them")
	f.IntVar(&s.port, "port", 8420, "first port to try")
	f.BoolVar(&s.install, "install", false, "install what is missing, by apt-get (as root)")
	f.StringVar(&s.store, "store", "", "etcd: measure a record in etcd against one in a file, instead of servers")
	f.StringVar(&s.etcd, "etcd", "etcd", "the etcd server to start for -store etcd")
	if err := f.Parse(args); err != nil {
		return s, err
	}
	if s.store != "" && s.store != "etcd" {
		return s, fmt.Errorf("-store %q: only etcd can be compared", s.store)
	}
	if f.NArg() > 0 {
		return s, fmt.Errorf("unexpected argument %q", f.Arg(0))
	}
	var problems [4]error
	s.events, problems[0] = parseSizes(events)
	s.peerEvents, problems[1] = parseSizes(peers)
	s.only, problems[2] = regexp.Compile(only)
	s.loadEvents, problems[3] = parseSizes(load)
	if err := errors.Join(problems[:]...); err != nil {
		return s, err
	}
	if len(s.events) == 0 || s.rounds < 1 || s.seconds < 1 || s.peerSeconds < 1 || s.settle < 1 {
		return s, errors.New("-events, -rounds, -seconds, -peer-seconds and -settle must each be at least 1")
	}
	return s, nil
}

// parseSizes reads "1000,10000" and puts the sizes in order.
func parseSizes(list string) ([]int, error) {
	var sizes []int
	for text := range strings.SplitSeq(list, ",") {
		if text == "" {
			continue
		}
		n, err := strconv.Atoi(text)
		if err != nil || n < 1 {
			return nil, fmt.Errorf("size %q: must be a positive number", text)
		}
		sizes = append(sizes, n)
	}
	slices.Sort(sizes)
	return slices.Compact(sizes), nil
}

// run does everything: tools, binary, measurements, table.
func run(ctx context.Context, s settings) error {
	document, err := openDocument(s.output)
	if err != nil {
		return err
	}
	var skipped map[string]string
	if s.store == "" {
		if skipped, err = prepareTools(ctx, s.install); err != nil {
			return err
		}
	}
	dir, err := os.MkdirTemp("", "almanac-bench.")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	b := &bench{settings: s, dir: dir, ports: ports{next: s.port}, skipped: skipped}
	if b.machine, err = describeMachine(ctx); err != nil {
		return err
	}
	if b.binary, err = build(ctx, filepath.Join(dir, "almanac")); err != nil {
		return err
	}
	if s.store != "" {
		text, err := b.compareStores(ctx)
		if err != nil {
			return err
		}
		fmt.Print(text)
		return document.write(text)
	}
	b.report.machine = b.machine
	for _, n := range s.events {
		if err := b.measureRecord(ctx, n); err != nil {
			return fmt.Errorf("record of %d events: %w", n, err)
		}
	}
	b.report.skipped = b.skipped
	b.report.settings = s
	b.report.loadAfter = loadAverage()
	text := b.report.markdown()
	fmt.Print(text)
	return document.write(text)
}
