package api

import (
	"bytes"
	"encoding/json"
	"reflect"
	"strings"
	"time"

	"almanac.example/events"
)

// Event is an event as the API tells and takes it.
type Event struct {
	ID          events.ID              `json:"id,omitempty" pattern:"^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$" doc:"Minted once, opaque. The UID in calendars is ID@authority."`
	Revision    events.Rev             `json:"revision,omitempty" readOnly:"true" doc:"Of this state; the ETag."`
	Slug        string                 `json:"slug,omitempty" maxLength:"100" doc:"Its name in addresses, unique. Minted for a new event without one; one that is replaced keeps its own."`
	FormerSlugs []string               `json:"formerSlugs,omitempty" readOnly:"true" doc:"Addresses that lead here too."`
	Span        *Span                  `json:"span,omitempty" doc:"When it happens: date, or start with zone. Needed in what is written."`
	Repeat      *events.Repetition     `json:"repeat,omitempty"`
	Text        map[string]events.Text `json:"text,omitempty" doc:"By language (BCP 47). Needed in what is written."`
	Place       *events.Place          `json:"place,omitempty"`
	Tags        []string               `json:"tags,omitempty"`
	Key         bool                   `json:"key,omitempty" doc:"One of the important ones."`
	Status      events.Status          `json:"status,omitempty" enum:"draft,published,tentative,cancelled,withdrawn" doc:"A new event without one is a draft; one that is replaced keeps its own."`
	Sources     []events.Source        `json:"sources,omitempty"`
	Links       []events.Link          `json:"links,omitempty"`
	Image       *events.Image          `json:"image,omitempty"`
	Created     time.Time              `json:"created,omitzero" readOnly:"true"`
	Published   time.Time              `json:"published,omitzero" readOnly:"true" doc:"First publication; never moves."`
	Updated     time.Time              `json:"updated,omitzero" readOnly:"true" doc:"Last change."`
	Sequence    int                    `json:"sequence,omitempty" readOnly:"true" doc:"How often it was changed (RFC 5545 §3.8.7.4)."`
	Amends      *events.Amendment      `json:"amends,omitempty" doc:"The published event that this draft wants to replace."`
	Publish     *events.Schedule       `json:"publish,omitempty" doc:"When this draft is to be published by itself."`
	Becomes     events.Status          `json:"becomes,omitempty" enum:"published,tentative,cancelled,withdrawn" doc:"The status that this draft takes when it is accepted."`
	Outdated    []string               `json:"outdated,omitempty" doc:"Languages whose text has not followed the last change. Told with an account only."`
	Origin      *events.Origin         `json:"origin,omitempty" readOnly:"true" doc:"Where an import found it. Told with an account only."`
}

// Span is when an event happens: a date in EDTF (ISO 8601-2), or instants on the
// wall clock of a zone.
type Span struct {
	Date      string           `json:"date,omitempty" doc:"EDTF: 2019-05-24, 2019-05, 2019, 201X, 2019-05-24/2019-05-26."`
	Start     string           `json:"start,omitempty" doc:"2026-05-24T09:00:00, without an offset."`
	End       string           `json:"end,omitempty"`
	Zone      string           `json:"zone,omitempty" doc:"IANA name, or UTC."`
	AsWritten events.Localised `json:"asWritten,omitempty" doc:"Shown instead of computed words, by language."`
	Calendar  string           `json:"calendar,omitempty" enum:"julian" doc:"julian if pages are to word the date in that calendar."`
	Unread    string           `json:"unread,omitempty" doc:"What somebody typed as a date and is not understood yet; drafts only."`
}

// formOf is an event as it is told; all says whether to those who edit.
func formOf(e *events.Event, all bool) Event {
	span := Span(e.Span.Words())
	f := Event{
		ID: e.ID, Revision: e.Rev, Slug: e.Slug, FormerSlugs: e.FormerSlugs, Span: &span, Repeat: e.Repeat, Text: e.Text,
		Place: e.Place, Tags: e.Tags, Key: e.Key, Status: e.Status, Sources: e.Sources, Links: e.Links, Image: e.Image,
		Created: e.Created, Published: e.Published, Updated: e.Updated, Sequence: e.Sequence,
		Amends: e.Amends, Publish: e.Publish, Becomes: e.Becomes,
	}
	if all {
		f.Outdated, f.Origin = e.Outdated, e.Origin
	}
	return f
}

// event is what the form says as an event of the record. The error is an
// *events.Invalid.
func (f *Event) event() (events.Event, error) {
	e := events.Event{
		ID: f.ID, Slug: f.Slug, Repeat: f.Repeat, Text: f.Text, Place: f.Place, Tags: f.Tags, Key: f.Key, Status: f.Status,
		Sources: f.Sources, Links: f.Links, Image: f.Image,
		Amends: f.Amends, Publish: f.Publish, Becomes: f.Becomes, Outdated: f.Outdated,
	}
	if e.Status == "" {
		e.Status = events.Draft
	}
	if p := f.Publish; p != nil {
		at := *p
		at.At = at.At.UTC()
		e.Publish = &at
	}
	if f.Span == nil {
		return e, nil
	}
	span, err := events.SpanWords(*f.Span).Span()
	if err != nil {
		field, reason, found := strings.Cut(err.Error(), ": ")
		if !found {
			field, reason = "span", err.Error()
		}
		return e, unprocessable(field, reason)
	}
	e.Span = span
	return e, nil
}

// checkReadOnly refuses to set what only the server sets. What is there as it
// was told is no harm: it lets a client send back what it was told. old is nil
// for a new event.
func (f *Event) checkReadOnly(old *events.Event) error {
	was := Event{}
	if old != nil {
		was = formOf(old, true)
	}
	bad := &events.Invalid{Subject: "event"}
	check := func(field string, given, stored any) {
		if !reflect.ValueOf(given).IsZero() && !sameJSON(given, stored) {
			bad.Problems = append(bad.Problems, events.Problem{Field: field, Reason: "is set by the server; leave it out, or as it was told"})
		}
	}
	check("revision", f.Revision, was.Revision)
	check("formerSlugs", f.FormerSlugs, was.FormerSlugs)
	check("created", f.Created, was.Created)
	check("published", f.Published, was.Published)
	check("updated", f.Updated, was.Updated)
	check("sequence", f.Sequence, was.Sequence)
	check("origin", f.Origin, was.Origin)
	if len(bad.Problems) > 0 {
		return bad
	}
	return nil
}

func sameJSON(a, b any) bool {
	x, errX := encode(a)
	y, errY := encode(b)
	return errX == nil && errY == nil && bytes.Equal(x, y)
}

// encode writes JSON on one line, with its characters as they are.
func encode(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(v)
	return b.Bytes(), err
}
