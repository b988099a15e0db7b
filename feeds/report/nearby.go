package report

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// maxSummary is the number of runes of a summary.
const maxSummary = 240

// nearby gathers the headings and captions around a segment.
func (w *walker) nearby(i int) nearby {
	b, act := &w.blocks[i], w.act()
	by := nearby{act: act, short: len(b.text) <= 60 && len(w.sentences(i)) == 1, history: act.text != "" && opening(b.text[0]) && i <= act.block+1}
	if i > 0 {
		above := &w.blocks[i-1]
		sibling := above.kind == blockItem && b.kind == blockItem && above.level >= b.level
		if !sibling && isTitleBlock(above) && !hasDate(above.text) {
			by.above = caption{tidy(stripNumber(above.string())), i}
		}
	}
	if i+1 < len(w.blocks) && w.blocks[i+1].kind == blockLabel && !hasDate(w.blocks[i+1].text) {
		by.below = caption{tidy(w.blocks[i+1].string()), i + 2}
	}
	return by
}

// act is the nearest heading above that is the title of a law or rule.
func (w *walker) act() caption {
	for n := len(w.headings) - 1; n >= 0; n-- {
		if h := w.headings[n]; h.act {
			return caption{h.text, h.block + 1}
		}
	}
	return caption{}
}

// isTitleBlock says whether a block may be the title of the one after it: a
// heading, a label, or an item that is one.
func isTitleBlock(b *block) bool {
	return b.kind == blockHeading || b.kind == blockLabel || b.kind == blockItem && len(b.text) <= 60 && !terminal(lastRune(b.text))
}

// summary is a sentence and those after it that have no date of their own; empty
// where it would only repeat the title.
func (w *walker) summary(i int, at span, title string) string {
	for _, p := range w.sentences(i) {
		if p.start <= at.start && at.end <= p.end {
			at = p // the segment's whole sentence
		} else if p.start >= at.end && (p.end-at.start > maxSummary || len(w.within(i, p)) > 0) {
			break
		} else if p.start >= at.end {
			at.end = p.end
		}
	}
	text := strings.TrimSpace(string(w.blocks[i].text[at.start:at.end]))
	if tidy(text) == title {
		return ""
	}
	return shorten(text, maxSummary)
}

var (
	// issued begins a line about when the document was published.
	issued = regexp.MustCompile(`^【?(?:发布|发表|发文|刊登|刊发|更新|成文|编辑|上传|录入|修改|收录|打印|访问|来稿|撰稿)(?:日期|时间)】?\s*[:：]`)
	// metadata begins a line about the document itself, or the numbered caption of
	// a figure or table, which only repeats what the text tells.
	metadata = regexp.MustCompile(`^(?:(?:发布|发表|更新)时间|(?:发布|发文|成文|更新)日期|(?:本(?:页面?|条目|文))?最后(?:更新|修订|修改|编辑)|来源：|(?:资料|数据)来源|注[：:]|(?:说明|日期|作者)：|责任编辑|编辑：|打印时间|文号|报告期|统计时间|数据期间` +
		`|(?:date|published|(?:fiscal|financial) year|period|updated|sources?|references):|posted|report(?:ing)? period|last (?:updated|modified)|copyright|dated this|signed at|date of issue|printed|retrieved|doi|isbn` +
		`|(?:fig(?:ure|\.)?|table|photo|[图表]|照片)[ \x{3000}]*[0-9])`)
	// chronicleName ends a line or sentence that only says what time a list of
	// events is of.
	chronicleName = regexp.MustCompile(`(?:大事(?:记|年表)?|(?:年|纪|记)事|年表)(?:[（(][^）)]*[）)])?[ 。.：:]*$`)
	// trail leads to a page from the first of its site, and views says how often
	// a page was read.
	trail = regexp.MustCompile(`(?:>>|›|»).*(?:>>|›|»)`)
	views = regexp.MustCompile(`(?:浏览|点击|阅读|点阅|阅览|访问|人气)(?:次数|人次|人数|数|量)?\s*[:：]?\s*[0-9]*$`)
	// imprint is what stands beside the date in a line that says no more than when
	// the document was issued.
	imprint = regexp.MustCompile(`(?i)^[ .,:;*()（），。：]*(?:(?:published|issued)(?: in| on)?|posted|printed|(?:last )?updated|revised|dated|version|定稿|此件公开发布） ?印发)?[ .,:;*()（），。：]*(?:[0-2]?[0-9]:[0-5][0-9][- .,:;*()（），。：]*)?$`)
)

// isMetadata says whether a short block speaks of the document itself.
func isMetadata(s []rune) bool {
	if len(s) > 240 {
		return false
	}
	t := strings.ToLower(strings.TrimSpace(plainRunes(s[:min(len(s), 60)])))
	if issued.MatchString(t) || metadata.MatchString(t) || trail.MatchString(t) || views.MatchString(t) || containsAny(string(s), []string{" min read", "©"}) {
		return true
	}
	if len(s) > 60 {
		return false
	}
	found := findDates(s)
	return len(found) == 1 && imprint.MatchString(string(cutDate(s, span{0, len(s)}, found[0])))
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
		if q, ok := w.quote(b.strip, span{start, i}); ok {
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
	if to < from || to-from <= 4 {
		return to >= from
	}
	_, size := utf8.DecodeRuneInString(w.doc.Text[from:])
	return strings.Trim(w.doc.Text[from+size:to], " \t\n\r　-‐") == ""
}

func (w *walker) quote(t strip, at span) (Quote, bool) {
	at = at.trimmed(t.text, isSpace)
	if at.start >= at.end {
		return Quote{}, false
	}
	start, last := int(t.origin[at.start]), int(t.origin[at.end-1])
	_, size := utf8.DecodeRuneInString(w.doc.Text[last:])
	pos := w.doc.Position(start)
	return Quote{Text: w.doc.Text[start : last+size], Start: start, End: last + size, Page: pos.Page, Line: pos.Line, Column: pos.Column}, true
}

// term reads an entry that is two years and a name: somebody's term of office.
func (w *walker) term(i int) (e expression) {
	if i < 0 || i >= len(w.blocks) || len(w.blocks[i].text) > 60 || !w.own(i) {
		return e
	}
	s := w.blocks[i].text
	found := findDates(s)
	if len(found) != 1 || !found[0].ranged || !found[0].from.yearOnly() || !leads(s, found[0], true) {
		return e
	}
	name := strings.Fields(string(cutDate(s, span{0, len(s)}, found[0])))
	small := slices.ContainsFunc(name, func(word string) bool { return isLower([]rune(word)[0]) })
	if rest := []rune(strings.Join(name, " ")); tell(rest) > tellsNothing || small || len(rest) > 10 && !isLatinText(rest) || isLatinText(rest) && (len(name) < 2 || len(name) > 4) {
		return e
	}
	return found[0]
}

// meets says whether one of two terms begins when the other ends.
func (e expression) meets(o expression) bool {
	return e.ranged && o.ranged && (e.to.year == o.from.year || o.to.year == e.from.year || e.to.year+1 == o.from.year || o.to.year+1 == e.from.year)
}
