package timeline

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"almanac.example/events"
	"almanac.example/events/edtf"
)

// life is an event through its states, each a minute after the other.
func life(id events.ID, states ...func(*events.Event)) *events.Event {
	var old *events.Event
	for i, set := range states {
		next := events.Event{ID: id, Slug: string(id), Span: events.On(edtf.MustParse("2019-05-24")), Status: events.Published, Tags: []string{"a"}, Text: map[string]events.Text{"en": {Title: "Open title"}}}
		if old != nil {
			next = *old
		}
		set(&next)
		revised := events.Revise(old, next, at("10:00:00").Add(time.Duration(i)*time.Minute))
		revised.Rev = events.Rev(i + 1)
		old = &revised
	}
	return old
}

func publish(*events.Event) {}

func status(s events.Status) func(*events.Event) { return func(e *events.Event) { e.Status = s } }

// secret is what editors do to an event that readers do not see.
func secret(e *events.Event) {
	e.Span = events.On(edtf.MustParse("1777-03-17"))
	e.Tags = []string{"secret"}
	e.Place = &events.Place{Slug: "secret", Name: events.Localised{"en": "Secret"}}
	e.Key = true
	e.Text = map[string]events.Text{"en": {Title: "Secret title", Body: "Secret body"}}
}

func unseenRecord() *Timeline {
	return New().With(events.Batch{Rev: 9, Reset: true, Documents: (&events.Site{Authority: "example.org"}).Documents(), Events: []*events.Event{
		life("public", publish), life("cancelled", publish, status(events.Cancelled)),
		life("draft", status(events.Draft), secret), life("born", status(events.Withdrawn), secret), life("unpublished", publish, status(events.Draft), secret),
		life("withdrawn", publish, status(events.Withdrawn)), life("changed", publish, status(events.Withdrawn), secret), life("back", publish, status(events.Withdrawn), secret, func(e *events.Event) {
			e.Status, e.Span, e.Tags, e.Place, e.Key, e.Text = events.Published, events.On(edtf.MustParse("2019-05-24")), []string{"a"}, nil, false, map[string]events.Text{"en": {Title: "Open title"}}
		}),
		life("deleted", publish, status(events.Deleted)), life("never", status(events.Draft), status(events.Deleted)),
	}})
}

// TestNoSelectionMeansWhatIsNotPublic tries every way of selecting with every
// key, also with statuses that no address can spell.
func TestNoSelectionMeansWhatIsNotPublic(t *testing.T) {
	tl := unseenRecord()
	for _, query := range []string{"", "year=1777", "in=17XX", "from=1700&to=1800", "on=03-17", "tag=secret", "place=secret", "-tag=a", "key=1", "q=secret", "q=title", "precision=day", "id=draft&id=born&id=withdrawn&id=changed&id=deleted", "changed-since=1"} {
		sel, err := events.ParseSelection(query)
		if err != nil {
			t.Fatal(err)
		}
		for _, only := range [][]events.Status{nil, {events.Withdrawn}, {events.Draft}, {events.Deleted}, {events.Published, events.Draft, events.Withdrawn}, {"scheduled"}} {
			sel.Statuses = only
			lists := [][]*events.Event{tl.Select(sel), tl.Agenda(sel)}
			for _, h := range tl.Search(sel) {
				lists = append(lists, []*events.Event{h.Event})
			}
			for _, e := range slices.Concat(lists...) {
				if !e.Status.Public() || strings.Contains(e.Text["en"].Title, "Secret") {
					t.Errorf("%q with %v selects %s, which is %s", query, only, e.ID, e.Status)
				}
			}
			if tl.Any(sel) != (len(lists[0]) > 0) {
				t.Errorf("%q with %v: Any and Select disagree", query, only)
			}
		}
	}
	if c := tl.Count(); c.Total != 3 || len(c.Tags) != 1 || len(c.Places) != 0 || c.Key != 0 || tl.PlaceName("secret") != nil {
		t.Errorf("counted: %+v", c)
	}
}

