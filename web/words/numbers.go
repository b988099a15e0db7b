package words

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"almanac.example/events"
	"almanac.example/events/edtf"
)

// Number groups thousands: 10,000.
func Number(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		if s[i-1] != '-' {
			s = s[:i] + "," + s[i:]
		}
	}
	return s
}

// Entries counts entries: "31 条", "1 entry", "31 entries".
func (w Language) Entries(n int) string {
	switch {
	case w.Chinese():
		return Number(n) + " 条"
	case n == 1:
		return "1 entry"
	}
	return Number(n) + " entries"
}

var (
	monthsZH = [13]string{"", "一月", "二月", "三月", "四月", "五月", "六月", "七月", "八月", "九月", "十月", "十一月", "十二月"}
	daysZH   = [7]string{"日", "一", "二", "三", "四", "五", "六"}
)

// MonthName is a heading: 五月, May.
func (w Language) MonthName(m int) string {
	if w.Chinese() {
		return monthsZH[m]
	}
	return time.Month(m).String()
}

// MonthShort is for running text: 5月, May.
func (w Language) MonthShort(m int) string {
	if w.Chinese() {
		return strconv.Itoa(m) + "月"
	}
	return time.Month(m).String()[:3]
}

// Weekday is short: 周四, Thu.
func (w Language) Weekday(d time.Weekday) string {
	if w.Chinese() {
		return "周" + daysZH[d]
	}
	return d.String()[:3]
}

// WeekdayLong is spoken: 星期四, Thursday.
func (w Language) WeekdayLong(d time.Weekday) string {
	if w.Chinese() {
		return "星期" + daysZH[d]
	}
	return d.String()
}

// Year names an astronomical year: 2019年, 公元前221年, 2019, 221 BC.
func (w Language) Year(y int64) string {
	n := strconv.FormatInt(y, 10)
	switch {
	case w.Chinese() && y > 0:
		return n + "年"
	case w.Chinese():
		return "公元前" + strconv.FormatInt(1-y, 10) + "年"
	case y > 0:
		return n
	}
	return strconv.FormatInt(1-y, 10) + " BC"
}

// Decade names the ten years that begin with y: 2010年代, 2010s.
func (w Language) Decade(y int64) string {
	era := ""
	if y < 0 {
		y = -y
		era = w.Text("bc")
	}
	n := strconv.FormatInt(y, 10)
	if w.Chinese() {
		return era + n + "年代"
	}
	return n + "s" + era
}

// Century names a century: 21世纪, 公元前3世纪, 21st century, 3rd century BC.
func (w Language) Century(n int) string {
	era := ""
	if n < 0 {
		n = -n
		era = w.Text("bc")
	}
	if w.Chinese() {
		return era + strconv.Itoa(n) + "世纪"
	}
	return ordinal(n) + " century" + era
}

func ordinal(n int) string {
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

// MonthDay names a day without its year: 4月10日, 10 April.
func (w Language) MonthDay(m, d int) string {
	if w.Chinese() {
		return fmt.Sprintf("%d月%d日", m, d)
	}
	return fmt.Sprintf("%d %s", d, time.Month(m))
}

// Date names a whole day: 2019年5月24日, 24 May 2019.
func (w Language) Date(d edtf.Day) string {
	y, _ := d.Year()
	if w.Chinese() {
		return w.Year(y) + w.MonthDay(int(d.Month()), d.Day())
	}
	return w.MonthDay(int(d.Month()), d.Day()) + " " + w.Year(y)
}

// Join lists things: a、b、c; a, b, c.
func (w Language) Join(list []string) string {
	if w.Chinese() {
		return strings.Join(list, "、")
	}
	return strings.Join(list, ", ")
}

// Sentence ends a text the way the language does, and leaves room for the next.
func (w Language) Sentence(parts ...string) string {
	var b strings.Builder
	for _, p := range parts {
		if p == "" {
			continue
		}
		switch {
		case w.Chinese():
			b.WriteString(strings.TrimRight(p, "。") + "。")
		case b.Len() > 0:
			b.WriteString(" " + strings.TrimRight(p, ".") + ".")
		default:
			b.WriteString(strings.TrimRight(p, ".") + ".")
		}
	}
	return b.String()
}

// When words a span for readers whose clocks are those of home: as its source
// words it in their language, or else as events.Span.DescribeFor does.
func (w Language) When(s events.Span, home *time.Location, style edtf.Style) string {
	if written, ok := s.AsWritten[w.Lang]; ok {
		return written
	}
	return s.DescribeFor(home, w.Spoken, style)
}
