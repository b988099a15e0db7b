package report

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// This file is the second half of the fourth stage: whether a date that
// nothing speaks against is an event's. Where it stands says most; the words
// beside it only weigh.

// stand is where a date stands.
type stand uint8

const (
	standInside  stand = iota // within a clause
	standOpen                 // it begins its clause
	standBracket              // alone in brackets
	standClose                // it ends an entry
	standLead                 // it begins an entry
	standUnder                // above, as a heading, or in a cell of its own
)

// evidence is what speaks for a date.
type evidence struct {
	precision precision
	stand     stand
	tells     telling
	own       bool // in an entry of its own: an item, a heading, a row
	report    bool // only the year the report is about
	stated    bool // the date says its year in figures
	chronicle bool // the document is mainly a list of dates
	planned   bool
	founded   bool // it says when its subject was founded, and no more
	chinese   bool
}

// standRule are the rules that name the places.
var standRule = [...]RuleID{rulePlaceInside, rulePlaceOpen, rulePlaceBracket, rulePlaceClose, rulePlaceLead, rulePlaceUnder}

// enough is the weight from which a date is an event's.
const enough = 2

// The weights. A date as exact as a day needs only that nothing speaks against
// it; a year needs a verb, or a place that entries of chronicles have.
var (
	precisionWeight = [...]int{byDecade: -2, byYear: 0, bySeason: 1, byQuarter: 1, byHalf: 1, byMonth: 2, byDay: 3}
	standWeight     = [...]int{standInside: 0, standOpen: 1, standBracket: 1, standClose: 2, standLead: 3, standUnder: 3}
	tellsWeight     = [...]int{tellsNothing: -1, tellsPresent: -9, tellsState: -9, tellsWeakly: 1, tellsEvent: 2}
)

// weight adds up the evidence.
func (e evidence) weight() int {
	w := precisionWeight[e.precision] + standWeight[e.stand] + tellsWeight[e.tells]
	if e.tells == tellsNothing && (e.own || e.chinese) {
		w++ // entries are told in nouns, and Chinese verbs have no tense to tell them by
	}
	if e.report && e.precision == byYear && e.stand < standClose {
		w--
		if e.stated {
			w-- // "2019年，图书馆在市文化局的领导下…": it introduces the report
		}
	}
	if e.chronicle && e.own {
		w++
	}
	if e.chinese && e.precision == byYear && e.stand == standOpen && e.tells == tellsNothing && !e.report {
		w++ // 1925年，先设预科: a year that opens its clause tells of that year
	}
	return w
}

// why is the rule by which too little evidence refuses a date.
func (e evidence) why() RuleID {
	if e.tells == tellsState || e.tells == tellsPresent {
		return ruleNotStatistic
	}
	return ruleNotEvent
}

// evidence gathers what speaks for a segment's date.
func (w *walker) evidence(i int, seg segment, d resolved) evidence {
	s := w.blocks[i].text
	ev := evidence{
		precision: d.precision, own: w.own(i) || w.underDate(i), chronicle: w.chronicle,
		report: d.from.year == w.place.report() && seg.date.from.yearOnly(), stated: seg.date.from.saysYear(),
		stand: w.stand(i, seg), tells: w.tells(s, seg),
		planned: planned(s, seg), chinese: !isLatinText(s[seg.whole.start:seg.whole.end]),
	}
	ev.founded = foundedIn.MatchString(plainRunes(s[max(seg.whole.start, seg.date.start-3):max(seg.whole.start, seg.date.start)]))
	if ev.founded {
		ev.tells = tellsEvent // 始建于1951年的航校
	}
	if ev.tells == tellsNothing && ev.stand == standClose && !ev.own {
		ev.tells = tell(s[seg.whole.start:seg.whole.end]) // "Sections for physics (1952) and law (1959) were set up"
	}
	if ev.own || ev.stand >= standClose || w.dated(i) {
		ev.tells = entryTells(ev.tells, cutDate(s, seg.at, seg.date))
		if ev.tells == tellsState && ev.own && d.precision == byDay && ev.stand != standInside {
			ev.tells = tellsNothing // on a day something was, and that was worth an entry
		}
	}
	if ev.tells == tellsState && seg.date.ranged && d.precision == byDay && !hasNumber(cutDate(s, seg.at, seg.date)) {
		ev.tells = tellsNothing // what was from day to day
	}
	if ev.stand == standOpen && w.titledBlock(i, seg) {
		ev.stand = standUnder
	}
	return ev
}

