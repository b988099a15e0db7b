package entry

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"strconv"

	"almanac.example/events"
	"almanac.example/web/access"
	"almanac.example/web/desk/compare"
	"almanac.example/web/desk/frame"
	"almanac.example/web/editing"
	"almanac.example/web/words"
)

// history tells past states, newest first.
type history func(ctx context.Context, q events.HistoryQuery) iter.Seq2[events.State, error]

// Redact empties the states of an event that are older than a revision, and tells
// how many there were.
type Redact func(ctx context.Context, who access.Principal, id events.ID, before events.Rev, reason string) (int, error)

// redactPage asks which past states of an entry are to be emptied, and shows them
// before they are.
type redactPage struct {
	frame.Head
	Subject words.Run // the entry
	Action  string
	Back    string
	Edit    string // address at which the current state is edited; "" if it is deleted
	Current string // words for the current state, which stays
	Before  frame.Field
	Reason  frame.Field
	Shown   bool // the states are shown; otherwise they are asked for
	States  []redactState
	N       int    // how many
	More    string // words for those that are not shown one by one
	None    string // there is nothing to empty
	Button  string
}

// redactState is a state that is to be emptied.
type redactState struct {
	Rev       int64
	When, Who string
	Goes      string // what it says and will not say any more
}

const (
	doLook   = "look"
	doRedact = "redact"

	maxReason     = 1000 // bytes
	redactedShown = 100  // states that are shown one by one
)

// Redact is the page on which past states of an entry are emptied. The first form
// asks, the second shows what goes and does it. Address: /e/ID/redact.
func (p *Pages) Redact(ctx context.Context, v *frame.Visit) (frame.Answer, error) {
	e, ok := v.Timeline.Event(v.ID)
	if !ok || p.redact == nil {
		return frame.Answer{}, fmt.Errorf("entry %q: %w", v.ID, events.ErrNotFound)
	}
	page := redactForm(v, e)
	if !v.Sent {
		return page.show(v, e, nil), nil
	}
	before, reason := events.Rev(v.Form.Number("before")), events.Harmless(v.Form.Line("reason"))
	var faults frame.Faults
	if before < 1 || before > e.Rev {
		faults.Add("before", v.Text("redact.before"), v.Text("redact.badBefore", int64(e.Rev)))
	}
	if reason == "" || len(reason) > maxReason {
		faults.Add("reason", v.Text("redact.reason"), v.Text("redact.noReason"))
	}
	if len(faults) > 0 {
		return page.show(v, e, faults), nil
	}
	n, err := page.gather(ctx, v, p.history, before)
	switch {
	case err != nil:
		return frame.Answer{}, err
	case v.Do() != doRedact || n == 0 || v.Form.Number("expect") != int64(n):
		return page.show(v, e, nil), nil
	}
	_, err = p.redact(ctx, v.Who, e.ID, before, reason)
	var invalid *events.Invalid
	switch {
	case errors.As(err, &invalid): // it was changed just now: the form names another revision
		faults.Add("before", v.Text("redact.before"), v.Text("publish.changed"))
		return page.show(v, e, faults), nil
	case err != nil:
		return frame.Answer{}, err
	case e.Status == events.Deleted:
		return frame.See(v.Link("/history")), nil
	}
	return frame.See(v.EntryLink(e.ID, "history", frame.OutcomeKey, "redacted")), nil
}

// redactForm asks what is to go.
func redactForm(v *frame.Visit, e *events.Event) *redactPage {
	page := &redactPage{
		Subject: v.TitleOf(e), Action: v.EntryLink(e.ID, doRedact), Back: v.EntryLink(e.ID, "history"), Edit: v.EntryLink(e.ID, ""),
		Current: v.Text("redact.current", int64(e.Rev)),
		Before:  frame.Field{ID: "before", Name: "before", Label: v.Text("redact.before"), Hint: v.Text("redact.beforeHint", int64(e.Rev)), Value: strconv.FormatInt(int64(e.Rev), 10), Class: "s8", Autocomplete: "off"},
		Reason:  frame.Field{ID: "reason", Name: "reason", Label: v.Text("redact.reason"), Hint: v.Text("redact.reasonHint"), Value: v.Form.Line("reason"), Max: maxReason},
	}
	if e.Status == events.Deleted {
		page.Subject, page.Edit, page.Back = words.Run{Text: e.Slug}, "", v.Link("/history")
	}
	if v.Sent {
		page.Before.Value = v.Form.Line("before")
	}
	return page
}

// gather finds the states that are to be emptied and tells what each says that it
// will not say any more.
func (page *redactPage) gather(ctx context.Context, v *frame.Visit, h history, before events.Rev) (int, error) {
	n := 0
	for s, err := range h(ctx, events.HistoryQuery{ID: v.ID, Before: before}) {
		if err != nil {
			return 0, fmt.Errorf("reading the history of entry %q: %w", v.ID, err)
		}
		if s.Redacted != nil {
			continue
		}
		if n++; n <= redactedShown {
			page.States = append(page.States, redactState{Rev: int64(s.Rev), When: v.When(s.At), Who: s.Author, Goes: goes(v, &s)})
		}
	}
	page.N, page.Shown = n, true
	if n > redactedShown {
		page.More = v.Text("redact.more", n-redactedShown)
	}
	if page.Button = v.Text("redact.button", n); n == 0 {
		page.Button, page.None = "", v.Text("redact.none", int64(before))
	}
	return n, nil
}

// goes names what a state says and an emptied one does not.
func goes(v *frame.Visit, s *events.State) string {
	var list []string
	if s.Event != nil {
		emptied := s.Emptied(events.Redaction{})
		for _, path := range editing.Changed(s.Event, emptied.Event) {
			list = append(list, compare.Name(v, path))
		}
		if s.Event.Proposal != nil {
			list = append(list, v.Text("redact.proposal"))
		}
	}
	if s.Note != "" {
		list = append(list, v.Text("redact.note"))
	}
	if len(list) == 0 {
		return v.Text("redact.nothing")
	}
	return v.Join(list)
}

func (page *redactPage) show(v *frame.Visit, e *events.Event, faults frame.Faults) frame.Answer {
	page.Before.Fault, page.Reason.Fault = faults.Of("before"), faults.Of("reason")
	page.Shown = page.Shown && len(faults) == 0
	crumb := []frame.Link{{Text: v.Text("log.title"), Href: v.Link("/history")}, {Text: v.Text("redact.crumb"), Current: true}}
	if e.Status != events.Deleted {
		crumb = crumbs(v, e, v.Text("redact.crumb"))
	}
	page.Head = v.Frame(frame.Heading{Title: v.Text("redact.title"), Nav: "entries", Faults: faults, Alone: v.Sent, Crumbs: crumb})
	return frame.Refuse("entry/redact", page)
}
