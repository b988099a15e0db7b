package main

import (
	"bytes"
	"context"
	"fmt"
	"math"
	"net/http"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// row is one comparison with nginx: the same address, each side in the coding
// named.
type row struct {
	name         string
	path         string
	ours, theirs string  // content codings
	unchanged    bool    // both answer 304 to their own entity tag
	tail         bool    // latency under full load is measured too
	bar          float64 // least ratio of answers a second, 0 for none
	varying      func(n int) string
	fresh        handshake // of the connections
}

const (
	identity = "identity"
	gzipped  = "gzip"
	brotlied = "br"
)

// Bars, as ratios to nginx.
const (
	barLargeIdentity = 1.0
	barGzip          = 5.0
	barSmall         = 0.5
	barTail          = 3.0 // 99th percentile under full load, at most
	barRadicale      = 300.0
	barCaddy         = 2.0
)

// How the names of rows end that are found again by them.
const (
	gzipRow      = ", gzip against gzip_static"
	unchangedRow = ", 304"
)

// wholeRows measure the calendar of everything, at every size.
func wholeRows(events int) []row {
	name, path := calendarName(events), "/zh/all.ics"
	return []row{
		{name: name, path: path, ours: identity, theirs: identity, bar: barLargeIdentity},
		{name: name + ", gzip against plain", path: path, ours: gzipped, theirs: identity, bar: barGzip},
		{name: name + gzipRow, path: path, ours: gzipped, theirs: gzipped},
		{name: name + ", brotli against plain", path: path, ours: brotlied, theirs: identity},
		{name: name + unchangedRow, path: path, ours: identity, theirs: identity, unchanged: true, tail: true, bar: barSmall},
	}
}

// detailRows measure what does not depend on the record's size, on one record.
func (t *testbed) detailRows(ctx context.Context) ([]row, error) {
	const small, medium = 10_000, 100_000
	paths, err := t.calendarsOf(ctx, small, medium)
	if err != nil {
		return nil, err
	}
	return append(append(
		[]row{
			{name: "calendar of about 10 kB", path: paths[0], ours: identity, theirs: identity, tail: true, bar: barSmall},
			{name: "calendar of about 10 kB" + gzipRow, path: paths[0], ours: gzipped, theirs: gzipped, tail: true, bar: barSmall},
			{name: "calendar of about 10 kB" + unchangedRow, path: paths[0], ours: identity, theirs: identity, unchanged: true, tail: true, bar: barSmall},
			{name: "calendar of about 100 kB", path: paths[1], ours: identity, theirs: identity, tail: true, bar: barLargeIdentity},
			{name: "calendar of about 100 kB, gzip against plain", path: paths[1], ours: gzipped, theirs: identity, bar: barGzip},
			{name: "calendar of about 100 kB" + gzipRow, path: paths[1], ours: gzipped, theirs: gzipped, tail: true},
			{name: "calendar of about 100 kB" + unchangedRow, path: paths[1], ours: identity, theirs: identity, unchanged: true, bar: barSmall},
		}, otherRows("Atom feed", "/zh/all.atom")...), append(otherRows("year page", "/zh/2019"), row{
		name: "filtered calendar, a new filter each time", path: "/zh/filtered.ics", ours: identity, theirs: identity, varying: newFilters(t.record.tags),
	})...), nil
}

// otherRows measure an answer that has no bar of its own.
func otherRows(name, path string) []row {
	return []row{
		{name: name, path: path, ours: identity, theirs: identity},
		{name: name + gzipRow, path: path, ours: gzipped, theirs: gzipped, tail: true},
		{name: name + unchangedRow, path: path, ours: identity, theirs: identity, unchanged: true},
	}
}

// calendarsOf finds for each size the calendar that comes closest to it, among
// those of years and of tags.
func (t *testbed) calendarsOf(ctx context.Context, sizes ...int) ([]string, error) {
	const firstYear, lastYear = 1840, 2026
	var paths []string
	for year := firstYear; year <= lastYear; year++ {
		paths = append(paths, fmt.Sprintf("/zh/%d.ics", year))
	}
	for _, tag := range t.record.tags {
		paths = append(paths, "/zh/tag/"+tag+".ics")
	}
	best, distance := make([]string, len(sizes)), make([]float64, len(sizes))
	for _, path := range paths {
		a, err := fetchOK(ctx, t.almanac.url+path)
		if err != nil {
			return nil, err
		}
		for i, size := range sizes {
			d := math.Abs(math.Log(float64(len(a.body)) / float64(size)))
			if best[i] == "" || d < distance[i] {
				best[i], distance[i] = path, d
			}
		}
	}
	return best, nil
}

// newFilters numbers addresses of filtered calendars: a tag, and a day from
// which. Neighbouring numbers differ in both, so that any run of them is a
// mixture of sizes.
func newFilters(tags []string) func(n int) string {
	const days, stride = 9_000, 3_571 // have no common factor
	first := time.Date(2001, 1, 1, 0, 0, 0, 0, time.UTC)
	return func(n int) string {
		day := first.AddDate(0, 0, n*stride%days)
		path := fmt.Sprintf("/zh/all.ics?tag=%s&from=%s", tags[n/days%len(tags)], day.Format(time.DateOnly))
		if again := n / days / len(tags); again > 0 {
			path += fmt.Sprintf("&to=%d", 2026+again)
		}
		return path
	}
}

// testbed is Almanac and nginx side by side.
type testbed struct {
	record  stored
	mode    mode
	almanac origin
	nginx   files
}

func (t *testbed) stop() {
	t.almanac.stop()
	t.nginx.stop()
}

// pair prepares a row: nginx gets Almanac's bytes, and both must answer with
// these bytes, or with 304 to the entity tag that they gave themselves.
func (t *testbed) pair(ctx context.Context, r row) (ours, theirs exchange, err error) {
	if r.varying != nil {
		return t.varyingPair(ctx, r)
	}
	want := map[string]answer{}
	suffixes := map[string]string{identity: "", gzipped: ".gz", brotlied: ".br"} // nginx-light leaves .br alone
	for coding, suffix := range suffixes {
		a, err := fetchOK(ctx, t.almanac.url+r.path, "Accept-Encoding: "+coding)
		if err != nil {
			return ours, theirs, err
		}
		want[coding] = a
		if err := t.nginx.add(r.path, suffix, a.body); err != nil {
			return ours, theirs, err
		}
	}
	if ours, err = t.almanac.prepare(ctx, r, want[r.ours].body, r.ours); err != nil {
		return ours, theirs, err
	}
	theirs, err = t.nginx.prepare(ctx, r, want[r.theirs].body, r.theirs)
	return ours, theirs, err
}

// prepare asks the server once, sees that it gives the bytes, and describes
// the request.
func (o origin) prepare(ctx context.Context, r row, want []byte, coding string) (exchange, error) {
	x := exchange{url: o.url + r.path, headers: []string{"Accept-Encoding: " + coding}, body: len(want), server: o.process, fresh: r.fresh}
	a, err := fetchOK(ctx, x.url, x.headers...)
	if err != nil {
		return x, err
	}
	if !bytes.Equal(a.body, want) {
		return x, fmt.Errorf("%s in %s gives %d bytes, not the %d of the first answer", x.url, coding, len(a.body), len(want))
	}
	if !r.unchanged {
		return x, nil
	}
	if a.etag == "" {
		return x, fmt.Errorf("%s has no entity tag", x.url)
	}
	x.headers = append(x.headers, "If-None-Match: "+a.etag)
	x.body = 0
	a, err = fetch(ctx, x.url, x.headers...)
	if err == nil && (a.status != http.StatusNotModified || len(a.body) > 0) {
		err = fmt.Errorf("%s answers %d with %d bytes to its own entity tag", x.url, a.status, len(a.body))
	}
	return x, err
}

// varyingPair compares answers that are made anew with a file of their middle
// size: what the making costs.
func (t *testbed) varyingPair(ctx context.Context, r row) (ours, theirs exchange, err error) {
	const sample = 25
	var bodies [][]byte
	for n := range sample {
		a, err := fetchOK(ctx, t.almanac.url+r.varying(n))
		if err != nil {
			return ours, theirs, err
		}
		bodies = append(bodies, a.body)
	}
	slices.SortFunc(bodies, func(a, b []byte) int { return len(a) - len(b) })
	middle := bodies[sample/2]
	if err := t.nginx.add(r.path, "", middle); err != nil {
		return ours, theirs, err
	}
	ours = exchange{
		url: t.almanac.url, headers: []string{"Accept-Encoding: " + r.ours}, body: len(middle), server: t.almanac.process,
		addresses: &addresses{at: r.varying, used: sample, file: filepath.Join(t.nginx.root, "..", "addresses")},
	}
	theirs, err = t.nginx.prepare(ctx, r, middle, r.theirs)
	return ours, theirs, err
}

// vevents counts the events in a calendar.
func vevents(body []byte) int { return bytes.Count(body, []byte("BEGIN:VEVENT")) }

// thousands writes 1234567 as 1,234,567.
func thousands(n int64) string {
	text := fmt.Sprint(n)
	for i := len(text) - 3; i > 0 && text[i-1] != '-'; i -= 3 {
		text = text[:i] + "," + text[i:]
	}
	return strings.TrimSpace(text)
}