func TestLastChangedTellsNothingOfWhatIsHidden(t *testing.T) {
	tl := unseenRecord()
	for _, query := range []string{"tag=secret", "place=secret", "year=1777", "key=1"} {
		sel, err := events.ParseSelection(query)
		if err != nil {
			t.Fatal(err)
		}
		if at := tl.LastChanged(sel); !at.IsZero() {
			t.Errorf("%q was changed at %s", query, at)
		}
		next := life("changed", publish, status(events.Withdrawn), secret, secret)
		next.Rev = 10
		if after := tl.With(events.Batch{Rev: 10, Events: []*events.Event{next}}); after.Touched(sel, 9) {
			t.Errorf("%q is touched by a change that nobody sees", query)
		}
	}
}

// TestPastOfWhatIsNotPublic holds where an event that was withdrawn, made a draft
// again or deleted is told of, and what is told.
func TestPastOfWhatIsNotPublic(t *testing.T) {
	tl := unseenRecord()
	for query, want := range map[string]string{
		"": "changed deleted unpublished withdrawn", "tag=a": "changed deleted unpublished withdrawn", "year=2019": "changed deleted unpublished withdrawn", "on=05-24": "changed deleted unpublished withdrawn", "id=changed": "changed", "changed-since=2": "changed unpublished", "precision=day": "changed deleted unpublished withdrawn",
		"tag=secret": "", "place=secret": "", "year=1777": "", "key=1": "", "-tag=a": "", "q=secret": "", "q=title": "", "q=open": "", "status=published": "changed deleted unpublished withdrawn", "status=cancelled": "", "precision=month": "", "id=draft": "", "id=born": "",
	} {
		sel, err := events.ParseSelection(query)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, p := range tl.Past(sel) {
			if !p.Event.Status.Public() {
				got = append(got, string(p.Event.ID))
			}
		}
		slices.Sort(got)
		if diff := cmp.Diff(strings.Fields(want), got); diff != "" && len(got)+len(want) > 0 {
			t.Errorf("%q: %s", query, diff)
		}
	}
	sel := events.Selection{IDs: []events.ID{"changed"}}
	stub := tl.Past(sel)[0].Event
	full, _ := tl.Event("changed")
	want := &events.Event{ID: "changed", Slug: "changed", Status: events.Withdrawn, Span: events.On(edtf.MustParse("2019-05-24")), Text: map[string]events.Text{}, Created: full.Created, Published: full.Published,
		Updated: at("10:01:00"), Sequence: 2, Rev: 3, Formerly: full.Formerly[:1]}
	if !events.Same(want, stub) || !stub.Updated.Equal(want.Updated) || !stub.Published.Equal(want.Published) || len(stub.Formerly) != 1 || stub.Rev != 3 || len(stub.Text) != 0 {
		t.Errorf("the stub is %+v", stub)
	}
	if full.Text["en"].Title != "Secret title" || len(full.Formerly) != 2 {
		t.Errorf("the event itself was changed: %+v", full)
	}
}

// TestPastOfWhatMoved holds which former states of an event were in a selection,
// repetitions and open ends included.
func TestPastOfWhatMoved(t *testing.T) {
	on := func(date, rule string, tags ...string) func(*events.Event) {
		return func(e *events.Event) {
			e.Span, e.Repeat, e.Tags = events.On(edtf.MustParse(date)), nil, tags
			if rule != "" {
				e.Repeat = &events.Repetition{Rule: rule}
			}
		}
	}
	e := life("moved", publish, on("2026-11-30", "", "red"), on("2027-01-03", "", "green"), on("../1909", "", "green"), on("2026-12-01", "FREQ=YEARLY;COUNT=3", "green"), on("2030", "", "blue"))
	tl := New().With(events.Batch{Rev: 9, Reset: true, Events: []*events.Event{e}})
	for query, want := range map[string]string{
		"year=2026": "[false true false false true] false", "year=2027": "[false false true false true] false", "year=2028": "[false false false false true] false", "year=2029": "",
		"year=1909": "[false false false true false] false", "year=1800": "", "tag=red": "[false true false false false] false", "tag=blue": "", "year=2030": "",
		"tag=blue&tag=green": "[false false true true true] true", "-tag=blue&year=2027&tag=green": "[false false true false true] false", "on=12-01": "[false false false false true] false",
		"id=moved": "[true true true true true] true", "within=2027": "[false false true false false] false", "year=2019": "[true false false false false] false",
	} {
		sel, err := events.ParseSelection(query)
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		for _, p := range tl.Past(sel) {
			got = fmt.Sprint(p.In, " ", p.Present)
		}
		if got != want {
			t.Errorf("%q: %s, want %s", query, got, want)
		}
		if had := tl.Had(sel); had != (want != "") {
			t.Errorf("%q once meant it: %t", query, had)
		}
	}
}

