package api

import (
	"encoding/json"
	"errors"
	"fmt"

	"almanac.example/events"
	"almanac.example/web/editing"
)

// Operation is one change of a list: exactly one of create, replace, patch and
// delete.
type Operation struct {
	Create   *Event          `json:"create,omitempty"`
	Replace  *Event          `json:"replace,omitempty" doc:"The whole event, with its id."`
	Patch    json.RawMessage `json:"patch,omitempty" doc:"A merge patch (RFC 7396), with the event's id."`
	Delete   events.ID       `json:"delete,omitempty"`
	Revision events.Rev      `json:"revision,omitempty" minimum:"1" doc:"That is replaced, changed or deleted; needed there."`
}

// Operations is a list of changes.
type Operations struct {
	Operations []Operation `json:"operations" minItems:"1" maxItems:"1000" doc:"Up to 32 are made together or not at all."`
}

// Operated is what became of a list of changes.
type Operated struct {
	Batch  string      `json:"batch,omitempty" doc:"By which they can be undone; a list of up to 32 is none unless it was given a name."`
	Events []Reference `json:"events" doc:"In the order of the operations."`
}

const maxOperations = 1000

// batchEvents makes a list of changes.
func (s *Server) batchEvents(c *call) (*answer, error) {
	in, err := decode[Operations](c)
	if err != nil {
		return nil, err
	}
	if n := len(in.Operations); n == 0 || n > maxOperations {
		return nil, unprocessable("operations", fmt.Sprintf("has %d entries; must have 1 to %d", n, maxOperations))
	}
	act, err := c.act()
	if err != nil {
		return nil, err
	}
	list := make([]editing.Operation, len(in.Operations))
	for i := range in.Operations {
		if list[i], err = c.operation(&in.Operations[i]); err != nil {
			return nil, inOperation(i, err)
		}
	}
	if act.Batch == nil && len(list) > editing.MaxTogether {
		act.Batch = events.NewBatch(events.BatchEdit, "")
	}
	written, made, err := s.Editor.Apply(c.ctx(), act, list)
	var at *editing.OperationError
	if errors.As(err, &at) {
		err = inOperation(at.Index, at.Err)
	}
	if err != nil && made > 0 {
		s.Log.Warn("a list of changes was made in part", "batch", act.Batch.ID, "made", made, "err", err)
		return nil, fmt.Errorf("the first %d operations were made; undo batch %s to take them back: %w", made, act.Batch.ID, err)
	}
	if err != nil {
		return nil, err
	}
	out := Operated{Events: []Reference{}}
	if act.Batch != nil {
		out.Batch = act.Batch.ID
	}
	for _, w := range written {
		out.Events = append(out.Events, referenceTo(w.Event))
	}
	return ok(out), nil
}

// operation is an operation as it is carried out.
func (c *call) operation(o *Operation) (editing.Operation, error) {
	given := 0
	for _, is := range []bool{o.Create != nil, o.Replace != nil, len(o.Patch) > 0, o.Delete != ""} {
		if is {
			given++
		}
	}
	switch {
	case given != 1:
		return editing.Operation{}, unprocessable("", "give one of create, replace, patch and delete")
	case o.Create != nil && o.Revision != 0:
		return editing.Operation{}, unprocessable("revision", "a new event has none")
	case o.Create == nil && o.Revision < 1:
		return editing.Operation{}, unprocessable("revision", "missing; name the revision that you were told")
	case o.Create != nil:
		e, err := o.Create.whole(nil)
		return editing.Operation{Create: e}, err
	case o.Delete != "":
		return editing.Operation{Delete: o.Delete, Expect: o.Revision}, nil
	}
	return c.replacing(o)
}

// replacing is an operation that gives an event another state.
func (c *call) replacing(o *Operation) (editing.Operation, error) {
	f := o.Replace
	if f == nil {
		var named struct {
			ID events.ID `json:"id"`
		}
		if err := json.Unmarshal(o.Patch, &named); err != nil || named.ID == "" {
			return editing.Operation{}, unprocessable("patch.id", "missing; name the event")
		}
		old, err := c.editable(named.ID)
		if err != nil {
			return editing.Operation{}, err
		}
		next, err := patched(o.Patch, formOf(old, true))
		if err != nil {
			return editing.Operation{}, inside("patch", err)
		}
		f = &next
	}
	old, _ := c.timeline().Event(f.ID)
	if old != nil && old.Rev != o.Revision {
		old = nil
	}
	e, err := f.whole(old)
	if old != nil && f.Status == "" {
		e.Status = old.Status
	}
	return editing.Operation{Replace: e, Expect: o.Revision}, err
}

