package overview_test

import (
	"testing"

	"almanac.example/web/desk/desktest"
)

// TestTheFirstPageIsNamedOnce in the title of the document.
func TestTheFirstPageIsNamedOnce(t *testing.T) {
	h := desktest.New(t)
	for lang, want := range map[string]string{"en": "Desk · " + desktest.Site().Name["en"], "zh": "编辑台 · " + desktest.Site().Name["zh"]} {
		if got := h.Get("editor", "/admin/"+lang+"/").Text("title"); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
