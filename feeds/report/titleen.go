package report

import "strings"

// English titles.

// makeTitleEn takes the clause around the date, without the date.
func makeTitleEn(s []rune, seg segment, by nearby) titled {
	before := string(s[seg.at.start:max(seg.at.start, seg.date.start)])
	if i := strings.LastIndex(before, "("); i > 0 && !strings.Contains(before[i:], ")") && seg.date.end < seg.at.end && s[seg.date.end] == ')' {
		before = before[:i] // "The summit (Florence, 19–21 August) drew ninety speakers"
	}
	left := trimLeftEn(before)
	right := trimRightEn(string(s[min(seg.date.end, seg.at.end):seg.at.end]))
	t := titled{rule: ruleTitleWords}
	switch {
	case left == "" && right != "":
		t.text = right
	case right == "":
		t.text = left
	case endsWithAny(left, []string{" and", " but", " then"}) && right != "":
		// "We found a home, and on 1 October carried everything across."
		t.text = right
	case left == strings.TrimSpace(notUntil):
		t.text = strings.TrimPrefix(strings.TrimPrefix(right, "however "), "that ")
	default:
		t.text = left + " " + right
	}
	t.text = stripLeadEn(t.text)
	if seg.subject.end > seg.subject.start && beginsWithVerb(t.text) {
		if subject := subjectEn(string(s[seg.subject.start:seg.subject.end])); subject != "" {
			t.text, t.rule = subject+" "+t.text, ruleTitleSubject
		}
	}
	t.text = capital(trimTailEn(t.text))
	if len([]rune(t.text)) > 2*maxTitle {
		t.text, t.guessed = shorten(t.text, 2*maxTitle), true
	}
	if len(t.text) < 12 && by.above != "" && !strings.Contains(t.text, " ") {
		t.text, t.rule, t.guessed, t.head = tidy(stripNumber(by.above))+": "+t.text, ruleTitleHeading, true, headAbove
	}
	return t
}

var enPrepositions = []string{" the", " between", " from", " on", " in", " that", " following", " at", " from", " by", " since", " until", " during", " for", " of", " to", " as of", " last", " back in", " around", " about", " circa", " early in", " later in", " late in"}

// trimLeftEn drops the preposition that leads to the date.
func trimLeftEn(left string) string {
	left = strings.TrimRight(left, " (,:–—-|")
	for changed := true; changed; {
		changed = false
		for _, p := range enPrepositions {
			if strings.EqualFold(left, p[1:]) {
				return ""
			}
			if l, ok := cutSuffixFold(left, p); ok {
				left, changed = strings.TrimSpace(strings.TrimRight(l, " (,–—-")), true
			}
		}
	}
	return strings.TrimSpace(left)
}

func cutSuffixFold(s, suffix string) (string, bool) {
	if len(s) >= len(suffix) && strings.EqualFold(s[len(s)-len(suffix):], suffix) {
		return s[:len(s)-len(suffix)], true
	}
	return s, false
}

func trimRightEn(right string) string {
	right = strings.TrimLeft(right, " ),:–—-|.~]")
	for _, p := range []string{"and ", "when ", "that "} {
		if r, ok := strings.CutPrefix(right, p); ok {
			right = r
		}
	}
	return strings.TrimRight(strings.TrimSpace(right), ".;")
}

// notUntil begins a sentence of which the date is the point.
const notUntil = "It was not "

// enLeads begin sentences without saying what happens.
var enLeads = []string{"And ", "and ", "or ", "Then ", "Also ", "Later ", "Finally, ", "But ", "Meanwhile, ", "Again ", "However, ", "Additionally, ", "In addition, ", "The year began with good news. ", "Earlier ", "Just ", "Shortly after, ", "Furthermore, ", "Moreover, ", "As planned, "}

func stripLeadEn(t string) string {
	t = strings.TrimSpace(t)
	if r := []rune(t); strings.HasPrefix(t, "In ") {
		if e, ok := (&scanner{s: r}).at(len("In ")); ok && e.end < len(r) && isSpace(r[e.end]) {
			t = strings.TrimSpace(string(r[e.end:])) // the frame of the dates in the sentence
		}
	}
	for changed := true; changed; {
		changed = false
		for _, l := range enLeads {
			if r, ok := strings.CutPrefix(t, l); ok && len(r) >= 4 {
				t, changed = strings.TrimSpace(r), true
			}
		}
		for _, p := range []string{"On ", "In ", "At ", ", ", "the ", "of "} {
			if t2, ok := strings.CutPrefix(t, p+", "); ok {
				t, changed = t2, true
			}
		}
	}
	return strings.TrimLeft(t, " ,:–—-")
}

// trimTailEn cuts what goes on after the main clause.
func trimTailEn(t string) string {
	for _, cut := range []string{"; ", " — ", " – "} {
		if i := strings.Index(t, cut); i > 20 {
			t = t[:i]
		}
	}
	for _, cut := range []string{", which ", ", who ", ", where ", ", with ", ", including ", ", bringing ", ", making ", ", after ", ", following ", ", and ", ", while ", ", as ", ", a ", ", an ", ", giving ", ", allowing ", ", marking ", ", but ", ", so ", ", when ", ", the first ", ", one of ", ", attended ", ", drawing ", ", attracting ", ", to "} {
		if i := strings.Index(t, cut); i > 24 {
			if headline(t[:i]) {
				t = t[:i]
			}
		}
	}
	return tidy(t)
}

func capital(t string) string {
	r := []rune(t)
	if len(r) > 0 && r[0] >= 'a' && r[0] <= 'z' && (len(r) < 2 || !isUpper(r[1])) {
		r[0] -= 'a' - 'A'
	}
	return string(r)
}

// beginsWithVerb says whether a text has no subject: its first word is a verb.
func beginsWithVerb(t string) bool {
	w, _ := (&scanner{s: []rune(t)}).word(0)
	return w == "was" || w == "were" || len(w) > 4 && strings.HasSuffix(w, "ed")
}

// subjectEn takes the subject out of the words before a sentence's first date:
// those before its verb.
func subjectEn(before string) string {
	r := []rune(trimLeftEn(before))
	end := len(r)
	eachWord(r, func(w string, start, _ int) bool {
		if regularPast(w) || enIrregular[w] || enWas[w] || enState[w] {
			end = start
			return false
		}
		return true
	})
	subject := stripLeadEn(string(r[:end]))
	if len(subject) < 2 || len(subject) > 70 {
		return ""
	}
	return subject
}
