package webhook

import (
	"cmp"
	"context"
	"fmt"
	"iter"
	"slices"
	"strings"

	"almanac.example/events"
)

// window is how many revisions are read at once: of each as many states as a
// commit may have.
const window = 32

// outbox is a stretch of the history after a cursor, in the order in which it
// is told.
type outbox struct {
	at     cursor // before states
	states []events.State
	upTo   events.Rev // there is nothing else up to this revision
}

// readOutbox reads what comes next after the cursor.
func readOutbox(ctx context.Context, r Record, c cursor) (outbox, error) {
	t := r.Timeline()
	// This process may see less than the one that moved the cursor.
	box := outbox{at: c, upTo: max(min(c.Rev+window, t.Rev()), c.Rev)}
	collect := func(list iter.Seq2[events.State, error]) error {
		for s, err := range list {
			if err != nil {
				return fmt.Errorf("reading the history: %w", err)
			}
			if s.Rev < c.Rev {
				return nil
			}
			if s.Rev > c.Rev || subject(&s) > c.Subject {
				box.states = append(box.states, s)
			}
		}
		return nil
	}
	if err := collect(r.History(ctx, events.HistoryQuery{Before: box.upTo + 1})); err != nil {
		return box, err
	}
	for name, rev := range t.Site().Revs {
		if rev < c.Rev {
			continue
		}
		if err := collect(r.History(ctx, events.HistoryQuery{Document: name, Before: box.upTo + 1})); err != nil {
			return box, err
		}
	}
	slices.SortFunc(box.states, func(a, b events.State) int {
		return cmp.Or(cmp.Compare(a.Rev, b.Rev), strings.Compare(subject(&a), subject(&b)))
	})
	return box, nil
}

// take removes the first state; then the cursor of the outbox is past it.
func (b *outbox) take() events.State {
	s := b.states[0]
	b.states = b.states[1:]
	switch {
	case len(b.states) == 0:
		b.at = b.end()
	case b.states[0].Rev > s.Rev:
		b.at = cursor{s.Rev, wholly}
	default:
		b.at = cursor{s.Rev, subject(&s)}
	}
	return s
}

// end is the cursor that is past everything.
func (b *outbox) end() cursor { return cursor{b.upTo, wholly} }

// stateBefore is what the state followed; nil if it was the first of its event
// or document.
func stateBefore(ctx context.Context, r Record, s *events.State) (*events.State, error) {
	q := events.HistoryQuery{Before: s.Rev, Limit: 1}
	if s.Document != nil {
		q.Document = s.Document.Name
	} else {
		q.ID = s.Event.ID
	}
	return newest(ctx, r, q)
}

func newest(ctx context.Context, r Record, q events.HistoryQuery) (*events.State, error) {
	q.Limit = 1
	for s, err := range r.History(ctx, q) {
		if err != nil {
			return nil, fmt.Errorf("reading the history: %w", err)
		}
		return &s, nil
	}
	return nil, nil
}
