package desk_test

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"almanac.example/events"
	"almanac.example/web/webtest"
)

// named is a vocabulary of two topics, a place and a view that means one of the
// topics.
func named(h *house) {
	h.put(events.Document{Name: events.DocumentTags, Tags: []events.Tag{
		{Slug: "policy", Name: events.Localised{"en": "Policy", "zh": "政策"}, Color: "teal"},
		{Slug: "science", Name: events.Localised{"en": "Science", "zh": "科学"}},
	}})
	h.put(events.Document{Name: events.DocumentPlaces, Places: []events.NamedPlace{{Slug: "shanghai", Name: events.Localised{"en": "Shanghai", "zh": "上海"}}}})
	h.put(events.Document{Name: events.DocumentViews, Views: []events.View{{Slug: "rules", Name: events.Localised{"en": "Rules"}, Selection: "tag=policy"}}})
}

func (h *house) tagged(slug string) int {
	return len(h.live.Timeline().ForEditors(events.Selection{Tags: []string{slug}}))
}

// formTo is the form of a page that is sent to an address.
func (a answer) formTo(action string) url.Values {
	return fields(a.doc.Find("main form[action='" + action + "']").First())
}

func TestTopicsAreListedWithTheirEntries(t *testing.T) {
	h := newHouse(t, append(webtest.Chronicle(), draft("d1"), webtest.Story("loose", "2019-01-01", func(e *events.Event) { e.Tags = []string{"loose-one"}; e.Status = events.Draft }))...)
	named(h)
	page := h.get("editor", "/admin/en/tags")
	rows := map[string]string{}
	page.doc.Find(".tb tbody tr").Each(func(_ int, s *goquery.Selection) {
		rows[s.Find("code").Text()] = strings.TrimSpace(s.Find(".r").Text())
		if link := s.Find(".r a"); link.Length() > 0 {
			if got := h.get("editor", link.AttrOr("href", "")).doc.Find(".ent tbody tr").Length(); strconv.Itoa(got) != link.Text() {
				t.Errorf("%s says %s and leads to %d entries", s.Find("code").Text(), link.Text(), got)
			}
		}
	})
	for slug, want := range map[string]int{"policy": h.tagged("policy"), "science": h.tagged("science"), "loose-one": 1} {
		if rows[slug] != strconv.Itoa(want) || want == 0 {
			t.Errorf("%s: %q, want %d", slug, rows[slug], want)
		}
	}
	if got := page.doc.Find(".tb tbody tr").First().Find("th").Text(); got != "Science" {
		t.Errorf("the most used is %q", got)
	}
	if got := page.doc.Find("tr:has(code:contains(policy)) svg.sw rect").AttrOr("fill", ""); got != "teal" {
		t.Errorf("its colour is %q", got)
	}
}

func TestATopicIsMade(t *testing.T) {
	h := newHouse(t, webtest.Chronicle()...)
	named(h)
	form := h.get("editor", "/admin/en/tags").formTo("/admin/en/tags")
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
		rev := h.live.Timeline().Rev()
		a := h.post("editor", "/admin/en/tags", with(form, c.fields...))
		if got := a.doc.Find(".errs a").AttrOr("href", "#"); got != "#"+c.fault || h.live.Timeline().Rev() != rev {
			t.Errorf("%s: %s", name, got)
		}
		if c.fault == "" || with(form, c.fields...).Get("name-en") == "" {
			continue
		}
		if got := a.doc.Find("#name-en").AttrOr("value", ""); got != with(form, c.fields...).Get("name-en") {
			t.Errorf("%s: what was typed is lost: %q", name, got)
		}
	}
	h.follow("editor", h.post("editor", "/admin/en/tags", with(form, "name-zh", "法律", "name-en", "Civil law", "color", "indigo", "do", "save")))
	tag, ok := h.live.Timeline().Site().Tag("civil-law")
	if !ok || tag.Name["zh"] != "法律" || tag.Color != "indigo" || tag.Retired {
		t.Errorf("%+v", tag)
	}
	if len(h.live.Timeline().Site().Tags) != 3 {
		t.Errorf("%+v", h.live.Timeline().Site().Tags)
	}
}

