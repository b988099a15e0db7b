package report

import (
	"almanac.example/feeds/report/document"
)

// Columns: text that was printed side by side and is now in one line, with
// wide blanks between (pdftotext -layout keeps the positions). Prose is read
// column by column; a table becomes rows.

// minGap is the number of blanks that can part two columns.
const minGap = 2

// splitColumns finds regions with a gutter and puts the columns one after the
// other. Columns may hold columns again, to a depth of three.
func splitColumns(lines []line, depth int) []line {
	var out []line
	for i := 0; i < len(lines); {
		j := i + 1
		for j < len(lines) && sameRegion(lines[j-1], lines[j]) {
			j++
		}
		out = append(out, splitRegion(lines[i:j], depth)...)
		i = j
	}
	return out
}

// hasColumns says whether any three lines have a gap that may part columns.
func hasColumns(lines []line) bool {
	n := 0
	for i := range lines {
		if plain(lines[i]) && len(starting(lines[i].text)) > 0 {
			if n++; n >= 3 {
				return true
			}
		}
	}
	return false
}

func sameRegion(a, b line) bool {
	return a.page == b.page && b.gap <= 3 && plain(a) && plain(b)
}

func plain(l line) bool { return l.kind == document.KindText && !l.whole }

func splitRegion(region []line, depth int) []line {
	if depth == 0 || len(region) < 3 || !plain(region[0]) {
		return region
	}
	col := gutter(region)
	if col == 0 {
		return region
	}
	var out []line
	for i := 0; i < len(region); {
		if crosses(region[i].text, col) {
			out = append(out, region[i])
			i++
			continue
		}
		j := i
		for j < len(region) && !crosses(region[j].text, col) {
			j++
		}
		out = append(out, unfoldColumns(region[i:j], col, depth)...)
		i = j
	}
	return out
}

// unfoldColumns puts the part left of the gutter before the part right of it.
func unfoldColumns(region []line, col, depth int) []line {
	var left, right []line
	leftGap, rightGap := 0, 0
	for _, l := range region {
		cut := cutAt(l.text, col)
		a, b := l.sub(0, cut), l.sub(cut, len(l.text))
		leftGap += l.gap
		rightGap += l.gap
		if isBlank(a.text) {
			leftGap++
		} else {
			a.gap, leftGap = leftGap, 0
			left = append(left, a)
		}
		if isBlank(b.text) {
			rightGap++
		} else {
			b.gap, rightGap = rightGap, 0
			right = append(right, b)
		}
	}
	if len(left) == 0 || len(right) == 0 {
		return region
	}
	return append(splitColumns(left, depth-1), splitColumns(right, depth-1)...)
}

// gutter returns the rune column at which a second column of prose begins, or
// 0. It wants three lines with text on both sides, and prose on both.
func gutter(region []line) int {
	starts := map[int]int{}
	for _, l := range region {
		for _, s := range starting(l.text) {
			starts[s]++
		}
	}
	best, score := 0, 0
	for c := range starts {
		n := starts[c-1] + starts[c] + starts[c+1]
		if n > score || n == score && (starts[c] > starts[best] || starts[c] == starts[best] && c < best) {
			best, score = c, n
		}
	}
	if score < 3 || !proseBeside(region, best) {
		return 0
	}
	return best
}

// starting lists the columns at which text begins after a gap.
func starting(s []rune) []int {
	var cols []int
	blanks := 0
	for i, r := range s {
		if isSpace(r) {
			blanks++
			if r == '\t' {
				blanks += minGap
			}
			continue
		}
		if blanks >= minGap && i >= 12 {
			cols = append(cols, i)
		}
		blanks = 0
	}
	return cols
}

// cutAt finds where to cut near the column: at the end of the gap.
func cutAt(s []rune, col int) int {
	if c := startNear(s, col); c >= 0 {
		return c
	}
	return min(col, len(s))
}

// startNear is where text begins at the column, or indented a little from it;
// -1 where none does.
func startNear(s []rune, col int) int {
	for _, c := range starting(s) {
		if c >= col-1 && c <= col+6 {
			return c
		}
	}
	return -1
}

// crosses says whether a line runs through the gutter.
func crosses(s []rune, col int) bool {
	return len(s) > col-minGap && startNear(s, col) < 0
}

