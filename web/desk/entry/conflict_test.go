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

// clashOf has two authors change an entry at once, each by some fields in turns, and
// is the page that the slower one gets.
func clashOf(h *desktest.Instance, lang string, mine, theirs []string) desktest.Answer {
	h.T.Helper()
	path := "/admin/" + lang + "/e/d1"
	form := h.Get("author-a", path).Form()
	h.Amend("author-b", "d1", theirs...)
	return h.Post("author-a", path, desktest.With(form, append(mine, "do", "save")...))
}

// TestAConflictIsDecidedFieldByField holds for each field that both changed what is
// shown of it, and that what one picks is what is stored.
func TestAConflictIsDecidedFieldByField(t *testing.T) {
	for path, c := range map[string]struct {
		mine, theirs []string
		name         string
		said         func(*events.Event) string
		want         [2]string // what is stored, mine or theirs
		rows         string    // of the field to write it anew
	}{
		"text.en.title":   {[]string{"title-en", "Mine"}, []string{"title-en", "Theirs"}, "English title", func(e *events.Event) string { return e.Text["en"].Title }, [2]string{"Mine", "Theirs"}, "3"},
		"text.zh.summary": {[]string{"summary-zh", "我的"}, []string{"summary-zh", "别人的"}, "Chinese summary", func(e *events.Event) string { return e.Text["zh"].Summary }, [2]string{"我的", "别人的"}, "3"},
		"text.en.body":    {[]string{"body-en", "Mine\n\nlonger"}, []string{"body-en", "Theirs"}, "English body", func(e *events.Event) string { return e.Text["en"].Body }, [2]string{"Mine\n\nlonger", "Theirs"}, "8"},
		"span":            {[]string{"date", "2020"}, []string{"date", "2021"}, "Date", func(e *events.Event) string { return e.Span.EDTF().String() }, [2]string{"2020", "2021"}, ""},
		"place":           {[]string{"place", "Wuhu"}, []string{"place", "Xian"}, "Place", func(e *events.Event) string { return e.PlaceSlug() }, [2]string{"wuhu", "xian"}, ""},
		"slug":            {[]string{"slug", "mine"}, []string{"slug", "theirs"}, "Address", func(e *events.Event) string { return e.Slug }, [2]string{"mine", "theirs"}, ""},
		"sources":         {[]string{"src-title-0", "Mine"}, []string{"src-title-0", "Theirs"}, "Sources", func(e *events.Event) string { return e.Sources[0].Title["en"] }, [2]string{"Mine", "Theirs"}, ""},
	} {
		for i, pick := range []string{"mine", "theirs"} {
			h := desktest.New(t, desktest.Draft("d1"))
			a := clashOf(h, "en", c.mine, c.theirs)
			desktest.CheckPage(t, a)
			if a.Status != http.StatusConflict || a.Text("legend") != c.name || a.Doc.Find(".sides").Length() != 1 || a.Has("table") || a.Text(".sub") != "You both changed one field. Decide that one; nothing you typed is lost." {
				t.Errorf("%s: %d %q", path, a.Status, a.Text("main"))
			}
			if got := each(a, ".sides .meta"); !slices.Equal(got, []string{"Revision 2, today, 10:00", "not saved", "Revision 3, today, 11:00"}) {
				t.Errorf("%s: of the sides it says %q", path, got)
			}
			if got := each(a, ".sides .lab"); !slices.Equal(got, []string{"Before", "Yours", "The author-b’s"}) || a.Form().Get("pick-"+path) != "mine" {
				t.Errorf("%s: sides %q, chosen is %q", path, got, a.Form().Get("pick-"+path))
			}
			if got := a.Doc.Find("textarea").AttrOr("rows", ""); got != c.rows {
				t.Errorf("%s: written anew in %q rows", path, got)
			}
			h.Follow("author-a", h.Post("author-a", "/admin/en/e/d1", desktest.With(a.Form(), "pick-"+path, pick, "do", "resolve")))
			if got := c.said(h.Stored("d1")); got != c.want[i] || h.Stored("d1").Rev != events.Rev(4-i) {
				t.Errorf("%s, %s: stored %q", path, pick, got)
			}
			if s := past(h, "d1")[0]; s.Author != []string{"The author-a", "The author-b"}[i] {
				t.Errorf("%s: stored by %q", path, s.Author)
			}
		}
	}
}

