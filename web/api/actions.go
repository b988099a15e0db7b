package api

import (
	"context"
	"fmt"
	"net/http"

	"almanac.example/events"
	"almanac.example/web/editing"
)

// Publication says how an event is to be published.
type Publication struct {
	Status events.Status    `json:"status,omitempty" enum:"published,tentative,cancelled" doc:"What it becomes; otherwise what the draft says, or published."`
	Quiet  bool             `json:"quiet,omitempty" doc:"Do not announce it to feed readers."`
	At     *events.Schedule `json:"at,omitempty" doc:"Publish it by itself at this instant instead of now."`
}

// publishEvent makes an event public, now or later.
func (s *Server) publishEvent(c *call) (*answer, error) {
	p, err := decode[Publication](c)
	if err != nil {
		return nil, err
	}
	if p.Status != "" && !p.Status.Public() {
		return nil, unprocessable("status", "must be published, tentative or cancelled")
	}
	if p.At != nil && (p.Quiet || p.Status != "") {
		return nil, unprocessable("at", "stands alone; write status as becomes into the draft")
	}
	return c.change(func(a editing.Act, seen editing.Seen) (editing.Written, error) {
		if p.At != nil {
			return s.Editor.Schedule(c.ctx(), a, seen, *p.At)
		}
		return s.Editor.Publish(c.ctx(), a, seen, editing.Publication{Status: p.Status, Quiet: p.Quiet})
	})
}

// Restoration says what is to be brought back.
type Restoration struct {
	From   events.Rev `json:"from" minimum:"1" doc:"The revision of the former state."`
	Fields []string   `json:"fields,omitempty" doc:"Only these: span, tags, text.en.title. None: everything it said."`
}

// restoreEvent brings back what an event said.
func (s *Server) restoreEvent(c *call) (*answer, error) {
	r, err := decode[Restoration](c)
	if err != nil {
		return nil, err
	}
	return c.change(func(a editing.Act, seen editing.Seen) (editing.Written, error) {
		return s.Editor.Restore(c.ctx(), a, seen, editing.Restoration{From: r.From, Fields: r.Fields})
	})
}

// amendEvent makes a draft that wants to replace a published event.
func (s *Server) amendEvent(c *call) (*answer, error) {
	e, err := c.newEvent()
	if err != nil {
		return nil, err
	}
	if e.ID != "" && e.ID != events.ID(c.path("id")) {
		return nil, unprocessable("id", "leave it out: the draft gets one of its own")
	}
	act, err := c.act()
	if err != nil {
		return nil, err
	}
	seen, err := c.seen()
	if err != nil {
		return nil, err
	}
	w, err := s.Editor.Amend(c.ctx(), act, seen, e)
	if err != nil {
		return nil, err
	}
	return created(addressOf("events", string(w.Event.ID)), formOf(w.Event, true)).at(w.Rev), nil
}

// Acceptance says how a draft is accepted.
type Acceptance struct {
	Status events.Status `json:"status,omitempty" enum:"published,tentative,cancelled,withdrawn" doc:"Instead of what the draft says."`
}

// acceptDraft makes a draft part of the record.
func (s *Server) acceptDraft(c *call) (*answer, error) {
	in, err := decode[Acceptance](c)
	if err != nil {
		return nil, err
	}
	if in.Status == events.Draft {
		return nil, unprocessable("status", "must be published, tentative, cancelled or withdrawn")
	}
	return c.change(func(a editing.Act, seen editing.Seen) (editing.Written, error) {
		return s.Editor.Accept(c.ctx(), a, seen, in.Status)
	})
}

// Merging says into which event a draft is merged.
type Merging struct {
	Into     events.ID  `json:"into" doc:"The event that gets the draft's sources."`
	Revision events.Rev `json:"revision,omitempty" minimum:"1" doc:"Of that event; otherwise as it is then."`
	Exact    bool       `json:"exact,omitempty" doc:"Take the draft's date if it is the event's known more exactly."`
}

// mergeDraft gives a draft's sources to another event.
func (s *Server) mergeDraft(c *call) (*answer, error) {
	in, err := decode[Merging](c)
	if err != nil {
		return nil, err
	}
	if in.Into == "" {
		return nil, unprocessable("into", "missing; name the event that gets the draft's sources")
	}
	return c.change(func(a editing.Act, seen editing.Seen) (editing.Written, error) {
		return s.Editor.MergeInto(c.ctx(), a, seen, editing.Merging{Into: in.Into, Expect: in.Revision, Exact: in.Exact})
	})
}

// keepDraft leaves a draft one.
func (s *Server) keepDraft(c *call) (*answer, error) {
	return c.change(func(a editing.Act, seen editing.Seen) (editing.Written, error) {
		draft, err := c.editable(seen.ID)
		if err != nil {
			return editing.Written{}, err
		}
		return s.Editor.Keep(c.ctx(), a, *draft, seen.Rev)
	})
}

