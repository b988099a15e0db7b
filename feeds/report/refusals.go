package report

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// lastWord finds the longest of the words that ends a text.
func lastWord(words map[string]wording, text string) (wording, string) {
	for i := range text {
		if w, ok := words[text[i:]]; ok && !divides(text, i) {
			return w, text[i:]
		}
	}
	return wording{}, ""
}

// firstWord finds the longest of the words that begins a text.
func firstWord(words map[string]wording, text string) (wording, string) {
	for i := len(text); i > 0; i-- {
		if w, ok := words[text[:i]]; ok && !divides(text, i) {
			return w, text[:i]
		}
	}
	return wording{}, ""
}

// divides says whether a place lies within a Latin word.
func divides(text string, i int) bool {
	a, _ := utf8.DecodeLastRuneInString(text[:i])
	b, _ := utf8.DecodeRuneInString(text[i:])
	return isLetter(a) && isLetter(b)
}

// told is the rule of the words right beside a date; harmless says that one
// of those stands before it that refuse nothing.
func (n around) told(own bool) (rule RuleID, harmless bool) {
	w, word := lastWord(wordsBefore, strings.ToLower(strings.TrimRight(n.before, " ,.-")))
	switch {
	case word == "":
	case w.rule == "", n.happened(own, word):
		harmless = true
	default:
		return w.rule, false
	}
	w, word = firstWord(wordsAfter, strings.ToLower(strings.TrimLeft(n.after, " ")))
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
		return strings.HasPrefix(word, "直") && (strings.HasPrefix(n.after, "才") || n.happens()) // 直至1943年，两校才分家
	}
	return n.at.from.dayTo != anchorNone || n.at.from.yearTo == anchorThen || strings.HasPrefix(n.after, ", when ") || atLast.MatchString(n.before) ||
		word == "by" && own && n.at.yearOnly() && n.second == "" && tell(n.s[n.at.end:n.in.end]) == tellsEvent
}

// Whether a passage only gives figures: patterns of how numbers stand in text.

var (
	// number is one that counts: not that of a version or an ordinal.
	number = regexp.MustCompile(`(?:^|[^A-Za-z\d./-])\d[\d,]*(?:$|\.$|[^A-Za-z\d.,]|,(?:\D|$)|\.\d+(?:$|[%\s]|\p{Han}))`)
	// compared are English figures set against others, with per cent.
	percent  = regexp.MustCompile(`%| per ?cent\b`)
	compared = regexp.MustCompile(`\b(?:more|less|fewer|up|down|increase|decrease|higher|lower|compared|rose|fell|grew)`)
	// amount ends an English text with money, a share or thousands.
	amount = regexp.MustCompile(`(?:[$£€%].*\d|\d,\d{3})(?: (?:thousand|[mb]illion|[mb]n))?[ .;]*$`)
	// measured is an English text with a figure behind its colon.
	measured = regexp.MustCompile(`: \d\S*(?: \S+)?\s*$`)
	// counted begins an English text with how many there were.
	counted = regexp.MustCompile(`^\d[\d,.]* .*(?:were|was|have been|had been) `)
	// zhCounts are words of counting with their number near by.
	zhCounts = regexp.MustCompile(`(?:[同环環]比|[累共总總合]计|平均|[增生]长|增[加長]|下降|减少|上升|占比|余额|[总總][额量数]|人均|[达達]到|共有|拥有|约占|实现|實現|收入|产值|完成投资)[^，。；、]{0,12}?[0-9一二三四五六七八九十百千万亿]`)
	// zhTotals begin the sum of a period: 共举办展览22个, unlike 中共, 共同.
	zhTotals = regexp.MustCompile(`(?:^|[^中公国])共[^同建享和产青识赢商创，。、]{0,6}?[0-9一二三四五六七八九十百千万]|(?:累计|总计|合计|先后).*[0-9一二三四五六七八九十百千万]`)
	// zhShare is a share or a number of what the words before it name, whatever
	// act is among them: 获得录取的比率达74%.
	zhShare = regexp.MustCompile(`的[^，。；]{0,6}(?:百分比|[比概]率|比例|人数|数[量目]|总数)[^，。；]{0,3}[达为约占是]`)
	// zhEnds is a number with its unit, or a measure, at the end of a text.
	zhEnds = regexp.MustCompile(`[\d一二三四五六七八九十百千余多][家项个万亿名人件年月日号次%％元台户所期届场位篇平方吨亩米里倍点张床]*[家项个万亿名人件次%％元台户所场位篇平吨亩米里倍点]左?右?[\s。！？!?.；;…]*$|\p{Han}\d+\.\d+[\s。！？!?.；;…]*$`)
)

