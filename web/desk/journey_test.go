package desk_test

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"almanac.example/events"
	"almanac.example/events/edtf"
	"almanac.example/web/access"
	"almanac.example/web/editing"
	"almanac.example/web/webtest"
	"github.com/PuerkitoBio/goquery"
)

// TestFirstStartToFirstEvent goes the way of a newcomer: from the one-time
// address to an entry on the timeline, in the calendar and in the feed.
func TestFirstStartToFirstEvent(t *testing.T) {
	h := newEmptyHouse(t)
	secret := access.NewSetupSecret()
	h.directory.OfferSetup(secret)
	setup := h.get("", "/admin/en/setup?secret="+secret)
	if setup.status != http.StatusOK {
		t.Fatalf("setup: %d", setup.status)
	}
	weak := h.post("", "/admin/en/setup", with(setup.form(), "shown", "Anna", "user", "anna", "password", "123456"))
	if weak.status != http.StatusUnprocessableEntity || weak.doc.Find("#pw[aria-invalid]").Length() != 1 || weak.doc.Find(".errs[autofocus] a[href='#pw']").Length() != 1 {
		t.Errorf("a weak password: %d, %s", weak.status, weak.doc.Find(".errs").Text())
	}
	done := h.post("", "/admin/en/setup", with(setup.form(), "shown", "Anna", "user", "anna", "password", password))
	h.cookies["anna"] = cookieOf(t, done)
	if a := h.get("", "/admin/en/setup?secret="+secret); a.status != http.StatusNotFound {
		t.Errorf("the address works twice: %d", a.status)
	}
	home := h.follow("anna", done)
	if home.doc.Find(".empty a[href='/admin/en/new']").Length() != 1 || home.doc.Find(".say a[href='/admin/en/new']").Length() != 1 {
		t.Error("the first page does not lead to a first entry")
	}
	if got := home.doc.Find(".say").Text(); !strings.Contains(got, "Welcome, Anna.") || !strings.Contains(got, "administrator") {
		t.Errorf("the first page greets with %q", got)
	}
	page := h.get("anna", "/admin/en/new")
	saved := h.post("anna", "/admin/en/new", with(page.form(), "date", "10 April 2019", "title-en", "The museum opens", "place", "Wuhu", "do", "publish"))
	publish := h.follow("anna", saved)
	if got := publish.doc.Find("h1").Text(); got != "This is what will go out" {
		t.Fatalf("after Publish…: %q", got)
	}
	if e := h.stored(idIn(saved.header.Get("Location"))); e.Status != events.Draft {
		t.Errorf("it is %s before it is published", e.Status)
	}
	stay := h.post("anna", saved.header.Get("Location"), with(publish.form(), "do", "check"))
	if stay.status != http.StatusOK || h.live.Timeline().Any(events.Selection{}) {
		t.Error("the Enter key has published it")
	}
	out := h.follow("anna", h.post("anna", saved.header.Get("Location"), with(publish.form(), "do", "publish")))
	if got := out.doc.Find(".say b").Text(); got != "Published." {
		t.Errorf("said %q", got)
	}
	links := out.doc.Find(".say a").Map(func(_ int, s *goquery.Selection) string { return s.AttrOr("href", "") })
	site := links[0]
	if got := strings.Join(links[1:], " "); got != "/en/2019 /en/2019/04/grid /en/2019.atom" {
		t.Errorf("it can be seen at %s", got)
	}
	for _, path := range links {
		if body := h.get("", path).body; !strings.Contains(body, "The museum opens") {
			t.Errorf("%s does not have it", path)
		}
	}
	for path, want := range map[string]string{site: "The museum opens", "/en/2019": "The museum opens", "/en/all.ics": "SUMMARY:The museum opens", "/en/all.atom": "The museum opens"} {
		if a := h.get("", path); a.status != http.StatusOK || !strings.Contains(a.body, want) {
			t.Errorf("%s: %d, without the entry", path, a.status)
		}
	}
}

func cookieOf(t testing.TB, a answer) *http.Cookie {
	t.Helper()
	list := (&http.Response{Header: a.header}).Cookies()
	if len(list) != 1 {
		t.Fatalf("%d cookies with status %d: %s", len(list), a.status, a.doc.Find(".errs").Text())
	}
	return list[0]
}

