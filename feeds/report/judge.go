package report

import "strings"

// This file is the second half of the fourth stage: whether something happens
// in the part of the sentence that a date speaks of. The coarser the date, the
// more evidence is wanted: an exact day needs nothing against it, a month a
// clause that is no statistic, a quarter or year a verb of a moment.

// setting is where a dated segment stands.
type setting struct {
	list    bool // the date leads a list item, a row, a line of its own
	titled  bool // a heading right above, and only place and date in the sentence
	begins  bool // the date begins its clause
	bracket bool // the date stands in brackets
	edge    bool // a line of its own at the beginning or end of the document
	report  int  // the year of the document, 0 unknown
	dated   bool // the document is a list of dates
}

// verdict is what the judgement says.
type verdict struct {
	event bool
	why   RuleID // the rule for, or against
	flags []Flag
	// strong says that a verb of a moment stands in the segment.
	strong bool
}

// judge decides on a segment with a resolved date.
func judge(s []rune, seg segment, d resolved, in setting) verdict {
	text := s[seg.at.start:seg.at.end]
	if in.edge && !happensAtAll(text) {
		return verdict{why: RuleNotMeta} // the place and date of signing
	}
	if months := (d.to.year-d.from.year)*12 + d.to.month - d.from.month; d.from.day > 0 && d.to.day > 0 && (months > 9 || months > 6 && !happensAtAll(text)) {
		return verdict{why: RuleNotPeriod}
	}
	if seg.date.lang == langEn && isLatinText(s[seg.whole.start:seg.whole.end]) {
		return judgeEn(s, seg, d, in)
	}
	if isLatinText(s[seg.whole.start:seg.whole.end]) {
		return judgeEn(s, seg, d, in)
	}
	return judgeZh(s, seg, d, in)
}

// happensAtAll says whether a text in either language has a verb of an event.
func happensAtAll(text []rune) bool {
	_, at, _ := zhVerbOf(text)
	return at >= 0 || happens(text)
}

func judgeZh(s []rune, seg segment, d resolved, in setting) verdict {
	text := s[seg.at.start:seg.at.end]
	v := verdict{}
	_, at, strong := zhVerbOf(text)
	v.strong = strong
	main := mainClause(s, seg)
	if plannedZh(s, seg) || in.report != 0 && d.from.year > in.report && strings.Contains(string(text), "将") {
		if d.precision < byMonth || d.precision < byDay && d.from.year > in.report && in.report != 0 {
			return verdict{why: RuleNotPlan}
		}
		v.flags = append(v.flags, FlagPlanned)
	}
	if (strings.HasPrefix(main, "是") || strings.HasPrefix(main, "为本") || strings.HasPrefix(main, "為")) && (d.precision == byYear || !strong) {
		return verdict{why: RuleNotEvent} // 5月12日是护士节
	}
	if statisticZh(main, strong) || !strong && containsAny(string(text), []string{"同比", "环比"}) {
		return verdict{why: RuleNotStatistic}
	}
	if in.bracket && at < 0 && !in.list {
		return verdict{why: RuleNotPeriod}
	}
	if d.precision < byMonth && totals(main) {
		return verdict{why: RuleNotStatistic}
	}
	if seg.date.ranged && d.precision < byDay && at < 0 {
		return verdict{why: RuleNotPeriod}
	}
	if at < 0 && endsCounting([]rune(main)) {
		return verdict{why: RuleNotStatistic}
	}
	switch {
	case strong && hasAt(text, at, "施行"), strong && hasAt(text, at, "生效"):
		v.event, v.why = true, RuleEventEffect
	case in.list && (d.precision >= byQuarter || at >= 0 || in.dated):
		v.event, v.why = true, RuleEventList
	case d.precision == byDay && at >= 0:
		v.event, v.why = true, RuleEventVerb
	case d.precision == byDay && in.titled:
		v.event, v.why = true, RuleEventHeading
	case d.precision == byDay && !ongoing(main):
		v.event, v.why = true, RuleEventDay
	case d.precision == byMonth && (strong || at >= 0 && !ongoing(main)):
		v.event, v.why = true, RuleEventVerb
	case d.precision == byMonth && in.begins && !ongoing(main):
		v.event, v.why = true, RuleEventMonth
	case d.precision < byMonth && (strong || at >= 0 && in.begins) && !ongoing(main) && coarseZh(seg, d, in):
		v.event, v.why = true, RuleEventVerb
	default:
		v.why = RuleNotEvent
	}
	return v
}

