package overview

import (
	"context"
	"fmt"
	"iter"
	"testing"

	"almanac.example/events"
	"almanac.example/events/timeline"
)

// many is a history of so many states of a batch, the newest first, that counts
// how often it is read.
func many(n int, read *int) History {
	return func(_ context.Context, q events.HistoryQuery) iter.Seq2[events.State, error] {
		return func(yield func(events.State, error) bool) {
			if q.Document != "" {
				return
			}
			*read++
			for i := range min(n, q.Limit) {
				rev := events.Rev(n - i)
				s := events.State{Rev: rev, Batch: &events.BatchPart{ID: "b", Kind: events.BatchImport}, Event: &events.Event{ID: events.ID(fmt.Sprint(rev)), Rev: rev}}
				if !yield(s, nil) {
					return
				}
			}
		}
	}
}

func TestTheNewestStatesAreReadOnceARevision(t *testing.T) {
	read := 0
	h, r := many(recentRead+10, &read), recent{}
	first := timeline.New().With(events.Batch{Rev: 1, Reset: true})
	for range 3 {
		if states, err := r.of(t.Context(), h, first); err != nil || len(states) != recentRead || states[0].Rev != recentRead+10 {
			t.Fatalf("%d states, %v", len(states), err)
		}
	}
	if read != 1 {
		t.Errorf("read %d times", read)
	}
	if _, err := r.of(t.Context(), h, first.With(events.Batch{Rev: 2})); err != nil || read != 2 {
		t.Errorf("read %d times at another revision, %v", read, err)
	}
}

// TestABatchThatWasNotReadToItsEndSaysSo holds that a count of what was read is not
// told as that of the batch.
func TestABatchThatWasNotReadToItsEndSaysSo(t *testing.T) {
	v := visit(t)
	for n, want := range map[int]string{3: "3 entries", 4: "4 entries", 9: "4 entries and more"} {
		read := 0
		list, oldest, err := (&Pages{}).lines(t.Context(), v, reading{many(n, &read).Everything(t.Context(), v.Timeline, events.HistoryQuery{Limit: 4}), 4}, 10)
		if err != nil || len(list) != 1 || list[0].Title.Text != want || (oldest > 1) != (n > 4) {
			t.Errorf("%d states: %+v, down to %d, %v", n, list, oldest, err)
		}
	}
}