func TestATopicIsRenamedWhereverItStands(t *testing.T) {
	h := newHouse(t, webtest.Chronicle()...)
	named(h)
	form := h.get("editor", "/admin/en/tags/policy").formTo("/admin/en/tags/policy")
	if form.Get("name-zh") != "政策" || form.Get("color") != "teal" {
		t.Fatalf("%v", form)
	}
	h.follow("editor", h.post("editor", "/admin/en/tags/policy", with(form, "name-en", "Policies", "name-zh", "", "color", "", "retired", "1", "do", "save")))
	tag, _ := h.live.Timeline().Site().Tag("policy")
	if tag.Name["en"] != "Policies" || tag.Name["zh"] != "" || tag.Color != "" || !tag.Retired {
		t.Errorf("%+v", tag)
	}
	if page := h.get("", "/en/tag/policy"); page.status != http.StatusOK || !strings.Contains(page.doc.Find("h1").Text(), "Policies") {
		t.Errorf("readers see %d %q", page.status, page.doc.Find("h1").Text())
	}
	// Somebody who saw it before is told, and may put theirs in its place.
	late := h.post("editor", "/admin/en/tags/policy", with(form, "name-en", "Rules", "do", "save"))
	if late.status != http.StatusUnprocessableEntity || late.doc.Find("#name-en").AttrOr("value", "") != "Rules" {
		t.Fatalf("a change that came first is overwritten: %d", late.status)
	}
	h.follow("editor", h.post("editor", "/admin/en/tags/policy", with(late.formTo("/admin/en/tags/policy"), "do", "save")))
	if tag, _ := h.live.Timeline().Site().Tag("policy"); tag.Name["en"] != "Rules" {
		t.Errorf("%+v", tag)
	}
	// Of two who change different topics neither is in the other's way.
	science := h.get("editor", "/admin/en/tags/science").formTo("/admin/en/tags/science")
	h.post("editor", "/admin/en/tags/policy", with(h.get("editor", "/admin/en/tags/policy").formTo("/admin/en/tags/policy"), "name-en", "Law", "do", "save"))
	h.follow("editor", h.post("editor", "/admin/en/tags/science", with(science, "name-en", "Sciences", "do", "save")))
	if tag, _ := h.live.Timeline().Site().Tag("policy"); tag.Name["en"] != "Law" {
		t.Errorf("%+v", tag)
	}
}

func TestTopicsAreMergedAndTakenApart(t *testing.T) {
	h := newHouse(t, append(webtest.Chronicle(), draft("d1"))...)
	named(h)
	policy, science := h.tagged("policy"), h.tagged("science")
	before := h.live.Timeline().Rev()
	form := h.get("editor", "/admin/en/tags/policy").doc.Find("form[action$='/merge']").First()
	plan := h.post("editor", "/admin/en/tags/policy/merge", with(fields(form), "into", "science"))
	if got := plan.doc.Find(".sums dd").First().Text(); got != strconv.Itoa(policy) || h.live.Timeline().Rev() != before {
		t.Fatalf("will change %s of %d", got, policy)
	}
	if seen := plan.doc.Find("#su").Parent().Text(); !strings.Contains(seen, "tag/policy") || !strings.Contains(seen, "is empty from now on") {
		t.Errorf("subscribers are not thought of: %q", seen)
	}
	if a := h.post("editor", "/admin/en/tags/policy/merge", with(plan.form(), "do", "check")); a.status != http.StatusOK || h.live.Timeline().Rev() != before {
		t.Error("the Enter key has merged them")
	}
	done := h.follow("editor", h.post("editor", "/admin/en/tags/policy/merge", with(plan.form(), "do", "go")))
	site := h.live.Timeline().Site()
	if old, named := site.Tag("policy"); h.tagged("policy") != 0 || !named || !old.Retired {
		t.Errorf("%d are left, %+v", h.tagged("policy"), old)
	}
	if got := h.tagged("science"); got < policy || got < science {
		t.Errorf("%d have the other", got)
	}
	if view, _ := site.View("rules"); view.Selection != "tag=science" {
		t.Errorf("the view means %s", view.Selection)
	}
	if a := h.get("", "/en/tag/policy.ics"); a.status != http.StatusOK || strings.Contains(a.body, "BEGIN:VEVENT") && !strings.Contains(a.body, "CANCELLED") {
		t.Errorf("the old subscription: %d", a.status)
	}
	undo := done.doc.Find(".say form")
	h.follow("editor", h.post("editor", undo.AttrOr("action", ""), fields(undo)))
	site = h.live.Timeline().Site()
	if old, _ := site.Tag("policy"); h.tagged("policy") != policy || h.tagged("science") != science || old.Retired {
		t.Errorf("undone: %d and %d, %+v", h.tagged("policy"), h.tagged("science"), old)
	}
	if view, _ := site.View("rules"); view.Selection != "tag=policy" {
		t.Errorf("undone: the view means %s", view.Selection)
	}
}

