package events

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"almanac.example/events/edtf"
)

// life is an event through its states, each a minute after the other.
func life(id ID, states ...func(*Event)) *Event {
	var old *Event
	for i, set := range states {
		next := Event{ID: id, Slug: string(id), Span: On(edtf.MustParse("2019-05-24")), Status: Published, Tags: []string{"a"}, Text: map[string]Text{"en": {Title: "Open title"}}}
		if old != nil {
			next = *old
		}
		set(&next)
		revised := Revise(old, next, at("10:00:00").Add(time.Duration(i)*time.Minute))
		revised.Rev = Rev(i + 1)
		old = &revised
	}
	return old
}

func publish(*Event) {}

func status(s Status) func(*Event) { return func(e *Event) { e.Status = s } }

// secret is what editors do to an event that readers do not see.
func secret(e *Event) {
	e.Span = On(edtf.MustParse("1777-03-17"))
	e.Tags = []string{"secret"}
	e.Place = &Place{Slug: "secret", Name: Localised{"en": "Secret"}}
	e.Key = true
	e.Text = map[string]Text{"en": {Title: "Secret title", Body: "Secret body"}}
}

func unseenRecord() *Timeline {
	return NewTimeline().With(Batch{Rev: 9, Reset: true, Documents: (&Site{Authority: "example.org"}).Documents(), Events: []*Event{
		life("public", publish), life("cancelled", publish, status(Cancelled)),
		life("draft", status(Draft), secret), life("born", status(Withdrawn), secret), life("unpublished", publish, status(Draft), secret),
		life("withdrawn", publish, status(Withdrawn)), life("changed", publish, status(Withdrawn), secret), life("back", publish, status(Withdrawn), secret, func(e *Event) {
			e.Status, e.Span, e.Tags, e.Place, e.Key, e.Text = Published, On(edtf.MustParse("2019-05-24")), []string{"a"}, nil, false, map[string]Text{"en": {Title: "Open title"}}
		}),
		life("deleted", publish, status(Deleted)), life("never", status(Draft), status(Deleted)),
	}})
}

// TestNoSelectionMeansWhatIsNotPublic tries every way of selecting with every
// key, also with statuses that no address can spell.
func TestNoSelectionMeansWhatIsNotPublic(t *testing.T) {
	tl := unseenRecord()
	for _, query := range []string{"", "year=1777", "in=17XX", "from=1700&to=1800", "on=03-17", "tag=secret", "place=secret", "-tag=a", "key=1", "q=secret", "q=title", "precision=day", "id=draft&id=born&id=withdrawn&id=changed&id=deleted", "changed-since=1"} {
		sel, err := ParseQuery(query)
		if err != nil {
			t.Fatal(err)
		}
		for _, only := range [][]Status{nil, {Withdrawn}, {Draft}, {Deleted}, {Published, Draft, Withdrawn}, {"scheduled"}} {
			sel.Statuses = only
			lists := [][]*Event{tl.Select(sel), tl.Answer(sel).Events, tl.Agenda(sel)}
			for _, h := range tl.Search(sel) {
				lists = append(lists, []*Event{h.Event})
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
	if c := tl.Count(); c.Total != 3 || len(c.Tags) != 1 || len(c.Places) != 0 || c.Key != 0 || tl.At("secret") != nil {
		t.Errorf("counted: %+v", c)
	}
}

func TestLastChangedTellsNothingOfWhatIsHidden(t *testing.T) {
	tl := unseenRecord()
	for _, query := range []string{"tag=secret", "place=secret", "year=1777", "key=1"} {
		sel, err := ParseQuery(query)
		if err != nil {
			t.Fatal(err)
		}
		if at := tl.LastChanged(sel); !at.IsZero() {
			t.Errorf("%q was changed at %s", query, at)
		}
		next := life("changed", publish, status(Withdrawn), secret, secret)
		next.Rev = 10
		if after := tl.With(Batch{Rev: 10, Events: []*Event{next}}); after.Touched(sel, 9) {
			t.Errorf("%q is touched by a change that nobody sees", query)
		}
	}
}

// TestTakenBack holds where an event that was withdrawn is told of, and what is
// told.
func TestTakenBack(t *testing.T) {
	tl := unseenRecord()
	for query, want := range map[string]string{
		"": "changed withdrawn", "tag=a": "changed withdrawn", "year=2019": "changed withdrawn", "on=05-24": "changed withdrawn", "id=changed": "changed", "changed-since=2": "changed", "precision=day": "changed withdrawn",
		"tag=secret": "", "place=secret": "", "year=1777": "", "key=1": "", "-tag=a": "", "q=secret": "", "q=title": "", "q=open": "", "status=published": "", "status=cancelled&status=published": "", "precision=month": "", "id=draft": "", "id=born": "",
	} {
		sel, err := ParseQuery(query)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, e := range tl.TakenBack(sel) {
			got = append(got, string(e.ID))
		}
		slices.Sort(got)
		if diff := cmp.Diff(strings.Fields(want), got); diff != "" && len(got)+len(want) > 0 {
			t.Errorf("%q: %s", query, diff)
		}
	}
	sel := Selection{IDs: []ID{"changed"}}
	stub := tl.TakenBack(sel)[0]
	full, _ := tl.Event("changed")
	want := &Event{ID: "changed", Slug: "changed", Status: Withdrawn, Span: On(edtf.MustParse("2019-05-24")), Text: map[string]Text{}, Created: full.Created, Published: full.Published,
		Updated: at("10:01:00"), Sequence: 2, Rev: 3, Formerly: full.Formerly[:1]}
	if !Same(want, stub) || !stub.Updated.Equal(want.Updated) || !stub.Published.Equal(want.Published) || len(stub.Formerly) != 1 || stub.Rev != 3 || len(stub.Text) != 0 {
		t.Errorf("the stub is %+v", stub)
	}
	if full.Text["en"].Title != "Secret title" || len(full.Formerly) != 2 {
		t.Errorf("the event itself was changed: %+v", full)
	}
}

func TestForEditors(t *testing.T) {
	tl := unseenRecord()
	for _, tt := range []struct {
		query string
		only  []Status
		want  string
	}{
		{"", []Status{Draft}, "draft unpublished"},
		{"", []Status{Withdrawn, Draft}, "born changed draft unpublished withdrawn"},
		{"", nil, "back born cancelled changed draft public unpublished withdrawn"},
		{"tag=secret", nil, "born changed draft unpublished"},
		{"q=secret", []Status{Withdrawn}, "born changed"},
		{"year=1777&place=secret", []Status{Draft}, "draft unpublished"},
		{"status=published", []Status{Draft}, "draft unpublished"},
		{"id=withdrawn&id=deleted", nil, "withdrawn"},
	} {
		sel, err := ParseQuery(tt.query)
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
	rename := func(slug string) func(*Event) { return func(e *Event) { e.Slug = slug } }
	later := func(e *Event) *Event { e.Rev += 10; return e }
	tl := NewTimeline().With(Batch{Rev: 30, Reset: true, Events: []*Event{
		life("moved", publish, rename("new-name")), later(life("taker", func(e *Event) { e.Slug, e.Status = "moved", Draft })),
		life("gone", publish, status(Deleted)), life("never", status(Draft), status(Deleted)), life("draft", status(Draft)), life("withdrawn", publish, status(Withdrawn)),
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
