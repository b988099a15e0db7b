package report

import "strings"

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
