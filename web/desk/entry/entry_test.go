package entry_test

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"almanac.example/events"
	"almanac.example/events/edtf"
	"almanac.example/web/desk/desktest"
	"almanac.example/web/editing"
	"almanac.example/web/webtest"
)

func TestAmbiguousDate(t *testing.T) {
	h := desktest.New(t)
	page := h.Get("author", "/admin/en/new")
	asked := h.Post("author", "/admin/en/new", desktest.With(page.Form(), "date", "04/05/2019", "title-en", "Something", "do", "check"))
	if asked.Status != http.StatusUnprocessableEntity {
		t.Errorf("status %d", asked.Status)
	}
	var choices []string
	asked.Doc.Find("input[name=reading]").Each(func(_ int, s *goquery.Selection) {
		choices = append(choices, s.AttrOr("value", ""))
		if _, preset := s.Attr("checked"); preset {
			t.Error("a reading is chosen beforehand")
		}
	})
	if strings.Join(choices, " ") != "2019-04-05 2019-05-04 [2019-04-05,2019-05-04]" {
		t.Errorf("choices %v", choices)
	}
	for reading, want := range map[string]string{"2019-05-04": "2019-05-04", "[2019-04-05,2019-05-04]": "[2019-04-05,2019-05-04]", "2001": "", "": ""} {
		form := desktest.With(h.Get("author", "/admin/en/new").Form(), "date", "04/05/2019", "title-en", "Something", "reading", reading, "do", "save")
		saved := h.Post("author", "/admin/en/new", form)
		e := h.Stored(saved.ID())
		if got := e.Span.EDTF().String(); got != want || want == "" && e.Span.Unread != "04/05/2019" {
			t.Errorf("reading %q: %s, unread %q", reading, got, e.Span.Unread)
		}
	}
}

func TestADateThatIsNotUnderstoodIsKept(t *testing.T) {
	h := desktest.New(t)
	saved := h.Post("editor", "/admin/zh/new", desktest.With(h.Get("editor", "/admin/zh/new").Form(), "date", "开馆那天", "title-zh", "开馆", "do", "save"))
	id := saved.ID()
	if got := h.Stored(id).Span.Unread; got != "开馆那天" {
		t.Fatalf("unread %q", got)
	}
	page := h.Follow("editor", saved)
	if got := page.Doc.Find("#date").AttrOr("value", ""); got != "开馆那天" {
		t.Errorf("the field has %q", got)
	}
	if page.Doc.Find("#date[aria-invalid]").Length() != 1 {
		t.Error("nothing says that it is not understood")
	}
	publish := h.Get("editor", "/admin/zh/e/"+id+"/publish")
	if publish.Doc.Find(".checks .stop").Length() != 1 || publish.Doc.Find("button.go").Length() != 0 {
		t.Error("it could be published")
	}
	h.Post("editor", "/admin/zh/e/"+id+"/publish", desktest.With(publish.Form(), "do", "publish"))
	if e := h.Stored(id); e.Status != events.Draft {
		t.Errorf("it is %s", e.Status)
	}
	if got := h.Get("editor", "/admin/zh/list?unread=1").Doc.Find(".ent tbody tr").Length(); got != 1 {
		t.Errorf("%d entries need care", got)
	}
}

