package desk_test

import (
	"net/http"
	"strconv"
	"strings"
	"testing"

	"almanac.example/events"
	"almanac.example/web/webtest"
)

// past are the past states of an event, newest first.
func (h *house) past(id string) []events.State {
	h.t.Helper()
	var list []events.State
	for s, err := range h.live.History(h.t.Context(), events.HistoryQuery{ID: events.ID(id)}) {
		h.must(err)
		list = append(list, s)
	}
	return list
}

// TestPastStatesAreEmptiedInTwoSteps walks the page of a redaction: it asks, shows
// exactly what goes, and does it only then.
func TestPastStatesAreEmptiedInTwoSteps(t *testing.T) {
	leaked := webtest.Museum()
	leaked.Text["en"] = events.Text{Title: "Museum opens", Summary: "Jane Doe was there"}
	leaked.Sources = []events.Source{{Title: events.Localised{"en": "Minutes"}, Quote: "Jane Doe"}}
	h := newHouse(t, leaked)
	next := leaked
	next.Text = map[string]events.Text{"en": {Title: "Museum opens"}}
	change := events.Put(next, h.stored("museum").Rev)
	change.Note = "without the name of Jane Doe"
	_, err := h.live.Commit(t.Context(), change)
	h.must(err)
	next.Sources, next.Key = nil, false
	_, err = h.live.Commit(t.Context(), events.Put(next, h.stored("museum").Rev))
	h.must(err)
	path := "/admin/en/e/museum/redact"
	if h.get("editor", "/admin/en/e/museum/history").doc.Find("a[href='"+path+"']").Length() != 0 {
		t.Error("an editor is offered what only administrators may")
	}
	if h.get("administrator", "/admin/en/e/museum/history").doc.Find("a[href='"+path+"']").Length() != 1 {
		t.Error("the history does not lead there")
	}
	page := h.get("administrator", path)
	now := h.stored("museum").Rev
	if got := page.form().Get("before"); got != strconv.FormatInt(int64(now), 10) {
		t.Errorf("offered before %s", got)
	}
	for _, bad := range []struct{ before, reason, at string }{
		{"", "A leak", "before"}, {"0", "A leak", "before"}, {strconv.FormatInt(int64(now)+1, 10), "A leak", "before"},
		{page.form().Get("before"), "", "reason"}, {page.form().Get("before"), strings.Repeat("x", 1001), "reason"},
	} {
		a := h.post("administrator", path, with(page.form(), "before", bad.before, "reason", bad.reason, "do", "redact", "expect", "2"))
		if a.status != http.StatusUnprocessableEntity || a.doc.Find("#"+bad.at+"[aria-invalid]").Length() != 1 || a.doc.Find("#reason").AttrOr("value", "") != bad.reason {
			t.Errorf("%q %q: %d %s", bad.before, bad.reason, a.status, a.doc.Find(".errs").Text())
		}
	}
	shown := h.post("administrator", path, with(page.form(), "reason", "A leaked name", "do", "look"))
	rows := shown.doc.Find(".tb tbody tr")
	if rows.Length() != 2 || !strings.Contains(shown.doc.Find("main").Text(), "cannot be undone") {
		t.Fatalf("%d states are shown: %s", rows.Length(), shown.doc.Find("main").Text())
	}
	for i, goes := range [][2][]string{{{"English title", "Sources", "note"}, {"English summary", "Chinese"}}, {{"English summary", "Chinese title", "Place", "Sources", "Address"}, {"note", "Topics"}}} {
		text := rows.Eq(i).Find("td").Last().Text()
		for _, word := range goes[0] {
			if !strings.Contains(text, word) {
				t.Errorf("state %d: %q does not go: %s", i, word, text)
			}
		}
		for _, word := range goes[1] {
			if strings.Contains(text, word) {
				t.Errorf("state %d: %q goes: %s", i, word, text)
			}
		}
	}
	for name, do := range map[string][]string{"Enter": {"do", "check"}, "another number": {"do", "redact", "expect", "1"}} {
		if a := h.post("administrator", path, with(shown.form(), do...)); a.status != http.StatusOK || h.past("museum")[1].Redacted != nil {
			t.Errorf("%s empties: %d", name, a.status)
		}
	}
	done := h.follow("administrator", h.post("administrator", path, with(shown.form(), "do", "redact")))
	if got := done.doc.Find(".say").Text(); !strings.Contains(got, "delete those") {
		t.Errorf("afterwards it says %q", got)
	}
	past := h.past("museum")
	if past[0].Event.Text["en"].Title != "Museum opens" || past[0].Redacted != nil {
		t.Errorf("the current state: %+v", past[0])
	}
	for _, s := range past[1:] {
		if s.Redacted == nil || s.Redacted.Reason != "A leaked name" || len(s.Event.Text) != 0 || s.Note != "" {
			t.Errorf("%+v", s)
		}
	}
	if again := h.post("administrator", path, with(page.form(), "reason", "Again", "do", "look")); again.doc.Find("button.del").Length() != 0 || !strings.Contains(again.doc.Find("main").Text(), "nothing to empty") {
		t.Error("what is empty can be emptied again")
	}
	if got := h.get("administrator", "/admin/en/history").doc.Find("main").Text(); strings.Contains(got, "untitled") || !strings.Contains(got, "emptied") {
		t.Errorf("the history has no word for it: %s", got)
	}
}

// TestADeletedEntryCanBeEmptied: what leaked is often deleted first.
func TestADeletedEntryCanBeEmptied(t *testing.T) {
	h := newHouse(t, webtest.Museum())
	_, err := h.live.Commit(t.Context(), events.Delete("museum", h.stored("museum").Rev))
	h.must(err)
	path := h.get("administrator", "/admin/en/history").doc.Find("a[href$='/redact']").AttrOr("href", "")
	page := h.get("administrator", path)
	if page.doc.Find("a[href='/admin/en/e/museum']").Length() != 0 {
		t.Error("it leads to a page that is gone")
	}
	shown := h.post("administrator", path, with(page.form(), "reason", "A leak", "do", "look"))
	h.follow("administrator", h.post("administrator", path, with(shown.form(), "do", "redact")))
	if past := h.past("museum"); past[1].Redacted == nil {
		t.Errorf("%+v", past[1])
	}
	if a := h.get("administrator", "/admin/en/e/nothing/redact"); a.status != http.StatusNotFound {
		t.Errorf("what never was: %d", a.status)
	}
}

func TestThePageOfARedactionIsWellMade(t *testing.T) {
	h := newHouse(t, webtest.Museum())
	h.amend("editor", "museum", "title-en", "Another")
	for _, lang := range []string{"zh", "en"} {
		path := "/admin/" + lang + "/e/museum/redact"
		asked := h.get("administrator", path)
		checkPage(t, asked)
		checkPage(t, h.post("administrator", path, with(asked.form(), "reason", "x", "do", "look")))
		checkPage(t, h.post("administrator", path, with(asked.form(), "do", "look")))
	}
}
