package report

// Dates written in figures alone: 2019-03-05, 2019/3/5, 2019.3.5, 5.3.2019,
// 03/05/2019, and in table cells 3.15 or 03/15.

// numeric reads such a date at i.
func (c *scanner) numeric(i int) (expression, bool) {
	if e, ok := c.financialYear(i); ok {
		return e, true
	}
	if e, ok := c.dayRange(i); ok {
		return e, true
	}
	p, end, ambiguous, ok := c.figures(i)
	if !ok {
		return expression{}, false
	}
	e := expression{start: i, end: end, from: p, ambiguous: ambiguous, lang: langZh}
	if p.day == 0 && p.saysYear() {
		c.monthRange(&e)
	}
	// A range repeats the whole form or its last parts: 2019-03-05/07,
	// 2019.3.5-3.7, 2019.3.5～2019.4.1.
	if next, found := c.dash(end); found && p.day != 0 && !e.ranged {
		if q, last, _, ok := c.figures(next); ok && q.day != 0 {
			e.to, e.end, e.ranged = q, last, true
		} else if q, last, ok := c.shortFigures(next, p); ok {
			e.to, e.end, e.ranged = q, last, true
		}
	}
	return e, true
}

// dayRange reads days with a dot before a full date: 12.–25.08.2021.
func (c *scanner) dayRange(i int) (expression, bool) {
	d, j, ok := c.digits(i, 2)
	if !ok || !c.is(j, '.') || !validDay(d) {
		return expression{}, false
	}
	next, ok := c.dash(j + 1)
	if !ok {
		return expression{}, false
	}
	q, end, _, ok := c.figures(next)
	if !ok || q.day <= d || q.month == 0 {
		return expression{}, false
	}
	return expression{start: i, end: end, from: point{day: d}, to: q, ranged: true, lang: langEn}, true
}

// financialYear reads 2008/09 and 2004-05 in an English text as two years, not
// as a year and month, and at the head of an entry 1980-85 as its years.
func (c *scanner) financialYear(i int) (expression, bool) {
	y, j, ok := c.digits(i, 4)
	if !ok || j-i != 4 || !validYear(y) || j >= len(c.s) || c.s[j] != '/' && !isDash(c.s[j]) || !isLatinText(c.s) && !c.cell {
		return expression{}, false
	}
	if z, k, ok := c.digits(j+1, 4); ok && z == y+1 && c.s[j] == '/' && c.numberEnds(k) {
		return expression{start: i, end: k, from: point{year: y, era: true}, to: point{year: z, era: true}, ranged: true, lang: langEn}, true // 1999/2000
	}
	z, k, ok := c.digits(j+1, 2)
	if k-j == 2 && z > y%10 && y < 1900 && c.beginsText(i) && (k == len(c.s) || isSpace(c.s[k])) {
		return expression{start: i, end: k, from: point{year: y, era: true}, to: point{year: y - y%10 + z, era: true}, ranged: true, lang: langEn}, true // 1841-3
	}
	years := z - y%100
	if y%100 == 99 && z == 0 {
		years = 1
	}
	if !ok || k-j != 3 || years < 1 || years > 1 && (z <= 12 || !c.beginsText(i)) || !c.numberEnds(k) || c.is(k, '-') {
		return expression{}, false
	}
	return expression{start: i, end: k, from: point{year: y, era: true}, to: point{year: y + years, era: true}, ranged: true, lang: langEn}, true
}

// monthRange reads the second month of 2013.6-8 and 2021.04—2021.06.
func (c *scanner) monthRange(e *expression) {
	next, ok := c.dash(e.end)
	if !ok {
		return
	}
	if q, last, _, ok := c.figures(next); ok && q.day == 0 && q.saysYear() {
		e.to, e.end, e.ranged = q, last, true
		return
	}
	if m, last, ok := c.digits(next, 2); ok && validMonth(m) && m > e.from.month && c.numberEnds(last) && !c.unitAt(last) {
		e.to, e.end, e.ranged = point{month: m}, last, true
	}
}

// figures reads one date.
func (c *scanner) figures(i int) (p point, end int, ambiguous, ok bool) {
	first, j, ok := c.digits(i, 4)
	if !ok || j >= len(c.s) {
		return point{}, i, false, false
	}
	if j-i == 4 && validYear(first) {
		if p, end, ok := c.yearWith(first, j); ok {
			return p, end, false, true
		}
	}
	sep := c.s[j]
	if sep != '-' && sep != '/' && sep != '.' && sep != '‑' {
		return point{}, i, false, false
	}
	if y, k, ok := c.digits(j+1, 4); ok && k-j == 5 && sep == '/' && j-i <= 2 && validMonth(first) && validYear(y) && c.numberEnds(k) {
		return point{year: y, month: first}, k, false, true // 11/2014
	}
	second, k, ok := c.digits(j+1, 2)
	if !ok {
		return point{}, i, false, false
	}
	if c.is(k, sep) {
		if third, l, ok := c.digits(k+1, 4); ok && c.numberEnds(l) {
			p, ambiguous, ok := c.three([3]int{first, second, third}, j-i, l-k-1)
			return p, l, ambiguous, ok
		}
		return point{}, i, false, false
	}
	if !c.numberEnds(k) {
		return point{}, i, false, false
	}
	return c.two(first, second, sep, [3]int{j - i, k - j - 1, k})
}

