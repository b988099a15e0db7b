package report

import (
	"slices"
	"strings"
)

// text handles running text, an item or a label.
func (w *walker) text(i int) {
	b := &w.blocks[i]
	w.closeByGap(i)
	level := lineLevel
	if b.kind == blockItem {
		level += b.level
		w.closeItems(level)
	}
	if b.kind == blockLabel || b.kind == blockItem {
		if e, ok := wholeDate(b.text); ok && w.openScope(i, e, level, true) {
			return
		}
	}
	if w.card(i) || isMetadata(b.text) {
		return
	}
	w.place.sentence, w.place.paragraph = point{}, point{}
	if sc := w.scopeFor(); sc != nil && b.kind == blockItem && sc.itemLevel == 0 {
		sc.itemLevel = b.level
	}
	before := w.events
	for _, p := range w.sentences(i) {
		w.sentencesOf(i, p)
	}
	if w.events == before && !beginsWithDate(b.text) && w.counted != i {
		w.undated(i)
	}
}

// cardKeys name the line of a card that says when: "时间：4月12日".
var cardKeys = []string{"时间", "举办时间", "活动时间", "会议时间", "召开时间", "日期", "活动日期", "when", "date", "dates", "date and time"}

// card makes an event of a heading that such a line stands under.
func (w *walker) card(i int) bool {
	b := &w.blocks[i]
	key, _, ok := strings.Cut(strings.ReplaceAll(b.string(), "：", ":"), ":")
	if !ok || i < 2 || !slices.Contains(cardKeys, strings.ToLower(strings.TrimSpace(key))) {
		return false
	}
	rest := len([]rune(key)) + 1
	e, ok := dateAndTime(b.text[rest:])
	above := &w.blocks[i-1]
	if !ok || !isTitleBlock(above) || hasDate(above.text) || above.kind == blockHeading && above.level <= 1 {
		return false
	}
	e.start, e.end = e.start+rest, e.end+rest
	d, ok := w.place.resolve(e)
	if !ok {
		return false
	}
	w.add(candidate{
		date: d, wording: tidy(string(b.text[e.start:e.end])), title: titled{text: tidy(stripNumber(above.string())), rule: RuleTitleHeading},
		section: w.section(), lang: langOf(above.text), parts: 1, order: int(above.origin[0]),
		pieces:  []piece{{i - 1, span{0, len(above.text)}}, {i, span{0, len(b.text)}}},
		verdict: verdict{event: true, why: RuleEventHeading, strong: headline(above.string())},
	})
	w.place.last = d.from
	return true
}

// dateAndTime reads a date after which only a time of day stands.
func dateAndTime(s []rune) (expression, bool) {
	if e, ok := wholeDate(s); ok {
		return e, true
	}
	found := findDates(s)
	if len(found) != 1 || found[0].start > 2 {
		return expression{}, false
	}
	for _, r := range s[found[0].end:] {
		if !isDigit(r) && !isSpace(r) && !isDash(r) && !strings.ContainsRune(":：（）()周星期一二三四五六日上下午晚点时分半apm.", r) {
			return expression{}, false
		}
	}
	return found[0], true
}

// closeItems ends the dates that are items of the same list or a deeper one.
func (w *walker) closeItems(level int) {
	for n := len(w.scopes); n > 0 && w.scopes[n-1].level > lineLevel && w.scopes[n-1].level >= level; n-- {
		w.scopes = w.scopes[:n-1]
	}
	w.setHeadingDate()
}

// undated handles a block without an event date of its own: under a date it is
// an event, or the text of one.
func (w *walker) undated(i int) {
	sc := w.scopeFor()
	if sc == nil {
		return
	}
	b := &w.blocks[i]
	text := string(b.text)
	switch {
	case w.told == i && b.kind == blockText:
		w.told = i + 1
		w.addSummary(i)
		return
	case b.kind == blockItem:
		if b.level > sc.itemLevel {
			return
		}
	case b.kind == blockLabel:
		follows := i+1 < len(w.blocks) && w.blocks[i+1].kind == blockText
		if !happensAtAll(b.text) && !(follows && headline(string(w.blocks[i+1].text))) && sc.rank < 4 {
			return
		}
	case sc.rank < 4 && !w.firstHappens(i):
		return
	case sc.rank == 4 && sc.used > 0:
		w.addSummary(i)
		return
	}
	if sc.rank == 1 && !headline(text) {
		return
	}
	if w.underScope(i, sc) {
		w.told = i + 1
	}
}

