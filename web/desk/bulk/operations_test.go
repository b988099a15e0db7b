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
	"almanac.example/web/webtest"
)

const path = "/admin/en/bulk"

// archive has two public entries, a draft, and a draft that cannot be published as its
// picture is not described.
func archive(t *testing.T) *desktest.Instance {
	t.Helper()
	h := desktest.New(t, webtest.Museum(), webtest.Story("other", "2019-05-01", nil), desktest.Draft("d1"), webtest.Story("pictured", "2019-07-04", func(e *events.Event) {
		e.Status, e.Image = events.Draft, &events.Image{URL: "https://example.org/a.png"}
	}))
	h.PutVocabulary()
	return h
}

// all means every entry of the archive.
func all(pairs ...string) url.Values {
	return desktest.With(url.Values{"id": {"museum", "other", "d1", "pictured"}}, pairs...)
}

// Each operation says what it will do, to how many, and what subscribers will see,
// and then does it.
func TestEachOperation(t *testing.T) {
	for name, c := range map[string]struct {
		form  url.Values
		title string // of the first step
		sums  string // will change, are so already
		seen  []string
		done  func(h *desktest.Instance) bool
	}{
		"a topic by its name": {all("op", "add-tag", "value", "Policy"), "Add the topic “Policy”: 4 entries?", "4 0", []string{"gain 2 entries", "2 more are not public", "do not announce"}, func(h *desktest.Instance) bool {
			return h.Stored("museum").HasTag("policy") && h.Stored("d1").HasTag("policy")
		}},
		"a new topic":        {all("op", "add-tag", "value", "Reading room"), "Add the topic “reading-room”: 4 entries?", "4 0", nil, func(h *desktest.Instance) bool { return h.Stored("museum").HasTag("reading-room") }},
		"one that some have": {all("op", "add-tag", "value", "Science"), "Add the topic “Science”: 1 entry?", "1 3", []string{"gain 1 entry"}, func(h *desktest.Instance) bool { return h.Stored("museum").HasTag("science") }},
		"a topic taken away": {all("op", "remove-tag", "value", "science"), "Remove the topic “Science”: 3 entries?", "3 1", []string{"1 entry leaves", "2 more are not public"}, func(h *desktest.Instance) bool { return !h.Stored("other").HasTag("science") }},
		"a place of a name":  {all("op", "place", "value", "Shanghai"), "Set the place to “Shanghai”: 4 entries?", "4 0", []string{"2 public entries change their place"}, func(h *desktest.Instance) bool { return h.Stored("museum").PlaceSlug() == "shanghai" }},
		"a new place": {all("op", "place", "value", "Old harbour"), "Set the place to “Old harbour”: 4 entries?", "4 0", nil, func(h *desktest.Instance) bool {
			return h.Stored("d1").PlaceSlug() == "old-harbour" && h.Stored("d1").Place.Name["en"] == "Old harbour"
		}},
		"no place":      {all("op", "place", "value", ""), "Remove the place: 1 entry?", "1 3", nil, func(h *desktest.Instance) bool { return h.Stored("museum").Place == nil }},
		"key":           {all("op", "key"), "Mark as key entries: 3 entries?", "3 1", []string{"1 public entry becomes"}, func(h *desktest.Instance) bool { return h.Stored("other").Key }},
		"no longer key": {all("op", "no-key"), "No longer key entries: 1 entry?", "1 3", []string{"no longer a key entry"}, func(h *desktest.Instance) bool { return !h.Stored("museum").Key }},
		"published": {all("op", "publish"), "Publish: 1 entry?", "1 2", []string{"1 entry becomes public"}, func(h *desktest.Instance) bool {
			return h.Stored("d1").Status == events.Published && h.Stored("pictured").Status == events.Draft
		}},
		"withdrawn": {all("op", "withdrawn"), "Withdraw: 4 entries?", "4 0", []string{"2 entries leave pages", "2 more are not public"}, func(h *desktest.Instance) bool { return h.Stored("museum").Status == events.Withdrawn }},
		"deleted": {all("op", "deleted"), "Delete: 4 entries?", "4 0", []string{"2 entries are gone", "2 more are not public"}, func(h *desktest.Instance) bool {
			return h.Stored("museum").Status == events.Deleted && h.Stored("d1").Status == events.Deleted
		}},
		"one that is not there": {url.Values{"id": {"museum", "none"}, "op": {"no-key"}}, "No longer key entries: 1 entry?", "1 0", nil, func(h *desktest.Instance) bool { return !h.Stored("museum").Key }},
	} {
		t.Run(name, func(t *testing.T) {
			h := archive(t)
			rev := h.Live.Timeline().Rev()
			plan := h.Post("editor", path, c.form)
			sums := strings.Join(strings.Fields(plan.Text(".sums dd")), "")
			if got := plan.Text("h1"); got != c.title || !strings.HasPrefix(sums, strings.ReplaceAll(c.sums, " ", "")) {
				t.Errorf("%s: %q", got, sums)
			}
			for _, s := range c.seen {
				if got := plan.Text("section[aria-labelledby=su]"); !strings.Contains(got, s) {
					t.Errorf("subscribers: %q is not said in %q", s, got)
				}
			}
			if got := plan.Has("button.del"); got != (c.form.Get("op") == "deleted") || h.Live.Timeline().Rev() != rev {
				t.Errorf("the button is red: %v", got)
			}
			done := h.Follow("editor", h.Post("editor", path, desktest.With(plan.Form(), "note", "Tidied up", "do", "go")))
			if !c.done(h) || !done.Has(".say form") {
				t.Errorf("it is not done: %s", done.Text("main"))
			}
			for s, err := range h.Live.History(t.Context(), events.HistoryQuery{Limit: 1}) {
				h.Must(err)
				if s.Note != "Tidied up" || s.By != "account:"+h.AccountID("editor") || s.Batch == nil || s.Batch.Kind != events.BatchBulk {
					t.Errorf("%q by %s, %+v", s.Note, s.By, s.Batch)
				}
			}
			h.Follow("editor", h.Post("editor", done.Doc.Find(".say form").AttrOr("action", ""), url.Values{"do": {"undo"}}))
			if c.done(h) {
				t.Error("it is not undone")
			}
		})
	}
}

