package words

import (
	"strings"
	"unicode"
)

// Width counts columns: two for a wide character.
func Width(s string) int {
	n := 0
	for _, r := range s {
		n += columns(r)
	}
	return n
}

func columns(r rune) int {
	if unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul) || r >= 0x3000 && r <= 0x303f || r >= 0xff00 && r <= 0xff60 {
		return 2
	}
	return 1
}

// Cut shortens a text to so many columns, with an ellipsis, at a word's end
// where there are words.
func Cut(s string, limit int) string {
	if Width(s) <= limit {
		return s
	}
	n, end, space := 0, 0, 0
	for i, r := range s {
		if n += columns(r); n > limit-1 {
			break
		}
		if r == ' ' {
			space = i
		}
		end = i + len(string(r))
	}
	if space > end*2/3 {
		end = space
	}
	return strings.TrimRight(s[:end], " ,.;:，。；：、") + "…"
}

// ScriptOf guesses the language of a reader's own words from their script, "" if
// it is that of the page, whose language is lang.
func ScriptOf(text, lang string) string {
	han := false
	for _, r := range text {
		han = han || columns(r) == 2
	}
	wide := strings.HasPrefix(lang, "zh") || lang == "ja"
	switch {
	case han && !wide:
		return Tag("zh")
	case !han && wide && Width(text) > 1:
		return "en"
	}
	return ""
}
