package report

import "strings"

// Cues by which a line shows that it is not finished, or not a beginning.

// unfinished says whether the text a cannot end here, before b.
func unfinished(a, b []rune) bool {
	last := a[len(a)-1]
	switch last {
	case '，', '、', '：', '（', '《', '“', '‘', '(', ',', '＋', '＆', '&', '—', '–':
		return true
	case '-':
		return len(a) > 1 && isLetter(a[len(a)-2])
	case '的', '和', '与', '及', '或', '在', '由', '于', '对', '为', '将', '把', '被', '从', '向', '以', '并', '且', '是', '其', '该', '各', '第', '近', '约':
		return true
	}
	if strings.HasSuffix(string(a[max(0, len(a)-4):]), "截至") {
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
	if j != 4 || !validYear(n) || beginsWithDate(a) && !isLower(c.rune(c.skip(j))) {
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

var enUnfinished = map[string]bool{
	"of": true, "the": true, "a": true, "an": true, "in": true, "on": true, "at": true, "to": true, "and": true, "or": true,
	"for": true, "with": true, "by": true, "from": true, "its": true, "their": true, "our": true, "was": true, "were": true,
	"is": true, "are": true, "that": true, "which": true, "as": true, "into": true, "between": true, "during": true, "his": true, "her": true,
	"has": true, "have": true, "had": true, "been": true, "this": true, "these": true, "than": true, "but": true, "over": true, "under": true, "since": true, "until": true, "after": true,
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
	return false
}
