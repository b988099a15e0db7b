package report

import (
	"math"
	"slices"
	"sort"

	"almanac.example/events/edtf"
)

// This file is the seventh stage: how sure a draft is, and its final form.

// draft makes the draft of a merged candidate.
func (w *walker) draft(c *candidate) Draft {
	if c.unsure {
		c.flags = append(c.flags, FlagDateUncertain)
		c.date = uncertain(c.date)
	}
	c.flags = append(c.flags, c.date.flags...)
	if c.title.guessed {
		c.flags = append(c.flags, FlagTitleGuessed)
	}
	d := Draft{
		Date: c.date.text, Wording: c.wording, Title: c.title.text, Summary: c.summary, Lang: c.lang,
		Section: c.section, Confidence: confidence(c), Flags: unique(c.flags), Source: w.source(),
	}
	// The text was checked when the date was resolved.
	d.Value, _ = edtf.Parse(d.Date)
	d.Rules = unique(slices.Concat(c.date.rules, []RuleID{c.verdict.why, c.title.rule}, c.rules))
	for _, p := range c.pieces {
		d.Quotes = append(d.Quotes, w.quotes(p)...)
	}
	sort.SliceStable(d.Quotes, func(a, b int) bool { return d.Quotes[a].Start < d.Quotes[b].Start })
	d.Quotes = slices.CompactFunc(d.Quotes, func(a, b Quote) bool { return a.Start == b.Start && a.End == b.End })
	d.Fingerprint = fingerprint(d)
	return d
}

// uncertain marks a date as EDTF does, with a question mark.
func uncertain(d resolved) resolved {
	if d.from != d.to {
		return d
	}
	d.text = edtfPoint(d.from) + "?"
	return d
}

// confidence adds up the evidence. The weights are judgement, set so that a
// day with its year, its verb and its title in one clause is above 0.9, and
// anything a person must look at below.
func confidence(c *candidate) float64 {
	v := 0.45
	for _, r := range c.date.rules {
		switch r {
		case RuleYearStated, RuleYearOption, RuleYearHeading:
			v += 0.2
		case RuleYearTitle, RuleYearPeriod:
			v += 0.17
		case RuleYearBefore, RuleDateRelative:
			v += 0.1
		}
	}
	switch c.date.precision {
	case byDay:
		v += 0.12
	case byMonth:
		v += 0.07
	case byYear:
		v -= 0.15
	default:
		v -= 0.02
	}
	switch {
	case c.verdict.strong:
		v += 0.14
	case c.verdict.why == RuleEventList, c.verdict.why == RuleEventHeading:
		v += 0.08
	case c.verdict.why == RuleEventVerb:
		v += 0.05
	}
	if !c.title.guessed {
		v += 0.1
	}
	if c.parts > 1 {
		v += 0.05
	}
	return settle(v, len(unique(append(slices.Clone(c.flags), c.date.flags...))), c.unsure)
}

// settle takes off what must be looked at, and keeps to two figures between
// 0.05 and 0.99.
func settle(v float64, flags int, unsure bool) float64 {
	v = min(v, 0.99) - 0.12*float64(flags)
	if unsure {
		v -= 0.4
	}
	return math.Round(max(0.05, min(0.99, v))*100) / 100
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
