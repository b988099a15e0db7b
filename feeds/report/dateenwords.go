package report

import "strings"

// What stands around an English date, and the words of such dates.

// enDayStands says whether an ordinal alone is a day, and where it ends: "on
// the 12th", "on the 21st of that month", or "4th:" at the beginning of an
// entry.
func (c *scanner) enDayStands(i, j int) (int, bool) {
	k := c.skip(j)
	if c.beginsText(i) && k < len(c.s) && (c.s[k] == ':' || isDash(c.s[k])) {
		return j, true
	}
	w, at := c.previous(i)
	on := c.wordBefore(at)
	if enBegins[w] == enWeekday {
		return j, true // Saturday 19th
	}
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
	if r := c.rune(j); isLetter(r) || r == '%' || r == '/' || isHan(r) || opening(r) || !c.numberEnds(j) {
		return false
	}
	switch c.wordBefore(i) {
	case "in", "since", "during", "year", "early", "late", "mid", "circa", "summer", "winter", "spring", "autumn", "fall":
		return true
	case "from", "until", "till", "to", "by", "of", "and", "both", "or", "after", "before", "through", "throughout", "for", "around", "about", "between", "than":
		return !c.countsThings(j)
	}
	if w := c.wordBefore(i); (regularPast(w) || enParticiple[w]) && (c.rune(j) == ',' || c.rune(j) == 0) {
		return true // "Founded 1869, opened 1871"
	}
	before := c.rune(i - 1)
	return c.beginsText(c.circa(i)) || isDash(before) || before == '('
}

// countsThings says whether a noun follows a number, which then counts: from
// 2058 journals, for 1000 pounds.
func (c *scanner) countsThings(i int) bool {
	k := c.skip(i)
	w, _ := c.word(k)
	return k > i && isLower(c.rune(k)) && !enFunction[w]
}

// enMonthStands says whether a month's name alone is meant as one, not as a
// person, a verb or a modal: after a preposition, or at the beginning before
// a separator or a verb that months have.
func (c *scanner) enMonthStands(i, j int) bool {
	k := c.skip(j)
	next := c.rune(k)
	if short := j-i <= 4; short && k > j && isLower(next) && !c.cell {
		if w, _ := c.word(i); w != "may" && w != "june" && w != "july" {
			return false // Mar del Plata
		}
	}
	if before := c.rune(i - 1); enBeforeMonth[c.wordBefore(i)] || isDash(before) || before == '(' || before == '/' {
		return true
	}
	if k == len(c.s) && j-i > 3 {
		return true // "Boat race August"
	}
	if !c.beginsText(i) && !c.sentenceBegins(i) {
		return false
	}
	w, _ := c.word(k)
	return next == 0 || isDash(next) || strings.ContainsRune(":|：)/]", next) || enAfterMonth[w] || next == ',' && j-i > 3
}

func (c *scanner) sentenceBegins(i int) bool {
	for i--; i >= 0 && isSpace(c.s[i]); i-- {
	}
	return i >= 0 && strings.ContainsRune(".!?;", c.s[i])
}

// The words of English dates.
var (
	enMonths     = map[string]int{"jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "oct": 10, "nov": 11, "dec": 12}
	enSeasons    = map[string]int{"spring": 1, "summer": 2, "autumn": 3, "fall": 3, "winter": 4}
	enOrdinals   = map[string]int{"1": 1, "2": 2, "3": 3, "4": 4, "first": 1, "second": 2, "third": 3, "fourth": 4, "上": 1, "下": 2}
	enParts      = map[string]part{"early": partEarly, "beginning": partEarly, "start": partEarly, "mid": partMiddle, "middle": partMiddle, "late": partLate, "end": partLate}
	enYearLeans  = map[string]anchor{"last": anchorPrevious, "that": anchorSame, "following": anchorThen}
	enTimesOfDay = wordSet("morning afternoon evening night hours")
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
	})
	enUnits       = wordSet("same following next previous day month year")
	enBeforeMonth = wordSet(`in of since until till early mid late during by from to last this that following next between and
		through throughout end for every each after before around about as`)
	enAfterMonth = wordSet("saw brought marked was began started ended")
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

// ordinalOf is the number of a word such as "third" or 3rd, 0 for none.
func ordinalOf(w string) int {
	if n := enOrdinals[strings.ToLower(w)]; n > 0 {
		return n
	}
	return enOrdinals[firstRunes(w, 1)]
}

// numberGoesOn says whether the figures before i are the first of a longer
// number, a share or a time: "In March 1,200 people came".
func (c *scanner) numberGoesOn(i int) bool {
	return c.is(i, '%') || (c.is(i, ',') || c.is(i, '.') || c.is(i, ':')) && isDigit(c.rune(i+1))
}

// enDay reads 4, 4th, 21st.
func (c *scanner) enDay(i int) (int, int, bool) {
	d, j, ok := c.digits(i, 2)
	if !ok || !validDay(d) {
		return 0, i, false
	}
	switch w, k := c.word(j); w {
	case "st", "nd", "rd", "th":
		return d, k, true
	case "":
		return d, j, true
	}
	return 0, i, false
}

// enAbout says whether the text before i calls the date approximate.
func (c *scanner) enAbout(i int) bool {
	switch c.wordBefore(i) {
	case "about", "around", "circa", "approximately":
		return true
	}
	return c.circa(i) < i
}

// circa is where "c. " or "ca. " before i begins, or i.
func (c *scanner) circa(i int) int {
	j := i
	for j > 0 && isSpace(c.s[j-1]) {
		j--
	}
	if j > 0 && c.s[j-1] == '.' {
		j--
	}
	if w, at := c.previous(j); w == "c" || w == "ca" || w == "circa" {
		return at
	}
	return i
}
