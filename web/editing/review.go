package editing

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"almanac.example/events"
	"almanac.example/feeds/intake"
	"almanac.example/feeds/report/review"
	"almanac.example/web/access"
)

// SetReadings tells the editor where what is kept of documents stands. It is to
// be called before the editor is used. Without it nothing is kept.
func (d *Editor) SetReadings(vault review.Vault) { d.readings = vault }

// Propose stores what a report proposes, all of it or nothing, and keeps the
// document's other dates for those who review it. Where only keeping them fails
// the drafts are stored; the error says so, and reading the document again mends
// it.
func (d *Editor) Propose(ctx context.Context, a Act, p review.Proposals, to intake.Record) error {
	if err := a.Who.May(access.WriteDrafts); err != nil {
		return err
	}
	changes := p.Changes(a.by())
	for i := range changes {
		changes[i].By, changes[i].Batch = a.Who.By(), a.Batch
	}
	if len(changes) > 0 {
		if _, err := to.Import(ctx, slices.Values(changes), nil); err != nil {
			return err
		}
	}
	if d.readings == nil {
		return nil
	}
	if err := review.Remember(ctx, d.readings, p.Reading, d.now()); err != nil {
		return fmt.Errorf("the drafts are stored, but not the dates that were left out; read the document again: %w", err)
	}
	return nil
}

// Readings lists what is kept of documents, without their dates.
func (d *Editor) Readings(ctx context.Context, a Act) ([]review.Reading, error) {
	if err := a.Who.May(access.ReadDrafts); err != nil || d.readings == nil {
		return nil, err
	}
	return review.Readings(ctx, d.readings)
}

// Reading is what is kept of a document; events.ErrNotFound if that is nothing.
func (d *Editor) Reading(ctx context.Context, a Act, document string) (review.Reading, error) {
	if err := a.Who.May(access.ReadDrafts); err != nil {
		return review.Reading{}, err
	}
	if d.readings == nil {
		return review.Reading{}, fmt.Errorf("document %q: %w", document, events.ErrNotFound)
	}
	return review.Recall(ctx, d.readings, document)
}

// ErrDateTaken says that a draft was made of a date of a document already, and
// perhaps dropped since.
var ErrDateTaken = fmt.Errorf("a draft was made of this date already: %w", events.ErrConflict)

// TakeDate stores a draft of a date of which a reading made none: what was typed
// about it, under the ID and with the place of what was found. Of one date no
// second draft is made, by whoever and whenever: ErrDateTaken, with the *Conflict
// that tells of the first where that still stands.
func (d *Editor) TakeDate(ctx context.Context, a Act, found, e events.Event) (Written, error) {
	e.ID, e.Status = found.ID, events.Draft
	c, err := d.creation(ctx, a, e)
	if err != nil {
		return Written{}, err
	}
	c.Event.Proposal = found.Proposal
	if err := c.Event.Validate(); err != nil {
		return Written{}, err
	}
	for _, other := range review.From(d.record.Timeline(), found.Proposal.Document) {
		if other.Proposal.Fingerprint == found.Proposal.Fingerprint {
			return Written{}, d.dateTaken(ctx, other.ID, c.Event)
		}
	}
	_, err = d.commit(ctx, a, c)
	if errors.Is(err, events.ErrConflict) && d.everStored(ctx, found.ID) {
		return Written{}, d.dateTaken(ctx, found.ID, c.Event) // in this instant: the timeline may not have it yet
	}
	return d.written(ctx, Seen{ID: c.Event.ID}, c.Event, err)
}

// everStored asks the store itself whether it has had an event.
func (d *Editor) everStored(ctx context.Context, id events.ID) bool {
	for _, err := range d.record.History(ctx, events.HistoryQuery{ID: id, Limit: 1}) {
		return err == nil
	}
	return false
}

func (d *Editor) dateTaken(ctx context.Context, by events.ID, yours *events.Event) error {
	return fmt.Errorf("event %q: %w: %w", by, ErrDateTaken, d.conflictOf(ctx, events.ErrConflict, Seen{ID: by}, yours))
}

// Finish ends the review of a document: what is kept of it is forgotten. Drafts
// that still wait go on waiting.
func (d *Editor) Finish(ctx context.Context, a Act, document string) error {
	if err := a.Who.May(access.Review); err != nil || d.readings == nil {
		return err
	}
	return review.Forget(ctx, d.readings, document)
}

// AcceptAs is Accept of a draft as a reviewer has corrected it.
func (d *Editor) AcceptAs(ctx context.Context, a Act, next events.Event, expect events.Rev) (Written, error) {
	return d.decideAs(ctx, a, corrected{next, expect}, func(draft *events.Event) (review.Decision, error) {
		decision, err := review.Accept(draft, a.by())
		if err == nil {
			err = checkPublication(decision.Changes[0].Event)
		}
		return decision, err
	})
}

// Keep leaves a draft one, as a reviewer has corrected it, and says that it waits
// for no decision any more. Where it waits for none and nothing was corrected,
// nothing is written.
func (d *Editor) Keep(ctx context.Context, a Act, next events.Event, expect events.Rev) (Written, error) {
	return d.decideAs(ctx, a, corrected{next, expect}, func(draft *events.Event) (review.Decision, error) {
		return review.Keep(draft, a.by())
	})
}