func TestAmbiguousDate(t *testing.T) {
	h := newHouse(t)
	page := h.get("author", "/admin/en/new")
	asked := h.post("author", "/admin/en/new", with(page.form(), "date", "04/05/2019", "title-en", "Something", "do", "check"))
	if asked.status != http.StatusUnprocessableEntity {
		t.Errorf("status %d", asked.status)
	}
	var choices []string
	asked.doc.Find("input[name=reading]").Each(func(_ int, s *goquery.Selection) {
		choices = append(choices, s.AttrOr("value", ""))
		if _, preset := s.Attr("checked"); preset {
			t.Error("a reading is chosen beforehand")
		}
	})
	if strings.Join(choices, " ") != "2019-04-05 2019-05-04 [2019-04-05,2019-05-04]" {
		t.Errorf("choices %v", choices)
	}
	for reading, want := range map[string]string{"2019-05-04": "2019-05-04", "[2019-04-05,2019-05-04]": "[2019-04-05,2019-05-04]", "2001": "", "": ""} {
		form := with(h.get("author", "/admin/en/new").form(), "date", "04/05/2019", "title-en", "Something", "reading", reading, "do", "save")
		saved := h.post("author", "/admin/en/new", form)
		e := h.stored(idIn(saved.header.Get("Location")))
		if got := e.Span.EDTF().String(); got != want || want == "" && e.Span.Unread != "04/05/2019" {
			t.Errorf("reading %q: %s, unread %q", reading, got, e.Span.Unread)
		}
	}
}

func TestADateThatIsNotUnderstoodIsKept(t *testing.T) {
	h := newHouse(t)
	saved := h.post("editor", "/admin/zh/new", with(h.get("editor", "/admin/zh/new").form(), "date", "开馆那天", "title-zh", "开馆", "do", "save"))
	id := idIn(saved.header.Get("Location"))
	if got := h.stored(id).Span.Unread; got != "开馆那天" {
		t.Fatalf("unread %q", got)
	}
	page := h.follow("editor", saved)
	if got := page.doc.Find("#date").AttrOr("value", ""); got != "开馆那天" {
		t.Errorf("the field has %q", got)
	}
	if page.doc.Find("#date[aria-invalid]").Length() != 1 {
		t.Error("nothing says that it is not understood")
	}
	publish := h.get("editor", "/admin/zh/e/"+id+"/publish")
	if publish.doc.Find(".checks .stop").Length() != 1 || publish.doc.Find("button.go").Length() != 0 {
		t.Error("it could be published")
	}
	h.post("editor", "/admin/zh/e/"+id+"/publish", with(publish.form(), "do", "publish"))
	if e := h.stored(id); e.Status != events.Draft {
		t.Errorf("it is %s", e.Status)
	}
	if got := h.get("editor", "/admin/zh/list?unread=1").doc.Find(".ent tbody tr").Length(); got != 1 {
		t.Errorf("%d entries need care", got)
	}
}

func TestTwoEditorsOfOneEntry(t *testing.T) {
	h := newHouse(t, draft("d1"))
	mine := h.get("author-a", "/admin/en/e/d1")
	theirs := h.get("author-b", "/admin/en/e/d1")
	h.follow("author-b", h.post("author-b", "/admin/en/e/d1", with(theirs.form(), "title-zh", "新的标题", "summary-en", "Their summary", "do", "save")))
	conflict := h.post("author-a", "/admin/en/e/d1", with(mine.form(), "summary-en", "My summary", "tag", "policy", "do", "save"))
	if conflict.status != http.StatusConflict || !strings.Contains(conflict.doc.Find("h1").Text(), "The author-b saved before you did") {
		t.Fatalf("%d %q", conflict.status, conflict.doc.Find("h1").Text())
	}
	if got := conflict.doc.Find(".sides").Length(); got != 1 {
		t.Errorf("%d fields ask", got)
	}
	if got := conflict.doc.Find("tbody tr").Length(); got != 2 {
		t.Errorf("%d fields are merged: %s", got, conflict.doc.Find("tbody").Text())
	}
	form := conflict.form()
	if form.Get("pick-text.en.summary") != "mine" {
		t.Errorf("chosen beforehand: %q", form.Get("pick-text.en.summary"))
	}
	for pick, want := range map[string]string{"mine": "My summary", "theirs": "Their summary"} {
		edit := h.post("author-a", "/admin/en/e/d1", with(form, "pick-text.en.summary", pick, "do", "merged"))
		if got := edit.doc.Find("#s-en").Text(); strings.TrimSpace(got) != want {
			t.Errorf("%s: the form says %q", pick, got)
		}
	}
	h.follow("author-a", h.post("author-a", "/admin/en/e/d1", with(form, "own-text.en.summary", "Both", "do", "resolve")))
	e := h.stored("d1")
	if e.Text["en"].Summary != "Both" || e.Text["zh"].Title != "新的标题" || !e.HasTag("policy") {
		t.Errorf("stored %+v %v", e.Text, e.Tags)
	}
}

