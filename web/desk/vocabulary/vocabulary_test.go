package vocabulary_test

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"almanac.example/events"
	"almanac.example/web/desk/desktest"
	"almanac.example/web/webtest"
)

func tagged(h *desktest.Instance, slug string) int {
	return len(h.Live.Timeline().ForEditors(events.Selection{Tags: []string{slug}}))
}

func TestTopicsAreListedWithTheirEntries(t *testing.T) {
	h := desktest.New(t, append(webtest.Chronicle(), desktest.Draft("d1"), webtest.Story("loose", "2019-01-01", func(e *events.Event) { e.Tags = []string{"loose-one"}; e.Status = events.Draft }))...)
	h.PutVocabulary()
	page := h.Get("editor", "/admin/en/tags")
	rows := map[string]string{}
	page.Doc.Find(".tb tbody tr").Each(func(_ int, s *goquery.Selection) {
		rows[s.Find("code").Text()] = strings.TrimSpace(s.Find(".r").Text())
		if link := s.Find(".r a"); link.Length() > 0 {
			if got := h.Get("editor", link.AttrOr("href", "")).Doc.Find(".ent tbody tr").Length(); strconv.Itoa(got) != link.Text() {
				t.Errorf("%s says %s and leads to %d entries", s.Find("code").Text(), link.Text(), got)
			}
		}
	})
	for slug, want := range map[string]int{"policy": tagged(h, "policy"), "science": tagged(h, "science"), "loose-one": 1} {
		if rows[slug] != strconv.Itoa(want) || want == 0 {
			t.Errorf("%s: %q, want %d", slug, rows[slug], want)
		}
	}
	if got := page.Doc.Find(".tb tbody tr").First().Find("th").Text(); got != "Science" {
		t.Errorf("the most used is %q", got)
	}
	if got := page.Doc.Find("tr:has(code:contains(policy)) svg.sw rect").AttrOr("fill", ""); got != "teal" {
		t.Errorf("its colour is %q", got)
	}
}

func TestATopicIsMade(t *testing.T) {
	h := desktest.New(t, webtest.Chronicle()...)
	h.PutVocabulary()
	form := h.Get("editor", "/admin/en/tags").FormTo("/admin/en/tags")
	for name, c := range map[string]struct {
		fields []string
		fault  string // id of the field
	}{
		"the Enter key":    {[]string{"name-en", "Law", "do", "check"}, ""},
		"no name":          {[]string{"do", "save"}, "name-en"},
		"a name in use":    {[]string{"name-en", "policy", "slug", "other", "do", "save"}, "name-en"},
		"an address":       {[]string{"name-en", "Law", "slug", "No Slug", "do", "save"}, "slug"},
		"one in use":       {[]string{"name-en", "Law", "slug", "science", "do", "save"}, "slug"},
		"one that is used": {[]string{"name-en", "Law", "slug", "policy", "do", "save"}, "slug"},
	} {
		rev := h.Live.Timeline().Rev()
		a := h.Post("editor", "/admin/en/tags", desktest.With(form, c.fields...))
		if got := a.Doc.Find(".errs a").AttrOr("href", "#"); got != "#"+c.fault || h.Live.Timeline().Rev() != rev {
			t.Errorf("%s: %s", name, got)
		}
		if c.fault == "" || desktest.With(form, c.fields...).Get("name-en") == "" {
			continue
		}
		if got := a.Doc.Find("#name-en").AttrOr("value", ""); got != desktest.With(form, c.fields...).Get("name-en") {
			t.Errorf("%s: what was typed is lost: %q", name, got)
		}
	}
	h.Follow("editor", h.Post("editor", "/admin/en/tags", desktest.With(form, "name-zh", "法律", "name-en", "Civil law", "color", "indigo", "do", "save")))
	tag, ok := h.Live.Timeline().Site().Tag("civil-law")
	if !ok || tag.Name["zh"] != "法律" || tag.Color != "indigo" || tag.Retired {
		t.Errorf("%+v", tag)
	}
	if len(h.Live.Timeline().Site().Tags) != 3 {
		t.Errorf("%+v", h.Live.Timeline().Site().Tags)
	}
}

