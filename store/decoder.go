package store

import (
	"fmt"

	"almanac.example/events"
)

// Decoder reads very many stored events, as a start does. What they say alike
// (places, sources' titles, tags, dates) they share, which is most of the
// memory of a record, and is decoded once. It must not be used by several
// goroutines at a time.
//
// It takes the stored form apart by itself only where it is spelt as Encode
// spells it. Whatever else it meets is left to Decode, which knows all that may
// be wrong and shares nothing.
type Decoder struct {
	words  map[string]string
	parts  parts
	own    []owned
	packed []byte
	said   []said
}

// parts are what events share, by stored form.
type parts struct {
	texts  map[string]events.Localised
	places map[string]*events.Place
	lists  map[string][]string
	spans  map[string]events.Span
}

// maxShared bounds each kind of part: what is different everywhere is not worth
// remembering.
const maxShared = 1 << 16

// owned is a string that is an event's own: where it belongs, and itself as a
// part of the stored form.
type owned struct {
	to   *string
	text []byte
}

// NewDecoder prepares a decoder.
func NewDecoder() *Decoder {
	return &Decoder{
		words: map[string]string{},
		said:  make([]said, 0, mostTexts),
		parts: parts{
			map[string]events.Localised{}, map[string]*events.Place{}, map[string][]string{}, map[string]events.Span{},
		},
	}
}

// Event reads the event of a stored state and dates it to the revision. It
// shares no memory with the stored form.
func (d *Decoder) Event(stored []byte, rev events.Rev) (*events.Event, error) {
	if e, ok := d.plain(stored); ok {
		e.Rev = rev
		return e, nil
	}
	s, err := DecodeState(stored, rev)
	if err != nil {
		return nil, err
	}
	if s.Event == nil {
		return nil, fmt.Errorf("revision %d has no event", rev)
	}
	return s.Event, nil
}

// plain reads a state that is spelt as Encode does it and has an event.
func (d *Decoder) plain(stored []byte) (*events.Event, bool) {
	if len(stored) == 0 || stored[0] != formatCBOR {
		return nil, false
	}
	s := &scanner{data: stored[1:]}
	var e *events.Event
	s.fields(func(key uint64) {
		switch key {
		case 1:
			s.instant()
		case 2, 3:
			s.text()
		case 4:
			s.boolean()
		case 5:
			e = d.event(s)
		case 7:
			s.text()
		case 8:
			s.fields(func(key uint64) { batchField(s, key) })
		case 9:
			s.fields(func(key uint64) { redactionField(s, key) })
		default:
			s.stop()
		}
	})
	return e, e != nil && !s.strange && len(s.data) == 0
}

// batchField reads a field of what a state says of its batch. States of an import
// have it all, and events do not carry it.
func batchField(s *scanner, key uint64) {
	switch key {
	case 1, 2, 3, 4:
		s.text()
	case 5:
		s.boolean()
	default:
		s.stop()
	}
}

// redactionField is the same for what a state says of its redaction.
func redactionField(s *scanner, key uint64) {
	switch key {
	case 1:
		s.instant()
	case 2, 3:
		s.text()
	default:
		s.stop()
	}
}

func (d *Decoder) event(s *scanner) *events.Event {
	e, id := &events.Event{}, ""
	d.own, d.said = d.own[:0], d.said[:0]
	s.fields(func(key uint64) {
		switch key {
		case 1:
			d.keep(&id, s)
		case 2:
			d.keep(&e.Slug, s)
		case 6:
			d.texts(s, e)
		case 11:
			d.sources(s, e)
		case 12:
			d.links(s, e)
		default:
			d.shared(s, e, key)
		}
	})
	d.pack()
	e.ID = events.ID(id)
	for _, t := range d.said {
		e.Text[t.lang] = t.text
	}
	if len(e.Text) != len(d.said) { // a language that is there twice
		s.stop()
	}
	return e
}

// shared reads a field of an event that others may have alike, or that is short.
func (d *Decoder) shared(s *scanner, e *events.Event, key uint64) {
	switch key {
	case 4:
		e.Span = part(s, d.parts.spans, (*reader).span)
	case 7:
		e.Place = part(s, d.parts.places, (*reader).place)
	case 8:
		e.Tags = part(s, d.parts.lists, (*reader).list)
	case 9:
		e.Key = s.boolean()
	case 10:
		e.Status = events.Status(d.word(s))
	case 14:
		e.Created = s.instant()
	case 15:
		e.Published = s.instant()
	case 16:
		e.Updated = s.instant()
	case 17:
		e.Sequence = s.number()
	case 18:
		e.Quiet = s.boolean()
	default:
		d.seldom(s, e, key)
	}
}

