package entry_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"almanac.example/events"
	"almanac.example/web/desk/desktest"
)

// TestTheShortFormOfADraft holds the form with which a proposal is decided: what
// stands in it, what is read of it, and that all else stays as it is.
func TestTheShortFormOfADraft(t *testing.T) {
	h := desktest.New(t)
	h.PutVocabulary()
	reading, list := h.Report(harbour)
	path := "/admin/en/review/" + reading.Document + "/" + string(list[0].ID)
	page := h.Get("editor", path)
	form := page.FormWith("accept")
	if form.Get("date") != "3 March 2019" || form.Get("title-en") == "" || form.Get("tag") != "" || page.Has(".errs") || page.Has(".err") {
		t.Fatalf("it begins with %v, %s", form, page.Text(".errs"))
	}
	if got := h.Get("editor", strings.Replace(path, "/en/", "/zh/", 1)).FormWith("accept").Get("date"); got != "2019年3月3日" {
		t.Errorf("in Chinese with %q", got)
	}
	was := h.Stored(string(list[0].ID))
	for name, c := range map[string]struct {
		do    string
		pairs []string
		date  string
		fault string
	}{
		"checked":                {"check", []string{"date", "c. 2018", "title-zh", "新翼", "tag", "science"}, "2018~", ""},
		"checked, no date":       {"check", []string{"date", ""}, "", "date"},
		"checked, two readings":  {"check", []string{"date", "04/05/2019"}, "", "date"},
		"checked, one chosen":    {"check", []string{"date", "04/05/2019", "reading", "2019-05-04"}, "2019-05-04", ""},
		"another is used":        {"check", []string{"date", "1968, printed 2011", "use", "1968"}, "1968", ""},
		"accepted, not read":     {"accept", []string{"date", "that day"}, "", "date"},
		"accepted, not titled":   {"accept", []string{"title-en", ""}, "2019-03-03", "t-en"},
		"checked, what is alien": {"check", []string{"place", "Elsewhere", "summary-en", "Alien"}, "2019-03-03", ""},
	} {
		a := h.Post("editor", path, desktest.With(form, append(c.pairs, "do", c.do)...))
		got := a.FormWith("accept")
		if a.Text(".reads code") != c.date || a.Has(".errs a[href='#"+c.fault+"']") != (c.fault != "") || (a.Status == http.StatusUnprocessableEntity) != (c.fault != "") {
			t.Errorf("%s: %d, reads as %q, %s", name, a.Status, a.Text("#reads"), a.Text(".errs"))
		}
		for i := 0; i < len(c.pairs); i += 2 {
			if field := c.pairs[i]; got.Has(field) && c.pairs[i+1] != got.Get(field) && name != "another is used" {
				t.Errorf("%s: %s comes back as %q", name, field, got.Get(field))
			}
		}
		if name == "checked" && !slices.Equal(got["tag"], []string{"science"}) {
			t.Errorf("%s: ticked are %v", name, got["tag"])
		}
		if e := h.Stored(string(list[0].ID)); e.Rev != was.Rev {
			t.Errorf("%s: something was stored", name)
		}
	}
	kept := h.Post("editor", path, desktest.With(form, "date", "some day", "title-zh", "新翼", "tag", "policy", "summary-en", "Alien", "do", "keep"))
	e := h.Stored(string(list[0].ID))
	if kept.Status != http.StatusSeeOther || e.Span.Unread != "some day" || e.Text["zh"].Title != "新翼" || !slices.Equal(e.Tags, []string{"policy"}) || e.Text["en"].Summary != was.Text["en"].Summary || len(e.Sources) != len(was.Sources) || e.Status != events.Draft {
		t.Errorf("kept: %d, %+v", kept.Status, e)
	}
}