func TestATopicIsRenamedWhereverItStands(t *testing.T) {
	h := desktest.New(t, webtest.Chronicle()...)
	h.PutVocabulary()
	form := h.Get("editor", "/admin/en/tags/policy").FormTo("/admin/en/tags/policy")
	if form.Get("name-zh") != "政策" || form.Get("color") != "teal" {
		t.Fatalf("%v", form)
	}
	h.Follow("editor", h.Post("editor", "/admin/en/tags/policy", desktest.With(form, "name-en", "Policies", "name-zh", "", "color", "", "retired", "1", "do", "save")))
	tag, _ := h.Live.Timeline().Site().Tag("policy")
	if tag.Name["en"] != "Policies" || tag.Name["zh"] != "" || tag.Color != "" || !tag.Retired {
		t.Errorf("%+v", tag)
	}
	if page := h.Get("", "/en/tag/policy"); page.Status != http.StatusOK || !strings.Contains(page.Doc.Find("h1").Text(), "Policies") {
		t.Errorf("readers see %d %q", page.Status, page.Doc.Find("h1").Text())
	}
	// Somebody who saw it before is told, and may put theirs in its place.
	late := h.Post("editor", "/admin/en/tags/policy", desktest.With(form, "name-en", "Rules", "do", "save"))
	if late.Status != http.StatusUnprocessableEntity || late.Doc.Find("#name-en").AttrOr("value", "") != "Rules" {
		t.Fatalf("a change that came first is overwritten: %d", late.Status)
	}
	h.Follow("editor", h.Post("editor", "/admin/en/tags/policy", desktest.With(late.FormTo("/admin/en/tags/policy"), "do", "save")))
	if tag, _ := h.Live.Timeline().Site().Tag("policy"); tag.Name["en"] != "Rules" {
		t.Errorf("%+v", tag)
	}
	// Of two who change different topics neither is in the other's way.
	science := h.Get("editor", "/admin/en/tags/science").FormTo("/admin/en/tags/science")
	h.Post("editor", "/admin/en/tags/policy", desktest.With(h.Get("editor", "/admin/en/tags/policy").FormTo("/admin/en/tags/policy"), "name-en", "Law", "do", "save"))
	h.Follow("editor", h.Post("editor", "/admin/en/tags/science", desktest.With(science, "name-en", "Sciences", "do", "save")))
	if tag, _ := h.Live.Timeline().Site().Tag("policy"); tag.Name["en"] != "Law" {
		t.Errorf("%+v", tag)
	}
}

