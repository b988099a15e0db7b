package desk_test

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"almanac.example/events"
	"almanac.example/events/edtf"
	"almanac.example/feeds/report/review"
)

const harbour = `# Harbour report 2019

## Ships

On 3 March 2019 the harbour museum opened its new wing & a < b hall.

As of 31 May 2019 the museum had 40 staff.

The ferry has run since 4 May.

On 14 June 2019 the museum launched the lighthouse exhibition.

On 21 September 2019 the city council awarded the museum the heritage prize.
`

// at is the address of a page of the review.
func at(k review.Reading, id events.ID) string {
	if id == "" {
		return "/admin/en/review/" + k.Document
	}
	return "/admin/en/review/" + k.Document + "/" + string(id)
}

// short is what the short form about a draft sends.
func short(h *house, e *events.Event, do string, more ...string) url.Values {
	e = h.Stored(string(e.ID))
	f := url.Values{"do": {do}, "rev": {strconv.FormatInt(int64(e.Rev), 10)}, "date": {"3 March 2019"}, "title-en": {e.Text["en"].Title}, "title-zh": {e.Text["zh"].Title}}
	for i := 0; i+1 < len(more); i += 2 {
		f.Set(more[i], more[i+1])
	}
	return f
}

func TestReviewPages(t *testing.T) {
	h := newHouse(t)
	k, list := h.Report(harbour)
	a := h.Get("viewer", "/admin/en/review")
	if row := a.Doc.Find("tbody tr"); row.Length() != 1 || strings.Join(strings.Fields(row.Text()), " ") != "Harbour report 2019Go on with No. 1302today, 11:00" {
		t.Errorf("%d: %q", a.Status, strings.Join(strings.Fields(row.Text()), " "))
	}
	home := h.Get("viewer", "/admin/en/")
	if got := home.Doc.Find(".tally a[href='" + at(k, "") + "']").Text(); !strings.Contains(got, "Harbour report 2019") {
		t.Errorf("the first page tells %q", got)
	}
	a = h.Get("author", at(k, ""))
	if got := a.Doc.Find(".missed blockquote").First().Text(); got != "As of 31 May 2019 the museum had 40 staff." || a.Doc.Find(".missed mark").First().Text() != "31 May 2019" {
		t.Errorf("the missed date stands in %q", got)
	}
	if got := a.Doc.Find(".missed").Text(); !strings.Contains(got, "Friday 31 May 2019") || !strings.Contains(got, "a figure as of a date") || !strings.Contains(got, "Ships, line 7") {
		t.Errorf("of the date is told %q", got)
	}
	if a.Doc.Find("table tbody tr").Length() != 3 || a.Doc.Find("button[value=finish]").Length() != 0 {
		t.Error("the proposals are not listed, or an author may end the review")
	}
	a = h.Get("editor", at(k, list[1].ID))
	if a.Doc.Find("h1").Text() != "Proposal 2 of 3" || a.Doc.Find(".queue a").Length() != 3 || a.Doc.Find(".queue [aria-current]").Text() != "2" {
		t.Errorf("%s, %q", a.Doc.Find("h1").Text(), a.Doc.Find(".queue").Text())
	}
	if got := a.Doc.Find(".doc mark").Text(); !strings.HasPrefix(got, "On 14 June 2019") || !strings.Contains(a.Doc.Find(".doc").Text(), "The ferry") {
		t.Errorf("marked: %q", got)
	}
	if got := a.Doc.Find("#date").AttrOr("value", ""); got == "" || a.Doc.Find("#reads").Text() == "" {
		t.Errorf("the date field has %q", got)
	}
	if got := h.Get("editor", at(k, list[0].ID)).Doc.Find(".doc mark").Text(); !strings.Contains(got, "wing & a < b hall") {
		t.Errorf("hostile text is shown as %q", got)
	}
	for who, buttons := range map[string]string{"viewer": "", "author": "check save skip", "editor": "check keep skip drop accept"} {
		var got []string
		for _, b := range h.Get(who, at(k, list[0].ID)).Doc.Find("main form button[name=do]").EachIter() {
			got = append(got, b.AttrOr("value", ""))
		}
		if strings.Join(got, " ") != buttons {
			t.Errorf("%s has the buttons %v", who, got)
		}
	}
	for _, address := range []string{at(k, "none"), at(review.Reading{Document: "none"}, ""), at(review.Reading{Document: "none"}, list[0].ID), at(k, list[0].ID) + "?into=none", "/admin/en/new?document=none&found=1", "/admin/en/new?document=" + k.Document + "&found=9"} {
		if a := h.Get("editor", address); a.Status != http.StatusNotFound {
			t.Errorf("%s: %d", address, a.Status)
		}
	}
}

