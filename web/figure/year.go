package figure

import (
	"fmt"
	"html/template"
	"strconv"
	"strings"

	"almanac.example/web/words"
)

// A year figure has one column a month and one for what is known only to the
// year. Its geometry is in user units; the columns are as wide as the page
// allows.
const (
	columnWidth  = 40
	blockHeight  = 15 // a block and the gap above it
	yearMost     = 150
	yearLeast    = 3   // blocks that the figure is high at least
	blocksUpTo   = 100 // more entries than this are drawn as bars
	monthColumns = 12
)

// Block is one entry in a column.
type Block struct {
	Mark, Weight, Filters string // classes of the style sheet; Filters begins with a space
	Key                   bool   // important
	Incomplete            bool   // its date is known to the month at best
	Outside               bool   // a filter leaves it out: it is drawn pale and not counted
}

// Column is one column of a figure: what it holds, and its label.
type Column struct {
	Href   string // where it leads; "" once the year is drawn if it counts nothing
	Label  string
	Unit   string // after the label where there is room: 月
	Words  bool   // the label is words and not a month
	Blocks []Block

	n       int
	drawing string // inside <svg>
}

// Year is the figure of a year.
type Year struct {
	Columns     []Column // 12 months, then what is known only to the year
	Caption     string
	Sparse      bool // no column "in the year"
	Total, Most int  // entries in all, and in the fullest column
	Bars        bool // columns are bars and not blocks

	height int // user units
	words  words.Language
}

// NewYear draws a year's columns: 12 months and a last one for what is known only
// to the year, which is left out where it holds nothing. w words what is counted,
// for those who listen.
func NewYear(columns []Column, w words.Language) *Year {
	y := &Year{Columns: columns, Most: 1, words: w}
	for _, c := range columns {
		y.Most = max(y.Most, len(c.Blocks))
		y.Total += len(c.Blocks)
	}
	y.Bars = y.Total > blocksUpTo
	y.height = max(min(y.Most*blockHeight, yearMost), yearLeast*blockHeight)
	step := float64(y.height) / float64(max(y.Most, yearLeast))
	if len(columns) > monthColumns && len(columns[monthColumns].Blocks) == 0 {
		y.Sparse, y.Columns = true, columns[:monthColumns]
	}
	draw := drawBlocks
	if y.Bars {
		draw = drawBars
	}
	for i := range y.Columns {
		c := &y.Columns[i]
		c.n, c.drawing = counted(c.Blocks), draw(c.Blocks, float64(y.height), step)
		if c.n == 0 {
			c.Href = ""
		}
	}
	return y
}

// counted counts what no filter leaves out.
func counted(blocks []Block) int {
	n := 0
	for _, b := range blocks {
		if !b.Outside {
			n++
		}
	}
	return n
}

// HTML is the figure's columns as list items: the drawing is for those who
// see, the count under it is text.
func (y *Year) HTML() template.HTML {
	var b strings.Builder
	for _, c := range y.Columns {
		open, end := `<li><a href="`+escape(c.Href)+`">`, "</a></li>\n"
		if c.Href == "" {
			open, end = `<li class="z"><span class="o">`, "</span></li>\n"
		}
		class := "l"
		if c.Words {
			class = "l yi"
		}
		put(&b, open, `<svg viewBox="0 0 `, strconv.Itoa(columnWidth), " ", strconv.Itoa(y.height), `" aria-hidden="true" focusable="false">`, c.drawing, `</svg><span class="`, class, `"><b>`, escape(c.Label), "</b>")
		if c.Unit != "" {
			put(&b, "<span>", escape(c.Unit), "</span>")
		}
		put(&b, `</span> <span class="k" aria-hidden="true">`, y.words.Number(c.n), `</span><span class="vh">`, escape(y.words.Entries(c.n)), "</span>", end)
	}
	return template.HTML(b.String())
}

// drawBlocks stacks one block an entry, from the ground up.
func drawBlocks(blocks []Block, height, step float64) string {
	var b strings.Builder
	for i, block := range blocks {
		put(&b, `<rect class="u `, block.Mark, " ", block.Weight, block.Filters)
		if block.Outside {
			b.WriteString(" out")
		}
		put(&b, `" x="1.5" y="`, decimal(height-float64(i+1)*step+1.5), `" width="37" height="`, decimal(max(step-3, 1)), `"/>`)
	}
	return b.String()
}

// drawBars draws a column of many entries as three stacked bars: important,
// other, incomplete dates.
func drawBars(blocks []Block, height, step float64) string {
	var n [3]int
	for _, b := range blocks {
		switch {
		case b.Incomplete:
			n[2]++
		case b.Key:
			n[0]++
		default:
			n[1]++
		}
	}
	var b strings.Builder
	y := height
	for i, class := range []string{"u w3", "u", "u k-month"} {
		if n[i] == 0 {
			continue
		}
		h := float64(n[i]) * step
		y -= h
		fmt.Fprintf(&b, `<rect class="%s" x="1.5" y="%s" width="37" height="%s"/>`, class, decimal(y+1), decimal(max(h-1.5, 1)))
	}
	return b.String()
}
