package report

import (
	"cmp"
	"context"
	"fmt"
	"regexp"
	"slices"
	"sort"
	"strings"

	"almanac.example/feeds/report/document"
)

// candidate is an event on its way through the last stages.
type candidate struct {
	date     resolved
	wording  string
	title    titled
	summary  string
	pieces   []piece
	section  string
	lang     string
	rules    []RuleID
	flags    []Flag
	evidence evidence
	order    int // of the first piece, in the document
	// sentence names the sentence the date stands in, 0 for none.
	sentence int
	// parts counts the mentions merged into this one, dates the expressions.
	parts, dates int
	// unsure says that the date may belong to another event.
	unsure bool
	// like says that another candidate may be the same.
	like bool
	// over is the candidate of the heading or entry that this one is told
	// under, nil for none.
	over *candidate
}

// piece is a passage of a block.
type piece struct {
	block int
	at    span
}

// heading is an open heading, and the candidate it made, if it did.
type heading struct {
	level, block int
	text         string // as a title
	act          bool   // it is the title of a law or rule
	event        *candidate
}

// walker goes through the blocks in order and gathers candidates.
type walker struct {
	ctx      context.Context
	doc      *document.Document
	opts     Options
	blocks   []block
	heads    []string     // the running heads of the pages
	bylines  map[int]bool // dates that stand alone under the heading they date
	pageDate int          // the block with the page's own date, -1 for none
	place    place
	headings []heading
	scopes   []scope
	found    []*candidate
	byKey    map[string]*candidate // finds those already there
	latest   *candidate
	passed   []Passed
	total    int // date expressions
	// chronicle says that the document is mainly a list of dates.
	chronicle bool
	// dates are the expressions of block datesOf.
	dates   []expression
	datesOf int
	role    columnRole // of the table before
	// parts are the sentences of block partsOf.
	parts   []span
	partsOf int
	// told is the block whose text belongs to the candidate before it, teller
	// that candidate.
	told   int
	teller *candidate
}

func newWalker(ctx context.Context, doc *document.Document, opts Options) *walker {
	w := &walker{byKey: map[string]*candidate{}, ctx: ctx, doc: doc, opts: opts, told: -1, partsOf: -1, datesOf: -1}
	var dropped []line
	w.blocks, w.heads, dropped = repairLayout(doc)
	w.place.option = opts.Year
	w.place.republic = countsRepublic(w.blocks)
	w.place.title = w.titleYear()
	w.findPeriod()
	w.bylines = findBylines(w.blocks)
	w.chronicle = isChronicle(w.blocks)
	w.pageDate = w.findPageDate()
	for _, l := range dropped {
		w.passLine(l)
	}
	return w
}

func (w *walker) source() Source {
	return Source{Document: w.doc.Name, SHA256: w.doc.SHA256, Title: cmp.Or(w.opts.Title, w.doc.Title, w.firstLabel())}
}

// walk runs through the blocks.
func (w *walker) walk() error {
	for i := 0; i < len(w.blocks); i++ {
		if i&0xff == 0 && w.ctx.Err() != nil {
			return w.ctx.Err()
		}
		if len(w.found) > 2*w.opts.MaxDrafts {
			return fmt.Errorf("%w: more than %d", ErrTooManyDrafts, 2*w.opts.MaxDrafts)
		}
		b := &w.blocks[i]
		switch {
		case b.torn && w.tornPair(i):
			w.settle(i)
			i++
		case b.kind == blockRow:
			end := i + 1
			for end < len(w.blocks) && w.sameTable(end) {
				end++
			}
			w.table(i, end)
			i = end - 1
		case b.kind == blockHeading:
			w.heading(i)
		default:
			w.text(i)
		}
		w.settle(i)
	}
	w.popScopes(func(*scope) bool { return true })
	return nil
}

// sameTable says whether a row belongs to the table of the row before it:
// where the format has tables, a blank line parts them, but for the one under
// a head row.
func (w *walker) sameTable(i int) bool {
	b := &w.blocks[i]
	if b.kind != blockRow || len(b.cells) == 0 {
		return false
	}
	tables := w.doc.Format == document.FormatHTML || w.doc.Format == document.FormatDOCX || w.doc.Format == document.FormatMarkdown
	return !tables || b.gap == 0 || w.blocks[i-1].head
}

