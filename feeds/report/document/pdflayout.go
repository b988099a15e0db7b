package document

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode/utf8"
)

// The lines of a PDF's page, rebuilt from where its runs of characters stand.
// A PDF has no lines and no columns: its content may come in any order.

// run is a piece of text on one line, in points from the page's lower left.
type run struct {
	text                     string
	left, right, top, bottom float64
}

func (r run) middle() float64 { return (r.top + r.bottom) / 2 }
func (r run) height() float64 { return r.top - r.bottom }

// followedBy says whether a character goes on with the run: on its line, and
// neither before its end nor a column's gap after it.
func (r run) followedBy(c run) bool {
	em := max(r.height(), c.height())
	return beside(r, c) && c.left > r.right-0.5*em && c.left < r.right+em
}

// add appends what follows on the line.
func (r *run) add(c run) {
	r.text += c.text
	r.right, r.top, r.bottom = max(r.right, c.right), max(r.top, c.top), min(r.bottom, c.bottom)
}

// row is what stands on one line of the page, from left to right. Runs with
// less than a column's gap between them are one.
type row []run

// layPage gives the lines of a page as text: prose in columns one column after
// the other, everything else with blanks in the place of the gaps.
func layPage(runs []run) []string {
	runs = slices.DeleteFunc(runs, func(r run) bool { return strings.TrimSpace(r.text) == "" || r.height() <= 0 || r.right < r.left })
	if len(runs) == 0 {
		return nil
	}
	l := layout{em: medianOf(runs, run.height), glyph: glyphWidth(runs)}
	return l.lay(l.rows(runs), 3)
}

// layout holds the sizes of a page: the height of its letters and the width of
// a character.
type layout struct{ em, glyph float64 }

func medianOf(runs []run, of func(run) float64) float64 {
	values := make([]float64, len(runs))
	for i, r := range runs {
		values[i] = of(r)
	}
	slices.Sort(values)
	return max(values[len(values)/2], 1)
}

// glyphWidth is the mean width of a character.
func glyphWidth(runs []run) float64 {
	width, n := 0.0, 0
	for _, r := range runs {
		width += r.right - r.left
		n += utf8.RuneCountInString(r.text)
	}
	return max(width/float64(max(1, n)), 1)
}

// rows sorts the runs into lines from top to bottom.
func (l layout) rows(runs []run) []row {
	runs = slices.Clone(runs)
	slices.SortStableFunc(runs, func(a, b run) int { return cmp.Compare(b.middle(), a.middle()) })
	var rows []row
	var tall run // the tallest run of the last row: a hyphen's box is flat
	for _, r := range runs {
		n := len(rows)
		if n == 0 || !beside(tall, r) {
			rows, tall = append(rows, row{r}), r
			continue
		}
		if rows[n-1] = append(rows[n-1], r); r.height() > tall.height() {
			tall = r
		}
	}
	for i := range rows {
		rows[i] = l.joined(rows[i])
	}
	return rows
}

// beside says whether two runs stand on one line: the middle of the flatter one
// is within the other, or as little below as a comma.
func beside(a, b run) bool {
	if a.height() < b.height() {
		a, b = b, a
	}
	return b.middle() > a.bottom-0.15*a.height() && b.middle() < a.top
}

// joined puts the runs of a line together where no column's gap parts them.
func (l layout) joined(runs row) row {
	slices.SortStableFunc(runs, func(a, b run) int { return cmp.Compare(a.left, b.left) })
	out := row{runs[0]}
	for _, r := range runs[1:] {
		last := &out[len(out)-1]
		gap := r.left - last.right
		if gap > 1.3*l.em {
			out = append(out, r)
			continue
		}
		if gap > 0.17*l.em && !strings.HasSuffix(last.text, " ") && !strings.HasPrefix(r.text, " ") {
			last.text += " "
		}
		last.add(r)
	}
	return out
}

// stretched says whether the gaps of a line are those of justified text: single
// words, or nearly, with the same room between all of them.
func (l layout) stretched(runs row) bool {
	least, most, words := math.Inf(1), 0.0, 0
	for i, r := range runs {
		words += len(strings.Fields(r.text))
		if i > 0 {
			gap := r.left - runs[i-1].right
			least, most = min(least, gap), max(most, gap)
		}
	}
	return len(runs) > 2 && words*3 <= len(runs)*4 && most < 6*l.em && most < 1.3*least
}

// wordsOf is the text of a line with one blank between its runs.
func wordsOf(r row) string {
	var words []string
	for _, x := range r {
		words = append(words, strings.Fields(x.text)...)
	}
	return strings.Join(words, " ")
}

