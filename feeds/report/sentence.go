package report

import (
	"regexp"
	"strconv"
	"strings"
)

// The dates of a sentence: which of them are events, and what they leave for
// the dates after them.

// maxDates is the number of dates of one sentence that are looked at; what has
// more is no sentence.
const maxDates = 16

// sentence handles one sentence: its dates are judged one by one, and those
// that stay share it out between them.
func (w *walker) sentence(i int, at span) {
	s := w.blocks[i].text
	dates := shareYears(s, otherCounts(s, w.within(i, at)))
	for len(dates) > maxDates {
		w.pass(i, dates[len(dates)-1], ruleNotStatistic)
		dates = dates[:len(dates)-1]
	}
	w.place.sentence, w.place.said = point{}, point{}
	if len(dates) > 0 && hasAt(s, at.start, strconv.Itoa(dates[0].from.year)+" ") && dates[0].start > at.start {
		at.start += 5 // "1965 In 1965, …"
	}
	end := at.end
	var kept []dated
	for _, e := range dates {
		d, ok := w.place.resolve(e)
		rule := w.refuse(i, at, dated{e, d}, dates)
		if rule == ruleNotAsOf && len(kept) > 0 {
			end = min(end, clauseStart(clauses(s, at), e.start))
		}
		if rule != "" {
			w.pass(i, e, rule)
			if ok && d.precision == byDay {
				w.place.said = d.from
			}
			if ok && rule == ruleNotDeadline {
				w.place.limit = d.from
			}
			if ok && rule == ruleNotName && e.yearOnly() && beginsText(s, e.start) {
				w.remember(e, d, true) // 2019年因台风停工（8月24日—9月4日）
			}
			continue
		}
		w.place.said = point{}
		w.place.limit = point{}
		if _, aside := bracketAround(s, at, e); !aside {
			w.remember(e, d, opensEn(s, segment{date: e, whole: at}))
		}
		kept = append(kept, dated{e, d})
	}
	if len(kept) > 0 && end > kept[len(kept)-1].e.end {
		at.end = (span{at.start, end}).trimmed(s, joinMark).end
	}
	own := w.dropContext(i, kept)
	if len(own) > 0 && own[0].e.start > kept[0].e.start && (kept[0].e.start == at.start || beginsText(s, kept[0].e.start)) {
		at.start = afterMarks(s, kept[0].e.end, own[0].e.start) // the year over a dated paragraph is no part of its words
		if own[0].e.from.dayTo == anchorSame {
			at.start = cutBefore(s, own[0].e.start, kept[0].e.end) // nor what the day was
		}
	}
	w.judge(i, at, own)
}

// afterMarks passes the blanks, dashes and colons after a leading date.
func afterMarks(s []rune, i, limit int) int {
	return span{i, limit}.trimmed(s, func(r rune) bool { return isDash(r) || joinMark(r) || headingDecoration(r) }).start
}

// dated is an expression with the date it means.
type dated struct {
	e expression
	d resolved
}

func expressionsOf(list []dated) []expression {
	out := make([]expression, len(list))
	for n, x := range list {
		out[n] = x.e
	}
	return out
}

// within are the expressions of a block within a span.
func (w *walker) within(i int, at span) []expression {
	var out []expression
	dates := w.expressions(i)
	for k := firstAfter(dates, at.start); k < len(dates) && dates[k].end <= at.end; k++ {
		if dates[k].start >= at.start {
			out = append(out, dates[k])
		}
	}
	return out
}

// refuse is the rule by which a date is no event's: by what stands around it, by
// plans announced before it in the sentence, by the dates beside it and by its
// section.
func (w *walker) refuse(i int, at span, x dated, dates []expression) RuleID {
	s, e, report, known := w.blocks[i].text, x.e, w.place.report(), !x.d.first.IsZero()
	if startsWithAny(strings.ToLower(string(s[at.start:min(at.end, at.start+20)])), labels) || i == w.pageDate && beginsText(s, e.start) ||
		chronicleName.MatchString(plainRunes(s[e.end:max(e.end, at.end)])) {
		return ruleNotMeta
	}
	n := surround(s, at, e)
	rule := n.refuse(w.own(i))
	switch rule {
	case ruleNotBackground:
		if known && x.d.from.year == report || report == 0 && (n.founded() || !isLatinText(s[at.start:at.end])) {
			rule = "" // a history, which is of no year
		}
	case ruleNotCitation, ruleNotName:
		if n.bracket.end > n.bracket.start && bracketed(s, dates) >= 2 {
			rule = ""
		}
	}
	switch ahead := string(s[at.start:e.start]); {
	case rule != "":
		return rule
	case e.yearOnly() && e.from.year == report && n.during():
		return ruleNotPeriod // the whole of the report tells of that year
	case containsAny(ahead, planWords):
		return ruleNotPlan
	case e.yearOnly() && finerBeside(s, at, e, dates) && nameFollows(s, e):
		return ruleNotName
	case n.ofThing():
		return ruleNotBackground
	case !known:
		return ruleNotResolved
	case report != 0 && x.d.from.year > report && containsAny(ahead, []string{"计划", "力争", "预计", "將", "将"}):
		return ruleNotPlan
	}
	if w.term(i).meets(w.term(i-1)) || w.term(i).meets(w.term(i+1)) {
		return ruleNotPeriod
	}
	return w.sectionRule(x.d)
}

