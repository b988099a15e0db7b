package web

import (
	"fmt"
	"html/template"
	"strconv"
	"strings"

	"almanac.example/events"
	"almanac.example/web/words"
)

// A year figure has one column a month and one for what is known only to the
// year. Its geometry is in user units; the columns are as wide as the page
// allows.
const (
	columnWidth = 40
	blockHeight = 15 // a block and the gap above it
	figureMax   = 150
	blocksUpTo  = 100 // more entries than this are drawn as bars
)

// column is one column of a figure: its drawing, its label and its count.
type column struct {
	Href    string // "" if empty
	Label   string
	Unit    string // after the label where there is room: 月
	N       int
	Drawing template.HTML // inside <svg>
	Words   bool          // the label is words and not a month
}

// yearFigure is the figure of a year.
type yearFigure struct {
	Columns []column // 12 months, then "in the year"
	Height  int      // user units
	Caption string
	Sparse  bool // no column "in the year"
	unit    string
}

// HTML is the figure's columns as list items: the drawing is for those who
// see, the count under it is text.
func (f *yearFigure) HTML() template.HTML {
	var b strings.Builder
	for _, c := range f.Columns {
		open, end := `<li><a href="`+escape(c.Href)+`">`, "</a></li>\n"
		if c.Href == "" {
			open, end = `<li class="z"><span class="o">`, "</span></li>\n"
		}
		class := "l"
		if c.Words {
			class = "l yi"
		}
		put(&b, open, `<svg viewBox="0 0 40 `, strconv.Itoa(f.Height), `" aria-hidden="true" focusable="false">`, string(c.Drawing), `</svg><span class="`, class, `"><b>`, escape(c.Label), "</b>")
		if c.Unit != "" {
			put(&b, "<span>", escape(c.Unit), "</span>")
		}
		put(&b, `</span> <span class="k">`, words.Number(c.N), `<span class="vh"> `, escape(f.unit), "</span></span>", end)
	}
	return template.HTML(b.String())
}

// yearFigureOf draws a year. outside reports which events the filter leaves
// out: they are drawn pale, so that the share stays visible.
func (v *visit) yearFigureOf(year int64, list []*events.Event, l listing, outside func(*events.Event) bool) *yearFigure {
	var months [13][]*events.Event
	for _, e := range list {
		if m, ok := monthIn(e.Span, year); ok {
			months[m] = append(months[m], e)
		}
	}
	most, total := 1, 0
	for _, m := range months {
		most = max(most, len(m))
		total += len(m)
	}
	f := &yearFigure{Height: min(most*blockHeight, figureMax), Sparse: len(months[0]) == 0, unit: v.Text("entryUnit")}
	f.Height = max(f.Height, 3*blockHeight)
	step := float64(f.Height) / float64(max(most, 3))
	stack := stack{height: float64(f.Height), step: step, filters: l.filters, outside: outside}
	draw := func(list []*events.Event) string { return v.blocks(list, stack) }
	if total > blocksUpTo {
		draw = stack.bars
	}
	for i := 1; i <= 13; i++ {
		m := i % 13
		if m == 0 && f.Sparse {
			break
		}
		f.Columns = append(f.Columns, v.yearColumn(m, inside(months[m], outside), template.HTML(draw(months[m]))))
	}
	if total > blocksUpTo {
		f.Caption = v.Text("figureBars", words.Number(total), words.Number(most))
	} else {
		f.Caption = v.Text("figureBlocks", v.Entries(total))
	}
	return f
}

// inside counts what a filter leaves in.
func inside(list []*events.Event, outside func(*events.Event) bool) int {
	n := 0
	for _, e := range list {
		if outside == nil || !outside(e) {
			n++
		}
	}
	return n
}

func (v *visit) yearColumn(m, n int, drawing template.HTML) column {
	c := column{N: n, Drawing: drawing}
	anchor := "#m13"
	if m > 0 {
		c.Label = strconv.Itoa(m)
		c.Unit = v.Text("monthUnit")
		if !v.Chinese() {
			c.Label = v.MonthShort(m)
		}
		anchor = fmt.Sprintf("#m%02d", m)
	} else {
		c.Label, c.Words = v.Text("inYearShort"), true
	}
	if n > 0 {
		c.Href = anchor
	}
	return c
}

// monthIn tells in which column of a year an event is drawn: 1 to 12, or 0 for
// what is known only to the year. Not drawn is what began earlier or fixes no
// year.
func monthIn(s events.Span, year int64) (int, bool) {
	first, ok := s.First()
	if !ok || s.Kind() == events.KindCoarse {
		return 0, false
	}
	y, ok := first.Year()
	if !ok || y != year {
		return 0, false
	}
	if s.Kind() == events.KindYear {
		return 0, true
	}
	return int(first.Month()), true
}

// stack is how the blocks of a column are piled up.
type stack struct {
	height, step float64 // user units
	filters      map[string]int
	outside      func(*events.Event) bool // nil: none is
}

// blocks stacks one block an event, in the list's order from the ground up.
func (v *visit) blocks(list []*events.Event, s stack) string {
	var b strings.Builder
	for i, e := range list {
		text, _ := e.In(v.Lang)
		b.WriteString(`<rect class="u `)
		b.WriteString(markClass(e.Span))
		b.WriteByte(' ')
		b.WriteString(weightClass(e, text.Summary != ""))
		b.WriteString(filterClasses(e.Tags, s.filters))
		if s.outside != nil && s.outside(e) {
			b.WriteString(" out")
		}
		b.WriteString(`" x="1.5" y="`)
		b.WriteString(decimal(s.height - float64(i+1)*s.step + 1.5))
		b.WriteString(`" width="37" height="`)
		b.WriteString(decimal(max(s.step-3, 1)))
		b.WriteString(`"/>`)
	}
	return b.String()
}

// bars draws a column of many events as three stacked bars: important, other,
// incomplete dates.
func (s stack) bars(list []*events.Event) string {
	var n [3]int
	for _, e := range list {
		switch {
		case e.Span.Kind() >= events.KindMonth:
			n[2]++
		case e.Key:
			n[0]++
		default:
			n[1]++
		}
	}
	var b strings.Builder
	y := s.height
	for i, class := range []string{"u w3", "u", "u k-month"} {
		if n[i] == 0 {
			continue
		}
		h := float64(n[i]) * s.step
		y -= h
		fmt.Fprintf(&b, `<rect class="%s" x="1.5" y="%s" width="37" height="%s"/>`, class, decimal(y+1), decimal(max(h-1.5, 1)))
	}
	return b.String()
}

// decimal writes a length with at most one digit after the point.
func decimal(f float64) string {
	s := strconv.FormatFloat(f, 'f', 1, 64)
	return strings.TrimSuffix(s, ".0")
}
