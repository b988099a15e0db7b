package review_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"almanac.example/events"
	"almanac.example/events/edtf"
	"almanac.example/feeds/report/review"
)

// draft stores a draft as an importer would have proposed it.
func (r *record) draft(t *testing.T, id, date, title string) *events.Event {
	t.Helper()
	r.commit(t, events.Put(events.Event{
		ID: events.ID(id), Slug: strings.ToLower(id), Status: events.Draft, Span: events.On(edtf.MustParse(date)),
		Text:    map[string]events.Text{"zh": {Title: title, Summary: "摘要 " + id}},
		Sources: []events.Source{{Title: events.Localised{"zh": "年报"}, Quote: "引文 " + id, SHA256: strings.Repeat("0", 64)}},
		Proposal: &events.Proposal{
			Fingerprint: "f-" + id, Document: strings.Repeat("0", 64), Name: "report.txt", Confidence: 0.9,
			Quotes: []events.Quote{{Text: "引文 " + id, Line: 10 + len(id), Offset: 100 * len(id)}},
		},
	}, 0))
	return r.get(t, id)
}

func TestAccept(t *testing.T) {
	r := newRecord()
	draft := r.draft(t, "d", "2019-05", "标题")
	d, err := review.Accept(draft, review.By{Author: "Lin", Note: "checked", Public: true})
	if err != nil {
		t.Fatal(err)
	}
	if c := d.Changes[0]; c.Expect != draft.Rev || c.Author != "Lin" || c.Note != "checked" || !c.Public {
		t.Errorf("the change is %+v", c)
	}
	r.commit(t, d.Changes...)
	e := r.get(t, "d")
	want := *draft
	want.Status = events.Published
	if !events.Same(e, &want) || e.Published.IsZero() {
		t.Errorf("accepted: %+v", e)
	}
	if _, err := review.Accept(e, review.By{}); !errors.Is(err, review.ErrNotDraft) {
		t.Errorf("accepting it again: %v", err)
	}
}

func TestNotesSayWhatWasDone(t *testing.T) {
	r := newRecord()
	draft, into := r.draft(t, "d", "2019-05", "标题"), r.put(t, "e", "2019", "Title")
	edited := *draft
	edited.Key = true
	for want, decide := range map[string]func() (review.Decision, error){
		"accepted a draft from report.txt":    func() (review.Decision, error) { return review.Accept(draft, review.By{}) },
		"dropped a draft from report.txt":     func() (review.Decision, error) { return review.Drop(draft, review.By{}) },
		"edited a draft from report.txt":      func() (review.Decision, error) { return review.Edit(draft, edited, review.By{}) },
		"merged with a draft from report.txt": func() (review.Decision, error) { return review.Merge(draft, into, false, review.By{}) },
	} {
		d, err := decide()
		if err != nil || d.Changes[0].Note != want || d.Changes[0].Public {
			t.Errorf("%v: the note is %q (public %v), want %q", err, d.Changes[0].Note, d.Changes[0].Public, want)
		}
	}
}

