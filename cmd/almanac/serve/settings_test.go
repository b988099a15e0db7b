package serve

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"almanac.example/cmd/almanac/storage"
	"almanac.example/cmd/almanac/terminal"
	"almanac.example/events"
	"almanac.example/server/peer"
)

// usual are the settings that a server on a temporary store has.
func usual(t *testing.T) *Settings {
	t.Helper()
	zone, languages := UsualSite()
	c := &Settings{TimeZone: zone, Languages: languages, Record: noRecord, Create: true, CacheMB: 8}
	c.Store = "bolt:" + filepath.Join(t.TempDir(), "a.db")
	c.Addr, c.AccessLog, c.LogAddresses, c.AdminName = "127.0.0.1:0", "none", "short", "admin"
	return c
}

// Each wrong setting is an error that names the flag.
func TestWrongSettings(t *testing.T) {
	t.Setenv("LISTEN_FDS", "")
	for _, test := range []struct {
		names string // "": it is right
		set   func(*Settings)
	}{
		{"", func(*Settings) {}},
		{"--cache-mb=-1", func(c *Settings) { c.CacheMB = -1 }},
		{"", func(c *Settings) { c.CacheMB = 0 }},
		{"", func(c *Settings) { c.CacheMB = mostCacheMB }},
		{"--cache-mb", func(c *Settings) { c.CacheMB = mostCacheMB + 1 }},
		{"--grace=-1s", func(c *Settings) { c.Grace = -time.Second }},
		{"", func(c *Settings) { c.Grace = mostGrace }},
		{"--grace", func(c *Settings) { c.Grace = mostGrace + 1 }},
		{"--tls-cert and --tls-key", func(c *Settings) { c.TLSCert = "cert.pem" }},
		{"--tls-cert and --tls-key", func(c *Settings) { c.TLSKey = "key.pem" }},
		{"", func(c *Settings) { c.TLSCert, c.TLSKey = "cert.pem", "key.pem" }},
		{"--tls-cert and --acme", func(c *Settings) {
			c.TLSCert, c.TLSKey, c.ACME = "cert.pem", "key.pem", []string{"almanac.example.org"}
		}},
		{"", func(c *Settings) { c.ACME = []string{"almanac.example.org"} }},
		{"--acme=localhost", func(c *Settings) { c.ACME = []string{"localhost"} }},
		{"--acme=127.0.0.1", func(c *Settings) { c.ACME = []string{"127.0.0.1"} }},
		{"--acme=a.example.org:443", func(c *Settings) { c.ACME = []string{"a.example.org:443"} }},
		{"--acme-folder", func(c *Settings) { c.ACME, c.Store = []string{"a.example.org"}, "etcd:127.0.0.1:1/a" }},
		{"", func(c *Settings) {
			c.ACME, c.Store, c.ACMEFolder = []string{"a.example.org"}, "etcd:127.0.0.1:1/a", "acme"
		}},
		{"--no-desk and --desk-addr", func(c *Settings) { c.NoDesk, c.DeskAddr = true, "127.0.0.1:0" }},
		{"", func(c *Settings) { c.NoDesk = true }},
		{"--desk-url goes with --desk-addr", func(c *Settings) { c.DeskURL = "https://desk.example.org" }},
		{"", func(c *Settings) { c.DeskURL, c.DeskAddr = "https://desk.example.org", "127.0.0.1:0" }},
		{"--desk-url", func(c *Settings) { c.DeskURL, c.DeskAddr = "desk.example.org", "127.0.0.1:0" }},
		{"--access-log-file", func(c *Settings) { c.AccessLogFile = "access.log" }},
		{"", func(c *Settings) { c.AccessLogFile, c.AccessLog = "access.log", "json" }},
		{"--max-connections=-1", func(c *Settings) { c.MaxConnections = -1 }},
		{"--max-connections-per-address=-1", func(c *Settings) { c.MaxConnectionsPerAddress = -1 }},
		{"--request-rate=-1", func(c *Settings) { c.RequestRate = -1 }},
		{"", func(c *Settings) { c.MaxConnections = descriptors() - spareDescriptors }},
		{"raise the limit", func(c *Settings) { c.MaxConnections = descriptors() - spareDescriptors + 1 }},
	} {
		c := usual(t)
		test.set(c)
		err := c.Validate()
		if (err == nil) != (test.names == "") || err != nil && !strings.Contains(err.Error(), test.names) {
			t.Errorf("want an error that names %q, got %v", test.names, err)
		}
	}
}

