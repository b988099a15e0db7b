package report

// English date expressions.

// english reads an English expression at i.
func (c *scanner) english(i int) (expression, bool) {
	p, end, ok := c.enPoint(i)
	if !ok {
		return c.enShortRange(i)
	}
	e := expression{start: c.circa(i), end: end, from: p, lang: langEn, about: c.enAbout(i)}
	if w, j := c.word(i); c.is(j, '/') && p.season > 0 && enSeasons[w] > 0 {
		// Spring/Summer 2014: the point read is that of the second season.
		if other, _ := c.word(j + 1); enSeasons[other] > p.season {
			e.to, e.ranged = p, true
			e.to.season = enSeasons[other]
			return e, true
		}
	}
	if q, last, ok := c.enEnd(end, p, c.wordBefore(i) == "between"); ok {
		e.to, e.end, e.ranged = q, last, true
		// 4–6 March and March 4–6, 2019: what stands once is for both.
	}
	return e, true
}

// enEnd reads the second point of a range: "– 6 March", "–6", "to April 2".
// "and" makes a range only of two days in a row, or after "between".
func (c *scanner) enEnd(i int, from point, between bool) (point, int, bool) {
	if d, j, ok := c.digits(i+1, 2); ok && c.is(i, '/') && from.day > 0 && d == from.day+1 && c.numberEnds(j) {
		return point{day: d}, j, true // Sept 9/10
	}
	next, ok := c.enDash(i)
	if !ok {
		return point{}, i, false
	}
	and, _ := c.word(c.skip(i))
	if between {
		and = "to"
	}
	if y, end, ok := c.digits(next, 4); ok && end-next == 4 && validYear(y) && from.yearOnly() && from.saysYear() && and != "and" && c.numberEnds(end) {
		return point{year: y, era: true}, end, true
	}
	if q, end, ok := c.enPoint(next); ok && (and != "and" || q.day == from.day+1 && q.month == from.month) && (q.month > 0 || q.quarter > 0 || q.season > 0 || q.month == 0 && from.month == 0 && q.saysYear()) {
		return q, end, true
	}
	d, j, ok := c.enDay(next)
	if !ok || from.day == 0 || d <= from.day || and == "and" && d != from.day+1 {
		return point{}, i, false
	}
	q := point{day: d}
	if y, k, ok := c.enYear(j); ok {
		q.year, q.era, j = y, true, k
	}
	return q, j, true
}

// enDash passes "–", "to", "through", "until", and "and" between days.
func (c *scanner) enDash(i int) (int, bool) {
	if next, ok := c.dash(i); ok {
		return next, true
	}
	k := c.skip(i)
	if c.is(k, ',') {
		k = c.skip(k + 1)
	}
	w, j := c.word(k)
	switch w {
	case "to", "through", "thru", "until", "till", "and":
		return c.skip(j), true
	}
	return i, false
}

// enShortRange reads 4–6 March 2019, 4 and 5 March, March–May 2019.
func (c *scanner) enShortRange(i int) (expression, bool) {
	d, j, ok := c.enDay(i)
	if !ok {
		return expression{}, false
	}
	next, ok := c.enDash(j)
	if c.is(j, '/') {
		next, ok = j+1, true // the weekend of 5/6 November
	}
	next = c.enSkipThe(next) // from the 2nd to the 5th of July
	if !ok {
		return expression{}, false
	}
	q, end, ok := c.enPoint(next)
	and, _ := c.word(c.skip(j))
	if !ok || q.day <= d || q.month == 0 || and == "and" && q.day != d+1 && c.wordBefore(i) != "between" {
		return expression{}, false
	}
	return expression{start: i, end: end, from: point{day: d}, to: q, ranged: true, lang: langEn}, true
}

// enPoint reads one English date.
func (c *scanner) enPoint(i int) (point, int, bool) {
	if i >= len(c.s) {
		return point{}, i, false
	}
	if isDigit(c.s[i]) {
		return c.enFromNumber(i)
	}
	w, j := c.word(i)
	if w == "" {
		return point{}, i, false
	}
	if enWeekdays[w] {
		k := j
		if c.is(k, '.') {
			k++
		}
		if c.is(k, ',') {
			k++
		}
		k = c.enSkipThe(c.skip(k))
		if p, end, _, ok := c.figures(k); ok && p.day > 0 {
			return p, end, true
		}
		p, end, ok := c.enPoint(k)
		return p, end, ok && p.day > 0
	}
	if p, end, ok := c.enFromMonth(i, w, j); ok {
		return p, end, true
	}
	return c.enPhrase(i, w, j)
}

