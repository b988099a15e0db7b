package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
)

// storeRow is what one store costs with a record of so many events.
type storeRow struct {
	store       string
	events      int
	importWall  time.Duration
	importCPU   time.Duration // of almanac
	start       time.Duration // from the start of the process to ready, the median
	edits, lags []time.Duration
	memory      int64 // of the server when it is ready, bytes
	disk        int64 // of the store's files, bytes
	server      int64 // memory of etcd, bytes
}

// storeEdits is how many edits are timed.
const storeEdits = 300

// compareStores measures a record in a file and in a cluster of one member, on
// the same machine.
func (b *bench) compareStores(ctx context.Context) (string, error) {
	var rows []storeRow
	for _, n := range b.events {
		file := filepath.Join(b.dir, fmt.Sprintf("record-%d.json", n))
		progress("generating %d events", n)
		if _, err := b.almanac(ctx, "generate", "--events", strconv.Itoa(n), "--output", file); err != nil {
			return "", err
		}
		inFile, err := b.measureStore(ctx, place{store: "bolt:" + filepath.Join(b.dir, fmt.Sprintf("stores-%d.db", n)), events: n, record: file})
		if err != nil {
			return "", err
		}
		inCluster, err := b.measureCluster(ctx, n, file)
		if err != nil {
			return "", err
		}
		rows = append(rows, inFile, inCluster)
		if err := os.Remove(file); err != nil {
			return "", err
		}
	}
	return b.storesMarkdown(ctx, rows), nil
}

// place is a store to be measured.
type place struct {
	store, record string
	events        int
}

// measureCluster starts an etcd for one record.
func (b *bench) measureCluster(ctx context.Context, n int, record string) (storeRow, error) {
	var ports [2]int
	for i := range ports {
		var err error
		if ports[i], err = b.ports.take(ctx); err != nil {
			return storeRow{}, err
		}
	}
	data := filepath.Join(b.dir, fmt.Sprintf("etcd-%d", n))
	client, peer := fmt.Sprintf("http://127.0.0.1:%d", ports[0]), fmt.Sprintf("http://127.0.0.1:%d", ports[1])
	p, err := start(ctx, command{cores: b.machine.bothCores(), dir: b.dir, args: []string{
		b.etcd, "--name", "m", "--data-dir", data, "--listen-client-urls", client, "--advertise-client-urls", client,
		"--listen-peer-urls", peer, "--initial-advertise-peer-urls", peer, "--initial-cluster", "m=" + peer,
		"--quota-backend-bytes", "8589934592", "--logger", "zap", "--log-level", "error",
	}})
	if err != nil {
		return storeRow{}, err
	}
	defer p.stop()
	if err := p.waitUntil(ctx, client+"/health"); err != nil {
		return storeRow{}, err
	}
	row, err := b.measureStore(ctx, place{store: fmt.Sprintf("etcd:127.0.0.1:%d/bench", ports[0]), events: n, record: record})
	row.server = p.footprint().rss
	if info, statErr := os.Stat(filepath.Join(data, "member", "snap", "db")); statErr == nil {
		row.disk = info.Size()
	}
	return row, err
}

// measureStore imports, starts and edits.
func (b *bench) measureStore(ctx context.Context, p place) (storeRow, error) {
	engine, where, _ := strings.Cut(p.store, ":")
	row := storeRow{store: engine, events: p.events}
	progress("%s: importing %d events", engine, p.events)
	begun := time.Now()
	c, err := b.almanac(ctx, "import", "file", "--store", p.store, p.record)
	if err != nil {
		return row, err
	}
	row.importWall = time.Since(begun)
	row.importCPU = c.ProcessState.UserTime() + c.ProcessState.SystemTime()
	if info, err := os.Stat(where); err == nil {
		row.disk = info.Size()
	}
	progress("%s: starting with %d events", engine, p.events)
	if row.start, row.memory, err = b.startStore(ctx, p); err != nil {
		return row, err
	}
	progress("%s: editing among %d events", engine, p.events)
	return row, b.editStore(ctx, p, &row)
}

// replica starts a server on the store.
func (b *bench) replica(ctx context.Context, p place, socket string) (origin, error) {
	port, err := b.ports.take(ctx)
	if err != nil {
		return origin{}, err
	}
	o := origin{url: fmt.Sprintf("http://127.0.0.1:%d", port)}
	begun := time.Now()
	err = o.launch(ctx, command{cores: b.machine.bothCores(), dir: b.dir, args: []string{
		b.binary, "serve", "--store", p.store, "--base-url", baseURL, "--addr", fmt.Sprintf("127.0.0.1:%d", port), "--admin-socket", socket,
	}}, "/readyz")
	o.started = time.Since(begun)
	return o, err
}

func (b *bench) startStore(ctx context.Context, p place) (time.Duration, int64, error) {
	var times []time.Duration
	var memory int64
	for range 3 {
		o, err := b.replica(ctx, p, filepath.Join(b.dir, "start.sock"))
		if err != nil {
			return 0, 0, err
		}
		times, memory = append(times, o.started), o.footprint().rss
		o.stop()
	}
	slices.Sort(times)
	return times[1], memory, nil
}

