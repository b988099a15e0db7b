package entry_test

import (
	"net/http"
	"strings"
	"testing"

	"almanac.example/events"
	"almanac.example/web/access"
	"almanac.example/web/desk/desktest"
	"almanac.example/web/editing"
)

const harbour = `# Harbour report 2019

## Ships

On 3 March 2019 the harbour museum opened its new wing.

As of 31 May 2019 the museum had 40 staff.

The ferry has run since 4 May.
`

// TestANewEntryIsMadeOfADateOfADocument: the form is filled in with the date, the
// words and where they stand, and what is stored is tied to the document.
func TestANewEntryIsMadeOfADateOfADocument(t *testing.T) {
	h := desktest.New(t)
	reading, _ := h.Report(harbour)
	path := func(lang string) string {
		return "/admin/" + lang + "/new?document=" + reading.Document + "&found=1"
	}
	for lang, want := range map[string][2]string{
		"en": {"From Harbour report 2019, “Ships”, line 7: “As of 31 May 2019 the museum had 40 staff.”", "31 May 2019"},
		"zh": {"出自Harbour report 2019、“Ships”，第7行：“As of 31 May 2019 the museum had 40 staff.”", "2019年5月31日"},
	} {
		a := h.Get("author", path(lang))
		desktest.CheckPage(t, a)
		if got := [2]string{a.Text(".say"), a.Doc.Find("#date").AttrOr("value", "")}; got != want {
			t.Errorf("%s: %q", lang, got)
		}
		if a.Has(".errs") || !a.Has("table.how") {
			t.Errorf("%s: faults before anything was typed, or not told where it will appear: %s", lang, a.Text(".errs"))
		}
		if f := a.Form(); f.Get("rev") != "0" || f.Get("id") == "" || f.Get("src-quote-0") != "As of 31 May 2019 the museum had 40 staff." {
			t.Errorf("%s: %v", lang, f)
		}
	}
	for address, why := range map[string]string{
		"/admin/en/new?document=none&found=1": "no document", "/admin/en/new?document=&found=1": "none named", path("en") + "9": "no such date", strings.Replace(path("en"), "found=1", "found=x", 1): "no number",
	} {
		if a := h.Get("author", address); a.Status != http.StatusNotFound {
			t.Errorf("%s: %d", why, a.Status)
		}
	}
	form := desktest.With(h.Get("author", path("en")).Form(), "title-en", "Forty staff", "do", "save")
	e := h.Stored(h.Post("author", "/admin/en/new", form).ID())
	if e.Status != events.Draft || e.Proposal == nil || e.Proposal.Document != reading.Document || e.Sources[0].SHA256 != reading.Document || e.Sources[0].QuoteLang != "en" || e.Sources[0].Locator["zh"] == "" {
		t.Errorf("stored %+v from %+v", e.Sources, e.Proposal)
	}
}

// TestWhatOneCorrectsInAFoundSourceIsKept: another place than the one filled in is
// one's own, and other words than the document's are not tied to it.
func TestWhatOneCorrectsInAFoundSourceIsKept(t *testing.T) {
	for name, c := range map[string]struct {
		pairs  []string
		locale string // the place, in Chinese
		en     string
		tied   bool
	}{
		"another place": {[]string{"src-locator-0", "page 3"}, "", "page 3", true},
		"other words":   {[]string{"src-quote-0", "had 40 staff"}, "", "“Ships”, line 7", false},
		"one more":      {[]string{"src-title-1", "Minutes"}, "“Ships”，第7行", "“Ships”, line 7", true},
	} {
		h := desktest.New(t)
		reading, _ := h.Report(harbour)
		form := h.Get("author", "/admin/en/new?document="+reading.Document+"&found=1").Form()
		e := h.Stored(h.Post("author", "/admin/en/new", desktest.With(form, append(c.pairs, "title-en", "Forty staff", "do", "save")...)).ID())
		s := e.Sources[0]
		if s.Locator["zh"] != c.locale || s.Locator["en"] != c.en || (s.SHA256 != "") != c.tied {
			t.Errorf("%s: %+v", name, s)
		}
		if len(e.Sources) > 1 && e.Sources[1].SHA256 != "" {
			t.Errorf("%s: another source is tied to the document: %+v", name, e.Sources[1])
		}
	}
}

// TestWhatIsFoundInAForgottenDocumentIsSaved: the review may end while somebody
// writes.
func TestWhatIsFoundInAForgottenDocumentIsSaved(t *testing.T) {
	h := desktest.New(t)
	reading, _ := h.Report(harbour)
	form := h.Get("author", "/admin/en/new?document="+reading.Document+"&found=1").Form()
	h.Must(h.Editor.Finish(t.Context(), editing.Act{Who: access.Local("root")}, reading.Document))
	a := h.Post("author", "/admin/en/new", desktest.With(form, "title-en", "Forty staff", "do", "save"))
	if e := h.Stored(a.ID()); e.Status != events.Draft || e.Proposal != nil || e.Text["en"].Title != "Forty staff" || e.Sources[0].Quote == "" {
		t.Errorf("stored %+v", e)
	}
}

// TestOfOneDateOneEntryIsMade: who opens the date once more is led to what was made
// of it, and who was slower is told so with what was typed still there.
func TestOfOneDateOneEntryIsMade(t *testing.T) {
	h := desktest.New(t)
	reading, _ := h.Report(harbour)
	address := "/admin/en/new?document=" + reading.Document + "&found=1"
	slower := h.Get("editor", address).Form()
	before := len(h.Live.Timeline().All())
	made := h.Post("author", "/admin/en/new", desktest.With(h.Get("author", address).Form(), "title-en", "Forty staff", "do", "save")).ID()
	if a := h.Get("editor", address); a.Status != http.StatusSeeOther || a.To != "/admin/en/review/"+reading.Document+"/"+made {
		t.Errorf("opened again: %d, %s", a.Status, a.To)
	}
	for lang, want := range map[string]string{"en": "already", "zh": "已有人"} {
		a := h.Post("editor", "/admin/"+lang+"/new", desktest.With(slower, "title-en", "A staff of forty", "do", "save"))
		desktest.CheckPage(t, a)
		if a.Status != http.StatusUnprocessableEntity || !strings.Contains(a.Text(".errs"), want) || a.Doc.Find("#t-en").Text() != "A staff of forty" {
			t.Errorf("%s: %d, %s", lang, a.Status, a.Text(".errs"))
		}
	}
	if n := len(h.Live.Timeline().All()); n != before+1 {
		t.Errorf("%d entries of %d before", n, before)
	}
}
