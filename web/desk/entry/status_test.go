package entry_test

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

// TestStepsByStatus holds for each status which steps are offered, and that a step
// that is not has no page and changes nothing.
func TestStepsByStatus(t *testing.T) {
	all := []string{"cancelled", "tentative", "published", "withdrawn", "deleted"}
	for status, want := range map[events.Status]string{
		events.Published: "cancelled tentative withdrawn deleted", events.Tentative: "cancelled published withdrawn deleted", events.Cancelled: "tentative published withdrawn deleted",
		events.Withdrawn: "published deleted", events.Draft: "deleted",
	} {
		e := webtest.Museum()
		e.Status = status
		h := desktest.New(t, e)
		var offered []string
		for _, a := range h.Get("editor", "/admin/en/e/museum/publish").Doc.Find(".rows a").EachIter() {
			offered = append(offered, strings.TrimPrefix(a.AttrOr("href", ""), "/admin/en/e/museum/"))
		}
		if got := strings.Join(offered, " "); status != events.Draft && got != want || status == events.Draft && got != "" {
			t.Errorf("%s: offered %q", status, got)
		}
		for _, step := range all {
			page := h.Get("editor", "/admin/en/e/museum/"+step)
			if may := slices.Contains(strings.Fields(want), step); may != (page.Status == http.StatusOK) || !may && page.To != "/admin/en/e/museum" {
				t.Errorf("%s, %s: %d to %q", status, step, page.Status, page.To)
				continue
			} else if may {
				desktest.CheckPage(t, page)
				continue
			}
			a := h.Post("editor", "/admin/en/e/museum/"+step, url.Values{"do": {step}, "rev": {number(h.Stored("museum").Rev)}, "typed": {"Museum opens"}})
			if got := h.Stored("museum").Status; got != status || a.To != "/admin/en/e/museum" {
				t.Errorf("%s, %s: it becomes %s, %d", status, step, got, a.Status)
			}
		}
	}
}

// TestAStepSaysWhatItDoes holds headline, points and buttons of each step, in both
// languages, and what is kept of the note.
func TestAStepSaysWhatItDoes(t *testing.T) {
	for step, c := range map[string]struct {
		from           events.Status
		en, zh         string
		points         int
		keep, do, done string
		red            bool
	}{
		"cancelled": {events.Published, "Mark this entry as cancelled?", "标为取消？", 3, "Keep it as it is", "Mark as cancelled", "Marked as cancelled. The entry stays; calendars show it as cancelled.", false},
		"tentative": {events.Cancelled, "Mark this entry as tentative?", "标为暂定？", 1, "Keep it as it is", "Mark as tentative", "Marked as tentative. Calendars show it as tentative.", false},
		"published": {events.Withdrawn, "Make this entry public again?", "恢复公开？", 1, "Keep it as it is", "Make it public again", "Published. On the site, in calendars and feeds now. See it:", false},
		"withdrawn": {events.Tentative, "Withdraw this entry?", "撤回这一条？", 4, "Keep it as it is", "Withdraw", "Withdrawn. It has left pages, calendars and feeds.", false},
		"deleted":   {events.Published, "Delete this entry?", "删除这一条？", 4, "Keep it", "Delete", "Deleted. The history stays.", true},
	} {
		e := webtest.Museum()
		e.Status = c.from
		h := desktest.New(t, e)
		for lang, want := range map[string]string{"en": c.en, "zh": c.zh} {
			a := h.Get("editor", "/admin/"+lang+"/e/museum/"+step)
			if a.Text("h1") != want || len(each(a, ".rows li")) != c.points {
				t.Errorf("%s in %s: %q", step, lang, a.Text("main"))
			}
			if a.Has("button.del") != c.red || a.Has("button.go") == c.red || a.Has("#typed") != c.red {
				t.Errorf("%s in %s: red %v, asks for the title %v", step, lang, a.Has("button.del"), a.Has("#typed"))
			}
		}
		a := h.Get("editor", "/admin/en/e/museum/"+step)
		if a.Text(".sub") != "Museum opens, 24 May 2019" || a.Text("main .btn") != c.keep || a.Doc.Find("main .btn").AttrOr("href", "") != "/admin/en/e/museum" || a.Text("button.go,button.del") != c.do {
			t.Errorf("%s: %q", step, a.Text("main"))
		}
		form := desktest.With(a.Form(), "note", "The roof", "public", "1", "typed", "Museum opens", "do", step)
		h.CheckForm("editor", "/admin/en/e/museum/"+step, form)
		done := h.Follow("editor", h.Post("editor", "/admin/en/e/museum/"+step, form))
		if got := done.Text(".say"); !strings.HasPrefix(got, c.done) {
			t.Errorf("%s: afterwards it says %q", step, got)
		}
		if s := past(h, "museum")[0]; !strings.Contains(s.Note, "The roof") || s.Author != "The editor" {
			t.Errorf("%s: noted %q by %q", step, s.Note, s.Author)
		}
	}
}

