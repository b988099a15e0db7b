package desk_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"almanac.example/events"
	"almanac.example/web/access"
	"almanac.example/web/desk/desktest"
)

// TestFirstStartToFirstEvent goes the way of a newcomer: from the one-time
// address to an entry on the timeline, in the calendar and in the feed.
func TestFirstStartToFirstEvent(t *testing.T) {
	h := newEmptyHouse(t)
	secret := access.NewSetupSecret()
	h.Directory.OfferSetup(secret)
	setup := h.Get("", "/admin/en/setup?secret="+secret)
	if setup.Status != http.StatusOK {
		t.Fatalf("setup: %d", setup.Status)
	}
	weak := h.Post("", "/admin/en/setup", desktest.With(setup.Form(), "shown", "Anna", "user", "anna", "password", "123456"))
	if weak.Status != http.StatusUnprocessableEntity || weak.Doc.Find("#pw[aria-invalid]").Length() != 1 || weak.Doc.Find(".errs[autofocus] a[href='#pw']").Length() != 1 {
		t.Errorf("a weak password: %d, %s", weak.Status, weak.Doc.Find(".errs").Text())
	}
	done := h.Post("", "/admin/en/setup", desktest.With(setup.Form(), "shown", "Anna", "user", "anna", "password", desktest.Password))
	h.Cookies["anna"] = done.Cookie(t)
	if a := h.Get("", "/admin/en/setup?secret="+secret); a.Status != http.StatusNotFound {
		t.Errorf("the address works twice: %d", a.Status)
	}
	home := h.Follow("anna", done)
	if home.Doc.Find(".empty a[href='/admin/en/new']").Length() != 1 || home.Doc.Find(".say a[href='/admin/en/new']").Length() != 1 {
		t.Error("the first page does not lead to a first entry")
	}
	if got := home.Doc.Find(".say").Text(); !strings.Contains(got, "Welcome, Anna.") || !strings.Contains(got, "administrator") {
		t.Errorf("the first page greets with %q", got)
	}
	page := h.Get("anna", "/admin/en/new")
	saved := h.Post("anna", "/admin/en/new", desktest.With(page.Form(), "date", "10 April 2019", "title-en", "The museum opens", "place", "Wuhu", "do", "publish"))
	publish := h.Follow("anna", saved)
	if got := publish.Doc.Find("h1").Text(); got != "This is what will go out" {
		t.Fatalf("after Publish…: %q", got)
	}
	if e := h.Stored(saved.ID()); e.Status != events.Draft {
		t.Errorf("it is %s before it is published", e.Status)
	}
	stay := h.Post("anna", saved.To, desktest.With(publish.Form(), "do", "check"))
	if stay.Status != http.StatusOK || h.Live.Timeline().Any(events.Selection{}) {
		t.Error("the Enter key has published it")
	}
	out := h.Follow("anna", h.Post("anna", saved.To, desktest.With(publish.Form(), "do", "publish")))
	if got := out.Doc.Find(".say b").Text(); got != "Published." {
		t.Errorf("said %q", got)
	}
	links := out.Doc.Find(".say a").Map(func(_ int, s *goquery.Selection) string { return s.AttrOr("href", "") })
	site := links[0]
	if got := strings.Join(links[1:], " "); got != "/en/2019 /en/2019/04/grid /en/2019.atom" {
		t.Errorf("it can be seen at %s", got)
	}
	for _, path := range links {
		if body := h.Get("", path).Body; !strings.Contains(body, "The museum opens") {
			t.Errorf("%s does not have it", path)
		}
	}
	for path, want := range map[string]string{site: "The museum opens", "/en/2019": "The museum opens", "/en/all.ics": "SUMMARY:The museum opens", "/en/all.atom": "The museum opens"} {
		if a := h.Get("", path); a.Status != http.StatusOK || !strings.Contains(a.Body, want) {
			t.Errorf("%s: %d, without the entry", path, a.Status)
		}
	}
}
