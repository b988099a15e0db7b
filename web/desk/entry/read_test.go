package entry_test

import (
	"net/http"
	"strings"
	"testing"

	"almanac.example/events"
	"almanac.example/web/desk/desktest"
	"almanac.example/web/webtest"
)

// TestWhoMayOnlyReadReads: every link of the list leads a viewer to a page that
// shows the entry and offers nothing that the role does not include.
func TestWhoMayOnlyReadReads(t *testing.T) {
	unread := webtest.Story("vague", "2019-01-01", func(e *events.Event) {
		e.Status, e.Span = events.Draft, events.Span{Unread: "that day"}
	})
	h := desktest.New(t, append(webtest.Chronicle(), desktest.Draft("d1"), unread)...)
	links := map[string]bool{}
	for _, path := range []string{"/admin/en/", "/admin/en/list"} {
		for _, a := range h.Get("viewer", path).Doc.Find("main a").EachIter() {
			if href := a.AttrOr("href", ""); strings.Contains(href, "/e/") {
				links[href] = true
			}
		}
	}
	if len(links) < len(webtest.Chronicle()) {
		t.Fatalf("%d links", len(links))
	}
	for href := range links {
		page := h.Get("viewer", href)
		for page.Status == http.StatusSeeOther {
			page = h.Get("viewer", page.To)
		}
		if page.Status != http.StatusOK || page.Has("main form[method=post]") {
			t.Errorf("%s: %d", href, page.Status)
		}
	}
	page := h.Get("viewer", "/admin/en/e/d1/read")
	desktest.CheckPage(t, page)
	if title := h.Stored("d1").Text["en"].Title; !strings.Contains(shown(page), title) || !strings.Contains(page.Text(".cap"), "Not public.") || page.Text("h1") != title {
		t.Errorf("it shows %q under %q", page.Text(".cap"), page.Text("h1"))
	}
	for query, want := range map[string]string{"?as=calendar": "SUMMARY:", "?as=feed&in=zh": "<feed", "?as-now=year&in=en": "<h3"} {
		if got := shown(h.Get("viewer", "/admin/en/e/d1/read"+query)); !strings.Contains(got, want) {
			t.Errorf("%s: %.200q", query, got)
		}
	}
	refused := h.Get("viewer", "/admin/en/e/d1")
	if refused.Status != http.StatusForbidden || !refused.Has("a[href='/admin/en/e/d1/read']") || !strings.Contains(refused.Text("main"), "Who can: ") {
		t.Errorf("a link that a colleague sent: %d %s", refused.Status, refused.Text("main"))
	}
}

// TestWhyIsTakenAlong: why an author changed something is offered to who publishes
// it, and stands in the entry's history; a name that a machine gave stands nowhere.
func TestWhyIsTakenAlong(t *testing.T) {
	h := desktest.New(t, webtest.Museum())
	id := h.Amend("author", "museum", "title-en", "Museum opens its doors", "note", "the plaque says so")
	form := h.Get("editor", "/admin/en/e/"+id+"/publish").FormWith("publish")
	if got := form.Get("note"); got != "the plaque says so" {
		t.Errorf("the reason is %q", got)
	}
	h.Follow("editor", h.Post("editor", "/admin/en/e/"+id+"/publish", desktest.With(form, "note", "", "do", "publish")))
	for _, path := range []string{"/admin/en/e/museum/history", "/admin/en/history"} {
		page := h.Get("editor", path)
		if got := page.Text("main"); strings.Contains(got, id) || !strings.Contains(got, "from an amendment") {
			t.Errorf("%s: %s", path, got)
		}
	}
	if got := h.Get("editor", "/admin/en/history").Text("main"); !strings.Contains(got, "accepted into “Museum opens its doors”") {
		t.Errorf("%s", got)
	}
}
