package intake

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"maps"
	"reflect"
	"slices"
	"unique"

	"almanac.example/events"
)

// Field is one thing that a feed can say of an event, by its path: "span",
// "text.en.title", "tags/policy".
type Field string

// field is how a Field is read and taken over.
type field struct {
	name Field
	get  func(*events.Event) any // the zero value: nothing is said
	take func(into, from *events.Event)
}

// fieldsOf lists what any of the events says, in a fixed order.
func fieldsOf(list ...*events.Event) []field {
	all := []field{
		{"span", func(e *events.Event) any { return e.Span.Words() }, func(into, from *events.Event) { into.Span = from.Span }},
		{"repeat", func(e *events.Event) any { return e.Repeat }, func(into, from *events.Event) { into.Repeat = from.Repeat }},
		{"status", func(e *events.Event) any { return e.Status }, func(into, from *events.Event) { into.Status = from.Status }},
		{"key", func(e *events.Event) any { return e.Key }, func(into, from *events.Event) { into.Key = from.Key }},
		{"sources", func(e *events.Event) any { return e.Sources }, func(into, from *events.Event) { into.Sources = from.Sources }},
		{"image", func(e *events.Event) any { return e.Image }, func(into, from *events.Event) { into.Image = from.Image }},
	}
	var langs, tags, links, names []string
	for _, e := range list {
		langs = slices.AppendSeq(langs, maps.Keys(e.Text))
		tags = append(tags, e.Tags...)
		for _, l := range e.Links {
			links = append(links, l.URL)
		}
		if e.Place != nil {
			names = slices.AppendSeq(names, maps.Keys(e.Place.Name))
		}
	}
	for _, lang := range sorted(langs) {
		all = append(all, textFields(lang)...)
	}
	all = append(all, placeFields(sorted(names))...)
	for _, tag := range sorted(tags) {
		all = append(all, tagField(tag))
	}
	for _, address := range sorted(links) {
		all = append(all, linkField(address))
	}
	return all
}

func sorted(list []string) []string {
	slices.Sort(list)
	return slices.Compact(list)
}

// textFields are title, summary and body in a language.
func textFields(lang string) []field {
	part := func(name string, at func(*events.Text) *string) field {
		return field{Field("text." + lang + "." + name), func(e *events.Event) any {
			t := e.Text[lang]
			return *at(&t)
		}, func(into, from *events.Event) {
			ours, theirs := into.Text[lang], from.Text[lang]
			*at(&ours) = *at(&theirs)
			into.Text = maps.Clone(into.Text)
			if into.Text[lang] = ours; ours == (events.Text{}) {
				delete(into.Text, lang)
			}
		}}
	}
	return []field{
		part("title", func(t *events.Text) *string { return &t.Title }),
		part("summary", func(t *events.Text) *string { return &t.Summary }),
		part("body", func(t *events.Text) *string { return &t.Body }),
	}
}

// placeFields are the place, its names and its coordinates: editors add names
// in other languages, and where it is.
func placeFields(langs []string) []field {
	samePlace := func(a, b *events.Event) bool { return a.Place != nil && b.Place != nil && a.Place.Slug == b.Place.Slug }
	list := []field{{"place", func(e *events.Event) any { return e.PlaceSlug() }, func(into, from *events.Event) { into.Place = from.Place }}}
	for _, lang := range langs {
		list = append(list, field{Field("place.name." + lang), func(e *events.Event) any {
			if e.Place == nil {
				return ""
			}
			return e.Place.Name[lang]
		}, func(into, from *events.Event) {
			if !samePlace(into, from) {
				return
			}
			place := *into.Place
			place.Name = maps.Clone(place.Name)
			if name := from.Place.Name[lang]; name != "" {
				place.Name[lang] = name
			} else if len(place.Name) > 1 {
				delete(place.Name, lang)
			}
			into.Place = &place
		}})
	}
	return append(list, field{"place.at", func(e *events.Event) any {
		if e.Place == nil || e.Place.Latitude == nil {
			return [0]float64{}
		}
		return []float64{*e.Place.Latitude, *e.Place.Longitude}
	}, func(into, from *events.Event) {
		if samePlace(into, from) {
			place := *into.Place
			place.Latitude, place.Longitude = from.Place.Latitude, from.Place.Longitude
			into.Place = &place
		}
	}})
}

