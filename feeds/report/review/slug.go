package review

import (
	"fmt"
	"slices"
	"strings"

	"almanac.example/events"
	"almanac.example/events/timeline"
	"almanac.example/feeds/report"
)

// slugs mints the names of drafts in addresses. A name that any event has, had
// or left behind is not given again.
type slugs struct {
	timeline *timeline.Timeline
	given    map[string]bool
	last     map[string]int // the last number tried, by what stands before it
}

func newSlugs(t *timeline.Timeline) *slugs {
	return &slugs{t, map[string]bool{}, map[string]int{}}
}

// MintSlug is a slug for an event that has none yet: of its date, and of the
// first words of its English title. No event has, had or left it behind.
func MintSlug(t *timeline.Timeline, e *events.Event) string {
	d := report.Draft{Date: e.Span.EDTF().String()}
	if text, ok := e.Text["en"]; ok {
		d.Lang, d.Title = "en", text.Title
	}
	return newSlugs(t).mint(d)
}

// mint makes a slug of the date, and of the first words of an English title;
// other scripts are not transcribed, for that is guessing. A number tells
// apart what is alike.
func (s *slugs) mint(d report.Draft) string {
	base := dateSlug(d.Date)
	words := ""
	if d.Lang == "en" {
		words = wordSlug(d.Title)
	}
	if words != "" {
		base += "-" + words
		if s.take(base) {
			return base
		}
	}
	for {
		s.last[base]++
		if slug := fmt.Sprintf("%s-%d", base, s.last[base]); s.take(slug) {
			return slug
		}
	}
}

func (s *slugs) take(slug string) bool {
	if _, _, ok := s.timeline.BySlug(slug); ok || s.given[slug] {
		return false
	}
	s.given[slug] = true
	return true
}

// dateSlug is the start of a date as a slug: 2019-05-24, 2019-q3, 201x.
func dateSlug(date string) string {
	date, _, _ = strings.Cut(strings.TrimLeft(date, "[{.-"), "/")
	date, _, _ = strings.Cut(date, "..")
	slug := asciiSlug(date)
	year, code, ok := strings.Cut(slug, "-")
	if name := periodSlug(code); ok && name != "" {
		return year + "-" + name
	}
	if slug == "" {
		return "undated"
	}
	return slug
}

// periodSlug names the codes of ISO 8601-2 §4.8 that look like months and are
// none.
func periodSlug(code string) string {
	names := map[string]string{
		"21": "spring", "22": "summer", "23": "autumn", "24": "winter",
		"33": "q1", "34": "q2", "35": "q3", "36": "q4", "40": "h1", "41": "h2",
	}
	return names[code]
}

const maxWords = 6 // of a title in a slug

// wordSlug is the first words of a title, without articles.
func wordSlug(title string) string {
	words := slices.DeleteFunc(strings.Split(asciiSlug(title), "-"), func(w string) bool {
		return w == "the" || w == "a" || w == "an"
	})
	return strings.Join(words[:min(len(words), maxWords)], "-")
}

// asciiSlug keeps the ASCII letters and digits, in lower case, with single
// hyphens between; at most 60 of them.
func asciiSlug(s string) string {
	var b strings.Builder
	gap := false
	for _, r := range timeline.Fold(s) {
		if (r < 'a' || r > 'z') && (r < '0' || r > '9') {
			gap = true
			continue
		}
		if gap && b.Len() > 0 {
			b.WriteByte('-')
		}
		gap = false
		if b.WriteRune(r); b.Len() >= 60 {
			break
		}
	}
	return strings.TrimSuffix(b.String(), "-")
}
