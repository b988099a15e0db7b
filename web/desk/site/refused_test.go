package site_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"almanac.example/events"
	"almanac.example/web/access"
	"almanac.example/web/desk/desktest"
)

// What the site says of itself is for administrators, by a form of the desk itself.
func TestWhoMayChangeTheSite(t *testing.T) {
	h := desktest.New(t)
	for path, field := range map[string]string{"/admin/en/site": "name-en", "/admin/en/site/imprint": "text-en"} {
		form := desktest.With(h.Get("administrator", path).Form(), field, "Taken over", "do", "save")
		h.CheckForm(access.Administrator, path, form)
		if a := h.Get("editor", path); a.Status != http.StatusForbidden {
			t.Errorf("%s as an editor: %d", path, a.Status)
		}
	}
}

// The site is named in each of its languages, and in those in which it is named
// already; readers see the name in theirs.
func TestNamesInEachLanguage(t *testing.T) {
	h := desktest.New(t)
	site := told(h)
	h.Put(events.Document{Name: events.DocumentSite, Site: &site})
	page := h.Get("administrator", "/admin/en/site")
	var langs []string
	for _, s := range page.Doc.Find("input[name^='name-']").EachIter() {
		langs = append(langs, strings.TrimPrefix(s.AttrOr("name", ""), "name-"))
	}
	if got := strings.Join(langs, " "); got != "en zh de" {
		t.Errorf("it can be named in %s", got)
	}
	h.Follow("administrator", h.Post("administrator", "/admin/en/site", desktest.With(page.Form(), "name-zh", "年鉴", "name-en", " Annals  of Wuhu ", "about-en", "", "do", "save")))
	if got := h.Live.Timeline().Site().Names; got["zh"] != "年鉴" || got["en"] != "Annals of Wuhu" || got["de"] != "Chronik" {
		t.Errorf("%+v", got)
	}
	for lang, want := range map[string]string{"zh": "年鉴", "en": "Annals of Wuhu"} {
		if got := h.Get("", "/"+lang+"/").Text("title"); !strings.Contains(got, want) {
			t.Errorf("readers in %s see %q", lang, got)
		}
	}
	// A language that goes takes its pages with it, not what was written in it.
	h.Follow("administrator", h.Post("administrator", "/admin/en/site", desktest.With(h.Get("administrator", "/admin/en/site").Form(), "languages", "en", "do", "save")))
	if s := h.Live.Timeline().Site(); s.Names["zh"] != "年鉴" || !slices.Equal(s.Languages, []string{"en"}) {
		t.Errorf("%+v", s)
	}
	if a := h.Get("", "/zh/"); a.Status != http.StatusNotFound {
		t.Errorf("pages in a language that the site does not speak: %d", a.Status)
	}
}

// An accent is shown as readers will see it: made darker or lighter where text in
// it could not be read.
func TestTheAccentIsShownAsReadersSeeIt(t *testing.T) {
	h := desktest.New(t)
	const path = "/admin/en/site"
	form := h.Get("administrator", path).Form()
	if form.Get("accent") != "" {
		t.Errorf("chosen beforehand: %q", form.Get("accent"))
	}
	for accent, want := range map[string][]string{"#2b62a8": {"#2b62a8"}, "own": {"own", "#ffff00"}} {
		typed := desktest.With(form, "accent", want[0], "do", "check")
		if accent == "own" {
			typed.Set("own", want[1])
		}
		page := h.Post("administrator", path, typed)
		if got := page.Form().Get("accent"); got != want[0] || page.Status != http.StatusOK || !page.Has(".say") {
			t.Errorf("%s: chosen is %q, %d", accent, got, page.Status)
		}
		var names []string
		for _, s := range page.Doc.Find("svg, .look").EachIter() {
			names = append(names, strings.Join(strings.Fields(s.Parent().Text()), " "))
		}
		if made := strings.Contains(strings.Join(names, "|")+page.Text("main"), "made easier to read"); accent == "own" && !made {
			t.Errorf("%s: nothing says that yellow is made readable: %q", accent, names)
		}
	}
	// The usual one, typed as one's own, is one's own.
	h.Follow("administrator", h.Post("administrator", path, desktest.With(form, "accent", "own", "own", "#0b6e54", "do", "save")))
	again := h.Get("administrator", path).Form()
	if h.Live.Timeline().Site().Accent != "#0b6e54" || again.Get("accent") != "own" || again.Get("own") != "#0b6e54" {
		t.Errorf("%q, %v", h.Live.Timeline().Site().Accent, again)
	}
}

