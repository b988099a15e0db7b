package api

import (
	"encoding/json"
	"errors"
	"fmt"

	"almanac.example/events"
	"almanac.example/web/access"
	"almanac.example/web/editing"
)

// getEvent tells one event.
func (s *Server) getEvent(c *call) (*answer, error) {
	e, err := c.event()
	if err != nil {
		return nil, err
	}
	return okAt(e.Rev, formOf(e, c.seesAll())), nil
}

// postEvent makes a new event.
func (s *Server) postEvent(c *call) (*answer, error) {
	e, err := c.newEvent()
	if err != nil {
		return nil, err
	}
	act, err := c.act()
	if err != nil {
		return nil, err
	}
	made := c.madeID()
	if e.ID == "" {
		e.ID = made
	}
	w, err := s.Editor.Create(c.ctx(), act, e)
	var taken *editing.Conflict
	if errors.As(err, &taken) && made != "" && taken.ID == made && taken.Theirs != nil {
		// An earlier attempt was made, but what it answered was not remembered.
		w, err = editing.Written{Event: taken.Theirs, Rev: taken.Theirs.Rev}, nil
	}
	if err != nil {
		return nil, err
	}
	return created(addressOf("events", string(w.Event.ID)), formOf(w.Event, true)).at(w.Rev), nil
}

// newEvent is the event that a body describes.
func (c *call) newEvent() (events.Event, error) {
	f, err := decode[Event](c)
	if err != nil {
		return events.Event{}, err
	}
	if err := f.checkReadOnly(nil); err != nil {
		return events.Event{}, err
	}
	return f.event()
}

// putEvent replaces an event, or makes it if there is none.
func (s *Server) putEvent(c *call) (*answer, error) {
	f, err := decode[Event](c)
	if err != nil {
		return nil, err
	}
	id := events.ID(c.path("id"))
	if f.ID != "" && f.ID != id {
		return nil, unprocessable("id", fmt.Sprintf("is %q, but the address says %q", f.ID, id))
	}
	f.ID = id
	return s.put(c, f, id)
}

// put stores what a form says under the precondition of the request.
func (s *Server) put(c *call, f Event, id events.ID) (*answer, error) {
	act, err := c.act()
	if err != nil {
		return nil, err
	}
	old, found := c.timeline().Event(id)
	stored := events.Rev(0)
	if found = found && old.Status != events.Deleted; found {
		stored = old.Rev
	}
	expect, err := c.expected(stored)
	if err != nil {
		return nil, err
	}
	e, err := f.event()
	if err != nil {
		return nil, err
	}
	if expect == 0 {
		if err := f.checkReadOnly(nil); err != nil {
			return nil, err
		}
		w, err := s.Editor.Create(c.ctx(), act, e)
		if err != nil {
			return nil, err
		}
		return created(addressOf("events", string(id)), formOf(w.Event, true)).at(w.Rev), nil
	}
	if f.Status == "" && found {
		e.Status = old.Status
	}
	if found && old.Rev == expect {
		if err := f.checkReadOnly(old); err != nil {
			return nil, err
		}
	}
	w, err := s.Editor.Replace(c.ctx(), act, e, expect)
	if err != nil {
		return nil, err
	}
	return okAt(w.Rev, formOf(w.Event, true)), nil
}

// patchEvent changes parts of an event (RFC 7396).
func (s *Server) patchEvent(c *call) (*answer, error) {
	id := events.ID(c.path("id"))
	old, err := c.editable(id)
	if err != nil {
		return nil, err
	}
	expect, err := c.expected(old.Rev)
	if err != nil {
		return nil, err
	}
	if expect == 0 {
		return nil, badRequest("If-None-Match", "a merge patch changes what is there: send If-Match")
	}
	f, err := patched(c.body, formOf(old, true))
	if err != nil {
		return nil, err
	}
	if f.ID != id {
		return nil, unprocessable("id", "an event keeps its ID")
	}
	return s.put(c, f, id)
}

// patched is a value after a merge patch.
func patched[T any](patch []byte, was T) (T, error) {
	var next T
	if err := checkNames(patch, typeOf[T]()); err != nil {
		return next, err
	}
	if !isObject(patch) {
		return next, unprocessable("body", "must be an object with what is to be different")
	}
	text, err := encode(was)
	if err != nil {
		return next, err
	}
	var target, changes any
	if err := json.Unmarshal(text, &target); err != nil {
		return next, err
	}
	if err := json.Unmarshal(patch, &changes); err != nil {
		return next, badRequest("body", "is no JSON")
	}
	if text, err = encode(mergePatch(target, changes)); err != nil {
		return next, err
	}
	return next, decodeStrict(text, &next)
}

// editable is the event of an ID as it is stored. For those who may not see
// drafts, one that is hidden and none at all are the same.
func (c *call) editable(id events.ID) (*events.Event, error) {
	e, ok := c.timeline().Event(id)
	if ok && e.Status.Public() {
		return e, nil
	}
	if err := c.who.May(access.ReadDrafts); err != nil {
		return nil, err
	}
	if !ok || e.Status == events.Deleted {
		return nil, fmt.Errorf("event %q: %w", id, events.ErrNotFound)
	}
	return e, nil
}

// seen is the state of the event in the path that a request changes.
func (c *call) seen() (editing.Seen, error) {
	e, err := c.editable(events.ID(c.path("id")))
	if err != nil {
		return editing.Seen{}, err
	}
	expect, err := c.expected(e.Rev)
	if err == nil && expect == 0 {
		err = badRequest("If-None-Match", "this changes what is there: send If-Match")
	}
	return editing.Seen{ID: e.ID, Rev: expect}, err
}

// change does something to the event in the path.
func (c *call) change(do func(editing.Act, editing.Seen) (editing.Written, error)) (*answer, error) {
	act, err := c.act()
	if err != nil {
		return nil, err
	}
	seen, err := c.seen()
	if err != nil {
		return nil, err
	}
	w, err := do(act, seen)
	if err != nil {
		return nil, err
	}
	if w.Event.Status == events.Deleted {
		return done(), nil
	}
	return okAt(w.Rev, formOf(w.Event, true)), nil
}

// deleteEvent removes an event.
func (s *Server) deleteEvent(c *call) (*answer, error) {
	return c.change(func(a editing.Act, seen editing.Seen) (editing.Written, error) {
		return s.Editor.Delete(c.ctx(), a, seen)
	})
}
