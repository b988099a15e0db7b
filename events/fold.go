package events

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Fold normalises text for comparing in a search: compatibility forms are
// unified (full-width digits, ligatures), case and diacritics are dropped.
func Fold(s string) string {
	if isPlain(s) {
		return strings.ToLower(s)
	}
	decomposed := norm.NFKD.String(s)
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return unicode.ToLower(r)
	}, decomposed)
}

func isPlain(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}

// foldEvent is everything of an event that a search looks through.
func foldEvent(e *Event) string {
	var b strings.Builder
	for _, lang := range sortedKeys(e.Text) {
		t := e.Text[lang]
		for _, part := range []string{t.Title, t.Summary, t.Body} {
			b.WriteString(part)
			b.WriteByte('\n')
		}
	}
	if e.Place != nil {
		for _, lang := range sortedKeys(e.Place.Name) {
			b.WriteString(e.Place.Name[lang])
			b.WriteByte('\n')
		}
	}
	return Fold(b.String())
}
