package web

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"almanac.example/events"
	"almanac.example/web/words"
)

// barFigure is a row of bars with labels under groups of them.
type barFigure struct {
	Width  int // user units
	Path   string
	Labels []link
}

const (
	barWidth  = 6
	barHeight = 60
)

// scaler turns counts into heights: linear, or by the square root where one
// bar would dwarf the others; the caption says which.
type scaler struct {
	most int
	root bool
}

// dwarfed is the ratio of the highest to the middle bar from which on the
// square root is drawn.
const dwarfed = 20

func scalerFor(counts []int) scaler {
	var some []int
	for _, n := range counts {
		if n > 0 {
			some = append(some, n)
		}
	}
	if len(some) == 0 {
		return scaler{most: 1}
	}
	slices.Sort(some)
	most := some[len(some)-1]
	return scaler{most: most, root: most > dwarfed*some[len(some)/2]}
}

func (s scaler) height(n int) float64 {
	f := float64(n) / float64(s.most)
	if s.root {
		f = math.Sqrt(f)
	}
	return f * (barHeight - 2)
}

// draw draws one line a count, from the ground up.
func (s scaler) draw(counts []int) barFigure {
	var b strings.Builder
	for i, n := range counts {
		if n == 0 {
			continue
		}
		b.WriteString("M" + strconv.Itoa(i*barWidth+barWidth/2) + " 60V" + decimal(barHeight-max(s.height(n), 1)))
	}
	return barFigure{Width: len(counts) * barWidth, Path: b.String()}
}

// caption explains the bars: what one stands for, and how high the highest is.
func (v *visit) caption(s scaler, bar string) string {
	key := "bars.linear"
	if s.root {
		key = "bars.root"
	}
	return v.Text(key, v.Text(bar), v.Language.Entries(s.most))
}

// overview draws the whole of a list, with as many years to a bar as keep it
// to 120 bars: one, ten or a hundred.
func (v *visit) overview(c *events.Count, target func(period) string) (barFigure, string) {
	first, last, ok := c.Span()
	if !ok || last-first > 10_000 {
		return barFigure{}, ""
	}
	step, bar, u := int64(1), "bar.year", decadeUnit
	switch {
	case last-first > 1200:
		step, bar, u = 100, "bar.century", centuryUnit
	case last-first > 110:
		step, bar, u = 10, "bar.decade", centuryUnit
	case last-first < 12:
		u = yearUnit
	}
	group := step * 10
	if u == yearUnit || step == 100 {
		group = step
	}
	from := floor(first, group)
	counts := make([]int, (floor(last, group)+group-from)/step)
	for _, y := range c.Years {
		counts[(y.Year-from)/step] += y.Total
	}
	s := scalerFor(counts)
	f := s.draw(counts)
	for y := from; y <= last; y += group {
		n := 0
		for k := range group / step {
			n += counts[(y-from)/step+k]
		}
		f.Labels = append(f.Labels, v.groupLabel(periodIn(u, y), n, target))
	}
	return f, v.caption(s, bar)
}

func floor(y, step int64) int64 {
	if y < 0 {
		return (y - step + 1) / step * step
	}
	return y / step * step
}

// groupLabel labels some bars with the period they make up.
func (v *visit) groupLabel(p period, n int, target func(period) string) link {
	l := link{Run: words.Run{Text: p.tick(v.Language)}, N: n}
	if n > 0 && p.unit != noUnit {
		l.Href = target(p)
	}
	return l
}

// tick is the shortest name of a period, for under a bar.
func (p period) tick(w words.Language) string {
	switch p.unit {
	case centuryUnit:
		return strings.Replace(w.Century(int(p.year)), " century", " c.", 1)
	case monthUnit:
		if w.Chinese() {
			return strconv.Itoa(p.month)
		}
		return w.MonthShort(p.month)
	case yearUnit, decadeUnit:
		if p.year > 0 {
			return padShort(p.year)
		}
		return w.Year(p.year)
	}
	return ""
}
