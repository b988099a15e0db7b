package report

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Sentences, clauses and the dated segments within them.

// maxSentence is the number of runes after which a sentence is cut at the next
// comma, and at twice as many anywhere: what is longer is no sentence.
const maxSentence = 1500

// sentences cuts a text into sentences. Brackets and book titles are not cut.
func sentences(s []rune) []span {
	var out []span
	start, depth := 0, 0
	for i, r := range s {
		switch {
		case r == '（' || r == '《' || r == '(':
			depth++
		case r == '）' || r == '》' || r == ')':
			depth = max(0, depth-1)
		}
		if (depth > 0 && i-start < 400 || !endsSentence(s, i)) && !(i-start > maxSentence && clauseMark(s, i)) && i-start < 2*maxSentence {
			continue
		}
		end := i + 1
		for end < len(s) && (closing(s[end]) || s[end] == '"') {
			end++
		}
		if end > start {
			out = appendSpan(out, s, start, end)
		}
		start, depth = end, 0
	}
	return appendSpan(out, s, start, len(s))
}

func appendSpan(out []span, s []rune, start, end int) []span {
	if p := (span{start, end}).trimmed(s, isSpace); p.start < p.end {
		return append(out, p)
	}
	return out
}

// endsSentence says whether a sentence ends with the rune at i.
func endsSentence(s []rune, i int) bool {
	return markAt(s, i, "。！？；", ";!?") || s[i] == '.' && endsWithStop(s, i)
}

// clauseMark says whether a clause ends before the rune at i.
func clauseMark(s []rune, i int) bool { return markAt(s, i, "，：；。！？", ",;:") }

// markAt says whether one of some marks stands at i, of those of half width one
// with a blank behind it, or in Chinese text, which has none.
func markAt(s []rune, i int, full, half string) bool {
	return strings.ContainsRune(full, s[i]) || strings.ContainsRune(half, s[i]) && (i+1 == len(s) || isSpace(s[i+1]) ||
		isHan(s[i+1]) || i > 0 && (isHan(s[i-1]) || s[i-1] > unicode.MaxLatin1 && closing(s[i-1])))
}

// endsWithStop tells a full stop from the point of an abbreviation, a number
// or a version.
func endsWithStop(s []rune, i int) bool {
	if i+1 < len(s) && !isSpace(s[i+1]) && !closing(s[i+1]) && s[i+1] != '"' {
		return false
	}
	j := i + 1
	for j < len(s) && (isSpace(s[j]) || s[j] == '"' || closing(s[j])) {
		j++
	}
	if j == len(s) {
		return true
	}
	if isLower(s[j]) {
		return false
	}
	c := &scanner{s: s}
	w := c.wordBefore(i)
	if len(w) == 1 && isUpper(s[i-1]) && (i < 2 || !isLetter(s[i-2])) {
		return false // an initial
	}
	switch class := enBegins[w]; {
	case class == enMonthName && len(w) <= 4 && w != "may" && w != "june" && w != "july", class == enWeekday && len(w) <= 5 && isUpper(s[i-len(w)]):
		return false
	}
	next, _ := c.word(j)
	return !enAbbreviations[w] || len(w) > 2 && enFunction[next] // "… of National Malt Inc. The last brew"
}

var enAbbreviations = wordSet("dr mr mrs ms prof proc st no vol ch fig inc ltd co corp vs e g approx jr sr rev hon c ca lt lieut col capt sgt gov sen maj adm mt ft messrs bros")

// clauses cuts a part of a text at its commas and colons, outside brackets.
func clauses(s []rune, in span) []span {
	var out []span
	start, depth := in.start, 0
	for i := in.start; i < in.end; i++ {
		switch r := s[i]; {
		case r == '（' || r == '《' || r == '(' || r == '“' || r == '「':
			depth++
		case r == '）' || r == '》' || r == ')' || r == '”' || r == '」':
			depth = max(0, depth-1)
		case depth == 0 && clauseMark(s, i):
			out = appendSpan(out, s, start, i)
			start = i + 1
		}
	}
	return appendSpan(out, s, start, in.end)
}