func TestEdit(t *testing.T) {
	r := newRecord()
	draft := r.draft(t, "d", "2019-05", "标题")
	edit := func(change func(*events.Event)) (review.Decision, error) {
		next := events.Event{Slug: draft.Slug, Status: draft.Status, Span: draft.Span, Text: map[string]events.Text{"zh": draft.Text["zh"]}, Sources: draft.Sources}
		change(&next)
		return review.Edit(draft, next, review.By{})
	}
	for _, test := range []struct {
		name   string
		change func(*events.Event)
		want   string // in the error; "": it is fine
	}{
		{"a better title", func(e *events.Event) { e.Text["zh"] = events.Text{Title: "更好的标题"} }, ""},
		{"published at once", func(e *events.Event) { e.Status = events.Published }, ""},
		{"no title", func(e *events.Event) { e.Text["zh"] = events.Text{Title: " "} }, "text.zh.title"},
		{"no date", func(e *events.Event) { e.Span = events.Span{} }, "span"},
		{"deleted", func(e *events.Event) { e.Status = events.Deleted }, "drop it"},
		{"a status there is not", func(e *events.Event) { e.Status = "done" }, "status"},
	} {
		d, err := edit(test.change)
		if test.want != "" {
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("%s: got error %v, want %q in it", test.name, err, test.want)
			}
			continue
		}
		if err != nil || len(d.Changes) != 1 {
			t.Errorf("%s: %v, %d changes", test.name, err, len(d.Changes))
			continue
		}
		if e := d.Changes[0].Event; e.ID != "d" || e.Proposal == nil || !e.Created.Equal(draft.Created) || d.Changes[0].Expect != draft.Rev {
			t.Errorf("%s: ID, proposal or stamps are lost: %+v", test.name, e)
		}
	}
	if d, err := edit(func(*events.Event) {}); err != nil || len(d.Changes) != 0 {
		t.Errorf("nothing edited: %v, %d changes", err, len(d.Changes))
	}
}

func TestDropRemembers(t *testing.T) {
	r := newRecord()
	d, err := review.Drop(r.draft(t, "d", "2019-05", "标题"), review.By{})
	if err != nil {
		t.Fatal(err)
	}
	r.commit(t, d.Changes...)
	if e := r.get(t, "d"); e.Status != events.Deleted || e.Proposal.Fingerprint != "f-d" || len(e.Text) != 0 {
		t.Errorf("dropped: %+v", e)
	}
}

func TestMerge(t *testing.T) {
	for _, test := range []struct {
		name, date, into string
		exact            bool
		want             string // the date afterwards
	}{
		{"the same date", "2019-05-24", "2019-05-24", true, "2019-05-24"},
		{"a day of its month", "2019-05-24", "2019-05", true, "2019-05-24"},
		{"a day of its month, not wanted", "2019-05-24", "2019-05", false, "2019-05"},
		{"only the month", "2019-05", "2019-05-24", true, "2019-05-24"},
		{"an uncertain day", "2019-05-24?", "2019-05", true, "2019-05"},
		{"another month", "2019-06-01", "2019-05", true, "2019-05"},
	} {
		r := newRecord()
		draft, into := r.draft(t, "d", test.date, "标题"), r.put(t, "e", test.into, "Title")
		d, err := review.Merge(draft, into, test.exact, review.By{})
		if err != nil {
			t.Fatal(err)
		}
		r.commit(t, d.Changes...)
		e := r.get(t, "e")
		if e.Span.EDTF().String() != test.want || e.Text["en"].Title != "Title" || e.Text["zh"].Title != "标题" || e.Status != events.Published {
			t.Errorf("%s: %s %v", test.name, e.Span.EDTF(), e.Text)
		}
		if diff := cmp.Diff(draft.Sources, e.Sources); diff != "" {
			t.Errorf("%s: sources: %s", test.name, diff)
		}
		if gone := r.get(t, "d"); gone.Status != events.Deleted || gone.Proposal.Fingerprint != "f-d" {
			t.Errorf("%s: the draft is %+v", test.name, gone)
		}
		if len(into.Sources) != 0 || len(into.Text) != 1 {
			t.Errorf("%s: the event that was read has changed", test.name)
		}
	}
}

func TestMergeDraftsOfOneDocument(t *testing.T) {
	r := newRecord()
	a, b := r.draft(t, "d", "2019-05", "标题"), r.draft(t, "dd", "2019-05-24", "标题")
	d, err := review.Merge(a, b, true, review.By{})
	if err != nil {
		t.Fatal(err)
	}
	r.commit(t, d.Changes...)
	e := r.get(t, "dd")
	if len(e.Sources) != 2 || len(e.Proposal.Quotes) != 2 || e.Proposal.Quotes[0].Text != "引文 d" || e.Text["zh"].Summary != "摘要 dd" {
		t.Errorf("merged: %+v", e)
	}
	// Merging what is there already writes nothing to the other event.
	again := *a
	again.ID = "x"
	d, err = review.Merge(&again, e, false, review.By{})
	if err != nil || len(d.Changes) != 1 || d.Changes[0].Event.ID != "x" {
		t.Errorf("the same once more: %v, %v", err, d.Changes)
	}
}