// draft is an entry that is not public yet.
func draft(id string) events.Event {
	return webtest.Story(id, "2019-07-03", func(e *events.Event) { e.Status = events.Draft })
}

func TestAFormThatComesTooLateGoesOn(t *testing.T) {
	for name, want := range map[string]string{"author-a": "Typed", "author-b": "Story 2019-07-03"} {
		h := newHouse(t, draft("d1"))
		form := with(h.get("author-a", "/admin/en/e/d1").form(), "title-en", "Typed", "do", "save")
		h.must(h.directory.EndSessions(t.Context(), access.Local("root"), accountID(h, "author-a")))
		late := h.post("author-a", "/admin/en/e/d1", form)
		if late.status != http.StatusUnauthorized || !strings.Contains(late.doc.Find("dl").Text(), "Typed") {
			t.Fatalf("%s: %d %s", name, late.status, late.doc.Find("main").Text())
		}
		wrong := h.post("", "/admin/en/login", with(late.form(), "user", name, "password", "not that"))
		if wrong.status != http.StatusUnprocessableEntity || wrong.form().Get("carried") != late.form().Get("carried") {
			t.Errorf("%s: a wrong password loses what was typed: %d", name, wrong.status)
		}
		h.as(name)
		after := h.post("", "/admin/en/login", with(wrong.form(), "user", name, "password", password))
		h.cookies[name] = cookieOf(t, after)
		if got := h.stored("d1").Text["en"].Title; got != want {
			t.Errorf("as %s: stored %q", name, got)
		}
		if name == "author-b" && strings.TrimSpace(after.doc.Find("#t-en").Text()) != "Typed" {
			t.Errorf("as %s the text has not come along: %s", name, after.doc.Find("h1").Text())
		}
	}
}

func accountID(h *house, name string) string {
	h.t.Helper()
	a, err := h.directory.AccountNamed(name)
	h.must(err)
	return a.ID
}

func TestAnAuthorProposesAndAnEditorAccepts(t *testing.T) {
	h := newHouse(t, webtest.Museum())
	page := h.get("author", "/admin/en/e/museum")
	if page.doc.Find("button[value=publish]").Length() != 0 || !strings.Contains(page.doc.Find(".foot").Text(), "Publishing is for editors") {
		t.Error("the author is not told who publishes")
	}
	h.as("editor")
	proposed := h.post("author", "/admin/en/e/museum", with(page.form(), "title-en", "Museum opens its doors", "date", "25 May 2019", "note", "From the minutes", "do", "save"))
	id := idIn(proposed.header.Get("Location"))
	if e := h.stored("museum"); e.Text["en"].Title != "Museum opens" {
		t.Fatal("what is public has changed")
	}
	a := h.stored(id)
	if a.Amends == nil || a.Amends.ID != "museum" || a.Status != events.Draft {
		t.Fatalf("amends %+v, %s", a.Amends, a.Status)
	}
	waiting := h.get("editor", "/admin/en/")
	if waiting.doc.Find(".tally a[href='/admin/en/list?status=amendment']").Length() != 1 {
		t.Error("it does not wait for the editor")
	}
	publish := h.get("editor", "/admin/en/e/"+id+"/publish")
	if got := publish.doc.Find(".facts dt").Length(); got != 2 {
		t.Errorf("%d differences: %s", got, publish.doc.Find(".facts").Text())
	}
	out := h.post("editor", "/admin/en/e/"+id+"/publish", with(publish.form(), "do", "publish"))
	if got := idIn(out.header.Get("Location")); got != "museum" {
		t.Errorf("leads to %q", got)
	}
	e := h.stored("museum")
	if e.Text["en"].Title != "Museum opens its doors" || e.Span.EDTF().String() != "2019-05-25" || e.Slug != "museum-opens" {
		t.Errorf("public: %+v %s %s", e.Text["en"], e.Span.EDTF(), e.Slug)
	}
	if h.stored(id).Status != events.Deleted {
		t.Error("the amendment is still there")
	}
}