// firstHappens says whether something happens in a block's first sentence.
func (w *walker) firstHappens(i int) bool {
	s := w.blocks[i].text
	parts := w.sentences(i)
	if len(parts) == 0 {
		return false
	}
	first := s[parts[0].start:parts[0].end]
	return headline(string(first)) && !ongoing(string(first)) && !statisticZh(string(first), false)
}

// underScope makes a candidate of a block with the date of the scope over it.
func (w *walker) underScope(i int, sc *scope) bool {
	s := w.blocks[i].text
	parts := w.sentences(i)
	if len(parts) == 0 {
		return false
	}
	seg := segment{at: parts[0], whole: parts[0], date: expression{start: parts[0].start, end: parts[0].start, from: sc.at.from}}
	text := string(s[parts[0].start:parts[0].end])
	if statisticZh(text, headline(text)) {
		return false
	}
	by := w.nearby(i, true)
	t := makeTitle(s, seg, by)
	if t.text == "" {
		return false
	}
	t.rule = RuleTitleLine
	c := candidate{
		date: sc.at, wording: w.wording(sc), title: t, section: w.section(), lang: langOf(s),
		pieces:  []piece{{i, parts[0]}, {sc.block, span{0, len(w.blocks[sc.block].text)}}},
		summary: w.summary(i, parts, 0, t.text), order: int(w.blocks[i].origin[0]), parts: 1,
		verdict: verdict{event: true, why: RuleEventHeading, strong: headline(text)},
	}
	c.date.rules = append([]RuleID{RuleDateHeading}, sc.at.rules...)
	sc.used++
	w.add(c)
	return true
}

func (w *walker) wording(sc *scope) string {
	return tidy(string(w.blocks[sc.block].text))
}

// addSummary gives a block's text to the candidate before it.
func (w *walker) addSummary(i int) {
	if w.latest != nil && w.latest.summary == "" {
		w.latest.summary = shorten(string(w.blocks[i].text), maxSummary)
	}
}

// setting tells where a segment stands.
func (w *walker) setting(i int, seg segment) setting {
	b := &w.blocks[i]
	own := b.kind == blockItem || b.kind == blockLabel || b.kind == blockHeading
	short := b.kind == blockItem && width(b.text) <= 110 && seg.date.from.day > 0 && (seg.date.ranged || !spanWord(b.text, seg.date.start))
	return setting{
		list:    leads(b.text, seg.date, own) || own && trails(b.text, seg.date) || short,
		begins:  beginsClause(string(b.text[max(0, seg.date.start-3):seg.date.start])),
		titled:  w.titledBlock(i, seg),
		bracket: insideBrackets(b.text, seg.date),
		report:  w.place.report(),
		dated:   w.dated,
		edge:    b.kind == blockLabel && (i < 6 || i >= len(w.blocks)-3),
	}
}

// titledBlock says whether a heading or label stands right above a block whose
// first sentence is short: a place and a date under the name of an event.
func (w *walker) titledBlock(i int, seg segment) bool {
	if i < 2 || w.blocks[i].kind == blockItem || seg.whole.start > 0 || width(w.blocks[i].text[seg.whole.start:seg.whole.end]) > 70 {
		return false
	}
	above := &w.blocks[i-1]
	return isTitleBlock(above) && above.kind != blockItem && !hasDate(above.text) && !(above.kind == blockHeading && above.level <= 1) && wordsIn(above.text) >= 8
}

// spanWord says whether a word before i makes the date an end of something
// that lasts.
func spanWord(s []rune, i int) bool {
	switch (&scanner{s: s}).wordBefore(i) {
	case "from", "until", "since", "till", "to":
		return true
	}
	return false
}

