package web

import (
	"strconv"
	"strings"

	"almanac.example/events"
	"almanac.example/web/figure"
	"almanac.example/web/words"
)

// labelledBars is a row of bars with labels under groups of them.
type labelledBars struct {
	figure.Bars
	Labels []link
}

// caption explains the bars: what one stands for, and how high the highest is.
func (v *visit) caption(s figure.Scale, bar string) string {
	key := "bars.linear"
	if s.Root {
		key = "bars.root"
	}
	return v.Text(key, v.Text(bar), v.Language.Entries(s.Most))
}

// overview draws the whole of a list, with as many years to a bar as keep it
// to 120 bars: one, ten or a hundred.
func (v *visit) overview(c *events.Count, target func(period) string) (labelledBars, string) {
	first, last, ok := c.Span()
	if !ok || last-first > 10_000 {
		return labelledBars{}, ""
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
	s := figure.ScaleFor(counts)
	f := labelledBars{Bars: s.Bars(counts)}
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
