package editing

import (
	"context"
	"errors"
	"fmt"

	"almanac.example/events"
	"almanac.example/web/access"
)

// errChanged is why a batch is not undone for an event or a document.
var errChanged = errors.New("was changed since")

// trail is what a batch wrote of one event or document.
type trail struct {
	id       events.ID
	document events.DocumentName
	first    events.Rev // the batch's first state of it
	last     events.Rev // and its last
}

// LeftDocument is a document that an undo did not change, and why.
type LeftDocument struct {
	Name events.DocumentName
	Err  error
}

// Undone is what became of an undo.
type Undone struct {
	Batched
	Documents     []events.DocumentName // that were changed back
	LeftDocuments []LeftDocument
}

// Undo takes back what a batch did: every event that still is as the batch left it
// gets the state that it had before, and so does every topic, place and view, and
// any other document as a whole. What was changed since stays and is named; of a
// vocabulary all stays that the batch did to it then. The undo is a batch itself.
// events.ErrNotFound means that the history knows no such batch.
//
// The whole history is read for it, as a batch may be of any age.
func (d *Editor) Undo(ctx context.Context, a Act, batch string) (Undone, error) {
	if err := a.Who.May(access.EditMany); err != nil {
		return Undone{}, err
	}
	trails, err := d.trails(ctx, batch)
	if err != nil {
		return Undone{}, err
	}
	if len(trails) == 0 {
		return Undone{}, fmt.Errorf("batch %q: %w", batch, events.ErrNotFound)
	}
	a.Batch = events.NewBatch(events.BatchUndo, "")
	a.Batch.Undoes = batch
	u := Undone{Batched: Batched{Batch: a.Batch}}
	byID := map[events.ID]trail{}
	var ids []events.ID
	for _, t := range trails {
		if t.document != "" {
			if err := d.undoDocument(ctx, a, t, &u); err != nil {
				return u, err
			}
			continue
		}
		byID[t.id], ids = t, append(ids, t.id)
	}
	r := run{Batched: u.Batched, editor: d, plan: func(ids []events.ID) ([]Planned, error) {
		list := make([]Planned, len(ids))
		for i, id := range ids {
			if list[i], err = d.undoing(ctx, a, byID[id]); err != nil {
				return nil, err
			}
		}
		return list, nil
	}}
	err = r.all(ctx, a, ids)
	u.Batched = r.Batched
	if err == nil {
		err = d.forgetDropped(ctx, d.documentsOf(ids))
	}
	return u, err
}

// trails lists what a batch wrote, the newest first.
func (d *Editor) trails(ctx context.Context, batch string) ([]trail, error) {
	var list []trail
	at := map[events.ID]int{}
	for s, err := range d.record.History(ctx, events.HistoryQuery{}) {
		if err != nil {
			return nil, fmt.Errorf("reading the history: %w", err)
		}
		if s.Batch == nil || s.Batch.ID != batch || s.Event == nil {
			continue
		}
		i, ok := at[s.Event.ID]
		if !ok {
			i = len(list)
			at[s.Event.ID], list = i, append(list, trail{id: s.Event.ID, last: s.Rev})
		}
		list[i].first = s.Rev
	}
	for _, doc := range d.record.Timeline().Site().Documents() {
		t := trail{document: doc.Name}
		for s, err := range d.record.History(ctx, events.HistoryQuery{Document: doc.Name}) {
			if err != nil {
				return nil, fmt.Errorf("reading the history: %w", err)
			}
			if s.Batch != nil && s.Batch.ID == batch {
				t.first, t.last = s.Rev, max(t.last, s.Rev)
			}
		}
		if t.last != 0 {
			list = append(list, t)
		}
	}
	return list, nil
}

// before is the state that an event or a document had before a batch; false if
// there was none.
func (d *Editor) before(ctx context.Context, t trail) (events.State, bool, error) {
	q := events.HistoryQuery{ID: t.id, Document: t.document, Before: t.first, Limit: 1}
	for s, err := range d.record.History(ctx, q) {
		if err != nil {
			return s, false, fmt.Errorf("reading the history: %w", err)
		}
		return s, true, nil
	}
	return events.State{}, false, nil
}

// undoing is how one event is brought back.
func (d *Editor) undoing(ctx context.Context, a Act, t trail) (Planned, error) {
	now, ok := d.record.Timeline().Event(t.id)
	if !ok || now.Rev != t.last {
		return Planned{Before: &events.Event{ID: t.id}, Err: fmt.Errorf("event %q %w", t.id, errChanged)}, nil
	}
	s, ok, err := d.before(ctx, t)
	if err != nil {
		return Planned{}, err
	}
	p := Planned{Before: now}
	switch {
	case ok && s.Redacted != nil:
		p.Err = fmt.Errorf("event %q: its former state was redacted", t.id)
		return p, nil
	case ok && s.Event.Status != events.Deleted:
		p.After = d.unscheduled(*s.Event)
	case now.Status == events.Deleted:
		p.Err = fmt.Errorf("event %q: nothing is to be undone", t.id)
		return p, nil
	}
	if p.Err = a.Who.May(needs(now, p.After)); p.Err == nil && p.After != nil {
		p.Err = p.After.Validate()
	}
	return p, nil
}

// unscheduled is a former state without a plan that is past: it would be
// published again at once.
func (d *Editor) unscheduled(e events.Event) *events.Event {
	if e.Publish != nil && !e.Publish.At.After(d.now()) {
		e.Publish = nil
	}
	return &e
}
