package entry_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"almanac.example/events"
	"almanac.example/web/desk/desktest"
	"almanac.example/web/webtest"
)

// TestEachFaultIsMarkedWhereItIs holds for each field that a fault of it stands at
// it, leads there, and marks its part of the page and no other.
func TestEachFaultIsMarkedWhereItIs(t *testing.T) {
	h := desktest.New(t, draft("d1", "2019-07-03", func(e *events.Event) {
		e.Sources = []events.Source{{Title: events.Localised{"en": "Report"}, Quote: "So"}}
	}))
	long := strings.Repeat("x", 50_001)
	for field, c := range map[string]struct {
		part  string
		pairs []string
	}{
		"date": {"Date", []string{"date", "04/05/2019", "do", "check"}}, "tf": {"Date", []string{"from-time", "noon or so"}}, "tt": {"Date", []string{"from-time", "9:00", "to-time", "late"}}, "tz": {"Date", []string{"from-time", "9:00", "zone", "Mars"}},
		"rr": {"Date", []string{"date", "2019", "repeat", "YEARLY"}}, "run": {"Date", []string{"repeat", "YEARLY", "until", "soon"}}, "rule": {"Date", []string{"repeat", "own", "rule", "none"}}, "rex": {"Date", []string{"repeat", "DAILY", "not", "never"}},
		"t-en": {"Text", []string{"title-en", ""}}, "s-zh": {"Text", []string{"summary-zh", long[:2001]}}, "b-en": {"Text", []string{"body-en", long}},
		"ntag": {"Topics and place", []string{"new-tag", "!!"}}, "place": {"Topics and place", []string{"place", "??"}}, "slug": {"Topics and place", []string{"slug", "No Slug!"}},
		"st-0": {"Sources", []string{"src-title-0", ""}}, "su-0": {"Sources", []string{"src-url-0", "example.org"}}, "lu-0": {"Sources", []string{"link-title-0", "More"}}, "iu": {"Picture", []string{"image-url", "a picture"}},
	} {
		page := h.Get("author", "/admin/en/e/d1")
		if page.Has(".toc .bad") || page.Has(".err") || page.Has("#w-en:not(.fold2 *)") {
			t.Fatalf("faults before anything was typed: %s", page.Text(".err"))
		}
		a := h.Post("author", "/admin/en/e/d1", desktest.With(page.Form(), append([]string{"do", "save"}, c.pairs...)...))
		desktest.CheckPage(t, a)
		if got := a.Text(".toc .bad"); a.Status != http.StatusUnprocessableEntity || got != c.part+" (to mend)" {
			t.Errorf("%s: %d, marked is %q", field, a.Status, got)
		}
		if a.Doc.Find(".errs a").Length() != 1 || !a.Has(".errs a[href='#"+field+"']") || !a.Has("#"+field+"[aria-invalid]") || a.Doc.Find("[aria-invalid]").Length() != 1 || a.Text("#"+field+"-e") == "" {
			t.Errorf("%s: %s", field, a.Text(".errs"))
		}
		if row := map[string]string{"st-0": "Source 1", "su-0": "Source 1", "lu-0": "Link 1"}[field]; row != "" && !strings.HasPrefix(a.Text(".errs a"), row+":") {
			t.Errorf("%s: the summary says %q", field, a.Text(".errs a"))
		}
		for i := 0; i < len(c.pairs); i += 2 {
			if got := a.Form().Get(c.pairs[i]); c.pairs[i] != "do" && got != c.pairs[i+1] {
				t.Errorf("%s: %s is lost: %q", field, c.pairs[i], got)
			}
		}
		if a.Has("details:not([open]) [aria-invalid]") {
			t.Errorf("%s: the fault is folded away", field)
		}
	}
	if h.Stored("d1").Text["en"].Title != "Story 2019-07-03" {
		t.Error("something was stored")
	}
	refused := h.Upload("author", "/admin/en/e/d1", desktest.With(h.Get("author", "/admin/en/e/d1").Form(), "do", "save"), desktest.File{Field: "picture", Name: "a.png", Data: []byte("text")})
	if got := refused.Text(".toc .bad"); got != "Picture (to mend)" || refused.Has("details:not([open]) [aria-invalid]") {
		t.Errorf("of a file that is no picture is marked %q", got)
	}
}

