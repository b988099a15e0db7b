package report

import "strings"

// Cues by which a line shows that it is not finished, or not a beginning.

// unfinished says whether the text a cannot end here, before b.
func unfinished(a, b []rune) bool {
	last := a[len(a)-1]
	switch last {
	case '，', '、', '：', '（', '《', '“', '‘', '(', ',', '/', '＋', '＆', '&', '—', '–':
		return true
	case '-':
		return len(a) > 1 && isLetter(a[len(a)-2])
	case '的', '和', '与', '及', '或', '在', '由', '于', '对', '为', '将', '把', '被', '从', '向', '以', '并', '且', '是', '其', '该', '各', '第', '近', '约':
		return true
	}
	if strings.HasSuffix(string(a[max(0, len(a)-4):]), "截至") || openBracket(a) {
		return true
	}
	if len(b) > 0 && (isDigit(last) && countUnit(b[0]) || dividedDate(a, b)) {
		return true
	}
	return isLetter(last) && enUnfinished[(&scanner{s: a}).wordBefore(len(a))]
}

// dividedDate says whether a date goes on from a to b: 2009年 / 5月, 5月 / 8日,
// "1 April" / "2021".
func dividedDate(a, b []rune) bool {
	c := &scanner{s: b}
	if _, _, month := c.enMonth(0); month {
		return endsWithDay(a) // "on 1st" / "December 2015"
	}
	n, j, ok := c.digits(0, 4)
	if !ok {
		return false
	}
	switch a[len(a)-1] {
	case '年':
		return j <= 2 && c.is(c.skip(j), '月')
	case '月':
		return j <= 2 && (c.is(c.skip(j), '日') || c.is(c.skip(j), '号'))
	}
	if j != 4 || !validYear(n) {
		return false
	}
	tail := a[max(0, len(a)-24):]
	found := findDates(tail)
	if len(found) == 0 {
		return false
	}
	e := found[len(found)-1]
	return e.lang == langEn && !e.from.saysYear() && isBlank(tail[e.end:]) || e.lang == langEn && tail[len(tail)-1] == ','
}

// endsWithDay says whether a line ends with the day of a month: "the 1st",
// "on 12".
func endsWithDay(a []rune) bool {
	c := &scanner{s: a}
	i := len(a)
	w, at := c.previous(i)
	if w == "st" || w == "nd" || w == "rd" || w == "th" {
		return at > 0 && isDigit(a[at-1])
	}
	for i > 0 && isDigit(a[i-1]) {
		i--
	}
	return i < len(a) && len(a)-i <= 2 && isLatinPreposition(a, i)
}

var enUnfinished = map[string]bool{
	"of": true, "the": true, "a": true, "an": true, "in": true, "on": true, "at": true, "to": true, "and": true, "or": true,
	"for": true, "with": true, "by": true, "from": true, "its": true, "their": true, "our": true, "was": true, "were": true,
	"is": true, "are": true, "that": true, "which": true, "as": true, "into": true, "between": true, "during": true, "his": true, "her": true,
	"has": true, "have": true, "had": true, "been": true, "this": true, "these": true, "than": true, "but": true, "over": true, "under": true,
}

// openBracket says whether a bracket or quotation is open at the end.
func openBracket(s []rune) bool {
	depth := 0
	for _, r := range s[max(0, len(s)-200):] {
		switch r {
		case '《', '（', '“', '「', '〈':
			depth++
		case '》', '）', '”', '」', '〉':
			depth = max(0, depth-1)
		}
	}
	return depth > 0
}

func countUnit(r rune) bool {
	switch r {
	case '家', '项', '个', '万', '亿', '名', '人', '件', '年', '月', '日', '号', '次', '%', '％', '元', '台', '户', '所', '期', '届', '场', '位', '篇', '平':
		return true
	}
	return false
}

// fragment says whether a text cannot begin here: it starts with a closing
// mark, a small letter, or ends a sentence within its first characters.
func fragment(s []rune) bool {
	switch first := s[0]; {
	case isLower(first):
		return true
	case first == '（':
		return headingNumber(s) == 0
	case closing(first) || terminal(first) && first != '…':
		return true
	}
	switch s[0] {
	case '，', '、', '：', ',', '的', '了', '等', '们':
		return true
	}
	for i, r := range s[:min(len(s), 4)] {
		if i > 0 && (r == '。' || r == '；' || r == '，' && i == 1) && isHan(s[i-1]) {
			return true
		}
	}
	return false
}

// headingNumber recognises the number of a heading and gives its depth: 第一章
// 1, 一、 2, （一） 3, 4.1 2, 1. 4. It gives 0 for none.
func headingNumber(s []rune) int {
	if len(s) < 2 {
		return 0
	}
	c := &scanner{s: s}
	switch {
	case s[0] == '第':
		if _, j, ok := c.zhNumber(1); ok {
			j = c.skip(j)
			switch {
			case c.is(j, '章'), c.is(j, '编'), c.is(j, '篇'), c.has(j, "部分"):
				return 1
			case c.is(j, '节'):
				return 2
			}
		}
		return 0
	case s[0] == '（' || s[0] == '(':
		if _, j, ok := c.zhNumber(1); ok && (c.is(j, '）') || c.is(j, ')')) {
			return 3
		}
		return 0
	case isDigit(s[0]):
		return decimalHeading(c)
	}
	if _, j, ok := c.zhNumber(0); ok && c.is(j, '、') {
		if _, k, again := c.zhNumber(j + 1); again && !(k < len(s) && isHan(s[k])) {
			return 0
		}
		return 2
	}
	if s[0] >= '①' && s[0] <= '⑳' {
		return 5
	}
	return 0
}

// decimalHeading reads 4.1 建设, 4.1.2 People, 1. Introduction, 3、大事.
func decimalHeading(c *scanner) int {
	if _, date := c.at(0); date {
		return 0
	}
	level, i := 0, 0
	for {
		v, j, ok := c.digits(i, 2)
		if !ok || v == 0 && level == 0 {
			return 0
		}
		level++
		i = j
		if !c.is(i, '.') && !c.is(i, '．') {
			break
		}
		i++
		if i < len(c.s) && !isDigit(c.s[i]) {
			break
		}
	}
	if i >= len(c.s) {
		return 0
	}
	switch {
	case level == 1 && c.is(i, '、'):
		return 4
	case level == 1 && c.s[i-1] != '.':
		return 0
	case level == 1:
		if isSpace(c.s[i]) || isHan(c.s[i]) {
			return 4
		}
		return 0
	case isSpace(c.s[i]) || isHan(c.s[i]):
		return min(level, 5)
	}
	return 0
}

// endsWithEvent says whether a line ends as a headline does, with the verb of
// an event.
func endsWithEvent(s []rune) bool {
	tail := s[max(0, len(s)-4):]
	for i := range tail {
		if v := zhVerbAt(tail, i); v != "" && i+len([]rune(v)) == len(tail) {
			return true
		}
	}
	return false
}
