package edtf

import (
	"cmp"
	"errors"
	"slices"
	"strings"
)

// longestLoose bounds the work of ParseLoose, in characters.
const longestLoose = 200

// Reader reads dates as people write them. What a single text leaves open may
// be decided by what is known of all of them, a column of a table or the site:
// that is set here. The zero Reader takes nothing for granted, so that a text
// with two readings is an error that names both.
type Reader struct {
	// Order is the order of numbers in 4/10/2019.
	Order Order
	// HundredFrom is the first of the hundred years in which years of two
	// digits lie: with 1930, 30 to 99 are 1930 to 1999 and 00 to 29 are 2000 to
	// 2029. It also gives 1990s to the nineties. 0: not known.
	HundredFrom int
	// Year is the year of dates that name none, such as 3/2 and 10 May. 0: not
	// known.
	Year int
	// Calendar is that of dates that name none. Dates in the Julian calendar
	// are converted; see Reading.Calendar.
	Calendar Calendar
	// Negative is how a year with a minus counts.
	Negative Negative
	// Hundreds is what "the 1700s" are.
	Hundreds Hundreds
	// Hyphen is what 1911-12 is.
	Hyphen Hyphen
	// YearBegins is the first day of the business year, such as "04-01"; it
	// lets 2019年度 and FY2019 be read. "": not known.
	YearBegins string
	// Empty are texts that mean no date beside those every reader knows
	// (unknown, n.d., 不详 and so on).
	Empty []string
	// EDTF takes whatever is an EDTF expression as one: 2019-21 is the spring
	// and 1911-12 the month. A field that shows stored expressions sets it.
	// Without it the codes 21 to 41, which people do not mean, are not read.
	EDTF bool
}

// Order is the order of day, month and year in dates of numbers alone.
type Order uint8

// The orders. A year of four digits in front is always followed by the month.
const (
	OrderUnknown Order = iota // 4/10/2019 has two readings
	DayFirst                  // 4/10/2019 is in October
	MonthFirst                // 4/10/2019 is in April
	YearFirst                 // 19/4/10 is in April; 4/10/2019 has two readings
)

// Negative is how a year with a minus counts.
type Negative uint8

// The ways to count. NegativeUnknown takes -0333 with its four digits as EDTF
// does, and asks about -333.
const (
	NegativeUnknown Negative = iota
	NegativeBC               // -333 is 333 BC
	NegativeEDTF             // -333 is the astronomical year, 334 BC
)

// Hundreds is what a round number of years such as "the 1700s" names.
type Hundreds uint8

// What it names.
const (
	HundredsUnknown Hundreds = iota // two readings
	HundredYears                    // the 18th century
	TenYears                        // 1700 to 1709
)

// Hyphen is what two digits after a year and a hyphen are, where both are
// possible: 1911-12.
type Hyphen uint8

// What they are.
const (
	HyphenUnknown Hyphen = iota // two readings
	HyphenMonth                 // December 1911
	HyphenYear                  // 1911 to 1912
)

// Reading is one way to read what a person typed.
type Reading struct {
	// Value is the EDTF expression it stands for.
	Value Value
	// Calendar is Julian when the text gives a day in that calendar, or a range
	// of days. Value is Gregorian all the same: 14 October 1066 (Julian) is
	// 1066-10-20. DescribeIn words it in the calendar again.
	Calendar Calendar
	// AsWritten are the words of the text where Value says less or something
	// more definite: "early 12th century", 民国八年. "" otherwise.
	AsWritten string
	// Times is the time of day and its zone, nil when none is given. Midnight
	// beside a date, which spreadsheets add, is none.
	Times *Times
	// Reason tells this reading from others of the same text, in a few English
	// words such as "the day before the month". "" for a sole reading.
	Reason string
}

// ReadsAs words the reading in a language (see Languages) for the person who
// typed it, with the weekday where the day is known, so that a slip is seen at
// once. A language without words gets the expression.
func (r Reading) ReadsAs(lang string) string {
	words, err := r.Value.DescribeIn(r.Calendar, lang, Long)
	if err != nil {
		return r.Value.String()
	}
	return words
}

// ParseLoose is Read of the zero Reader.
func ParseLoose(s string) (Reading, error) { return Reader{}.Read(s) }