// heading handles a heading: a date over what follows, an event by itself, or
// the name of a section.
func (w *walker) heading(i int) {
	b := &w.blocks[i]
	w.closeTo(b.level)
	w.place.sentence, w.place.paragraph = point{}, point{}
	if e, ok := wholeDate(b.text); ok && w.openScope(i, e, b.level, true) {
		return
	}
	h := heading{level: b.level, text: tidy(b.string()), block: i}
	h.act = isActTitle(stripNumber(h.text))
	if dates := w.expressions(i); len(dates) > 0 && isMetadata(b.text) {
		w.passAll(i, ruleNotMeta)
	} else if len(dates) > 0 {
		h.event = w.datedHeading(i, dates)
	}
	w.headings = append(w.headings, h)
}

// closeTo ends the headings and scopes at or below a level.
func (w *walker) closeTo(level int) {
	for n := len(w.headings); n > 0 && w.headings[n-1].level >= level; n-- {
		w.headings = w.headings[:n-1]
	}
	w.popScopes(func(sc *scope) bool { return sc.level >= level })
	w.told, w.teller = -1, nil
}

// text handles running text, an item or a label.
func (w *walker) text(i int) {
	b := &w.blocks[i]
	w.closeByGap(i)
	if sc := w.scopeFor(); w.own(i) && i > 0 && w.blocks[i-1].kind == b.kind && w.blocks[i-1].level >= b.level && (sc == nil || !sc.headline) {
		w.teller = nil // an entry beside the one before it, not under it
	}
	level := lineLevel
	if b.kind == blockItem {
		level += b.level
		w.closeItems(i, level)
	}
	if b.kind == blockLabel || b.kind == blockItem {
		e, ok := wholeDate(b.text)
		if ok && (i > 0 && issued.MatchString(plainRunes(w.blocks[i-1].text)) && !hasDate(w.blocks[i-1].text) || i == 0 && e.from.day > 0 && !w.chronicle || w.dateline(i, e)) {
			w.passAll(i, ruleNotMeta)
			return
		}
		if ok && w.openScope(i, e, level, true) {
			if w.bylines[i] {
				w.headed(i)
			}
			return
		}
	}
	switch {
	case w.capitals(i):
		return
	case isMetadata(b.text):
		w.passAll(i, ruleNotMeta)
		return
	case w.sameDay(i), w.unticked(i):
		return
	}
	w.place.sentence, w.place.paragraph = point{}, point{}
	if sc := w.scopeFor(); sc != nil && b.kind == blockItem && sc.itemLevel == 0 {
		sc.itemLevel, sc.headline = b.level, b.strong
	}
	before := len(w.found)
	w.firstUndated(i)
	for _, p := range w.sentences(i) {
		w.sentence(i, p)
	}
	if len(w.found) == before && (!slices.Contains(w.blocks[i].settled, true) || w.elsewhere(i)) {
		w.undated(i)
	} else if w.own(i) && !w.prose(i) {
		w.told, w.teller = i+1, w.latest
	}
}

// sameDay takes the mark △ off an entry. In yearbooks it says that an entry
// without a date is of the date above, or of the day of the one before.
func (w *walker) sameDay(i int) bool {
	b := &w.blocks[i]
	if len(b.text) < 2 || b.text[0] != '△' {
		return false
	}
	b.text, b.origin = b.text[1:], b.origin[1:]
	w.partsOf, w.datesOf = -1, -1
	sc := w.scopeFor()
	if w.latest != nil && w.latest.date.precision == byDay && (sc == nil || w.latest.pieces[0].block > sc.block) {
		sc = &scope{at: w.latest.date, block: w.latest.pieces[0].block}
	}
	return sc != nil && len(w.expressions(i)) == 0 && w.underScope(i, sc) != nil
}

// unticked handles an item with a box to tick: what is not ticked is a plan, and
// the mark is no part of the words.
func (w *walker) unticked(i int) bool {
	b := &w.blocks[i]
	if b.kind != blockItem || len(b.text) < 5 || b.text[0] != '[' || b.text[2] != ']' || !strings.ContainsRune(" xX", b.text[1]) {
		return false
	}
	if b.text[1] == ' ' {
		w.passAll(i, ruleNotPlan)
		return true
	}
	b.text, b.origin = b.text[4:], b.origin[4:]
	w.partsOf, w.datesOf = -1, -1
	return false
}

// capitals handles a line in capitals that is no event: the name of a section
// in plain text. It ends the dates that stand in capitals above it.
func (w *walker) capitals(i int) bool {
	if b := &w.blocks[i]; b.kind != blockLabel || !inCapitals(b.text) || hasDate(b.text) {
		return false
	}
	w.popScopes(func(sc *scope) bool { return sc.level == lineLevel && inCapitals(w.blocks[sc.block].text) })
	w.passAll(i, ruleNotContext)
	return true
}

