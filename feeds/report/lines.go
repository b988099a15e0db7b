package report

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"almanac.example/feeds/report/document"
)

// line is one line of a document on its way through the repair of the layout.
type line struct {
	text   []rune
	origin []int32 // byte offset in the document's text, of each rune
	indent int     // blanks before the text
	gap    int     // blank lines before this one
	page   int
	kind   document.Kind
	level  int
	whole  bool
	head   bool
	strong bool
	cells  []span // of a row
}

// span is a range of runes.
type span struct{ start, end int }

// readLines takes the lines of a document, without the blank ones. Full-width
// letters and figures become ordinary ones: one rune each, so that origins
// stay exact.
func readLines(doc *document.Document) []line {
	lines := make([]line, 0, len(doc.Lines))
	gap := 0
	var a arena
	for _, l := range doc.Lines {
		if l.Kind == document.KindCode {
			gap++
			continue
		}
		s := doc.Text[l.Start:l.End]
		if strings.TrimSpace(s) == "" {
			gap++
			continue
		}
		text, origin := a.runes(s, l.Start)
		n := line{text: text, origin: origin, gap: gap, page: l.Page, kind: l.Kind, level: l.Level, whole: l.Whole, head: l.Head, strong: l.Strong}
		gap = 0
		lines = appendLine(lines, n)
	}
	return lines
}

// maxBlock is the number of runes after which a line is cut at the end of a
// sentence, or anywhere at twice as many, so that the work on one block stays
// bounded.
const maxBlock = 6000

func appendLine(lines []line, l line) []line {
	for len(l.text) > 2*maxBlock && l.kind != document.KindRow {
		cut := maxBlock
		for cut < 2*maxBlock && !endsSentence(l.text, cut-1) {
			cut++
		}
		first := l.sub(0, cut)
		first.whole = true
		lines = append(lines, first)
		l, l.gap = l.sub(cut, len(l.text)), 0
	}
	return append(lines, l)
}

// arena hands out room for the runes of many lines from a few allocations.
type arena struct {
	text   []rune
	origin []int32
}

// arenaSize is the number of runes of one allocation.
const arenaSize = 16 << 10

// runes takes the runes of a text apart, with the byte offset of each; the
// text begins at start.
func (a *arena) runes(s string, start int) ([]rune, []int32) {
	n := utf8.RuneCountInString(s)
	if cap(a.text)-len(a.text) < n {
		a.text, a.origin = make([]rune, 0, max(n, arenaSize)), make([]int32, 0, max(n, arenaSize))
	}
	from := len(a.text)
	for i, r := range s {
		a.text = append(a.text, fold(r))
		a.origin = append(a.origin, int32(start+i))
	}
	to := len(a.text)
	return a.text[from:to:to], a.origin[from:to:to]
}

// fold turns full-width figures, letters and some signs into ordinary ones.
// Chinese punctuation stays: it tells where a clause ends.
func fold(r rune) rune {
	switch {
	case r >= '０' && r <= '９', r >= 'Ａ' && r <= 'Ｚ', r >= 'ａ' && r <= 'ｚ':
		return r - 0xfee0
	case r == '－' || r == '／' || r == '．' || r == '％' || r == '＋' || r == '＃' || r == '＊':
		return r - 0xfee0
	case r == '\u2002' || r == '\u2003' || r == '\u2009':
		return ' '
	}
	return r
}

func isBlank(s []rune) bool {
	for _, r := range s {
		if !isSpace(r) {
			return false
		}
	}
	return true
}

// sub returns a part of the line as a line of its own.
func (l line) sub(a, b int) line {
	l.text, l.origin = l.text[a:b], l.origin[a:b]
	return l
}

// trim drops blanks at both ends and keeps their number as the indent.
func (l line) trim() line {
	a, b := 0, len(l.text)
	for a < b && isSpace(l.text[a]) {
		a++
	}
	for b > a && isSpace(l.text[b-1]) {
		b--
	}
	l.indent += a
	return l.sub(a, b)
}