func TestTwoEditorsOfOneEntry(t *testing.T) {
	h := desktest.New(t, desktest.Draft("d1"))
	mine := h.Get("author-a", "/admin/en/e/d1")
	theirs := h.Get("author-b", "/admin/en/e/d1")
	h.Follow("author-b", h.Post("author-b", "/admin/en/e/d1", desktest.With(theirs.Form(), "title-zh", "新的标题", "summary-en", "Their summary", "do", "save")))
	conflict := h.Post("author-a", "/admin/en/e/d1", desktest.With(mine.Form(), "summary-en", "My summary", "tag", "policy", "do", "save"))
	if conflict.Status != http.StatusConflict || !strings.Contains(conflict.Doc.Find("h1").Text(), "The author-b saved before you did") {
		t.Fatalf("%d %q", conflict.Status, conflict.Doc.Find("h1").Text())
	}
	if got := conflict.Doc.Find(".sides").Length(); got != 1 {
		t.Errorf("%d fields ask", got)
	}
	if got := conflict.Doc.Find("tbody tr").Length(); got != 2 {
		t.Errorf("%d fields are merged: %s", got, conflict.Doc.Find("tbody").Text())
	}
	form := conflict.Form()
	if form.Get("pick-text.en.summary") != "mine" {
		t.Errorf("chosen beforehand: %q", form.Get("pick-text.en.summary"))
	}
	for pick, want := range map[string]string{"mine": "My summary", "theirs": "Their summary"} {
		edit := h.Post("author-a", "/admin/en/e/d1", desktest.With(form, "pick-text.en.summary", pick, "do", "merged"))
		if got := edit.Doc.Find("#s-en").Text(); strings.TrimSpace(got) != want {
			t.Errorf("%s: the form says %q", pick, got)
		}
	}
	h.Follow("author-a", h.Post("author-a", "/admin/en/e/d1", desktest.With(form, "own-text.en.summary", "Both", "do", "resolve")))
	e := h.Stored("d1")
	if e.Text["en"].Summary != "Both" || e.Text["zh"].Title != "新的标题" || !e.HasTag("policy") {
		t.Errorf("stored %+v %v", e.Text, e.Tags)
	}
}

func TestAnAuthorProposesAndAnEditorAccepts(t *testing.T) {
	h := desktest.New(t, webtest.Museum())
	page := h.Get("author", "/admin/en/e/museum")
	if page.Doc.Find("button[value=publish]").Length() != 0 || !strings.Contains(page.Doc.Find(".foot").Text(), "Publishing is for editors") {
		t.Error("the author is not told who publishes")
	}
	h.As("editor")
	proposed := h.Post("author", "/admin/en/e/museum", desktest.With(page.Form(), "title-en", "Museum opens its doors", "date", "25 May 2019", "note", "From the minutes", "do", "save"))
	id := proposed.ID()
	if e := h.Stored("museum"); e.Text["en"].Title != "Museum opens" {
		t.Fatal("what is public has changed")
	}
	a := h.Stored(id)
	if a.Amends == nil || a.Amends.ID != "museum" || a.Status != events.Draft {
		t.Fatalf("amends %+v, %s", a.Amends, a.Status)
	}
	waiting := h.Get("editor", "/admin/en/")
	if waiting.Doc.Find(".tally a[href='/admin/en/list?status=amendment']").Length() != 1 {
		t.Error("it does not wait for the editor")
	}
	publish := h.Get("editor", "/admin/en/e/"+id+"/publish")
	if got := publish.Doc.Find(".facts dt").Length(); got != 2 {
		t.Errorf("%d differences: %s", got, publish.Doc.Find(".facts").Text())
	}
	out := h.Post("editor", "/admin/en/e/"+id+"/publish", desktest.With(publish.Form(), "do", "publish"))
	if got := out.ID(); got != "museum" {
		t.Errorf("leads to %q", got)
	}
	e := h.Stored("museum")
	if e.Text["en"].Title != "Museum opens its doors" || e.Span.EDTF().String() != "2019-05-25" || e.Slug != "museum-opens" {
		t.Errorf("public: %+v %s %s", e.Text["en"], e.Span.EDTF(), e.Slug)
	}
	if h.Stored(id).Status != events.Deleted {
		t.Error("the amendment is still there")
	}
}

