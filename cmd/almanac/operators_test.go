package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

// readMetrics reads all metrics; a metric with labels is known by its name and
// them, as Prometheus writes it.
func readMetrics(t *testing.T, addr string) map[string]float64 {
	t.Helper()
	resp, err := http.Get("http://" + addr + "/metrics")
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	all := map[string]float64{}
	for lines := bufio.NewScanner(resp.Body); lines.Scan(); {
		name, value, ok := strings.Cut(lines.Text(), " ")
		if !ok || strings.HasPrefix(name, "#") {
			continue
		}
		if all[name], err = strconv.ParseFloat(value, 64); err != nil {
			t.Fatalf("%s: %v", lines.Text(), err)
		}
	}
	return all
}

// awaitMetrics waits until metrics have values.
func awaitMetrics(t *testing.T, addr string, want map[string]float64) map[string]float64 {
	t.Helper()
	for deadline := time.Now().Add(time.Minute); ; time.Sleep(10 * time.Millisecond) {
		got, missing := readMetrics(t, addr), ""
		for name, value := range want {
			if is, ok := got[name]; !ok || is != value {
				missing += fmt.Sprintf("%s is %v (there: %t), want %v\n", name, is, ok, value)
			}
		}
		if missing == "" {
			return got
		}
		if time.Now().After(deadline) {
			t.Fatal(missing)
		}
	}
}

// What the metrics say of backups is what was given, by whom it ever was: a restart
// changes nothing, and what is only looked at does not count.
func TestBackupMetrics(t *testing.T) {
	dir := t.TempDir()
	name := "bolt:" + filepath.Join(dir, "a.db")
	flags := []string{"--record", "none", "--create", "--store", "bolt:a.db", "--base-url", "https://example.org", "--metrics-addr", "127.0.0.1:0"}
	start := func() (s *running, metrics string) {
		s = startServer(t, dir, flags...)
		return s, s.waitFor(t, operators)
	}
	stop := func(s *running) {
		s.signal(t, syscall.SIGTERM)
		if code := s.wait(); code != 0 {
			t.Fatalf("exit code %d\n%s", code, s.log())
		}
	}
	const at, rev = "almanac_last_backup_timestamp_seconds", "almanac_last_backup_revision"
	const followed, heard, behind = "almanac_backup_followed_revision", "almanac_backup_followed_timestamp_seconds", "almanac_backup_behind_seconds"
	s, metrics := start()
	w := newWriter(filepath.Join(dir, "a.db.sock"))
	write := func() float64 {
		t.Helper()
		if err := w.write(); err != nil {
			t.Fatal(err)
		}
		return float64(w.acks[len(w.acks)-1].rev)
	}
	first := write()
	talk(t, "verify", "--store", name)
	awaitMetrics(t, metrics, map[string]float64{at: 0, rev: 0, followed: 0, heard: 0, behind: -1})
	from := time.Now().Truncate(time.Millisecond)
	talk(t, "backup", "--store", name, filepath.Join(dir, "a.tar"))
	got := awaitMetrics(t, metrics, map[string]float64{rev: first, followed: 0, behind: -1})
	if given := time.UnixMilli(int64(got[at] * 1000)); given.Before(from) || given.After(time.Now()) {
		t.Errorf("the backup was given at %v; it was made between %v and %v", given, from, time.Now())
	}
	stop(s)
	s, metrics = start()
	awaitMetrics(t, metrics, map[string]float64{at: got[at], rev: first, behind: -1})

	follower := launch(t, "backup", "--store", name, "--follow", filepath.Join(dir, "kept"))
	awaitMetrics(t, metrics, map[string]float64{rev: first, followed: first, behind: 0})
	second := write()
	got = awaitMetrics(t, metrics, map[string]float64{rev: second, followed: second, behind: 0})
	follower.kill()
	before := time.Now().Add(-2 * time.Second) // instants of commits are whole seconds, and may run ahead by one
	write()
	write()
	later := readMetrics(t, metrics)
	if late := later[behind]; later[followed] != second || later[heard] != got[heard] || late < 0 || late > time.Since(before).Seconds() {
		t.Errorf("up to %v, heard at %v, behind by %v; want %v, %v and at most %v", later[followed], later[heard], late, second, got[heard], time.Since(before))
	}
	stop(s)
	s, metrics = start()
	awaitMetrics(t, metrics, map[string]float64{at: got[at], rev: second, followed: second, heard: got[heard]})
	for began := time.Now(); readMetrics(t, metrics)[behind] <= 0; time.Sleep(10 * time.Millisecond) {
		if time.Since(began) > time.Minute {
			t.Fatal("nothing tells that the folder lacks what was written")
		}
	}
	stop(s)

	// Without a server it is remembered, too.
	talk(t, "backup", "--store", name, filepath.Join(dir, "b.tar"))
	s, metrics = start()
	if again := awaitMetrics(t, metrics, map[string]float64{rev: second + 2, followed: second}); again[at] <= got[at] {
		t.Errorf("the newest backup was given at %v, the one before at %v", again[at], got[at])
	}
	stop(s)

	// A restored record has no backup of its own yet.
	talk(t, "restore", "--store", "bolt:"+filepath.Join(dir, "restored.db"), filepath.Join(dir, "b.tar"))
	flags[4] = "bolt:restored.db"
	_, metrics = start()
	awaitMetrics(t, metrics, map[string]float64{at: 0, rev: 0, followed: 0, behind: -1})
}

