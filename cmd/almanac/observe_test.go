package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// asked is what a load generator sends again and again, over connections that it
// keeps. What is ready is answered by them; the rest takes every other way there is.
var asked = []string{
	"GET /zh/2019.ics HTTP/1.1\r\nHost: x\r\n\r\n",
	"HEAD /zh/2019.ics HTTP/1.1\r\nHost: x\r\n\r\n",
	"GET /zh/2019.ics HTTP/1.1\r\nHost: x\r\nIf-None-Match: *\r\n\r\n",
	"GET /en/2019 HTTP/1.1\r\nHost: x\r\nUser-Agent: load\r\nReferer: https://example.org/\r\nAccept-Encoding: gzip\r\n\r\n",
	"GET /en/all.atom HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: 198.51.100.7\r\n\r\n",
	"GET /en/nowhere HTTP/1.1\r\nHost: x\r\n\r\n",
	"OPTIONS /en/2019 HTTP/1.1\r\nHost: x\r\n\r\n",
	"DELETE /en/2019 HTTP/1.1\r\nHost: x\r\n\r\n",
	"GET / HTTP/1.1\r\nHost: x\r\n\r\n",
	"GET /api/v1/events?limit=3 HTTP/1.1\r\nHost: x\r\n\r\n",
	"GET /admin/en/login HTTP/1.1\r\nHost: x\r\n\r\n",
	"PROPFIND /dav/en/all/ HTTP/1.1\r\nHost: x\r\nDepth: 0\r\n\r\n",
	"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n",
	"GET /en/all.ics?colour=1 HTTP/1.1\r\nHost: x\r\n\r\n",
	"GET /embed.js HTTP/1.1\r\nHost: x\r\n\r\n",
}

// refusedAtOnce is what net/http refuses by itself, and closes the connection.
var refusedAtOnce = []string{
	"GET / HTTP/1.1\r\n\r\n",
	"GET /\x01 HTTP/1.1\r\nHost: x\r\n\r\n",
	"NONSENSE\r\n\r\n",
	"GET / HTTP/3.7\r\nHost: x\r\n\r\n",
	"GET / HTTP/1.1\r\nHost: x\r\nX: " + strings.Repeat("a", 60000) + "\r\n\r\n",
}

// tally is how many answers of each status there were, and their bytes.
type tally struct {
	mu       sync.Mutex
	statuses map[int]int
	bytes    int64
}

func (c *tally) add(status int, n int64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.statuses[status]++
	c.bytes += n
}

// ask sends requests over one connection, and counts the answers.
func (c *tally) ask(t *testing.T, addr string, requests []string) {
	conn, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", addr)
	if err != nil {
		t.Error(err)
		return
	}
	defer conn.Close()
	in := bufio.NewReader(conn)
	for _, request := range requests {
		if _, err := io.WriteString(conn, request); err != nil {
			t.Error(err)
			return
		}
		method, _, _ := strings.Cut(request, " ")
		resp, err := http.ReadResponse(in, &http.Request{Method: method})
		if err != nil {
			t.Errorf("%.40q: %v", request, err)
			return
		}
		n, err := io.Copy(io.Discard, resp.Body)
		resp.Body.Close()
		if err != nil {
			t.Error(err)
			return
		}
		c.add(resp.StatusCode, n)
	}
}

var operators = regexp.MustCompile(`setting=--metrics-addr addr=(\S+)`)