func TestTopicsAreMergedAndTakenApart(t *testing.T) {
	h := desktest.New(t, append(webtest.Chronicle(), desktest.Draft("d1"))...)
	h.PutVocabulary()
	policy, science := tagged(h, "policy"), tagged(h, "science")
	before := h.Live.Timeline().Rev()
	form := h.Get("editor", "/admin/en/tags/policy").Doc.Find("form[action$='/merge']").First()
	plan := h.Post("editor", "/admin/en/tags/policy/merge", desktest.With(desktest.Fields(form), "into", "science"))
	if got := plan.Doc.Find(".sums dd").First().Text(); got != strconv.Itoa(policy) || h.Live.Timeline().Rev() != before {
		t.Fatalf("will change %s of %d", got, policy)
	}
	if seen := plan.Doc.Find("#su").Parent().Text(); !strings.Contains(seen, "tag/policy") || !strings.Contains(seen, "is empty from now on") {
		t.Errorf("subscribers are not thought of: %q", seen)
	}
	if a := h.Post("editor", "/admin/en/tags/policy/merge", desktest.With(plan.Form(), "do", "check")); a.Status != http.StatusOK || h.Live.Timeline().Rev() != before {
		t.Error("the Enter key has merged them")
	}
	done := h.Follow("editor", h.Post("editor", "/admin/en/tags/policy/merge", desktest.With(plan.Form(), "do", "go")))
	site := h.Live.Timeline().Site()
	if old, named := site.Tag("policy"); tagged(h, "policy") != 0 || !named || !old.Retired {
		t.Errorf("%d are left, %+v", tagged(h, "policy"), old)
	}
	if got := tagged(h, "science"); got < policy || got < science {
		t.Errorf("%d have the other", got)
	}
	if view, _ := site.View("rules"); view.Selection != "tag=science" {
		t.Errorf("the view means %s", view.Selection)
	}
	if a := h.Get("", "/en/tag/policy.ics"); a.Status != http.StatusOK || strings.Contains(a.Body, "BEGIN:VEVENT") && !strings.Contains(a.Body, "CANCELLED") {
		t.Errorf("the old subscription: %d", a.Status)
	}
	undo := done.Doc.Find(".say form")
	h.Follow("editor", h.Post("editor", undo.AttrOr("action", ""), desktest.Fields(undo)))
	site = h.Live.Timeline().Site()
	if old, _ := site.Tag("policy"); tagged(h, "policy") != policy || tagged(h, "science") != science || old.Retired {
		t.Errorf("undone: %d and %d, %+v", tagged(h, "policy"), tagged(h, "science"), old)
	}
	if view, _ := site.View("rules"); view.Selection != "tag=policy" {
		t.Errorf("undone: the view means %s", view.Selection)
	}
}

func TestATopicMovesToAnotherAddress(t *testing.T) {
	h := desktest.New(t, webtest.Chronicle()...)
	h.PutVocabulary()
	policy := tagged(h, "policy")
	move := func(pairs ...string) desktest.Answer {
		return h.Post("editor", "/admin/en/tags/policy/merge", desktest.With(url.Values{"how": {"address"}}, pairs...))
	}
	for _, address := range []string{"", "No Slug", "policy", "science"} {
		if a := move("address", address, "do", "go", "expect", strconv.Itoa(policy)); a.Status != http.StatusUnprocessableEntity || tagged(h, "policy") != policy {
			t.Errorf("%q: %d", address, a.Status)
		}
	}
	if a := h.Post("editor", "/admin/en/tags/policy/merge", url.Values{"how": {"into"}, "into": {"policy"}}); a.Status != http.StatusUnprocessableEntity {
		t.Errorf("into itself: %d", a.Status)
	}
	done := h.Follow("editor", h.Post("editor", "/admin/en/tags/policy/merge", desktest.With(move("address", "policies").Form(), "do", "go")))
	tag, named := h.Live.Timeline().Site().Tag("policies")
	if tagged(h, "policies") != policy || !named || tag.Name["zh"] != "政策" || tag.Color != "teal" {
		t.Errorf("%d, %+v", tagged(h, "policies"), tag)
	}
	undo := done.Doc.Find(".say form")
	undone := h.Follow("editor", h.Post("editor", undo.AttrOr("action", ""), desktest.Fields(undo)))
	old, _ := h.Live.Timeline().Site().Tag("policy")
	now, _ := h.Live.Timeline().Site().Tag("policies")
	if tagged(h, "policy") != policy || old.Retired || !now.Retired {
		t.Errorf("undone: %d, %+v, %+v: %s", tagged(h, "policy"), old, now, undone.Doc.Find("main").Text())
	}
}

