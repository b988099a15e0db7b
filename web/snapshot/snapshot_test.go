package snapshot

import (
	"context"
	"errors"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// small is a site of a few addresses.
type small map[string]answer

// answer is what an address says: a page unless it has another type.
type answer struct {
	status   int // 0: 200
	media    string
	location string
	body     string
}

// robots names a site that lies in a folder of its host.
const robots = "User-agent: *\n\nSitemap: https://example.org/a/sitemap.xml\n"

func newSmall(more small) small {
	s := small{
		"/robots.txt": {media: "text/plain", body: robots}, "/": {status: 302, location: "/a/en/"},
		"/en/":         {body: `<a href="/a/en/2019">2019</a>`},
		"/en/archive":  {body: `no search`},
		"/sitemap.xml": {media: "application/xml"}, "/feeds.opml": {media: "text/x-opml"}, "/embed.js": {media: "text/javascript"}, "/favicon.ico": {status: 404},
	}
	maps.Copy(s, more)
	return s
}

func (s small) get(_ context.Context, path string) (*http.Response, error) {
	a, ok := s[path]
	if !ok {
		a = answer{status: http.StatusNotFound, body: "<p>nothing</p>"}
	}
	w := httptest.NewRecorder()
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	if a.media != "" {
		w.Header().Set("Content-Type", a.media)
	}
	if a.location != "" {
		w.Header().Set("Location", a.location)
	}
	if a.status != 0 {
		w.WriteHeader(a.status)
	}
	_, err := w.WriteString(a.body)
	return w.Result(), err
}

// files are the names of what lies in a folder, and what is in them.
func files(t *testing.T, dir string) map[string]string {
	t.Helper()
	found := map[string]string{}
	err := filepath.WalkDir(dir, func(name string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		body, err := os.ReadFile(name)
		if name, relErr := filepath.Rel(dir, name); err == nil && relErr == nil {
			found[filepath.ToSlash(name)] = string(body)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func TestWrite(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "copy")
	var done, known int
	site := newSmall(small{
		"/en/2019": {body: `<a href="2019.ics">all</a><a href="/a/en/gone#x">gone</a><a href="/a/en/old">old</a><a href="/a/en">home</a>`},
		"/en":      {status: 301, location: "/a/en/"}, "/en/2019.ics": {media: "text/calendar", body: "BEGIN:VCALENDAR\r\n"},
		"/en/gone": {status: 410}, "/en/old": {status: 301, location: "/a/en/older"}, "/en/older": {status: 301, location: "https://example.org/a/en/2019"},
	})
	report, err := Write(t.Context(), Config{Get: site.get, Dir: dir, Progress: func(d, k int) { done, known = d, k }})
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{
		"index.html":         `<a href="en/2019/index.html">2019</a>`,
		"en/index.html":      `<a href="2019/index.html">2019</a>`,
		"en/2019/index.html": `<a href="../2019.ics">all</a><a href="../archive/index.html">gone</a><a href="../old/index.html">old</a><a href="../index.html">home</a>`,
		"en/old/index.html":  `<a href="../2019.ics">all</a><a href="../archive/index.html">gone</a><a href="index.html">old</a><a href="../index.html">home</a>`,
		"en/2019.ics":        "BEGIN:VCALENDAR\r\n", "en/archive/index.html": `no search`,
		"robots.txt": robots, "sitemap.xml": "", "feeds.opml": "", "embed.js": "",
	}
	got := files(t, dir)
	if !maps.Equal(got, want) {
		for name := range maps.Keys(want) {
			if got[name] != want[name] {
				t.Errorf("%s: %q, want %q", name, got[name], want[name])
			}
		}
		t.Errorf("files: %q", slices.Sorted(maps.Keys(got)))
	}
	bytes := int64(0)
	for _, text := range got {
		bytes += int64(len(text))
	}
	if report.BaseURL != "https://example.org/a" || report.Pages != 5 || report.Others != 5 || report.Bytes != bytes {
		t.Errorf("report %+v of %d bytes", report, bytes)
	}
	if want := []Dead{{"/en/gone", 410, "/en/2019"}}; !slices.Equal(report.Dead, want) {
		t.Errorf("dead: %+v", report.Dead)
	}
	if done != known || known != 12 {
		t.Errorf("progress ended at %d of %d", done, known)
	}
	info, err := os.Stat(dir)
	if err != nil || info.Mode().Perm() != 0o755 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
}

// TestWriteRefuses leaves nothing behind, and what was there as it was.
func TestWriteRefuses(t *testing.T) {
	for _, test := range []struct {
		name string
		more small
		want string
	}{
		{"no site", small{"/robots.txt": {status: 404}}, "/robots.txt: status 404, and no address of a site"},
		{"a robots.txt of something else", small{"/robots.txt": {body: "User-agent: *"}}, "no address of a site"},
		{"a circle", small{"/en/": {status: 302, location: "/a/en/"}}, "without end"},
		{"out of the site", small{"/en/": {status: 302, location: "https://example.com/"}}, `leads to "https://example.com/", out of the site`},
		{"a question", small{"/en/": {status: 302, location: "/a/en/?x=1"}}, "out of the site"},
		{"a page by the name of a file", small{"/embed.js": {body: "<p>"}}, "/embed.js: is \"text/html"},
		{"a file by the name of a page", small{"/en/2019": {media: "text/plain"}}, "/en/2019: is \"text/plain\""},
		{"an older version", small{"/en/": {body: `<form action="/a/en/search">`}, "/en/archive": {status: 404}}, "older version"},
	} {
		t.Run(test.name, func(t *testing.T) {
			parent := t.TempDir()
			dir := filepath.Join(parent, "copy")
			_, err := Write(t.Context(), Config{Get: newSmall(test.more).get, Dir: dir})
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("error %v, want %s", err, test.want)
			}
			if left, err := os.ReadDir(parent); err != nil || len(left) > 0 {
				t.Errorf("left behind: %v, %v", left, err)
			}
		})
	}
}

func TestWriteWantsAnEmptyFolder(t *testing.T) {
	dir := t.TempDir()
	if _, err := Write(t.Context(), Config{Get: newSmall(nil).get, Dir: dir}); err != nil {
		t.Errorf("an empty folder: %v", err)
	}
	before := files(t, dir)
	_, err := Write(t.Context(), Config{Get: newSmall(nil).get, Dir: dir})
	if err == nil || !strings.Contains(err.Error(), "is not empty") || !maps.Equal(files(t, dir), before) {
		t.Errorf("a full one: %v", err)
	}
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, []byte("x"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Write(t.Context(), Config{Get: newSmall(nil).get, Dir: file}); err == nil {
		t.Error("a file is no folder")
	}
}

// TestWriteComesBack to a site that is busy, when it says.
func TestWriteComesBack(t *testing.T) {
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		site, times := newSmall(small{"/en/2019": {}}), 0
		busy := func(ctx context.Context, path string) (*http.Response, error) {
			if path != "/en/2019" {
				return site.get(ctx, path)
			}
			if times++; times == 4 {
				return site.get(ctx, path)
			}
			w := httptest.NewRecorder()
			if times < 3 {
				w.Header().Set("Retry-After", "7")
			}
			w.WriteHeader(map[int]int{1: 429, 2: 503, 3: 503}[times])
			return w.Result(), nil
		}
		began := time.Now()
		if _, err := Write(t.Context(), Config{Get: busy, Dir: filepath.Join(dir, "a")}); err != nil || time.Since(began) != 15*time.Second {
			t.Errorf("after %s: %v", time.Since(began), err)
		}
		never := func(context.Context, string) (*http.Response, error) {
			w := httptest.NewRecorder()
			w.WriteHeader(http.StatusServiceUnavailable)
			return w.Result(), nil
		}
		if _, err := Write(t.Context(), Config{Get: never, Dir: filepath.Join(dir, "b")}); err == nil || !strings.Contains(err.Error(), "busy (status 503)") {
			t.Errorf("always busy: %v", err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), 500*time.Millisecond)
		defer cancel()
		if _, err := Write(ctx, Config{Get: never, Dir: filepath.Join(dir, "c")}); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("nobody waits any more: %v", err)
		}
	})
}
