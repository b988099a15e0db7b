package desk_test

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"almanac.example/web/desk/desktest"
	"almanac.example/web/webtest"
)

// nginxConfig is a cache in front of the whole site, told to keep whatever may be
// kept, and a page without a word about it for an hour.
const nginxConfig = `%[3]sdaemon off; pid %[1]s/pid; error_log %[1]s/error.log; worker_processes 1;
events {}
http {
  access_log off; client_body_temp_path %[1]s/body; proxy_temp_path %[1]s/temp; fastcgi_temp_path %[1]s/f; uwsgi_temp_path %[1]s/u; scgi_temp_path %[1]s/s;
  proxy_cache_path %[1]s/cache keys_zone=site:10m;
  server {
    listen unix:%[1]s/door;
    location / {
      proxy_pass %[2]s; proxy_set_header Host almanac.example.org;
      proxy_cache site; proxy_cache_key $request_uri; proxy_cache_valid any 1h;
      add_header X-Cache $upstream_cache_status always;
    }
  }
}
`

// behindNginx is a client of the site through the cache of a real nginx.
func behindNginx(t *testing.T, h *house) *http.Client {
	t.Helper()
	nginx, err := exec.LookPath("nginx")
	if err != nil {
		if os.Getenv("ALMANAC_REQUIRE_TOOLS") != "" {
			t.Fatal(err)
		}
		t.Skip("no nginx")
	}
	server := httptest.NewServer(h.Server.Handler())
	t.Cleanup(server.Close)
	dir, err := os.MkdirTemp("", "nginx") // a socket's path must be short
	h.Must(err)
	t.Cleanup(func() { os.RemoveAll(dir) })
	user := ""
	if os.Geteuid() == 0 {
		user = "user root;" // else the worker could not write into the folder
	}
	config := filepath.Join(dir, "nginx.conf")
	h.Must(os.WriteFile(config, fmt.Appendf(nil, nginxConfig, dir, server.URL, user), 0o600))
	cmd := exec.Command(nginx, "-p", dir, "-c", config, "-e", filepath.Join(dir, "error.log"))
	h.Must(cmd.Start())
	t.Cleanup(func() {
		_ = cmd.Process.Signal(os.Interrupt)
		_ = cmd.Wait()
	})
	client := &http.Client{
		Transport: &http.Transport{DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
			return (&net.Dialer{}).DialContext(ctx, "unix", filepath.Join(dir, "door"))
		}},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	for until := time.Now().Add(20 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		answer, err := client.Get("http://site/healthz")
		if err == nil {
			answer.Body.Close()
			return client
		}
		if time.Now().After(until) {
			log, _ := os.ReadFile(filepath.Join(dir, "error.log"))
			t.Fatalf("%v\n%s", err, log)
		}
	}
}

// TestNoCacheKeepsAPageOfTheDesk asks for every page of the desk through a cache,
// first as an administrator, then as nobody.
func TestNoCacheKeepsAPageOfTheDesk(t *testing.T) {
	h := newHouse(t, webtest.Chronicle()...)
	h.PutVocabulary()
	client := behindNginx(t, h)
	ask := func(who, path string) (status int, cached, body string) {
		r, err := http.NewRequest(http.MethodGet, "http://site"+path, nil)
		h.Must(err)
		if c := h.As(who); c != nil {
			r.AddCookie(c)
		}
		answer, err := client.Do(r)
		h.Must(err)
		defer answer.Body.Close()
		b, err := io.ReadAll(answer.Body)
		h.Must(err)
		return answer.StatusCode, answer.Header.Get("X-Cache"), string(b)
	}
	kept := false
	for range 2 {
		_, cached, _ := ask("", "/en/all.ics")
		kept = cached == "HIT"
	}
	if !kept {
		t.Fatal("the cache keeps not even a calendar: it proves nothing")
	}
	for _, rt := range h.routes() {
		path := addressOf(rt.Pattern)
		first, _, _ := ask("administrator", path)
		again, cached, _ := ask("administrator", path)
		if cached == "HIT" || first != again {
			t.Errorf("%s: %s, %d and %d", path, cached, first, again)
		}
		status, cached, body := ask("", path)
		if cached == "HIT" || status < 300 && matrix[rt.Pattern] != "" || strings.Contains(body, "The administrator") {
			t.Errorf("%s for nobody: %s, %d", path, cached, status)
		}
	}
}

// TestNoPublicPageLeadsToTheDesk follows every link from the first page on.
func TestNoPublicPageLeadsToTheDesk(t *testing.T) {
	h := newHouse(t, append(webtest.Chronicle(), desktest.Draft("d1"))...)
	h.PutVocabulary()
	const most = 600
	seen, queue := map[string]bool{"/en/": true, "/zh/": true}, []string{"/en/", "/zh/"}
	for n := 0; n < len(queue) && n < most; n++ {
		page := h.Get("", queue[n])
		if strings.Contains(page.Body, "/admin") {
			t.Errorf("%s leads to the desk", queue[n])
		}
		if strings.Contains(page.Body, "Story d1") {
			t.Errorf("%s shows a draft", queue[n])
		}
		page.Doc.Find("a[href],link[href],form[action]").Each(func(_ int, s *goquery.Selection) {
			u, err := url.Parse(s.AttrOr("href", s.AttrOr("action", "")))
			if err != nil || u.Host != "" && "https://"+u.Host != desktest.Base || u.Path == "" {
				return
			}
			if next := u.EscapedPath(); !seen[next] {
				seen[next], queue = true, append(queue, next)
			}
		})
	}
	if len(queue) < 100 {
		t.Errorf("only %d addresses were found", len(queue))
	}
}
