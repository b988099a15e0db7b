package report

import (
	"regexp"
	"slices"
	"strings"
)

// This file is the fifth stage: a title for a dated segment. The words of the
// source are kept; what is taken away is the date, what introduces the clause,
// and what goes on after something has happened.

// maxTitle is the number of runes after which a Chinese title is cut at a
// clause; an English one may have twice as many.
const maxTitle = 60

// nearby are the headings around a segment that may name the event or its
// subject.
type nearby struct {
	above   string // the heading or label right above the block
	marked  bool   // the one above says by its mark that it is a heading
	below   string // the label right below it
	section string // the nearest heading above
	act     string // the nearest heading above that is the title of a law or rule
	first   bool   // the segment is the first dated one of its block
	short   bool   // the block is one short sentence
	history bool   // the block is the history of an act, in brackets under it
}

// titled is a title and where it comes from.
type titled struct {
	text    string
	rule    RuleID
	guessed bool
	head    headOf
}

// headOf says which heading a title was taken from.
type headOf uint8

const (
	headNone headOf = iota
	headAbove
	headBelow
	headSection
	headAct
)

// makeTitle finds the title of a segment.
func makeTitle(s []rune, seg segment, by nearby) titled {
	if seg.at.start == 0 {
		seg.at.start = min(numberEnd(s), seg.date.start)
		if end := slices.Index(s, '】'); s[0] == '【' && end > 0 && end < seg.date.start {
			seg.at.start = end + 1 // the name of the entry, as yearbooks give it
		}
	}
	var t titled
	if isLatinText(s[seg.whole.start:seg.whole.end]) {
		t = makeTitleEn(s, seg, by)
	} else {
		t = makeTitleZh(s, seg, by)
	}
	return named(t, s[:seg.whole.start])
}

func makeTitleZh(s []rune, seg segment, by nearby) titled {
	t, bare := zhClauseTitle(s, seg)
	t.text = strings.TrimPrefix(t.text, "起，") // 2020年1月24日起，因疫情闭馆
	if act := enactment(t.text, by); act != "" {
		return titled{text: act, rule: ruleTitleHeading, head: headAct}
	}
	if bare {
		return withSubject(s, seg, t, by)
	}
	if rest := s[min(seg.date.end+1, seg.at.end):seg.at.end]; wordsIn([]rune(t.text)) < 4 && wordsIn(rest) >= 4 {
		t.text = tidy(t.text + " " + trimRightPart(string(rest))) // v0.8（2月17日）：重写存储层
	}
	if len([]rune(t.text)) > maxTitle {
		t.guessed = true
		t.text = shorten(t.text, maxTitle)
	}
	return t
}

// headline says whether a text tells an event by itself.
func headline(h string) bool { return tell([]rune(h)) == tellsEvent }

// zhClauseTitle takes the title out of the clause that holds the date and the
// ones after it; bare says that it lacks its subject.
func zhClauseTitle(s []rune, seg segment) (t titled, bare bool) {
	parts := clauses(s, seg.at)
	i := clauseOf(parts, seg.date.start)
	if i < 0 {
		return titled{text: tidy(string(s[seg.at.start:seg.at.end])), rule: ruleTitleWords}, false
	}
	left := trimLeftPart(string(s[parts[i].start:max(parts[i].start, seg.date.start)]))
	if seg.date.from.dayTo != anchorNone {
		left = "" // 节目播出当天: what was before is only the time
	}
	if seg.date.end >= seg.whole.end && i > 0 {
		// The date ends the line: all that is before it is the title.
		t.text, t.rule = tidy(trimLeftPart(string(s[seg.at.start:seg.date.start]))), ruleTitleWords
		return t, false
	}
	right := trimRightPart(string(s[min(seg.date.end, parts[i].end):parts[i].end]))
	t.rule = ruleTitleWords
	if turned := turnRelative(right); turned != "" {
		t.text = turned
		return t, false
	}
	left = strings.TrimSpace(left)
	head := left + right
	if left != "" && needsBlank(left, right) {
		head = left + " " + right
	}
	rest := parts[i+1:]
	for len(rest) > 0 && (strings.TrimSpace(head) == "" || introduces(head) && tell(s[rest[0].start:rest[0].end]) >= tellsWeakly) {
		head, rest = string(s[rest[0].start:rest[0].end]), rest[1:]
	}
	t.text = tidy(stripLead(growZh(s, head, rest)))
	return t, left == "" && lacksSubject(t.text)
}