// quiet is a console that nobody reads.
func quiet() storage.Console {
	return storage.Console{Console: terminal.Console{In: strings.NewReader(""), Out: io.Discard, Err: io.Discard}}
}

// Where pictures are kept, and the password of the cluster, are looked at, too.
func TestWrongPlaces(t *testing.T) {
	for names, set := range map[string]func(*storage.Console){
		"--media: ":             func(c *storage.Console) { c.Media.Media = "s3://" },
		"--media=ftp://a":       func(c *storage.Console) { c.Media.Media = "ftp://a" },
		"--etcd-password-file:": func(c *storage.Console) { c.Etcd.PasswordFile = filepath.Join(t.TempDir(), "none") },
	} {
		con := quiet()
		set(&con)
		if err := usual(t).CheckFiles(t.Context(), con); err == nil || !strings.Contains(err.Error(), names) {
			t.Errorf("want an error that names %q, got %v", names, err)
		}
	}
	con := quiet()
	con.Media.Media = "s3://bucket/pictures" // nothing is asked
	if err := usual(t).CheckFiles(t.Context(), con); err != nil {
		t.Error(err)
	}
}

// What is wrong with a setting is said before a store is made or opened.
func TestWrongValues(t *testing.T) {
	for names, set := range map[string]func(*Settings){
		"time zone":                 func(c *Settings) { c.TimeZone = "Mars/Olympus" },
		"base URL":                  func(c *Settings) { c.BaseURL = "calendar.example.org" },
		"--authority":               func(c *Settings) { c.Authority = "not a domain" },
		"--security-contact":        func(c *Settings) { c.SecurityContact = "security@example.org" },
		"hub":                       func(c *Settings) { c.Hub = "ftp://hub.example.org" },
		"--admin-password-file":     func(c *Settings) { c.AdminPasswordFile = filepath.Join(t.TempDir(), "none") },
		"--oidc-client-secret-file": func(c *Settings) { c.OIDC.SecretFile = filepath.Join(t.TempDir(), "none") },
		"--acme-root":               func(c *Settings) { c.ACMERoot = filepath.Join(t.TempDir(), "none") },
		"no such file":              func(c *Settings) { c.TLSCert, c.TLSKey = "none.pem", "none.pem" },
		"--addr=8080:":              func(c *Settings) { c.Addr = "8080" },
		"--desk-addr=desk:":         func(c *Settings) { c.DeskAddr = "desk" },
		"--metrics-addr=a:b:c":      func(c *Settings) { c.MetricsAddr = "a:b:c" },
		"--debug-addr=:none-such":   func(c *Settings) { c.DebugAddr = ":none-such" },
		"--acme-addr=unix:":         func(c *Settings) { c.ACME, c.ACMEAddr = []string{"a.example.org"}, "unix:" },
		"unknown engine":            func(c *Settings) { c.Store = "sqlite:a.db" },
		"name the record":           func(c *Settings) { c.Store = "etcd:127.0.0.1" },
		"neither shanghai-2019":     func(c *Settings) { c.Record = "none-such.json" },
		"--access-log-file":         func(c *Settings) { c.AccessLog, c.AccessLogFile = "json", "/none/such/a.log" },
	} {
		c := usual(t)
		set(c)
		if err := c.CheckFiles(t.Context(), quiet()); err == nil || !strings.Contains(err.Error(), names) {
			t.Errorf("want an error that names %q, got %v", names, err)
		}
	}
	if err := usual(t).CheckFiles(t.Context(), quiet()); err != nil {
		t.Errorf("right settings: %v", err)
	}
}

