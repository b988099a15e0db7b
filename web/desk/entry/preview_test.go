package entry_test

import (
	"net/http"
	"strings"
	"testing"

	"almanac.example/events"
	"almanac.example/web/desk/desktest"
	"almanac.example/web/webtest"
)

// shown is what a preview shows.
func shown(a desktest.Answer) string {
	return a.Doc.Find("iframe").AttrOr("srcdoc", "") + a.Doc.Find("pre").Text()
}

// TestAPreviewShowsEachView holds which view is open, in which language, under which
// name, and that one goes from each to each without losing what was typed.
func TestAPreviewShowsEachView(t *testing.T) {
	h := desktest.New(t, webtest.Museum())
	form := desktest.With(h.Get("author", "/admin/en/new").Form(), "date", "26 May 2019", "title-en", "A night", "title-zh", "夜", "do", "preview")
	page := h.Post("author", "/admin/en/new", form)
	desktest.CheckPage(t, page)
	if got := page.Text("[aria-current=true]"); got != "Timeline English" && got != "TimelineEnglish" {
		t.Errorf("first it shows %q", got)
	}
	for _, c := range []struct{ name, value, current, title, has, not string }{
		{"as", "page", "Entry pageEnglish", "The entry’s page as it would be", "A night", "Museum opens</h3>"},
		{"in", "zh", "Entry page中文", "The entry’s page as it would be", "夜", "A night</h1>"},
		{"as", "calendar", "Calendar中文", "The calendar entry as it would be", "SUMMARY:夜", "Museum"},
		{"in", "en", "CalendarEnglish", "The calendar entry as it would be", "SUMMARY:A night", "博物馆"},
		{"as", "feed", "FeedEnglish", "The feed entry as it would be", "A night", "Museum opens"},
		{"as", "year", "TimelineEnglish", "The timeline as it would be", "Museum opens", "no such thing"},
		{"as", "nonsense", "TimelineEnglish", "The timeline as it would be", "A night", "no such thing"},
		{"in", "fr", "TimelineEnglish", "The timeline as it would be", "A night", "no such thing"},
	} {
		page = h.Post("author", "/admin/en/new", desktest.With(page.Form(), c.name, c.value))
		name := page.Doc.Find("iframe").AttrOr("title", "") + page.Doc.Find("pre").AttrOr("aria-label", "")
		if got := page.Text("main [aria-current=true]"); got != c.current || name != c.title || page.Status != http.StatusOK {
			t.Errorf("%s=%s: %d shows %q as %q", c.name, c.value, page.Status, got, name)
		}
		if got := shown(page); !strings.Contains(got, c.has) || strings.Contains(got, c.not) {
			t.Errorf("%s=%s: without %q, or with %q", c.name, c.value, c.has, c.not)
		}
		if page.Text("nav li:last-child [aria-current=page]") != "Preview" || page.Has("iframe") == page.Has("pre") {
			t.Errorf("%s=%s: here is %q", c.name, c.value, page.Text("nav.scale"))
		}
	}
	back := h.Post("author", "/admin/en/new", desktest.With(desktest.Fields(page.Doc.Find("main form").First()), "do", "check"))
	if f := back.Form(); f.Get("title-en") != "A night" || f.Get("title-zh") != "夜" || f.Get("date") != "26 May 2019" || f.Get("id") != form.Get("id") || f.Has("as") {
		t.Errorf("back: %v", f)
	}
}

// TestWhatCannotBePreviewedIsTold: the form comes again.
func TestWhatCannotBePreviewedIsTold(t *testing.T) {
	h := desktest.New(t, desktest.Draft("d1"))
	for name, c := range map[string]struct {
		path  string
		pairs []string
		fault string
	}{
		"no date": {"/admin/en/new", []string{"title-en", "A"}, "#date"}, "a date that is not understood": {"/admin/en/e/d1", []string{"date", "that day"}, "#date"},
		"no title": {"/admin/en/new", []string{"date", "2019"}, "#t-en"},
	} {
		a := h.Post("author", c.path, desktest.With(h.Get("author", c.path).Form(), append(c.pairs, "do", "preview")...))
		if a.Status != http.StatusUnprocessableEntity || !a.Has(".errs a[href='"+c.fault+"']") || a.Has("iframe") || a.Form().Get(c.pairs[0]) != c.pairs[1] {
			t.Errorf("%s: %d %s", name, a.Status, a.Text(".errs"))
		}
	}
	if a := h.Post("author", "/admin/en/e/d1", desktest.With(h.Get("author", "/admin/en/e/d1").Form(), "title-en", "", "title-zh", "", "summary-en", "", "summary-zh", "", "do", "preview")); a.Status != http.StatusOK || !a.Has("iframe") {
		t.Errorf("a stored one without its texts: %d", a.Status)
	}
}

// TestAPreviewIsOfTheStatusThatItWillHave holds what readers would see of an entry
// that is cancelled, tentative, withdrawn or an amendment.
func TestAPreviewIsOfTheStatusThatItWillHave(t *testing.T) {
	h := desktest.New(t, webtest.Museum(), desktest.Draft("d1"))
	amendment := h.Amend("author", "museum", "title-en", "Museum opens late")
	for _, c := range []struct{ id, becomes, status, title, slug string }{
		{"d1", "published", "STATUS:CONFIRMED", "Story 2019-07-03", "/en/e/d1"}, {"d1", "tentative", "STATUS:TENTATIVE", "Story 2019-07-03", "/en/e/d1"}, {"d1", "cancelled", "STATUS:CANCELLED", "Story 2019-07-03", "/en/e/d1"},
		{amendment, "published", "STATUS:CONFIRMED", "Museum opens late", "/en/e/museum-opens"}, {amendment, "cancelled", "STATUS:CANCELLED", "Museum opens late", "/en/e/museum-opens"}, {amendment, "withdrawn", "STATUS:CONFIRMED", "Museum opens late", "/en/e/museum-opens"},
		{"museum", "tentative", "STATUS:TENTATIVE", "Museum opens", "/en/e/museum-opens"},
	} {
		path := "/admin/en/e/" + c.id
		form := desktest.With(h.Get("editor", path).Form(), "becomes", c.becomes, "do", "preview", "as", "calendar")
		got := strings.ReplaceAll(shown(h.Post("editor", path, form)), "\n ", "")
		if !strings.Contains(got, c.status) || !strings.Contains(got, c.title) || !strings.Contains(got, c.slug) || strings.Count(got, "BEGIN:VEVENT") != 1 {
			t.Errorf("%s, %s: %s", c.id, c.becomes, got)
		}
	}
	year := shown(h.Post("editor", "/admin/en/e/"+amendment, desktest.With(h.Get("editor", "/admin/en/e/"+amendment).Form(), "do", "preview")))
	if !strings.Contains(year, "Museum opens late") || strings.Contains(year, "Museum opens<") {
		t.Error("the amendment stands beside what it amends, or not at all")
	}
	if e := h.Stored("museum"); e.Status != events.Published || e.Text["en"].Title != "Museum opens" {
		t.Errorf("stored %+v", e)
	}
}