// TestATextIsWrittenAnew holds that what stands in the field for it is used, whatever
// is picked, and for its own part of the text only.
func TestATextIsWrittenAnew(t *testing.T) {
	parts := []string{"title", "summary", "body"}
	for i, part := range parts {
		h := desktest.New(t, draft("d1", "2019-07-03", func(e *events.Event) { e.Text["en"] = events.Text{Title: "T", Summary: "S", Body: "B"} }))
		a := clashOf(h, "en", []string{part + "-en", "Mine"}, []string{part + "-en", "Theirs"})
		h.Follow("author-a", h.Post("author-a", "/admin/en/e/d1", desktest.With(a.Form(), "pick-text.en."+part, "theirs", "own-text.en."+part, "Anew", "do", "resolve")))
		want := []string{"T", "S", "B"}
		want[i] = "Anew"
		if e := h.Stored("d1").Text["en"]; !slices.Equal([]string{e.Title, e.Summary, e.Body}, want) {
			t.Errorf("%s: stored %+v", part, e)
		}
	}
}

// TestWhatOnlyOneChangedIsMerged holds what the page tells of fields about which
// nobody has to decide, in both languages.
func TestWhatOnlyOneChangedIsMerged(t *testing.T) {
	mine, theirs := []string{"place", "Wuhu", "body-en", "Same", "key", "1", "summary-en", "Mine", "date", "2020", "note", "My reason"}, []string{"title-zh", "新的", "body-en", "Same", "summary-en", "Theirs", "date", "2021"}
	for lang, c := range map[string]struct {
		head, sub string
		merged    []string // from whom
		names     []string
	}{
		"en": {"The author-b saved before you did", "You both changed 2 fields. Decide these; nothing you typed is lost.", []string{"both", "The author-b", "you", "you"}, []string{"English body", "Chinese title", "Place", "Key entry"}},
		"zh": {"The author-b在你之前存了", "有2项你们都改了，请逐项定下来。你写的一个字也没有丢。", []string{"两人", "The author-b", "你", "你"}, []string{"英语正文", "中文标题", "地点", "要事"}},
	} {
		h := desktest.New(t, desktest.Draft("d1"))
		a := clashOf(h, lang, mine, theirs)
		desktest.CheckPage(t, a)
		if a.Text("h1") != c.head || a.Text(".sub") != c.sub || a.Doc.Find(".sides").Length() != 2 {
			t.Errorf("%s: %q, %q", lang, a.Text("h1"), a.Text(".sub"))
		}
		names := each(a, "tbody th")
		slices.Sort(names)
		slices.Sort(c.names)
		from := each(a, "tbody td:last-child")
		slices.Sort(from)
		slices.Sort(c.merged)
		if !slices.Equal(names, c.names) || !slices.Equal(from, c.merged) {
			t.Errorf("%s: merged are %q, from %q", lang, names, from)
		}
		// One may go on editing: nothing is stored, all that was typed is there.
		edit := h.Post("author-a", "/admin/"+lang+"/e/d1", desktest.With(a.Form(), "pick-span", "theirs", "do", "merged"))
		f := edit.Form()
		if h.Stored("d1").Rev != 3 || f.Get("rev") != "3" || f.Get("summary-en") != "Mine" || !strings.HasPrefix(f.Get("date"), "2021") || f.Get("title-zh") != "新的" || f.Get("key") != "1" || f.Get("note") != "My reason" {
			t.Errorf("%s: the form goes on with %v", lang, f)
		}
		h.Follow("author-a", h.Post("author-a", "/admin/"+lang+"/e/d1", desktest.With(f, "do", "save")))
		if e := h.Stored("d1"); e.Text["en"].Summary != "Mine" || e.Text["en"].Body != "Same" || e.PlaceSlug() != "wuhu" || !e.Key || e.Span.EDTF().String() != "2021" || past(h, "d1")[0].Note != "My reason" {
			t.Errorf("%s: stored %+v", lang, e)
		}
	}
}