// A base URL has scheme and host, and nothing that feeds could not append to.
func TestBaseURLs(t *testing.T) {
	for raw, right := range map[string]bool{
		"https://calendar.example.org": true, "http://127.0.0.1:8080": true, "https://example.org/calendar": true,
		"": false, "calendar.example.org": false, "ftp://example.org": false, "https://": false, "https://example.org?a=b": false,
		"https://example.org#a": false, "https://u:p@example.org": false, "https://exa mple.org": false,
	} {
		if _, err := ParseBase(raw); (err == nil) != right {
			t.Errorf("%q: %v", raw, err)
		}
	}
}

// The record counts, and a server says which of its settings it does not take.
func TestSettingsThatTheRecordOverrules(t *testing.T) {
	site := &events.Site{Names: events.Localised{"en": "Harbour"}, Descriptions: events.Localised{"en": "Ships"}, Languages: []string{"en"}, Zone: "Europe/Lisbon"}
	for want, set := range map[string]func(*Settings){
		"":              func(*Settings) {},
		"--name":        func(c *Settings) { c.Name = map[string]string{"en": "Another"} },
		"--description": func(c *Settings) { c.Description = map[string]string{"en": "Another"} },
		"--languages":   func(c *Settings) { c.Languages = []string{"de"} },
		"--time-zone":   func(c *Settings) { c.TimeZone = "Asia/Tokyo" },
	} {
		var said bytes.Buffer
		c := usual(t)
		set(c)
		c.warnOfSettings(site, slog.New(slog.NewTextHandler(&said, nil)))
		if (said.Len() > 0) != (want != "") || !strings.Contains(said.String(), "ignored="+want) && want != "" {
			t.Errorf("%s: said %q", want, said.String())
		}
		same := usual(t)
		same.Name, same.Description, same.Languages, same.TimeZone = site.Names, site.Descriptions, site.Languages, site.Zone
		said.Reset()
		if same.warnOfSettings(site, slog.New(slog.NewTextHandler(&said, nil))); said.Len() > 0 {
			t.Errorf("the same settings: said %q", said.String())
		}
	}
}

// talk is what a server has said, for several goroutines.
type talk struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (w *talk) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.text.Write(p)
}

func (w *talk) String() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.text.String()
}

// waitFor waits until the server says something that matches.
func (w *talk) waitFor(t *testing.T, pattern string, ended <-chan error) string {
	t.Helper()
	for {
		if m := regexp.MustCompile(pattern).FindStringSubmatch(w.String()); m != nil {
			return m[1]
		}
		select {
		case err := <-ended:
			t.Fatalf("the server has ended: %v\n%s", err, w)
		case <-time.After(time.Millisecond):
		}
	}
}

// get asks a path of a listener, and returns status and text.
func get(t *testing.T, at, path string) (int, string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, at+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, string(body)
}

// A server answers readers at one listener, those who edit at another, operators at
// a third and the owner of the store at its socket, until it is told to stop; then
// it leaves nothing behind that offers a way in.
func TestServe(t *testing.T) {
	c := usual(t)
	c.DeskAddr, c.MetricsAddr, c.DebugAddr, c.Record = "127.0.0.1:0", "127.0.0.1:0", "127.0.0.1:0", sample
	c.MaxConnectionsPerAddress, c.RequestRate = 100, 100
	file := strings.TrimPrefix(c.Store, "bolt:")
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	var said talk
	ended := make(chan error, 1)
	con := quiet()
	con.Err = &said
	go func() {
		ended <- c.Serve(ctx, con, func() (*Settings, error) { return c, nil })
	}()
	site := said.waitFor(t, `Almanac is at (http://\S+)/ \(\d+ events\)`, ended)
	setup := said.waitFor(t, `To edit the record, open once: (\S+)`, ended)
	metrics := "http://" + said.waitFor(t, `setting=--metrics-addr addr=(\S+)`, ended)
	debug := "http://" + said.waitFor(t, `setting=--debug-addr addr=(\S+)`, ended)
	desk := regexp.MustCompile(`^http://[^/]+`).FindString(setup)
	for _, test := range []struct {
		at, path string
		status   int
		holds    string
	}{
		{site, "/healthz", http.StatusOK, ""}, {site, "/readyz", http.StatusOK, ""},
		{site, "/en/2019", http.StatusOK, "Shanghai"}, {site, "/admin/", http.StatusNotFound, ""},
		{setup, "", http.StatusSeeOther, ""},
		{desk, "/healthz", http.StatusOK, ""},
		{metrics, "/metrics", http.StatusOK, "almanac_events "}, {debug, "/debug/pprof/", http.StatusOK, "goroutine"},
	} {
		if status, text := get(t, test.at, test.path); status != test.status || !strings.Contains(text, test.holds) {
			t.Errorf("%s%s answers %d, want %d and %q", test.at, test.path, status, test.status, test.holds)
		}
	}
	offered, err := os.ReadFile(file + setupSuffix)
	if info, _ := os.Stat(file + setupSuffix); err != nil || strings.TrimSpace(string(offered)) != setup || info.Mode().Perm() != 0o600 {
		t.Errorf("beside the store stands %q, %v", offered, err)
	}
	if conn, err := (&net.Dialer{}).DialContext(t.Context(), "unix", file+".sock"); err != nil {
		t.Errorf("the admin socket: %v", err)
	} else {
		conn.Close()
	}
	stop()
	if err := <-ended; err != nil {
		t.Errorf("stopping: %v", err)
	}
	for _, left := range []string{file + setupSuffix, file + ".sock"} {
		if _, err := os.Stat(left); err == nil {
			t.Errorf("%s is left behind", left)
		}
	}
	if !strings.Contains(said.String(), "msg=stopped") {
		t.Errorf("it does not say that it has stopped:\n%s", &said)
	}
}

