package table

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// easternShare is which share of the characters of two bytes are common ones in
// the encoding; 0 if the text cannot be it. What is common stands in fixed
// blocks: the first level of GB 2312, of Big5 and of JIS X 0208. A character
// that stands alone between Latin letters counts against it: there an accent of
// a Western encoding and the letter behind it have been taken for one.
func easternShare(name string, data []byte) float64 {
	common, all := 0, 0
	for i := 0; i < len(data); {
		c := data[i]
		if c < utf8.RuneSelf {
			i++
			continue
		}
		n := width(name, data[i:])
		if n == 0 {
			return 0
		}
		all++
		if n == 2 && isCommon(name, c, data[i+1]) && !isLone(data, i) {
			common++
		}
		i += n
	}
	if all == 0 {
		return 0
	}
	return float64(common) / float64(all)
}

// width is how many bytes the first character has; 0 if there is none.
func width(name string, b []byte) int {
	lead := b[0]
	switch {
	case name == "Shift_JIS" && lead >= 0xa1 && lead <= 0xdf:
		return 1 // katakana of half the width
	case lead == 0x80 || lead == 0xff || len(b) < 2:
		return 0
	case name == "GB18030" && b[1] >= '0' && b[1] <= '9':
		if len(b) < 4 {
			return 0
		}
		return 4
	case b[1] < 0x40 || b[1] == 0x7f || b[1] == 0xff:
		return 0
	}
	return 2
}

// isCommon reports whether two bytes are a character that texts are made of.
func isCommon(name string, lead, trail byte) bool {
	switch name {
	case "GB18030":
		return trail >= 0xa1 && (lead >= 0xb0 && lead <= 0xd7 || lead >= 0xa1 && lead <= 0xa3)
	case "Big5":
		return (trail <= 0x7e || trail >= 0xa1) && lead >= 0xa1 && lead <= 0xc6
	}
	return lead >= 0x81 && lead <= 0x83 || lead >= 0x88 && lead <= 0x98
}

// isLone reports whether the two bytes stand between Latin letters, where the
// second is one itself or nothing like it follows.
func isLone(data []byte, i int) bool {
	before := i > 0 && isLatin(data[i-1])
	after := i+2 < len(data) && isLatin(data[i+2])
	return before && after || before && isLatin(data[i+1]) && (i+2 >= len(data) || data[i+2] < utf8.RuneSelf)
}

func isLatin(c byte) bool { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' }

// likelyWestern is the encoding of single bytes in which the text looks most
// like words.
func likelyWestern(data []byte) string {
	best, most := "", 0
	for _, l := range western() {
		text, err := decodeAs(data, l.name)
		if err != nil {
			continue
		}
		if n := wordLikeness(l.name, []rune(text)); best == "" || n > most {
			best, most = l.name, n
		}
	}
	return best
}

// usual are letters that speak for an encoding: those of the languages that it
// was made for.
func usual(name string) string {
	if name == "windows-1250" {
		return "ąćęłńśźżčďěňřšťůžőűăâîşţáéíóúýöüäß"
	}
	return "àâäáãåæçèéêëìíîïñòóôöõøœùúûüÿßšž"
}

// wordLikeness counts what speaks for a decoded text, less what speaks against
// it: signs within words, capitals behind small letters, several letters with
// accents in a row.
func wordLikeness(name string, text []rune) int {
	score, letters := 0, usual(name)
	at := func(i int) rune {
		if i < 0 || i >= len(text) {
			return ' '
		}
		return text[i]
	}
	for i, r := range text {
		before, after := at(i-1), at(i+1)
		inWord := unicode.IsLetter(before) && unicode.IsLetter(after)
		switch {
		case r < utf8.RuneSelf:
		case r == utf8.RuneError || unicode.IsControl(r) || unicode.Is(unicode.Co, r):
			score -= 5
		case unicode.Is(unicode.Cyrillic, r):
			score += cyrillicLikeness(before, after)
		case unicode.IsUpper(r) && unicode.IsLower(before), unicode.IsLower(r) && !unicode.IsLetter(before) && unicode.IsUpper(after):
			score -= 3
		case unicode.IsLetter(r) && isAccented(before) && isAccented(after):
			score -= 3
		case unicode.IsLetter(r) && strings.ContainsRune(letters, unicode.ToLower(r)):
			score += 2
		case (r == '¿' || r == '¡') && !unicode.IsLetter(before) && unicode.IsLetter(after):
			score += 2
		case strings.ContainsRune("“”‘’–—…„«»§°©®€ ·•", r) && (!inWord || r == '’' || r == '–' || r == '·'):
			score++
		case inWord:
			score -= 3
		case !unicode.IsLetter(r):
			score--
		}
	}
	return score
}

func isAccented(r rune) bool { return r >= utf8.RuneSelf && unicode.IsLetter(r) }

// cyrillicLikeness speaks for Cyrillic letters beside each other.
func cyrillicLikeness(before, after rune) int {
	near := func(r rune) bool { return unicode.Is(unicode.Cyrillic, r) }
	latin := func(r rune) bool { return r < utf8.RuneSelf && unicode.IsLetter(r) }
	switch {
	case latin(before) || latin(after):
		return -3
	case near(before) || near(after):
		return 2
	}
	return 0
}

// What makes a text Korean: so many characters of two bytes, of which such a
// share are Hangul.
const (
	leastKorean = 20
	hangulShare = 0.95
)

// isKorean reports whether a text is EUC-KR. Its Hangul lies where GB 2312 has the
// first half of its characters, by their sound: in no Chinese text of some length
// do all stand there.
func isKorean(data []byte) bool {
	hangul, all := 0, 0
	for i := 0; i < len(data); i++ {
		c := data[i]
		if c < utf8.RuneSelf {
			continue
		}
		if i+1 == len(data) || c < 0xa1 || c == 0xff || data[i+1] < 0xa1 || data[i+1] == 0xff {
			return false
		}
		i++
		if c >= 0xa1 && c <= 0xa3 { // signs
			continue
		}
		all++
		if c >= 0xb0 && c <= 0xc8 {
			hangul++
		}
	}
	return all >= leastKorean && float64(hangul) >= hangulShare*float64(all)
}
