package report

import (
	"slices"
	"strings"
)

// The dates of a sentence: which of them are events, and what they leave for
// the dates after them.

// maxDates is the number of dates of one sentence that are looked at; what has
// more is no sentence.
const maxDates = 16

// sentencesOf handles one sentence: its dates are judged one by one, and those
// that stay share it out between them.
func (w *walker) sentencesOf(i int, sentence span) {
	s := w.blocks[i].text
	dates := datesWithin(s, sentence)
	dates = shareYears(s, dates[:min(len(dates), maxDates)])
	w.place.sentence, w.place.said = point{}, point{}
	var kept []expression
	var when []resolved
	end := sentence.end
	for _, e := range dates {
		n := around(s, sentence, e)
		rule := n.refuse()
		if rule == "" && e.yearOnly() && finerBeside(dates) && nameFollows(s, e) {
			rule = RuleNotName
		}
		d, ok := w.place.resolve(e)
		if rule == RuleNotPast && ok && d.from.year == w.place.report() {
			rule = ""
		}
		if rule == "" && !ok {
			rule = RuleNotResolved
		}
		if rule == "" {
			rule = w.sectionRule()
		}
		if rule == "" && containsAny(string(s[sentence.start:e.start]), planWords) {
			rule = RuleNotPlan
		}
		if rule == RuleNotAsOf && len(kept) > 0 {
			end = min(end, clauseStart(clauses(s, sentence), e.start))
		}
		if rule != "" {
			w.pass(i, e, rule)
			if ok && d.precision == byDay {
				w.place.said = d.from
			}
			continue
		}
		w.place.said = point{}
		w.remember(e, d, true)
		kept, when = append(kept, e), append(when, d)
	}
	if len(kept) > 0 && end > kept[len(kept)-1].end {
		sentence.end = trimSpan(s, span{sentence.start, end}).end
	}
	w.judgeAll(i, sentence, kept, when)
}

// outlookWords name the sections about what is to come.
var outlookWords = []string{"工作安排", "工作要点", "重点工作", "主要任务", "工作计划", "工作打算", "工作思路", "下一步", "展望", "今后", "来年", "未来规划", "outlook", "looking ahead", "looking forward", "next steps", "what's next", "what’s next", "what comes next", "roadmap", "coming up", "plans for", "future plans", "the year ahead"}

// sourceWords name the sections that list sources.
var sourceWords = []string{"参考文献", "参考资料", "注释", "引用", "資料來源", "references", "bibliography", "sources", "notes", "footnotes", "further reading", "external links", "see also"}

// planWords announce that what follows in the sentence is to come.
var planWords = []string{"我们将", "将重点", "将着力", "将继续", "下一阶段", "下一步"}

// sectionRule tells the rule by which nothing in a section is an event.
func (w *walker) sectionRule() RuleID {
	if w.outlook() {
		return RuleNotPlan
	}
	if n := len(w.headings); n > 0 {
		name := strings.ToLower(strings.TrimSpace(stripNumber(w.headings[n-1].text)))
		if slices.Contains(sourceWords, name) {
			return RuleNotCitation
		}
	}
	return ""
}

// outlook says whether the section is about what is to come.
func (w *walker) outlook() bool {
	for _, h := range w.headings {
		if h.level == 0 || len([]rune(h.text)) >= 40 {
			continue
		}
		if y := onlyYear([]rune(h.text)); y != 0 && w.place.report() != 0 && y == w.place.report()+1 || containsAny(strings.ToLower(h.text), outlookWords) {
			return true
		}
	}
	return false
}

// judgeAll judges the segments of a sentence's dates. A date that is no event
// gives its words back to the one before.
func (w *walker) judgeAll(i int, sentence span, kept []expression, when []resolved) {
	s := w.blocks[i].text
	kept, when = w.dropContext(i, kept, when)
	for n := 0; n < len(kept); {
		seg := segments(s, sentence, kept)[n]
		in := w.setting(i, seg)
		v := judge(s, seg, when[n], in)
		if v.event {
			n++
			continue
		}
		w.pass(i, kept[n], v.why)
		kept = append(kept[:n:n], kept[n+1:]...)
		when = append(when[:n:n], when[n+1:]...)
		n = 0
	}
	for n, seg := range segments(s, sentence, kept) {
		w.candidate(i, seg, when[n], sharing{shared: len(kept) > 1, first: n == 0})
	}
}

// shareYears gives the dates of a list the year that only its last one says:
// on 14 May, 16 July and 12 November 2020.
func shareYears(s []rune, dates []expression) []expression {
	for i := len(dates) - 2; i >= 0; i-- {
		e, next := &dates[i], dates[i+1]
		if e.ranged || e.from.month == 0 || e.from.saysYear() || e.from.yearTo != anchorNone || next.from.month == 0 || !next.from.saysYear() {
			continue
		}
		if joined(s, dates[i:i+2]) < 2 {
			continue
		}
		e.from.year, e.from.era = next.from.year, true
		if e.from.month > next.from.month {
			e.from.year--
		}
	}
	return dates
}

