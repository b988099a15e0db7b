package vocabulary_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"almanac.example/events"
	"almanac.example/web/desk/desktest"
	"almanac.example/web/webtest"
)

// each are the texts of what a selector finds, each in one line.
func each(a desktest.Answer, selector string) []string {
	var list []string
	for _, s := range a.Doc.Find(selector).EachIter() {
		list = append(list, strings.Join(strings.Fields(s.Text()), " "))
	}
	return list
}

// named is an item of the vocabulary as the record has it.
func named(h *desktest.Instance, kind, slug string) (name events.Localised, ok bool) {
	h.T.Helper()
	site := h.Live.Timeline().Site()
	switch kind {
	case "tags":
		it, ok := site.Tag(slug)
		return it.Name, ok
	case "places":
		it, ok := site.Place(slug)
		return it.Name, ok
	}
	it, ok := site.View(slug)
	return it.Name, ok
}

// A new item has the address that is typed, or one that is made of a name: of a Latin
// one where there is any.
func TestTheAddressOfANewItem(t *testing.T) {
	for _, kind := range []string{"tags", "places", "views"} {
		path := "/admin/en/" + kind
		for want, pairs := range map[string][]string{
			"law": {"name-en", "Law"}, "rule-of-law": {"name-en", "Rule of law", "name-zh", "法治"}, "法治": {"name-zh", "法治"}, "own": {"name-en", "Law", "slug", "own"},
		} {
			h := desktest.New(t)
			h.PutVocabulary()
			form := desktest.With(h.Get("editor", path).FormTo(path), "selection", "key=1")
			page := h.Follow("editor", h.Post("editor", path, desktest.With(form, append(pairs, "do", "save")...)))
			if name, ok := named(h, kind, want); !ok || len(name) == 0 || page.Text(".say p") == "" || !strings.HasPrefix(page.Text(".say"), "Added.") {
				t.Errorf("%s %q: %v, it says %q", kind, want, name, page.Text(".say"))
			}
		}
	}
}

