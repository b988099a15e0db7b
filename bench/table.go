package main

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

// report is everything that was measured.
type report struct {
	machine   machine
	settings  settings
	results   []result
	secure    []result // over TLS
	peers     []result
	presences []presence
	siege     *siege
	pressures []pressure
	skipped   map[string]string
	loadAfter string
}

// markdown writes the report: the machine, the table of ratios, and below it
// what is no ratio.
func (r report) markdown() string {
	var b strings.Builder
	r.writeMachine(&b)
	r.writeRatios(&b)
	r.writePeers(&b)
	r.writeTails(&b)
	r.writeSecure(&b)
	r.writePresences(&b)
	r.writeSiege(&b)
	r.writePressures(&b)
	return b.String()
}

func (r report) writeMachine(b *strings.Builder) {
	m := r.machine
	fmt.Fprintf(b, "%s, commit %s. %s, %d cores (two used), Linux %s, %s, %s, %s. Load average before %s, after %s. "+
		"Median of %d rounds of %d s; the spread is that of the rounds' ratios, lowest to highest.\n\n",
		m.date, m.commit, m.cpu, len(m.cores), m.kernel, m.goVersion, m.nginx, m.wrk, m.load, r.loadAfter,
		r.settings.rounds, r.settings.seconds)
}

// table is a Markdown table in the making.
type table struct {
	b *strings.Builder
}

func newTable(b *strings.Builder, columns ...string) table {
	t := table{b}
	t.row(columns...)
	t.row(slices.Repeat([]string{"---"}, len(columns))...)
	return t
}

// row writes one line; a bar within a cell would end it.
func (t table) row(cells ...string) {
	for _, c := range cells {
		t.b.WriteString("| " + strings.NewReplacer("|", `\|`, "\n", " ").Replace(c) + " ")
	}
	t.b.WriteString("|\n")
}

func (r report) writeRatios(b *strings.Builder) {
	if len(r.results) == 0 {
		return
	}
	b.WriteString("**Against nginx with the same bytes as files**, one core for the server, the other for wrk.\n\n")
	t := newTable(b, "what", "bytes", "almanac req/s", "nginx req/s", "ratio (median)", "spread",
		"CPU µs/request, almanac / nginx (ratio)", "core busy, almanac / nginx", "p99 ratio", "bar", "met?")
	for _, res := range r.results {
		if res.failed != "" {
			t.row(res.name, "", "", "", "no figure", "", "", "", "", bar("≥", res.bar), res.failed)
			continue
		}
		ratio := ratios(res.ours, res.theirs, rateOf)
		t.row(res.name, bytesOf(res.bytes), rate(res.ours), rate(res.theirs), times(ratio.median), between(ratio),
			cost(res),
			percent(res.ours)+" / "+percent(res.theirs), tailRatio(res), bar("≥", res.bar), metLeast(ratio.median, res.bar))
	}
	b.WriteString("\n")
	r.writeUnchanged(b)
}

// writeUnchanged says whether a 304 costs more when the feed is larger, and
// how far compression takes nginx itself.
func (r report) writeUnchanged(b *strings.Builder) {
	plain := map[string]float64{}
	var names []string
	var costs []float64
	for _, res := range r.results {
		if name, ok := strings.CutSuffix(res.name, unchangedRow); ok && res.failed == "" {
			names, costs = append(names, name), append(costs, across(res.ours, cpuOf).median)
		}
		plain[res.name] = across(res.theirs, rateOf).median
	}
	if len(costs) > 1 {
		low, high := slices.Index(costs, slices.Min(costs)), slices.Index(costs, slices.Max(costs))
		fmt.Fprintf(b, "A 304 of Almanac costs from %s µs (%s) to %s µs (%s) of processor time.\n\n",
			figure(costs[low]), names[low], figure(costs[high]), names[high])
	}
	var own []string
	for _, res := range r.results {
		if name, ok := strings.CutSuffix(res.name, gzipRow); ok && plain[name] > 0 && res.failed == "" {
			own = append(own, name+" "+times(plain[res.name]/plain[name]))
		}
	}
	if len(own) > 0 {
		fmt.Fprintf(b, "For comparison, nginx with gzip_static against nginx with plain files: %s.\n\n", strings.Join(own, ", "))
	}
}

func (r report) writePeers(b *strings.Builder) {
	if len(r.peers) > 0 {
		fmt.Fprintf(b, "**Against other servers**, the same way: Caddy with nginx's files, and calendar servers, whose rounds take %d s.\n\n", r.settings.peerSeconds)
		t := newTable(b, "what", "against", "bytes", "almanac req/s", "peer req/s", "ratio (median)", "spread",
			"CPU µs/request, almanac / peer (ratio)", "bar", "met?")
		for _, res := range r.peers {
			if res.failed != "" {
				t.row(res.name, res.peer, "", "", "", "no figure", "", "", bar("≥", res.bar), res.failed)
				continue
			}
			ratio := ratios(res.ours, res.theirs, rateOf)
			t.row(res.name, res.peer, bytesOf(res.bytes), rate(res.ours), rate(res.theirs), times(ratio.median), between(ratio),
				cost(res),
				bar("≥", res.bar), metLeast(ratio.median, res.bar))
		}
		b.WriteString("\n")
	}
	for _, name := range slices.Sorted(maps.Keys(r.skipped)) {
		fmt.Fprintf(b, "Left out: %s.\n\n", r.skipped[name])
	}
}

