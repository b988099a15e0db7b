package report

import (
	"slices"
	"strings"
	"unicode"
)

// The signs, words and numbers of a text.

func isDigit(r rune) bool { return r >= '0' && r <= '9' }
func isLetter(r rune) bool {
	return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= 0xc0 && r <= 0x24f
}
func isUpper(r rune) bool { return r >= 'A' && r <= 'Z' || r >= 0xc0 && r <= 0xde }
func isLower(r rune) bool { return r >= 'a' && r <= 'z' || r >= 0xdf && r <= 0xff }
func isSpace(r rune) bool { return r == ' ' || r == '\t' || r == '\u3000' }

// isHan says whether r is a Chinese character.
func isHan(r rune) bool {
	return r >= 0x4e00 && r <= 0x9fff || r >= 0x3400 && r <= 0x4dbf || r == '〇' || r >= 0x20000 && r <= 0x3ffff
}

func isDash(r rune) bool { return strings.ContainsRune("-–—―─－−~～〜⸺‐‑", r) }

// zhMark says whether r is Chinese punctuation.
func zhMark(r rune) bool {
	return r > 0x7f && strings.ContainsRune("，。、；：！？（）《》“”「」〈〉【】…", r)
}

func opening(r rune) bool { return strings.ContainsRune("（《“「〈【([‘『", r) }
func closing(r rune) bool { return strings.ContainsRune("）》”」〉】)]’』", r) }

// terminal says whether r ends a sentence.
func terminal(r rune) bool { return strings.ContainsRune("。！？!?.；;…", r) }

// headingDecoration are the signs set around a date that is a heading.
func headingDecoration(r rune) bool {
	return strings.ContainsRune("【】[]()（）■◆●|｜*#·-—–<>«»", r)
}

// spaceAt says whether a blank stands at i.
func spaceAt(s []rune, i int) bool { return i >= 0 && i < len(s) && isSpace(s[i]) }

func isBlank(s []rune) bool {
	return !slices.ContainsFunc(s, func(r rune) bool { return !isSpace(r) })
}

// width is the width of a text as printed, a Chinese character being 2.
func width(s []rune) int {
	w := len(s)
	for _, r := range s {
		if wide(r) {
			w++
		}
	}
	return w
}

func wide(r rune) bool {
	return r >= 0x2e80 && r <= 0xffdc || r >= 0x20000 || r == '“' || r == '”' || r == '—' || r == '‘'
}

// lastRune gives the last rune that is neither a blank nor a closing quote.
func lastRune(s []rune) rune {
	for i := len(s) - 1; i >= 0; i-- {
		if !strings.ContainsRune(" \t\u3000”\"）)", s[i]) {
			return s[i]
		}
	}
	return 0
}

// isLatinText says whether a text is written in a Latin script: it has more
// words of one than Chinese characters.
func isLatinText(s []rune) bool {
	words, han, within := 0, 0, false
	for _, r := range s {
		letter := isLetter(r) || r > 0x24f && !isHan(r) && unicode.IsLetter(r)
		switch {
		case isHan(r):
			han++
		case letter && !within:
			words++
		}
		within = letter
	}
	return words > han
}

// langOf is the language of a text.
func langOf(s []rune) string {
	if isLatinText(s) {
		return langEn
	}
	return langZh
}

// The languages that are read.
const (
	langZh = "zh"
	langEn = "en"
)

// wordsIn counts the letters of a text, a Han character being two; figures do
// not make a title.
func wordsIn(s []rune) int {
	n := 0
	for _, r := range s {
		if isHan(r) {
			n += 2
		} else if isLetter(r) {
			n++
		}
	}
	return n
}

// runeSet makes a set of the characters of a text.
func runeSet(s string) map[rune]bool {
	set := map[rune]bool{}
	for _, r := range s {
		set[r] = true
	}
	return set
}

// firstRunes are the first n runes of a text.
func firstRunes(s string, n int) string {
	r := []rune(s)
	return string(r[:min(n, len(r))])
}

