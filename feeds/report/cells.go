package report

// The cells of a table's rows.

// cellEvents cuts a cell into the events it lists: numbered, or on lines of
// their own, which readers of documents write with two blanks between. A cell
// that lists nothing is one event.
func cellEvents(s []rune, cell span) []span {
	var parts []span
	start := cell.start
	for i := cell.start; i < cell.end; i++ {
		numbered := i > cell.start && (terminal(s[i-1]) || isSpace(s[i-1])) && headingNumber(s[i:cell.end]) > 0
		lined := i+1 < cell.end && isSpace(s[i]) && isSpace(s[i+1])
		if numbered || lined {
			parts = appendSpan(parts, s, start, i)
			start = i
		}
	}
	parts = appendSpan(parts, s, start, cell.end)
	for n, p := range parts {
		parts[n].start += numberEnd(s[p.start:p.end])
	}
	if len(parts) < 2 {
		return []span{cell}
	}
	for _, p := range parts {
		if !headline(string(s[p.start:p.end])) {
			return []span{cell} // lines that are no sentences of their own are one text
		}
	}
	return parts
}

// cellBeside is the text of the cell with the most words besides those of date
// and title.
func cellBeside(b *block, at cellOf) string {
	best, words := "", 3
	for _, c := range b.cells {
		if text := b.text[c.start:c.end]; c.start != at.title.start && (at.date.start < c.start || at.date.start >= c.end) && wordsIn(text) > words {
			best, words = shorten(tidy(string(text)), maxTitle), wordsIn(text)
		}
	}
	return best
}

// takeYears finds the year column: one that holds nothing but years, beside a
// date column that holds none.
func (r *columnRole) takeYears(years, dates map[int]int) {
	for n := range r.columns {
		if n != r.date && r.date >= 0 && years[n] > 0 && years[n] == dates[n] && years[r.date] == 0 {
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