// dropDraft removes a draft for good.
func (s *Server) dropDraft(c *call) (*answer, error) {
	return c.change(func(a editing.Act, seen editing.Seen) (editing.Written, error) {
		return s.Editor.Drop(c.ctx(), a, seen)
	})
}

// Verdict is one decision about many drafts.
type Verdict struct {
	Decision string      `json:"decision" enum:"accept,drop"`
	Drafts   []Reference `json:"drafts" minItems:"1" maxItems:"10000" doc:"Each with the revision that was seen."`
}

// decideDrafts accepts or drops drafts, all of them or none.
func (s *Server) decideDrafts(c *call) (*answer, error) {
	in, err := decode[Verdict](c)
	if err != nil {
		return nil, err
	}
	if n := len(in.Drafts); n == 0 || n > maxBulk {
		return nil, unprocessable("drafts", fmt.Sprintf("has %d entries; must have 1 to %d", n, maxBulk))
	}
	decide := map[string]func(context.Context, editing.Act, editing.Many) ([]editing.Written, error){
		"accept": s.Editor.AcceptAll, "drop": s.Editor.DropAll,
	}[in.Decision]
	if decide == nil {
		return nil, unprocessable("decision", "must be accept or drop")
	}
	act, err := c.act()
	if err != nil {
		return nil, err
	}
	if act.Batch == nil {
		act.Batch = events.NewBatch(events.BatchReview, "")
	}
	act.Batch.Kind = events.BatchReview
	list := make([]editing.Seen, len(in.Drafts))
	for i, d := range in.Drafts {
		list[i] = editing.Seen{ID: d.ID, Rev: d.Revision}
	}
	written, err := decide(c.ctx(), act, editing.Many{Drafts: list, To: s.Imports})
	if err != nil {
		return nil, err
	}
	out := Batch{Batch: act.Batch.ID, Changed: []Reference{}}
	for _, w := range written {
		out.Changed = append(out.Changed, referenceTo(w.Event))
	}
	return ok(out), nil
}

// Left is an event that a batch left as it was.
type Left struct {
	ID     events.ID `json:"id"`
	Reason string    `json:"reason"`
}

// Batch is what became of a batch.
type Batch struct {
	Batch   string      `json:"batch,omitempty" doc:"By which it can be undone; missing after a dry run."`
	Changed []Reference `json:"changed"`
	Left    []Left      `json:"left,omitempty" doc:"What was not changed, and why."`
}

// Reference names a state of an event.
type Reference struct {
	ID       events.ID  `json:"id"`
	Revision events.Rev `json:"revision"`
	Deleted  bool       `json:"deleted,omitempty"`
}

func referenceTo(e *events.Event) Reference {
	return Reference{ID: e.ID, Revision: e.Rev, Deleted: e.Status == events.Deleted}
}

// batchForm tells what became of a batch.
func (c *call) batchForm(b editing.Batched) Batch {
	out := Batch{Batch: b.Batch.ID, Changed: []Reference{}}
	t := c.timeline()
	for _, id := range b.Changed {
		if e, found := t.Event(id); found {
			out.Changed = append(out.Changed, referenceTo(e))
		}
	}
	for _, l := range b.Left {
		out.Left = append(out.Left, Left{l.ID, reasonOf(l.Err)})
	}
	return out
}

// reasonOf words why something was left as it was.
func reasonOf(err error) string {
	p := classify(err, true)
	switch {
	case len(p.Errors) > 0:
		return p.Errors[0].Field + ": " + p.Errors[0].Reason
	case p.Status >= http.StatusInternalServerError:
		return p.Title
	}
	return p.Detail
}

// undoBatch takes a batch back.
func (s *Server) undoBatch(c *call) (*answer, error) {
	act, err := c.act()
	if err != nil {
		return nil, err
	}
	u, err := s.Editor.Undo(c.ctx(), act, c.path("id"))
	if err != nil {
		return nil, err
	}
	out := Undone{Batch: c.batchForm(u.Batched)}
	for _, name := range u.Documents {
		out.Documents = append(out.Documents, string(name))
	}
	for _, l := range u.LeftDocuments {
		out.LeftDocuments = append(out.LeftDocuments, LeftDocument{string(l.Name), reasonOf(l.Err)})
	}
	return ok(out), nil
}

// Undone is what became of an undo.
type Undone struct {
	Batch
	Documents     []string       `json:"documents,omitempty" doc:"Documents that were changed back."`
	LeftDocuments []LeftDocument `json:"leftDocuments,omitempty"`
}

// LeftDocument is a document that an undo left as it was.
type LeftDocument struct {
	Name   string `json:"name"`
	Reason string `json:"reason"`
}
