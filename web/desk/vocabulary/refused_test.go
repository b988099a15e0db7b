package vocabulary_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"almanac.example/events"
	"almanac.example/web/access"
	"almanac.example/web/desk/desktest"
	"almanac.example/web/webtest"
)

// The vocabulary is kept by editors, by a form of the desk itself.
func TestWhoMayKeepTheVocabulary(t *testing.T) {
	h := desktest.New(t, webtest.Chronicle()...)
	h.PutVocabulary()
	for _, c := range []struct {
		path string
		form url.Values
	}{
		{"/admin/en/tags", url.Values{"name-en": {"Law"}, "do": {"save"}}}, {"/admin/en/tags/policy", url.Values{"name-en": {"Law"}, "do": {"save"}}},
		{"/admin/en/tags/policy/merge", url.Values{"how": {"into"}, "into": {"science"}, "do": {"go"}, "expect": {"2"}}},
		{"/admin/en/places", url.Values{"name-en": {"Wuhu"}, "do": {"save"}}}, {"/admin/en/places/shanghai", url.Values{"name-en": {"Wuhu"}, "do": {"save"}}},
		{"/admin/en/views", url.Values{"name-en": {"Law"}, "selection": {"key=1"}, "do": {"save"}}}, {"/admin/en/views/rules", url.Values{"name-en": {"Law"}, "selection": {"key=1"}, "do": {"save"}}},
	} {
		h.CheckForm(access.Editor, c.path, c.form)
		if a := h.Get("author", c.path); a.Status != http.StatusForbidden {
			t.Errorf("%s as an author: %d", c.path, a.Status)
		}
	}
	for _, path := range []string{"/admin/en/tags/none", "/admin/en/places/none", "/admin/en/views/none", "/admin/en/tags/none/merge", "/admin/en/places/none/merge"} {
		if a := h.Get("editor", path); a.Status != http.StatusNotFound {
			t.Errorf("%s: %d", path, a.Status)
		}
	}
	if a := h.Get("editor", "/admin/en/tags/policy/merge"); a.To != "/admin/en/tags/policy" {
		t.Errorf("looked at, a merge leads to %d %q", a.Status, a.To)
	}
}

// A colour that is offered is taken, one that is not is none; one that the record
// has already stays.
func TestColoursOfATopic(t *testing.T) {
	h := desktest.New(t, webtest.Chronicle()...)
	h.Put(events.Document{Name: events.DocumentTags, Tags: []events.Tag{
		{Slug: "policy", Name: events.Localised{"en": "Policy"}}, {Slug: "science", Name: events.Localised{"en": "Science"}, Color: "papayawhip"},
	}})
	const path = "/admin/en/tags/policy"
	offered := h.Get("editor", path).Doc.Find("input[name=color]").Map(func(_ int, s *goquery.Selection) string { return s.AttrOr("value", "") })
	if len(offered) < 6 || offered[0] != "" || strings.Contains(strings.Join(offered, " "), "papayawhip") {
		t.Errorf("offered are %q", offered)
	}
	for _, c := range append(offered[1:], "") {
		page := h.Follow("editor", h.Post("editor", path, desktest.With(h.Get("editor", path).FormTo(path), "color", c, "do", "save")))
		if tag, _ := h.Live.Timeline().Site().Tag("policy"); tag.Color != c {
			t.Errorf("%q is kept as %q", c, tag.Color)
		}
		if got := page.Doc.Find("tr:has(code:contains(policy)) svg.sw rect").AttrOr("fill", ""); got != c {
			t.Errorf("%q is listed as %q", c, got)
		}
		if got := h.Get("editor", path).FormTo(path).Get("color"); got != c {
			t.Errorf("%q is chosen as %q", c, got)
		}
	}
	h.Post("editor", path, desktest.With(h.Get("editor", path).FormTo(path), "color", "url(#x)", "do", "save"))
	if tag, _ := h.Live.Timeline().Site().Tag("policy"); tag.Color != "" {
		t.Errorf("what is no colour is kept as %q", tag.Color)
	}
	const own = "/admin/en/tags/science"
	h.Follow("editor", h.Post("editor", own, desktest.With(h.Get("editor", own).FormTo(own), "name-zh", "科学", "do", "save")))
	if tag, _ := h.Live.Timeline().Site().Tag("science"); tag.Color != "papayawhip" || tag.Name["zh"] != "科学" {
		t.Errorf("%+v", tag)
	}
}

// What is retired is offered no more, stands at the end of the list, and comes back.
func TestATopicIsRetiredAndComesBack(t *testing.T) {
	h := desktest.New(t, webtest.Chronicle()...)
	h.PutVocabulary()
	const path = "/admin/en/tags/science"
	page := h.Follow("editor", h.Post("editor", path, desktest.With(h.Get("editor", path).FormTo(path), "retired", "1", "do", "save")))
	if got := page.Text(".tb tbody tr:last-child"); !strings.Contains(got, "Science") || !strings.Contains(got, "no longer offered") {
		t.Errorf("the last row is %q", got)
	}
	if h.Get("author", "/admin/en/new").Has("input[name=tag][value=science]") {
		t.Error("it is offered for new entries")
	}
	h.Follow("editor", h.Post("editor", path, desktest.With(h.Get("editor", path).FormTo(path), "retired", "", "do", "save")))
	if tag, _ := h.Live.Timeline().Site().Tag("science"); tag.Retired {
		t.Error("it stays retired")
	}
}