func TestAnAmendmentOfWhatWasChangedMeanwhile(t *testing.T) {
	h := newHouse(t, webtest.Museum())
	form := with(h.get("editor", "/admin/en/e/museum").form(), "do", "save")
	first := idIn(h.post("editor", "/admin/en/e/museum", with(form, "title-en", "First")).header.Get("Location"))
	second := idIn(h.post("editor", "/admin/en/e/museum", with(form, "title-en", "Second", "place", "Shanghai")).header.Get("Location"))
	publish := func(id string) answer {
		page := h.get("editor", "/admin/en/e/"+id+"/publish")
		return h.post("editor", "/admin/en/e/"+id+"/publish", with(page.form(), "do", "publish"))
	}
	publish(first)
	conflict := h.get("editor", "/admin/en/e/"+second+"/publish")
	if conflict.status != http.StatusConflict || conflict.doc.Find(".sides").Length() != 1 {
		t.Fatalf("%d: %s", conflict.status, conflict.doc.Find("main").Text())
	}
	h.follow("editor", h.post("editor", "/admin/en/e/"+second+"/publish", with(conflict.form(), "do", "resolve")))
	publish(second)
	if e := h.stored("museum"); e.Text["en"].Title != "Second" || e.PlaceSlug() != "shanghai" {
		t.Errorf("public: %+v at %s", e.Text["en"], e.PlaceSlug())
	}
}

func TestScheduling(t *testing.T) {
	h := newHouse(t, draft("d1"))
	page := h.get("editor", "/admin/en/e/d1/publish")
	for at, fault := range map[string]bool{"1 Mar 2020 09:00": true, "tomorrow": true, "2 Mar 2026": true, "2 Mar 2026 09:00 Berlin": true, "2 Mar 2026 09:00": false} {
		a := h.post("editor", "/admin/en/e/d1/publish", with(page.form(), "when", "at", "at", at, "do", "publish"))
		if (a.status == http.StatusUnprocessableEntity) != fault {
			t.Errorf("%q: %d", at, a.status)
		}
		if fault && a.doc.Find("#at[aria-invalid]").AttrOr("value", "") != at {
			t.Errorf("%q is lost", at)
		}
	}
	e := h.stored("d1")
	if e.Publish == nil || !e.Publish.At.Equal(time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)) || e.Publish.Zone != "UTC" {
		t.Fatalf("scheduled %+v", e.Publish)
	}
	edit := h.get("editor", "/admin/en/e/d1?done=scheduled")
	undo := edit.doc.Find(".say form")
	if undo.Length() != 1 {
		t.Fatal("the plan cannot be taken back")
	}
	h.follow("editor", h.post("editor", undo.AttrOr("action", ""), fields(undo)))
	if e := h.stored("d1"); e.Publish != nil {
		t.Errorf("scheduled %+v", e.Publish)
	}
}

func TestChangingManyAndUndo(t *testing.T) {
	h := newHouse(t, webtest.Chronicle()...)
	list := h.get("editor", "/admin/en/list?year=2019&status=published")
	n := list.doc.Find(".ent tbody tr").Length()
	form := fields(list.doc.Find("form[action='/admin/en/bulk']"))
	none := h.post("editor", "/admin/en/bulk", with(form, "op", "add-tag", "value", "reading"))
	if none.status != http.StatusUnprocessableEntity {
		t.Errorf("nothing is ticked: %d", none.status)
	}
	before := h.live.Timeline().Rev()
	plan := h.post("editor", "/admin/en/bulk", with(form, "scope", "all", "op", "add-tag", "value", "Reading room"))
	if got := plan.doc.Find(".sums dd").First().Text(); got != strconv.Itoa(n) || h.live.Timeline().Rev() != before {
		t.Fatalf("will change %s of %d", got, n)
	}
	again := h.post("editor", "/admin/en/bulk", with(plan.form(), "do", "check"))
	if again.status != http.StatusOK || h.live.Timeline().Rev() != before {
		t.Error("the Enter key has changed them")
	}
	stale := h.post("editor", "/admin/en/bulk", with(plan.form(), "do", "go", "expect", "3"))
	if stale.status != http.StatusOK || h.live.Timeline().Rev() != before {
		t.Error("others than those that were shown are changed")
	}
	done := h.follow("editor", h.post("editor", "/admin/en/bulk", with(plan.form(), "do", "go")))
	tagged := events.Selection{Tags: []string{"reading-room"}}
	if got := len(h.live.Timeline().Select(tagged)); got != n {
		t.Fatalf("%d are tagged", got)
	}
	undo := done.doc.Find(".say form")
	// One that is changed afterwards is left as it is.
	e := *h.stored("day")
	e.Key = !e.Key
	_, err := h.live.Commit(t.Context(), events.Put(e, e.Rev))
	h.must(err)
	undone := h.follow("editor", h.post("editor", undo.AttrOr("action", ""), fields(undo)))
	if got := len(h.live.Timeline().Select(tagged)); got != 1 {
		t.Errorf("%d are tagged still", got)
	}
	if !strings.Contains(undone.doc.Find("ul.rows").Text(), "was changed since") {
		t.Errorf("the one that is left is not named: %s", undone.doc.Find("main").Text())
	}
}

