package report

import (
	"strings"
)

// This file is the first half of the fourth stage: dates that speak of
// something else than an event, told by what stands right around them.

// near is the text around a date expression within its sentence.
type near struct {
	s             []rune
	at            expression
	before, after string // up to 24 runes to each side
	inTitle       bool   // inside 《》
	quoted        bool   // inside “”
	bracket       bool   // inside （）
}

const nearRunes = 24

func around(s []rune, in span, e expression) near {
	n := near{s: s, at: e,
		before: string(s[max(in.start, e.start-nearRunes):e.start]),
		after:  string(s[e.end:min(in.end, e.end+nearRunes)]),
	}
	title, quote, bracket := 0, 0, 0
	for _, r := range s[in.start:e.start] {
		switch r {
		case '《', '〈', '「', '『':
			title++
		case '》', '〉', '」', '』':
			title = max(0, title-1)
		case '“':
			quote++
		case '”':
			quote = max(0, quote-1)
		case '（', '(', '[', '【':
			bracket++
		case '）', ')', ']', '】':
			bracket = max(0, bracket-1)
		}
	}
	n.inTitle, n.quoted, n.bracket = title > 0, quote > 0, bracket > 0
	return n
}

// refuse tells the rule by which a date is no event's date; empty when
// nothing around it says so.
func (n near) refuse() RuleID {
	if n.inTitle || n.quoted && n.at.yearOnly() {
		return RuleNotTitle
	}
	if n.at.annual {
		return RuleNotStatistic
	}
	if n.at.ranged && n.at.from.yearOnly() && (n.at.to.yearOnly() || n.at.to.month == 0) {
		return RuleNotPlan
	}
	if n.at.lang == langEn {
		return n.refuseEn()
	}
	return n.refuseZh()
}

func (e expression) yearOnly() bool { return e.from.yearOnly() && !e.ranged }

func (p point) yearOnly() bool {
	return p.month == 0 && p.day == 0 && p.quarter == 0 && p.half == 0 && p.season == 0 && p.dayTo == anchorNone && p.monthTo == anchorNone
}

// zhBefore are endings of the text before a Chinese date that take it away.
var zhBefore = []struct {
	word string
	rule RuleID
}{
	{"截至", RuleNotAsOf}, {"截止", RuleNotAsOf}, {"截止到", RuleNotAsOf}, {"截止至", RuleNotAsOf}, {"截至到", RuleNotAsOf}, {"截至目前", RuleNotAsOf},
	{"截至到", RuleNotAsOf}, {"截止日期为", RuleNotDeadline}, {"截止时间为", RuleNotDeadline}, {"截止时间：", RuleNotDeadline}, {"截止日期：", RuleNotDeadline},
	{"较", RuleNotCompared}, {"比", RuleNotCompared}, {"同比", RuleNotCompared}, {"与", RuleNotCompared}, {"相比", RuleNotCompared}, {"相较", RuleNotCompared}, {"超过", RuleNotCompared},
	{"每", RuleNotRecurring}, {"每年", RuleNotRecurring}, {"历年", RuleNotRecurring}, {"每年的", RuleNotRecurring}, {"一年一度的", RuleNotRecurring},
	{"原定于", RuleNotPlan}, {"原定", RuleNotPlan}, {"原计划于", RuleNotPlan}, {"原计划", RuleNotPlan}, {"预计", RuleNotPlan}, {"预计于", RuleNotPlan}, {"预计到", RuleNotPlan}, {"计划", RuleNotPlan}, {"计划于", RuleNotPlan}, {"计划在", RuleNotPlan}, {"拟", RuleNotPlan}, {"拟于", RuleNotPlan}, {"力争", RuleNotPlan}, {"力争在", RuleNotPlan}, {"力争到", RuleNotPlan}, {"争取", RuleNotPlan}, {"争取在", RuleNotPlan}, {"争取于", RuleNotPlan}, {"有望在", RuleNotPlan}, {"有望于", RuleNotPlan}, {"定于", ""},
	{"生于", RuleNotPast}, {"出生于", RuleNotPast}, {"出生", RuleNotPast},
	{"不晚于", RuleNotDeadline}, {"不迟于", RuleNotDeadline}, {"最迟", RuleNotDeadline}, {"有效期至", RuleNotDeadline}, {"延长至", RuleNotDeadline}, {"使用到", RuleNotDeadline}, {"直至", RuleNotDeadline}, {"直到", RuleNotDeadline},
	{"访问日期：", RuleNotMeta}, {"检索于", RuleNotMeta},
}

// zhAfter are beginnings of the text after it.
var zhAfter = []struct {
	word string
	rule RuleID
}{
	{"以来", RuleNotSince}, {"至今", RuleNotSince}, {"起至", RuleNotPeriod}, {"以前", RuleNotDeadline}, {"之前", RuleNotDeadline}, {"前", RuleNotDeadline},
	{"底前", RuleNotDeadline}, {"底以前", RuleNotDeadline}, {"后", RuleNotSince}, {"之后", RuleNotSince}, {"以后", RuleNotSince}, {"为止", RuleNotAsOf}, {"止", RuleNotAsOf},
	{"相比", RuleNotCompared}, {"同期", RuleNotCompared}, {"出生", RuleNotPast}, {"生", RuleNotPast}, {"版", RuleNotName}, {"价格", RuleNotStatistic},
	{"规划", RuleNotPlan}, {"计划", RuleNotPlan}, {"行动", RuleNotPlan}, {"预算", RuleNotStatistic}, {"决算", RuleNotStatistic}, {"级", RuleNotName}, {"届", RuleNotName}, {"间", RuleNotPeriod},
}

