package bulk_test

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"almanac.example/events"
	"almanac.example/web/access"
	"almanac.example/web/desk/desktest"
	"almanac.example/web/editing"
	"almanac.example/web/webtest"
)

// each are the texts of what a selector finds, joined by a bar.
func each(a desktest.Answer, selector string) string {
	var list []string
	for _, s := range a.Doc.Find(selector).EachIter() {
		list = append(list, strings.Join(strings.Fields(s.Text()), " "))
	}
	return strings.Join(list, " | ")
}

// What is missing is asked for again: all that was ticked and chosen goes with it, and
// the fault stands at its field.
func TestWhatIsMissingIsAskedForAgain(t *testing.T) {
	h := archive(t)
	for name, c := range map[string]struct {
		form   url.Values
		field  string // at which the fault stands
		en, zh string
	}{
		"no operation": {all("value", "Policy", "filter", "tag=science"), "bop", "choose what to do", "请选做什么"}, "no topic": {all("op", "add-tag", "filter", "tag=science"), "bval", "write a topic", "请写一个主题"},
		"nothing ticked": {url.Values{"op": {"key"}, "filter": {"tag=science"}}, "", "no entry is ticked", "没有选中任何条目"},
	} {
		for lang, want := range map[string]string{"en": c.en, "zh": c.zh} {
			a := h.Post("editor", "/admin/"+lang+"/bulk", c.form)
			desktest.CheckPage(t, a)
			if !strings.Contains(a.Text(".errs"), want) || a.Doc.Find("[aria-invalid]").Length() != map[bool]int{true: 1, false: 0}[c.field != ""] || c.field != "" && !a.Has("#"+c.field+"[aria-invalid]") {
				t.Errorf("%s in %s: %q, %d fields", name, lang, a.Text(".errs"), a.Doc.Find("[aria-invalid]").Length())
			}
			form := desktest.Fields(a.Doc.Find("main form[action='/admin/" + lang + "/bulk']"))
			if len(form["id"]) != len(c.form["id"]) || c.form.Has("op") && form.Get("op") != c.form.Get("op") || form.Get("value") != c.form.Get("value") || form.Get("filter") != "tag=science" {
				t.Errorf("%s in %s: the form goes on with %v", name, lang, form)
			}
			if c.field == "" {
				continue
			}
			plan := h.Post("editor", "/admin/"+lang+"/bulk", desktest.With(form, "op", "add-tag", "value", "Policy"))
			if plan.Text(".sums dd") != "40" {
				t.Errorf("%s in %s: then it means %s", name, lang, plan.Text(".sums"))
			}
		}
	}
	for _, filter := range []string{"%zz", ""} {
		a := h.Post("editor", path, url.Values{"op": {"key"}, "filter": {filter}})
		if a.Status != http.StatusUnprocessableEntity || !a.Has("main a.btn[href^='/admin/en/list']") {
			t.Errorf("filter %q: %d", filter, a.Status)
		}
	}
	whole := h.Post("editor", path, url.Values{"scope": {"all"}, "filter": {"%zz"}, "op": {"key"}})
	if whole.Status == http.StatusOK && !strings.Contains(whole.Text(".sub"), "4 match: everything") {
		t.Errorf("a filter that cannot be read: %d %s", whole.Status, whole.Text(".sub"))
	}
}

