package edtf

import (
	"slices"
	"strings"
)

// token is one number or word of a typed date.
type token struct {
	class   class
	n       int64
	width   int  // digits typed, 0 for a number in words
	ordinal bool // 10th, first, 1er
	word    bool // a number in words or in numerals that are no digits
	roman   bool // in Roman numerals
	short   bool // only the end of a year
	after   bool // a word that stands behind the date
	// dayMayFollow tells of a month that the number behind it may be its day.
	dayMayFollow bool
	weekday      int64 // of a month whose short name is that of a weekday too, −1 otherwise
	minus        bool  // a year with a minus, counted before Christ
	dual         bool  // 1731/2: the later of the two years of the old style
	at           int   // where it stands, in characters
	// day is year, month and day of a date in digits, 0 where not said, and ats
	// where they stand; width is that of the year.
	day  [3]int64
	ats  [3]int
	alts []alternative
}

const wantDate = "a date such as 2019-05-24, 2019年5月24日 or 24 May 2019"

// tokens parts the text; what it does not know is an error.
func (l *looseParser) tokens() ([]token, error) {
	var all []token
	for i := 0; i < len(l.text); {
		if l.text[i] == ' ' {
			i++
			continue
		}
		t, n := l.token(i, all)
		if n == 0 {
			return nil, l.refuse(i, RefusedWords, wantDate)
		}
		t.at = i
		for j := range t.alts {
			for k := range t.alts[j].tokens {
				t.alts[j].tokens[k].at = max(i, t.alts[j].tokens[k].at)
			}
		}
		i += n
		if t.class != clsFiller {
			all = append(all, t)
		}
	}
	if len(all) == 0 {
		return nil, l.refuse(0, RefusedWords, wantDate)
	}
	return joinSlashes(tuesdays(all)), nil
}

// token reads the token at i and how many characters it takes, 0 when there is
// none.
func (l *looseParser) token(i int, before []token) (token, int) {
	r := l.text[i]
	switch {
	case digit(r):
		return l.number(i)
	case r == '-' && l.minusAt(i, before):
		if t, n := l.plainNumber(i + 1); n > 0 {
			return l.negative(t), n + 1
		}
	case r == '(' && i+2 < len(l.text) && l.text[i+2] == ')':
		if w := strings.IndexRune("日月火水木金土", l.text[i+1]); w >= 0 {
			return token{class: clsWeekday, n: int64(w / len("日"))}, 3
		}
		if w := strings.IndexRune("天一二三四五六", l.text[i+1]); w >= 0 {
			return token{class: clsWeekday, n: int64(w / len("天"))}, 3
		}
	}
	if meanings, n := words().at(l.text, i); n > 0 {
		if t, ok := l.meant(meanings, before, i+n); ok && (n > 1 || chineseDigit(r) < 0) {
			return t, n
		}
	}
	if t, n := l.chineseNumber(i); n > 0 {
		return t, n
	}
	if t, n := l.romanNumber(i); n > 0 {
		return t, n
	}
	t, n := sign(r)
	for t.class == clsTo && i+n < len(l.text) && l.text[i+n] == r {
		n++ // Chinese writes the dash twice
	}
	return t, n
}

// minusAt reports whether the hyphen at i is the minus of a year: the first
// sign of the text, or of a date behind a word such as to.
func (l *looseParser) minusAt(i int, before []token) bool {
	if i+1 >= len(l.text) || !digit(l.text[i+1]) {
		return false
	}
	if len(before) == 0 {
		return true
	}
	switch before[len(before)-1].class {
	case clsTo, clsUntil, clsFrom, clsAnd, clsOr, clsAbout, clsBefore, clsAfter, clsBetween, clsSlash:
		return l.text[i-1] == ' ' || l.text[i-1] == '/'
	}
	return false
}

// sign reads what stands between words.
func sign(r rune) (token, int) {
	switch r {
	case '-':
		return token{class: clsHyphen}, 1
	case '–':
		return token{class: clsTo, n: 1}, 1
	case '~':
		return token{class: clsTilde}, 1
	case '/':
		return token{class: clsSlash}, 1
	case ',', ';':
		return token{class: clsComma}, 1
	case '(', ')', '[', ']', '.', ':', '\'', '"', '«', '»', '“', '”':
		return token{class: clsFiller}, 1
	}
	return token{}, 0
}

// meant chooses what a word means where it stands; end is where it ends.
func (l *looseParser) meant(meanings []meaning, before []token, end int) (token, bool) {
	best, most := meaning{}, 0
	for _, m := range meanings {
		if score := l.likely(m, before, end); score > most {
			best, most = m, score
		}
	}
	t := token{class: best.class, n: best.n, after: best.after, dayMayFollow: best.dayMayFollow, weekday: -1}
	for _, m := range meanings {
		if m.class == clsWeekday {
			t.weekday = m.n
		}
	}
	if t.class == clsOrdinal {
		t.class, t.ordinal, t.word = clsNumber, true, true
	}
	return t, most > 0
}

// likely tells which meaning of a word in several languages is the one, 0 for
// one that it cannot have where it stands.
func (l *looseParser) likely(m meaning, before []token, end int) int {
	var last token
	if len(before) > 0 {
		last = before[len(before)-1]
	}
	start := end - len(m.text)
	attached := start > 0 && start <= len(l.text) && (digit(l.text[start-1]) || l.text[start-1] == '\'')
	switch m.class {
	case clsSuffix, clsPlural:
		if !attached {
			return 0 // "s" and "e" are nothing by themselves
		}
	case clsCentury:
		if last.class == clsNumber && (last.ordinal || last.n <= 21 && last.width <= 2) {
			return 5 // 19th c.
		}
		return 2 // s. XIX
	case clsMonth:
		return 4
	case clsWeekday:
		if len(m.text) == 2 && end < len(l.text) && l.text[end] != '-' {
			return 5 // Mi., but mi-mai is no Mittwoch
		}
	case clsAbout, clsThird:
		return 4
	}
	return 3
}

