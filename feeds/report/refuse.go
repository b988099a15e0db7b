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
	n.look()
	return n
}

// look finds the brackets, titles and quotation marks around the date.
func (n *around) look() {
	title, quote, open := 0, 0, -1
	for i := n.in.start; i < n.at.start; i++ {
		switch n.s[i] {
		case '《', '〈', '「', '『':
			title++
		case '》', '〉', '」', '』':
			title = max(0, title-1)
		case '“':
			quote++
		case '”':
			quote = max(0, quote-1)
		case '（', '(', '[', '【':
			open = i + 1
		case '）', ')', ']', '】':
			open = -1
		}
	}
	n.inTitle, n.quoted = title > 0, quote > 0
	if open < 0 || open-1 == n.in.start {
		return
	}
	end := n.at.end
	for end < n.in.end && n.s[end] != '）' && n.s[end] != ')' && n.s[end] != ']' && n.s[end] != '】' {
		end++
	}
	n.bracket = span{open, end}
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
	case !harmless:
		if rule := n.refuseFrom(); rule != "" {
			return rule
		}
	}
	if n.at.yearOnly() && !(harmless && endsWithAny(n.before, []string{"直至", "直到"})) {
		return n.refuseYearZh()
	}
	return ""
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
	if sentence := string(n.s[n.in.start:n.in.end]); containsAny(sentence, []string{"doi.org", " pp. ", "(@", "In Proc"}) {
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
	case years && !(n.leads() && (own || n.blankAfter())) && n.word != "between":
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

// leads says whether the date begins the sentence or block.
func (n around) leads() bool { return (&scanner{s: n.s}).beginsText(n.at.start) }

// blankAfter says whether a blank follows the date, as after that of an entry.
func (n around) blankAfter() bool { return n.at.end < len(n.s) && isSpace(n.s[n.at.end]) }

// clauseAfter is the text from the date to the end of the sentence's next
// clause.
func (n around) clauseAfter() string {
	s := n.s[n.at.end:n.in.end]
	for i, r := range s {
		if i > 2 && (zhMark(r) && !opening(r) && !closing(r) || r == ',') {
			return string(s[:i])
		}
	}
	return string(s)
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
	planned := false
	eachWord(text, func(w string, _, _ int) bool {
		planned = enFuture[w]
		return !planned && !regularPast(w) && !enIrregular[w] && !enWas[w]
	})
	return planned
}