func TestPutBackOneField(t *testing.T) {
	h := newHouse(t, draft("d1"))
	first := int(h.stored("d1").Rev)
	change := func(pairs ...string) {
		page := h.get("author", "/admin/en/e/d1")
		h.follow("author", h.post("author", "/admin/en/e/d1", with(page.form(), append(pairs, "do", "save")...)))
	}
	change("title-en", "Second title")
	change("summary-en", "Second summary")
	page := h.get("author", "/admin/en/e/d1/history?a="+strconv.Itoa(first)+"&b="+strconv.Itoa(int(h.stored("d1").Rev)))
	var form url.Values
	page.doc.Find(".cmp form").Each(func(_ int, s *goquery.Selection) {
		if s.Find("button").AttrOr("value", "") == "text.en.title" {
			form = fields(s)
		}
	})
	if form == nil {
		t.Fatalf("the title cannot be put back: %s", page.doc.Find("main").Text())
	}
	h.follow("author", h.post("author", "/admin/en/e/d1/back", with(form, "field", "text.en.title")))
	e := h.stored("d1")
	if e.Text["en"].Title != "Story 2019-07-03" || e.Text["en"].Summary != "Second summary" {
		t.Errorf("stored %+v", e.Text["en"])
	}
	filled := h.get("author", "/admin/en/e/d1?from="+strconv.Itoa(first))
	if got := strings.TrimSpace(filled.doc.Find("#s-en").Text()); got != "A summary of 2019-07-03." || h.stored("d1").Rev != e.Rev {
		t.Errorf("the form is filled with %q", got)
	}
}

func TestTakingBack(t *testing.T) {
	for step, want := range map[string]events.Status{"cancelled": events.Cancelled, "tentative": events.Tentative, "withdrawn": events.Withdrawn} {
		h := newHouse(t, webtest.Museum())
		page := h.get("editor", "/admin/en/e/museum/"+step)
		h.post("editor", "/admin/en/e/museum/"+step, with(page.form(), "do", "check"))
		if e := h.stored("museum"); e.Status != events.Published {
			t.Errorf("%s: the Enter key was enough", step)
		}
		h.follow("editor", h.post("editor", "/admin/en/e/museum/"+step, with(page.form(), "do", step)))
		if e := h.stored("museum"); e.Status != want {
			t.Errorf("%s: %s", step, e.Status)
		}
	}
}

func TestDeletingAsksForTheTitle(t *testing.T) {
	h := newHouse(t, webtest.Museum(), draft("d1"))
	page := h.get("editor", "/admin/en/e/museum/deleted")
	wrong := h.post("editor", "/admin/en/e/museum/deleted", with(page.form(), "typed", "Something else", "do", "deleted"))
	if wrong.status != http.StatusUnprocessableEntity || h.stored("museum").Status != events.Published {
		t.Errorf("%d, %s", wrong.status, h.stored("museum").Status)
	}
	list := h.follow("editor", h.post("editor", "/admin/en/e/museum/deleted", with(page.form(), "typed", "museum OPENS", "do", "deleted")))
	if h.stored("museum").Status != events.Deleted || list.doc.Find(".say").Length() != 1 {
		t.Errorf("%s", h.stored("museum").Status)
	}
	if a := h.get("editor", "/admin/en/e/museum"); a.status != http.StatusNotFound {
		t.Errorf("its page answers %d", a.status)
	}
	discard := h.get("author", "/admin/en/e/d1/discard")
	if discard.doc.Find("#typed").Length() != 0 {
		t.Error("a draft asks for its title")
	}
	h.follow("author", h.post("author", "/admin/en/e/d1/discard", with(discard.form(), "do", "deleted")))
	if h.stored("d1").Status != events.Deleted {
		t.Errorf("%s", h.stored("d1").Status)
	}
}

func TestPreviewIsWhatReadersWouldSee(t *testing.T) {
	h := newHouse(t, webtest.Museum())
	page := h.get("author", "/admin/en/e/museum")
	rev := h.live.Timeline().Rev()
	form := with(page.form(), "title-en", "Museum opens twice", "date", "26 May 2019", "do", "preview")
	for as, want := range map[string]string{"year": "Museum opens twice", "page": "Museum opens twice", "calendar": "DTSTART;VALUE=DATE:20190526", "feed": "Museum opens twice"} {
		a := h.post("author", "/admin/en/e/museum", with(form, "as", as))
		shown := a.doc.Find("iframe").AttrOr("srcdoc", "") + a.doc.Find("pre").Text()
		if a.status != http.StatusOK || !strings.Contains(shown, want) {
			t.Errorf("%s: %d without %q", as, a.status, want)
		}
		if strings.Contains(shown, "<script") {
			t.Errorf("%s: a script stands where none runs", as)
		}
		if back := h.post("author", "/admin/en/e/museum", with(a.form(), "do", "check")); strings.TrimSpace(back.doc.Find("#t-en").Text()) != "Museum opens twice" {
			t.Errorf("%s: what was typed does not come back", as)
		}
	}
	if h.live.Timeline().Rev() != rev {
		t.Error("a preview was stored")
	}
	chinese := h.post("author", "/admin/en/e/museum", with(form, "as", "page", "in", "zh"))
	if !strings.Contains(chinese.doc.Find("iframe").AttrOr("srcdoc", ""), "博物馆开馆") {
		t.Error("the other language is not shown")
	}
}

