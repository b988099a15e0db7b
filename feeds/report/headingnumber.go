package report

import "strings"

// numberForm is the number of a heading or item.
var numberForm = newForm(`(?:(?P<chapter>第{{zh}}{{_}}(?:[章编篇]|部分))|(?P<section>第{{zh}}{{_}}节)|(?P<bracket>[（(]{{zh}}[）)])` +
	`|(?P<item>[0-9]{1,2}、)|(?P<part>{{zh}}、)|(?P<circle>[①-⑳])|(?P<decimal>(?:0[1-9]|[1-9][0-9]?)(?:\.[0-9]{1,2})*\.?)){{_}}`)

// numberLevels are the depths of the groups of numberForm.
var numberLevels = []struct {
	group string
	level int
}{{"chapter", 1}, {"section", 2}, {"part", 2}, {"bracket", 3}, {"item", 4}, {"circle", 5}}

// entryNumber reads the number that a heading or item begins with, and gives its
// depth and where the text after it begins: 第一章 1, 一、 2, （一） 3, 4.1 2,
// 1. 4; 0 for none.
func entryNumber(s []rune) (level, end int) {
	c := &scanner{s: s}
	m, ok := c.fit(numberForm, 0)
	if !ok {
		return 0, 0
	}
	if isDigit(s[0]) {
		if _, date := c.at(0); date {
			return 0, 0
		}
	}
	if m.has("decimal") {
		return c.decimalNumber(m)
	}
	if _, next, more := c.zhNumber(m.end()); more && m.has("part") && !isHan(c.rune(next)) {
		return 0, 0 // 一、二、三
	}
	for _, l := range numberLevels {
		if m.has(l.group) {
			level = l.level
		}
	}
	return level, m.end()
}

// decimalNumber judges 4.1 建设, 4.1.2 People, 1. Introduction.
func (c *scanner) decimalNumber(m match) (level, end int) {
	number, after := m.group("decimal")
	if dot := strings.IndexByte(number, '.'); dot > 0 {
		if _, date := c.chinese(dot + 1); date {
			return 4, dot + 1 // 1.4月24日: the first entry, of 24 April
		}
	}
	level = 1 + strings.Count(strings.TrimSuffix(number, "."), ".")
	switch next := c.rune(after); {
	case !isSpace(next) && !isHan(next) || level == 1 && !strings.HasSuffix(number, "."):
		return 0, 0
	case level == 1:
		level = 4
	}
	return min(level, 5), m.end()
}

// headingNumber is the depth of a text's number.
func headingNumber(s []rune) int {
	level, _ := entryNumber(s)
	return level
}

// stripNumber drops the number of a heading.
func stripNumber(h string) string {
	r := []rune(h)
	_, end := entryNumber(r)
	return string(r[end:])
}
