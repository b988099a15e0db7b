package web

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"almanac.example/events"
	"almanac.example/feeds/syndication"
	"almanac.example/web/address"
	"almanac.example/web/moment"
)

// What is read of the history for one log of corrections, whatever the record's
// size and the selection.
const (
	// maxStates is how many states are read, the newest ones: ten times what the
	// page shows and twenty times what a feed's first document does, in some tens
	// of milliseconds.
	maxStates = 1000
	// fewEvents is up to how many events are looked up one by one, so that each
	// has at least ten states.
	fewEvents = maxStates / 10
	// maxFormer is how many states are read beyond those because a change cannot
	// be told without what was before it. They lie anywhere in the history, so
	// each costs as much as many in a row.
	maxFormer = 200
)

// past is what was read of the history of some events.
type past struct {
	states []events.State
	// reached is the state at which a bound ended the reading: all that is newer
	// has been read, with what was before it. It is zero where all has been read.
	reached events.State
}

// corrected makes of a feed of events the log of their corrections. reached is
// where the log ends because a bound was reached; zero where it is whole. It
// tells of no revision after the moment's: the history may be ahead of it.
func (s *Server) corrected(ctx context.Context, m *moment.Moment, f *syndication.Feed) (log *syndication.Feed, reached time.Time, err error) {
	list := slices.Clone(f.Events)
	for _, p := range f.Past { // what was taken back is told of, too
		if !p.Event.Status.Public() {
			list = append(list, p.Event)
		}
	}
	p, err := s.pastOf(ctx, list, m.Rev()+1)
	if err != nil {
		return nil, time.Time{}, fmt.Errorf("reading the history: %w", err)
	}
	f.Updated = time.Time{} // the log moves with its entries, not with every edit
	log = syndication.Corrections(f, p.states)
	log.Items = slices.DeleteFunc(log.Items, func(it *syndication.Item) bool { return it.Facts.Revision <= p.reached.Rev })
	return log, p.reached.At, nil
}

// pastOf reads the newest states of the events before a revision: of a few from their own
// histories, of many from that of all.
func (s *Server) pastOf(ctx context.Context, list []*events.Event, before events.Rev) (past, error) {
	switch {
	case len(list) == 0:
		return past{}, nil
	case len(list) <= fewEvents:
		return s.pastOfFew(ctx, list, before)
	}
	return s.pastOfMany(ctx, list, before)
}

// read adds what a query of the history gives, and counts it.
func (s *Server) read(ctx context.Context, q events.HistoryQuery, add func(events.State)) (n int, err error) {
	for st, err := range s.record.History(ctx, q) {
		if err != nil {
			return n, err
		}
		add(st)
		if n++; n == q.Limit {
			break
		}
	}
	return n, nil
}

func (s *Server) pastOfFew(ctx context.Context, list []*events.Event, before events.Rev) (past, error) {
	var p past
	for _, e := range list {
		q := events.HistoryQuery{ID: e.ID, Before: before, Limit: maxStates / len(list)}
		var oldest events.State
		n, err := s.read(ctx, q, func(st events.State) {
			oldest = st
			p.states = append(p.states, st)
		})
		if err != nil {
			return past{}, err
		}
		if n == q.Limit && oldest.Event.Sequence > 0 && oldest.Rev > p.reached.Rev {
			p.reached = oldest
		}
	}
	return p, nil
}

func (s *Server) pastOfMany(ctx context.Context, list []*events.Event, before events.Rev) (past, error) {
	var read []events.State
	n, err := s.read(ctx, events.HistoryQuery{Before: before, Limit: maxStates}, func(st events.State) { read = append(read, st) })
	if err != nil {
		return past{}, err
	}
	var p past
	if n == maxStates {
		p.reached = read[n-1]
	}
	wanted := make(map[events.ID]bool, n)
	for _, st := range read {
		if st.Event != nil {
			wanted[st.Event.ID] = false
		}
	}
	for _, e := range list {
		if _, ok := wanted[e.ID]; ok {
			wanted[e.ID] = true
		}
	}
	p.states = slices.DeleteFunc(read, func(st events.State) bool { return st.Event == nil || !wanted[st.Event.ID] })
	if p.reached.Rev == 0 {
		return p, nil
	}
	return s.withFormer(ctx, p)
}

// withFormer adds the state before each event's oldest one, without which that
// change could not be told: of the newest changes first, and of so many as the
// bound allows.
func (s *Server) withFormer(ctx context.Context, p past) (past, error) {
	oldest := map[events.ID]events.State{}
	for _, st := range p.states {
		oldest[st.Event.ID] = st
	}
	var open []events.State
	for _, st := range oldest {
		if st.Event.Sequence > 0 { // else it is how the event began
			open = append(open, st)
		}
	}
	slices.SortFunc(open, func(a, b events.State) int {
		return cmp.Or(cmp.Compare(b.Rev, a.Rev), cmp.Compare(a.Event.ID, b.Event.ID))
	})
	for i, st := range open {
		if i == maxFormer {
			p.reached = st
			break
		}
		q := events.HistoryQuery{ID: st.Event.ID, Before: st.Rev, Limit: 1}
		if _, err := s.read(ctx, q, func(st events.State) { p.states = append(p.states, st) }); err != nil {
			return past{}, err
		}
	}
	return p, nil
}

// correctionsOf are what was corrected in a target's selection.
func (s *Server) correctionsOf(ctx context.Context, m *moment.Moment, tg address.Target) ([]*syndication.Item, time.Time, error) {
	log, reached, err := s.corrected(ctx, m, s.feed(feedTask{timeline: m, target: tg, format: formats()[0]}))
	if err != nil {
		return nil, time.Time{}, err
	}
	return log.Items, reached, nil
}
