package report

import "strings"

// refuseEn judges an English date.
func (n around) refuseEn() RuleID {
	if before := strings.ToLower(" " + n.before); strings.Contains(before, " as of ") || strings.Contains(before, " as at ") {
		return ruleNotAsOf
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
	return ""
}

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
