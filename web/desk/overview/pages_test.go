package overview_test

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"almanac.example/events"
	"almanac.example/events/edtf"
	"almanac.example/web/desk/desktest"
	"almanac.example/web/webtest"
)

// many are entries of consecutive days, so that their order is known.
func many(n int, status events.Status) []events.Event {
	list := make([]events.Event, n)
	for i := range list {
		day := time.Date(2019, 1, 1+i, 0, 0, 0, 0, time.UTC).Format(time.DateOnly)
		list[i] = webtest.Story(fmt.Sprintf("m%03d", i), day, func(e *events.Event) { e.Status = status })
	}
	return list
}

// listed are the IDs of a page of the list, in order.
func listed(a desktest.Answer) []string {
	return a.Doc.Find(".ent tbody .ttl2").Map(func(_ int, s *goquery.Selection) string {
		href := s.AttrOr("href", "")
		href = strings.TrimSuffix(href, "/read")
		return href[strings.LastIndexByte(href, '/')+1:]
	})
}

func TestTheListHasPages(t *testing.T) {
	h := desktest.New(t, many(201, events.Published)...)
	const all = "/admin/en/list"
	for query, want := range map[string]struct {
		first, last   string
		n             int
		before, after string
	}{
		"": {"m000", "m099", 100, "", all + "?page=2"}, "?page=1": {"m000", "m099", 100, "", all + "?page=2"}, "?page=2": {"m100", "m199", 100, all, all + "?page=3"},
		"?page=3": {"m200", "m200", 1, all + "?page=2", ""}, "?page=9": {"m200", "m200", 1, all + "?page=2", ""}, "?page=0": {"m000", "m099", 100, "", all + "?page=2"}, "?page=x": {"m000", "m099", 100, "", all + "?page=2"},
		"?sort=changed&page=2": {"m123", "m030", 100, all + "?sort=changed", all + "?page=3&sort=changed"}, "?from=2019-04-01&to=2019-05-01": {"m090", "m120", 31, "", ""},
	} {
		a := h.Get("viewer", all+query)
		got := listed(a)
		if len(got) != want.n || got[0] != want.first || got[len(got)-1] != want.last {
			t.Errorf("%q: %d from %s to %s", query, len(got), got[0], got[len(got)-1])
		}
		for rel, to := range map[string]string{"prev": want.before, "next": want.after} {
			if href := a.Doc.Find(".pager a[rel="+rel+"]").AttrOr("href", ""); href != to {
				t.Errorf("%q: %s leads to %q", query, rel, href)
			}
		}
	}
	if got := h.Get("viewer", all).Text(".pager p"); !strings.Contains(got, "1") || !strings.Contains(got, "3") {
		t.Errorf("%s", got)
	}
	if h.Get("viewer", all+"?from=2019-04-01&to=2019-05-01").Has(".pager") {
		t.Error("one page has a pager")
	}
	if got := h.Get("viewer", all).Text(".sub"); !strings.Contains(got, "201") {
		t.Errorf("%s", got)
	}
}

// A row tells what an editor wants to know of an entry.
func TestARowOfTheList(t *testing.T) {
	h := desktest.New(t, webtest.Story("all", "2019-05", func(e *events.Event) {
		e.Key, e.Status, e.Becomes = true, events.Draft, events.Tentative
		e.Image = &events.Image{URL: "https://example.org/a.png", Alt: events.Localised{"en": "A"}}
	}), webtest.Story("weekly", "2019-05-16", func(e *events.Event) {
		e.Repeat = &events.Repetition{Rule: "FREQ=WEEKLY"}
		e.Sources = []events.Source{{Title: events.Localised{"en": "Report"}}}
		delete(e.Text, "en")
	}), webtest.Story("unread", "2019", func(e *events.Event) { e.Status, e.Span = events.Draft, events.Span{Unread: "that day"} }))
	page := h.Get("editor", "/admin/en/list")
	row := func(id string) *goquery.Selection {
		return page.Doc.Find(".ent tbody tr:has(a[href$='/e/" + id + "'])")
	}
	flags := func(id string) string {
		return strings.Join(row(id).Find(".flags span").Map(func(_ int, s *goquery.Selection) string { return s.Text() }), ", ")
	}
	for id, want := range map[string]string{"all": "Key entry, No source, Coarse date, Picture not described, to be: Tentative", "weekly": "repeats", "unread": "No source"} {
		if got := flags(id); !strings.EqualFold(got, want) {
			t.Errorf("%s: %s, want %s", id, got, want)
		}
	}
	if got := strings.Join(strings.Fields(row("weekly").Find(".ti").Text()), " "); !strings.Contains(got, "English, missing: no English yet") {
		t.Errorf("without an English title it says %q", got)
	}
	if n := row("all").Find(".ti a").Length(); n != 1 {
		t.Errorf("%d titles lead to it", n)
	}
	if got := row("unread").Find(".dt").Text(); !strings.Contains(got, "that day") {
		t.Errorf("a date that is not understood: %q", got)
	}
}