func TestAnAmendmentOfWhatWasChangedMeanwhile(t *testing.T) {
	h := desktest.New(t, webtest.Museum())
	form := desktest.With(h.Get("editor", "/admin/en/e/museum").Form(), "do", "save")
	first := h.Post("editor", "/admin/en/e/museum", desktest.With(form, "title-en", "First")).ID()
	second := h.Post("editor", "/admin/en/e/museum", desktest.With(form, "title-en", "Second", "place", "Shanghai")).ID()
	publish := func(id string) desktest.Answer {
		page := h.Get("editor", "/admin/en/e/"+id+"/publish")
		return h.Post("editor", "/admin/en/e/"+id+"/publish", desktest.With(page.Form(), "do", "publish"))
	}
	publish(first)
	conflict := h.Get("editor", "/admin/en/e/"+second+"/publish")
	if conflict.Status != http.StatusConflict || conflict.Doc.Find(".sides").Length() != 1 {
		t.Fatalf("%d: %s", conflict.Status, conflict.Doc.Find("main").Text())
	}
	h.Follow("editor", h.Post("editor", "/admin/en/e/"+second+"/publish", desktest.With(conflict.Form(), "do", "resolve")))
	publish(second)
	if e := h.Stored("museum"); e.Text["en"].Title != "Second" || e.PlaceSlug() != "shanghai" {
		t.Errorf("public: %+v at %s", e.Text["en"], e.PlaceSlug())
	}
}

func TestScheduling(t *testing.T) {
	h := desktest.New(t, desktest.Draft("d1"))
	page := h.Get("editor", "/admin/en/e/d1/publish")
	for at, fault := range map[string]bool{"1 Mar 2020 09:00": true, "tomorrow": true, "2 Mar 2026": true, "2 Mar 2026 09:00 Berlin": true, "2 Mar 2026 09:00": false} {
		a := h.Post("editor", "/admin/en/e/d1/publish", desktest.With(page.Form(), "when", "at", "at", at, "do", "publish"))
		if (a.Status == http.StatusUnprocessableEntity) != fault {
			t.Errorf("%q: %d", at, a.Status)
		}
		if fault && a.Doc.Find("#at[aria-invalid]").AttrOr("value", "") != at {
			t.Errorf("%q is lost", at)
		}
	}
	e := h.Stored("d1")
	if e.Publish == nil || !e.Publish.At.Equal(time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)) || e.Publish.Zone != "UTC" {
		t.Fatalf("scheduled %+v", e.Publish)
	}
	edit := h.Get("editor", "/admin/en/e/d1?done=scheduled")
	undo := edit.Doc.Find(".say form")
	if undo.Length() != 1 {
		t.Fatal("the plan cannot be taken back")
	}
	h.Follow("editor", h.Post("editor", undo.AttrOr("action", ""), desktest.Fields(undo)))
	if e := h.Stored("d1"); e.Publish != nil {
		t.Errorf("scheduled %+v", e.Publish)
	}
}

func TestPutBackOneField(t *testing.T) {
	h := desktest.New(t, desktest.Draft("d1"))
	first := int(h.Stored("d1").Rev)
	change := func(pairs ...string) {
		page := h.Get("author", "/admin/en/e/d1")
		h.Follow("author", h.Post("author", "/admin/en/e/d1", desktest.With(page.Form(), append(pairs, "do", "save")...)))
	}
	change("title-en", "Second title")
	change("summary-en", "Second summary")
	page := h.Get("author", "/admin/en/e/d1/history?a="+strconv.Itoa(first)+"&b="+strconv.Itoa(int(h.Stored("d1").Rev)))
	var form url.Values
	page.Doc.Find(".cmp form").Each(func(_ int, s *goquery.Selection) {
		if s.Find("button").AttrOr("value", "") == "text.en.title" {
			form = desktest.Fields(s)
		}
	})
	if form == nil {
		t.Fatalf("the title cannot be put back: %s", page.Doc.Find("main").Text())
	}
	h.Follow("author", h.Post("author", "/admin/en/e/d1/back", desktest.With(form, "field", "text.en.title")))
	e := h.Stored("d1")
	if e.Text["en"].Title != "Story 2019-07-03" || e.Text["en"].Summary != "Second summary" {
		t.Errorf("stored %+v", e.Text["en"])
	}
	filled := h.Get("author", "/admin/en/e/d1?from="+strconv.Itoa(first))
	if got := strings.TrimSpace(filled.Doc.Find("#s-en").Text()); got != "A summary of 2019-07-03." || h.Stored("d1").Rev != e.Rev {
		t.Errorf("the form is filled with %q", got)
	}
}

