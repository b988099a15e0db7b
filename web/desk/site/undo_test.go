package site_test

import (
	"net/http"
	"strings"
	"testing"

	"almanac.example/web/desk/desktest"
)

// TestAChangeOfTheSiteIsToldAndTakenBack: the history names what was changed, and
// offers to undo it to who may change it.
func TestAChangeOfTheSiteIsToldAndTakenBack(t *testing.T) {
	h := desktest.New(t)
	const path = "/admin/en/site"
	form := h.Get("administrator", path).Form()
	h.Follow("administrator", h.Post("administrator", path, desktest.With(form, "zone", "Asia/Tokyo", "name-en", "Annals", "do", "save")))
	page := h.Get("administrator", "/admin/en/history")
	line := page.Doc.Find("tbody tr").First()
	if got := line.Text(); !strings.Contains(got, "Settings of the site") || !strings.Contains(got, "Name and Time zone") && !strings.Contains(got, "Name, Time zone") {
		t.Errorf("the history says %q", got)
	}
	if h.Get("editor", "/admin/en/history").Doc.Find("tbody tr").First().Find("form").Length() != 0 {
		t.Error("who may not change the site is offered to undo it")
	}
	back, _ := line.Find("form").Attr("action")
	undone := h.Follow("administrator", h.Post("administrator", back, desktest.Fields(line.Find("form"))))
	desktest.CheckPage(t, undone)
	if site := h.Live.Timeline().Site(); site.Zone == "Asia/Tokyo" || site.Names["en"] == "Annals" {
		t.Errorf("%q %v", site.Zone, site.Names)
	}
	if got := undone.Text("main"); !strings.Contains(got, "Taken back: Settings of the site") || strings.Contains(got, "Each entry") || undone.Doc.Find("main a[href='/admin/en/site']").Length() == 0 {
		t.Errorf("%s", got)
	}
	if got := h.Settings()[0]; got != "site taken back" {
		t.Errorf("the audit has %q", got)
	}
	// What changes nothing leaves nothing behind.
	rev := h.Live.Timeline().Rev()
	text := h.Get("administrator", "/admin/en/site/about").Form()
	h.Follow("administrator", h.Post("administrator", "/admin/en/site/about", desktest.With(text, "text-en", "We are a museum.", "do", "save")))
	if got := h.Get("administrator", "/admin/en/history").Doc.Find("tbody tr").First().Text(); !strings.Contains(got, "About, English") || h.Live.Timeline().Rev() != rev+1 {
		t.Errorf("the history says %q", got)
	}
}

// TestTheSiteKeepsWhatItNeeds: what it cannot do without is not taken away by a
// field that was emptied, and each thing that is wrong is said once.
func TestTheSiteKeepsWhatItNeeds(t *testing.T) {
	h := desktest.New(t)
	const path = "/admin/en/site"
	h.Follow("administrator", h.Post("administrator", path, desktest.With(h.Get("administrator", path).Form(), "name-en", "Annals", "languages", "zh, en", "zone", "Asia/Tokyo", "do", "save")))
	form := h.Get("administrator", path).Form()
	rev := h.Live.Timeline().Rev()
	for _, c := range []struct {
		pairs []string
		field string
	}{{[]string{"name-en", "", "name-zh", ""}, "name-"}, {[]string{"languages", " "}, "languages"}, {[]string{"zone", ""}, "zone"}, {[]string{"languages", "zh, en, x!, y!"}, "languages"}} {
		a := h.Post("administrator", path, desktest.With(form, append(c.pairs, "do", "save")...))
		if n := a.Doc.Find(".errs a[href^='#" + c.field + "']").Length(); a.Status != http.StatusUnprocessableEntity || n != 1 || h.Live.Timeline().Rev() != rev {
			t.Errorf("%v: %d, %d faults: %s", c.pairs, a.Status, n, a.Text(".errs"))
		}
	}
	checked := h.Post("administrator", path, desktest.With(form, "zone", "America/New_York", "do", "check"))
	if got := checked.Text(".say"); !strings.Contains(got, "In the zone America/New_York it is") {
		t.Errorf("of another zone it says %q", got)
	}
	if got := h.Post("administrator", path, desktest.With(form, "do", "check")).Text(".say"); strings.Contains(got, "In the zone") {
		t.Errorf("of the same zone it says %q", got)
	}
}
