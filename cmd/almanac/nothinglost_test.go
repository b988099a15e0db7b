package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"almanac.example/cmd/almanac/storage"
	"almanac.example/cmd/almanac/terminal"
	"almanac.example/events"
	"almanac.example/web/api"
	"almanac.example/web/api/client"
)

// crowd is many writers of one record whose server is killed in between.
type crowd struct {
	dir, store, socket, token string
	base                      atomic.Value // string: where the server is now
	left                      atomic.Int64 // edits that are still to be made
	made, conflicts, unsure   atomic.Int64

	mu    sync.Mutex
	acked map[string]events.ID // mark of each edit that was acknowledged, and its event
}

const (
	crowdEvents  = 50
	crowdWriters = 20
)

// TestNothingIsLost lets 20 writers (the API with a token, the admin socket, the
// command line) edit 50 events while the server is killed again and again:
// every edit that was acknowledged is in the history, exactly once, on top of
// the state that its writer saw, and who was slower is told. ALMANAC_EDITS says
// how many edits.
func TestNothingIsLost(t *testing.T) {
	edits := 600
	if n, err := strconv.Atoi(os.Getenv("ALMANAC_EDITS")); err == nil && n > 0 {
		edits = n
	}
	c := newCrowd(t)
	c.left.Store(int64(edits))
	server := c.start(t)
	var writers sync.WaitGroup
	for w := range crowdWriters {
		writers.Go(func() { c.write(t, w) })
	}
	for kill := int64(1); kill <= 3; kill++ {
		c.until(int64(edits) * kill / 4)
		server.signal(t, syscall.SIGKILL)
		server.wait()
		server = c.start(t)
	}
	writers.Wait()
	server.signal(t, syscall.SIGTERM)
	server.wait()
	c.check(t)
	t.Logf("%d edits acknowledged, %d conflicts told, %d outcomes looked up", c.made.Load(), c.conflicts.Load(), c.unsure.Load())
}

