package timeline

import (
	"testing"

	"almanac.example/events"
)

// TestUnreadDraftsAreInvisible: what nobody understands yet is in no selection of
// readers, and in its place for editors.
func TestUnreadDraftsAreInvisible(t *testing.T) {
	e := opening()
	e.Status, e.Span = events.Draft, events.Span{Unread: "after the flood"}
	tl := New().With(events.Batch{Rev: 1, At: at("09:00:00"), Reset: true, Events: []*events.Event{&e}})
	if list := tl.Select(events.Selection{}); len(list) != 0 || len(tl.All()) != 1 {
		t.Errorf("readers see %v, editors %v", ids(list), ids(tl.All()))
	}
	if c := tl.Count(); c.Total != 0 {
		t.Errorf("counted are %d", c.Total)
	}
	if !tl.Written().Equal(at("09:00:00")) {
		t.Errorf("written at %v", tl.Written())
	}
	tentative := opening()
	tentative.Status, tentative.Rev = events.Tentative, 2
	tl = tl.With(events.Batch{Rev: 2, Events: []*events.Event{&tentative}})
	if list := tl.Select(events.Selection{}); len(list) != 1 || !tl.Written().Equal(at("09:00:00")) {
		t.Errorf("readers see %v of what is tentative", ids(list))
	}
	sel, err := events.ParseSelection("status=tentative")
	if err != nil || len(tl.Select(sel)) != 1 {
		t.Errorf("by status: %v, %v", tl.Select(sel), err)
	}
}