// leads says whether the date begins the block as an entry's date does: with a
// separator after it, or a blank on a line of its own.
func leads(s []rune, e expression, own bool) bool {
	c := &scanner{s: s}
	if !c.beginsText(e.start) || e.end >= len(s) {
		return false
	}
	j := e.end
	for j < len(s) && isSpace(s[j]) {
		j++
	}
	if j >= len(s) {
		return false
	}
	switch r := s[j]; {
	case r == ':' || r == '：' || r == '|' || r == '｜' || isDash(r) && j+1 < len(s) || r == '】' || r == ']' || r == ')' || r == '）' || r == '.' || r == '*':
		return true
	case r == '，' || r == ',' || r == '、':
		return own
	case e.lang == langEn && own:
		return isUpper(r) || r == '“' || r == '"'
	}
	return own && (j > e.end || opening(s[j]) || e.from.day > 0 || e.from.month > 0)
}

// trails says whether the date ends the block, in brackets or alone.
func trails(s []rune, e expression) bool {
	c := &scanner{s: s}
	for _, r := range s[e.end:] {
		if !isSpace(r) && !closing(r) && r != '.' && r != '。' {
			return false
		}
	}
	if e.lang == langEn {
		w := c.wordBefore(e.start)
		return w == "" || w == "in" && false || e.start > 0 && (s[e.start-1] == '(' || s[e.start-1] == '[' || s[e.start-1] == '（')
	}
	return true
}

// sharing says how a segment shares its sentence with others.
type sharing struct{ shared, first bool }

// candidate adds an event.
func (w *walker) candidate(i int, seg segment, d resolved, of sharing) {
	s := w.blocks[i].text
	v := judge(s, seg, d, w.setting(i, seg))
	by := w.nearby(i, of.first)
	t := makeTitle(s, seg, by)
	if v.why == RuleEventHeading && by.above != "" {
		t = titled{text: tidy(stripNumber(by.above)), rule: RuleTitleHeading, head: headAbove}
	}
	if len([]rune(t.text)) < 2 {
		w.pass(i, seg.date, RuleNotEvent)
		return
	}
	at := seg.whole
	if of.shared {
		at = seg.at
	}
	parts := w.sentences(i)
	c := candidate{
		date: d, wording: tidy(string(s[seg.date.start:seg.date.end])), title: t, section: w.section(), lang: langOf(s[seg.whole.start:seg.whole.end]),
		sentence: 1 + int(w.blocks[i].origin[seg.whole.start]), pieces: []piece{{i, at}}, order: int(w.blocks[i].origin[at.start]), parts: 1, verdict: v, flags: v.flags,
	}
	if of.shared {
		if c.summary = tidy(string(s[at.start:at.end])); c.summary == t.text {
			c.summary = ""
		}
	} else {
		c.summary = w.summary(i, parts, indexOf(parts, at), t.text)
	}
	if w.place.last = d.to; d.to.year == 0 {
		w.place.last = d.from
	}
	if n := w.headPiece(i, t.head); n >= 0 {
		c.pieces = append(c.pieces, piece{n, span{0, len(w.blocks[n].text)}})
	}
	w.add(c)
}

func indexOf(parts []span, at span) int {
	for n, p := range parts {
		if p.start <= at.start && at.end <= p.end {
			return n
		}
	}
	return 0
}

// headPiece is the block of the heading or caption a title was taken from.
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

// add takes a candidate in. One told again in the same words only adds its
// passages.
func (w *walker) add(c candidate) {
	w.events++
	key := c.date.text + "|" + c.title.text
	if old := w.byKey[key]; old != nil && !c.unsure {
		old.again(&c)
		w.latest = old
		return
	}
	w.found = append(w.found, &c)
	w.byKey[key], w.latest = &c, &c
}

// pass records a date that is no event's.
func (w *walker) pass(i int, e expression, rule RuleID) {
	switch rule {
	case RuleNotAsOf, RuleNotSince, RuleNotCompared, RuleNotDeadline, RuleNotStatistic, RuleNotRecurring, RuleNotPeriod, RuleNotPlan:
		w.counted = i
	}
	if len(w.passed) >= maxPassed {
		return
	}
	s := w.blocks[i].text
	at := span{e.start, e.end}
	if q := w.quotes(piece{i, at}); len(q) > 0 {
		w.passed = append(w.passed, Passed{Wording: tidy(string(s[e.start:e.end])), Rule: rule, Quote: q[0]})
	}
}