func TestSaveThenNextKeepsThePlaceOfTheRecord(t *testing.T) {
	h := newHouse(t)
	form := with(h.get("author", "/admin/en/new").form(), "date", "10 April 2019", "title-en", "One", "place", "Wuhu", "new-tag", "Archive", "src-title-0", "Annual report", "src-locator-0", "p. 3", "do", "next")
	next := h.follow("author", h.post("author", "/admin/en/new", form))
	got := next.form()
	for name, want := range map[string]string{"date": "", "title-en": "", "place": "Wuhu", "tag": "archive", "src-title-0": "Annual report", "src-locator-0": "", "year-before": "2019"} {
		if got.Get(name) != want {
			t.Errorf("%s is %q, want %q", name, got.Get(name), want)
		}
	}
	if got.Get("id") == form.Get("id") || !strings.Contains(next.doc.Find(".say").Text(), "One") {
		t.Error("it is not another entry")
	}
	asked := h.post("author", "/admin/en/new", with(got, "date", "May", "title-en", "Two", "do", "check"))
	use := asked.doc.Find("button[name=use]").First().AttrOr("value", "")
	if use != "2019-05" {
		t.Fatalf("offered %q", use)
	}
	read := h.post("author", "/admin/en/new", with(asked.form(), "use", use))
	if got := read.doc.Find("#date").AttrOr("value", ""); got != "May 2019 (day not recorded)" && got != "May 2019" {
		t.Errorf("the date is %q", got)
	}
}

func TestASentTwiceFormMakesOneEntry(t *testing.T) {
	h := newHouse(t)
	form := with(h.get("author", "/admin/en/new").form(), "date", "2019", "title-en", "One", "do", "save")
	first, second := h.post("author", "/admin/en/new", form), h.post("author", "/admin/en/new", form)
	if first.header.Get("Location") != second.header.Get("Location") || len(h.live.Timeline().All()) != 1 {
		t.Errorf("%s and %s, %d entries", first.header.Get("Location"), second.header.Get("Location"), len(h.live.Timeline().All()))
	}
	changed := h.post("author", "/admin/en/new", with(form, "title-en", "Another"))
	if changed.status != http.StatusConflict {
		t.Errorf("the same ID with another title: %d", changed.status)
	}
}

func TestSavingWithoutAChangeWritesNothing(t *testing.T) {
	list := webtest.Chronicle()
	list = append(list,
		webtest.Story("repeats", "2019-05-16", func(e *events.Event) {
			e.Repeat = &events.Repetition{Rule: "FREQ=YEARLY;BYMONTH=5;BYDAY=3TH", Except: []string{"2020-05-21"}}
		}),
		webtest.Story("rule", "2019-05-16", func(e *events.Event) {
			e.Repeat = &events.Repetition{Rule: "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH"}
		}),
		webtest.Story("julian", "1066-10-20", func(e *events.Event) { e.Span.Calendar = events.Julian }),
		webtest.Story("written", "1101~/1133~", func(e *events.Event) {
			e.Span.AsWritten = events.Localised{"en": "early 12th century", "zh": "十二世纪初"}
		}),
		webtest.Story("set", "[2019-04-05,2019-05-04]", nil),
		webtest.Story("doubt", "2004-06~-11", nil),
	)
	h := newHouse(t, list...)
	rev := h.live.Timeline().Rev()
	for _, e := range list {
		for _, lang := range []string{"zh", "en"} {
			page := h.get("author", "/admin/"+lang+"/e/"+string(e.ID))
			saved := h.post("author", "/admin/"+lang+"/e/"+string(e.ID), with(page.form(), "do", "save"))
			if got := saved.header.Get("Location"); !strings.HasSuffix(got, "?done=same") {
				t.Errorf("%s in %s: %d %s: %s %v", e.ID, lang, saved.status, got, saved.doc.Find(".errs").Text(), editing.Changed(h.stored(string(e.ID)), h.stored(idIn(got))))
			}
		}
	}
	if h.live.Timeline().Rev() != rev {
		t.Error("something was stored")
	}
}

