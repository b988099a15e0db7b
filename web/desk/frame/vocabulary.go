package frame

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"almanac.example/events"
	"almanac.example/events/timeline"
	"almanac.example/web/words"
)

// TagName is a topic's name with the language it is in.
func (v *Visit) TagName(slug string) words.Run {
	tag, _ := v.Timeline.Site().Tag(slug)
	if name, lang := tag.Name.In(v.Lang); name != "" {
		return v.Run(name, lang)
	}
	return words.Run{Text: slug}
}

// TagNamed is the topic of a name, in whatever language, or else the slug that a
// new one gets, which may be none that can be used: see events.IsTag.
func (v *Visit) TagNamed(name string) string {
	for _, tag := range v.Timeline.Site().Tags {
		if IsNamed(tag.Name, strings.TrimSpace(name)) {
			return tag.Slug
		}
	}
	return SlugOf(name)
}

// PlaceNamed is the place of a name or slug among those of the vocabulary and of
// public entries; nil if there is none.
func (v *Visit) PlaceNamed(name string) *events.Place {
	for _, p := range v.Timeline.Site().Places {
		if IsNamed(p.Name, name) || p.Slug == name {
			return &events.Place{Slug: p.Slug, Name: p.Name, Latitude: p.Latitude, Longitude: p.Longitude}
		}
	}
	for _, c := range v.Timeline.Count().Places {
		if !IsNamed(v.Timeline.PlaceName(c.Slug), name) && c.Slug != name {
			continue
		}
		if at := v.Timeline.Select(events.Selection{Places: []string{c.Slug}}); len(at) > 0 {
			return at[0].Place
		}
	}
	return nil
}

// IsNamed reports whether a name is that in some language, whatever its case and
// accents.
func IsNamed(l events.Localised, name string) bool {
	folded := timeline.Fold(name)
	for _, own := range l {
		if timeline.Fold(own) == folded {
			return true
		}
	}
	return false
}

// SlugOf spells a name as the slug of a topic or place: lower case, with hyphens
// between its words.
func SlugOf(name string) string {
	parts := strings.FieldsFunc(norm.NFC.String(strings.ToLower(name)), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r)
	})
	return strings.Join(parts, "-")
}