// What is left as it was is named, with the reason.
func TestWhatIsLeft(t *testing.T) {
	h := archive(t)
	plan := h.Post("editor", path, all("op", "publish"))
	if got := plan.Text("section[aria-labelledby=lo]"); !strings.Contains(got, "Story 2019-07-04") || !strings.Contains(got, "its picture is not described") || strings.Contains(got, "Museum") {
		t.Errorf("%s", got)
	}
	none := h.Post("editor", path, url.Values{"id": {"pictured"}, "op": {"publish"}})
	if none.Has("button[value=go]") || none.Has("#note") || !none.Has("a[href='/admin/en/list']") {
		t.Errorf("nothing is left to be done, and can be: %s", none.Text("main"))
	}
	rev := h.Live.Timeline().Rev()
	if a := h.Post("editor", path, desktest.With(none.Form(), "do", "go", "expect", "0")); a.Status != http.StatusOK || h.Live.Timeline().Rev() != rev {
		t.Errorf("%d", a.Status)
	}
	gone := h.Post("editor", path, url.Values{"id": {"none"}, "op": {"key"}})
	if got := gone.Text("section[aria-labelledby=lo]"); !strings.Contains(got, "none") || !strings.Contains(got, "is not there any more") {
		t.Errorf("%s", got)
	}
}

// What is missing is said before anything is counted, and leads back to the same list.
func TestWhatIsMissing(t *testing.T) {
	h := archive(t)
	rev := h.Live.Timeline().Rev()
	for name, c := range map[string]struct {
		form url.Values
		says string
	}{
		"no entry": {url.Values{"op": {"key"}}, "no entry is ticked"}, "nothing to do": {all(), "choose what to do"}, "an unknown operation": {all("op", "eat"), "choose what to do"},
		"no topic": {all("op", "add-tag"), "write a topic"}, "a topic of nothing": {all("op", "remove-tag", "value", "!!"), "write a topic"}, "a place of nothing": {all("op", "place", "value", "!!"), "write a place"},
		// What is not understood must not mean everything.
		"a filter that is none": {url.Values{"scope": {"all"}, "filter": {"from=nonsense"}, "op": {"key"}}, "no entry is ticked"},
		"a filter of nothing":   {url.Values{"scope": {"all"}, "filter": {"tag=never"}, "op": {"key"}}, "no entry is ticked"},
	} {
		form := desktest.With(c.form, "do", "go", "expect", "4")
		if !form.Has("filter") {
			form.Set("filter", "tag=policy")
		}
		a := h.Post("editor", path, form)
		if a.Status != http.StatusUnprocessableEntity || !strings.Contains(a.Text(".errs"), c.says) || !a.Has("main a[href='/admin/en/list?"+form.Get("filter")+"']") || h.Live.Timeline().Rev() != rev {
			t.Errorf("%s: %d %s", name, a.Status, a.Text("main"))
		}
		desktest.CheckPage(t, a)
	}
}