func TestPlacesAreMerged(t *testing.T) {
	h := desktest.New(t, append(webtest.Chronicle(), webtest.Story("other", "2019-01-01", func(e *events.Event) {
		e.Place = &events.Place{Slug: "hu", Name: events.Localised{"zh": "沪"}}
	}))...)
	h.PutVocabulary()
	plan := h.Post("editor", "/admin/en/places/hu/merge", url.Values{"how": {"into"}, "into": {"shanghai"}})
	h.Follow("editor", h.Post("editor", "/admin/en/places/hu/merge", desktest.With(plan.Form(), "do", "go")))
	if e := h.Stored("other"); e.PlaceSlug() != "shanghai" || e.Place.Name["en"] != "Shanghai" {
		t.Errorf("%+v", e.Place)
	}
	form := h.Get("editor", "/admin/en/places/shanghai").FormTo("/admin/en/places/shanghai")
	for _, bad := range [][]string{{"latitude", "91"}, {"latitude", "-91"}, {"longitude", "181"}, {"latitude", "x"}, {"latitude", "31"}} {
		if a := h.Post("editor", "/admin/en/places/shanghai", desktest.With(desktest.With(form, "latitude", "", "longitude", ""), append(bad, "do", "save")...)); a.Status != http.StatusUnprocessableEntity || a.Doc.Find("#"+bad[0]).AttrOr("value", "") != bad[1] {
			t.Errorf("%v: %d", bad, a.Status)
		}
	}
	h.Follow("editor", h.Post("editor", "/admin/en/places/shanghai", desktest.With(form, "latitude", "−31.23", "longitude", "180", "do", "save")))
	if p, _ := h.Live.Timeline().Site().Place("shanghai"); p.Latitude == nil || *p.Latitude != -31.23 || *p.Longitude != 180 {
		t.Errorf("%+v", p)
	}
}

func TestAViewIsAFilterWithAName(t *testing.T) {
	h := desktest.New(t, webtest.Chronicle()...)
	form := h.Get("editor", "/admin/en/views").FormTo("/admin/en/views")
	for _, bad := range []string{"", "colour=green", "https://almanac.example.org/en/list"} {
		if a := h.Post("editor", "/admin/en/views", desktest.With(form, "name-en", "Space", "selection", bad, "do", "save")); a.Status != http.StatusUnprocessableEntity || a.Doc.Find("#selection").AttrOr("value", "") != bad {
			t.Errorf("%q: %d", bad, a.Status)
		}
	}
	h.Follow("editor", h.Post("editor", "/admin/en/views", desktest.With(form, "name-en", "Space", "selection", "https://almanac.example.org/en/2019?tag=science&key=1", "do", "save")))
	if v, _ := h.Live.Timeline().Site().View("space"); v.Selection != "key=1&tag=science&year=2019" {
		t.Errorf("%+v", v)
	}
	if a := h.Get("", "/en/v/space"); a.Status != http.StatusOK {
		t.Errorf("readers get %d", a.Status)
	}
	page := h.Get("editor", "/admin/en/views/space")
	if page.Doc.Find("button[value=remove],form[action$='/merge']").Length() != 0 {
		t.Error("a view can be removed, whose address is known")
	}
}

func TestOnlyWhatWasNeverSeenIsRemoved(t *testing.T) {
	h := desktest.New(t, webtest.Chronicle()...)
	h.PutVocabulary()
	h.Put(events.Document{Name: events.DocumentTags, Tags: append(h.Live.Timeline().Site().Tags, events.Tag{Slug: "unused", Name: events.Localised{"en": "Unused"}})})
	if h.Get("editor", "/admin/en/tags/policy").Doc.Find("button[value=remove]").Length() != 0 {
		t.Error("a topic of entries can be removed")
	}
	page := h.Get("editor", "/admin/en/tags/unused")
	form := desktest.Fields(page.Doc.Find("form:has(button[value=remove])"))
	h.Follow("editor", h.Post("editor", "/admin/en/tags/unused", desktest.With(form, "do", "remove")))
	if _, named := h.Live.Timeline().Site().Tag("unused"); named || len(h.Live.Timeline().Site().Tags) != 2 {
		t.Errorf("%+v", h.Live.Timeline().Site().Tags)
	}
	if a := h.Get("editor", "/admin/en/tags/unused"); a.Status != http.StatusNotFound {
		t.Errorf("its page: %d", a.Status)
	}
}

