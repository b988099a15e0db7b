package report

import (
	"regexp"
	"strings"
)

// refuseEn judges an English date.
func (n around) refuseEn(own bool) RuleID {
	two := n.second + "+" + n.word
	if containsAny(strings.ToLower(" "+n.before), []string{" as of ", " as at "}) {
		return ruleNotAsOf
	}
	if rule := lookUp(enBeforeTwo, func(w string) bool { return two == w }); rule != "" {
		return rule
	}
	if n.word == "by" && own && n.at.yearOnly() && n.second == "" && tell(n.s[n.at.end:n.in.end]) == tellsEvent {
		return "" // "By 2001, the school moved to the quay"
	}
	if notUntilHere.MatchString(n.before) {
		return "" // "not until 1925", "was not opened until 1896"
	}
	if rule := lookUp(enBefore, func(w string) bool { return n.word == w }); rule != "" && n.at.from.dayTo == anchorNone && n.at.from.yearTo != anchorThen && !strings.HasPrefix(n.after, ", when ") {
		return rule
	}
	if (n.word == "on" || n.word == "in" || n.word == "at") && enSecond[n.second] {
		return ruleNotDeadline
	}
	if rule := lookUp(enAfter, func(w string) bool { return n.next == w }); rule != "" && !n.at.ranged && !(own && n.leads()) {
		return rule
	}
	if n.background() {
		return ruleNotBackground
	}
	if n.at.from.day > 0 || n.at.ranged {
		return ""
	}
	if n.attribute() {
		return ruleNotName
	}
	if n.at.yearOnly() && n.bracket.end > n.bracket.start && !own && n.bracket.start < n.at.start && tell(n.s[n.bracket.start:n.bracket.end]) < tellsEvent {
		return ruleNotCitation
	}
	return ""
}

// notUntilHere ends the words before a date on which something happened at last.
var notUntilHere = regexp.MustCompile(`\bnot (?:\pL+ )?until $`)

// enSecond are words before "on" and a date by which something ends.
var enSecond = wordSet("expires expire expiring due")

// background says whether a participle set between commas leads to a coarse
// date: "The Trust, founded in 1974, is a charity".
func (n around) background() bool {
	if n.as() {
		return true
	}
	if n.at.from.day > 0 || n.at.from.month > 0 || n.word != "in" || !regularPast(n.second) && !enParticiple[n.second] {
		return false
	}
	c := &scanner{s: n.s}
	_, at := c.previous(n.at.start)
	_, at = c.previous(at)
	before := strings.TrimRight(string(n.s[n.in.start:at]), " ")
	return strings.HasSuffix(before, ",") && n.at.end < len(n.s) && n.s[n.at.end] == ','
}

// as says whether the date only tells when something was said before: "as
// announced in December 2019".
func (n around) as() bool {
	if n.word != "in" && n.word != "on" || !regularPast(n.second) && !enParticiple[n.second] {
		return false
	}
	c := &scanner{s: n.s}
	_, at := c.previous(n.at.start)
	_, at = c.previous(at)
	return c.wordBefore(at) == "as"
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
	if next >= n.in.end || next == n.at.end || !isLetter(n.s[next]) || n.leads() {
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
var enParts2 = wordSet("end beginning start spring summer autumn fall winter quarter half middle year months weeks days january february march april may june july august september october november december")

// enFunction are words that may follow a date that stands by itself.
var enFunction = wordSet(`the and in at on of to for with we when a an by it he she they was were is are has had this that these those his her its our their as but or
	from after before then there while also i you who which until since because so through`)

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
