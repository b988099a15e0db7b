package report

import (
	"context"
	"fmt"
	"strings"

	"almanac.example/feeds/report/document"
)

// candidate is an event on its way through the last stages.
type candidate struct {
	date    resolved
	wording string
	title   titled
	summary string
	pieces  []piece
	section string
	lang    string
	rules   []RuleID
	flags   []Flag
	verdict verdict
	order   int // of the first piece, in the document
	// parts counts the mentions merged into this one.
	parts int
	// unsure says that the date may belong to another event.
	unsure bool
}

// piece is a passage of a block.
type piece struct {
	block int
	at    span
}

// scope is a date that stands as a heading over what follows.
type scope struct {
	at        resolved
	rank      int // 1 year, 2 quarter or half, 3 month, 4 day
	level     int // of the heading; lineLevel for a line of its own
	events    bool
	block     int
	used      int // candidates made under it
	itemLevel int // the level of the first item under it
	gap       int // the widest gap within it so far
}

// lineLevel is the level of a date on a line of its own, below all headings.
const lineLevel = 9

// heading is an open heading.
type heading struct {
	level int
	text  string
	block int
}

// walker goes through the blocks in order and gathers candidates.
type walker struct {
	ctx      context.Context
	doc      *document.Document
	opts     Options
	blocks   []block
	heads    []string // the running heads of the pages
	torn     map[int]tornRole
	place    place
	headings []heading
	scopes   []scope
	found    []candidate
	passed   []Passed
	// dated says that the document is mainly a list of dates.
	dated bool
	// parts are the sentences of block partsOf.
	parts   []span
	partsOf int
	// counted is the block a date of which is no event's but a figure's.
	counted int
	// told is the block whose text belongs to the candidate before it.
	told int
}

// maxPassed bounds the list of dates left out.
const maxPassed = 10_000

func newWalker(ctx context.Context, doc *document.Document, opts Options) *walker {
	w := &walker{ctx: ctx, doc: doc, opts: opts, told: -1, counted: -1, partsOf: -1}
	w.blocks, w.heads = repairLayout(doc)
	w.place.option = opts.Year
	w.place.title = w.titleYear()
	w.findPeriod()
	if w.place.title == 0 {
		w.place.title = w.statedYear()
	}
	w.torn = findTorn(w.blocks)
	w.dated = isDated(w.blocks)
	return w
}

func (w *walker) source() Source {
	title := w.opts.Title
	if title == "" {
		title = w.doc.Title
	}
	if title == "" {
		title = w.firstLabel()
	}
	return Source{Document: w.doc.Name, SHA256: w.doc.SHA256, Title: title}
}

// firstLabel is the first short line of the document, its likely title.
func (w *walker) firstLabel() string {
	for _, b := range w.blocks[:min(3, len(w.blocks))] {
		if b.kind == blockLabel || b.kind == blockHeading {
			return tidy(string(b.text))
		}
	}
	return ""
}

// titleYear is the one year that the title names; 0 for none or several.
func (w *walker) titleYear() int {
	texts := []string{w.opts.Title, w.doc.Title}
	for _, b := range w.blocks[:min(3, len(w.blocks))] {
		if (b.kind == blockLabel || b.kind == blockHeading) && len(b.text) < 60 {
			texts = append(texts, string(b.text))
		}
	}
	texts = append(append(texts, w.heads...), w.doc.Name)
	for _, t := range texts {
		if y := onlyYear([]rune(t)); y != 0 {
			return y
		}
	}
	return 0
}

// onlyYear finds the year in a text that holds just one.
func onlyYear(s []rune) int {
	c := &scanner{s: s}
	year := 0
	if yearSpan(s) {
		return 0
	}
	for i := 0; i < len(s); i++ {
		if i > 0 && isDigit(s[i-1]) {
			continue
		}
		y, next, ok := c.zhYearDigits(i)
		if !ok || y < 1800 || y > 2100 {
			continue
		}
		if year != 0 && y != year {
			return 0
		}
		year = y
		i = next - 1
	}
	return year
}

