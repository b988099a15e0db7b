package web

import (
	"bytes"
	"encoding/xml"
	"image/png"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"almanac.example/cmd/almanac/generate"
	"almanac.example/events"
	"almanac.example/events/edtf"
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
	i := newInstance(t, museum())
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

func TestTheFrame(t *testing.T) {
	i := newInstance(t, chronicle()...)
	got := i.get(t, "/embed/en/2019?tag=science&n=3&theme=dark")
	if got.status != http.StatusOK {
		t.Fatalf("status %d", got.status)
	}
	if policy := got.header.Get("Content-Security-Policy"); !strings.Contains(policy, "frame-ancestors *") || !strings.Contains(policy, "default-src 'none'") {
		t.Errorf("policy %q", policy)
	}
	checkDocument(t, got.body)
	d := document(t, got.body)
	if n := d.Find("li.ev").Length(); n != 3 {
		t.Errorf("%d entries, want 3", n)
	}
	if d.Find("html").AttrOr("data-theme", "") != "dark" || d.Find("base").AttrOr("target", "") != "_top" {
		t.Error("theme or target is missing")
	}
	if href := d.Find("footer a").First().AttrOr("href", ""); href != "https://almanac.example.org/en/2019?tag=science" {
		t.Errorf("all of it is at %q", href)
	}
	if policy := i.get(t, "/en/2019").header.Get("Content-Security-Policy"); !strings.Contains(policy, "frame-ancestors 'self'") {
		t.Errorf("pages may be framed: %q", policy)
	}
}

// TestTheBuilderKeepsTheSelection follows the code that the builder gives.
func TestTheBuilderKeepsTheSelection(t *testing.T) {
	i := newInstance(t, chronicle()...)
	d := document(t, i.get(t, "/en/embed?year=2019&tag=policy&n=5&theme=light").body)
	src := d.Find("iframe + p a").AttrOr("href", "")
	if src != "https://almanac.example.org/embed/en/2019?n=5&tag=policy&theme=light" {
		t.Fatalf("the frame is %q", src)
	}
	preview := d.Find("iframe").AttrOr("srcdoc", "")
	checkDocument(t, preview)
	if n := document(t, preview).Find("li.ev").Length(); n != 2 {
		t.Errorf("the preview has %d entries, want 2", n)
	}
	code := document(t, d.Find(".copy code").First().Text())
	if got := code.Find("iframe").AttrOr("src", ""); got != src {
		t.Errorf("the code shows %q", got)
	}
	component := document(t, d.Find(".copy code").Last().Text())
	if got := component.Find("almanac-timeline").AttrOr("src", ""); got != src {
		t.Errorf("the component shows %q", got)
	}
	if got := d.Find("input[type=hidden][name=year]").AttrOr("value", ""); got != "2019" {
		t.Errorf("the form would lose the year: %q", got)
	}
}

func TestCards(t *testing.T) {
	i := newInstance(t, chronicle()...)
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
	again := newInstance(t, chronicle()...)
	if a, b := i.get(t, "/og/2019.png"), again.get(t, "/og/2019.png"); a.body != b.body || a.header.Get("Etag") != b.header.Get("Etag") {
		t.Error("two replicas draw different cards")
	}
}

func TestSitemap(t *testing.T) {
	i := newInstance(t, chronicle()...)
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
	if len(file.URLs) < 100 {
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

func TestSearchPage(t *testing.T) {
	i := newInstance(t, chronicle()...)
	i.commit(t, events.Put(story("forum", "1999-05-24", func(e *events.Event) {
		e.Text["zh"] = events.Text{Title: "浦江<创新>论坛在上海举行", Body: "开幕式上谈到长三角。"}
		e.Text["en"] = events.Text{Title: "Forum", Summary: "About café culture."}
	}), 0))
	for _, c := range []struct{ query, selector, want string }{
		{"上海論壇", "h3 mark", "论坛上海"},
		{"<创新>", "h3 mark", "<创新>"},
		{"cafe", ".tr mark,.s mark", ""},
		{"长三角", ".s mark", "长三角"},
	} {
		d := document(t, i.get(t, "/zh/search?q="+url.QueryEscape(c.query)).body)
		if diff := slugsOf(d, "#tl"); !slices.Equal(diff, []string{"forum"}) {
			t.Errorf("%q finds %v", c.query, diff)
		}
		if got := d.Find("#tl " + c.selector).Text(); got != c.want {
			t.Errorf("%q marks %q, want %q", c.query, got, c.want)
		}
	}
	d := document(t, i.get(t, "/en/search?q=story").body)
	if d.Find(".facets a").Length() < 3 {
		t.Error("no counts by decade")
	}
	narrowed, _ := d.Find(".facets a").First().Attr("href")
	if !strings.HasPrefix(narrowed, "/en/search?") || !strings.Contains(narrowed, "in=202X") {
		t.Errorf("the first count leads to %q", narrowed)
	}
}

func TestCorrectionsOnTheEventPage(t *testing.T) {
	i := newInstance(t, museum())
	i.edit(t, "museum", func(e *events.Event) { e.Span = events.On(edtf.MustParse("2019-05-25")) })
	i.edit(t, "museum", func(e *events.Event) { e.Tags = []string{"culture", "science"} })
	d := document(t, i.get(t, "/en/e/museum-opens").body)
	var got []string
	for _, li := range d.Find(".hist li").EachIter() {
		got = append(got, strings.TrimSpace(li.Text()))
	}
	if len(got) != 2 || !strings.Contains(got[0], "topics") || !strings.Contains(got[1], "24 May 2019") || !strings.Contains(got[1], "25 May 2019") {
		t.Errorf("corrections %q", got)
	}
}

func TestAMovedEventLeadsToItsAddress(t *testing.T) {
	i := newInstance(t, museum())
	i.edit(t, "museum", func(e *events.Event) { e.Slug = "museum-opened" })
	got := i.get(t, "/en/e/museum-opens")
	if got.status != http.StatusMovedPermanently || got.header.Get("Location") != "/en/e/museum-opened" {
		t.Errorf("%d to %q", got.status, got.header.Get("Location"))
	}
}

func TestEmptyRecord(t *testing.T) {
	i := newInstance(t)
	for _, path := range []string{"/", "/all", "/2019", "/2019/05", "/2019/05/grid", "/list", "/tags", "/places", "/today", "/search?q=x", "/search", "/feeds", "/subscribe", "/embed", "/about"} {
		got := i.get(t, "/en"+path)
		if got.status != http.StatusOK {
			t.Errorf("%s: status %d", path, got.status)
			continue
		}
		checkDocument(t, got.body)
	}
}

func TestBelowAPath(t *testing.T) {
	i := newInstance(t, museum())
	c := Config{Record: i.live, Now: i.now, Site: i.site}
	c.Site.BaseURL = "https://example.org/chronicle"
	below, err := New(c)
	if err != nil {
		t.Fatal(err)
	}
	d := document(t, serve(t, below, "/en/2019").Body.String())
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

func TestSavedViews(t *testing.T) {
	i := newInstance(t, chronicle()...)
	site := *i.live.Timeline().Site()
	site.Tags = []events.Tag{{Slug: "policy", Name: events.Localised{"zh": "政策", "en": "Policy"}}}
	site.Views = []events.View{{Slug: "rules", Name: events.Localised{"zh": "规章", "en": "Rules"}, Selection: "key=1&tag=science"}}
	i.commit(t, events.DocumentChanges(i.live.Timeline().Site(), &site)...)
	got := i.get(t, "/zh/v/rules")
	if got.status != http.StatusOK {
		t.Fatalf("status %d", got.status)
	}
	checkDocument(t, got.body)
	d := document(t, got.body)
	if !slices.Equal(slugsOf(d, "#tl"), []string{"day"}) || d.Find("h1").Text() != "规章" {
		t.Errorf("%q shows %v", d.Find("h1").Text(), slugsOf(d, "#tl"))
	}
	if href := document(t, i.get(t, "/en/tags").body).Find(".views a").AttrOr("href", ""); href != "/en/v/rules" {
		t.Errorf("the index leads to %q", href)
	}
	name := document(t, i.get(t, "/en/2019?tag=policy").body).Find("#tl a.tag").First()
	if name.Text() != "Policy" {
		t.Errorf("the topic is called %q", name.Text())
	}
}

func TestServersFaultsSayNothingOfTheCause(t *testing.T) {
	i := newInstance(t, museum())
	for _, lang := range []string{"zh", "en"} {
		for _, status := range []int{http.StatusInternalServerError, http.StatusServiceUnavailable, http.StatusConflict, http.StatusRequestEntityTooLarge} {
			w := httptest.NewRecorder()
			i.writeProblem(w, httptest.NewRequest(http.MethodGet, "/"+lang+"/2019", nil), problem{status: status, request: "REQ123"})
			if w.Code != status {
				t.Errorf("status %d, want %d", w.Code, status)
			}
			checkDocument(t, w.Body.String())
			if !strings.Contains(w.Body.String(), "REQ123") {
				t.Error("the page names no id to quote")
			}
		}
	}
}