// lay writes rows; columns may hold columns again, to a depth.
func (l layout) lay(rows []row, depth int) []string {
	if x, from, to := l.gutter(rows); depth > 0 && to > from {
		left, right := split(rows[from:to], x)
		return slices.Concat(l.lay(rows[:from], depth), []string{""}, l.lay(left, depth-1), []string{""}, l.lay(right, depth-1), []string{""}, l.lay(rows[to:], depth))
	}
	return l.plain(rows)
}

// plain writes rows line by line, every run in the column it is printed in,
// and blank lines where the page has room for them.
func (l layout) plain(rows []row) []string {
	margin := math.Inf(1)
	var steps []float64
	for i, r := range rows {
		margin = min(margin, r[0].left)
		if i > 0 {
			steps = append(steps, rows[i-1][0].middle()-r[0].middle())
		}
	}
	pitch := l.pitch(steps)
	var lines []string
	for i, r := range rows {
		if i > 0 {
			for range min(3, int(math.Round(steps[i-1]/pitch-0.05))-1) {
				lines = append(lines, "")
			}
		}
		lines = append(lines, l.line(r, margin))
	}
	return lines
}

// pitch is the usual distance of lines: the median of those that can be one.
func (l layout) pitch(steps []float64) float64 {
	near := slices.DeleteFunc(slices.Clone(steps), func(s float64) bool { return s > 3*l.em })
	if len(near) < 3 {
		return 1.7 * l.em
	}
	slices.Sort(near)
	return max(near[len(near)/2], l.em)
}

func (l layout) line(r row, margin float64) string {
	var b strings.Builder
	written := 0
	if l.stretched(r) {
		r = row{{text: wordsOf(r), left: r[0].left}}
	}
	for i, x := range r {
		column := int(math.Round((x.left - margin) / l.glyph))
		if i > 0 {
			column = max(column, written+2)
		}
		b.WriteString(strings.Repeat(" ", max(0, min(column, 400)-written)))
		b.WriteString(x.text)
		written = max(written, column) + utf8.RuneCountInString(x.text)
	}
	return b.String()
}

// gutter finds where two columns of prose stand side by side: x, and the rows
// from one to another none of which runs over it. Prose is told from a table by
// its length on both sides, and by not beginning with figures on the left, as
// dates do.
func (l layout) gutter(rows []row) (x float64, from, to int) {
	best := 0
	for i, r := range rows {
		for k := 1; k < len(r); k++ {
			at := r[k].left - 0.3*l.em
			if at <= x && x < r[k].left+l.em && best > 0 {
				continue // looked at already
			}
			first, last, both := l.around(rows, i, at)
			if both > best && both >= 4 && l.prose(rows[first:last], at) {
				best, x, from, to = both, at, first, last
			}
		}
	}
	return x, from, to
}

// around is the region of rows around one that no run crosses at x, and how
// many of them have text on both sides. At its ends are rows with both sides,
// or the rest of a longer column right beside them.
func (l layout) around(rows []row, i int, x float64) (first, last, both int) {
	free := func(r row) bool {
		return !slices.ContainsFunc(r, func(t run) bool { return t.left < x && t.right > x })
	}
	sided := func(r row) bool { return r[0].left < x && r[len(r)-1].left > x }
	near := func(a, b int) bool { return rows[a][0].bottom-rows[b][0].top < 1.2*l.em }
	first, last = i, i+1
	for n := i - 1; n >= 0 && free(rows[n]); n-- {
		if sided(rows[n]) || first == n+1 && near(n, n+1) {
			first = n
		}
	}
	for n := i + 1; n < len(rows) && free(rows[n]); n++ {
		if sided(rows[n]) || last == n && near(n-1, n) {
			last = n + 1
		}
	}
	for _, r := range rows[first:last] {
		if sided(r) {
			both++
		}
	}
	return first, last, both
}

// split parts rows at x.
func split(rows []row, x float64) (left, right []row) {
	for _, r := range rows {
		n := 0
		for n < len(r) && r[n].left < x {
			n++
		}
		if n > 0 {
			left = append(left, r[:n])
		}
		if n < len(r) {
			right = append(right, r[n:])
		}
	}
	return left, right
}

// prose says whether both sides of x are running text.
func (l layout) prose(rows []row, x float64) bool {
	left, right := split(rows, x)
	width := func(rows []row) float64 {
		sum := 0.0
		for _, r := range rows {
			sum += r[len(r)-1].right - r[0].left
		}
		return sum / float64(max(1, len(rows)))
	}
	figures := 0
	for _, r := range left {
		if c, _ := utf8.DecodeRuneInString(strings.TrimSpace(r[0].text)); c >= '0' && c <= '9' {
			figures++
		}
	}
	return width(left) >= 9*l.em && width(right) >= 9*l.em && figures*3 < len(left) && len(left) >= 4 && len(right) >= 4
}
