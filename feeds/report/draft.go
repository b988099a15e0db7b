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
			text, _ := c.date.from.edtf()
			c.date.text = text + "?"
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
	d.Rules = unique(slices.Concat(c.date.rules, []RuleID{standRule[c.evidence.stand], c.title.rule}, c.rules))
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

// The dates that are no event's, each with what a person needs who thinks
// otherwise.

// pass records a date that is no event's.
func (w *walker) pass(i int, e expression, rule RuleID) {
	if n := w.use(i, span{e.start, e.end}); n != 1 {
		return // it has ended already
	}
	q := w.quotes(piece{i, span{e.start, e.end}})
	if len(q) == 0 {
		return
	}
	s, sentence := w.blocks[i].text, w.sentenceAt(i, e.start)
	p := Passed{Wording: tidy(string(s[e.start:e.end])), Rule: rule, Quote: q[0], Sentence: q[0], Section: w.section(), Lang: langOf(s[sentence.start:sentence.end])}
	for _, around := range w.quotes(piece{i, sentence}) {
		if around.Start <= p.Quote.Start && p.Quote.End <= around.End {
			p.Sentence = around
		}
	}
	if d, ok := w.place.resolve(e); ok {
		p.Date, p.Flags = d.text, unique(d.flags)
	}
	w.passed = append(w.passed, p)
}

// sentenceAt is the sentence of a block on which a place lies.
func (w *walker) sentenceAt(i, at int) span {
	list := w.sentences(i)
	k := sort.Search(len(list), func(k int) bool { return list[k].end > at })
	if k == len(list) || list[k].start > at {
		return span{0, len(w.blocks[i].text)}
	}
	return list[k]
}

func (w *walker) passAll(i int, rule RuleID) {
	for _, e := range w.expressions(i) {
		w.pass(i, e, rule)
	}
}

// settle ends the expressions of a block that nothing else has ended: they say
// when the dates after them are, and no more.
func (w *walker) settle(i int) { w.passAll(i, ruleNotContext) }

// passLine records the dates of a line that is no text.
func (w *walker) passLine(l line) {
	for _, e := range findDates(l.text) {
		q, _ := w.quote(l.strip, span{e.start, e.end})
		whole, _ := w.quote(l.strip, span{0, len(l.text)})
		w.total++
		w.passed = append(w.passed, Passed{Wording: q.Text, Rule: ruleNotFurniture, Quote: q, Sentence: whole, Lang: langOf(l.text)})
	}
}
