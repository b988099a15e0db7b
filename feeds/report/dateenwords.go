package report

import "strings"

// What stands around an English date, and the words of such dates.

// enDayStands says whether an ordinal alone is a day, and where it ends: "on
// the 12th", "on the 21st of that month", or "4th:" at the beginning of an
// entry.
func (c *scanner) enDayStands(i, j int) (int, bool) {
	k := c.skip(j)
	before, at := c.previous(i)
	lead, leadAt := c.previous(at)
	next, end := c.word(k)
	switch {
	case c.beginsText(i) && (c.is(k, ':') || isDash(c.rune(k))), enBegins[before] == enWeekday:
		return j, true // Saturday 19th
	case before != "the":
		return j, false
	case lead == "from" && (next == "on" || next == "onwards"):
		return end, true // from the 12th on
	case lead == "of": // on the morning of the 17th
		return j, enTimesOfDay[c.wordBefore(leadAt)]
	case lead != "on":
		return j, false
	case next != "of":
		return j, !enOrdinalNouns[next]
	}
	for range 3 {
		if next, end = c.word(c.skip(end)); next == "month" {
			return end, true
		}
	}
	return j, false
}

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
	return c.circa || enBeforeYear[w] || enBeforeNumber[w] && !counts || c.beginsText(i) || isDash(before) || c.bracketed(i, j) ||
		(regularPast(w) || enParticiple[w]) && (after == ',' || after == 0) // "Founded 1869, opened 1871"
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
	case !c.beginsText(i) && !strings.ContainsRune(".!?;", c.rune(begin-1)):
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
	enTimesOfDay  = wordSet("morning afternoon evening night hours")
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
