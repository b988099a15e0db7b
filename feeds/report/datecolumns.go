package report

import "almanac.example/feeds/report/document"

// Dates across: a line or row of dates with what happened printed under each
// of them, as on a time line or in a table whose columns are months.

// unfoldDateLines turns such lines into a list: each date, then the text under
// it.
func unfoldDateLines(lines []line) []line {
	out := make([]line, 0, len(lines))
	for i := 0; i < len(lines); i++ {
		cells := gapCells(lines[i].text)
		if !plain(lines[i]) || len(cells) < 2 || !allDates(lines[i].text, cells) {
			out = append(out, lines[i])
			continue
		}
		j := i + 1
		for j < len(lines) && underDates(lines[j], cells, lines[j].gap > 0 && j > i+1) {
			j++
		}
		if j == i+1 {
			out = append(out, lines[i])
			continue
		}
		out = append(out, columnsOf(lines[i:j], cells)...)
		i = j - 1
	}
	return out
}

func allDates(s []rune, cells []span) bool {
	for _, c := range cells {
		if _, ok := wholeDate(s[c.start:c.end]); !ok {
			return false
		}
	}
	return true
}

// underDates says whether every part of a line stands under one of the dates;
// after a blank line no more text is taken.
func underDates(l line, cells []span, parted bool) bool {
	if !plain(l) || parted || l.gap > 1 {
		return false
	}
	parts := gapCells(l.text)
	if len(parts) == 0 || len(parts) > len(cells) {
		return false
	}
	for _, p := range parts {
		n := columnAt(cells, p.start)
		if n < 0 || n+1 < len(cells) && p.end > cells[n+1].start+2 {
			return false
		}
	}
	return true
}

// columnAt is the date whose column begins nearest to the place, within three
// characters, or -1.
func columnAt(cells []span, at int) int {
	for n, c := range cells {
		if at >= c.start-3 && at <= max(c.start+3, c.end) {
			return n
		}
	}
	return -1
}

// columnsOf gives each date with the lines under it.
func columnsOf(lines []line, cells []span) []line {
	var out []line
	for n, c := range cells {
		date := lines[0].sub(c.start, c.end)
		date.gap, date.indent = max(1, lines[0].gap), 0
		date.whole = true
		out = append(out, date)
		if parts := partsUnder(lines[1:], cells, n); len(parts) > 0 {
			item := parts[0]
			for _, p := range parts[1:] {
				item = joinedLine(item, p)
			}
			item.kind, item.level, item.whole = document.KindItem, 1, true
			out = append(out, item)
		}
	}
	return out
}

// joinedLine is two lines in one, with a blank between Latin words.
func joinedLine(a, b line) line {
	text := append(make([]rune, 0, len(a.text)+1+len(b.text)), a.text...)
	origin := append(make([]int32, 0, len(a.text)+1+len(b.text)), a.origin...)
	if !wide(a.text[len(a.text)-1]) && !wide(b.text[0]) {
		text, origin = append(text, ' '), append(origin, b.origin[0])
	}
	a.text, a.origin = append(text, b.text...), append(origin, b.origin...)
	return a
}

// partsUnder are the parts of the lines that stand under the date n.
func partsUnder(lines []line, cells []span, n int) []line {
	var parts []line
	for _, l := range lines {
		for _, p := range gapCells(l.text) {
			if columnAt(cells, p.start) != n {
				continue
			}
			part := l.sub(p.start, p.end)
			part.indent, part.gap = 0, 0
			parts = append(parts, part)
		}
	}
	return parts
}

// dateHeads tells the columns of a table whose head row is dates; nil where it
// is not.
func (w *walker) dateHeads(from, to int) map[int]expression {
	if to-from < 2 {
		return nil
	}
	head := &w.blocks[from]
	dates := map[int]expression{}
	other := 0
	for n, c := range head.cells {
		if e, ok := wholeDate(head.text[c.start:c.end]); ok {
			e.start, e.end = c.start+e.start, c.start+e.end
			dates[n] = e
		} else if !isBlank(head.text[c.start:c.end]) {
			other++
		}
	}
	if len(dates) < 2 || other > 1 {
		return nil
	}
	for i := from + 1; i < to; i++ {
		for _, c := range w.blocks[i].cells {
			if dateOnly(w.blocks[i].text[c.start:c.end]) {
				return nil
			}
		}
	}
	return dates
}

// dateTable makes an event of every text under a date.
func (w *walker) dateTable(from, to int, dates map[int]expression) {
	for i := from + 1; i < to; i++ {
		b := &w.blocks[i]
		for n, c := range b.cells {
			e, ok := dates[n]
			if !ok || wordsIn(b.text[c.start:c.end]) < 4 {
				continue
			}
			d, ok := w.place.resolve(e)
			if !ok {
				w.pass(from, e, ruleNotResolved)
				continue
			}
			w.rowCandidate(i, d, cellOf{date: span{e.start, e.end}, head: from, title: c})
		}
	}
}

// takeYears finds the year column: one that holds nothing but years, beside a
// date column that holds none.
func (r *columnRole) takeYears(years, dates map[int]int) {
	plain := func(n int) bool { return years[n] > 0 && years[n] == dates[n] }
	if r.date >= 0 && plain(r.date) {
		for n := range r.columns {
			if n != r.date && dates[n] > 1 && years[n] == 0 {
				r.year, r.date = r.date, n
				return
			}
		}
	}
	for n := range r.columns {
		if n != r.date && r.date >= 0 && plain(n) && years[r.date] == 0 {
			r.year = n
		}
	}
}

// rowYear makes the year of a row, where the table has a column of years, that
// of its dates and of the rows under it.
func (w *walker) rowYear(i int, role columnRole) {
	b := &w.blocks[i]
	if role.year < 0 || role.year >= len(b.cells) {
		return
	}
	c := b.cells[role.year]
	if e, ok := cellDate(b.text[c.start:c.end]); ok && e.from.saysYear() {
		w.place.heading = point{year: e.from.year, era: true}
	}
}
