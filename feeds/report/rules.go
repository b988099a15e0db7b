package report

// RuleID names a rule that spoke for a draft, or against taking a date for an
// event. The names are stable: people and tests refer to them.
type RuleID string

// Where the parts of a date come from.
const (
	ruleYearStated   RuleID = "year.stated"
	ruleYearOption   RuleID = "year.option"
	ruleYearTitle    RuleID = "year.title"
	ruleYearPeriod   RuleID = "year.period"
	ruleYearHeading  RuleID = "year.heading"
	ruleYearBefore   RuleID = "year.before"
	ruleMonthHeading RuleID = "month.heading"
	ruleMonthBefore  RuleID = "month.before"
	ruleDateHeading  RuleID = "date.heading"
	ruleDateRelative RuleID = "date.relative"
	ruleDateColumn   RuleID = "date.column"
	ruleDateTorn     RuleID = "date.torn"
)

// Where a date stands, which is what makes it an event's.
const (
	rulePlaceLead    RuleID = "place.lead"
	rulePlaceClose   RuleID = "place.close"
	rulePlaceBracket RuleID = "place.bracket"
	rulePlaceOpen    RuleID = "place.open"
	rulePlaceInside  RuleID = "place.inside"
	rulePlaceUnder   RuleID = "place.under"
)

// Where the title comes from, and what was merged.
const (
	ruleTitleWords   RuleID = "title.words"
	ruleTitleHeading RuleID = "title.heading"
	ruleTitleCaption RuleID = "title.caption"
	ruleTitleColumn  RuleID = "title.column"
	ruleTitleSubject RuleID = "title.subject"
	ruleMergeSame    RuleID = "merge.same"
	ruleMergeNarrow  RuleID = "merge.narrow"
	ruleMergeConfirm RuleID = "merge.confirm"
)

// Why a date is not an event.
const (
	ruleNotAddress    RuleID = "not.address"
	ruleNotAsOf       RuleID = "not.as-of"
	ruleNotCompared   RuleID = "not.compared"
	ruleNotSince      RuleID = "not.since"
	ruleNotDeadline   RuleID = "not.deadline"
	ruleNotPlan       RuleID = "not.plan"
	ruleNotPeriod     RuleID = "not.period"
	ruleNotStatistic  RuleID = "not.statistic"
	ruleNotName       RuleID = "not.name"
	ruleNotTitle      RuleID = "not.title"
	ruleNotRecurring  RuleID = "not.recurring"
	ruleNotMeta       RuleID = "not.meta"
	ruleNotFurniture  RuleID = "not.furniture"
	ruleNotBackground RuleID = "not.background"
	ruleNotEvent      RuleID = "not.event"
	ruleNotResolved   RuleID = "not.resolved"
	ruleNotCitation   RuleID = "not.citation"
	ruleNotContext    RuleID = "not.context"
)

// Rule is a rule in words. A refusal has an example besides: a text in which
// it refuses the first date.
type Rule struct {
	ID      RuleID
	Zh, En  string
	Example string
}

// Rules lists every rule with what it means, for showing why.
func Rules() []Rule {
	rules := []Rule{
		{ID: ruleYearStated, Zh: "年份写在日期里", En: "the date says its year"},
		{ID: ruleYearOption, Zh: "年份由导入者给出", En: "the year was given with the import"},
		{ID: ruleYearTitle, Zh: "年份取自文件标题", En: "the year is in the document's title"},
		{ID: ruleYearPeriod, Zh: "年份取自报告期", En: "the report says which period it covers"},
		{ID: ruleYearHeading, Zh: "年份取自标题", En: "the year is in a heading"},
		{ID: ruleYearBefore, Zh: "年份取自前文", En: "the year is that of the date before"},
		{ID: ruleMonthHeading, Zh: "月份取自标题", En: "the month is in a heading"},
		{ID: ruleMonthBefore, Zh: "月份取自前文", En: "the month is that of the date before"},
		{ID: ruleDateHeading, Zh: "日期取自标题", En: "the date is a heading"},
		{ID: ruleDateRelative, Zh: "相对日期，由前文推出", En: "the date leans on the one before"},
		{ID: ruleDateColumn, Zh: "日期在表格的日期栏", En: "the date stands in a table's date column"},
		{ID: ruleDateTorn, Zh: "版面把日期与标题分开，配对不确定", En: "the layout tore date and title apart"},
		{ID: rulePlaceLead, Zh: "日期在条目之首", En: "the date leads an entry"},
		{ID: rulePlaceClose, Zh: "日期在条目之末", En: "the date ends an entry"},
		{ID: rulePlaceBracket, Zh: "日期在括号中", En: "the date stands in brackets after what happened"},
		{ID: rulePlaceOpen, Zh: "日期在分句之首", En: "the date opens its clause"},
		{ID: rulePlaceInside, Zh: "日期在句中", En: "the date stands inside a sentence"},
		{ID: rulePlaceUnder, Zh: "日期标题下的一条", En: "an entry under a date"},
		{ID: ruleTitleWords, Zh: "标题取自日期所在的文字", En: "title: the words around the date"},
		{ID: ruleTitleHeading, Zh: "标题取自上方标题", En: "title: the heading above"},
		{ID: ruleTitleCaption, Zh: "标题取自旁边的图题", En: "title: the caption beside it"},
		{ID: ruleTitleColumn, Zh: "标题取自表格另一栏", En: "title: another column of the table"},
		{ID: ruleTitleSubject, Zh: "主语取自句首或标题", En: "title: its subject stands earlier"},
		{ID: ruleMergeSame, Zh: "合并了同一事件的多处记述", En: "told more than once"},
		{ID: ruleMergeNarrow, Zh: "由另一处记述确定到更精确的日期", En: "another mention has the exact date"},
		{ID: ruleMergeConfirm, Zh: "由另一处记述证实", En: "another mention confirms it"},
	}
	for _, r := range refusals {
		rules = append(rules, r.Rule)
	}
	return rules
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
	FlagLookalike     Flag = "look-alike"     // another draft of the document may be the same
	FlagDuplicate     Flag = "duplicate"      // an event of the record may be the same
)
