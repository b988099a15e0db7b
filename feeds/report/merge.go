package report

import (
	"regexp"
	"slices"
	"sort"
	"strconv"
)

// This file is the sixth stage: mentions of one event become one draft with
// the most precise date and all the quotes; different events of one series
// stay apart.

// mergeWindow bounds how many events of the same month a mention is compared
// with, so that the work stays linear on a hostile document.
const mergeWindow = 300

// mention is a candidate with what it is compared by.
type mention struct {
	*candidate
	title, text terms // text is of title and summary
	weight      float64
	numbers     string
}

// merger gathers mentions by their month.
type merger struct {
	rarity  rarity
	drawers map[[2]int][]*mention
}

// mergeCandidates merges; the result is in document order.
func mergeCandidates(found []*candidate) []*candidate {
	m := &merger{rarity: rarity{count: map[uint64]int{}, all: len(found)}, drawers: map[[2]int][]*mention{}}
	mentions := make([]*mention, len(found))
	for i, c := range found {
		mentions[i] = &mention{candidate: c, title: termsOf([]rune(c.title.text)), text: termsOf([]rune(c.title.text + " " + c.summary)), numbers: ordinals(c.title.text)}
		for _, t := range mentions[i].text {
			m.rarity.count[t]++
		}
	}
	for _, x := range mentions {
		x.weight = m.rarity.weigh(x.title)
	}
	// The more precise come first, so that the vaguer find them.
	sort.SliceStable(mentions, func(a, b int) bool { return mentions[a].date.precision > mentions[b].date.precision })
	var out []*candidate
	for _, x := range mentions {
		into, like := m.partner(x)
		if into != nil && like >= sameEvent {
			into.take(x)
			continue
		}
		if into != nil && like >= lookalike {
			into.like, x.like = true, true
		}
		out = append(out, x.candidate)
		for _, k := range monthKeys(x.date) {
			m.drawers[k] = append(m.drawers[k], x)
		}
	}
	sort.SliceStable(out, func(a, b int) bool { return out[a].order < out[b].order })
	return out
}

// From sameEvent on two mentions are one event; from lookalike on a person
// should look.
const (
	sameEvent = 1.0
	lookalike = 0.4
)

// monthKeys are the drawers a date lies in: its month, and its year.
func monthKeys(d resolved) [][2]int {
	keys := [][2]int{{d.from.year, 0}}
	if d.precision >= byMonth {
		keys = append(keys, [2]int{d.from.year, d.from.month})
		if d.to.month != d.from.month {
			keys = append(keys, [2]int{d.to.year, d.to.month})
		}
	}
	return keys
}

// partner finds the event a mention may tell of again, and how surely.
func (m *merger) partner(x *mention) (*mention, float64) {
	key := [2]int{x.date.from.year, x.date.from.month}
	if x.date.precision < byMonth {
		key[1] = 0
	}
	drawer := m.drawers[key]
	var best *mention
	score := 0.0
	for n := len(drawer) - 1; n >= 0 && n >= len(drawer)-mergeWindow; n-- {
		if s := m.same(drawer[n], x); s > score {
			best, score = drawer[n], s
		}
	}
	return best, score
}

// same says how surely two mentions tell of one event; a is not the vaguer
// one. Titles of equal dates need to share less than those of which one date
// holds the other, and those of a year the most; what is told under a heading
// needs little to be the heading's event.
func (m *merger) same(a, b *mention) float64 {
	if a.sentence == b.sentence && a.sentence != 0 || !covers(b.date, a.date) || a.numbers != b.numbers && a.numbers != "" && b.numbers != "" {
		return 0
	}
	small := min(a.weight, b.weight)
	if small == 0 {
		return 0
	}
	both := m.rarity.shared(a.title, b.title)
	in := both / small
	jaccard := both / (a.weight + b.weight - both)
	told := max(m.rarity.shared(a.title, b.text)/a.weight, m.rarity.shared(b.title, a.text)/b.weight)
	need := 0.55
	switch {
	case a.over == b.candidate || b.over == a.candidate:
		need = 0.25
	case b.date.precision < byMonth:
		need = 0.75
	case a.date.text == b.date.text:
		need = 0.45
	}
	if a.evidence.own != b.evidence.own { // told in a list and again in running text
		need -= 0.1
		if b.date.precision >= byMonth {
			need -= 0.1
		}
	}
	if a.evidence.own && b.evidence.own && a.date.text == b.date.text && a.section == b.section && a.evidence.stand == b.evidence.stand {
		need = 0.85 // two entries of one list
	}
	if a.numbers != b.numbers && isLetter([]rune(a.numbers + b.numbers)[0]) {
		need += 0.2 // only one of them says which of a series it is
	}
	if a.caption(b) || b.caption(a) || a.founds(b) || b.founds(a) {
		return sameEvent
	}
	short := min(len(a.title), len(b.title)) < 3
	if short && a.over != b.candidate {
		need += 0.25
	}
	// What is only mentioned in the other's text is less sure than a title.
	return max(0.5*in+0.7*jaccard, 0.8*told, 0.75*in) / need
}

