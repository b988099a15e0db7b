package report

import "slices"

// Dates written in figures alone: 2019-03-05, 2019/3/5, 2019.3.5, 5.3.2019,
// 03/05/2019, and in table cells 3.15 or 03/15.

// numeric reads such a date at i.
func (c *scanner) numeric(i int) (expression, bool) {
	if e, ok := c.financialYear(i); ok {
		return e, true
	}
	if m, ok := c.fit(daysBefore, i); ok { // 12.–25.08.2021
		d := m.number("a")
		q, end, _, ok := c.figures(m.end())
		return expression{start: i, end: end, from: point{day: d}, to: q, ranged: true, lang: langEn}, ok && validDay(d) && q.day > d && q.month > 0
	}
	p, end, ambiguous, ok := c.figures(i)
	if !ok {
		return expression{}, false
	}
	e := expression{start: i, end: end, from: p, ambiguous: ambiguous, lang: langZh}
	next, dash := c.dash(end)
	if !dash {
		return e, true
	}
	// A range repeats the whole form or its last parts: 2019-03-05/07,
	// 2019.3.5-3.7, 2019.3.5～2019.4.1, 2013.6-8.
	q, last, _, ok := c.figures(next)
	if !ok || (p.day == 0) != (q.day == 0) || p.day == 0 && !q.saysYear() {
		q, last, ok = c.shortFigures(next, p)
	}
	if ok {
		e.to, e.end, e.ranged = q, last, true
	}
	return e, true
}

// financialYear reads 2008/09 and 2004-05 in an English text as two years, not
// as a year and month, and at the head of an entry 1980-85 as its years.
func (c *scanner) financialYear(i int) (expression, bool) {
	m, ok := c.fit(twoYears, i)
	if !ok || !c.numberEnds(m.end()) || m.after == '-' || !c.cell && !isLatinText(c.s) {
		return expression{}, false
	}
	y, z, width := m.number("a"), m.number("b"), len(m.word("b"))
	slash, heads := m.word("sep") == "/", c.beginsText(i)
	switch {
	case width == 4 && slash && z == y+1: // 1999/2000
	case width == 2 && (z == (y+1)%100 || heads && z > 12 && z > y%100):
		z += y - y%100
		if z < y {
			z += 100
		}
	case width == 1 && heads && z > y%10 && y < 1900 && (m.after == 0 || isSpace(m.after)): // 1841-3
		z += y - y%10
	default:
		return expression{}, false
	}
	return expression{start: i, end: m.end(), from: point{year: y, era: true}, to: point{year: z, era: true}, ranged: true, lang: langEn}, true
}

// figures reads one date.
func (c *scanner) figures(i int) (p point, end int, ambiguous, ok bool) {
	if i >= len(c.s) || !isDigit(c.s[i]) {
		return p, i, false, false
	}
	if m, ok := c.fit(yearPart, i); ok {
		m.fill(&p)
		return p, m.end(), false, true
	}
	if m, ok := c.fit(threeFigures, i); ok && m.word("sep") == m.word("sepb") {
		if !c.numberEnds(m.end()) {
			return p, i, false, false
		}
		p, ambiguous, ok := c.three(m)
		return p, m.end(), ambiguous, ok
	}
	m, ok := c.fit(twoFigures, i)
	if !ok || !c.numberEnds(m.end()) {
		return p, i, false, false
	}
	p, ambiguous, ok = c.two(m)
	return p, m.end(), ambiguous, ok
}

// three decides what the figures of a full date are.
func (c *scanner) three(m match) (point, bool, bool) {
	first, second, third := m.number("a"), m.number("b"), m.number("c")
	widths := [2]int{len(m.word("a")), len(m.word("c"))}
	slashed := slices.Contains(c.s, '/') // with which the month usually stands first; with dots the day does
	switch {
	case widths[0] == 4:
		return point{year: first, month: second, day: third}, false, validYear(first) && validMonth(second) && widths[1] <= 2 && validDay(third)
	case widths[0] == 2 && widths[1] == 2 && slashed && first > 12 && validDay(first) && validMonth(second):
		return point{year: third, month: second, day: first, short: true}, false, true // 24/09/14
	case widths[0] > 2 || widths[1] != 4 || !validYear(third) || max(first, second) > 31 || min(first, second) < 1 || min(first, second) > 12:
		return point{}, false, false
	case first > 12:
		return point{year: third, month: second, day: first}, false, true
	case second > 12 || slashed:
		return point{year: third, month: first, day: second}, second <= 12 && first != second, true
	}
	return point{year: third, month: second, day: first}, first != second, true
}