// enFromNumber reads 4 March 2019, 4th of March, 2019 March, 2019 Q3, 2019.
func (c *scanner) enFromNumber(i int) (point, int, bool) {
	if d, j, ok := c.enDay(i); ok {
		k := c.skip(j)
		if w, l := c.word(k); w == "of" {
			k = c.skip(l)
		}
		if c.is(k, '-') || c.is(k, ' ') {
			k = c.skip(k + 1)
		}
		if m, l, ok := c.enMonth(k); ok {
			p := point{month: m, day: d}
			return p, c.enMayYear(l, &p), true
		}
		end, ok := c.enBareDay(i, j)
		p := point{day: d}
		if end > j {
			p.monthTo = anchorSame
		}
		return p, end, ok
	}
	y, j, ok := c.digits(i, 4)
	if !ok || j-i != 4 || !validYear(y) {
		return point{}, i, false
	}
	p := point{year: y, era: true}
	k := c.skip(j)
	if q, l, ok := c.enQuarter(k); ok {
		p.quarter = q
		return p, l, true
	}
	if c.is(j, 's') && y%10 == 0 && (j+1 == len(c.s) || !isLetter(c.s[j+1])) {
		p.decade = true
		return p, j + 1, true
	}
	if m, l, ok := c.enMonth(k + 1); ok && c.is(k, '(') && (l >= len(c.s)-1 || c.is(l, ')') || c.is(l+1, ')')) {
		p.month = m
		return p, min(l+1, len(c.s)), true // 1915 (Sept.)
	}
	if c.is(j, ',') && c.beginsText(i) {
		k := c.skip(j + 1)
		if w, l := c.word(k); enSeasons[w] > 0 {
			p.season = enSeasons[w]
			return p, l, true // 2001, spring:
		}
		if q, l, ok := c.enPoint(k); ok && q.month > 0 && !q.saysYear() {
			q.year, q.era = y, true
			return q, l, true // 1923, 15 May:
		}
	}
	if c.enYearStands(i, j) {
		return p, j, true
	}
	return point{}, i, false
}

// enBareDay says whether an ordinal alone is a day, and where it ends: "on the
// 12th", "on the 21st of that month", or "4th:" at the beginning of an entry.
func (c *scanner) enBareDay(i, j int) (int, bool) {
	if !isLetter(c.s[j-1]) {
		return j, false
	}
	k := c.skip(j)
	if c.beginsText(i) && k < len(c.s) && (c.s[k] == ':' || isDash(c.s[k])) {
		return j, true
	}
	w, at := c.previous(i)
	if enWeekdays[w] {
		return j, true // Saturday 19th
	}
	on := c.wordBefore(at)
	if after, l := c.word(k); w == "the" && on == "from" && (after == "on" || after == "onwards") {
		return l, true // from the 12th on
	}
	if w != "the" || on != "on" && on != "of" {
		return j, false
	}
	if on == "of" { // on the morning of the 17th
		_, at = c.previous(at)
		return j, enTimesOfDay[c.wordBefore(at)]
	}
	next, l := c.word(k)
	if next != "of" {
		return j, !enOrdinalNouns[next]
	}
	for range 3 {
		if next, l = c.word(c.skip(l)); next == "month" {
			return l, true
		}
	}
	return j, false
}

// enYearStands says whether four figures are a year: introduced by a word
// that a year follows, or standing alone at the beginning of the text.
func (c *scanner) enYearStands(i, j int) bool {
	if j < len(c.s) && (isLetter(c.s[j]) || c.s[j] == '%' || c.s[j] == '/' || isHan(c.s[j]) || opening(c.s[j])) || !c.numberEnds(j) {
		return false
	}
	switch c.wordBefore(i) {
	case "in", "since", "during", "year", "early", "late", "mid", "circa", "summer", "winter", "spring", "autumn", "fall":
		return true
	case "from", "until", "till", "to", "by", "of", "and", "both", "or", "after", "before", "through", "throughout", "for", "around", "about", "between", "than":
		return !c.countsThings(j)
	}
	return c.beginsText(c.circa(i)) || i > 0 && (isDash(c.s[i-1]) || c.s[i-1] == '(')
}

