package report

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// The forms of dates, as patterns. A group of a pattern is named after the part
// of the date it holds; figures after a name tell two such groups apart.

// form is a pattern of dates, anchored where a date may begin.
type form struct {
	re    *regexp.Regexp
	names []string
}

// newForm makes a form of a pattern in which {{name}} stands for the piece of
// that name.
func newForm(pattern string) form {
	for i := strings.Index(pattern, "{{"); i >= 0; i = strings.Index(pattern, "{{") {
		j := i + strings.Index(pattern[i:], "}}")
		pattern = pattern[:i] + "(?:" + formPieces[pattern[i+2:j]] + ")" + pattern[j+2:]
	}
	re := regexp.MustCompile("(?i)^(?:" + pattern + ")")
	names := re.SubexpNames()
	for i, n := range names {
		names[i] = strings.TrimRight(n, "0123456789")
	}
	return form{re, names}
}

// formPieces are what the patterns are made of.
var formPieces = map[string]string{
	"_":     `[ \t\x{3000}]{0,2}`,
	"dash":  `{{_}}(?:[-–—―─－−~～〜⸺‐‑]{1,3}|[至到]){{_}}`,
	"dayno": `[0-9]{1,2}`,
	"year":  `[12][0-9]{3}`,

	// Chinese numbers up to 99, and years of four figures, mixed ones too.
	"zh":       `[0-9] [0-9]|[0-9]{1,2}|{{figure}}?十{{figure}}?|[廿卅]{{figure}}?|{{figure}}[〇零○]?`,
	"figure":   `[一二三四五六七八九壹贰貳叁參肆伍陆陸柒捌玖]`,
	"reign":    `{{zhyear}}|[0-9]{1,4}|[〇零○一二三四五六七八九]{3}|[一二]?百[〇零○]?(?:{{zh}})?|{{zh}}|元`,
	"zhyear":   `[0-9〇零○一二三四五六七八九oOО]{4}`,
	"sameyear": `[（(](?:民[国國])?[0-9〇零○一二三四五六七八九十元]{1,5}年?[）)]`,

	"month": `(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)\b\.?` +
		`|(?:january|february|march|april|august|september|october|november|december)\b`,
	"weekday": `(?:mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nesday)?|thu(?:r(?:s(?:day)?)?)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?)\b`,
	"nth":     `(?: ?(?:st|nd|rd|th)|d)\b`,
	"ordinal": `(?:first|second|third|fourth|1st|2nd|3rd|4th)`,
	"part":    `(?:early|beginning|start|middle|mid|late|end)\b`,
	"season":  `(?:spring|summer|autumn|fall|winter)\b`,
	"the":     `(?:the\b{{_}})?`,
	// What stands between the two points of a range; "and" is told.
	"joint": `{{dash}}|{{_}},?{{_}}(?:to|through|thru|until|till|(?P<and>and))\b{{_}}|{{_}}(?P<and2>&){{_}}`,
	// A year behind a month: ", 2019", " of 2019", "-2019", and that of the
	// date before.
	"ofyear": `(?:(?:[ \t][0-9]{2}:[0-9]{2}:[0-9]{2}(?: [A-Z]{3,4})? |[,-][ \t]{0,2}|[ \t]{1,2})(?:(?:of|in)[ \t])?(?:(?P<y>{{year}})\b|['’‘](?P<apostrophe>[0-9]{2})\b)|(?P<ya> (?:of )?(?:that(?: same)?|the same) year\b))`,
}

