package report

import (
	"regexp"
	"strings"
)

// English titles.

// makeTitleEn takes the clause around the date, without the date.
func makeTitleEn(s []rune, seg segment, by nearby) titled {
	before := string(s[seg.at.start:max(seg.at.start, seg.date.start)])
	if i := strings.LastIndex(before, "("); i > 0 && !strings.Contains(before[i:], ")") && seg.date.end < seg.at.end && s[seg.date.end] == ')' {
		before = before[:i] // "The summit (Florence, 19–21 August) drew ninety speakers"
	}
	if end := openingEnd(s, seg); end > 0 {
		seg.at.end = end
	}
	left := trimLeftEn(before)
	right := enResidue.ReplaceAllString(strings.TrimRight(string(s[min(seg.date.end, seg.at.end):seg.at.end]), " .;"), "")
	t := titled{rule: ruleTitleWords}
	switch {
	case left == "" || right != "" && endsWithAny(left, []string{" and", " but", " then"}):
		t.text = right // "We found a home, and on 1 October carried everything across."
	case left == "It was not": // until the date
		t.text = strings.TrimPrefix(strings.TrimPrefix(right, "however "), "that ")
	default:
		t.text = strings.TrimSpace(left + " " + right)
	}
	t.text = stripLeadEn(t.text)
	if seg.subject.end > seg.subject.start && beginsWithVerb(t.text) {
		// The subject stands before the verb of the sentence's first date.
		subject := []rune(trimLeftEn(string(s[seg.subject.start:seg.subject.end])))
		if name := stripLeadEn(string(subject[:verbEn(subject)])); len(name) >= 2 && len(name) <= 70 {
			t.text, t.rule = name+" "+t.text, ruleTitleSubject
		}
	}
	t.text = capital(trimTailEn(t.text))
	if len([]rune(t.text)) > 2*maxTitle {
		t.text, t.guessed = shorten(t.text, 2*maxTitle), true
	}
	if len(t.text) < 12 && by.above.text != "" && !strings.Contains(t.text, " ") {
		t.text, t.rule, t.guessed, t.head = tidy(stripNumber(by.above.text))+": "+t.text, ruleTitleHeading, true, by.above.block
	}
	return t
}

var (
	// enLeadIn are the prepositions that lead to a date, enResidue what leads from
	// it to the words after it.
	enLeadIn  = regexp.MustCompile(`(?i)(?:^back in|(?:(?:^|[ (,–—-]+)(?:the|between|from|on|in|that|beginning|following|at|by|since|until|during|for|of|to|as of|last|around|about|circa|early in|later in|late in))+)$`)
	enResidue = regexp.MustCompile(`^[ ),:–—\-|.~\]]*(?:and )?(?:when )?(?:that )?\s*`)
	// enLead begins sentences without saying what happens.
	enLead = regexp.MustCompile(`^(?:(?:And|and|or|Then|Also|Later|Finally,|But|Meanwhile,|Again|However,|Additionally,|In addition,|The year began with good news\.|Earlier|Just|Shortly after,|Furthermore,|Moreover,|As planned,) +|(?:On|In|At|,|the|of) , )+`)
	// enTail goes on after the main clause.
	enTail = regexp.MustCompile(`, (?:which|who|where|with|including|bringing|making|after|following|and|while|as|an?|giving|allowing|marking|but|so|when|the first|one of|attended|drawing|attracting|to) `)
)

// openingEnd is where the opening of a sentence ends that tells by a participle
// what happened to what the rest only describes: "Founded in 1665 by the king,
// the works are …"; 0 for none.
func openingEnd(s []rune, seg segment) int {
	first, _ := (&scanner{s: s}).word(seg.at.start)
	parts := clauses(s, seg.at)
	if !regularPast(first) && !enParticiple[first] || len(parts) < 2 || seg.date.start > parts[0].end || tell(s[parts[1].start:seg.at.end]) != tellsPresent {
		return 0
	}
	return parts[0].end
}

// trimLeftEn drops the preposition that leads to the date.
func trimLeftEn(left string) string {
	return strings.TrimSpace(strings.TrimRight(enLeadIn.ReplaceAllString(strings.TrimRight(left, " (,:–—-|"), ""), " (,–—-"))
}

func stripLeadEn(t string) string {
	t = strings.TrimSpace(t)
	if r := []rune(t); strings.HasPrefix(t, "In ") {
		if e, ok := (&scanner{s: r}).at(len("In ")); ok && e.end < len(r) && isSpace(r[e.end]) {
			t = strings.TrimSpace(string(r[e.end:])) // the frame of the dates in the sentence
		}
	}
	if rest := enLead.ReplaceAllString(t, ""); len(rest) >= 4 {
		t = rest
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
	for _, m := range enTail.FindAllStringIndex(t, -1) {
		if m[0] > 24 && headline(t[:m[0]]) {
			return tidy(t[:m[0]])
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

// verbEn is where the first verb of an English text begins, its end where it has
// none.
func verbEn(s []rune) int {
	end := len(s)
	eachWord(s, func(w string, start, _ int) bool {
		if (start == 0 || s[start-1] != '-') && tensed(w) {
			end = start
		}
		return end == len(s)
	})
	return end
}
