package web

import (
	"context"
	"iter"
	"strings"
	"testing"

	"almanac.example/events"
	"almanac.example/events/timeline"
	"almanac.example/web/webtest"
)

// behind is a record whose timeline is that of an earlier moment: the history
// has a commit that was not announced yet.
type behind struct {
	Record
	timeline *timeline.Timeline
}

func (b behind) Timeline() *timeline.Timeline { return b.timeline }

func (b behind) History(ctx context.Context, q events.HistoryQuery) iter.Seq2[events.State, error] {
	return b.Record.History(ctx, q)
}

// An answer is made of one moment, also where it tells of the history.
func TestTheHistoryIsNotAheadOfTheMoment(t *testing.T) {
	i := newInstance(t, webtest.Museum())
	i.edit(t, "museum", func(e *events.Event) { e.Text["en"] = events.Text{Title: "Museum opens late"} })
	record := behind{i.record, i.live.Timeline()}
	i.edit(t, "museum", func(e *events.Event) { e.Text["en"] = events.Text{Title: "Not announced yet"} })
	h := serving(t, record, -1).Handler()
	for _, address := range []string{"/en/changes", "/en/changes.atom", "/en/changes?id=museum", "/en/e/museum-opens"} {
		w := ask(h, address)
		if body := w.Body.String(); strings.Contains(body, "Not announced yet") || !strings.Contains(body, "Museum opens") {
			t.Errorf("%s: %d, tells of what its moment does not know: %v", address, w.Code, strings.Contains(body, "Not announced yet"))
		}
	}
}
