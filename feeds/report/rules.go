package report

// RuleID names a rule that spoke for a draft, or against taking a date for an
// event. The names are stable: people and tests refer to them.
type RuleID string

// Where the parts of a date come from.
const (
	RuleYearStated   RuleID = "year.stated"   // the year is written in the date itself
	RuleYearOption   RuleID = "year.option"   // the year was given by the caller
	RuleYearTitle    RuleID = "year.title"    // from the document's title
	RuleYearPeriod   RuleID = "year.period"   // from the period the report covers
	RuleYearHeading  RuleID = "year.heading"  // from a heading
	RuleYearBefore   RuleID = "year.before"   // from the date before
	RuleMonthHeading RuleID = "month.heading" // the month is a heading's
	RuleMonthBefore  RuleID = "month.before"  // the month is the one before
	RuleDateHeading  RuleID = "date.heading"  // the whole date is a heading's
	RuleDateRelative RuleID = "date.relative" // 次日, that same year
	RuleDateColumn   RuleID = "date.column"   // a table's date column
	RuleDateTorn     RuleID = "date.torn"     // the layout tore date and title apart
)

// Why a dated passage is an event.
const (
	RuleEventVerb    RuleID = "event.verb"    // something happens in its clause
	RuleEventMonth   RuleID = "event.month"   // a month that begins its clause, and nothing against it
	RuleEventDay     RuleID = "event.day"     // an exact day, and nothing against it
	RuleEventList    RuleID = "event.list"    // an entry of a list of dates
	RuleEventHeading RuleID = "event.heading" // an entry under a date
	RuleEventEffect  RuleID = "event.effect"  // comes into force
)

// Where the title comes from.
const (
	RuleTitleAfter   RuleID = "title.after"   // the words after the date
	RuleTitleBefore  RuleID = "title.before"  // the words before the date
	RuleTitleAround  RuleID = "title.around"  // the clause around the date
	RuleTitleHeading RuleID = "title.heading" // the heading above
	RuleTitleCaption RuleID = "title.caption" // a caption beside the paragraph
	RuleTitleColumn  RuleID = "title.column"  // another column of the table
	RuleTitleSubject RuleID = "title.subject" // the subject is that of the sentence or heading
	RuleTitleLine    RuleID = "title.line"    // a line of its own
)

// What was merged.
const (
	RuleMergeSame    RuleID = "merge.same"    // the same event was told again
	RuleMergeNarrow  RuleID = "merge.narrow"  // another mention gave the exact date
	RuleMergeConfirm RuleID = "merge.confirm" // another mention confirms an uncertain date
)

// Why a date is not an event.
const (
	RuleNotAsOf      RuleID = "not.as-of"      // 截至…, as of
	RuleNotCompared  RuleID = "not.compared"   // 较年初, compared with
	RuleNotSince     RuleID = "not.since"      // 以来, since
	RuleNotDeadline  RuleID = "not.deadline"   // 之前, by
	RuleNotPlan      RuleID = "not.plan"       // a plan or its period
	RuleNotPeriod    RuleID = "not.period"     // a period, not a moment
	RuleNotStatistic RuleID = "not.statistic"  // figures of a period
	RuleNotName      RuleID = "not.name"       // part of a name
	RuleNotTitle     RuleID = "not.title"      // inside the title of a work
	RuleNotRecurring RuleID = "not.recurring"  // every year
	RuleNotMeta      RuleID = "not.meta"       // about the document itself
	RuleNotPast      RuleID = "not.background" // founded in, born in: background
	RuleNotEvent     RuleID = "not.event"      // nothing happens
	RuleNotResolved  RuleID = "not.resolved"   // no year or month is known
	RuleNotCitation  RuleID = "not.citation"   // a reference
	RuleNotContext   RuleID = "not.context"    // the year of the dates after it
)

// Rule is a rule in words.
type Rule struct {
	ID     RuleID
	Zh, En string
}

