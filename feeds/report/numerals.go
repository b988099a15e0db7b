package report

// Chinese numerals and years.

// zhDigit is the value of a single Chinese figure.
func zhDigit(r rune) (int, bool) {
	switch r {
	case '〇', '零', '○', 'Ｏ', 'О', '０', 'O', 'o':
		return 0, true
	case '一', '元', '壹':
		return 1, true
	case '二', '贰', '兩':
		return 2, true
	case '三', '叁':
		return 3, true
	case '四', '肆':
		return 4, true
	case '五', '伍':
		return 5, true
	case '六', '陆':
		return 6, true
	case '七', '柒':
		return 7, true
	case '八', '捌':
		return 8, true
	case '九', '玖':
		return 9, true
	}
	if isDigit(r) {
		return int(r - '0'), true
	}
	return 0, false
}

// zhNumber reads 1 or 2 ASCII digits, or a Chinese numeral up to 99: 三, 十,
// 十二, 二十, 二十九, 三〇, 廿三. 元 (正月, 元年) is read by those who want it.
func (c *scanner) zhNumber(i int) (value, next int, ok bool) {
	if i >= len(c.s) {
		return 0, i, false
	}
	if isDigit(c.s[i]) {
		if v, j, ok := c.partedDigits(i); ok {
			return v, j, true
		}
		return c.digits(i, 2)
	}
	tens, ones, j := 0, 0, i
	d, isFigure := zhDigit(c.s[j])
	isFigure = isFigure && c.s[j] != '元' && c.s[j] < 0xff00 && c.s[j] > 0x80
	switch {
	case c.s[j] == '十':
		tens, j = 10, j+1
	case c.s[j] == '廿':
		tens, j = 20, j+1
	case isFigure && c.is(j+1, '十'):
		tens, j = d*10, j+2
	case isFigure && j+1 < len(c.s) && zhZero(c.s[j+1]) && d > 0:
		return d * 10, j + 2, true
	case isFigure && d > 0:
		return d, j + 1, true
	default:
		return 0, i, false
	}
	if j < len(c.s) && c.s[j] != '元' {
		if o, ok := zhDigit(c.s[j]); ok && o > 0 && c.s[j] > 0x80 {
			ones, j = o, j+1
		}
	}
	return tens + ones, j, true
}

// partedDigits reads two figures with a blank between them before 日 or 月.
func (c *scanner) partedDigits(i int) (int, int, bool) {
	if i+3 >= len(c.s) || !isSpace(c.s[i+1]) || !isDigit(c.s[i+2]) || c.s[i+3] != '日' && c.s[i+3] != '月' || c.s[i] > '3' {
		return 0, i, false
	}
	return int(c.s[i]-'0')*10 + int(c.s[i+2]-'0'), i + 3, true
}

func zhZero(r rune) bool { return r == '〇' || r == '零' || r == '○' }

// zhYearDigits reads a year of four figures, ASCII or Chinese or mixed
// (一九九0).
func (c *scanner) zhYearDigits(i int) (value, next int, ok bool) {
	j := i
	for ; j < len(c.s) && j-i < 4; j++ {
		d, ok := zhDigit(c.s[j])
		if !ok || c.s[j] == '元' {
			break
		}
		value = value*10 + d
	}
	if j-i != 4 || !validYear(value) || j < len(c.s) && isDigit(c.s[j]) {
		return 0, i, false
	}
	return value, j, true
}

