package report

import (
	"regexp"
	"slices"
)

// Dates that stand over what follows: headings, lines and items that are
// nothing but a date.

// scope is such a date.
type scope struct {
	at        resolved
	rank      precision
	level     int // of the heading; lineLevel for a line of its own
	events    bool
	block     int
	used      int        // candidates made under it
	itemLevel int        // the level of the first item under it
	headline  bool       // its first entry is a headline, the others are its text
	entry     *candidate // of the heading over it; nil where it makes events of its own
	gap       int        // the widest gap within it so far
	// pending are the expressions of its block until an event takes them.
	pending []Passed
}

// popScopes ends the innermost scopes for which over says so. The dates of one
// under which nothing happened are told.
func (w *walker) popScopes(over func(sc *scope) bool) {
	n := len(w.scopes)
	for n > 0 && over(&w.scopes[n-1]) {
		n--
		w.passed = append(w.passed, w.scopes[n].pending...)
	}
	w.scopes = w.scopes[:n]
	w.setHeadingDate()
}

// lineLevel is the level of a date on a line of its own, below all headings.
const lineLevel = 9

// openScope makes a date a heading over what follows. A year ends every scope
// before it, a month those of months and days. A span of years only ends them.
func (w *walker) openScope(i int, e expression, level int, events bool) bool {
	_, rank := e.from.edtf()
	w.popScopes(func(sc *scope) bool { return sc.rank >= rank })
	w.place.sentence, w.place.paragraph = point{}, point{}
	e.annual = false
	d, ok := w.place.resolve(e)
	if !ok {
		return false
	}
	if level == 0 {
		level = lineLevel
	}
	events = events && !d.period() && !(rank <= byYear && d.to.year-d.from.year > 9)
	sc := scope{at: d, rank: rank, level: level, events: events, block: i}
	if events {
		sc.pending = w.hold(i)
	}
	w.scopes = append(w.scopes, sc)
	w.setHeadingDate()
	w.place.last = d.from
	w.told, w.teller = -1, nil
	return true
}

// hold passes over the dates of a block, which are told unless an event takes
// them.
func (w *walker) hold(i int) []Passed {
	before := len(w.passed)
	w.passAll(i, ruleNotContext)
	held := slices.Clone(w.passed[before:])
	w.passed = w.passed[:before]
	return held
}

// period says whether a range of days is as long as what a report covers.
func (d resolved) period() bool {
	return d.from.day > 0 && d.to.day > 0 && (d.to.year-d.from.year)*12+d.to.month-d.from.month > 9
}

