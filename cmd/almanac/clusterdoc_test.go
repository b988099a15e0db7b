package main

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

// guide is the cluster of docs/cluster.md, as somebody has it who has copied the
// commands there.
type guide struct {
	dir   string
	ports map[string]string // by the ones of the page
}

// needTools skips, or fails where nothing may be skipped.
func needTools(t *testing.T, names ...string) {
	t.Helper()
	for _, name := range names {
		_, err := exec.LookPath(name)
		if err != nil && os.Getenv("ALMANAC_REQUIRE_TOOLS") == "1" {
			t.Fatalf("%v, and nothing may be skipped", err)
		}
		if err != nil {
			t.Skip(err)
		}
	}
}

// followGuide runs the commands of the page, with ports that are free.
func followGuide(t *testing.T) guide {
	t.Helper()
	page, err := os.ReadFile("../../docs/cluster.md")
	if err != nil {
		t.Fatal(err)
	}
	var script strings.Builder
	for _, block := range regexp.MustCompile("(?s)```sh\n(.*?)```").FindAllSubmatch(page, -1) {
		script.Write(block[1])
	}
	g := guide{dir: t.TempDir(), ports: map[string]string{}}
	for _, port := range []string{"12379", "22379", "32379", "12380", "22380", "32380", "18081", "18082", "18443"} {
		g.ports[port] = freePortNumber(t)
	}
	deploy := filepath.Join(g.dir, "deploy")
	if err := os.Mkdir(deploy, 0o700); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"certificates.sh", "nginx.conf"} {
		text, err := os.ReadFile(filepath.Join("../../deploy/cluster", name))
		if err != nil {
			t.Fatal(err)
		}
		write(t, filepath.Join(deploy, name), []byte(g.withPorts(string(text))))
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(self, filepath.Join(g.dir, "almanac")); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(g.stop)
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	log := filepath.Join(g.dir, "script.log")
	out, err := os.Create(log)
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	cmd := exec.CommandContext(ctx, "bash", "-euxc", g.withPorts(script.String()))
	cmd.Dir, cmd.Stdout, cmd.Stderr = g.dir, out, out
	cmd.Env = append(os.Environ(), "DEPLOY="+deploy, "PATH="+g.dir+":"+os.Getenv("PATH"))
	if err := cmd.Run(); err != nil {
		t.Fatalf("following docs/cluster.md: %v\n%s\n%s\n%s", err, g.read("script.log"), g.read("replica1.log"), g.read("m1.log"))
	}
	return g
}

func freePortNumber(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return strconv.Itoa(l.Addr().(*net.TCPAddr).Port)
}

func (g guide) withPorts(text string) string {
	for written, free := range g.ports {
		text = strings.ReplaceAll(text, written, free)
	}
	return text
}

func (g guide) read(name string) string {
	text, err := os.ReadFile(filepath.Join(g.dir, name))
	if err != nil {
		return err.Error()
	}
	return string(text)
}

// signal sends a signal to a process whose number the page has had written down.
func (g guide) signal(name string, s syscall.Signal) error {
	pid, err := strconv.Atoi(strings.TrimSpace(g.read(name + ".pid")))
	if err != nil {
		return err
	}
	return syscall.Kill(pid, s)
}

func (g guide) stop() {
	_ = g.signal("nginx", syscall.SIGTERM) // it ends its workers
	for _, name := range []string{"replica1", "replica2", "m1", "m2", "m3"} {
		_ = g.signal(name, syscall.SIGKILL) // it may never have started, or be dead already
	}
}

// TestClusterGuide follows the page and then does what it says one may do: a
// replica and a member are killed while readers poll, and an edit is made. No
// poll fails, and both replicas have given the same.
func TestClusterGuide(t *testing.T) {
	needTools(t, "etcd", "etcdctl", "nginx", "openssl", "curl", "bash")
	g := followGuide(t)
	same := func(path string) {
		t.Helper()
		var tags, bodies [2]string
		for i, port := range []string{"18081", "18082"} {
			resp, err := http.Get("http://127.0.0.1:" + g.ports[port] + path)
			if err != nil {
				t.Fatal(err)
			}
			body, err := io.ReadAll(resp.Body)
			resp.Body.Close()
			if err != nil || resp.StatusCode != http.StatusOK {
				t.Fatalf("%s: %s, %v", path, resp.Status, err)
			}
			tags[i], bodies[i] = resp.Header.Get("ETag"), string(body)
		}
		if tags[0] != tags[1] || bodies[0] != bodies[1] || tags[0] == "" {
			t.Errorf("%s: the replicas give %q and %q, %d and %d bytes", path, tags[0], tags[1], len(bodies[0]), len(bodies[1]))
		}
	}
	for _, path := range []string{"/zh/all.ics", "/en/all.atom", "/zh/2019", "/en/2019.json", "/zh/tag/policy.rss"} {
		same(path)
	}
	storm := g.poll(t)
	storm.wait(t, 200)
	if err := g.signal("replica1", syscall.SIGKILL); err != nil {
		t.Error(err)
	}
	storm.wait(t, 200)
	if err := g.signal("m1", syscall.SIGKILL); err != nil {
		t.Error(err)
	}
	g.edit(t)
	storm.wait(t, 200)
	made, failed := storm.end()
	if failed != "" {
		t.Errorf("of %d polls one failed: %s", made, failed)
	}
	t.Logf("%d polls", made)
}