// finerBeside says whether one of the dates of a sentence is finer than a
// year.
func finerBeside(dates []expression) bool {
	for _, e := range dates {
		if !e.from.yearOnly() {
			return true
		}
	}
	return false
}

// nameFollows says whether a word follows a year at once, so that beside a
// finer date it is part of a name.
func nameFollows(s []rune, e expression) bool {
	return e.end < len(s) && (isHan(s[e.end]) || opening(s[e.end]))
}

// dropContext takes away a year that leads its entry and only says the year of
// the finer dates after it: "1968 Depot lease signed (14 June)".
func (w *walker) dropContext(i int, kept []expression, when []resolved) ([]expression, []resolved) {
	if len(kept) >= 2 && (announces(w.blocks[i].text, kept) || w.onlyBracketed(i, kept[1])) && covers(when[0], when[1]) && when[0].text != when[1].text {
		w.pass(i, kept[0], RuleNotContext)
		return kept[1:], when[1:]
	}
	for n := 0; n+1 < len(kept); n++ {
		// "10月21日为校庆日，当天…": the event is what happens that day.
		if kept[n+1].from.dayTo == anchorSame && !w.tells(i, kept[n].end, kept[n+1].start) {
			w.pass(i, kept[n], RuleNotContext)
			kept, when = slices.Delete(slices.Clone(kept), n, n+1), slices.Delete(slices.Clone(when), n, n+1)
		}
	}
	if len(kept) < 2 || !kept[0].yearOnly() || !finerBeside(kept[1:]) {
		return kept, when
	}
	if s := w.blocks[i].text; !leads(s, kept[0], true) && !(kept[0].lang == langZh && finerDirect(s, kept)) {
		return kept, when
	}
	w.pass(i, kept[0], RuleNotContext)
	return kept[1:], when[1:]
}

// onlyBracketed says whether a date stands in brackets that tell nothing
// themselves, so that it only makes the date before exact.
func (w *walker) onlyBracketed(i int, e expression) bool {
	s := w.blocks[i].text
	_, words := bracketAround(s, span{0, len(s)}, e)
	return insideBrackets(s, e) && !words
}

// insideBrackets says whether a date stands in brackets: 4月：签署协议（4月17日）.
func insideBrackets(s []rune, e expression) bool {
	return around(s, span{0, len(s)}, e).bracket
}

// tells says whether something happens in a part of a block.
func (w *walker) tells(i, from, to int) bool {
	text := w.blocks[i].text[from:to]
	_, at, _ := zhVerbOf(text)
	return at >= 0 || isLatinText(text) && happens(text)
}

// announces says whether a colon stands between the first date and the next,
// finer one: "September brought the event of the year: on 16 September".
func announces(s []rune, kept []expression) bool {
	between := string(s[kept[0].end:kept[1].start])
	return strings.ContainsAny(between, ":：") && !strings.ContainsAny(strings.TrimLeft(between, " :："), ";；") && strings.IndexAny(between, ":：") > 0
}

// finerDirect says whether no verb stands between a year and the date after
// it, so that the year has nothing of its own to tell.
func finerDirect(s []rune, kept []expression) bool {
	_, at, strong := zhVerbOf(s[kept[0].end:kept[1].start])
	return at < 0 || !strong
}

// datesWithin finds the dates of a sentence.
func datesWithin(s []rune, in span) []expression {
	c := &scanner{s: s[:in.end]}
	var found []expression
	for i := in.start; i < in.end; {
		e, ok := c.at(i)
		if !ok || e.end <= i {
			i++
			continue
		}
		found = append(found, e)
		i = e.end
	}
	return found
}

// remember keeps a date for those that lean on it.
func (w *walker) remember(e expression, d resolved, ok bool) {
	if !ok || d.text == "" {
		return
	}
	if e.from.saysYear() && w.background(e, d) {
		return
	}
	if e.from.saysYear() || w.place.sentence.saysYear() {
		w.place.sentence = d.from
	} else if e.from.month > 0 {
		w.place.sentence.month = d.from.month
	}
	if d.precision < byMonth && !e.from.saysYear() {
		return
	}
	w.place.last = d.from
	if e.from.saysYear() || w.place.sentence.saysYear() || w.place.paragraph.saysYear() {
		w.place.paragraph = d.from
	} else {
		w.place.paragraph.month, w.place.paragraph.day = d.from.month, d.from.day
	}
}

// background says whether a bare year tells of another time than the report's,
// so that the dates after it are not in that year: "which closed in 2011".
func (w *walker) background(e expression, d resolved) bool {
	report := w.place.report()
	return e.yearOnly() && report != 0 && d.from.year != report && !w.dated
}