func tagField(tag string) field {
	return field{Field("tags/" + tag), func(e *events.Event) any { return e.HasTag(tag) }, func(into, from *events.Event) {
		into.Tags = slices.DeleteFunc(slices.Clone(into.Tags), func(t string) bool { return t == tag })
		if from.HasTag(tag) {
			into.Tags = append(into.Tags, tag)
			slices.Sort(into.Tags)
		}
		if len(into.Tags) == 0 {
			into.Tags = nil
		}
	}}
}

func linkField(address string) field {
	find := func(e *events.Event) int {
		return slices.IndexFunc(e.Links, func(l events.Link) bool { return l.URL == address })
	}
	return field{Field("links/" + hashOf(address).String()), func(e *events.Event) any { return find(e) >= 0 }, func(into, from *events.Event) {
		into.Links = slices.DeleteFunc(slices.Clone(into.Links), func(l events.Link) bool { return l.URL == address })
		if i := find(from); i >= 0 {
			into.Links = append(into.Links, from.Links[i])
		}
		if len(into.Links) == 0 {
			into.Links = nil
		}
	}}
}

// hash stands for what a field says; the zero one for nothing.
type hash [6]byte

// String writes it as the vault keeps it; nothing is "".
func (h hash) String() string {
	if h == (hash{}) {
		return ""
	}
	return hex.EncodeToString(h[:])
}

// hashOf is the hash of a value.
func hashOf(value any) (h hash) {
	if v := reflect.ValueOf(value); !v.IsValid() || v.IsZero() {
		return h
	}
	if data, err := json.Marshal(value); err == nil { // nothing that an event holds is no JSON
		sum := sha256.Sum256(data)
		copy(h[:], sum[:])
	}
	return h
}

// sayings are what a source says of an event: a hash of each field that it
// mentions, sorted by field. A large source has a million of them: a map for each
// event would take three times the memory.
type sayings []saying

type saying struct {
	field unique.Handle[Field]
	hash  hash
}

func newSayings(hashes map[Field]hash) sayings {
	list := make(sayings, 0, len(hashes))
	for _, name := range slices.Sorted(maps.Keys(hashes)) {
		list = append(list, saying{unique.Make(name), hashes[name]})
	}
	return list
}

// of is what is said of a field.
func (s sayings) of(name Field) hash {
	at, ok := slices.BinarySearchFunc(s, name, func(s saying, name Field) int { return cmp.Compare(s.field.Value(), name) })
	if !ok {
		return hash{}
	}
	return s[at].hash
}

// said is what a feed says of an event.
func said(e *events.Event) sayings {
	says := map[Field]hash{}
	for _, f := range fieldsOf(e) {
		if hash := hashOf(f.get(e)); hash != nothing {
			says[f.name] = hash
		}
	}
	return newSayings(says)
}

var nothing hash

// merge is the state that a feed gives an event that the record has: what the
// feed says otherwise than the last time, where no editor has changed it. What
// both have changed stays as it is in the record, and is named. base is what
// the feed said last.
func merge(old, fresh *events.Event, base sayings) (next events.Event, clashes []Field) {
	next = *old
	for _, f := range fieldsOf(old, fresh) {
		was, mine, says := base.of(f.name), hashOf(f.get(old)), hashOf(f.get(fresh))
		switch {
		case says == was || mine == says: // nothing new, or nothing to do
		case mine == was:
			f.take(&next, fresh)
		case says != nothing: // what a feed does not mention any more is the editor's
			clashes = append(clashes, f.name)
		}
	}
	return next, clashes
}

// unknownBase is the base for an event that the source has brought before its
// fields were remembered: what it says counts, as long as it is no draft and
// was not withdrawn.
func unknownBase(old, fresh *events.Event) sayings {
	base := map[Field]hash{}
	for _, f := range fieldsOf(old, fresh) {
		if hashOf(f.get(fresh)) != nothing {
			base[f.name] = hashOf(f.get(old))
		}
	}
	if old.Status == events.Draft || old.Status == events.Withdrawn {
		base["status"] = hashOf(fresh.Status)
	}
	return newSayings(base)
}

// take gives a state the fields that the feed says otherwise.
func take(into, from *events.Event, fields []Field) {
	for _, f := range fieldsOf(into, from) {
		if slices.Contains(fields, f.name) {
			f.take(into, from)
		}
	}
}
