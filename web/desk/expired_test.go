package desk_test

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"almanac.example/events"
	"almanac.example/web/desk/desktest"
	"almanac.example/web/desk/frame"
	"almanac.example/web/webtest"
)

// typedInto types something else into each line and text of a form that people
// write themselves; names are those of the fields.
func typedInto(form *goquery.Selection) (filled url.Values, names []string) {
	filled = desktest.Fields(form)
	form.Find("input[name],textarea[name]").Each(func(_ int, s *goquery.Selection) {
		name := s.AttrOr("name", "")
		switch s.AttrOr("type", "text") {
		case "hidden", "checkbox", "radio", "file", "password":
			return
		}
		if _, hidden := s.Attr("hidden"); hidden {
			return
		}
		filled.Set(name, "typed-"+strconv.Itoa(len(names)))
		names = append(names, name)
	})
	return filled, names
}

// holds reports whether an answer has a text in a field of the name.
func holds(a desktest.Answer, name, text string) bool {
	found := false
	a.Doc.Find("main form").Each(func(_ int, s *goquery.Selection) {
		for _, value := range desktest.Fields(s)[name] {
			found = found || value == text
		}
	})
	return found
}

// TestNoFormLosesWhatWasTyped holds for each form of the desk that it comes back as
// it was typed: when the session had ended, and when somebody else signed in or
// Enter was pressed; and that Enter saves nothing.
func TestNoFormLosesWhatWasTyped(t *testing.T) {
	h := newHouse(t, webtest.Museum(), desktest.Draft("d1"))
	h.Post("administrator", "/admin/en/views", url.Values{"name-en": {"Science"}, "selection": {"tag=science"}, "do": {"save"}})
	h.Post("administrator", "/admin/en/tags", url.Values{"name-en": {"Science"}, "do": {"save"}})
	h.Post("administrator", "/admin/en/places", url.Values{"name-en": {"Wuhu"}, "do": {"save"}})
	forms := 0
	for _, path := range []string{
		"/new", "/e/d1", "/e/museum", "/e/d1/publish", "/e/d1/discard", "/e/museum/withdrawn", "/e/museum/cancelled", "/e/museum/deleted", "/e/museum/redact",
		"/list?q=x", "/list", "/account", "/tokens", "/tags", "/tags/science", "/places", "/places/wuhu", "/views", "/views/science", "/site", "/site/about", "/people",
		"/people/" + h.AccountID("author"), "/webhooks", "/import",
	} {
		page := h.Get("administrator", "/admin/en"+path)
		if page.Status != http.StatusOK {
			t.Fatalf("%s: %d", path, page.Status)
		}
		page.Doc.Find("main form[method=post]").Each(func(i int, s *goquery.Selection) {
			filled, names := typedInto(s)
			if len(names) == 0 {
				return
			}
			forms++
			action := s.AttrOr("action", "")
			late := h.Post("", action, desktest.With(filled, "do", "save"))
			carried, err := url.ParseQuery(late.Form().Get("carried"))
			if err != nil || late.Status != http.StatusUnauthorized {
				t.Errorf("%s, form %d: %d without a session", path, i, late.Status)
			}
			enter := s.Find("button:not([type=button])").First() // what the Enter key presses
			if do := enter.AttrOr("value", frame.DoCheck); do != frame.DoCheck && do != "fetch" {
				t.Errorf("%s, form %d: Enter presses %q", path, i, do)
			}
			before := h.Live.Timeline().Rev()
			stays := h.Post("administrator", action, desktest.With(filled, "do", enter.AttrOr("value", frame.DoCheck)))
			if h.Live.Timeline().Rev() != before {
				t.Errorf("%s, form %d: Enter changes the record", path, i)
			}
			for _, name := range names {
				if carried.Get(name) != filled.Get(name) {
					t.Errorf("%s, form %d: %s is not carried along", path, i, name)
				}
				ticked := name == "new-tag" && holds(stays, "tag", filled.Get(name)) // it is among the topics now
				if !ticked && !holds(stays, name, filled.Get(name)) {
					t.Errorf("%s, form %d: %s is lost in the answer (%d)", path, i, name, stays.Status)
				}
			}
		})
	}
	if forms < 24 {
		t.Errorf("only %d forms", forms)
	}
	if e := h.Stored("museum"); e.Status != events.Published {
		t.Errorf("it is %s", e.Status)
	}
}