func TestMergeRefuses(t *testing.T) {
	r := newRecord()
	draft, event := r.draft(t, "d", "2019-05", "标题"), r.put(t, "e", "2019", "Title")
	gone := *event
	gone.Status = events.Deleted
	full := *event
	full.Sources = make([]events.Source, 100)
	for i := range full.Sources {
		full.Sources[i] = events.Source{Title: events.Localised{"en": "A book"}}
	}
	for _, test := range []struct {
		name        string
		draft, into *events.Event
		kind        error
		want        string
	}{
		{"into itself", draft, draft, review.ErrNoTarget, "itself"},
		{"into what is gone", draft, &gone, review.ErrNoTarget, "deleted"},
		{"what is no draft", event, draft, review.ErrNotDraft, "published"},
		{"too many sources", draft, &full, nil, "sources"},
	} {
		_, err := review.Merge(test.draft, test.into, false, review.By{})
		if err == nil || !strings.Contains(err.Error(), test.want) || test.kind != nil && !errors.Is(err, test.kind) {
			t.Errorf("%s: got %v, want %q in it", test.name, err, test.want)
		}
	}
}

func TestAcceptGivesTheStatusThatTheDraftIsToBecome(t *testing.T) {
	r := newRecord()
	draft := *r.draft(t, "d", "2019-05", "标题")
	draft.Becomes, draft.Publish = events.Tentative, &events.Schedule{At: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), Zone: "UTC"}
	d, err := review.Accept(&draft, review.By{})
	if err != nil {
		t.Fatal(err)
	}
	if e := d.Changes[0].Event; e.Status != events.Tentative || e.Becomes != "" || e.Publish != nil {
		t.Errorf("accepted: %+v", e)
	}
	draft.Amends = &events.Amendment{ID: "other", Rev: 1}
	if _, err := review.Accept(&draft, review.By{}); !errors.Is(err, review.ErrAmends) {
		t.Errorf("accepting an amendment as an event: %v", err)
	}
}

func TestMintSlug(t *testing.T) {
	r := newRecord()
	r.put(t, "2019-05-night-museum", "2019-05", "Night at the museum")
	for _, test := range []struct{ date, lang, title, want string }{
		{"2019-05", "en", "The museum opens", "2019-05-museum-opens"},
		{"2019-05", "en", "The Night Museum", "2019-05-night-museum-1"},
		{"2019-05", "zh", "博物馆开馆", "2019-05-1"},
		{"", "en", "Someday", "undated-someday"},
	} {
		e := &events.Event{Text: map[string]events.Text{test.lang: {Title: test.title}}}
		if test.date != "" {
			e.Span = events.On(edtf.MustParse(test.date))
		}
		if got := review.MintSlug(r.Timeline, e); got != test.want {
			t.Errorf("%+v: %s", test, got)
		}
	}
}

// A draft that an editor wrote can be shown like those that importers propose.
func TestShowADraftOfAnEditor(t *testing.T) {
	r := newRecord()
	r.put(t, "old", "2019-05", "The museum opens its new halls")
	r.commit(t, events.Put(events.Event{
		ID: "mine", Slug: "mine", Status: events.Draft, Span: events.On(edtf.MustParse("2019-05-24")),
		Text: map[string]events.Text{"en": {Title: "The museum opens its new halls"}},
	}, 0))
	v := review.Show(r.Timeline, r.get(t, "mine"))
	if len(v.Similar) != 1 || v.Similar[0].Event.ID != "old" || !v.Similar[0].MoreExact || len(v.Passages) != 0 {
		t.Errorf("shown: %+v", v)
	}
}
