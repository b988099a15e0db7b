package entry_test

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"almanac.example/events"
	"almanac.example/web/desk/desktest"
	"almanac.example/web/webtest"
)

// each are the texts of what a selector finds, each in one line.
func each(a desktest.Answer, selector string) []string {
	return a.Doc.Find(selector).Map(func(_ int, s *goquery.Selection) string { return strings.Join(strings.Fields(s.Text()), " ") })
}

// number is a revision as an address has it.
func number(rev events.Rev) string { return strconv.FormatInt(int64(rev), 10) }

// publish sends an entry out through its page.
func publish(h *desktest.Instance, id string) {
	h.T.Helper()
	page := h.Get("editor", "/admin/en/e/"+id+"/publish")
	h.Follow("editor", h.Post("editor", "/admin/en/e/"+id+"/publish", desktest.With(page.Form(), "do", "publish")))
}

// TestTheHistoryTellsWhatEachStateChanged holds the rows, the two that are compared
// where nobody chose, and what the comparison says.
func TestTheHistoryTellsWhatEachStateChanged(t *testing.T) {
	h := desktest.New(t, desktest.Draft("d1"))
	only := h.Get("viewer", "/admin/en/e/d1/history")
	if got := each(only, ".hist2 tbody tr"); !slices.Equal(got, []string{number(h.Stored("d1").Rev) + "today, 10:00added"}) || only.Has("#cp") || only.Text(".sub") != "1 revision" {
		t.Errorf("one state: %q, %q", got, only.Text("main"))
	}
	if a := h.Get("viewer", "/admin/en/e/d1/history?a=2&b=2"); a.Has("#cp") {
		t.Error("a state is compared with itself")
	}
	h.Amend("author-a", "d1", "title-en", "Second", "note", "a typo")
	h.Amend("author", "d1", "summary-en", "Other", "place", "Wuhu")
	for lang, want := range map[string]struct {
		sub, compared string
		rows, fields  []string
	}{
		"en": {"3 revisions", "Revision 3 and revision 4", []string{
			"4today, 11:00The authorEnglish summary, Place", "3today, 11:00The author-aEnglish titlea typo", "2today, 10:00added",
		}, []string{"English summary", "Place"}},
		"zh": {"3版", "第3版与第4版", []string{
			"第4版今天11:00The author英语摘要、地点", "第3版今天11:00The author-a英语标题a typo", "第2版今天10:00新增",
		}, []string{"英语摘要", "地点"}},
	} {
		a := h.Get("author", "/admin/"+lang+"/e/d1/history")
		desktest.CheckPage(t, a)
		if got := each(a, ".hist2 tbody tr"); !slices.Equal(got, want.rows) {
			t.Errorf("%s: rows %q", lang, got)
		}
		if got := each(a, ".cmp h3"); a.Text("h2#cp") != want.compared || !slices.Equal(got, want.fields) || a.Text(".sub") != want.sub {
			t.Errorf("%s: %q, %q compares %q", lang, a.Text(".sub"), a.Text("h2#cp"), got)
		}
		if a.Doc.Find("input[name=a][checked]").AttrOr("value", "") != "3" || a.Doc.Find("input[name=b][checked]").AttrOr("value", "") != "4" || a.Doc.Find("input[checked]").Length() != 2 {
			t.Errorf("%s: chosen are %v", lang, desktest.Fields(a.Doc.Find("form[method=get]")))
		}
		if a.Has("p.acts a") {
			t.Errorf("%s: there are older states", lang)
		}
	}
	// The sides may be chosen in either order; a state in itself differs in nothing.
	for _, sides := range []string{"a=2&b=3", "a=3&b=2"} {
		a := h.Get("author", "/admin/en/e/d1/history?"+sides)
		if got := a.Text("h2#cp") + ": " + strings.Join(each(a, ".cmp h3"), ","); got != "Revision 2 and revision 3: English title" {
			t.Errorf("%s: %s", sides, got)
		}
		if got := a.Doc.Find("h2#cp + p a").AttrOr("href", ""); got != "/admin/en/e/d1?from=2" {
			t.Errorf("%s: the form is filled in from %q", sides, got)
		}
	}
	if a := h.Get("viewer", "/admin/en/e/d1/history"); a.Has(".cmp form") || a.Has("h2#cp + p") {
		t.Error("a viewer may put fields back")
	}
	h.Amend("author", "d1", "title-en", "Story 2019-07-03")
	if a := h.Get("author", "/admin/en/e/d1/history?a=2&b=5"); len(each(a, ".cmp h3")) != 2 {
		t.Errorf("over several states: %q", each(a, ".cmp h3"))
	}
	h.Amend("author", "d1", "summary-en", "A summary of 2019-07-03.", "place", "")
	if a := h.Get("author", "/admin/en/e/d1/history?a=2&b=6"); a.Has(".cmp") || !strings.Contains(a.Text("section:has(#cp)"), "No difference.") {
		t.Errorf("the same said again: %q", a.Text("section:has(#cp)"))
	}
	if a := h.Get("author", "/admin/en/e/d1/history?a=2&b=99"); a.Status != http.StatusNotFound {
		t.Errorf("a state that never was: %d", a.Status)
	}
	if a := h.Get("author", "/admin/en/e/none/history"); a.Status != http.StatusNotFound {
		t.Errorf("an entry that never was: %d", a.Status)
	}
}