func TestTakingBack(t *testing.T) {
	for step, want := range map[string]events.Status{"cancelled": events.Cancelled, "tentative": events.Tentative, "withdrawn": events.Withdrawn} {
		h := desktest.New(t, webtest.Museum())
		page := h.Get("editor", "/admin/en/e/museum/"+step)
		h.Post("editor", "/admin/en/e/museum/"+step, desktest.With(page.Form(), "do", "check"))
		if e := h.Stored("museum"); e.Status != events.Published {
			t.Errorf("%s: the Enter key was enough", step)
		}
		h.Follow("editor", h.Post("editor", "/admin/en/e/museum/"+step, desktest.With(page.Form(), "do", step)))
		if e := h.Stored("museum"); e.Status != want {
			t.Errorf("%s: %s", step, e.Status)
		}
	}
}

func TestDeletingAsksForTheTitle(t *testing.T) {
	h := desktest.New(t, webtest.Museum(), desktest.Draft("d1"))
	page := h.Get("editor", "/admin/en/e/museum/deleted")
	wrong := h.Post("editor", "/admin/en/e/museum/deleted", desktest.With(page.Form(), "typed", "Something else", "do", "deleted"))
	if wrong.Status != http.StatusUnprocessableEntity || h.Stored("museum").Status != events.Published {
		t.Errorf("%d, %s", wrong.Status, h.Stored("museum").Status)
	}
	list := h.Follow("editor", h.Post("editor", "/admin/en/e/museum/deleted", desktest.With(page.Form(), "typed", "museum OPENS", "do", "deleted")))
	if h.Stored("museum").Status != events.Deleted || list.Doc.Find(".say").Length() != 1 {
		t.Errorf("%s", h.Stored("museum").Status)
	}
	if a := h.Get("editor", "/admin/en/e/museum"); a.Status != http.StatusNotFound {
		t.Errorf("its page answers %d", a.Status)
	}
	discard := h.Get("author", "/admin/en/e/d1/discard")
	if discard.Doc.Find("#typed").Length() != 0 {
		t.Error("a draft asks for its title")
	}
	h.Follow("author", h.Post("author", "/admin/en/e/d1/discard", desktest.With(discard.Form(), "do", "deleted")))
	if h.Stored("d1").Status != events.Deleted {
		t.Errorf("%s", h.Stored("d1").Status)
	}
}

func TestPreviewIsWhatReadersWouldSee(t *testing.T) {
	h := desktest.New(t, webtest.Museum())
	page := h.Get("author", "/admin/en/e/museum")
	rev := h.Live.Timeline().Rev()
	form := desktest.With(page.Form(), "title-en", "Museum opens twice", "date", "26 May 2019", "do", "preview")
	for as, want := range map[string]string{"year": "Museum opens twice", "page": "Museum opens twice", "calendar": "DTSTART;VALUE=DATE:20190526", "feed": "Museum opens twice"} {
		a := h.Post("author", "/admin/en/e/museum", desktest.With(form, "as", as))
		shown := a.Doc.Find("iframe").AttrOr("srcdoc", "") + a.Doc.Find("pre").Text()
		if a.Status != http.StatusOK || !strings.Contains(shown, want) {
			t.Errorf("%s: %d without %q", as, a.Status, want)
		}
		if strings.Contains(shown, "<script") {
			t.Errorf("%s: a script stands where none runs", as)
		}
		if back := h.Post("author", "/admin/en/e/museum", desktest.With(a.Form(), "do", "check")); strings.TrimSpace(back.Doc.Find("#t-en").Text()) != "Museum opens twice" {
			t.Errorf("%s: what was typed does not come back", as)
		}
	}
	if h.Live.Timeline().Rev() != rev {
		t.Error("a preview was stored")
	}
	chinese := h.Post("author", "/admin/en/e/museum", desktest.With(form, "as", "page", "in", "zh"))
	if !strings.Contains(chinese.Doc.Find("iframe").AttrOr("srcdoc", ""), "博物馆开馆") {
		t.Error("the other language is not shown")
	}
}

