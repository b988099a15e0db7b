package report

import (
	"regexp"
	"slices"
	"strings"
)

// Whether a passage only gives figures.

// hasNumber says whether a text has a number that counts: figures alone, not
// those of a version or an ordinal.
func hasNumber(s []rune) bool {
	for i := 0; i < len(s); i++ {
		if !isDigit(s[i]) {
			continue
		}
		j := i
		for j < len(s) && (isDigit(s[j]) || s[j] == ',') {
			j++
		}
		if k := decimalEnd(s, j); k > j && (i == 0 || !isLetter(s[i-1])) && (k == len(s) || s[k] == '%' || isHan(s[k]) || isSpace(s[k])) {
			return true
		}
		if (i == 0 || !isLetter(s[i-1]) && s[i-1] != '.' && s[i-1] != '/' && s[i-1] != '-') && (j == len(s) || !isLetter(s[j]) && s[j] != '.' || j+1 == len(s)) {
			return true
		}
		i = j
	}
	return false
}

// decimalEnd is where the decimals of the number that ends at i end; i where it
// has none.
func decimalEnd(s []rune, i int) int {
	j := i + 1
	for j < len(s) && isDigit(s[j]) {
		j++
	}
	if i >= len(s) || s[i] != '.' || j == i+1 || j < len(s) && s[j] == '.' {
		return i
	}
	return j
}

// countsEn says whether an English passage compares figures, or begins with a
// number of what there was.
func countsEn(text []rune) RuleID {
	t := " " + strings.ToLower(string(text)) + " "
	if containsAny(t, []string{"%", " per cent ", " percent "}) && containsAny(t, []string{" more ", " less ", " fewer ", " up ", " down ", " increase", " decrease", " higher ", " lower ", " compared ", " rose ", " fell ", " grew "}) {
		return ruleNotStatistic
	}
	if last := strings.TrimRight(t, " .;"); tell(text) < tellsWeakly && last != "" && isDigit(rune(last[len(last)-1])) && (strings.ContainsAny(t, "$£€%") || thousands(last)) {
		return ruleNotStatistic
	}
	if _, figure, ok := cutLast(t, ": "); ok && figure != "" && isDigit(rune(figure[0])) && len(strings.Fields(figure)) <= 2 {
		return ruleNotStatistic // "Measured with …: 1,240 tiles/s"
	}
	if first := strings.TrimLeft(t, " "); first != "" && isDigit(rune(first[0])) && containsAny(t, []string{" were ", " was ", " have been ", " had been "}) {
		return ruleNotStatistic
	}
	return ""
}

// cutLast cuts a text at the last place where a mark stands.
func cutLast(t, mark string) (before, after string, found bool) {
	i := strings.LastIndex(t, mark)
	if i < 0 {
		return t, "", false
	}
	return t[:i], t[i+len(mark):], true
}

// thousands says whether a text ends with a number written with a comma.
func thousands(t string) bool {
	i := strings.LastIndexByte(t, ',')
	return i > 0 && len(t)-i == 4 && isDigit(rune(t[i-1])) && strings.Trim(t[i+1:], "0123456789") == ""
}

// totalWords begin the sum of a period: 共举办展览22个, unlike 中共, 共同.
var totalWords = regexp.MustCompile(`(?:^|[^中公国])共[^同建享和产青识赢商创，。、]{0,6}?[0-9一二三四五六七八九十百千万]|(?:累计|总计|合计|先后).*[0-9一二三四五六七八九十百千万]`)

// totals says whether a clause sums up a period.
func totals(clause string) bool { return totalWords.MatchString(clause) }

// endsCounting says whether a text ends with a number and its unit, or with a
// measure, and so only counts something.
func endsCounting(text []rune) bool {
	i := len(text)
	for i > 0 && (terminal(text[i-1]) || isSpace(text[i-1]) || text[i-1] == '左' || text[i-1] == '右') {
		i--
	}
	end := i
	for i > 0 && (countUnit(text[i-1]) || slices.Contains([]rune("吨亩米里倍点"), text[i-1])) {
		i--
	}
	if i < 2 || i < end && slices.Contains([]rune("年月日届号期"), text[end-1]) {
		return false
	}
	if i == end { // 指数为102.1
		for i > 0 && (isDigit(text[i-1]) || text[i-1] == '.') {
			i--
		}
		return i > 0 && isHan(text[i-1]) && slices.Contains(text[i:end], '.')
	}
	_, number := zhDigit(text[i-1])
	return number || slices.Contains([]rune("十百千余多"), text[i-1])
}
