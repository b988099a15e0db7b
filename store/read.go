package store

import (
	"errors"

	"almanac.example/events"
)

// reader makes values of stored forms. It remembers the first thing that makes
// no sense.
type reader struct{ err error }

func (r *reader) fail(err error) {
	if r.err == nil {
		r.err = err
	}
}

func (r *reader) state(form *storedState) events.State {
	s := events.State{
		At: form.At, Author: form.Author, Note: form.Note, Public: form.Public, By: form.By, Document: r.document(form.Document),
	}
	if form.Event != nil {
		event := r.event(form.Event)
		s.Event = &event
	}
	if b := form.Batch; b != nil {
		s.Batch = &events.BatchPart{ID: b.ID, Kind: events.BatchKind(b.Kind), Undoes: b.Undoes, Label: b.Label, Last: b.Last}
	}
	if m := form.Redacted; m != nil {
		s.Redacted = &events.Redaction{At: m.At, By: m.By, Reason: m.Reason}
	}
	return s
}

func (r *reader) event(form *storedEvent) events.Event {
	e := events.Event{
		ID: events.ID(form.ID), Slug: form.Slug, FormerSlugs: form.FormerSlugs, Span: r.span(&form.Span),
		Repeat: r.repetition(&form.Repeat), Text: r.texts(form.Text), Place: r.place(&form.Place), Tags: form.Tags, Key: form.Key,
		Status: events.Status(form.Status), Sources: each(form.Sources, r.source),
		Links:   each(form.Links, r.link),
		Created: form.Created, Published: form.Published, Updated: form.Updated,
		Sequence: form.Sequence, Quiet: form.Quiet, Formerly: r.traces(&form.Formerly),
		Image: r.image(&form.Image), Proposal: r.proposal(&form.Proposal),
		Amends: r.amendment(&form.Amends), Publish: r.schedule(&form.Publish), Becomes: events.Status(form.Becomes),
		Outdated: form.Outdated, Origin: r.origin(&form.Origin),
	}
	return e
}

func (r *reader) amendment(form **storedAmendment) *events.Amendment {
	a := *form
	if a == nil {
		return nil
	}
	return &events.Amendment{ID: events.ID(a.ID), Rev: events.Rev(a.Rev)}
}

func (r *reader) schedule(form **storedSchedule) *events.Schedule { return (*events.Schedule)(*form) }

func (r *reader) origin(form **storedOrigin) *events.Origin { return (*events.Origin)(*form) }

func (r *reader) place(form **storedPlace) *events.Place {
	p := *form
	if p == nil {
		return nil
	}
	return &events.Place{Slug: p.Slug, Name: r.text(p.Name), Latitude: p.Latitude, Longitude: p.Longitude}
}

func (r *reader) list(form *[]string) []string { return *form }

func (r *reader) repetition(form **storedRepetition) *events.Repetition {
	return (*events.Repetition)(*form)
}

func (r *reader) image(form **storedImage) *events.Image {
	m := *form
	if m == nil {
		return nil
	}
	return &events.Image{
		URL: m.URL, Alt: r.text(m.Alt), Credit: m.Credit, Type: m.Type, Length: m.Length,
		Blob: m.Blob, Width: m.Width, Height: m.Height, Licence: m.Licence,
	}
}

func (r *reader) proposal(form **storedProposal) *events.Proposal {
	p := *form
	if p == nil {
		return nil
	}
	return &events.Proposal{
		Fingerprint: p.Fingerprint, Document: p.Document, Name: p.Name, Wording: p.Wording, Section: p.Section,
		Quotes: each(p.Quotes, func(q *storedQuote) events.Quote { return events.Quote(*q) }),
		Rules:  p.Rules, Flags: p.Flags, Confidence: p.Confidence, Earlier: events.ID(p.Earlier),
	}
}

func (r *reader) span(form *storedSpan) events.Span {
	words := events.SpanWords{
		Date: form.Date, Start: form.Start, End: form.End, Zone: form.Zone, AsWritten: r.text(form.AsWritten),
		Calendar: form.Calendar, Unread: form.Unread,
	}
	span, err := words.Span()
	if err != nil {
		r.fail(err)
	}
	return span
}

var errLanguages = errors.New("a text is not language by language")

func (r *reader) text(form localised) events.Localised {
	if form == nil {
		return nil
	}
	if len(form)%2 != 0 {
		r.fail(errLanguages)
		return nil
	}
	l := make(events.Localised, len(form)/2)
	for i := 0; i < len(form); i += 2 {
		l[form[i]] = form[i+1]
	}
	if 2*len(l) < len(form) {
		r.fail(errLanguages)
	}
	return l
}

func (r *reader) texts(form []storedText) map[string]events.Text {
	if form == nil {
		return nil
	}
	texts := make(map[string]events.Text, len(form))
	for _, t := range form {
		texts[t.Lang] = events.Text{Title: t.Title, Summary: t.Summary, Body: t.Body}
	}
	if len(texts) < len(form) {
		r.fail(errLanguages)
	}
	return texts
}

func (r *reader) source(form *storedSource) events.Source {
	return events.Source{
		Title: r.text(form.Title), Author: r.text(form.Author), Publisher: r.text(form.Publisher),
		Date: form.Date, Locator: r.text(form.Locator), Quote: form.Quote, QuoteLang: form.QuoteLang,
		URL: form.URL, SHA256: form.SHA256,
	}
}

func (r *reader) trace(form *storedTrace) events.Trace {
	return events.Trace{
		Until: form.Until, Span: r.span(&form.Span), Tags: form.Tags, Place: form.Place,
		Key: form.Key, Status: events.Status(form.Status), Repeat: r.repetition(&form.Repeat),
	}
}

func (r *reader) traces(form *[]storedTrace) []events.Trace { return each(*form, r.trace) }
