package report

import (
	"regexp"
	"strings"
)

// actNouns end the titles of laws, rules and orders.
var actNouns = []string{"法", "条例", "办法", "规定", "决定", "命令", "细则", "规则", "章程", "解释", "公约", "意见", "通知", "方案", "纲要", "标准", "规范", "準則", "公告", "制度"}

// isActTitle says whether a heading is the title of a law or rule.
func isActTitle(h string) bool {
	h = strings.TrimRight(h, "》) ）")
	for _, n := range actNouns {
		if strings.HasSuffix(h, n) {
			return len([]rune(h)) >= 4
		}
	}
	return strings.HasPrefix(h, "关于") || strings.HasSuffix(h, "（试行") || strings.HasSuffix(h, "(试行")
}

// enactVerbs are what happens to a law.
var enactVerbs = []string{"通过", "批准", "公布", "发布", "颁布", "修订", "修正", "印发", "施行", "实施", "生效", "废止", "修改"}

// enactment gives the title of a line that only tells who passed, issued or
// amended the act it stands under, or that "this act" comes into force.
func enactment(t string, by nearby) string {
	if by.act == "" {
		return ""
	}
	act := tidy(strings.Trim(stripNumber(by.act), "《》"))
	t = strings.TrimSpace(t)
	for _, self := range []string{"本法", "本条例", "本办法", "本规定", "本决定", "本细则", "本规则", "本章程", "本标准", "本意见", "本制度"} {
		i := strings.Index(t, self)
		if i < 0 {
			continue
		}
		for _, v := range enactVerbs {
			if strings.Contains(t[i:], v) {
				return act + v
			}
		}
	}
	if !by.short && !by.history {
		return ""
	}
	t = strings.TrimSuffix(t, "）")
	for _, v := range []string{"第一次修正", "第二次修正", "第三次修正", "第四次修正", "第一次修订", "第二次修订"} {
		if by.history && strings.HasSuffix(t, v) {
			return act + v
		}
	}
	for _, v := range enactVerbs {
		if strings.HasSuffix(t, v) && (strings.HasSuffix(t, "会议"+v) || strings.HasSuffix(t, "》"+v) && !strings.HasPrefix(t, "《") || by.history || issuer(strings.TrimSuffix(t, v))) {
			return act + v
		}
	}
	return ""
}

// issuer says whether a text names who makes law: an assembly, a government,
// an order with its number; or nobody.
func issuer(t string) bool {
	if t == "" {
		return true
	}
	if containsAny(t, []string{"《", "“"}) {
		return false
	}
	return containsAny(t, []string{"国务院", "会议", "委员会", "主席令", "令第", "政府", "部", "局", "总理", "人民代表大会", "院"}) && len([]rune(t)) <= 45
}

// noteMark is the mark of a footnote: [16].
var noteMark = regexp.MustCompile(`\[\d{1,3}\]`)

// tidy makes a title of a passage: no blanks or marks at its ends, no bracket
// without its other half, no final stop.
func tidy(t string) string {
	t = strings.Join(strings.Fields(noteMark.ReplaceAllString(t, "")), " ")
	t = strings.Trim(t, " ，、：；。,;:|·•-—–*~")
	t = strings.TrimSuffix(t, ".")
	return strings.TrimSpace(balance(t))
}

var bracketPairs = []struct{ open, close string }{{"（", "）"}, {"(", ")"}, {"《", "》"}, {"“", "”"}, {"「", "」"}, {"[", "]"}, {"【", "】"}}

// balance cuts away a bracket that is opened and not closed, and drops one
// that is closed and not opened.
func balance(t string) string {
	for _, p := range bracketPairs {
		for strings.Count(t, p.open) > strings.Count(t, p.close) {
			i := strings.LastIndex(t, p.open)
			rest := t[i+len(p.open):]
			if i < 6 || p.open == "“" || p.open == "《" {
				t = t[:i] + rest
			} else {
				t = t[:i]
			}
		}
		for strings.Count(t, p.close) > strings.Count(t, p.open) {
			i := strings.Index(t, p.close)
			t = t[:i] + t[i+len(p.close):]
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
	for i := limit; i > limit/2; i-- {
		if r[i] == '，' || r[i] == '；' || r[i] == ',' || r[i] == ';' || r[i] == '、' || r[i] == ' ' && isLetter(r[i-1]) {
			cut = i
			break
		}
	}
	return tidy(string(r[:cut]))
}

// A sentence that goes on about the subject of the one before it does not name
// it: "It reopened in 1951", 于5月4日宣布新版.

// enPronouns are the first words of such English sentences.
var enPronouns = []string{"It ", "They ", "He ", "She "}

// named gives a title that lacks its subject that of the sentence before,
// which is in the same paragraph.
func named(t titled, before []rune) titled {
	rest, latin := t.text, false
	for _, p := range enPronouns {
		if r, ok := strings.CutPrefix(t.text, p); ok {
			rest, latin = r, true
		}
	}
	if !latin {
		r := []rune(t.text)
		if len(r) == 0 || isLatinText(r) {
			return t
		}
		if _, verb := actAt(r, 0); !verb {
			return t
		}
	}
	parts := sentences(before[max(0, len(before)-maxSentence):])
	if len(parts) == 0 {
		return t
	}
	before = before[max(0, len(before)-maxSentence):]
	last := parts[len(parts)-1]
	subject := subjectOf(before[last.start:last.end], latin)
	if subject == "" {
		return t
	}
	if latin {
		rest = " " + rest
	}
	t.text, t.rule = tidy(subject+rest), ruleTitleSubject
	return t
}

// subjectOf is what stands before the first verb of a sentence, or in Chinese
// before the first mark or preposition; empty where that is no name.
func subjectOf(s []rune, latin bool) string {
	end := -1
	if latin {
		eachWord(s, func(w string, start, _ int) bool {
			if start > 0 && s[start-1] == '-' {
				return true
			}
			if enWas[w] || enPresent[w] || enState[w] || enIrregular[w] || regularPast(w) || w == "had" {
				end = start
			}
			return end < 0
		})
	} else {
		for i, r := range s {
			if zhMark(r) || strings.ContainsRune("于於是在将將", r) {
				end = i
				break
			}
		}
	}
	if end < 2 || end > 60 || len(findDates(s[:end])) > 0 {
		return ""
	}
	subject := strings.TrimSpace(string(s[:end]))
	at, _ := findAct([]rune(subject))
	switch {
	case latin && (!isUpper(s[0]) || strings.ContainsAny(subject, ",:;(") || startsWithAny(subject+" ", enPronouns) || strings.HasPrefix(subject, "A ")), !latin && (end > 14 || at >= 0):
		return ""
	}
	return subject
}
