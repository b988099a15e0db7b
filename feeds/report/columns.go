package report

import (
	"slices"

	"almanac.example/feeds/report/document"
)

// Columns: text that was printed side by side and is now in one line, with
// wide blanks between (pdftotext -layout keeps the positions). Prose is read
// column by column; a table becomes rows.

// minGap is the number of blanks that can part two columns; a tab is a gap.
const minGap = 2

// gapCells cuts a line at its gaps.
func gapCells(s []rune) []span {
	var cells []span
	for i, r := range s {
		if isSpace(r) {
			continue
		}
		if n := len(cells) - 1; n >= 0 && i-cells[n].end < minGap && !slices.Contains(s[cells[n].end:i], '\t') {
			cells[n].end = i + 1
		} else {
			cells = append(cells, span{i, i + 1})
		}
	}
	return cells
}

// tabCells cuts a line at its tabs.
func tabCells(s []rune) []span {
	cells := []span{{0, len(s)}}
	for i, r := range s {
		if r == '\t' {
			cells[len(cells)-1].end = i
			cells = append(cells, span{i + 1, len(s)})
		}
	}
	return cells
}

func plain(l line) bool { return l.kind == document.KindText && !l.whole }

// splitColumns finds regions with a gutter and puts the columns one after the
// other. Columns may hold columns again, to a depth.
func splitColumns(lines []line, depth int) []line {
	out := make([]line, 0, len(lines))
	for i := 0; i < len(lines); {
		j := i + 1
		for j < len(lines) && lines[j].page == lines[i].page && lines[j].gap <= 3 && plain(lines[j]) && plain(lines[j-1]) {
			j++
		}
		out = append(out, splitRegion(lines[i:j], depth)...)
		i = j
	}
	return out
}

func splitRegion(region []line, depth int) []line {
	col := 0
	if depth > 0 && len(region) >= 3 {
		col = gutter(region)
	}
	if col == 0 {
		return region
	}
	var out []line
	for i := 0; i < len(region); {
		j := i
		for j < len(region) && !crosses(region[j].text, col) {
			j++
		}
		if j > i {
			out = append(out, unfoldColumns(region[i:j], col, depth)...)
			i = j
			continue
		}
		out = append(out, region[i])
		i++
	}
	return out
}

// unfoldColumns puts the part left of the gutter before the part right of it.
func unfoldColumns(region []line, col, depth int) []line {
	var sides [2][]line
	var gaps [2]int
	for _, l := range region {
		cut := startNear(l.text, col)
		if cut < 0 {
			cut = min(col, len(l.text))
		}
		for n, side := range []line{l.sub(0, cut), l.sub(cut, len(l.text))} {
			gaps[n] += l.gap
			if isBlank(side.text) {
				gaps[n]++
				continue
			}
			side.gap, gaps[n] = gaps[n], 0
			sides[n] = append(sides[n], side)
		}
	}
	if len(sides[0]) == 0 || len(sides[1]) == 0 {
		return region
	}
	return append(splitColumns(sides[0], depth-1), splitColumns(sides[1], depth-1)...)
}

// gutter returns the rune column at which a second column of prose begins, or
// 0. It wants three lines with text on both sides, and long texts on both.
func gutter(region []line) int {
	starts := map[int]int{}
	for _, l := range region {
		for _, c := range gapCells(l.text) {
			if c.start >= 12 {
				starts[c.start]++
			}
		}
	}
	best, score := 0, 0
	for c := range starts {
		n := starts[c-1] + starts[c] + starts[c+1]
		if n > score || n == score && (starts[c] > starts[best] || starts[c] == starts[best] && c < best) {
			best, score = c, n
		}
	}
	both, left, right := 0, 0, 0
	for _, l := range region {
		cut := startNear(l.text, best)
		if score < 3 || cut < 0 || isBlank(l.text[:cut]) {
			continue
		}
		both++
		left += width(l.sub(0, cut).trim().text)
		right += width(l.sub(cut, len(l.text)).trim().text)
	}
	if both < 3 || left < both*20 || right < both*20 {
		return 0
	}
	return best
}

// startNear is where text begins at the column, or indented a little from it;
// -1 where none does.
func startNear(s []rune, col int) int {
	for _, c := range gapCells(s) {
		if c.start >= 12 && c.start >= col-1 && c.start <= col+6 {
			return c.start
		}
	}
	return -1
}

// crosses says whether a line runs through the gutter.
func crosses(s []rune, col int) bool {
	return len(s) > col-minGap && startNear(s, col) < 0
}

// markRows turns plain lines that are rows of a table into rows: cells parted
// by gaps, one of the first three a date. The line before the first is its head
// when it has as many cells, and a line that only goes on under the last cell
// of a row is added to it.
func markRows(lines []line) []line {
	out := lines[:0]
	for _, l := range lines {
		cells := gapCells(l.text)
		switch n := len(out) - 1; {
		case l.kind == document.KindRow:
			l.cells = tabCells(l.text)
		case plain(l) && isGapRow(l.text, cells):
			if n >= 0 && l.gap <= 1 && plain(out[n]) && len(gapCells(out[n].text)) == len(cells) {
				out[n].row(gapCells(out[n].text))
				out[n].head = true
			}
			l.row(cells)
		case n >= 0 && plain(l) && l.gap == 0 && len(cells) == 1 && continuesRow(out[n], cells[0].start):
			out[n].goOn(l.trim())
			continue
		}
		out = append(out, l)
	}
	return out
}

// row makes a line a row of cells.
func (l *line) row(cells []span) { l.kind, l.cells, l.whole = document.KindRow, cells, true }

func isGapRow(s []rune, cells []span) bool {
	return len(cells) >= 2 && slices.ContainsFunc(cells[:min(3, len(cells))], func(c span) bool { return dateOnly(s[c.start:c.end]) })
}

// continuesRow says whether a line with an indent is the wrapped rest of a row's
// last cell.
func continuesRow(row line, indent int) bool {
	if row.kind != document.KindRow || len(row.cells) < 2 || indent <= 4 {
		return false
	}
	last := row.cells[len(row.cells)-1].start
	return indent >= last-2 && indent <= last+2
}

// goOn adds a line to the last cell of a row.
func (l *line) goOn(rest line) {
	if isLatinText(rest.text) && isLatinText(l.text) {
		l.text, l.origin = append(l.text, ' '), append(l.origin, rest.origin[0])
	}
	l.text, l.origin = append(l.text, rest.text...), append(l.origin, rest.origin...)
	l.cells[len(l.cells)-1].end = len(l.text)
}
