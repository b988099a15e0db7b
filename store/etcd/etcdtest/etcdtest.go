// Package etcdtest starts etcd clusters for tests: real members, each a process
// with a folder of its own, that can be killed, frozen and started again. It
// takes the server from PATH. It knows nothing of the record.
package etcdtest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	clientv3 "go.etcd.io/etcd/client/v3"
	"go.uber.org/zap"
)

// The servers that tests are run against: the one of the distribution, and the
// newest, which is built of the module in store/etcd/server.
const (
	Distribution = "etcd"
	Newest       = "etcd-newest"
)

// find looks for a server on PATH. Without it the test is skipped, or fails where
// ALMANAC_REQUIRE_TOOLS is 1.
func find(t testing.TB, name string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil && os.Getenv("ALMANAC_REQUIRE_TOOLS") == "1" {
		t.Fatalf("%v, and nothing may be skipped", err)
	}
	if err != nil {
		t.Skipf("%v: install Debian's etcd-server, or build store/etcd/server", err)
	}
	return path
}

// Options say which cluster to start.
type Options struct {
	Server  string   // Distribution or Newest; "": Distribution
	Members int      // 0: one
	Flags   []string // for every member
	Scheme  string   // of the clients' addresses; "": http
}

// Cluster is members that know each other.
type Cluster struct {
	Members []*Member
	Scheme  string
}

// Member is one process.
type Member struct {
	Endpoint string // HOST:PORT for clients
	binary   string
	args     []string
	cmd      *exec.Cmd
	log      *bytes.Buffer
	done     chan struct{}
}

// startTries is how often a cluster is started anew because a port that was free
// was taken by another program meanwhile.
const startTries = 5

// Start starts a cluster that ends with the test, and waits until it serves.
func Start(t testing.TB, o Options) *Cluster {
	t.Helper()
	if o.Server == "" {
		o.Server = Distribution
	}
	if o.Scheme == "" {
		o.Scheme = "http"
	}
	binary := find(t, o.Server)
	var err error
	for range startTries {
		c := &Cluster{Scheme: o.Scheme}
		if err = c.start(t, binary, o); err == nil {
			t.Cleanup(c.Stop)
			return c
		}
		c.Stop()
	}
	t.Fatal(err)
	return nil
}

func (c *Cluster) start(t testing.TB, binary string, o Options) error {
	var names []string
	peers := make([]string, max(1, o.Members))
	for i := range peers {
		peers[i] = "http://" + freeAddress(t)
		names = append(names, fmt.Sprintf("m%d=%s", i, peers[i]))
	}
	for i, peer := range peers {
		m := &Member{Endpoint: freeAddress(t), binary: binary}
		client := o.Scheme + "://" + m.Endpoint
		m.args = append([]string{
			"--name", fmt.Sprintf("m%d", i), "--data-dir", filepath.Join(t.TempDir(), "data"),
			"--listen-client-urls", client, "--advertise-client-urls", client,
			"--listen-peer-urls", peer, "--initial-advertise-peer-urls", peer,
			"--initial-cluster", strings.Join(names, ","), "--logger", "zap", "--log-level", "warn",
		}, o.Flags...)
		c.Members = append(c.Members, m)
		if err := m.Start(); err != nil {
			return err
		}
	}
	if o.Scheme != "http" {
		return c.waitForPort()
	}
	return c.Wait(20 * time.Second)
}

// freeAddress is one of this machine where nobody listens now.
func freeAddress(t testing.TB) string {
	t.Helper()
	l, err := (&net.ListenConfig{}).Listen(context.Background(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// Endpoints are those of all members.
func (c *Cluster) Endpoints() []string {
	var list []string
	for _, m := range c.Members {
		list = append(list, m.Endpoint)
	}
	return list
}

// Client is a client of all members; it is closed with the test.
func (c *Cluster) Client(t testing.TB) *clientv3.Client {
	t.Helper()
	client, err := clientv3.New(clientv3.Config{Endpoints: c.Endpoints(), Logger: zap.NewNop()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { client.Close() })
	return client
}

// Wait waits until the cluster answers by agreement of its members.
func (c *Cluster) Wait(patience time.Duration) error {
	client, err := clientv3.New(clientv3.Config{Endpoints: c.Endpoints(), Logger: zap.NewNop()})
	if err != nil {
		return err
	}
	defer client.Close()
	for until := time.Now().Add(patience); ; {
		try, cancel := context.WithTimeout(context.Background(), time.Second)
		_, err := client.Get(try, "ready")
		cancel()
		if err == nil {
			return nil
		}
		for _, m := range c.Members {
			if m.ended() {
				return fmt.Errorf("a member has ended: %s", m.log)
			}
		}
		if time.Now().After(until) {
			return fmt.Errorf("the cluster does not answer: %w", err)
		}
		time.Sleep(20 * time.Millisecond)
	}
}

// waitForPort waits until every member listens.
func (c *Cluster) waitForPort() error {
	for _, m := range c.Members {
		for until := time.Now().Add(20 * time.Second); ; time.Sleep(20 * time.Millisecond) {
			conn, err := (&net.Dialer{Timeout: time.Second}).DialContext(context.Background(), "tcp", m.Endpoint)
			if err == nil {
				conn.Close()
				break
			}
			if m.ended() || time.Now().After(until) {
				return fmt.Errorf("a member does not listen: %w", err)
			}
		}
	}
	return nil
}

// Leader is the member that the others follow; nil if none says so now.
func (c *Cluster) Leader(t testing.TB) *Member {
	t.Helper()
	client := c.Client(t)
	for _, m := range c.Members {
		try, cancel := context.WithTimeout(context.Background(), 2*time.Second)
		status, err := client.Status(try, m.Endpoint)
		cancel()
		if err == nil && status.Leader == status.Header.MemberId {
			return m
		}
	}
	return nil
}

// Stop kills all members.
func (c *Cluster) Stop() {
	for _, m := range c.Members {
		m.Kill()
	}
}

// Start starts a member that is not running, on the data that it had.
func (m *Member) Start() error {
	m.cmd, m.log, m.done = exec.CommandContext(context.Background(), m.binary, m.args...), &bytes.Buffer{}, make(chan struct{})
	m.cmd.Stdout, m.cmd.Stderr = m.log, m.log
	if err := m.cmd.Start(); err != nil {
		return err
	}
	done, cmd := m.done, m.cmd
	go func() {
		_ = cmd.Wait() // a member that was killed is no error
		close(done)
	}()
	return nil
}

func (m *Member) ended() bool {
	select {
	case <-m.done:
		return true
	default:
		return false
	}
}

// Kill ends a member as a power failure would.
func (m *Member) Kill() {
	if m.cmd == nil || m.cmd.Process == nil {
		return
	}
	if err := m.cmd.Process.Kill(); err != nil && !errors.Is(err, os.ErrProcessDone) {
		return
	}
	<-m.done
}

// Freeze stops a member's processor time; its connections stay open.
func (m *Member) Freeze() error { return m.cmd.Process.Signal(syscall.SIGSTOP) }

// Thaw ends a Freeze.
func (m *Member) Thaw() error { return m.cmd.Process.Signal(syscall.SIGCONT) }
