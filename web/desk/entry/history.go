package entry

import (
	"context"
	"errors"
	"fmt"
	"strconv"

	"almanac.example/events"
	"almanac.example/web/access"
	"almanac.example/web/desk/compare"
	"almanac.example/web/desk/frame"
	"almanac.example/web/editing"
)

// historyPage tells how an entry came to be what it is.
type historyPage struct {
	frame.Head
	Sub     string
	Action  string
	Back    string // address that puts a field back
	Rows    []stateRow
	Compare string // heading of the comparison
	Nothing string // why it has no fields
	Fields  []compare.Difference
	Restore frame.Link
	Put     bool // a field may be put back
	Former  int64
	Rev     int64
	Older   string // address of older states; "" if there are none
	Reached string // the oldest state that is shown
	Note    string
	Redact  string // address that empties past states; "" for who may not
}

// stateRow is one past state.
type stateRow struct {
	Rev        int64
	When, Who  string
	What       string
	Why        frame.Note
	Public     bool
	Older      bool // it is the older side of the comparison
	Newer      bool
	Redacted   bool
	OlderLabel string
	NewerLabel string
}

// statesMost is how many past states a page tells.
const statesMost = 100

// History is the page of past states. Address: /e/ID/history.
func (p *Pages) History(ctx context.Context, v *frame.Visit) (frame.Answer, error) {
	e, err := stored(v)
	if err != nil {
		return frame.Answer{}, err
	}
	states, more, err := p.states(ctx, v, e)
	if err != nil {
		return frame.Answer{}, err
	}
	public := publicRev(states, e)
	page := &historyPage{
		Action: v.EntryLink(e.ID, "history"), Back: v.EntryLink(e.ID, "back"), Rev: int64(e.Rev),
		Sub: v.Text("history.sub", len(states)), Put: v.May(access.WriteDrafts), Note: v.Text("history.note"),
	}
	if public != 0 {
		page.Sub = v.Text("history.subPublic", len(states), int64(public))
	}
	if more {
		last := states[statesMost-1]
		page.Older = v.EntryLink(e.ID, "history", "before", strconv.FormatInt(int64(last.Rev), 10))
		page.Reached = v.Text("history.reached", int64(last.Rev), v.When(last.At))
		page.Sub = page.Reached
	}
	if v.May(access.BackUp) && p.redact != nil {
		page.Redact = v.EntryLink(e.ID, "redact")
	}
	older, newer := sides(v, states, public)
	page.rows(v, states, sidesOf{older, newer, public})
	if err := p.compareStates(ctx, v, page, sidesOf{older, newer, public}); err != nil {
		return frame.Answer{}, err
	}
	page.Head = v.Frame(frame.Heading{Title: v.Text("history.title"), Nav: "entries", Notice: outcome(v), Crumbs: crumbs(v, e, v.Text("history.crumb"))})
	return frame.Show("entry/history", page), nil
}

// states are the past states of an entry, and whether there are older ones: then
// the last is one more than a page tells, as it says what the one after it changed.
// Of an amendment they are its own.
func (p *Pages) states(ctx context.Context, v *frame.Visit, e *events.Event) ([]events.State, bool, error) {
	before, _ := strconv.ParseInt(v.Query.Get("before"), 10, 64)
	var list []events.State
	for s, err := range p.history(ctx, events.HistoryQuery{ID: e.ID, Before: events.Rev(max(0, before)), Limit: statesMost + 2}) {
		if err != nil {
			return nil, false, fmt.Errorf("reading the history of entry %q: %w", e.ID, err)
		}
		list = append(list, s)
	}
	if len(list) > statesMost+1 {
		return list[:statesMost+1], true, nil
	}
	return list, false, nil
}

// publicRev is the revision of the newest public state; 0 if there is none.
func publicRev(states []events.State, e *events.Event) events.Rev {
	if e.Status.Public() {
		return e.Rev
	}
	for _, s := range states {
		if s.Event != nil && s.Event.Status.Public() {
			return s.Rev
		}
	}
	return 0
}

// sidesOf are the two states that are compared, and the one that is public.
type sidesOf struct{ older, newer, public events.Rev }

// sides are the two states to compare: those chosen; else the one that is public
// and the newest; else the newest two.
func sides(v *frame.Visit, states []events.State, public events.Rev) (older, newer events.Rev) {
	a, errA := strconv.ParseInt(v.Query.Get("a"), 10, 64)
	b, errB := strconv.ParseInt(v.Query.Get("b"), 10, 64)
	switch {
	case errA == nil && errB == nil && a != b:
		return events.Rev(min(a, b)), events.Rev(max(a, b))
	case len(states) == 0:
		return 0, 0
	}
	newer = states[0].Rev
	if public != 0 && public != newer {
		return public, newer
	}
	if len(states) > 1 {
		return states[1].Rev, newer
	}
	return 0, newer
}

