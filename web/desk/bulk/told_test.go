package bulk

import (
	"errors"
	"testing"
	"time"

	"almanac.example/events"
	"almanac.example/events/timeline"
	"almanac.example/feeds"
	"almanac.example/web/access"
	"almanac.example/web/desk/frame"
	"almanac.example/web/editing"
	"almanac.example/web/webtest"
)

// visit is a look at the desk over a record that has the museum.
func visit(t *testing.T, lang string) *frame.Visit {
	t.Helper()
	templates, err := frame.NewTemplates()
	if err != nil {
		t.Fatal(err)
	}
	museum := webtest.Museum()
	gone := events.Event{ID: "gone", Status: events.Deleted}
	record := timeline.New().With(events.Batch{Rev: 1, Reset: true, Events: []*events.Event{&museum, &gone}})
	site := &feeds.Site{BaseURL: "https://almanac.example.org", Languages: []string{"zh", "en"}, Zone: time.UTC, Record: record.Site()}
	return &frame.Visit{Language: templates.In(lang), Timeline: record, Site: site, Now: time.Date(2026, 3, 1, 10, 0, 0, 0, time.UTC)}
}

// Why an entry is left as it is, in words.
func TestWhyAnEntryIsLeft(t *testing.T) {
	alt := &events.Invalid{Problems: []events.Problem{{Field: "slug"}, {Field: "image.alt"}}}
	for _, c := range []struct {
		id             events.ID
		err            error
		en, zh         string
		titleEn, where string
	}{
		{"museum", events.ErrConflict, "was changed since", "之后又有人改过", "Museum opens", "/admin/en/e/museum"},
		{"none", events.ErrNotFound, "is not there any more", "已经不在了", "none", ""}, {"gone", events.ErrNotFound, "is not there any more", "已经不在了", "gone", ""},
		{"museum", &access.Denied{}, "your role may not change it", "你的角色不能改", "Museum opens", "/admin/en/e/museum"},
		{"museum", &events.Invalid{Problems: []events.Problem{{Field: "slug"}}}, "would not be valid; do it by itself", "改了以后不合规则，请单独处理", "Museum opens", "/admin/en/e/museum"},
		{"museum", alt, "its picture is not described, so it cannot be published", "图片还没有说明，不能发布", "Museum opens", "/admin/en/e/museum"},
	} {
		en := left(visit(t, "en"), editing.Left{ID: c.id, Err: c.err})
		if zh := left(visit(t, "zh"), editing.Left{ID: c.id, Err: c.err}); en.Why != c.en || zh.Why != c.zh || en.Title.Text != c.titleEn || en.Href != c.where {
			t.Errorf("%s, %v: %+v, %q", c.id, c.err, en, zh.Why)
		}
	}
}

// What a batch or its undo has done, in words.
func TestWhatABatchHasDone(t *testing.T) {
	two, tags, places := []events.ID{"a", "b"}, []events.DocumentName{events.DocumentTags}, []events.DocumentName{events.DocumentPlaces}
	for name, c := range map[string]struct {
		run        run
		bold, text string
	}{
		"changed":               {run{label: "Publish", changed: two}, "2 entries changed: Publish.", ""},
		"failed":                {run{label: "Publish", changed: two, err: errors.New("x")}, "2 entries changed: Publish.", "It ended early because of an error. What was changed can be undone."},
		"stopped":               {run{label: "Publish", changed: two[:1], stopped: true}, "1 entry changed: Publish.", "It was stopped. What was changed can be undone."},
		"of the vocabulary":     {run{label: "“Law” added", documents: tags}, "“Law” added.", ""},
		"of both":               {run{label: "Merge", changed: two, documents: tags}, "2 entries changed: Merge.", ""},
		"of nothing":            {run{label: "Merge"}, "0 entries changed: Merge.", ""},
		"undone":                {run{undoes: "x", changed: two}, "Taken back: 2 entries are as they were.", ""},
		"undone, both":          {run{undoes: "x", changed: two, documents: tags}, "Taken back: 2 entries are as they were.", "So is: Vocabulary of topics."},
		"undone, vocabulary":    {run{undoes: "x", documents: tags}, "Taken back: Vocabulary of topics as it was before.", ""},
		"left, vocabulary":      {run{undoes: "x", leftDocuments: tags}, "Not taken back, as somebody has changed it since: Vocabulary of topics.", ""},
		"left, one of two":      {run{undoes: "x", documents: places, leftDocuments: tags}, "Taken back: Vocabulary of places as it was before.", "Not taken back, as somebody has changed it since: Vocabulary of topics."},
		"left, entries too":     {run{undoes: "x", leftDocuments: tags, left: []editing.Left{{ID: "a"}}}, "Taken back: 0 entries are as they were.", "Not taken back, as somebody has changed it since: Vocabulary of topics."},
		"undone, and left some": {run{undoes: "x", changed: two, documents: places, leftDocuments: tags}, "Taken back: 2 entries are as they were.", "So is: Vocabulary of places. Not taken back, as somebody has changed it since: Vocabulary of topics."},
	} {
		n := doneNotice(visit(t, "en"), &c.run)
		if n.Bold != c.bold || n.Text != c.text || n.Undo != nil {
			t.Errorf("%s: %q, %q, %+v", name, n.Bold, n.Text, n.Undo)
		}
	}
}

// The page of a run that goes on renews itself and shows how far it is: a square for
// each of up to sixty, a share of more.
func TestARunThatGoesOnIsShown(t *testing.T) {
	for _, c := range []struct{ total, done, squares, full, share int }{{60, 15, 60, 15, 25}, {61, 61, 0, 0, 100}, {400, 1, 0, 0, 0}, {0, 0, 0, 0, 0}, {3, 3, 3, 3, 100}} {
		p := &Pages{runs: newRuns()}
		p.runs.keep(&run{id: "a", label: "Publish", total: c.total, done: c.done})
		v := visit(t, "en")
		v.Key = "a"
		a, err := p.Batch(t.Context(), v)
		if err != nil {
			t.Fatal(err)
		}
		page, _ := a.Page.(*batchPage)
		full := 0
		for _, done := range page.Squares {
			if done {
				full++
			}
		}
		if a.Refresh != 2 || !page.Going || len(page.Squares) != c.squares || full != c.full || page.Share != c.share || page.Sub != "Publish" || page.Notice != nil {
			t.Errorf("%+v: refreshes after %d, %d squares, %d full, %d %%, %q", c, a.Refresh, len(page.Squares), full, page.Share, page.Sub)
		}
	}
}
