package report

import (
	"slices"
	"strings"
)

// RuleID names a rule that spoke for a draft, or against taking a date for an
// event. The names are stable: people and tests refer to them.
type RuleID string

// Rule is a rule in words. A refusal has an example besides: a text in which
// it refuses the first date.
type Rule struct {
	ID      RuleID
	Zh, En  string
	Example string
}

// rules are all of them, wordsBefore and wordsAfter the words of refusals that
// stand beside a date. They are filled by the declarations below and never
// changed after that.
var (
	rules                   []Rule
	wordsBefore, wordsAfter = map[string]wording{}, map[string]wording{}
)

// Rules lists every rule with what it means, for showing why.
func Rules() []Rule { return slices.Clone(rules) }

// wording is what a word says of a date beside it.
type wording struct {
	rule RuleID // empty for a harmless one
	bare bool   // only of a date without a month
}

// words are parted by "|" and may be of any language; Chinese ones are in
// simplified characters. Where several fit the longest counts.
type words struct {
	before string // end the text before a date
	after  string // begin the text behind a date
	bare   string // begin the text behind a date without a month
}

// speaks declares a rule that speaks for a date.
func speaks(id RuleID, zh, en string) RuleID {
	rules = append(rules, Rule{ID: id, Zh: zh, En: en})
	return id
}

// refuses declares a rule by which a date is no event's, with the words that
// tell it. One without words is told by structure alone.
func refuses(r Rule, w words) RuleID {
	if r.ID != "" {
		rules = append(rules, r)
	}
	add := func(to map[string]wording, list string, w wording) {
		for _, x := range strings.Split(list, "|") {
			to[x] = w
		}
		delete(to, "")
	}
	add(wordsBefore, w.before, wording{rule: r.ID})
	add(wordsAfter, w.after, wording{rule: r.ID})
	add(wordsAfter, w.bare, wording{r.ID, true})
	return r.ID
}

// Where the parts of a date come from.
var (
	ruleYearStated   = speaks("year.stated", "年份写在日期里", "the date says its year")
	ruleYearOption   = speaks("year.option", "年份由导入者给出", "the year was given with the import")
	ruleYearTitle    = speaks("year.title", "年份取自文件标题", "the year is in the document's title")
	ruleYearPeriod   = speaks("year.period", "年份取自报告期", "the report says which period it covers")
	ruleYearHeading  = speaks("year.heading", "年份取自标题", "the year is in a heading")
	ruleYearBefore   = speaks("year.before", "年份取自前文", "the year is that of the date before")
	ruleMonthHeading = speaks("month.heading", "月份取自标题", "the month is in a heading")
	ruleMonthBefore  = speaks("month.before", "月份取自前文", "the month is that of the date before")
	ruleDateHeading  = speaks("date.heading", "日期取自标题", "the date is a heading")
	ruleDateRelative = speaks("date.relative", "相对日期，由前文推出", "the date leans on the one before")
	ruleDateColumn   = speaks("date.column", "日期在表格的日期栏", "the date stands in a table's date column")
	ruleDateTorn     = speaks("date.torn", "版面把日期与标题分开，配对不确定", "the layout tore date and title apart")
)

// Where a date stands, which is what makes it an event's.
var (
	rulePlaceLead    = speaks("place.lead", "日期在条目之首", "the date leads an entry")
	rulePlaceClose   = speaks("place.close", "日期在条目之末", "the date ends an entry")
	rulePlaceBracket = speaks("place.bracket", "日期在括号中", "the date stands in brackets after what happened")
	rulePlaceOpen    = speaks("place.open", "日期在分句之首", "the date opens its clause")
	rulePlaceInside  = speaks("place.inside", "日期在句中", "the date stands inside a sentence")
	rulePlaceUnder   = speaks("place.under", "日期标题下的一条", "an entry under a date")
)

// Where the title comes from, and what was merged.
var (
	ruleTitleWords   = speaks("title.words", "标题取自日期所在的文字", "title: the words around the date")
	ruleTitleHeading = speaks("title.heading", "标题取自上方标题", "title: the heading above")
	ruleTitleCaption = speaks("title.caption", "标题取自旁边的图题", "title: the caption beside it")
	ruleTitleColumn  = speaks("title.column", "标题取自表格另一栏", "title: another column of the table")
	ruleTitleSubject = speaks("title.subject", "主语取自句首或标题", "title: its subject stands earlier")
	ruleMergeSame    = speaks("merge.same", "合并了同一事件的多处记述", "told more than once")
	ruleMergeNarrow  = speaks("merge.narrow", "由另一处记述确定到更精确的日期", "another mention has the exact date")
	ruleMergeConfirm = speaks("merge.confirm", "由另一处记述证实", "another mention confirms it")
)