// TestAStepOnWhatWasChangedMeanwhileIsShownAgain holds that one sees first what is
// there now.
func TestAStepOnWhatWasChangedMeanwhileIsShownAgain(t *testing.T) {
	for step, typed := range map[string]string{"cancelled": "", "deleted": "Museum opens"} {
		h := desktest.New(t, webtest.Museum())
		form := desktest.With(h.Get("editor", "/admin/zh/e/museum/"+step).Form(), "typed", typed, "note", "Why", "do", step)
		publish(h, h.Amend("editor", "museum", "summary-en", "More", "date", "25 May 2019"))
		if step == "deleted" {
			form.Set("typed", "博物馆开馆")
		}
		a := h.Post("editor", "/admin/zh/e/museum/"+step, form)
		if h.Stored("museum").Status != events.Published || a.Status != http.StatusUnprocessableEntity || !strings.Contains(a.Text(".errs"), "刚才有人改过，请再看一遍") || !strings.Contains(a.Text(".sub"), "5月25日") {
			t.Errorf("%s: %d %s", step, a.Status, a.Text("main"))
		}
		if f := a.Form(); f.Get("rev") != number(h.Stored("museum").Rev) || f.Get("note") != "Why" {
			t.Errorf("%s: the form is %v", step, f)
		}
	}
}

// TestTheTitleIsAskedForInOnesLanguage holds what has to be typed to delete an entry.
func TestTheTitleIsAskedForInOnesLanguage(t *testing.T) {
	for lang, c := range map[string]struct{ right, wrong, refusal string }{
		"en": {"museum opens", "博物馆开馆", "this is not the title; nothing was deleted"}, "zh": {"博物馆开馆", "Museum opens", "和标题不一样，什么都没有删"},
	} {
		h := desktest.New(t, webtest.Museum())
		path := "/admin/" + lang + "/e/museum/deleted"
		form := desktest.With(h.Get("editor", path).Form(), "do", "deleted")
		for _, wrong := range []string{c.wrong, ""} {
			a := h.Post("editor", path, desktest.With(form, "typed", wrong))
			if !strings.Contains(a.Text("#typed-e"), c.refusal) || a.Doc.Find("#typed").AttrOr("value", "") != wrong || h.Stored("museum").Status != events.Published {
				t.Errorf("%s: %q is refused with %q", lang, wrong, a.Text("#typed-e"))
			}
		}
		if a := h.Post("editor", path, desktest.With(form, "typed", c.right)); a.To != "/admin/"+lang+"/list?done=deleted" || h.Stored("museum").Status != events.Deleted {
			t.Errorf("%s: %d to %s", lang, a.Status, a.To)
		}
	}
}

// TestADraftIsDiscarded holds that it needs no title, that who writes may do it, and
// that what is public is not discarded.
func TestADraftIsDiscarded(t *testing.T) {
	h := desktest.New(t, webtest.Museum(), desktest.Draft("d1"))
	for lang, want := range map[string]string{"en": "Delete this draft? No reader has seen it", "zh": "删掉这份草稿？ 没有读者见过它"} {
		a := h.Get("author", "/admin/"+lang+"/e/d1/discard")
		desktest.CheckPage(t, a)
		if got := a.Text("h1") + " " + a.Text(".rows li"); !strings.HasPrefix(got, want) || len(each(a, ".rows li")) != 2 || a.Has("[name=public]") || a.Has("#typed") || !a.Has("button.del") {
			t.Errorf("%s: %q", lang, got)
		}
	}
	form := desktest.With(h.Get("author", "/admin/en/e/d1/discard").Form(), "do", "deleted")
	if a := h.Post("author", "/admin/en/e/d1/discard", desktest.With(form, "do", "check")); a.Status != http.StatusOK || h.Stored("d1").Status != events.Draft {
		t.Errorf("the Enter key: %d", a.Status)
	}
	h.CheckForm("author", "/admin/en/e/d1/discard", form)
	if a := h.Post("author", "/admin/en/e/museum/discard", desktest.With(form, "rev", number(h.Stored("museum").Rev))); a.To != "/admin/en/e/museum" || h.Stored("museum").Status != events.Published {
		t.Errorf("of what is public: %d to %s", a.Status, a.To)
	}
	if a := h.Post("author", "/admin/en/e/d1/discard", form); a.To != "/admin/en/list?done=deleted" || h.Stored("d1").Status != events.Deleted {
		t.Errorf("%d to %s", a.Status, a.To)
	}
	if a := h.Get("author", "/admin/en/e/d1/discard"); a.Status != http.StatusNotFound {
		t.Errorf("what is gone: %d", a.Status)
	}
}
