package vocabulary_test

import (
	"net/url"
	"strings"
	"testing"

	"almanac.example/events"
	"almanac.example/web/desk/desktest"
	"almanac.example/web/webtest"
)

// TestAnUndoneChangeLeadsBackToTheVocabulary, and says nothing of entries.
func TestAnUndoneChangeLeadsBackToTheVocabulary(t *testing.T) {
	h := desktest.New(t, webtest.Chronicle()...)
	h.PutVocabulary()
	form := h.Get("editor", "/admin/en/tags/policy").FormTo("/admin/en/tags/policy")
	changed := h.Follow("editor", h.Post("editor", "/admin/en/tags/policy", desktest.With(form, "name-en", "Policies", "do", "save")))
	undo := changed.Doc.Find(".say form")
	undone := h.Follow("editor", h.Post("editor", undo.AttrOr("action", ""), desktest.Fields(undo)))
	if got := undone.Text("main"); !undone.Has("main a[href='/admin/en/tags']") || strings.Contains(got, "Each entry") || strings.Contains(got, "batch") || strings.Contains(undone.Text("nav"), "Change many") {
		t.Errorf("%s", got)
	}
}

// TestWhatIsPastedOrDoubledIsUnderstood: an address keeps what its path selects, and
// a name in use is told at the name.
func TestWhatIsPastedOrDoubledIsUnderstood(t *testing.T) {
	h := desktest.New(t, webtest.Chronicle()...)
	h.PutVocabulary()
	for i, c := range [][2]string{
		{"https://almanac.example.org/en/2019?tag=policy", "tag=policy&year=2019"}, {"https://almanac.example.org/en/tag/policy", "tag=policy"},
		{"https://almanac.example.org/en/list?key=1", "key=1"}, {"tag=policy", "tag=policy"},
	} {
		slug := "view-" + string(rune('a'+i))
		h.Post("editor", "/admin/en/views", url.Values{"name-en": {slug}, "slug": {slug}, "selection": {c[0]}, "do": {"save"}})
		want, err := events.ParseSelection(c[1])
		h.Must(err)
		if view, _ := h.Live.Timeline().Site().View(slug); view.Selection != want.String() {
			t.Errorf("%s means %q, want %q", c[0], view.Selection, c[1])
		}
	}
	form := h.Get("editor", "/admin/en/tags").FormTo("/admin/en/tags")
	if a := h.Post("editor", "/admin/en/tags", desktest.With(form, "name-en", "Science", "do", "save")); !a.Has(".errs a[href='#name-en']") || a.Doc.Find(".errs a").Length() != 1 {
		t.Errorf("%s", a.Text(".errs"))
	}
}
