package overview

import (
	"net/url"
	"slices"
	"testing"
	"time"

	"almanac.example/events"
	"almanac.example/events/edtf"
	"almanac.example/events/timeline"
	"almanac.example/feeds"
	"almanac.example/web/desk/frame"
)

// record has an entry for each thing that the filter asks for; the ID says which.
func record() []*events.Event {
	both := map[string]events.Text{"zh": {Title: "一"}, "en": {Title: "One"}}
	source := []events.Source{{Title: events.Localised{"en": "Report"}}}
	make := func(id string, set func(*events.Event)) *events.Event {
		e := &events.Event{ID: events.ID(id), Slug: id, Status: events.Published, Span: events.On(edtf.MustParse("2019-04-10")), Text: both, Sources: source}
		set(e)
		return e
	}
	return []*events.Event{
		make("whole", func(*events.Event) {}),
		make("tentative", func(e *events.Event) { e.Status = events.Tentative }),
		make("cancelled", func(e *events.Event) { e.Status = events.Cancelled }),
		make("withdrawn", func(e *events.Event) { e.Status, e.Sources = events.Withdrawn, nil }),
		make("draft", func(e *events.Event) { e.Status = events.Draft }),
		make("amendment", func(e *events.Event) { e.Status, e.Amends = events.Draft, &events.Amendment{ID: "whole", Rev: 1} }),
		make("scheduled", func(e *events.Event) {
			e.Status, e.Publish = events.Draft, &events.Schedule{At: time.Date(2026, 5, 1, 0, 0, 0, 0, time.UTC), Zone: "UTC"}
		}),
		make("proposal", func(e *events.Event) { e.Status, e.Proposal = events.Draft, &events.Proposal{} }),
		make("chinese", func(e *events.Event) { e.Text = map[string]events.Text{"zh": {Title: "一"}} }),
		make("english", func(e *events.Event) { e.Text = map[string]events.Text{"en": {Title: "One"}} }),
		make("unsourced", func(e *events.Event) { e.Sources = nil }),
		make("month", func(e *events.Event) { e.Span = events.On(edtf.MustParse("2019-04")) }),
		make("noalt", func(e *events.Event) {
			e.Image = &events.Image{URL: "https://example.org/a.png", Alt: events.Localised{"en": "A"}}
		}),
		make("outdated", func(e *events.Event) { e.Outdated = []string{"en"} }),
		make("unread", func(e *events.Event) { e.Status, e.Span = events.Draft, events.Span{Unread: "that day"} }),
	}
}

func visit(t *testing.T) *frame.Visit {
	t.Helper()
	templates, err := frame.NewTemplates()
	if err != nil {
		t.Fatal(err)
	}
	list := record()
	for i, e := range list {
		e.Rev = events.Rev(i + 1)
	}
	at := timeline.New().With(events.Batch{Rev: 99, Reset: true, Events: list})
	return &frame.Visit{Language: templates.In("en"), Timeline: at, Now: time.Date(2026, 3, 1, 10, 0, 0, 0, time.UTC), Site: &feeds.Site{BaseURL: "https://almanac.example.org", Languages: []string{"zh", "en"}, Zone: time.UTC, Record: at.Site()}}
}

func TestEachFilterFindsItsEntries(t *testing.T) {
	v := visit(t)
	n := count(v.Timeline, v.Site.Languages)
	all := len(record())
	for query, want := range map[string][]string{
		"status=tentative": {"tentative"}, "status=cancelled": {"cancelled"}, "status=withdrawn": {"withdrawn"}, "status=draft": {"draft", "unread"}, "status=amendment": {"amendment"},
		"status=scheduled": {"scheduled"}, "status=proposal": {"proposal"}, "status=scheduled&status=amendment": {"amendment", "scheduled"},
		"lang-missing=en": {"chinese"}, "lang-missing=zh": {"english"}, "lang-missing=zh&lang-missing=en": nil, "unsourced=1": {"unsourced"}, "coarse=1": {"month"}, "alt-missing=1": {"noalt"},
		"outdated=1": {"outdated"}, "unread=1": {"unread"}, "unread=1&status=published": nil, "id=month": {"month"}, "id=month&coarse=1": {"month"}, "id=month&unsourced=1": nil, "lang-missing=fr": nil,
	} {
		q, err := url.ParseQuery(query)
		if err != nil {
			t.Fatal(err)
		}
		f, faults := ParseFilter(v, q)
		var got []string
		for _, e := range f.list(v, n, nil) {
			got = append(got, string(e.ID))
		}
		slices.Sort(got)
		if query == "lang-missing=fr" { // no language of the site: it is left out
			if len(got) != all {
				t.Errorf("%s: %v", query, got)
			}
			continue
		}
		if !slices.Equal(got, want) || len(faults) > 0 {
			t.Errorf("%s: %v, want %v (%v)", query, got, want, faults)
		}
		again, _ := ParseFilter(v, f.Values())
		if again.Values().Encode() != f.Values().Encode() || !f.narrows() {
			t.Errorf("%s is spelt %s", query, f.Values().Encode())
		}
	}
	if f, _ := ParseFilter(v, url.Values{"sort": {"changed"}, "page": {"2"}}); f.narrows() || len(f.list(v, n, nil)) != all {
		t.Error("an order narrows")
	} else if first := f.list(v, n, nil)[0]; first.ID != "unread" {
		t.Errorf("changed last: %s", first.ID)
	}
	some := Filter{}.list(v, n, map[events.ID]bool{"month": true})
	if len(some) != 1 || some[0].ID != "month" {
		t.Errorf("of those changed: %v", some)
	}
}

func TestNumbersAreThoseOfTheFilters(t *testing.T) {
	v := visit(t)
	n := count(v.Timeline, v.Site.Languages)
	for query, got := range map[string]int{
		"lang-missing=en": n.missing["en"], "lang-missing=zh": n.missing["zh"], "unsourced=1": n.unsourced, "coarse=1": n.coarse, "alt-missing=1": n.noAlt, "outdated=1": n.outdated, "unread=1": n.unread,
	} {
		q, _ := url.ParseQuery(query)
		f, _ := ParseFilter(v, q)
		if want := len(f.list(v, n, nil)); got != want || want != 1 {
			t.Errorf("%s: counted %d, listed %d", query, got, want)
		}
	}
	for _, word := range statusWords {
		if want := len(Filter{Statuses: []string{word}}.list(v, n, nil)); n.status[word] != want || want == 0 {
			t.Errorf("%s: counted %d, listed %d", word, n.status[word], want)
		}
	}
	if len(n.scheduled) != 1 || len(n.proposals) != 1 || *n.proposals[""] != (waitingDocument{"Report", 1}) || n.total != len(record()) {
		t.Errorf("%+v", n)
	}
	var k tallies
	first := k.of(v.Timeline, v.Site.Languages)
	if k.of(v.Timeline, v.Site.Languages) != first {
		t.Error("the same revision is counted twice")
	}
	if later := v.Timeline.With(events.Batch{Rev: 100}); k.of(later, nil).rev != 100 {
		t.Error("a later revision is not counted")
	}
}

func TestAFilterInWords(t *testing.T) {
	v := visit(t)
	q, _ := url.ParseQuery("status=draft&lang-missing=en&unsourced=1&q=museum")
	f, _ := ParseFilter(v, q)
	if got := Describe(v, f); got != "Draft, without English, without a source, Text museum" {
		t.Errorf("%q", got)
	}
	if got := Describe(v, Filter{}); got != "everything" {
		t.Errorf("%q", got)
	}
}
