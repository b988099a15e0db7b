package desk_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"almanac.example/web/access"
	"almanac.example/web/desk"
	"almanac.example/web/desk/desktest"
	"almanac.example/web/webtest"
)

// matrix says which role the least is that may have an address; "": anybody. A
// route without a row fails.
var matrix = map[string]access.Role{
	"/login":   "",
	"/logout":  "",
	"/setup":   "",
	"/invite":  "",
	"/account": access.Viewer,

	"/tokens":       access.Viewer,
	"/people":       access.Administrator,
	"/people/{key}": access.Administrator,
	"/audit":        access.Administrator,

	"/site":           access.Administrator,
	"/site/{key}":     access.Administrator,
	"/webhooks":       access.Administrator,
	"/webhooks/{key}": access.Administrator,
	"/backup":         access.Administrator,

	"/{$}":     access.Viewer,
	"/list":    access.Viewer,
	"/filters": access.Viewer,
	"/history": access.Viewer,

	"/review":            access.Viewer,
	"/review/{key}":      access.Viewer,
	"/review/{key}/{id}": access.Viewer,

	"/new":             access.Author,
	"/reads":           access.Author,
	"/picture/{key}":   access.Viewer,
	"/e/{id}":          access.Author,
	"/e/{id}/read":     access.Viewer,
	"/e/{id}/presence": access.Author,
	"/e/{id}/history":  access.Viewer,
	"/e/{id}/back":     access.Author,
	"/e/{id}/redact":   access.Administrator,
	"/e/{id}/publish":  access.Editor,
	"/e/{id}/discard":  access.Author,
	"/e/{id}/{key}":    access.Editor,
	"/bulk":            access.Editor,
	"/batch/{key}":     access.Editor,

	"/import":               access.Author,
	"/import/{key}":         access.Author,
	"/import/{key}/refused": access.Author,

	"/tags":               access.Editor,
	"/tags/{key}":         access.Editor,
	"/tags/{key}/merge":   access.Editor,
	"/places":             access.Editor,
	"/places/{key}":       access.Editor,
	"/places/{key}/merge": access.Editor,
	"/views":              access.Editor,
	"/views/{key}":        access.Editor,
}

// addressOf is an address of a pattern.
func addressOf(pattern string) string {
	return "/admin/en" + strings.NewReplacer("{$}", "", "{id}", "day", "{key}", "withdrawn").Replace(pattern)
}

func TestWhoMayHaveWhichAddress(t *testing.T) {
	h := newHouse(t, webtest.Chronicle()...)
	h.As("administrator")
	h.As("viewer-gone")
	gone, err := h.Directory.AccountNamed("viewer-gone")
	h.Must(err)
	yes := true
	_, err = h.Directory.ChangeAccount(t.Context(), access.Local("root"), gone.ID, access.AccountChange{Disabled: &yes})
	h.Must(err)
	h.Cookies["expired"] = &http.Cookie{Name: h.As("administrator").Name, Value: "no-such-session"}
	var patterns []string
	for _, rt := range h.routes() {
		patterns = append(patterns, rt.Pattern)
		least, ok := matrix[rt.Pattern]
		if !ok {
			t.Errorf("%s: no row says who may have it", rt.Pattern)
			continue
		}
		for _, who := range []string{"", "expired", "viewer-gone", "viewer", "author", "editor", "administrator"} {
			h.checkAddress(rt, least, who)
		}
	}
	for pattern := range matrix {
		if !slices.Contains(patterns, pattern) {
			t.Errorf("%s: there is a row and no route", pattern)
		}
	}
}

// checkAddress asks for an address, by GET and, where it takes forms, by POST.
func (h *house) checkAddress(rt desk.Route, least access.Role, who string) {
	h.T.Helper()
	nobody := who == "" || who == "expired" || who == "viewer-gone"
	address := addressOf(rt.Pattern)
	get := h.Get(who, address)
	switch {
	case least == "":
		if get.Status == http.StatusForbidden || get.Status == http.StatusUnauthorized {
			h.T.Errorf("GET %s as %q: %d", address, who, get.Status)
		}
	case nobody:
		if get.Status != http.StatusSeeOther || !strings.HasPrefix(get.To, "/admin/en/login?to=") {
			h.T.Errorf("GET %s as %q: %d to %q, not to the page to sign in", address, who, get.Status, get.To)
		}
	case access.Role(who).Includes(least) != (get.Status != http.StatusForbidden):
		h.T.Errorf("GET %s as %q: %d", address, who, get.Status)
	}
	if !rt.Posts {
		if post := h.Post(who, address, url.Values{}); post.Status != http.StatusMethodNotAllowed {
			h.T.Errorf("POST %s as %q: %d", address, who, post.Status)
		}
		return
	}
	if least == "" {
		return
	}
	post := h.Post(who, address, url.Values{"do": {"check"}})
	switch {
	case nobody && post.Status != http.StatusUnauthorized:
		h.T.Errorf("POST %s as %q: %d", address, who, post.Status)
	case !nobody && access.Role(who).Includes(least) == (post.Status == http.StatusForbidden):
		h.T.Errorf("POST %s as %q: %d", address, who, post.Status)
	}
}