// TestWhatIsFoldedAwayIsTold holds the line of the fold below the date, and when it
// stands open.
func TestWhatIsFoldedAwayIsTold(t *testing.T) {
	h := desktest.New(t)
	h.PutVocabulary()
	for name, c := range map[string]struct {
		pairs  []string
		en, zh string
		open   bool
	}{
		"a date":           {[]string{"date", "10 April 2019"}, "worded as read, no time, does not repeat", "写法照读法、没有时刻、不重复", false},
		"shown otherwise":  {[]string{"date", "10 April 2019", "written-en", "that day", "written-zh", "那天"}, "shown as “that day”, no time, does not repeat", "显示为“那天”、没有时刻、不重复", false},
		"a time":           {[]string{"date", "10 April 2019", "from-time", "9:30"}, "worded as read, 9:30, does not repeat", "写法照读法、9:30、不重复", false},
		"a time in a date": {[]string{"date", "10 April 2019 9:30"}, "worded as read, 09:30, does not repeat", "写法照读法、09:30、不重复", true},
		"two times":        {[]string{"date", "10 April 2019", "from-time", "9:30", "to-time", "11:00"}, "worded as read, 9:30–11:00, does not repeat", "写法照读法、9:30—11:00、不重复", false},
		"repeats":          {[]string{"date", "10 April 2019", "repeat", "YEARLY"}, "worded as read, no time, every year", "写法照读法、没有时刻、每年", false},
		"cannot repeat":    {[]string{"date", "April 2019", "repeat", "YEARLY"}, "", "", true},
	} {
		for lang, want := range map[string]string{"en": c.en, "zh": c.zh} {
			path := "/admin/" + lang + "/new"
			a := h.Post("author", path, desktest.With(h.Get("author", path).Form(), append(c.pairs, "title-en", "A", "do", "check")...))
			fold := a.Doc.Find("details:has(#tf)")
			if _, open := fold.Attr("open"); open != c.open {
				t.Errorf("%s in %s: open %v", name, lang, open)
			}
			if got := strings.TrimSpace(fold.Find("summary span").Text()); want != "" && got != want {
				t.Errorf("%s in %s: %q", name, lang, got)
			}
			if n := len(each(a, ".five li")); (n == 5) != (name == "repeats") && name != "cannot repeat" {
				t.Errorf("%s in %s: %d dates follow", name, lang, n)
			}
		}
	}
}

// TestARepetitionHoldsOnToTheDay holds which ways of repeating are offered for a day.
func TestARepetitionHoldsOnToTheDay(t *testing.T) {
	h := desktest.New(t)
	for date, want := range map[string][]string{
		"16 May 2026": {"the same date", "every month on the third Saturday"}, "24 May 2026": {"the same date", "every month on the fourth Sunday"},
		"25 May 2026": {"the same date", "every month on the fourth Monday", "every month on the last Monday"}, "31 May 2026": {"the same date", "every month on the fifth Sunday", "every month on the last Sunday"},
		"22 Feb 2026": {"the same date", "every month on the fourth Sunday", "every month on the last Sunday"}, "21 Feb 2026": {"the same date", "every month on the third Saturday"},
		"May 2026": {"the same date"}, "c. 16 May 2026": {"the same date"}, "that day": {"the same date"},
	} {
		a := h.Post("author", "/admin/en/new", desktest.With(h.Get("author", "/admin/en/new").Form(), "date", date, "repeat-on", "nth", "do", "check"))
		if got := each(a, "#ron option"); !slices.Equal(got, want) {
			t.Errorf("%s: %q", date, got)
		}
		if got := a.Doc.Find("#ron option[selected]").AttrOr("value", ""); (got == "nth") != (len(want) > 1) {
			t.Errorf("%s: chosen is %q", date, got)
		}
	}
}