func TestDecisionsOnTheDesk(t *testing.T) {
	h := newHouse(t)
	k, list := h.Report(harbour)
	first, second, third := list[0], list[1], list[2]

	// The date is read, and nothing is stored.
	a := h.Post("editor", at(k, first.ID), short(h, first, "", "date", "4 March 2019", "title-zh", "新翼"))
	if a.Status != http.StatusOK || !strings.Contains(a.Doc.Find("#reads").Text(), "Monday 4 March 2019") || a.Doc.Find("#t-zh").Text() != "新翼" || h.Stored(string(first.ID)).Rev != first.Rev {
		t.Errorf("checked: %d %q", a.Status, a.Doc.Find("#reads").Text())
	}
	for name, more := range map[string][]string{"no date": {"date", ""}, "no title": {"title-en", ""}, "ambiguous": {"date", "04/05/2019"}} {
		a := h.Post("editor", at(k, first.ID), short(h, first, "accept", more...))
		if a.Status != http.StatusUnprocessableEntity || a.Doc.Find(".errs a").Length() == 0 || h.Stored(string(first.ID)).Status != events.Draft {
			t.Errorf("%s: %d", name, a.Status)
		}
	}

	// Accepted as corrected; the next page offers to take it back.
	a = h.Post("editor", at(k, first.ID), short(h, first, "accept", "date", "4 March 2019", "title-zh", "新翼"))
	want := at(k, second.ID) + "?done=accepted&of=" + string(first.ID)
	e := h.Stored(string(first.ID))
	if a.To != want || e.Status != events.Published || e.Text["zh"].Title != "新翼" || e.Span.EDTF().String() != "2019-03-04" || len(e.Sources) != 1 {
		t.Fatalf("accepted: %d to %s, %+v", a.Status, a.To, e)
	}
	a = h.Get("editor", want)
	if say := a.Doc.Find(".say"); !strings.Contains(say.Text(), "No. 1 was published.") || say.Find("form").Length() != 1 {
		t.Errorf("said: %q", say.Text())
	}
	if a.Doc.Find(".queue a.yes").Text() != "1" {
		t.Error("its square is not filled")
	}
	back := url.Values{"do": {"undo"}, "rev": {strconv.FormatInt(int64(e.Rev), 10)}}
	if a := h.Post("author", at(k, first.ID), back); a.Status != http.StatusForbidden {
		t.Errorf("an author takes it back: %d", a.Status)
	}
	a = h.Post("editor", at(k, first.ID), back)
	if e := h.Stored(string(first.ID)); a.Status != http.StatusSeeOther || e.Status != events.Draft || e.Text["zh"].Title != "" {
		t.Errorf("taken back: %d, %+v", a.Status, e)
	}
	if a := h.Post("editor", at(k, first.ID), back); a.Status != http.StatusConflict || !strings.Contains(a.Doc.Find(".say").Text(), "no longer be undone") {
		t.Errorf("taken back twice: %d", a.Status)
	}

	// Kept, dropped, skipped.
	h.Post("editor", at(k, first.ID), short(h, first, "keep"))
	if e := h.Stored(string(first.ID)); e.Status != events.Draft || review.Waits(e) {
		t.Errorf("kept: %+v", e)
	}
	a = h.Post("editor", at(k, second.ID), short(h, second, "drop"))
	if e, _ := h.Live.Timeline().Event(second.ID); e.Status != events.Deleted || a.To != at(k, third.ID)+"?done=dropped&of="+string(second.ID) {
		t.Errorf("dropped: %s, to %s", e.Status, a.To)
	}
	gone := h.Get("editor", at(k, second.ID))
	if gone.Status != http.StatusOK || !strings.Contains(gone.Doc.Find("main").Text(), "Dropped or merged.") || gone.Doc.Find("form button").Text() == "" {
		t.Errorf("what was dropped: %d", gone.Status)
	}
	a = h.Post("author", at(k, third.ID), short(h, third, "skip", "date", "21 September 2019"))
	if got := a.To; got != at(k, "")+"?done=skipped&of="+string(third.ID) || h.Stored(string(third.ID)).Rev != third.Rev {
		t.Errorf("skipped: to %s", got)
	}
	a = h.Post("author", at(k, third.ID), short(h, third, "skip", "date", "21 September 2019", "title-zh", "奖"))
	if e := h.Stored(string(third.ID)); e.Text["zh"].Title != "奖" || !review.Waits(e) {
		t.Errorf("what was typed before skipping is lost: %+v", e)
	}
	a = h.Post("author", at(k, third.ID), short(h, third, "save", "date", "22 September 2019"))
	if e := h.Stored(string(third.ID)); e.Span.EDTF().String() != "2019-09-22" || !review.Waits(e) || a.To != at(k, third.ID)+"?done=saved&of="+string(third.ID) {
		t.Errorf("saved: %+v, to %s", e.Span, a.To)
	}
	for _, do := range []string{"accept", "keep", "drop", "merge"} {
		if a := h.Post("author", at(k, third.ID), short(h, third, do, "date", "22 September 2019")); a.Status != http.StatusForbidden {
			t.Errorf("an author may %s: %d", do, a.Status)
		}
	}
	if a := h.Post("viewer", at(k, third.ID), short(h, third, "save", "date", "May 2019")); a.Status != http.StatusForbidden {
		t.Errorf("a viewer saves: %d", a.Status)
	}
	if a := h.Post("editor", at(k, third.ID), short(h, third, "nonsense")); a.Status != http.StatusNotFound {
		t.Errorf("nonsense: %d", a.Status)
	}
}

