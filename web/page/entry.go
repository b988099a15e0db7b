package page

import (
	"html/template"
	"slices"
	"strconv"
	"strings"

	"almanac.example/events"
	"almanac.example/web/words"
)

// entry is one event as a page shows it: an item of a list, a line of a month
// grid, of a row of bars or beside an event. What a reader must not overlook
// stands with it wherever it is shown.
type entry struct {
	ID      string // for the fragment of an address
	Class   string
	Date    template.HTML // its column; in a line "" where the place says the day
	Clock   string        // the time of day, for a line whose place says the day; HTML
	Href    string
	Rel     string // how the event is related to the page, as HTML's rel
	Title   words.Run
	Other   words.Run // the title in the other language
	Notes   []note
	Summary words.Run
	Picture *listPicture // of a key entry, nil for none
	Tags    []link
	Place   words.Run
}

// note is what a reader must not overlook, in words.
type note struct {
	Class string // further classes, with a space before
	Text  string
}

// link is a text that leads somewhere.
type link struct {
	words.Run
	Href    string
	Current bool
	N       int    // how many entries it leads to, where that is shown
	Colour  string // of a topic, a name of CSS; "" if it has none
}

// Mark is the topic's colour as a square beside its name, which says the same; ""
// if it has none.
func (l link) Mark() template.HTML {
	if l.Colour == "" {
		return ""
	}
	return template.HTML(`<svg class="tc" viewBox="0 0 1 1" aria-hidden="true" focusable="false"><path fill="` + escape(l.Colour) + `" d="M0 0h1v1H0z"/></svg>`)
}

// density says how much of an entry is shown; long lists show less, so that a
// page stays below 1,500 elements.
type density int

const (
	roomy   density = iota // everything
	compact                // title and other language; important ones everything
	dense                  // title only; important ones with summary
)

// The list lengths from which entries are shown compact and dense.
const (
	compactFrom = 40
	denseFrom   = 70
)

func densityFor(n int) density {
	switch {
	case n >= denseFrom:
		return dense
	case n >= compactFrom:
		return compact
	}
	return roomy
}

// listing is how entries of one list are shown.
type listing struct {
	scope   words.Scope
	density density
	filters map[string]int     // tag → number of its instant filter on the page
	anchors map[events.ID]bool // entries that have a fragment already; nil: none gets one
	newest  bool               // the newest entry stands first

	outside func(*events.Event) bool // what a filter leaves out of a figure; nil: nothing
}

// lists prepares events for lists.
type lists struct {
	names
	links
}

// line prepares one event for a line of text, with the date that it is given.
func (v *lists) line(e *events.Event, date template.HTML) entry {
	text, lang := e.In(v.Lang)
	return entry{
		Class: listing{}.classes(e, text.Summary != ""), Date: date, Href: v.eventLink(e),
		Title: v.Run(text.Title, lang), Notes: v.notes(e, lang),
	}
}

// entry prepares one event for a list.
func (v *lists) entry(e *events.Event, l listing) entry {
	text, lang := e.In(v.Lang)
	en := v.line(e, v.DateLabel(e.Span, l.scope, v.site.Location()))
	en.Class = "ev " + l.classes(e, text.Summary != "")
	if l.anchors != nil && !l.anchors[e.ID] { // another occurrence may have it
		l.anchors[e.ID] = true
		en.ID = "e-" + e.Slug
	}
	if l.density < dense {
		en.Other = v.otherTitle(e, lang)
	}
	if l.density == roomy || e.Key {
		en.Summary = v.Run(text.Summary, lang)
	}
	if e.Key && e.Image != nil {
		en.Picture = v.listPicture(e.Image)
	}
	if l.density == roomy || e.Key && l.density == compact {
		en.Tags = v.tagLinks(e.Tags)
		if e.Place != nil {
			name, lang := e.Place.Name.In(v.Lang)
			en.Place = v.Run(name, lang)
		}
	}
	return en
}

