package report

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// What the report says of itself: its title, its year, the period it covers.

// firstLabel is the first short line of the document, its likely title.
func (w *walker) firstLabel() string {
	for _, b := range w.blocks[:min(3, len(w.blocks))] {
		if b.kind == blockLabel || b.kind == blockHeading {
			return tidy(b.string())
		}
	}
	return ""
}

var (
	// statedYear says the year of the report: "for the year 2022".
	statedYear = regexp.MustCompile(`(?i)^.{0,75}\byear ([12][0-9]{3})(?:[^0-9/–-]|$)`)
	// yearFigures may be a year, in Chinese figures, too.
	yearFigures = regexp.MustCompile(`[0-9]{5,}|[0-9〇零○一二三四五六七八九oOО]{4}`)
	// yearSpan is 2013–14, 2018/19, 2016-2020.
	yearSpan = regexp.MustCompile(`(?:^|[^0-9])([12][0-9]{3})[-–—―─－−~～〜⸺‐‑/]([0-9]{2}|[0-9]{4})(?:[^0-9]|$)`)
)

// titleYear is the one year that the title names; 0 for none or several. A
// file's name is no title: it is given by people for other reasons.
func (w *walker) titleYear() int {
	texts := []string{w.opts.Title, w.doc.Title}
	for i, b := range w.blocks[:min(3, len(w.blocks))] {
		if m := statedYear.FindStringSubmatch(b.string()); m != nil {
			return numberOf(m[1])
		}
		if e, ok := stampOf(b.text); ok {
			if e.from.short {
				e.from.year = century(e.from.year, 0)
			}
			w.place.last = point{year: e.from.year, era: e.from.year != 0} // only where nothing else says a year
			continue
		}
		if (b.kind == blockLabel || b.kind == blockHeading || i == 0 && !terminal(lastRune(b.text))) && len(b.text) < 120 && !dateOnly(b.text) && !(i > 0 && w.beginsEntry(i)) {
			texts = append(texts, b.string())
		}
	}
	for _, t := range append(texts, w.heads...) {
		if _, stamp := stampOf([]rune(t)); stamp {
			continue
		}
		if y := onlyYear(t); y != 0 && !w.outlived(y) {
			return y
		}
	}
	return 0
}

// outlived says whether most dates of the text state a later year than y,
// so that its title only names where it begins: "History since 1922".
func (w *walker) outlived(y int) bool {
	later, all := 0, 0
	for _, b := range w.blocks {
		for _, e := range findDates(b.text) {
			if e.from.short {
				e.from.year = century(e.from.year, 0)
			}
			if all++; e.from.year > y {
				later++
			}
		}
	}
	return later > 2 && later*2 > all
}

// beginsEntry says whether a block begins with a date as an entry of a chronicle
// does: with a mark behind it, "1983: Tests begin", or over another such one.
func (w *walker) beginsEntry(i int) bool {
	s := w.blocks[i].text
	found := findDates(s[:min(len(s), 30)])
	return len(found) > 0 && (leads(s, found[0], false) || beginsWithDate(s) && i+1 < len(w.blocks) && beginsWithDate(w.blocks[i+1].text) && !dateOnly(w.blocks[i+1].text))
}

// maxStamp is the length, in characters, of the longest line that is looked at for
// a stamp: one says when and by what, and no more.
const maxStamp = 300

// stampOf is the date by which a line says when its page was stored or printed.
func stampOf(s []rune) (expression, bool) {
	if len(s) > maxStamp {
		return expression{}, false
	}
	for _, e := range findDates(s) {
		n := surround(s, span{0, len(s)}, e)
		if clockAfter.MatchString(n.after) || n.refuse(true) == ruleNotMeta {
			return e, true
		}
	}
	return expression{}, false
}

// findPageDate finds the block with the page's own date: it stands alone, or leads
// running text with a mark, over dates that are earlier and go forward.
func (w *walker) findPageDate() int {
	at, forward := -1, 0
	var first, last point
	for i, b := range w.blocks {
		for _, e := range findDates(b.text) {
			p := e.from
			switch {
			case !p.saysYear() || p.short || b.kind == blockHeading || p.month == 0 && (at < 0 || p.year > first.year):
				continue
			case at >= 0 && p.compare(first) > 0, at < 0 && (e.ranged || b.kind == blockItem || !dateOnly(b.text) && (b.kind != blockText || !leads(b.text, e, false))):
				return -1
			case at < 0:
				first, at = p, i
			case last != first:
				forward += cmp.Compare(p.compare(last), 0)
			}
			last = p
		}
	}
	if forward < 2 && (w.place.title == 0 || first.year <= w.place.title || w.opts.Year != 0) {
		return -1
	}
	return at
}

