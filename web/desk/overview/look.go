package overview

import (
	"context"
	"fmt"

	"almanac.example/events"
)

// lookedAt is how many past states one search through the history reads, unless
// it is asked to go further.
const lookedAt = 5000

// reachMost is how many past states a search reads at most.
const reachMost = 1_000_000

// found is what a search through the history came to.
type found struct {
	ids     map[events.ID]bool
	reached *events.State // the oldest state that was read, if there may be older ones
}

// look finds the entries that were changed by somebody, or in a batch.
func (h History) look(ctx context.Context, f Filter, reach int) (found, error) {
	out := found{ids: map[events.ID]bool{}}
	n := 0
	for s, err := range h(ctx, events.HistoryQuery{Limit: reach}) {
		if err != nil {
			return out, fmt.Errorf("reading the history: %w", err)
		}
		if n++; n == reach {
			out.reached = &s
		}
		if s.Event == nil {
			continue
		}
		by := f.By == "" || s.By == f.By
		batch := f.Batch == "" || s.Batch != nil && s.Batch.ID == f.Batch
		if by && batch {
			out.ids[s.Event.ID] = true
		}
	}
	return out, nil
}

// author is who wrote the state of an event.
func (h History) author(ctx context.Context, e *events.Event) string {
	for s, err := range h(ctx, events.HistoryQuery{ID: e.ID, Before: e.Rev + 1, Limit: 1}) {
		if err == nil {
			return s.Author
		}
	}
	return ""
}
