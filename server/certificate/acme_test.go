package certificate

import (
	"encoding/pem"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/crypto/acme/autocert"
)

// An authority's requests trust the root that is named, and end in time; the
// folder of the certificates is its owner's alone.
func TestACMEOpens(t *testing.T) {
	authority := httptest.NewTLSServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	defer authority.Close()
	root := filepath.Join(t.TempDir(), "root.pem")
	if err := os.WriteFile(root, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: authority.Certificate().Raw}), 0o600); err != nil {
		t.Fatal(err)
	}
	folder := filepath.Join(t.TempDir(), "a", "b")
	for _, c := range []struct {
		acme    ACME
		at      string
		reached bool
	}{
		{ACME{Hosts: []string{"a.example"}, Folder: folder}, autocert.DefaultACMEDirectory, false},
		{ACME{Hosts: []string{"a.example"}, Folder: folder, Directory: authority.URL, RootFile: root, Email: "lin@a.example"}, authority.URL, true},
	} {
		m, err := c.acme.Open()
		if err != nil {
			t.Fatal(err)
		}
		if m.Client.DirectoryURL != c.at || m.Email != c.acme.Email || m.Client.HTTPClient.Timeout != acmeTimeout || !m.Prompt("") {
			t.Errorf("asks at %s for %q within %v", m.Client.DirectoryURL, m.Email, m.Client.HTTPClient.Timeout)
		}
		if m.HostPolicy(t.Context(), "a.example") != nil || m.HostPolicy(t.Context(), "b.example") == nil {
			t.Error("certificates are asked for other hosts than those named")
		}
		resp, err := m.Client.HTTPClient.Get(authority.URL)
		if (err == nil) != c.reached {
			t.Errorf("with the root %q the authority answers %v", c.acme.RootFile, err)
		}
		if err == nil {
			resp.Body.Close()
		}
		if err := m.Cache.Put(t.Context(), "a.example", []byte("x")); err != nil {
			t.Error(err)
		}
	}
	if info, err := os.Stat(folder); err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("the folder: %v, %v", info, err)
	}
	if _, err := os.Stat(filepath.Join(folder, "a.example")); err != nil {
		t.Errorf("certificates are not kept there: %v", err)
	}
}

func TestACMEThatCannotBe(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "file")
	if err := os.WriteFile(file, []byte("no PEM"), 0o600); err != nil {
		t.Fatal(err)
	}
	for want, a := range map[string]ACME{
		"the authority's root: " + file + " holds no certificate (PEM)": {Folder: dir, RootFile: file},
		"the authority's root: open ":                                   {Folder: dir, RootFile: file + ".none"},
		"keeping certificates: ":                                        {Folder: filepath.Join(file, "below")},
	} {
		if _, err := a.Open(); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%+v: %v, want %s", a, err, want)
		}
	}
}

// Over HTTP readers are sent on, and the authority's questions answered, whatever
// port the address names.
func TestAnswering(t *testing.T) {
	m, err := ACME{Hosts: []string{"a.example"}, Folder: t.TempDir()}.Open()
	if err != nil {
		t.Fatal(err)
	}
	h := Answering(m)
	for _, c := range []struct {
		method, address string
		status          int
		location        string
	}{
		{http.MethodGet, "http://a.example/zh/2019?tag=policy", http.StatusFound, "https://a.example/zh/2019?tag=policy"},
		{http.MethodGet, "http://a.example:8080/zh/2019", http.StatusFound, "https://a.example/zh/2019"},
		{http.MethodPost, "http://a.example/zh/2019", http.StatusBadRequest, ""},
		{http.MethodGet, "http://a.example:8080/.well-known/acme-challenge/none", http.StatusNotFound, ""},
		{http.MethodGet, "http://b.example/.well-known/acme-challenge/none", http.StatusForbidden, ""},
	} {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest(c.method, c.address, nil))
		if w.Code != c.status || w.Header().Get("Location") != c.location {
			t.Errorf("%s %s: %d to %q, want %d to %q", c.method, c.address, w.Code, w.Header().Get("Location"), c.status, c.location)
		}
	}
}

func TestUntil(t *testing.T) {
	dir := t.TempDir()
	cert, key := filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem")
	write(t, cert, key, "first.example")
	f, err := Open(cert, key, nil, time.Now) // nothing is said of the first
	if err != nil {
		t.Fatal(err)
	}
	if left := time.Until(f.Until()); left < 50*time.Minute || left > time.Hour {
		t.Errorf("the certificate lasts %v", left)
	}
}

// Files are looked at once in a while: what did not fit is not read again at
// every handshake, and a change of the key alone is one.
func TestLooksAreFew(t *testing.T) {
	dir := t.TempDir()
	cert, key := filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem")
	write(t, cert, key, "first.example")
	var said strings.Builder
	at := time.Unix(1000, 0)
	f, err := Open(cert, key, logTo(&said), func() time.Time { return at })
	if err != nil {
		t.Fatal(err)
	}
	name := func() string {
		c, err := f.Get(nil)
		if err != nil {
			t.Fatal(err)
		}
		return c.Leaf.Subject.CommonName
	}
	write(t, "", key, "second.example") // a key without its certificate
	touch(t, key, 1)
	at = at.Add(lookEvery)
	for range 3 {
		if got := name(); got != "first.example" {
			t.Errorf("%s is in use", got)
		}
	}
	if n := strings.Count(said.String(), "stays the one before"); n != 1 {
		t.Errorf("said %d times: %s", n, said.String())
	}
	at = at.Add(lookEvery)
	if name(); strings.Count(said.String(), "stays the one before") != 1 {
		t.Error("what has not changed since is read again")
	}
	write(t, cert, key, "third.example")
	touch(t, cert, 2)
	touch(t, key, 2)
	at = at.Add(lookEvery - 1)
	if got := name(); got != "first.example" {
		t.Errorf("looked at too early: %s", got)
	}
	at = at.Add(1)
	if got := name(); got != "third.example" || !strings.Contains(said.String(), "another certificate is in use") {
		t.Errorf("%s; said: %s", got, said.String())
	}
}