// What is refused is told at its field in both languages; all that was typed stays, and
// nothing is stored.
func TestWhatTheFormRefuses(t *testing.T) {
	h := desktest.New(t, webtest.Chronicle()...)
	h.PutVocabulary()
	rev := h.Live.Timeline().Rev()
	for name, c := range map[string]struct {
		kind   string
		pairs  []string
		field  string
		en, zh string
	}{
		"no name":                 {"tags", nil, "name-FIRST", "write a name in at least one language", "请至少用一种语言写出名称"},
		"a name of another":       {"tags", []string{"name-en", "POLICY", "slug", "other"}, "name-FIRST", "another one has this name already: policy. To make one of two, merge them", "已有同名的：policy。想合成一个，请用“并入”"},
		"a name in Chinese":       {"tags", []string{"name-zh", "科学", "slug", "other"}, "name-FIRST", "another one has this name already: science.", "已有同名的：science。"},
		"no address":              {"tags", []string{"name-en", "Law", "slug", "No Slug"}, "slug", "use lower-case letters and digits with single hyphens between, such as yangtze-delta", "只用小写字母和数字，之间用一个连字符，如 yangtze-delta"},
		"an address in use":       {"places", []string{"name-en", "Law", "slug", "shanghai"}, "slug", "this address is in use already: shanghai", "已有用这个网址的：shanghai"},
		"a name without letters":  {"places", []string{"name-en", "??"}, "slug", "use lower-case letters and digits", "只用小写字母和数字"},
		"too far north":           {"places", []string{"name-en", "Pole", "latitude", "90.1", "longitude", "0"}, "latitude", "write degrees as a number from −90 to 90", "请写成−90到90之间的数"},
		"too far south":           {"places", []string{"name-en", "Pole", "latitude", "-90.1", "longitude", "0"}, "latitude", "write degrees as a number from −90 to 90", "请写成−90到90之间的数"},
		"too far east":            {"places", []string{"name-en", "Far", "latitude", "0", "longitude", "180.5"}, "longitude", "write degrees as a number from −180 to 180", "请写成−180到180之间的数"},
		"no number":               {"places", []string{"name-en", "Far", "latitude", "north", "longitude", "0"}, "latitude", "write degrees as a number", "请写成−90到90之间的数"},
		"one coordinate":          {"places", []string{"name-en", "Far", "latitude", "12"}, "latitude", "latitude and longitude go together: give both or none", "经度和纬度要么都写，要么都不写"},
		"the other coordinate":    {"places", []string{"name-en", "Far", "longitude", "12"}, "latitude", "latitude and longitude go together: give both or none", "经度和纬度要么都写，要么都不写"},
		"one, and no name either": {"places", []string{"longitude", "12"}, "name-FIRST", "write a name in at least one language", "请至少用一种语言写出名称"},
		"no filter":               {"views", []string{"name-en", "All"}, "selection", "this means every entry; narrow it by something", "这样会选中全部条目，请加上条件"},
		"no filter of ours":       {"views", []string{"name-en", "All", "selection", "colour=green"}, "selection", "this is not understood; copy it from the address of a filtered page", "看不懂。请从筛选后的网址里复制"},
	} {
		for lang, want := range map[string]string{"en": c.en, "zh": c.zh} {
			path := "/admin/" + lang + "/" + c.kind
			a := h.Post("editor", path, desktest.With(h.Get("editor", path).FormTo(path), append(c.pairs, "do", "save")...))
			desktest.CheckPage(t, a)
			field := strings.Replace(c.field, "FIRST", lang, 1)
			if a.Status != http.StatusUnprocessableEntity || !strings.Contains(a.Text("#"+field+"-e"), want) || a.Doc.Find(".errs a").Length() != 1 || !a.Has(".errs a[href='#"+field+"']") || !a.Has("#"+field+"[aria-invalid]") {
				t.Errorf("%s in %s: %d, %q, %q", name, lang, a.Status, a.Text(".errs"), a.Text("#"+field+"-e"))
			}
			for i := 0; i < len(c.pairs); i += 2 {
				if got := a.FormTo(path).Get(c.pairs[i]); got != c.pairs[i+1] {
					t.Errorf("%s in %s: %s is lost: %q", name, lang, c.pairs[i], got)
				}
			}
		}
	}
	if h.Live.Timeline().Rev() != rev {
		t.Error("something was stored")
	}
}

// Coordinates reach to the poles and to the other side of the earth, and may be taken
// away.
func TestCoordinates(t *testing.T) {
	h := desktest.New(t)
	h.PutVocabulary()
	const path = "/admin/en/places/shanghai"
	for _, c := range [][2]string{{"90", "180"}, {"-90", "-180"}, {"0", "0"}, {"−31.25", "121.5"}} {
		h.Follow("editor", h.Post("editor", path, desktest.With(h.Get("editor", path).FormTo(path), "latitude", c[0], "longitude", c[1], "do", "save")))
		form := h.Get("editor", path).FormTo(path)
		if form.Get("latitude") != strings.ReplaceAll(c[0], "−", "-") || form.Get("longitude") != c[1] {
			t.Errorf("%v is kept as %v", c, form)
		}
	}
	h.Follow("editor", h.Post("editor", path, desktest.With(h.Get("editor", path).FormTo(path), "latitude", "", "longitude", "", "do", "save")))
	if p, _ := h.Live.Timeline().Site().Place("shanghai"); p.Latitude != nil || p.Longitude != nil {
		t.Errorf("%+v", p)
	}
}

