package report

import (
	"regexp"
	"strings"
)

// This file is the first half of the fourth stage: dates that speak of
// something else than an event, told by what stands right around them. The
// words are those of comparing, counting, limiting and planning, which are few
// in any language; what happens is left open.

// around is the text beside a date expression within its sentence.
type around struct {
	s  []rune
	at expression
	in span
	// before and after are up to 24 characters to each side, in simplified
	// characters and lower case.
	before, after string
	// word and second are the Latin words before, the nearest first; next is
	// the one after, in lower case.
	word, second, next string
	inTitle, quoted    bool // inside 《》, inside “”
	bracket            span // the inside of the brackets around; empty for none
}

const aroundRunes = 24

func surround(s []rune, in span, e expression) around {
	n := around{s: s, at: e, in: in,
		before: plainRunes(s[max(in.start, e.start-aroundRunes):e.start]),
		after:  plainRunes(s[e.end:max(e.end, min(in.end, e.end+aroundRunes))]),
	}
	c := &scanner{s: s}
	n.word, n.second = c.wordsBefore(e.start)
	n.next, _ = c.word(c.skip(e.end))
	ahead := s[in.start:max(in.start, e.start)]
	n.inTitle, n.quoted = unclosed(ahead, "《〈「『", "》〉」』") > 0, unclosed(ahead, "“", "”") > 0
	if open := unclosed(ahead, "（([【", "）)]】"); open > 1 {
		n.bracket = span{in.start + open, e.end + closingAt(s[e.end:max(e.end, in.end)], "）)]】")}
	}
	return n
}

// unclosed is the place behind the last mark of a text that opens and is not
// closed; 0 for none.
func unclosed(s []rune, open, close string) int {
	depth := 0
	for i := len(s); i > 0; i-- {
		switch {
		case strings.ContainsRune(close, s[i-1]):
			depth++
		case !strings.ContainsRune(open, s[i-1]):
		case depth == 0:
			return i
		default:
			depth--
		}
	}
	return 0
}

// closingAt is the place of the first of some marks, the end where there is none.
func closingAt(s []rune, marks string) int {
	for i, r := range s {
		if strings.ContainsRune(marks, r) {
			return i
		}
	}
	return len(s)
}

// plainRunes is a text in simplified characters.
func plainRunes(s []rune) string {
	var b strings.Builder
	for _, r := range s {
		b.WriteRune(simplified(r))
	}
	return b.String()
}

// refuse tells the rule by which a date is no event's date; empty when
// nothing around it says so. own says that the block is an entry of its own.
func (n around) refuse(own bool) RuleID {
	switch {
	case n.address():
		return ruleNotAddress
	case n.inTitle || n.quoted && n.at.yearOnly():
		return ruleNotTitle
	case n.cited():
		return ruleNotCitation
	case n.figure():
		return ruleNotCompared
	case n.stamp():
		return ruleNotMeta
	}
	if rule := n.refuseRange(own); rule != "" {
		return rule
	}
	rule, harmless := n.told(own)
	switch {
	case rule != "":
		return rule
	case n.at.lang == langEn || isLatinText(n.s[n.in.start:n.in.end]):
		return n.refuseEn()
	case n.ofMonth():
		return ruleNotName
	case !harmless:
		rule = n.refuseFrom()
	}
	if rule == "" && n.at.yearOnly() && !(harmless && endsWithAny(n.before, []string{"直至", "直到"})) {
		return n.refuseYearZh()
	}
	return rule
}

// address says whether the date is part of a web address, a path or a file's
// name.
func (n around) address() bool {
	a, b := n.at.start, n.at.end
	for a > n.in.start && addressRune(n.s[a-1]) {
		a--
	}
	for b < n.in.end && addressRune(n.s[b]) {
		b++
	}
	word := string(n.s[a:b])
	return strings.Contains(word, "://") || strings.HasPrefix(word, "www.") || strings.HasPrefix(word, "/") && b > n.at.end && n.s[n.at.end] == '/' ||
		strings.Contains(word, ".html") || strings.Contains(word, ".pdf")
}

func addressRune(r rune) bool {
	return r < 0x80 && r > ' ' && r != ',' && r != ')' && r != '(' && r != '<' && r != '>' && r != '"' && r != '|'
}

