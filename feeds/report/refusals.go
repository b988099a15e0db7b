package report

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// refusal is a rule by which a date is no event's, with the words that tell it.
// Words are parted by "|" and may be of any language; Chinese ones are in
// simplified characters. Where several fit the longest counts.
type refusal struct {
	Rule
	before string // end the text before a date
	after  string // begin the text behind a date
	bare   string // begin the text behind a date without a month
}

// refusals are all of them. The words are those of comparing, counting,
// limiting and planning, which are few in any language; what happens is left
// open. A rule without words is told by structure alone.
var refusals = []refusal{
	{Rule: Rule{ruleNotAddress, "网址或编号的一部分", "part of an address or number", "See https://harbour.example/2017/05/18/opening for pictures."}},
	{Rule: Rule{ruleNotAsOf, "截至某日的数据", "a figure as of a date", "As of 31 May 2019 the museum had 40 staff."},
		before: "截至|截止|截止到|截止至|截至到|截至目前|as of|as at|up to|year to|months to|balance at|ending|ended",
		after:  "为止|止"},
	{Rule: Rule{ruleNotCompared, "作比较的日期", "a date compared with", "More visitors came than in May 2018."},
		before: "比|较|同比|相比|相较|超过|对比|than|than in|than for|versus|vs|compared to|compared with|from in",
		after:  "相比|同期"},
	{Rule: Rule{ruleNotSince, "自某时以来", "since a date", "The tower has been open since May 2015."},
		before: "since|after|following|beginning in|starting in",
		after:  "以来|至今|后|之后|以后|以降|onwards|onward|or"},
	{Rule: Rule{ruleNotDeadline, "期限", "a deadline", "All boats must leave by 15 May 2019."},
		before: "截止日期为|截止时间为|截止时间：|截止日期：|不晚于|不迟于|最迟|有效期至|延长至|使用到|直至|直到|" +
			"until|till|before|by|by the|expires|deadline|prior to|due by|valid until|no later|expires on|expire on|expiring on|due on|due in",
		after: "以前|之前|前|底前|底以前|末前|deadline"},
	{Rule: Rule{ruleNotPlan, "规划或其年限", "a plan, or its period", "计划2020年6月完成全部工程。"},
		before: "预定|预定于|预定在|原定于|原定|原订|原订于|原计划于|原计划|预计|预计于|预计到|预计在|，计划|计划于|计划在|拟|拟于|拟在|力争|力争在|力争到|争取|争取在|争取于|有望在|有望于",
		after:  "plan|strategy|agenda|goals|roadmap",
		bare:   "规划|计划|行动计划|行动方案"},
	{Rule: Rule{ruleNotPeriod, "时间段", "a period", "From 2011 to 2016 prices were stable."},
		before: "经过|历经|throughout|through",
		after:  "起至|期间",
		bare:   "间"},
	{Rule: Rule{ruleNotStatistic, "时期统计", "figures of a period", "2019年1—11月，完成投资三亿元。"},
		before: "fy|fiscal|fiscal year|financial year|据统计|据统计，|统计显示，",
		after:  "预算|决算|价格|prices|figures|levels|budget|financial|fiscal|revenue"},
	{Rule: Rule{ruleNotName, "名称中的年份", "part of a name", "2019年全国帆船大赛的章程。"},
		after: "版|级|届|edition|issue|newsletter|survey|report|season"},
	{Rule: Rule{ruleNotTitle, "作品或文件名中的日期", "inside the title of a work", "发布《二〇一九年六月统计月报》。"}},
	{Rule: Rule{ruleNotRecurring, "每年重复", "every year", "Every May, schools clean the beach."},
		before: "每|每年|历年|每年的|每逢|every|each|annual|annually|every year"},
	{Rule: Rule{ruleNotMeta, "文件自身的信息", "about the document itself", "发布时间：2023-03-27"},
		before: "发布时间：|发布时间:|访问日期：|检索于|存档于|存档於|查阅于|更新于|更新时间：|发布日期：|" +
			"copyright|accessed|retrieved|updated|modified|printed|generated|accessed on|retrieved on|updated on|modified on"},
	{Rule: Rule{ruleNotFurniture, "页眉、页脚或目录", "a running head, a page number or a table of contents", "第一章 2019年3月大事 ........ 3\n\n3月5日，新馆开馆。"}},
	{Rule: Rule{ruleNotBackground, "背景介绍", "background", "Anna, born in May 1931, was there."},
		before: "生于|出生于|出生|born|born on|born in|b|d|dating from|dating to|dates from|dates to|early as|long as|recently as|back to",
		after:  "出生|生"},
	{Rule: Rule{ruleNotEvent, "没有发生什么", "nothing happens", "Some letters of May 2019 about the harbour dues."}},
	{Rule: Rule{ruleNotResolved, "年月无从得知", "its year or month is not known", "The ferry was sold on 4 May."}},
	{Rule: Rule{ruleNotCitation, "引文", "a reference", "The lease was long (Harbour Board Minutes, July 1, 1852)."},
		before: "见|参见|详见|see|cf"},
	{Rule: Rule{ruleNotContext, "只说明后面日期的年份", "only says when the dates after it are", "When I joined in May 2019, work had begun already."}},
}

