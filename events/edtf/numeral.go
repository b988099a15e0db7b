package edtf

import (
	"strings"
	"unicode"
)

// digitsAt counts the digits from i on.
func (l *looseParser) digitsAt(i int) int {
	n := 0
	for i+n < len(l.text) && digit(l.text[i+n]) {
		n++
	}
	return n
}

func (l *looseParser) value(i, n int) int64 {
	var v int64
	for _, r := range l.text[i : i+n] {
		v = v*10 + int64(r-'0')
	}
	return v
}

const (
	chineseDigits = "〇一二三四五六七八九"
	chineseTens   = "十廿卅"
)

// chineseNumber reads 二〇一九 digit by digit, or 二十四 and 廿四 by value, and
// 元 for the first year of an era.
func (l *looseParser) chineseNumber(i int) (token, int) {
	if l.text[i] == '元' {
		return token{class: clsNumber, n: 1, word: true}, 1
	}
	length, byValue := 0, false
	for i+length < len(l.text) {
		r := l.text[i+length]
		tens := strings.ContainsRune(chineseTens, r)
		if !tens && chineseDigit(r) < 0 {
			break
		}
		byValue = byValue || tens
		length++
	}
	if length == 0 || length > 8 {
		return token{}, 0
	}
	t := token{class: clsNumber, word: true}
	if byValue {
		t.n = chineseValue(l.text[i : i+length])
		return t, length
	}
	for _, r := range l.text[i : i+length] {
		t.n = t.n*10 + chineseDigit(r)
	}
	t.width = length
	return t, length
}

func chineseDigit(r rune) int64 {
	if r == '两' {
		return 2
	}
	i := strings.IndexRune(chineseDigits, r)
	if i < 0 {
		return -1
	}
	return int64(i / len("〇"))
}

// chineseValue reads tens and units; −1 when they make no number.
func chineseValue(text []rune) int64 {
	var n, unit int64 = 0, -1
	for _, r := range text {
		switch tens := strings.IndexRune(chineseTens, r); {
		case tens == 0 && unit > 0:
			n, unit = n+unit*10, -1
		case tens == 0 && n == 0:
			n, unit = 10, -1
		case tens > 0 && n == 0:
			n, unit = int64(tens)/int64(len("十"))*10+10, -1
		case tens < 0 && unit < 0:
			unit = chineseDigit(r)
		default:
			return -1
		}
	}
	return n + max(unit, 0)
}

// romanNumber reads xviii, with the ordinal sign of French: xixe, ier.
func (l *looseParser) romanNumber(i int) (token, int) {
	end := i
	for end < len(l.text) && letter(l.text[end]) {
		end++
	}
	word := string(l.text[i:end])
	for _, suffix := range []string{"", "e", "er", "eme", "ieme"} {
		stem, ok := strings.CutSuffix(word, suffix)
		if n := romanValue(stem); ok && n > 0 {
			return token{class: clsNumber, n: n, word: true, roman: true, ordinal: suffix != ""}, end - i
		}
	}
	return token{}, 0
}

// romanValue is the number of at most 39 that the numeral writes in the usual
// way, 0 for anything else.
func romanValue(s string) int64 {
	for n := int64(1); n < 40 && s != ""; n++ {
		if strings.ToLower(roman(n)) == s {
			return n
		}
	}
	return 0
}

// numeric reads two or three numbers joined by one kind of - / or . when they
// can be a date: 2019-4-10, 4/10/2019, 8. 5. 1945, 2019/4, 4/2019.
func (l *looseParser) numeric(i int) (token, int) {
	parts, separator, pos := l.parts(i)
	if len(parts) < 2 || l.unitAt(pos) {
		return token{}, 0
	}
	if len(parts) > 3 {
		return token{class: clsDate}, pos - i // four numbers are no date
	}
	var alts []alternative
	switch {
	case len(parts) == 3:
		if alts = l.threeParts(parts); alts == nil {
			return token{class: clsDate}, pos - i // three numbers that are no date
		}
	case parts[0].width == 4 && parts[1].width <= 2:
		alts = l.afterYear(parts, separator)
	case parts[0].width <= 2 && parts[1].width == 4:
		alts = []alternative{{tokens: []token{inDigits(parts[1], parts[0], token{})}}}
	case parts[0].width <= 2 && parts[1].width <= 2 && !l.wordAfter(pos):
		alts = l.dayAndMonth(parts, separator)
	}
	if alts == nil {
		return token{}, 0
	}
	if len(alts) == 1 && len(alts[0].tokens) == 1 {
		return alts[0].tokens[0], pos - i
	}
	return token{class: clsDate, alts: alts}, pos - i
}

// parts are up to four numbers joined by one kind of sign, the sign, and
// where they end.
func (l *looseParser) parts(i int) (parts []token, separator rune, end int) {
	pos := i
	for len(parts) < 4 {
		n := l.digitsAt(pos)
		if n == 0 || n == 3 || n > 4 {
			return nil, 0, 0
		}
		parts = append(parts, token{class: clsNumber, n: l.value(pos, n), width: n, at: pos})
		end = pos + n
		if end >= len(l.text) || !strings.ContainsRune("-/.", l.text[end]) || separator != 0 && l.text[end] != separator {
			break
		}
		next := end + 1
		if l.text[end] == '.' && next < len(l.text) && l.text[next] == ' ' {
			next++
		}
		if l.digitsAt(next) == 0 {
			break
		}
		separator, pos = l.text[end], next
	}
	return parts, separator, end
}