// The filter's form goes on with what it has no input for, and knows who is chosen.
func TestTheFormOfTheFilter(t *testing.T) {
	h := desktest.New(t, webtest.Chronicle()...)
	page := h.Get("editor", "/admin/en/list?tag=policy&key=1&batch=b&by=local:root&q=x&status=draft&lang-missing=en&page=2")
	form := desktest.Fields(page.Doc.Find("form.narrowing"))
	for name, want := range map[string]string{"tag": "policy", "key": "1", "batch": "b", "by": "local:root", "q": "x", "status": "draft", "lang-missing": "en", "page": ""} {
		if got := strings.Join(form[name], " "); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	if !page.Has("details.finer[open]") || h.Get("editor", "/admin/en/list").Has("details.finer[open]") || !page.Has("details.fold[open]") || h.Get("editor", "/admin/en/list").Has("details.fold[open]") {
		t.Error("what is narrowed is not open, or what is not is")
	}
	if got := page.Text("#lby option[selected]"); got != "local:root" {
		t.Errorf("chosen is %q", got)
	}
	if got := page.Text(".empty"); !strings.Contains(got, "No entry matches") {
		t.Errorf("it says %q", got)
	}
	if a := desktest.NewEmpty(t); a.Live.Timeline().Len() != 0 {
		t.Error("it is not empty")
	}
}

// The desk's first page: what waits, what is one's own, what goes out, what was done.
func TestTheFirstPage(t *testing.T) {
	h := desktest.New(t, append(many(8, events.Draft), webtest.Museum())...)
	for i := range 7 {
		h.Pass(time.Minute)
		h.Amend("author", fmt.Sprintf("m%03d", i), "title-en", fmt.Sprintf("Mine %d", i))
	}
	h.Pass(time.Minute)
	amendment := h.Amend("author", "museum", "title-en", "Museum, amended")
	h.Pass(time.Minute)
	h.Amend("editor", "m007", "title-en", "Theirs")
	home := h.Get("author", "/admin/en/")
	own := home.Doc.Find("section[aria-labelledby=d] .ttl2").Map(func(_ int, s *goquery.Selection) string { return s.Text() })
	if want := []string{"Museum, amended", "Mine 6", "Mine 5", "Mine 4", "Mine 3"}; !slices.Equal(own, want) {
		t.Errorf("own drafts: %q", own)
	}
	if got := home.Text("section[aria-labelledby=d] li:first-child .meta"); !strings.Contains(got, "amendment") || strings.Contains(home.Text("section[aria-labelledby=d] li:nth-child(2) .meta"), "amendment") {
		t.Errorf("%s", got)
	}
	all := h.Get("author", home.Doc.Find("section[aria-labelledby=d] .hh a").AttrOr("href", ""))
	if got := listed(all); len(got) != 8 || !slices.Contains(got, amendment) || slices.Contains(got, "m007") {
		t.Errorf("all of them: %v", got)
	}
	if got := h.Get("viewer", "/admin/en/").Text("section[aria-labelledby=d]"); !strings.Contains(got, "None.") {
		t.Errorf("who has none: %s", got)
	}
	for text, want := range map[string]string{"amendments": "1", "without a source": "10", "coarse date": "0"} {
		for _, s := range home.Doc.Find(".tally li").EachIter() {
			if strings.EqualFold(strings.TrimSpace(s.Find("span").Text()), text) && s.Find("b").Text() != want {
				t.Errorf("%s: %s, want %s", text, s.Find("b").Text(), want)
			}
		}
	}
	// Each number leads to as many entries.
	for _, s := range home.Doc.Find(".tally li:has(a)").EachIter() {
		list := h.Get("author", s.Find("a").AttrOr("href", ""))
		if got := strconv.Itoa(len(listed(list))); got != s.Find("b").Text() {
			t.Errorf("%s: %s, leads to %s", s.Text(), s.Find("b").Text(), got)
		}
	}
}

// What is scheduled is listed by when it goes out, and is no draft of one's own any
// more.
func TestWhatGoesOut(t *testing.T) {
	list := many(3, events.Draft)
	for i, day := range []int{9, 7, 8} {
		list[i].Publish = &events.Schedule{At: time.Date(2026, 3, day, 9, 0, 0, 0, time.UTC), Zone: "UTC"}
	}
	h := desktest.New(t, list...)
	home := h.Get("editor", "/admin/en/")
	got := home.Doc.Find("section[aria-labelledby=s] .ttl2").Map(func(_ int, s *goquery.Selection) string { return s.AttrOr("href", "") })
	if want := []string{"/admin/en/e/m001", "/admin/en/e/m002", "/admin/en/e/m000"}; !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
	if got := home.Text("section[aria-labelledby=s] li:first-child .meta"); !strings.Contains(got, "7 Mar") || !strings.Contains(got, "09:00") {
		t.Errorf("%s", got)
	}
	due := h.Get("editor", home.Doc.Find("section[aria-labelledby=s] .hh a").AttrOr("href", ""))
	if len(listed(due)) != 3 {
		t.Errorf("all of them: %v", listed(due))
	}
}

// An empty record leads to a first entry whoever may write one.
func TestAnEmptyRecord(t *testing.T) {
	h := desktest.New(t)
	for who, want := range map[string]int{"viewer": 0, "author": 1} {
		a := h.Get(who, "/admin/en/")
		if !a.Has(".empty") || a.Has(".tally") || a.Doc.Find(".empty a[href='/admin/en/new']").Length() != want {
			t.Errorf("%s: %s", who, a.Text("main"))
		}
	}
	if got := h.Get("author", "/admin/en/list").Text(".empty"); !strings.Contains(got, "No entries yet") && got == "" {
		t.Errorf("the list says %q", got)
	}
	if got := h.Get("author", "/admin/en/history").Text("main"); !strings.Contains(got, "Whole history") {
		t.Errorf("%s", got)
	}
}

// The history tells a batch as one line, with how many it changed, and leads on.
func TestTheWholeHistory(t *testing.T) {
	h := desktest.New(t, many(130, events.Published)...)
	plan := h.Post("editor", "/admin/en/bulk", url.Values{"scope": {"all"}, "op": {"add-tag"}, "value": {"Reading"}})
	h.Follow("editor", h.Post("editor", "/admin/en/bulk", desktest.With(plan.Form(), "do", "go")))
	h.Pass(time.Minute)
	h.Post("editor", "/admin/en/e/m003/withdrawn", desktest.With(h.Get("editor", "/admin/en/e/m003/withdrawn").Form(), "do", "withdrawn", "note", "It never was"))
	page := h.Get("editor", "/admin/en/history")
	rows := page.Doc.Find("main tbody tr, main .log li")
	text := func(n int) string { return strings.Join(strings.Fields(rows.Eq(n).Text()), " ") }
	if got := text(0); !strings.Contains(got, "Story 2019-01-04") || !strings.Contains(got, "The editor") || !strings.Contains(got, "It never was") || !strings.Contains(got, "Status") {
		t.Errorf("one change: %s", got)
	}
	if got := text(1); !strings.Contains(got, "130 entries") || !strings.Contains(got, "changed together") || !strings.Contains(got, "“reading”") || rows.Eq(1).Find("form").Length() != 1 || rows.Eq(0).Find("form").Length() != 0 {
		t.Errorf("a batch: %s", got)
	}
	if rows.Eq(0).Find("a[href='/admin/en/e/m003/history']").Length() != 1 || rows.Eq(1).Find("a[href^='/admin/en/batch/']").Length() != 1 {
		t.Error("the lines do not lead on")
	}
	if h.Get("viewer", "/admin/en/history").Has("main form") {
		t.Error("a viewer is offered to undo")
	}
	older := page.Doc.Find("main p a").Last().AttrOr("href", "")
	next := h.Get("editor", older)
	first := strings.Join(strings.Fields(page.Text("main")), " ")
	if !strings.HasPrefix(older, "/admin/en/history?before=") || next.Status != http.StatusOK || next.Text("main") == first {
		t.Fatalf("it leads to %q: %s", older, page.Text(".dh"))
	}
	total := rows.Length() + next.Doc.Find("main tbody tr, main .log li").Length()
	if total != 132+1 && total != 132 { // each of 130, the batch, the withdrawal, and the founding of the site
		t.Errorf("%d lines on both pages", total)
	}
	if next.Doc.Find("main p a[href*='before=']").Length() != 0 {
		t.Errorf("the last page leads on: %s", next.Text(".dh"))
	}
	for _, before := range []string{"x", "-1", "0"} {
		if got := h.Get("editor", "/admin/en/history?before="+before); strings.Join(strings.Fields(got.Text("main")), " ") != first {
			t.Errorf("before %s is another page", before)
		}
	}
}

// What was deleted is told with its address, and leads to where its past can be
// emptied, for who may do that.
func TestADeletedEntryInTheHistory(t *testing.T) {
	h := desktest.New(t, webtest.Museum())
	h.Post("editor", "/admin/en/e/museum/deleted", desktest.With(h.Get("editor", "/admin/en/e/museum/deleted").Form(), "typed", "Museum opens", "do", "deleted"))
	for who, want := range map[string]int{"editor": 0, "administrator": 1} {
		a := h.Get(who, "/admin/en/history")
		if got := a.Text("main tbody tr:first-child"); !strings.Contains(got, "museum-opens") || a.Doc.Find("a[href='/admin/en/e/museum/redact']").Length() != want || a.Has("tbody tr:first-child a[href='/admin/en/e/museum/history']") {
			t.Errorf("%s: %s", who, got)
		}
	}
}

// Amendments of what was changed since are found, and so is what is in a batch.
func TestWhatIsStale(t *testing.T) {
	h := desktest.New(t, webtest.Museum(), webtest.Story("other", "2019-05-01", nil))
	id := h.Amend("author", "museum", "title-en", "Amended")
	if got := listed(h.Get("editor", "/admin/en/list?stale=1")); len(got) != 0 {
		t.Errorf("before: %v", got)
	}
	e := *h.Stored("museum")
	e.Span = events.On(edtf.MustParse("2019-05-25"))
	_, err := h.Live.Commit(t.Context(), events.Put(e, e.Rev))
	h.Must(err)
	if got := listed(h.Get("editor", "/admin/en/list?stale=1")); !slices.Equal(got, []string{id}) {
		t.Errorf("after: %v, want %s", got, id)
	}
	plan := h.Post("editor", "/admin/en/bulk", url.Values{"id": {"other"}, "op": {"key"}})
	to := h.Post("editor", "/admin/en/bulk", desktest.With(plan.Form(), "do", "go")).To
	batch := to[strings.LastIndexByte(to, '/')+1:]
	if got := listed(h.Get("editor", "/admin/en/list?batch="+batch)); !slices.Equal(got, []string{"other"}) {
		t.Errorf("in the batch: %v", got)
	}
	if got := listed(h.Get("editor", "/admin/en/list?batch=none")); len(got) != 0 {
		t.Errorf("in none: %v", got)
	}
}