// What the metrics and the access log count is what a load generator counts,
// direct answers included.
func TestEveryAnswerIsInTheMetricsAndTheLog(t *testing.T) {
	dir := t.TempDir()
	s := startServer(t, dir, "--record", "shanghai-2019", "--create", "--store", "bolt:a.db", "--metrics-addr", "127.0.0.1:0",
		"--access-log", "json", "--access-log-file", "access.log", "--log-addresses", "full", "--trusted-proxy", "127.0.0.1")
	addr := strings.TrimPrefix(s.base, "http://")
	metrics := s.waitFor(t, operators)
	sent := &tally{statuses: map[int]int{}}
	var load sync.WaitGroup
	for range 8 {
		load.Go(func() {
			for range 10 {
				sent.ask(t, addr, asked)
			}
			for _, request := range refusedAtOnce {
				sent.ask(t, addr, []string{request})
			}
		})
	}
	load.Wait()
	if t.Failed() {
		t.FailNow()
	}
	want := fmt.Sprint(sent.statuses)
	direct := waitForMetrics(t, metrics, want)
	if direct < 200 {
		t.Errorf("only %d direct answers: the test does not show what it should", direct)
	}
	s.signal(t, syscall.SIGTERM)
	if code := s.wait(); code != 0 {
		t.Fatalf("exit code %d", code)
	}
	logged, bytes := readAccessLog(t, filepath.Join(dir, "access.log"))
	if got := fmt.Sprint(logged); got != want || bytes != sent.bytes {
		t.Errorf("access log: %s, %d bytes; sent: %s, %d bytes", got, bytes, want, sent.bytes)
	}
}

var answerLine = regexp.MustCompile(`almanac_answers_total\{class="\w+",source="(\w+)",status="(\d+)"\} (\d+)`)

// waitForMetrics waits until the metrics count what was sent, and returns how many
// answers were direct. An answer is counted when it has been written, which may be
// a moment after it was read.
func waitForMetrics(t *testing.T, addr, want string) (direct int) {
	t.Helper()
	got := ""
	for deadline := time.Now().Add(20 * time.Second); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		resp, err := http.Get("http://" + addr + "/metrics")
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(resp.Body)
		resp.Body.Close()
		if err != nil {
			t.Fatal(err)
		}
		statuses := map[int]int{}
		direct = 0
		for _, m := range answerLine.FindAllStringSubmatch(string(body), -1) {
			status, _ := strconv.Atoi(m[2])
			n, _ := strconv.Atoi(m[3])
			statuses[status] += n
			if m[1] == "direct" {
				direct += n
			}
		}
		if got = fmt.Sprint(statuses); got == want {
			return direct
		}
	}
	t.Errorf("metrics: %s; sent: %s", got, want)
	return direct
}

// readAccessLog counts the lines of an access log.
func readAccessLog(t *testing.T, name string) (statuses map[int]int, bytes int64) {
	t.Helper()
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	statuses = map[int]int{}
	clients := map[string]int{}
	for lines := json.NewDecoder(f); ; {
		var line struct {
			Status int
			Bytes  int64
			Client string
			Agent  string
			Source string
		}
		if err := lines.Decode(&line); err == io.EOF {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		statuses[line.Status]++
		bytes += line.Bytes
		clients[line.Client]++
		if line.Source == "direct" && line.Agent == "load" {
			clients["direct, with agent"]++
		}
	}
	if clients["198.51.100.7"] != 80 || clients["127.0.0.1"] == 0 || clients["direct, with agent"] == 0 {
		t.Errorf("clients: %v", clients)
	}
	return statuses, bytes
}

// The dashboard and the rules name only metrics that there are.
func TestDashboardNamesWhatThereIs(t *testing.T) {
	dir := t.TempDir()
	cert, key, leaf := writeCertificate(t, dir) // which has a metric of its own
	s := startServer(t, dir, "--record", "shanghai-2019", "--create", "--store", "bolt:a.db", "--metrics-addr", "127.0.0.1:0", "--tls-cert", cert, "--tls-key", key)
	addr := s.waitFor(t, operators)
	resp, err := trusting(leaf).Get(s.base + "/en/2019")
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	waitForMetrics(t, addr, "map[200:1]")
	resp, err = http.Get("http://" + addr + "/metrics")
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	name := regexp.MustCompile(`\b(almanac|process|go)_[a-z_]+`)
	for _, file := range []string{"../../docs/grafana.json", "../../docs/alerts.yml"} {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		names := name.FindAllString(string(text), -1)
		if len(names) < 5 {
			t.Errorf("%s names only %d metrics", file, len(names))
		}
		for _, n := range names {
			if !strings.Contains(string(body), "\n"+n+"{") && !strings.Contains(string(body), "\n"+n+" ") {
				t.Errorf("%s: there is no metric %s", file, n)
			}
		}
	}
}
