package report

import (
	"slices"
	"strings"
	"unicode/utf8"

	"almanac.example/feeds/report/document"
)

// span is a range of runes.
type span struct{ start, end int }

// trimmed is the span without the runes at its ends that are to go.
func (p span) trimmed(s []rune, drop func(r rune) bool) span {
	for p.start < p.end && drop(s[p.start]) {
		p.start++
	}
	for p.end > p.start && drop(s[p.end-1]) {
		p.end--
	}
	return p
}

// strip is a piece of text that knows where it comes from.
type strip struct {
	text   []rune
	origin []int32 // byte offset in the document's text, of each rune
	cells  []span  // of a row
	level  int     // of a heading or item
	gap    int     // blank lines before this one
	head   bool    // a table's head
	strong bool    // the whole of it is emphasised
}

// sub is a part of a strip.
func (t strip) sub(a, b int) strip {
	t.text, t.origin = slices.Clip(t.text[a:b]), slices.Clip(t.origin[a:b])
	return t
}

// line is one line of a document on its way through the repair of the layout.
type line struct {
	strip
	page  int
	kind  document.Kind
	whole bool
}

func (l line) sub(a, b int) line {
	l.strip = l.strip.sub(a, b)
	return l
}

// trim takes away the blanks at the ends of a line, and a rule that ends it.
func (l line) trim() line {
	p := span{0, len(l.text)}.trimmed(l.text, isSpace)
	if end := p.end - 1; end > p.start && slices.Index(l.text, '|') == end {
		p = span{p.start, end}.trimmed(l.text, isSpace)
	}
	return l.sub(p.start, p.end)
}

// readLines takes the lines of a document, without the blank ones. Full-width
// letters and figures become ordinary ones: one rune each, so that origins
// stay exact.
func readLines(doc *document.Document) []line {
	lines := make([]line, 0, len(doc.Lines))
	gap := 0
	for _, l := range doc.Lines {
		s := doc.Text[l.Start:l.End]
		if l.Kind == document.KindCode || strings.TrimSpace(s) == "" {
			gap++
			continue
		}
		n := line{page: l.Page, kind: l.Kind, whole: l.Whole}
		n.gap, n.level, n.head, n.strong = gap, l.Level, l.Head, l.Strong
		size := utf8.RuneCountInString(s)
		n.text, n.origin = make([]rune, 0, size), make([]int32, 0, size)
		for i, r := range s {
			n.text, n.origin = append(n.text, fold(r)), append(n.origin, int32(l.Start+i))
		}
		lines, gap = appendLine(lines, n), 0
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
		l = l.sub(cut, len(l.text))
		l.gap = 0
	}
	return append(lines, l)
}

// fold turns full-width figures, letters and some signs into ordinary ones.
// Chinese punctuation stays: it tells where a clause ends.
func fold(r rune) rune {
	switch narrow := r - 0xfee0; {
	case narrow > ' ' && narrow <= '~' && (isDigit(narrow) || isLetter(narrow) || strings.ContainsRune("-/.%+#*", narrow)):
		return narrow
	case r == '\u2002' || r == '\u2003' || r == '\u2009':
		return ' '
	case r == 'ㄧ': // the sound sign that is typed for 一
		return '一'
	}
	return r
}

// despace removes the blanks of letter-spaced text (5 月 2 3 日), where they
// stand between single characters, the blanks beside Chinese punctuation, and
// all but one of several.
func despace(l line) line {
	s := l.text
	edge := func(i int) bool { return i < 0 || i >= len(s) || isSpace(s[i]) || zhMark(s[i]) }
	drop := make([]bool, len(s)+1)
	var blanks []int // between the single characters of a run
	first, last, han := -1, 0, 0
	for i := 0; i <= len(s); i++ {
		switch within := i < len(s); {
		case within && !edge(i) && edge(i-1) && edge(i+1) && (isHan(s[i]) || isDigit(s[i])):
			if last = i; first < 0 {
				first = i
			}
			if isHan(s[i]) {
				han++
			}
		case within && first >= 0 && zhMark(s[i]):
		case within && first >= 0 && isSpace(s[i]) && !isSpace(s[i-1]):
			blanks = append(blanks, i)
		default:
			for _, k := range blanks {
				drop[k] = k < last && han > 1 && len(blanks) > 1
			}
			blanks, first, han = blanks[:0], -1, 0
		}
	}
	for i := 1; i < len(s); i++ {
		drop[i] = drop[i] || isSpace(s[i]) && (isSpace(s[i-1]) || i+1 < len(s) && (parts(s[i+1], s[i-1]) || parts(s[i-1], s[i+1]) && !opening(s[i+1])))
	}
	if !slices.Contains(drop, true) {
		return l
	}
	origin := l.origin
	l.text, l.origin = make([]rune, 0, len(s)), make([]int32, 0, len(s))
	for i, r := range s {
		if !drop[i] {
			l.text, l.origin = append(l.text, r), append(l.origin, origin[i])
		}
	}
	return l
}

// parts says whether a mark needs no blank between it and its neighbour: Chinese
// ones do not, but quotes and dots are those of Latin text, too.
func parts(mark, neighbour rune) bool {
	return zhMark(mark) && (!strings.ContainsRune("“”…", mark) || isHan(neighbour) || zhMark(neighbour))
}
