package report

// Numbers of headings and items.

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
	if e, date := c.at(0); date && e.start == 0 {
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
		if _, date := c.chinese(i); date && level == 1 {
			return 4 // 1.4月24日: the first entry, of 24 April
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

// stripNumber drops the number of a heading.
func stripNumber(h string) string {
	r := []rune(h)
	return string(r[numberEnd(r):])
}

// numberEnd is where the text after the number of a heading or item begins, 0
// where there is no number.
func numberEnd(r []rune) int {
	if headingNumber(r) == 0 {
		return 0
	}
	for i, x := range r[:min(len(r), 14)] {
		if isSpace(x) || x == '、' || x == '）' || x == ')' {
			for i++; i < len(r) && isSpace(r[i]); i++ {
			}
			return i
		}
		if x == '.' && i+1 < len(r) {
			if _, date := (&scanner{s: r}).chinese(i + 1); date {
				return i + 1
			}
		}
		if isHan(x) && i > 0 && (isDigit(r[i-1]) || r[i-1] == '.') {
			return i
		}
	}
	return 0
}