// labels begin sentences about the document itself.
var labels = []string{"source:", "sources:", "references:", "as at:", "as of:", "last updated", "photo:", "text:", "（来源", "来源：", "上一条", "上一篇", "下一条", "下一篇", "previous:", "next:", "next meeting", "date of next"}

// planWords announce that what follows in the sentence is to come.
var planWords = []string{"我们将", "将重点", "将着力", "将继续", "下一阶段", "下一步"}

// own says whether a block is an entry of its own: not running text.
func (w *walker) own(i int) bool {
	k := w.blocks[i].kind
	return k == blockItem || k == blockLabel || k == blockHeading || k == blockRow
}

// bracketed counts the dates that stand in brackets by themselves.
func bracketed(s []rune, dates []expression) int {
	n := 0
	for _, e := range dates {
		if aloneInBrackets(s, e) {
			n++
		}
	}
	return n
}

// aloneInBrackets says whether brackets hold a date and nothing else.
func aloneInBrackets(s []rune, e expression) bool {
	return e.start > 0 && e.end < len(s) && opening(s[e.start-1]) && closing(s[e.end])
}

// judge weighs the segments of a sentence's dates. A date that is no event
// gives its words back to the one before.
func (w *walker) judge(i int, at span, kept []dated) {
	s := w.blocks[i].text
	for n := 0; n < len(kept); {
		seg := segments(s, at, expressionsOf(kept))[n]
		ev := w.evidence(i, seg, kept[n].d)
		rule := w.against(i, seg, kept[n].d)
		if rule == "" && ev.weight() >= enough {
			n++
			continue
		}
		if rule == "" {
			rule = ev.why()
		}
		w.pass(i, kept[n].e, rule)
		kept = append(kept[:n:n], kept[n+1:]...)
		n = 0
	}
	for n, seg := range segments(s, at, expressionsOf(kept)) {
		w.candidate(i, seg, kept[n], len(kept) > 1)
	}
}

// shareYears gives the dates of a list the year that only its last one says:
// on 14 May, 16 July and 12 November 2020.
func shareYears(s []rune, dates []expression) []expression {
	for i := len(dates) - 2; i >= 0; i-- {
		e, next := &dates[i], dates[i+1]
		if e.ranged || e.from.month == 0 || e.from.saysYear() || e.from.yearTo != anchorNone || next.from.month == 0 || !next.from.saysYear() {
			continue
		}
		if joined(s, dates[i:i+2]) < 2 {
			continue
		}
		e.from.year, e.from.era = next.from.year, true
		if e.from.month > next.from.month {
			e.from.year--
		}
	}
	return dates
}

// otherCounts takes a year and the same year of another count for one date, and
// the month behind them with it: 1912年（大正元年）, 明治34（1901）年1月.
func otherCounts(s []rune, dates []expression) []expression {
	out := make([]expression, 0, len(dates))
	for _, e := range dates {
		if e.yearOnly() && e.lang == langZh || e.yearOnly() && aloneInBrackets(s, e) {
			e.start, e.end = bothCounts(s, e)
		}
		if n := len(out) - 1; n >= 0 && out[n].yearOnly() && out[n].end == e.start && closing(s[e.start-1]) && e.from.month > 0 && !e.from.saysYear() {
			e.start, e.from.year, e.from.era = out[n].start, out[n].from.year, true
			out = out[:n]
		}
		out = append(out, e)
	}
	return out
}

// bothCounts is where a year begins and ends together with the same year of
// another count.
func bothCounts(s []rune, e expression) (start, end int) {
	if m := countBehind.FindString(string(s[e.end:min(len(s), e.end+10)])); m != "" {
		return e.start, e.end + len([]rune(m))
	}
	if !aloneInBrackets(s, e) || e.end+1 >= len(s) || s[e.end+1] != '年' {
		return e.start, e.end
	}
	m := countBefore.FindString(string(s[max(0, e.start-7) : e.start-1]))
	if m == "" {
		return e.start, e.end
	}
	return e.start - 1 - len([]rune(m)), e.end + 2
}