func newCrowd(t *testing.T) *crowd {
	t.Helper()
	dir := t.TempDir()
	c := &crowd{dir: dir, store: "bolt:" + filepath.Join(dir, "a.db"), socket: filepath.Join(dir, "s"), acked: map[string]events.ID{}}
	rec := events.Record{Version: 1}
	for i := range crowdEvents {
		e := &events.Event{}
		text := fmt.Sprintf(`{"id":"e%02d","slug":"e%02d","span":{"date":"2019-05"},"text":{"en":{"title":"begin"}},"status":"published"}`, i, i)
		if err := json.Unmarshal([]byte(text), e); err != nil {
			t.Fatal(err)
		}
		rec.Events = append(rec.Events, e)
	}
	var b bytes.Buffer
	if err := rec.Write(&b); err != nil {
		t.Fatal(err)
	}
	file, password := filepath.Join(dir, "record.json"), filepath.Join(dir, "password")
	for name, data := range map[string][]byte{file: b.Bytes(), password: []byte("seven purple otters dance\n")} {
		if err := os.WriteFile(name, data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, args := range [][]string{
		{"import", file}, {"user", "add", "ed", "--role", "editor", "--password-file", password},
		{"token", "create", "--user", "ed", "--scope", "read:drafts,write:drafts,publish"},
	} {
		code, out, talk := command(t, append(args, "--store", c.store)...)
		if code != exitOK {
			t.Fatalf("%v: %s", args, talk)
		}
		c.token = strings.TrimSpace(out)
	}
	return c
}

// start starts the server, again if a command has the store open for a moment.
func (c *crowd) start(t *testing.T) *running {
	t.Helper()
	for {
		s := beginServer(t, c.dir, "--store", c.store, "--admin-socket", c.socket)
		if base, ok := s.sees(printedAddress); ok {
			c.base.Store(base)
			return s
		}
		if !strings.Contains(s.log(), "in use by another almanac process") {
			t.Fatalf("the server did not start:\n%s", s.log())
		}
	}
}

// until waits until so many edits have been acknowledged.
func (c *crowd) until(made int64) {
	for c.made.Load() < made && c.left.Load() > 0 {
		time.Sleep(5 * time.Millisecond)
	}
}

// write makes edits until none is left, each until it is made.
func (c *crowd) write(t *testing.T, w int) {
	for n := 0; c.left.Add(-1) >= 0; n++ {
		mark := fmt.Sprintf("writer %d edit %d", w, n)
		id := events.ID(fmt.Sprintf("e%02d", rand.IntN(crowdEvents)))
		for try := 0; !c.edit(t, w, id, mark); try++ {
			if t.Failed() {
				return
			}
			if try > 2000 {
				t.Errorf("%s is never made", mark)
				return
			}
			time.Sleep(time.Duration(rand.IntN(20)) * time.Millisecond)
		}
		c.mu.Lock()
		c.acked[mark] = id
		c.mu.Unlock()
		c.made.Add(1)
	}
}

// edit tries to make one edit, by the road of the writer; true: it is made.
func (c *crowd) edit(t *testing.T, w int, id events.ID, mark string) bool {
	if w%5 == 4 {
		return c.editByCommand(t, id, mark)
	}
	config := client.Config{BaseURL: c.base.Load().(string), Token: c.token}
	if w%2 == 0 {
		config = client.Config{Dial: func(ctx context.Context) (net.Conn, error) {
			return (&net.Dialer{}).DialContext(ctx, "unix", c.socket)
		}}
	}
	at, err := client.New(config)
	if err != nil {
		t.Error(err)
		return false
	}
	defer at.Close()
	return c.editBy(t, at, id, mark)
}

func (c *crowd) editBy(t *testing.T, at *client.Client, id events.ID, mark string) bool {
	ctx, path := t.Context(), "/events"+client.Path(string(id))
	var e api.Event
	if _, err := at.Get(ctx, path, nil, &e); err != nil {
		return false // the server is down, or limits
	}
	patch := map[string]any{"text": map[string]any{"en": map[string]string{"title": mark, "summary": "after " + fmt.Sprint(e.Revision)}}}
	_, err := at.Do(ctx, client.Request{Method: http.MethodPatch, Path: path, Body: patch, Patch: true, Expect: client.At(e.Revision)}, nil)
	var refused *client.Error
	switch {
	case err == nil:
		return true
	case errors.Is(err, events.ErrConflict):
		c.conflicts.Add(1)
		return false
	case errors.As(err, &refused) && refused.Status == http.StatusTooManyRequests, errors.Is(err, events.ErrUnavailable) && refused == nil:
		return false
	}
	return c.lookUp(t, at, id, mark)
}

// lookUp finds out whether an edit of which nobody told the outcome was made.
func (c *crowd) lookUp(t *testing.T, at *client.Client, id events.ID, mark string) bool {
	c.unsure.Add(1)
	for range 2000 {
		body, _, err := at.Open(t.Context(), client.Request{Method: http.MethodGet, Path: "/states", Query: url.Values{"event": {string(id)}}})
		var all []byte
		if err == nil {
			all, err = io.ReadAll(body)
			body.Close()
		}
		if err == nil {
			return bytes.Contains(all, []byte(`"`+mark+`"`))
		}
		if base := c.base.Load().(string); at.BaseURL != "" && at.BaseURL != base {
			if at, err = client.New(client.Config{BaseURL: base, Token: c.token}); err != nil {
				t.Error(err)
				return false
			}
			defer at.Close()
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Errorf("%s: its outcome cannot be found out", mark)
	return false
}

// editByCommand is what a person does: show, change the file, put it back.
func (c *crowd) editByCommand(t *testing.T, id events.ID, mark string) bool {
	where := []string{"--store", c.store, "--admin-socket", c.socket}
	code, out, _ := command(t, append([]string{"show", "--json", string(id)}, where...)...)
	var shown stored
	if code != exitOK || json.Unmarshal([]byte(out), &shown) != nil {
		return false // another command has the store open, or the server is just going
	}
	shown.Event.Text = map[string]events.Text{"en": {Title: mark, Summary: fmt.Sprintf("after %d", shown.Revision)}}
	var file bytes.Buffer
	if err := json.NewEncoder(&file).Encode(shown); err != nil {
		t.Error(err)
		return false
	}
	var talk bytes.Buffer
	code = run(t.Context(), append([]string{"put", "-"}, where...), storage.Console{Console: terminal.Console{In: &file, Out: io.Discard, Err: &talk}})
	switch said := talk.String(); {
	case code == exitOK:
		return true
	case strings.Contains(said, "conflict"):
		c.conflicts.Add(1)
		return false
	case strings.Contains(said, "in use by another"), strings.Contains(said, "cannot be reached"):
		return false
	}
	c.unsure.Add(1)
	for range 2000 {
		if code, out, _ := command(t, append([]string{"history", "--json", string(id)}, where...)...); code == exitOK {
			return strings.Contains(out, `"`+mark+`"`)
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Errorf("%s: its outcome cannot be found out", mark)
	return false
}

// check reads the whole history.
func (c *crowd) check(t *testing.T) {
	t.Helper()
	code, out, talk := command(t, "history", "--json", "--store", c.store)
	if code != exitOK {
		t.Fatal(talk)
	}
	seen, before, revisions := map[string]events.ID{}, map[events.ID]events.Rev{}, map[events.Rev]bool{}
	lines := strings.Split(strings.TrimSpace(out), "\n")
	for i := len(lines) - 1; i >= 0; i-- { // the oldest first
		var s events.State
		if err := json.Unmarshal([]byte(lines[i]), &s); err != nil {
			t.Fatal(err)
		}
		text := s.Event.Text["en"]
		if text.Title == "begin" {
			before[s.Event.ID] = s.Rev
			continue
		}
		if _, twice := seen[text.Title]; twice || revisions[s.Rev] {
			t.Errorf("revision %d: %q is doubled", s.Rev, text.Title)
		}
		seen[text.Title], revisions[s.Rev] = s.Event.ID, true
		if want := fmt.Sprintf("after %d", before[s.Event.ID]); text.Summary != want {
			t.Errorf("revision %d of %s is %q; it replaced another one unseen: %s", s.Rev, s.Event.ID, text.Summary, want)
		}
		before[s.Event.ID] = s.Rev
	}
	for mark, id := range c.acked {
		if seen[mark] != id {
			t.Errorf("%q of %s was acknowledged and is not in the history", mark, id)
		}
	}
	if len(seen) != len(c.acked) {
		t.Errorf("%d edits are in the history, %d were acknowledged", len(seen), len(c.acked))
	}
	if code, _, talk := command(t, "verify", "--store", c.store); code != exitOK {
		t.Errorf("the store: %s", talk)
	}
}