// width is the width of a text as printed, a Chinese character being 2.
func width(s []rune) int {
	w := 0
	for _, r := range s {
		if wide(r) {
			w += 2
		} else {
			w++
		}
	}
	return w
}

func wide(r rune) bool {
	return r >= 0x2e80 && r <= 0xffdc || r >= 0x20000 || r == '“' || r == '”' || r == '—' || r == '‘'
}

// despace removes the blanks of letter-spaced text (5 月 2 3 日), where they
// stand between single characters three or more times in a row, and the blanks
// before and after Chinese punctuation, and all but one of several.
func despace(l line) line {
	n := len(l.text)
	drop := make([]bool, n)
	found := false
	for i := 0; i < n; {
		end, blanks, han := spacedRun(l.text, i)
		if blanks < 2 || han < 2 {
			i = max(end, i+1)
			continue
		}
		for k := i; k < end; k++ {
			if isSpace(l.text[k]) {
				drop[k], found = true, true
			}
		}
		i = end
	}
	for i := 1; i+1 < n; i++ {
		if isSpace(l.text[i]) && (zhMark(l.text[i+1]) || zhMark(l.text[i-1]) && !opening(l.text[i+1])) {
			drop[i], found = true, true
		}
	}
	for i := 1; i < n; i++ {
		if isSpace(l.text[i]) && isSpace(l.text[i-1]) {
			drop[i], found = true, true
		}
	}
	if !found {
		return l
	}
	return l.without(drop)
}

func (l line) without(drop []bool) line {
	text := make([]rune, 0, len(l.text))
	origin := make([]int32, 0, len(l.text))
	for i, r := range l.text {
		if !drop[i] {
			text = append(text, r)
			origin = append(origin, l.origin[i])
		}
	}
	l.text, l.origin = text, origin
	return l
}

// spacedRun finds how far single characters with one blank between them go on
// from i; punctuation may stand between without a blank.
func spacedRun(s []rune, i int) (end, blanks, han int) {
	if i > 0 && !isSpace(s[i-1]) && !zhMark(s[i-1]) {
		return i, 0, 0
	}
	end = i
	for j := i; j < len(s); {
		if !spacedUnit(s, j) {
			break
		}
		if isHan(s[j]) {
			han++
		}
		j++
		for j < len(s) && zhMark(s[j]) {
			j++
		}
		end = j
		if j+1 < len(s) && isSpace(s[j]) && !isSpace(s[j+1]) {
			j++
			for j < len(s) && zhMark(s[j]) {
				j++
			}
			blanks++
			continue
		}
		if j < len(s) && zhMark(s[j-1]) {
			continue
		}
		break
	}
	return end, blanks, han
}

// spacedUnit says whether a single character stands at i: the next one is a
// blank, a mark or the end.
func spacedUnit(s []rune, i int) bool {
	if !isHan(s[i]) && !isDigit(s[i]) {
		return false
	}
	return i+1 == len(s) || isSpace(s[i+1]) || zhMark(s[i+1])
}

// zhMark says whether r is Chinese punctuation.
func zhMark(r rune) bool {
	switch r {
	case '，', '。', '、', '；', '：', '！', '？', '（', '）', '《', '》', '“', '”', '「', '」', '〈', '〉', '【', '】', '…':
		return true
	}
	return false
}

func opening(r rune) bool {
	switch r {
	case '（', '《', '“', '「', '〈', '【', '(', '[', '‘', '『':
		return true
	}
	return false
}

func closing(r rune) bool {
	switch r {
	case '）', '》', '”', '」', '〉', '】', ')', ']', '’', '』':
		return true
	}
	return false
}

// terminal says whether r ends a sentence.
func terminal(r rune) bool {
	switch r {
	case '。', '！', '？', '!', '?', '.', '；', ';', '…':
		return true
	}
	return false
}

// lastRune gives the last rune that is neither a blank nor a closing quote.
func lastRune(s []rune) rune {
	for i := len(s) - 1; i >= 0; i-- {
		if !isSpace(s[i]) && s[i] != '”' && s[i] != '"' && s[i] != '）' && s[i] != ')' {
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