// whole is the event of a form whose stored state is old; nil: there is none, or
// another than the client saw.
func (f *Event) whole(old *events.Event) (*events.Event, error) {
	if old != nil || f.Revision == 0 {
		if err := f.checkReadOnly(old); err != nil {
			return nil, err
		}
	}
	e, err := f.event()
	return &e, err
}

// inOperation names the operation that something is wrong with.
func inOperation(index int, err error) error {
	return inside(fmt.Sprintf("operations[%d]", index), err)
}

// inside puts a path before the fields of an error.
func inside(path string, err error) error {
	var invalid *events.Invalid
	if !errors.As(err, &invalid) {
		return fmt.Errorf("%s: %w", path, err)
	}
	next := &events.Invalid{Subject: invalid.Subject}
	for _, p := range invalid.Problems {
		if p.Field != "" {
			p.Field = "." + p.Field
		}
		next.Problems = append(next.Problems, events.Problem{Field: path + p.Field, Reason: p.Reason})
	}
	return next
}

// Bulk is the same change of many events.
type Bulk struct {
	Selection string      `json:"selection,omitempty" doc:"Which events, as in an address: year=2019&tag=policy. With status for those that are not public."`
	IDs       []events.ID `json:"ids,omitempty" maxItems:"10000" doc:"Or these."`
	Edit      Edit        `json:"edit"`
	DryRun    bool        `json:"dryRun,omitempty" doc:"Tell what would be changed, and change nothing."`
}

// Edit is what is done to each event. What is missing stays as it is.
type Edit struct {
	AddTags    []string      `json:"addTags,omitempty"`
	RemoveTags []string      `json:"removeTags,omitempty"`
	Place      *events.Place `json:"place,omitempty"`
	NoPlace    bool          `json:"noPlace,omitempty" doc:"They are to have none."`
	Key        *bool         `json:"key,omitempty"`
	Status     events.Status `json:"status,omitempty" enum:"draft,published,tentative,cancelled,withdrawn"`
	Delete     bool          `json:"delete,omitempty" doc:"They are to be deleted; nothing else counts then."`
}

const maxBulk = 10_000

// bulkEvents makes the same change of many events.
func (s *Server) bulkEvents(c *call) (*answer, error) {
	in, err := decode[Bulk](c)
	if err != nil {
		return nil, err
	}
	act, err := c.act()
	if err != nil {
		return nil, err
	}
	ids, err := c.meant(&in)
	if err != nil {
		return nil, err
	}
	edit := editing.Edit(in.Edit)
	if in.DryRun {
		plan, err := s.Editor.Plan(act, ids, edit)
		if err != nil {
			return nil, err
		}
		return ok(planned(plan)), nil
	}
	if act.Batch == nil {
		act.Batch = events.NewBatch(events.BatchBulk, "")
	}
	b, err := s.Editor.EditMany(c.ctx(), act, ids, edit)
	if err != nil {
		return nil, err
	}
	return ok(c.batchForm(b)), nil
}

// meant are the events that a bulk change is of.
func (c *call) meant(in *Bulk) ([]events.ID, error) {
	if (in.Selection == "") == (len(in.IDs) == 0) {
		return nil, unprocessable("selection", "give a selection or ids")
	}
	if in.Selection == "" {
		return in.IDs, nil
	}
	list, err := c.bySpelling(in.Selection)
	if err != nil {
		return nil, err
	}
	if len(list) > maxBulk {
		return nil, unprocessable("selection", fmt.Sprintf("means %d events; at most %d are changed at once", len(list), maxBulk))
	}
	ids := make([]events.ID, len(list))
	for i, e := range list {
		ids[i] = e.ID
	}
	return ids, nil
}

// planned tells what would be changed.
func planned(list []editing.Planned) Batch {
	out := Batch{Changed: []Reference{}}
	for _, p := range list {
		if p.Err != nil {
			out.Left = append(out.Left, Left{p.Before.ID, reasonOf(p.Err)})
			continue
		}
		ref := referenceTo(p.Before)
		ref.Deleted = p.After == nil
		out.Changed = append(out.Changed, ref)
	}
	return out
}