// Why a date is not an event's. The words are those of comparing, counting,
// limiting and planning, which are few in any language; what happens is left
// open.
var (
	ruleNotAddress = refuses(Rule{"not.address", "网址或编号的一部分", "part of an address or number", "See https://harbour.example/2017/05/18/opening for pictures."}, words{})
	ruleNotAsOf    = refuses(Rule{"not.as-of", "截至某日的数据", "a figure as of a date", "As of 31 May 2019 the museum had 40 staff."}, words{
		before: "截至|截止|截止到|截止至|截至到|截至目前|as of|as at|up to|year to|months to|balance at|ending|ended",
		after:  "为止|止",
	})
	ruleNotCompared = refuses(Rule{"not.compared", "作比较的日期", "a date compared with", "More visitors came than in May 2018."}, words{
		before: "比|较|同比|相比|相较|超过|对比|than|than in|than for|versus|vs|compared to|compared with|from in",
		after:  "相比|同期",
	})
	ruleNotSince = refuses(Rule{"not.since", "自某时以来", "since a date", "The tower has been open since May 2015."}, words{
		before: "since|after|following|beginning in|starting in",
		after:  "以来|至今|后|之后|以后|以降|onwards|onward|or",
	})
	ruleNotDeadline = refuses(Rule{"not.deadline", "期限", "a deadline", "All boats must leave by 15 May 2019."}, words{
		before: "截止日期为|截止时间为|截止时间：|截止日期：|不晚于|不迟于|最迟|有效期至|延长至|使用到|直至|直到|" +
			"until|till|before|by|by the|expires|deadline|prior to|due by|valid until|no later|expires on|expire on|expiring on|due on|due in",
		after: "以前|之前|前|底前|底以前|末前|deadline",
	})
	ruleNotPlan = refuses(Rule{"not.plan", "规划或其年限", "a plan, or its period", "计划2020年6月完成全部工程。"}, words{
		before: "预定|预定于|预定在|原定于|原定|原订|原订于|原计划于|原计划|预计|预计于|预计到|预计在|，计划|计划于|计划在|拟|拟于|拟在|力争|力争在|力争到|争取|争取在|争取于|有望在|有望于",
		after:  "plan|strategy|agenda|goals|roadmap",
		bare:   "规划|计划|行动计划|行动方案",
	})
	ruleNotPeriod = refuses(Rule{"not.period", "时间段", "a period", "From 2011 to 2016 prices were stable."}, words{
		before: "经过|历经|throughout|through",
		after:  "起至|期间",
		bare:   "间",
	})
	ruleNotStatistic = refuses(Rule{"not.statistic", "时期统计", "figures of a period", "2019年1—11月，完成投资三亿元。"}, words{
		before: "fy|fiscal|fiscal year|financial year|据统计|据统计，|统计显示，",
		after:  "预算|决算|价格|prices|figures|levels|budget|financial|fiscal|revenue",
	})
	ruleNotName = refuses(Rule{"not.name", "名称中的年份", "part of a name", "2019年全国帆船大赛的章程。"}, words{
		after: "版|级|届|edition|issue|newsletter|survey|report|season",
	})
	ruleNotTitle = refuses(Rule{"not.title", "作品或文件名中的日期", "inside the title of a work", "发布《二〇一九年六月统计月报》。"}, words{})
	_            = refuses(Rule{"not.recurring", "每年重复", "every year", "Every May, schools clean the beach."}, words{
		before: "每|每年|历年|每年的|每逢|every|each|annual|annually|every year",
	})
	ruleNotMeta = refuses(Rule{"not.meta", "文件自身的信息", "about the document itself", "发布时间：2023-03-27"}, words{
		before: "发布时间：|发布时间:|访问日期：|检索于|存档于|存档於|查阅于|更新于|更新时间：|发布日期：|" +
			"copyright|accessed|retrieved|updated|modified|printed|printed on|generated|accessed on|retrieved on|updated on|modified on",
	})
	ruleNotFurniture  = refuses(Rule{"not.furniture", "页眉、页脚或目录", "a running head, a page number or a table of contents", "第一章 2019年3月大事 ........ 3\n\n3月5日，新馆开馆。"}, words{})
	ruleNotBackground = refuses(Rule{"not.background", "背景介绍", "background", "Anna, born in May 1931, was there."}, words{
		before: "生于|出生于|出生|born|born on|born in|b|d|dating from|dating to|dates from|dates to|early as|long as|recently as|back to",
		after:  "出生|生",
	})
	ruleNotEvent    = refuses(Rule{"not.event", "没有发生什么", "nothing happens", "Some letters of May 2019 about the harbour dues."}, words{})
	ruleNotResolved = refuses(Rule{"not.resolved", "年月无从得知", "its year or month is not known", "The ferry was sold on 4 May."}, words{})
	ruleNotCitation = refuses(Rule{"not.citation", "引文", "a reference", "The lease was long (Harbour Board Minutes, July 1, 1852)."}, words{
		before: "见|参见|详见|see|cf|minutes of|minutes of the|minutes from|minutes for",
	})
	ruleNotContext = refuses(Rule{"not.context", "只说明后面日期的年份", "only says when the dates after it are", "When I joined in May 2019, work had begun already."}, words{})
	// Longer words that hold one of a refusal and refuse nothing: what was put off
	// to a day happened on it, and 前往 is no 前.
	_ = refuses(Rule{"", "", "", ""}, words{
		before: "评比|等到|推迟至|推迟到|延期至|延期到|提前至|提前到|改期至|改至|not until",
		after:  "前往|前后|前身|前海|前沿|后勤|后备|后海|后来|生效|生产|生物|生态|生命|生活|止跌|版权|级联|间隔",
	})
)

// Flag marks what a person must look at before accepting a draft.
type Flag string

// The flags.
const (
	FlagDateUncertain Flag = "date-uncertain" // the date may belong to another event
	FlagDateAmbiguous Flag = "date-ambiguous" // day and month may be the other way round
	FlagYearGuessed   Flag = "year-guessed"   // the year comes from the text before
	FlagTitleGuessed  Flag = "title-guessed"  // the title was put together, or is long
	FlagPlanned       Flag = "planned"        // announced, not yet happened
	FlagLookalike     Flag = "look-alike"     // another draft of the document may be the same
	FlagDuplicate     Flag = "duplicate"      // an event of the record may be the same
)