// inCapitals says whether a text is two Latin words or more without a small
// letter.
func inCapitals(s []rune) bool {
	small := func(r rune) bool { return isLower(r) || isHan(r) }
	return !slices.ContainsFunc(s, small) && wordsIn(s) >= 8 && slices.Contains(s, ' ')
}

// sentences are the sentences of a block. A date with a full stop of its own, as
// in "3 May. The pier was sold.", is none: it begins the next.
func (w *walker) sentences(i int) []span {
	if w.partsOf != i {
		s := w.blocks[i].text
		parts := sentences(s)
		w.parts, w.partsOf = parts[:0], i
		for n, p := range parts {
			if stop := s[p.end-1]; n+1 < len(parts) && (stop == '.' || stop == '。') && dateOnly(s[p.start:p.end-1]) {
				parts[n+1].start = p.start
				continue
			}
			w.parts = append(w.parts, p)
		}
	}
	return w.parts
}

// section is the nearest heading above.
func (w *walker) section() string {
	if n := len(w.headings); n > 0 {
		return w.headings[n-1].text
	}
	return ""
}

// under is the candidate of the innermost heading or entry above that is one.
func (w *walker) under() *candidate {
	if w.teller != nil {
		return w.teller
	}
	if n := len(w.scopes); n > 0 && w.scopes[n-1].entry != nil {
		return w.scopes[n-1].entry
	}
	for n := len(w.headings) - 1; n >= 0; n-- {
		if w.headings[n].event != nil {
			return w.headings[n].event
		}
	}
	return nil
}

// expressions are the date expressions of a block. Each of them ends in a
// candidate or in a refusal.
func (w *walker) expressions(i int) []expression {
	if b := &w.blocks[i]; w.datesOf != i {
		w.dates, w.datesOf = findDates(b.text), i
		if b.settled == nil {
			b.settled = make([]bool, len(w.dates))
			w.total += len(w.dates)
		}
	}
	return w.dates
}

// use marks the expressions of a block within a span as those of a candidate
// and returns how many there are.
func (w *walker) use(i int, at span) int {
	n := 0
	dates, settled := w.expressions(i), w.blocks[i].settled
	for k := firstAfter(dates, at.start); k < len(dates) && dates[k].start < at.end; k++ {
		if !settled[k] {
			settled[k] = true
			n++
		}
	}
	return n
}

// firstAfter is the first of a text's expressions that ends after a place.
func firstAfter(dates []expression, at int) int {
	return sort.Search(len(dates), func(k int) bool { return dates[k].end > at })
}

// add takes a candidate in. One told again in the same words only adds its
// passages, so that a text that repeats itself does not run into the limit.
func (w *walker) add(c *candidate) *candidate {
	if o := c.over; o != nil && o.date.text == c.date.text && wordsIn([]rune(c.title.text)) <= 16 && c.evidence.own {
		o.again(c) // "Release date: 3 May 2019"
		w.latest = o
		return o
	}
	key := c.date.text + "|" + c.title.text
	if old := w.byKey[key]; old != nil && !c.unsure && old != c.over {
		old.again(c)
		w.latest = old
		return old
	}
	w.found, w.byKey[key], w.latest = append(w.found, c), c, c
	return c
}

var (
	// outlook names a section about what is to come, retrospect one of that kind
	// that looks back, and sources one that lists sources.
	outlook = regexp.MustCompile(`(?i)(?:年度|工作)计划|工作(?:安排|要点|打算|思路)|重点工作|主要任务|下一步|展望|规划|目标|plans for|今后|来年` +
		`|outlook|looking (?:ahead|forward)|next steps|what['’]s next|roadmap|coming up|future plans|goals|objectives|the year ahead`)
	retrospect = regexp.MustCompile(`完成情况|回顾|总结|成效`)
	sources    = regexp.MustCompile(`(?i)^(?:参考(?:文献|资料)|注释|引用|資料來源|references|bibliography|sources|footnotes|further reading|external links|see also)$`)
)

// sectionRule tells the rule by which a date of a section is no event's:
// sections about what is to come tell of the future only after the report's
// year.
func (w *walker) sectionRule(d resolved) RuleID {
	if n := len(w.headings); n > 0 && sources.MatchString(strings.TrimSpace(stripNumber(w.headings[n-1].text))) {
		return ruleNotCitation
	}
	report := w.place.report()
	for _, h := range w.headings {
		said := onlyYear(h.text)
		comes := report != 0 && d.from.year > report || said != 0 && d.from.year >= said
		if comes && h.level > 0 && len([]rune(h.text)) < 40 && outlook.MatchString(plainRunes([]rune(h.text))) && !retrospect.MatchString(h.text) {
			return ruleNotPlan
		}
	}
	return ""
}
