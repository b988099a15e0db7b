package report

import (
	"strings"

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

// kinds are the kinds of blocks by those of their first lines.
var kinds = map[document.Kind]blockKind{document.KindHeading: blockHeading, document.KindItem: blockItem, document.KindRow: blockRow}

// block is a paragraph, heading, item or row in one piece.
type block struct {
	strip
	kind blockKind
	torn bool // a date that the layout tore from the title now under it
	// settled says of each date expression whether it has ended in a
	// candidate or a refusal; nil before they were looked for.
	settled []bool
}

func (b *block) string() string { return string(b.text) }

// repairLayout is the first stage: from the lines of a document to blocks,
// without page furniture, columns unfolded, letter-spacing closed, sentences
// that were cut by line ends and blank lines joined again. It returns the
// running heads besides, which often are the report's title.
func repairLayout(doc *document.Document) (blocks []block, heads []string, dropped []line) {
	lines := readLines(doc)
	if doc.Format == document.FormatText || doc.Format == document.FormatPDF {
		lines = splitColumns(lines, 3)
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
	mendTorn(blocks)
	return blocks, heads, dropped
}

// numberedItems makes items of numbered lines that follow each other with
// nothing between: they are a list, not headings of empty sections.
func numberedItems(blocks []block) {
	for i := 0; i < len(blocks); {
		j := i
		for j < len(blocks) && blocks[j].kind == blockHeading && blocks[j].level == blocks[i].level && headingNumber(blocks[j].text) > 1 {
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
		b := block{strip: lines[i].strip, kind: kinds[lines[i].kind]}
		size := j - i // the blanks between the lines
		for _, l := range lines[i:j] {
			size += len(l.text)
		}
		if j > i+1 {
			b.text, b.origin = append(make([]rune, 0, size), b.text...), append(make([]int32, 0, size), b.origin...)
		}
		for _, l := range lines[i+1 : j] {
			b.extend(l.strip)
		}
		level, number := entryNumber(b.text)
		switch label := j == i+1 && isLabel(lines, i); {
		case b.kind == blockText && j == i+1 && level > 0 && len(b.text) <= 50 && !terminal(lastRune(b.text)):
			b.kind, b.level = blockHeading, level
		case b.kind == blockText && label:
			b.kind = blockLabel
		case (b.kind == blockText || b.kind == blockItem) && number < len(b.text):
			b.strip = b.sub(number, len(b.text))
		}
		blocks = append(blocks, b)
		for k := max(0, i-lineWindow); k < j-lineWindow; k++ {
			lines[k].strip = strip{}
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
	j := i + 1
	for single := true; j < len(lines) && size < maxBlock; j++ {
		st.singleSpaced = single && j-i > 1
		if !joins(lines, j, st) {
			break
		}
		single = single && lines[j].gap == 0
		size += len(lines[j].text)
	}
	return j
}

// extend appends a line: with a blank between Latin words, without one between
// Chinese characters, and without the hyphen of a divided word.
func (b *block) extend(l strip) {
	n := len(b.text)
	last, first := b.text[n-1], l.text[0]
	switch raised, _ := (&scanner{s: l.text}).word(0); {
	case last == '-' && n > 1 && isLower(b.text[n-2]) && isLower(first):
		b.text, b.origin = b.text[:n-1], b.origin[:n-1]
	case isDash(last), wide(last), wide(first), isDigit(last) && enOrdinalEnds[raised]:
	default:
		b.text, b.origin = append(b.text, ' '), append(b.origin, l.origin[0]-1)
	}
	b.text, b.origin = append(b.text, l.text...), append(b.origin, l.origin...)
}

// numberForm is the number of a heading or item.
var numberForm = newForm(`(?:(?P<chapter>第{{zh}}{{_}}(?:[章编篇]|部分))|(?P<section>第{{zh}}{{_}}节)|(?P<bracket>[（(]{{zh}}[）)])` +
	`|(?P<item>[0-9]{1,2}、)|(?P<row>{{zh}}、{{zh}}(?:[^\p{Han}0-9]|$))|(?P<part>{{zh}}、)|(?P<circle>[①-⑳])|(?P<decimal>(?:0[1-9]|[1-9][0-9]?)(?:\.[0-9]{1,2})*\.?)){{_}}`)

// numberLevels are the depths of the groups of numberForm.
var numberLevels = []struct {
	group string
	level int
}{{"chapter", 1}, {"section", 2}, {"part", 2}, {"bracket", 3}, {"item", 4}, {"circle", 5}}

// entryNumber reads the number that a heading or item begins with, and gives its
// depth and where the text after it begins: 第一章 1, 一、 2, （一） 3, 4.1 2,
// 1. 4; 0 for none.
func entryNumber(s []rune) (level, end int) {
	if len(s) == 0 {
		return 0, 0
	}
	if _, figure := zhDigit(s[0]); !figure && !strings.ContainsRune("第（(十廿①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳", s[0]) {
		return 0, 0
	}
	c := &scanner{s: s}
	m, ok := c.fit(numberForm, 0)
	if !ok || m.has("row") { // 一、二、三
		return 0, 0
	}
	if isDigit(s[0]) {
		if _, date := c.at(0); date {
			return 0, 0
		}
	}
	if m.has("decimal") {
		return c.decimalNumber(m)
	}
	for _, l := range numberLevels {
		if m.has(l.group) {
			level = l.level
		}
	}
	return level, m.end()
}

// decimalNumber judges 4.1 建设, 4.1.2 People, 1. Introduction.
func (c *scanner) decimalNumber(m match) (level, end int) {
	number, after := m.group("decimal")
	if dot := strings.IndexByte(number, '.'); dot > 0 {
		if _, date := c.chinese(dot + 1); date {
			return 4, dot + 1 // 1.4月24日: the first entry, of 24 April
		}
	}
	level = 1 + strings.Count(strings.TrimSuffix(number, "."), ".")
	switch next := c.rune(after); {
	case !isSpace(next) && !isHan(next) || level == 1 && !strings.HasSuffix(number, "."):
		return 0, 0
	case level == 1:
		level = 4
	}
	return min(level, 5), m.end()
}

// headingNumber is the depth of a text's number.
func headingNumber(s []rune) int {
	level, _ := entryNumber(s)
	return level
}

// stripNumber drops the number of a heading.
func stripNumber(h string) string {
	r := []rune(h)
	_, end := entryNumber(r)
	return string(r[end:])
}