// TestNothingIsKeptAndNothingRunsInline holds what every answer of the desk must
// carry, errors included.
func TestNothingIsKeptAndNothingRunsInline(t *testing.T) {
	h := newHouse(t, webtest.Chronicle()...)
	var answers []desktest.Answer
	for _, rt := range h.routes() {
		for _, who := range []string{"", "administrator"} {
			answers = append(answers, h.Get(who, addressOf(rt.Pattern)), h.Post(who, addressOf(rt.Pattern), url.Values{"do": {"check"}}))
		}
	}
	answers = append(answers, h.Get("", "/admin"), h.Get("", "/admin/"), h.Get("administrator", "/admin/fr/"), h.Get("administrator", "/admin/en/no-such-page"), h.Get("administrator", "/admin/en/e/no-such-entry"))
	for _, a := range answers {
		if got := a.Header.Get("Cache-Control"); got != "no-store" {
			t.Errorf("Cache-Control %q\n%.200s", got, a.Body)
		}
		if got := a.Header.Get("Content-Security-Policy"); got != desk.Policy || strings.Contains(got, "unsafe") {
			t.Errorf("policy %q", got)
		}
		if a.Status >= 500 {
			t.Errorf("status %d\n%.300s", a.Status, a.Doc.Find("main").Text())
		}
		if n := a.Doc.Find("style,script:not([src]),[style],[onclick]").Length(); n > 0 {
			t.Errorf("%d inline scripts or styles", n)
		}
	}
}

func TestStaticFilesHaveNothingOfAnybody(t *testing.T) {
	h := newHouse(t)
	page := h.Get("viewer", "/admin/en/")
	for selector, media := range map[string]string{"link[rel=stylesheet][href*='/admin/']": "text/css; charset=utf-8", "script[src]": "text/javascript; charset=utf-8"} {
		s := page.Doc.Find(selector)
		a := h.Get("", s.AttrOr("href", s.AttrOr("src", "")))
		if a.Status != http.StatusOK || a.Header.Get("Content-Type") != media || a.Header.Get("Cache-Control") != "private, max-age=31536000, immutable" {
			t.Errorf("%s: %d %v", selector, a.Status, a.Header)
		}
	}
	if a := h.Get("", "/admin/static/other.css"); a.Status != http.StatusNotFound {
		t.Errorf("a file that is not there: %d", a.Status)
	}
}

func TestFormsOfOtherSitesAreRefused(t *testing.T) {
	h := newHouse(t, webtest.Museum())
	for name, set := range map[string]func(http.Header){
		"fetch metadata": func(h http.Header) { h.Set("Sec-Fetch-Site", "cross-site") },
		"origin":         func(h http.Header) { h.Set("Origin", "https://evil.example") },
	} {
		r := httptest.NewRequest(http.MethodPost, desktest.Base+"/admin/en/e/museum/withdrawn", strings.NewReader(url.Values{"do": {"withdrawn"}, "rev": {"2"}}.Encode()))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		set(r.Header)
		if a := h.Ask("editor", r); a.Status != http.StatusForbidden {
			t.Errorf("%s: status %d", name, a.Status)
		}
	}
	if e := h.Stored("museum"); e.Status != "published" {
		t.Errorf("it is %s", e.Status)
	}
}

func TestLanguageOfAnAddressWithoutOne(t *testing.T) {
	h := newEmptyHouse(t)
	for accept, want := range map[string]string{"en-GB": "/admin/en/setup?secret=x", "zh-CN,en;q=0.5": "/admin/zh/setup?secret=x", "": "/admin/zh/setup?secret=x"} {
		r := httptest.NewRequest(http.MethodGet, desktest.Base+"/admin/setup?secret=x", nil)
		r.Header.Set("Accept-Language", accept)
		if got := h.Ask("", r).To; got != want {
			t.Errorf("%q leads to %s, want %s", accept, got, want)
		}
	}
}

func TestADeskThatIsNotSetUpSaysSo(t *testing.T) {
	h := newEmptyHouse(t)
	a := h.Get("", "/admin/en/")
	if a.Status != http.StatusNotFound || !strings.Contains(a.Doc.Find("h1").Text(), "not set up") {
		t.Errorf("%d %q", a.Status, a.Doc.Find("h1").Text())
	}
	for _, secret := range []string{"", "guessed"} {
		if a := h.Get("", "/admin/en/setup?secret="+secret); a.Status != http.StatusNotFound {
			t.Errorf("secret %q: %d", secret, a.Status)
		}
	}
}
