package report

import (
	"slices"

	"almanac.example/feeds/report/document"
)

// blockKind says what a block is.
type blockKind uint8

const (
	blockText    blockKind = iota // running text
	blockItem                     // an item of a list
	blockLabel                    // a short line of its own: a heading, a caption
	blockHeading                  // a heading that says so, by its mark or number
	blockRow                      // a row of a table
)

// block is a paragraph, heading, item or row in one piece.
type block struct {
	kind   blockKind
	level  int // of a heading or item
	text   []rune
	origin []int32
	cells  []span
	head   bool
	lines  int // lines it was joined from
	gap    int // blank lines before it
	page   int
}

func (b *block) string() string { return string(b.text) }

// repairLayout is the first stage: from the lines of a document to blocks,
// without page furniture, columns unfolded, letter-spacing closed, sentences
// that were cut by line ends and blank lines joined again. It returns the
// running heads besides, which often are the report's title.
func repairLayout(doc *document.Document) (blocks []block, heads []string) {
	lines := readLines(doc)
	if doc.Format == document.FormatText || doc.Format == document.FormatPDF {
		lines = splitColumns(lines, 3)
		lines = mendFigures(lines)
	}
	lines, heads = dropFurniture(lines)
	lines = markRows(lines)
	for i, l := range lines {
		if l.kind != document.KindRow {
			lines[i] = despace(l.trim())
		}
	}
	blocks = joinLines(lines, doc.Format == document.FormatMarkdown)
	numberedItems(blocks)
	if len(blocks) > 0 && blocks[0].kind == blockLabel && !dateOnly(blocks[0].text) {
		// The first line of a document is its title; no other heading ends it.
		blocks[0].kind, blocks[0].level = blockHeading, 0
	}
	return blocks, heads
}

// numberedItems makes items of numbered lines that follow each other with
// nothing between: they are a list, not headings of empty sections.
func numberedItems(blocks []block) {
	for i := 0; i < len(blocks); {
		j := i
		for j < len(blocks) && blocks[j].kind == blockHeading && blocks[j].lines >= 0 && blocks[j].level == blocks[i].level && headingNumber(blocks[j].text) > 1 {
			j++
		}
		if j-i >= 3 || j-i == 2 && (j == len(blocks) || blocks[j].kind != blockText) {
			for k := i; k < j; k++ {
				blocks[k].kind, blocks[k].level = blockItem, 1
			}
		}
		i = max(j, i+1)
	}
}

// joinLines makes blocks of lines.
func joinLines(lines []line, markdown bool) []block {
	var blocks []block
	for i := 0; i < len(lines); {
		b := newBlock(lines[i])
		j := i + 1
		single := true
		for j < len(lines) && len(b.text) < maxBlock && joins(lines, j, joinState{markdown: markdown, singleSpaced: single && j-i > 1, item: b.kind == blockItem}) {
			single = single && lines[j].gap == 0
			b.extend(lines[j])
			j++
		}
		if b.kind == blockText && b.lines == 1 && isLabel(lines, i) {
			b.kind = blockLabel
		}
		if b.kind == blockLabel || b.kind == blockText && b.lines == 1 {
			if level := headingNumber(b.text); level > 0 && len(b.text) <= 50 && !terminal(lastRune(b.text)) {
				b.kind, b.level = blockHeading, level
			}
		}
		blocks = append(blocks, b)
		i = j
	}
	return blocks
}

func newBlock(l line) block {
	b := block{text: l.text, origin: l.origin, cells: l.cells, head: l.head, lines: 1, gap: l.gap, page: l.page, level: l.level}
	switch l.kind {
	case document.KindHeading:
		b.kind = blockHeading
	case document.KindItem:
		b.kind = blockItem
	case document.KindRow:
		b.kind = blockRow
	}
	return b
}

// extend appends a line: with a blank between Latin words, without one between
// Chinese characters, and without the hyphen of a divided word.
func (b *block) extend(l line) {
	n := len(b.text)
	b.text, b.origin = b.text[:n:n], b.origin[:n:n]
	last, first := b.text[n-1], l.text[0]
	switch {
	case last == '-' && n > 1 && isLower(b.text[n-2]) && isLower(first):
		b.text, b.origin = b.text[:n-1:n-1], b.origin[:n-1:n-1]
	case isDash(last) || wide(last) || wide(first):
	case isDigit(last) && isDigit(first):
		b.space(l)
	default:
		b.space(l)
	}
	b.text = append(b.text, l.text...)
	b.origin = append(b.origin, l.origin...)
	b.lines++
}

func (b *block) space(l line) {
	b.text = append(b.text, ' ')
	b.origin = append(b.origin, l.origin[0]-1)
}

// joinState is what joining needs to know of the block so far.
type joinState struct {
	markdown     bool
	singleSpaced bool // two lines or more, and no blank line between them
	item         bool
}

// joins decides whether lines[i] goes on with the sentence of lines[i-1].
func joins(lines []line, i int, st joinState) bool {
	a, b := lines[i-1], lines[i]
	if a.whole || b.kind != document.KindText || a.kind == document.KindRow || a.kind == document.KindHeading {
		return false
	}
	if st.item && b.gap > 0 || headingNumber(b.text) > 0 {
		return false
	}
	if dateOnly(a.text) || dateOnly(b.text) && !unfinished(a.text, b.text) {
		return false
	}
	return joinScore(lines, i, st) >= 2
}

