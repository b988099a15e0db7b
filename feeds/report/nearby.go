package report

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// maxSummary is the number of runes of a summary.
const maxSummary = 240

// nearby gathers the headings and captions around a segment.
func (w *walker) nearby(i int, first bool) nearby {
	by := nearby{first: first}
	if n := len(w.headings); n > 0 && w.headings[n-1].level > 0 && !w.title(w.headings[n-1].block) {
		by.section = w.section()
	}
	if n := w.act(); n >= 0 {
		by.act = tidy(w.blocks[n].string())
	} else if isActTitle(w.doc.Title) {
		by.act = w.doc.Title
	}
	by.short = len(w.blocks[i].text) <= 60 && len(w.sentences(i)) == 1
	if text := w.blocks[i].text; by.act != "" && len(text) > 0 && opening(text[0]) && i <= w.act()+2 {
		by.history = true
	}
	sibling := i > 0 && w.blocks[i-1].kind == blockItem && w.blocks[i].kind == blockItem && w.blocks[i-1].level >= w.blocks[i].level
	if i > 0 && !sibling && isTitleBlock(&w.blocks[i-1]) && !hasDate(w.blocks[i-1].text) {
		by.above = tidy(stripNumber(w.blocks[i-1].string()))
		by.marked = w.blocks[i-1].kind != blockLabel
	}
	if i+1 < len(w.blocks) && w.blocks[i+1].kind == blockLabel && !hasDate(w.blocks[i+1].text) {
		by.below = tidy(w.blocks[i+1].string())
	}
	return by
}

// headPiece is the block of the heading or caption a title was taken from, or
// -1.
func (w *walker) headPiece(i int, head headOf) int {
	switch head {
	case headBelow:
		return i + 1
	case headAbove:
		return i - 1
	case headSection:
		return w.headings[len(w.headings)-1].block
	case headAct:
		return w.act()
	}
	return -1
}

// act is the block of the nearest heading above that is the title of a law or
// rule, or -1.
func (w *walker) act() int {
	for n := len(w.headings) - 1; n >= 0; n-- {
		if isActTitle(stripNumber(tidy(w.headings[n].text))) {
			return w.headings[n].block
		}
	}
	return -1
}

// isTitleBlock says whether a block may be the title of the one after it: a
// heading, a label, or an item that is one.
func isTitleBlock(b *block) bool {
	switch b.kind {
	case blockHeading, blockLabel:
		return true
	case blockItem:
		return len(b.text) <= 60 && !terminal(lastRune(b.text))
	}
	return false
}

// hasDate says whether a line has a date finer than a year, and so is an event
// or a heading of its own.
func hasDate(s []rune) bool {
	for _, e := range findDates(s) {
		if !e.from.yearOnly() {
			return true
		}
	}
	return dateOnly(s)
}

func dateOnly(s []rune) bool {
	_, ok := wholeDate(s)
	return ok
}

// summary is the sentence at n and those after it that have no date of their
// own; empty where it would only repeat the title.
func (w *walker) summary(i int, parts []span, n int, title string) string {
	s := w.blocks[i].text
	if n >= len(parts) {
		return ""
	}
	end := parts[n].end
	for _, p := range parts[n+1:] {
		if p.end-parts[n].start > maxSummary || len(w.within(i, p)) > 0 {
			break
		}
		end = p.end
	}
	text := strings.TrimSpace(string(s[parts[n].start:end]))
	if tidy(text) == title {
		return ""
	}
	if utf8.RuneCountInString(text) > maxSummary {
		return shorten(text, maxSummary)
	}
	return text
}

func langOf(s []rune) string {
	if isLatinText(s) {
		return langEn
	}
	return langZh
}

// metaWords begin lines about the document itself.
var metaWords = strings.Split("发布时间|发布日期|发文日期|成文日期|更新时间|更新日期|最后更新|发表时间|来源：|资料来源|数据来源|注：|注:|说明：|责任编辑|编辑：|日期：|作者：|打印时间|文号|报告期|统计时间|数据期间|date:|published:|posted|reporting period|report period|fiscal year:|financial year:|period:|last updated|last modified|updated:|copyright|©|dated this|signed at|date of issue|printed|retrieved|source:|sources:|references:|doi|isbn", "|")

// issued begins a line about when the document was published.
var issued = regexp.MustCompile(`^(?:发布|发表|发文|刊登|刊发|更新|成文|编辑|上传|录入|修改|收录|打印|访问|来稿|撰稿)(?:日期|时间)\s*[:：]`)

// isCaption says whether a line is the numbered caption of a figure or table,
// which only repeats what the text tells.
func isCaption(t string) bool {
	for _, w := range []string{"figure", "fig.", "fig", "table", "photo", "图", "表", "照片"} {
		rest, ok := strings.CutPrefix(t, w)
		if rest = strings.TrimLeft(rest, " 　"); ok && rest != "" && rest[0] >= '0' && rest[0] <= '9' {
			return true
		}
	}
	return false
}

// metaVerb says whether a line says nothing but that the document was issued.
func metaVerb(t string) bool {
	switch strings.ToLower(strings.Trim(t, " .,:;*()（），。：")) {
	case "", "published", "posted", "issued", "printed", "updated", "last updated", "revised", "dated", "version", "定稿", "published in", "published on", "issued on", "此件公开发布）印发", "此件公开发布） 印发":
		return true
	}
	return false
}

// isMetadata says whether a short block speaks of the document itself.
func isMetadata(s []rune) bool {
	if len(s) > 240 {
		return false
	}
	t := strings.ToLower(strings.TrimSpace(plainRunes(s[:min(len(s), 60)])))
	if isCaption(t) || issued.MatchString(t) || containsAny(string(s), []string{" min read", "©"}) {
		return true
	}
	if len(s) > 60 {
		return startsWithAny(t, metaWords)
	}
	if found := findDates(s); len(found) == 1 && metaVerb(string(cutDate(s, span{0, len(s)}, found[0]))) {
		return true
	}
	return startsWithAny(t, metaWords)
}

// quotes turns a piece into exact passages of the document. Where the layout
// put something else between its lines, there are several.
func (w *walker) quotes(p piece) []Quote {
	b := &w.blocks[p.block]
	var out []Quote
	start := p.at.start
	for i := p.at.start + 1; i <= p.at.end; i++ {
		if i < p.at.end && w.adjoins(b, i) {
			continue
		}
		if q, ok := w.quote(b, start, i); ok {
			out = append(out, q)
		}
		start = i
	}
	return out
}

// adjoins says whether only blanks and the hyphen of a divided word stand
// between the runes i-1 and i of a block.
func (w *walker) adjoins(b *block, i int) bool {
	from, to := int(b.origin[i-1]), int(b.origin[i])
	if to < from {
		return false
	}
	if to-from <= 4 {
		return true
	}
	_, size := utf8.DecodeRuneInString(w.doc.Text[from:])
	return strings.Trim(w.doc.Text[from+size:to], " \t\n\r　-‐") == ""
}

func (w *walker) quote(b *block, from, to int) (Quote, bool) {
	for to > from && isSpace(b.text[to-1]) {
		to--
	}
	for from < to && isSpace(b.text[from]) {
		from++
	}
	if from >= to {
		return Quote{}, false
	}
	start := int(b.origin[from])
	_, size := utf8.DecodeRuneInString(w.doc.Text[b.origin[to-1]:])
	end := int(b.origin[to-1]) + size
	pos := w.doc.Position(start)
	return Quote{Text: w.doc.Text[start:end], Start: start, End: end, Page: pos.Page, Line: pos.Line, Column: pos.Column}, true
}
