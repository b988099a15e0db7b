package fetch

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func serve(t *testing.T, h http.HandlerFunc) string {
	t.Helper()
	s := httptest.NewServer(h)
	t.Cleanup(s.Close)
	return s.URL
}

func TestGet(t *testing.T) {
	url := serve(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("ETag", `"v1"`)
		if r.Header.Get("If-None-Match") == `"v1"` {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		w.Header().Set("Content-Type", "text/calendar")
		fmt.Fprint(w, "hello")
	})
	d, err := Get(context.Background(), url, Options{AllowPrivate: true})
	if err != nil || string(d.Body) != "hello" || d.ContentType != "text/calendar" || d.Validators.ETag != `"v1"` {
		t.Fatalf("%+v, %v", d, err)
	}
	again, err := Get(context.Background(), url, Options{AllowPrivate: true, Validators: d.Validators})
	if err != nil || !again.NotModified || again.Validators != d.Validators {
		t.Errorf("%+v, %v", again, err)
	}
}

func TestPrivateAddressesAreRefused(t *testing.T) {
	url := serve(t, func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "secret") })
	port := url[strings.LastIndexByte(url, ':'):]
	for _, address := range []string{url, "http://localhost" + port, "http://[::1]" + port, "http://0.0.0.0" + port, "http://[::ffff:127.0.0.1]" + port} {
		if _, err := Get(context.Background(), address, Options{}); !errors.Is(err, ErrPrivate) {
			t.Errorf("%s: %v", address, err)
		}
	}
}

func TestPublicAddresses(t *testing.T) {
	for text, want := range map[string]bool{
		"93.184.215.14": true, "2606:4700::1111": true,
		"127.0.0.1": false, "10.1.2.3": false, "172.16.0.1": false, "192.168.1.1": false, "169.254.169.254": false,
		"100.64.0.1": false, "::ffff:127.0.0.1": false, "0.0.0.0": false, "255.255.255.255": false, "224.0.0.1": false, "198.18.0.1": false,
		"::1": false, "fe80::1": false, "fd00::1": false, "ff02::1": false, "64:ff9b::7f00:1": false, "2002:7f00:1::": false, "2001:db8::1": false,
		"::7f00:1": false, "::8.8.8.8": false, "::ffff:0:127.0.0.1": false, "::ffff:0:8.8.8.8": false, "fec0::1": false, "feff::1": false,
		"3fff::1": false, "3fff:fff:ffff::1": false, "5f00::1": false, "5f00:ffff::1": false, "192.88.99.1": false, "192.88.99.255": false,
		"192.88.98.1": true, "192.88.100.1": true, "4000::1": true, "3ffe::1": true, "5eff::1": true,
	} {
		if got := Public(netip.MustParseAddr(text)); got != want {
			t.Errorf("%s counts as public: %v", text, got)
		}
	}
}

func TestLimits(t *testing.T) {
	var bomb bytes.Buffer
	z := gzip.NewWriter(&bomb)
	if _, err := z.Write(make([]byte, 1<<20)); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	stop := make(chan struct{})
	defer close(stop)
	url := serve(t, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/long":
			fmt.Fprint(w, strings.Repeat("x", 2000))
		case "/bomb":
			w.Header().Set("Content-Encoding", "gzip")
			_, _ = w.Write(bomb.Bytes())
		case "/loop":
			http.Redirect(w, r, "/loop", http.StatusFound)
		case "/file":
			http.Redirect(w, r, "file:///etc/passwd", http.StatusFound)
		case "/slow":
			select {
			case <-stop:
			case <-r.Context().Done():
			}
		case "/cut":
			w.Header().Set("Content-Length", "100")
			fmt.Fprint(w, "half")
		default:
			http.NotFound(w, r)
		}
	})
	for path, want := range map[string]string{
		"/long": "larger than 1000", "/bomb": "larger than 1000", "/loop": "redirects", "/file": "only http", "/cut": "reading the answer", "/none": "404",
	} {
		if _, err := Get(context.Background(), url+path, Options{AllowPrivate: true, MaxBytes: 1000}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", path, err, want)
		}
	}
	if _, err := Get(context.Background(), url+"/slow", Options{AllowPrivate: true, Timeout: 50 * time.Millisecond}); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("/slow: %v", err)
	}
	for _, bad := range []string{"", "ftp://example.org/a", "webcal://example.org/a", "http://", "file:///etc/passwd"} {
		if _, err := Get(context.Background(), bad, Options{}); err == nil {
			t.Errorf("%q was fetched", bad)
		}
	}
}