func TestATopicMovesToAnotherAddress(t *testing.T) {
	h := newHouse(t, webtest.Chronicle()...)
	named(h)
	policy := h.tagged("policy")
	move := func(pairs ...string) answer {
		return h.post("editor", "/admin/en/tags/policy/merge", with(url.Values{"how": {"address"}}, pairs...))
	}
	for _, address := range []string{"", "No Slug", "policy", "science"} {
		if a := move("address", address, "do", "go", "expect", strconv.Itoa(policy)); a.status != http.StatusUnprocessableEntity || h.tagged("policy") != policy {
			t.Errorf("%q: %d", address, a.status)
		}
	}
	if a := h.post("editor", "/admin/en/tags/policy/merge", url.Values{"how": {"into"}, "into": {"policy"}}); a.status != http.StatusUnprocessableEntity {
		t.Errorf("into itself: %d", a.status)
	}
	done := h.follow("editor", h.post("editor", "/admin/en/tags/policy/merge", with(move("address", "policies").form(), "do", "go")))
	tag, named := h.live.Timeline().Site().Tag("policies")
	if h.tagged("policies") != policy || !named || tag.Name["zh"] != "政策" || tag.Color != "teal" {
		t.Errorf("%d, %+v", h.tagged("policies"), tag)
	}
	undo := done.doc.Find(".say form")
	undone := h.follow("editor", h.post("editor", undo.AttrOr("action", ""), fields(undo)))
	old, _ := h.live.Timeline().Site().Tag("policy")
	now, _ := h.live.Timeline().Site().Tag("policies")
	if h.tagged("policy") != policy || old.Retired || !now.Retired {
		t.Errorf("undone: %d, %+v, %+v: %s", h.tagged("policy"), old, now, undone.doc.Find("main").Text())
	}
}

func TestPlacesAreMerged(t *testing.T) {
	h := newHouse(t, append(webtest.Chronicle(), webtest.Story("other", "2019-01-01", func(e *events.Event) {
		e.Place = &events.Place{Slug: "hu", Name: events.Localised{"zh": "沪"}}
	}))...)
	named(h)
	plan := h.post("editor", "/admin/en/places/hu/merge", url.Values{"how": {"into"}, "into": {"shanghai"}})
	h.follow("editor", h.post("editor", "/admin/en/places/hu/merge", with(plan.form(), "do", "go")))
	if e := h.stored("other"); e.PlaceSlug() != "shanghai" || e.Place.Name["en"] != "Shanghai" {
		t.Errorf("%+v", e.Place)
	}
	form := h.get("editor", "/admin/en/places/shanghai").formTo("/admin/en/places/shanghai")
	for _, bad := range [][]string{{"latitude", "91"}, {"latitude", "-91"}, {"longitude", "181"}, {"latitude", "x"}, {"latitude", "31"}} {
		if a := h.post("editor", "/admin/en/places/shanghai", with(with(form, "latitude", "", "longitude", ""), append(bad, "do", "save")...)); a.status != http.StatusUnprocessableEntity || a.doc.Find("#"+bad[0]).AttrOr("value", "") != bad[1] {
			t.Errorf("%v: %d", bad, a.status)
		}
	}
	h.follow("editor", h.post("editor", "/admin/en/places/shanghai", with(form, "latitude", "−31.23", "longitude", "180", "do", "save")))
	if p, _ := h.live.Timeline().Site().Place("shanghai"); p.Latitude == nil || *p.Latitude != -31.23 || *p.Longitude != 180 {
		t.Errorf("%+v", p)
	}
}

func TestAViewIsAFilterWithAName(t *testing.T) {
	h := newHouse(t, webtest.Chronicle()...)
	form := h.get("editor", "/admin/en/views").formTo("/admin/en/views")
	for _, bad := range []string{"", "colour=green", "https://almanac.example.org/en/2019"} {
		if a := h.post("editor", "/admin/en/views", with(form, "name-en", "Space", "selection", bad, "do", "save")); a.status != http.StatusUnprocessableEntity || a.doc.Find("#selection").AttrOr("value", "") != bad {
			t.Errorf("%q: %d", bad, a.status)
		}
	}
	h.follow("editor", h.post("editor", "/admin/en/views", with(form, "name-en", "Space", "selection", "https://almanac.example.org/en/2019?tag=science&key=1", "do", "save")))
	if v, _ := h.live.Timeline().Site().View("space"); v.Selection != "key=1&tag=science" {
		t.Errorf("%+v", v)
	}
	if a := h.get("", "/en/v/space"); a.status != http.StatusOK {
		t.Errorf("readers get %d", a.status)
	}
	page := h.get("editor", "/admin/en/views/space")
	if page.doc.Find("button[value=remove],form[action$='/merge']").Length() != 0 {
		t.Error("a view can be removed, whose address is known")
	}
}