// countsRepublic says whether a text counts years from 1912 by name, or by
// numerals beyond a hundred.
func countsRepublic(blocks []block) bool {
	for _, b := range blocks {
		if containsAny(string(b.text), []string{"民國", "民国", "百"}) && slices.ContainsFunc(findDates(b.text), func(e expression) bool { return e.from.republic && !e.from.short }) {
			return true
		}
	}
	return false
}

// dateline says whether a full date is that of the page: on a line of its own
// near the top, the only date of the document that stands alone.
func (w *walker) dateline(i int, e expression) bool {
	if i == w.pageDate {
		return true
	}
	if i > 5 || e.from.day == 0 || !e.from.saysYear() || e.ranged || w.blocks[i].kind == blockItem {
		return false
	}
	for j := range w.blocks {
		if j != i && dateOnly(w.blocks[j].text) {
			return false
		}
	}
	return true
}

// onlyYear finds the year in a text that holds just one.
func onlyYear(text string) int {
	year := 0
	if first, _ := spanStart(text); first != 0 {
		return 0
	}
	for _, figures := range yearFigures.FindAllString(text, -1) {
		y := numberOf(figures)
		if y < 1800 || y > 2100 || y == year {
			continue
		}
		if year != 0 {
			return 0
		}
		year = y
	}
	return year
}

// spanStart is the first year of a span that a title names; 0 for none. one says
// that it is one year that begins in the first.
func spanStart(text string) (first int, one bool) {
	for _, m := range yearSpan.FindAllStringSubmatch(text, -1) {
		y, z := numberOf(m[1]), numberOf(m[2])
		if one = len(m[2]) == 2; one && z == (y+1)%100 || !one && z > y {
			return y, one
		}
	}
	return 0, false
}

// findPeriod finds the period of about a year that the report says it covers,
// near its beginning: "for the year ended 31 March 2019", or a range of days.
func (w *walker) findPeriod() {
	for _, b := range w.blocks[:min(8, len(w.blocks))] {
		for _, e := range findDates(b.text) {
			if from, to, ok := covered(b.text, e); ok {
				w.place.from, w.place.to = from, to
				return
			}
		}
	}
	w.periodOfSpan()
}

// covered is the year that an expression covers or ends.
func covered(s []rune, e expression) (from, to point, ok bool) {
	from, to = e.from, e.to
	if e.ranged {
		ok = share(&from, &to) && from.day > 0 && to.day > 0 && from.saysYear() && to.saysYear()
		months := (to.year-from.year)*12 + to.month - from.month
		return from, to, ok && months >= 10 && months <= 13
	}
	word, second := (&scanner{s: s}).wordsBefore(e.start)
	to, from = from, point{year: from.year - 1, era: true, month: from.month + 1}
	if from.month > 12 {
		from.year, from.month = to.year, 1
	}
	return from, to, to.day > 0 && to.saysYear() && second == "year" && (word == "ended" || word == "ending" || word == "to")
}

// periodOfSpan finds where the year of a report about 2020/21 begins: in the
// month by which nearly all of its own dates lie within one year.
func (w *walker) periodOfSpan() {
	first := 0
	for _, b := range w.blocks[:min(4, len(w.blocks))] {
		if y, one := spanStart(b.string()); one && first == 0 && len(b.text) < 100 {
			first = y
		}
	}
	if first == 0 {
		return
	}
	var months [2][13]int // of the two years
	all := [2]int{}
	for _, b := range w.blocks {
		for _, e := range findDates(b.text) {
			if n := e.from.year - first; (!e.ranged || share(&e.from, &e.to)) && e.from.month > 0 && (n == 0 || n == 1) {
				months[n][e.from.month]++
				all[n]++
			}
		}
	}
	start, most, within := 0, 0, all[0] // within is how many lie in the year that begins with m
	for m := 2; m <= 12; m++ {
		if within += months[1][m-1] - months[0][m-1]; within > most {
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
	if t := w.place.title; y != 0 && t != 0 && t != y {
		return []string{fmt.Sprintf("the year %d was given, and the title says %d", y, t)}
	}
	if n := onlyYear(w.doc.Name[strings.LastIndexByte(w.doc.Name, '/')+1:]); y != 0 && n != 0 && n != y {
		return []string{fmt.Sprintf("the year %d was given, and the file's name says %d", y, n)}
	}
	return nil
}

// isChronicle says whether a document is mainly a list of dates: a third of its
// blocks begin with one, or several lines are nothing but a date.
func isChronicle(blocks []block) bool {
	n, all, alone := 0, 0, 0
	for _, b := range blocks {
		if dateOnly(b.text) {
			alone++
		}
		if b.kind != blockHeading {
			all++
			if found := findDates(b.text[:min(len(b.text), 30)]); len(found) > 0 && beginsText(b.text, found[0].start) {
				n++
			}
		}
	}
	return n >= 4 && n*3 >= all || alone >= 3
}