// joinScore adds up what speaks for and against joining.
func joinScore(lines []line, i int, st joinState) int {
	a, b := lines[i-1], lines[i]
	score := 0
	if b.gap == 0 {
		score += 2
	} else {
		score--
		if st.markdown {
			score -= 4
		}
		if st.singleSpaced {
			score -= 3
		}
		if width(a.text) < 24 && !hasMark(a.text) {
			score -= 2
		}
	}
	cue := unfinished(a.text, b.text)
	fill := fillScore(lines, i)
	if cue {
		fill = max(fill, 0)
	}
	score += fill
	if b.gap == 0 && !cue && forcedBreak(lines, i) {
		score -= 4
	}
	if b.gap == 0 && !hasMark(a.text) && !cue && fill < 3 && width(a.text)*100 < lineWidth(lines, i)*65 {
		score -= 3 // a list of short lines
	}
	if cue {
		score += 3
	}
	if fragment(b.text) {
		score += 3
	}
	if terminal(lastRune(a.text)) && !cue {
		score -= 3
	}
	if beginsWithDate(b.text) && !cue {
		score -= 3
		if b.gap == 0 && fill >= 3 && hasMark(a.text) && !terminal(lastRune(a.text)) {
			score += 3
		}
	}
	if endsWithDate(a.text) && !cue {
		score -= 2
	}
	if b.gap > 0 && endsWithEvent(a.text) && !hasMark(a.text) {
		score -= 2
	}
	if a.page != b.page {
		score--
	}
	return score
}

// fillScore says how far the line before reaches: a line that ends much
// earlier than its neighbours ends its paragraph.
func fillScore(lines []line, i int) int {
	w := width(lines[i-1].text)
	widest := max(w, width(lines[i].text))
	like := 0
	for _, j := range []int{i - 2, i, i + 1} {
		if j < 0 || j >= len(lines) || lines[j].kind == document.KindRow {
			continue
		}
		v := width(lines[j].text)
		if j != i+1 || !terminal(lastRune(lines[i].text)) {
			widest = max(widest, min(v, 2*w))
		}
		if v*100 >= w*88 && v*88 <= w*100 {
			like += 2
		} else if v*100 >= w*80 && v*80 <= w*100 {
			like++
		}
	}
	switch {
	case w*100 < widest*65:
		return -3
	case like >= 2 && w*100 >= widest*80:
		return 3
	case w*100 >= widest*85:
		return 1
	}
	return 0
}

// forcedBreak says whether a Latin line ends although the first word of the
// next one had room on it: then the line was ended on purpose.
func forcedBreak(lines []line, i int) bool {
	a, b := lines[i-1], lines[i]
	if !isLatinText(a.text) || !isUpper(b.text[0]) {
		return false
	}
	word := 1
	for _, r := range b.text {
		if isSpace(r) {
			break
		}
		word++
	}
	return width(a.text)+word+3 < lineWidth(lines, i)
}

// lineWidth is the width that the longer lines around reach.
func lineWidth(lines []line, i int) int {
	var widths []int
	for j := max(0, i-20); j < min(len(lines), i+20); j++ {
		if lines[j].kind == document.KindText {
			widths = append(widths, width(lines[j].text))
		}
	}
	slices.Sort(widths)
	if len(widths) < 8 {
		return 0
	}
	return widths[len(widths)*8/10]
}

// isLabel says whether a line that joined nothing is a heading or caption:
// short and without the end of a sentence.
func isLabel(lines []line, i int) bool {
	l := lines[i]
	if l.whole && l.kind == document.KindText && width(l.text) > 60 {
		return false
	}
	return width(l.text) <= 90 && !terminal(lastRune(l.text)) && lastRune(l.text) != '，' && lastRune(l.text) != ','
}

// hasMark says whether there is punctuation within the text.
func hasMark(s []rune) bool {
	for _, r := range s {
		switch r {
		case '，', '。', '；', '：', ',', ';', '.', '、':
			return true
		}
	}
	return false
}

// beginsWithDate and endsWithDate tell the lines of a list of dates.
func beginsWithDate(s []rune) bool {
	c := &scanner{s: s[:min(len(s), 40)]}
	for i := range min(len(s), 3) {
		if headingDecoration(s[i]) || isSpace(s[i]) {
			continue
		}
		_, ok := c.at(i)
		return ok
	}
	return false
}

func endsWithDate(s []rune) bool {
	tail := s[max(0, len(s)-24):]
	found := findDates(tail)
	if len(found) == 0 {
		return false
	}
	last := found[len(found)-1]
	return isBlank(tail[last.end:]) && last.start > 0 && !isLatinPreposition(tail, last.start)
}

func isLatinPreposition(s []rune, i int) bool {
	switch (&scanner{s: s}).wordBefore(i) {
	case "on", "in", "of", "from", "to", "since", "until", "by", "and", "between":
		return true
	}
	return i > 0 && (s[i-1] == '于' || s[i-1] == '在' || s[i-1] == '自' || s[i-1] == '至')
}