// zhYearForm is a Chinese year, zhWithinForm what stands within one or leans on
// the dates before.
var (
	zhYearForm = newForm(`(?:(?P<century>{{zh}})世[纪紀])?(?P<decade>{{zhyear}}|{{zh}})年代` +
		`|(?:(?P<y>{{zhyear}}){{_}}年` +
		`|(?P<era>(?:中[华華])?民[国國]|公元前|公元|西元){{_}}(?P<n>{{reign}}){{_}}年` +
		`|(?:[^ -~][^ -~])?(?:{{zh}}|元){{_}}年[（(](?P<y2>{{zhyear}})年?[）)]` +
		`|(?P<ya>[同当當该該此是今本去上次翌明隔])年` +
		`|(?P<short>[0-9]{2,3}|[一二]?百[〇零○]?(?:{{zh}})?|{{figure}}?十{{figure}}?|廿{{figure}}?)年){{sameyear}}?(?P<annual>度)?`)
	zhWithinForm = newForm(`(?P<month>(?:(?P<m>{{zh}}){{_}}月|(?P<m2>元)月|(?P<ma>[同是当當本次翌上])月)份?)` +
		`(?:{{_}}(?P<d>{{zh}}){{_}}(?P<unit>[日号])|{{_}}(?P<dr>{{zh}})(?P<to>{{dash}}|、)(?P<dto>{{zh}}){{_}}两?[日号]|(?P<part>上中?旬|中下?旬|下旬|[初底末]))?` +
		`|(?P<open>[上中下]旬|月[初底末中])` +
		`|第?(?P<q>{{zh}}){{_}}季度|第(?P<q2>{{zh}}){{_}}季` +
		`|(?P<half>[上下])半年` +
		`|年?[初早仲深晚暮]?(?P<s>[春夏秋冬])[季天]?` +
		`|(?P<own>年?)(?P<yp>[初底末中内])` +
		`|(?P<newyear>元旦)` +
		`|(?P<bare>{{zh}}){{_}}日` +
		`|(?P<da>[当當]天|[当當同次翌隔是]日|同一天|第二天)`)
)

// enForms are English dates by what they begin with, the fuller ones first.
var enForms = map[enClass][]form{
	enDayNumber: {
		newForm(`(?P<d>{{dayno}})(?:{{nth}}(?: day)?)?(?:{{_}}of\b)?(?:-|{{_}})(?P<mon>{{month}}){{ofyear}}?`),
		newForm(`(?P<q>{{ordinal}})[ -]{1,2}quarter\b{{ofyear}}?`),
		newForm(`(?P<alone>(?P<d>{{dayno}}){{nth}})`),
	},
	enYearNumber: {
		newForm(`(?P<y>{{year}}) ?Q(?P<q>[1-4])\b`),
		newForm(`(?P<decade>{{year}})['’]?s\b`),
		newForm(`(?P<y>{{year}}){{_}}[(](?:(?P<mon>{{month}})|Q(?P<q>[1-4]))(?:[)]|$)`),
		newForm(`(?P<begins>(?P<y>{{year}}))[,:]{{_}}(?:(?P<d>{{dayno}}) (?P<mon>{{month}})|(?P<mon2>{{month}})(?: (?P<d2>{{dayno}})\b)?|(?P<s>{{season}}))`),
		newForm(`(?P<begins>(?P<y>{{year}})) [-–—] (?P<d>{{dayno}}) (?P<mon>{{month}})`),
		newForm(`(?P<alone>(?P<y>{{year}}))\b`),
	},
	enMonthName: {
		newForm(`(?P<mon>{{month}})[ \t]{1,2}{{the}}(?P<d>{{dayno}})(?:{{nth}})?{{ofyear}}?`),
		newForm(`(?P<mon>{{month}}){{ofyear}}`),
		newForm(`(?P<alone>(?P<mon>{{month}}))`),
	},
	enSeasonName: {
		newForm(`(?P<s>{{season}}){{ofyear}}(?:/[0-9]{2}\b)?`),
		newForm(`(?P<alone>(?P<s>{{season}}))`),
	},
	enPartWord: {
		newForm(`(?P<part>{{part}})(?:[-–]|{{_}})(?P<of>(?:of|in) )?{{the}}(?:(?P<mon>{{month}}){{ofyear}}?|(?P<decade>{{year}})s\b|(?P<y3>{{year}})\b|(?P<this>year\b))`),
	},
	enOrdinalWord: {
		newForm(`(?P<q>{{ordinal}})[ -]{1,2}quarter\b{{ofyear}}?`),
		newForm(`(?P<half>{{ordinal}})[ -]{1,2}half (?:of|in) {{the}}(?:(?P<y>{{year}})|year)\b`),
	},
	enLetter: {
		newForm(`Q(?P<q>[1-4])\b{{ofyear}}?`),
		newForm(`H(?P<half>[12])\b{{ofyear}}?`),
	},
	enLeading: {
		newForm(`(?P<lead>(?:that|this|the))(?P<lean>(?: (?:same|following|next|previous)){0,2}) (?P<unit>day|month|year)\b`),
	},
	enWeekday: {
		newForm(`(?P<weekday>{{weekday}}\.?,?{{_}}{{the}})`),
	},
}