// TestTheHistoryTellsWhatIsPublic holds that the state which readers see is marked.
func TestTheHistoryTellsWhatIsPublic(t *testing.T) {
	h := desktest.New(t, desktest.Draft("d1"))
	publish(h, "d1")
	out := h.Stored("d1").Rev
	for _, c := range []struct {
		do                string // the step before
		public            events.Rev
		sub, compared, at string
	}{
		{"", out, "2 revisions, public is revision 3", "Revision 2 and revision 3", "3"},
		{"withdrawn", out, "3 revisions, public is revision 3", "Revision 3 (public) and revision 4", "3"},
	} {
		if c.do != "" {
			page := h.Get("editor", "/admin/en/e/d1/"+c.do)
			h.Follow("editor", h.Post("editor", "/admin/en/e/d1/"+c.do, desktest.With(page.Form(), "do", c.do)))
		}
		a := h.Get("editor", "/admin/en/e/d1/history")
		if got := a.Doc.Find("tr:has(.st-pub) th").Text(); a.Text(".sub") != c.sub || a.Text("h2#cp") != c.compared || got != c.at || a.Doc.Find(".st-pub").Length() != 1 {
			t.Errorf("after %q: %q, %q, public is %q", c.do, a.Text(".sub"), a.Text("h2#cp"), got)
		}
	}
	id := h.Amend("editor", "d1", "title-en", "Withdrawn, and amended")
	if a := h.Get("editor", "/admin/en/e/"+id+"/history"); a.Text(".sub") != "1 revision" || a.Has(".st-pub") {
		t.Errorf("of an amendment: %q", a.Text("main"))
	}
}

// TestALongHistoryGoesOn holds that all states can be reached, and none is told twice.
func TestALongHistoryGoesOn(t *testing.T) {
	e := desktest.Draft("d1")
	h := desktest.New(t, e)
	first := h.Stored("d1").Rev
	commit := func(n int) {
		for range n {
			e.Text = map[string]events.Text{"en": {Title: fmt.Sprint("Title ", h.Stored("d1").Rev)}}
			_, err := h.Live.Commit(t.Context(), events.Put(e, h.Stored("d1").Rev))
			h.Must(err)
		}
	}
	commit(100) // with the first they are one more than a page tells at a time
	if a := h.Get("viewer", "/admin/en/e/d1/history"); len(each(a, ".hist2 tbody tr")) != 101 || a.Has("p.acts a") {
		t.Errorf("of 101 states it tells %d", len(each(a, ".hist2 tbody tr")))
	}
	commit(1)
	a := h.Get("viewer", "/admin/en/e/d1/history")
	rows := each(a, ".hist2 tbody tr th")
	last := number(first + 2)
	if len(rows) != 100 || rows[99] != last || a.Text(".sub") != "Shown down to revision "+last+" (today, 11:00); there are older ones" {
		t.Fatalf("%d states down to %s: %s", len(rows), rows[len(rows)-1], a.Text(".sub"))
	}
	if got := each(a, ".hist2 tbody tr")[99]; got != last+"today, 11:00English title" {
		t.Errorf("the last of the page: %q", got)
	}
	older := h.Get("viewer", a.Doc.Find("p.acts a").AttrOr("href", ""))
	if got := each(older, ".hist2 tbody tr th"); !slices.Equal(got, []string{number(first + 1), number(first)}) || older.Has("p.acts a") {
		t.Errorf("then it tells %q", got)
	}
}

