package edtf

import (
	"strings"
	"unicode"
)

// token is one number or word of a typed date.
type token struct {
	act   action
	n     int64
	width int      // number of digits of a number, 0 for one in Chinese words
	parts [3]int64 // of a numeric date
	count int      // how many parts
	wide  [3]int   // digits of each part
	ats   [3]int   // where each part stands
	at    int      // where it stands, in characters
}

// tokens parts the text; what it does not know is an error.
func (l *looseParser) tokens() ([]token, error) {
	var all []token
	for i := 0; i < len(l.text); {
		if l.text[i] == ' ' {
			i++
			continue
		}
		t, n := l.token(i)
		if n == 0 {
			return nil, l.failAt(i, "a date such as 2019-05-24, 2019年5月24日 or 24 May 2019")
		}
		t.at = i
		i += n
		if t.act != actFiller {
			all = append(all, t)
		}
	}
	return all, nil
}

// token reads the token at i and how many characters it takes, 0 when there is
// none.
func (l *looseParser) token(i int) (token, int) {
	if t, n := l.number(i); n > 0 {
		return t, n
	}
	best, length := token{}, 0
	for _, w := range words {
		if n := l.wordAt(i, w.text); n > length {
			best, length = token{act: w.act, n: w.n}, n
		}
	}
	if best.act == actDash {
		for i+length < len(l.text) && l.text[i+length] == '–' {
			length++ // Chinese writes the dash twice
		}
	}
	return best, length
}

// wordAt is the length of word in characters when it stands at i as a whole
// word, 0 otherwise.
func (l *looseParser) wordAt(i int, word string) int {
	n := 0
	for _, r := range word {
		if i+n >= len(l.text) || unicode.ToLower(l.text[i+n]) != r {
			return 0
		}
		n++
	}
	if end := i + n; latin(l.text[end-1]) && end < len(l.text) && latin(l.text[end]) {
		return 0
	}
	return n
}

func latin(r rune) bool { return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' }

// number reads digits, a date in digits, or a number in Chinese characters.
func (l *looseParser) number(i int) (token, int) {
	n := l.digitsAt(i)
	if n == 0 {
		return l.chineseNumber(i)
	}
	if t, length := l.numeric(i); length > 0 {
		return t, length
	}
	if n > 18 {
		return token{}, 0
	}
	return token{act: actNumber, n: l.value(i, n), width: n}, n
}

// digitsAt counts the digits from i on.
func (l *looseParser) digitsAt(i int) int {
	n := 0
	for i+n < len(l.text) && l.text[i+n] >= '0' && l.text[i+n] <= '9' {
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

// numeric reads two or three numbers joined by one kind of - / or . when they
// can be a date: 2019-4-10, 4/10/2019, 2019/4, 4/2019.
func (l *looseParser) numeric(i int) (token, int) {
	t := token{act: actNumeric}
	pos := i
	var separator rune
	for t.count < 3 {
		n := l.digitsAt(pos)
		if n == 0 || n > 4 || n == 3 {
			break
		}
		t.parts[t.count], t.wide[t.count], t.ats[t.count] = l.value(pos, n), n, pos
		t.count++
		pos += n
		if pos >= len(l.text) || !strings.ContainsRune("-/.", l.text[pos]) || l.digitsAt(pos+1) == 0 {
			break
		}
		if separator == 0 {
			separator = l.text[pos]
		}
		if l.text[pos] != separator || t.count == 3 {
			break
		}
		pos++
	}
	fullYear := t.wide[0] == 4 || t.count > 1 && t.wide[t.count-1] == 4
	switch {
	case t.count < 2, t.count == 2 && !fullYear:
		return token{}, 0
	case t.count == 2 && t.wide[0] == 4 && (t.wide[1] == 4 || t.parts[1] > 12):
		return token{}, 0
	case l.unitAt(pos):
		return token{}, 0
	}
	return t, pos - i
}

// unitAt reports whether a unit such as 年 follows, which makes the last
// number something of its own.
func (l *looseParser) unitAt(i int) bool {
	return i < len(l.text) && strings.ContainsRune("年月日号世季", l.text[i])
}

const (
	chineseDigits = "〇一二三四五六七八九"
	chineseTens   = "十廿卅"
)

// chineseNumber reads 二〇一九 digit by digit, or 二十四 and 廿四 by value.
func (l *looseParser) chineseNumber(i int) (token, int) {
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
	t := token{act: actNumber}
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
	switch r {
	case '零', '○', '◯':
		return 0
	case '两':
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
