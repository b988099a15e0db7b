package report

import (
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
	strong bool // the whole of it is emphasised
	// settled says of each date expression whether it has ended in a
	// candidate or a refusal; nil before they were looked for.
	settled []bool
	lines   int // lines it was joined from
	gap     int // blank lines before it
	page    int
}

func (b *block) string() string { return string(b.text) }

// repairLayout is the first stage: from the lines of a document to blocks,
// without page furniture, columns unfolded, letter-spacing closed, sentences
// that were cut by line ends and blank lines joined again. It returns the
// running heads besides, which often are the report's title.
func repairLayout(doc *document.Document) (blocks []block, heads []string, dropped []line) {
	lines := readLines(doc)
	if doc.Format == document.FormatText || doc.Format == document.FormatPDF {
		if hasColumns(lines) {
			lines = splitColumns(lines, 3)
		}
	}
	lines, heads, dropped = dropFurniture(lines)
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
	return blocks, heads, dropped
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

// joinLines makes blocks of lines. Lines that have gone into a block are let
// go, so that a large document is not held twice.
func joinLines(lines []line, markdown bool) []block {
	blocks := make([]block, 0, len(lines)/2)
	for i := 0; i < len(lines); {
		j := paragraphEnd(lines, i, markdown)
		b := newBlock(lines[i:j])
		if b.kind == blockText && b.lines == 1 && isLabel(lines, i) {
			b.kind = blockLabel
		}
		if b.kind == blockLabel || b.kind == blockText && b.lines == 1 {
			if level := headingNumber(b.text); level > 0 && len(b.text) <= 50 && !terminal(lastRune(b.text)) {
				b.kind, b.level = blockHeading, level
			}
		}
		if b.kind == blockText || b.kind == blockItem {
			if n := numberEnd(b.text); n > 0 && n < len(b.text) {
				b.text, b.origin = b.text[n:], b.origin[n:]
			}
		}
		blocks = append(blocks, b)
		for k := max(0, i-lineWindow); k < j-lineWindow; k++ {
			lines[k].text, lines[k].origin = nil, nil
		}
		i = j
	}
	return blocks
}

// lineWindow is how many lines before and after a line tell its layout.
const lineWindow = 20

// paragraphEnd is the line after the paragraph that begins at i.
func paragraphEnd(lines []line, i int, markdown bool) int {
	st := joinState{markdown: markdown, item: lines[i].kind == document.KindItem}
	size := len(lines[i].text)
	single := true
	j := i + 1
	for ; j < len(lines) && size < maxBlock; j++ {
		st.singleSpaced = single && j-i > 1
		if !joins(lines, j, st) {
			break
		}
		single = single && lines[j].gap == 0
		size += len(lines[j].text)
	}
	return j
}

func newBlock(lines []line) block {
	l := lines[0]
	b := block{text: l.text, origin: l.origin, cells: l.cells, head: l.head, strong: l.strong, lines: 1, gap: l.gap, page: l.page, level: l.level}
	switch l.kind {
	case document.KindHeading:
		b.kind = blockHeading
	case document.KindItem:
		b.kind = blockItem
	case document.KindRow:
		b.kind = blockRow
	}
	if len(lines) == 1 {
		return b
	}
	size := 0
	for _, l := range lines {
		size += len(l.text) + 1
	}
	b.text = append(make([]rune, 0, size), l.text...)
	b.origin = append(make([]int32, 0, size), l.origin...)
	for _, l := range lines[1:] {
		b.extend(l)
	}
	return b
}

// ordinalEnd says whether a line begins with the raised letters of an ordinal:
// st, nd, rd, th.
func ordinalEnd(s []rune) bool {
	w, _ := (&scanner{s: s}).word(0)
	return w == "st" || w == "nd" || w == "rd" || w == "th"
}

// extend appends a line: with a blank between Latin words, without one between
// Chinese characters, and without the hyphen of a divided word.
func (b *block) extend(l line) {
	n := len(b.text)
	last, first := b.text[n-1], l.text[0]
	switch {
	case last == '-' && n > 1 && isLower(b.text[n-2]) && isLower(first):
		b.text, b.origin = b.text[:n-1], b.origin[:n-1]
	case isDash(last) || wide(last) || wide(first):
	case isDigit(last) && ordinalEnd(l.text):
	default:
		b.text = append(b.text, ' ')
		b.origin = append(b.origin, l.origin[0]-1)
	}
	b.text = append(b.text, l.text...)
	b.origin = append(b.origin, l.origin...)
	b.lines++
}