// All that a filter means are changed, also those that its page does not show.
func TestAllOfAFilter(t *testing.T) {
	var list []events.Event
	for i := range 130 {
		list = append(list, webtest.Story("e"+strconv.Itoa(i), "2019-05-01", func(e *events.Event) {
			if i%2 == 0 {
				e.Tags = []string{"policy"}
			}
		}))
	}
	h := desktest.New(t, list...)
	plan := h.Post("editor", path, url.Values{"scope": {"all"}, "filter": {"tag=policy"}, "op": {"key"}, "id": {"e1"}})
	if got := plan.Text(".sub"); !strings.Contains(got, "65 match") || !strings.Contains(got, "policy") {
		t.Errorf("%s", got)
	}
	if got := plan.Doc.Find("section[aria-labelledby=sa] tbody tr").Length(); got != 10 {
		t.Errorf("%d samples", got)
	}
	h.Follow("editor", h.Post("editor", path, desktest.With(plan.Form(), "do", "go")))
	for i := range list {
		if e := h.Stored("e" + strconv.Itoa(i)); e.Key != (i%2 == 0) {
			t.Fatalf("e%d: %v", i, e.Key)
		}
	}
	everything := h.Post("editor", path, url.Values{"scope": {"all"}, "op": {"no-key"}})
	if got := everything.Text(".sub"); !strings.Contains(got, "130 match: everything") || everything.Text(".sums dd") != "6565" {
		t.Errorf("%s, %s", got, everything.Text(".sums dd"))
	}
}

// Many are changed by editors, by a form of the desk itself.
func TestWhoMayChangeMany(t *testing.T) {
	h := archive(t)
	plan := h.Post("editor", path, all("op", "key"))
	h.CheckForm(access.Editor, path, desktest.With(plan.Form(), "do", "go"))
	to := h.Post("editor", path, desktest.With(plan.Form(), "do", "go")).To
	h.CheckForm(access.Editor, to, url.Values{"do": {"undo"}})
	if a := h.Get("author", to); a.Status != http.StatusForbidden {
		t.Errorf("%d", a.Status)
	}
}

// A batch is told from the history when the program that made it has ended, and so is
// its undo.
func TestABatchOfBefore(t *testing.T) {
	h := archive(t)
	plan := h.Post("editor", path, all("op", "key"))
	to := h.Post("editor", path, desktest.With(plan.Form(), "do", "go")).To
	h.Restart()
	page := h.Get("editor", to)
	if got := page.Text(".say"); !strings.Contains(got, "3 entries changed: Mark as key entries.") || !page.Has("main a[href^='/admin/en/list?batch=']") || page.Header.Get("Refresh") != "" {
		t.Errorf("%s", page.Text("main"))
	}
	// Stopped, it is as it was: it has ended.
	if a := h.Post("editor", to, url.Values{"do": {"stop"}}); a.To != to {
		t.Errorf("%d to %q", a.Status, a.To)
	}
	undo := h.Post("editor", to, url.Values{"do": {"undo"}}).To
	h.Restart()
	if got := h.Get("editor", undo).Text(".say"); !strings.Contains(got, "Taken back: 3 entries are as they were.") || h.Stored("other").Key {
		t.Errorf("%s", got)
	}
	// Undone once more nothing is as it left it.
	again := h.Follow("editor", h.Post("editor", to, url.Values{"do": {"undo"}}))
	if got := again.Text("main"); !strings.Contains(got, "was changed since") || again.Doc.Find(".rows li").Length() < 3 || again.Has(".say form") {
		t.Errorf("%s", got)
	}
	for _, path := range []string{"/admin/en/batch/none", "/admin/en/batch/"} {
		if a := h.Get("editor", path); a.Status != http.StatusNotFound {
			t.Errorf("%s: %d", path, a.Status)
		}
	}
	if a := h.Post("editor", "/admin/en/batch/none", url.Values{"do": {"undo"}}); a.Status != http.StatusNotFound {
		t.Errorf("%d", a.Status)
	}
}