// A list has a column for each language, the most used first, then by name, what is
// retired last; a name that is missing is shown in another language, once.
func TestTheOrderAndNamesOfAList(t *testing.T) {
	story := func(id string, tags ...string) events.Event {
		return webtest.Story(id, "2019-01-01", func(e *events.Event) { e.Tags = tags })
	}
	h := desktest.New(t, story("a", "b", "old"), story("b", "b", "old"), story("c", "a", "old", "loose"))
	h.Put(events.Document{Name: events.DocumentTags, Tags: []events.Tag{
		{Slug: "old", Name: events.Localised{"en": "Old"}, Retired: true}, {Slug: "older", Name: events.Localised{"en": "Aged"}, Retired: true}, {Slug: "y", Name: events.Localised{"en": "Yes"}}, {Slug: "n", Name: events.Localised{"en": "No"}},
		{Slug: "b", Name: events.Localised{"zh": "乙"}}, {Slug: "a", Name: events.Localised{"en": "Alpha", "zh": "甲"}},
	}})
	for lang, want := range map[string]struct {
		head, sub string
		rows      []string
	}{
		"en": {"English Chinese Address Entries Change", "7 topics, 4 of them in use", []string{"乙乙b2Change", "Alpha甲a1Change", "looseloose1Change", "Non0Change", "Yesy0Change", "Old no longer offeredold3Change", "Aged no longer offeredolder0Change"}},
		"zh": {"中文 英语 网址 条目 修改", "7个主题，其中4个在用", []string{"乙b2修改", "looseloose1修改", "甲Alphaa1修改", "NoNon0修改", "YesYesy0修改", "Old 不再提供Oldold3修改", "Aged 不再提供Agedolder0修改"}},
	} {
		a := h.Get("editor", "/admin/"+lang+"/tags")
		desktest.CheckPage(t, a)
		if got := each(a, ".tb tbody tr"); !slices.Equal(got, want.rows) || strings.Join(each(a, ".tb thead th"), " ") != want.head || a.Text(".sub") != want.sub {
			t.Errorf("%s: %q, %q, %q", lang, each(a, ".tb thead th"), a.Text(".sub"), got)
		}
	}
	empty := desktest.New(t)
	for kind, want := range map[string]string{"tags": "There are no topics yet.", "places": "There are no places yet.", "views": "There are no views yet."} {
		if a := empty.Get("editor", "/admin/en/"+kind); a.Has(".tb") || !strings.Contains(a.Text("main"), want) {
			t.Errorf("%s: %q", kind, a.Text("main"))
		}
	}
}

// The page of an item tells how many entries it has and where readers find it, and
// offers to move or remove it where that can be.
func TestWhatThePageOfAnItemOffers(t *testing.T) {
	h := desktest.New(t, webtest.Chronicle()...)
	h.PutVocabulary()
	h.Put(events.Document{Name: events.DocumentTags, Tags: append(h.Live.Timeline().Site().Tags, events.Tag{Slug: "unused", Name: events.Localised{"en": "Unused"}}, events.Tag{Slug: "old", Name: events.Localised{"en": "Old"}, Retired: true})})
	for path, want := range map[string]struct {
		public               string
		move, remove, filled bool
		into                 string
	}{
		"tags/policy": {"/en/tag/policy", true, false, true, "Science Unused"}, "tags/unused": {"/en/tag/unused", false, true, true, ""}, "places/shanghai": {"/en/place/shanghai", true, false, true, ""}, "views/rules": {"/en/v/rules", false, false, true, ""},
	} {
		a := h.Get("editor", "/admin/en/"+path)
		desktest.CheckPage(t, a)
		var links []string
		for _, s := range a.Doc.Find(".sub a").EachIter() {
			links = append(links, s.AttrOr("href", ""))
		}
		if links[len(links)-1] != want.public || (len(links) == 2) != (path != "tags/unused") {
			t.Errorf("%s: leads to %q", path, links)
		}
		if got := strings.Join(each(a, "#into option"), " "); a.Has("#address") != want.move || a.Has("button[value=remove]") != want.remove || a.Has("button.go") != want.filled || !strings.HasPrefix(got, want.into) || (want.into == "") != (got == "") && path != "places/shanghai" {
			t.Errorf("%s: move %v, remove %v, filled %v, into %q", path, a.Has("#address"), a.Has("button[value=remove]"), a.Has("button.go"), got)
		}
		if got := a.Text("main"); strings.Contains(got, "Changes with it where") != want.move && path != "views/rules" {
			t.Errorf("%s: %q", path, got)
		}
	}
	if got := h.Get("editor", "/admin/en/views/rules").Text("main"); !strings.Contains(got, "public entries match now.") && !strings.Contains(got, "public entry matches now.") {
		t.Errorf("the view: %q", got)
	}
	if got := h.Get("editor", "/admin/en/tags/policy"); got.Has("#into option[value=policy]") || got.Has("#into option[value=old]") || got.Doc.Find("#address").AttrOr("value", "") != "policy" {
		t.Error("it can be merged into itself, or into what is retired")
	}
}