// cited says whether the date ends a reference in brackets: words without a
// verb that are set apart from it by a comma.
func (n around) cited() bool {
	if sentence := string(n.s[n.in.start:n.in.end]); containsAny(sentence, []string{"doi.org", " pp. ", " vol. ", "(@", "In Proc"}) {
		return true // a work with its number or pages, the signature of a post
	}
	if n.bracket.end <= n.bracket.start || n.at.lang != langEn {
		return false
	}
	before := n.s[n.bracket.start:max(n.bracket.start, n.at.start)]
	text := strings.TrimSpace(string(before))
	if wordsIn(before) < 4 || !strings.HasSuffix(text, ",") || tell(before) >= tellsWeakly {
		return false
	}
	// "The summit (Florence, 19–21 August) drew ninety speakers": the place and day of a subject.
	ahead, rest := n.s[n.in.start:n.bracket.start-1], n.s[min(n.bracket.end, n.in.end):n.in.end]
	return tell(ahead) >= tellsPresent || wordsIn(rest) < 8
}

// refuseRange judges periods: they are events only where an entry says so, or
// something happens from day to day.
func (n around) refuseRange(own bool) RuleID {
	e := n.at
	years := e.from.yearOnly() && (e.to.yearOnly() || e.to.month == 0)
	switch {
	case e.annual:
		return ruleNotStatistic
	case !e.ranged || e.from.day > 0:
		return ""
	case years && !(n.leads() && (own || spaceAt(n.s, n.at.end) || leads(n.s, e, false))) && n.word != "between" && !(n.word == "in" && e.lang == langEn && e.to.year == e.from.year+1):
		if containsAny(n.before, []string{"规划", "计划", "方案", "纲要", "行动"}) {
			return ruleNotPlan
		}
		if beginsClause(n.before) && n.happens() {
			return "" // 1997—1998年，两校先后并入
		}
		return ruleNotPeriod
	case years:
		return ""
	case n.word == "from" && !own:
		return ruleNotPeriod
	}
	return ""
}

// happens says whether one of the next two Chinese clauses tells an act and no
// figures.
func (n around) happens() bool {
	if isLatinText(n.s[n.in.start:n.in.end]) {
		return false
	}
	parts := clauses(n.s, span{n.at.end, n.in.end})
	for _, p := range parts[:min(2, len(parts))] {
		text := n.s[p.start:p.end]
		if _, a := findAct(text); a.strong {
			return !countsZh(string(text)) && !totals(string(text)) && !endsCounting(text)
		}
	}
	return false
}

// clockAfter is a time of day behind a date, with the seconds of a stamp.
var clockAfter = regexp.MustCompile(`^[ ,，T]*(?:[(（][^)）]{1,4}[)）] ?)?[0-2]?[0-9]:[0-5][0-9](:[0-5][0-9])?`)

// stampWords stand beside the time at which a page was written or printed.
var stampWords = strings.Split("来源|编辑|作者|浏览|阅读|留言|回复|点击|发布|评论|人气|wrote|author|comment|views|posted|edited", "|")

// stamp says whether a time to the second follows the date, or a time to the
// minute beside words of a page's frame.
func (n around) stamp() bool {
	m := clockAfter.FindStringSubmatch(n.after)
	if m == nil {
		return false
	}
	return m[1] != "" || containsAny(strings.ToLower(plainRunes(n.s[n.in.start:min(n.in.end, n.at.end+60)])), stampWords)
}

// figure says whether brackets hold a year and what a count was in it: "more
// than in any year before (2019: 1,341)".
func (n around) figure() bool {
	if n.bracket.end <= n.bracket.start || n.at.from.day > 0 || n.bracket.start != n.at.start {
		return false
	}
	rest := strings.TrimLeft(n.after, ":：")
	return rest != n.after && strings.ContainsAny(rest, "0123456789$£€¥")
}

// leads says whether the date begins the block.
func (n around) leads() bool { return beginsText(n.s, n.at.start) }

// clauseAfter is the text from the date to the end of the sentence's next
// clause.
func (n around) clauseAfter() []rune {
	s := n.s[n.at.end:n.in.end]
	for i, r := range s {
		if i > 2 && (zhMark(r) && !opening(r) && !closing(r) || r == ',') {
			return s[:i]
		}
	}
	return s
}