func TestOnlyWhatWasNeverSeenIsRemoved(t *testing.T) {
	h := newHouse(t, webtest.Chronicle()...)
	named(h)
	h.put(events.Document{Name: events.DocumentTags, Tags: append(h.live.Timeline().Site().Tags, events.Tag{Slug: "unused", Name: events.Localised{"en": "Unused"}})})
	if h.get("editor", "/admin/en/tags/policy").doc.Find("button[value=remove]").Length() != 0 {
		t.Error("a topic of entries can be removed")
	}
	page := h.get("editor", "/admin/en/tags/unused")
	form := fields(page.doc.Find("form:has(button[value=remove])"))
	h.follow("editor", h.post("editor", "/admin/en/tags/unused", with(form, "do", "remove")))
	if _, named := h.live.Timeline().Site().Tag("unused"); named || len(h.live.Timeline().Site().Tags) != 2 {
		t.Errorf("%+v", h.live.Timeline().Site().Tags)
	}
	if a := h.get("editor", "/admin/en/tags/unused"); a.status != http.StatusNotFound {
		t.Errorf("its page: %d", a.status)
	}
}

// What is done to the vocabulary is one change, which the notice takes back, as the
// history does; what somebody has changed since stays, and that is said.
func TestAChangeOfTheVocabularyIsUndone(t *testing.T) {
	for name, c := range map[string]struct {
		page, kind string
		typed      []string
		found      func(h *house) bool // the change is there
	}{
		"a topic renamed": {"/tags/policy", "/tags", []string{"name-en", "Rules", "do", "save"}, func(h *house) bool {
			tag, _ := h.live.Timeline().Site().Tag("policy")
			return tag.Name["en"] == "Rules"
		}},
		"a topic added": {"/tags", "/tags", []string{"name-en", "Law", "do", "save"}, func(h *house) bool {
			_, ok := h.live.Timeline().Site().Tag("law")
			return ok
		}},
		"a place that moved": {"/places/shanghai", "/places", []string{"latitude", "31.2", "longitude", "121.5", "do", "save"}, func(h *house) bool {
			p, _ := h.live.Timeline().Site().Place("shanghai")
			return p.Latitude != nil
		}},
		"a view that means others": {"/views/rules", "/views", []string{"selection", "tag=science", "do", "save"}, func(h *house) bool {
			v, _ := h.live.Timeline().Site().View("rules")
			return v.Selection == "tag=science"
		}},
	} {
		t.Run(name, func(t *testing.T) {
			h := newHouse(t, webtest.Chronicle()...)
			named(h)
			change := func() answer {
				form := h.get("editor", "/admin/en"+c.page).formTo("/admin/en" + c.page)
				return h.follow("editor", h.post("editor", "/admin/en"+c.page, with(form, c.typed...)))
			}
			undo := func(page answer) answer {
				form := page.doc.Find(".say form")
				if form.Length() != 1 {
					t.Fatalf("no undo is offered: %s", page.doc.Find("main").Text())
				}
				return h.follow("editor", h.post("editor", form.AttrOr("action", ""), fields(form)))
			}
			done := change()
			if !c.found(h) {
				t.Fatal("it was not changed")
			}
			if h.get("administrator", "/admin/en"+c.kind+"?done=changed").doc.Find(".say form").Length() != 0 {
				t.Error("what another did is offered to be undone")
			}
			undone := undo(done)
			if text := undone.doc.Find(".say").Text(); c.found(h) || !strings.Contains(text, "Taken back:") || strings.Contains(text, "0 entries") {
				t.Fatalf("%q", text)
			}
			if undo(undone); !c.found(h) {
				t.Error("the undo cannot be undone")
			}
			log := h.get("editor", "/admin/en/history")
			if n := log.doc.Find("form button:contains('Undo')").Length(); n < 3 {
				t.Errorf("the history offers %d undos", n)
			}
		})
	}
}

func TestAVocabularyThatWasChangedSinceStays(t *testing.T) {
	h := newHouse(t, webtest.Chronicle()...)
	named(h)
	rename := func(who, to string) answer {
		return h.follow(who, h.post(who, "/admin/en/tags/policy", with(h.get(who, "/admin/en/tags/policy").formTo("/admin/en/tags/policy"), "name-en", to, "do", "save")))
	}
	done := rename("editor", "Rules")
	rename("administrator", "Laws")
	form := done.doc.Find(".say form")
	late := h.follow("editor", h.post("editor", form.AttrOr("action", ""), fields(form)))
	if tag, _ := h.live.Timeline().Site().Tag("policy"); tag.Name["en"] != "Laws" || !strings.Contains(late.doc.Find(".say").Text(), "somebody has changed it since: Vocabulary of topics") {
		t.Errorf("%+v, %s", tag, late.doc.Find(".say").Text())
	}
	// Its page is told from the history.
	page := h.get("editor", form.AttrOr("action", ""))
	if page.status != http.StatusOK || !strings.Contains(page.doc.Find(".say").Text(), "“Rules” changed") {
		t.Errorf("%d %s", page.status, page.doc.Find("main").Text())
	}
}