// Read reads what editors type and tables hold, in any of the languages of
// Languages: EDTF itself, 2019年4月10日, 二〇一九年四月, 10 April 2019, c. 1963,
// 24–26 May 2019, 1835-57, vor 1910, XVIIIe siècle, 20世紀前半, 2019-4-10,
// 27/08/2025 00:00, and whatever Describe writes for dates and intervals
// without doubts about single components.
//
// Where the words are vague ("early 12th century", 5月上旬, "late 1930s") the
// value is an approximate interval and the words are kept in AsWritten. Early,
// middle and late are thirds of a century, decade, year or month; beginning
// and end of a year are its first and last three months.
//
// It never guesses. The error is an *AmbiguousError when there is more than
// one reading (4/10/2019, 1911-12, 10/4/19), otherwise a *RefusedError that
// says why. Inputs are at most 200 characters long.
func (r Reader) Read(s string) (Reading, error) {
	l := looseParser{Reader: r, in: s}
	if len(s) > longestInput {
		return Reading{}, &RefusedError{Input: s, Offset: longestInput, Reason: RefusedLong, Expected: "a shorter text"}
	}
	l.text = fold(s)
	trimmed := strings.TrimSpace(string(l.text))
	if l.isEmpty(trimmed) {
		return Reading{}, l.refuse(0, RefusedEmpty, "a date; leave the field empty when there is none")
	}
	v, strictErr := Parse(strings.ToUpper(trimmed))
	if strictErr == nil && r.takesStrictly(trimmed, v) {
		return Reading{Value: v}, nil
	}
	if len(l.text) > longestLoose {
		return Reading{}, l.refuse(longestLoose, RefusedLong, "a shorter text")
	}
	reading, err := l.read()
	if err != nil {
		return Reading{}, l.explain(trimmed, strictErr, err)
	}
	return reading, nil
}

// takesStrictly reports whether a text that is an EDTF expression is surely
// meant as one.
func (r Reader) takesStrictly(text string, v Value) bool {
	switch {
	case r.EDTF:
		return true
	case strings.HasPrefix(text, "-") && text[1] != '0', strings.HasPrefix(text, "?"), strings.HasPrefix(text, "%"):
		return false // -1918 may be a range, ?-1918 even more so
	case r.Calendar == Julian, r.Negative == NegativeBC && strings.HasPrefix(text, "-"), strings.Contains(text, "/-"):
		return false
	case v.n.kind == kindSet && len(v.n.set.members) == 1 && v.n.set.members[0] == member{from: v.n.set.members[0].from} && !v.AllOf():
		return false // [1963?] in a catalogue is a date its author supplied
	case v.n.kind != kindDate || v.n.date.depth != 2 || len(text) > 8:
		return true
	}
	d := &v.n.date
	return d.unspecified() || d.season() == 0 && (d.negative || !shortRange(string(d.year[:]), string(d.month[:])))
}

// shortRange reports whether the digits after a year can be the end of a range
// of years: 12 after 1911, and 5 after 1984.
func shortRange(year, end string) bool {
	return len(end) < len(year) && end > year[len(year)-len(end):]
}

// isEmpty reports whether the text is one that means no date: a word of the
// reader, or the zeros of a database.
func (l *looseParser) isEmpty(trimmed string) bool {
	if strings.Contains(trimmed, "00-00") && strings.Trim(trimmed, "0-: ") == "" {
		return true
	}
	return slices.ContainsFunc(l.Empty, func(word string) bool {
		return strings.TrimSpace(string(fold(word))) == trimmed
	})
}

// explain chooses the error that helps: what is wrong in something that looks
// like EDTF, otherwise what could not be read.
func (l *looseParser) explain(trimmed string, strict, loose error) error {
	var syntax *SyntaxError
	var refused *RefusedError
	plain := strings.Trim(trimmed, "0123456789-/tz:x?~%[]{},+yes") == ""
	if !errors.As(strict, &syntax) || !errors.As(loose, &refused) || refused.Reason != RefusedWords || !plain || syntax.Offset < 4 {
		return loose
	}
	lead := len(string(l.text)) - len(strings.TrimLeft(string(l.text), " "))
	return l.refuse(lead+len([]rune(trimmed[:syntax.Offset])), RefusedWords, syntax.Expected)
}

// looseParser reads one text.
type looseParser struct {
	Reader
	in   string
	text []rune // folded, rune for rune

	// One attempt reads the text with one choice, and notes what it needed.
	choice, asked choice
}