// TestALanguageIsAskedWhetherItFollows holds at which text the page asks what.
func TestALanguageIsAskedWhetherItFollows(t *testing.T) {
	for name, c := range map[string]struct {
		set  func(*events.Event)
		want []string // of the boxes, English first
	}{
		"both":          {nil, []string{"The Chinese needs this change too", "The English needs this change too"}},
		"English only":  {func(e *events.Event) { delete(e.Text, "zh") }, []string{"", ""}},
		"Chinese only":  {func(e *events.Event) { delete(e.Text, "en") }, []string{"", ""}},
		"zh is behind":  {func(e *events.Event) { e.Outdated = []string{"zh"} }, []string{"", "The Chinese now follows the change of the other language The English needs this change too"}},
		"both are late": {func(e *events.Event) { e.Outdated = []string{"en", "zh"} }, []string{"The English now follows the change of the other language", "The Chinese now follows the change of the other language"}},
	} {
		h := desktest.New(t, draft("d1", "2019-07-03", c.set))
		page := h.Get("author", "/admin/en/e/d1")
		for i, box := range page.Doc.Find(".langbox").EachIter() {
			if got := strings.Join(strings.Fields(box.Find("label.one").Text()), " "); got != c.want[i] {
				t.Errorf("%s: box %d asks %q", name, i, got)
			}
		}
		a := h.Post("author", "/admin/en/e/d1", desktest.With(page.Form(), "follow", "zh", "ok-zh", "1", "ok-en", "1", "do", "check"))
		for _, box := range a.Doc.Find(".langbox input[type=checkbox]").EachIter() {
			_, ticked := box.Attr("checked")
			if want := box.AttrOr("value", "") != "en"; ticked != want {
				t.Errorf("%s: after a check %s=%s is ticked: %v", name, box.AttrOr("name", ""), box.AttrOr("value", ""), ticked)
			}
		}
	}
	if h := desktest.New(t); h.Get("author", "/admin/en/new").Has(".langbox input[type=checkbox]") {
		t.Error("a new entry is asked")
	}
}

// TestRowsOfSources holds how many rows there are, that a row keeps what the form
// does not show, and that an empty one goes.
func TestRowsOfSources(t *testing.T) {
	three := func(e *events.Event) {
		for _, name := range []string{"First", "Second", "Third"} {
			e.Sources = append(e.Sources, events.Source{Title: events.Localised{"en": name, "zh": "第" + name}, Author: events.Localised{"en": "By " + name}, Locator: events.Localised{"en": "p. 1"}})
			e.Links = append(e.Links, events.Link{URL: "https://example.org/" + strings.ToLower(name), Title: events.Localised{"en": name, "zh": "第" + name}})
		}
	}
	h := desktest.New(t, desktest.Draft("d0"), draft("d3", "2019-07-03", three))
	for id, want := range map[string][2]int{"d0": {1, 0}, "d3": {3, 1}} {
		page := h.Get("author", "/admin/en/e/"+id)
		if got := each(page, "fieldset.srcs legend"); !slices.Equal(got, []string{"Source 1", "Source 2", "Source 3"}[:want[0]]) {
			t.Errorf("%s: rows %q", id, got)
		}
		if open, folded := page.Doc.Find("fieldset.srcs").Length(), page.Doc.Find("details:has([name^=src-title-])").Length(); open != want[0] || folded != want[1] {
			t.Errorf("%s: %d rows and %d folded", id, open, folded)
		}
		if open, folded := page.Doc.Find(".gap > .two > .f > [name^=link-url-]").Length(), page.Doc.Find("details:has([name^=link-url-])").Length(); open != len(h.Stored(id).Links) || folded != 1 {
			t.Errorf("%s: %d links and %d folded", id, open, folded)
		}
	}
	names := func(e *events.Event) (list []string) {
		for _, s := range e.Sources {
			list = append(list, s.Title["en"]+"/"+s.Title["zh"]+"/"+s.Author["en"])
		}
		for _, l := range e.Links {
			list = append(list, l.Title["en"]+"/"+l.Title["zh"]+"/"+l.URL)
		}
		return list
	}
	h.Amend("author", "d3", "src-title-1", "", "src-locator-1", "", "src-title-3", "报告", "src-quote-3", "Words", "link-url-0", "", "link-title-0", "", "link-url-3", "https://example.org/4")
	want := []string{"First/第First/By First", "Third/第Third/By Third", "/报告/", "Second/第Second/https://example.org/second", "Third/第Third/https://example.org/third", "//https://example.org/4"}
	if got := names(h.Stored("d3")); !slices.Equal(got, want) {
		t.Errorf("stored %q", got)
	}
	if s := h.Stored("d3").Sources[2]; s.Quote != "Words" || s.QuoteLang != "en" {
		t.Errorf("of the new one %+v", s)
	}
	h.Amend("author", "d3", "src-of-0", "3", "src-of-1", "-1", "src-of-2", "x", "link-of-0", "3", "link-of-1", "", "link-of-2", "1", "src-quote-2", "")
	want = []string{"First//", "Third//", "/报告/", "Second//https://example.org/second", "Third//https://example.org/third", "/第Third/https://example.org/4"}
	if got := names(h.Stored("d3")); !slices.Equal(got, want) {
		t.Errorf("rows that belong to none: stored %q", got)
	}
	if s := h.Stored("d3").Sources[2]; s.Quote != "" || s.QuoteLang != "" {
		t.Errorf("without its words %+v", s)
	}
	many := desktest.With(h.Get("author", "/admin/en/new").Form(), "date", "2019", "title-en", "Many", "do", "check")
	for i := range 45 {
		many.Set("src-title-"+number(events.Rev(i)), "Report")
		many.Set("link-url-"+number(events.Rev(i)), "https://example.org/")
	}
	if a := h.Post("author", "/admin/en/new", many); a.Doc.Find("[name^=src-title-]").Length() != 40 || a.Doc.Find("[name^=link-url-]").Length() != 40 {
		t.Errorf("%d rows and %d links", a.Doc.Find("[name^=src-title-]").Length(), a.Doc.Find("[name^=link-url-]").Length())
	}
}

