package entry

import (
	"net/url"
	"slices"
	"strings"

	"almanac.example/events"
	"almanac.example/web/desk/frame"
	"almanac.example/web/words"
)

// tagChoice is a topic that can be ticked.
type tagChoice struct {
	Slug    string
	Name    words.Run
	Checked bool
}

// tagsMost is how many topics are offered as boxes; any other can be typed.
const tagsMost = 60

// tagChoices are the topics of the vocabulary, then those that are used without
// being named there, the most frequent first, and in any case those of the entry.
func tagChoices(v *frame.Visit, chosen []string) []tagChoice {
	var slugs []string
	for _, tag := range v.Timeline.Site().Tags {
		if !tag.Retired {
			slugs = append(slugs, tag.Slug)
		}
	}
	for _, c := range v.Timeline.Count().Tags {
		if tag, named := v.Timeline.Site().Tag(c.Slug); !named && !tag.Retired {
			slugs = append(slugs, c.Slug)
		}
	}
	slugs = slugs[:min(len(slugs), tagsMost)]
	for _, slug := range chosen {
		if !slices.Contains(slugs, slug) {
			slugs = append(slugs, slug)
		}
	}
	list := make([]tagChoice, len(slugs))
	for i, slug := range slugs {
		list[i] = tagChoice{slug, v.TagName(slug), slices.Contains(chosen, slug)}
	}
	return list
}

// readTags takes the ticked topics and those that were typed, by name or slug.
func (t *typed) readTags(v *frame.Visit) {
	tags := t.form.All("tag")
	for _, name := range strings.FieldsFunc(t.form.Line("new-tag"), func(r rune) bool { return strings.ContainsRune(",，、;；", r) }) {
		slug := v.TagNamed(name)
		if !events.IsTag(slug) {
			t.faults.Add("ntag", v.Text("edit.newTag"), v.Text("edit.noTag", strings.TrimSpace(name)))
			continue
		}
		tags = append(tags, slug)
	}
	slices.Sort(tags)
	t.event.Tags = slices.Compact(tags)
}

// placesMost is how many places are offered as suggestions.
const placesMost = 300

// placeNames are the names of places to choose from.
func placeNames(v *frame.Visit) []string {
	var names []string
	add := func(name string) {
		if name != "" && !slices.Contains(names, name) && len(names) < placesMost {
			names = append(names, name)
		}
	}
	for _, p := range v.Timeline.Site().Places {
		if name, _ := p.Name.In(v.Lang); !p.Retired {
			add(name)
		}
	}
	for _, c := range v.Timeline.Count().Places {
		name, _ := v.Timeline.PlaceName(c.Slug).In(v.Lang)
		add(name)
	}
	return names
}

// readPlace finds the place of a name among those that are known, or makes a new
// one of it. The entry's own place stays as it is if its name does.
func (t *typed) readPlace(v *frame.Visit) {
	name := t.form.Line("place")
	t.event.Place = nil
	if name == "" {
		return
	}
	if t.base != nil && t.base.Place != nil && frame.IsNamed(t.base.Place.Name, name) {
		t.event.Place = t.base.Place
		return
	}
	if t.event.Place = v.PlaceNamed(name); t.event.Place != nil {
		return
	}
	slug := frame.SlugOf(name)
	if !events.IsTag(slug) {
		t.faults.Add("place", v.Text("edit.place"), v.Text("edit.noPlace", name))
		return
	}
	t.event.Place = &events.Place{Slug: slug, Name: events.Localised{languageOfText(v, name): name}}
}

// isWebAddress reports whether a text is an http or https address.
func isWebAddress(text string) bool {
	u, err := url.Parse(text)
	return err == nil && u.Host != "" && (u.Scheme == "http" || u.Scheme == "https")
}