// choice is how one attempt takes what the Reader does not decide.
type choice struct {
	newer bool // years of two digits lie in the later of two hundreds
	asDay bool // a number after the name of a month is the day, not the year
	// fiscal: FY2019 ends in 2019, and does not begin in it
	fiscal bool
}

// reasons words the choices that were needed.
func (c choice) reasons(asked choice) []string {
	var reasons []string
	switch {
	case asked.newer && c.newer:
		reasons = append(reasons, "the later century")
	case asked.newer:
		reasons = append(reasons, "the earlier century")
	}
	switch {
	case asked.asDay && c.asDay:
		reasons = append(reasons, "a day of the month")
	case asked.asDay:
		reasons = append(reasons, "a year of two digits")
	}
	switch {
	case asked.fiscal && c.fiscal:
		reasons = append(reasons, "the business year that ends then")
	case asked.fiscal:
		reasons = append(reasons, "the business year that begins then")
	}
	return reasons
}

func (l *looseParser) refuse(at int, reason Refusal, expected string) error {
	return &RefusedError{Input: l.in, Offset: l.offset(at), Reason: reason, Expected: expected}
}

// offset is the byte offset in the input of a character of the text.
func (l *looseParser) offset(at int) int {
	n := 0
	for i := range l.in {
		if n == at {
			return i
		}
		n++
	}
	return len(l.in)
}

// read reads the text in every way it can be and gives the one reading, or an
// error.
func (l *looseParser) read() (Reading, error) {
	if err := l.serial(); err != nil {
		return Reading{}, err
	}
	rest, times := l.cutTimes()
	if times != nil && strings.Trim(string(rest), " ,.;()[]") == "" {
		return Reading{}, &RefusedError{Input: l.in, Reason: RefusedNoDate, Expected: "the day beside the time",
			Readings: []Reading{{Times: times}}}
	}
	l.text = rest
	tokens, err := l.tokens()
	if err != nil {
		return Reading{}, l.twoDates(err)
	}
	readings, err := l.attempts(tokens)
	for i := range readings {
		readings[i].Times = times
	}
	switch {
	case len(readings) == 1:
		readings[0].Reason = ""
		return readings[0], nil
	case len(readings) > 1:
		return Reading{}, &AmbiguousError{Input: l.in, Readings: readings}
	}
	return Reading{}, l.twoDates(err)
}

// attempts reads the tokens with every combination of choices; the error is
// that of the attempt that came furthest.
func (l *looseParser) attempts(tokens []token) ([]Reading, error) {
	var readings []Reading
	var failure error
	for _, v := range variants(tokens) {
		for choices := []choice{{}}; len(choices) > 0; choices = choices[1:] {
			l.choice, l.asked = choices[0], choice{}
			reading, err := l.attempt(v.tokens)
			if l.asked.newer && !l.choice.newer {
				choices = append(choices, choice{newer: true, asDay: l.choice.asDay})
			}
			if l.asked.asDay && !l.choice.asDay && !l.choice.newer {
				choices = append(choices, choice{asDay: true})
			}
			if l.asked.fiscal && !l.choice.fiscal && !l.choice.newer {
				choices = append(choices, choice{fiscal: true})
			}
			if err != nil {
				failure = worse(failure, err)
				continue
			}
			reading.Reason = strings.Join(append(slices.Clone(v.reasons), l.choice.reasons(l.asked)...), ", ")
			readings = append(readings, reading)
		}
	}
	slices.SortStableFunc(readings, func(a, b Reading) int {
		return cmp.Or(Compare(a.Value, b.Value), cmp.Compare(a.Calendar, b.Calendar))
	})
	return slices.CompactFunc(readings, func(a, b Reading) bool {
		return a.Value.Equal(b.Value) && a.Calendar == b.Calendar
	}), failure
}

// worse is the error that tells the person more: one about a date that was
// understood before one about words, a missing year before a day that does not
// exist. What two readings without a year perhaps mean is offered together.
func worse(a, b error) error {
	var x, y *RefusedError
	if !errors.As(a, &x) || !errors.As(b, &y) {
		return cmp.Or(a, b)
	}
	rank := func(r Refusal) int { return slices.Index([]Refusal{RefusedWords, RefusedReversed, RefusedNoDay}, r) }
	switch rx, ry := rank(x.Reason), rank(y.Reason); {
	case rx >= 0 && (ry < 0 || ry > rx):
		return b
	case x.Reason == RefusedNoYear && y.Reason == RefusedNoYear:
		x.Readings = append(x.Readings, y.Readings...)
	}
	return a
}
