package desk_test

import (
	"net/http"
	"strings"
	"testing"

	"almanac.example/web/webtest"
)

// TestAFilterIsKept walks from a narrowed list to its filter under a name, back to
// the list by that name, and to forgetting it.
func TestAFilterIsKept(t *testing.T) {
	h := newHouse(t, webtest.Chronicle()...)
	if h.get("author", "/admin/en/list").doc.Find("#lkeep").Length() != 0 {
		t.Error("a list that is not narrowed can be kept")
	}
	const path = "/admin/en/list?status=published&unsourced=1"
	list := h.get("author", path)
	form := fields(list.doc.Find("form:has(#lkeep)"))
	for _, bad := range []string{"", strings.Repeat("x", 81)} {
		a := h.post("author", "/admin/en/filters", with(form, "name", bad, "do", "keep"))
		if a.status != http.StatusUnprocessableEntity || a.doc.Find("#lkeep[aria-invalid]").AttrOr("value", "-") != bad || a.doc.Find(".ent tbody tr").Length() != list.doc.Find(".ent tbody tr").Length() {
			t.Errorf("%.9q: %d %s", bad, a.status, a.doc.Find(".errs").Text())
		}
	}
	if a := h.post("author", "/admin/en/filters", with(form, "name", "To be sourced")); a.doc.Find(".kept").Length() != 0 || a.doc.Find("#lkeep").AttrOr("value", "") != "To be sourced" {
		t.Errorf("the Enter key keeps it, or loses its name: %d %s", a.status, a.doc.Find(".kept").Text())
	}
	kept := h.follow("author", h.post("author", "/admin/en/filters", with(form, "name", "To be sourced", "do", "keep")))
	link := kept.doc.Find(".kept a")
	if link.Text() != "To be sourced" || link.AttrOr("href", "") != path || link.AttrOr("aria-current", "") != "true" || !strings.Contains(kept.doc.Find(".say").Text(), "is kept") {
		t.Fatalf("kept as %s, %q", link.Text(), link.AttrOr("href", ""))
	}
	if kept.doc.Find("#lkeep").Length() != 0 {
		t.Error("what is kept can be kept again")
	}
	for who, n := range map[string]int{"author": 1, "author-b": 0} {
		if got := h.get(who, "/admin/zh/list").doc.Find(".kept a").Length(); got != n {
			t.Errorf("%s has %d filters", who, got)
		}
	}
	again := h.get("author", link.AttrOr("href", ""))
	if got, want := again.doc.Find(".ent tbody").Text(), list.doc.Find(".ent tbody").Text(); got != want {
		t.Error("it leads to another list")
	}
	forget := fields(again.doc.Find(".kept form"))
	for range 2 { // a form that is sent twice is no error
		gone := h.follow("author", h.post("author", "/admin/en/filters", with(forget, "do", "forget")))
		if gone.doc.Find(".kept").Length() != 0 || gone.doc.Find("#lkeep").Length() != 1 {
			t.Errorf("it is still kept: %s", gone.doc.Find(".kept").Text())
		}
	}
	for _, lang := range []string{"zh", "en"} {
		h.post("author", "/admin/"+lang+"/filters", with(form, "name", "名", "do", "keep"))
		checkPage(t, h.get("author", "/admin/"+lang+"/list?unsourced=1"))
		checkPage(t, h.post("author", "/admin/"+lang+"/filters", with(form, "name", "", "do", "keep")))
	}
}