// corrected is a draft as a reviewer wants it, in place of the state that was
// seen.
type corrected struct {
	event  events.Event
	expect events.Rev
}

// decideAs decides about a draft that says something else now, as one commit.
func (d *Editor) decideAs(ctx context.Context, a Act, c corrected, decide func(*events.Event) (review.Decision, error)) (Written, error) {
	if err := a.Who.May(access.Review); err != nil {
		return Written{}, err
	}
	next, s := c.event, Seen{c.event.ID, c.expect}
	old, err := d.stored(ctx, s)
	if err != nil {
		return Written{}, err
	}
	if old.Status != events.Draft {
		return Written{}, undecided(s.ID, fmt.Errorf("event %q %w", s.ID, review.ErrNotDraft))
	}
	draft, anew := old, false
	if next.Status = events.Draft; !events.Same(old, &next) {
		change, err := d.replacement(ctx, a, next, s.Rev)
		if err != nil {
			return Written{}, err
		}
		draft, anew = change.Event, true
	}
	decision, err := decide(draft)
	if err != nil {
		return Written{}, undecided(s.ID, err)
	}
	switch {
	case len(decision.Changes) > 0:
	case !anew: // it waits for no decision
		return Written{old, old.Rev}, nil
	default:
		decision.Changes = append(decision.Changes, events.Put(*draft, s.Rev))
	}
	return d.decide(ctx, a, decision, s.ID)
}

// TakeBack takes back the decision of a review that has left an event as it was
// seen: its event, and the other one of a merge, get the state that they had. What somebody has
// changed since is a *Conflict, and nothing is taken back then;
// events.ErrNotFound says that this state is no decision of a review.
func (d *Editor) TakeBack(ctx context.Context, a Act, s Seen) (Written, error) {
	if err := a.Who.May(access.Review); err != nil {
		return Written{}, err
	}
	states, err := d.decision(ctx, s)
	if err != nil {
		return Written{}, err
	}
	a.Batch = events.NewBatch(events.BatchUndo, "")
	a.Batch.Undoes, a.Batch.Last = states[0].Batch.ID, true
	var changes []events.Change
	for _, state := range states {
		p, err := d.undoing(ctx, a, trail{id: state.Event.ID, first: state.Rev, last: state.Rev})
		switch {
		case errors.Is(p.Err, errChanged):
			return Written{}, d.conflict(ctx, Seen{state.Event.ID, state.Rev}, nil)
		case err != nil || p.Err != nil:
			return Written{}, errors.Join(err, p.Err)
		}
		c := events.Put(*p.After, state.Rev)
		c.Note = "took back: " + state.Note
		changes = append(changes, c)
	}
	_, err = d.commit(ctx, a, changes...)
	return d.written(ctx, s, nil, err)
}

// decision are the states of the decision of a review that left an event so: its
// own, and that of the other event where a draft went into it. Many that were
// dropped or accepted in one commit are a decision each.
func (d *Editor) decision(ctx context.Context, s Seen) ([]events.State, error) {
	var states []events.State
	found := false
	for state, err := range d.record.History(ctx, events.HistoryQuery{Before: s.Rev + 1, Limit: MaxTogether}) {
		if err != nil {
			return nil, fmt.Errorf("reading the history: %w", err)
		}
		if state.Rev != s.Rev || state.Event == nil {
			break
		}
		found = found || state.Event.ID == s.ID
		states = append(states, state)
	}
	if !found || states[0].Batch == nil || states[0].Batch.Kind != events.BatchReview {
		return nil, fmt.Errorf("decision about event %q: %w", s.ID, events.ErrNotFound)
	}
	if gone := func(s events.State) bool { return s.Event.Status == events.Deleted }; len(states) != 2 || gone(states[0]) == gone(states[1]) {
		states = slices.DeleteFunc(states, func(state events.State) bool { return state.Event.ID != s.ID })
	}
	return states, nil
}

// forgetDropped forgets what is kept of documents of which the record holds
// nothing but tombstones now: their queue was dropped, or their import undone.
func (d *Editor) forgetDropped(ctx context.Context, documents []string) error {
	if d.readings == nil {
		return nil
	}
	slices.Sort(documents)
	for _, name := range slices.Compact(documents) {
		alive := slices.ContainsFunc(review.From(d.record.Timeline(), name), func(e *events.Event) bool { return e.Status != events.Deleted })
		if alive || name == "" {
			continue
		}
		if err := review.Forget(ctx, d.readings, name); err != nil {
			return fmt.Errorf("it is done, but the dates of the document are still kept: %w", err)
		}
	}
	return nil
}

// documentsOf are the documents in which importers found the events.
func (d *Editor) documentsOf(ids []events.ID) []string {
	var list []string
	for _, id := range ids {
		if e, ok := d.record.Timeline().Event(id); ok && e.Proposal != nil {
			list = append(list, e.Proposal.Document)
		}
	}
	return list
}