// segment is the part of a sentence that one date expression speaks of.
type segment struct {
	// date is what is cut out of the words: the expression, or several that
	// stand together (3月5日和9月20日).
	date  expression
	at    span // the segment
	whole span // its sentence
	// subject is what stands before the first date of the sentence and may
	// be the subject of this segment too; empty for the first one.
	subject span
}

// segments gives every date of a sentence its part: from the beginning of the
// clause it stands in to the clause of the next date. Two dates in one clause
// part it between them; dates that are only joined share one part.
func segments(s []rune, sentence span, dates []expression) []segment {
	var outer []expression
	inner := map[int]span{}
	for i, d := range dates {
		if in, ok := bracketAround(s, sentence, d); ok {
			inner[i] = in
			continue
		}
		outer = append(outer, d)
	}
	if len(inner) == 0 || len(outer) == 0 {
		return segmentsOf(s, sentence, dates)
	}
	// A date in brackets with words of its own speaks of those words only.
	rest := segmentsOf(s, sentence, outer)
	out := make([]segment, 0, len(dates))
	for i, d := range dates {
		if in, ok := inner[i]; ok {
			out = append(out, segment{date: d, at: in.trimmed(s, joinMark), whole: sentence})
			continue
		}
		out, rest = append(out, rest[0]), rest[1:]
	}
	return out
}

// bracketAround is the inside of the brackets a date stands in together with
// other words.
func bracketAround(s []rune, in span, d expression) (span, bool) {
	start, end := in.start+unclosed(s[in.start:max(in.start, d.start)], "（(", "）)"), d.end+closingAt(s[d.end:max(d.end, in.end)], "）)")
	if start < in.start+2 || end >= in.end {
		return span{}, false
	}
	least := 8
	if d.lang == langZh && d.yearOnly() {
		least = 4 // 渔报创刊（1962年停刊）
	}
	return span{start, end}, wordsIn(s[start:d.start])+wordsIn(s[d.end:end]) >= least
}

// segmentsOf shares a sentence out between dates none of which stands in
// brackets with words of its own.
func segmentsOf(s []rune, sentence span, dates []expression) []segment {
	parts := clauses(s, sentence)
	out := make([]segment, 0, len(dates))
	start := sentence.start
	for i := 0; i < len(dates); {
		n := joined(s, dates[i:])
		last := dates[i+n-1]
		end := sentence.end
		if i+n < len(dates) {
			end = boundary(s, clauseStart(parts, dates[i+n].start), start, [2]expression{last, dates[i+n]})
		}
		seg := segment{at: (span{start, end}).trimmed(s, joinMark), whole: sentence}
		if i > 0 {
			seg.subject = subjectSpan(s, sentence, dates[:2])
		}
		for _, d := range dates[i : i+n] {
			d.start, d.end = dates[i].start, last.end
			seg.date = d
			out = append(out, seg)
		}
		start, i = end, i+n
	}
	return out
}

// subjectSpan is where the subject of a sentence may stand: before its first date,
// else in Chinese between that and a verb that ends its clause: 3月新馆开工，….
func subjectSpan(s []rune, sentence span, dates []expression) span {
	p := span{sentence.start, dates[0].start}.trimmed(s, joinMark)
	first := clauses(s, span{dates[0].end, max(dates[0].end, dates[1].start)})
	if p.start < p.end || len(first) == 0 {
		return p
	}
	text := s[first[0].start:first[0].end]
	at, a := findAct(text)
	if at < 2 || enacted.MatchString(string(text)) {
		return p
	}
	for end := at + len(a.word); end < len(text); { // 动工兴建
		next, again := actAt(text, end)
		if !again {
			return p
		}
		end += len(next.word)
	}
	return span{first[0].start, first[0].start + at}
}