// rows tells the states, each with what it changed of the one before.
func (page *historyPage) rows(v *frame.Visit, states []events.State, s sidesOf) {
	for i, state := range states {
		if page.Older != "" && i == statesMost {
			break
		}
		row := stateRow{
			Rev: int64(state.Rev), When: v.When(state.At), Who: state.Author, Why: v.Note(state.Note), Public: state.Rev == s.public,
			Older: state.Rev == s.older, Newer: state.Rev == s.newer, Redacted: state.Redacted != nil,
			OlderLabel: v.Text("history.olderLabel", int64(state.Rev)), NewerLabel: v.Text("history.newerLabel", int64(state.Rev)),
		}
		switch {
		case state.Event == nil, i+1 < len(states) && states[i+1].Redacted != nil: // what it changed is not known any more
		case i+1 < len(states) && states[i+1].Event != nil:
			row.What = compare.Names(v, editing.Changed(states[i+1].Event, state.Event))
		default:
			row.What = v.Text("history.added")
		}
		page.Rows = append(page.Rows, row)
	}
}

// compareStates sets two states against each other.
func (p *Pages) compareStates(ctx context.Context, v *frame.Visit, page *historyPage, s sidesOf) error {
	if s.older == 0 || s.newer == 0 {
		return nil
	}
	older, err := p.editor.At(ctx, editing.Seen{ID: v.ID, Rev: s.older})
	if err != nil {
		return err
	}
	newer, err := p.editor.At(ctx, editing.Seen{ID: v.ID, Rev: s.newer})
	if err != nil {
		return err
	}
	page.Former, page.Nothing = int64(s.older), v.Text("history.same")
	page.Compare = v.Text("history.compared", int64(s.older), int64(s.newer))
	if s.older == s.public {
		page.Compare = v.Text("history.comparedPublic", int64(s.older), int64(s.newer))
	}
	if editing.Emptied(older) || editing.Emptied(newer) {
		page.Put, page.Nothing = false, v.Text("history.emptied")
		return nil
	}
	for _, path := range editing.Changed(older, newer) {
		page.Fields = append(page.Fields, compare.Field(v, path, older, newer))
	}
	page.Restore = frame.Link{Text: v.Text("history.restore", int64(s.older)), Href: v.EntryLink(v.ID, "", "from", strconv.FormatInt(int64(s.older), 10))}
	return nil
}

// PutBack gives one field what it said in a former state. Of what is public that
// is an amendment for who may not publish. Address: /e/ID/back.
func (p *Pages) PutBack(ctx context.Context, v *frame.Visit) (frame.Answer, error) {
	e, err := stored(v)
	if err != nil {
		return frame.Answer{}, err
	}
	if !v.Sent || v.Do() != "back" {
		return frame.See(v.EntryLink(e.ID, "history")), nil
	}
	path, from, rev := v.Form.Line("field"), events.Rev(v.Form.Number("from")), events.Rev(v.Form.Number("rev"))
	a := editing.Act{Who: v.Who, Note: v.Text("history.putBackNote", compare.Name(v, path), int64(from))}
	id := e.ID
	if e.Status != events.Draft && !v.May(access.Publish) {
		former, errAt := p.editor.At(ctx, editing.Seen{ID: e.ID, Rev: from})
		if errAt != nil {
			return frame.Answer{}, errAt
		}
		if editing.Emptied(former) {
			return frame.See(v.EntryLink(e.ID, "history")), nil
		}
		next := *e
		if !editing.Take(&next, former, path) {
			return frame.Answer{}, fmt.Errorf("field %q: %w", path, events.ErrNotFound)
		}
		var w editing.Written
		if w, err = p.editor.Amend(ctx, a, editing.Seen{ID: e.ID, Rev: rev}, next); err == nil {
			id = w.Event.ID
		}
	} else {
		_, err = p.editor.Restore(ctx, a, editing.Seen{ID: e.ID, Rev: rev}, editing.Restoration{From: from, Fields: []string{path}})
	}
	if errors.Is(err, events.ErrConflict) {
		return frame.See(v.EntryLink(e.ID, "history")), nil // the page shows what there is now
	}
	if err != nil {
		return frame.Answer{}, err
	}
	if id != e.ID {
		return frame.See(v.EntryLink(id, "", frame.OutcomeKey, "amended")), nil
	}
	return frame.See(v.EntryLink(e.ID, "history", frame.OutcomeKey, "back")), nil
}
