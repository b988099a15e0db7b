package report

import "strings"

// Tables whose dates are divided over columns for year, month and day, and
// cells that hold several events.

// dateParts are the columns of a divided date; -1 where there is none.
type dateParts struct {
	year, month, day, title int
}

// partsOfDate finds such columns by the names in the head row.
func (w *walker) partsOfDate(i int) (dateParts, bool) {
	p := dateParts{year: -1, month: -1, day: -1, title: -1}
	b := &w.blocks[i]
	for n, c := range b.cells {
		switch name := strings.ToLower(strings.TrimSpace(string(b.text[c.start:c.end]))); {
		case name == "年" || name == "年份" || name == "year":
			p.year = n
		case name == "月" || name == "月份" || name == "month":
			p.month = n
		case name == "日" || name == "日期" || name == "day" || name == "date":
			p.day = n
		case p.title < 0 && titleColumn(name):
			p.title = n
		}
	}
	return p, p.month >= 0 && (p.year >= 0 || p.day >= 0)
}

// partedTable makes events of the rows of such a table. A part left empty is
// that of the row above.
func (w *walker) partedTable(from, to int, p dateParts) {
	var at point
	for i := from + 1; i < to; i++ {
		b := &w.blocks[i]
		w.readPart(b, p.year, &at.year)
		w.readPart(b, p.month, &at.month)
		day := 0
		if w.readPart(b, p.day, &day) {
			at.day = day
		}
		at.era = at.year != 0
		if !validMonth(at.month) || at.day > 31 || at.year != 0 && !validYear(at.year) {
			continue
		}
		d, ok := w.place.resolve(expression{from: at})
		title := p.title
		if title < 0 {
			title = longestCell(b, p)
		}
		if !ok || title < 0 || title >= len(b.cells) || wordsIn(b.text[b.cells[title].start:b.cells[title].end]) < 3 {
			continue
		}
		w.rowCandidate(i, d, cellOf{date: span{0, 0}, head: -1, title: b.cells[title]})
	}
}

// readPart reads the number of a cell: 2018, 2018年, 3月, 十二, March.
func (w *walker) readPart(b *block, n int, into *int) bool {
	if n < 0 || n >= len(b.cells) {
		return false
	}
	cell := b.text[b.cells[n].start:b.cells[n].end]
	c := &scanner{s: cell}
	i := c.skip(0)
	if v, _, ok := c.digits(i, 4); ok {
		*into = v
		return true
	}
	if v, _, ok := c.zhYearDigits(i); ok {
		*into = v
		return true
	}
	if v, _, ok := c.zhNumber(i); ok {
		*into = v
		return true
	}
	if m, _, ok := c.enMonth(i); ok {
		*into = m
		return true
	}
	return false
}

// longestCell is the column with the most words besides those of the date.
func longestCell(b *block, p dateParts) int {
	best, most := -1, 0
	for n, c := range b.cells {
		if n == p.year || n == p.month || n == p.day {
			continue
		}
		if words := wordsIn(b.text[c.start:c.end]); words > most {
			best, most = n, words
		}
	}
	return best
}

// cellEvents cuts a cell into the events it lists: numbered, or on lines of
// their own, which readers of documents write with two blanks between. A cell
// that lists nothing is one event.
func cellEvents(s []rune, cell span) []span {
	var parts []span
	start := cell.start
	for i := cell.start; i < cell.end; i++ {
		numbered := i > cell.start && (terminal(s[i-1]) || isSpace(s[i-1])) && headingNumber(s[i:cell.end]) > 0
		lined := i+1 < cell.end && isSpace(s[i]) && isSpace(s[i+1])
		if !numbered && !lined {
			continue
		}
		parts = appendSpan(parts, s, start, i)
		start = i
	}
	parts = appendSpan(parts, s, start, cell.end)
	for n, p := range parts {
		parts[n].start += numberEnd(s[p.start:p.end])
	}
	if len(parts) < 2 {
		return []span{cell}
	}
	for _, p := range parts {
		// Lines that are no sentences of their own are one text.
		if !headline(string(s[p.start:p.end])) {
			return []span{cell}
		}
	}
	return parts
}