// number reads what begins with a digit: a date, or a number with its suffix.
func (l *looseParser) number(i int) (token, int) {
	if t, n := l.numeric(i); n > 0 {
		return t, n
	}
	t, n := l.plainNumber(i)
	if t.at = i; n == 0 {
		return t, 0
	}
	return l.suffixed(t, i, n)
}

func (l *looseParser) plainNumber(i int) (token, int) {
	n := l.digitsAt(i)
	if n == 0 || n > 18 || l.grouped(i+n, n) {
		return token{}, 0
	}
	return token{class: clsNumber, n: l.value(i, n), width: n}, n
}

// grouped reports whether three digits follow one to three and a sign, as in
// 12,345: one number, which is no day and no year.
func (l *looseParser) grouped(i, before int) bool {
	return before < 4 && i < len(l.text) && strings.ContainsRune("., ", l.text[i]) && l.digitsAt(i+1) == 3
}

// negative is a year with a minus: before Christ, or the astronomical year,
// which is one less.
func (l *looseParser) negative(t token) token {
	t.minus = true
	bc, astronomical := t, t
	astronomical.n++
	switch {
	case l.Negative == NegativeBC:
		return bc
	case l.Negative == NegativeEDTF || t.width >= 4 && t.n < 1000:
		return astronomical
	case t.width >= 4:
		until := t
		until.minus = false
		return token{class: clsDate, alts: []alternative{
			{[]token{astronomical}, "the astronomical year, as EDTF counts"},
			{[]token{{class: clsTo, n: 1}, until}, "a range without its beginning"},
		}}
	}
	return token{class: clsDate, alts: []alternative{
		{[]token{bc}, "the year before Christ"}, {[]token{astronomical}, "the astronomical year, as EDTF counts"},
	}}
}

// suffixed takes in what is written onto a number: 10th, 1er, 1960s.
func (l *looseParser) suffixed(t token, i, n int) (token, int) {
	end := i + n
	if end+1 < len(l.text) && l.text[end] == '.' && l.text[end+1] == ' ' {
		t.ordinal = true // German: 19. Jahrhundert
		return t, n + 1
	}
	if shortened, length := l.blankDigits(t, i, n); length > 0 {
		return shortened, length
	}
	pos := end
	if pos+1 < len(l.text) && l.text[pos] == '\'' {
		pos++ // 1960's
	}
	if pos >= len(l.text) {
		return t, n
	}
	meanings, length := words().at(l.text, pos)
	has := func(c class) bool {
		return slices.ContainsFunc(meanings, func(m meaning) bool { return m.class == c })
	}
	switch {
	case has(clsPlural):
		return l.plural(t, n, pos+length-end)
	case has(clsDecade) && t.n%10 == 0 && t.n > 0:
	case has(clsSuffix) && !(has(clsDecade) && t.n%10 == 0):
		t.ordinal = true
		return t, pos + length - i
	}
	return t, n
}

// blankDigits reads the dashes of cataloguers for digits that are not known:
// 192- and 19--. In 192? the sign may stand for a digit or for a doubt.
func (l *looseParser) blankDigits(t token, i, n int) (token, int) {
	rest := strings.TrimRight(string(l.text[i+n:]), " ])")
	decade := []token{{class: clsNumber, n: t.n * 10, width: 4}, {class: clsDecade}}
	switch {
	case t.width == 3 && (rest == "-" || rest == "-?"):
		return token{class: clsDate, alts: []alternative{{tokens: decade}}}, n + 1
	case t.width == 2 && (rest == "--" || rest == "--?"):
		return token{class: clsDate, alts: []alternative{{tokens: []token{{class: clsNumber, n: t.n + 1}, {class: clsCentury}}}}}, n + 2
	case t.width == 3 && rest == "?":
		return token{class: clsDate, alts: []alternative{
			{decade, "a decade whose year is not known"}, {[]token{t, {class: clsUncertain}}, "a year of three digits"},
		}}, n + 1
	}
	return token{}, 0
}

// plural reads 1960s; the 1900s may be ten years or a hundred.
func (l *looseParser) plural(t token, n, suffix int) (token, int) {
	length := n + suffix
	decade := token{class: clsDecade}
	if t.n%100 != 0 || t.width != 4 {
		return token{class: clsDate, alts: []alternative{{tokens: []token{t, decade}}}}, length
	}
	century := token{class: clsNumber, n: t.n/100 + 1, ordinal: true}
	both := []alternative{
		{tokens: []token{century, {class: clsCentury}}, reason: "a hundred years"},
		{tokens: []token{t, decade}, reason: "ten years"},
	}
	switch {
	case l.decadeNoted(t.at+length) || l.Hundreds == TenYears:
		both = both[1:]
	case l.Hundreds == HundredYears:
		both = both[:1]
	}
	return token{class: clsDate, alts: both}, length
}

// decadeNoted reports whether "(decade)" follows.
func (l *looseParser) decadeNoted(i int) bool {
	for i < len(l.text) && (l.text[i] == ' ' || l.text[i] == '(') {
		i++
	}
	if i == len(l.text) {
		return false
	}
	meanings, _ := words().at(l.text, i)
	return slices.ContainsFunc(meanings, func(m meaning) bool { return m.class == clsDecadeNote })
}
