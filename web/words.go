package web

import (
	"fmt"
	"html/template"
	"strconv"
	"strings"
	"time"

	"almanac.example/events/edtf"
)

// words speaks the interface in one language. Texts stand in the tables beside
// this file;
// whatever follows a rule (numbers, months, years, counts) is here.
type words struct {
	lang string // one of interfaceLanguages
}

// text is the interface text of that key, with args filled in as fmt does.
// A key nobody wrote comes back as itself; a test keeps that from happening.
func (w words) text(key string, args ...any) string {
	t, ok := textFor(key)
	if !ok {
		return key
	}
	s := t.en
	if w.zh() {
		s = t.zh
	}
	if len(args) == 0 {
		return s
	}
	return fmt.Sprintf(s, args...)
}

func textFor(key string) (message, bool) {
	for _, table := range []map[string]message{frameTexts, listTexts, pageTexts} {
		if t, ok := table[key]; ok {
			return t, true
		}
	}
	return message{}, false
}

// message is one interface text in every language that pages speak.
type message struct{ zh, en string }

func (w words) zh() bool { return w.lang == "zh" }

// tag is the language as HTML's lang attribute wants it (BCP 47). Chinese text
// of the record is simplified unless it says otherwise.
func languageTag(lang string) string {
	if lang == "zh" {
		return "zh-CN"
	}
	return lang
}

// locale is the language as OpenGraph spells it.
func locale(lang string) string {
	if lang == "zh" {
		return "zh_CN"
	}
	return "en_GB"
}

// languageName is the language's own name.
func languageName(lang string) string {
	switch lang {
	case "zh":
		return "中文"
	case "en":
		return "English"
	}
	return lang
}

// number groups thousands: 10,000.
func (w words) number(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		if s[i-1] != '-' {
			s = s[:i] + "," + s[i:]
		}
	}
	return s
}

// entries counts entries: "31 条", "1 entry", "31 entries".
func (w words) entries(n int) string {
	switch {
	case w.zh():
		return w.number(n) + " 条"
	case n == 1:
		return "1 entry"
	}
	return w.number(n) + " entries"
}

var (
	monthsZH = [13]string{"", "一月", "二月", "三月", "四月", "五月", "六月", "七月", "八月", "九月", "十月", "十一月", "十二月"}
	daysZH   = [7]string{"日", "一", "二", "三", "四", "五", "六"}
)

// monthName is a heading: 五月, May.
func (w words) monthName(m int) string {
	if w.zh() {
		return monthsZH[m]
	}
	return time.Month(m).String()
}

// monthShort is for running text: 5月, May.
func (w words) monthShort(m int) string {
	if w.zh() {
		return strconv.Itoa(m) + "月"
	}
	return time.Month(m).String()[:3]
}

// weekday is short: 周四, Thu.
func (w words) weekday(d time.Weekday) string {
	if w.zh() {
		return "周" + daysZH[d]
	}
	return d.String()[:3]
}

// weekdayLong is spoken: 星期四, Thursday.
func (w words) weekdayLong(d time.Weekday) string {
	if w.zh() {
		return "星期" + daysZH[d]
	}
	return d.String()
}

// year names an astronomical year: 2019年, 公元前221年, 2019, 221 BC.
func (w words) year(y int64) string {
	n := strconv.FormatInt(y, 10)
	switch {
	case w.zh() && y > 0:
		return n + "年"
	case w.zh():
		return "公元前" + strconv.FormatInt(1-y, 10) + "年"
	case y > 0:
		return n
	}
	return strconv.FormatInt(1-y, 10) + " BC"
}

// decade names the ten years that begin with y: 2010年代, 2010s.
func (w words) decade(y int64) string {
	era := ""
	if y < 0 {
		y = -y
		era = w.text("bc")
	}
	n := strconv.FormatInt(y, 10)
	if w.zh() {
		return era + n + "年代"
	}
	return n + "s" + era
}

// century names a century: 21世纪, 公元前3世纪, 21st century, 3rd century BC.
func (w words) century(n int) string {
	era := ""
	if n < 0 {
		n = -n
		era = w.text("bc")
	}
	if w.zh() {
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

// monthDay names a day without its year: 4月10日, 10 April.
func (w words) monthDay(m, d int) string {
	if w.zh() {
		return fmt.Sprintf("%d月%d日", m, d)
	}
	return fmt.Sprintf("%d %s", d, time.Month(m))
}

// date names a whole day: 2019年5月24日, 24 May 2019.
func (w words) date(d edtf.Day) string {
	y, _ := d.Year()
	if w.zh() {
		return w.year(y) + w.monthDay(int(d.Month()), d.Day())
	}
	return w.monthDay(int(d.Month()), d.Day()) + " " + w.year(y)
}

// join lists things: a、b、c; a, b, c.
func (w words) join(list []string) string {
	if w.zh() {
		return strings.Join(list, "、")
	}
	return strings.Join(list, ", ")
}

// sentence ends a text the way the language does, and leaves room for the next.
func (w words) sentence(parts ...string) string {
	var b strings.Builder
	for _, p := range parts {
		if p == "" {
			continue
		}
		switch {
		case w.zh():
			b.WriteString(strings.TrimRight(p, "。") + "。")
		case b.Len() > 0:
			b.WriteString(" " + strings.TrimRight(p, ".") + ".")
		default:
			b.WriteString(strings.TrimRight(p, ".") + ".")
		}
	}
	return b.String()
}

// run is a piece of text in a language; an empty Lang is the page's own.
type run struct {
	Text   string
	Lang   string        // HTML lang attribute, "" if it is the page's
	Marked template.HTML // the text with what was searched for marked; "" if nothing was
}

// HTML is the text, with its marks if it has some.
func (r run) HTML() template.HTML {
	if r.Marked != "" {
		return r.Marked
	}
	return template.HTML(template.HTMLEscapeString(r.Text))
}

// run marks a text with its language unless that is the page's.
func (w words) run(text, lang string) run {
	if lang == w.lang || text == "" {
		return run{Text: text}
	}
	return run{Text: text, Lang: languageTag(lang)}
}

// Attr is the lang attribute of a run that is not in the page's language, with
// the space before it.
func (r run) Attr() template.HTMLAttr {
	if r.Lang == "" {
		return ""
	}
	return template.HTMLAttr(` lang="` + template.HTMLEscapeString(r.Lang) + `"`)
}
