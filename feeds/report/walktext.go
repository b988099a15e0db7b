package report

import (
	"slices"
	"strings"
)

// text handles running text, an item or a label.
func (w *walker) text(i int) {
	b := &w.blocks[i]
	w.closeByGap(b)
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
	if isMetadata(b.text) {
		return
	}
	w.place.sentence, w.place.paragraph = point{}, point{}
	if sc := w.scopeFor(); sc != nil && b.kind == blockItem && sc.itemLevel == 0 {
		sc.itemLevel = b.level
	}
	before := len(w.found)
	for _, p := range w.sentences(i) {
		w.sentencesOf(i, p)
	}
	if len(w.found) == before && !beginsWithDate(b.text) && w.counted != i {
		w.undated(i)
	}
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
	by := w.nearby(i, seg, true)
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
	if n := len(w.found); n > 0 && w.found[n-1].summary == "" {
		w.found[n-1].summary = shorten(string(w.blocks[i].text), maxSummary)
	}
}

// sentencesOf handles one sentence: its dates are judged one by one, and those
// that stay share it out between them.
func (w *walker) sentencesOf(i int, sentence span) {
	s := w.blocks[i].text
	dates := datesWithin(s, sentence)
	w.place.sentence = point{}
	var kept []expression
	var when []resolved
	end := sentence.end
	for _, e := range dates {
		n := around(s, sentence, e)
		rule := n.refuse()
		if rule == "" && e.yearOnly() && finerBeside(dates) && nameFollows(s, e) {
			rule = RuleNotName
		}
		d, ok := w.place.resolve(e)
		if rule == RuleNotPast && ok && d.from.year == w.place.report() {
			rule = ""
		}
		if rule == "" && !ok {
			rule = RuleNotResolved
		}
		if rule == "" {
			rule = w.sectionRule()
		}
		if rule == RuleNotAsOf && len(kept) > 0 {
			end = min(end, clauseStart(clauses(s, sentence), e.start))
		}
		if rule != "" {
			w.pass(i, e, rule)
			continue
		}
		w.remember(e, d, true)
		kept, when = append(kept, e), append(when, d)
	}
	if len(kept) > 0 && end > kept[len(kept)-1].end {
		sentence.end = trimSpan(s, span{sentence.start, end}).end
	}
	w.judgeAll(i, sentence, kept, when)
}

// outlookWords name the sections about what is to come.
var outlookWords = []string{"工作安排", "工作要点", "重点工作", "主要任务", "工作计划", "工作打算", "工作思路", "下一步", "展望", "今后", "来年", "未来规划", "outlook", "looking ahead", "looking forward", "next steps", "plans for", "future plans", "the year ahead"}

// sourceWords name the sections that list sources.
var sourceWords = []string{"参考文献", "参考资料", "注释", "引用", "資料來源", "references", "bibliography", "sources", "notes", "footnotes", "further reading", "external links", "see also"}

// sectionRule tells the rule by which nothing in a section is an event.
func (w *walker) sectionRule() RuleID {
	if w.outlook() {
		return RuleNotPlan
	}
	if n := len(w.headings); n > 0 {
		name := strings.ToLower(strings.TrimSpace(stripNumber(w.headings[n-1].text)))
		if slices.Contains(sourceWords, name) {
			return RuleNotCitation
		}
	}
	return ""
}

// outlook says whether the section is about what is to come.
func (w *walker) outlook() bool {
	for _, h := range w.headings {
		if h.level == 0 || len([]rune(h.text)) >= 40 {
			continue
		}
		if y := onlyYear([]rune(h.text)); y != 0 && w.place.report() != 0 && y == w.place.report()+1 || containsAny(strings.ToLower(h.text), outlookWords) {
			return true
		}
	}
	return false
}

// judgeAll judges the segments of a sentence's dates. A date that is no event
// gives its words back to the one before.
func (w *walker) judgeAll(i int, sentence span, kept []expression, when []resolved) {
	s := w.blocks[i].text
	kept, when = w.dropContext(i, kept, when)
	for n := 0; n < len(kept); {
		seg := segments(s, sentence, kept)[n]
		in := w.setting(i, seg)
		v := judge(s, seg, when[n], in)
		if v.event {
			n++
			continue
		}
		w.pass(i, kept[n], v.why)
		kept = append(kept[:n:n], kept[n+1:]...)
		when = append(when[:n:n], when[n+1:]...)
		n = 0
	}
	for n, seg := range segments(s, sentence, kept) {
		w.candidate(i, seg, when[n], len(kept) > 1, n == 0)
	}
}

// finerBeside says whether one of the dates of a sentence is finer than a
// year.
func finerBeside(dates []expression) bool {
	for _, e := range dates {
		if !e.from.yearOnly() {
			return true
		}
	}
	return false
}

// nameFollows says whether a word follows a year at once, so that beside a
// finer date it is part of a name.
func nameFollows(s []rune, e expression) bool {
	return e.end < len(s) && (isHan(s[e.end]) || opening(s[e.end]))
}

