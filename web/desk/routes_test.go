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
	h.as("administrator")
	h.as("viewer-gone")
	gone, err := h.directory.AccountNamed("viewer-gone")
	h.must(err)
	yes := true
	_, err = h.directory.ChangeAccount(t.Context(), access.Local("root"), gone.ID, access.AccountChange{Disabled: &yes})
	h.must(err)
	h.cookies["expired"] = &http.Cookie{Name: h.as("administrator").Name, Value: "no-such-session"}
	var patterns []string
	for _, rt := range h.routes {
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
	h.t.Helper()
	nobody := who == "" || who == "expired" || who == "viewer-gone"
	address := addressOf(rt.Pattern)
	get := h.get(who, address)
	switch {
	case least == "":
		if get.status == http.StatusForbidden || get.status == http.StatusUnauthorized {
			h.t.Errorf("GET %s as %q: %d", address, who, get.status)
		}
	case nobody:
		if get.status != http.StatusSeeOther || !strings.HasPrefix(get.header.Get("Location"), "/admin/en/login?to=") {
			h.t.Errorf("GET %s as %q: %d to %q, not to the page to sign in", address, who, get.status, get.header.Get("Location"))
		}
	case access.Role(who).Includes(least) != (get.status != http.StatusForbidden):
		h.t.Errorf("GET %s as %q: %d", address, who, get.status)
	}
	if !rt.Posts {
		if post := h.post(who, address, url.Values{}); post.status != http.StatusMethodNotAllowed {
			h.t.Errorf("POST %s as %q: %d", address, who, post.status)
		}
		return
	}
	if least == "" {
		return
	}
	post := h.post(who, address, url.Values{"do": {"check"}})
	switch {
	case nobody && post.status != http.StatusUnauthorized:
		h.t.Errorf("POST %s as %q: %d", address, who, post.status)
	case !nobody && access.Role(who).Includes(least) == (post.status == http.StatusForbidden):
		h.t.Errorf("POST %s as %q: %d", address, who, post.status)
	}
}

// TestNothingIsKeptAndNothingRunsInline holds what every answer of the desk must
// carry, errors included.
func TestNothingIsKeptAndNothingRunsInline(t *testing.T) {
	h := newHouse(t, webtest.Chronicle()...)
	var answers []answer
	for _, rt := range h.routes {
		for _, who := range []string{"", "administrator"} {
			answers = append(answers, h.get(who, addressOf(rt.Pattern)), h.post(who, addressOf(rt.Pattern), url.Values{"do": {"check"}}))
		}
	}
	answers = append(answers, h.get("", "/admin"), h.get("", "/admin/"), h.get("administrator", "/admin/fr/"), h.get("administrator", "/admin/en/no-such-page"), h.get("administrator", "/admin/en/e/no-such-entry"))
	for _, a := range answers {
		if got := a.header.Get("Cache-Control"); got != "no-store" {
			t.Errorf("Cache-Control %q\n%.200s", got, a.body)
		}
		if got := a.header.Get("Content-Security-Policy"); got != desk.Policy || strings.Contains(got, "unsafe") {
			t.Errorf("policy %q", got)
		}
		if a.status >= 500 {
			t.Errorf("status %d\n%.300s", a.status, a.doc.Find("main").Text())
		}
		if n := a.doc.Find("style,script:not([src]),[style],[onclick]").Length(); n > 0 {
			t.Errorf("%d inline scripts or styles", n)
		}
	}
}

func TestStaticFilesHaveNothingOfAnybody(t *testing.T) {
	h := newHouse(t)
	page := h.get("viewer", "/admin/en/")
	for selector, media := range map[string]string{"link[rel=stylesheet][href*='/admin/']": "text/css; charset=utf-8", "script[src]": "text/javascript; charset=utf-8"} {
		s := page.doc.Find(selector)
		a := h.get("", s.AttrOr("href", s.AttrOr("src", "")))
		if a.status != http.StatusOK || a.header.Get("Content-Type") != media || a.header.Get("Cache-Control") != "private, max-age=31536000, immutable" {
			t.Errorf("%s: %d %v", selector, a.status, a.header)
		}
	}
	if a := h.get("", "/admin/static/other.css"); a.status != http.StatusNotFound {
		t.Errorf("a file that is not there: %d", a.status)
	}
}

func TestFormsOfOtherSitesAreRefused(t *testing.T) {
	h := newHouse(t, webtest.Museum())
	for name, set := range map[string]func(http.Header){
		"fetch metadata": func(h http.Header) { h.Set("Sec-Fetch-Site", "cross-site") },
		"origin":         func(h http.Header) { h.Set("Origin", "https://evil.example") },
	} {
		r := httptest.NewRequest(http.MethodPost, base+"/admin/en/e/museum/withdrawn", strings.NewReader(url.Values{"do": {"withdrawn"}, "rev": {"2"}}.Encode()))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		set(r.Header)
		if a := h.ask("editor", r); a.status != http.StatusForbidden {
			t.Errorf("%s: status %d", name, a.status)
		}
	}
	if e := h.stored("museum"); e.Status != "published" {
		t.Errorf("it is %s", e.Status)
	}
}

func TestLanguageOfAnAddressWithoutOne(t *testing.T) {
	h := newEmptyHouse(t)
	for accept, want := range map[string]string{"en-GB": "/admin/en/setup?secret=x", "zh-CN,en;q=0.5": "/admin/zh/setup?secret=x", "": "/admin/zh/setup?secret=x"} {
		r := httptest.NewRequest(http.MethodGet, base+"/admin/setup?secret=x", nil)
		r.Header.Set("Accept-Language", accept)
		if got := h.ask("", r).header.Get("Location"); got != want {
			t.Errorf("%q leads to %s, want %s", accept, got, want)
		}
	}
}

func TestADeskThatIsNotSetUpSaysSo(t *testing.T) {
	h := newEmptyHouse(t)
	a := h.get("", "/admin/en/")
	if a.status != http.StatusNotFound || !strings.Contains(a.doc.Find("h1").Text(), "not set up") {
		t.Errorf("%d %q", a.status, a.doc.Find("h1").Text())
	}
	for _, secret := range []string{"", "guessed"} {
		if a := h.get("", "/admin/en/setup?secret="+secret); a.status != http.StatusNotFound {
			t.Errorf("secret %q: %d", secret, a.status)
		}
	}
}
