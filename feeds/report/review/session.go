package review

import (
	"almanac.example/events"
	"almanac.example/events/timeline"
)

// Session goes through a queue of drafts, once. It remembers what was decided,
// so that it can be taken back, latest first.
type Session struct {
	queue   []events.ID
	at      int
	made    []made
	written map[events.ID]events.Rev // where the session left each event
	tally   map[Kind]int
}

// made is a decision that was committed.
type made struct {
	Decision
	at int // the place in the queue where it was made
}

// NewSession starts at the first draft of a queue.
func NewSession(queue []*events.Event) *Session {
	s := &Session{written: map[events.ID]events.Rev{}, tally: map[Kind]int{}}
	for _, e := range queue {
		s.queue = append(s.queue, e.ID)
	}
	return s
}

// Current is the draft to decide about, as the timeline has it now. Those that
// are no drafts any more, because somebody else decided, are passed over. ok
// is false at the end of the queue.
func (s *Session) Current(t *timeline.Timeline) (draft *events.Event, ok bool) {
	for ; s.at < len(s.queue); s.at++ {
		if e, ok := t.Event(s.queue[s.at]); ok && e.Status == events.Draft {
			return e, true
		}
	}
	return nil, false
}

// Place is the number of the current draft, from 1, and that of all.
func (s *Session) Place() (n, of int) { return min(s.at+1, len(s.queue)), len(s.queue) }

// Skip goes to the next draft and leaves this one as it is.
func (s *Session) Skip() { s.at = min(s.at+1, len(s.queue)) }

// Commit notes that a decision was committed at the revision. After an edit
// the draft stays the current one; any other decision goes on to the next.
func (s *Session) Commit(d Decision, rev events.Rev) {
	if len(d.Changes) == 0 {
		return
	}
	s.note(d, rev)
	s.made = append(s.made, made{d, s.at})
	s.tally[d.Kind]++
	if d.Kind != Edited {
		s.Skip()
	}
}

func (s *Session) note(d Decision, rev events.Rev) {
	for _, c := range d.Changes {
		s.written[c.Event.ID] = rev
	}
}

// Undo is the decision that takes the latest one back; ok is false if there is
// none. Once it is committed, call Undid.
func (s *Session) Undo(by By) (d Decision, ok bool) {
	if len(s.made) == 0 {
		return Decision{}, false
	}
	return s.made[len(s.made)-1].Undo(func(id events.ID) events.Rev { return s.written[id] }, by), true
}

// Undid notes that the latest decision was taken back, by d at the revision,
// and returns to its draft.
func (s *Session) Undid(d Decision, rev events.Rev) {
	s.note(d, rev)
	latest := s.made[len(s.made)-1]
	s.made, s.at = s.made[:len(s.made)-1], latest.at
	s.tally[latest.Kind]--
}

// Count tells how many decisions of a kind stand.
func (s *Session) Count(k Kind) int { return s.tally[k] }