// Rules lists every rule with what it means, for showing why.
func Rules() []Rule {
	return []Rule{
		{RuleYearStated, "年份写在日期里", "the date says its year"},
		{RuleYearOption, "年份由导入者给出", "the year was given with the import"},
		{RuleYearTitle, "年份取自文件标题", "the year is in the document's title"},
		{RuleYearPeriod, "年份取自报告期", "the report says which period it covers"},
		{RuleYearHeading, "年份取自标题", "the year is in a heading"},
		{RuleYearBefore, "年份取自前文", "the year is that of the date before"},
		{RuleMonthHeading, "月份取自标题", "the month is in a heading"},
		{RuleMonthBefore, "月份取自前文", "the month is that of the date before"},
		{RuleDateHeading, "日期取自标题", "the date is a heading"},
		{RuleDateRelative, "相对日期，由前文推出", "the date leans on the one before"},
		{RuleDateColumn, "日期在表格的日期栏", "the date stands in a table's date column"},
		{RuleDateTorn, "版面把日期与标题分开，配对不确定", "the layout tore date and title apart"},
		{RuleEventVerb, "同一分句中有事件动词", "something happens in the same clause"},
		{RuleEventMonth, "月份在分句之首", "a month begins the clause"},
		{RuleEventDay, "日期确切到日", "the date is an exact day"},
		{RuleEventList, "日期列表中的一条", "an entry of a list of dates"},
		{RuleEventHeading, "日期标题下的一条", "an entry under a date"},
		{RuleEventEffect, "开始施行", "comes into force"},
		{RuleTitleAfter, "标题取自日期之后", "title: the words after the date"},
		{RuleTitleBefore, "标题取自日期之前", "title: the words before the date"},
		{RuleTitleAround, "标题取自日期所在分句", "title: the clause around the date"},
		{RuleTitleHeading, "标题取自上方标题", "title: the heading above"},
		{RuleTitleCaption, "标题取自旁边的图题", "title: the caption beside it"},
		{RuleTitleColumn, "标题取自表格另一栏", "title: another column of the table"},
		{RuleTitleSubject, "主语取自句首或标题", "title: its subject stands earlier"},
		{RuleTitleLine, "标题独占一行", "title: a line of its own"},
		{RuleMergeSame, "合并了同一事件的多处记述", "told more than once"},
		{RuleMergeNarrow, "由另一处记述确定到更精确的日期", "another mention has the exact date"},
		{RuleMergeConfirm, "由另一处记述证实", "another mention confirms it"},
		{RuleNotAsOf, "截至某日的数据", "a figure as of a date"},
		{RuleNotCompared, "作比较的日期", "a date compared with"},
		{RuleNotSince, "自某时以来", "since a date"},
		{RuleNotDeadline, "期限", "a deadline"},
		{RuleNotPlan, "规划或其年限", "a plan, or its period"},
		{RuleNotPeriod, "时间段", "a period"},
		{RuleNotStatistic, "时期统计", "figures of a period"},
		{RuleNotName, "名称中的年份", "part of a name"},
		{RuleNotTitle, "作品或文件名中的日期", "inside the title of a work"},
		{RuleNotRecurring, "每年重复", "every year"},
		{RuleNotMeta, "文件自身的信息", "about the document itself"},
		{RuleNotPast, "背景介绍", "background"},
		{RuleNotEvent, "没有发生什么", "nothing happens"},
		{RuleNotResolved, "年月无从得知", "its year or month is not known"},
		{RuleNotCitation, "引文", "a reference"},
		{RuleNotContext, "只说明后面日期的年份", "only says the year of the dates after it"},
	}
}

// Flag marks what a person must look at before accepting a draft.
type Flag string

// The flags.
const (
	FlagDateUncertain Flag = "date-uncertain" // the date may belong to another event
	FlagDateAmbiguous Flag = "date-ambiguous" // day and month may be the other way round
	FlagYearGuessed   Flag = "year-guessed"   // the year comes from the text before
	FlagTitleGuessed  Flag = "title-guessed"  // the title was put together, or is long
	FlagPlanned       Flag = "planned"        // announced, not yet happened
	FlagDuplicate     Flag = "duplicate"      // an event of the record may be the same
)
