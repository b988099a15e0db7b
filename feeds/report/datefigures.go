package report

import "strings"

// Dates written in figures alone: 2019-03-05, 2019/3/5, 2019.3.5, 5.3.2019,
// 03/05/2019, and in table cells 3.15 or 03/15.

// numeric reads such a date at i.
func (c *scanner) numeric(i int) (expression, bool) {
	if !c.figuresGoOn(i) {
		return expression{}, false
	}
	if e, ok := c.financialYear(i); ok {
		return e, true
	}
	e := expression{start: i, lang: langEn}
	if m, ok := c.fit(daysBefore, i); ok { // 12.–25.08.2021
		e.from.day = m.number("a")
		q, end, _, ok := c.figures(m.end())
		return e.until(q, end), ok && validDay(e.from.day) && q.day > e.from.day && q.month > 0
	}
	var ok bool
	if e.from, e.end, e.ambiguous, ok = c.figures(i); !ok {
		return e, false
	}
	e.lang = langZh
	m, dash := c.fit(dashMark, e.end)
	if !dash {
		return e, true
	}
	// A range repeats the whole form or its last parts: 2019-03-05/07,
	// 2019.3.5-3.7, 2019.3.5～2019.4.1, 2013.6-8.
	q, last, _, ok := c.figures(m.end())
	if !ok || (e.from.day == 0) != (q.day == 0) || e.from.day == 0 && !q.saysYear() {
		q, last, ok = c.lastParts(m.end(), e.from)
	}
	if ok {
		e = e.until(q, last)
	}
	return e, true
}

// figuresGoOn says whether a mark or letter of a date of figures stands behind the
// number at i. Most numbers are told apart by that, before any pattern is tried.
func (c *scanner) figuresGoOn(i int) bool {
	for n := 0; n < 4 && isDigit(c.rune(i)); n++ {
		i++
	}
	return strings.ContainsRune("-/.‑–—上下QqHh", c.rune(i))
}

// financialYear reads 2008/09 and 2004-05 in an English text as two years, not
// as a year and month, and at the head of an entry 1980-85 as its years.
func (c *scanner) financialYear(i int) (expression, bool) {
	m, ok := c.fit(twoYears, i)
	if !ok || !c.numberEnds(m.end()) || m.after == '-' || !c.cell && !isLatinText(c.s) {
		return expression{}, false
	}
	y, z, width, heads := m.number("a"), m.number("b"), len(m.word("b")), beginsText(c.s, i)
	switch {
	case width == 4 && m.word("sep") == "/" && z == y+1: // 1999/2000
	case width == 2 && (z == (y+1)%100 || heads && z > 12 && z > y%100):
		if z += y - y%100; z < y {
			z += 100
		}
	case width == 1 && (heads && y < 1900 || z == y%10+1 && enBeforeYear[c.wordBefore(i)]) && z > y%10 && (m.after == 0 || isSpace(m.after) || m.after == '.'): // 1841-3
		z += y - y%10
	default:
		return expression{}, false
	}
	e := expression{start: i, from: point{year: y, era: true}, lang: langEn}
	return e.until(point{year: z, era: true}, m.end()), true
}

// figures reads one date.
func (c *scanner) figures(i int) (p point, end int, ambiguous, ok bool) {
	if !c.figuresGoOn(i) {
		return p, i, false, false
	}
	if m, ok := c.fit(yearPart, i); ok {
		m.fill(&p)
		return p, m.end(), false, true
	}
	m, full := c.fit(threeFigures, i)
	if full = full && m.word("sep") == m.word("sepb"); !full {
		m, ok = c.fit(twoFigures, i)
	}
	if !full && !ok || !c.numberEnds(m.end()) {
		return p, i, false, false
	}
	if full {
		p, ambiguous, ok = c.three(m)
	} else {
		p, ambiguous, ok = c.two(m)
	}
	return p, m.end(), ambiguous, ok
}

// three decides what the figures of a full date are.
func (c *scanner) three(m match) (point, bool, bool) {
	first, second, third := m.number("a"), m.number("b"), m.number("c")
	widths := [2]int{len(m.word("a")), len(m.word("c"))}
	slashed := m.word("sep") == "/" // with which the month usually stands first; with dots the day does
	switch {
	case widths == [2]int{3, 2} && len(m.word("b")) == 2 && first < 150 && !isLatinText(c.s):
		return point{year: first + 1911, month: second, day: third, republic: true}, false, validMonth(second) && validDay(third) // 108.03.05
	case widths[0] == 4:
		return point{year: first, month: second, day: third}, false, validYear(first) && validMonth(second) && widths[1] <= 2 && validDay(third)
	case widths[0] == 2 && widths[1] == 2 && slashed && first > 12 && validDay(first) && validMonth(second):
		return point{year: third, month: second, day: first, short: true}, false, true // 24/09/14
	case widths[0] <= 2 && widths[1] == 2 && slashed && validMonth(first) && validDay(second) && (c.cell || second > 12 || beginsText(c.s, m.at) || c.wordBefore(m.at) == "on"):
		return point{year: third, month: first, day: second, short: true}, second <= 12 && first != second, true // 10/18/89
	case widths[0] > 2 || widths[1] != 4 || !validYear(third) || max(first, second) > 31 || min(first, second) < 1 || min(first, second) > 12:
		return point{}, false, false
	case first <= 12 && (second > 12 || slashed):
		return point{year: third, month: first, day: second}, second <= 12 && first != second, true
	}
	return point{year: third, month: second, day: first}, first <= 12 && first != second, true
}

