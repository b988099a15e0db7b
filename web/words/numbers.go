package words

import (
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"almanac.example/events"
	"almanac.example/events/edtf"
)

// Number groups thousands as the language does: 10,000; 10.000; 10 000.
func (w Language) Number(n int) string {
	s := strconv.Itoa(n)
	from, err := strconv.Atoi(w.Text("rule.groupFrom"))
	if digits := len(strings.TrimPrefix(s, "-")); err != nil || digits < from {
		return s
	}
	separator := w.Text("rule.group")
	for i := len(s) - 3; i > 0 && s[i-1] != '-'; i -= 3 {
		s = s[:i] + separator + s[i:]
	}
	return s
}

// Entries counts entries: "31 条", "1 entry", "31 entries".
func (w Language) Entries(n int) string { return w.Count("entries", n) }

// chineseMonths are written out in headings.
var chineseMonths = [13]string{"", "一月", "二月", "三月", "四月", "五月", "六月", "七月", "八月", "九月", "十月", "十一月", "十二月"}

// MonthName is a heading: 五月, May.
func (w Language) MonthName(m int) string {
	if strings.HasPrefix(w.Spoken, "zh") {
		return chineseMonths[m]
	}
	return capital(edtf.MonthName(w.Spoken, time.Month(m), edtf.Long))
}

// MonthShort is for running text: 5月, May.
func (w Language) MonthShort(m int) string {
	return edtf.MonthName(w.Spoken, time.Month(m), edtf.Compact)
}

// MonthTick is the shortest name of a month, for under a column: 5, May, Mär. Where
// the language has no short names, or three letters do not tell its months apart, it
// is the number.
func (w Language) MonthTick(m int) string {
	ticks := map[string]bool{}
	for other := 1; other <= 12; other++ {
		if Width(w.MonthShort(other)) > 5 {
			return strconv.Itoa(m)
		}
		ticks[w.tick(other)] = true
	}
	if len(ticks) < 12 {
		return strconv.Itoa(m)
	}
	return w.tick(m)
}

// tick is a month in three letters at most, as much as twelve columns of a phone have
// room for.
func (w Language) tick(m int) string {
	name := []rune(strings.TrimRight(w.MonthShort(m), "月."))
	return string(name[:min(3, len(name))])
}

// Weekday is short: 周四, Thu.
func (w Language) Weekday(d time.Weekday) string {
	return edtf.WeekdayName(w.Spoken, d, edtf.Compact)
}

// WeekdayLong is spoken: 星期四, Thursday.
func (w Language) WeekdayLong(d time.Weekday) string {
	return edtf.WeekdayName(w.Spoken, d, edtf.Long)
}

// Year names an astronomical year: 2019年, 公元前221年, 2019, 221 BC.
func (w Language) Year(y int64) string {
	if y > 0 {
		return w.Text("rule.year", strconv.FormatInt(y, 10))
	}
	return w.Text("rule.yearBC", strconv.FormatInt(1-y, 10))
}

// Decade names the ten years that begin with y: 2010年代, 2010s.
func (w Language) Decade(y int64) string {
	if y < 0 {
		return w.Text("rule.decadeBC", strconv.FormatInt(-y, 10))
	}
	return w.Text("rule.decade", strconv.FormatInt(y, 10))
}

// Century names a century: 21世纪, 公元前3世纪, 21st century, 3rd century BC.
func (w Language) Century(n int) string {
	if n < 0 {
		return w.counted("rule.centuryBC", -n, w.ordinal(-n))
	}
	return w.counted("rule.century", n, w.ordinal(n))
}

// CenturyTick is the shortest name of a century, for under a bar: 21st c.
func (w Language) CenturyTick(n int) string {
	if n < 0 {
		return strings.Replace(w.Century(n), " century ", " c. ", 1)
	}
	return w.counted("rule.centuryTick", n, w.ordinal(n))
}

// ordinal is a number as centuries are numbered: 21, 21., 21st or XXI.
func (w Language) ordinal(n int) string {
	switch w.Text("rule.ordinal") {
	case "english":
		return english(n)
	case "roman":
		return roman(n)
	case "dot":
		return strconv.Itoa(n) + "."
	}
	return strconv.Itoa(n)
}

