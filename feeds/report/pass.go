package report

import "sort"

// The dates that are no event's, each with what a person needs who thinks
// otherwise.

// pass records a date that is no event's.
func (w *walker) pass(i int, e expression, rule RuleID) {
	if n := w.use(i, span{e.start, e.end}); n != 1 {
		return // it has ended already
	}
	s := w.blocks[i].text
	q := w.quotes(piece{i, span{e.start, e.end}})
	if len(q) == 0 {
		return
	}
	p := Passed{Wording: tidy(string(s[e.start:e.end])), Rule: rule, Quote: q[0], Sentence: q[0], Section: w.section(), Lang: langOf(s)}
	for _, around := range w.quotes(piece{i, w.sentenceAt(i, e.start)}) {
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
	b := block{text: l.text, origin: l.origin}
	for _, e := range findDates(l.text) {
		w.total++
		if q, ok := w.quote(&b, e.start, e.end); ok {
			p := Passed{Wording: q.Text, Rule: ruleNotFurniture, Quote: q, Sentence: q, Lang: langOf(l.text)}
			if whole, ok := w.quote(&b, 0, len(l.text)); ok {
				p.Sentence = whole
			}
			w.passed = append(w.passed, p)
		}
	}
}