func TestTwoReviewers(t *testing.T) {
	h := newHouse(t)
	k, list := h.Report(harbour)
	old := short(h, list[0], "accept", "title-zh", "我写的")
	h.Post("author", at(k, list[0].ID), short(h, list[0], "save", "title-en", "Their title"))
	a := h.Post("editor", at(k, list[0].ID), old)
	if a.Status != http.StatusConflict || !strings.Contains(a.Doc.Find("main").Text(), "Somebody changed it meanwhile") || a.Doc.Find("#t-zh").Text() != "我写的" || !strings.Contains(a.Doc.Find(".facts").Text(), "Their title") {
		t.Errorf("changed meanwhile: %d %q", a.Status, a.Doc.Find(".say").Text())
	}
	if got := a.Doc.Find("input[name=rev]").AttrOr("value", ""); got != strconv.FormatInt(int64(h.Stored(string(list[0].ID)).Rev), 10) {
		t.Errorf("the form is of revision %s", got)
	}
	old = short(h, list[1], "accept")
	drop := short(h, list[1], "drop")
	h.Post("editor", at(k, list[1].ID), drop)
	for _, form := range []url.Values{old, drop} {
		if a := h.Post("administrator", at(k, list[1].ID), form); a.Status != http.StatusConflict || !strings.Contains(a.Doc.Find(".say").Text(), "Somebody has decided about it already") || !strings.Contains(a.Doc.Find("main").Text(), "The editor") {
			t.Errorf("decided meanwhile: %d %q", a.Status, a.Doc.Find("main").Text())
		}
	}
}