// dated says whether a block is text of an entry of a chronicle: it begins with
// its date, as an entry does, or stands under one.
func (w *walker) dated(i int) bool {
	found := w.expressions(i)
	return len(found) > 0 && (leads(w.blocks[i].text, found[0], false) || w.chronicle && beginsText(w.blocks[i].text, found[0].start)) || w.scopeFor() != nil
}

// underDate says whether a block stands right under a date that it tells of.
func (w *walker) underDate(i int) bool {
	sc := w.scopeFor()
	return sc != nil && sc.first(i)
}

// foundedIn ends the words before the year of a foundation.
var foundedIn = regexp.MustCompile(`(?:[成创]立|[始创]?建|创办)于$`)

// enPreposing have the form of a participle and are none.
var enPreposing = wordSet("following including according during regarding concerning excluding beginning starting spring morning evening nothing")

// tells weighs the words a date speaks of, without the date. A segment without
// a verb of its own takes that of the sentence's beginning: "defended his
// thesis on 17 May, and A. Rahm hers on 20 May".
func (w *walker) tells(s []rune, seg segment) telling {
	own := mainClause(s, seg)
	t := tell(own)
	if t < tellsWeakly && seg.date.lang == langEn {
		at := clauseStart(clauses(s, seg.whole), seg.date.start)
		if first, _ := (&scanner{s: s}).word(at); at > seg.whole.start && strings.HasSuffix(first, "ing") && !enPreposing[first] {
			return tellsEvent // "…, retiring at the end of 2000"
		}
	}
	if t == tellsNothing && hasAt(s, seg.at.start, "and ") {
		return tell(s[seg.whole.start:seg.at.start]) // "In 1966, two halls were added and in 1967, a tower"
	}
	if t == tellsNothing && seg.subject.end > seg.subject.start && len(own) < 60 {
		return tell(s[seg.subject.start:seg.subject.end])
	}
	if t == tellsNothing && !isLatinText(own) && len(own) > 0 {
		return max(t, tell(cutDate(s, seg.at, seg.date)))
	}
	return t
}

// entryTells is what an entry of its own tells: entries are also written in the
// present tense, and only what counts is a statistic.
func entryTells(t telling, text []rune) telling {
	if t == tellsPresent || t == tellsState && !hasNumber(text) {
		return tellsNothing
	}
	return t
}

// mainClause is what a segment says besides the date: all of an English one,
// of a Chinese one the first clause that says something, and the next where
// that one tells nothing.
func mainClause(s []rune, seg segment) []rune {
	if !isLatinText(s[seg.at.start:seg.at.end]) {
		for _, c := range clauses(s, seg.at) {
			if text := cutDate(s, c, seg.date); len(text) >= 2 && wordsIn(text) > 0 && !(c.end < seg.at.end && introduction.MatchString(plainRunes(text))) {
				return text
			}
		}
	}
	return cutDate(s, seg.at, seg.date)
}

// cutDate is a part of the text without the date and the blanks and marks
// around it.
func cutDate(s []rune, p span, e expression) []rune {
	if e.end <= p.start || e.start >= p.end {
		return s[p.start:p.end]
	}
	if aloneInBrackets(s, e) && e.start > p.start && e.end < p.end {
		e.start, e.end = e.start-1, e.end+1
	}
	out := slices.Concat(s[p.start:max(p.start, e.start)], s[min(e.end, p.end):p.end])
	t := span{0, len(out)}.trimmed(out, joinMark)
	return out[t.start:t.end]
}

// stand says where a segment's date stands.
func (w *walker) stand(i int, seg segment) stand {
	s, e, own := w.blocks[i].text, seg.date, w.own(i)
	switch {
	case leads(s, e, own || w.chronicle && spaceAt(s, e.end)), dashed(s, e):
		return standLead
	case own && trails(s, e):
		return standClose
	case aloneInBrackets(s, e) && bracketed(s, w.within(i, seg.whole)) >= 2:
		return standClose // each of a list of things with its date
	case aloneInBrackets(s, e):
		return standBracket
	case beginsClause(strings.TrimRight(plainRunes(s[max(0, e.start-4):e.start]), "于在自从 ")), e.lang == langEn && opensEn(s, seg):
		return standOpen
	case e.lang == langZh && datesVerb(s, e):
		return standOpen
	}
	return standInside
}

// nameDash ends a name with a dash behind it.
var nameDash = regexp.MustCompile(`[\pL.][)”"]? +[-–—] +$`)

// entryDash is the dash behind the date of one of several entries in a sentence:
// "Milestones: 1902 – first boat; 1910 – new hall".
var entryDash = regexp.MustCompile(`^[-–—]+ `)

