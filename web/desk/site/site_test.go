package site_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"almanac.example/events"
	"almanac.example/web/desk/desktest"
)

// told is a site that says something in every field.
func told(h *desktest.Instance) events.Site {
	s := *h.Live.Timeline().Site().Document(events.DocumentSite).Site
	s.Names = events.Localised{"zh": "大事记", "en": "Chronicle", "de": "Chronik"}
	s.ShortNames, s.Descriptions = events.Localised{"en": "Chr."}, events.Localised{"en": "What happened."}
	s.Languages, s.Zone, s.YearBegins, s.Accent, s.Contact = []string{"zh", "en"}, "Asia/Shanghai", "09-01", "#2b62a8", "desk@example.org"
	s.Licence = &events.Licence{Name: "CC BY 4.0", URL: "https://creativecommons.org/licenses/by/4.0/"}
	s.FooterLinks = []events.Link{{URL: "https://shop.example.org/", Title: events.Localised{"en": "Shop", "zh": "商店"}}}
	s.HideProduct = true
	return s
}

func TestTheFormOfTheSiteHoldsEverything(t *testing.T) {
	h := desktest.New(t)
	want := told(h)
	h.Put(events.Document{Name: events.DocumentSite, Site: &want})
	rev := h.Live.Timeline().Rev()
	form := h.Get("administrator", "/admin/en/site").Form()
	if a := h.Post("administrator", "/admin/en/site", desktest.With(form, "zone", "UTC", "do", "check")); a.Status != http.StatusOK || a.Doc.Find("#zone").AttrOr("value", "") != "UTC" {
		t.Errorf("the Enter key: %d", a.Status)
	}
	h.Follow("administrator", h.Post("administrator", "/admin/en/site", desktest.With(form, "do", "save")))
	if h.Live.Timeline().Rev() != rev || len(h.Settings()) != 0 {
		t.Errorf("saving without a change has changed something: %v", h.Settings())
	}
	h.Follow("administrator", h.Post("administrator", "/admin/en/site", desktest.With(form,
		"name-de", "", "short-zh", "纪", "languages", "en，zh, de", "zone", "Europe/Paris", "year", "", "accent", "own", "own", "#0A5C8F", "contact", "https://example.org/",
		"licence", "", "terms", "", "link-0", "", "title-0-en", "", "title-0-zh", "", "link-1", "https://museum.example.org/", "title-1-en", "Museum", "hide", "", "do", "save")))
	s := h.Live.Timeline().Site()
	if s.Names["de"] != "" || s.Names["en"] != "Chronicle" || s.ShortNames["zh"] != "纪" || strings.Join(s.Languages, " ") != "en zh de" || s.Zone != "Europe/Paris" || s.YearBegins != "" ||
		s.Accent != "#0a5c8f" || s.Contact != "https://example.org/" || s.Licence != nil || s.HideProduct || s.Authority != want.Authority || !s.Founded.Equal(want.Founded) {
		t.Errorf("%+v", s)
	}
	if len(s.FooterLinks) != 1 || s.FooterLinks[0].URL != "https://museum.example.org/" || s.FooterLinks[0].Title["en"] != "Museum" {
		t.Errorf("links %+v", s.FooterLinks)
	}
	if got := strings.Join(h.Settings(), "; "); got != "site accent, contact, footerLinks, hideProduct, languages, licence, names, shortNames, yearBegins, zone" {
		t.Errorf("the audit has %q", got)
	}
}

func TestWhatTheSiteCannotBeIsTold(t *testing.T) {
	h := desktest.New(t)
	site := told(h)
	h.Put(events.Document{Name: events.DocumentSite, Site: &site})
	for _, lang := range []string{"en", "zh"} {
		form := h.Get("administrator", "/admin/"+lang+"/site").Form()
		for field, pairs := range map[string][]string{
			"zone": {"zone", "Mars/Olympus"}, "year": {"year", "31-12"}, "own": {"accent", "own", "own", "green"}, "contact": {"contact", "nobody"}, "languages": {"languages", "zh, zh"},
			"link-1": {"link-1", "shop"}, "licence": {"licence", ""}, "terms": {"terms", "ftp://x"},
		} {
			a := h.Post("administrator", "/admin/"+lang+"/site", desktest.With(form, append(pairs, "do", "save")...))
			fault := a.Doc.Find(".errs a[href='#" + field + "']")
			if a.Status != http.StatusUnprocessableEntity || fault.Length() != 1 || fault.Find("[lang]").Length() != 0 || a.Doc.Find("#"+field).Length() != 1 {
				t.Errorf("%s %s: %d %s", lang, field, a.Status, a.Doc.Find(".errs").Text())
			}
			if n := len(pairs); a.Doc.Find("#"+pairs[n-2]).AttrOr("value", "") != pairs[n-1] {
				t.Errorf("%s %s: what was typed is lost", lang, field)
			}
			desktest.CheckPage(t, a)
		}
	}
	if len(h.Settings()) != 0 {
		t.Errorf("%v", h.Settings())
	}
}

