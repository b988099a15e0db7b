package web

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"

	"github.com/go-chi/chi/v5"

	"almanac.example/store"
	"almanac.example/store/bolt"
	"almanac.example/web/access"
	"almanac.example/web/reply"
	"almanac.example/web/webtest"
)

// sample is an address for each pattern of the routes.
var sample = map[string]string{
	"/": "/", "/healthz": "/healthz", "/readyz": "/readyz", "/static/{name}": "", "/feeds.opml": "/feeds.opml", "/theme": "/theme",
	"/embed.js": "/embed.js", "/media/*": "/media/none-320.png", "/embed/*": "/embed/en/2019", "/og/*": "/og/2019.png", "/sitemap.xml": "/sitemap.xml",
	"/sitemap-{n:[1-9][0-9]*}.xml": "/sitemap-1.xml", "/robots.txt": "/robots.txt", "/favicon.ico": "/favicon.ico",
	securityPath: securityPath, "/en": "/en", "/zh": "/zh", "/en/": "/en/", "/zh/": "/zh/", "/site.webmanifest": "/site.webmanifest",
	"/all": "/all", "/c/{n}": "/c/21", "/d/{n}": "/d/2010s", "/list": "/list", "/search": "/search?q=a", "/today": "/today",
	"/on/{day}": "/on/04-10", "/tag/{tag}": "/tag/science", "/place/{place}": "/place/shanghai", "/v/{view}": "/v/none",
	"/e/{slug}": "/e/day", "/changes": "/changes", "/upcoming": "/upcoming", "/on-this-day": "/on-this-day", "/tags": "/tags",
	"/places": "/places", "/feeds": "/feeds", "/about": "/about", "/accessibility": "/accessibility", "/contact": "/contact", "/imprint": "/imprint", "/privacy": "/privacy", "/subscribe": "/subscribe",
	"/embed": "/embed", "/archive": "/archive", "/{year:-?[0-9]+}": "/2019", "/{year:-?[0-9]+}/{month:[0-9]+}": "/2019/05",
	"/{year:-?[0-9]+}/{month:[0-9]+}/{d:[0-9]+}": "/2019/05/24", "/{year:-?[0-9]+}/{month:[0-9]+}/grid": "/2019/05/grid",
}

