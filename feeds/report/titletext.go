package report

import (
	"regexp"
	"strings"
)

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

// noteMark is the mark of a footnote: [16].
var noteMark = regexp.MustCompile(`\[\d{1,3}\]`)

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
