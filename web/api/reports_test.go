package api_test

import (
	"strings"
	"testing"

	"almanac.example/events"
	"almanac.example/web/access"
	"almanac.example/web/api"
)

const harbourReport = `# Harbour report 2019

## Ships

On 3 March 2019 the harbour museum opened its new wing.

As of 31 May 2019 the museum had 40 staff.

The ferry has run since 4 May.

On 14 June 2019 the museum launched the lighthouse exhibition.
`

// reviewed imports the report and tells what is kept of it.
func (w *world) reviewed(t *testing.T) api.Report {
	t.Helper()
	w.upload(t, "author", "?kind=report", "harbour.md", harbourReport)
	list := as[api.Reports](w.ask(t, asked{method: "GET", path: "/reports", who: "viewer"}), 200)
	if len(list.Reports) != 1 || list.Reports[0].Missed != nil {
		t.Fatalf("%+v", list)
	}
	return as[api.Report](w.ask(t, asked{method: "GET", path: "/reports/" + list.Reports[0].SHA256, who: "viewer"}), 200)
}

func TestReportsUnderReview(t *testing.T) {
	w := newWorld(t)
	if none := w.ask(t, asked{method: "GET", path: "/reports", who: "viewer"}); strings.TrimSpace(none.Body.String()) != `{"reports":[]}` {
		t.Errorf("none: %s", none.Body)
	}
	r := w.reviewed(t)
	if r.Name != "harbour.md" || r.Title != "Harbour report 2019" || r.Language != "en" || r.Format == "" || len(r.Drafts) != 2 || !r.Read.Equal(noon) || r.Until.Sub(r.Read).Hours() < 365*24 {
		t.Errorf("%+v", r)
	}
	if r.Dates != len(r.Missed) || r.Dates != 2 {
		t.Fatalf("missed: %+v", r.Missed)
	}
	m := r.Missed[0]
	if m.Number != 1 || m.Wording != "31 May 2019" || m.Date != "2019-05-31" || m.Language != "en" || m.Section != "Ships" || m.Rule == "" || m.Why["en"] == "" || m.Why["zh"] == "" ||
		m.Passage.Text != "As of 31 May 2019 the museum had 40 staff." || m.Passage.Line != 7 || m.Draft != nil {
		t.Errorf("%+v", m)
	}
	if r.Missed[1].Number != 2 {
		t.Errorf("the second one: %+v", r.Missed[1])
	}
	w.ask(t, asked{method: "GET", path: "/reports/none", who: "viewer"}).problem(404)
}