// TestTopicsAndPlacesAreOffered holds what is offered of the vocabulary, and what
// is made of what somebody types.
func TestTopicsAndPlacesAreOffered(t *testing.T) {
	h := desktest.New(t, webtest.Museum(), draft("d1", "2019-07-03", func(e *events.Event) { e.Tags = []string{"old", "science"} }))
	h.Put(events.Document{Name: events.DocumentTags, Tags: []events.Tag{
		{Slug: "policy", Name: events.Localised{"en": "Policy", "zh": "政策"}}, {Slug: "old", Name: events.Localised{"en": "Old"}, Retired: true}, {Slug: "older", Name: events.Localised{"en": "Older"}, Retired: true},
		{Slug: "science", Name: events.Localised{"en": "Science", "zh": "科学"}},
	}})
	h.Put(events.Document{Name: events.DocumentPlaces, Places: []events.NamedPlace{
		{Slug: "shanghai", Name: events.Localised{"en": "Shanghai", "zh": "上海"}}, {Slug: "gone", Name: events.Localised{"en": "Gone"}, Retired: true},
	}})
	for lang, want := range map[string][3]string{
		"en": {"Policy Science culture", "Policy Science culture Old", "Shanghai Wuhu"}, "zh": {"政策 科学 culture", "政策 科学 culture Old", "上海 芜湖"},
	} {
		fresh, edit := h.Get("author", "/admin/"+lang+"/new"), h.Get("author", "/admin/"+lang+"/e/d1")
		var places []string
		for _, option := range fresh.Doc.Find("#places option").EachIter() {
			places = append(places, option.AttrOr("value", ""))
		}
		if got := [3]string{strings.Join(each(fresh, ".chips li"), " "), strings.Join(each(edit, ".chips li"), " "), strings.Join(places, " ")}; got != want {
			t.Errorf("%s: %q", lang, got)
		}
		if got := edit.Form()["tag"]; !slices.Equal(got, []string{"science", "old"}) || len(fresh.Form()["tag"]) != 0 {
			t.Errorf("%s: ticked %q", lang, got)
		}
	}
	for typed, want := range map[string]string{
		"Policy": "policy", "政策": "policy", "culture, New one；第二": "culture new-one 第二", "science, science": "science", " ": "", "A b，、c": "a-b c",
	} {
		form := desktest.With(h.Get("author", "/admin/en/new").Form(), "date", "2019", "title-en", "A", "new-tag", typed, "do", "save")
		if got := strings.Join(h.Stored(h.Post("author", "/admin/en/new", form).ID()).Tags, " "); got != want {
			t.Errorf("topics %q: %q", typed, got)
		}
	}
	for typed, want := range map[string]string{"Shanghai": "shanghai en,zh", "上海": "shanghai en,zh", "wuhu": "wuhu en,zh", "Port Town": "port-town en", "港口": "港口 zh", "": " "} {
		form := desktest.With(h.Get("author", "/admin/en/new").Form(), "date", "2019", "title-en", "A", "place", typed, "do", "save")
		e := h.Stored(h.Post("author", "/admin/en/new", form).ID())
		var langs []string
		if e.Place != nil {
			for lang := range e.Place.Name {
				langs = append(langs, lang)
			}
		}
		slices.Sort(langs)
		if got := e.PlaceSlug() + " " + strings.Join(langs, ","); got != want {
			t.Errorf("place %q: %q", typed, got)
		}
	}
}

