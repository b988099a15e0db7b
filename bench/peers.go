package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
)

// peer is a calendar server that gives the same calendar.
type peer struct {
	name    string
	bar     float64
	args    func(dir string, port int) []string
	path    string // of the calendar, to read and to write
	headers []string
}

// peers are the calendar servers of Debian. Radicale takes a calendar apart
// and gives it as a collection; xandikos has no such export, so that it gives
// back one stored file, which is the least it can be asked for.
var peers = []peer{
	{
		name: "radicale", bar: barRadicale, path: "/reader/calendar/",
		headers: []string{"Authorization: Basic cmVhZGVyOnJlYWRlcg=="}, // reader:reader; any password will do
		args: func(dir string, port int) []string {
			return []string{
				"radicale", "--config", "", "--server-hosts", "127.0.0.1:" + strconv.Itoa(port), "--auth-type", "none",
				"--storage-filesystem-folder", dir, "--logging-level", "error",
			}
		},
	},
	{
		name: "xandikos", path: "/reader/calendars/calendar/all.ics",
		args: func(dir string, port int) []string {
			return []string{
				"xandikos", "-d", dir, "-l", "127.0.0.1", "-p", strconv.Itoa(port), "--defaults",
				"--current-user-principal", "/reader/",
			}
		},
	},
}

// wish is what a subscriber's client asks of a calendar server.
type wish struct {
	name      string
	coding    string
	unchanged bool // sends the entity tag of what it has
}

var wishes = []wish{
	{"", identity, false},
	{", the client takes gzip", gzipped, false},
	{", polled while nothing has changed", identity, true},
}

// measurePeers has every calendar server give the whole calendar, in turns
// with Almanac.
func (b *bench) measurePeers(ctx context.Context, t *testbed) error {
	for _, p := range peers {
		if _, ok := b.skipped[p.name]; ok || !b.only.MatchString(p.name) {
			continue
		}
		list, err := b.measurePeer(ctx, t, p)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err != nil {
			progress("%s: %v", p.name, err)
			list = append(list, result{name: calendarName(t.record.events), peer: p.name, bar: p.bar, failed: err.Error()})
		}
		b.report.peers = append(b.report.peers, list...)
	}
	return nil
}

func calendarName(events int) string {
	return fmt.Sprintf("whole calendar of %s events", thousands(int64(events)))
}

func (b *bench) measurePeer(ctx context.Context, t *testbed, p peer) ([]result, error) {
	calendar, err := fetchOK(ctx, t.almanac.url+"/zh/all.ics")
	if err != nil {
		return nil, err
	}
	o, err := b.startPeer(ctx, t, p)
	if err != nil {
		return nil, err
	}
	defer o.stop()
	if err := p.give(ctx, o, calendar.body); err != nil {
		return nil, err
	}
	var list []result
	for _, w := range wishes {
		res := result{name: calendarName(t.record.events) + w.name, peer: p.name, bar: p.bar}
		progress("%s, against %s", res.name, p.name)
		c := contest{oursLoad: t.mode.load, theirsLoad: t.mode.load, rounds: b.rounds}
		c.oursLoad.connections, c.theirsLoad.connections = 4, 4 // radicale accepts eight at most
		c.theirsLoad.seconds = b.peerSeconds
		if c.ours, err = t.almanac.ask(ctx, "/zh/all.ics", w, nil); err != nil {
			return list, err
		}
		if c.theirs, err = o.ask(ctx, p.path, w, p.headers); err != nil {
			return list, err
		}
		res.bytes = c.ours.body
		if res.ours, res.theirs, err = c.run(ctx); err != nil {
			return list, err
		}
		list = append(list, res)
	}
	return list, nil
}

// ask sends the request once and describes it. Whether the answer to an
// unchanged poll is a 304 is the server's affair: it is what is measured.
func (o origin) ask(ctx context.Context, path string, w wish, headers []string) (exchange, error) {
	x := exchange{url: o.url + path, headers: append([]string{"Accept-Encoding: " + w.coding}, headers...), server: o.process}
	a, err := fetchOK(ctx, x.url, x.headers...)
	if err == nil && w.unchanged && a.etag != "" {
		x.headers = append(x.headers, "If-None-Match: "+a.etag)
		a, err = fetch(ctx, x.url, x.headers...)
	}
	if err == nil && a.status >= http.StatusBadRequest {
		err = fmt.Errorf("%s answers %d", x.url, a.status)
	}
	x.body = len(a.body)
	return x, err
}

// startPeer starts the server with an empty folder, on the server's core.
func (b *bench) startPeer(ctx context.Context, t *testbed, p peer) (origin, error) {
	dir, err := os.MkdirTemp(b.dir, p.name+".")
	if err != nil {
		return origin{}, err
	}
	port, err := b.ports.take(ctx)
	if err != nil {
		return origin{}, err
	}
	o := origin{url: "http://127.0.0.1:" + strconv.Itoa(port)}
	// Python writes its cache of compiled files and git its settings at home.
	env := []string{"HOME=" + dir}
	args := p.args(filepath.Join(dir, "data"), port)
	err = o.launch(ctx, command{cores: t.mode.cores, env: env, dir: dir, args: args}, "/")
	return o, err
}

// give puts the calendar on the peer and sees that all events come back.
func (p peer) give(ctx context.Context, o origin, calendar []byte) error {
	put, err := http.NewRequestWithContext(ctx, http.MethodPut, o.url+p.path, bytes.NewReader(calendar))
	if err != nil {
		return err
	}
	put.Header.Set("Content-Type", "text/calendar; charset=utf-8")
	if len(p.headers) > 0 {
		put.SetBasicAuth("reader", "reader")
	}
	resp, err := client.Do(put)
	if err != nil {
		return err
	}
	said, err := io.ReadAll(resp.Body)
	_ = resp.Body.Close()
	if err != nil {
		return err
	}
	if resp.StatusCode >= http.StatusBadRequest {
		return fmt.Errorf("%s does not take the calendar: %s %.200s", p.name, resp.Status, said)
	}
	a, err := fetchOK(ctx, o.url+p.path, p.headers...) // the first answer of radicale takes seconds
	if err != nil {
		return err
	}
	if got, want := vevents(a.body), vevents(calendar); got != want {
		return fmt.Errorf("%s gives %d of %d events", p.name, got, want)
	}
	return nil
}