// TestTakingADate makes a draft of a date that was not proposed, once.
func TestTakingADate(t *testing.T) {
	w := newWorld(t)
	r := w.reviewed(t)
	of := func(number string) string { return "/reports/" + r.SHA256 + "/dates/" + number }
	take := func(path, body string) answered {
		return w.ask(t, asked{method: "POST", path: path, who: "author", body: body, header: map[string]string{"Content-Type": "application/merge-patch+json"}})
	}
	for body, want := range map[string]string{
		`{}`: "text", `{"text":{"en":{"title":"Forty staff"}},"status":"published"}`: "status", `{"text":{"en":{"title":"Forty staff"}},"created":"2019-01-01T00:00:00Z"}`: "created",
		`{"text":{"en":{"title":"Forty staff"}},"span":{"date":"2019-13"}}`: "span.date", `[]`: "body",
	} {
		if p := take(of("1"), body).problem(422); field(p, want) == "" {
			t.Errorf("%s: %+v", body, p)
		}
	}
	for _, number := range []string{"0", "3", "x", "-1"} {
		take(of(number), `{}`).problem(404)
	}
	take("/reports/none/dates/1", `{}`).problem(404)
	made := take(of("1")+"?note=counted", `{"text":{"en":{"title":"Forty staff"}},"tags":["science"]}`)
	draft := as[api.Draft](made, 201)
	e := draft.Event
	if made.Header().Get("Location") != api.Prefix+"/drafts/"+string(e.ID) || made.Header().Get("ETag") == "" || e.Status != events.Draft || e.Span.Date != "2019-05-31" || e.Slug == "" ||
		len(e.Sources) != 1 || e.Sources[0].Quote != "As of 31 May 2019 the museum had 40 staff." || e.Sources[0].SHA256 != r.SHA256 || draft.Proposal.Document != r.SHA256 {
		t.Errorf("%v %+v", made.Header(), draft)
	}
	if h := as[api.History](w.ask(t, asked{method: "GET", path: "/events/" + string(e.ID) + "/history", who: "viewer"}), 200); h.States[0].Note != "counted" {
		t.Errorf("%+v", h.States[0])
	}
	if list := as[api.Drafts](w.ask(t, asked{method: "GET", path: "/drafts", who: "viewer"}), 200); len(list.Drafts) != 3 || list.Drafts[2].Event.ID != e.ID && list.Drafts[1].Event.ID != e.ID {
		t.Errorf("it does not wait: %+v", list)
	}
	if p := take(of("1"), `{"text":{"en":{"title":"A second one"}}}`).problem(409); !strings.Contains(p.Detail, string(e.ID)) {
		t.Errorf("a second one: %+v", p)
	}
	drawn := func() *api.Reference {
		return as[api.Report](w.ask(t, asked{method: "GET", path: "/reports/" + r.SHA256, who: "viewer"}), 200).Missed[0].Draft
	}
	if made := drawn(); made == nil || made.ID != e.ID || made.Deleted {
		t.Errorf("the report says %+v", made)
	}
	w.ask(t, asked{method: "POST", path: "/drafts/" + string(e.ID) + "/drop", who: "editor", header: match(e.Revision)}).is(204)
	if made := drawn(); made == nil || !made.Deleted {
		t.Errorf("dropped, the report says %+v", made)
	}
}

// TestKeepingADraft leaves it one that waits for nobody.
func TestKeepingADraft(t *testing.T) {
	w := newWorld(t)
	r := w.reviewed(t)
	path := "/drafts/" + string(r.Drafts[0])
	draft := as[api.Draft](w.ask(t, asked{method: "GET", path: path, who: "viewer"}), 200)
	keep := func(rev events.Rev) answered {
		return w.ask(t, asked{method: "POST", path: path + "/keep?note=later", who: "editor", header: match(rev)})
	}
	w.ask(t, asked{method: "POST", path: path + "/keep", who: "editor"}).problem(428)
	keep(draft.Event.Revision - 1).problem(412)
	kept := as[api.Event](keep(draft.Event.Revision), 200)
	if kept.Status != events.Draft || kept.Revision == draft.Event.Revision {
		t.Errorf("%+v", kept)
	}
	if list := as[api.Drafts](w.ask(t, asked{method: "GET", path: "/drafts", who: "viewer"}), 200); len(list.Drafts) != 1 || list.Drafts[0].Event.ID == kept.ID {
		t.Errorf("it goes on waiting: %+v", list)
	}
	if again := as[api.Event](keep(kept.Revision), 200); again.Revision != kept.Revision {
		t.Errorf("kept twice, it was written: %+v", again)
	}
	w.put(t, story("public", events.Published))
	e, _ := w.live.Timeline().Event("public")
	if p := w.ask(t, asked{method: "POST", path: "/drafts/public/keep", who: "editor", header: match(e.Rev)}).problem(422); field(p, "status") == "" {
		t.Errorf("what is public: %+v", p)
	}
}

// TestFinishingAReport forgets its dates, and nothing else.
func TestFinishingAReport(t *testing.T) {
	w := newWorld(t)
	r := w.reviewed(t)
	finish := asked{method: "POST", path: "/reports/" + r.SHA256 + "/finish", who: string(access.Editor)}
	w.ask(t, finish).is(204)
	w.ask(t, asked{method: "GET", path: "/reports/" + r.SHA256, who: "viewer"}).problem(404)
	w.ask(t, finish).problem(404)
	if list := as[api.Drafts](w.ask(t, asked{method: "GET", path: "/drafts", who: "viewer"}), 200); len(list.Drafts) != 2 {
		t.Errorf("what waited is gone: %+v", list)
	}
	if back := w.reviewed(t); len(back.Missed) != 2 {
		t.Errorf("read again: %+v", back)
	}
}
