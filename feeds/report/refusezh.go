package report

import (
	"regexp"
	"strings"
)

// refuseFrom judges 自…起 and 到…: what begins with an act is an event, the
// beginning of a count is not; 到 is a goal.
func (n around) refuseFrom() RuleID {
	before, after := strings.TrimRight(n.before, " "), strings.TrimLeft(n.after, " ")
	if strings.HasSuffix(before, "由") && changedTo.MatchString(after) {
		return ruleNotCompared // 由2017年的412家增至689家
	}
	if strings.HasSuffix(before, "自") || strings.HasSuffix(before, "从") || strings.HasSuffix(before, "自从") || strings.HasPrefix(after, "起，") {
		clause := []rune(strings.TrimLeft(n.clauseAfter(), "起开始，"))
		if strings.HasSuffix(before, "从") && strings.HasPrefix(after, "，") {
			return ""
		}
		if at, a := findAct(clause); (at >= 0 && a.strong || n.at.from.month > 0 && !countsZh(string(clause)) && !totals(string(clause)) || containsAny(string(clause), []string{"实施", "执行", "正式"})) && !strings.HasPrefix(after, "至") {
			return ""
		}
		return ruleNotSince
	}
	if strings.HasSuffix(before, "到") || strings.HasSuffix(before, "至") {
		if _, act := actAt(n.s[:n.in.end], min(n.at.end, n.in.end-1)); act && !n.at.yearOnly() {
			return "" // 至2018年3月完成第二阶段
		}
		return ruleNotDeadline
	}
	return ""
}

// changedTo leads from what was to what it became.
var changedTo = regexp.MustCompile(`^[^，。；起]*[增减調调延推提变變升降改][^，。；]{0,3}[至到为為]`)

// refuseYearZh judges a year without month: one in a name or a bracket, or of a
// foundation told as background.
func (n around) refuseYearZh() RuleID {
	before := strings.TrimRight(n.before, " ")
	if !beginsClause(before) && !endsWithAny(before, []string{"于", "在", "自", "从", "是"}) && !n.insideZh() {
		return ruleNotName
	}
	if n.founded() {
		return ruleNotBackground
	}
	if strings.HasSuffix(strings.TrimSpace(n.clauseAfter()), "期间") {
		if n.happens() {
			return ""
		}
		return ruleNotPeriod
	}
	if n.namedZh() {
		return ruleNotName
	}
	clause := []rune(strings.TrimLeft(n.clauseAfter(), " ，"))
	if at, a := findAct(clause); at >= 0 && at <= 4 && hasAt(clause, at+len(a.word), "的") {
		return ruleNotBackground // 2013年启动的改造项目
	}
	return ""
}

// founded says whether the date is when something was founded, told after its
// verb: 学院成立于1956年; or the only one of a sentence that goes on with an act:
// "An extension, finished in 1996, added two halls".
func (n around) founded() bool {
	if n.at.lang == langEn {
		rest := n.s[n.at.end:n.in.end]
		return regularPast(n.second) && len(findDates(rest)) == 0 && tell(rest) == tellsEvent
	}
	return endsWithAny(strings.TrimRight(n.before, " "), []string{"成立于", "建于", "创办于", "创立于", "源于"})
}

// insideZh says whether a year in the middle of a clause is when its act was:
// 公司2014年成立, unlike 举办2014年大赛.
func (n around) insideZh() bool {
	start := n.at.start
	for start > n.in.start && !zhMark(n.s[start-1]) && n.s[start-1] != ',' {
		start--
	}
	_, before := findAct(n.s[start:n.at.start])
	at, after := findAct([]rune(n.clauseAfter()))
	return before.word == nil && at >= 0 && after.strong && n.at.end > n.at.start+4
}

// namedZh says whether the year begins the name of a meeting, prize or plan:
// the clause right after it is a noun and tells nothing.
func (n around) namedZh() bool {
	clause := []rune(strings.TrimSpace(n.clauseAfter()))
	if len(clause) == 0 || zhMark(clause[0]) || linkWord(clause[0]) || isSpace(n.s[min(n.at.end, len(n.s)-1)]) {
		return false
	}
	for _, noun := range zhNameNouns {
		if i := strings.Index(string(clause), noun); i >= 0 {
			at, _ := findAct([]rune(string(clause)[:i]))
			return at < 0
		}
	}
	return false
}

// linkWord says whether a character leads to with whom, where or by whom
// something was done, so that no name begins with it.
func linkWord(r rune) bool {
	return strings.ContainsRune("与在由经被对为因从向随按以将又再", simplified(r))
}

// zhNameNouns end the names of meetings, prizes and works that carry a year.
var zhNameNouns = strings.Fields("大会 论坛 大赛 会议 年会 峰会 博览会 展览会 挑战赛 锦标赛 联赛 活动周 计划 专项 项目 报告 皮书 目录 名单 榜 训练营 年鉴 研讨会 奖 招生 考试 要点 指南 述职会")

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