// two decides what two figures are: year and month, month and year, or in a
// cell month and day.
func (c *scanner) two(m match) (point, bool, bool) {
	first, second, slash := m.number("a"), m.number("b"), m.word("sep") == "/"
	switch width := [2]int{len(m.word("a")), len(m.word("b"))}; {
	case width[0] <= 2 && width[1] == 4:
		return point{year: second, month: first}, false, slash && validMonth(first) && validYear(second) && !c.is(m.end(), '年') // 11/2014, not 6/2014年
	case width[0] == 4:
		sure := c.cell || !c.unitAt(m.end()) && (width[1] == 2 || beginsText(c.s, m.at))
		return point{year: first, month: second}, false, sure && validYear(first) && validMonth(second) && width[1] <= 2
	case width == [2]int{2, 2} && slash && second > 31 && validMonth(first) && (c.cell || beginsText(c.s, m.at) || isDash(c.rune(m.at-1)) || isDash(c.rune(m.at-2))):
		return point{year: second, month: first, short: true}, false, true // 07/91
	case !c.cell || width[0] > 2 || width[1] > 2:
		return point{}, false, false
	case slash && first > 12 && validDay(first) && validMonth(second):
		return point{month: second, day: first}, false, true
	}
	_, month := c.fit(monthName, c.skip(m.end())) // 3–9 July
	ends := m.after == 0 || isDash(m.after) || isSpace(m.after) || closing(m.after) || terminal(m.after) || m.after == ','
	return point{month: first, day: second}, slash && second <= 12 && first != second, validMonth(first) && validDay(second) && ends && !month
}

// lastParts reads the end of a range that leaves out what it shares.
func (c *scanner) lastParts(i int, p point) (point, int, bool) {
	if m, ok := c.fit(twoFigures, i); ok && p.day > 0 && m.word("sep") != "-" && c.numberEnds(m.end()) {
		q := point{month: m.number("a"), day: m.number("b")}
		if validMonth(q.month) && validDay(q.day) {
			return q, m.end(), true
		}
	}
	a, j, ok := c.digits(i, 2)
	if !ok || !c.numberEnds(j) || c.unitAt(j) {
		return point{}, i, false
	}
	if p.day == 0 {
		return point{month: a}, j, p.saysYear() && validMonth(a) && a > p.month
	}
	return point{day: a}, j, !c.is(j, '-') && validDay(a) && a > p.day
}

// numberEnds says that no figure goes on at i: 2019.3.5.1 is a version.
func (c *scanner) numberEnds(i int) bool {
	r := c.rune(i)
	return !isDigit(r) && r != '%' && !((r == '.' || r == '/') && isDigit(c.rune(i+1)))
}

// unitAt says that a unit follows, so that the figures count something.
func (c *scanner) unitAt(i int) bool {
	return strings.ContainsRune("万亿元家个项人%％倍米吨年月度号版件篇", c.rune(c.skip(i)))
}

// short reads figures without a year, which are a date where they fill their
// brackets, as in （3.25-3.26）, begin an entry: "7/18 text", or stand after
// "on"; with a dot only where they cannot be the number of a heading.
func (c *scanner) short(i int) (expression, bool) {
	e, ok := (&scanner{s: c.s, cell: true}).numeric(i)
	if !ok || c.cell {
		return e, false
	}
	slash := c.is(i+1, '/') || c.is(i+2, '/')
	before, after := c.rune(i-1), c.rune(e.end)
	if strings.ContainsRune("（([", before) && closing(after) {
		return e, e.ranged || slash
	}
	if e.from.saysYear() || e.from.day == 0 {
		return e, false
	}
	if i <= 2 && beginsText(c.s, i) {
		// 1.25 and a wide blank; 1.3 may be the number of a heading.
		wide := after != ' ' || isSpace(c.rune(e.end+1))
		return e, isSpace(after) && (e.ranged || slash || wide && e.from.day >= 10)
	}
	e.lang = langEn
	first, _, _ := c.digits(i, 2)
	return e, slash && !e.ranged && (first > 12 && isBlank(c.s[e.end:]) || c.wordBefore(i) == "on") // christened 16/6
}
