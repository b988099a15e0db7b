package timeline

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"almanac.example/events"
	"almanac.example/events/edtf"
)

// apply commits a new state the way a store does and returns the timeline
// after it.
func apply(tl *Timeline, e events.Event, clock string) *Timeline {
	old, _ := tl.Event(e.ID)
	e = events.Revise(old, e, at(clock))
	e.Rev = tl.Rev() + 1
	return tl.With(events.Batch{Rev: e.Rev, Events: []*events.Event{&e}})
}

func TestWithLeavesTheOldTimelineAlone(t *testing.T) {
	before := chronicle()
	was := ids(before.Select(events.Selection{}))
	e, _ := before.Event("day")
	moved := *e
	moved.Span = events.On(edtf.MustParse("2021-01-01"))
	after := apply(before, moved, "11:00:00")
	if diff := cmp.Diff(was, ids(before.Select(events.Selection{}))); diff != "" {
		t.Errorf("the old timeline changed: %s", diff)
	}
	got := ids(after.Select(events.Selection{}))
	if got[len(got)-1] != "day" || len(got) != len(was) {
		t.Errorf("after the move the order is %v", got)
	}
}

func TestWithEqualsBuildingAnew(t *testing.T) {
	tl := chronicle()
	for i, date := range []string{"2019-05-25", "2018", "2030-01", "-0100", "2019-05-24"} {
		e, _ := tl.Event([]events.ID{"day", "month", "leap", "open", "decade"}[i])
		next := *e
		next.Span = events.On(edtf.MustParse(date))
		tl = apply(tl, next, "12:00:00")
	}
	anew := New().With(events.Batch{Rev: tl.Rev(), Reset: true, Events: append(tl.All(), tl.Tombstones()...), Documents: tl.Site().Documents()})
	if diff := cmp.Diff(ids(anew.All()), ids(tl.All())); diff != "" {
		t.Error(diff)
	}
}

func TestBatchesMayFoldSeveralStates(t *testing.T) {
	tl := chronicle()
	e, _ := tl.Event("day")
	first, second := *e, *e
	first.Key, first.Rev = false, 2
	second.Text, second.Rev = map[string]events.Text{"en": {Title: "The last word"}}, 3
	tl = tl.With(events.Batch{Rev: 3, Events: []*events.Event{&first, &second}})
	got, _ := tl.Event("day")
	if got.Text["en"].Title != "The last word" || len(tl.Select(events.Selection{IDs: []events.ID{"day"}})) != 1 {
		t.Errorf("the timeline shows %v", ids(tl.All()))
	}
}

func TestSlugsLeadToWhoHasThemNow(t *testing.T) {
	tl := chronicle()
	e, _ := tl.Event("day")
	next := *e
	next.Slug = "first-name"
	tl = apply(tl, next, "11:00:00")
	if got, moved, ok := tl.BySlug("slug-day"); !ok || !moved || got.Slug != "first-name" {
		t.Errorf("the former slug leads to %v, moved %v", got, moved)
	}
	other, _ := tl.Event("leap")
	taken := *other
	taken.Slug = "slug-day"
	tl = apply(tl, taken, "12:00:00")
	if got, moved, _ := tl.BySlug("slug-day"); got.ID != "leap" || moved {
		t.Errorf("a slug taken over leads to %s", got.ID)
	}
}

func TestDeletedEventsLeaveATombstone(t *testing.T) {
	tl := chronicle()
	tl = apply(tl, events.Event{ID: "day", Status: events.Deleted}, "11:00:00")
	if slices.Contains(ids(tl.All()), "day") || slices.Contains(ids(tl.Select(events.Selection{})), "day") {
		t.Error("a deleted event is still there")
	}
	got, _, ok := tl.BySlug("slug-day")
	if !ok || got.Status != events.Deleted || len(tl.Tombstones()) != 1 {
		t.Errorf("no tombstone at its address: %v", got)
	}
}

func TestLastChangedMovesWithWhatEntersStaysAndLeaves(t *testing.T) {
	tl := chronicle()
	tagged, other := events.Selection{Tags: []string{"a"}}, events.Selection{Places: []string{"wuhu"}}
	if got := tl.LastChanged(tagged); !got.Equal(at("10:00:00")) {
		t.Fatalf("at first %v", got)
	}
	e, _ := tl.Event("day")
	next := *e
	next.Tags = nil
	tl = apply(tl, next, "11:00:00")
	if got := tl.LastChanged(tagged); !got.Equal(at("11:00:00")) {
		t.Errorf("after an event left: %v", got)
	}
	if got := tl.LastChanged(other); !got.Equal(at("10:00:00")) {
		t.Errorf("a selection that never held it moved to %v", got)
	}
	tl = apply(tl, events.Event{ID: "days", Status: events.Deleted}, "12:00:00")
	if got := tl.LastChanged(tagged); !got.Equal(at("12:00:00")) {
		t.Errorf("after an event was deleted: %v", got)
	}
	if got := tl.LastChanged(events.Selection{Tags: []string{"nobody"}}); !got.IsZero() {
		t.Errorf("an empty selection changed at %v", got)
	}
}