// during says whether the clause behind the date is a time in which something
// was: 2021年会议期间.
func (n around) during() bool {
	return strings.HasSuffix(strings.TrimSpace(string(n.clauseAfter())), "期间")
}

func (e expression) yearOnly() bool { return e.from.yearOnly() && !e.ranged }

func (p point) yearOnly() bool {
	return p.month == 0 && p.day == 0 && p.quarter == 0 && p.half == 0 && p.season == 0 && p.dayTo == anchorNone && p.monthTo == anchorNone
}

// planned says whether the words announce what is to come.
func planned(s []rune, seg segment) bool {
	text := s[seg.at.start:seg.at.end]
	if isLatinText(text) {
		return announcesEn(text)
	}
	before := plainRunes(s[max(seg.at.start, seg.date.start-4):seg.date.start])
	after := plainRunes(s[seg.date.end:max(seg.date.end, min(seg.at.end, seg.date.end+3))])
	if endsWithAny(before, []string{"将于", "将在", "定于", "将"}) || startsWithAny(after, []string{"将", "，将", "拟", "要", "前要"}) {
		return true
	}
	main := mainClause(s, seg)
	at, _ := findAct(main)
	if at <= 0 {
		return false
	}
	lead := plainRunes(main[:at])
	return strings.HasSuffix(lead, "将") || endsWithAny(lead, []string{"计划", "预计", "力争", "争取", "有望"}) && !endsWithAny(lead, []string{"年计划", "动计划", "作计划"})
}

// announcesEn says whether the first verb of an English passage is one of what
// is to come.
func announcesEn(text []rune) bool {
	planned, before := false, ""
	eachWord(text, func(w string, _, _ int) bool {
		planned = w == "be" && before == "to" || enFuture[w] && (w != "due" || enPresent[before] || enWas[before]) // "due to the lack of rooms" tells why
		before = w
		return !planned && (enPresent[w] || !tensed(w))
	})
	return planned
}

// refuseEn judges an English date.
func (n around) refuseEn() RuleID {
	switch before := strings.ToLower(" " + n.before); {
	case strings.Contains(before, " as of "), strings.Contains(before, " as at "):
		return ruleNotAsOf
	case n.background(before):
		return ruleNotBackground
	case n.at.from.day == 0 && !n.at.ranged && n.attribute():
		return ruleNotName
	}
	return ""
}

// participleLed ends the words before a date with a participle that stands after
// a comma or "as".
var participleLed = regexp.MustCompile(`(,|\bas) (\pL+) (in|on) $`)

// background says whether the date only tells when something was said, as in "as
// announced in December 2019", or a year is set between commas with its
// participle: "The Trust, founded in 1974, is a charity".
func (n around) background(before string) bool {
	m := participleLed.FindStringSubmatch(before)
	if m == nil || !regularPast(m[2]) && !enParticiple[m[2]] {
		return false
	}
	return m[1] == "as" || n.at.yearOnly() && m[3] == "in" && strings.HasPrefix(n.after, ",")
}

// attribute says whether the date only tells which thing is meant: "the 2019
// conference", "2019 Annual Conference", "Class of 1965".
func (n around) attribute() bool {
	c := &scanner{s: n.s}
	direct, at := c.previous(n.at.start)
	next := c.skip(n.at.end)
	if direct == "of" && n.at.yearOnly() {
		noun, _ := c.previous(at)
		return noun != "" && !enParts2[noun]
	}
	if next >= n.in.end || next == n.at.end || !isLetter(n.s[next]) || n.leads() || regularPast(n.next) || enIrregular[n.next] {
		return false
	}
	switch direct {
	case "the", "a", "its", "our", "their", "this", "that", "and", "&":
		return !enFunction[n.next]
	case "in", "on", "during", "":
		return false
	}
	return n.at.yearOnly() && !enFunction[n.next]
}

// enParts2 are nouns before "of" and a year that are parts of it.
var enParts2 = wordSet("part end beginning start spring summer autumn fall winter quarter half middle year months weeks days january february march april may june july august september october november december")

// enFunction are words that may follow a date that stands by itself.
var enFunction = wordSet(`the and in at on of to for with we when a an by it he she they was were is are has had this that these those his her its our their as but or
	from after before then there while also i you who which until since because so through`)
