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
	above   caption // the heading or label right above the block
	below   caption // the label right below it
	act     caption // the nearest heading above that is the title of a law or rule
	short   bool    // the block is one short sentence
	history bool    // the block is the history of an act, in brackets under it
}

// caption is a heading and its block, counted from 1; 0 for one that is none.
type caption struct {
	text  string
	block int
}

// titled is a title and where it comes from.
type titled struct {
	text    string
	rule    RuleID
	guessed bool
	head    int // the block of the heading it was taken from, counted from 1
}

// makeTitle finds the title of a segment.
func makeTitle(s []rune, seg segment, by nearby) titled {
	if seg.at.start == 0 {
		_, number := entryNumber(s)
		seg.at.start = min(number, seg.date.start)
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
	t := titled{rule: ruleTitleWords}
	text, bare := zhClauseTitle(s, seg)
	if act := enactment(text, by); act != "" {
		return titled{text: act, rule: ruleTitleHeading, head: by.act.block}
	}
	t.text = text
	if bare {
		return withSubject(s, seg, t, by)
	}
	if rest := s[min(seg.date.end+1, seg.at.end):seg.at.end]; wordsIn([]rune(text)) < 4 && wordsIn(rest) >= 4 {
		t.text = tidy(text + " " + trimRightPart(string(rest))) // v0.8（2月17日）：重写存储层
	}
	if len([]rune(t.text)) > maxTitle {
		t.text, t.guessed = shorten(t.text, maxTitle), true
	}
	return t
}

// headline says whether a text tells an event by itself.
func headline(h string) bool { return tell([]rune(h)) == tellsEvent }

// zhClauseTitle takes the title out of the clause that holds the date and the
// ones after it; bare says that it lacks its subject.
func zhClauseTitle(s []rune, seg segment) (title string, bare bool) {
	parts := clauses(s, seg.at)
	i := len(parts) - 1
	for i >= 0 && parts[i].start > seg.date.start {
		i--
	}
	if i < 0 {
		return tidy(string(s[seg.at.start:seg.at.end])), false
	}
	if seg.date.end >= seg.whole.end && i > 0 {
		// The date ends the line: all that is before it is the title.
		return tidy(trimLeftPart(string(s[seg.at.start:seg.date.start]))), false
	}
	left := strings.TrimSpace(trimLeftPart(string(s[parts[i].start:max(parts[i].start, seg.date.start)])))
	if seg.date.from.dayTo != anchorNone {
		left = "" // 节目播出当天: what was before is only the time
	}
	right := trimRightPart(string(s[min(seg.date.end, parts[i].end):parts[i].end]))
	if left == "" {
		right = strings.TrimPrefix(right, "的") // 1999年的地震
	}
	if turned := turnRelative([]rune(right)); turned != "" {
		return turned, false
	}
	rest := parts[i+1:]
	for n := 0; n < len(rest) && (left+right == "" || introduction.MatchString(plainRunes([]rune(right)))); n++ {
		if next := s[rest[n].start:rest[n].end]; left+right == "" || tell(next) >= tellsWeakly {
			right, rest, n = string(next), rest[n+1:], -1
		}
	}
	head := left + right
	if latinEnds.MatchString(left) && latinBegins.MatchString(right) {
		head = left + " " + right
	}
	if lacksSubject(head) && seg.subject.end > seg.subject.start {
		rest = nil // 新馆3月开工，10月竣工，面积三千平方米
	}
	title = tidy(stripLead(growZh(s, head, rest)))
	return title, left == "" && lacksSubject(title)
}

var (
	latinEnds   = regexp.MustCompile(`[A-Za-zÀ-ɏ]$`)
	latinBegins = regexp.MustCompile(`^[A-Za-zÀ-ɏ]`)
	// introduction are clauses that only say by whose leave, on what grounds or
	// after what the next one happened; venue those that say where; saying those
	// that end with a verb of saying, so that the next one is what was said.
	introduction = regexp.MustCompile(`^(?:经.{2,30}(?:批准|同意|审议|审核|核准|批复|授权)|在.{2,40}(?:支持下|领导下|关心下)|(?:随[着著]|根据|按照|依据|鉴于|为(?:庆祝|纪念|迎接|了|加强|不断|进一步)).{2,40}|.{2,30}[^先]后|应.{2,20}邀请?|受.{2,20}委托)$`)
	venue        = regexp.MustCompile(`^在.{2,40}(?:上|中|期间|之际)$`)
	saying       = regexp.MustCompile(`(?:表示|指出|强调|宣布|认为|称|報道|报道)$`)
)

// growZh adds the next clauses until something happens in the title.
func growZh(s []rune, head string, rest []span) string {
	for _, c := range rest {
		n := len([]rune(head))
		strong := headline(head) || tell([]rune(head)) == tellsWeakly && n > 8
		next := string(s[c.start:c.end])
		if !saying.MatchString(head) && !venue.MatchString(head) && (strong && n > 5 || !headline(next) && n >= 4) || n > maxTitle-15 {
			break
		}
		head += "，" + next
	}
	return head
}

// leadIn is what leads from the words before a Chinese date to it, residue what
// leads from it to the words after it; notResidue only looks like that.
var (
	leadIn     = regexp.MustCompile(`[ \x{3000}（(，、：]*(?:(?:将定|[定将已也并並均又曾後]|预计)?[于於]|到了|直[至到]|则是|則是|[在自从至将]|截止)?[ \x{3000}（(，、：]*$`)
	residue    = regexp.MustCompile(`^(?:起，?|[间間]|的(?:[时時]候|[^，。]{0,10}[会會][议議]?上)，?|就已经有|的晚上|上午|下午|晚上?|凌晨|当天|正式的)+`)
	notResidue = regexp.MustCompile(`^(?:起[义草航]|晚会)`)
	// timeOfDay is a time after a date, with the zone in brackets.
	timeOfDay = regexp.MustCompile(`^\s*\d{1,2}[时点:：]\d{0,2}分?(?:许)?(?:[(（][^)）]*[)）])?`)
)

func trimLeftPart(left string) string {
	return strings.TrimLeft(leadIn.ReplaceAllString(left, ""), " 　•·*-—–>＞|")
}

func trimRightPart(right string) string {
	right = strings.TrimLeft(timeOfDay.ReplaceAllString(right, ""), " 　）)】]，、：:,.．-—–~|·")
	if !notResidue.MatchString(right) {
		right = residue.ReplaceAllString(right, "")
	}
	return strings.TrimLeft(right, " 　，、：")
}

// organisers are introductions of a clause: 由…举办的, 以…为主题的.
var organisers = regexp.MustCompile(`^(?:由|以|经|作为).{1,40}(?:主办|承办|举办|发起|组织|为主题|建设|组成|研制|指导|协办)的`)

// stripLead drops such an introduction where what follows tells by itself.
func stripLead(t string) string {
	t = strings.TrimLeft(t, " 　，、：")
	if m := organisers.FindString(t); m != "" {
		if rest := strings.TrimPrefix(t[len(m):], "的"); len([]rune(rest)) >= 6 && headline(rest) {
			return rest
		}
	}
	return strings.TrimPrefix(t, "经")
}

// relativeObject is the thing a relative clause speaks of: a quoted or titled one
// whole, else the words up to the next 的.
var relativeObject = regexp.MustCompile(`^(?:《[^》]*》|“[^”]*”|[^的]{0,30})`)

// turnRelative turns "(D)订立的日内瓦四公约" into "日内瓦四公约订立" and
// "(D)某会通过的某章程" into "某会通过某章程".
func turnRelative(right []rune) string {
	at, a := findAct(right)
	end := at + len(a.word)
	if at < 0 || !a.strong || at > 30 || end >= len(right) || right[end] != '的' || slices.Contains(right[:at], '的') {
		return ""
	}
	object := relativeObject.FindString(string(right[end+1:]))
	if at == 0 {
		return tidy(object + string(a.word))
	}
	return tidy(string(right[:end]) + object)
}

// bareLead begins titles in which who or what is not said; in those of bareVerb
// the clauses after the first do not say it either.
var (
	bareLead = regexp.MustCompile(`^(?:[在于]|分别|正式|顺利|成功|同步|全部|首次|再次|完成首|对外)`)
	bareVerb = regexp.MustCompile(`^(?:在上|正式|顺利|成功|同步|分别|对外)`)
)

// lacksSubject says whether a title begins with a preposition or a verb alone.
func lacksSubject(t string) bool {
	if t == "" || bareLead.MatchString(t) {
		return !strings.Contains(t, "，") || bareVerb.MatchString(t)
	}
	r := []rune(t)
	a, ok := actAt(r, 0)
	return ok && len(r) <= len(a.word)+3
}

// withSubject puts the subject before a title that lacks it: the one of the
// sentence, a caption or heading that shares words with the text, the heading
// above.
func withSubject(s []rune, seg segment, t titled, by nearby) titled {
	var subject caption
	if before := s[seg.subject.start:seg.subject.end]; len(before) > 0 && tell(before) < tellsEvent {
		subject.text, t.rule = trimLeftPart(string(before)), ruleTitleSubject
	}
	above, below := similarity(by.above.text, string(s)), similarity(by.below.text, string(s))
	switch {
	case subject.text != "":
	case by.below.text != "" && below > above && below >= 0.25:
		subject, t.rule = by.below, ruleTitleCaption
	default:
		subject, t.rule = by.above, ruleTitleHeading
	}
	t.guessed = true
	name := tidy(stripNumber(subject.text))
	if name == "" || len([]rune(name)) > 40 || len(findDates([]rune(name))) > 0 {
		t.rule = ruleTitleWords
		return t
	}
	t.text, t.head = shorten(tidy(name+t.text), maxTitle), subject.block
	return t
}

// enactVerb is what happens to a law.
const enactVerb = `(通过|批准|公布|发布|颁布|修订|修正|印发|施行|实施|生效|废止|修改)`

var (
	// actTitle is the title of a law, rule or order.
	actTitle = regexp.MustCompile(`^关于|(?:.{3,}法|.{2,}(?:条例|办法|规定|决定|命令|细则|规则|章程|解释|公约|意见|通知|方案|纲要|标准|规范|準則|公告|制度))[》) ）]*$|[（(]试行[》) ）]*$`)
	// thisAct is what a law says of itself.
	thisAct = regexp.MustCompile(`本(?:法|条例|办法|规定|决定|细则|规则|章程|标准|意见|制度).*?` + enactVerb)
	// enacted is who did what to a law, amended which of its amendments.
	enacted = regexp.MustCompile(`^(.*)` + enactVerb + `）?$`)
	amended = regexp.MustCompile(`(第[一二三四]次修[正订])）?$`)
	// issuer is who makes law: an assembly, a government, an order with its
	// number; or nobody.
	issuer = regexp.MustCompile(`^(?:|[^《“]*(?:国务院|会议|委员会|主席令|令第|政府|部|局|总理|人民代表大会|院)[^《“]*)$`)
)

// isActTitle says whether a heading is the title of a law or rule.
func isActTitle(h string) bool { return strings.ContainsFunc(h, isHan) && actTitle.MatchString(h) }

// enactment gives the title of a line that only tells who passed, issued or
// amended the act it stands under, or that "this act" comes into force.
func enactment(t string, by nearby) string {
	if by.act.text == "" {
		return ""
	}
	act := tidy(strings.Trim(stripNumber(by.act.text), "《》"))
	t = strings.TrimSpace(t)
	if m := thisAct.FindStringSubmatch(t); m != nil {
		return act + m[1]
	}
	if m := amended.FindStringSubmatch(t); m != nil && by.history {
		return act + m[1]
	}
	m := enacted.FindStringSubmatch(t)
	if m == nil || !by.short && !by.history {
		return ""
	}
	who := m[1]
	if strings.HasSuffix(who, "会议") || strings.HasSuffix(who, "》") && !strings.HasPrefix(who, "《") || by.history || issuer.MatchString(who) && len([]rune(who)) <= 45 {
		return act + m[2]
	}
	return ""
}

// noteMark is the mark of a footnote, [16] or [2]:175, or of what an encyclopaedia
// lets its readers edit.
var noteMark = regexp.MustCompile(`\[\d{1,3}\](?::\d+)?|\[(?:编辑|編輯|edit)\]`)

// tidy makes a title of a passage: no blanks or marks at its ends, no bracket
// without its other half, no final stop.
func tidy(t string) string {
	t = strings.Join(strings.Fields(noteMark.ReplaceAllString(t, "")), " ")
	t = strings.Trim(t, " ，、：；。,;:|·•-—–*~")
	return strings.TrimSpace(balance(strings.TrimSuffix(t, ".")))
}

var bracketPairs = [][2]string{{"（", "）"}, {"(", ")"}, {"《", "》"}, {"“", "”"}, {"「", "」"}, {"[", "]"}, {"【", "】"}}

// balance cuts away a bracket that is opened and not closed, and drops one
// that is closed and not opened.
func balance(t string) string {
	for _, p := range bracketPairs {
		for strings.Count(t, p[0]) > strings.Count(t, p[1]) {
			i := strings.LastIndex(t, p[0])
			rest := t[i+len(p[0]):]
			if t = t[:i]; i < 6 || p[0] == "“" || p[0] == "《" {
				t += rest
			}
		}
		for strings.Count(t, p[1]) > strings.Count(t, p[0]) {
			t = strings.Replace(t, p[1], "", 1)
		}
	}
	return t
}

// shorten cuts a text to at most limit runes, at the last clause or word that
// fits.
func shorten(t string, limit int) string {
	r := []rune(t)
	if len(r) <= limit {
		return t
	}
	cut := limit
	for cut > limit/2 && !strings.ContainsRune("，；,;、", r[cut]) && !(r[cut] == ' ' && isLetter(r[cut-1])) {
		cut--
	}
	if cut == limit/2 {
		cut = limit
	}
	return tidy(string(r[:cut]))
}

// pronoun begins an English sentence that goes on about the subject of the one
// before it: "It reopened in 1951", as 于5月4日宣布新版 does in Chinese.
var pronoun = regexp.MustCompile(`^(?:It|They|He|She) `)

// named gives a title that lacks its subject that of the sentence before,
// which is in the same paragraph.
func named(t titled, before []rune) titled {
	r := []rune(t.text)
	latin := pronoun.MatchString(t.text)
	if !latin {
		if len(r) == 0 || isLatinText(r) {
			return t
		}
		if _, verb := actAt(r, 0); !verb {
			return t
		}
	}
	before = before[max(0, len(before)-maxSentence):]
	parts := sentences(before)
	if len(parts) == 0 {
		return t
	}
	last := parts[len(parts)-1]
	if subject := subjectOf(before[last.start:last.end], latin); subject != "" {
		if latin {
			subject += " "
		}
		t.text, t.rule = tidy(subject+pronoun.ReplaceAllString(t.text, "")), ruleTitleSubject
	}
	return t
}

// subjectOf is what stands before the first verb of a sentence, or in Chinese
// before the first mark or preposition; empty where that is no name.
func subjectOf(s []rune, latin bool) string {
	end := len(s)
	if latin {
		end = verbEn(s)
	} else if i := strings.IndexFunc(string(s), func(r rune) bool { return zhMark(r) || strings.ContainsRune("于於是在将將", r) }); i >= 0 {
		end = len([]rune(string(s)[:i]))
	}
	if end < 2 || end > 60 || end == len(s) || len(findDates(s[:end])) > 0 {
		return ""
	}
	subject := strings.TrimSpace(string(s[:end]))
	at, _ := findAct([]rune(subject))
	if latin && (!isUpper(s[0]) || strings.ContainsAny(subject, ",:;(") || pronoun.MatchString(subject+" ") || strings.HasPrefix(subject, "A ")) || !latin && (end > 14 || at >= 0) {
		return ""
	}
	return subject
}