// introduction are clauses that only say by whose leave, on what grounds or
// after what the next one happened; venue those that say where.
var (
	introduction = regexp.MustCompile(`^(?:经.{2,30}(?:批准|同意|审议|审核|核准|批复|授权)|在.{2,40}(?:支持下|领导下|关心下)|(?:随着|根据|按照|依据).{4,40}|[继繼].{2,30}之后|应.{2,20}邀请?|受.{2,20}委托)$`)
	venue        = regexp.MustCompile(`^在.{2,40}(?:上|中|期间|之际)$`)
)

func introduces(clause string) bool {
	return introduction.MatchString(plainRunes([]rune(strings.TrimSpace(clause))))
}

func needsBlank(a, b string) bool {
	if a == "" || b == "" {
		return false
	}
	r := []rune(a)
	return isLetter(r[len(r)-1]) && isLetter([]rune(b)[0])
}

func clauseOf(parts []span, at int) int {
	for i := len(parts) - 1; i >= 0; i-- {
		if parts[i].start <= at {
			return i
		}
	}
	return -1
}

// growZh adds the next clauses until something happens in the title.
func growZh(s []rune, head string, rest []span) string {
	for _, c := range rest {
		n := len([]rune(head))
		strong := headline(head) || tell([]rune(head)) == tellsWeakly && n > 8
		next := string(s[c.start:c.end])
		if !reports(head) && !venue.MatchString(head) && (strong && n > 5 || !headline(next) && n >= 4) || n > maxTitle-15 {
			break
		}
		head += "，" + next
	}
	return head
}

// reports says whether a clause ends with a verb of saying, so that the next
// one is what was said.
func reports(head string) bool {
	return endsWithAny(head, []string{"表示", "指出", "强调", "宣布", "认为", "称", "報道", "报道"})
}

// trimLeftPart drops what leads from the words before the date to it.
func trimLeftPart(left string) string {
	left = strings.TrimRight(left, " 　（(，、：")
	for _, w := range []string{"将定于", "定于", "将于", "已于", "也于", "并于", "均于", "又于", "曾于", "预计于", "于", "於", "到了", "则是", "則是", "在", "自", "从", "至", "将", "截止"} {
		if l, ok := strings.CutSuffix(left, w); ok {
			left = l
			break
		}
	}
	return strings.TrimLeft(strings.TrimRight(left, " 　（(，、："), " 　•·*-—–>＞|")
}

// timeOfDay is a time after a date, with the zone in brackets.
var timeOfDay = regexp.MustCompile(`^\s*\d{1,2}[时点:：]\d{0,2}分?(?:许)?(?:[(（][^)）]*[)）])?`)

// trimRightPart drops what leads from the date to the words after it.
func trimRightPart(right string) string {
	right = strings.TrimLeft(timeOfDay.ReplaceAllString(right, ""), " 　）)】]，、：:,.．-—–~|·")
	for _, w := range []string{"起，", "起", "间", "間", "的时候，", "的時候，", "的时候", "就已经有", "的晚上", "上午", "下午", "晚上", "晚", "凌晨", "当天", "正式的"} {
		if r, ok := strings.CutPrefix(right, w); ok && (r != "" || w != "起") && !strings.HasPrefix(right, "起义") && !strings.HasPrefix(right, "起草") && !strings.HasPrefix(right, "晚会") && !strings.HasPrefix(right, "起航") {
			right = r
		}
	}
	return strings.TrimLeft(right, " 　，、：")
}