// dashed says whether a date stands between a dash and a colon, or a colon or
// semicolon and a dash, and so leads what follows: "Ann - 1987: elected mayor".
func dashed(s []rune, e expression) bool {
	before, after := string(s[max(0, e.start-24):e.start]), strings.TrimLeft(string(s[e.end:min(len(s), e.end+4)]), " ")
	return (strings.HasPrefix(after, ":") || strings.HasPrefix(after, "：")) && nameDash.MatchString(before) || entryDash.MatchString(after) && strings.TrimRight(before, " ") != before && endsWithAny(strings.TrimRight(before, " "), []string{":", ";"})
}

// datesVerb says whether 于 leads to a Chinese year, and by itself rather than as
// the end of a verb unless another follows, or 才 follows: 博物馆于1953年开始筹备,
// 直到1961年才结束营业.
func datesVerb(s []rune, e expression) bool {
	if e.yearOnly() && (&scanner{s: s}).is(e.end, '才') {
		return true
	}
	if before := (&scanner{s: s}).rune(e.start - 1); before != '于' && before != '於' || e.end >= len(s) {
		return false
	}
	a, verb := actAt(s, e.end)
	adverb := !strings.ContainsRune("位属屬关關对對由基源处處在低高大小等多少优優始立建", (&scanner{s: s}).rune(e.start-2))
	return (verb || adverb) && e.yearOnly() && isHan(s[e.end]) && !hasAt(s, e.end+len(a.word), "的")
}

// opensEn says whether an English date begins its sentence, with the
// preposition that belongs to it.
func opensEn(s []rune, seg segment) bool {
	return seg.date.start-seg.whole.start <= 12 && wordsIn(s[seg.whole.start:max(seg.whole.start, seg.date.start)]) <= 9
}

// leads says whether the date begins the block as an entry's date does: with a
// separator after it, or a blank on a line of its own.
func leads(s []rune, e expression, own bool) bool {
	if !beginsText(s, e.start) || e.end >= len(s) {
		return false
	}
	rest := strings.TrimLeft(string(s[e.end:min(len(s), e.end+40)]), " \t\u3000")
	r, size := utf8.DecodeRuneInString(rest)
	if e.from.day > 0 && spaceAt(s, e.end) && isUpper(r) {
		return true // "3/13/86 A market is born"
	}
	return size > 0 && (own || strings.ContainsRune(":：|｜】])）.*•", r) || isDash(r) && size < len(rest))
}

// trails says whether the date ends the block, in brackets or alone.
func trails(s []rune, e expression) bool {
	return !slices.ContainsFunc(s[e.end:], func(r rune) bool { return !isSpace(r) && !closing(r) && !strings.ContainsRune(".。;；", r) })
}

// against is the rule by which the segment as a whole speaks against an event.
func (w *walker) against(i int, seg segment, d resolved) RuleID {
	s := w.blocks[i].text
	report := w.place.report()
	text := s[seg.at.start:seg.at.end]
	months := (d.to.year-d.from.year)*12 + d.to.month - d.from.month
	switch {
	case w.introduces(i, seg) && (d.precision < byDay || tell(text) == tellsNothing):
		return ruleNotContext
	case seg.date.lang == langZh && w.lasts(i, seg):
		return ruleNotPeriod
	case planned(s, seg) && (d.precision < byDay || report != 0 && d.from.year > report):
		return ruleNotPlan
	case report != 0 && d.from.year > report && !w.own(i) && tell(text) < tellsEvent:
		return ruleNotPlan
	case d.from.day > 0 && d.to.day > 0 && (months > 9 || months > 6 && tell(text) < tellsWeakly):
		return ruleNotPeriod
	case w.blocks[i].kind == blockLabel && i < 8 && seg.date.yearOnly() && d.from.year == report && tell(text) < tellsWeakly,
		w.edge(i) && tell(text) < tellsWeakly && !leads(s, seg.date, false), w.blocks[i].kind == blockLabel && signs(s, seg.date):
		return ruleNotMeta // the place and date of signing
	}
	if isLatinText(text) {
		if d.precision < byDay && subordinate(s, seg) {
			return ruleNotContext
		}
		return countsEn(cutDate(s, seg.at, seg.date))
	}
	main := mainClause(s, seg)
	at, a := findAct(main)
	switch {
	case len(main) == 0:
		return ""
	case zhShare.MatchString(plainRunes(main)):
		return ruleNotStatistic
	case endsCounting(main) && leads(s, seg.date, true) && (w.own(i) && passes(main) || w.chronicle && at >= 0 && spaceAt(s, seg.date.end)):
		return "" // an entry of a list: users passed 600,000; 2008年　完成建档8万件
	case d.precision == byDay && at < 0 && tell(text) >= tellsWeakly:
		return "" // 1月6日，委员一行3人，到馆开展调研
	case endsCounting(main) && (at < 0 || !a.strong && d.precision < byDay), d.precision < byMonth && totals(string(main)):
		return ruleNotStatistic
	case countsZh(string(main)) && (at < 0 || !a.strong) || d.precision < byDay && containsAny(string(text), []string{"同比", "环比"}):
		return ruleNotStatistic
	case (main[0] == '是' || main[0] == '为' && dayOf.MatchString(string(main))) && (at < 0 || !a.strong || d.precision == byYear) && len(main) > 1:
		return ruleNotEvent // 5月12日是护士节
	}
	return ""
}

