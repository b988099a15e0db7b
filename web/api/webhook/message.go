package webhook

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"almanac.example/events"
)

// maxChanged bounds how many changed parts a message names; more than that are
// a document with a long list.
const maxChanged = 100

// message is what one endpoint is told of one state.
type message struct {
	id      string // the same at every attempt, on every replica
	kind    Type
	rev     events.Rev
	subject string // as subject makes it
	body    []byte
}

// envelope is the body of a message.
type envelope struct {
	Type      Type      `json:"type"`
	Timestamp time.Time `json:"timestamp"` // when what it tells was written
	Data      any       `json:"data"`
}

// eventData is what is told of an event.
type eventData struct {
	ID      events.ID     `json:"id"`
	Rev     events.Rev    `json:"rev"`
	Slug    string        `json:"slug"`
	URL     string        `json:"url,omitempty"` // of its page; a draft has none
	Status  events.Status `json:"status"`
	Changed []string      `json:"changed,omitempty"` // which fields of the event
	Event   *events.Event `json:"event,omitempty"`   // if the endpoint asked for it and the event is there to be read
}

// documentData is what is told of a document of the site.
type documentData struct {
	Document events.DocumentName `json:"document"`
	Rev      events.Rev          `json:"rev"`
	Changed  []string            `json:"changed,omitempty"` // which fields, or which entries of a list by slug
	Value    json.RawMessage     `json:"value,omitempty"`   // if the endpoint asked for it
}

// documentPrefix begins the subject of a document. No ID of an event has a
// colon.
const documentPrefix = "document:"

// subject names what the state is of, within its revision.
func subject(s *events.State) string {
	if s.Document != nil {
		return documentPrefix + string(s.Document.Name)
	}
	return string(s.Event.ID)
}

// messageID is msg_REV_SUBJECT_ENDPOINT. It has no full stop, which is what
// parts the signed text.
func messageID(rev events.Rev, subject, endpoint string) string {
	return fmt.Sprintf("msg_%d_%s_%s", rev, subject, endpoint)
}

// newMessage makes what the endpoint is told of a state that followed another
// (nil: none); nil if there is nothing to tell. address is that of an event's
// page.
func newMessage(e *Endpoint, before, after *events.State, address func(*events.Event) string) (*message, error) {
	m := &message{rev: after.Rev, subject: subject(after)}
	m.id = messageID(m.rev, m.subject, e.ID)
	var data any
	if after.Document != nil {
		m.kind = SiteChanged
		d, err := newDocumentData(e.Full, before, after)
		if err != nil {
			return nil, err
		}
		data = d
	} else {
		var was *events.Event
		if before != nil {
			was = before.Event
		}
		d, kind, err := newEventData(e.Full, was, after)
		if err != nil {
			return nil, err
		}
		if m.kind = kind; kind != Proposed {
			d.URL = address(after.Event)
		}
		data = d
	}
	if m.kind == "" || !e.wants(m.kind) {
		return nil, nil
	}
	body, err := encode(envelope{m.kind, after.At.UTC(), data})
	m.body = body
	return m, err
}

func newEventData(full bool, was *events.Event, after *events.State) (d eventData, kind Type, err error) {
	is := after.Event
	d = eventData{ID: is.ID, Rev: after.Rev, Slug: is.Slug, Status: is.Status}
	if kind = typeOf(was, is); kind == "" {
		return d, "", nil
	}
	if was != nil && was.Status.Public() && is.Status.Public() {
		if d.Changed, err = changed(outward(was), outward(is)); err != nil {
			return d, "", err
		}
		if kind == Changed && len(d.Changed) == 0 {
			return d, "", nil
		}
	}
	if full && kind != Withdrawn && kind != Deleted {
		d.Event = outward(is)
	}
	return d, kind, nil
}

// typeOf is what the step from one state of an event to the next means to those
// who see the public ones; "" if it means nothing to them.
func typeOf(was, is *events.Event) Type {
	absent := was == nil || was.Status == events.Deleted
	visible := !absent && was.Status.Public()
	retracted := !absent && was.Status == events.Withdrawn
	switch {
	case is.Status == events.Deleted && (visible || retracted):
		return Deleted
	case is.Status == events.Cancelled && (!visible || was.Status != events.Cancelled):
		return Cancelled
	case is.Status.Public() && visible:
		return Changed
	case is.Status.Public():
		return Published
	case visible: // withdrawn, or a draft once more: readers see it no longer
		return Withdrawn
	case is.Status == events.Draft && absent:
		return Proposed
	}
	return ""
}

// outward is the event without what is the editors' own business.
func outward(e *events.Event) *events.Event {
	o := *e
	o.Proposal, o.Formerly, o.Origin, o.Quiet = nil, nil, nil, false
	return &o
}

func newDocumentData(full bool, before, after *events.State) (documentData, error) {
	is, err := documentValue(after.Document)
	if err != nil {
		return documentData{}, err
	}
	var was json.RawMessage
	if before != nil && before.Document != nil {
		if was, err = documentValue(before.Document); err != nil {
			return documentData{}, err
		}
	}
	d := documentData{Document: after.Document.Name, Rev: after.Rev}
	if d.Changed, err = changedParts(was, is); full {
		d.Value = is
	}
	return d, err
}

// documentValue is what the document holds, as JSON.
func documentValue(d *events.Document) (json.RawMessage, error) {
	b, err := encode(d)
	if err != nil {
		return nil, err
	}
	var form struct{ Value json.RawMessage }
	err = json.Unmarshal(b, &form)
	return form.Value, err
}

// stamps are the fields of an event that every commit changes.
var stamps = []string{"created", "published", "updated", "sequence"}

// changed names the fields in which two states of an event differ.
func changed(was, is *events.Event) ([]string, error) {
	x, err := encode(was)
	if err != nil {
		return nil, err
	}
	y, err := encode(is)
	if err != nil {
		return nil, err
	}
	list, err := changedParts(x, y)
	return slices.DeleteFunc(list, func(field string) bool { return slices.Contains(stamps, field) }), err
}

// changedParts names the members in which two JSON values differ, sorted: the
// fields of objects, the entries of lists by their slugs.
func changedParts(was, is json.RawMessage) ([]string, error) {
	x, err := parts(was)
	if err != nil {
		return nil, err
	}
	y, err := parts(is)
	if err != nil {
		return nil, err
	}
	var list []string
	for name := range y {
		if !bytes.Equal(x[name], y[name]) {
			list = append(list, name)
		}
	}
	for name := range x {
		if _, ok := y[name]; !ok {
			list = append(list, name)
		}
	}
	slices.Sort(list)
	return list[:min(len(list), maxChanged)], nil
}

func parts(value json.RawMessage) (map[string]json.RawMessage, error) {
	object := map[string]json.RawMessage{}
	if len(value) == 0 {
		return object, nil
	}
	if !bytes.HasPrefix(value, []byte("[")) {
		err := json.Unmarshal(value, &object)
		return object, err
	}
	var list []json.RawMessage
	if err := json.Unmarshal(value, &list); err != nil {
		return nil, err
	}
	for _, entry := range list {
		var named struct{ Slug string }
		if err := json.Unmarshal(entry, &named); err != nil {
			return nil, err
		}
		object[named.Slug] = entry
	}
	return object, nil
}

// encode is JSON as it is read by programs: "&" stays "&".
func encode(v any) ([]byte, error) {
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(v)
	return []byte(strings.TrimSuffix(b.String(), "\n")), err
}