// edit changes the record from the shell.
func (g guide) edit(t *testing.T) {
	t.Helper()
	write(t, filepath.Join(g.dir, "new.json"), []byte(`{"id":"new","slug":"new","span":{"date":"2019-05-24"},"text":{"en":{"title":"New"}},"status":"published"}`))
	cmd := exec.CommandContext(t.Context(), filepath.Join(g.dir, "almanac"), "put", "--store",
		g.withPorts("etcd:127.0.0.1:12379,127.0.0.1:22379,127.0.0.1:32379/almanac"),
		"--etcd-ca", "tls/ca.crt", "--etcd-cert", "tls/almanac.crt", "--etcd-key", "tls/almanac.key", "new.json")
	cmd.Dir = g.dir
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("an edit without a member: %v\n%s", err, out)
	}
	deadline := time.Now().Add(time.Minute)
	for {
		resp, err := http.Get("http://127.0.0.1:" + g.ports["18082"] + "/en/e/new")
		if err == nil {
			resp.Body.Close()
			if resp.StatusCode == http.StatusOK {
				return
			}
		}
		if time.Now().After(deadline) {
			t.Fatal("the replica that is left does not show the edit")
		}
		time.Sleep(20 * time.Millisecond)
	}
}

// storm is readers who poll through the proxy.
type storm struct {
	stop   context.CancelFunc
	all    sync.WaitGroup
	made   atomic.Int64
	failed atomic.Pointer[string]
}

const pollers = 8

func (g guide) poll(t *testing.T) *storm {
	t.Helper()
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM([]byte(g.read("tls/ca.crt")))
	client := &http.Client{Timeout: 30 * time.Second, Transport: &http.Transport{
		TLSClientConfig: &tls.Config{RootCAs: roots, ServerName: "almanac.example.org", MinVersion: tls.VersionTLS12}, MaxIdleConnsPerHost: pollers,
	}}
	return startStorm(t, client, "https://127.0.0.1:"+g.ports["18443"])
}

// startStorm polls pages and feeds of a server until the test or the storm ends.
func startStorm(t *testing.T, client *http.Client, base string) *storm {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	s := &storm{stop: stop}
	for i := range pollers {
		s.all.Go(func() {
			etag := ""
			for n := i; ctx.Err() == nil; n++ {
				path := []string{"/zh/all.ics", "/en/2019.atom", "/zh/2019", "/en/all.json"}[n%4]
				if err := ask(client, base+path, &etag); err != nil {
					text := fmt.Sprintf("%s: %v", path, err)
					s.failed.CompareAndSwap(nil, &text)
				}
				s.made.Add(1)
			}
		})
	}
	t.Cleanup(func() { s.end(); client.CloseIdleConnections() })
	return s
}

// ask polls once, on a condition every other time.
func ask(client *http.Client, url string, etag *string) error {
	r, err := http.NewRequest(http.MethodGet, url, nil)
	if err != nil {
		return err
	}
	r.Host = "almanac.example.org"
	if *etag != "" {
		r.Header.Set("If-None-Match", *etag)
	}
	resp, err := client.Do(r)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	*etag = resp.Header.Get("ETag")
	if _, err := io.Copy(io.Discard, resp.Body); err != nil {
		return err
	}
	if resp.StatusCode != http.StatusOK && resp.StatusCode != http.StatusNotModified {
		return errors.New(resp.Status)
	}
	return nil
}

// wait waits for so many polls more.
func (s *storm) wait(t *testing.T, more int64) {
	t.Helper()
	for from, deadline := s.made.Load(), time.Now().Add(2*time.Minute); s.made.Load() < from+more; time.Sleep(10 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("the polls do not come")
		}
	}
}

// end stops the polls, and tells how many were made and what was wrong.
func (s *storm) end() (made int64, failed string) {
	s.stop()
	s.all.Wait()
	if text := s.failed.Load(); text != nil {
		failed = *text
	}
	return s.made.Load(), failed
}
