package foreign

import (
	"crypto/sha256"
	"encoding/base32"
	"net/url"
	"path"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"almanac.example/events"
	"almanac.example/events/timeline"
	"almanac.example/feeds"
)

// maxSlug is how long a slug made of a name becomes, in characters.
const maxSlug = 60

// Shorten cuts a text to n characters, the last an ellipsis.
func Shorten(s string, n int) string {
	if utf8.RuneCountInString(s) <= n {
		return s
	}
	return strings.TrimSpace(string([]rune(s)[:n-1])) + "…"
}

// TagNames finds the tag of a name: one of the record by its names in any
// language, or a new one by its spelling. Two names never become one tag.
type TagNames struct {
	byName map[string]string // folded name to slug
	taken  map[string]bool
	added  []events.Tag
}

// maxNewTags bounds how many names one file adds to the record's vocabulary.
const maxNewTags = 500

// NewTagNames knows the tags of the site, which may be nil.
func NewTagNames(site *events.Site) TagNames {
	n := TagNames{byName: map[string]string{}, taken: map[string]bool{}}
	if site == nil {
		return n
	}
	for _, t := range site.Tags {
		n.taken[t.Slug] = true
		for _, name := range t.Name {
			n.byName[timeline.Fold(name)] = t.Slug
		}
	}
	return n
}

// Slug is the tag of a name in a language. A name that is new is kept, see New.
func (n *TagNames) Slug(name, lang string) string {
	folded := timeline.Fold(name)
	if slug, ok := n.byName[folded]; ok {
		return slug
	}
	slug := TagSlug(name)
	plain := slug == name
	if n.taken[slug] && !plain {
		slug = strings.Trim(string([]rune(slug)[:min(len([]rune(slug)), 40)]), "-") + "-" + Hash(name, 3)
	}
	n.byName[folded], n.taken[slug] = slug, true
	if !plain && len(n.added) < maxNewTags {
		n.added = append(n.added, events.Tag{Slug: slug, Name: events.Localised{lang: name}})
	}
	return slug
}

// New are the names that the record does not know yet, at most 500.
func (n *TagNames) New() []events.Tag { return n.added }

// TagSlug makes a tag of a name in any script.
func TagSlug(name string) string {
	var b strings.Builder
	for _, r := range norm.NFC.String(strings.ToLower(norm.NFKC.String(name))) {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) {
			b.WriteRune(r)
		} else if s := b.String(); s != "" && !strings.HasSuffix(s, "-") {
			b.WriteByte('-')
		}
	}
	slug := []rune(strings.Trim(b.String(), "-"))
	slug = slug[:min(len(slug), maxSlug)]
	if s := norm.NFC.String(strings.Trim(string(slug), "-")); events.IsTag(s) {
		return s
	}
	return "x-" + Hash(name, 5)
}

// ASCIISlug makes a slug of what is ASCII in a title, "" if that is nothing.
func ASCIISlug(title string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(norm.NFKD.String(title)) {
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9':
			b.WriteRune(r)
		case unicode.Is(unicode.Mn, r), r == '\'', r == '\u2019':
		default:
			if s := b.String(); s != "" && !strings.HasSuffix(s, "-") {
				b.WriteByte('-')
			}
		}
	}
	s := b.String()
	return strings.Trim(s[:min(len(s), maxSlug)], "-")
}

// Hash is an opaque, stable name of a text: so many bytes of its SHA-256, in
// lower-case base 32.
func Hash(key string, bytes int) string {
	sum := sha256.Sum256([]byte(key))
	return strings.ToLower(base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(sum[:bytes]))
}

// IsPicture tells a picture by its media type, or its extension where it has
// none.
func IsPicture(kind, address string) bool {
	if kind != "" {
		return strings.HasPrefix(kind, "image/") && !strings.ContainsFunc(kind[len("image/"):], func(r rune) bool {
			return r != '.' && r != '+' && r != '-' && (r < '0' || r > '9') && (r < 'a' || r > 'z')
		}) && kind != "image/"
	}
	u, err := url.Parse(address)
	if err != nil {
		return false
	}
	switch strings.ToLower(path.Ext(u.Path)) {
	case ".jpg", ".jpeg", ".png", ".gif", ".webp", ".svg", ".avif":
		return true
	}
	return false
}

// IsWebAddress reports whether pages may link to an address as it stands.
func IsWebAddress(s string) bool {
	if len(s) < len("http") || !strings.EqualFold(s[:len("http")], "http") { // most words: parsing costs memory
		return false
	}
	u, err := url.Parse(s)
	return err == nil && u.Host != "" && (u.Scheme == "http" || u.Scheme == "https") && len(s) <= 2000 &&
		!strings.ContainsAny(s, " \"<>\\^`{|}") && feeds.Clean(s) == s
}

// EventSlug is the slug of an event that brings none: readable where a title is
// ASCII, and unique by the end, which comes from the ID.
func EventSlug(e *events.Event) string {
	title := ""
	for _, lang := range e.Languages() {
		if title = ASCIISlug(e.Text[lang].Title); title != "" {
			break
		}
	}
	if title == "" {
		title = "event"
	}
	return title + "-" + Hash(string(e.ID), 5)
}
