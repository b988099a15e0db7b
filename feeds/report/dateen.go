package report

import "strings"

// English date expressions.

// english reads an English expression at i.
func (c *scanner) english(i int) (expression, bool) {
	class := c.enClassAt(i)
	if class == enNone {
		return c.enShortRange(i)
	}
	if class == enCirca {
		m, ok := c.fit(circaForm, i)
		if !ok || !isDigit(m.after) {
			return expression{}, false
		}
		e, ok := (&scanner{s: c.s, cell: c.cell, circa: true}).english(m.end()) // c. 1940
		e.start, e.about = i, true
		return e, ok
	}
	e := expression{start: i, lang: langEn, about: enAbout[c.wordBefore(i)]}
	if m, ok := c.fit(twoSeasons, i); ok && class == enSeasonName {
		m.fill(&e.from)
		q := e.from
		q.season = enSeasons[strings.ToLower(m.word("to"))]
		return e.until(q, m.end()), q.season > e.from.season
	}
	p, end, ok := c.enPoint(i)
	if !ok {
		return c.enShortRange(i)
	}
	e.from, e.end = p, end
	if q, last, ok := c.enEnd(end, p, c.wordBefore(i) == "between"); ok {
		// 4–6 March and March 4–6, 2019: what stands once is for both.
		e = e.until(q, last)
	}
	return e, true
}

// enEnd reads the second point of a range: "– 6 March", "–6", "to April 2".
// "and" makes a range only of two days in a row, or after "between".
func (c *scanner) enEnd(i int, from point, between bool) (q point, end int, ok bool) {
	if m, ok := c.fit(enNextDay, i); ok && from.day > 0 && m.number("d") == from.day+1 && c.numberEnds(m.end()) {
		return point{day: m.number("d")}, m.end(), true // Sept 9/10
	}
	joint, ok := c.fit(enJoint, i)
	if !ok {
		return q, i, false
	}
	next, row := joint.end(), joint.has("and") && !between
	if m, ok := c.fit(yearAlone, next); ok && from.yearOnly() && from.saysYear() && !row && c.numberEnds(m.end()) {
		m.fill(&q)
		return q, m.end(), true
	}
	q, end, ok = c.enPoint(next)
	if ok && (!row || q.day == from.day+1 && q.month == from.month) && (q.month > 0 || q.quarter > 0 || q.season > 0 || from.month == 0 && q.saysYear()) {
		return q, end, true
	}
	m, ok := c.fit(enDayAfter, next)
	if !ok || isLetter(m.after) || isDigit(m.after) {
		return q, i, false
	}
	q = point{}
	m.fill(&q)
	return q, m.end(), from.day > 0 && q.day > from.day && validDay(q.day) && (!row || q.day == from.day+1)
}

// enShortRange reads 4–6 March 2019, 4 and 5 March, from the 2nd to the 5th of
// July, the weekend of 5/6 November.
func (c *scanner) enShortRange(i int) (expression, bool) {
	m, ok := match{}, isDigit(c.rune(i))
	if ok {
		m, ok = c.fit(enDayAhead, i)
	}
	if !ok {
		return expression{}, false
	}
	d := m.number("d")
	q, end, ok := c.enPoint(m.end())
	row := m.has("and") && c.wordBefore(i) != "between"
	e := expression{start: i, from: point{day: d}, lang: langEn}
	return e.until(q, end), ok && validDay(d) && q.day > d && q.month > 0 && (!row || q.day == d+1)
}

// enPoint reads one English date.
func (c *scanner) enPoint(i int) (p point, end int, ok bool) {
	for _, f := range enForms[c.enClassAt(i)] {
		m, ok := c.fit(f, i)
		switch {
		case !ok, isLetter(m.after) && !m.has("weekday"), isDigit(m.after) && isDigit(c.rune(m.end()-1)):
			continue
		case m.has("weekday"):
			if p, end, _, ok = c.figures(m.end()); !ok {
				p, end, ok = c.enPoint(m.end())
			}
			return p, end, ok && p.day > 0
		}
		if p, end, ok = c.enRead(m); ok {
			return p, end, true
		}
	}
	return point{}, i, false
}

// enClassAt says what begins at i.
func (c *scanner) enClassAt(i int) enClass {
	if isDigit(c.rune(i)) {
		switch _, j, _ := c.digits(i, 4); j - i {
		case 1, 2:
			return enDayNumber
		case 4:
			return enYearNumber
		}
		return enNone
	}
	w, j := c.word(i)
	class := enBegins[w]
	if next, _ := c.word(c.skip(j)); class == enLeading && !enUnits[next] || (class == enMonthName || class == enLetter) && !isUpper(c.s[i]) {
		return enNone
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
	day, dayEnd := m.group("d")
	switch {
	case mon != "" && isLower([]rune(mon)[0]),
		day != "" && (!validDay(p.day) || !m.has("alone") && monthEnd < dayEnd && (c.numberGoesOn(dayEnd) || isDigit(c.rune(dayEnd)))),
		m.has("part") && m.has("y") && !c.numberEnds(end),
		p.year != 0 && !validYear(p.year),
		m.has("begins") && (!c.beginsText(m.at) || isSpace(m.after) && isDigit(c.rune(c.skip(end)))),
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

// ordinalOf is the number of a word such as "third" or 3rd, 0 for none.
func ordinalOf(w string) int {
	if n := enOrdinals[strings.ToLower(w)]; n > 0 {
		return n
	}
	return enOrdinals[firstRunes(w, 1)]
}

// leans reads "that same year", "the following day", "this month".
func (m match) leans(p *point) bool {
	to := anchorNone
	for _, w := range strings.Fields(strings.ToLower(m.word("lead") + m.word("lean"))) {
		if a := enLeans[w]; a != anchorNone {
			to = a
		}
	}
	switch strings.ToLower(m.word("unit")) {
	case "day":
		p.dayTo = to
	case "month":
		p.monthTo = to
		return to != anchorNone
	default:
		p.yearTo = to
	}
	return to == anchorSame || to == anchorNext
}
