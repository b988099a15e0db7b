package overview

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"testing"

	"almanac.example/events"
	"almanac.example/events/timeline"
)

// past is a history of revisions, each of an event or of a document, with a fault
// in the place of a revision below zero.
func past(revs map[events.DocumentName][]events.Rev) History {
	return func(_ context.Context, q events.HistoryQuery) iter.Seq2[events.State, error] {
		return func(yield func(events.State, error) bool) {
			n := 0
			for _, rev := range revs[q.Document] {
				if q.Before != 0 && rev >= q.Before {
					continue
				}
				if n++; q.Limit != 0 && n > q.Limit {
					return
				}
				s, err := events.State{Rev: rev, Event: &events.Event{ID: "e"}}, error(nil)
				if q.Document != "" {
					s = events.State{Rev: rev, Document: &events.Document{Name: q.Document}}
				}
				if rev < 0 {
					err = errors.New("broken")
				}
				if !yield(s, err) {
					return
				}
			}
		}
	}
}

func TestTheHistoryOfEverythingIsInOneOrder(t *testing.T) {
	site := []*events.Document{{Name: events.DocumentTags, Rev: 1}, {Name: events.DocumentPlaces, Rev: 2}}
	line := timeline.New().With(events.Batch{Reset: true, Rev: 12, Documents: site})
	all := map[events.DocumentName][]events.Rev{"": {12, 9, 4}, events.DocumentTags: {10, 3}, events.DocumentPlaces: {11}, events.DocumentViews: {7}}
	for _, c := range []struct {
		name string
		revs map[events.DocumentName][]events.Rev
		q    events.HistoryQuery
		want []events.Rev
		fail bool
	}{
		{"all", all, events.HistoryQuery{}, []events.Rev{12, 11, 10, 9, 4, 3}, false}, // the record has no views
		{"the newest", all, events.HistoryQuery{Limit: 2}, []events.Rev{12, 11}, false},
		{"older ones", all, events.HistoryQuery{Before: 11, Limit: 3}, []events.Rev{10, 9, 4}, false},
		{"nothing", nil, events.HistoryQuery{}, nil, false},
		{"broken", map[events.DocumentName][]events.Rev{"": {12, 9}, events.DocumentTags: {10, -1}}, events.HistoryQuery{}, []events.Rev{12, 10}, true},
	} {
		var got []events.Rev
		failed := false
		for s, err := range past(c.revs).Everything(t.Context(), line, c.q) {
			if failed = err != nil; !failed {
				got = append(got, s.Rev)
			}
		}
		if !slices.Equal(got, c.want) || failed != c.fail {
			t.Errorf("%s: %v, %v", c.name, got, failed)
		}
		for s := range past(c.revs).Everything(t.Context(), line, c.q) { // a reader may stop
			if s.Rev != c.want[0] {
				t.Error(fmt.Sprint(s.Rev))
			}
			break
		}
	}
}
