package report

import (
	"regexp"
	"slices"
	"strings"

	"almanac.example/feeds/report/document"
)

// Whether a line goes on with the sentence of the line before it.

// joinState is what joining needs to know of the block so far.
type joinState struct {
	markdown     bool
	singleSpaced bool // two lines or more, and no blank line between them
	item         bool
}

// joins decides whether lines[i] goes on with the sentence of lines[i-1].
func joins(lines []line, i int, st joinState) bool {
	a, b := lines[i-1], lines[i]
	if a.whole || b.kind != document.KindText || a.kind == document.KindRow || a.kind == document.KindHeading {
		return false
	}
	if st.item && b.gap > 0 || headingNumber(b.text) > 0 {
		return false
	}
	if dateOnly(a.text) || dateOnly(b.text) && !unfinished(a.text, b.text) {
		return false
	}
	if b.gap == 0 && entriesUnderDate(lines, i) && !unfinished(a.text, b.text) {
		return false
	}
	if (b.gap > 0 && isUpper(b.text[0]) && isLatinText(b.text) || b.text[0] == '【') && !unfinished(a.text, b.text) {
		return false
	}
	return joinScore(lines, i, st) >= 2
}

// entriesUnderDate says whether the lines around are a list under a date on a
// line of its own: every one begins with a capital, and none ends a sentence.
func entriesUnderDate(lines []line, i int) bool {
	first := i
	for first > 0 && lines[first].gap == 0 && i-first < lineWindow {
		first--
	}
	if first == i || !dateOnly(lines[first].text) {
		return false
	}
	for j := first + 1; j < len(lines) && (j == first+1 || lines[j].gap == 0) && j-i < lineWindow; j++ {
		t := lines[j].text
		if len(t) == 0 || !isLatinText(t) || isLower(t[0]) || terminal(lastRune(t)) {
			return false
		}
	}
	return true
}

// joinScore adds up what speaks for and against joining. The weights were
// found by trial on texts of many layouts; what counts is their order: a mark
// that a sentence is not finished outweighs the shape of the lines, and the
// shape outweighs a blank line. Sentences end with a stop, entries of a list
// begin with a date, and lines much shorter than those around are a list.
func joinScore(lines []line, i int, st joinState) int {
	a, b := lines[i-1].text, lines[i].text
	fill, score := fillScore(lines, i), 2
	if lines[i].gap > 0 {
		score = -1
		if st.markdown {
			score -= 4
		}
		if width(a) < 24 && !hasMark(a) {
			score -= 2
		}
	}
	if unfinished(a, b) {
		return score + max(fill, 0) + 3
	}
	score += fill
	if (strings.ContainsRune("，、：,的了等们", b[0]) || isLower(b[0]) || closing(b[0])) && !beginsWithDate(b) {
		score += 3 // no beginning
	}
	if endsWithDate(a) {
		score -= 2
	}
	if lines[i].gap == 0 && !hasMark(a) && fill < 3 && width(a)*100 < lineWidth(lines, i)*65 {
		score -= 3
	}
	stop := terminal(lastRune(a))
	if stop {
		score -= 3
	}
	if beginsWithDate(b) && (lines[i].gap > 0 || beginsWithDate(a) || stop || !hasMark(a) || fill < 3) {
		score -= 3
		if beginsWithDate(a) || listOfDates(lines, i) {
			score -= 3
		}
	}
	return score
}

// listOfDates says whether lines[i] is one of several near by that begin with a
// date.
func listOfDates(lines []line, i int) bool {
	n := 0
	for j := max(0, i-4); j < min(len(lines), i+5); j++ {
		if beginsWithDate(lines[j].text) {
			n++
		}
	}
	return n >= 4
}

// fillScore says how far the line before reaches: a line that ends much
// earlier than its neighbours ends its paragraph.
func fillScore(lines []line, i int) int {
	w := width(lines[i-1].text)
	widest := max(w, width(lines[i].text))
	like := 0
	for _, j := range []int{i - 2, i, i + 1} {
		if j < 0 || j >= len(lines) || lines[j].kind == document.KindRow {
			continue
		}
		v := width(lines[j].text)
		if j != i+1 || !terminal(lastRune(lines[i].text)) {
			widest = max(widest, min(v, 2*w))
		}
		if v*100 >= w*88 && v*88 <= w*100 {
			like += 2
		} else if v*100 >= w*80 && v*80 <= w*100 {
			like++
		}
	}
	switch {
	case w*100 < widest*65:
		return -3
	case like >= 2 && w*100 >= widest*80:
		return 3
	case w*100 >= widest*85:
		return 1
	}
	return 0
}

