package reviewing

import (
	"errors"
	"testing"

	"almanac.example/events"
	"almanac.example/events/edtf"
	"almanac.example/events/timeline"
	"almanac.example/feeds/report/review"
)

// Accepting many at once leaves their stamps in the order of the chronicle,
// and none before its draft.
func TestAcceptAllStampsInOrder(t *testing.T) {
	d := newDesk(t, aDraft("a", "2019-07", "甲"), aDraft("b", "2019-01", "乙"), aDraft("c", "2019-04", "丙"))
	queue := review.Queue(d.Timeline(), review.Filter{}, review.ByDocument)
	if err := d.reviewed().DecideAll(t.Context(), "accept", queue); err != nil {
		t.Fatal(err)
	}
	var last *events.Event
	for _, e := range d.Timeline().All() {
		if e.Status != events.Published || !e.Published.After(e.Created) {
			t.Errorf("%s is %s, created %v, published %v", e.ID, e.Status, e.Created, e.Published)
		}
		if last != nil && !e.Published.After(last.Published) {
			t.Errorf("%s of %s is published %v, not after %s", e.ID, e.Span.EDTF(), e.Published, last.ID)
		}
		last = e
	}
}

func TestAcceptAllOrNothing(t *testing.T) {
	d := newDesk(t, aDraft("a", "2019-07", "甲"), aDraft("b", "2019-01", "乙"))
	queue := review.Queue(d.Timeline(), review.Filter{}, review.ByDocument)
	published := *queue[0]
	published.Status = events.Published
	if _, err := d.Commit(t.Context(), events.Put(published, queue[0].Rev)); err != nil {
		t.Fatal(err)
	}
	err := d.reviewed().DecideAll(t.Context(), "accept", queue)
	if err == nil || d.status(string(queue[1].ID)) != events.Draft {
		t.Errorf("got %v; the other draft is %s", err, d.status(string(queue[1].ID)))
	}
}

// An event is found by its ID first, then by its slug, and never once it is deleted.
func TestFind(t *testing.T) {
	event := func(id, slug string, status events.Status) *events.Event {
		return &events.Event{ID: events.ID(id), Slug: slug, Status: status, Rev: 1, Span: events.On(edtf.MustParse("2019"))}
	}
	tl := timeline.New().With(events.Batch{Rev: 1, Events: []*events.Event{
		event("a", "opening", events.Published), event("opening", "other", events.Draft), event("b", "closing", events.Published), event("c", "gone", events.Deleted),
	}})
	for name, want := range map[string]events.ID{"a": "a", "opening": "opening", "other": "opening", "closing": "b", "c": "", "gone": "", "": "", "nothing": ""} {
		e, err := Find(tl, name)
		switch {
		case want == "" && (e != nil || !errors.Is(err, events.ErrNotFound)):
			t.Errorf("%q: %v, %v", name, e, err)
		case want != "" && (err != nil || e.ID != want):
			t.Errorf("%q: %v, %v, want %s", name, e, err, want)
		}
	}
}