// seldom reads a field that few events have.
func (d *Decoder) seldom(s *scanner, e *events.Event, key uint64) {
	switch key {
	case 3:
		e.FormerSlugs = part(s, nil, (*reader).list)
	case 5:
		e.Repeat = part(s, nil, (*reader).repetition)
	case 13:
		e.Image = part(s, nil, (*reader).image)
	case 19:
		e.Formerly = part(s, nil, (*reader).traces)
	case 20:
		e.Proposal = part(s, nil, (*reader).proposal)
	case 21:
		e.Amends = part(s, nil, (*reader).amendment)
	case 22:
		e.Publish = part(s, nil, (*reader).schedule)
	case 23:
		e.Becomes = events.Status(d.word(s))
	case 24:
		e.Outdated = part(s, d.parts.lists, (*reader).list)
	case 25:
		e.Origin = part(s, nil, (*reader).origin)
	default:
		s.stop()
	}
}

// part reads a part of an event, or finds it among those known already (nil:
// none are remembered).
func part[F, V any](s *scanner, known map[string]V, read func(*reader, *F) V) V {
	stored := s.item()
	if v, ok := known[string(stored)]; ok {
		return v
	}
	var form F
	var r reader
	r.fail(reading.Unmarshal(stored, &form))
	v := read(&r, &form)
	if r.err != nil {
		s.stop()
		return v
	}
	if known != nil && len(known) < maxShared {
		known[string(stored)] = v
	}
	return v
}

func (d *Decoder) text(s *scanner) events.Localised {
	return part(s, d.parts.texts, func(r *reader, form *localised) events.Localised { return r.text(*form) })
}

// word reads a text that many events have.
func (d *Decoder) word(s *scanner) string {
	text := s.text()
	if w, ok := d.words[string(text)]; ok {
		return w
	}
	w := string(text)
	if len(d.words) < maxShared {
		d.words[w] = w
	}
	return w
}

// keep notes a string that is the event's own.
func (d *Decoder) keep(to *string, s *scanner) { d.own = append(d.own, owned{to, s.text()}) }

// pack makes one string of those that were kept, so that they lie next to one
// another in memory.
func (d *Decoder) pack() {
	d.packed = d.packed[:0]
	for _, o := range d.own {
		d.packed = append(d.packed, o.text...)
	}
	rest := string(d.packed)
	for _, o := range d.own {
		*o.to, rest = rest[:len(o.text)], rest[len(o.text):]
	}
}

// mostTexts is how many languages an event is expected to have at most.
const mostTexts = 8

// said is what an event says in a language.
type said struct {
	lang string
	text events.Text
}

// texts notes what the event says: a map cannot be filled before the strings
// are packed.
func (d *Decoder) texts(s *scanner, e *events.Event) {
	d.said = d.said[:0]
	n := s.count(majorArray)
	if n > mostTexts {
		s.stop()
		return
	}
	e.Text = make(map[string]events.Text, n)
	for range n {
		d.said = append(d.said, said{})
		t := &d.said[len(d.said)-1]
		s.fields(func(key uint64) {
			switch key {
			case 1:
				t.lang = d.word(s)
			case 2:
				d.keep(&t.text.Title, s)
			case 3:
				d.keep(&t.text.Summary, s)
			case 4:
				d.keep(&t.text.Body, s)
			default:
				s.stop()
			}
		})
	}
}

func (d *Decoder) sources(s *scanner, e *events.Event) {
	e.Sources = make([]events.Source, s.count(majorArray))
	for i := range e.Sources {
		s.fields(func(key uint64) { d.source(s, &e.Sources[i], key) })
	}
}

func (d *Decoder) source(s *scanner, into *events.Source, key uint64) {
	switch key {
	case 1:
		into.Title = d.text(s)
	case 2:
		into.Author = d.text(s)
	case 3:
		into.Publisher = d.text(s)
	case 4:
		into.Date = d.word(s)
	case 5:
		into.Locator = d.text(s)
	case 6:
		d.keep(&into.Quote, s)
	case 7:
		into.QuoteLang = d.word(s)
	case 8:
		into.URL = d.word(s)
	case 9:
		into.SHA256 = d.word(s)
	default:
		s.stop()
	}
}

func (d *Decoder) links(s *scanner, e *events.Event) {
	e.Links = make([]events.Link, s.count(majorArray))
	for i := range e.Links {
		s.fields(func(key uint64) {
			switch key {
			case 1:
				d.keep(&e.Links[i].URL, s)
			case 2:
				e.Links[i].Title = d.text(s)
			default:
				s.stop()
			}
		})
	}
}