// addresses lists one for every route, and those that are answered beside the
// table of routes. A route without a sample fails the test.
func addresses(t *testing.T, s *Server) map[string]string {
	t.Helper()
	list := map[string]string{
		"feed": "/en/all.atom", "calendar": "/zh/2019.ics", "no feed": "/en/all.ics?colour=1", "nothing": "/nowhere", "no page": "/en/nowhere",
		"dav": "/dav/en/all/", "caldav": "/.well-known/caldav", "desk": "/admin/en/login", "no desk": "/admin/en/nowhere", "to the desk": "/admin",
		"api": "/api/v1/x",
	}
	err := chi.Walk(s.table(), func(method, pattern string, _ http.Handler, _ ...func(http.Handler) http.Handler) error {
		lang, below := "", pattern
		if _, whole := sample[pattern]; !whole { // in the table of a language
			lang, below = pattern[:3], pattern[3:]
		}
		address, ok := sample[below]
		if !ok {
			t.Errorf("%s %s: no sample address", method, pattern)
			return nil
		}
		if pattern == "/static/{name}" {
			address = s.pages.AssetPath("almanac.css")
		}
		list[method+" "+pattern] = lang + address
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// Every answer says what browsers may do with it: whatever the address, the
// method and the status.
func TestEveryAnswerIsGuarded(t *testing.T) {
	i := guarded(t)
	h := i.Handler()
	for name, address := range addresses(t, i.Server) {
		for _, method := range []string{http.MethodGet, http.MethodHead, http.MethodOptions, http.MethodDelete, http.MethodPost} {
			w := httptest.NewRecorder()
			h.ServeHTTP(w, httptest.NewRequest(method, address, nil))
			what := fmt.Sprintf("%s: %s %s (%d)", name, method, address, w.Code)
			checkGuards(t, what, address, w.Header())
			checkMethods(t, what, method, w)
			if tag := w.Header().Get("Etag"); tag != "" && method == http.MethodGet {
				again := httptest.NewRecorder()
				r := httptest.NewRequest(method, address, nil)
				r.Header.Set("If-None-Match", tag)
				h.ServeHTTP(again, r)
				checkUnchanged(t, what, w.Header(), again)
			}
		}
	}
}

// guarded is a server with everything that answers.
func guarded(t *testing.T) *instance {
	t.Helper()
	i := newInstance(t, webtest.Story("day", "2019-04-10", nil), webtest.Story("range", "2019-05-24", nil))
	vault, err := bolt.Open(filepath.Join(t.TempDir(), "people.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { vault.Close() })
	directory, err := access.Open(t.Context(), access.Config{Vault: store.Unexpired(vault.Vault(), i.now), Now: i.now, BaseURL: i.site.BaseURL})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(directory.Close)
	i.contact = "mailto:security@example.org"
	i.api = http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "{}") })
	if err := i.openDesk(Config{Directory: directory}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(i.desk.Close)
	return i
}

func checkGuards(t *testing.T, what, address string, h http.Header) {
	t.Helper()
	for field, want := range map[string]string{
		"X-Content-Type-Options": "nosniff", "Cross-Origin-Opener-Policy": "same-origin",
		"Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
	} {
		if got := h.Values(field); len(got) != 1 || got[0] != want {
			t.Errorf("%s: %s %q", what, field, got)
		}
	}
	if h.Get("Referrer-Policy") == "" {
		t.Errorf("%s: no Referrer-Policy", what)
	}
	policy := h.Get("Content-Security-Policy")
	if !strings.HasPrefix(policy, "default-src 'none'") || strings.Contains(policy, "unsafe") || !strings.Contains(policy, "frame-ancestors") {
		t.Errorf("%s: policy %q", what, policy)
	}
	if h.Get("Strict-Transport-Security") != "" {
		t.Errorf("%s: HSTS without TLS", what)
	}
	foreign := h.Get("Access-Control-Allow-Origin") == "*" && h.Get("Etag") != "" || strings.Contains(policy, "frame-ancestors *")
	if got := h.Get("Cross-Origin-Resource-Policy"); (got == "cross-origin") != foreign || got == "" {
		t.Errorf("%s: resource policy %q, for other sites %v", what, got, foreign)
	}
}

// checkMethods holds an answer against its Allow field.
func checkMethods(t *testing.T, what, method string, w *httptest.ResponseRecorder) {
	t.Helper()
	allow := w.Header().Get("Allow")
	switch {
	case w.Code == http.StatusMethodNotAllowed:
		if allow == "" || strings.Contains(allow, method) {
			t.Errorf("%s: refused, Allow %q", what, allow)
		}
	case method == http.MethodOptions && w.Code/100 == 2 && !strings.HasPrefix(w.Body.String(), "{}"):
		if !strings.Contains(allow, "OPTIONS") || !strings.Contains(allow, "GET") {
			t.Errorf("%s: Allow %q", what, allow)
		}
	}
}

// checkUnchanged holds a 304 against the answer that it stands for: what caches
// take over from it must be the same.
func checkUnchanged(t *testing.T, what string, before http.Header, w *httptest.ResponseRecorder) {
	t.Helper()
	if w.Code != http.StatusNotModified {
		t.Errorf("%s: again %d", what, w.Code)
	}
	for _, field := range []string{"Content-Security-Policy", "Cross-Origin-Resource-Policy", "Permissions-Policy", "Cross-Origin-Opener-Policy", "Cache-Control"} {
		if got, want := w.Header().Get(field), before.Get(field); got != want {
			t.Errorf("%s: the 304 has %s %q, the answer %q", what, field, got, want)
		}
	}
	if id := before.Get(reply.RequestID); id != "" {
		t.Errorf("%s: caches would answer others with the name of request %s", what, id)
	}
}

// What is told of each address by OPTIONS and by 405.
func TestAllowTellsTheTruth(t *testing.T) {
	i := guarded(t)
	h := i.Handler()
	for _, c := range []struct {
		method, address string
		status          int
		allow           string
	}{
		{"OPTIONS", "/en/2019", 204, "GET, HEAD, OPTIONS"},
		{"PUT", "/en/2019", 405, "GET, HEAD, OPTIONS"},
		{"POST", "/", 405, "GET, HEAD, OPTIONS"},
		{"OPTIONS", "/theme", 204, "GET, HEAD, POST, OPTIONS"},
		{"DELETE", "/theme", 405, "GET, HEAD, POST, OPTIONS"},
		{"GET", "/theme", 303, ""},
		{"OPTIONS", "/nowhere", 404, ""},
		{"DELETE", "/nowhere", 404, ""},
		{"PROPFIND", "/nowhere", 404, ""},
		{"PROPFIND", "/en/2019", 405, "GET, HEAD, OPTIONS"},
		{"OPTIONS", "/en/all.ics", 204, "GET, HEAD, OPTIONS"},
		{"PUT", "/en/all.ics", 405, "GET, HEAD, OPTIONS"},
		{"OPTIONS", "/admin/en/login", 204, "GET, HEAD, POST, OPTIONS"},
		{"DELETE", "/admin/en/login", 405, "GET, HEAD, POST, OPTIONS"},
		{"OPTIONS", "/admin/en/nowhere", 404, ""},
		{"OPTIONS", "/admin/en/history", 204, "GET, HEAD, OPTIONS"},
		{"POST", "/admin/en/history", 405, "GET, HEAD, OPTIONS"},
		{"OPTIONS", "/dav/en/all/", 200, "OPTIONS, GET, HEAD, PROPFIND, REPORT"},
		{"OPTIONS", "/healthz", 204, "GET, HEAD, OPTIONS"},
	} {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest(c.method, c.address, nil))
		if w.Code != c.status || w.Header().Get("Allow") != c.allow {
			t.Errorf("%s %s: %d, Allow %q; want %d, %q", c.method, c.address, w.Code, w.Header().Get("Allow"), c.status, c.allow)
		}
	}
}

// What could not be answered names the request, in the header and in the text.
func TestFailuresAreNamed(t *testing.T) {
	i := newInstance(t, webtest.Story("day", "2019-04-10", nil))
	seen := map[string]bool{}
	for range 3 {
		w := httptest.NewRecorder()
		i.Handler().ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/nowhere", nil))
		id := w.Header().Get(reply.RequestID)
		if len(id) != 12 || seen[id] {
			t.Errorf("request named %q", id)
		}
		seen[id] = true
	}
	w := httptest.NewRecorder()
	headed(i.guard(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic("a fault") }))).ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/en/2019.ics", nil))
	if id := w.Header().Get(reply.RequestID); w.Code != 500 || !strings.Contains(w.Body.String(), "request "+id) {
		t.Errorf("%d %q: request %q is not named", w.Code, w.Body, id)
	}
}