// TestThePageSaysWhatAnEntryIs holds what stands beside the form and at its foot, by
// what the entry is and who looks at it.
func TestThePageSaysWhatAnEntryIs(t *testing.T) {
	h := desktest.New(t, webtest.Museum(), desktest.Draft("d1"))
	amendment := h.Amend("author", "museum", "title-en", "Museum opens late")
	for _, c := range []struct {
		who, path, headline, state, save, links, buttons string
	}{
		{"author", "new", "New entry", "Draft", "Save draft", "", "check save next preview"},
		{"editor", "new", "New entry", "Draft", "Save draft", "", "check save next preview publish"},
		{"author", "e/d1", "Story 2019-07-03", "Draft", "Save draft", "History Delete the draft…", "check save preview"},
		{"editor", "e/d1", "Story 2019-07-03", "Draft", "Save draft", "History Delete the draft…", "check save preview publish"},
		{"author", "e/museum", "Museum opens", "Published", "Save as amendment", "History See it on the site", "check save preview"},
		{"editor", "e/museum", "Museum opens", "Published", "Save as amendment", "History See it on the site Cancel, withdraw or delete", "check save preview publish"},
		{"editor", "e/" + amendment, "Museum opens late", "Amendment", "Save as amendment", "History Delete the draft…", "check save preview publish"},
	} {
		a := h.Get(c.who, "/admin/en/"+c.path)
		var buttons []string
		for _, b := range a.Doc.Find("form[data-guard] button[name=do]").EachIter() {
			buttons = append(buttons, b.AttrOr("value", ""))
		}
		got := []string{a.Text("h1"), each(a, ".edrail dd")[0], a.Text("button[value=save]"), strings.Join(each(a, ".edrail > p a"), " "), strings.Join(buttons, " ")}
		if want := []string{c.headline, c.state, c.save, c.links, c.buttons}; !slices.Equal(got, want) {
			t.Errorf("%s, %s: %q", c.who, c.path, got)
		}
		if a.Has("#slug") != (c.path == "new" || c.path == "e/d1") {
			t.Errorf("%s, %s: the address can be changed: %v", c.who, c.path, a.Has("#slug"))
		}
		if got := a.Has(".say"); got != (c.path == "e/museum") {
			t.Errorf("%s, %s: %q", c.who, c.path, a.Text(".say"))
		}
		if crumb := a.Doc.Find("[aria-label] [aria-current=page], .crumbs [aria-current]").Last(); c.path == "new" && strings.TrimSpace(crumb.Text()) == "" {
			t.Errorf("%s, %s: nothing says where one is", c.who, c.path)
		}
	}
	if a := h.Get("author", "/admin/en/e/"+amendment); a.Text(".dh .sub") != "An amendment of Museum opens" || a.Doc.Find(".dh .sub a").AttrOr("href", "") != "/admin/en/e/museum" || !strings.Contains(a.Text("main"), "Address /e/museum-opens") {
		t.Errorf("the amendment: %q, %q", a.Text(".dh"), a.Text("section:has(#h-tags) > p"))
	}
	if a := h.Get("author", "/admin/en/e/museum"); a.Doc.Find(".say a").AttrOr("href", "") != "/admin/en/e/"+amendment || !strings.Contains(a.Text("main"), "Address /e/museum-opens") {
		t.Errorf("the entry: %q", a.Text(".say"))
	}
	if a := h.Get("author", "/admin/en/new"); !strings.Contains(a.Text("main"), "made when it is saved") || !strings.Contains(a.Text(".foot .hint"), "Publishing is for editors: The administrator, The editor can.") {
		t.Errorf("a new one: %q", a.Text(".foot"))
	}
}