// english is an English ordinal number.
func english(n int) string {
	suffix := "th"
	if n%100 < 11 || n%100 > 13 {
		switch n % 10 {
		case 1:
			suffix = "st"
		case 2:
			suffix = "nd"
		case 3:
			suffix = "rd"
		}
	}
	return strconv.Itoa(n) + suffix
}

// romanMost is the largest number that Roman numerals write; years go far beyond it.
const romanMost = 3999

// roman is a Roman numeral, or the number itself where there is none for it.
func roman(n int) string {
	if n > romanMost {
		return strconv.Itoa(n)
	}
	var b strings.Builder
	for _, d := range []struct {
		value int
		text  string
	}{{1000, "M"}, {900, "CM"}, {500, "D"}, {400, "CD"}, {100, "C"}, {90, "XC"}, {50, "L"}, {40, "XL"}, {10, "X"}, {9, "IX"}, {5, "V"}, {4, "IV"}, {1, "I"}} {
		for ; n >= d.value; n -= d.value {
			b.WriteString(d.text)
		}
	}
	return b.String()
}

// MonthOf names a month of a year: 2019年5月, May 2019.
func (w Language) MonthOf(m int, y int64) string {
	return capital(w.Text("rule.monthYear", edtf.MonthName(w.Spoken, time.Month(m), w.monthStyle()), w.Year(y)))
}

// monthStyle is how a month is written beside its year: in Chinese and Japanese
// with its number.
func (w Language) monthStyle() edtf.Style {
	if w.monthFirst() {
		return edtf.Compact
	}
	return edtf.Long
}

// monthFirst reports whether the month stands in front of the day, both as numbers
// with a unit: 5月24日.
func (w Language) monthFirst() bool { return strings.HasSuffix(w.MonthShort(1), "月") }

// DayOfMonth names a day where its month is known: 24日, 24, 24.
func (w Language) DayOfMonth(d int) string { return w.Text("rule.day", strconv.Itoa(d)) }

// MonthDay names a day without its year: 4月10日, 10 April.
func (w Language) MonthDay(m, d int) string {
	return edtf.MonthDay(w.Spoken, time.Month(m), d, w.monthStyle())
}

// ShortDay is 5月30日 or 30 May.
func (w Language) ShortDay(d edtf.Day) string {
	return edtf.MonthDay(w.Spoken, d.Month(), d.Day(), edtf.Compact)
}

// Date names a whole day: 2019年5月24日, 24 May 2019.
func (w Language) Date(d edtf.Day) string {
	text, err := edtf.FromDay(d).Describe(w.Spoken, edtf.Short)
	if err != nil {
		return d.String()
	}
	return text
}

// Join lists things: a、b、c; a, b, c.
func (w Language) Join(list []string) string { return strings.Join(list, w.Text("rule.list")) }

// Series lists texts that have commas themselves: a；b；c; a; b; c.
func (w Language) Series(list []string) string { return strings.Join(list, w.Text("rule.semicolon")) }

// ends are what a text may end with beside the full stop, in whatever language it is.
const ends = "。！？!?؟۔।։…"

// Sentence ends each text the way the language does, if it has no end of its own, and
// leaves room for the next.
func (w Language) Sentence(parts ...string) string {
	stop := w.Text("rule.stop")
	mark := strings.TrimSpace(stop)
	var b strings.Builder
	for _, p := range parts {
		last, _ := utf8.DecodeLastRuneInString(p)
		switch {
		case p == "":
		case strings.ContainsRune(ends, last) && !strings.HasSuffix(p, mark):
			b.WriteString(p + strings.TrimPrefix(stop, mark))
		default:
			b.WriteString(strings.TrimRight(p, mark+".") + stop)
		}
	}
	return strings.TrimRight(b.String(), " ")
}

// capital begins a heading.
func capital(text string) string {
	first, size := utf8.DecodeRuneInString(text)
	return string(unicode.ToUpper(first)) + text[size:]
}

// When words a span for readers whose clocks are those of home: as its source
// words it in their language, or else as events.Span.DescribeFor does.
func (w Language) When(s events.Span, home *time.Location, style edtf.Style) string {
	if written, ok := s.AsWritten[w.Lang]; ok {
		return written
	}
	return s.DescribeFor(home, w.Spoken, style)
}