func (r report) writeTails(b *strings.Builder) {
	list := slices.DeleteFunc(slices.Clone(r.results), func(res result) bool { return len(res.freeOurs) == 0 })
	if len(list) == 0 {
		return
	}
	b.WriteString("**Full load of both cores**: servers and wrk share them, 64 connections; milliseconds.\n\n")
	t := newTable(b, "what", "almanac req/s", "nginx req/s", "almanac p50 / p99", "nginx p50 / p99", "p99 ratio (median)", "spread", "bar", "met?")
	for _, res := range list {
		ratio := ratios(res.freeOurs, res.freeTheirs, p99Of)
		t.row(res.name, rate(res.freeOurs), rate(res.freeTheirs),
			figure(across(res.freeOurs, p50Of).median)+" / "+figure(across(res.freeOurs, p99Of).median),
			figure(across(res.freeTheirs, p50Of).median)+" / "+figure(across(res.freeTheirs, p99Of).median),
			times(ratio.median), between(ratio), bar("≤", barTail), met(ratio.median <= barTail))
	}
	b.WriteString("\n")
}

func (r report) writeSecure(b *strings.Builder) {
	if len(r.secure) == 0 {
		return
	}
	b.WriteString("**Over TLS 1.3**, both with the same certificate (P-256), one core for the server; a new connection is one for each answer.\n\n")
	t := newTable(b, "what", "bytes", "almanac req/s", "nginx req/s", "ratio (median)", "spread",
		"CPU µs/request, almanac / nginx (ratio)", "core busy, almanac / nginx", "p99 ms, almanac / nginx")
	for _, res := range r.secure {
		if res.failed != "" {
			t.row(res.name, "", "", "", "no figure", "", "", "", res.failed)
			continue
		}
		ratio := ratios(res.ours, res.theirs, rateOf)
		t.row(res.name, bytesOf(res.bytes), rate(res.ours), rate(res.theirs), times(ratio.median), between(ratio), cost(res),
			percent(res.ours)+" / "+percent(res.theirs), figure(across(res.ours, p99Of).median)+" / "+figure(across(res.theirs, p99Of).median))
	}
	b.WriteString("\n")
}

func (r report) writePresences(b *strings.Builder) {
	if len(r.presences) == 0 {
		return
	}
	b.WriteString("**Starting and staying**, both cores for import and start; the files are in the page cache.\n\n")
	t := newTable(b, "events", "import, s (CPU s)", "store, MB", "start to ready, ms", "memory when ready, MB", "after the rows above, MB (peak)")
	for _, p := range r.presences {
		var starts []float64
		for _, d := range p.starts {
			starts = append(starts, float64(d)/float64(time.Millisecond))
		}
		t.row(thousands(int64(p.record.events)), fmt.Sprintf("%.1f (%.1f)", p.record.wall.Seconds(), p.record.cpu.Seconds()),
			mega(p.record.size), figure(spreadOf(starts).median), mega(p.ready.rss),
			fmt.Sprintf("%s (%s)", mega(p.afterRuns.rss), mega(p.afterRuns.peak)))
	}
	b.WriteString("\n")
}

func (r report) writeSiege(b *strings.Builder) {
	s := r.siege
	if s == nil {
		return
	}
	fmt.Fprintf(b, "**%s random addresses**, each asked for once by %d connections, on the record of %s events; meanwhile somebody reads %s.\n\n",
		thousands(int64(s.addresses)), attackers, thousands(int64(s.events)), s.popular)
	t := newTable(b, "", "before", "after or during")
	t.row("memory, MB", mega(s.before.rss), mega(s.after.rss))
	t.row("open descriptors", fmt.Sprint(s.before.files), fmt.Sprintf("%d (at most %d)", s.after.files, s.most))
	for _, l := range []struct {
		name string
		of   func(latency) string
	}{
		{"popular feed, p50 / p99 ms", func(l latency) string { return milli(l.p50) + " / " + milli(l.p99) }},
		{"popular feed, reads (failed)", func(l latency) string { return fmt.Sprintf("%d (%d)", l.reads, l.failed) }},
	} {
		t.row(l.name, l.of(s.quiet), l.of(s.during))
	}
	var answers []string
	for _, status := range slices.Sorted(maps.Keys(s.answers)) {
		answers = append(answers, fmt.Sprintf("%s × %d", thousands(int64(s.answers[status])), status))
	}
	t.row("answers", "", fmt.Sprintf("%s in %.1f s", strings.Join(answers, ", "), s.wall.Seconds()))
	b.WriteString("\n")
}

func (r report) writePressures(b *strings.Builder) {
	if len(r.pressures) == 0 {
		return
	}
	b.WriteString("**Asked for too much**: a server that has just started, all connections from this machine; both cores are shared with them.\n\n")
	t := newTable(b, "what", "events", "idle", "under load", "memory idle / most (PSS at the end), MB", "bar", "met?")
	for _, p := range r.pressures {
		events := thousands(int64(p.events))
		if p.failed != "" {
			t.row(p.what, events, "", "no figure", "", p.bar, p.failed)
			continue
		}
		memory := "–"
		if m := p.memory; m != nil {
			memory = fmt.Sprintf("%s / %s (%s)", mega(m.idle), mega(m.most), mega(m.pss))
		}
		t.row(p.what, events, cmp.Or(p.idle, "–"), p.load, memory, p.bar, met(p.met))
	}
	b.WriteString("\n")
}
