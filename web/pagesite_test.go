package web

import (
	"bytes"
	"encoding/xml"
	"image/png"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"almanac.example/cmd/almanac/generate"
	"almanac.example/events"
	"almanac.example/web/webtest"
)

func TestTheRootLeadsToTheReadersLanguage(t *testing.T) {
	i := newInstance(t)
	for _, c := range []struct{ accept, cookie, want string }{
		{"", "", "/zh/"}, {"en", "", "/en/"}, {"en-GB,en;q=0.9,zh;q=0.1", "", "/en/"}, {"zh-TW", "", "/zh/"}, {"fr", "", "/en/"}, {"fr,en;q=0.5", "", "/en/"},
		{"nonsense;;;", "", "/zh/"}, {"zh", "lang=en", "/en/"}, {"zh", "lang=xx", "/zh/"},
	} {
		got := i.get(t, "/", "Accept-Language", c.accept, "Cookie", c.cookie)
		if got.status != http.StatusFound || got.header.Get("Location") != c.want {
			t.Errorf("%q with %q: %d to %q, want %q", c.accept, c.cookie, got.status, got.header.Get("Location"), c.want)
		}
		if !strings.Contains(got.header.Get("Vary"), "Accept-Language") {
			t.Errorf("Vary %q", got.header.Get("Vary"))
		}
	}
}

func TestTheme(t *testing.T) {
	i := newInstance(t, webtest.Museum())
	for _, c := range []struct {
		theme, back string
		status      int
		to, cookie  string
	}{
		{"dark", "/zh/2019", 303, "/zh/2019", "theme=dark"}, {"light", "/zh/2019?tag=a", 303, "/zh/2019?tag=a", "theme=light"}, {"system", "/zh/", 303, "/zh/", "theme=;"},
		{"pink", "/zh/", 400, "", ""}, {"dark", "https://evil.example/", 303, "/", "theme=dark"}, {"dark", "//evil.example/", 303, "/", "theme=dark"}, {"dark", `/\evil.example`, 303, "/", "theme=dark"},
	} {
		r := httptest.NewRequest(http.MethodPost, "/theme", strings.NewReader(url.Values{"theme": {c.theme}, "back": {c.back}}.Encode()))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		w := httptest.NewRecorder()
		i.Handler().ServeHTTP(w, r)
		if w.Code != c.status || w.Header().Get("Location") != c.to || !strings.HasPrefix(w.Header().Get("Set-Cookie"), c.cookie) {
			t.Errorf("%s back to %s: %d to %q, cookie %q", c.theme, c.back, w.Code, w.Header().Get("Location"), w.Header().Get("Set-Cookie"))
		}
	}
	if page := i.get(t, "/zh/2019", "Cookie", "theme=dark").body; !strings.Contains(page, `data-theme="dark"`) {
		t.Error("the cookie does not reach the page")
	}
	if page := i.get(t, "/zh/2019", "Cookie", `theme="><script>`).body; strings.Contains(page, "data-theme") {
		t.Error("a cookie of another value reaches the page")
	}
}

func TestCards(t *testing.T) {
	i := newInstance(t, webtest.Chronicle()...)
	for path, want := range map[string]int{
		"/og/all.png": 200, "/og/2019.png": 200, "/og/-0220.png": 200, "/og/e/day.png": 200, "/og/e/month.png": 200, "/og/e/year.png": 200, "/og/e/decade.png": 200, "/og/e/open.png": 200,
		"/og/e/until.png": 200, "/og/e/bce.png": 200, "/og/x.png": 404, "/og/e/draft.png": 404, "/og/e/withdrawn.png": 404, "/og/2019": 404, "/og/9999999999999999.png": 404,
	} {
		got := i.get(t, path)
		if got.status != want {
			t.Errorf("%s: status %d, want %d", path, got.status, want)
			continue
		}
		if want != http.StatusOK {
			continue
		}
		img, err := png.Decode(strings.NewReader(got.body))
		if err != nil || img.Bounds().Dx() != 1200 || img.Bounds().Dy() != 630 {
			t.Errorf("%s: %v, %v", path, img.Bounds(), err)
		}
	}
	again := newInstance(t, webtest.Chronicle()...)
	if a, b := i.get(t, "/og/2019.png"), again.get(t, "/og/2019.png"); a.body != b.body || a.header.Get("Etag") != b.header.Get("Etag") {
		t.Error("two replicas draw different cards")
	}
	before := i.get(t, "/og/2019.png").body
	was := i.live.Timeline().Site()
	next := *was
	next.Accent = "#b3261e"
	i.commit(t, events.DocumentChanges(was, &next)...)
	if i.get(t, "/og/2019.png").body == before {
		t.Error("a card keeps the accent that the site had")
	}
}

