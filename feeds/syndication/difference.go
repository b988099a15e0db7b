package syndication

import (
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"almanac.example/events"
	"almanac.example/events/edtf"
	"almanac.example/feeds"
)

// field is one thing that an event tells readers.
type field struct {
	name  string // as the JSON form names it
	value string // what is compared
	text  string // for programs
	words string // for readers
	long  bool   // is shown only where it differs
}

func plain(name, text string) field { return field{name: name, value: text, text: text, words: text} }

func long(name, text string) field {
	return field{name: name, value: text, text: text, words: text, long: true}
}

// summed is a field with more to it than its text says.
func summed(name string, v any, text string) field {
	return field{name: name, value: marshalled(v), text: text, words: text}
}

// fields lists what an event tells in the given languages, always in the same
// order, the status first.
func (c *composer) fields(e *events.Event, langs []string) []field {
	status, span, tags := plain("status", string(seenAs(e.Status))), plain("span", spanText(e.Span)), plain("tags", strings.Join(e.Tags, " "))
	key := plain("key", strconv.FormatBool(e.Key))
	status.words, span.words, tags.words, key.words = c.statusName(e.Status), c.spanWords(e.Span), c.tagNames(e), c.yesNo(e.Key)
	list := []field{status, span, plain("repeat", repeatText(e))}
	for _, lang := range langs {
		t, name := e.Text[lang], "text."+lang
		list = append(list, plain(name+".title", t.Title), long(name+".summary", t.Summary), long(name+".body", t.Body))
	}
	sources, links := summed("sources", e.Sources, c.sourceNames(e.Sources)), summed("links", e.Links, linkTexts(e.Links))
	sources.long, links.long = true, true
	return append(list, summed("place", e.Place, c.placeName(e)), tags, key, summed("image", e.Image, c.site.Picture(e.Image, 0)),
		sources, links, plain("slug", e.Slug))
}

// seenAs is the status as readers may know it: what is a draft again has been
// withdrawn, to them.
func seenAs(s events.Status) events.Status {
	if s == events.Draft {
		return events.Withdrawn
	}
	return s
}

// difference is a changed field, and the same in words.
type difference struct {
	fieldChange
	label              string
	oldWords, newWords string
}

// differences lists the fields that readers can see and that differ. Where one
// side is not public it is the status alone: nothing of the rest is to be seen.
func (c *composer) differences(was, is *events.Event) []difference {
	langs := allLanguages(was, is)
	before, after := c.fields(was, langs), c.fields(is, langs)
	if !was.Status.Public() && !is.Status.Public() {
		return nil // what editors do unseen
	}
	if !was.Status.Public() || !is.Status.Public() {
		before, after = before[:1], after[:1]
	}
	var list []difference
	for i, a := range before {
		if b := after[i]; a.value != b.value {
			list = append(list, c.difference(a, b))
		}
	}
	return list
}

func (c *composer) difference(a, b field) difference {
	d := difference{label: c.fieldLabel(a.name), oldWords: feeds.Clean(a.words), newWords: feeds.Clean(b.words)}
	d.fieldChange = fieldChange{Field: a.name, Old: feeds.Clean(a.text), New: feeds.Clean(b.text)}
	if a.long {
		d.Old, d.New = excerpt(d.Old, d.New)
		d.oldWords, d.newWords = d.Old, d.New
	}
	return d
}

// html spells a difference as "label: old → new". Where the words do not show
// it, the label alone has to do.
func (d difference) html(colon string) string {
	s := escapeHTML(d.label)
	if d.oldWords == d.newWords {
		return s
	}
	s += colon
	if d.oldWords != "" {
		s += "<del>" + escapeHTML(d.oldWords) + "</del>"
	}
	if d.oldWords != "" && d.newWords != "" {
		s += " → "
	}
	if d.newWords != "" {
		s += "<ins>" + escapeHTML(d.newWords) + "</ins>"
	}
	return s
}

// The size of an excerpt, in characters.
const (
	excerptContext = 20  // kept of what is the same before and after
	excerptLength  = 400 // of the whole
)

// excerpt cuts two texts to where they differ, with a little around it.
func excerpt(a, b string) (string, string) {
	x, y := []rune(a), []rune(b)
	head := 0
	for head < min(len(x), len(y)) && x[head] == y[head] {
		head++
	}
	tail := 0
	for tail < min(len(x), len(y))-head && x[len(x)-1-tail] == y[len(y)-1-tail] {
		tail++
	}
	head, tail = max(0, head-excerptContext), max(0, tail-excerptContext)
	return cut(x, head, len(x)-tail), cut(y, head, len(y)-tail)
}

