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

// scanner looks for expressions in one text.
type scanner struct {
	s []rune
	// cell allows the short numeric forms of table columns: 3.15, 03/15.
	cell bool
	// window is the text from the place windowAt on.
	window   string
	windowAt int
}

// findDates returns the date expressions of a text, in order, not overlapping.
func findDates(s []rune) []expression {
	return (&scanner{s: s}).all()
}

func (c *scanner) all() []expression {
	var found []expression
	for i := 0; i < len(c.s); {
		e, ok := c.at(i)
		if !ok {
			i++
			continue
		}
		found = append(found, e)
		i = max(e.end, i+1)
	}
	return found
}

// at reads the expression that begins at i.
func (c *scanner) at(i int) (expression, bool) {
	r := c.s[i]
	switch {
	case r >= '0' && r <= '9':
		if i > 1 && c.s[i-1] == '-' && (isLetter(c.s[i-2]) || isDigit(c.s[i-2])) {
			return expression{}, false // part of a code: OPS-2021-04
		}
		if i > 0 && (isDigit(c.s[i-1]) || isLetter(c.s[i-1]) || c.s[i-1] == '.' && i > 1 && isDigit(c.s[i-2])) {
			return expression{}, false
		}
		if e, ok := c.numeric(i); ok {
			return e, true
		}
		if e, ok := c.inBrackets(i); ok {
			return e, true
		}
		if e, ok := c.leading(i); ok {
			return e, true
		}
		if e, ok := c.chinese(i); ok {
			return e, true
		}
		return c.english(i)
	case r < 0x80:
		if !isLetter(r) || i > 0 && (isLetter(c.s[i-1]) || isDigit(c.s[i-1])) {
			return expression{}, false
		}
		return c.english(i)
	case zhTriggers[r]:
		return c.chinese(i)
	}
	return expression{}, false
}

// wholeDate reads a text that is nothing but a date, such as a month heading or a
// cell of a date column.
func wholeDate(s []rune) (expression, bool) {
	a, b := 0, len(s)
	for a < b && (isSpace(s[a]) || headingDecoration(s[a])) {
		a++
	}
	for b > a && (isSpace(s[b-1]) || headingDecoration(s[b-1]) || s[b-1] == ':' || s[b-1] == '：') {
		b--
	}
	if a == b || b-a > 40 {
		return expression{}, false
	}
	c := &scanner{s: s[:b], cell: true}
	from := a
	if w, j := c.word(a); (w == "c" || w == "ca") && c.is(j, '.') {
		from = c.skip(j + 1)
	}
	if from == b {
		return expression{}, false
	}
	e, ok := c.at(from)
	if !ok || e.annual || slices.Contains(s[e.start:e.end], ':') {
		return expression{}, false // with a time it is a stamp
	}
	for _, r := range s[e.end:b] {
		if !isSpace(r) && !headingDecoration(r) && r != '/' && r != '起' {
			return expression{}, false
		}
	}
	return e, true
}

// headingDecoration are the signs set around a date that is a heading.
func headingDecoration(r rune) bool {
	switch r {
	case '【', '】', '[', ']', '(', ')', '（', '）', '■', '◆', '●', '|', '｜', '*', '#', '·', '-', '—', '–', '<', '>', '«', '»':
		return true
	}
	return false
}

func isDigit(r rune) bool { return r >= '0' && r <= '9' }
func isLetter(r rune) bool {
	return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= 0xc0 && r <= 0x24f
}
func isUpper(r rune) bool { return r >= 'A' && r <= 'Z' || r >= 0xc0 && r <= 0xde }
func isLower(r rune) bool { return r >= 'a' && r <= 'z' || r >= 0xdf && r <= 0xff }
func isSpace(r rune) bool { return r == ' ' || r == '\t' || r == '\u3000' }

// isHan says whether r is a Chinese character.
func isHan(r rune) bool {
	return r >= 0x4e00 && r <= 0x9fff || r >= 0x3400 && r <= 0x4dbf || r == '〇' || r >= 0x20000 && r <= 0x3ffff
}

// skip passes at most two blanks.
func (c *scanner) skip(i int) int {
	for n := 0; n < 2 && i < len(c.s) && isSpace(c.s[i]); n++ {
		i++
	}
	return i
}

// rune is the rune at i, 0 outside the text.
func (c *scanner) rune(i int) rune {
	if i >= 0 && i < len(c.s) {
		return c.s[i]
	}
	return 0
}

func (c *scanner) is(i int, r rune) bool { return i < len(c.s) && c.s[i] == r }

// has says whether the text at i begins with want.
func (c *scanner) has(i int, want string) bool {
	for _, r := range want {
		if i >= len(c.s) || c.s[i] != r {
			return false
		}
		i++
	}
	return true
}

// dash passes a range mark: dashes and tildes, 至, 到, with blanks around.
func (c *scanner) dash(i int) (next int, ok bool) {
	j := c.skip(i)
	k := j
	for k < len(c.s) && k-j < 2 && isDash(c.s[k]) {
		k++
	}
	if k == j && k < len(c.s) && (c.s[k] == '至' || c.s[k] == '到') {
		k++
	}
	if k == j {
		return i, false
	}
	return c.skip(k), true
}

func isDash(r rune) bool {
	switch r {
	case '-', '–', '—', '―', '─', '－', '−', '~', '～', '〜', '⸺', '‐', '‑':
		return true
	}
	return false
}

func validMonth(m int) bool { return m >= 1 && m <= 12 }
func validDay(d int) bool   { return d >= 1 && d <= 31 }
func validYear(y int) bool  { return y >= 1000 && y <= 2199 }

// beginsText says whether only blanks and marks stand before i.
func (c *scanner) beginsText(i int) bool {
	for i--; i >= 0; i-- {
		if !isSpace(c.s[i]) && !headingDecoration(c.s[i]) {
			return false
		}
	}
	return true
}
