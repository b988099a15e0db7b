package report

import (
	"fmt"
	"strings"
)

// What the report says of itself: its title, its year, the period it covers.

// firstLabel is the first short line of the document, its likely title.
func (w *walker) firstLabel() string {
	for _, b := range w.blocks[:min(3, len(w.blocks))] {
		if b.kind == blockLabel || b.kind == blockHeading {
			return tidy(string(b.text))
		}
	}
	return ""
}

// titleYear is the one year that the title names; 0 for none or several. A
// file's name is no title: it is given by people for other reasons.
func (w *walker) titleYear() int {
	texts := []string{w.opts.Title, w.doc.Title}
	for i, b := range w.blocks[:min(3, len(w.blocks))] {
		if y := statedYear(b.text); y != 0 {
			return y
		}
		if (b.kind == blockLabel || b.kind == blockHeading || i == 0 && !terminal(lastRune(b.text))) && len(b.text) < 120 && !dateOnly(b.text) {
			texts = append(texts, string(b.text))
		}
	}
	for _, t := range append(texts, w.heads...) {
		if y := onlyYear([]rune(t)); y != 0 {
			return y
		}
	}
	return 0
}

// statedYear finds "for the year 2022" in one of the first lines.
func statedYear(s []rune) int {
	for _, e := range findDates(s[:min(len(s), 80)]) {
		if (&scanner{s: s}).wordBefore(e.start) == "year" && e.yearOnly() {
			return e.from.year
		}
	}
	return 0
}

// onlyYear finds the year in a text that holds just one.
func onlyYear(s []rune) int {
	c := &scanner{s: s}
	year := 0
	if first, _ := spanStart(s); first != 0 {
		return 0
	}
	for i := 0; i < len(s); i++ {
		if i > 0 && isDigit(s[i-1]) {
			continue
		}
		y, next, ok := c.zhYearDigits(i)
		if !ok || y < 1800 || y > 2100 {
			continue
		}
		if year != 0 && y != year {
			return 0
		}
		year = y
		i = next - 1
	}
	return year
}

// spanStart is the first year of a span that a title names, 2013–14, 2018/19,
// 2016-2020; 0 for none. one says that it is one year that begins in the first.
func spanStart(s []rune) (first int, one bool) {
	c := &scanner{s: s}
	for i := range s {
		y, j, ok := c.digits(i, 4)
		if !ok || j-i != 4 || !validYear(y) || j >= len(s) || !isDash(s[j]) && s[j] != '/' {
			continue
		}
		if z, k, ok := c.digits(j+1, 4); ok && (k-j-1 == 4 && z > y || k-j-1 == 2 && z == (y+1)%100) {
			return y, k-j-1 == 2
		}
	}
	return 0, false
}

// findPeriod finds the period of about a year that the report says it covers,
// near its beginning.
func (w *walker) findPeriod() {
	for _, b := range w.blocks[:min(8, len(w.blocks))] {
		for _, e := range findDates(b.text) {
			from, to := e.from, e.to
			if endsYear(b.text, e) {
				w.place.from, w.place.to = yearBefore(e.from), e.from
				return
			}
			if !e.ranged || !share(&from, &to) || from.day == 0 || to.day == 0 || !from.saysYear() || !to.saysYear() {
				continue
			}
			if months := (to.year-from.year)*12 + to.month - from.month; months >= 10 && months <= 13 {
				w.place.from, w.place.to = from, to
				return
			}
		}
	}
	w.periodOfSpan()
}

// endsYear says whether a date is the last day of the year told of: "for the
// year ended 31 March 2019".
func endsYear(s []rune, e expression) bool {
	if e.ranged || e.from.day == 0 || e.from.month == 0 || !e.from.saysYear() {
		return false
	}
	word, second := (&scanner{s: s}).wordsBefore(e.start)
	return second == "year" && (word == "ended" || word == "ending" || word == "to")
}

// yearBefore is the first month of the year that ends with a day.
func yearBefore(end point) point {
	if end.month == 12 {
		return point{year: end.year, era: true, month: 1}
	}
	return point{year: end.year - 1, era: true, month: end.month + 1}
}

// periodOfSpan finds where the year of a report about 2020/21 begins: in the
// month by which nearly all of its own dates lie within one year.
func (w *walker) periodOfSpan() {
	first := 0
	for _, b := range w.blocks[:min(4, len(w.blocks))] {
		if y, one := spanStart(b.text); one && len(b.text) < 100 {
			first = y
			break
		}
	}
	if first == 0 {
		return
	}
	var months [2][13]int // of the two years
	all := [2]int{}
	for _, b := range w.blocks {
		for _, e := range findDates(b.text) {
			if e.ranged && !share(&e.from, &e.to) || e.from.month == 0 || e.from.year != first && e.from.year != first+1 {
				continue
			}
			months[e.from.year-first][e.from.month]++
			all[e.from.year-first]++
		}
	}
	start, most, within := 0, 0, all[0] // within is how many lie in the year that begins with m
	for m := 2; m <= 12; m++ {
		within += months[1][m-1] - months[0][m-1]
		if within > most {
			start, most = m, within
		}
	}
	if all[1] > 0 && most*6 >= 5*(all[0]+all[1]) && most > all[0] {
		w.place.from, w.place.to = point{year: first, month: start}, point{year: first + 1, month: start - 1}
	}
}

// doubts are what the caller may have got wrong: the year is the caller's word,
// but a title or file name that says another one is worth telling.
func (w *walker) doubts() []string {
	y := w.opts.Year
	if y == 0 {
		return nil
	}
	if t := w.place.title; t != 0 && t != y {
		return []string{fmt.Sprintf("the year %d was given, and the title says %d", y, t)}
	}
	if n := onlyYear([]rune(w.doc.Name[strings.LastIndexByte(w.doc.Name, '/')+1:])); n != 0 && n != y {
		return []string{fmt.Sprintf("the year %d was given, and the file's name says %d", y, n)}
	}
	return nil
}

// isChronicle says whether a document is mainly a list of dates: a third of its
// blocks begin with one, or several lines are nothing but a date.
func isChronicle(blocks []block) bool {
	n, all, alone := 0, 0, 0
	for i := range blocks {
		b := &blocks[i]
		if dateOnly(b.text) {
			alone++
		}
		if b.kind == blockHeading {
			continue
		}
		all++
		if found := findDates(b.text[:min(len(b.text), 30)]); len(found) > 0 && (&scanner{s: b.text}).beginsText(found[0].start) {
			n++
		}
	}
	return n >= 4 && n*3 >= all || alone >= 3
}