// A topic that entries have and the vocabulary does not name gets its names on its
// page; a place brings what entries say of it.
func TestWhatOnlyEntriesHaveIsNamed(t *testing.T) {
	lat, long := 31.3, 118.4
	h := desktest.New(t, webtest.Story("loose", "2019-01-01", func(e *events.Event) {
		e.Tags = []string{"loose-one"}
		e.Place = &events.Place{Slug: "wuhu", Name: events.Localised{"zh": "芜湖"}, Latitude: &lat, Longitude: &long}
	}))
	const tag, place = "/admin/en/tags/loose-one", "/admin/en/places/wuhu"
	page := h.Get("editor", tag)
	if page.Text("h1") != "loose-one" || page.Has("button[value=remove]") {
		t.Errorf("%s", page.Text("main"))
	}
	h.Follow("editor", h.Post("editor", tag, desktest.With(page.FormTo(tag), "name-en", "Loose", "do", "save")))
	if tag, ok := h.Live.Timeline().Site().Tag("loose-one"); !ok || tag.Name["en"] != "Loose" {
		t.Errorf("%+v", tag)
	}
	form := h.Get("editor", place).FormTo(place)
	if form.Get("name-zh") != "芜湖" || form.Get("latitude") != "31.3" || form.Get("longitude") != "118.4" {
		t.Errorf("%v", form)
	}
	h.Follow("editor", h.Post("editor", place, desktest.With(form, "name-en", "Wuhu", "latitude", "", "longitude", "", "do", "save")))
	if p, ok := h.Live.Timeline().Site().Place("wuhu"); !ok || p.Name["en"] != "Wuhu" || p.Name["zh"] != "芜湖" || p.Latitude != nil {
		t.Errorf("%+v", p)
	}
}

// An undo takes back what was done to one topic, whatever became of others since.
func TestAnotherTopicDoesNotKeepAnUndo(t *testing.T) {
	h := desktest.New(t, webtest.Chronicle()...)
	h.PutVocabulary()
	rename := func(who, slug, to string) desktest.Answer {
		path := "/admin/en/tags/" + slug
		return h.Follow(who, h.Post(who, path, desktest.With(h.Get(who, path).FormTo(path), "name-en", to, "do", "save")))
	}
	done := rename("editor", "policy", "Rules").Doc.Find(".say form")
	rename("administrator", "science", "Sciences")
	undone := h.Follow("editor", h.Post("editor", done.AttrOr("action", ""), desktest.Fields(done)))
	policy, _ := h.Live.Timeline().Site().Tag("policy")
	science, _ := h.Live.Timeline().Site().Tag("science")
	if policy.Name["en"] != "Policy" || science.Name["en"] != "Sciences" || !strings.Contains(undone.Text(".say"), "Taken back: Vocabulary of topics") {
		t.Errorf("%+v, %+v: %s", policy, science, undone.Text(".say"))
	}
}

// A merge that another merge followed is taken back as far as its entries and topics
// are as it left them.
func TestAMergeIsUndoneAmongOtherChanges(t *testing.T) {
	h := desktest.New(t, webtest.Chronicle()...)
	h.PutVocabulary()
	policy := tagged(h, "policy")
	plan := h.Post("editor", "/admin/en/tags/policy/merge", url.Values{"how": {"into"}, "into": {"science"}})
	done := h.Follow("editor", h.Post("editor", "/admin/en/tags/policy/merge", desktest.With(plan.Form(), "do", "go"))).Doc.Find(".say form")
	h.Follow("administrator", h.Post("administrator", "/admin/en/tags", desktest.With(h.Get("administrator", "/admin/en/tags").FormTo("/admin/en/tags"), "name-en", "Law", "do", "save")))
	h.Follow("administrator", h.Post("administrator", "/admin/en/views", desktest.With(h.Get("administrator", "/admin/en/views").FormTo("/admin/en/views"), "name-en", "Key", "selection", "key=1", "do", "save")))
	h.Follow("editor", h.Post("editor", done.AttrOr("action", ""), desktest.Fields(done)))
	site := h.Live.Timeline().Site()
	old, _ := site.Tag("policy")
	_, law := site.Tag("law")
	_, key := site.View("key")
	if view, _ := site.View("rules"); tagged(h, "policy") != policy || old.Retired || !law || !key || view.Selection != "tag=policy" {
		t.Errorf("%d of %d, %+v, %v, %v, %s", tagged(h, "policy"), policy, old, law, key, view.Selection)
	}
}