func TestTwoWhoChangeTheSite(t *testing.T) {
	h := desktest.New(t)
	site := told(h)
	h.Put(events.Document{Name: events.DocumentSite, Site: &site})
	form := h.Get("administrator", "/admin/en/site").Form()
	h.Follow("administrator", h.Post("administrator", "/admin/en/site", desktest.With(form, "zone", "UTC", "do", "save")))
	late := h.Post("administrator", "/admin/en/site", desktest.With(form, "name-en", "Annals", "do", "save"))
	if late.Status != http.StatusUnprocessableEntity || late.Doc.Find("#name-en").AttrOr("value", "") != "Annals" {
		t.Fatalf("%d %s", late.Status, late.Doc.Find("main").Text())
	}
	if got := late.Doc.Find("#th").Parent().Text(); !strings.Contains(got, "Time zone") || !strings.Contains(got, "UTC") || !strings.Contains(got, "Chronik") {
		t.Errorf("theirs: %q", got)
	}
	if s := h.Live.Timeline().Site(); s.Names["en"] != "Chronicle" || s.Zone != "UTC" {
		t.Errorf("%+v", s)
	}
	h.Follow("administrator", h.Post("administrator", "/admin/en/site", desktest.With(late.Form(), "zone", "UTC", "do", "save")))
	if s := h.Live.Timeline().Site(); s.Names["en"] != "Annals" || s.Zone != "UTC" {
		t.Errorf("%+v", s)
	}
}

func TestTheSitesOwnTexts(t *testing.T) {
	h := desktest.New(t)
	if a := h.Get("administrator", "/admin/en/site/secrets"); a.Status != http.StatusNotFound {
		t.Errorf("a text that is none: %d", a.Status)
	}
	form := h.Get("administrator", "/admin/en/site/imprint").Form()
	h.Post("administrator", "/admin/en/site/imprint", desktest.With(form, "text-en", "Who", "do", "check"))
	if len(h.Live.Timeline().Site().Texts) != 0 {
		t.Error("the Enter key was enough")
	}
	page := h.Follow("administrator", h.Post("administrator", "/admin/en/site/imprint", desktest.With(form, "text-en", "Who\r\nwe are", "do", "save")))
	if got := h.Live.Timeline().Site().Texts; got["en"].Imprint != "Who\nwe are" || len(got) != 1 {
		t.Errorf("%+v", got)
	}
	if got := page.Doc.Find("tr:contains(Imprint)").Text(); !strings.Contains(got, "English: done") || !strings.Contains(got, "Chinese: missing") {
		t.Errorf("listed as %q", got)
	}
	late := h.Post("administrator", "/admin/en/site/imprint", desktest.With(form, "text-en", "Others", "text-zh", "我们", "do", "save"))
	if late.Status != http.StatusUnprocessableEntity || late.Doc.Find("#text-en[aria-invalid]").Length() != 1 || !strings.Contains(late.Doc.Find("#th").Parent().Text(), "we are") {
		t.Errorf("%d %s", late.Status, late.Doc.Find("main").Text())
	}
	if got := h.Live.Timeline().Site().Texts; got["en"].Imprint != "Who\nwe are" || got["zh"].Imprint != "我们" {
		t.Errorf("%+v", got)
	}
	h.Follow("administrator", h.Post("administrator", "/admin/en/site/imprint", desktest.With(late.Form(), "do", "save")))
	if got := h.Live.Timeline().Site().Texts["en"].Imprint; got != "Others" {
		t.Errorf("%q", got)
	}
	if got := strings.Join(h.Settings(), "; "); got != "texts in en; texts in zh; texts in en" {
		t.Errorf("the audit has %q", got)
	}
	for _, lang := range []string{"zh", "en"} {
		for name, page := range map[string]desktest.Answer{
			"site": h.Get("administrator", "/admin/"+lang+"/site?done=changed"), "text": h.Get("administrator", "/admin/"+lang+"/site/imprint"),
			"late": h.Post("administrator", "/admin/"+lang+"/site/imprint", url.Values{"text-en": {"x"}, "do": {"save"}}),
		} {
			t.Run(lang+" "+name, func(t *testing.T) { desktest.CheckPage(t, page) })
		}
	}
}