func TestSaveThenNextKeepsThePlaceOfTheRecord(t *testing.T) {
	h := desktest.New(t)
	form := desktest.With(h.Get("author", "/admin/en/new").Form(), "date", "10 April 2019", "title-en", "One", "place", "Wuhu", "new-tag", "Archive", "src-title-0", "Annual report", "src-locator-0", "p. 3", "do", "next")
	next := h.Follow("author", h.Post("author", "/admin/en/new", form))
	got := next.Form()
	for name, want := range map[string]string{"date": "", "title-en": "", "place": "Wuhu", "tag": "archive", "src-title-0": "Annual report", "src-locator-0": "", "year-before": "2019"} {
		if got.Get(name) != want {
			t.Errorf("%s is %q, want %q", name, got.Get(name), want)
		}
	}
	if got.Get("id") == form.Get("id") || !strings.Contains(next.Doc.Find(".say").Text(), "One") {
		t.Error("it is not another entry")
	}
	asked := h.Post("author", "/admin/en/new", desktest.With(got, "date", "May", "title-en", "Two", "do", "check"))
	use := asked.Doc.Find("button[name=use]").First().AttrOr("value", "")
	if use != "2019-05" {
		t.Fatalf("offered %q", use)
	}
	read := h.Post("author", "/admin/en/new", desktest.With(asked.Form(), "use", use))
	if got := read.Doc.Find("#date").AttrOr("value", ""); got != "May 2019 (day not recorded)" && got != "May 2019" {
		t.Errorf("the date is %q", got)
	}
}

func TestASentTwiceFormMakesOneEntry(t *testing.T) {
	h := desktest.New(t)
	form := desktest.With(h.Get("author", "/admin/en/new").Form(), "date", "2019", "title-en", "One", "do", "save")
	first, second := h.Post("author", "/admin/en/new", form), h.Post("author", "/admin/en/new", form)
	if first.To != second.To || len(h.Live.Timeline().All()) != 1 {
		t.Errorf("%s and %s, %d entries", first.To, second.To, len(h.Live.Timeline().All()))
	}
	changed := h.Post("author", "/admin/en/new", desktest.With(form, "title-en", "Another"))
	if changed.Status != http.StatusConflict {
		t.Errorf("the same ID with another title: %d", changed.Status)
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
	h := desktest.New(t, list...)
	rev := h.Live.Timeline().Rev()
	for _, e := range list {
		for _, lang := range []string{"zh", "en"} {
			page := h.Get("author", "/admin/"+lang+"/e/"+string(e.ID))
			saved := h.Post("author", "/admin/"+lang+"/e/"+string(e.ID), desktest.With(page.Form(), "do", "save"))
			if got := saved.To; !strings.HasSuffix(got, "?done=same") {
				t.Errorf("%s in %s: %d %s: %s %v", e.ID, lang, saved.Status, got, saved.Doc.Find(".errs").Text(), editing.Changed(h.Stored(string(e.ID)), h.Stored(saved.ID())))
			}
		}
	}
	if h.Live.Timeline().Rev() != rev {
		t.Error("something was stored")
	}
}

func TestRepetition(t *testing.T) {
	h := desktest.New(t)
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
		form := desktest.With(h.Get("author", "/admin/en/new").Form(), append([]string{"date", "16 May 2026", "title-en", "Open day", "do", "save"}, test.pairs...)...)
		page := h.Follow("author", h.Post("author", "/admin/en/new", form))
		id := page.Form().Get("id")
		if e := h.Stored(id); e.Repeat == nil || e.Repeat.Rule != test.rule {
			t.Errorf("%s: %+v", name, e.Repeat)
		}
		if got := page.Doc.Find(".five li").First().Text(); got != test.next {
			t.Errorf("%s: next %q", name, got)
		}
	}
	bad := h.Post("author", "/admin/en/new", desktest.With(h.Get("author", "/admin/en/new").Form(), "date", "May 2026", "title-en", "Open day", "repeat", "YEARLY", "do", "save"))
	if bad.Status != http.StatusUnprocessableEntity || bad.Doc.Find(".errs a[href='#rr']").Length() != 1 {
		t.Errorf("a month repeats: %d %s", bad.Status, bad.Doc.Find(".errs").Text())
	}
}