// two decides what two figures are: year and month, month and year, or in a
// cell month and day.
func (c *scanner) two(m match) (point, bool, bool) {
	first, second, slash := m.number("a"), m.number("b"), m.word("sep") == "/"
	width := [2]int{len(m.word("a")), len(m.word("b"))}
	switch {
	case width[0] <= 2 && width[1] == 4:
		return point{year: second, month: first}, false, slash && validMonth(first) && validYear(second) // 11/2014
	case width[0] == 4:
		sure := c.cell || !c.unitAt(m.end()) && (width[1] == 2 || c.beginsText(m.at))
		return point{year: first, month: second}, false, sure && validYear(first) && validMonth(second) && width[1] <= 2
	case !c.cell || width[0] > 2 || width[1] > 2:
		return point{}, false, false
	case slash && first > 12 && validDay(first) && validMonth(second):
		return point{month: second, day: first}, false, true
	case !validMonth(first) || !validDay(second) || m.after != 0 && !isDash(m.after) && !isSpace(m.after):
		return point{}, false, false
	}
	if month, ok := c.fit(monthName, c.skip(m.end())); ok && month.end() > month.at {
		return point{}, false, false // 3–9 July
	}
	return point{month: first, day: second}, slash && second <= 12 && first != second, true
}

// shortFigures reads the end of a range that leaves out what it shares.
func (c *scanner) shortFigures(i int, p point) (point, int, bool) {
	a, j, ok := c.digits(i, 2)
	if !ok {
		return point{}, i, false
	}
	if p.day == 0 {
		return point{month: a}, j, p.saysYear() && validMonth(a) && a > p.month && c.numberEnds(j) && !c.unitAt(j)
	}
	if c.is(j, '.') || c.is(j, '/') {
		if b, k, ok := c.digits(j+1, 2); ok && c.numberEnds(k) && validMonth(a) && validDay(b) {
			return point{month: a, day: b}, k, true
		}
	}
	return point{day: a}, j, c.numberEnds(j) && !c.is(j, '-') && validDay(a) && a > p.day && !c.unitAt(j)
}

// numberEnds says that no figure goes on at i: 2019.3.5.1 is a version.
func (c *scanner) numberEnds(i int) bool {
	r := c.rune(i)
	return !isDigit(r) && r != '%' && !((r == '.' || r == '/') && isDigit(c.rune(i+1)))
}

// unitAt says that a unit follows, so that the figures count something.
func (c *scanner) unitAt(i int) bool {
	return slices.Contains([]rune("万亿元家个项人%％倍米吨年月度号版件篇"), c.rune(c.skip(i)))
}

// inBrackets reads short figures that fill their brackets: a range as in
// （3.25-3.26）, or with a slash (18/6).
func (c *scanner) inBrackets(i int) (expression, bool) {
	if before := c.rune(i - 1); c.cell || before != '（' && before != '(' && before != '[' {
		return expression{}, false
	}
	for j := i; j < len(c.s) && j-i < 20; j++ {
		if c.s[j] == '）' || c.s[j] == ')' || c.s[j] == ']' {
			e, ok := (&scanner{s: c.s[:j], cell: true}).numeric(i)
			return e, ok && e.end == j && (e.ranged || c.is(i+1, '/') || c.is(i+2, '/'))
		}
	}
	return expression{}, false
}

// leading reads short figures that begin an entry: "7/18 text", and with dots
// where they cannot be the number of a heading: "9.25 – 9.27 text".
func (c *scanner) leading(i int) (expression, bool) {
	if c.cell {
		return expression{}, false
	}
	if i > 2 || !c.beginsText(i) {
		return c.slashedDay(i)
	}
	e, ok := (&scanner{s: c.s, cell: true}).numeric(i)
	if !ok || e.end >= len(c.s) || !isSpace(c.s[e.end]) || e.from.day == 0 || e.from.saysYear() {
		return expression{}, false
	}
	if e.ranged || c.is(i+1, '/') || c.is(i+2, '/') {
		return e, true
	}
	// 1.25 and a wide blank; 1.3 may be the number of a heading.
	wideBlank := c.s[e.end] == '\u3000' || c.s[e.end] == '\t' || isSpace(c.rune(e.end+1))
	return e, wideBlank && e.from.day >= 10
}

// slashedDay reads a month and a day after "on": "passed inspection on 8/19".
func (c *scanner) slashedDay(i int) (expression, bool) {
	m, ok := c.fit(twoFigures, i)
	if !ok || m.word("sep") != "/" || !c.numberEnds(m.end()) {
		return expression{}, false
	}
	month, day := m.number("a"), m.number("b")
	switch {
	case month > 12 && isBlank(c.s[m.end():]):
		month, day = day, month // christened 16/6
	case c.wordBefore(i) != "on":
		return expression{}, false
	}
	return expression{start: i, end: m.end(), from: point{month: month, day: day}, lang: langEn, ambiguous: day <= 12 && day != month}, validMonth(month) && validDay(day)
}