// What is done to the vocabulary is one change, which the notice takes back, as the
// history does; what somebody has changed since stays, and that is said.
func TestAChangeOfTheVocabularyIsUndone(t *testing.T) {
	for name, c := range map[string]struct {
		page, kind string
		typed      []string
		found      func(h *desktest.Instance) bool // the change is there
	}{
		"a topic renamed": {"/tags/policy", "/tags", []string{"name-en", "Rules", "do", "save"}, func(h *desktest.Instance) bool {
			tag, _ := h.Live.Timeline().Site().Tag("policy")
			return tag.Name["en"] == "Rules"
		}},
		"a topic added": {"/tags", "/tags", []string{"name-en", "Law", "do", "save"}, func(h *desktest.Instance) bool {
			_, ok := h.Live.Timeline().Site().Tag("law")
			return ok
		}},
		"a place that moved": {"/places/shanghai", "/places", []string{"latitude", "31.2", "longitude", "121.5", "do", "save"}, func(h *desktest.Instance) bool {
			p, _ := h.Live.Timeline().Site().Place("shanghai")
			return p.Latitude != nil
		}},
		"a view that means others": {"/views/rules", "/views", []string{"selection", "tag=science", "do", "save"}, func(h *desktest.Instance) bool {
			v, _ := h.Live.Timeline().Site().View("rules")
			return v.Selection == "tag=science"
		}},
	} {
		t.Run(name, func(t *testing.T) {
			h := desktest.New(t, webtest.Chronicle()...)
			h.PutVocabulary()
			change := func() desktest.Answer {
				form := h.Get("editor", "/admin/en"+c.page).FormTo("/admin/en" + c.page)
				return h.Follow("editor", h.Post("editor", "/admin/en"+c.page, desktest.With(form, c.typed...)))
			}
			undo := func(page desktest.Answer) desktest.Answer {
				form := page.Doc.Find(".say form")
				if form.Length() != 1 {
					t.Fatalf("no undo is offered: %s", page.Doc.Find("main").Text())
				}
				return h.Follow("editor", h.Post("editor", form.AttrOr("action", ""), desktest.Fields(form)))
			}
			done := change()
			if !c.found(h) {
				t.Fatal("it was not changed")
			}
			if h.Get("administrator", "/admin/en"+c.kind+"?done=changed").Doc.Find(".say form").Length() != 0 {
				t.Error("what another did is offered to be undone")
			}
			undone := undo(done)
			if text := undone.Doc.Find(".say").Text(); c.found(h) || !strings.Contains(text, "Taken back:") || strings.Contains(text, "0 entries") {
				t.Fatalf("%q", text)
			}
			if undo(undone); !c.found(h) {
				t.Error("the undo cannot be undone")
			}
			log := h.Get("editor", "/admin/en/history")
			if n := log.Doc.Find("form button:contains('Undo')").Length(); n < 3 {
				t.Errorf("the history offers %d undos", n)
			}
		})
	}
}

func TestAVocabularyThatWasChangedSinceStays(t *testing.T) {
	h := desktest.New(t, webtest.Chronicle()...)
	h.PutVocabulary()
	rename := func(who, to string) desktest.Answer {
		return h.Follow(who, h.Post(who, "/admin/en/tags/policy", desktest.With(h.Get(who, "/admin/en/tags/policy").FormTo("/admin/en/tags/policy"), "name-en", to, "do", "save")))
	}
	done := rename("editor", "Rules")
	rename("administrator", "Laws")
	form := done.Doc.Find(".say form")
	late := h.Follow("editor", h.Post("editor", form.AttrOr("action", ""), desktest.Fields(form)))
	if tag, _ := h.Live.Timeline().Site().Tag("policy"); tag.Name["en"] != "Laws" || !strings.Contains(late.Doc.Find(".say").Text(), "somebody has changed it since: Vocabulary of topics") {
		t.Errorf("%+v, %s", tag, late.Doc.Find(".say").Text())
	}
	// Its page is told from the history.
	page := h.Get("editor", form.AttrOr("action", ""))
	if page.Status != http.StatusOK || !strings.Contains(page.Doc.Find(".say").Text(), "“Rules” changed") {
		t.Errorf("%d %s", page.Status, page.Doc.Find("main").Text())
	}
}
