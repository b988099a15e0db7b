package events

import "slices"

// RedactedSlug stands in a state that was emptied instead of its slug, which may
// have said what had to go. It leads nowhere.
const RedactedSlug = "redacted"

// Emptied is a past state of an event without what it said: texts, wording of
// the date, place, sources and their quotes, links, picture, proposal, origin,
// former slugs and the note. When it was made, by whom and in which batch stays,
// and so do dates, tags and stamps.
func (s State) Emptied(mark Redaction) State {
	s.Redacted, s.Note, s.Public = &mark, "", false
	if s.Batch != nil {
		batch := *s.Batch
		batch.Label = ""
		s.Batch = &batch
	}
	if was := s.Event; was != nil {
		words := was.Span.Words()
		words.AsWritten, words.Unread = nil, ""
		span, err := words.Span()
		if err != nil { // only its wording said anything
			span = Span{}
		}
		s.Event = &Event{
			ID: was.ID, Rev: was.Rev, Slug: RedactedSlug, Span: span, Text: map[string]Text{}, Tags: slices.Clone(was.Tags), Key: was.Key,
			Status: was.Status, Created: was.Created, Published: was.Published, Updated: was.Updated, Sequence: was.Sequence, Quiet: was.Quiet,
			Amends: was.Amends,
		}
	}
	return s
}