func TestSitemap(t *testing.T) {
	i := newInstance(t, webtest.Chronicle()...)
	var file struct {
		URLs []struct {
			Loc   string `xml:"loc"`
			Links []struct {
				Href string `xml:"href,attr"`
			} `xml:"http://www.w3.org/1999/xhtml link"`
		} `xml:"url"`
	}
	if err := xml.Unmarshal([]byte(i.get(t, "/sitemap.xml").body), &file); err != nil {
		t.Fatal(err)
	}
	for _, u := range file.URLs {
		path := strings.TrimPrefix(u.Loc, "https://almanac.example.org")
		if got := i.get(t, path); got.status != http.StatusOK {
			t.Errorf("%s: status %d", u.Loc, got.status)
		}
		if len(u.Links) != 2 {
			t.Errorf("%s has %d language versions", u.Loc, len(u.Links))
		}
		if strings.Contains(u.Loc, "withdrawn") || strings.Contains(u.Loc, "draft") {
			t.Errorf("%s is not public", u.Loc)
		}
	}
	if len(file.URLs) < 90 {
		t.Errorf("%d addresses", len(file.URLs))
	}
}

func TestALargeSitemapIsSplit(t *testing.T) {
	s := generated(t, generate.Options{Events: 30_000, From: 1000, To: 2026, Seed: 1})
	var index struct {
		Files []struct {
			Loc string `xml:"loc"`
		} `xml:"sitemap"`
	}
	if err := xml.Unmarshal(serve(t, s, "/sitemap.xml").Body.Bytes(), &index); err != nil {
		t.Fatal(err)
	}
	total := 0
	for _, f := range index.Files {
		body := serve(t, s, strings.TrimPrefix(f.Loc, "https://almanac.example.org")).Body.Bytes()
		n := bytes.Count(body, []byte("<loc>"))
		if n > sitemapMost || len(body) > 50<<20 {
			t.Errorf("%s: %d addresses in %d bytes", f.Loc, n, len(body))
		}
		total += n
	}
	if len(index.Files) < 2 || total < 60_000 {
		t.Errorf("%d files, %d addresses", len(index.Files), total)
	}
	if w := serve(t, s, "/sitemap-99.xml"); w.Code != http.StatusNotFound {
		t.Errorf("a file that is not there: %d", w.Code)
	}
}

func TestBelowAPath(t *testing.T) {
	i := newInstance(t, webtest.Museum())
	c := Config{Record: i.live, Now: i.now, Site: i.site}
	c.Site.BaseURL = "https://example.org/chronicle"
	below, err := New(c)
	if err != nil {
		t.Fatal(err)
	}
	d := webtest.Document(t, serve(t, below, "/en/2019").Body.String())
	d.Find("a[href],link[href],form[action],script[src]").Each(checkBelow(t))
}

// checkBelow holds that an address of this site starts with the base URL's
// path.
func checkBelow(t *testing.T) func(int, *goquery.Selection) {
	return func(_ int, s *goquery.Selection) {
		for _, key := range []string{"href", "action", "src"} {
			v := strings.TrimPrefix(s.AttrOr(key, "#"), "https://example.org")
			if !strings.HasPrefix(v, "#") && !strings.HasPrefix(v, "/chronicle/") {
				t.Errorf("%s %q", goquery.NodeName(s), v)
			}
		}
	}
}

func TestServersFaultsSayNothingOfTheCause(t *testing.T) {
	i := newInstance(t, webtest.Museum())
	for _, lang := range []string{"zh", "en"} {
		for _, status := range []int{http.StatusInternalServerError, http.StatusServiceUnavailable, http.StatusConflict, http.StatusRequestEntityTooLarge} {
			w := httptest.NewRecorder()
			i.writeProblem(w, httptest.NewRequest(http.MethodGet, "/"+lang+"/2019", nil), problem{status: status, request: "REQ123"})
			if w.Code != status {
				t.Errorf("status %d, want %d", w.Code, status)
			}
			webtest.CheckDocument(t, w.Body.String())
			if !strings.Contains(w.Body.String(), "REQ123") {
				t.Error("the page names no id to quote")
			}
		}
	}
}

// Readers may keep the whole record as files, on terms that the page names and the
// file carries.
func TestTheWholeRecordToKeep(t *testing.T) {
	i := newInstance(t, webtest.Museum(), plan())
	site := *i.live.Timeline().Site()
	site.Licence = &events.Licence{Name: "CC BY 4.0", URL: "https://creativecommons.org/licenses/by/4.0/"}
	i.commit(t, events.DocumentChanges(i.live.Timeline().Site(), &site)...)
	d := webtest.Document(t, i.get(t, "/en/feeds").body)
	var files []string
	for _, a := range d.Find("[aria-labelledby=download] li a").EachIter() {
		files = append(files, a.AttrOr("href", "")+" "+a.AttrOr("download", ""))
	}
	if got, want := strings.Join(files, ", "), "/en/all.record record.json, /en/all.ics record-en.ics, /en/all.csv record-en.csv"; got != want {
		t.Errorf("offered: %s", got)
	}
	got := i.get(t, "/en/all.record")
	record, err := events.ParseRecord([]byte(got.body))
	if err != nil || got.header.Get("Content-Type") != "application/json" || len(record.Events) != 2 || record.Site.Licence == nil || record.Site.Licence.Name != "CC BY 4.0" {
		t.Errorf("%d events, %v, %s", len(record.Events), err, got.header.Get("Content-Type"))
	}
}