// dayOf ends what a day is: 为护士节, unlike 为灯塔安设避雷针.
var dayOf = regexp.MustCompile(`[日节周月年期][”」。！\s]*$`)

// listBelow tells of a list that follows, not 以下简称.
var listBelow = regexp.MustCompile(`以下(?:[^简簡称稱]|$)`)

// passes says whether a number was passed, or a thing was done for the first time.
func passes(text []rune) bool {
	return containsAny(plainRunes(text), []string{"突破", "超过", "首次", "达到", "达成"})
}

// introduces says whether the sentence only leads to a list under it.
func (w *walker) introduces(i int, seg segment) bool {
	s := w.blocks[i].text
	return seg.whole.end == len(s) && (s[len(s)-1] == '：' || s[len(s)-1] == ':') || listBelow.MatchString(string(s[seg.at.start:seg.at.end]))
}

// lasts says whether a Chinese month right after a verb counts how long it
// lasted: 入狱10月、….
func (w *walker) lasts(i int, seg segment) bool {
	s, e := w.blocks[i].text, seg.date
	end := span{0, e.start}.trimmed(s, isSpace).end
	if e.from.month == 0 || e.from.day > 0 || e.from.saysYear() || end < 2 || trails(s, e) {
		return false
	}
	a, ok := actAt(s, end-2)
	return ok && len(a.word) == 2
}

// signs says whether a line is a place and a full date: "Bodø, 3 April 2019".
func signs(s []rune, e expression) bool {
	place := strings.TrimSpace(string(s[:e.start]))
	return e.lang == langEn && e.from.day > 0 && e.from.saysYear() && e.end == len(s) && strings.HasSuffix(place, ",") && len(strings.Fields(place)) <= 2 && isUpper(s[0])
}

// edge says whether a block is a line of its own at the beginning or end of the
// document.
func (w *walker) edge(i int) bool {
	return w.blocks[i].kind == blockLabel && (i < 6 || i >= len(w.blocks)-3) && !w.chronicle
}

// subordinate says whether the date stands in a clause that only tells when
// or although, and what the sentence tells was not then: "When I joined in
// August, the Group had …".
func subordinate(s []rune, seg segment) bool {
	w, _ := (&scanner{s: s}).word(seg.at.start)
	if !enClause[w] || w == "as" {
		return false
	}
	parts := clauses(s, seg.at)
	if len(parts) < 2 || seg.date.start >= parts[0].end {
		return false
	}
	main := strings.ToLower(string(s[parts[0].end:seg.at.end]))
	return strings.Contains(main, " had ") || tell([]rune(main)) < tellsEvent // else it dates both
}

// titledBlock says whether a heading or label stands right above a block whose
// first sentence is short: a place and a date under the name of an event.
func (w *walker) titledBlock(i int, seg segment) bool {
	if i < 2 || w.blocks[i].kind == blockItem || seg.whole.start > 0 || width(w.blocks[i].text[seg.whole.start:seg.whole.end]) > 70 {
		return false
	}
	above := &w.blocks[i-1]
	return isTitleBlock(above) && above.kind != blockItem && !hasDate(above.text) && !w.title(i-1) && wordsIn(above.text) >= 8
}

// ofMonth says whether a month only tells which thing is meant: 总结3月份各项工作.
func (n around) ofMonth() bool {
	return n.at.from.month > 0 && n.at.from.day == 0 && n.s[n.at.end-1] == '份' && nameFollows(n.s, n.at) &&
		!beginsClause(n.before) && !endsWithAny(strings.TrimRight(n.before, " "), []string{"于", "在", "自", "从", "至", "到"})
}
