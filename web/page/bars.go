package page

import (
	"almanac.example/events/timeline"
	"almanac.example/web/address"
	"almanac.example/web/figure"
	"almanac.example/web/words"
)

// labelledBars is a row of bars with labels under groups of them.
type labelledBars struct {
	figure.Bars
	Labels []link
}

// barsCaption explains the bars: what one stands for, and how high the highest is.
func barsCaption(v *names, s figure.Scale, bar string) string {
	key := "bars.linear"
	if s.Root {
		key = "bars.root"
	}
	return v.Text(key, v.Text(bar), v.Language.Entries(s.Most))
}

// overview draws the whole of a list, with as many years to a bar as keep it
// to 120 bars: one, ten or a hundred.
func overview(v *names, c *timeline.Count, target func(address.Period) string) (labelledBars, string) {
	first, last, ok := c.Extent()
	if !ok || last-first > 10_000 {
		return labelledBars{}, ""
	}
	step, bar, u := int64(1), "bar.year", address.Decade
	switch {
	case last-first > 1200:
		step, bar, u = 100, "bar.century", address.Century
	case last-first > 110:
		step, bar, u = 10, "bar.decade", address.Century
	case last-first < 12:
		u = address.Year
	}
	group := step * 10
	if u == address.Year || step == 100 {
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
		f.Labels = append(f.Labels, groupLabel(v, address.PeriodIn(u, y), n, target))
	}
	return f, barsCaption(v, s, bar)
}

func floor(y, step int64) int64 {
	if y < 0 {
		return (y - step + 1) / step * step
	}
	return y / step * step
}

// groupLabel labels some bars with the period they make up.
func groupLabel(v *names, p address.Period, n int, target func(address.Period) string) link {
	l := link{Run: words.Run{Text: p.Tick(v.Language)}, N: n}
	if n > 0 && p.Unit != address.NoUnit {
		l.Href = target(p)
	}
	return l
}