// Links of the footer stand in rows, with two more to be filled.
func TestLinksOfTheFooter(t *testing.T) {
	h := desktest.New(t)
	const path = "/admin/en/site"
	rows := func(a desktest.Answer) int { return a.Doc.Find("input[name^='link-']").Length() }
	page := h.Get("administrator", path)
	if rows(page) != 2 {
		t.Errorf("%d rows at first", rows(page))
	}
	for n := range 3 {
		i := string(rune('0' + n))
		page = h.Follow("administrator", h.Post("administrator", path, desktest.With(page.Form(), "link-"+i, "https://example.org/"+i, "title-"+i+"-en", "Link "+i, "do", "save")))
		if rows(page) != n+3 {
			t.Errorf("%d rows after %d links", rows(page), n+1)
		}
	}
	// An empty row in between goes.
	h.Follow("administrator", h.Post("administrator", path, desktest.With(page.Form(), "link-1", "", "title-1-en", "", "do", "save")))
	var links []string
	for _, l := range h.Live.Timeline().Site().FooterLinks {
		links = append(links, l.URL+" "+l.Title["en"])
	}
	if got := strings.Join(links, ", "); got != "https://example.org/0 Link 0, https://example.org/2 Link 2" {
		t.Errorf("%s", got)
	}
	if got := h.Get("", "/en/").Doc.Find("footer a[href^='https://example.org/']").Length(); got != 2 {
		t.Errorf("readers see %d", got)
	}
}

// A text that is too long is refused, and kept to be shortened; of two languages the
// other one is stored.
func TestATextThatIsTooLong(t *testing.T) {
	h := desktest.New(t)
	const path = "/admin/en/site/privacy"
	long := strings.Repeat("word ", 60_000)
	a := h.Post("administrator", path, desktest.With(h.Get("administrator", path).Form(), "text-en", long, "text-zh", "隐私", "do", "save"))
	if a.Status != http.StatusUnprocessableEntity || !a.Has("#text-en[aria-invalid]") || a.Has("#text-zh[aria-invalid]") || len(a.Form().Get("text-en")) < len(long)-1 {
		t.Errorf("%d %s", a.Status, a.Text(".errs"))
	}
	if got := h.Live.Timeline().Site().Texts; got["en"].Privacy != "" || got["zh"].Privacy != "隐私" || !strings.Contains(a.Text(".say"), "stored") && !a.Has(".say") {
		t.Errorf("%+v, %s", got, a.Text(".say"))
	}
	if got := strings.Join(h.Settings(), "; "); got != "texts in zh" {
		t.Errorf("the audit has %q", got)
	}
}

// What somebody else wrote meanwhile is shown setting by setting, in words.
func TestWhatWasWrittenMeanwhile(t *testing.T) {
	h := desktest.New(t)
	const path = "/admin/en/site"
	form := h.Get("administrator", path).Form()
	site := told(h)
	h.Put(events.Document{Name: events.DocumentSite, Site: &site})
	late := h.Post("administrator", path, desktest.With(form, "name-en", "Annals", "do", "save"))
	theirs := late.Doc.Find("#th").Parent()
	rows := map[string]string{}
	theirs.Find("dt").Each(func(_ int, s *goquery.Selection) {
		rows[strings.Join(strings.Fields(s.Text()), " ")] = strings.Join(strings.Fields(s.NextFiltered("dd").Text()), " ")
	})
	for name, want := range map[string]string{
		"Time zone": "Asia/Shanghai", "Contact": "desk@example.org", "Licence of the texts": "CC BY 4.0 https://creativecommons.org/licenses/by/4.0/", "Accent colour": "#2b62a8",
		"Links": "https://shop.example.org/", "Languages of the texts, the first one first": "zh, en",
	} {
		if rows[name] != want {
			t.Errorf("%s: %s is not told in %v", name, want, rows)
		}
	}
	if late.Status != http.StatusUnprocessableEntity || h.Live.Timeline().Site().Names["en"] != "Chronicle" {
		t.Errorf("%d", late.Status)
	}
}