// unitAt reports whether a unit such as 年 or a suffix follows, which makes
// the last number something of its own.
func (l *looseParser) unitAt(i int) bool {
	return i < len(l.text) && (strings.ContainsRune("年月日号世季", l.text[i]) || letter(l.text[i]))
}

// wordAfter reports whether a word follows: 24/26 May is no date in digits.
func (l *looseParser) wordAfter(i int) bool {
	for i < len(l.text) && l.text[i] == ' ' {
		i++
	}
	return i < len(l.text) && unicode.IsLetter(l.text[i])
}

// inDigits is a date of the given year, month and day, zero tokens for what is
// not said.
func inDigits(year, month, day token) token {
	const none = 100 // 00 is no month and no day
	for _, t := range []*token{&month, &day} {
		if t.width > 0 && t.n == 0 {
			t.n = none
		}
	}
	return token{
		class: clsDate, width: year.width, at: min(year.at, month.at),
		day: [3]int64{year.n, month.n, day.n}, ats: [3]int{year.at, month.at, day.at},
	}
}

const (
	reasonDayFirst   = "the day before the month"
	reasonMonthFirst = "the month before the day"
	reasonYearFirst  = "the year first"
)

// threeParts reads year, month and day in every order they may have.
func (l *looseParser) threeParts(p []token) []alternative {
	if p[0].width == 4 {
		if p[2].width > 2 || p[1].width > 2 {
			return nil
		}
		return []alternative{{tokens: []token{inDigits(p[0], p[1], p[2])}}}
	}
	if p[1].width == 4 {
		return nil
	}
	var alts []alternative
	if p[2].width == 1 && p[0].width == 1 {
		return nil
	}
	if l.Order != MonthFirst && (l.Order != YearFirst || p[2].width == 4) {
		alts = append(alts, alternative{[]token{inDigits(p[2], p[1], p[0])}, reasonDayFirst})
	}
	if l.Order != DayFirst && (l.Order != YearFirst || p[2].width == 4) {
		alts = append(alts, alternative{[]token{inDigits(p[2], p[0], p[1])}, reasonMonthFirst})
	}
	if p[0].width == 2 && p[2].width <= 2 && (l.Order == YearFirst || l.Order == OrderUnknown) {
		alts = append(alts, alternative{[]token{inDigits(p[0], p[1], p[2])}, reasonYearFirst})
	}
	return alts
}

// dayAndMonth reads 3/2 and 24.12. without a year, 12/94 and 95-96. With a dot
// the day is first.
func (l *looseParser) dayAndMonth(p []token, separator rune) []alternative {
	none := token{}
	dayFirst := alternative{[]token{inDigits(none, p[1], p[0])}, reasonDayFirst}
	monthFirst := alternative{[]token{inDigits(none, p[0], p[1])}, reasonMonthFirst}
	years := alternative{[]token{p[0], {class: clsTo, at: p[0].at + p[0].width}, p[1]}, "two years"}
	switch {
	case p[1].n > 31 && p[0].n <= 12 && separator != '.':
		return []alternative{{[]token{inDigits(p[1], p[0], none)}, "the month"}, years}
	case p[0].n > 31 && p[1].n <= 12 && separator != '.':
		return []alternative{{[]token{inDigits(p[0], p[1], none)}, "the month"}, years}
	case p[0].n > 31 || p[1].n > 31:
		return []alternative{years}
	case separator == '-':
		return nil
	case separator == '.' && p[0].width+p[1].width < 4 && !l.dotAt(p[1].at+p[1].width):
		return nil // 2.10 may be a decimal
	case separator == '.' && l.Order != MonthFirst:
		return []alternative{dayFirst}
	case l.Order == DayFirst:
		return []alternative{dayFirst}
	case l.Order == MonthFirst || l.Order == YearFirst:
		return []alternative{monthFirst}
	}
	return []alternative{dayFirst, monthFirst}
}

func (l *looseParser) dotAt(i int) bool { return i < len(l.text) && l.text[i] == '.' }

// afterYear reads two digits or one after a year: a month, the end of a range,
// or with a slash also the second of two years or a year of the old style.
func (l *looseParser) afterYear(p []token, separator rune) []alternative {
	year, n := p[0], p[1].n
	end := p[1]
	scale := int64(10)
	if end.width == 2 {
		scale = 100
	}
	end.n, end.width = year.n/scale*scale+n, 4
	short := p[1]
	short.short = true
	month := alternative{[]token{inDigits(year, p[1], token{})}, "the month"}
	years := alternative{[]token{year, {class: clsTo, at: year.at + year.width}, short}, "the years"}
	isMonth := n >= 1 && n <= 12
	isRange := end.n > year.n
	switch {
	case separator == '.' && isMonth, isMonth && !isRange:
		return []alternative{month}
	case separator == '.':
		return nil
	case separator == '/' && isRange:
		alts := []alternative{years, {[]token{year, {class: clsOr}, end}, "one of the two years"}}
		if end.n == year.n+1 {
			dual := end
			dual.class, dual.day = clsDate, [3]int64{end.n, 0, 0}
			dual.dual = true
			alts = append(alts, alternative{[]token{dual}, "a year of the old style"})
		}
		if isMonth {
			alts = append(alts, month)
		}
		return alts
	case !isMonth || !isRange || l.Hyphen == HyphenYear:
		return []alternative{years}
	case l.Hyphen == HyphenMonth:
		return []alternative{month}
	}
	return []alternative{month, years}
}
