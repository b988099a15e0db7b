package report

// Months and days of Chinese dates.

// zhBareDay reads a day without its month, 22日, where a clause begins or a
// preposition leads to it; elsewhere it counts days (罢课三日).
func (c *scanner) zhBareDay(i int, p *point) (int, bool) {
	d, j, ok := c.zhNumber(i)
	unit := c.skip(j)
	if !ok || !validDay(d) || !c.is(unit, '日') || !c.dayUnit(unit) {
		return i, false
	}
	k := i
	for k > 0 && isSpace(c.s[k-1]) {
		k--
	}
	if k > 0 && isHan(c.s[k-1]) {
		switch c.s[k-1] {
		case '于', '在', '至', '和', '及', '与', '从', '自':
		default:
			return i, false
		}
	}
	p.day = d
	return unit + 1, true
}

// dayOrTwo passes 日 or 两日 at i; it returns i where neither stands.
func (c *scanner) dayOrTwo(i int) int {
	j := c.skip(i)
	if c.is(j, '两') {
		j++
	}
	if c.is(j, '日') {
		return j + 1
	}
	return i
}

// dayUnit says whether 日 or 号 at i is the unit of a day of the month, not
// of a count (3日内, 5日游, 1号楼).
func (c *scanner) dayUnit(i int) bool {
	if !c.is(i, '日') && !c.is(i, '号') {
		return false
	}
	if i+1 >= len(c.s) {
		return true
	}
	switch c.s[i+1] {
	case '内', '游', '后', '前', '间', '均', '元', '语', '本', '志', '常', '报', '刊', '楼', '线', '馆', '院', '门', '令', '文', '店', '公':
		return c.has(i+1, "前往") || c.has(i+1, "后勤")
	}
	return c.s[i] == '日' || !isHan(c.s[i+1])
}

// zhMonth reads a month and what stands within it: day, 旬, beginning or end.
func (c *scanner) zhMonth(i int, p *point) (int, bool) {
	j, ok := c.zhMonthName(i, p)
	if !ok {
		return i, false
	}
	if c.is(j, '份') {
		j++
	}
	k := c.skip(j)
	if d, l, ok := c.zhNumber(k); ok && validDay(d) {
		unit := c.skip(l)
		if c.dayUnit(unit) || c.is(unit, '日') {
			p.day = d
			return unit + 1, true
		}
		// 10月29—31日
		if next, found := c.dash(l); found {
			if e, m, ok := c.zhNumber(next); ok && validDay(e) && e > d && (c.is(c.skip(m), '日') || c.is(c.skip(m), '号')) {
				p.day = d
				return l, true
			}
		}
		if m, n, ok := c.zhNumber(l + 1); ok && c.is(l, '、') && m == d+1 && c.dayOrTwo(n) > n {
			p.day = d
			return l, true
		}
	}
	return c.zhMonthPart(j, p), true
}

func (c *scanner) zhMonthName(i int, p *point) (int, bool) {
	for _, a := range []struct {
		word string
		to   anchor
	}{{"同月", anchorSame}, {"是月", anchorThis}, {"当月", anchorSame}, {"當月", anchorSame}, {"本月", anchorThis}, {"次月", anchorNext}, {"翌月", anchorNext}, {"上月", anchorPrevious}} {
		if c.has(i, a.word) {
			p.monthTo = a.to
			return i + 2, true
		}
	}
	if j, ok := c.zhOpenMonth(i, p); ok {
		return j, true
	}
	if c.has(i, "元月") {
		p.month = 1
		return i + 2, true
	}
	m, j, ok := c.zhNumber(i)
	if !ok || !validMonth(m) {
		return i, false
	}
	if j = c.skip(j); !c.is(j, '月') {
		return i, false
	}
	switch {
	case c.is(j+1, '龄'), c.is(j+1, '球'), c.is(j+1, '租'), c.is(j+1, '嫂'):
		return i, false
	}
	p.month = m
	return j + 1, true
}

// zhOpenMonth reads 上旬, 下旬, 月初, 月底 without a month, where a clause
// begins: the month is a heading's.
func (c *scanner) zhOpenMonth(i int, p *point) (int, bool) {
	if i > 0 && isHan(c.s[i-1]) || i > 0 && isDigit(c.s[i-1]) {
		return i, false
	}
	if c.has(i, "月初") || c.has(i, "月底") || c.has(i, "月末") || c.has(i, "月中") {
		p.monthTo = anchorThis
		return i + 1, true
	}
	if c.has(i, "上旬") || c.has(i, "中旬") || c.has(i, "下旬") {
		p.monthTo = anchorThis
		return i, true
	}
	return i, false
}

// zhMonthPart reads 上旬, 初, 底 and the like after a month.
func (c *scanner) zhMonthPart(i int, p *point) int {
	switch {
	case c.has(i, "上旬"), c.has(i, "上中旬"):
		p.part = partEarly
	case c.has(i, "中旬"), c.has(i, "中下旬"):
		p.part = partMiddle
	case c.has(i, "下旬"):
		p.part = partLate
	case c.is(i, '初'):
		p.part = partEarly
		return i + 1
	case c.is(i, '底'), c.is(i, '末'):
		p.part = partLate
		return i + 1
	default:
		return i
	}
	for !c.is(i, '旬') {
		i++
	}
	return i + 1
}

// zhDayAnchor reads 当天, 次日 and the like.
func (c *scanner) zhDayAnchor(i int, p *point) (int, bool) {
	for _, a := range []struct {
		word string
		to   anchor
	}{
		{"当天", anchorSame}, {"當天", anchorSame}, {"当日", anchorSame}, {"當日", anchorSame}, {"同日", anchorSame}, {"同一天", anchorSame},
		{"次日", anchorNext}, {"翌日", anchorNext}, {"第二天", anchorNext}, {"隔日", anchorNext},
	} {
		if c.has(i, a.word) {
			p.dayTo = a.to
			return i + len([]rune(a.word)), true
		}
	}
	return i, false
}

// aboutBefore says whether the text before i calls the date approximate.
func (c *scanner) aboutBefore(i int) bool {
	return i > 0 && c.s[i-1] == '约' && !(i > 1 && (c.s[i-2] == '条' || c.s[i-2] == '合' || c.s[i-2] == '签' || c.s[i-2] == '公'))
}