func TestRepetition(t *testing.T) {
	h := newHouse(t)
	for name, test := range map[string]struct {
		pairs []string
		rule  string
		next  string
	}{
		"the same date":  {[]string{"repeat", "YEARLY"}, "FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=16", "16 May 2026"},
		"third Saturday": {[]string{"repeat", "YEARLY", "repeat-on", "nth"}, "FREQ=YEARLY;BYMONTH=5;BYDAY=3SA", "16 May 2026"},
		"until":          {[]string{"repeat", "WEEKLY", "until", "30 May 2026"}, "FREQ=WEEKLY;BYDAY=SA;UNTIL=20260530", "16 May 2026"},
		"own":            {[]string{"repeat", "own", "rule", "freq=weekly;interval=2"}, "FREQ=WEEKLY;INTERVAL=2", "16 May 2026"},
	} {
		form := with(h.get("author", "/admin/en/new").form(), append([]string{"date", "16 May 2026", "title-en", "Open day", "do", "save"}, test.pairs...)...)
		page := h.follow("author", h.post("author", "/admin/en/new", form))
		id := page.form().Get("id")
		if e := h.stored(id); e.Repeat == nil || e.Repeat.Rule != test.rule {
			t.Errorf("%s: %+v", name, e.Repeat)
		}
		if got := page.doc.Find(".five li").First().Text(); got != test.next {
			t.Errorf("%s: next %q", name, got)
		}
	}
	bad := h.post("author", "/admin/en/new", with(h.get("author", "/admin/en/new").form(), "date", "May 2026", "title-en", "Open day", "repeat", "YEARLY", "do", "save"))
	if bad.status != http.StatusUnprocessableEntity || bad.doc.Find(".errs a[href='#rr']").Length() != 1 {
		t.Errorf("a month repeats: %d %s", bad.status, bad.doc.Find(".errs").Text())
	}
}

func TestTimes(t *testing.T) {
	h := newHouse(t)
	for name, test := range map[string]struct{ date, from, to, zone, start, end string }{
		"in the field beside":   {"10 April 2019", "14:30", "16:00", "Europe/Paris", "2019-04-10T14:30:00", "2019-04-10T16:00:00"},
		"typed with the date":   {"10 Apr 2019 2pm", "", "", "", "2019-04-10T14:00:00", ""},
		"until midnight":        {"10 April 2019", "20:00", "24:00", "", "2019-04-10T20:00:00", "2019-04-11T00:00:00"},
		"over several days":     {"10–12 April 2019", "9:00", "17:00", "", "2019-04-10T09:00:00", "2019-04-12T17:00:00"},
		"as an EDTF expression": {"2019-04-10T14:30", "", "", "", "2019-04-10T14:30:00", ""},
	} {
		form := with(h.get("author", "/admin/en/new").form(), "date", test.date, "from-time", test.from, "to-time", test.to, "title-en", "A talk", "do", "save")
		if test.zone != "" {
			form.Set("zone", test.zone)
		}
		saved := h.post("author", "/admin/en/new", form)
		if saved.status != http.StatusSeeOther {
			t.Errorf("%s: %d %s", name, saved.status, saved.doc.Find(".errs").Text())
			continue
		}
		id := idIn(saved.header.Get("Location"))
		words := h.stored(id).Span.Words()
		if words.Start != test.start || words.End != test.end || test.zone != "" && words.Zone != test.zone {
			t.Errorf("%s: %+v", name, words)
		}
		if same := h.post("author", "/admin/en/e/"+id, with(h.get("author", "/admin/en/e/"+id).form(), "do", "save")); !strings.HasSuffix(same.header.Get("Location"), "done=same") {
			t.Errorf("%s: opening and saving it changes it: %s", name, same.header.Get("Location"))
		}
	}
	for name, pairs := range map[string][]string{
		"#tf": {"date", "May 2019", "from-time", "14:30"}, "#tt": {"date", "10 April 2019", "from-time", "14:30", "to-time", "13:00"}, "#tz": {"date", "10 April 2019", "from-time", "14:30", "zone", "Mars/Base"},
	} {
		bad := h.post("author", "/admin/en/new", with(h.get("author", "/admin/en/new").form(), append(pairs, "title-en", "A talk", "do", "save")...))
		if bad.status != http.StatusUnprocessableEntity || bad.doc.Find(".errs a[href='"+name+"']").Length() != 1 || bad.doc.Find(name+"[aria-invalid]").Length() != 1 {
			t.Errorf("%s: %d %s", name, bad.status, bad.doc.Find(".errs").Text())
		}
	}
}