// totals says whether a clause sums up a period: 共举办展览22个.
func totals(clause string) bool {
	for _, w := range []string{"共", "累计", "总计", "合计", "先后"} {
		if i := strings.Index(clause, w); i >= 0 && !strings.HasPrefix(clause[i:], "共同") && !strings.HasPrefix(clause[i:], "共建") && !strings.HasPrefix(clause[i:], "共享") {
			return strings.ContainsAny(clause[i:], "0123456789一二三四五六七八九十百千万")
		}
	}
	return false
}

// coarseZh holds years to more: in a report about one year, that year says
// nothing new and another one is background.
func coarseZh(seg segment, d resolved, in setting) bool {
	if d.precision != byYear {
		return true
	}
	if seg.date.from.yearTo == anchorThis || seg.date.from.part != partNone && seg.date.from.yearTo != anchorNone {
		return false
	}
	return in.report == 0 || in.dated
}

// mainClause is the first clause of a segment that says something besides the
// date.
func mainClause(s []rune, seg segment) string {
	for _, c := range clauses(s, seg.at) {
		text := string(cutDate(s, c, seg.date))
		if len([]rune(text)) >= 4 {
			return text
		}
	}
	return string(cutDate(s, seg.at, seg.date))
}

// cutDate is a part of the text without the date and the blanks and marks
// around it.
func cutDate(s []rune, p span, e expression) []rune {
	if e.end <= p.start || e.start >= p.end {
		return s[p.start:p.end]
	}
	out := make([]rune, 0, p.end-p.start)
	out = append(out, s[p.start:max(p.start, e.start)]...)
	out = append(out, s[min(e.end, p.end):p.end]...)
	t := trimSpan(out, span{0, len(out)})
	return out[t.start:t.end]
}

// statisticZh says whether a clause gives figures rather than tells an event.
func statisticZh(clause string, strong bool) bool {
	if strong {
		return containsAny(clause, []string{"同比", "环比"}) && !containsAny(clause, []string{"发布", "公布", "启动", "举行", "召开"})
	}
	return containsAny(clause, zhStatistic) && strings.ContainsAny(clause, "0123456789一二三四五六七八九十百千万亿")
}

// endsCounting says whether a text without a verb ends with a number and its
// unit, and so only counts something.
func endsCounting(text []rune) bool {
	i := len(text)
	for i > 0 && (terminal(text[i-1]) || isSpace(text[i-1])) {
		i--
	}
	if i < 2 || !countUnit(text[i-1]) || text[i-1] == '年' || text[i-1] == '月' || text[i-1] == '日' || text[i-1] == '届' {
		return false
	}
	for i--; i > 0 && countUnit(text[i-1]); i-- {
	}
	_, number := zhDigit(text[i-1])
	return number || text[i-1] == '十' || text[i-1] == '百' || text[i-1] == '千'
}

func ongoing(clause string) bool { return startsWithAny(clause, zhOngoing) }

// plannedZh says whether the text announces what is to come.
func plannedZh(s []rune, seg segment) bool {
	before := string(s[max(seg.at.start, seg.date.start-4):seg.date.start])
	if strings.HasSuffix(before, "将于") || strings.HasSuffix(before, "将在") || strings.HasSuffix(before, "定于") || strings.HasSuffix(before, "将") {
		return true
	}
	return startsWithAny(string(s[seg.date.end:min(seg.at.end, seg.date.end+3)]), []string{"将", "，将", "拟", "要", "前要"})
}

var enPlans = wordSet("will scheduled expected planned plans intends due aims")

