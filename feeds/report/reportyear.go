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

// titleYear is the one year that the title names; 0 for none or several.
func (w *walker) titleYear() int {
	texts := []string{w.opts.Title, w.doc.Title}
	for _, b := range w.blocks[:min(3, len(w.blocks))] {
		if (b.kind == blockLabel || b.kind == blockHeading) && len(b.text) < 60 && !dateOnly(b.text) {
			texts = append(texts, string(b.text))
		}
	}
	texts = append(append(texts, w.heads...), w.doc.Name)
	for _, t := range texts {
		if y := onlyYear([]rune(t)); y != 0 {
			return y
		}
	}
	return 0
}

// onlyYear finds the year in a text that holds just one.
func onlyYear(s []rune) int {
	c := &scanner{s: s}
	year := 0
	if yearSpan(s) {
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

// yearSpan says whether a title names a span of years: 2013–14, 2018/19,
// 2016-2020.
func yearSpan(s []rune) bool { return spanStart(s) != 0 }

// spanStart is the first year of such a span, 0 for none.
func spanStart(s []rune) int {
	c := &scanner{s: s}
	for i := range s {
		y, j, ok := c.digits(i, 4)
		if !ok || j-i != 4 || !validYear(y) || j >= len(s) || !isDash(s[j]) && s[j] != '/' {
			continue
		}
		if z, k, ok := c.digits(j+1, 4); ok && (k-j-1 == 4 && z > y || k-j-1 == 2 && z == (y+1)%100) {
			return y
		}
	}
	return 0
}

// periodOfSpan finds where the year of a report about 2020/21 begins: after the
// last month that its own dates put in the second year.
func (w *walker) periodOfSpan() {
	first := 0
	for _, b := range w.blocks[:min(4, len(w.blocks))] {
		if y := spanStart(b.text); y != 0 && len(b.text) < 100 {
			first = y
			break
		}
	}
	if w.place.from.year != 0 || first == 0 {
		return
	}
	last, earliest := 0, 13
	for _, b := range w.blocks {
		for _, e := range findDates(b.text) {
			if e.ranged && !share(&e.from, &e.to) {
				continue
			}
			switch p := e.from; {
			case p.month == 0:
			case p.year == first+1:
				last = max(last, p.month)
			case p.year == first:
				earliest = min(earliest, p.month)
			}
		}
	}
	if last > 0 && last < earliest && last < 12 {
		w.place.from, w.place.to = point{year: first, month: last + 1}, point{year: first + 1, month: last}
	}
}

// periodWords say that a period is the one the report covers.
var periodWords = []string{"fiscal", "fy ", "financial year", "session", "reporting period", "year ended", "报告期", "财年", "财政年度", "学年"}

// findPeriod finds the period that the report says it covers, about a year,
// near its beginning.
func (w *walker) findPeriod() {
	defer w.periodOfSpan()
	for i, b := range w.blocks[:min(15, len(w.blocks))] {
		if w.place.title != 0 && !containsAny(strings.ToLower(b.string()), periodWords) || i > 6 && w.place.title != 0 {
			continue
		}
		for _, e := range findDates(b.text) {
			from, to := e.from, e.to
			if !e.ranged || !share(&from, &to) || from.day == 0 || to.day == 0 || from.month == 0 || !from.saysYear() || !to.saysYear() {
				continue
			}
			months := (to.year-from.year)*12 + to.month - from.month
			if months >= 10 && months <= 13 {
				w.place.from, w.place.to = from, to
				return
			}
		}
	}
}

// statedYear finds the year where the first lines say which one the report is
// about: "for the year 2022", "2022年度".
func (w *walker) statedYear() int {
	for _, b := range w.blocks[:min(8, len(w.blocks))] {
		c := &scanner{s: b.text}
		for i := range b.text {
			y, j, ok := c.digits(i, 4)
			if !ok || j-i != 4 || !validYear(y) || i > 0 && isDigit(b.text[i-1]) {
				continue
			}
			first, second := c.wordsBefore(i)
			if first == "year" && (second == "the" || second == "for") || c.has(j, "年度") && len(b.text) < 80 {
				return y
			}
		}
	}
	return 0
}

// checkYear refuses a year that contradicts the title and stands nowhere in
// the document.
func (w *walker) checkYear() error {
	y, title := w.opts.Year, w.place.title
	if y == 0 || title == 0 || y == title {
		return nil
	}
	figures := fmt.Sprint(y)
	for _, b := range w.blocks {
		if strings.Contains(string(b.text), figures) {
			return nil
		}
	}
	return fmt.Errorf("%w: %d was given, and the title says %d", ErrYear, y, title)
}

// isDated says whether a document is mainly a list of dates: a third of its
// blocks begin with one.
func isDated(blocks []block) bool {
	n, all := 0, 0
	for _, b := range blocks {
		if b.kind == blockHeading {
			continue
		}
		all++
		if found := findDates(b.text[:min(len(b.text), 30)]); len(found) > 0 && leads(b.text, found[0], b.kind != blockText) {
			n++
		}
	}
	return n >= 4 && n*3 >= all
}
