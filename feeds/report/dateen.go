package report

import (
	"regexp"
	"strings"
)

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
	if ok && (!row || q.day == from.day+1 && (q.month == from.month || from.month == 0) || q.day+from.day == 0 && q.month == from.month+1 && from.month > 0) && (q.month > 0 || q.quarter > 0 || q.season > 0 || from.month == 0 && q.saysYear()) {
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
	if next, _ := c.word(c.skip(j)); class == enLeading && !enUnits[next] || (class == enMonthName || class == enLetter) && !isUpper(c.s[i]) && !(len(w) > 3 && isDigit(c.rune(c.skip(j)))) {
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
	case mon != "" && isLower([]rune(mon)[0]) && !(p.year != 0 && (p.day > 0 || m.has("begins"))),
		day != "" && (!validDay(p.day) || !m.has("alone") && monthEnd < dayEnd && (c.numberGoesOn(dayEnd) || isDigit(c.rune(dayEnd)))),
		m.has("part") && (m.has("y") && !c.numberEnds(end) || mon != "" && isSpace(m.after) && isDigit(c.rune(c.skip(end)))),
		p.year != 0 && !p.short && !validYear(p.year),
		m.has("begins") && (!beginsText(c.s, m.at) || isSpace(m.after) && isDigit(c.rune(c.skip(end)))),
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
		return p, end, beginsText(c.s, m.at) && (isDash(next) || next == ':') // the year is a heading's
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
	if m.has("apostrophe") {
		p.year, p.short = m.number("apostrophe"), true // Sept. '41
	}
	p.era, p.decade = p.year != 0 && !p.short, m.has("decade")
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
	words := strings.Fields(strings.ToLower(m.word("lead") + m.word("lean")))
	to := enLeans[words[len(words)-1]]
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

// What stands around an English date, and the words of such dates.

// enDayStands says whether an ordinal alone is a day, and where it ends: "on
// the 12th", "on the 21st of that month", or "4th:" at the beginning of an
// entry.
func (c *scanner) enDayStands(i, j int) (int, bool) {
	k := c.skip(j)
	before, after := strings.ToLower(string(c.s[max(0, i-24):i])), string(c.s[j:min(len(c.s), j+24)])
	next, end := c.word(k)
	switch {
	case beginsText(c.s, i) && (c.is(k, ':') || isDash(c.rune(k))), enBegins[c.wordBefore(i)] == enWeekday, timeOfThe.MatchString(before):
		return j, true // Saturday 19th, on the morning of the 17th
	case strings.HasSuffix(before, "from the ") && (next == "on" || next == "onwards"):
		return end, true // from the 12th on
	case !strings.HasSuffix(before, "on the "):
		return j, false
	}
	month := ofMonth.FindString(after)
	return j + len(month), month != "" || next != "of" && !enOrdinalNouns[next]
}

var (
	timeOfThe = regexp.MustCompile(`\b(?:morning|afternoon|evening|night|hours) of the $`)
	ofMonth   = regexp.MustCompile(`^ of (?:[a-z]+ ){0,2}month\b`)
)

// enYearStands says whether four figures are a year: introduced by a word
// that a year follows, or standing alone at the beginning of the text.
func (c *scanner) enYearStands(i, j int) bool {
	after := c.rune(j)
	if isLetter(after) || after == '%' || after == '/' || isHan(after) || opening(after) || !c.numberEnds(j) {
		return false
	}
	before, w := c.rune(i-1), c.wordBefore(i)
	// A noun in small letters says that it counts: from 2058 journals.
	k := c.skip(j)
	noun, _ := c.word(k)
	counts := k > j && isLower(c.rune(k)) && !enFunction[noun]
	return c.circa || enBeforeYear[w] || enBeforeNumber[w] && !counts || beginsText(c.s, i) || isDash(before) || c.bracketed(i, j) || dashed(c.s, expression{start: i, end: j}) ||
		(regularPast(w) || enParticiple[w]) && (after == 0 || strings.ContainsRune(",.;", after)) // "Founded 1869, opened 1871"
}

// bracketed says whether a year stands in brackets that are not those of a
// document's number: 沪府（2019）12号.
func (c *scanner) bracketed(i, j int) bool {
	return strings.ContainsRune("(（", c.rune(i-1)) && !(closing(c.rune(j)) && (isDigit(c.rune(j+1)) || c.is(j+1, '第')))
}

// enMonthStands says whether a month's name alone is meant as one, not as a
// person, a verb or a modal: after a preposition, or at the beginning before
// a separator or a verb that months have.
func (c *scanner) enMonthStands(i, j int) bool {
	k := c.skip(j)
	next, before := c.rune(k), c.rune(i-1)
	name, _ := c.word(i)
	verb, _ := c.word(k)
	begin := i
	for isSpace(c.rune(begin - 1)) {
		begin--
	}
	switch {
	case j-i <= 4 && k > j && isLower(next) && !c.cell && name != "may" && name != "june" && name != "july":
		return false // Mar del Plata
	case enBeforeMonth[c.wordBefore(i)], isDash(before), before == '(', before == '/':
		return true
	case k == len(c.s) && j-i > 3:
		return true // "Boat race August"
	case !beginsText(c.s, i) && !strings.ContainsRune(".!?;", c.rune(begin-1)):
		return false
	}
	return next == 0 || isDash(next) || strings.ContainsRune(":|：)/]", next) || enAfterMonth[verb] || next == ',' && j-i > 3
}

// numberGoesOn says whether the figures before i are the first of a longer
// number, a share or a time: "In March 1,200 people came".
func (c *scanner) numberGoesOn(i int) bool {
	return c.is(i, '%') || (c.is(i, ',') || c.is(i, '.') || c.is(i, ':')) && isDigit(c.rune(i+1))
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
	enCirca
)

// The words of English dates.
var (
	enMonths      = map[string]int{"jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "oct": 10, "nov": 11, "dec": 12}
	enSeasons     = map[string]int{"spring": 1, "summer": 2, "autumn": 3, "fall": 3, "winter": 4}
	enOrdinals    = map[string]int{"1": 1, "2": 2, "3": 3, "4": 4, "first": 1, "second": 2, "third": 3, "fourth": 4, "上": 1, "下": 2}
	enParts       = map[string]part{"early": partEarly, "beginning": partEarly, "start": partEarly, "mid": partMiddle, "middle": partMiddle, "late": partLate, "end": partLate}
	enYearLeans   = map[string]anchor{"last": anchorPrevious, "that": anchorSame, "following": anchorThen}
	enLeans       = map[string]anchor{"that": anchorSame, "same": anchorSame, "this": anchorThis, "following": anchorNext, "next": anchorNext, "previous": anchorPrevious}
	enOrdinalEnds = wordSet("st nd rd th")
	enAbout       = wordSet("about around circa approximately")
	// enBegins are the words that English dates begin with.
	enBegins = classes(map[enClass]string{
		enMonthName: `january february march april may june july august september october november december
			jan feb mar apr jun jul aug sep sept oct nov dec`,
		enSeasonName:  "spring summer autumn fall winter",
		enPartWord:    "early beginning start middle mid late end",
		enOrdinalWord: "first second third fourth",
		enLetter:      "q h",
		enLeading:     "that this the",
		enWeekday:     "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun",
		enCirca:       "c ca circa",
	})
	enUnits       = wordSet("same following next previous day month year")
	enBeforeMonth = wordSet(`in of since until till early mid late during by from to last this that following next between and
		through throughout end for every each after before around about as`)
	enAfterMonth = wordSet("saw brought marked was began started ended")
	// enBeforeYear are words that a year follows, enBeforeNumber those that a
	// number of things may follow, too.
	enBeforeYear   = wordSet("in since during year early late mid circa summer winter spring autumn fall")
	enBeforeNumber = wordSet("from until till to by of and both or after before through throughout for around about between than")
	// enOrdinalNouns are words that an ordinal before them counts.
	enOrdinalNouns = wordSet(`anniversary birthday century edition floor street avenue day attempt time place minute hole lap year
		season annual round hour week page`)
)

// classes gives each word of a list its class.
func classes(lists map[enClass]string) map[string]enClass {
	out := map[string]enClass{}
	for class, words := range lists {
		for _, w := range strings.Fields(words) {
			out[w] = class
		}
	}
	return out
}