func judgeEn(s []rune, seg segment, d resolved, in setting) verdict {
	text := s[seg.at.start:seg.at.end]
	v := verdict{}
	main := mainEn(text)
	at, strong := enVerbOf(main)
	v.strong = strong
	if at < 0 && seg.subject.end > seg.subject.start {
		// "opened in March and in June": the verb is the one before.
		at, _ = enVerbOf(s[seg.subject.start:seg.subject.end])
	}
	tells := at >= 0 || happens(main) || elliptic(s, seg)
	if plannedEn(s, seg) || in.report != 0 && d.from.year > in.report && !in.list && !past(text) {
		if d.precision < byDay {
			return verdict{why: RuleNotPlan}
		}
		v.flags = append(v.flags, FlagPlanned)
	}
	if seg.date.from.dayTo == anchorSame && beginsWithVerb(string(text)) {
		return verdict{why: RuleNotContext} // "patched the same day"
	}
	state := hasWord(text, enState) && !finite(text)
	if d.precision < byDay && subordinate(s, seg) {
		return verdict{why: RuleNotContext}
	}
	if at < 0 && !finite(text) && hasWord(text, enCounts) {
		return verdict{why: RuleNotStatistic}
	}
	if !strong && state && at < 0 && !in.list || !strong && statisticEn(text) {
		return verdict{why: RuleNotStatistic}
	}
	switch {
	case in.list && (d.precision >= byQuarter || at >= 0 || in.dated):
		v.event, v.why = true, RuleEventList
	case d.precision == byDay && tells:
		v.event, v.why = true, RuleEventVerb
	case d.precision == byDay && in.titled:
		v.event, v.why = true, RuleEventHeading
	case d.precision == byMonth && tells:
		v.event, v.why = true, RuleEventVerb
	case d.precision < byMonth && (strong || (in.report == 0 || d.precision > byYear) && tells) && coarseEn(seg, d, in):
		v.event, v.why = true, RuleEventVerb
	default:
		v.why = RuleNotEvent
	}
	return v
}

// statisticEn says whether a text compares figures, or begins with a number of
// what there was.
func statisticEn(text []rune) bool {
	t := " " + strings.ToLower(string(text)) + " "
	if containsAny(t, []string{"%", " per cent ", " percent "}) && containsAny(t, []string{" more ", " less ", " fewer ", " up ", " down ", " increase", " decrease", " higher ", " lower ", " compared ", " rose ", " fell ", " grew "}) {
		return true
	}
	first := strings.TrimLeft(t, " ")
	return first != "" && isDigit(rune(first[0])) && containsAny(t, []string{" were ", " was ", " have been ", " had been "})
}

// mainEn is the text up to the first clause that only explains, so that its
// verbs do not count; the whole text where nothing is told before.
func mainEn(text []rune) []rune {
	end := len(text)
	eachWord(text, func(w string, start, _ int) bool {
		switch w {
		case "since", "because", "which", "whose", "although", "whereas":
			if start > 12 {
				end = start
				return false
			}
		}
		return true
	})
	if main := text[:end]; happens(main) || hasWord(main, enState) || hasWord(main, enAuxiliaries) {
		return main
	}
	return text
}

// elliptic says whether a segment takes its verb from the sentence before it:
// "K. Lund defended his thesis on 17 May, A. Rahm hers on 20 May".
func elliptic(s []rune, seg segment) bool {
	if seg.subject.end <= seg.subject.start || seg.at.end-seg.at.start > 60 {
		return false
	}
	text := s[seg.at.start:seg.at.end]
	return !happens(text) && !hasWord(text, enState) && !hasWord(text, enAuxiliaries) && happens(s[seg.subject.start:seg.subject.end])
}

// subordinate says whether the date stands in a clause that only tells when
// or although: "When I joined in August, the Group had …".
func subordinate(s []rune, seg segment) bool {
	w, _ := (&scanner{s: s}).word(seg.at.start)
	switch w {
	case "when", "while", "although", "though", "if", "whereas", "unless", "once", "until":
	default:
		return false
	}
	parts := clauses(s, seg.at)
	return len(parts) > 1 && seg.date.start < parts[0].end
}

// coarseEn does as coarseZh.
func coarseEn(seg segment, d resolved, in setting) bool {
	if d.precision != byYear {
		return true
	}
	if in.report != 0 && !in.dated {
		return false
	}
	return seg.date.from.yearTo == anchorNone || seg.date.from.yearTo == anchorSame || seg.date.from.yearTo == anchorNext
}

func plannedEn(s []rune, seg segment) bool {
	planned := false
	eachWord(s[seg.at.start:seg.at.end], func(w string, _, _ int) bool {
		planned = enPlans[w]
		return !planned
	})
	return planned
}

// past says whether a text has a verb in a past tense.
func past(text []rune) bool {
	return finite(text) || hasWord(text, enActs) || hasWord(text, enAuxiliaries)
}

// finite says whether a text has a word that looks like a past tense.
func finite(text []rune) bool {
	found := false
	eachWord(text, func(w string, _, _ int) bool {
		found = len(w) > 4 && strings.HasSuffix(w, "ed") && !enState[w] || enParticiples[w]
		return !found
	})
	return found
}