// The other forms: figures, of which a, b and c are the numbers, and what stands
// beside a point or within a range.
var (
	threeFigures = newForm(`(?P<a>[0-9]{1,4})(?P<sep>[-/.‑])(?P<b>[0-9]{1,2})(?P<sepb>[-/.‑])(?P<c>[0-9]{1,4})`)
	twoFigures   = newForm(`(?P<a>[0-9]{1,4})(?P<sep>[-/.‑])(?P<b>[0-9]{1,4})`)
	twoYears     = newForm(`(?P<a>{{year}})(?P<sep>[-/–—])(?P<b>[0-9]{1,4})`)
	daysBefore   = newForm(`(?P<a>{{dayno}})\.{{dash}}`)
	yearPart     = newForm(`(?P<y>{{year}})(?:(?P<half>[上下])半年|[-/.]?(?:Q(?P<q>[1-4])|H(?P<half2>[12]))\b)`)
	dashMark     = newForm(`{{dash}}`)
	monthName    = newForm(`{{month}}`)

	circaForm  = newForm(`(?:c|ca|circa)\b\.?{{_}}`)
	twoSeasons = newForm(`(?P<s>{{season}})/(?P<to>{{season}}){{ofyear}}?`)
	enJoint    = newForm(`{{joint}}`)
	enDayAhead = newForm(`(?P<d>{{dayno}})(?:{{nth}})?(?:/|{{joint}}){{the}}`)
	enDayAfter = newForm(`(?P<d>{{dayno}})(?:{{nth}})?{{ofyear}}?`)
	enNextDay  = newForm(`/(?P<d>{{dayno}})`)

	yearAlone = newForm(`(?P<y>{{year}})`)

	zhDay   = newForm(`(?P<d>[0-9]{1,2}|{{zh}}){{_}}两?[日号]`)
	zhAhead = newForm(`(?P<n>{{zhyear}}|[0-9]{1,2}|{{zh}})(?:(?P<dash>{{dash}})|、)`)
)

// formWindow is the number of runes that a date is looked for in.
const formWindow = 64

// match is a form found at a place.
type match struct {
	form
	text  string // from the place on
	at    int    // the place, a rune offset
	loc   []int
	after rune // what stands behind it
}

// fit matches a form at i.
func (c *scanner) fit(f form, i int) (match, bool) {
	if c.window == "" || c.windowAt != i {
		c.window, c.windowAt = string(c.s[i:min(len(c.s), i+formWindow)]), i
	}
	m := match{form: f, text: c.window, at: i, loc: f.re.FindStringSubmatchIndex(c.window)}
	if m.loc == nil || m.loc[1] == 0 {
		return m, false
	}
	m.after = c.rune(m.end())
	return m, true
}

// group is the text of the first group of a name that took part, and where it
// ends.
func (m match) group(name string) (text string, end int) {
	for i, n := range m.names {
		if n == name && m.loc[2*i] >= 0 {
			return m.text[m.loc[2*i]:m.loc[2*i+1]], m.at + utf8.RuneCountInString(m.text[:m.loc[2*i+1]])
		}
	}
	return "", m.at
}

// word is the text of a group, "" where it took no part.
func (m match) word(name string) string {
	text, _ := m.group(name)
	return text
}

// has says whether a group took part with some text.
func (m match) has(name string) bool { return m.word(name) != "" }

// number is the number in a group, 0 for none.
func (m match) number(name string) int { return numberOf(m.word(name)) }

// end is the rune offset after the match.
func (m match) end() int { return m.at + utf8.RuneCountInString(m.text[:m.loc[1]]) }
