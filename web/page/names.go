package page

import (
	"strings"

	"almanac.example/feeds"
	"almanac.example/web/moment"
	"almanac.example/web/words"
)

// names says what things are called in the page's language, and in the other
// one beside it.
type names struct {
	words.Language
	site     *feeds.Site
	timeline *moment.Moment
}

// otherLanguage is the second language a reader is shown, "" if there is none.
func (n *names) otherLanguage() string {
	for _, l := range n.site.Languages {
		if l != n.Lang {
			return l
		}
	}
	return ""
}

// otherWords is the interface in the other language, if it is spoken.
func (n *names) otherWords() (words.Language, bool) {
	o := words.For(n.otherLanguage(), []string{n.Spoken})
	return o, o.Spoken != n.Spoken
}

// siteName is the record's name in the page's language where there is one.
func (n *names) siteName() words.Run {
	name, lang := n.site.Name.In(n.Lang)
	return n.Run(name, lang)
}

// otherName is the record's name in the other language.
func (n *names) otherName() words.Run {
	o := n.otherLanguage()
	if o == "" || n.site.Name[o] == "" || n.siteName().Lang != "" {
		return words.Run{}
	}
	return n.Run(n.site.Name[o], o)
}

// tagRun is a tag's name with the language it is in.
func (n *names) tagRun(slug string) words.Run {
	t, _ := n.timeline.Site().Tag(slug)
	if name, lang := t.Name.In(n.Lang); name != "" {
		return n.Run(name, lang)
	}
	return words.Run{Text: strings.ReplaceAll(slug, "-", " ")}
}

func (n *names) tagNames(tags []string) []string {
	list := make([]string, len(tags))
	for i, t := range tags {
		list[i] = n.tagRun(t).Text
	}
	return list
}

// placeName is a place's name in the page's language, or its slug.
func (n *names) placeName(slug string) (name, lang string) {
	if name, lang = n.timeline.PlaceName(slug).In(n.Lang); name == "" {
		return slug, n.Lang
	}
	return name, lang
}
