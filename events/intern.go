package events

import (
	"encoding/binary"
	"slices"
	"sync"

	"almanac.example/events/edtf"
)

// Interner lets events share what they say alike: places, sources' titles,
// tags, dates. A decoded record has each of them anew in every event, which is
// most of its memory. It may be used by several goroutines.
type Interner struct {
	mu     sync.Mutex
	words  map[string]string
	lists  map[string][]string
	texts  map[string]Localised
	places map[string]*Place
	dates  map[string]edtf.Value
	key    []byte // scratch
}

// maxInterned bounds each kind: what is different everywhere is not worth
// remembering.
const maxInterned = 1 << 16

// NewInterner prepares an interner.
func NewInterner() *Interner {
	return &Interner{
		words: map[string]string{}, lists: map[string][]string{}, texts: map[string]Localised{},
		places: map[string]*Place{}, dates: map[string]edtf.Value{},
	}
}

// Share replaces parts of an event by equal ones of events before it, and puts
// its other strings next to one another in memory. Nobody else may have seen
// the event yet.
func (in *Interner) Share(e *Event) {
	in.mu.Lock()
	defer in.mu.Unlock()
	e.Status = Status(in.word(string(e.Status)))
	e.Tags, e.Place = in.list(e.Tags), in.place(e.Place)
	e.Span.Zone, e.Span.Date = in.word(e.Span.Zone), in.date(e.Span.Date)
	e.Sources, e.Links = slices.Clip(slices.Clone(e.Sources)), slices.Clip(slices.Clone(e.Links))
	for i := range e.Sources {
		s := &e.Sources[i]
		s.Title, s.Author, s.Publisher, s.Locator = in.text(s.Title), in.text(s.Author), in.text(s.Publisher), in.text(s.Locator)
		s.Date, s.QuoteLang, s.URL, s.SHA256 = in.word(s.Date), in.word(s.QuoteLang), in.word(s.URL), in.word(s.SHA256)
	}
	for i := range e.Links {
		e.Links[i].Title = in.text(e.Links[i].Title)
	}
	if m := e.Image; m != nil {
		m.Credit, m.Type = in.word(m.Credit), in.word(m.Type)
	}
	in.pack(e)
}

// pack makes one string of those that no two events have in common.
func (in *Interner) pack(e *Event) {
	in.key = in.key[:0]
	in.own(e, func(s string) string {
		in.key = append(in.key, s...)
		return s
	})
	packed := string(in.key)
	in.own(e, func(s string) string {
		own := packed[:len(s)]
		packed = packed[len(s):]
		return own
	})
}

// own replaces each string that is the event's own, always in the same order.
func (in *Interner) own(e *Event, replace func(string) string) {
	e.ID, e.Slug = ID(replace(string(e.ID))), replace(e.Slug)
	var space [4]string
	for _, lang := range languagesIn(e.Text, space[:0]) {
		t := e.Text[lang]
		// Under a shared name, too: an assignment replaces the key.
		e.Text[in.word(lang)] = Text{replace(t.Title), replace(t.Summary), replace(t.Body)}
	}
	for i := range e.Sources {
		s := &e.Sources[i]
		s.Quote = replace(s.Quote)
	}
	for i := range e.Links {
		e.Links[i].URL = replace(e.Links[i].URL)
	}
}

// languagesIn lists the keys in order.
func languagesIn[V any](m map[string]V, langs []string) []string {
	for lang := range m {
		langs = append(langs, lang)
	}
	slices.Sort(langs)
	return langs
}

// interned is the value under the key, or else the given one, from then on.
func interned[V any](m map[string]V, key []byte, v V) V {
	if was, ok := m[string(key)]; ok {
		return was
	}
	if len(m) < maxInterned {
		m[string(key)] = v
	}
	return v
}

func (in *Interner) word(s string) string {
	if s == "" {
		return ""
	}
	if was, ok := in.words[s]; ok {
		return was
	}
	if len(in.words) < maxInterned {
		in.words[s] = s
	}
	return s
}

func (in *Interner) list(l []string) []string {
	if len(l) == 0 {
		return l
	}
	in.key = in.key[:0]
	for i, s := range l {
		l[i] = in.word(s)
		in.key = appendPart(in.key, s)
	}
	return interned(in.lists, in.key, slices.Clip(slices.Clone(l)))
}

func (in *Interner) text(l Localised) Localised {
	if len(l) == 0 {
		return l
	}
	in.key = appendLocalised(in.key[:0], l)
	return interned(in.texts, in.key, l)
}

// appendLocalised spells a text in all its languages.
func appendLocalised(key []byte, l Localised) []byte {
	var space [4]string
	for _, lang := range languagesIn(l, space[:0]) {
		key = appendPart(appendPart(key, lang), l[lang])
	}
	return key
}

// appendPart appends a string so that no two lists of strings give the same.
func appendPart(key []byte, s string) []byte {
	return append(binary.AppendUvarint(key, uint64(len(s))), s...)
}

func (in *Interner) place(p *Place) *Place {
	if p == nil {
		return nil
	}
	in.key = appendLocalised(appendPart(in.key[:0], p.Slug), p.Name)
	was, ok := in.places[string(in.key)]
	if ok && sameCoordinate(was.Latitude, p.Latitude) && sameCoordinate(was.Longitude, p.Longitude) {
		return was
	}
	if !ok && len(in.places) < maxInterned {
		in.places[string(in.key)] = p
	}
	return p
}

func sameCoordinate(a, b *float64) bool { return a == b || a != nil && b != nil && *a == *b }

func (in *Interner) date(v edtf.Value) edtf.Value {
	if v.IsZero() {
		return v
	}
	in.key = append(in.key[:0], v.String()...)
	return interned(in.dates, in.key, v)
}
