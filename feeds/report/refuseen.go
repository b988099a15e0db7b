package report

import "strings"

// enBefore are the words before an English date that take it away.
var enBefore = map[string]RuleID{
	"since": RuleNotSince, "until": RuleNotDeadline, "till": RuleNotDeadline, "before": RuleNotDeadline, "after": RuleNotSince,
	"every": RuleNotRecurring, "each": RuleNotRecurring, "than": RuleNotCompared, "versus": RuleNotCompared, "vs": RuleNotCompared,
	"born": RuleNotPast, "ending": RuleNotAsOf, "ended": RuleNotAsOf, "copyright": RuleNotMeta, "accessed": RuleNotMeta, "retrieved": RuleNotMeta,
	"updated": RuleNotMeta, "modified": RuleNotMeta, "printed": RuleNotMeta, "throughout": RuleNotPeriod, "by": RuleNotDeadline, "expires": RuleNotDeadline,
	"fy": RuleNotStatistic, "fiscal": RuleNotStatistic, "through": RuleNotPeriod, "annual": RuleNotStatistic, "generated": RuleNotMeta,
}

// enBeforeTwo are two words before it.
var enBeforeTwo = map[string]RuleID{
	"as of": RuleNotAsOf, "as at": RuleNotAsOf, "prior to": RuleNotDeadline, "compared to": RuleNotCompared, "compared with": RuleNotCompared,
	"up to": RuleNotAsOf, "born on": RuleNotPast, "born in": RuleNotPast, "accessed on": RuleNotMeta, "retrieved on": RuleNotMeta, "updated on": RuleNotMeta,
	"modified on": RuleNotMeta, "year to": RuleNotAsOf, "months to": RuleNotAsOf, "due by": RuleNotDeadline, "than in": RuleNotCompared,
	"fiscal year": RuleNotStatistic, "financial year": RuleNotStatistic, "every year": RuleNotRecurring, "dating from": RuleNotPast, "dating to": RuleNotPast, "early as": RuleNotPast, "long as": RuleNotPast, "recently as": RuleNotPast, "dates from": RuleNotPast, "valid until": RuleNotDeadline,
	"balance at": RuleNotAsOf, "from in": RuleNotCompared, "founded in": RuleNotPast, "established in": RuleNotPast, "built in": RuleNotPast, "opened in": RuleNotPast, "started in": RuleNotPast, "beginning in": RuleNotSince, "starting in": RuleNotSince,
}

// enAfter are the words after it.
var enAfter = map[string]RuleID{
	"edition": RuleNotName, "issue": RuleNotName, "newsletter": RuleNotName, "survey": RuleNotName, "prices": RuleNotStatistic, "figures": RuleNotStatistic,
	"levels": RuleNotStatistic, "budget": RuleNotStatistic, "onwards": RuleNotSince, "onward": RuleNotSince, "report": RuleNotName, "deadline": RuleNotDeadline,
	"season": RuleNotName, "financial": RuleNotStatistic, "fiscal": RuleNotStatistic, "revenue": RuleNotStatistic, "plan": RuleNotPlan, "strategy": RuleNotPlan, "agenda": RuleNotPlan, "goals": RuleNotPlan,
}

// refuseEn judges an English date.
func (n near) refuseEn() RuleID {
	c := &scanner{s: n.s}
	w1, w2 := c.wordsBefore(n.at.start)
	if w1 == "the" {
		if n.at.from.day == 0 && n.at.from.part == partNone && n.refuseAttribute(c) {
			return RuleNotName
		}
		w1, w2 = w2, ""
	}
	if rule, ok := enBeforeTwo[w2+" "+w1]; ok {
		if rule == RuleNotPast && !n.at.yearOnly() && w2 != "born" && w1 != "as" {
			return ""
		}
		return rule
	}
	if rule, ok := enBefore[w1]; ok && !(w1 == "after" && n.at.from.dayTo != anchorNone) {
		return rule
	}
	next, _ := c.word(c.skip(n.at.end))
	if rule, ok := enAfter[next]; ok && !n.at.ranged {
		return rule
	}
	if n.at.ranged && (w1 == "from" || w1 == "between") && n.at.to.day == 0 && n.at.from.day == 0 {
		return RuleNotPeriod
	}
	return n.refuseSigns()
}

// refuseAttribute says whether the date only tells which thing is meant: "the
// 2019 conference", "the March 2019 report", unless a meeting is.
func (n near) refuseAttribute(c *scanner) bool {
	next, _ := c.word(c.skip(n.at.end))
	switch next {
	case "", "the", "and", "in", "at", "on", "of", "to", "for", "with", "we", "when", "a", "by":
		return false
	case "meeting", "session", "board", "council", "conference", "summit", "elections", "election":
		return n.at.yearOnly()
	}
	return true
}

// refuseSigns judges by the signs around a date: brackets and references.
func (n near) refuseSigns() RuleID {
	before, after := strings.TrimRight(n.before, " "), strings.TrimLeft(n.after, " ")
	if n.at.yearOnly() {
		switch {
		case strings.HasSuffix(before, "©"), strings.HasSuffix(before, "(c)"):
			return RuleNotMeta
		case n.bracket && strings.HasPrefix(after, ":"):
			return RuleNotStatistic
		case n.bracket:
			return RuleNotCitation
		}
	}
	return ""
}

// wordsBefore returns the two words before i, the nearest first; a dash or
// comma between does not matter, a bracket or full stop ends them.
func (c *scanner) wordsBefore(i int) (first, second string) {
	first, at := c.previous(c.backOver(i))
	if first == "" {
		return "", ""
	}
	return first, c.wordBefore(c.backOver(at))
}

func (c *scanner) backOver(i int) int {
	for i > 0 && (isSpace(c.s[i-1]) || c.s[i-1] == '-' || c.s[i-1] == ',') {
		i--
	}
	return i
}