// What somebody else changed meanwhile is told; the same once more, or the very same
// change, is taken.
func TestAnItemThatWasChangedMeanwhile(t *testing.T) {
	for name, c := range map[string]struct {
		mine, theirs []string
		asked        bool
	}{
		"another name": {[]string{"name-en", "Mine"}, []string{"name-en", "Theirs"}, true}, "another field": {[]string{"name-en", "Mine"}, []string{"color", "teal"}, true}, "the same": {[]string{"name-en", "Both"}, []string{"name-en", "Both"}, false},
	} {
		for lang, want := range map[string]string{"en": "somebody changed this meanwhile.", "zh": "别人刚改过这一项。"} {
			h := desktest.New(t)
			h.PutVocabulary()
			path := "/admin/" + lang + "/tags/science"
			mine, theirs := h.Get("editor", path).FormTo(path), h.Get("administrator", path).FormTo(path)
			h.Follow("administrator", h.Post("administrator", path, desktest.With(theirs, append(c.theirs, "do", "save")...)))
			a := h.Post("editor", path, desktest.With(mine, append(c.mine, "do", "save")...))
			if (a.Status == http.StatusUnprocessableEntity) != c.asked || c.asked && !strings.Contains(a.Text(".errs"), want) {
				t.Errorf("%s in %s: %d %q", name, lang, a.Status, a.Text(".errs"))
			}
			if c.asked {
				h.Follow("editor", h.Post("editor", path, desktest.With(a.FormTo(path), "do", "save")))
			}
			if tag, _ := h.Live.Timeline().Site().Tag("science"); tag.Name["en"] != c.mine[1] {
				t.Errorf("%s in %s: %+v", name, lang, tag)
			}
		}
	}
	// What was removed meanwhile is added again only by a second press; what was added
	// meanwhile is not put in its place.
	h := desktest.New(t)
	h.PutVocabulary()
	const path, list = "/admin/en/tags/science", "/admin/en/tags"
	form, fresh := h.Get("editor", path).FormTo(path), h.Get("editor", list).FormTo(list)
	remove := desktest.Fields(h.Get("administrator", path).Doc.Find("form:has(button[value=remove])"))
	if a := h.Follow("administrator", h.Post("administrator", path, desktest.With(remove, "do", "remove"))); !strings.HasPrefix(a.Text(".say"), "Removed.") {
		t.Errorf("it says %q", a.Text(".say"))
	}
	if a := h.Post("editor", path, desktest.With(form, "name-en", "Mine", "do", "save")); a.Status != http.StatusNotFound {
		t.Errorf("what is gone: %d", a.Status)
	}
	h.Follow("administrator", h.Post("administrator", list, desktest.With(fresh, "name-en", "Law", "name-zh", "法律", "do", "save")))
	if a := h.Post("editor", list, desktest.With(fresh, "name-en", "Law", "do", "save")); a.Status != http.StatusUnprocessableEntity {
		t.Errorf("added twice: %d", a.Status)
	}
	if name, _ := named(h, "tags", "law"); name["zh"] != "法律" {
		t.Errorf("%v", name)
	}
}

// A topic that entries have cannot be removed, whatever the form says.
func TestWhatIsKnownIsNotRemoved(t *testing.T) {
	h := desktest.New(t, webtest.Chronicle()...)
	h.PutVocabulary()
	for _, path := range []string{"/admin/en/tags/policy", "/admin/en/places/shanghai", "/admin/en/views/rules"} {
		rev := h.Live.Timeline().Rev()
		form := url.Values{"seen": {h.Get("editor", path).FormTo(path).Get("seen")}, "do": {"remove"}}
		a := h.Post("editor", path, form)
		if a.Status != http.StatusUnprocessableEntity || a.Text(".errs") == "" || h.Live.Timeline().Rev() != rev {
			t.Errorf("%s: %d %q", path, a.Status, a.Text(".errs"))
		}
	}
}