func TestTimes(t *testing.T) {
	h := desktest.New(t)
	for name, test := range map[string]struct{ date, from, to, zone, start, end string }{
		"in the field beside":   {"10 April 2019", "14:30", "16:00", "Europe/Paris", "2019-04-10T14:30:00", "2019-04-10T16:00:00"},
		"typed with the date":   {"10 Apr 2019 2pm", "", "", "", "2019-04-10T14:00:00", ""},
		"until midnight":        {"10 April 2019", "20:00", "24:00", "", "2019-04-10T20:00:00", "2019-04-11T00:00:00"},
		"over several days":     {"10–12 April 2019", "9:00", "17:00", "", "2019-04-10T09:00:00", "2019-04-12T17:00:00"},
		"as an EDTF expression": {"2019-04-10T14:30", "", "", "", "2019-04-10T14:30:00", ""},
	} {
		form := desktest.With(h.Get("author", "/admin/en/new").Form(), "date", test.date, "from-time", test.from, "to-time", test.to, "title-en", "A talk", "do", "save")
		if test.zone != "" {
			form.Set("zone", test.zone)
		}
		saved := h.Post("author", "/admin/en/new", form)
		if saved.Status != http.StatusSeeOther {
			t.Errorf("%s: %d %s", name, saved.Status, saved.Doc.Find(".errs").Text())
			continue
		}
		id := saved.ID()
		words := h.Stored(id).Span.Words()
		if words.Start != test.start || words.End != test.end || test.zone != "" && words.Zone != test.zone {
			t.Errorf("%s: %+v", name, words)
		}
		if same := h.Post("author", "/admin/en/e/"+id, desktest.With(h.Get("author", "/admin/en/e/"+id).Form(), "do", "save")); !strings.HasSuffix(same.To, "done=same") {
			t.Errorf("%s: opening and saving it changes it: %s", name, same.To)
		}
	}
	for name, pairs := range map[string][]string{
		"#tf": {"date", "May 2019", "from-time", "14:30"}, "#tt": {"date", "10 April 2019", "from-time", "14:30", "to-time", "13:00"}, "#tz": {"date", "10 April 2019", "from-time", "14:30", "zone", "Mars/Base"},
	} {
		bad := h.Post("author", "/admin/en/new", desktest.With(h.Get("author", "/admin/en/new").Form(), append(pairs, "title-en", "A talk", "do", "save")...))
		if bad.Status != http.StatusUnprocessableEntity || bad.Doc.Find(".errs a[href='"+name+"']").Length() != 1 || bad.Doc.Find(name+"[aria-invalid]").Length() != 1 {
			t.Errorf("%s: %d %s", name, bad.Status, bad.Doc.Find(".errs").Text())
		}
	}
}

func TestReadsAsWhileTyping(t *testing.T) {
	h := desktest.New(t)
	for date, want := range map[string]string{"2019年5月": "2019-05", "24 May 2019": "2019-05-24", "2019年底": "2019-10~/2019-12~"} {
		a := h.Get("author", "/admin/en/reads?"+url.Values{"date": {date}}.Encode())
		if got := a.Doc.Find("code").Text(); a.Status != http.StatusOK || got != want {
			t.Errorf("%s: %d %q", date, a.Status, got)
		}
	}
	for query, want := range map[string]struct {
		says             string
		choices, buttons int
	}{
		"date=3/4/2019":             {"Choose one", 3, 0},
		"date=FY2019":               {"business year", 0, 0},
		"date=14:30":                {"without its day", 0, 0},
		"date=unknown":              {"gives no date", 0, 0},
		"date=May&year-before=1931": {"year is missing", 0, 2},
		"date=nons":                 {"", 0, 0}, // half typed
		"date=":                     {"", 0, 0},
	} {
		a := h.Get("author", "/admin/en/reads?"+query)
		if a.Status != http.StatusOK || !strings.Contains(a.Text(".note2"), want.says) || want.says == "" && a.Doc.Find("p").Length() != 0 ||
			a.Doc.Find("code").Length() != want.choices || a.Doc.Find("[type=radio]").Length() != want.choices || a.Doc.Find("button[name=use]").Length() != want.buttons {
			t.Errorf("%s: %d %s", query, a.Status, a.Body)
		}
	}
}

