package report

import (
	"strings"
)

// English date expressions.

// english reads an English expression at i.
func (c *scanner) english(i int) (expression, bool) {
	if c.enClassAt(i) == enNone {
		return c.enShortRange(i)
	}
	if m, ok := c.fit(twoSeasons, i); ok {
		var p point
		m.fill(&p)
		q := p
		q.season = enSeasons[strings.ToLower(m.word("to"))]
		return expression{start: i, end: m.end(), from: p, to: q, ranged: true, lang: langEn}, q.season > p.season
	}
	p, end, ok := c.enPoint(i)
	if !ok {
		return c.enShortRange(i)
	}
	e := expression{start: c.circa(i), end: end, from: p, lang: langEn, about: c.enAbout(i)}
	if q, last, ok := c.enEnd(end, p, c.wordBefore(i) == "between"); ok {
		// 4–6 March and March 4–6, 2019: what stands once is for both.
		e.to, e.end, e.ranged = q, last, true
	}
	return e, true
}

// enEnd reads the second point of a range: "– 6 March", "–6", "to April 2".
// "and" makes a range only of two days in a row, or after "between".
func (c *scanner) enEnd(i int, from point, between bool) (point, int, bool) {
	if d, j, ok := c.digits(i+1, 2); ok && c.is(i, '/') && from.day > 0 && d == from.day+1 && c.numberEnds(j) {
		return point{day: d}, j, true // Sept 9/10
	}
	next, and, ok := c.enDash(i)
	if !ok {
		return point{}, i, false
	}
	and = and && !between
	if y, end, ok := c.digits(next, 4); ok && end-next == 4 && validYear(y) && from.yearOnly() && from.saysYear() && !and && c.numberEnds(end) {
		return point{year: y, era: true}, end, true
	}
	q, end, ok := c.enPoint(next)
	if ok && (!and || q.day == from.day+1 && q.month == from.month) && (q.month > 0 || q.quarter > 0 || q.season > 0 || from.month == 0 && q.saysYear()) {
		return q, end, true
	}
	d, j, ok := c.enDay(next)
	if !ok || from.day == 0 || d <= from.day || and && d != from.day+1 {
		return point{}, i, false
	}
	q = point{}
	if m, ok := c.fit(yearBehind, j); ok {
		m.fill(&q)
		j = m.end()
	}
	q.day = d
	return q, j, true
}

// enDash passes "–", "to", "through", "until", and "and", which it tells.
func (c *scanner) enDash(i int) (next int, and, ok bool) {
	if next, ok := c.dash(i); ok {
		return next, false, true
	}
	k := c.skip(i)
	if c.is(k, ',') {
		k = c.skip(k + 1)
	}
	switch w, j := c.word(k); w {
	case "to", "through", "thru", "until", "till", "and":
		return c.skip(j), w == "and", true
	}
	return i, false, false
}

// enShortRange reads 4–6 March 2019, 4 and 5 March, from the 2nd to the 5th of
// July.
func (c *scanner) enShortRange(i int) (expression, bool) {
	d, j, ok := c.enDay(i)
	if !ok {
		return expression{}, false
	}
	next, and, ok := c.enDash(j)
	if c.is(j, '/') {
		next, ok = j+1, true // the weekend of 5/6 November
	}
	if w, k := c.word(next); w == "the" {
		next = c.skip(k)
	}
	if !ok {
		return expression{}, false
	}
	q, end, ok := c.enPoint(next)
	if !ok || q.day <= d || q.month == 0 || and && q.day != d+1 && c.wordBefore(i) != "between" {
		return expression{}, false
	}
	return expression{start: i, end: end, from: point{day: d}, to: q, ranged: true, lang: langEn}, true
}

// enPoint reads one English date.
func (c *scanner) enPoint(i int) (point, int, bool) {
	for _, f := range enForms[c.enClassAt(i)] {
		m, ok := c.fit(f, i)
		if !ok {
			continue
		}
		if m.has("weekday") {
			return c.enAfterWeekday(m.end())
		}
		if isLetter(m.after) || isDigit(m.after) && isDigit(c.rune(m.end()-1)) {
			continue
		}
		if p, end, ok := c.enRead(m); ok {
			return p, end, true
		}
	}
	return point{}, i, false
}

// enAfterWeekday reads the day behind the name of a weekday.
func (c *scanner) enAfterWeekday(i int) (point, int, bool) {
	if p, end, _, ok := c.figures(i); ok && p.day > 0 {
		return p, end, true
	}
	p, end, ok := c.enPoint(i)
	return p, end, ok && p.day > 0
}

// enClass is what an English date begins with.
type enClass uint8