func TestSecurityContact(t *testing.T) {
	i := newInstance(t, webtest.Story("day", "2019-04-10", nil))
	w := httptest.NewRecorder()
	if i.Handler().ServeHTTP(w, httptest.NewRequest(http.MethodGet, securityPath, nil)); w.Code != 404 {
		t.Errorf("without a contact: %d", w.Code)
	}
	i.contact = "mailto:security@example.org"
	w = httptest.NewRecorder()
	i.Handler().ServeHTTP(w, httptest.NewRequest(http.MethodGet, securityPath, nil))
	want := "Contact: mailto:security@example.org\nExpires: 2026-08-28T00:00:00Z\nPreferred-Languages: zh, en\nCanonical: https://almanac.example.org/.well-known/security.txt\n"
	if got := w.Body.String(); w.Code != 200 || got != want || w.Header().Get("Content-Type") != "text/plain; charset=utf-8" {
		t.Errorf("%d %q", w.Code, got)
	}
}

// Over TLS, and only there, browsers are told to come that way.
func TestStrictTransport(t *testing.T) {
	i := newInstance(t, webtest.Story("day", "2019-04-10", nil))
	server := httptest.NewTLSServer(i.Handler())
	defer server.Close()
	for _, path := range []string{"/en/2019", "/en/2019", "/nowhere", "/en/all.ics"} {
		resp, err := server.Client().Get(server.URL + path)
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		if got := resp.Header.Get("Strict-Transport-Security"); got != "max-age=31536000" {
			t.Errorf("%s: %q", path, got)
		}
	}
}