// An undo of the last change is offered to whom it belongs, and may undo.
func TestWhoIsOfferedAnUndo(t *testing.T) {
	h := desktest.New(t)
	h.PutVocabulary()
	if h.Get("editor", "/admin/en/tags?done=changed").Has(".say form") {
		t.Error("what no batch did is offered")
	}
	const path = "/admin/en/tags/science"
	h.Follow("editor", h.Post("editor", path, desktest.With(h.Get("editor", path).FormTo(path), "name-en", "Sciences", "do", "save")))
	for _, c := range []struct {
		who, query string
		say, undo  bool
	}{{"editor", "?done=changed", true, true}, {"administrator", "?done=changed", true, false}, {"editor", "?done=nonsense", false, false}, {"editor", "", false, false}} {
		a := h.Get(c.who, "/admin/en/tags"+c.query)
		if a.Has(".say") != c.say || a.Has(".say form") != c.undo {
			t.Errorf("%+v: %q", c, a.Text(".say"))
		}
	}
	if h.Get("editor", "/admin/en/places?done=changed").Has(".say form") {
		t.Error("of another list it is offered")
	}
}

// Where a merge is refused its own form is shown again, with the words in both
// languages.
func TestWhereAMergeIsRefused(t *testing.T) {
	h := desktest.New(t, webtest.Chronicle()...)
	h.PutVocabulary()
	for name, c := range map[string]struct {
		form   url.Values
		en, zh string
		value  bool // what was typed is there
	}{
		"into nothing":      {url.Values{"how": {"into"}, "into": {""}}, "choose where the entries go", "请选移到哪里", false},
		"into itself":       {url.Values{"how": {"into"}, "into": {"policy"}}, "choose where the entries go", "请选移到哪里", false},
		"no address":        {url.Values{"how": {"address"}, "address": {"No Slug"}}, "use lower-case letters and digits", "只用小写字母和数字", true},
		"its own address":   {url.Values{"how": {"address"}, "address": {"policy"}}, "this is the address that it has; write another one", "这就是现在的网址，请另写一个", true},
		"an address in use": {url.Values{"how": {"address"}, "address": {"science"}}, "this address is in use already: science", "已有用这个网址的：science", true},
	} {
		for lang, want := range map[string]string{"en": c.en, "zh": c.zh} {
			a := h.Post("editor", "/admin/"+lang+"/tags/policy/merge", c.form)
			desktest.CheckPage(t, a)
			if a.Status != http.StatusUnprocessableEntity || !strings.Contains(a.Text(".errs"), want) || a.Has("#address[aria-invalid]") != c.value || c.value && a.Doc.Find("#address").AttrOr("value", "") != c.form.Get("address") || a.Doc.Find("main a.btn").AttrOr("href", "") != "/admin/"+lang+"/tags/policy" {
				t.Errorf("%s in %s: %d %q", name, lang, a.Status, a.Text("main"))
			}
		}
	}
}