func TestReadsAsWhileTyping(t *testing.T) {
	h := newHouse(t)
	for date, want := range map[string]string{"2019年5月": "2019-05", "24 May 2019": "2019-05-24", "2019年底": "2019-10~/2019-12~"} {
		a := h.get("author", "/admin/en/reads?"+url.Values{"date": {date}}.Encode())
		if got := a.doc.Find("code").Text(); a.status != http.StatusOK || got != want {
			t.Errorf("%s: %d %q", date, a.status, got)
		}
	}
	if a := h.get("author", "/admin/en/reads?date=nonsense"); a.status != http.StatusOK || a.doc.Find("code").Length() != 0 {
		t.Errorf("%d %s", a.status, a.body)
	}
}

func TestPresence(t *testing.T) {
	h := newHouse(t, draft("d1"))
	h.get("author-a", "/admin/en/e/d1")
	if got := h.get("author-b", "/admin/en/e/d1").doc.Find("dd.also").Text(); got != "The author-a" {
		t.Errorf("also editing: %q", got)
	}
	if got := h.get("author-a", "/admin/en/e/d1/presence").body; got != "The author-b" {
		t.Errorf("also editing: %q", got)
	}
	h.pass(10 * time.Minute)
	if got := h.get("author-a", "/admin/en/e/d1/presence").body; got != "" {
		t.Errorf("after ten minutes: %q", got)
	}
}

func TestADateShownOtherwise(t *testing.T) {
	h := newHouse(t)
	saved := h.post("author", "/admin/en/new", with(h.get("author", "/admin/en/new").form(), "date", "early 12th century", "title-en", "A charter", "do", "save"))
	id := idIn(saved.header.Get("Location"))
	e := h.stored(id)
	if e.Span.AsWritten["en"] != "early 12th century" || !e.Span.Date.Equal(edtf.MustParse("1100~/1133~")) {
		t.Fatalf("%+v", e.Span.Words())
	}
	page := h.get("author", "/admin/en/e/"+id)
	if got := page.form(); got.Get("date") != "early 12th century" || got.Get("written-en") != "" {
		t.Errorf("date %q, shown as %q", got.Get("date"), got.Get("written-en"))
	}
	h.post("author", "/admin/en/e/"+id, with(page.form(), "date", "1140", "do", "save"))
	if e := h.stored(id); len(e.Span.AsWritten) != 0 {
		t.Errorf("another date is still shown as %v", e.Span.AsWritten)
	}
}

func TestLanguagesThatHaveToFollow(t *testing.T) {
	h := newHouse(t, draft("d1"))
	page := h.get("author", "/admin/en/e/d1")
	if page.doc.Find("input[name=follow][value=zh]").Length() != 1 {
		t.Fatal("nobody asks whether the Chinese has to follow")
	}
	h.post("author", "/admin/en/e/d1", with(page.form(), "title-en", "New", "follow", "zh", "do", "save"))
	if got := h.stored("d1").Outdated; len(got) != 1 || got[0] != "zh" {
		t.Fatalf("outdated %v", got)
	}
	if got := h.get("author", "/admin/en/list?outdated=1").doc.Find(".ent tbody tr").Length(); got != 1 {
		t.Errorf("%d entries need an update", got)
	}
	page = h.get("author", "/admin/en/e/d1")
	h.post("author", "/admin/en/e/d1", with(page.form(), "title-zh", "新的", "ok-zh", "1", "do", "save"))
	if got := h.stored("d1").Outdated; len(got) != 0 {
		t.Errorf("outdated %v", got)
	}
}

func TestALongEntryFitsIntoAForm(t *testing.T) {
	h := newHouse(t, draft("d1"))
	long := strings.Repeat("长", 49_000)
	form := with(h.get("author", "/admin/zh/e/d1").form(), "body-zh", long, "body-en", long, "src-quote-0", strings.Repeat("引", 4900), "src-title-0", "年报", "do", "save")
	if n := len(form.Encode()); n < 900_000 {
		t.Fatalf("the form has only %d bytes", n)
	}
	form.Set("note", strings.Repeat(" ", 300_000)) // white space is left out when it is read
	saved := h.post("author", "/admin/zh/e/d1", form)
	if saved.status != http.StatusSeeOther || h.stored("d1").Text["zh"].Body != long {
		t.Errorf("%d: %s", saved.status, saved.doc.Find("main").Text())
	}
	huge := h.post("author", "/admin/zh/e/d1", with(form, "body-zh", strings.Repeat("长", 500_000)))
	if huge.status != http.StatusRequestEntityTooLarge || huge.header.Get("Cache-Control") != "no-store" {
		t.Errorf("a form of more than the limit: %d", huge.status)
	}
}
