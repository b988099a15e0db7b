package overview

import (
	"context"
	"iter"

	"almanac.example/events"
	"almanac.example/events/timeline"
)

// History reads past states, newest first: of one event, of all events, or of one
// document.
type History func(ctx context.Context, q events.HistoryQuery) iter.Seq2[events.State, error]

// Everything are the past states of all events and of the site's documents
// together, newest first. Of the query Before and Limit count.
func (h History) Everything(ctx context.Context, t *timeline.Timeline, q events.HistoryQuery) iter.Seq2[events.State, error] {
	queries := []events.HistoryQuery{{Before: q.Before, Limit: q.Limit}}
	for _, d := range t.Site().Documents() {
		queries = append(queries, events.HistoryQuery{Document: d.Name, Before: q.Before, Limit: q.Limit})
	}
	return func(yield func(events.State, error) bool) {
		var list []*source
		for _, query := range queries {
			s := &source{}
			s.pull, s.stop = iter.Pull2(h(ctx, query))
			defer s.stop()
			list = append(list, s.next())
		}
		for n := 0; q.Limit == 0 || n < q.Limit; n++ {
			s := newest(list)
			if s == nil || !yield(s.state, s.err) || s.err != nil {
				return
			}
			s.next()
		}
	}
}

// source is one of the histories that are merged, at a state of it.
type source struct {
	pull  func() (events.State, error, bool)
	stop  func()
	state events.State
	err   error
	there bool
}

func (s *source) next() *source {
	s.state, s.err, s.there = s.pull()
	return s
}

// newest is the source whose state comes first; one that has failed comes before
// all. nil: all have ended.
func newest(list []*source) *source {
	var first *source
	for _, s := range list {
		switch {
		case !s.there:
		case s.err != nil:
			return s
		case first == nil, s.state.Rev > first.state.Rev:
			first = s
		}
	}
	return first
}
