package report

import "slices"

// This file is the second stage: finding date expressions. An expression is
// taken as it is written; what is not said stays open ("5日" has no month) and
// is filled in by the third stage.

// anchor says what a part of a date that is not a number leans on.
type anchor uint8

const (
	anchorNone     anchor = iota
	anchorSame            // 同年, 同月, 当天, that same year
	anchorThis            // 今年, 本月, this year
	anchorPrevious        // 去年, 上月, last year
	anchorNext            // 次年, 次月, 次日, the following day
	anchorThen            // the following May: the first one after
)

// part is a vague part of a month or year.
type part uint8

const (
	partNone  part = iota
	partEarly      // 初, 上旬, early
	partMiddle
	partLate // 底, 末, 下旬, late
)

// point is one date as written. Zero fields are not said.
type point struct {
	year, month, day      int
	era                   bool // year was written in full, may be 0 or negative
	yearTo                anchor
	monthTo               anchor
	dayTo                 anchor
	quarter, half, season int
	part                  part
	short                 bool // the year was written with two digits
	republic              bool // the year was counted from 1912, the first of the republic
	decade                bool // the ten years from year on: 1990s
}

func (p point) saysYear() bool { return p.year != 0 || p.era }

// expression is a date expression in a block's text: one point, or a range of
// two.
type expression struct {
	// start and end are rune offsets in the block's text.
	start, end int
	from, to   point
	ranged     bool
	// about says that the text itself calls the date approximate.
	about bool
	// annual says that only a year is given, as 年度 or "fiscal year".
	annual bool
	// ambiguous says that day and month may be the other way round.
	ambiguous bool
	lang      string
}

// until makes a range of an expression, to a point that ends at end. Two years may
// be told backwards, as in a list that begins with the latest.
func (e expression) until(to point, end int) expression {
	if e.from.yearOnly() && to.yearOnly() && to.saysYear() && to.year < e.from.year {
		e.from, to = to, e.from
	}
	e.to, e.end, e.ranged = to, end, true
	return e
}

// scanner looks for expressions in one text.
type scanner struct {
	s []rune
	// cell allows the short numeric forms of table columns: 3.15, 03/15.
	cell bool
	// circa says that the text before calls what follows a year.
	circa bool
	// window is the text from the place windowAt on.
	window   string
	windowAt int
}

// findDates returns the date expressions of a text, in order, not overlapping.
func findDates(s []rune) []expression {
	c := &scanner{s: s}
	var found []expression
	for i := 0; i < len(s); i++ {
		if e, ok := c.at(i); ok {
			found = append(found, e)
			i = max(e.end-1, i)
		}
	}
	return found
}

// at reads the expression that begins at i.
func (c *scanner) at(i int) (expression, bool) {
	before, second := c.rune(i-1), c.rune(i-2)
	switch r := c.s[i]; {
	case isDigit(r):
		if isDigit(before) || isLetter(before) || before == '.' && isDigit(second) || before == '-' && (isLetter(second) || isDigit(second)) {
			return expression{}, false // part of a number, a version or a code: OPS-2021-04
		}
		for _, read := range figureReaders {
			if e, ok := read(c, i); ok {
				return e, true
			}
		}
	case r < 0x80 && isLetter(r) && !isLetter(before) && !isDigit(before):
		return c.english(i)
	case zhTriggers[r]:
		return c.chinese(i)
	}
	return expression{}, false
}

// figureReaders read what begins with a figure.
var figureReaders = []func(*scanner, int) (expression, bool){(*scanner).numeric, (*scanner).short, (*scanner).chinese, (*scanner).english}

// wholeDate reads a text that is nothing but a date, such as a month heading or a
// cell of a date column.
func wholeDate(s []rune) (expression, bool) {
	mark := func(r rune) bool { return isSpace(r) || headingDecoration(r) || r == ':' || r == '：' }
	p := span{0, len(s)}.trimmed(s, mark)
	if p.start == p.end || p.end-p.start > 40 {
		return expression{}, false
	}
	e, ok := (&scanner{s: s[:p.end], cell: true}).at(p.start)
	if !ok || e.annual || slices.Contains(s[e.start:e.end], ':') {
		return expression{}, false // with a time it is a stamp
	}
	return e, !slices.ContainsFunc(s[e.end:p.end], func(r rune) bool { return !mark(r) && r != '/' && r != '起' })
}

func dateOnly(s []rune) bool {
	_, ok := wholeDate(s)
	return ok
}

// hasDate says whether a line has a date finer than a year, and so is an event
// or a heading of its own.
func hasDate(s []rune) bool {
	return dateOnly(s) || slices.ContainsFunc(findDates(s), func(e expression) bool { return !e.from.yearOnly() })
}

func validMonth(m int) bool { return m >= 1 && m <= 12 }
func validDay(d int) bool   { return d >= 1 && d <= 31 }
func validYear(y int) bool  { return y >= 1000 && y <= 2199 }

// beginsText says whether only blanks and marks stand before i.
func beginsText(s []rune, i int) bool {
	return !slices.ContainsFunc(s[:i], func(r rune) bool { return !isSpace(r) && !headingDecoration(r) })
}