// The plan is told in words of both languages: the sums, the samples as they are and
// will be, the button, and where one leaves it.
func TestThePlanIsTold(t *testing.T) {
	h := archive(t)
	for lang, want := range map[string][]string{
		"en": {"Add the topic “Policy”: 4 entries?", "the 4 ticked", "will change | are so already", "Topics", "Change these 4", "Leave it, back to the list", "The page, calendar and feed of the topic gain 2 entries. | 2 more are not public; readers see nothing of it. | Feeds do not announce them again as news. Calendars give no alarm."},
		"zh": {"加主题“政策”，共4条？", "选中的4条", "会改 | 本来如此，不用改", "主题", "", "不改，回到列表", ""},
	} {
		a := h.Post("editor", "/admin/"+lang+"/bulk", all("op", "add-tag", "value", "policy", "filter", "status=draft"))
		desktest.CheckPage(t, a)
		got := []string{a.Text("h1"), a.Text(".sub"), each(a, ".sums dt"), a.Text("thead th:last-child"), a.Text("button.go"), a.Text(".acts a"), each(a, "section[aria-labelledby=su] li")}
		for i := range want {
			if want[i] != "" && got[i] != want[i] {
				t.Errorf("%s: %q, want %q", lang, got[i], want[i])
			}
		}
		if a.Doc.Find(".acts a").AttrOr("href", "") != "/admin/"+lang+"/list?status=draft" || a.Doc.Find("section[aria-labelledby=sa] tbody tr").Length() != 4 || a.Form().Get("expect") != "4" {
			t.Errorf("%s: leaves to %q", lang, a.Doc.Find(".acts a").AttrOr("href", ""))
		}
	}
	one := h.Post("editor", path, url.Values{"id": {"museum"}, "op": {"withdrawn"}})
	if got := each(one, "section[aria-labelledby=sa] td"); !strings.HasPrefix(got, "24 May 2019 | Museum opens | ") || !strings.Contains(got, "Withdrawn") || one.Text("button.go") != "Change this one" {
		t.Errorf("%q, %q", got, one.Text("button.go"))
	}
	gone := h.Post("editor", path, url.Values{"id": {"d1"}, "op": {"deleted"}})
	if got := each(gone, "section[aria-labelledby=sa] td"); !strings.Contains(got, "Deleted") || gone.Text("button.del") != "Delete this one" || each(gone, "section[aria-labelledby=su] li") != "1 more is not public; readers see nothing of it." {
		t.Errorf("%q, %q, %q", got, gone.Text("button.del"), each(gone, "section[aria-labelledby=su] li"))
	}
	if got := each(one, "section[aria-labelledby=su] li"); got != "1 entry leaves pages, calendars and feeds; what people have seen cannot be called back." {
		t.Errorf("of what is public subscribers see %q", got)
	}
	if got := h.Post("editor", path, all("op", "key", "value", "Policy")).Text("h1"); got != "Mark as key entries: 3 entries?" {
		t.Errorf("with words that belong to another operation: %q", got)
	}
	draft := h.Post("editor", path, url.Values{"id": {"d1"}, "op": {"key"}})
	if got := each(draft, "section[aria-labelledby=su] li"); got != "1 more is not public; readers see nothing of it." {
		t.Errorf("of a draft subscribers see %q", got)
	}
}

// Of many that are left, a hundred are named, and all are counted.
func TestManyThatAreLeft(t *testing.T) {
	var list []events.Event
	for i := range 101 {
		list = append(list, webtest.Story("e"+strconv.Itoa(i), "2019-05-01", func(e *events.Event) {
			e.Status, e.Image = events.Draft, &events.Image{URL: "https://example.org/a.png"}
		}))
	}
	h := desktest.New(t, append(list, desktest.Draft("d1"))...)
	plan := h.Post("editor", path, url.Values{"scope": {"all"}, "op": {"publish"}})
	if got := plan.Doc.Find("section[aria-labelledby=lo] li").Length(); got != 100 || plan.Text(".sums dd") != "10" {
		t.Errorf("%d are named, %s", got, plan.Text(".sums"))
	}
	done := h.Follow("editor", h.Post("editor", path, desktest.With(plan.Form(), "do", "go")))
	if got := done.Doc.Find("section[aria-labelledby=x] li").Length(); got != 100 || done.Text("#x .soft") != "101" || !strings.HasPrefix(done.Text(".say"), "1 entry changed: Publish.") {
		t.Errorf("%d are named of %s: %s", got, done.Text("#x .soft"), done.Text(".say"))
	}
}

