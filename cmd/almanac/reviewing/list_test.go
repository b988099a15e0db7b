package reviewing

import (
	"testing"

	"almanac.example/events"
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
