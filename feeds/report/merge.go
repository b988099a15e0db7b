package report

import (
	"slices"
	"sort"
)

// This file is the sixth stage: mentions of one event become one draft with
// the most precise date and all the quotes; different events of one series
// stay apart.

// mergeWindow bounds how many events of the same month a mention is compared
// with, so that the work stays linear on a hostile document.
const mergeWindow = 300

// merged is a candidate with what it is compared by.
type merged struct {
	*candidate
	title  grams
	digits string
	words  *grams // of title and summary, made when wanted
}

// text are the pairs of title and summary together.
func (m *merged) text() grams {
	if m.words == nil {
		g := gramsOf(m.candidate.title.text + m.summary)
		m.words = &g
	}
	return *m.words
}

// mergeCandidates merges; the result is in document order.
func mergeCandidates(found []*candidate) []*candidate {
	drawers := map[[2]int][]*merged{}
	var all []*merged
	// The more precise come first, so that the vaguer find them.
	order := make([]int, len(found))
	for i := range order {
		order[i] = i
	}
	sort.SliceStable(order, func(a, b int) bool { return found[order[a]].date.precision > found[order[b]].date.precision })
	for _, i := range order {
		m := newMerged(found[i])
		if into := partner(m, drawers); into != nil {
			into.take(m)
			continue
		}
		all = append(all, m)
		for _, k := range monthKeys(m.date) {
			drawers[k] = append(drawers[k], m)
		}
	}
	out := make([]*candidate, 0, len(all))
	for _, m := range all {
		out = append(out, m.candidate)
	}
	sort.SliceStable(out, func(a, b int) bool { return out[a].order < out[b].order })
	return out
}

func newMerged(c *candidate) *merged {
	return &merged{candidate: c, title: gramsOf(c.title.text), digits: ordinals(c.title.text)}
}

// monthKeys are the drawers a date lies in: its month, and its year.
func monthKeys(d resolved) [][2]int {
	keys := [][2]int{{d.from.year, 0}}
	if d.precision >= byMonth {
		keys = append(keys, [2]int{d.from.year, d.from.month})
	}
	return keys
}

// partner finds the event a mention tells of again.
func partner(m *merged, drawers map[[2]int][]*merged) *merged {
	key := [2]int{m.date.from.year, m.date.from.month}
	if m.date.precision < byMonth {
		key[1] = 0
	}
	drawer := drawers[key]
	var best *merged
	score := 0.0
	for n := len(drawer) - 1; n >= 0 && n >= len(drawer)-mergeWindow; n-- {
		if s := sameEvent(drawer[n], m); s > score {
			best, score = drawer[n], s
		}
	}
	return best
}

// sameEvent says how surely two mentions tell of one event, 0 for not. a is
// the more precise one.
func sameEvent(a, b *merged) float64 {
	if a.sentence == b.sentence && a.sentence != 0 {
		return 0 // one sentence tells two events
	}
	if !covers(b.date, a.date) || a.digits != b.digits && a.digits != "" && b.digits != "" {
		return 0
	}
	equal := a.date.text == b.date.text
	if apart(a.title, b.title) && !(equal && (!apart(a.title, b.text()) || !apart(b.title, a.text()))) {
		return 0
	}
	in, both := contained(a.title, b.title), alike(a.title, b.title)
	small := min(a.title.len(), b.title.len())
	switch {
	case equal && (in >= 0.85 && small >= 3 || both >= 0.5):
		return in + 1
	case equal && a.told(b):
		return in + 0.5
	case b.date.precision < byMonth && (both < 0.6 || small < 4):
		return 0
	case in >= 0.6 && small >= 5 && a.told(b):
		return in
	case in >= 0.8 && small >= 3 && (both >= 0.35 || in >= 0.95):
		return in
	case both >= 0.6:
		return both
	}
	return 0
}

// told says whether the title of one stands in the text of the other.
func (m *merged) told(o *merged) bool {
	return m.title.len() >= 5 && contained(m.title, o.text()) >= 0.9 && m.title.len() <= o.text().len() ||
		o.title.len() >= 5 && contained(o.title, m.text()) >= 0.9 && o.title.len() <= m.text().len()
}

// covers says whether the vaguer date holds the more precise one.
func covers(vague, exact resolved) bool {
	if vague.text == exact.text {
		return true
	}
	if vague.precision >= exact.precision && !(vague.precision == exact.precision && vague.precision == byDay) {
		return false
	}
	switch vague.precision {
	case byDay:
		// A day within a range of days told elsewhere.
		return within(vague, exact) || within(exact, vague)
	case byMonth:
		return vague.from == vague.to && exact.from.year == vague.from.year && exact.from.month == vague.from.month
	case byYear:
		return exact.from.year == vague.from.year
	case byQuarter:
		return exact.from.year == vague.from.year && exact.from.month > 0 && (exact.from.month+2)/3 == vague.from.quarter
	case byHalf:
		return exact.from.year == vague.from.year && exact.from.month > 0 && (exact.from.month+5)/6 == vague.from.half
	}
	return false
}

func within(day, span resolved) bool {
	if day.from != day.to || span.from == span.to {
		return false
	}
	return !earlierDay(day.from, span.from) && !earlierDay(span.to, day.from)
}

func earlierDay(a, b point) bool {
	if a.year != b.year {
		return a.year < b.year
	}
	return earlier(point{month: a.month, day: a.day}, point{month: b.month, day: b.day})
}

// take adds another mention of the same event.
func (m *merged) take(o *merged) {
	if o.date.text != m.date.text {
		m.rules = append(m.rules, RuleMergeNarrow)
	}
	m.again(o.candidate)
	if better(o.candidate.title, m.candidate.title) {
		m.candidate.title = o.candidate.title
	}
}

// maxPieces bounds the passages kept of one event.
const maxPieces = 40

// again adds another telling of the same event.
func (c *candidate) again(o *candidate) {
	if c.unsure && !o.unsure {
		c.unsure = false
		c.rules = append(c.rules, RuleMergeConfirm)
	}
	if !slices.Contains(c.rules, RuleMergeSame) {
		c.rules = append(c.rules, RuleMergeSame)
	}
	if len([]rune(o.summary)) > len([]rune(c.summary)) {
		c.summary = o.summary
	}
	if o.order < c.order {
		c.order, c.section = o.order, o.section
	}
	if len(c.pieces) < maxPieces {
		c.pieces = append(c.pieces, o.pieces...)
	}
	c.verdict.strong = c.verdict.strong || o.verdict.strong
	c.parts += o.parts
}

// better prefers a title that is not guessed, has its verb, and is short.
func better(a, b titled) bool {
	if a.guessed != b.guessed {
		return b.guessed
	}
	if headline(a.text) != headline(b.text) {
		return headline(a.text)
	}
	na, nb := len([]rune(a.text)), len([]rune(b.text))
	return na < nb && na*2 > nb
}

// ordinals are the numbers of a title that tell one event of a series from
// the next: 第4届, 第三次, "3rd".
func ordinals(t string) string {
	s := []rune(t)
	c := &scanner{s: s}
	out := ""
	for i := range s {
		if s[i] != '第' {
			continue
		}
		if n, j, ok := c.zhNumber(i + 1); ok && j < len(s) {
			out += string(rune('a'+n%26)) + string(rune('a'+n/26)) + string(s[j])
		}
	}
	return out
}
