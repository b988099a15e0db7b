package main

import (
	"bytes"
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
)

// client fetches what is compared before anything is measured.
// Over TLS nobody vouches for the servers, which are this program's own.
var client = &http.Client{Timeout: 5 * time.Minute, Transport: &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}}} //nolint:gosec // as said

// baseURL stands in every feed, so that two servers give the same bytes
// whatever ports they have.
const baseURL = "https://almanac.example.org"

// build compiles Almanac as it stands in this module.
func build(ctx context.Context, binary string) (string, error) {
	mod := firstLine(output(ctx, "go", "env", "GOMOD"))
	if filepath.Base(mod) != "go.mod" {
		return "", errors.New("run it within Almanac's module: go run ./bench")
	}
	c := exec.CommandContext(ctx, "go", "build", "-o", binary, "./cmd/almanac")
	c.Dir = filepath.Dir(mod)
	if out, err := c.CombinedOutput(); err != nil {
		return "", fmt.Errorf("building almanac: %w: %s", err, out)
	}
	return binary, nil
}

// stored is a record in a store, and what it took to put it there.
type stored struct {
	events           int
	store            string // as --store names it
	tags             []string
	wall, cpu        time.Duration // of the import
	recordSize, size int64         // bytes of the record file and of the store
}

// prepareRecord makes a record of n events and imports it.
func (b *bench) prepareRecord(ctx context.Context, n int) (stored, error) {
	file := filepath.Join(b.dir, fmt.Sprintf("record-%d.json", n))
	db := filepath.Join(b.dir, fmt.Sprintf("record-%d.db", n))
	s := stored{events: n, store: "bolt:" + db}
	progress("generating and importing %d events", n)
	if _, err := b.almanac(ctx, "generate", "--events", strconv.Itoa(n), "--output", file); err != nil {
		return s, err
	}
	begin := time.Now()
	c, err := b.almanac(ctx, "import", "file", "--store", s.store, file)
	if err != nil {
		return s, err
	}
	s.wall = time.Since(begin)
	s.cpu = c.ProcessState.UserTime() + c.ProcessState.SystemTime()
	for name, size := range map[string]*int64{file: &s.recordSize, db: &s.size} {
		info, err := os.Stat(name)
		if err != nil {
			return s, err
		}
		*size = info.Size()
	}
	if s.tags, err = tagsOf(file); err != nil {
		return s, err
	}
	return s, os.Remove(file)
}

// almanac runs one command of the binary to its end.
func (b *bench) almanac(ctx context.Context, args ...string) (*exec.Cmd, error) {
	c := exec.CommandContext(ctx, b.binary, args...)
	if out, err := c.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("almanac %s: %w: %s", strings.Join(args, " "), err, bytes.TrimSpace(out))
	}
	return c, nil
}

// tagsOf lists the tags of a record file, the most used first.
func tagsOf(file string) ([]string, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var record struct {
		Events []struct {
			Tags []string `json:"tags"`
		} `json:"events"`
	}
	if err := json.NewDecoder(f).Decode(&record); err != nil {
		return nil, fmt.Errorf("record file: %w", err)
	}
	uses := map[string]int{}
	for _, e := range record.Events {
		for _, tag := range e.Tags {
			uses[tag]++
		}
	}
	var tags []string
	for tag := range uses {
		tags = append(tags, tag)
	}
	slices.SortFunc(tags, func(a, b string) int {
		if uses[a] != uses[b] {
			return uses[b] - uses[a]
		}
		return strings.Compare(a, b)
	})
	if len(tags) == 0 {
		return nil, errors.New("the record has no tags to filter by")
	}
	return tags, nil
}

// origin is a server under test and where it listens.
type origin struct {
	*process
	url     string        // http://127.0.0.1:PORT, or https
	started time.Duration // from the start of the process to the first answer
}

// launch starts the server and waits until it answers at the path. After an
// error nothing is running.
func (o *origin) launch(ctx context.Context, c command, ready string) error {
	var err error
	if o.process, err = start(ctx, c); err != nil {
		return err
	}
	if err = o.waitUntil(ctx, o.url+ready); err != nil {
		o.stop()
	}
	return err
}

// serve starts Almanac on a store and waits until it is ready.
func (b *bench) serve(ctx context.Context, s stored, m mode) (origin, error) {
	port, err := b.ports.take(ctx)
	if err != nil {
		return origin{}, err
	}
	o := origin{url: fmt.Sprintf("%s://127.0.0.1:%d", m.tls.scheme(), port)}
	args := []string{
		b.binary, "serve", "--store", s.store, "--record", "none", "--base-url", baseURL,
		"--addr", fmt.Sprintf("127.0.0.1:%d", port),
	}
	if m.tls.cert != "" {
		args = append(args, "--tls-cert", m.tls.cert, "--tls-key", m.tls.key)
	}
	begin := time.Now()
	err = o.launch(ctx, command{cores: m.cores, env: m.env, dir: b.dir, args: args}, "/readyz")
	o.started = time.Since(begin)
	return o, err
}

// answer is what a server gave to one request.
type answer struct {
	status int
	etag   string
	body   []byte
}

// fetch asks once, without undoing any content coding.
func fetch(ctx context.Context, url string, headers ...string) (answer, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return answer{}, err
	}
	r.Header.Set("Accept-Encoding", "identity")
	for _, h := range headers {
		name, value, _ := strings.Cut(h, ": ")
		r.Header.Set(name, value)
	}
	resp, err := client.Do(r)
	if err != nil {
		return answer{}, err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	return answer{resp.StatusCode, resp.Header.Get("ETag"), body}, err
}

// fetchOK is fetch where anything but 200 is an error.
func fetchOK(ctx context.Context, url string, headers ...string) (answer, error) {
	a, err := fetch(ctx, url, headers...)
	if err == nil && a.status != http.StatusOK {
		err = fmt.Errorf("%s answers %d: %.200s", url, a.status, a.body)
	}
	return a, err
}

func progress(format string, args ...any) {
	fmt.Fprintf(os.Stderr, "bench: "+format+"\n", args...)
}
