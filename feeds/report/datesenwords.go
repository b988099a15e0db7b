package report

// Words and numbers of English dates.

// enMonths are the names of the months and their usual short forms.
var enMonths = map[string]int{
	"january": 1, "february": 2, "march": 3, "april": 4, "may": 5, "june": 6, "july": 7, "august": 8,
	"september": 9, "october": 10, "november": 11, "december": 12,
	"jan": 1, "feb": 2, "mar": 3, "apr": 4, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "sept": 9, "oct": 10, "nov": 11, "dec": 12,
}

var enWeekdays = map[string]bool{
	"monday": true, "tuesday": true, "wednesday": true, "thursday": true, "friday": true, "saturday": true, "sunday": true,
	"mon": true, "tue": true, "tues": true, "wed": true, "thu": true, "thur": true, "thurs": true, "fri": true, "sat": true, "sun": true,
}

var enOrdinals = map[string]int{"first": 1, "second": 2, "third": 3, "fourth": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4}

var enTimesOfDay = wordSet("morning afternoon evening night hours")

var enSeasons = map[string]int{"spring": 1, "summer": 2, "autumn": 3, "fall": 3, "winter": 4}

var enParts = map[string]part{
	"early": partEarly, "beginning": partEarly, "start": partEarly,
	"mid": partMiddle, "middle": partMiddle, "late": partLate, "end": partLate,
}

// numberGoesOn says whether the figures before i are the first of a longer
// number, a share or a time: "In March 1,200 people came".
func (c *scanner) numberGoesOn(i int) bool {
	return c.is(i, '%') || (c.is(i, ',') || c.is(i, '.') || c.is(i, ':')) && isDigit(c.rune(i+1))
}

// enOrdinalNouns are words that an ordinal before them counts.
var enOrdinalNouns = map[string]bool{
	"anniversary": true, "birthday": true, "century": true, "edition": true, "floor": true, "street": true, "avenue": true, "day": true,
	"attempt": true, "time": true, "place": true, "minute": true, "hole": true, "lap": true, "year": true, "season": true, "annual": true, "round": true, "hour": true, "week": true, "page": true,
}

// enMonth reads a month's name at i.
func (c *scanner) enMonth(i int) (int, int, bool) {
	if i >= len(c.s) || !isUpper(c.s[i]) {
		return 0, i, false
	}
	w, j := c.word(i)
	m, ok := enMonths[w]
	if ok && c.is(j, '.') && len(w) <= 4 {
		j++
	}
	return m, j, ok
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

// word reads the letters at i, in lower case.
func (c *scanner) word(i int) (string, int) {
	j := i
	var b [16]byte
	for j < len(c.s) && isLetter(c.s[j]) {
		if j-i >= len(b) || c.s[j] > 0x7f {
			return "", i
		}
		b[j-i] = byte(c.s[j]) | 0x20
		j++
	}
	return string(b[:j-i]), j
}

// wordBefore returns the word that ends before i, in lower case.
func (c *scanner) wordBefore(i int) string {
	w, _ := c.previous(i)
	return w
}

// previous returns the word that ends before i, and where it begins.
func (c *scanner) previous(i int) (string, int) {
	for i > 0 && (isSpace(c.s[i-1]) || c.s[i-1] == '-' || c.s[i-1] == '(') {
		i--
	}
	j := i
	for j > 0 && isLetter(c.s[j-1]) && i-j < 16 {
		j--
	}
	w, _ := c.word(j)
	return w, j
}

func (c *scanner) enSkipThe(i int) int {
	if w, j := c.word(i); w == "the" {
		return c.skip(j)
	}
	return i
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
	if j < 2 || c.s[j-1] != '.' {
		return i
	}
	if w, at := c.previous(j - 1); w == "c" || w == "ca" {
		return at
	}
	return i
}