// back puts a field of an entry back to what it was in a revision.
func back(h *desktest.Instance, who, id, field string, from, rev events.Rev) desktest.Answer {
	h.T.Helper()
	return h.Post(who, "/admin/en/e/"+id+"/back", url.Values{"do": {"back"}, "field": {field}, "from": {number(from)}, "rev": {number(rev)}})
}

// TestPuttingBackOfWhatIsPublic is an amendment of who may not publish, and done at
// once by who may.
func TestPuttingBackOfWhatIsPublic(t *testing.T) {
	h := desktest.New(t, webtest.Museum())
	first := h.Stored("museum").Rev
	publish(h, h.Amend("editor", "museum", "title-en", "Museum opens late", "place", "Shanghai"))
	rev := h.Stored("museum").Rev
	a := back(h, "author", "museum", "text.en.title", first, rev)
	id := a.ID()
	if e := h.Stored("museum"); e.Text["en"].Title != "Museum opens late" || e.Rev != rev {
		t.Fatalf("an author has changed what is public: %+v", e.Text["en"])
	}
	if e := h.Stored(id); e.Amends == nil || e.Amends.ID != "museum" || e.Text["en"].Title != "Museum opens" || e.PlaceSlug() != "shanghai" || e.Status != events.Draft {
		t.Errorf("the amendment: %+v", e)
	}
	if got := h.Follow("author", a).Text(".say"); !strings.HasPrefix(got, "Saved as an amendment.") {
		t.Errorf("it says %q", got)
	}
	if past := past(h, id); past[0].Note != "English title as in revision "+number(first) || past[0].Author != "The author" {
		t.Errorf("noted: %q by %q", past[0].Note, past[0].Author)
	}
	for _, who := range []string{"author", "editor"} {
		if a := back(h, who, "museum", "nothing", first, rev); a.Status < 400 || a.Status >= 500 || h.Stored("museum").Rev != rev {
			t.Errorf("%s puts back what is no field: %d", who, a.Status)
		}
	}
	if a := back(h, "author", "museum", "text.en.title", 99, rev); a.Status != http.StatusNotFound {
		t.Errorf("an author, of a state that never was: %d", a.Status)
	}
	done := back(h, "editor", "museum", "text.en.title", first, rev)
	if e := h.Stored("museum"); done.To != "/admin/en/e/museum/history?done=back" || e.Text["en"].Title != "Museum opens" || e.PlaceSlug() != "shanghai" || e.Status != events.Published {
		t.Errorf("an editor: %s, %+v", done.To, e.Text["en"])
	}
	if got := h.Follow("editor", done).Text(".say"); !strings.HasPrefix(got, "Put back. No other field was touched") {
		t.Errorf("it says %q", got)
	}
	for _, who := range []string{"author", "editor"} {
		now := h.Live.Timeline().Rev()
		if a := back(h, who, "museum", "place", first, rev); a.To != "/admin/en/e/museum/history" || h.Live.Timeline().Rev() != now {
			t.Errorf("%s, what was changed meanwhile: %d to %s", who, a.Status, a.To)
		}
	}
	rev = h.Live.Timeline().Rev()
	form := url.Values{"do": {"check"}, "field": {"place"}, "from": {number(first)}, "rev": {number(h.Stored("museum").Rev)}}
	if a := h.Post("editor", "/admin/en/e/museum/back", form); a.To != "/admin/en/e/museum/history" || h.Live.Timeline().Rev() != rev {
		t.Errorf("without its button: %d to %s", a.Status, a.To)
	}
	if a := h.Get("editor", "/admin/en/e/museum/back?do=back&field=place&from="+number(first)); a.To != "/admin/en/e/museum/history" || h.Live.Timeline().Rev() != rev {
		t.Errorf("as a link: %d to %s", a.Status, a.To)
	}
	h.CheckForm("author", "/admin/en/e/museum/back", form)
}