// countsThings says whether a noun follows a number, which then counts: from
// 2058 journals, for 1000 pounds.
func (c *scanner) countsThings(i int) bool {
	k := c.skip(i)
	w, _ := c.word(k)
	return k > i && k < len(c.s) && isLower(c.s[k]) && !enFunction[w]
}

// beginsText says whether only blanks and marks stand before i.
func (c *scanner) beginsText(i int) bool {
	for i--; i >= 0; i-- {
		if !isSpace(c.s[i]) && !headingDecoration(c.s[i]) {
			return false
		}
	}
	return true
}

// enFromMonth reads March 4th, 2019, March 2019, March.
func (c *scanner) enFromMonth(i int, w string, j int) (point, int, bool) {
	m, known := enMonths[w]
	if !known || !isUpper(c.s[i]) {
		return point{}, i, false
	}
	if c.is(j, '.') && len(w) <= 4 {
		j++
	}
	p := point{month: m}
	switch c.wordBefore(i) {
	case "last":
		p.yearTo = anchorPrevious
	case "that":
		p.yearTo = anchorSame
	case "following":
		p.yearTo = anchorThen
	}
	k := c.skip(j)
	if w, l := c.word(k); w == "the" {
		k = c.skip(l)
	}
	if d, l, ok := c.enDay(k); ok && k > j && !c.numberGoesOn(l) {
		p.day = d
		return p, c.enMayYear(l, &p), true
	}
	if end := c.enMayYear(j, &p); end > j {
		return p, end, true
	}
	if !c.enMonthStands(i, j) || j-i <= 4 && w != "may" && w != "june" && w != "july" && k < len(c.s) && k > j && isLower(c.s[k]) && !c.cell {
		return point{}, i, false
	}
	return p, j, true
}

// enMonthStands says whether a month's name alone is meant as one, not as a
// person, a verb or a modal: after a preposition, or at the beginning before
// a separator or a verb that months have.
func (c *scanner) enMonthStands(i, j int) bool {
	switch c.wordBefore(i) {
	case "in", "of", "since", "until", "till", "early", "mid", "late", "during", "by", "from", "to", "last", "this", "that", "following",
		"next", "between", "and", "through", "throughout", "end", "for", "every", "each", "after", "before", "around", "about", "until-", "as":
		return true
	}
	if i > 0 && (isDash(c.s[i-1]) || c.s[i-1] == '(' || c.s[i-1] == '/') {
		return true
	}
	k := c.skip(j)
	if k == len(c.s) && j-i > 3 {
		return true // "Boat race August"
	}
	if !c.beginsText(i) && !c.sentenceBegins(i) {
		return false
	}
	if k >= len(c.s) || isDash(c.s[k]) || c.s[k] == ':' || c.s[k] == '|' || c.s[k] == '：' || c.s[k] == ')' || c.s[k] == '/' || c.s[k] == ']' {
		return true
	}
	switch w, _ := c.word(k); w {
	case "saw", "brought", "marked", "was", "began", "started", "ended":
		return true
	}
	return c.s[k] == ',' && len(string(c.s[i:j])) > 3
}

func (c *scanner) sentenceBegins(i int) bool {
	for i--; i >= 0 && isSpace(c.s[i]); i-- {
	}
	return i >= 0 && (c.s[i] == '.' || c.s[i] == '!' || c.s[i] == '?' || c.s[i] == ';')
}

// enMayYear reads a year after a month or day and returns where the date
// ends.
func (c *scanner) enMayYear(i int, p *point) int {
	if y, j, ok := c.enYear(i); ok {
		p.year, p.era, p.yearTo = y, true, anchorNone
		return j
	}
	for _, same := range []string{" of the same year", " of that year", " that year", " the same year"} {
		if c.has(i, same) {
			p.yearTo = anchorSame
			return i + len(same)
		}
	}
	return i
}

// enYear reads ", 2019", " of 2019", " 2019", "-2019", " '19".
func (c *scanner) enYear(i int) (int, int, bool) {
	j := i
	if c.is(j, ',') || c.is(j, '-') {
		j++
	}
	k := c.skip(j)
	if w, l := c.word(k); w == "of" || w == "in" {
		k = c.skip(l)
	}
	y, l, ok := c.digits(k, 4)
	if !ok || l-k != 4 || !validYear(y) || k == i || l < len(c.s) && isLetter(c.s[l]) {
		return 0, i, false
	}
	return y, l, true
}
