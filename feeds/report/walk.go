package report

import (
	"context"
	"fmt"

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
	// sentence names the sentence the date stands in, 0 for none.
	sentence int
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
	found    []*candidate
	// events counts the candidates made; byKey finds those already there.
	events int
	byKey  map[string]*candidate
	latest *candidate
	passed []Passed
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
	w := &walker{byKey: map[string]*candidate{}, ctx: ctx, doc: doc, opts: opts, told: -1, counted: -1, partsOf: -1}
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
		if role, ok := w.torn[i]; ok {
			w.tornBlock(i, role)
			continue
		}
		switch {
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
	}
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
	before := w.events
	if rest := cutDate(b.text, span{0, len(b.text)}, dates[0]); wordsIn([]rune(stripNumber(string(rest)))) >= 4 {
		w.sentencesOf(i, span{0, len(b.text)})
	}
	if w.events > before {
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
	w.scopes = append(w.scopes, scope{at: d, rank: rank, level: level, events: events, block: i})
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
func (w *walker) closeByGap(i int) {
	b := &w.blocks[i]
	for n := len(w.scopes); n > 0 && w.scopes[n-1].level == lineLevel; n-- {
		sc := &w.scopes[n-1]
		if b.gap < sc.gap+2 || i <= sc.block+1 {
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