// The metrics count what receivers of webhooks have counted.
func TestWebhookMetrics(t *testing.T) {
	dir := t.TempDir()
	s := startServer(t, dir, "--record", "none", "--create", "--store", "bolt:a.db", "--private-webhooks", "--metrics-addr", "127.0.0.1:0")
	metrics := s.waitFor(t, operators)
	w := newWriter(filepath.Join(dir, "a.db.sock"))
	var taken, refused atomic.Int64
	receive := func(status int, count *atomic.Int64) string {
		r := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			count.Add(1)
			w.WriteHeader(status)
		}))
		t.Cleanup(r.Close)
		return r.URL
	}
	const sent, not = `almanac_webhook_deliveries_total{outcome="sent"}`, `almanac_webhook_deliveries_total{outcome="refused"}`
	const waiting, disabled = "almanac_webhooks_waiting", "almanac_webhooks_disabled"
	awaitMetrics(t, metrics, map[string]float64{sent: 0, not: 0, waiting: 0, disabled: 0})
	var id string
	for _, url := range []string{receive(http.StatusNoContent, &taken), receive(http.StatusGone, &refused), receive(http.StatusServiceUnavailable, &refused)} {
		resp, err := w.client.Post("http://almanac/api/v1/webhooks", "application/json", strings.NewReader(fmt.Sprintf(`{"url":%q}`, url)))
		if err != nil {
			t.Fatal(err)
		}
		var made struct{ ID string }
		err = json.NewDecoder(resp.Body).Decode(&made)
		resp.Body.Close()
		if err != nil || resp.StatusCode != http.StatusCreated {
			t.Fatalf("%s, %v", resp.Status, err)
		}
		if id == "" {
			id = made.ID
		}
	}
	for range 3 {
		if err := w.write(); err != nil {
			t.Fatal(err)
		}
	}
	resp, err := w.client.Post("http://almanac/api/v1/webhooks/"+id+"/ping", "application/json", nil)
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	got := awaitMetrics(t, metrics, map[string]float64{sent: 4, waiting: 1, disabled: 1})
	if taken.Load() != 4 {
		t.Errorf("%d were taken, the metrics say %v", taken.Load(), got[sent])
	}
	awaits(t, "as many refusals as there were", func() bool {
		before := refused.Load()
		n := readMetrics(t, metrics)[not]
		return before >= 2 && n == float64(before) && refused.Load() == before
	})
}

// The rules and the queries of the dashboard are read by Prometheus, and the rules
// speak when they should.
func TestRulesAndDashboardAreUnderstood(t *testing.T) {
	promtool := tool(t, "promtool")
	text, err := os.ReadFile("../../docs/grafana.json")
	if err != nil {
		t.Fatal(err)
	}
	var dashboard struct {
		Panels []struct {
			Title   string
			Targets []struct{ Expr string }
		}
	}
	if err := json.Unmarshal(text, &dashboard); err != nil {
		t.Fatal(err)
	}
	type rule struct {
		Record string `json:"record"`
		Expr   string `json:"expr"`
	}
	var rules []rule
	for _, p := range dashboard.Panels {
		for _, target := range p.Targets {
			rules = append(rules, rule{fmt.Sprintf("query:%d", len(rules)), target.Expr})
		}
	}
	if len(rules) < 20 {
		t.Fatalf("the dashboard has %d queries", len(rules))
	}
	queries := filepath.Join(t.TempDir(), "queries.yml") // JSON is YAML
	text, err = json.Marshal(map[string]any{"groups": []any{map[string]any{"name": "dashboard", "rules": rules}}})
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(queries, text, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{"check", "rules", "../../docs/alerts.yml"}, {"check", "rules", queries}, {"test", "rules", "testdata/alerts_test.yml"}} {
		if out, err := exec.CommandContext(t.Context(), promtool, args...).CombinedOutput(); err != nil {
			t.Errorf("promtool %s: %v\n%s", strings.Join(args, " "), err, out)
		}
	}
	// Every rule has its test.
	names := func(file, before string) map[string]bool {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		found := map[string]bool{}
		for _, piece := range strings.Split(string(text), before)[1:] {
			found[strings.FieldsFunc(piece, func(r rune) bool { return r == '\n' || r == ',' })[0]] = true
		}
		return found
	}
	tested := names("testdata/alerts_test.yml", "alertname: ")
	for name := range names("../../docs/alerts.yml", "alert: ") {
		if !tested[name] {
			t.Errorf("no test holds when %s speaks", name)
		}
	}
}