// proseBeside says whether both sides of the gutter are running text: the
// texts are long.
func proseBeside(region []line, col int) bool {
	both, leftWidth, rightWidth := 0, 0, 0
	for _, l := range region {
		if startNear(l.text, col) < 0 {
			continue
		}
		cut := cutAt(l.text, col)
		left, right := l.sub(0, cut).trim().text, l.sub(cut, len(l.text)).trim().text
		if len(left) == 0 || len(right) == 0 {
			continue
		}
		both++
		leftWidth += width(left)
		rightWidth += width(right)
	}
	return both >= 3 && leftWidth >= both*20 && rightWidth >= both*20
}

// gapCells cuts a line at its gaps.
func gapCells(s []rune) []span {
	var cells []span
	start, blanks := -1, 0
	for i, r := range s {
		if isSpace(r) {
			blanks++
			if r == '\t' {
				blanks += minGap
			}
			continue
		}
		if start >= 0 && blanks >= minGap {
			cells = append(cells, span{start, i - blanksBefore(s, i)})
			start = i
		}
		if start < 0 {
			start = i
		}
		blanks = 0
	}
	if start >= 0 {
		end := len(s)
		for isSpace(s[end-1]) {
			end--
		}
		cells = append(cells, span{start, end})
	}
	return cells
}

func blanksBefore(s []rune, i int) int {
	n := 0
	for i-n > 0 && isSpace(s[i-n-1]) {
		n++
	}
	return n
}

// markRows turns plain lines that are rows of a table into rows: cells parted
// by gaps, one of the first three a date. A line that only goes on under the
// cells of the row before is added to them.
func markRows(lines []line) []line {
	out := lines[:0]
	for _, l := range lines {
		if l.kind == document.KindRow {
			l.cells = tabCells(l.text)
			out = append(out, l)
			continue
		}
		if plain(l) && isGapRow(l.text) {
			headRow(out, l)
			l.kind, l.cells, l.whole = document.KindRow, gapCells(l.text), true
			out = append(out, l)
			continue
		}
		if n := len(out); n > 0 && plain(l) && l.gap == 0 && continuesRow(out[n-1], l) {
			out[n-1] = appendCell(out[n-1], l)
			continue
		}
		out = append(out, l)
	}
	return out
}

// headRow makes the line before the first row of a table its head, when it has
// as many cells and no date.
func headRow(out []line, row line) {
	if len(out) == 0 || row.gap > 1 {
		return
	}
	head := &out[len(out)-1]
	cells := gapCells(head.text)
	if !plain(*head) || len(cells) < 2 || len(cells) != len(gapCells(row.text)) {
		return
	}
	head.kind, head.cells, head.whole, head.head = document.KindRow, cells, true, true
}

func isGapRow(s []rune) bool {
	cells := gapCells(s)
	if len(cells) < 2 {
		return false
	}
	for _, c := range cells[:min(3, len(cells))] {
		if _, ok := wholeDate(s[c.start:c.end]); ok {
			return true
		}
	}
	return false
}

// continuesRow says whether a line is the wrapped rest of a row's last cell:
// indented to where that cell begins.
func continuesRow(row, l line) bool {
	if row.kind != document.KindRow || len(row.cells) < 2 || len(gapCells(l.text)) != 1 {
		return false
	}
	indent := gapCells(l.text)[0].start
	last := row.cells[len(row.cells)-1].start
	return indent > 4 && indent >= last-2 && indent <= last+2
}

func appendCell(row, l line) line {
	rest := l.trim()
	cells := row.cells
	if isLatinText(rest.text) && isLatinText(row.text) {
		row.text = append(row.text[:len(row.text):len(row.text)], ' ')
		row.origin = append(row.origin[:len(row.origin):len(row.origin)], rest.origin[0])
	}
	row.text = append(row.text[:len(row.text):len(row.text)], rest.text...)
	row.origin = append(row.origin[:len(row.origin):len(row.origin)], rest.origin...)
	row.cells = append(cells[:len(cells)-1:len(cells)-1], span{cells[len(cells)-1].start, len(row.text)})
	return row
}

func tabCells(s []rune) []span {
	var cells []span
	start := 0
	for i := 0; i <= len(s); i++ {
		if i == len(s) || s[i] == '\t' {
			cells = append(cells, span{start, i})
			start = i + 1
		}
	}
	return cells
}
