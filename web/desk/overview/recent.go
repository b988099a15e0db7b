package overview

import (
	"context"
	"fmt"
	"iter"
	"sync"

	"almanac.example/events"
	"almanac.example/events/timeline"
)

// recentRead is how many of the newest past states the desk's first page looks
// through.
const recentRead = 1000

// recent are the newest past states at a revision. The first page asks for them
// three times, and everybody comes to it: reading them takes longer than all else
// there, after an import above all.
type recent struct {
	mu     sync.Mutex
	rev    events.Rev
	states []events.State
}

// of reads the newest states of a timeline's revision, newest first, unless they
// were read already. What another revision brought meanwhile may be among them.
func (r *recent) of(ctx context.Context, h History, t *timeline.Timeline) ([]events.State, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.states != nil && r.rev == t.Rev() {
		return r.states, nil
	}
	states := []events.State{}
	for s, err := range h.Everything(ctx, t, events.HistoryQuery{Limit: recentRead}) {
		if err != nil {
			return nil, fmt.Errorf("reading the history: %w", err)
		}
		states = append(states, s)
	}
	r.rev, r.states = t.Rev(), states
	return states, nil
}

// each is the states one after the other, as a history is read.
func each(states []events.State) iter.Seq2[events.State, error] {
	return func(yield func(events.State, error) bool) {
		for i := range states {
			if !yield(states[i], nil) {
				return
			}
		}
	}
}