// lineWidth is the width that the longer lines around reach.
func lineWidth(lines []line, i int) int {
	var room [40]int
	widths := room[:0]
	for j := max(0, i-lineWindow); j < min(len(lines), i+lineWindow); j++ {
		if lines[j].kind == document.KindText {
			widths = append(widths, width(lines[j].text))
		}
	}
	slices.Sort(widths)
	if len(widths) < 8 {
		return 0
	}
	return widths[len(widths)*8/10]
}

// isLabel says whether a line that joined nothing is a heading or caption:
// short and without the end of a sentence.
func isLabel(lines []line, i int) bool {
	l := lines[i]
	if l.whole && l.kind == document.KindText && width(l.text) > 60 {
		return false
	}
	return width(l.text) <= 90 && !terminal(lastRune(l.text)) && lastRune(l.text) != '，' && lastRune(l.text) != ','
}

// mark is punctuation within a text, but no point of a number.
var mark = regexp.MustCompile(`[，。；：,;、]|(?:^|[^0-9])\.`)

func hasMark(s []rune) bool { return mark.MatchString(string(s)) }

// beginsWithDate tells the lines of a list of dates.
func beginsWithDate(s []rune) bool {
	c := &scanner{s: s[:min(len(s), 40)]}
	for i := range min(len(s), 3) {
		if headingDecoration(s[i]) || isSpace(s[i]) {
			continue
		}
		e, ok := c.at(i)
		return ok && !e.annual && (s[0] != '(' || c.is(e.end, ')')) // (2021: 69) compares
	}
	return false
}

// endsWithDate says whether a date ends a line, as in a list of dates.
func endsWithDate(s []rune) bool {
	tail := s[max(0, len(s)-24):]
	e, ok := lastDate(tail)
	return ok && e.start > 0 && isBlank(tail[e.end:]) && !leansOnDate.MatchString(string(tail[:e.start]))
}

// lastDate is the last date of a text.
func lastDate(s []rune) (expression, bool) {
	found := findDates(s)
	if len(found) == 0 {
		return expression{}, false
	}
	return found[len(found)-1], true
}

// leansOnDate are words that cannot end what stands before a date of a list.
var leansOnDate = regexp.MustCompile(`\b(?:on|in|of|from|to|since|until|by|and|between) ?$|[于在自至]$`)

// unfinished says whether the text a cannot end here, before b.
func unfinished(a, b []rune) bool {
	last := a[len(a)-1]
	switch {
	case strings.ContainsRune(zhUnfinished, last), last == '-' && len(a) > 1 && isLetter(a[len(a)-2]), strings.HasSuffix(string(a[max(0, len(a)-4):]), "截至"):
		return true
	case (isDigit(last) || len(b) > 0 && isDigit(b[0])) && (divided.MatchString(string(last)+"\n"+string(b[:min(len(b), 6)])) || dividedDate(a, b)):
		return true
	}
	return isLetter(last) && enUnfinished[(&scanner{s: a}).wordBefore(len(a))]
}

// divided is a number and its unit on two lines: 2009年 / 5月, 5月 / 8日, 12 / 家.
var divided = regexp.MustCompile(`[0-9]\n[家项个万亿名人件年月日号次%％元台户所期届场位篇平]|年\n[0-9]{1,2}[ \t\x{3000}]{0,2}月|月\n[0-9]{1,2}[ \t\x{3000}]{0,2}[日号]`)

// dividedDate says whether the year of an English date stands at the head of b:
// "1 April" / "2021".
func dividedDate(a, b []rune) bool {
	c := &scanner{s: b}
	n, j, ok := c.digits(0, 4)
	if !ok || j != 4 || !validYear(n) || beginsWithDate(a) && !isLower(c.rune(c.skip(j))) {
		return false
	}
	tail := a[max(0, len(a)-24):]
	e, ok := lastDate(tail)
	return ok && e.lang == langEn && (!e.from.saysYear() && isBlank(tail[e.end:]) || tail[len(tail)-1] == ',')
}

var enUnfinished = wordSet(`of the a an in on at to and or for with by from its their our was were is are that which as into between during
	his her has have had been this these than but over under since until after`)

// zhUnfinished are marks and characters that end no Chinese sentence.
const zhUnfinished = "，、：（《“‘(,＋＆&—–的和与及或在由于对为将把被从向以并且是其该各第近约"