// entriesOf prepares a list.
func (v *lists) entriesOf(list []*events.Event, l listing) entryList {
	out := make(entryList, len(list))
	for i, e := range list {
		out[i] = v.entry(e, l)
	}
	if l.newest {
		slices.Reverse(out)
	}
	return out
}

// notes word what a reader must not overlook: that an event is off or not yet
// certain, that it is a key one, that the page's language lacks it, that it
// recurs.
func (v *lists) notes(e *events.Event, lang string) []note {
	var list []note
	if status := v.unsettled(e); status != "" {
		list = append(list, note{" " + string(e.Status), status})
	}
	if e.Key {
		list = append(list, note{" key", v.Text("entry.key")})
	}
	if lang != v.Lang {
		list = append(list, note{"", v.Text("onlyIn", v.languagesOf(e))})
	}
	if first, ok := v.timeline.Event(e.ID); ok { // an occurrence does not know that it is one of several
		if r := v.Repetition(first); r != "" {
			list = append(list, note{"", r})
		}
	}
	return list
}

// languagesOf names the languages in which an event has text.
func (v *names) languagesOf(e *events.Event) string {
	list := e.Languages()
	for i, lang := range list {
		list[i] = v.LanguageName(lang)
	}
	return v.Join(list)
}

// unsettled says that an event is off or not yet certain; "" if it is neither.
func (v *names) unsettled(e *events.Event) string {
	switch e.Status {
	case events.Cancelled:
		return v.Text("cancelled")
	case events.Tentative:
		return v.Text("tentative")
	}
	return ""
}

// plainTitle is an event's title with its status, where there is only text.
func (v *names) plainTitle(e *events.Event) string {
	text, _ := e.In(v.Lang)
	if status := v.unsettled(e); status != "" {
		return v.Text("titleStatus", text.Title, status)
	}
	return text.Title
}

// otherTitle is the quiet second line. used is the language of the title.
func (v *lists) otherTitle(e *events.Event, used string) words.Run {
	other := v.otherLanguage()
	if other == "" || other == used {
		return words.Run{}
	}
	return v.Run(e.Text[other].Title, other)
}

func (v *lists) tagLinks(tags []string) []link {
	links := make([]link, len(tags))
	for i, t := range tags {
		links[i] = v.tagLink(t)
	}
	return links
}

// tagLink leads to a topic, with its name and its colour.
func (v *lists) tagLink(slug string) link {
	t, _ := v.timeline.Site().Tag(slug)
	return link{Run: v.tagRun(slug), Href: v.link("/tag/"+slug, nil), Colour: t.Color}
}

// weightClass is 3 for the important, 2 for what has a summary, 1 otherwise.
func weightClass(e *events.Event, summary bool) string {
	switch {
	case e.Key:
		return "w3"
	case summary:
		return "w2"
	}
	return "w1"
}

func (l listing) classes(e *events.Event, summary bool) string {
	var b strings.Builder
	b.WriteString(words.MarkClass(e.Span))
	b.WriteByte(' ')
	b.WriteString(weightClass(e, summary))
	if e.Status == events.Cancelled {
		b.WriteString(" off")
	}
	b.WriteString(filterClasses(e.Tags, l.filters))
	return b.String()
}

// filterClasses are the classes by which the style sheet's instant filters
// find what carries a tag.
func filterClasses(tags []string, filters map[string]int) string {
	var b strings.Builder
	for _, t := range tags {
		if i, ok := filters[t]; ok {
			b.WriteString(" t")
			b.WriteString(strconv.Itoa(i))
		}
	}
	return b.String()
}

// keyFirst picks at most n events to stand for a list: the important ones
// before the others, in the list's order.
func keyFirst(list []*events.Event, n int) []*events.Event {
	if len(list) <= n {
		return list
	}
	var picked []int
	for _, key := range []bool{true, false} {
		for i := 0; i < len(list) && len(picked) < n; i++ {
			if list[i].Key == key {
				picked = append(picked, i)
			}
		}
	}
	slices.Sort(picked)
	out := make([]*events.Event, len(picked))
	for k, i := range picked {
		out[k] = list[i]
	}
	return out
}