var (
	countBehind = regexp.MustCompile(`^[（(]\p{Han}{2,4}[0-9]{0,3}年?[）)]`)
	countBefore = regexp.MustCompile(`\p{Han}{2}(?:[0-9]{1,3}|元)$`)
)

// finerBeside says whether a finer date stands before a year in its sentence,
// with nothing that happened on it, or behind it in its clause.
func finerBeside(s []rune, at span, year expression, dates []expression) bool {
	parts := clauses(s, at)
	opens := beginsClause(string(s[at.start:year.start]))
	for _, e := range dates {
		before := e.end <= year.start && !(opens && tell(s[e.end:year.start]) >= tellsWeakly)
		if !e.from.yearOnly() && (before || e.start > year.start && clauseStart(parts, e.start) <= year.start) {
			return true
		}
	}
	return false
}

// nameFollows says whether a word that is no act follows a year at once, so
// that beside a finer date it is part of a name.
func nameFollows(s []rune, e expression) bool {
	before := (&scanner{s: s}).rune(e.start - 1)
	if e.end >= len(s) || !isHan(s[e.end]) && !opening(s[e.end]) || linkWord(s[e.end]) || before == '于' || before == '於' {
		return false
	}
	_, act := actAt(s, min(e.end, len(s)-1))
	return !act
}

// dropContext takes away a coarse date that only says when the finer one after
// it is: "1968 Depot lease signed (14 June)".
func (w *walker) dropContext(i int, kept []dated) []dated {
	s := w.blocks[i].text
	for n := 0; n+1 < len(kept); {
		a, b := kept[n], kept[n+1]
		between := s[a.e.end:max(a.e.end, b.e.start)]
		same := b.e.from.dayTo == anchorSame && tell(between) < tellsWeakly
		finer := a.d.precision < b.d.precision && covers(a.d, b.d)
		leads := n == 0 && beginsText(s, a.e.start)
		entry := leads && spaceAt(s, a.e.end) && tell(between) < tellsEvent
		only := entry || aloneInBrackets(s, b.e) || strings.ContainsAny(string(between), ":：") && len(between) > 1 || leads && (tell(between) < tellsWeakly || !strings.ContainsAny(string(between), "，,；;") || trails(s, b.e) && strings.HasSuffix(strings.TrimRight(string(between), " "), ","))
		if same || finer && only {
			w.pass(i, a.e, ruleNotContext)
			kept = append(kept[:n:n], kept[n+1:]...)
			continue
		}
		n++
	}
	return kept
}

// remember keeps a date for those that lean on it; opens says that it begins
// its sentence.
func (w *walker) remember(e expression, d resolved, opens bool) {
	if e.from.saysYear() && w.background(e, d) && !opens {
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
	w.place.last = d.to
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
	if y := d.from.year; e.yearOnly() && w.place.session() && (y < w.place.from.year || y > w.place.to.year) {
		return true
	}
	return e.yearOnly() && report != 0 && d.from.year != report && !w.chronicle
}

// candidate adds an event; shared says that others share its sentence.
func (w *walker) candidate(i int, seg segment, x dated, shared bool) {
	s := w.blocks[i].text
	t := makeTitle(s, seg, w.nearby(i))
	if len([]rune(t.text)) < 2 || dateOnly([]rune(t.text)) {
		w.pass(i, x.e, ruleNotEvent)
		return
	}
	if wordsIn([]rune(t.text)) < 3 && !isLatinText([]rune(t.text)) {
		w.pass(i, x.e, ruleNotStatistic) // 1898 138 20 10 168
		return
	}
	at := seg.whole
	if shared {
		at = seg.at
	}
	ev := w.evidence(i, seg, x.d)
	c := &candidate{
		date: x.d, wording: tidy(string(s[x.e.start:x.e.end])), title: t, section: w.section(), lang: langOf(s[seg.whole.start:seg.whole.end]),
		sentence: 1 + int(w.blocks[i].origin[seg.whole.start]), pieces: []piece{{i, at}}, order: int(w.blocks[i].origin[at.start]), parts: 1,
		evidence: ev, over: w.under(), dates: w.use(i, span{x.e.start, x.e.end}),
	}
	if ev.planned {
		c.flags = append(c.flags, FlagPlanned)
	}
	if !shared {
		c.summary = w.summary(i, at, t.text)
	} else if c.summary = tidy(string(s[at.start:at.end])); c.summary == t.text {
		c.summary = ""
	}
	w.place.last = x.d.to
	if n := t.head - 1; n >= 0 {
		c.pieces = append(c.pieces, piece{n, span{0, len(w.blocks[n].text)}})
	}
	w.add(c)
}