// yearSpan says whether a title names a span of years: 2013–14, 2018/19,
// 2016-2020.
func yearSpan(s []rune) bool {
	c := &scanner{s: s}
	for i := range s {
		y, j, ok := c.digits(i, 4)
		if !ok || j-i != 4 || !validYear(y) || j >= len(s) || !isDash(s[j]) && s[j] != '/' {
			continue
		}
		if z, k, ok := c.digits(j+1, 4); ok && (k-j-1 == 4 && z > y || k-j-1 == 2 && z == (y+1)%100) {
			return true
		}
	}
	return false
}

// findPeriod finds the period that the report says it covers, about a year,
// near its beginning.
func (w *walker) findPeriod() {
	for _, b := range w.blocks[:min(15, len(w.blocks))] {
		for _, e := range findDates(b.text) {
			from, to := e.from, e.to
			if !e.ranged || !share(&from, &to) || from.day == 0 || to.day == 0 || from.month == 0 || !from.saysYear() || !to.saysYear() {
				continue
			}
			months := (to.year-from.year)*12 + to.month - from.month
			if months >= 10 && months <= 13 {
				w.place.from, w.place.to = from, to
				return
			}
		}
	}
}

// statedYear finds the year where the first lines say which one the report is
// about: "for the year 2022", "2022年度".
func (w *walker) statedYear() int {
	for _, b := range w.blocks[:min(8, len(w.blocks))] {
		c := &scanner{s: b.text}
		for i := range b.text {
			y, j, ok := c.digits(i, 4)
			if !ok || j-i != 4 || !validYear(y) || i > 0 && isDigit(b.text[i-1]) {
				continue
			}
			first, second := c.wordsBefore(i)
			if first == "year" && (second == "the" || second == "for") || c.has(j, "年度") && len(b.text) < 80 {
				return y
			}
		}
	}
	return 0
}

// checkYear refuses a year that contradicts the title and stands nowhere in
// the document.
func (w *walker) checkYear() error {
	y, title := w.opts.Year, w.place.title
	if y == 0 || title == 0 || y == title {
		return nil
	}
	figures := fmt.Sprint(y)
	for _, b := range w.blocks {
		if strings.Contains(string(b.text), figures) {
			return nil
		}
	}
	return fmt.Errorf("%w: %d was given, and the title says %d", ErrYear, y, title)
}

// isDated says whether a document is mainly a list of dates: a third of its
// blocks begin with one.
func isDated(blocks []block) bool {
	n, all := 0, 0
	for _, b := range blocks {
		if b.kind == blockHeading {
			continue
		}
		all++
		if found := findDates(b.text[:min(len(b.text), 30)]); len(found) > 0 && leads(b.text, found[0], b.kind != blockText) {
			n++
		}
	}
	return n >= 4 && n*3 >= all
}

// walk runs through the blocks.
func (w *walker) walk() error {
	for i := 0; i < len(w.blocks); i++ {
		if i&0xff == 0 && w.ctx.Err() != nil {
			return w.ctx.Err()
		}
		b := &w.blocks[i]
		if role, ok := w.torn[i]; ok {
			w.tornBlock(i, role)
			continue
		}
		switch {
		case b.kind == blockRow:
			end := i + 1
			for end < len(w.blocks) && w.blocks[end].kind == blockRow && len(w.blocks[end].cells) > 0 {
				end++
			}
			w.table(i, end)
			i = end - 1
		case b.kind == blockHeading:
			w.heading(i)
		default:
			w.text(i)
		}
	}
	return nil
}

// heading handles a heading: a date over what follows, an event by itself, or
// the name of a section.
func (w *walker) heading(i int) {
	b := &w.blocks[i]
	w.closeTo(b.level)
	if e, ok := wholeDate(b.text); ok && w.openScope(i, e, b.level, true) {
		return
	}
	w.place.sentence, w.place.paragraph = point{}, point{}
	if !w.datedHeading(i) {
		w.headingInScope(i)
	}
	w.headings = append(w.headings, heading{level: b.level, text: string(b.text), block: i})
}

// closeTo ends the headings and scopes at or below a level.
func (w *walker) closeTo(level int) {
	for n := len(w.headings); n > 0 && w.headings[n-1].level >= level; n-- {
		w.headings = w.headings[:n-1]
	}
	for n := len(w.scopes); n > 0 && w.scopes[n-1].level >= level; n-- {
		w.scopes = w.scopes[:n-1]
	}
	w.setHeadingDate()
	w.told = -1
}