// yearWith reads a year without its 年 before a half or quarter: 2018上半年,
// 2019.Q3, 2019-Q3, 2020H1.
func (c *scanner) yearWith(year, i int) (point, int, bool) {
	p := point{year: year, era: true}
	switch {
	case c.has(i, "上半年"):
		p.half = 1
		return p, i + 3, true
	case c.has(i, "下半年"):
		p.half = 2
		return p, i + 3, true
	}
	if c.is(i, '.') || c.is(i, '-') || c.is(i, '/') {
		i++
	}
	if i+1 < len(c.s) && (c.s[i] == 'Q' || c.s[i] == 'H') && c.s[i+1] >= '1' && c.s[i+1] <= '4' && (i+2 == len(c.s) || !isLetter(c.s[i+2]) && !isDigit(c.s[i+2])) {
		n := int(c.s[i+1] - '0')
		if c.s[i] == 'Q' {
			p.quarter = n
			return p, i + 2, true
		}
		if n <= 2 {
			p.half = n
			return p, i + 2, true
		}
	}
	return point{}, i, false
}

// three decides what the figures of a full date are; a and b are the numbers
// of digits of the first and last.
func (c *scanner) three(n [3]int, a, b int) (point, bool, bool) {
	first, second, third := n[0], n[1], n[2]
	switch {
	case a == 4 && validYear(first) && validMonth(second) && b <= 2 && validDay(third):
		return point{year: first, month: second, day: third}, false, true
	case a == 2 && b == 2 && c.slashed() && first > 12 && validDay(first) && validMonth(second):
		return point{year: third, month: second, day: first, short: true}, false, true // 24/09/14
	case a > 2 || b != 4 || !validYear(third):
		return point{}, false, false
	case validMonth(second) && first > 12 && validDay(first):
		return point{year: third, month: second, day: first}, false, true
	case validMonth(first) && second > 12 && validDay(second):
		return point{year: third, month: first, day: second}, false, true
	case validMonth(first) && validMonth(second):
		if c.slashed() {
			return point{year: third, month: first, day: second}, first != second, true
		}
		return point{year: third, month: second, day: first}, first != second, true
	}
	return point{}, false, false
}

// slashed says whether the text uses the slash, with which the month usually
// stands first; with dots the day does.
func (c *scanner) slashed() bool {
	for _, r := range c.s {
		if r == '/' {
			return true
		}
	}
	return false
}

// two decides what two figures are: year and month, or in a cell month and
// day. size holds the numbers of digits and the end.
func (c *scanner) two(first, second int, sep rune, size [3]int) (point, int, bool, bool) {
	end := size[2]
	if size[0] == 4 && size[1] == 2 && validYear(first) && validMonth(second) && !c.unitAt(end) {
		return point{year: first, month: second}, end, false, true
	}
	if size[0] == 4 && (c.cell || c.beginsText(end-size[0]-size[1]-1) && !c.unitAt(end)) && validYear(first) && validMonth(second) {
		return point{year: first, month: second}, end, false, true
	}
	if _, _, month := c.enMonth(c.skip(end)); month {
		return point{}, end, false, false // 3–9 July
	}
	if c.cell && sep == '/' && size[0] == 2 && first > 12 && validDay(first) && validMonth(second) && c.numberEnds(end) {
		return point{month: second, day: first}, end, false, true
	}
	if c.cell && size[0] <= 2 && validMonth(first) && validDay(second) && (end == len(c.s) || isDash(c.s[end]) || isSpace(c.s[end])) {
		return point{month: first, day: second}, end, sep == '/' && second <= 12 && first != second, true
	}
	return point{}, end, false, false
}

// shortFigures reads the end of a range that leaves out what it shares.
func (c *scanner) shortFigures(i int, p point) (point, int, bool) {
	a, j, ok := c.digits(i, 2)
	if !ok {
		return point{}, i, false
	}
	if j+1 < len(c.s) && (c.s[j] == '.' || c.s[j] == '/') {
		if b, k, ok := c.digits(j+1, 2); ok && c.numberEnds(k) && validMonth(a) && validDay(b) {
			return point{month: a, day: b}, k, true
		}
	}
	if c.numberEnds(j) && !c.is(j, '-') && validDay(a) && a > p.day && !c.unitAt(j) {
		return point{day: a}, j, true
	}
	return point{}, i, false
}

// numberEnds says that no figure goes on at i: 2019.3.5.1 is a version.
func (c *scanner) numberEnds(i int) bool {
	if i >= len(c.s) {
		return true
	}
	if isDigit(c.s[i]) || c.s[i] == '%' {
		return false
	}
	if (c.s[i] == '.' || c.s[i] == '/') && i+1 < len(c.s) && isDigit(c.s[i+1]) {
		return false
	}
	return true
}

// unitAt says that a unit follows, so that the figures count something.
func (c *scanner) unitAt(i int) bool {
	i = c.skip(i)
	if i >= len(c.s) {
		return false
	}
	switch c.s[i] {
	case '万', '亿', '元', '家', '个', '项', '人', '%', '％', '倍', '米', '吨', '年', '月', '度', '号', '版', '件', '篇':
		return true
	}
	return false
}
