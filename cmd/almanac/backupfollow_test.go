package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// child is this binary run as "almanac" until it is killed or told to stop.
type child struct {
	*exec.Cmd
	said bytes.Buffer
}

func launch(t *testing.T, args ...string) *child {
	t.Helper()
	c := &child{Cmd: exec.Command("almanac", args...)}
	c.Stderr = &c.said
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.kill() })
	return c
}

// kill ends it as a power failure would, and waits until it is gone.
func (c *child) kill() {
	_ = c.Process.Kill() // it may be gone already
	_ = c.Wait()
}

func freeAddress(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// awaits waits for a condition; the limit is there for what never comes.
func awaits(t *testing.T, what string, done func() bool) {
	t.Helper()
	for deadline := time.Now().Add(time.Minute); !done(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal(what + ": it does not come")
		}
	}
}

func isReady(addr string) func() bool {
	return func() bool {
		resp, err := http.Get("http://" + addr + "/readyz")
		if err != nil {
			return false
		}
		resp.Body.Close()
		return resp.StatusCode == http.StatusOK
	}
}

// acknowledged is a commit that the server has answered for.
type acknowledged struct {
	rev int64
	at  time.Time
}

// writer makes events through the admin socket as fast as the server takes them,
// and notes what was acknowledged.
type writer struct {
	client *http.Client
	made   int
	acks   []acknowledged
}

func newWriter(socket string) *writer {
	return &writer{client: &http.Client{Transport: &http.Transport{
		DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
			return (&net.Dialer{}).DialContext(ctx, "unix", socket)
		},
	}}}
}

func (w *writer) write() error {
	w.made++
	body := fmt.Sprintf(`{"id":"k%05d","slug":"k%05d","span":{"date":"2019-01-01"},"text":{"zh":{"title":"第%d件"}},"status":"published"}`, w.made, w.made, w.made)
	resp, err := w.client.Post("http://almanac/api/v1/events", "application/json", strings.NewReader(body))
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != http.StatusCreated {
		return fmt.Errorf("%s: %s, %w", resp.Status, text, err)
	}
	rev, err := strconv.ParseInt(strings.Trim(resp.Header.Get("ETag"), `"`), 10, 64)
	w.acks = append(w.acks, acknowledged{rev, time.Now()})
	return err
}

// TestKilledWhileFollowing kills the process that keeps a backup up to date, again
// and again at random instants while the record is written. What is in the folder
// then is restored: it is a beginning of the history that ends with a commit that
// was acknowledged, and misses nothing that is older than a second or than the
// chain's beginning. ".ci/run long" does it a hundred times.
func TestKilledWhileFollowing(t *testing.T) {
	// How busy the machine is decides how much more than a second; a long run is
	// given one that is not.
	rounds, bar := 8, 5*time.Second
	if n, err := strconv.Atoi(os.Getenv("ALMANAC_KILLS")); err == nil {
		rounds, bar = n, time.Second
	}
	dir := t.TempDir()
	name, kept, addr := "bolt:"+filepath.Join(dir, "a.db"), filepath.Join(dir, "kept"), freeAddress(t)
	talk(t, "import", "--store", name, "record/shanghai-2019.json")
	launch(t, "serve", "--store", name, "--addr", addr, "--base-url", "https://example.org")
	awaits(t, "the server", isReady(addr))
	w, random := newWriter(filepath.Join(dir, "a.db.sock")), rand.New(rand.NewPCG(9, 9))
	if err := w.write(); err != nil {
		t.Fatal(err)
	}
	for round := range rounds {
		follower := launch(t, "backup", "--store", name, "--follow", kept, "--keep", "3")
		begun := newestWhole(kept)
		fresh := func() bool { return newestWhole(kept) > begun }
		if random.IntN(4) > 0 { // else it may be killed before it has begun
			awaits(t, "a whole backup", fresh)
		}
		until := time.Now().Add(time.Duration(random.IntN(1200)) * time.Millisecond)
		for time.Now().Before(until) {
			if err := w.write(); err != nil {
				t.Fatal(err)
			}
		}
		killed := time.Now()
		follower.kill()
		if newestWhole(kept) == "" {
			continue
		}
		last := restoredUpTo(t, kept, filepath.Join(dir, fmt.Sprint("r", round, ".db")), w)
		missing := 0
		for _, a := range w.acks {
			if a.rev > last && fresh() && a.at.Before(killed.Add(-bar)) {
				t.Errorf("round %d: revision %d was acknowledged %s before, and is missing", round, a.rev, killed.Sub(a.at))
			}
			if a.rev > last {
				missing++
			}
		}
		t.Logf("round %d: restored up to revision %d of %d, %d commits behind", round, last, w.acks[len(w.acks)-1].rev, missing)
	}
}

// newestWhole is the newest whole backup of a folder.
func newestWhole(dir string) (name string) {
	found, _ := filepath.Glob(filepath.Join(dir, "*.full.tar"))
	for _, f := range found {
		name = max(name, f)
	}
	return name
}

// restoredUpTo restores a folder, holds what came against what was acknowledged
// and returns its last revision.
func restoredUpTo(t *testing.T, kept, file string, w *writer) int64 {
	t.Helper()
	name := "bolt:" + file
	talk(t, "restore", "--store", name, kept)
	talk(t, "verify", "--store", name)
	ids, last := map[string]int64{}, int64(0)
	lines := bufio.NewScanner(strings.NewReader(almanac(t, "history", "--json", "--store", name)))
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var s struct {
			Rev   int64
			Event struct{ ID string }
		}
		if err := json.Unmarshal(lines.Bytes(), &s); err != nil {
			t.Fatal(err)
		}
		ids[s.Event.ID], last = s.Rev, max(last, s.Rev)
	}
	isAcknowledged := false
	for i, a := range w.acks {
		isAcknowledged = isAcknowledged || a.rev == last
		if id := fmt.Sprintf("k%05d", i+1); a.rev <= last && ids[id] != a.rev {
			t.Errorf("event %s of revision %d is missing; the history ends at %d", id, a.rev, last)
		}
	}
	if !isAcknowledged {
		t.Errorf("the history ends at revision %d, which nobody was told of", last)
	}
	return last
}