// What cannot be served is refused before a store is made.
func TestNothingIsMadeForWrongSettings(t *testing.T) {
	taken, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	noCertificate := filepath.Join(t.TempDir(), "a.pem")
	if err := os.WriteFile(noCertificate, []byte("none"), 0o600); err != nil {
		t.Fatal(err)
	}
	for names, set := range map[string]func(*Settings){
		"another program listens":  func(c *Settings) { c.Addr = taken.Addr().String() },
		"--create":                 func(c *Settings) { c.Create = false },
		"--base-url":               func(c *Settings) { c.Addr = "unix:" + filepath.Join(t.TempDir(), "s") },
		"neither shanghai-2019":    func(c *Settings) { c.Record = "none-such.json" },
		"--admin-password-file":    func(c *Settings) { c.AdminPasswordFile = filepath.Join(t.TempDir(), "none") },
		"--metrics-addr=nonsense":  func(c *Settings) { c.MetricsAddr = "nonsense" },
		"listening on 203.0.113.1": func(c *Settings) { c.DebugAddr = "203.0.113.1:6060" },
		"listening on 203.0.113.2": func(c *Settings) { c.ACME, c.ACMEAddr = []string{"a.example.org"}, "203.0.113.2:80" },
		"access log":               func(c *Settings) { c.AccessLog, c.AccessLogFile = "json", "/none/such/a.log" },
		"admin socket":             func(c *Settings) { c.AdminSocket = "/none/such/a.sock" },
		"--acme-root":              func(c *Settings) { c.ACME, c.ACMERoot = []string{"a.example.org"}, noCertificate },
	} {
		c := usual(t)
		set(c)
		ctx, stop := context.WithTimeout(t.Context(), 20*time.Second) // for settings that are taken after all
		defer stop()
		if err := c.Serve(ctx, quiet(), nil); err == nil || !strings.Contains(err.Error(), names) {
			t.Errorf("want an error that names %q, got %v", names, err)
		}
		if _, err := os.Stat(strings.TrimPrefix(c.Store, "bolt:")); err == nil {
			t.Errorf("%s: a store was made", names)
		}
	}
}

// A connection is counted to its address, but not to a proxy that is trusted.
func TestConnectionsOfAProxyAreNotCounted(t *testing.T) {
	c := usual(t)
	c.TrustedProxy = make([]peer.Network, 1)
	if err := c.TrustedProxy[0].UnmarshalText([]byte("192.0.2.0/24")); err != nil {
		t.Fatal(err)
	}
	s := newService(c, quiet())
	for remote, counted := range map[string]bool{"192.0.2.7:1": false, "198.51.100.7:1": true} {
		if got := s.counted(remote); got.IsValid() != counted {
			t.Errorf("%s is counted to %v", remote, got)
		}
	}
}