// setHeadingDate tells the place what the open scopes say together.
func (w *walker) setHeadingDate() {
	w.place.heading = point{}
	for _, s := range w.scopes {
		p := s.at.from
		if s.rank <= byYear && s.at.from != s.at.to {
			continue // a span of years is no date's year
		}
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
	gap := w.blocks[i].gap
	w.popScopes(func(sc *scope) bool {
		if sc.level == lineLevel && gap >= sc.gap+2 && !sc.first(i) {
			return true
		}
		sc.gap = max(sc.gap, gap)
		return false
	})
}

// closeItems ends the dates that are items of the same list or a deeper one, but
// for those whose colon says that items of their level are under them.
func (w *walker) closeItems(i, level int) {
	w.popScopes(func(sc *scope) bool {
		return sc.level > lineLevel && (sc.level > level || sc.level == level && (lastRune(w.blocks[sc.block].text) != ':' || len(w.expressions(i)) > 0))
	})
}

// datedHeading handles a heading that holds a date besides other words: an
// event, unless the blocks under it have dates of their own, and in any case
// the date of its section.
func (w *walker) datedHeading(i int, dates []expression) *candidate {
	b := &w.blocks[i]
	var event *candidate
	words := w.wordsBeside(i)
	named := dates[0].yearOnly() && tell(words) < tellsWeakly && !aloneInBrackets(b.text, dates[0]) && !(leads(b.text, dates[0], false) && w.datedSiblings(b.level))
	if before := len(w.found); wordsIn(words) >= 4 && !named && !w.title(i) && !w.dateList(i) {
		w.sentence(i, span{0, len(b.text)})
		if len(w.found) > before {
			event = w.latest
			w.told, w.teller = i+1, event
		}
	}
	for _, e := range dates {
		n := surround(b.text, span{0, len(b.text)}, e)
		if e.ranged && e.from.yearOnly() || n.inTitle || e.from.dayTo != anchorNone || w.opts.Year != 0 && e.from.yearOnly() && w.title(i) {
			continue
		}
		if event != nil || e.annual || e.from.yearOnly() || n.refuse(true) == "" {
			told, teller := w.told, w.teller
			w.openScope(i, e, b.level, event == nil && !e.from.yearOnly() && !w.title(i))
			w.told, w.teller = told, teller
			break
		}
	}
	return event
}

// datedSiblings says whether three headings of a level or more begin with a year
// and a mark, as those of a history do: "2019 — Moved to the quay".
func (w *walker) datedSiblings(level int) bool {
	n := 0
	for _, b := range w.blocks {
		if b.kind == blockHeading && b.level == level {
			if found := findDates(b.text[:min(len(b.text), 30)]); len(found) > 0 && leads(b.text, found[0], false) {
				n++
			}
		}
	}
	return n >= 3
}

// wordsBeside are the words of a block without its dates and number.
func (w *walker) wordsBeside(i int) []rune {
	s := []rune(stripNumber(string(w.blocks[i].text)))
	for found := findDates(s); len(found) > 0; found = findDates(s) {
		s = slices.Concat(s[:found[0].start], s[max(found[0].end, found[0].start+1):])
	}
	return s
}

// title says whether a block is the document's title.
func (w *walker) title(i int) bool {
	return i == 0 || i < 3 && w.blocks[i].kind == blockHeading && w.blocks[i].level <= 1 || w.doc.Title != "" && tidy(w.blocks[i].string()) == w.doc.Title
}

// dateList says whether the section under a heading is a list of dates: two
// blocks or more begin with one.
func (w *walker) dateList(i int) bool {
	n := 0
	for _, b := range w.blocks[i+1 : min(len(w.blocks), i+12)] {
		if b.kind == blockHeading && b.level <= w.blocks[i].level {
			break
		}
		if dateOnly(b.text) || b.kind != blockText && beginsWithDate(b.text) {
			n++
		}
	}
	return n >= 2
}

// undated handles a block without an event date of its own: under a date it is
// an event, or the text of one.
func (w *walker) undated(i int) {
	sc := w.scopeFor()
	b := &w.blocks[i]
	if sc == nil || len(w.expressions(i)) > 0 && beginsWithDate(b.text) {
		return
	}
	detail := b.kind == blockItem && b.level > sc.itemLevel || sc.headline && sc.used > 0 && !b.strong || w.told == i && w.prose(i) || sc.rank == byDay && sc.used > 0 && b.kind == blockText
	if detail {
		w.told = i + 1
		if w.latest != nil && w.latest.summary == "" {
			w.latest.summary = shorten(string(b.text), maxSummary)
		}
		return
	}
	parts := w.sentences(i)
	if r := lastRune(b.text); len(parts) == 0 || r == ':' || r == '：' {
		return
	}
	first := b.text[parts[0].start:parts[0].end]
	tells := tell(first)
	if sc.rank <= byYear && tells < tellsWeakly && fieldName.MatchString(string(first)) {
		return
	}
	if b.kind != blockText {
		tells = entryTells(tells, first)
	}
	if tells < tellsEvent && (endsCounting(first) && !passes(first) || totals(string(first)) || countsEn(first) != "") {
		return
	}
	finer := sc.rank > byYear
	noun := sc.rank == byDay || b.kind == blockItem && (finer || w.chronicle) || // told without a verb
		b.kind == blockLabel && finer && i+1 < len(w.blocks) && w.blocks[i+1].kind == blockText && w.prose(i+1) ||
		w.chronicle && wordsIn(first) >= 6 && (sc.first(i) || finer && b.kind == blockLabel && w.blocks[sc.block+1].kind == blockLabel)
	if tells < tellsWeakly && !noun || tells >= tellsPresent && tells <= tellsState && (!sc.first(i) || hasNumber(first)) {
		return
	}
	if c := w.underScope(i, sc); c != nil && (!w.prose(i) || b.kind == blockText) {
		w.told, w.teller = i+1, c
	}
}

// fieldName begins an entry of a catalogue: 页数：7.
var fieldName = regexp.MustCompile(`^\p{Han}{2,4}[：:]`)

// firstUndated handles the first sentence of an entry right under a date: where
// only later ones have dates, it tells what happened then.
func (w *walker) firstUndated(i int) {
	sc, parts := w.scopeFor(), w.sentences(i)
	if sc == nil || !sc.first(i) || len(parts) < 2 || len(w.expressions(i)) == 0 || len(w.within(i, parts[0])) > 0 {
		return
	}
	if first := w.blocks[i].text[parts[0].start:parts[0].end]; tell(first) >= tellsEvent || w.chronicle && tell(first) <= tellsPresent && wordsIn(first) >= 12 {
		w.underScope(i, sc)
	}
}

// elsewhere says whether all dates of a block under a date are years that are
// not that date's, so that they only explain: "1748 / The fair begins (until
// 1890)".
func (w *walker) elsewhere(i int) bool {
	sc := w.scopeFor()
	return sc != nil && !slices.ContainsFunc(w.expressions(i), func(e expression) bool {
		return !e.annual && (!e.yearOnly() || !e.from.saysYear() || e.from.year == sc.at.from.year)
	})
}

// first says whether a block stands right under the date.
func (sc *scope) first(i int) bool { return i == sc.block+1 }

// prose says whether a block is running text: it ends a sentence, or is long.
func (w *walker) prose(i int) bool {
	s := w.blocks[i].text
	return terminal(lastRune(s)) || width(s) > 120
}

// underScope makes a candidate of a block with the date of the scope over it.
func (w *walker) underScope(i int, sc *scope) *candidate {
	s := w.blocks[i].text
	parts := w.sentences(i)
	if len(parts) == 0 || w.sectionRule(sc.at) != "" {
		return nil
	}
	seg := segment{at: parts[0], whole: parts[0], date: expression{start: parts[0].start, end: parts[0].start, from: sc.at.from}}
	t := makeTitle(s, seg, w.nearby(i))
	if wordsIn([]rune(t.text)) < 2 {
		return nil
	}
	if w.blocks[i].kind == blockHeading {
		t = titled{text: tidy(stripNumber(string(s))), rule: ruleTitleHeading}
	}
	head := &w.blocks[sc.block]
	c := &candidate{
		date: sc.at, wording: tidy(string(head.text)), title: t, section: w.section(), lang: langOf(s),
		unsure: head.torn, pieces: []piece{{i, parts[0]}, {sc.block, span{0, len(head.text)}}},
		summary: w.summary(i, parts[0], t.text), order: int(w.blocks[i].origin[0]), parts: 1,
		evidence: evidence{precision: sc.at.precision, stand: standUnder, own: true, chronicle: w.chronicle, tells: entryTells(tell(s[parts[0].start:parts[0].end]), s[parts[0].start:parts[0].end])},
		dates:    len(sc.pending),
	}
	sc.pending = nil
	c.date.rules = append([]RuleID{ruleDateHeading}, sc.at.rules...)
	if c.unsure {
		c.date.rules[0] = ruleDateTorn
	}
	sc.used++
	return w.add(c)
}