// ownAuthority says that the certificates of httptest are trusted.
const ownAuthority = "ALMANAC_TEST_AUTHORITY"

// An institution's own certificates are trusted as Go does it, by SSL_CERT_FILE,
// which counts for a whole process: the test of the schemes runs again in one
// of its own.
func TestOwnCertificateAuthority(t *testing.T) {
	s := httptest.NewTLSServer(nil)
	defer s.Close()
	file := filepath.Join(t.TempDir(), "root.pem")
	if err := os.WriteFile(file, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: s.Certificate().Raw}), 0o600); err != nil {
		t.Fatal(err)
	}
	again := exec.CommandContext(t.Context(), os.Args[0], "-test.run", "^TestSchemes$", "-test.v")
	again.Env = append(os.Environ(), ownAuthority+"=yes", "SSL_CERT_FILE="+file)
	if out, err := again.CombinedOutput(); err != nil || !strings.Contains(string(out), "--- PASS: TestSchemes") {
		t.Errorf("%v\n%s", err, out)
	}
}

// Calendars have schemes of their own, and schemes have no case (RFC 3986 §3.1).
func TestSchemes(t *testing.T) {
	for text, want := range map[string]bool{
		"http://x.example/": true, "HTTPS://x.example/": true, "webcal://x.example/a.ics": true, "Webcals://x.example/": true,
		"ftp://x.example/": false, "file.ics": false, "C:\\a.ics": false, "http:x": false, "": false,
	} {
		if got := IsAddress(text); got != want {
			t.Errorf("%q is an address: %t", text, got)
		}
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/page" {
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			fmt.Fprint(w, "\n<!DOCTYPE html><p>BEGIN:VCALENDAR</p>")
			return
		}
		w.Header().Set("Content-Type", "text/html") // as some servers say of calendars
		fmt.Fprint(w, "BEGIN:VCALENDAR")
	}))
	defer server.Close()
	rest := strings.TrimPrefix(server.URL, "http")
	o := Options{AllowPrivate: true, NoPages: true}
	for _, scheme := range []string{"http", "HTTP", "webcal", "WebCal"} {
		if d, err := Get(t.Context(), scheme+rest+"/a.ics", o); err != nil || string(d.Body) != "BEGIN:VCALENDAR" {
			t.Errorf("%s: %q, %v", scheme, d.Body, err)
		}
	}
	if _, err := Get(t.Context(), "webcals"+rest+"/a.ics", o); err == nil {
		t.Error("webcals is read without TLS")
	}
	// Behind TLS both are https, and a certificate is asked for.
	_, authority := os.LookupEnv(ownAuthority)
	secure := httptest.NewUnstartedServer(server.Config.Handler)
	secure.Config.ErrorLog = log.New(io.Discard, "", 0)
	secure.StartTLS()
	defer secure.Close()
	behind := strings.TrimPrefix(secure.URL, "https")
	for _, scheme := range []string{"webcals", "WEBCALS", "webcal", "https"} {
		d, err := Get(t.Context(), scheme+behind+"/a.ics", o)
		if authority && (err != nil || string(d.Body) != "BEGIN:VCALENDAR") {
			t.Errorf("%s behind TLS: %q, %v", scheme, d.Body, err)
		}
		if unknown := (x509.UnknownAuthorityError{}); !authority && !errors.As(err, &unknown) {
			t.Errorf("%s behind TLS with an unknown certificate: %v", scheme, err)
		}
	}
	if _, err := Get(t.Context(), "webcal"+rest+"/page", o); err == nil || !strings.Contains(err.Error(), "the address answers a web page (text/html; charset=utf-8), not a calendar") {
		t.Errorf("a web page: %v", err)
	}
	o.NoPages = false
	if _, err := Get(t.Context(), server.URL+"/page", o); err != nil {
		t.Errorf("a page that is asked for: %v", err)
	}
}