// TestChangesOfDifferentFieldsAreOnlyShown holds that they are stored once one has
// seen them, and what the page says where nobody signed what is stored.
func TestChangesOfDifferentFieldsAreOnlyShown(t *testing.T) {
	h := desktest.New(t, desktest.Draft("d1"))
	form := h.Get("author-a", "/admin/en/e/d1").Form()
	e := *h.Stored("d1")
	e.Key = true
	_, err := h.Live.Commit(t.Context(), events.Put(e, e.Rev))
	h.Must(err)
	a := h.Post("author-a", "/admin/en/e/d1", desktest.With(form, "title-en", "Mine", "do", "save"))
	if a.Status != http.StatusConflict || a.Text("h1") != "Somebody saved before you did" || a.Text(".sub") != "You changed different fields, and they are merged. Nothing you typed is lost." || a.Has(".sides") || len(each(a, "tbody tr")) != 2 {
		t.Errorf("%d: %q", a.Status, a.Text("main"))
	}
	if e := h.Stored("d1"); e.Text["en"].Title == "Mine" {
		t.Error("it is stored before it was seen")
	}
	// A third is faster once more, and is asked about.
	h.Amend("author", "d1", "title-en", "Third")
	again := h.Post("author-a", "/admin/en/e/d1", desktest.With(a.Form(), "do", "resolve"))
	if again.Status != http.StatusConflict || again.Text("h1") != "The author saved before you did" || again.Text("legend") != "English title" {
		t.Fatalf("once more: %d %q", again.Status, again.Text("main"))
	}
	h.Follow("author-a", h.Post("author-a", "/admin/en/e/d1", desktest.With(again.Form(), "do", "resolve")))
	if e := h.Stored("d1"); e.Text["en"].Title != "Mine" || !e.Key {
		t.Errorf("stored %+v", e)
	}
	// A form that names a revision which never was is held against what is stored.
	h.Follow("author-a", h.Post("author-a", "/admin/en/e/d1", desktest.With(h.Get("author-a", "/admin/en/e/d1").Form(), "rev", "77", "title-en", "Late", "do", "save")))
	if e := h.Stored("d1"); e.Text["en"].Title != "Late" {
		t.Errorf("of no revision: %+v", e.Text)
	}
	h.CheckForm("author", "/admin/en/e/d1", desktest.With(h.Get("author", "/admin/en/e/d1").Form(), "title-en", "Nobody", "do", "save"))
}

// TestAnAmendmentIsBroughtToThePresentFieldByField: what it does not change is as it
// is now, what both changed is decided.
func TestAnAmendmentIsBroughtToThePresentFieldByField(t *testing.T) {
	for pick, want := range map[string]string{"mine": "Mine", "theirs": "Theirs"} {
		h := desktest.New(t, webtest.Museum())
		id := h.Amend("author", "museum", "title-en", "Mine", "place", "Xian", "becomes", "tentative")
		publish(h, h.Amend("editor", "museum", "title-en", "Theirs", "title-zh", "新的"))
		schedule := h.Stored(id).Publish
		a := h.Get("editor", "/admin/en/e/"+id+"/publish")
		desktest.CheckPage(t, a)
		if a.Status != http.StatusConflict || a.Text("legend") != "English title" || a.Has("button[value=merged]") || a.Form().Get("was") != number(h.Stored("museum").Rev) || a.Form().Get("rev") != number(h.Stored(id).Rev) {
			t.Fatalf("%d: %q %v", a.Status, a.Text("main"), a.Form())
		}
		if a := h.Post("editor", "/admin/en/e/"+id+"/publish", desktest.With(a.Form(), "do", "publish")); a.Status != http.StatusConflict || h.Stored("museum").Text["en"].Title != "Theirs" {
			t.Errorf("published without a decision: %d", a.Status)
		}
		done := h.Post("editor", "/admin/en/e/"+id+"/publish", desktest.With(a.Form(), "pick-text.en.title", pick, "do", "resolve"))
		e := h.Stored(id)
		if done.To != "/admin/en/e/"+id+"/publish" || e.Text["en"].Title != want || e.Text["zh"].Title != "新的" || e.PlaceSlug() != "xian" || e.Status != events.Draft || e.Becomes != events.Tentative || e.Amends.Rev != h.Stored("museum").Rev || e.Publish != schedule {
			t.Errorf("%s: to %s, %+v of %+v", pick, done.To, e, e.Amends)
		}
		publish(h, id)
		if e := h.Stored("museum"); e.Text["en"].Title != want || e.Slug != "museum-opens" || e.PlaceSlug() != "xian" || e.Status != events.Tentative {
			t.Errorf("%s: public %+v", pick, e)
		}
	}
	h := desktest.New(t, desktest.Draft("d1"))
	if a := h.Post("editor", "/admin/en/e/d1/publish", desktest.With(h.Get("editor", "/admin/en/e/d1/publish").Form(), "do", "resolve")); a.Status != http.StatusOK || h.Stored("d1").Status != events.Draft {
		t.Errorf("a draft that amends nothing: %d", a.Status)
	}
}
