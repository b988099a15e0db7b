package report

import "sort"

// Dates that the layout tore from their titles: a graphic whose texts were
// taken out first and its dates afterwards, or the other way round, and cards
// with the date under the title.

// tornRole says what a block is in such a place.
type tornRole struct {
	// date is the block of the date for a title; text the block of the title
	// for a date that is handled with it (the date itself is then skipped).
	date int
	skip bool
	// unsure: paired by the course of time, not by place.
	unsure bool
}

// findTorn looks for such places.
func findTorn(blocks []block) map[int]tornRole {
	torn := map[int]tornRole{}
	for i := 0; i < len(blocks); {
		if !bareDate(&blocks[i]) {
			i++
			continue
		}
		j := i
		for j < len(blocks) && bareDate(&blocks[j]) {
			j++
		}
		if j-i >= 2 {
			tornGroup(blocks, i, j, torn)
		}
		i = j
	}
	return torn
}

// bareDate says whether a block is nothing but a date, a month or finer.
func bareDate(b *block) bool {
	if b.kind != blockLabel && b.kind != blockText {
		return false
	}
	e, ok := wholeDate(b.text)
	return ok && (e.from.month > 0 || e.from.day > 0)
}

// tornGroup pairs the dates [from, to) with as many texts right before or
// after them: both run in the course of time.
func tornGroup(blocks []block, from, to int, torn map[int]tornRole) {
	n := to - from
	texts := tornTexts(blocks, from-n, from)
	if texts == nil {
		texts = tornTexts(blocks, to, to+n)
	}
	if texts == nil {
		return
	}
	order := make([]int, n)
	for k := range order {
		order[k] = from + k
	}
	sort.SliceStable(order, func(a, b int) bool {
		x, _ := wholeDate(blocks[order[a]].text)
		y, _ := wholeDate(blocks[order[b]].text)
		return earlier(x.from, y.from)
	})
	for k, t := range texts {
		torn[t] = tornRole{date: order[k], unsure: true}
		torn[order[k]] = tornRole{skip: true}
	}
}

// tornTexts returns the blocks [from, to) when each of them can be a title: no
// heading, no date, and not the running text of a paragraph.
func tornTexts(blocks []block, from, to int) []int {
	if from < 0 || to > len(blocks) {
		return nil
	}
	var out []int
	for i := from; i < to; i++ {
		b := &blocks[i]
		if b.kind != blockLabel && b.kind != blockText && b.kind != blockItem || lastRune(b.text) == '。' || len(b.text) < 4 {
			return nil
		}
		if len(findDates(b.text)) > 0 {
			return nil
		}
		out = append(out, i)
	}
	return out
}

// tornBlock makes the event of a title whose date stands elsewhere.
func (w *walker) tornBlock(i int, role tornRole) {
	e, ok := wholeDate(w.blocks[role.date].text)
	if !ok {
		return
	}
	w.place.sentence, w.place.paragraph = point{}, point{}
	d, ok := w.place.resolve(e)
	if !ok {
		w.passAll(role.date, ruleNotResolved)
		return
	}
	s := w.blocks[i].text
	parts := w.sentences(i)
	if len(parts) == 0 {
		return
	}
	seg := segment{at: parts[0], whole: parts[0], date: expression{start: parts[0].start, end: parts[0].start}}
	t := makeTitle(s, seg, nearby{})
	t.rule, t.guessed = ruleTitleWords, false
	c := &candidate{
		date: d, wording: tidy(string(w.blocks[role.date].text)), title: t, section: w.section(), lang: langOf(s), parts: 1,
		pieces:  []piece{{i, span{0, len(s)}}, {role.date, span{0, len(w.blocks[role.date].text)}}},
		summary: w.summary(i, parts, 0, t.text), order: int(w.blocks[i].origin[0]), unsure: role.unsure,
		evidence: evidence{precision: d.precision, stand: standUnder, own: true, tells: tell(s)},
		dates:    w.use(role.date, span{0, len(w.blocks[role.date].text)}),
	}
	c.date.rules = append(c.date.rules, ruleDateTorn)
	w.add(c)
}