func TestMergeOnTheDesk(t *testing.T) {
	h := newHouse(t, events.Event{ID: "prize", Slug: "prize", Status: events.Published, Span: events.On(edtf.MustParse("2019-09")), Text: map[string]events.Text{"en": {Title: "City council awarded the museum the heritage prize"}}})
	k, list := h.Report(harbour)
	third := list[2]
	page := h.Get("editor", at(k, third.ID))
	link := at(k, third.ID) + "?into=" + page.Doc.Find(".like button[name=compare]").AttrOr("value", "")
	a := h.Get("editor", link)
	if a.Status != http.StatusOK || a.Doc.Find(".pairs .sec").Length() != 2 || a.Doc.Find("input[name=exact]").Length() != 1 || a.Doc.Find("button.go[value=merge]").Length() != 1 {
		t.Fatalf("%s: %d", link, a.Status)
	}
	if h.Get("author", link).Doc.Find("button[value=merge]").Length() != 0 {
		t.Error("an author is offered to merge")
	}
	form := url.Values{"do": {"merge"}, "exact": {"1"}}
	for _, name := range []string{"rev", "into", "into-rev"} {
		form.Set(name, a.Doc.Find("input[name="+name+"]").AttrOr("value", ""))
	}
	stale := url.Values{"do": {"merge"}, "rev": form["rev"], "into": form["into"], "into-rev": {"1"}}
	if a := h.Post("editor", at(k, third.ID), stale); a.Status != http.StatusConflict || !strings.Contains(a.Doc.Find(".say").Text(), "other entry was changed") {
		t.Errorf("the other was changed: %d", a.Status)
	}
	h.Post("editor", at(k, third.ID), form)
	if e := h.Stored("prize"); len(e.Sources) != 1 || e.Span.EDTF().String() != "2019-09-21" {
		t.Errorf("merged: %+v", e)
	}
	gone, _ := h.Live.Timeline().Event(third.ID)
	h.Post("editor", at(k, third.ID), url.Values{"do": {"undo"}, "rev": {strconv.FormatInt(int64(gone.Rev), 10)}})
	if e := h.Stored("prize"); len(e.Sources) != 0 || h.Stored(string(third.ID)).Status != events.Draft {
		t.Errorf("taken back: %+v", e)
	}
}

func TestAMissedDateIsTaken(t *testing.T) {
	h := newHouse(t)
	k, _ := h.Report(harbour)
	link := h.Get("author", at(k, "")).Doc.Find(".missed a.btn").First().AttrOr("href", "")
	a := h.Get("author", link)
	if got := a.Doc.Find("#date").AttrOr("value", ""); got != "31 May 2019" || !strings.Contains(a.Doc.Find(".say").Text(), "As of 31 May 2019") || a.Doc.Find("#sq-0").Text() != "As of 31 May 2019 the museum had 40 staff." || !strings.Contains(a.Doc.Find("#sl-0").AttrOr("value", ""), "line 7") {
		t.Fatalf("%s: date %q, quote %q", link, got, a.Doc.Find("#sq-0").Text())
	}
	form := url.Values{}
	for _, in := range a.Doc.Find("main form [name]").EachIter() {
		value := in.AttrOr("value", in.Text())
		if name := in.AttrOr("name", ""); name != "do" && in.AttrOr("type", "") != "checkbox" && in.AttrOr("type", "") != "file" {
			form.Add(name, value)
		}
	}
	form.Set("title-en", "The museum has forty staff")
	form.Set("do", "save")
	form.Set("repeat", "")
	form.Set("repeat-on", "")
	h.Post("author", "/admin/en/new", form)
	e := h.Stored(form.Get("id"))
	if e.Status != events.Draft || !review.Waits(e) || e.Proposal.Document != k.Document || e.Sources[0].SHA256 != k.Document || e.Sources[0].Locator["zh"] == "" || e.Sources[0].Quote == "" {
		t.Fatalf("stored %+v from %+v", e, e.Proposal)
	}
	a = h.Get("editor", at(k, ""))
	if got := a.Doc.Find(".missed li").First(); got.Find("a.btn").Length() != 0 || !strings.Contains(got.Text(), "A draft or entry was made of it") || a.Doc.Find("table tbody tr").Length() != 4 {
		t.Errorf("it is offered again: %q", got.Text())
	}

	// Whatever becomes of the reading, what was typed is saved.
	link = a.Doc.Find(".missed a.btn").First().AttrOr("href", "")
	form.Set("id", "later")
	form.Set("found", "2")
	if a := h.Post("author", at(k, ""), url.Values{"do": {"finish"}}); a.Status != http.StatusForbidden {
		t.Errorf("an author ends the review: %d", a.Status)
	}
	if a := h.Post("editor", at(k, ""), url.Values{"do": {"finish"}}); a.To != "/admin/en/review?done=finished" {
		t.Errorf("ended: %d", a.Status)
	}
	if a := h.Get("editor", link); a.Status != http.StatusNotFound {
		t.Errorf("%s: %d", link, a.Status)
	}
	h.Post("author", "/admin/en/new", form)
	if e := h.Stored("later"); e.Proposal != nil || len(e.Sources) != 1 {
		t.Errorf("stored %+v", e)
	}
	if a := h.Get("editor", at(k, "")); a.Status != http.StatusOK || !strings.Contains(a.Doc.Find("main").Text(), "not kept") {
		t.Errorf("after the end: %d", a.Status)
	}
}