// editStore times edits until they are acknowledged, which is when the server
// shows them, and until another replica shows them, if there can be one.
func (b *bench) editStore(ctx context.Context, p place, row *storeRow) error {
	one, err := b.replica(ctx, p, filepath.Join(b.dir, "one.sock"))
	if err != nil {
		return err
	}
	defer one.stop()
	writer := socketClient(filepath.Join(b.dir, "one.sock"))
	var reader *http.Client
	if row.store == "etcd" {
		two, err := b.replica(ctx, p, filepath.Join(b.dir, "two.sock"))
		if err != nil {
			return err
		}
		defer two.stop()
		reader = socketClient(filepath.Join(b.dir, "two.sock"))
	}
	for n := range storeEdits {
		begun := time.Now()
		id, err := postEvent(ctx, writer, n)
		if err != nil {
			return err
		}
		row.edits = append(row.edits, time.Since(begun))
		if reader == nil {
			continue
		}
		lag, err := untilShown(ctx, reader, id)
		if err != nil {
			return err
		}
		row.lags = append(row.lags, lag)
	}
	return nil
}

// socketClient speaks to a server through its admin socket.
func socketClient(path string) *http.Client {
	return &http.Client{Timeout: time.Minute, Transport: &http.Transport{DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, "unix", path)
	}}}
}

const apiAddress = "http://almanac/api/v1/events"

func postEvent(ctx context.Context, c *http.Client, n int) (string, error) {
	body := fmt.Sprintf(`{"slug":"bench-%d","span":{"date":"2019-05-24"},"status":"published","text":{"en":{"title":"An edit that is timed, number %d"}}}`, n, n)
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, apiAddress, strings.NewReader(body))
	if err != nil {
		return "", err
	}
	r.Header.Set("Content-Type", "application/json")
	resp, err := c.Do(r)
	if err != nil {
		return "", err
	}
	defer resp.Body.Close()
	answer, err := io.ReadAll(resp.Body)
	if err == nil && resp.StatusCode != http.StatusCreated && resp.StatusCode != http.StatusOK {
		err = fmt.Errorf("an edit was answered with %s: %.200s", resp.Status, answer)
	}
	var made struct {
		ID string `json:"id"`
	}
	if err == nil {
		err = json.Unmarshal(answer, &made)
	}
	return made.ID, err
}

// untilShown is how long it takes until the replica shows the event.
func untilShown(ctx context.Context, c *http.Client, id string) (time.Duration, error) {
	for begun := time.Now(); ; {
		r, err := http.NewRequestWithContext(ctx, http.MethodGet, apiAddress+"/"+id, nil)
		if err != nil {
			return 0, err
		}
		resp, err := c.Do(r)
		if err != nil {
			return 0, err
		}
		_, _ = io.Copy(io.Discard, resp.Body)
		resp.Body.Close()
		if resp.StatusCode == http.StatusOK {
			return time.Since(begun), nil
		}
		if time.Since(begun) > readyTimeout {
			return 0, fmt.Errorf("the other replica does not show event %s: %s", id, resp.Status)
		}
	}
}

// percentile of durations, which may be in any order.
func percentile(list []time.Duration, p int) time.Duration {
	if len(list) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(list))
	return sorted[min(len(sorted)-1, len(sorted)*p/100)]
}

func (b *bench) storesMarkdown(ctx context.Context, rows []storeRow) string {
	var s strings.Builder
	m := b.machine
	fmt.Fprintf(&s, "%s, commit %s. %s, %d cores, Linux %s, %s, %s. Load average before %s, after %s. One member of etcd on the same machine and disk; "+
		"%d edits, each a request to the API.\n\n",
		m.date, m.commit, m.cpu, len(m.cores), m.kernel, m.goVersion, firstLine(output(ctx, b.etcd, "--version")), m.load, loadAverage(), storeEdits)
	t := newTable(&s, "events", "store", "import", "CPU of it", "start", "edit, p50 / p99", "shown by another replica after, p50 / p99",
		"memory of a server", "on disk", "memory of etcd")
	for _, r := range rows {
		lag, server := "–", "–"
		if len(r.lags) > 0 {
			lag, server = millis(percentile(r.lags, 50))+" / "+millis(percentile(r.lags, 99)), megabytes(r.server)
		}
		t.row(strconv.Itoa(r.events), r.store, seconds(r.importWall), seconds(r.importCPU), seconds(r.start),
			millis(percentile(r.edits, 50))+" / "+millis(percentile(r.edits, 99)), lag, megabytes(r.memory), megabytes(r.disk), server)
	}
	return s.String()
}

func seconds(d time.Duration) string { return fmt.Sprintf("%.2f s", d.Seconds()) }

func millis(d time.Duration) string { return fmt.Sprintf("%.1f ms", float64(d.Microseconds())/1000) }

func megabytes(n int64) string { return fmt.Sprintf("%.0f MB", float64(n)/1e6) }
