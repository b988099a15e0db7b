package report

import (
	"regexp"
	"strings"
)

// Whether a passage only gives figures: patterns of how numbers stand in text.

var (
	// number is one that counts: not that of a version or an ordinal.
	number = regexp.MustCompile(`(?:^|[^A-Za-z\d./-])\d[\d,]*(?:$|\.$|[^A-Za-z\d.,]|,(?:\D|$)|\.\d+(?:$|[%\s]|\p{Han}))`)
	// compared are English figures set against others, with per cent.
	percent  = regexp.MustCompile(`%| per ?cent\b`)
	compared = regexp.MustCompile(`\b(?:more|less|fewer|up|down|increase|decrease|higher|lower|compared|rose|fell|grew)`)
	// amount ends an English text with money, a share or thousands.
	amount = regexp.MustCompile(`[$£€%].*\d[ .;]*$|\d,\d{3}[ .;]*$`)
	// measured is an English text with a figure behind its colon.
	measured = regexp.MustCompile(`: \d\S*(?: \S+)?\s*$`)
	// counted begins an English text with how many there were.
	counted = regexp.MustCompile(`^\d.* (?:were|was|have been|had been) `)
	// zhCounts are words of counting with their number near by.
	zhCounts = regexp.MustCompile(`(?:[同环環]比|[累共总總合]计|平均|[增生]长|增[加長]|下降|减少|上升|占比|余额|[总總][额量数]|人均|[达達]到|共有|拥有|约占|实现|實現|收入|产值|完成投资)[^，。；、]{0,12}?[0-9一二三四五六七八九十百千万亿]`)
	// zhTotals begin the sum of a period: 共举办展览22个, unlike 中共, 共同.
	zhTotals = regexp.MustCompile(`(?:^|[^中公国])共[^同建享和产青识赢商创，。、]{0,6}?[0-9一二三四五六七八九十百千万]|(?:累计|总计|合计|先后).*[0-9一二三四五六七八九十百千万]`)
	// zhEnds is a number with its unit, or a measure, at the end of a text.
	zhEnds = regexp.MustCompile(`[\d一二三四五六七八九十百千余多][家项个万亿名人件年月日号次%％元台户所期届场位篇平吨亩米里倍点]*[家项个万亿名人件次%％元台户所场位篇平吨亩米里倍点]左?右?[\s。！？!?.；;…]*$|\p{Han}\d+\.\d+[\s。！？!?.；;…]*$`)
)

// hasNumber says whether a text has a number that counts.
func hasNumber(s []rune) bool { return number.MatchString(string(s)) }

// countsEn says whether an English passage compares figures, or begins or ends
// with a number of what there was.
func countsEn(text []rune) RuleID {
	t := strings.ToLower(string(text))
	if percent.MatchString(t) && compared.MatchString(t) || measured.MatchString(t) || counted.MatchString(t) || amount.MatchString(t) && tell(text) < tellsWeakly {
		return ruleNotStatistic
	}
	return ""
}

// countsZh says whether a Chinese clause gives figures rather than tells an event.
func countsZh(clause string) bool { return zhCounts.MatchString(clause) }

// totals says whether a clause sums up a period.
func totals(clause string) bool { return zhTotals.MatchString(clause) }

// endsCounting says whether a text ends with a number and its unit, or with a
// measure, and so only counts something.
func endsCounting(text []rune) bool { return zhEnds.MatchString(string(text)) }