// joined counts the dates at the beginning that only a conjunction parts.
func joined(s []rune, dates []expression) int {
	n := 1
	for n < len(dates) && dates[n].from.yearTo == anchorNone {
		between := strings.TrimSpace(string(s[dates[n-1].end:dates[n].start]))
		switch between {
		case "和", "、", "及", "与", "以及", "and", ",", ", and", "&":
			n++
			continue
		}
		break
	}
	return n
}

// boundary is where the part of the first of two dates ends and that of the
// second begins; start is where the first part begins, clause where the clause
// of the second does.
func boundary(s []rune, clause, start int, dates [2]expression) int {
	d, next := dates[0], dates[1]
	if clause < d.end {
		clause = start // the comma of "January 12, 1911" ends no clause
	}
	at := conjunction(s, d.end, next.start)
	switch {
	case next.lang == langZh && next.start > d.end+1 && commaAt(s, d.end) && commaAt(s, next.end) && isHan(s[next.start-1]) && cutBefore(s, next.start, d.end) == next.start:
		return next.start // 1958年3月，渔场投产1966年10月，冷库建成: a list without stops
	case at > 0 && (clause <= d.start || atEnd(s, next)):
		return at
	case clause > d.start:
		if cut := cutBefore(s, next.start, d.end); cut > clause && hasAt(s, cut, "and ") && tellEn(s[clause:cut]) > tellsNothing && next.end < len(s) && !terminal(s[next.end]) {
			return cut // "In 1911, the site was bought and in May of 1913 the stone was laid"
		}
		return clause
	}
	if d.end < len(s) && closing(s[d.end]) && d.end < next.start {
		return d.end + 1 // "Dr Whitby (9 February) and Mrs Tull (20 July)"
	}
	// Both in one clause. "A seal tagged in January was seen on 30 April": the
	// words before a date are its own.
	if d.lang == langEn && tellEn(s[start:max(start, d.start)]) > tellsNothing && tellEn(s[d.end:next.start]) > tellsNothing {
		return d.end
	}
	return cutBefore(s, next.start, d.end)
}

func commaAt(s []rune, i int) bool { return i < len(s) && (s[i] == '，' || s[i] == ',') }

// atEnd says whether a date ends its clause, so that what it dates stands
// before it: "…, and signed the lease, its first, at the end of April".
func atEnd(s []rune, e expression) bool {
	return e.end >= len(s) || terminal(s[e.end]) || clauseMark(s, e.end)
}

// conjunction is where a second English act begins between two dates: "left on
// 4 April for the strait and returned on 21 June"; 0 where there is none.
func conjunction(s []rune, from, to int) int {
	at, joint := 0, 0
	eachWord(s[from:to], func(w string, start, end int) bool {
		if joint > 0 && start == joint+1 && (regularPast(w) || enIrregular[w]) {
			at = from + joint - len("and")
		}
		joint = 0
		if w == "and" {
			joint = end
		}
		return at == 0
	})
	return at
}

// clauseStart is the start of the clause that holds offset i.
func clauseStart(parts []span, i int) int {
	start := i
	for _, p := range parts {
		if p.start <= i {
			start = p.start
		}
	}
	return start
}

// ledTo is the preposition or conjunction that belongs to the date behind it.
var ledTo = regexp.MustCompile(`(?i)(?:[ \t\x{3000}于在、和并自从]+|(?:\b(?:in|on|and|then|again|at)[ \t]*){1,3})$`)

// cutBefore moves back from a date over what leads to it.
func cutBefore(s []rune, i, least int) int {
	return i - utf8.RuneCountInString(ledTo.FindString(string(s[least:max(i, least)])))
}

// joinMark are blanks, and the signs that only join a segment to its neighbours.
func joinMark(r rune) bool { return isSpace(r) || strings.ContainsRune("，,、：:；;", r) }