// TestWhoOnlyHasTheDateReadIsToldOfTheDate: the rest is not missing yet.
func TestWhoOnlyHasTheDateReadIsToldOfTheDate(t *testing.T) {
	h := desktest.New(t)
	form := h.Get("author", "/admin/en/new").Form()
	for name, c := range map[string]struct {
		pairs []string
		fault string // ids
	}{
		"a date": {[]string{"date", "2019", "do", "check"}, ""}, "no button": {[]string{"date", "2019"}, ""}, "no date": {[]string{"do", "check"}, "#date"}, "a summary": {[]string{"date", "2019", "summary-en", "S", "do", "check"}, "#t-en"},
		"saved": {[]string{"date", "2019", "do", "save"}, "#t-en"}, "saved without both": {[]string{"do", "save"}, "#date #t-en"}, "saved without a date": {[]string{"title-en", "A", "do", "save"}, "#date"}, "next without": {[]string{"title-en", "A", "do", "next"}, "#date"},
		"published without": {[]string{"title-en", "A", "do", "publish"}, "#date"},
	} {
		a := h.Post("editor", "/admin/en/new", desktest.With(form, c.pairs...))
		var got []string
		for _, link := range a.Doc.Find(".errs a").EachIter() {
			got = append(got, link.AttrOr("href", ""))
		}
		if strings.Join(got, " ") != c.fault || a.Has("table.how") != (desktest.With(form, c.pairs...).Get("date") != "") {
			t.Errorf("%s: faults %q", name, got)
		}
	}
	if n := len(h.Live.Timeline().All()); n != 0 {
		t.Errorf("%d are stored", n)
	}
}

// TestWhereAButtonLeads holds the page after each button, and what it says.
func TestWhereAButtonLeads(t *testing.T) {
	for do, c := range map[string]struct{ to, unread string }{
		"save": {"/admin/en/e/ID?done=saved", "/admin/en/e/ID?done=unread"}, "next": {"/admin/en/new?after=ID&done=saved", "/admin/en/new?after=ID&done=unread"}, "publish": {"/admin/en/e/ID/publish", "/admin/en/e/ID?done=unread"},
	} {
		for date, want := range map[string]string{"2019": c.to, "that day": c.unread} {
			h := desktest.New(t)
			form := desktest.With(h.Get("editor", "/admin/en/new").Form(), "date", date, "title-en", "A", "do", do)
			a := h.Post("editor", "/admin/en/new", form)
			if got := strings.ReplaceAll(a.To, form.Get("id"), "ID"); got != want {
				t.Errorf("%s, %s: %q", do, date, got)
			}
			if page := h.Follow("editor", a); do == "save" && date != "2019" && page.Text(".say") != "Saved as a draft; the date is not understood yet. What you typed as a date is kept. It cannot be published before it is understood." {
				t.Errorf("%s, %s: it says %q", do, date, page.Text(".say"))
			}
		}
	}
	h := desktest.New(t, webtest.Museum())
	a := h.Post("editor", "/admin/en/e/museum", desktest.With(h.Get("editor", "/admin/en/e/museum").Form(), "do", "publish"))
	if a.To != "/admin/en/e/museum/publish" || len(h.Live.Timeline().All()) != 1 {
		t.Errorf("without a change: to %q", a.To)
	}
	h.CheckForm("author", "/admin/en/new", desktest.With(h.Get("author", "/admin/en/new").Form(), "date", "2019", "title-en", "A", "do", "save"))
}
