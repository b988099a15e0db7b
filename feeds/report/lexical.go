package report

// Words and numbers of a text.

// runeSet makes a set of the characters of a text.
func runeSet(s string) map[rune]bool {
	set := map[rune]bool{}
	for _, r := range s {
		set[r] = true
	}
	return set
}

// firstRunes are the first n runes of a text.
func firstRunes(s string, n int) string {
	r := []rune(s)
	return string(r[:min(n, len(r))])
}

// zhFigures are the Chinese figures, those of deeds and headings too.
var zhFigures = map[rune]int{'〇': 0, '零': 0, '○': 0, 'o': 0, 'O': 0, 'О': 0, '一': 1, '二': 2, '三': 3, '四': 4, '五': 5, '六': 6, '七': 7, '八': 8, '九': 9,
	'壹': 1, '贰': 2, '貳': 2, '叁': 3, '參': 3, '肆': 4, '伍': 5, '陆': 6, '陸': 6, '柒': 7, '捌': 8, '玖': 9}

// zhDigit is the value of a single figure, Chinese or not.
func zhDigit(r rune) (int, bool) {
	if isDigit(r) {
		return int(r - '0'), true
	}
	d, ok := zhFigures[r]
	return d, ok
}

// numberOf is the value of figures, of a Chinese numeral up to 99 or of a year
// in Chinese figures; 0 for anything else.
func numberOf(text string) int {
	n, tens := 0, 0
	for _, r := range text {
		d, figure := zhDigit(r)
		switch {
		case r == '元':
			return 1
		case r == '十':
			tens, n = 10*max(n, 1), 0
		case r == '廿':
			tens = 20
		case figure:
			n = 10*n + d
		}
	}
	return tens + n
}

// zhNumber reads 1 or 2 ASCII digits, or a Chinese numeral up to 99: 三, 十,
// 十二, 二十, 二十九, 三〇, 廿三.
func (c *scanner) zhNumber(i int) (value, next int, ok bool) {
	return c.numeral(zhNumeral, i)
}

// numeral reads a number of a form.
func (c *scanner) numeral(f form, i int) (value, next int, ok bool) {
	if _, figure := zhDigit(c.rune(i)); !figure && !c.is(i, '十') && !c.is(i, '廿') {
		return 0, i, false
	}
	m, ok := c.fit(f, i)
	if !ok || isDigit(m.after) {
		return 0, i, false
	}
	return m.number("n"), m.end(), true
}

// zhYearDigits reads a year of four figures, ASCII or Chinese or mixed
// (一九九0).
func (c *scanner) zhYearDigits(i int) (value, next int, ok bool) {
	value, next, ok = c.numeral(zhYearNumber, i)
	return value, next, ok && validYear(value)
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
	if j == i {
		return "", i
	}
	w, _ := c.word(j)
	return w, j
}

// digits reads an ASCII number of at most max digits, not followed by another
// digit.
func (c *scanner) digits(i, limit int) (value, next int, ok bool) {
	j := i
	for j < len(c.s) && isDigit(c.s[j]) && j-i <= limit {
		value = value*10 + int(c.s[j]-'0')
		j++
	}
	if j == i || j-i > limit {
		return 0, i, false
	}
	return value, j, true
}