// What becomes of a batch is told in both languages, and leads to its entries.
func TestTheBatchIsTold(t *testing.T) {
	h := archive(t)
	to := h.Post("editor", path, desktest.With(h.Post("editor", path, all("op", "key")).Form(), "do", "go")).To
	for lang, want := range map[string][2]string{"en": {"Done", "3 entries changed: Mark as key entries. Undo this batch"}, "zh": {"改好了", "3条"}} {
		a := h.Get("editor", strings.Replace(to, "/en/", "/"+lang+"/", 1))
		desktest.CheckPage(t, a)
		if a.Text("h1") != want[0] || !strings.Contains(a.Text(".say"), want[1]) || a.Has("progress") || a.Has("svg.prog") || a.Has("#x") || a.Has("button[value=stop]") {
			t.Errorf("%s: %s", lang, a.Text("main"))
		}
		if got := h.Get("editor", a.Doc.Find("main a[href*='/list?batch=']").AttrOr("href", "")).Doc.Find(".ent tbody tr").Length(); got != 3 {
			t.Errorf("%s: it leads to %d entries", lang, got)
		}
	}
	if a := h.Post("editor", to, url.Values{"do": {"check"}}); a.To != to || !h.Stored("other").Key {
		t.Errorf("the Enter key: %d to %s", a.Status, a.To)
	}
}

// An account that may no longer change many has no undo, and cannot take one.
func TestAnUndoOfWhoMayNoLonger(t *testing.T) {
	h := archive(t)
	to := h.Post("editor", path, desktest.With(h.Post("editor", path, all("op", "key")).Form(), "do", "go")).To
	viewer := access.Viewer
	_, err := h.Directory.ChangeAccount(t.Context(), access.Local("root"), h.AccountID("editor"), access.AccountChange{Role: &viewer})
	h.Must(err)
	if a := h.Post("editor", to, url.Values{"do": {"undo"}}); a.Status != http.StatusForbidden || !h.Stored("other").Key {
		t.Errorf("%d", a.Status)
	}
	if u, err := h.Editor.Undo(t.Context(), editing.Act{Who: h.Principal("administrator")}, strings.TrimPrefix(to, "/admin/en/batch/")); err != nil || len(u.Changed) != 3 {
		t.Errorf("%+v, %v", u, err)
	}
}

// What was done to the vocabulary is told from the history, too.
func TestABatchOfTheVocabularyIsTold(t *testing.T) {
	h := archive(t)
	form := h.Get("editor", "/admin/en/tags").FormTo("/admin/en/tags")
	undo := h.Follow("editor", h.Post("editor", "/admin/en/tags", desktest.With(form, "name-en", "Law", "do", "save"))).Doc.Find(".say form").AttrOr("action", "")
	merge := h.Post("editor", "/admin/en/tags/science/merge", url.Values{"how": {"into"}, "into": {"policy"}})
	merged := h.Post("editor", "/admin/en/tags/science/merge", desktest.With(merge.Form(), "do", "go")).To
	h.Restart()
	for address, c := range map[string]struct {
		says string
		see  bool
	}{undo: {"“Law” added. Undo", false}, merged: {"3 entries changed: Merge the topic “Science” into “Policy”. Undo this batch", true}} {
		a := h.Get("editor", address)
		desktest.CheckPage(t, a)
		if a.Text(".say") != c.says || a.Has("main a[href*='/list?batch=']") != c.see {
			t.Errorf("%s: %q", address, a.Text("main"))
		}
	}
	back := h.Post("editor", merged, url.Values{"do": {"undo"}}).To
	for _, again := range []bool{false, true} {
		if again {
			h.Restart()
		}
		if got := h.Get("editor", back).Text(".say"); !strings.HasPrefix(got, "Taken back: 3 entries are as they were. So is: Vocabulary of topics") {
			t.Errorf("after a restart %v: %q", again, got)
		}
	}
}
