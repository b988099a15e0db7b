package store

import (
	"cmp"
	"slices"

	"almanac.example/events"
)

// stateForm is the stored form of a state. The revision is not part of it.
func stateForm(s *events.State) storedState {
	form := storedState{
		At: s.At, Author: s.Author, Note: s.Note, Public: s.Public, By: s.By, Document: documentForm(s.Document),
	}
	if s.Event != nil {
		event := eventForm(s.Event)
		form.Event = &event
	}
	if b := s.Batch; b != nil {
		form.Batch = &storedBatch{b.ID, string(b.Kind), b.Undoes, b.Label, b.Last}
	}
	if r := s.Redacted; r != nil {
		form.Redacted = &storedRedaction{r.At, r.By, r.Reason}
	}
	return form
}

func eventForm(e *events.Event) storedEvent {
	form := storedEvent{
		ID: string(e.ID), Slug: e.Slug, FormerSlugs: e.FormerSlugs, Span: spanForm(e.Span),
		Repeat: (*storedRepetition)(e.Repeat), Text: textForm(e.Text), Tags: e.Tags, Key: e.Key, Status: string(e.Status),
		Sources: each(e.Sources, sourceForm),
		Links:   each(e.Links, linkForm),
		Created: e.Created, Published: e.Published, Updated: e.Updated,
		Sequence: e.Sequence, Quiet: e.Quiet, Formerly: each(e.Formerly, traceForm),
		Publish: (*storedSchedule)(e.Publish), Becomes: string(e.Becomes), Outdated: e.Outdated, Origin: (*storedOrigin)(e.Origin),
	}
	if a := e.Amends; a != nil {
		form.Amends = &storedAmendment{string(a.ID), int64(a.Rev)}
	}
	if p := e.Place; p != nil {
		form.Place = &storedPlace{p.Slug, spelt(p.Name), p.Latitude, p.Longitude}
	}
	if m := e.Image; m != nil {
		form.Image = &storedImage{m.URL, spelt(m.Alt), m.Credit, m.Type, m.Length, m.Blob, m.Width, m.Height, m.Licence}
	}
	if p := e.Proposal; p != nil {
		form.Proposal = &storedProposal{
			p.Fingerprint, p.Document, p.Name, p.Wording, p.Section,
			each(p.Quotes, func(q *events.Quote) storedQuote { return storedQuote(*q) }),
			p.Rules, p.Flags, p.Confidence, string(p.Earlier),
		}
	}
	return form
}

func linkForm(l *events.Link) storedLink { return storedLink{l.URL, spelt(l.Title)} }

func spanForm(s events.Span) storedSpan {
	w := s.Words()
	return storedSpan{w.Date, w.Start, w.End, w.Zone, spelt(w.AsWritten), w.Calendar, w.Unread}
}

func textForm(texts map[string]events.Text) []storedText {
	if texts == nil {
		return nil
	}
	list := make([]storedText, 0, len(texts))
	for lang, t := range texts {
		list = append(list, storedText{lang, t.Title, t.Summary, t.Body})
	}
	slices.SortFunc(list, func(a, b storedText) int { return cmp.Compare(a.Lang, b.Lang) })
	return list
}

func sourceForm(s *events.Source) storedSource {
	return storedSource{
		spelt(s.Title), spelt(s.Author), spelt(s.Publisher), s.Date, spelt(s.Locator),
		s.Quote, s.QuoteLang, s.URL, s.SHA256,
	}
}

func traceForm(t *events.Trace) storedTrace {
	return storedTrace{t.Until, spanForm(t.Span), t.Tags, t.Place, t.Key, string(t.Status), (*storedRepetition)(t.Repeat)}
}

// each makes a list of another kind; none stays none.
func each[A, B any](list []A, form func(*A) B) []B {
	if list == nil {
		return nil
	}
	out := make([]B, len(list))
	for i := range list {
		out[i] = form(&list[i])
	}
	return out
}
