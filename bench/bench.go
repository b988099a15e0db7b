package main

import (
	"context"
	"slices"
	"time"
)

// bench is one run of the program.
type bench struct {
	settings
	dir     string
	binary  string
	machine machine
	ports   ports
	skipped map[string]string
	report  report
}

// mode is how servers and load share the machine.
type mode struct {
	cores   string // of the server
	workers int    // of nginx
	env     []string
	load    load
	tls     keyPair // of both servers
}

// pinned gives the server one core and wrk the other: neither takes time from
// the other, so answers a second are the server's.
func (b *bench) pinned() mode {
	return mode{
		cores: b.machine.serverCore(), workers: 1, env: []string{"GOMAXPROCS=1"},
		load: load{cores: b.machine.loadCore(), threads: 1, connections: 8, seconds: b.seconds},
	}
}

// free lets server and load have both cores, with more connections than cores:
// how long answers wait when the machine is full.
func (b *bench) free() mode {
	return mode{
		cores: b.machine.bothCores(), workers: 2,
		load: load{cores: b.machine.bothCores(), threads: 2, connections: 64, seconds: b.seconds},
	}
}

// detailed is the size of the record on which everything is measured that does
// not depend on the size.
func (b *bench) detailed() int {
	const usual = 10_000
	if slices.Contains(b.events, usual) {
		return usual
	}
	return b.events[len(b.events)-1]
}

// measureRecord measures everything on a record of n events.
func (b *bench) measureRecord(ctx context.Context, n int) error {
	record, err := b.prepareRecord(ctx, n)
	if err != nil {
		return err
	}
	p := presence{record: record}
	if p.starts, err = b.coldStarts(ctx, record); err != nil {
		return err
	}
	if err := b.measurePinned(ctx, record, &p); err != nil {
		return err
	}
	if err := b.measureFree(ctx, record); err != nil {
		return err
	}
	if err := b.measureSecure(ctx, record); err != nil {
		return err
	}
	b.report.presences = append(b.report.presences, p)
	if slices.Contains(b.loadEvents, n) {
		return b.measurePressure(ctx, record)
	}
	return nil
}

// presence is a record's cost beside its answers.
type presence struct {
	record           stored
	starts           []time.Duration // from the start of the process to ready
	ready, afterRuns footprint
}

// coldStarts starts and stops the server a few times, on both cores. The files
// are in the page cache: what is measured is Almanac, not the disk.
func (b *bench) coldStarts(ctx context.Context, s stored) ([]time.Duration, error) {
	const times = 3
	var list []time.Duration
	for range times {
		o, err := b.serve(ctx, s, b.free())
		if err != nil {
			return nil, err
		}
		o.stop()
		list = append(list, o.started)
	}
	return list, nil
}

// open starts both servers.
func (b *bench) open(ctx context.Context, s stored, m mode) (*testbed, error) {
	t := &testbed{record: s, mode: m}
	var err error
	if t.almanac, err = b.serve(ctx, s, m); err != nil {
		return nil, err
	}
	if t.nginx, err = b.startFiles(ctx, m); err != nil {
		t.almanac.stop()
		return nil, err
	}
	return t, nil
}

// measurePinned takes answers a second and processor time, one core each.
func (b *bench) measurePinned(ctx context.Context, s stored, p *presence) error {
	t, err := b.open(ctx, s, b.pinned())
	if err != nil {
		return err
	}
	defer t.stop()
	p.ready = t.almanac.footprint()
	rows, err := b.rows(ctx, t)
	if err != nil {
		return err
	}
	for _, r := range rows {
		progress("%s", r.name)
		res := result{name: r.name, peer: "nginx", bar: r.bar}
		ours, theirs, err := b.contest(ctx, t, r, &res)
		if err != nil {
			return err
		}
		res.ours, res.theirs = ours, theirs
		b.report.results = append(b.report.results, res)
	}
	p.afterRuns = t.almanac.footprint()
	if err := b.measureCaddy(ctx, t, rows); err != nil {
		return err
	}
	if slices.Contains(b.peerEvents, s.events) {
		return b.measurePeers(ctx, t)
	}
	return nil
}

// measureFree takes latencies under full load.
func (b *bench) measureFree(ctx context.Context, s stored) error {
	t, err := b.open(ctx, s, b.free())
	if err != nil {
		return err
	}
	defer t.stop()
	rows, err := b.rows(ctx, t)
	if err != nil {
		return err
	}
	for _, r := range rows {
		i := slices.IndexFunc(b.report.results, func(res result) bool { return res.name == r.name })
		res := &b.report.results[i]
		if res.failed != "" || !r.tail {
			continue
		}
		progress("%s, both cores", r.name)
		if res.freeOurs, res.freeTheirs, err = b.contest(ctx, t, r, res); err != nil {
			return err
		}
	}
	if s.events == b.detailed() && b.hostile > 0 {
		return b.measureHostile(ctx, t)
	}
	return nil
}

// rows lists what is measured on the testbed's record.
func (b *bench) rows(ctx context.Context, t *testbed) ([]row, error) {
	rows := wholeRows(t.record.events)
	if t.record.events == b.detailed() {
		detail, err := t.detailRows(ctx)
		if err != nil {
			return nil, err
		}
		rows = append(detail, rows...)
	}
	return slices.DeleteFunc(rows, func(r row) bool { return !b.only.MatchString(r.name) }), nil
}

// contest measures one row. A row that fails says so in the table; only the
// end of the run is an error.
func (b *bench) contest(ctx context.Context, t *testbed, r row, res *result) (ours, theirs []round, err error) {
	c := contest{oursLoad: t.mode.load, theirsLoad: t.mode.load, rounds: b.rounds}
	if c.ours, c.theirs, err = t.pair(ctx, r); err == nil {
		res.bytes = c.ours.body
		ours, theirs, err = c.run(ctx)
	}
	if ctx.Err() != nil {
		return nil, nil, ctx.Err()
	}
	if err != nil {
		progress("%s: %v", r.name, err)
		res.failed = err.Error()
		return nil, nil, nil
	}
	return ours, theirs, nil
}