// harmless are longer words that hold one of a refusal and refuse nothing: what
// was put off to a day happened on it, and 前往 is no 前.
var harmless = refusal{
	before: "评比|等到|推迟至|推迟到|延期至|延期到|提前至|提前到|改期至|改至|not until",
	after:  "前往|前后|前身|前海|前沿|后勤|后备|后海|后来|生效|生产|生物|生态|生命|生活|止跌|版权|级联|间隔",
}

// wording is what a word says of a date beside it.
type wording struct {
	rule RuleID // empty for a harmless one
	bare bool   // only of a date without a month
}

// wordsBefore and wordsAfter are the words of all refusals; they are built once
// and never changed.
var wordsBefore, wordsAfter = func() (before, after map[string]wording) {
	before, after = map[string]wording{}, map[string]wording{}
	add := func(to map[string]wording, words string, w wording) {
		for _, x := range strings.Split(words, "|") {
			to[x] = w
		}
	}
	for _, r := range append(refusals, harmless) {
		add(before, r.before, wording{rule: r.ID})
		add(after, r.after, wording{rule: r.ID})
		add(after, r.bare, wording{r.ID, true})
	}
	delete(before, "")
	delete(after, "")
	return before, after
}()

// longest finds the longest of the words that ends a text, or begins it.
func longest(words map[string]wording, text string, ends bool) (w wording, word string) {
	cuts := make([]int, 0, aroundRunes+1)
	for i := range text {
		cuts = append(cuts, i)
	}
	cuts = append(cuts, len(text))
	for n := range cuts {
		part, rest := text[cuts[n]:], text[:cuts[n]]
		if !ends {
			part, rest = text[:cuts[len(cuts)-1-n]], text[cuts[len(cuts)-1-n]:]
		}
		w, ok := words[part]
		if ok && !continues(part, rest, ends) {
			return w, part
		}
	}
	return wording{}, ""
}

// continues says whether a Latin word goes on beyond its part of a text.
func continues(part, rest string, ends bool) bool {
	if ends {
		a, _ := utf8.DecodeLastRuneInString(rest)
		b, _ := utf8.DecodeRuneInString(part)
		return isLetter(a) && isLetter(b)
	}
	a, _ := utf8.DecodeLastRuneInString(part)
	b, _ := utf8.DecodeRuneInString(rest)
	return isLetter(a) && isLetter(b)
}

// told is the rule of the words right beside a date; harmless says that one
// of those stands before it that refuse nothing.
func (n around) told(own bool) (rule RuleID, harmless bool) {
	w, word := longest(wordsBefore, strings.ToLower(strings.TrimRight(n.before, " ,.-")), true)
	switch {
	case word == "":
	case w.rule == "", n.happened(own, word):
		harmless = true
	default:
		return w.rule, false
	}
	w, word = longest(wordsAfter, strings.ToLower(strings.TrimLeft(n.after, " ")), false)
	latin := word != "" && word[0] < utf8.RuneSelf
	if w.bare && n.at.from.month > 0 || latin && (n.at.ranged || own && n.leads()) {
		return "", harmless
	}
	return w.rule, harmless
}

// atLast ends the words before a date on which something happened at last.
var atLast = regexp.MustCompile(`\bnot (?:\pL+ )?until $`)

// happened says whether something happened on the date for all the word before
// it: "the next day after", "until 1920, when it moved", "By 2001, the school
// moved to the quay".
func (n around) happened(own bool, word string) bool {
	if word[0] >= utf8.RuneSelf {
		return strings.HasPrefix(word, "直") && n.happens() // 直至1943年，两校才分家
	}
	return n.at.from.dayTo != anchorNone || n.at.from.yearTo == anchorThen || strings.HasPrefix(n.after, ", when ") || atLast.MatchString(n.before) ||
		word == "by" && own && n.at.yearOnly() && n.second == "" && tell(n.s[n.at.end:n.in.end]) == tellsEvent
}
