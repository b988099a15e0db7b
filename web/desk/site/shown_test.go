package site_test

import (
	"strings"
	"testing"

	"almanac.example/events"
	"almanac.example/web/desk/desktest"
)

// What the form says of itself: that nothing has changed yet, and which colours pages
// make easier to read.
func TestWhatTheFormSaysOfItself(t *testing.T) {
	h := desktest.New(t)
	const path = "/admin/en/site"
	page := h.Get("administrator", path)
	if page.Has(".say") || !page.Has("#own[spellcheck=false]") {
		t.Errorf("as it is opened: %s", page.Text(".say"))
	}
	if checked := h.Post("administrator", path, desktest.With(page.Form(), "do", "check")); !strings.Contains(checked.Text(".say"), "Nothing has changed yet") {
		t.Errorf("checked: %s", checked.Text(".say"))
	}
	if bad := h.Post("administrator", path, desktest.With(page.Form(), "zone", "Mars/Olympus", "do", "check")); bad.Has(".say") {
		t.Errorf("with a fault: %s", bad.Text(".say"))
	}
	for accent, want := range map[string][2]bool{"#0b6e54": {false, true}, "#ffff00": {true, false}} {
		looks := h.Post("administrator", path, desktest.With(page.Form(), "accent", "own", "own", accent, "do", "check")).Doc.Find("svg.paper").Prev()
		if looks.Length() != 2 {
			t.Fatalf("%d papers", looks.Length())
		}
		for i := range want {
			if got := strings.Contains(looks.Eq(i).Text(), "easier to read"); got != want[i] {
				t.Errorf("%s on paper %d: %q", accent, i+1, looks.Eq(i).Text())
			}
		}
	}
}

// Whether the software is named is told in words to who was slower.
func TestWhetherTheSoftwareIsNamed(t *testing.T) {
	for hide, want := range map[bool]string{true: "yes", false: "no"} {
		h := desktest.New(t)
		site := *h.Live.Timeline().Site().Document(events.DocumentSite).Site
		site.HideProduct = !hide
		h.Put(events.Document{Name: events.DocumentSite, Site: &site})
		form := h.Get("administrator", "/admin/en/site").Form()
		site.HideProduct = hide
		h.Put(events.Document{Name: events.DocumentSite, Site: &site})
		late := h.Post("administrator", "/admin/en/site", desktest.With(form, "do", "save"))
		got := ""
		for _, s := range late.Doc.Find("#th").Parent().Find("dt").EachIter() {
			if s.Text() == "Name of the software" {
				got = strings.TrimSpace(s.NextFiltered("dd").Text())
			}
		}
		if got != want {
			t.Errorf("%v: %q in %s", hide, got, late.Text("main"))
		}
	}
}

// That some languages are saved already is said only if some are.
func TestWhatIsSavedOfAText(t *testing.T) {
	for name, c := range map[string]struct {
		zh   string
		said bool
	}{"nothing": {"", false}, "the other language": {"我们", true}} {
		h := desktest.New(t)
		const path = "/admin/en/site/about"
		form := h.Get("administrator", path).Form()
		h.Follow("administrator", h.Post("administrator", path, desktest.With(form, "text-en", "Theirs", "do", "save")))
		late := h.Post("administrator", path, desktest.With(form, "text-en", "Mine", "text-zh", c.zh, "do", "save"))
		if got := strings.Contains(late.Text(".say"), "saved already"); got != c.said || h.Live.Timeline().Site().Texts["zh"].About != c.zh {
			t.Errorf("%s: %s", name, late.Text("main"))
		}
	}
}