// zhYear reads the year of a Chinese date: 2019年, 二〇一九年, 民国八年,
// 公元前221年, 今年, 同年, and 24年 before a month.
func (c *scanner) zhYear(i int, p *point) (next int, ok bool) {
	if y, j, ok := c.zhYearDigits(i); ok {
		if j = c.skip(j); c.is(j, '年') {
			p.year, p.era = y, true
			return c.otherYear(j + 1), true
		}
		return i, false
	}
	if end, ok := c.zhEra(i, p); ok {
		return c.otherYear(end), true
	}
	if end, ok := c.zhReign(i, p); ok {
		return end, true
	}
	if end, ok := c.zhYearAnchor(i, p); ok {
		return end, true
	}
	if y, j, ok := c.digits(i, 3); ok && (j-i == 2 || j-i == 3 && y < 150) && c.is(j, '年') {
		if m, k, ok := c.zhNumber(j + 1); ok && validMonth(m) && c.is(k, '月') {
			if p.year, p.short = y, true; j-i == 3 {
				p.year, p.era, p.short = y+1911, true, false // 113年3月, counted from 1912
			}
			return j + 1, true
		}
	}
	return i, false
}

// otherYear passes the same year in another count: 民国十六年（1927年）.
func (c *scanner) otherYear(i int) int {
	if !c.is(i, '（') && !c.is(i, '(') {
		return i
	}
	var p point
	j := i + 1
	if end, ok := c.zhYear(j, &p); ok {
		j = end
	} else if y, end, ok := c.digits(j, 4); ok && validYear(y) {
		j = end
	} else {
		return i
	}
	if c.is(j, '）') || c.is(j, ')') {
		return j + 1
	}
	return i
}

// zhReign reads the year of a reign with its year in brackets, 明治34年（1901年）.
func (c *scanner) zhReign(i int, p *point) (int, bool) {
	if i+2 >= len(c.s) || !isHan(c.s[i]) || !isHan(c.s[i+1]) {
		return i, false
	}
	_, j, ok := c.zhNumber(i + 2)
	if !ok && c.is(i+2, '元') {
		j, ok = i+3, true
	}
	j = c.skip(j)
	if !ok || !c.is(j, '年') || !c.is(j+1, '（') && !c.is(j+1, '(') {
		return i, false
	}
	y, k, ok := c.zhYearDigits(j + 2)
	if c.is(k, '年') {
		k++
	}
	if !ok || !c.is(k, '）') && !c.is(k, ')') {
		return i, false
	}
	p.year, p.era = y, true
	return k + 1, true
}

// zhEra reads 民国八年 (1919) and 公元前221年 (-220, astronomical count).
func (c *scanner) zhEra(i int, p *point) (int, bool) {
	var j int
	before, republic := false, false
	switch {
	case c.has(i, "民国"), c.has(i, "民國"):
		j, republic = i+2, true
	case c.has(i, "公元前"):
		j, before = i+3, true
	case c.has(i, "公元"), c.has(i, "西元"):
		j = i + 2
	default:
		return i, false
	}
	y, k, ok := c.digits(c.skip(j), 4)
	if !ok {
		if y, k, ok = c.zhYearDigits(j); !ok {
			y, k, ok = c.zhNumber(j)
		}
	}
	if !ok && republic && c.is(j, '元') {
		y, k, ok = 1, j+1, true
	}
	if !ok || !c.is(c.skip(k), '年') || y == 0 {
		return i, false
	}
	switch {
	case republic:
		y += 1911
	case before:
		y = 1 - y
	}
	p.year, p.era = y, true
	return c.skip(k) + 1, true
}

// zhYearAnchor reads 今年, 同年 and the like; they are years only with
// something after them, or as 次年.
func (c *scanner) zhYearAnchor(i int, p *point) (int, bool) {
	for _, a := range []struct {
		word string
		to   anchor
	}{
		{"同年", anchorSame}, {"当年", anchorSame}, {"當年", anchorSame}, {"该年", anchorSame}, {"該年", anchorSame}, {"此年", anchorSame}, {"是年", anchorSame},
		{"今年", anchorThis}, {"本年", anchorThis}, {"去年", anchorPrevious}, {"上年", anchorPrevious},
		{"次年", anchorNext}, {"翌年", anchorNext}, {"明年", anchorNext},
	} {
		if c.has(i, a.word) {
			p.yearTo = a.to
			return i + 2, true
		}
	}
	return i, false
}
