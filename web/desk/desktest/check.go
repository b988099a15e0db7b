package desktest

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"almanac.example/web/access"
	"almanac.example/web/webtest"
)

// unwritten is a key of a text that stands where the text should.
var unwritten = regexp.MustCompile(`\b(desk|door|edit|date|list|home|how|check|publish|time|bulk|conflict|history|account|repeat|batch|fold|preview|source|link|picture|step|fault|state|lang|role|done|field|log|setup|invite|invalid|carried|vocabulary|colour|people|tokens|audit|webhooks|backup|site)\.[a-z][A-Za-z0-9.-]+`)

// CheckPage holds what every page of the desk has.
func CheckPage(t *testing.T, page Answer) {
	t.Helper()
	webtest.CheckDocument(t, page.Body)
	d := webtest.Document(t, page.Body)
	d.Find("script,[translate=no],textarea,iframe,code").Remove()
	if key := unwritten.FindString(d.Text()); key != "" {
		t.Errorf("%s is shown instead of its text", key)
	}
	d.Find("a[href='']").Each(func(_ int, s *goquery.Selection) { t.Errorf("the link %q leads nowhere", s.Text()) })
	if crumbs := d.Find("nav.scale li"); crumbs.Length() > 0 && (crumbs.Find("[aria-current=page]").Length() != 1 || !crumbs.Last().Find("a").Is("[aria-current=page]")) {
		t.Errorf("the path to the page does not end with it: %s", crumbs.Text())
	}
	checkForms(t, d)
}

// checkForms holds what every form of the desk has.
func checkForms(t *testing.T, d *goquery.Document) {
	d.Find("main input:not([type=hidden]):not([type=checkbox]):not([type=radio]):not([hidden]),main textarea,main select").Each(func(_ int, s *goquery.Selection) {
		if id := s.AttrOr("id", ""); id == "" || d.Find("label[for='"+id+"']").Length() != 1 {
			t.Errorf("%s has no label", s.AttrOr("name", "a field"))
		}
	})
	d.Find("main input[type=checkbox],main input[type=radio]").Each(func(_ int, s *goquery.Selection) {
		if s.ParentsFiltered("label").Length() == 0 && s.AttrOr("aria-label", "") == "" {
			t.Errorf("the box %s=%s has no label", s.AttrOr("name", ""), s.AttrOr("value", ""))
		}
	})
	if n := d.Find("button.go").Length(); n > 1 {
		t.Errorf("%d filled buttons", n)
	}
	d.Find("main form[method=post]").Each(func(_ int, s *goquery.Selection) {
		if first := s.Find("button").First(); first.HasClass("go") || first.HasClass("del") {
			t.Errorf("the Enter key presses %q", strings.TrimSpace(first.Text()))
		}
	})
	if n := d.Find(".errs").Length(); n > 0 && (d.Find(".errs[autofocus][tabindex='-1']").Length() != 1 || !strings.HasPrefix(d.Find("title").Text(), "Error: ") && !strings.HasPrefix(d.Find("title").Text(), "有误：")) {
		t.Errorf("faults without focus, or title %q", d.Find("title").Text())
	}
}

// CheckForm holds that a form is taken from accounts of the least role on, and only
// from a page of the site itself: from others, from other sites and as a link it
// changes nothing.
func (h *Instance) CheckForm(least access.Role, path string, form url.Values) {
	h.T.Helper()
	before := h.written()
	check := func(how string, a Answer, status int) {
		h.T.Helper()
		if a.Status != status {
			h.T.Errorf("%s %s: status %d, want %d", how, path, a.Status, status)
		}
		if after := h.written(); after != before {
			h.T.Errorf("%s %s: something was written: %s, then %s", how, path, before, after)
			before = after
		}
	}
	check("not signed in,", h.Post("", path, form), http.StatusUnauthorized)
	for _, role := range access.Roles() {
		if !role.Includes(least) {
			check("as "+string(role)+",", h.Post(string(role), path, form), http.StatusForbidden)
		}
	}
	for field, value := range map[string]string{"Sec-Fetch-Site": "cross-site", "Origin": "https://elsewhere.example"} {
		r := httptest.NewRequestWithContext(h.T.Context(), http.MethodPost, Base+path, strings.NewReader(form.Encode()))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set(field, value)
		check("from another site,", h.Ask("administrator", r), http.StatusForbidden)
	}
	link := h.Get("administrator", path+"?"+form.Encode())
	check("as a link,", link, link.Status)
}

// written tells how far the record and the audit are.
func (h *Instance) written() string {
	h.T.Helper()
	list, more, err := h.Directory.Audit(h.T.Context(), access.Local("root"), "", access.MaxAudit)
	h.Must(err)
	return fmt.Sprintf("revision %d, %d entries of the audit (more: %v)", h.Live.Timeline().Rev(), len(list), more)
}
