package main

import (
	"crypto/tls"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// freeAddr is an address of this machine that nobody listens on.
func freeAddr(t *testing.T) (addr string, port int) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String(), l.Addr().(*net.TCPAddr).Port
}

// tool is the path of a program that a test needs.
func tool(t *testing.T, name string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil && os.Getenv("ALMANAC_REQUIRE_TOOLS") != "" {
		t.Fatal(err)
	}
	if err != nil {
		t.Skip(err)
	}
	return path
}

// runTool runs a program until the test ends.
func runTool(t *testing.T, env []string, name string, args ...string) {
	t.Helper()
	cmd := exec.Command(name, args...)
	cmd.Env = append(os.Environ(), env...)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		cmd.Process.Kill() //nolint:errcheck // it may have ended
		cmd.Wait()         //nolint:errcheck // as above
	})
}

// authority runs an authority that speaks ACME and finds every name on this
// machine; it asks over HTTP at a port. Its directory is told, and a file with who
// vouches for it.
func authority(t *testing.T, httpPort int) (directory, root string) {
	t.Helper()
	pebble, names := tool(t, "pebble"), tool(t, "pebble-challtestsrv")
	dir := t.TempDir()
	cert, key, _ := writeCertificate(t, dir)
	listen, _ := freeAddr(t)
	manage, _ := freeAddr(t)
	dns, _ := freeAddr(t)
	control, _ := freeAddr(t)
	_, closed := freeAddr(t)
	config, err := json.Marshal(map[string]any{"pebble": map[string]any{
		"listenAddress": listen, "managementListenAddress": manage, "certificate": cert, "privateKey": key, "httpPort": httpPort, "tlsPort": closed,
	}})
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, "pebble.json")
	if err := os.WriteFile(file, config, 0o600); err != nil {
		t.Fatal(err)
	}
	runTool(t, nil, names, "-dnsserver", dns, "-defaultIPv4", "127.0.0.1", "-defaultIPv6", "", "-http01", "", "-https01", "", "-tlsalpn01", "", "-doh", "", "-management", control)
	runTool(t, []string{"PEBBLE_VA_NOSLEEP=1", "PEBBLE_WFE_NONCEREJECT=0"}, pebble, "-config", file, "-dnsserver", dns)
	for _, addr := range []string{listen, control} {
		waitForDial(t, addr)
	}
	return "https://" + listen + "/dir", cert
}

func waitForDial(t *testing.T, addr string) {
	t.Helper()
	for deadline := time.Now().Add(time.Minute); time.Now().Before(deadline); time.Sleep(10 * time.Millisecond) {
		if conn, err := net.Dial("tcp", addr); err == nil {
			conn.Close()
			return
		}
	}
	t.Fatalf("nobody listens at %s", addr)
}

// The first client has a certificate asked for, which the authority grants when it
// has asked back over HTTP; it is kept, and readers who come over HTTP are sent on.
func TestACME(t *testing.T) {
	const host = "almanac.example.org"
	back, port := freeAddr(t)
	directory, root := authority(t, port)
	dir := t.TempDir()
	addr, _ := freeAddr(t)
	flags := []string{
		"--store", "bolt:a.db", "--acme", host, "--acme-addr", back, "--acme-directory", directory, "--acme-root", root, "--create", "--record", "none", "--addr", addr,
	}
	s := startServer(t, dir, flags...)
	if s.base != "https://"+host {
		t.Errorf("it is at %s", s.base)
	}
	dial := func(name string) (*tls.Conn, error) {
		return tls.DialWithDialer(&net.Dialer{Timeout: time.Minute}, "tcp", addr, &tls.Config{ServerName: name, InsecureSkipVerify: true}) //nolint:gosec // looked at below
	}
	conn, err := dial(host)
	if err != nil {
		t.Fatalf("%v\n%s", err, s.log())
	}
	leaf := conn.ConnectionState().PeerCertificates[0]
	conn.Close()
	if fmt.Sprint(leaf.DNSNames) != "["+host+"]" || !strings.Contains(leaf.Issuer.CommonName, "Pebble") {
		t.Errorf("certificate for %v by %s", leaf.DNSNames, leaf.Issuer)
	}
	if conn, err := dial("elsewhere.example.org"); err == nil {
		conn.Close()
		t.Error("a certificate for another name")
	}
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://"+back+"/en/2019?tag=a", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Host = host
	resp, err := client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if got := resp.Header.Get("Location"); got != "https://"+host+"/en/2019?tag=a" {
		t.Errorf("over HTTP: %s %s", resp.Status, got)
	}
	kept, err := os.ReadFile(filepath.Join(dir, "a.db.acme", host))
	if err != nil {
		t.Fatal(err)
	}
	if block, _ := pem.Decode(kept); block == nil {
		t.Error("no key is kept")
	}
	if info, err := os.Stat(filepath.Join(dir, "a.db.acme")); err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("others may read what is kept: %v, %v", info.Mode(), err)
	}
}
