package main

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"io"
	"math/big"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"
)

// writeCertificate makes a certificate for this machine.
func writeCertificate(t *testing.T, dir string) (cert, key string, leaf *x509.Certificate) {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	serial, err := rand.Int(rand.Reader, big.NewInt(1<<62))
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: serial, NotAfter: time.Now().Add(time.Hour), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &private.PublicKey, private)
	if err != nil {
		t.Fatal(err)
	}
	secret, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	cert, key = filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem")
	for file, block := range map[string]*pem.Block{cert: {Type: "CERTIFICATE", Bytes: der}, key: {Type: "PRIVATE KEY", Bytes: secret}} {
		if err := os.WriteFile(file, pem.EncodeToMemory(block), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	leaf, err = x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return cert, key, leaf
}

// trusting is a client that trusts one certificate.
func trusting(leaf *x509.Certificate) *http.Client {
	roots := x509.NewCertPool()
	roots.AddCert(leaf)
	return &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots, MinVersion: tls.VersionTLS12}, ForceAttemptHTTP2: true}}
}

// With files the server speaks TLS and HTTP/2, asks browsers to come that way, and
// takes another certificate at SIGHUP; one that does not fit it does not.
func TestTLS(t *testing.T) {
	dir := t.TempDir()
	cert, key, leaf := writeCertificate(t, dir)
	s := startServer(t, dir, "--create", "--store", "bolt:a.db", "--record", "shanghai-2019", "--tls-cert", cert, "--tls-key", key, "--access-log", "json", "--access-log-file", "access.log")
	if !strings.HasPrefix(s.base, "https://127.0.0.1:") {
		t.Fatalf("it is at %s", s.base)
	}
	get := func(c *http.Client, path string) *http.Response {
		t.Helper()
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.base+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		resp, err := c.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.Copy(io.Discard, resp.Body); err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		return resp
	}
	first := trusting(leaf)
	for range 3 {
		resp := get(first, "/en/2019")
		if resp.StatusCode != http.StatusOK || resp.ProtoMajor != 2 || resp.Header.Get("Strict-Transport-Security") == "" {
			t.Errorf("%s %s %v", resp.Proto, resp.Status, resp.Header)
		}
	}
	_, _, leaf = writeCertificate(t, dir)
	s.signal(t, syscall.SIGHUP)
	s.waitFor(t, regexp.MustCompile("another certificate is in use"))
	if resp := get(trusting(leaf), "/en/"); resp.StatusCode != http.StatusOK {
		t.Errorf("with the second certificate: %s", resp.Status)
	}
	if err := os.WriteFile(key, []byte("none"), 0o600); err != nil {
		t.Fatal(err)
	}
	s.signal(t, syscall.SIGHUP)
	s.waitFor(t, regexp.MustCompile("the certificate stays the one before"))
	if resp := get(trusting(leaf), "/en/"); resp.StatusCode != http.StatusOK {
		t.Errorf("with a key that does not fit: %s", resp.Status)
	}
	s.signal(t, syscall.SIGTERM)
	if code := s.wait(); code != 0 {
		t.Errorf("exit code %d", code)
	}
	b, err := os.ReadFile(filepath.Join(dir, "access.log"))
	if n := strings.Count(string(b), "\n"); err != nil || n != 5 {
		t.Errorf("%d lines in the access log, %v", n, err)
	}
}

// overFile is a client of a socket that is a file.
func overFile(path string) *http.Client {
	return &http.Client{Transport: &http.Transport{DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, "unix", path)
	}}}
}

// A proxy reaches the server through a file; a service manager hears when it is
// ready, that it lives, and that it stops.
func TestSocketFileAndServiceManager(t *testing.T) {
	dir := t.TempDir()
	path, notify := filepath.Join(dir, "s.sock"), filepath.Join(dir, "notify")
	conn, err := net.ListenUnixgram("unixgram", &net.UnixAddr{Name: notify, Net: "unixgram"})
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	heard := func() string {
		b := make([]byte, 1000)
		if err := conn.SetReadDeadline(time.Now().Add(time.Minute)); err != nil {
			t.Fatal(err)
		}
		n, err := conn.Read(b)
		if err != nil {
			t.Fatal(err)
		}
		return string(b[:n])
	}
	cmd := exec.Command("almanac", "serve", "--addr", "unix:"+path, "--base-url", "http://nas.local", "--create", "--store", "bolt:a.db", "--record", "shanghai-2019", "--trusted-proxy", "unix")
	cmd.Env = []string{"NOTIFY_SOCKET=" + notify, "WATCHDOG_USEC=200000"}
	s := startServerIn(t, cmd, dir)
	if got := heard(); got != "READY=1" {
		t.Errorf("heard %q", got)
	}
	for range 3 {
		resp, err := overFile(path).Get("http://x/en/2019")
		if err != nil || resp.StatusCode != http.StatusOK {
			t.Fatalf("%v %v", resp, err)
		}
		resp.Body.Close()
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o660 {
		t.Errorf("%v %v", info.Mode(), err)
	}
	for range 2 {
		if got := heard(); got != "WATCHDOG=1" {
			t.Errorf("heard %q", got)
		}
	}
	s.signal(t, syscall.SIGTERM)
	for {
		if got := heard(); got == "STOPPING=1" {
			break
		} else if got != "WATCHDOG=1" {
			t.Fatalf("heard %q", got)
		}
	}
	if code := s.wait(); code != 0 {
		t.Errorf("exit code %d\n%s", code, s.log())
	}
}

// A service manager opens the sockets, and the server takes them.
func TestSocketActivation(t *testing.T) {
	if _, err := exec.LookPath("systemd-socket-activate"); err != nil {
		if os.Getenv("ALMANAC_REQUIRE_TOOLS") != "" {
			t.Fatal(err)
		}
		t.Skip(err)
	}
	dir := t.TempDir()
	public, desk := filepath.Join(dir, "public.sock"), filepath.Join(dir, "desk.sock")
	s := beginCommand(t, exec.Command("systemd-socket-activate", "-E", "PATH", "-E", "TESTSCRIPT_COMMAND", "--fdname=public:desk", "-l", public, "-l", desk, "almanac", "serve",
		"--base-url", "http://nas.local", "--desk-url", "http://desk.local", "--create", "--store", "bolt:a.db", "--record", "shanghai-2019"), dir)
	s.waitFor(t, regexp.MustCompile("(Listening on .*desk.sock)"))
	for path, want := range map[string]int{public: http.StatusNotFound, desk: http.StatusOK} {
		resp, err := overFile(path).Get("http://x/admin/en/setup")
		if err != nil {
			t.Fatalf("%v\n%s", err, s.log())
		}
		resp.Body.Close()
		if path == public && resp.StatusCode != want || path == desk && resp.Header.Get("Cache-Control") != "no-store" {
			t.Errorf("%s: %s", path, resp.Status)
		}
	}
	s.signal(t, syscall.SIGTERM)
	if code := s.wait(); code != 0 {
		t.Errorf("exit code %d\n%s", code, s.log())
	}
}
