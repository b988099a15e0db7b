package overview_test

import (
	"net/http"
	"strings"
	"testing"

	"almanac.example/web/desk/desktest"
	"almanac.example/web/webtest"
)

// TestAFilterIsKept walks from a narrowed list to its filter under a name, back to
// the list by that name, and to forgetting it.
func TestAFilterIsKept(t *testing.T) {
	h := desktest.New(t, webtest.Chronicle()...)
	if h.Get("author", "/admin/en/list").Doc.Find("#lkeep").Length() != 0 {
		t.Error("a list that is not narrowed can be kept")
	}
	const path = "/admin/en/list?status=published&unsourced=1"
	list := h.Get("author", path)
	form := desktest.Fields(list.Doc.Find("form:has(#lkeep)"))
	for _, bad := range []string{"", strings.Repeat("x", 81)} {
		a := h.Post("author", "/admin/en/filters", desktest.With(form, "name", bad, "do", "keep"))
		if a.Status != http.StatusUnprocessableEntity || a.Doc.Find("#lkeep[aria-invalid]").AttrOr("value", "-") != bad || a.Doc.Find(".ent tbody tr").Length() != list.Doc.Find(".ent tbody tr").Length() {
			t.Errorf("%.9q: %d %s", bad, a.Status, a.Doc.Find(".errs").Text())
		}
	}
	if a := h.Post("author", "/admin/en/filters", desktest.With(form, "name", "To be sourced")); a.Doc.Find(".kept").Length() != 0 || a.Doc.Find("#lkeep").AttrOr("value", "") != "To be sourced" {
		t.Errorf("the Enter key keeps it, or loses its name: %d %s", a.Status, a.Doc.Find(".kept").Text())
	}
	kept := h.Follow("author", h.Post("author", "/admin/en/filters", desktest.With(form, "name", "To be sourced", "do", "keep")))
	link := kept.Doc.Find(".kept a")
	if link.Text() != "To be sourced" || link.AttrOr("href", "") != path || link.AttrOr("aria-current", "") != "true" || !strings.Contains(kept.Doc.Find(".say").Text(), "is kept") {
		t.Fatalf("kept as %s, %q", link.Text(), link.AttrOr("href", ""))
	}
	if kept.Doc.Find("#lkeep").Length() != 0 {
		t.Error("what is kept can be kept again")
	}
	for who, n := range map[string]int{"author": 1, "author-b": 0} {
		if got := h.Get(who, "/admin/zh/list").Doc.Find(".kept a").Length(); got != n {
			t.Errorf("%s has %d filters", who, got)
		}
	}
	again := h.Get("author", link.AttrOr("href", ""))
	if got, want := again.Doc.Find(".ent tbody").Text(), list.Doc.Find(".ent tbody").Text(); got != want {
		t.Error("it leads to another list")
	}
	forget := desktest.Fields(again.Doc.Find(".kept form"))
	for range 2 { // a form that is sent twice is no error
		gone := h.Follow("author", h.Post("author", "/admin/en/filters", desktest.With(forget, "do", "forget")))
		if gone.Doc.Find(".kept").Length() != 0 || gone.Doc.Find("#lkeep").Length() != 1 {
			t.Errorf("it is still kept: %s", gone.Doc.Find(".kept").Text())
		}
	}
	for _, lang := range []string{"zh", "en"} {
		h.Post("author", "/admin/"+lang+"/filters", desktest.With(form, "name", "名", "do", "keep"))
		desktest.CheckPage(t, h.Get("author", "/admin/"+lang+"/list?unsourced=1"))
		desktest.CheckPage(t, h.Post("author", "/admin/"+lang+"/filters", desktest.With(form, "name", "", "do", "keep")))
	}
}
