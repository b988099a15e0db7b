package report

// English dates said in words: quarters, halves, seasons, parts of a month or
// year, and those that lean on a date said before.

// enPhrase reads a phrase that begins with the word w, which ends at j.
func (c *scanner) enPhrase(i int, w string, j int) (point, int, bool) {
	if q, end, ok := c.enQuarter(i); ok {
		p := point{quarter: q}
		return p, c.enMayYear(end, &p), true
	}
	if pt, ok := enParts[w]; ok {
		return c.enPart(i, j, pt)
	}
	if h, end, ok := c.enHalf(i, w, j); ok {
		p := point{half: h}
		return p, c.enMayYear(end, &p), true
	}
	if s, ok := enSeasons[w]; ok {
		p := point{season: s}
		if other, k := c.word(min(j+1, len(c.s))); c.is(j, '/') && enSeasons[other] > 0 {
			j = k // Spring/Summer 2014: read as the range by english
		}
		if end := c.enMayYear(j, &p); end > j {
			if _, k, ok := c.digits(end+1, 2); ok && k-end == 3 && c.is(end, '/') {
				end = k // winter 2004/05
			}
			return p, end, true
		}
		k := c.skip(j)
		return p, j, c.beginsText(i) && k < len(c.s) && (isDash(c.s[k]) || c.s[k] == ':') // the year is a heading's
	}
	return c.enAnchor(i, w, j)
}

// enPart reads "early March", "mid-2019", "the end of May 2019".
func (c *scanner) enPart(i, j int, pt part) (point, int, bool) {
	k := c.skip(j)
	if c.is(k, '-') || c.is(k, '–') {
		k = c.skip(k + 1)
	}
	if w, l := c.word(k); w == "in" && (c.has(i, "beginning") || c.has(i, "start")) {
		return point{}, i, false // working beginning in June
	} else if w == "in" || w == "of" {
		k = c.enSkipThe(c.skip(l))
	}
	if m, l, ok := c.enMonth(k); ok {
		p := point{month: m, part: pt}
		return p, c.enMayYear(l, &p), true
	}
	if p, l, ok := c.enPoint(k); ok && p.decade {
		return p, l, true
	}
	if y, l, ok := c.digits(k, 4); ok && l-k == 4 && validYear(y) && c.numberEnds(l) && !(l < len(c.s) && isLetter(c.s[l])) {
		return point{year: y, era: true, part: pt}, l, true
	}
	if w, l := c.word(k); w == "year" && c.wordBefore(i) == "the" {
		return point{yearTo: anchorThis, part: pt}, l, true
	}
	return point{}, i, false
}

// enQuarter reads Q3, "third quarter", "3rd quarter of".
func (c *scanner) enQuarter(i int) (int, int, bool) {
	if c.is(i, 'Q') && i+1 < len(c.s) && c.s[i+1] >= '1' && c.s[i+1] <= '4' && (i+2 == len(c.s) || !isDigit(c.s[i+2]) && !isLetter(c.s[i+2])) {
		return int(c.s[i+1] - '0'), i + 2, true
	}
	w, j := c.word(i)
	q, ok := enOrdinals[w]
	if !ok {
		return 0, i, false
	}
	k := c.skip(j)
	if c.is(k, '-') {
		k++
	}
	if w, l := c.word(k); w == "quarter" {
		return q, l, true
	}
	return 0, i, false
}

// enHalf reads H1, "first half".
func (c *scanner) enHalf(i int, w string, j int) (int, int, bool) {
	if c.is(i, 'H') && (c.is(i+1, '1') || c.is(i+1, '2')) && (i+2 == len(c.s) || !isLetter(c.s[i+2]) && !isDigit(c.s[i+2])) {
		return int(c.s[i+1] - '0'), i + 2, true
	}
	h, ok := enOrdinals[w]
	if !ok || h > 2 {
		return 0, i, false
	}
	k := c.skip(j)
	if c.is(k, '-') {
		k++
	}
	v, l := c.word(k)
	if v != "half" {
		return 0, i, false
	}
	next, end := c.word(c.skip(l))
	if next != "of" && next != "in" {
		return 0, i, false
	}
	m := c.enSkipThe(c.skip(end))
	if y, n := c.word(m); y == "year" {
		return h, n, true
	}
	if _, n, ok := c.digits(m, 4); ok && n-m == 4 {
		return h, l, true
	}
	return 0, i, false
}

// enAnchor reads "that same year", "the following day", "two days later",
// "later that month".
func (c *scanner) enAnchor(i int, w string, j int) (point, int, bool) {
	lead := w == "that" || w == "the" || w == "this"
	if !lead {
		return point{}, i, false
	}
	to := anchorNone
	k := j
	for range 2 {
		v, l := c.word(c.skip(k))
		switch v {
		case "same":
			to = anchorSame
		case "following", "next":
			to = anchorNext
		case "previous":
			to = anchorPrevious
		default:
			return c.enAnchorUnit(i, w, to, k)
		}
		k = l
	}
	return point{}, i, false
}

// enAnchorUnit reads the day, month or year that the phrase ends with.
func (c *scanner) enAnchorUnit(i int, lead string, to anchor, k int) (point, int, bool) {
	unit, end := c.word(c.skip(k))
	if to == anchorNone {
		if lead == "the" {
			return point{}, i, false
		}
		to = anchorSame
		if lead == "this" {
			to = anchorThis
		}
	}
	switch unit {
	case "day":
		return point{dayTo: to}, end, to == anchorSame || to == anchorNext
	case "month":
		return point{monthTo: to}, end, true
	case "year":
		return point{yearTo: to}, end, to == anchorSame || to == anchorNext
	}
	return point{}, i, false
}
