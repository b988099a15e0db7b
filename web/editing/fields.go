package editing

import (
	"encoding/json"
	"slices"
	"strings"

	"almanac.example/events"
)

// field is one thing that an event says, and that can be taken from one state
// into another by itself.
type field struct {
	path string
	get  func(*events.Event) any
	take func(into, from *events.Event)
	// union is set for lists in whatever order: what either side added or
	// removed is done to both.
	union func(base, yours, theirs *events.Event) []string
}

// ownFields are those that every event has. Texts have fields of their own for
// each language.
var ownFields = []field{
	{path: "span", get: func(e *events.Event) any { return e.Span }, take: func(into, from *events.Event) { into.Span = from.Span }},
	{path: "repeat", get: func(e *events.Event) any { return e.Repeat }, take: func(into, from *events.Event) { into.Repeat = from.Repeat }},
	{path: "place", get: func(e *events.Event) any { return e.Place }, take: func(into, from *events.Event) { into.Place = from.Place }},
	listField("tags", func(e *events.Event) *[]string { return &e.Tags }),
	{path: "key", get: func(e *events.Event) any { return e.Key }, take: func(into, from *events.Event) { into.Key = from.Key }},
	{path: "status", get: func(e *events.Event) any { return e.Status }, take: func(into, from *events.Event) { into.Status = from.Status }},
	{path: "slug", get: func(e *events.Event) any { return e.Slug }, take: func(into, from *events.Event) { into.Slug = from.Slug }},
	{path: "sources", get: func(e *events.Event) any { return e.Sources }, take: func(into, from *events.Event) { into.Sources = from.Sources }},
	{path: "links", get: func(e *events.Event) any { return e.Links }, take: func(into, from *events.Event) { into.Links = from.Links }},
	{path: "image", get: func(e *events.Event) any { return e.Image }, take: func(into, from *events.Event) { into.Image = from.Image }},
	{path: "amends", get: func(e *events.Event) any { return e.Amends }, take: func(into, from *events.Event) { into.Amends = from.Amends }},
	{path: "publish", get: func(e *events.Event) any { return e.Publish }, take: func(into, from *events.Event) { into.Publish = from.Publish }},
	{path: "becomes", get: func(e *events.Event) any { return e.Becomes }, take: func(into, from *events.Event) { into.Becomes = from.Becomes }},
	listField("outdated", func(e *events.Event) *[]string { return &e.Outdated }),
}

// listField is a field that holds a sorted list of words.
func listField(path string, of func(*events.Event) *[]string) field {
	return field{
		path: path,
		get:  func(e *events.Event) any { return *of(e) },
		take: func(into, from *events.Event) { *of(into) = slices.Clone(*of(from)) },
		union: func(base, yours, theirs *events.Event) []string {
			return mergeLists(*of(base), *of(yours), *of(theirs))
		},
	}
}

// mergeLists does to a list what either side did to it.
func mergeLists(base, yours, theirs []string) []string {
	var list []string
	for _, s := range slices.Compact(slices.Sorted(slices.Values(slices.Concat(yours, theirs)))) {
		was, mine, other := slices.Contains(base, s), slices.Contains(yours, s), slices.Contains(theirs, s)
		if mine && other || !was {
			list = append(list, s)
		}
	}
	return list
}

// textParts are the parts of a text.
var textParts = []struct {
	name string
	of   func(*events.Text) *string
}{
	{"title", func(t *events.Text) *string { return &t.Title }},
	{"summary", func(t *events.Text) *string { return &t.Summary }},
	{"body", func(t *events.Text) *string { return &t.Body }},
}

// textFields are the fields of what is said in a language.
func textFields(lang string) []field {
	var list []field
	for _, part := range textParts {
		list = append(list, field{
			path: "text." + lang + "." + part.name,
			get: func(e *events.Event) any {
				t := e.Text[lang]
				return *part.of(&t)
			},
			take: func(into, from *events.Event) {
				t, given := into.Text[lang], from.Text[lang]
				*part.of(&t) = *part.of(&given)
				setText(into, lang, t)
			},
		})
	}
	return list
}

// setText changes what an event says in a language, without changing what it
// may share with another state. A text that says nothing is none.
func setText(e *events.Event, lang string, t events.Text) {
	texts := make(map[string]events.Text, len(e.Text)+1)
	for l, was := range e.Text {
		texts[l] = was
	}
	if texts[lang] = t; t == (events.Text{}) {
		delete(texts, lang)
	}
	e.Text = texts
}

// fieldsOf lists the fields of some states of an event, in the order in which
// pages show them.
func fieldsOf(states ...*events.Event) []field {
	var langs []string
	for _, e := range states {
		langs = append(langs, e.Languages()...)
	}
	slices.Sort(langs)
	list := slices.Clone(ownFields[:1])
	for _, lang := range slices.Compact(langs) {
		list = append(list, textFields(lang)...)
	}
	return append(list, ownFields[1:]...)
}

// spelt is a value in the one spelling by which values are compared. What is
// empty is the same as what is not there.
func spelt(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		return err.Error() // every field of an event marshals
	}
	if s := string(b); s != "null" && s != "[]" {
		return s
	}
	return ""
}

// Changed lists the fields that two states of an event do not have alike, by
// the path that an *events.Invalid gives them: "span", "text.zh.title", "tags".
func Changed(a, b *events.Event) []string {
	var paths []string
	for _, f := range fieldsOf(a, b) {
		if spelt(f.get(a)) != spelt(f.get(b)) {
			paths = append(paths, f.path)
		}
	}
	return paths
}

// Take gives an event the value that another state of it has in one field. What
// the event shares with others stays as it is. It is false if the path is none
// of a field.
func Take(into, from *events.Event, path string) bool {
	if lang, ok := strings.CutPrefix(path, "text."); ok {
		lang, _, _ = strings.Cut(lang, ".")
		return take(textFields(lang), into, from, path)
	}
	return take(ownFields, into, from, path)
}

func take(fields []field, into, from *events.Event, path string) bool {
	for _, f := range fields {
		if f.path == path {
			f.take(into, from)
			return true
		}
	}
	return false
}
