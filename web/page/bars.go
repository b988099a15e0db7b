package page

import (
	"slices"

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

// labelsWidth is how wide all labels together may be, counted in letters, to stand
// under the bars; wider ones would run into each other, and are a list of links
// below.
const labelsWidth = 84

// Loose reports whether the labels are too wide to stand under the bars.
func (b labelledBars) Loose() bool {
	widest := 0
	for _, l := range b.Labels {
		widest = max(widest, words.Width(l.Text))
	}
	return widest*len(b.Labels) > labelsWidth
}

// barsCaption explains the bars: what one stands for, how high the highest is, and
// what their full colour means where they have key events.
func barsCaption(v *names, s figure.Scale, bar string, key bool) string {
	height := "bars.linear"
	if s.Root {
		height = "bars.root"
	}
	caption := v.Text(height, v.Text(bar), v.Language.Entries(s.Most))
	if key {
		caption += v.Text("bars.key")
	}
	return caption
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
	group := int64(10) // bars
	if u == address.Year || step == 100 {
		group = 1
	}
	bin := func(y int64) int64 { return y }
	if u != address.Year {
		bin = func(y int64) int64 { return barOf(y, step) }
	}
	from := floor(bin(first), group)
	counts := make([]int, floor(bin(last), group)+group-from)
	key := make([]int, len(counts))
	for _, y := range c.Years {
		counts[bin(y.Year)-from] += y.Total
		key[bin(y.Year)-from] += y.Key
	}
	s := figure.ScaleFor(counts)
	f := labelledBars{Bars: s.Bars(counts, key)}
	for b := from; b < from+int64(len(counts)); b += group {
		y := b * step
		if b < 0 && u != address.Year {
			y++
		}
		n := 0
		for k := range group {
			n += counts[b-from+k]
		}
		f.Labels = append(f.Labels, groupLabel(v, address.PeriodIn(u, y), n, target))
	}
	return f, barsCaption(v, s, bar, slices.Max(key) > 0)
}

// barOf is the number of the bar of so many years that a year stands in. Before
// the year 0 periods are named by their digits, as in EDTF: -022X are the years
// -229 to -220, and -00XX ends before the year 0. So bars -1, -2, … begin with the
// years -1, -step, -2·step, …; of single years none is in bar -1.
func barOf(y, step int64) int64 {
	if y < 0 {
		return y/step - 1
	}
	return y / step
}

// floor is the first of so many numbers that n stands among.
func floor(n, many int64) int64 {
	if n < 0 {
		return (n - many + 1) / many * many
	}
	return n / many * many
}

// groupLabel labels some bars with the period they make up.
func groupLabel(v *names, p address.Period, n int, target func(address.Period) string) link {
	l := link{Run: words.Run{Text: p.Tick(v.Language)}, N: n}
	if n > 0 && p.Unit != address.NoUnit {
		l.Href = target(p)
	}
	return l
}