// stripLead drops introductions of a clause: 由…举办的, 以…为主题的, 经.
func stripLead(t string) string {
	t = strings.TrimLeft(t, " 　，、：")
	for _, w := range []string{"由", "以", "经", "作为"} {
		if !strings.HasPrefix(t, w) {
			continue
		}
		i := leadEnd(t)
		rest := strings.TrimPrefix(t[max(i, 0):], "的")
		if i > 0 && i < 45*3 && len([]rune(rest)) >= 6 {
			if headline(rest) {
				return rest
			}
		}
		if w == "经" {
			return strings.TrimPrefix(t, w)
		}
	}
	return t
}

// leadEnd is where 主办的, 举办的, 为主题的 and the like end.
func leadEnd(t string) int {
	best := -1
	for _, w := range []string{"主办的", "承办的", "举办的", "共同举办的", "发起的", "组织的", "为主题的", "建设的", "组成的", "研制的", "指导的", "协办的"} {
		if i := strings.Index(t, w); i > 0 && (best < 0 || i+len(w) > best) {
			best = i + len(w)
		}
	}
	return best
}

// turnRelative turns "(D)订立的日内瓦四公约" into "日内瓦四公约订立" and
// "(D)某会通过的某章程" into "某会通过某章程".
func turnRelative(right string) string {
	r := []rune(right)
	at, a := findAct(r)
	if at < 0 || !a.strong || at > 30 {
		return ""
	}
	verb := string(a.word)
	end := at + len(a.word)
	if end >= len(r) || r[end] != '的' || strings.Contains(string(r[:at]), "的") {
		return ""
	}
	object := relativeObject(r[end+1:])
	if at == 0 {
		return tidy(object + verb)
	}
	return tidy(string(r[:at]) + verb + object)
}

// relativeObject takes the thing a relative clause speaks of: a quoted or
// titled one whole, else the words up to the next 的.
func relativeObject(r []rune) string {
	if len(r) == 0 {
		return ""
	}
	if close := map[rune]rune{'《': '》', '“': '”'}[r[0]]; close != 0 {
		for i, x := range r {
			if x == close {
				return string(r[:i+1])
			}
		}
	}
	for i, x := range r {
		if x == '的' || i >= 30 {
			return string(r[:i])
		}
	}
	return string(r)
}

// lacksSubject says whether a title begins with a preposition or a verb alone,
// so that who or what is not said.
func lacksSubject(t string) bool {
	if startsWithAny(t, []string{"在", "于", "分别", "正式", "顺利", "成功", "同步", "全部", "首次", "再次", "完成首", "对外"}) {
		return !strings.Contains(t, "，") || startsWithAny(t, []string{"在上", "正式", "顺利", "成功", "同步", "分别", "对外"})
	}
	r := []rune(t)
	if len(r) == 0 {
		return true
	}
	a, ok := actAt(r, 0)
	return ok && len(r) <= len(a.word)+3
}

// withSubject puts the subject before a title that lacks it: the one of the
// sentence, a caption or heading that shares words with the text, the heading
// above.
func withSubject(s []rune, seg segment, t titled, by nearby) titled {
	subject := ""
	if seg.subject.end > seg.subject.start {
		if before := s[seg.subject.start:seg.subject.end]; tell(before) < tellsEvent {
			subject, t.rule = trimLeftPart(string(before)), ruleTitleSubject
		}
	}
	text := string(s)
	if subject == "" {
		above, below := similarity(by.above, text), similarity(by.below, text)
		switch {
		case by.below != "" && below > above && below >= 0.25:
			subject, t.rule, t.head = by.below, ruleTitleCaption, headBelow
		case by.above != "":
			subject, t.rule, t.head = by.above, ruleTitleHeading, headAbove
		case by.section != "":
			subject, t.rule, t.head = by.section, ruleTitleHeading, headSection
		}
	}
	t.guessed = true
	subject = tidy(stripNumber(subject))
	if subject == "" || len([]rune(subject)) > 40 || len(findDates([]rune(subject))) > 0 {
		t.rule, t.head = ruleTitleWords, headNone
		return t
	}
	t.text = shorten(tidy(subject+t.text), maxTitle)
	return t
}