func TestPresence(t *testing.T) {
	h := desktest.New(t, desktest.Draft("d1"))
	h.Get("author-a", "/admin/en/e/d1")
	if got := h.Get("author-b", "/admin/en/e/d1").Doc.Find("dd.also").Text(); got != "The author-a" {
		t.Errorf("also editing: %q", got)
	}
	if got := h.Get("author-a", "/admin/en/e/d1/presence").Body; got != "The author-b" {
		t.Errorf("also editing: %q", got)
	}
	h.Pass(10 * time.Minute)
	if got := h.Get("author-a", "/admin/en/e/d1/presence").Body; got != "" {
		t.Errorf("after ten minutes: %q", got)
	}
}

func TestADateShownOtherwise(t *testing.T) {
	h := desktest.New(t)
	saved := h.Post("author", "/admin/en/new", desktest.With(h.Get("author", "/admin/en/new").Form(), "date", "early 12th century", "title-en", "A charter", "do", "save"))
	id := saved.ID()
	e := h.Stored(id)
	if e.Span.AsWritten["en"] != "early 12th century" || !e.Span.Date.Equal(edtf.MustParse("1100~/1133~")) {
		t.Fatalf("%+v", e.Span.Words())
	}
	page := h.Get("author", "/admin/en/e/"+id)
	if got := page.Form(); got.Get("date") != "early 12th century" || got.Get("written-en") != "" {
		t.Errorf("date %q, shown as %q", got.Get("date"), got.Get("written-en"))
	}
	h.Post("author", "/admin/en/e/"+id, desktest.With(page.Form(), "date", "1140", "do", "save"))
	if e := h.Stored(id); len(e.Span.AsWritten) != 0 {
		t.Errorf("another date is still shown as %v", e.Span.AsWritten)
	}
}

func TestLanguagesThatHaveToFollow(t *testing.T) {
	h := desktest.New(t, desktest.Draft("d1"))
	page := h.Get("author", "/admin/en/e/d1")
	if page.Doc.Find("input[name=follow][value=zh]").Length() != 1 {
		t.Fatal("nobody asks whether the Chinese has to follow")
	}
	h.Post("author", "/admin/en/e/d1", desktest.With(page.Form(), "title-en", "New", "follow", "zh", "do", "save"))
	if got := h.Stored("d1").Outdated; len(got) != 1 || got[0] != "zh" {
		t.Fatalf("outdated %v", got)
	}
	if got := h.Get("author", "/admin/en/list?outdated=1").Doc.Find(".ent tbody tr").Length(); got != 1 {
		t.Errorf("%d entries need an update", got)
	}
	page = h.Get("author", "/admin/en/e/d1")
	h.Post("author", "/admin/en/e/d1", desktest.With(page.Form(), "title-zh", "新的", "ok-zh", "1", "do", "save"))
	if got := h.Stored("d1").Outdated; len(got) != 0 {
		t.Errorf("outdated %v", got)
	}
}

func TestALongEntryFitsIntoAForm(t *testing.T) {
	h := desktest.New(t, desktest.Draft("d1"))
	long := strings.Repeat("长", 49_000)
	form := desktest.With(h.Get("author", "/admin/zh/e/d1").Form(), "body-zh", long, "body-en", long, "src-quote-0", strings.Repeat("引", 4900), "src-title-0", "年报", "do", "save")
	if n := len(form.Encode()); n < 900_000 {
		t.Fatalf("the form has only %d bytes", n)
	}
	form.Set("note", strings.Repeat(" ", 300_000)) // white space is left out when it is read
	saved := h.Post("author", "/admin/zh/e/d1", form)
	if saved.Status != http.StatusSeeOther || h.Stored("d1").Text["zh"].Body != long {
		t.Errorf("%d: %s", saved.Status, saved.Doc.Find("main").Text())
	}
	huge := h.Post("author", "/admin/zh/e/d1", desktest.With(form, "body-zh", strings.Repeat("长", 500_000)))
	if huge.Status != http.StatusRequestEntityTooLarge || huge.Header.Get("Cache-Control") != "no-store" {
		t.Errorf("a form of more than the limit: %d", huge.Status)
	}
}