// caption says whether a mention only names what an entry of the same date
// before it tells: the caption of its picture.
func (m *mention) caption(entry *mention) bool {
	return m.date.text == entry.date.text && m.evidence.tells == tellsNothing && m.evidence.stand == standUnder && entry.evidence.stand == standUnder &&
		m.section == entry.section && m.order > entry.order && len(m.title) < len(entry.title) && m.title.common(entry.title) == len(m.title)
}

// founds says whether a mention says no more than that its subject was founded,
// and the other how.
func (m *mention) founds(other *mention) bool {
	return m.evidence.founded && !other.evidence.founded && founding.MatchString(plainRunes([]rune(other.candidate.title.text)))
}

var founding = regexp.MustCompile(`成立|[创开]办|创[立建]|设立|[兴始]建|建成|动工`)

// covers says whether the vaguer date holds the beginning of the more precise
// one, or of two that are days one is within the range of the other. What goes on
// from a month to a season holds nothing.
func covers(vague, exact resolved) bool {
	if vague.precision == byDay && exact.precision == byDay && (vague.first == vague.last) != (exact.first == exact.last) {
		return !vague.first.After(exact.last) && !exact.first.After(vague.last)
	}
	return vague.text == exact.text || vague.precision < exact.precision && vague.from.season == vague.to.season && !exact.first.Before(vague.first) && !exact.first.After(vague.last)
}

// take adds another mention of the same event.
func (m *mention) take(o *mention) {
	if o.date.text != m.date.text {
		m.rules = append(m.rules, ruleMergeNarrow)
	}
	m.again(o.candidate)
	if better(o.candidate, m.candidate) {
		m.candidate.title = o.candidate.title
	}
}

// maxPieces bounds the passages kept of one event.
const maxPieces = 40

// again adds another telling of the same event.
func (c *candidate) again(o *candidate) {
	if c.unsure && !o.unsure {
		c.unsure = false
		c.rules = append(c.rules, ruleMergeConfirm)
	}
	if !slices.Contains(c.rules, ruleMergeSame) {
		c.rules = append(c.rules, ruleMergeSame)
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
	c.evidence.tells = max(c.evidence.tells, o.evidence.tells)
	c.evidence.stand = max(c.evidence.stand, o.evidence.stand)
	c.parts += o.parts
	c.dates += o.dates
}

// better prefers the title of an entry to one cut out of running text, and a
// title that is not guessed, has its verb, and is short.
func better(a, b *candidate) bool {
	if a.evidence.founded != b.evidence.founded {
		return b.evidence.founded
	}
	if a.title.guessed != b.title.guessed {
		return b.title.guessed
	}
	if a.evidence.own != b.evidence.own {
		return a.evidence.own
	}
	if x, y := headline(a.title.text), headline(b.title.text); x != y {
		return x
	}
	na, nb := len([]rune(a.title.text)), len([]rune(b.title.text))
	return na < nb && na*2 > nb
}

// ordinals are the numbers of a title that tell one event of a series from the
// next: 第4届, 第三次, version 8.2.
func ordinals(t string) string {
	out := ""
	for _, m := range ordinal.FindAllStringSubmatch(t, -1) {
		if m[1] != "" {
			out += "n" + strconv.Itoa(numberOf(m[1])) + m[2]
		} else {
			out += " " + m[3]
		}
	}
	return out
}

var ordinal = regexp.MustCompile(`第\s*([0-9一二三四五六七八九十百]+)\s*(\p{Han})|(?:^|[^0-9.])([0-9]+(?:\.[0-9]+)+)`)
