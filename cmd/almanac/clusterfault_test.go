package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"almanac.example/store/etcd/etcdtest"
)

// faultQuota is how much the cluster of the test may hold, in bytes.
const faultQuota = 8 << 20

// fleet is two processes that serve one record, one of them through a proxy that
// can be cut, with readers and writers at each.
type fleet struct {
	cluster  *etcdtest.Cluster
	proxy    *etcdtest.Proxy
	servers  []*running
	storms   []*storm
	sockets  []*http.Client
	store    string
	flags    []string // with which the cluster is asked
	mu       sync.Mutex
	acked    map[string]bool
	refused  int
	writing  sync.WaitGroup
	stopEdit context.CancelFunc
}

// newFleet starts the processes; flags say how they ask the cluster.
func newFleet(t *testing.T, c *etcdtest.Cluster, flags ...string) *fleet {
	t.Helper()
	f := &fleet{cluster: c, flags: flags, acked: map[string]bool{}}
	f.proxy = etcdtest.NewProxy(t, f.cluster)
	dir, err := os.MkdirTemp("", "fleet") // the path of a socket has to be short
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) }) //nolint:errcheck // a folder of the system's
	f.store = "etcd:" + strings.Join(f.cluster.Endpoints(), ",") + "/fleet"
	for i, store := range []string{f.store, "etcd:" + strings.Join(f.proxy.Endpoints, ",") + "/fleet"} {
		socket := filepath.Join(dir, fmt.Sprint(i))
		flags := append([]string{"--store", store, "--admin-socket", socket, "--base-url", "https://almanac.example.org"}, f.flags...)
		if i == 0 {
			flags = append(flags, "--create", "--record", "shanghai-2019")
		}
		s := startPublic(t, dir, flags...)
		f.servers = append(f.servers, s)
		client := &http.Client{Transport: &http.Transport{DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
			return (&net.Dialer{}).DialContext(ctx, "unix", socket)
		}}}
		t.Cleanup(client.CloseIdleConnections)
		f.sockets = append(f.sockets, client)
	}
	return f
}

var servingAddress = regexp.MustCompile(`msg=serving addr=(\S+)`)

// startPublic starts a server whose own address is not the one it prints.
func startPublic(t *testing.T, dir string, flags ...string) *running {
	t.Helper()
	s := beginServer(t, dir, flags...)
	s.base = "http://" + s.waitFor(t, servingAddress)
	return s
}

// begin lets readers and writers begin.
func (f *fleet) begin(t *testing.T) {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	f.stopEdit = stop
	for i, s := range f.servers {
		client := &http.Client{Timeout: 30 * time.Second, Transport: &http.Transport{MaxIdleConnsPerHost: pollers}}
		t.Cleanup(client.CloseIdleConnections)
		f.storms = append(f.storms, startStorm(t, client, s.base))
		for w := range 2 {
			f.writing.Go(func() {
				for n := 0; ctx.Err() == nil; n++ {
					f.edit(ctx, i, fmt.Sprintf("r%dw%dn%d", i, w, n), "")
					time.Sleep(5 * time.Millisecond)
				}
			})
		}
	}
}

// edit makes a new event through a replica, and notes whether that was
// acknowledged.
func (f *fleet) edit(ctx context.Context, replica int, id, body string) (status int) {
	text, _ := json.Marshal(body) //nolint:errcheck // a string
	event := fmt.Sprintf(`{"id":%q,"slug":%q,"span":{"date":"2019-05-24"},"status":"published","text":{"en":{"title":%q,"body":%s}}}`, id, id, id, text)
	r, err := http.NewRequestWithContext(context.WithoutCancel(ctx), http.MethodPost, "http://almanac/api/v1/events", strings.NewReader(event))
	if err != nil {
		return 0
	}
	r.Header.Set("Content-Type", "application/json")
	resp, err := f.sockets[replica].Do(r)
	if err != nil {
		return 0
	}
	defer resp.Body.Close()
	io.Copy(io.Discard, resp.Body) //nolint:errcheck // the status tells
	f.mu.Lock()
	defer f.mu.Unlock()
	if resp.StatusCode == http.StatusCreated {
		f.acked[id] = true
	} else {
		f.refused++
	}
	return resp.StatusCode
}

// is waits until /readyz of a replica answers so.
func (f *fleet) is(t *testing.T, replica, status int) {
	t.Helper()
	begun := time.Now()
	for deadline := begun.Add(time.Minute); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		resp, err := http.Get(f.servers[replica].base + "/readyz")
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		if resp.StatusCode == status {
			t.Logf("replica %d: /readyz answers %d after %s", replica, status, time.Since(begun).Round(10*time.Millisecond))
			return
		}
	}
	t.Fatalf("/readyz of replica %d does not become %d", replica, status)
}