const (
	enNone enClass = iota
	enDayNumber
	enYearNumber
	enMonthName
	enSeasonName
	enPartWord
	enOrdinalWord
	enLetter // Q3, H1
	enLeading
	enWeekday
)

// enClassAt says what begins at i.
func (c *scanner) enClassAt(i int) enClass {
	if isDigit(c.rune(i)) {
		if _, j, ok := c.digits(i, 4); !ok || j-i == 3 {
			return enNone
		} else if j-i == 4 {
			return enYearNumber
		}
		return enDayNumber
	}
	w, j := c.word(i)
	class := enBegins[w]
	if (class == enMonthName || class == enLetter) && !isUpper(c.s[i]) {
		return enNone
	}
	if class == enLeading {
		if w, _ = c.word(c.skip(j)); !enUnits[w] {
			return enNone
		}
	}
	return class
}

// enRead makes the date of a match, unless what stands around it says that it
// is none.
func (c *scanner) enRead(m match) (p point, end int, ok bool) {
	end = m.end()
	m.fill(&p)
	if m.has("lead") {
		return p, end, m.leans(&p)
	}
	mon, monthEnd := m.group("mon")
	dayEnd := end
	if m.has("d") {
		_, dayEnd = m.group("d")
	}
	switch {
	case mon != "" && isLower([]rune(mon)[0]),
		m.has("d") && (!validDay(p.day) || !m.has("alone") && monthEnd < dayEnd && (c.numberGoesOn(dayEnd) || isDigit(c.rune(dayEnd)))),
		m.has("part") && m.has("y") && !c.numberEnds(end),
		p.quarter > 4, p.half > 2,
		p.year != 0 && !validYear(p.year),
		m.has("begins") && !c.beginsText(m.at),
		m.has("this") && m.has("part") && c.wordBefore(m.at) != "the",
		m.word("of") == "in " && (m.word("part") == "beginning" || m.word("part") == "start"), // working beginning in June
		m.has("decade") && p.year%10 != 0:
		return p, end, false
	}
	if mon != "" && p.year == 0 && p.yearTo == anchorNone {
		p.yearTo = enYearLeans[c.wordBefore(m.at)]
	}
	if m.has("alone") {
		return c.enAlone(m, p)
	}
	return p, end, true
}

// enAlone reads a month, season, day or year that stands by itself, which takes
// a sign that it is meant as one.
func (c *scanner) enAlone(m match, p point) (point, int, bool) {
	end := m.end()
	switch {
	case p.month > 0:
		return p, end, c.enMonthStands(m.at, end)
	case p.season > 0 && c.wordBefore(m.at) == "that":
		p.yearTo = anchorSame
		return p, end, true
	case p.season > 0:
		next := c.rune(c.skip(end))
		return p, end, c.beginsText(m.at) && (isDash(next) || next == ':') // the year is a heading's
	case p.day > 0:
		last, ok := c.enDayStands(m.at, end)
		if last > end {
			p.monthTo = anchorSame
		}
		return p, last, ok
	}
	return p, end, c.enYearStands(m.at, end)
}

// fill takes the parts of a date out of a match.
func (m match) fill(p *point) {
	p.month = enMonths[strings.ToLower(firstRunes(m.word("mon"), 3))]
	p.day = m.number("d")
	if p.year = m.number("y"); p.year == 0 {
		p.year = m.number("decade")
	}
	p.era, p.decade = p.year != 0, m.has("decade")
	p.quarter, p.half = ordinalOf(m.word("q")), ordinalOf(m.word("half"))
	p.season = enSeasons[strings.ToLower(m.word("s"))]
	p.part = enParts[strings.ToLower(m.word("part"))]
	switch {
	case m.has("ya"):
		p.yearTo = anchorSame
	case m.has("this"):
		p.yearTo = anchorThis
	}
}

// leans reads "that same year", "the following day", "this month".
func (m match) leans(p *point) bool {
	to := anchorNone
	for _, w := range strings.Fields(m.word("lean")) {
		to = map[string]anchor{"same": anchorSame, "following": anchorNext, "next": anchorNext, "previous": anchorPrevious}[strings.ToLower(w)]
	}
	if to == anchorNone {
		to = map[string]anchor{"that": anchorSame, "this": anchorThis}[strings.ToLower(m.word("lead"))]
	}
	switch strings.ToLower(m.word("unit")) {
	case "day":
		p.dayTo = to
		return to == anchorSame || to == anchorNext
	case "month":
		p.monthTo = to
		return to != anchorNone
	}
	p.yearTo = to
	return to == anchorSame || to == anchorNext
}