// TestAChangeOfManyIsAskedForAgain holds that what was ticked and typed comes back
// where something is missing, and goes on from there.
func TestAChangeOfManyIsAskedForAgain(t *testing.T) {
	h := newHouse(t, webtest.Museum(), desktest.Draft("d1"))
	list := h.Get("editor", "/admin/en/list?status=published")
	form := desktest.Fields(list.Doc.Find("form:has(#bulk)"))
	none := h.Post("editor", "/admin/en/bulk", desktest.With(form, "op", "remove-tag", "value", "Science"))
	if none.Doc.Find(".errs a[href='#scope']").Length() != 1 || none.Doc.Find("#scope[value=all]").Length() != 1 || none.Doc.Find("input[value=ticked]").Length() != 0 {
		t.Errorf("nothing ticked: %d %s", none.Status, none.Doc.Find("main").Text())
	}
	if got := none.Doc.Find("#bop option[selected]").AttrOr("value", "") + none.Doc.Find("#bval").AttrOr("value", ""); got != "remove-tagScience" {
		t.Errorf("asked for again with %q", got)
	}
	form.Set("id", "museum")
	empty := h.Post("editor", "/admin/en/bulk", desktest.With(form, "op", "add-tag", "value", ""))
	if empty.Status != http.StatusUnprocessableEntity || empty.Doc.Find("#bval[aria-invalid]").Length() != 1 {
		t.Fatalf("no topic: %d %s", empty.Status, empty.Doc.Find("main").Text())
	}
	if got := empty.Doc.Find("input[value=ticked][checked]").Closest("label").Text(); !strings.Contains(got, "1") {
		t.Errorf("what was ticked is %q", got)
	}
	plan := h.Post("editor", "/admin/en/bulk", desktest.With(desktest.Fields(empty.Doc.Find("main form")), "value", "Harbour"))
	if got := plan.Doc.Find("h1").Text(); plan.Status != http.StatusOK || !strings.Contains(got, "harbour") || !strings.Contains(got, "1 entry") {
		t.Errorf("goes on with %d %q", plan.Status, got)
	}
}

// TestWhatWasTypedOutlivesAnOutage: while the record cannot be written, the answer
// leads back to the form with all that was typed, and with no password.
func TestWhatWasTypedOutlivesAnOutage(t *testing.T) {
	h := newHouse(t, webtest.Museum())
	form := desktest.With(h.Get("author", "/admin/en/new").Form(), "date", "May 2019", "title-en", "A fair", "do", "save")
	account := desktest.With(h.Get("author", "/admin/en/account").Form(), "shown", "A", "password", "a long secret word", "do", "profile")
	h.Must(h.Backend.Close())
	for path, sent := range map[string]url.Values{"/admin/en/new": form, "/admin/en/account": account} {
		out := h.Post("author", path, sent)
		if out.Status != http.StatusServiceUnavailable {
			t.Fatalf("%s: %d %s", path, out.Status, out.Text("main"))
		}
		if strings.Contains(out.Body, "secret word") {
			t.Errorf("%s: a password stands in the page", path)
		}
		back := h.Post("author", path, desktest.With(out.Form(), "do", "check"))
		for _, name := range []string{"title-en", "shown"} {
			if typed := sent.Get(name); typed != "" && !holds(back, name, typed) {
				t.Errorf("%s: %s is lost", path, name)
			}
		}
	}
}