// polls waits until the readers of each replica have polled so often.
func (f *fleet) polls(t *testing.T, more int64) {
	t.Helper()
	for _, s := range f.storms {
		s.wait(t, more)
	}
}

// end stops writers and readers: no reader saw an error, every acknowledged edit
// is in the history once, and all replicas give the same bytes as a fresh one.
func (f *fleet) end(t *testing.T) {
	t.Helper()
	f.stopEdit()
	f.writing.Wait()
	for i, s := range f.storms {
		made, failed := s.end()
		if failed != "" {
			t.Errorf("of %d polls of replica %d one failed: %s", made, i, failed)
		}
		t.Logf("replica %d: %d polls", i, made)
	}
	out, err := exec.CommandContext(t.Context(), "almanac", append([]string{"history", "--json", "--store", f.store}, f.flags...)...).Output()
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]int{}
	for line := range bytes.Lines(out) {
		var s struct{ Event struct{ ID string } }
		if err := json.Unmarshal(line, &s); err != nil {
			t.Fatal(err)
		}
		found[s.Event.ID]++
	}
	for id := range f.acked {
		if found[id] != 1 {
			t.Errorf("%s was acknowledged, and is in the history %d times", id, found[id])
		}
	}
	t.Logf("%d edits acknowledged, %d refused", len(f.acked), f.refused)
	fresh := startPublic(t, t.TempDir(), append([]string{"--store", f.store, "--base-url", "https://almanac.example.org"}, f.flags...)...)
	for _, path := range []string{"/zh/all.ics", "/en/all.atom", "/en/2019.json", "/zh/2019"} {
		want := bodyOf(t, fresh.base+path)
		for i, s := range f.servers {
			for deadline := time.Now().Add(time.Minute); ; time.Sleep(50 * time.Millisecond) {
				got := bodyOf(t, s.base+path)
				if got == want {
					break
				}
				if time.Now().After(deadline) {
					t.Errorf("%s: replica %d gives %d bytes, a fresh one %d", path, i, len(got), len(want))
					break
				}
			}
		}
	}
}

// writes waits until an edit through the first replica is answered so.
func (f *fleet) writes(t *testing.T, status int) {
	t.Helper()
	got := 0
	for n, deadline := 0, time.Now().Add(time.Minute); time.Now().Before(deadline); n++ {
		if got = f.edit(t.Context(), 0, fmt.Sprintf("s%dn%d", status, n), strings.Repeat("long ", 1000)); got == status {
			return
		}
		time.Sleep(20 * time.Millisecond)
	}
	t.Fatalf("an edit answers %d; want %d", got, status)
}

func bodyOf(t *testing.T, url string) string {
	t.Helper()
	resp, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != http.StatusOK {
		t.Fatalf("%s: %s, %v", url, resp.Status, err)
	}
	return string(body)
}

// TestReadersDuringFaults reads through real processes while the cluster is
// frozen, while one of the replicas is cut off, and while the quota is full.
func TestReadersDuringFaults(t *testing.T) {
	if testing.Short() {
		t.Skip("takes half a minute")
	}
	f := newFleet(t, etcdtest.Start(t, etcdtest.Options{Flags: []string{fmt.Sprint("--quota-backend-bytes=", faultQuota)}}))
	f.begin(t)
	f.polls(t, 50)

	member := f.cluster.Members[0]
	if err := member.Freeze(); err != nil {
		t.Fatal(err)
	}
	f.is(t, 0, http.StatusServiceUnavailable)
	f.is(t, 1, http.StatusServiceUnavailable)
	f.polls(t, 50)
	if err := member.Thaw(); err != nil {
		t.Fatal(err)
	}
	f.is(t, 0, http.StatusOK)
	f.is(t, 1, http.StatusOK)

	f.proxy.Cut()
	f.is(t, 1, http.StatusServiceUnavailable)
	f.is(t, 0, http.StatusOK)
	f.polls(t, 50)
	f.proxy.Heal()
	f.is(t, 1, http.StatusOK)

	f.cluster.Fill(t, faultQuota)
	f.writes(t, http.StatusServiceUnavailable)
	late := startPublic(t, t.TempDir(), "--store", f.store, "--base-url", "https://almanac.example.org")
	bodyOf(t, late.base+"/zh/2019") // also begins to read meanwhile
	f.polls(t, 50)
	f.cluster.Relieve(t)
	f.writes(t, http.StatusCreated)
	f.polls(t, 50)
	f.end(t)
}