// datedHeading handles a heading that holds a date besides other words: an
// event where something happens in it, else a date for its section.
func (w *walker) datedHeading(i int) bool {
	b := &w.blocks[i]
	dates := findDates(b.text)
	if len(dates) == 0 || isMetadata(b.text) {
		return false
	}
	before := len(w.found)
	if rest := cutDate(b.text, span{0, len(b.text)}, dates[0]); wordsIn([]rune(stripNumber(string(rest)))) >= 4 {
		w.sentencesOf(i, span{0, len(b.text)})
	}
	if len(w.found) > before {
		w.told = i + 1
		return true
	}
	for _, e := range dates {
		n := around(b.text, span{0, len(b.text)}, e)
		if e.ranged || n.inTitle || e.from.dayTo != anchorNone {
			continue
		}
		if e.annual || e.from.yearOnly() || n.refuse() == "" {
			return w.openScope(i, e, b.level, !e.from.yearOnly())
		}
	}
	return false
}

// headingInScope makes an event of a heading under a date, when text and not
// a list follows it.
func (w *walker) headingInScope(i int) {
	sc := w.scopeFor()
	if sc == nil || i+1 >= len(w.blocks) || w.blocks[i+1].kind != blockText && !headline(string(w.blocks[i].text)) {
		return
	}
	next := w.blocks[i+1]
	if next.kind == blockItem || len(findDates(next.text)) > 0 && next.kind == blockText && beginsWithDate(next.text) {
		return
	}
	if !headline(string(w.blocks[i].text)) && !headline(string(next.text)) {
		return
	}
	if w.underScope(i, sc) && next.kind == blockText {
		w.told = i + 1
	}
}

// openScope makes a date a heading over what follows. A year ends every scope
// before it, a month those of months and days.
func (w *walker) openScope(i int, e expression, level int, events bool) bool {
	if e.ranged && e.from.day == 0 && e.from.month == 0 {
		return false
	}
	rank := scopeRank(e.from)
	for n := len(w.scopes); n > 0 && w.scopes[n-1].rank >= rank; n-- {
		w.scopes = w.scopes[:n-1]
	}
	w.setHeadingDate()
	w.place.sentence, w.place.paragraph = point{}, point{}
	if e.annual {
		e.annual = false
	}
	d, ok := w.place.resolve(e)
	if !ok {
		return false
	}
	if level == 0 {
		level = lineLevel
	}
	w.scopes = append(w.scopes, scope{at: d, rank: rank, level: level, events: events, block: i, gap: 1})
	w.setHeadingDate()
	w.place.last = d.from
	w.told = -1
	return true
}

func scopeRank(p point) int {
	switch {
	case p.day > 0:
		return 4
	case p.month > 0:
		return 3
	case p.quarter > 0 || p.half > 0 || p.season > 0:
		return 2
	}
	return 1
}

// setHeadingDate tells the place what the open scopes say together.
func (w *walker) setHeadingDate() {
	w.place.heading = point{}
	for _, s := range w.scopes {
		p := s.at.from
		w.place.heading.year, w.place.heading.era = p.year, true
		if p.month > 0 {
			w.place.heading.month, w.place.heading.day = p.month, p.day
		}
	}
}

// scopeFor is the innermost scope that makes events.
func (w *walker) scopeFor() *scope {
	if n := len(w.scopes); n > 0 && w.scopes[n-1].events {
		return &w.scopes[n-1]
	}
	return nil
}

// closeByGap ends the dates on lines of their own where a gap in the layout is
// clearly wider than those between their entries.
func (w *walker) closeByGap(b *block) {
	for n := len(w.scopes); n > 0 && w.scopes[n-1].level == lineLevel; n-- {
		sc := &w.scopes[n-1]
		if b.gap < sc.gap+2 {
			sc.gap = max(sc.gap, b.gap)
			return
		}
		w.scopes = w.scopes[:n-1]
		w.setHeadingDate()
	}
}

// sentences are the sentences of a block.
func (w *walker) sentences(i int) []span {
	if w.partsOf != i {
		w.parts, w.partsOf = sentences(w.blocks[i].text), i
	}
	return w.parts
}

// section is the nearest heading above.
func (w *walker) section() string {
	if n := len(w.headings); n > 0 {
		return tidy(w.headings[n-1].text)
	}
	return ""
}