// refuseZh judges a Chinese date.
func (n near) refuseZh() RuleID {
	before := strings.TrimRight(n.before, " ")
	after := strings.TrimLeft(n.after, " ")
	for _, w := range zhBefore {
		if w.rule != "" && strings.HasSuffix(before, w.word) && !excusedBefore(before, w.word) {
			return w.rule
		}
	}
	for _, w := range zhAfter {
		if strings.HasPrefix(after, w.word) && !excusedAfter(after, w.word) {
			return w.rule
		}
	}
	if r := n.refuseFrom(before, after); r != "" {
		return r
	}
	if n.at.ranged && n.at.to.month > 0 && n.at.to.day == 0 {
		if zhFigures(n.after) {
			return RuleNotStatistic
		}
	}
	if n.at.yearOnly() {
		return n.refuseYear(before, after)
	}
	return ""
}

// excusedBefore: 与 joins as well as compares, 计划 may be the end of a name.
func excusedBefore(before, word string) bool {
	switch word {
	case "与":
		return true
	case "计划":
		return !strings.HasSuffix(before, "，计划") && strings.HasSuffix(before, "计划") && len([]rune(before)) > 2
	case "比":
		return strings.HasSuffix(before, "评比") || strings.HasSuffix(before, "对比")
	case "截止", "每", "拟":
		return false
	}
	return false
}

// excusedAfter: 前 and 后 begin other words too.
func excusedAfter(after, word string) bool {
	switch word {
	case "前":
		return startsWithAny(after, []string{"前往", "前后", "前身", "前海", "前沿"})
	case "后":
		return startsWithAny(after, []string{"后勤", "后备", "后海"})
	case "生":
		return startsWithAny(after, []string{"生效", "生产", "生物", "生态", "生命", "生活"})
	case "止":
		return startsWithAny(after, []string{"止跌"})
	case "计划", "行动", "规划":
		return !strings.HasPrefix(after, word+"》") && !strings.HasPrefix(after, word+"，") && len([]rune(after)) > 3
	case "版", "级", "届":
		return startsWithAny(after, []string{"版权", "级联"})
	}
	return false
}

// refuseFrom judges 自…起 and 到…: the beginning of an effect is an event, the
// beginning of a count is not; 到 is a goal.
func (n near) refuseFrom(before, after string) RuleID {
	from := strings.HasSuffix(before, "自") || strings.HasSuffix(before, "从") || strings.HasSuffix(before, "自从")
	if from && strings.HasPrefix(after, "起") || strings.HasPrefix(after, "起，") || from && strings.HasPrefix(after, "开始") {
		if containsAny(after, []string{"施行", "实施", "执行", "生效", "启用", "正式"}) {
			return ""
		}
		return RuleNotSince
	}
	if from {
		return RuleNotSince
	}
	for _, w := range []string{"等到", "推迟至", "推迟到", "延期至", "延期到", "提前至", "提前到", "改期至", "改至"} {
		if strings.HasSuffix(before, w) {
			return ""
		}
	}
	if strings.HasSuffix(before, "到") || strings.HasSuffix(before, "至") {
		if n.at.from.month == 0 && n.at.from.day == 0 {
			return RuleNotPlan
		}
		return RuleNotDeadline
	}
	return ""
}

// nameNouns end the names of events, prizes and works that carry a year.
var nameNouns = []string{"大会", "论坛", "大赛", "会议", "年会", "峰会", "展览会", "博览会", "交易会", "挑战赛", "锦标赛", "联赛", "节", "活动周", "宣传周", "计划", "专项", "项目", "报告", "白皮书", "蓝皮书", "目录", "名单", "榜单", "榜", "训练营", "年鉴", "研讨会", "座谈会", "奖", "季", "招生", "考试", "工作要点", "指南"}

// refuseYear judges a year without month: one in a name, in a plan, or of a
// foundation told as background.
func (n near) refuseYear(before, after string) RuleID {
	clause := clauseHead(after)
	if n.bracket {
		return RuleNotName
	}
	first := beginsClause(before)
	if !first && !strings.HasSuffix(before, "于") && !strings.HasSuffix(before, "在") {
		return RuleNotName
	}
	if strings.HasSuffix(before, "成立于") || strings.HasSuffix(before, "始建于") || strings.HasSuffix(before, "创建于") || strings.HasSuffix(before, "建于") || strings.HasSuffix(before, "创办于") || strings.HasSuffix(before, "创立于") || strings.HasSuffix(before, "源于") {
		return RuleNotPast
	}
	if clause == "" {
		return ""
	}
	for _, noun := range nameNouns {
		if i := strings.Index(clause, noun); i >= 0 && !containsAny(clause[:i], []string{"发布", "举办", "召开", "印发", "公布", "签署", "通过", "启动", "出台", "国务院", "颁布"}) {
			return RuleNotName
		}
	}
	return ""
}

// beginsClause says whether a clause begins after the text.
func beginsClause(before string) bool {
	before = strings.TrimRight(before, " ")
	if before == "" {
		return true
	}
	r := []rune(before)
	last := r[len(r)-1]
	return zhMark(last) && last != '“' && last != '《' || last == ',' || last == '.' || last == ';' || last == ':' || last == '\t' || headingDecoration(last)
}

// clauseHead is the text up to the first mark of a clause; empty where the
// mark comes at once.
func clauseHead(after string) string {
	for i, r := range after {
		if zhMark(r) && !opening(r) && !closing(r) || r == ',' {
			return after[:i]
		}
	}
	return after
}

// zhFigures says whether the text right after a period gives its figures.
func zhFigures(after string) bool {
	return containsAny(after, zhStatistic) || containsAny(after, []string{"共计", "总计", "合计", "共有", "实现", "收入", "产值"})
}