// A merge says what it does, and views follow it wherever they mean the old one.
func TestAMergeIsToldAndViewsFollow(t *testing.T) {
	h := desktest.New(t, append(webtest.Chronicle(), webtest.Story("other", "2019-01-01", func(e *events.Event) {
		e.Place = &events.Place{Slug: "hu", Name: events.Localised{"en": "Hu"}}
	}))...)
	h.PutVocabulary()
	view := func(slug, selection string) events.View {
		return events.View{Slug: slug, Name: events.Localised{"en": slug}, Selection: selection}
	}
	h.Put(events.Document{Name: events.DocumentViews, Views: []events.View{view("with", "tag=policy"), view("both", "tag=policy&tag=science"), view("without", "-tag=policy&key=1"), view("there", "place=hu"), view("else", "key=1")}})
	plan := h.Post("editor", "/admin/en/tags/policy/merge", url.Values{"how": {"into"}, "into": {"science"}})
	if got := plan.Text("h1") + ", " + plan.Text(".sub"); !strings.HasPrefix(got, "Merge the topic “Policy” into “Science”: ") || !strings.Contains(got, "all that have “Policy”: ") || !strings.Contains(plan.Text("section[aria-labelledby=su]"), "…/tag/policy and come") || !strings.Contains(plan.Text("section[aria-labelledby=su]"), "…/tag/science") || plan.Text("thead th:last-child") != "Topics" {
		t.Errorf("%q, %q", got, plan.Text("section[aria-labelledby=su]"))
	}
	address := h.Post("editor", "/admin/en/tags/policy/merge", url.Values{"how": {"address"}, "address": {"policies"}})
	if got := address.Text("h1"); !strings.HasPrefix(got, "Move “Policy” to the address policies: ") {
		t.Errorf("%q", got)
	}
	h.Follow("editor", h.Post("editor", "/admin/en/tags/policy/merge", desktest.With(plan.Form(), "do", "go")))
	place := h.Post("editor", "/admin/en/places/hu/merge", url.Values{"how": {"into"}, "into": {"shanghai"}})
	if got := place.Text("h1"); got != "Merge the place “Hu” into “Shanghai”: 1 entry?" || place.Text("thead th:last-child") != "Place" || !strings.Contains(place.Text("section[aria-labelledby=su]"), "…/place/hu and comes to those of …/place/shanghai") {
		t.Errorf("%q, %q", got, place.Text("section[aria-labelledby=su]"))
	}
	h.Follow("editor", h.Post("editor", "/admin/en/places/hu/merge", desktest.With(place.Form(), "do", "go")))
	for slug, want := range map[string]string{"with": "tag=science", "both": "tag=science", "without": "-tag=science&key=1", "there": "place=shanghai", "else": "key=1"} {
		if v, _ := h.Live.Timeline().Site().View(slug); v.Selection != want {
			t.Errorf("%s means %q", slug, v.Selection)
		}
	}
}

// A merge of what is not public says so, and leaves the views alone that mean neither.
func TestAMergeOfWhatIsNotPublic(t *testing.T) {
	h := desktest.New(t, desktest.Draft("d1"), webtest.Museum())
	h.PutVocabulary()
	views := h.Live.Timeline().Site().Document(events.DocumentViews).Rev
	plan := h.Post("editor", "/admin/en/tags/science/merge", url.Values{"how": {"into"}, "into": {"culture"}})
	if got := each(plan, "section[aria-labelledby=su] li"); !slices.Equal(got, []string{"1 more is not public; readers see nothing of it."}) {
		t.Errorf("subscribers see %q", got)
	}
	done := h.Follow("editor", h.Post("editor", "/admin/en/tags/science/merge", desktest.With(plan.Form(), "do", "go")))
	if got := done.Text(".say"); !strings.HasPrefix(got, "1 entry changed: Merge the topic “Science” into “culture”. Undo") {
		t.Errorf("it says %q", got)
	}
	if _, named := h.Live.Timeline().Site().Tag("science"); named {
		t.Error("what readers never saw is kept as retired")
	}
	if name, ok := named(h, "tags", "culture"); !ok || !h.Stored("d1").HasTag("culture") {
		t.Errorf("the other is named %v", name)
	}
	if now := h.Live.Timeline().Site().Document(events.DocumentViews).Rev; now != views {
		t.Errorf("the views are written: revision %d, then %d", views, now)
	}
	public := h.Post("editor", "/admin/en/tags/culture/merge", url.Values{"how": {"address"}, "address": {"arts"}})
	if got := each(public, "section[aria-labelledby=su] li"); len(got) != 4 || !strings.HasPrefix(got[3], "1 more is not public") {
		t.Errorf("of both: %q", got)
	}
	museum := desktest.New(t, webtest.Museum())
	only := museum.Post("editor", "/admin/en/tags/culture/merge", url.Values{"how": {"address"}, "address": {"arts"}})
	if got := each(only, "section[aria-labelledby=su] li"); len(got) != 3 {
		t.Errorf("of what is public: %q", got)
	}
	if a := museum.Get("editor", "/admin/en/tags/culture"); a.Has("#into") || !a.Has("#address") {
		t.Error("there is nothing to merge the only one into")
	}
	museum.Follow("editor", museum.Post("editor", "/admin/en/tags/culture/merge", desktest.With(only.Form(), "do", "go")))
	if name, ok := named(museum, "tags", "arts"); !ok || name["zh"]+name["en"] != "culture" {
		t.Errorf("under its new address it is named %v", name)
	}
}
