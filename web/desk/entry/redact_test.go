package entry_test

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"almanac.example/events"
	"almanac.example/web/desk/desktest"
	"almanac.example/web/webtest"
)

// past are the past states of an event, newest first.
func past(h *desktest.Instance, id string) []events.State {
	h.T.Helper()
	var list []events.State
	for s, err := range h.Live.History(h.T.Context(), events.HistoryQuery{ID: events.ID(id)}) {
		h.Must(err)
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
	h := desktest.New(t, leaked)
	next := leaked
	next.Text = map[string]events.Text{"en": {Title: "Museum opens"}}
	change := events.Put(next, h.Stored("museum").Rev)
	change.Note = "without the name of Jane Doe"
	_, err := h.Live.Commit(t.Context(), change)
	h.Must(err)
	next.Sources, next.Key = nil, false
	_, err = h.Live.Commit(t.Context(), events.Put(next, h.Stored("museum").Rev))
	h.Must(err)
	path := "/admin/en/e/museum/redact"
	if h.Get("editor", "/admin/en/e/museum/history").Doc.Find("a[href='"+path+"']").Length() != 0 {
		t.Error("an editor is offered what only administrators may")
	}
	if h.Get("administrator", "/admin/en/e/museum/history").Doc.Find("a[href='"+path+"']").Length() != 1 {
		t.Error("the history does not lead there")
	}
	page := h.Get("administrator", path)
	now := h.Stored("museum").Rev
	if got := page.Form().Get("before"); got != strconv.FormatInt(int64(now), 10) {
		t.Errorf("offered before %s", got)
	}
	for _, bad := range []struct{ before, reason, at string }{
		{"", "A leak", "before"}, {"0", "A leak", "before"}, {strconv.FormatInt(int64(now)+1, 10), "A leak", "before"},
		{page.Form().Get("before"), "", "reason"}, {page.Form().Get("before"), strings.Repeat("x", 1001), "reason"},
	} {
		a := h.Post("administrator", path, desktest.With(page.Form(), "before", bad.before, "reason", bad.reason, "do", "redact", "expect", "2"))
		if a.Status != http.StatusUnprocessableEntity || a.Doc.Find("#"+bad.at+"[aria-invalid]").Length() != 1 || a.Doc.Find("#reason").AttrOr("value", "") != bad.reason {
			t.Errorf("%q %q: %d %s", bad.before, bad.reason, a.Status, a.Doc.Find(".errs").Text())
		}
	}
	shown := h.Post("administrator", path, desktest.With(page.Form(), "reason", "A leaked name", "do", "look"))
	rows := shown.Doc.Find(".tb tbody tr")
	if rows.Length() != 2 || !strings.Contains(shown.Doc.Find("main").Text(), "cannot be undone") {
		t.Fatalf("%d states are shown: %s", rows.Length(), shown.Doc.Find("main").Text())
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
		if a := h.Post("administrator", path, desktest.With(shown.Form(), do...)); a.Status != http.StatusOK || past(h, "museum")[1].Redacted != nil {
			t.Errorf("%s empties: %d", name, a.Status)
		}
	}
	done := h.Follow("administrator", h.Post("administrator", path, desktest.With(shown.Form(), "do", "redact")))
	if got := done.Doc.Find(".say").Text(); !strings.Contains(got, "delete those") {
		t.Errorf("afterwards it says %q", got)
	}
	past := past(h, "museum")
	if past[0].Event.Text["en"].Title != "Museum opens" || past[0].Redacted != nil {
		t.Errorf("the current state: %+v", past[0])
	}
	for _, s := range past[1:] {
		if s.Redacted == nil || s.Redacted.Reason != "A leaked name" || len(s.Event.Text) != 0 || s.Note != "" {
			t.Errorf("%+v", s)
		}
	}
	if again := h.Post("administrator", path, desktest.With(page.Form(), "reason", "Again", "do", "look")); again.Doc.Find("button.del").Length() != 0 || !strings.Contains(again.Doc.Find("main").Text(), "nothing to empty") {
		t.Error("what is empty can be emptied again")
	}
	if got := h.Get("administrator", "/admin/en/history").Doc.Find("main").Text(); strings.Contains(got, "untitled") || !strings.Contains(got, "emptied") {
		t.Errorf("the history has no word for it: %s", got)
	}
	compared := h.Get("administrator", "/admin/en/e/museum/history?a="+number(past[2].Rev)+"&b="+number(past[0].Rev))
	if got := compared.Text("section[aria-labelledby=cp]"); !strings.Contains(got, "was emptied") || compared.Doc.Find("[name=field],section[aria-labelledby=cp] a").Length() != 0 {
		t.Errorf("a state without words is compared: %s", got)
	}
	if a := h.Get("administrator", "/admin/en/e/museum?from="+number(past[2].Rev)); a.Status != http.StatusSeeOther {
		t.Errorf("an empty form is filled in: %d", a.Status)
	}
	for role, status := range map[string]int{"author": http.StatusSeeOther, "editor": http.StatusUnprocessableEntity} {
		back := url.Values{"account": {h.AccountID(role)}, "do": {"back"}, "from": {number(past[2].Rev)}, "rev": {number(h.Stored("museum").Rev)}, "field": {"text.en.title"}}
		a := h.Post(role, "/admin/en/e/museum/back", back)
		if a.Status != status || status == http.StatusSeeOther && a.To != "/admin/en/e/museum/history" || h.Stored("museum").Text["en"].Title != "Museum opens" {
			t.Errorf("an %s puts emptiness back: %d %s", role, a.Status, a.To)
		}
	}
}

// TestADeletedEntryCanBeEmptied: what leaked is often deleted first.
func TestADeletedEntryCanBeEmptied(t *testing.T) {
	h := desktest.New(t, webtest.Museum())
	_, err := h.Live.Commit(t.Context(), events.Delete("museum", h.Stored("museum").Rev))
	h.Must(err)
	path := h.Get("administrator", "/admin/en/history").Doc.Find("a[href$='/redact']").AttrOr("href", "")
	page := h.Get("administrator", path)
	if page.Doc.Find("a[href='/admin/en/e/museum']").Length() != 0 {
		t.Error("it leads to a page that is gone")
	}
	shown := h.Post("administrator", path, desktest.With(page.Form(), "reason", "A leak", "do", "look"))
	h.Follow("administrator", h.Post("administrator", path, desktest.With(shown.Form(), "do", "redact")))
	if past := past(h, "museum"); past[1].Redacted == nil {
		t.Errorf("%+v", past[1])
	}
	if a := h.Get("administrator", "/admin/en/e/nothing/redact"); a.Status != http.StatusNotFound {
		t.Errorf("what never was: %d", a.Status)
	}
}

func TestThePageOfARedactionIsWellMade(t *testing.T) {
	h := desktest.New(t, webtest.Museum())
	h.Amend("editor", "museum", "title-en", "Another")
	for _, lang := range []string{"zh", "en"} {
		path := "/admin/" + lang + "/e/museum/redact"
		asked := h.Get("administrator", path)
		desktest.CheckPage(t, asked)
		desktest.CheckPage(t, h.Post("administrator", path, desktest.With(asked.Form(), "reason", "x", "do", "look")))
		desktest.CheckPage(t, h.Post("administrator", path, desktest.With(asked.Form(), "do", "look")))
	}
}

// TestManyPastStatesAreCounted: the first hundred are shown one by one.
func TestManyPastStatesAreCounted(t *testing.T) {
	e := webtest.Museum()
	h := desktest.New(t, e)
	for n, want := range map[int]string{100: "", 102: "2"} {
		for len(past(h, "museum")) <= n {
			e.Text = map[string]events.Text{"en": {Title: "Title " + number(h.Stored("museum").Rev)}}
			_, err := h.Live.Commit(t.Context(), events.Put(e, h.Stored("museum").Rev))
			h.Must(err)
		}
		before := number(past(h, "museum")[len(past(h, "museum"))-1-n].Rev)
		path := "/admin/en/e/museum/redact"
		shown := h.Post("administrator", path, desktest.With(h.Get("administrator", path).Form(), "before", before, "reason", "A leak", "do", "look"))
		if rows := shown.Doc.Find(".tb tbody tr").Length(); rows != 100 || shown.Form().Get("expect") != strconv.Itoa(n) || !strings.Contains(shown.Text("button.del"), strconv.Itoa(n)) || strings.Contains(shown.Text("main"), " more") != (want != "") {
			t.Errorf("of %d: %d rows, %q", n, rows, shown.Text("main")[len(shown.Text("main"))-400:])
		}
	}
}

// TestARedactionOfWhatWasChangedMeanwhile: one more state would go than was shown.
func TestARedactionOfWhatWasChangedMeanwhile(t *testing.T) {
	h := desktest.New(t, webtest.Museum())
	publish(h, h.Amend("editor", "museum", "title-en", "Late"))
	path := "/admin/en/e/museum/redact"
	form := desktest.With(h.Get("administrator", path).Form(), "reason", "A leak")
	shown := h.Post("administrator", path, desktest.With(form, "do", "look"))
	publish(h, h.Amend("editor", "museum", "title-en", "Later"))
	a := h.Post("administrator", path, desktest.With(shown.Form(), "before", number(h.Stored("museum").Rev), "do", "redact"))
	for _, s := range past(h, "museum") {
		if s.Redacted != nil {
			t.Errorf("revision %d is emptied", s.Rev)
		}
	}
	if a.Status != http.StatusOK || a.Form().Get("expect") != "2" {
		t.Errorf("%d, %v", a.Status, a.Form())
	}
	h.CheckForm("administrator", path, desktest.With(a.Form(), "do", "redact"))
}
