package report

import (
	"math"
	"slices"
	"sort"

	"almanac.example/events/edtf"
)

// draft makes the draft of a merged candidate.
func (w *walker) draft(c *candidate) Draft {
	if c.unsure {
		c.flags = append(c.flags, FlagDateUncertain)
		if c.date.from == c.date.to {
			c.date.text = edtfPoint(c.date.from) + "?"
		}
	}
	c.flags = append(c.flags, c.date.flags...)
	if c.title.guessed {
		c.flags = append(c.flags, FlagTitleGuessed)
	}
	if c.like {
		c.flags = append(c.flags, FlagLookalike)
	}
	d := Draft{
		Date: c.date.text, Wording: c.wording, Title: c.title.text, Summary: c.summary, Lang: c.lang,
		Section: c.section, Confidence: confidence(c), Flags: unique(c.flags), Source: w.source(), Dates: c.dates,
	}
	// The text was checked when the date was resolved.
	d.Value, _ = edtf.Parse(d.Date)
	d.Rules = unique(slices.Concat(c.date.rules, []RuleID{c.evidence.rule(), c.title.rule}, c.rules))
	for _, p := range c.pieces {
		d.Quotes = append(d.Quotes, w.quotes(p)...)
	}
	sort.SliceStable(d.Quotes, func(a, b int) bool { return d.Quotes[a].Start < d.Quotes[b].Start })
	d.Quotes = slices.CompactFunc(d.Quotes, func(a, b Quote) bool { return a.Start == b.Start && a.End == b.End })
	d.Fingerprint = fingerprint(d)
	return d
}

// sure is the share of drafts of each weight that were right in real texts: see
// docs/reports.md.
var sure = []float64{enough: 0.66, 3: 0.76, 4: 0.87, 5: 0.93}

// confidence is that share, less what a person has to look at.
func confidence(c *candidate) float64 {
	v := sure[max(enough, min(c.evidence.weight(), len(sure)-1))]
	if c.parts > 1 {
		v += 0.04
	}
	flags := len(unique(append(slices.Clone(c.flags), c.date.flags...)))
	v = min(v, 0.97) - 0.12*float64(flags)
	if c.title.guessed {
		v -= 0.08
	}
	if c.unsure {
		v -= 0.4
	}
	if c.like {
		v = min(v, 0.85)
	}
	return math.Round(max(0.05, v)*100) / 100
}

// unique drops repeated values and keeps the order.
func unique[T comparable](values []T) []T {
	var out []T
	for _, v := range values {
		if !slices.Contains(out, v) {
			out = append(out, v)
		}
	}
	return out
}
