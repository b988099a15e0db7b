package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
)

// Caddy is net/http with files: what Go's usual way of serving them costs.
const caddy = "caddy"

// measureCaddy compares the answers that a server's own work decides, small
// ones and 304, with the same files as nginx has.
func (b *bench) measureCaddy(ctx context.Context, t *testbed, rows []row) error {
	if _, ok := b.skipped[caddy]; ok {
		return nil
	}
	var o origin
	for _, r := range rows {
		if r.bar != barSmall || r.path == "/zh/all.ics" {
			continue
		}
		if o.process == nil {
			var err error
			if o, err = b.startCaddy(ctx, t); err != nil {
				return err
			}
			defer o.stop()
		}
		progress("%s, against caddy", r.name)
		res := result{name: r.name, peer: caddy, bar: barCaddy}
		c, err := t.pairWith(ctx, o, r)
		if err == nil {
			c.rounds, res.bytes = b.rounds, c.ours.body
			res.ours, res.theirs, err = c.run(ctx)
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err != nil {
			progress("caddy: %v", err)
			res.failed = err.Error()
		}
		b.report.peers = append(b.report.peers, res)
	}
	return nil
}

// pairWith prepares a row against a server that has nginx's files.
func (t *testbed) pairWith(ctx context.Context, o origin, r row) (contest, error) {
	c := contest{oursLoad: t.mode.load, theirsLoad: t.mode.load}
	want := map[string]answer{}
	for _, coding := range []string{r.ours, r.theirs} {
		a, err := fetchOK(ctx, t.almanac.url+r.path, "Accept-Encoding: "+coding)
		if err != nil {
			return c, err
		}
		want[coding] = a
	}
	var err error
	if c.ours, err = t.almanac.prepare(ctx, r, want[r.ours].body, r.ours); err != nil {
		return c, err
	}
	c.theirs, err = o.prepare(ctx, r, want[r.theirs].body, r.theirs)
	return c, err
}

// startCaddy serves nginx's folder on the server's core.
func (b *bench) startCaddy(ctx context.Context, t *testbed) (origin, error) {
	dir, err := os.MkdirTemp(b.dir, "caddy.")
	if err != nil {
		return origin{}, err
	}
	port, err := b.ports.take(ctx)
	if err != nil {
		return origin{}, err
	}
	conf := filepath.Join(dir, "Caddyfile")
	if err := os.WriteFile(conf, []byte(caddyConf(t.nginx.root, port)), 0o600); err != nil {
		return origin{}, err
	}
	o := origin{url: "http://127.0.0.1:" + strconv.Itoa(port)}
	env := append([]string{"HOME=" + dir}, t.mode.env...)
	args := []string{caddy, "run", "--config", conf, "--adapter", "caddyfile"}
	err = o.launch(ctx, command{cores: t.mode.cores, env: env, dir: dir, args: args}, "/ready")
	return o, err
}

// caddyConf is Caddy with compressed files beside the plain ones, no log, and
// nothing that it would do on the network.
func caddyConf(root string, port int) string {
	return fmt.Sprintf(`{
	admin off
	auto_https off
}
http://127.0.0.1:%d {
	root * %s
	file_server {
		precompressed gzip
	}
}
`, port, root)
}
