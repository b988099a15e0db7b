package certificate

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"io"
	"log/slog"
	"math/big"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

// write makes a certificate of a name, and the key of it or of another one.
func write(t *testing.T, cert, key, name string) {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: name}, NotAfter: time.Now().Add(time.Hour), DNSNames: []string{name}}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &private.PublicKey, private)
	if err != nil {
		t.Fatal(err)
	}
	secret, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	for file, block := range map[string]*pem.Block{cert: {Type: "CERTIFICATE", Bytes: der}, key: {Type: "PRIVATE KEY", Bytes: secret}} {
		if file != "" {
			if err := os.WriteFile(file, pem.EncodeToMemory(block), 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
}

func logTo(w io.Writer) *slog.Logger { return slog.New(slog.NewTextHandler(w, nil)) }

// A certificate that is replaced is in use at the next handshake after a look; one
// that does not fit its key never is.
func TestFilesAreReadAgain(t *testing.T) {
	dir := t.TempDir()
	cert, key := filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem")
	write(t, cert, key, "first.example")
	var mu sync.Mutex
	var said bytes.Buffer
	at := time.Unix(1000, 0)
	f, err := Open(cert, key, logTo(&said), func() time.Time { mu.Lock(); defer mu.Unlock(); return at })
	if err != nil {
		t.Fatal(err)
	}
	s := httptest.NewUnstartedServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	s.TLS = &tls.Config{GetCertificate: f.Get, MinVersion: tls.VersionTLS12}
	s.StartTLS()
	defer s.Close()
	s.TLS.Certificates = nil
	seen := func() string {
		conn, err := tls.Dial("tcp", s.Listener.Addr().String(), &tls.Config{InsecureSkipVerify: true, ServerName: "x.example"}) //nolint:gosec // looked at below
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		return conn.ConnectionState().PeerCertificates[0].Subject.CommonName
	}
	pass := func() { mu.Lock(); at = at.Add(lookEvery); mu.Unlock() }
	expect := func(what, want string) {
		t.Helper()
		if got := seen(); got != want {
			t.Errorf("%s: %s, want %s", what, got, want)
		}
	}
	expect("at the start", "first.example")
	write(t, cert, key, "second.example")
	touch(t, cert, 1)
	expect("before the next look", "first.example")
	pass()
	expect("after it", "second.example")
	write(t, cert, "", "third.example") // whose key is not there yet
	touch(t, cert, 2)
	pass()
	expect("with a key that does not fit", "second.example")
	if !strings.Contains(said.String(), "the certificate stays the one before") {
		t.Errorf("said: %s", said.String())
	}
	write(t, cert, key, "fourth.example")
	if err := f.Reload(); err != nil {
		t.Fatal(err)
	}
	expect("when asked for", "fourth.example")
	if err := os.Remove(cert); err != nil {
		t.Fatal(err)
	}
	pass()
	expect("without a file", "fourth.example")
}

// touch moves the time of a file on, which a quick test would not.
func touch(t *testing.T, file string, hours int) {
	t.Helper()
	at := time.Now().Add(time.Duration(hours) * time.Hour)
	if err := os.Chtimes(file, at, at); err != nil {
		t.Fatal(err)
	}
}

func TestFilesThatDoNotFit(t *testing.T) {
	dir := t.TempDir()
	cert, key := filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem")
	if _, err := Open(cert, key, nil, time.Now); err == nil || !strings.Contains(err.Error(), "cert.pem") {
		t.Errorf("missing: %v", err)
	}
	write(t, cert, key, "first.example")
	write(t, cert, "", "second.example")
	if _, err := Open(cert, key, nil, time.Now); err == nil || !strings.Contains(err.Error(), "key.pem") {
		t.Errorf("of another certificate: %v", err)
	}
}