// hasNumber says whether a text has a number that counts.
func hasNumber(s []rune) bool { return number.MatchString(string(s)) }

// countsEn says whether an English passage compares figures, or begins or ends
// with a number of what there was.
func countsEn(text []rune) RuleID {
	t := strings.ToLower(string(text))
	if percent.MatchString(t) && compared.MatchString(t) || measured.MatchString(t) || counted.MatchString(t) || tell(text) < tellsWeakly && amount.MatchString(strings.Split(t, ", ")[0]) {
		return ruleNotStatistic
	}
	return ""
}

// countsZh says whether a Chinese clause gives figures rather than tells an event.
func countsZh(clause string) bool { return zhCounts.MatchString(clause) }

// totals says whether a clause sums up a period.
func totals(clause string) bool { return zhTotals.MatchString(clause) }

// endsCounting says whether a text ends with a number and its unit, or with a
// measure, and so only counts something.
func endsCounting(text []rune) bool { return zhEnds.MatchString(plainRunes(text)) }

// refuseFrom judges 自…起 and 到…: what begins with an act is an event, the
// beginning of a count is not; 到 is a goal.
func (n around) refuseFrom() RuleID {
	before, after := strings.TrimRight(n.before, " "), strings.TrimLeft(n.after, " ")
	if strings.HasSuffix(before, "由") && changedTo.MatchString(after) {
		return ruleNotCompared // 由2017年的412家增至689家
	}
	if strings.HasSuffix(before, "自") || strings.HasSuffix(before, "从") || strings.HasSuffix(before, "自从") || strings.HasPrefix(after, "起，") {
		clause := []rune(strings.TrimLeft(string(n.clauseAfter()), "起开始，"))
		if strings.HasSuffix(before, "从") && strings.HasPrefix(after, "，") {
			return ""
		}
		if at, a := findAct(clause); (at >= 0 && a.strong || n.at.from.month > 0 && !countsZh(string(clause)) && !totals(string(clause)) || containsAny(string(clause), []string{"实施", "执行", "正式"})) && !strings.HasPrefix(after, "至") {
			return ""
		}
		return ruleNotSince
	}
	if strings.HasSuffix(before, "到") || strings.HasSuffix(before, "至") {
		if strings.HasSuffix(before, "至") && n.at.yearOnly() && strings.HasPrefix(after, "，") && beginsClause(strings.TrimSuffix(before, "至")) && n.happens() {
			return "" // 至1925年，他又与大学合作设立植物园
		}
		if _, act := actAt(n.s[:n.in.end], min(n.at.end, n.in.end-1)); act && !n.at.yearOnly() {
			return "" // 至2018年3月完成第二阶段
		}
		return ruleNotDeadline
	}
	return ""
}

// ofThing says whether a month within a Chinese clause, or a day after 了, only
// says which thing is meant: 作为贯彻1986年4月颁发的办法的试点, 通报1月的渔获,
// 传达了3月2日会议的精神.
func (n around) ofThing() bool {
	before := (&scanner{s: n.s}).rune(n.at.start - 1)
	a, _ := actAt(n.s[:n.in.end], min(n.at.end, n.in.end-1))
	return before == '了' && n.at.from.day > 0 || n.at.from.month > 0 && n.at.from.day == 0 && isHan(before) && !strings.ContainsRune("在于於自从從至到", before) && hasAt(n.s, n.at.end+len(a.word), "的")
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
	if n.during() {
		if n.happens() {
			return ""
		}
		return ruleNotPeriod
	}
	if n.namedZh() {
		return ruleNotName
	}
	clause := []rune(strings.TrimLeft(string(n.clauseAfter()), " ，"))
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
	_, before := findAct(n.s[clauseStart(clauses(n.s, n.in), n.at.start):n.at.start])
	at, after := findAct(n.clauseAfter())
	return before.word == nil && at >= 0 && after.strong && n.at.end > n.at.start+4
}

// namedZh says whether the year begins the name of a meeting, prize or plan:
// the clause right after it is a noun and tells nothing.
func (n around) namedZh() bool {
	clause := []rune(strings.TrimSpace(string(n.clauseAfter())))
	if len(clause) == 0 || zhMark(clause[0]) || linkWord(clause[0]) || spaceAt(n.s, n.at.end) {
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
	last, size := utf8.DecodeLastRuneInString(strings.TrimRight(before, " "))
	return size == 0 || zhMark(last) && last != '“' && last != '《' || strings.ContainsRune(",.;:\t", last) || headingDecoration(last)
}