// zhFigures are the Chinese figures by their value, those of deeds and headings
// too, and the letters that stand for a zero.
var zhFigures = func() map[rune]int {
	figures := map[rune]int{}
	for n, same := range []string{"〇零○oOО", "一壹", "二贰貳", "三叁參", "四肆", "五伍", "六陆陸", "七柒", "八捌", "九玖"} {
		for _, r := range same {
			figures[r] = n
		}
	}
	return figures
}()

// zhDigit is the value of a single figure, Chinese or not.
func zhDigit(r rune) (int, bool) {
	if isDigit(r) {
		return int(r - '0'), true
	}
	d, ok := zhFigures[r]
	return d, ok
}

// numberOf is the value of figures, of a Chinese numeral up to 999 or of a year
// in Chinese figures; 0 for anything else.
func numberOf(text string) int {
	n, tens := 0, 0
	for _, r := range text {
		d, figure := zhDigit(r)
		switch {
		case r == '元':
			return 1
		case r == '百':
			tens, n = 100*max(n, 1), 0
		case r == '十':
			tens, n = tens+10*max(n, 1), 0
		case r == '廿':
			tens = 20
		case r == '卅':
			tens = 30
		case figure:
			n = 10*n + d
		}
	}
	return tens + n
}

// word reads the letters at i, in lower case.
func (c *scanner) word(i int) (string, int) {
	j := i
	var b [16]byte
	for j < len(c.s) && isLetter(c.s[j]) {
		if j-i >= len(b) || c.s[j] > 0x7f {
			return "", i
		}
		b[j-i] = byte(c.s[j]) | 0x20
		j++
	}
	return string(b[:j-i]), j
}

// wordsBefore returns the two words before i, the nearest first; a dash or
// comma between does not matter, a bracket or full stop ends them.
func (c *scanner) wordsBefore(i int) (first, second string) {
	first, at := c.previous(c.backOver(i))
	if first == "" {
		return "", ""
	}
	return first, c.wordBefore(c.backOver(at))
}

func (c *scanner) backOver(i int) int {
	for i > 0 && (isSpace(c.s[i-1]) || c.s[i-1] == '-' || c.s[i-1] == ',') {
		i--
	}
	return i
}

// wordBefore returns the word that ends before i, in lower case.
func (c *scanner) wordBefore(i int) string {
	w, _ := c.previous(i)
	return w
}

// previous returns the word that ends before i, and where it begins.
func (c *scanner) previous(i int) (string, int) {
	for i > 0 && (isSpace(c.s[i-1]) || c.s[i-1] == '-' || c.s[i-1] == '(') {
		i--
	}
	j := i
	for j > 0 && isLetter(c.s[j-1]) && i-j < 16 {
		j--
	}
	if j == i {
		return "", i
	}
	w, _ := c.word(j)
	return w, j
}

// digits reads an ASCII number of at most max digits, not followed by another
// digit.
func (c *scanner) digits(i, limit int) (value, next int, ok bool) {
	j := i
	for j < len(c.s) && isDigit(c.s[j]) && j-i <= limit {
		value = value*10 + int(c.s[j]-'0')
		j++
	}
	if j == i || j-i > limit {
		return 0, i, false
	}
	return value, j, true
}

// rune is the rune at i, 0 outside the text.
func (c *scanner) rune(i int) rune {
	if i >= 0 && i < len(c.s) {
		return c.s[i]
	}
	return 0
}

func (c *scanner) is(i int, r rune) bool { return i < len(c.s) && c.s[i] == r }

// has says whether the text at i begins with want.
func (c *scanner) has(i int, want string) bool {
	for _, r := range want {
		if !c.is(i, r) {
			return false
		}
		i++
	}
	return true
}

// skip passes at most two blanks.
func (c *scanner) skip(i int) int {
	for n := 0; n < 2 && isSpace(c.rune(i)); n++ {
		i++
	}
	return i
}
