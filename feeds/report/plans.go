package report

import "strings"

// What is announced, planned or hoped for has not happened.

// planned says whether the words announce what is to come.
func planned(s []rune, seg segment) bool {
	text := s[seg.at.start:seg.at.end]
	if isLatinText(text) {
		return announcesEn(text)
	}
	before := plainRunes(s[max(seg.at.start, seg.date.start-4):seg.date.start])
	after := plainRunes(s[seg.date.end:max(seg.date.end, min(seg.at.end, seg.date.end+3))])
	if endsWithAny(before, []string{"将于", "将在", "定于", "将"}) || startsWithAny(after, []string{"将", "，将", "拟", "要", "前要"}) {
		return true
	}
	main := mainClause(s, seg)
	at, _ := findAct(main)
	if at <= 0 {
		return false
	}
	lead := plainRunes(main[:at])
	return strings.HasSuffix(lead, "将") || endsWithAny(lead, []string{"计划", "预计", "力争", "争取", "有望"}) && !endsWithAny(lead, []string{"年计划", "动计划", "作计划"})
}

// announcesEn says whether the first verb of an English passage is one of what
// is to come.
func announcesEn(text []rune) bool {
	planned := false
	eachWord(text, func(w string, _, _ int) bool {
		planned = enFuture[w]
		return !planned && !regularPast(w) && !enIrregular[w] && !enWas[w]
	})
	return planned
}
