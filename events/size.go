package events

import (
	"fmt"
	"strings"
)

// MaxStored bounds an event as it is stored, in bytes. A commit has room for
// several such events.
const MaxStored = 384 << 10

// overhead is at most what the stored form adds to a text: its key, its length,
// and its share of what stands around it.
const overhead = 16

// scale weighs an event as it will be stored; a little more rather than less.
type scale struct {
	sum    int
	most   int
	naming bool   // remember the field of the longest text
	field  string // of the longest text
}

func (s *scale) add(field, text string) { s.addAt(field, 0, text) }

// addAt adds a text of a field in which %d stands for a number.
func (s *scale) addAt(field string, i int, text string) {
	s.sum += len(text) + overhead
	if len(text) <= s.most {
		return
	}
	if s.most = len(text); !s.naming {
		return
	}
	if s.field = field; strings.Contains(field, "%d") {
		s.field = fmt.Sprintf(field, i)
	}
}

func (s *scale) localised(field string, i int, l Localised) {
	for lang, text := range l {
		s.addAt(field, i, text)
		s.sum += len(lang)
	}
}

func (s *scale) list(field string, list []string) {
	for i, text := range list {
		s.addAt(field, i, text)
	}
}

// checkSize refuses an event that is too large to be stored, and names its
// longest text, as that is what can be shortened.
func checkSize(bad *Invalid, e *Event) {
	s := scale{}
	if s.event(e); s.sum <= MaxStored {
		return
	}
	s = scale{naming: true}
	s.event(e)
	bad.addf(s.field, "is the longest text of an event of %d bytes; an event has room for %d", s.sum, MaxStored)
}

func (s *scale) event(e *Event) {
	s.sum += 256 // numbers, instants, flags
	s.add("id", string(e.ID))
	s.add("slug", e.Slug)
	s.list("formerSlugs[%d]", e.FormerSlugs)
	s.list("tags[%d]", e.Tags)
	s.list("outdated[%d]", e.Outdated)
	s.span("span", e.Span)
	for lang, t := range e.Text {
		s.text(lang, t)
	}
	if p := e.Place; p != nil {
		s.add("place.slug", p.Slug)
		s.localised("place.name", 0, p.Name)
		s.sum += 2 * overhead
	}
	if r := e.Repeat; r != nil {
		s.add("repeat.rule", r.Rule)
		s.list("repeat.except[%d]", r.Except)
		s.list("repeat.also[%d]", r.Also)
	}
	for i := range e.Sources {
		s.source(i, &e.Sources[i])
	}
	for i, l := range e.Links {
		s.addAt("links[%d].url", i, l.URL)
		s.localised("links[%d].title", i, l.Title)
	}
	s.seldom(e)
}

// text weighs what the event says in one language. The field is put together
// only where it is needed: this is done for each event of an import.
func (s *scale) text(lang string, t Text) {
	s.sum += len(lang) + 4*overhead
	for _, part := range [...]struct{ name, text string }{{".title", t.Title}, {".summary", t.Summary}, {".body", t.Body}} {
		s.sum += len(part.text)
		if len(part.text) > s.most {
			s.most = len(part.text)
			if s.naming {
				s.field = "text." + lang + part.name
			}
		}
	}
}

func (s *scale) span(field string, span Span) {
	w := span.Words()
	for _, text := range [...]string{w.Date, w.Start, w.End, w.Zone, w.Calendar, w.Unread} {
		s.sum += len(text) + overhead
	}
	s.localised(field+".asWritten", 0, w.AsWritten)
}

func (s *scale) source(i int, from *Source) {
	s.localised("sources[%d].title", i, from.Title)
	s.localised("sources[%d].author", i, from.Author)
	s.localised("sources[%d].publisher", i, from.Publisher)
	s.localised("sources[%d].locator", i, from.Locator)
	s.addAt("sources[%d].quote", i, from.Quote)
	s.addAt("sources[%d].url", i, from.URL)
	s.sum += len(from.Date) + len(from.QuoteLang) + len(from.SHA256) + 3*overhead
}

// seldom weighs what few events have.
func (s *scale) seldom(e *Event) {
	if m := e.Image; m != nil {
		s.add("image.url", m.URL)
		s.localised("image.alt", 0, m.Alt)
		s.add("image.credit", m.Credit)
		s.add("image.licence", m.Licence)
		s.sum += len(m.Type) + len(m.Blob) + 5*overhead
	}
	for i := range e.Formerly {
		s.trace(&e.Formerly[i])
	}
	if o := e.Origin; o != nil {
		s.add("origin.feed", o.Feed)
		s.add("origin.uid", o.UID)
		s.add("origin.recurrenceID", o.RecurrenceID)
		s.sum += 4 * overhead
	}
	if p := e.Publish; p != nil {
		s.sum += len(p.Zone) + 4*overhead
	}
	if p := e.Proposal; p != nil {
		s.proposal(p)
	}
}

func (s *scale) trace(t *Trace) {
	s.span("formerly", t.Span)
	s.list("formerly.tags[%d]", t.Tags)
	s.add("formerly.place", t.Place)
	if r := t.Repeat; r != nil {
		s.add("formerly.repeat.rule", r.Rule)
		s.list("formerly.repeat.except[%d]", r.Except)
		s.list("formerly.repeat.also[%d]", r.Also)
	}
	s.sum += 4 * overhead
}

func (s *scale) proposal(p *Proposal) {
	s.sum += len(p.Fingerprint) + len(p.Document) + len(p.Earlier) + 6*overhead
	s.add("proposal.name", p.Name)
	s.add("proposal.wording", p.Wording)
	s.add("proposal.section", p.Section)
	s.list("proposal.rules[%d]", p.Rules)
	s.list("proposal.flags[%d]", p.Flags)
	for i := range p.Quotes {
		q := &p.Quotes[i]
		s.addAt("proposal.quotes[%d].text", i, q.Text)
		s.addAt("proposal.quotes[%d].before", i, q.Before)
		s.addAt("proposal.quotes[%d].after", i, q.After)
		s.sum += 3 * overhead
	}
}
