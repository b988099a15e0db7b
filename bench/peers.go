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

// measurePeers has every calendar server give the whole calendar, in turns
// with Almanac.
func (b *bench) measurePeers(ctx context.Context, t *testbed) error {
	for _, p := range peers {
		if _, ok := b.skipped[p.name]; ok || !b.only.MatchString(p.name) {
			continue
		}
		res, err := b.measurePeer(ctx, t, p)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err != nil {
			progress("%s: %v", p.name, err)
			res.failed = err.Error()
		}
		b.report.peers = append(b.report.peers, res)
	}
	return nil
}

func (b *bench) measurePeer(ctx context.Context, t *testbed, p peer) (result, error) {
	res := result{name: fmt.Sprintf("whole calendar of %s events", thousands(int64(t.record.events))), peer: p.name, bar: p.bar}
	progress("%s, against %s", res.name, p.name)
	r := row{path: "/zh/all.ics"}
	whole, err := fetchOK(ctx, t.almanac.url+r.path)
	if err != nil {
		return res, err
	}
	o, err := b.startPeer(ctx, t, p)
	if err != nil {
		return res, err
	}
	defer o.stop()
	c := contest{oursLoad: t.mode.load, theirsLoad: t.mode.load, rounds: b.rounds}
	c.oursLoad.connections, c.theirsLoad.connections = 4, 4 // radicale accepts eight at most
	c.theirsLoad.seconds = b.peerSeconds
	if c.ours, err = t.almanac.prepare(ctx, r, whole.body, identity); err != nil {
		return res, err
	}
	res.bytes = c.ours.body
	if c.theirs, err = p.give(ctx, o, whole.body); err != nil {
		return res, err
	}
	res.ours, res.theirs, err = c.run(ctx)
	return res, err
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
	if o.process, err = start(ctx, command{cores: t.mode.cores, env: env, dir: dir, args: p.args(filepath.Join(dir, "data"), port)}); err != nil {
		return o, err
	}
	if err := o.waitUntil(ctx, o.url+"/"); err != nil {
		o.stop()
		return o, err
	}
	return o, nil
}

// give puts the calendar on the peer, sees that all events come back, and
// describes the request.
func (p peer) give(ctx context.Context, o origin, calendar []byte) (exchange, error) {
	x := exchange{url: o.url + p.path, headers: append([]string{"Accept-Encoding: identity"}, p.headers...), server: o.process}
	put, err := http.NewRequestWithContext(ctx, http.MethodPut, x.url, bytes.NewReader(calendar))
	if err != nil {
		return x, err
	}
	put.Header.Set("Content-Type", "text/calendar; charset=utf-8")
	if len(p.headers) > 0 {
		put.SetBasicAuth("reader", "reader")
	}
	resp, err := client.Do(put)
	if err != nil {
		return x, err
	}
	said, err := io.ReadAll(resp.Body)
	_ = resp.Body.Close()
	if err != nil || resp.StatusCode >= http.StatusBadRequest {
		return x, fmt.Errorf("%s does not take the calendar: %s %.200s %w", p.name, resp.Status, said, err)
	}
	a, err := fetchOK(ctx, x.url, x.headers...) // the first answer of radicale takes seconds
	if err != nil {
		return x, err
	}
	if got, want := vevents(a.body), vevents(calendar); got != want {
		return x, fmt.Errorf("%s gives %d of %d events", p.name, got, want)
	}
	x.body = len(a.body)
	return x, nil
}