// dropContext takes away a year that leads its entry and only says the year of
// the finer dates after it: "1968 Depot lease signed (14 June)".
func (w *walker) dropContext(i int, kept []expression, when []resolved) ([]expression, []resolved) {
	if len(kept) >= 2 && announces(w.blocks[i].text, kept) && covers(when[0], when[1]) {
		w.pass(i, kept[0], RuleNotContext)
		return kept[1:], when[1:]
	}
	for n := 0; n+1 < len(kept); n++ {
		// "10月21日为校庆日，当天…": the event is what happens that day.
		if kept[n+1].from.dayTo == anchorSame && !w.tells(i, kept[n].end, kept[n+1].start) {
			w.pass(i, kept[n], RuleNotContext)
			kept, when = slices.Delete(slices.Clone(kept), n, n+1), slices.Delete(slices.Clone(when), n, n+1)
		}
	}
	if len(kept) < 2 || !kept[0].yearOnly() || !finerBeside(kept[1:]) {
		return kept, when
	}
	if s := w.blocks[i].text; !leads(s, kept[0], true) && !(kept[0].lang == langZh && finerDirect(s, kept)) {
		return kept, when
	}
	w.pass(i, kept[0], RuleNotContext)
	return kept[1:], when[1:]
}

// tells says whether something happens in a part of a block.
func (w *walker) tells(i, from, to int) bool {
	text := w.blocks[i].text[from:to]
	_, at, _ := zhVerbOf(text)
	return at >= 0 || isLatinText(text) && happens(text)
}

// announces says whether a colon stands between the first date and the next,
// finer one: "September brought the event of the year: on 16 September".
func announces(s []rune, kept []expression) bool {
	between := string(s[kept[0].end:kept[1].start])
	return strings.ContainsAny(between, ":：") && !strings.ContainsAny(strings.TrimLeft(between, " :："), ";；") && strings.IndexAny(between, ":：") > 0
}

// finerDirect says whether no verb stands between a year and the date after
// it, so that the year has nothing of its own to tell.
func finerDirect(s []rune, kept []expression) bool {
	_, at, strong := zhVerbOf(s[kept[0].end:kept[1].start])
	return at < 0 || !strong
}

// datesWithin finds the dates of a sentence.
func datesWithin(s []rune, in span) []expression {
	c := &scanner{s: s[:in.end]}
	var found []expression
	for i := in.start; i < in.end; {
		e, ok := c.at(i)
		if !ok || e.end <= i {
			i++
			continue
		}
		found = append(found, e)
		i = e.end
	}
	return found
}

// remember keeps a date for those that lean on it.
func (w *walker) remember(e expression, d resolved, ok bool) {
	if !ok || d.text == "" {
		return
	}
	if e.from.saysYear() && w.background(e, d) {
		return
	}
	if e.from.saysYear() || w.place.sentence.saysYear() {
		w.place.sentence = d.from
	} else if e.from.month > 0 {
		w.place.sentence.month = d.from.month
	}
	if d.precision < byMonth && !e.from.saysYear() {
		return
	}
	w.place.last = d.from
	if e.from.saysYear() || w.place.sentence.saysYear() || w.place.paragraph.saysYear() {
		w.place.paragraph = d.from
	} else {
		w.place.paragraph.month, w.place.paragraph.day = d.from.month, d.from.day
	}
}

// background says whether a bare year tells of another time than the report's,
// so that the dates after it are not in that year: "which closed in 2011".
func (w *walker) background(e expression, d resolved) bool {
	report := w.place.report()
	return e.yearOnly() && report != 0 && d.from.year != report && !w.dated
}

// setting tells where a segment stands.
func (w *walker) setting(i int, seg segment) setting {
	b := &w.blocks[i]
	own := b.kind == blockItem || b.kind == blockLabel || b.kind == blockHeading
	short := b.kind == blockItem && width(b.text) <= 110 && seg.date.from.day > 0 && !spanWord(b.text, seg.date.start)
	return setting{
		list:    leads(b.text, seg.date, own) || own && trails(b.text, seg.date) || short,
		begins:  beginsClause(string(b.text[max(0, seg.date.start-3):seg.date.start])),
		bracket: seg.date.start > 0 && opening(b.text[seg.date.start-1]),
		report:  w.place.report(),
		dated:   w.dated,
		edge:    b.kind == blockLabel && (i < 6 || i >= len(w.blocks)-3),
	}
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

// candidate adds an event.
func (w *walker) candidate(i int, seg segment, d resolved, shared, first bool) {
	s := w.blocks[i].text
	v := judge(s, seg, d, w.setting(i, seg))
	by := w.nearby(i, seg, first)
	t := makeTitle(s, seg, by)
	if len([]rune(t.text)) < 2 {
		w.pass(i, seg.date, RuleNotEvent)
		return
	}
	at := seg.whole
	if shared {
		at = seg.at
	}
	parts := w.sentences(i)
	c := candidate{
		date: d, wording: tidy(string(s[seg.date.start:seg.date.end])), title: t, section: w.section(), lang: langOf(s[seg.whole.start:seg.whole.end]),
		pieces: []piece{{i, at}}, order: int(w.blocks[i].origin[at.start]), parts: 1, verdict: v, flags: v.flags,
	}
	if shared {
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

func (w *walker) add(c candidate) { w.found = append(w.found, c) }

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