func TestForEditors(t *testing.T) {
	tl := unseenRecord()
	for _, tt := range []struct {
		query string
		only  []events.Status
		want  string
	}{
		{"", []events.Status{events.Draft}, "draft unpublished"},
		{"", []events.Status{events.Withdrawn, events.Draft}, "born changed draft unpublished withdrawn"},
		{"", nil, "back born cancelled changed draft public unpublished withdrawn"},
		{"tag=secret", nil, "born changed draft unpublished"},
		{"q=secret", []events.Status{events.Withdrawn}, "born changed"},
		{"year=1777&place=secret", []events.Status{events.Draft}, "draft unpublished"},
		{"status=published", []events.Status{events.Draft}, "draft unpublished"},
		{"id=withdrawn&id=deleted", nil, "withdrawn"},
	} {
		sel, err := events.ParseSelection(tt.query)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, e := range tl.ForEditors(sel, tt.only...) {
			got = append(got, string(e.ID))
		}
		slices.Sort(got)
		if diff := cmp.Diff(strings.Fields(tt.want), got); diff != "" {
			t.Errorf("%q of %v: %s", tt.query, tt.only, diff)
		}
	}
}

// TestAtAddress holds what readers find at a slug.
func TestAtAddress(t *testing.T) {
	rename := func(slug string) func(*events.Event) { return func(e *events.Event) { e.Slug = slug } }
	later := func(e *events.Event) *events.Event { e.Rev += 10; return e }
	tl := New().With(events.Batch{Rev: 30, Reset: true, Events: []*events.Event{
		life("moved", publish, rename("new-name")), later(life("taker", func(e *events.Event) { e.Slug, e.Status = "moved", events.Draft })),
		life("gone", publish, status(events.Deleted)), life("never", status(events.Draft), status(events.Deleted)), life("draft", status(events.Draft)), life("withdrawn", publish, status(events.Withdrawn)),
	}})
	for slug, want := range map[string]string{"new-name": "moved false", "moved": "moved true", "gone": "gone false", "never": "", "draft": "", "withdrawn": "withdrawn false", "other": ""} {
		got := ""
		if e, moved, ok := tl.AtAddress(slug); ok {
			got = string(e.ID) + map[bool]string{true: " true", false: " false"}[moved]
		}
		if got != want {
			t.Errorf("%s leads to %q, want %q", slug, got, want)
		}
	}
	if e, _, _ := tl.BySlug("moved"); e == nil || e.ID != "taker" {
		t.Errorf("editors find %v", e)
	}
}

// TestKnows holds what of the vocabulary readers may have come to know: what is
// on something public, what once was, and every view.
func TestKnows(t *testing.T) {
	tagged := func(tag, place string) func(*events.Event) {
		return func(e *events.Event) {
			e.Tags, e.Place = []string{tag}, &events.Place{Slug: place, Name: events.Localised{"en": place}}
		}
	}
	moved := life("moved", tagged("first", "hall"), publish, tagged("second", "park"))
	draft := life("draft", status(events.Draft), tagged("secret", "cellar"))
	tl := New().With(events.Batch{Rev: 9, Reset: true, Events: []*events.Event{moved, draft}})
	for slug, want := range map[string]bool{"first": true, "second": true, "secret": false, "none": false, "hall": false} {
		if got := tl.Knows(events.DocumentTags, slug); got != want {
			t.Errorf("tag %s is known: %t", slug, got)
		}
	}
	for slug, want := range map[string]bool{"hall": true, "park": true, "cellar": false, "first": false} {
		if got := tl.Knows(events.DocumentPlaces, slug); got != want {
			t.Errorf("place %s is known: %t", slug, got)
		}
	}
	if !tl.Knows(events.DocumentViews, "none") || tl.Knows(events.DocumentSite, "first") {
		t.Error("views are not known, or the site is")
	}
}