// cut marks with "…" where something is missing.
func cut(text []rune, from, to int) string {
	if from >= to {
		return ""
	}
	to = min(to, from+excerptLength)
	s := string(text[from:to])
	if from > 0 {
		s = "…" + s
	}
	if to < len(text) {
		s += "…"
	}
	return s
}

// spanText is the exact date, with the editor's words for it if there are any.
func spanText(s events.Span) string {
	text := exact(s)
	if !s.End.IsZero() {
		text += "/" + s.End.Format(time.RFC3339)
	}
	for _, lang := range slices.Sorted(maps.Keys(s.AsWritten)) {
		text += " [" + lang + ": " + s.AsWritten[lang] + "]"
	}
	return text
}

// spanWords words a date so that "May 2019" and "about May 2019" differ.
func (c *composer) spanWords(s events.Span) string {
	if s.IsZero() {
		return ""
	}
	return c.words.Date(s, c.site.Location(), edtf.Short)
}

func allLanguages(a, b *events.Event) []string {
	langs := a.Languages()
	for _, l := range b.Languages() {
		if !slices.Contains(langs, l) {
			langs = append(langs, l)
		}
	}
	return langs
}

func (c *composer) placeName(e *events.Event) string {
	if e.Place == nil {
		return ""
	}
	name, _ := e.Place.Name.In(c.lang)
	if e.Place.Latitude == nil || e.Place.Longitude == nil {
		return name
	}
	return name + " (" + degrees(*e.Place.Latitude) + ", " + degrees(*e.Place.Longitude) + ")"
}

func degrees(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) }

func (c *composer) tagNames(e *events.Event) string {
	var names []string
	for _, t := range c.categories(e) {
		names = append(names, t.Label)
	}
	return strings.Join(names, c.words.Text("list"))
}

func (c *composer) sourceNames(list []events.Source) string {
	var names []string
	for _, s := range list {
		name, _ := s.Title.In(c.lang)
		if locator, _ := s.Locator.In(c.lang); locator != "" {
			name += c.words.Text("comma") + locator
		}
		names = append(names, name)
	}
	return strings.Join(names, "; ")
}

func linkTexts(list []events.Link) string {
	var names []string
	for _, l := range list {
		names = append(names, l.URL)
	}
	return strings.Join(names, " ")
}

func repeatText(e *events.Event) string {
	if e.Repeat == nil {
		return ""
	}
	text := strings.Join(append([]string{e.Repeat.Rule}, e.Repeat.Except...), " −")
	return strings.Join(append([]string{text}, e.Repeat.Also...), " +")
}

// marshalled compares what has many fields.
func marshalled(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		return "" // only a coordinate that is no number cannot be written; Validate refuses it
	}
	return string(b)
}

func (c *composer) statusName(s events.Status) string {
	switch s {
	case events.Published:
		return c.words.Text("status.published")
	case events.Tentative:
		return c.words.Text("status.tentative")
	case events.Cancelled:
		return c.words.Text("status.cancelled")
	case events.Deleted:
		return c.words.Text("status.deleted")
	default:
		return c.words.Text("status.withdrawn")
	}
}

func (c *composer) yesNo(b bool) string {
	if b {
		return c.words.Text("yes")
	}
	return c.words.Text("no")
}

// fieldLabel names a field for readers, and the language of a text that is in
// another one than the feed.
func (c *composer) fieldLabel(name string) string {
	lang, part, ok := strings.Cut(strings.TrimPrefix(name, "text."), ".")
	if !ok {
		return c.partLabel(name)
	}
	label := c.partLabel(part)
	if lang != c.lang {
		label += " [" + feeds.LanguageName(lang) + "]"
	}
	return label
}

// namedParts are the parts of an event that have a name for readers; any other is
// its address.
var namedParts = []string{"status", "span", "repeat", "title", "summary", "body", "place", "tags", "key", "image", "sources", "links"}

// partLabel names a part of an event for readers; part is the last part of its
// field's name.
func (c *composer) partLabel(part string) string {
	if !slices.Contains(namedParts, part) {
		part = "slug"
	}
	return c.words.Text("field." + part)
}
