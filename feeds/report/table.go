package report

import (
	"regexp"
	"strings"
)

// Tables: which column holds the date, which the title.

// columnRole says what a table's columns are; -1 where there is none.
type columnRole struct {
	date, end, title int
	year             int // a column of years beside one of days and months
	columns          int
	head             bool   // the first row is the head
	name             string // of the title column, where the head gives it
}

// cell is the place and text of a cell of a row; empty where there is none.
func (b *block) cell(n int) (span, []rune) {
	if n < 0 || n >= len(b.cells) {
		return span{}, nil
	}
	return b.cells[n], b.text[b.cells[n].start:b.cells[n].end]
}

// table handles the rows [from, to) of one table. One that goes on after the
// end of a page, without a head, has the columns of the one before.
func (w *walker) table(from, to int) {
	w.place.sentence, w.place.paragraph = point{}, point{}
	w.told, w.teller = -1, nil
	role := w.columns(from, to)
	if !role.head && w.role.columns == role.columns && w.role.date >= 0 {
		role = w.role
		role.head = false
	}
	w.role = role
	var last *resolved
	heading := w.place.heading
	for i := from; i < to; i++ {
		if _, text := w.blocks[i].cell(role.year); text != nil {
			if e, ok := cellDate(text); ok && e.from.saysYear() {
				w.place.heading = point{year: e.from.year, era: true} // of the rows under it, too
			}
		}
		if !role.head || i > from {
			last = w.row(i, role, last)
		}
		w.settle(i)
	}
	w.place.heading = heading
}

// columns finds the roles: the date column is the one with most dates, the
// title column the one so named, else the one with the longest texts; a year
// column holds nothing but years, beside a date column that holds none.
func (w *walker) columns(from, to int) columnRole {
	role := columnRole{date: -1, end: -1, title: -1, year: -1}
	dates, years, widths, filled := map[int]int{}, map[int]int{}, map[int]int{}, map[int]int{}
	for i := from; i < to; i++ {
		b := &w.blocks[i]
		role.columns = max(role.columns, len(b.cells))
		for n := range b.cells {
			_, cell := b.cell(n)
			if !isBlank(cell) {
				filled[n]++
			}
			e, ok := cellDate(cell)
			if !ok {
				widths[n] += wordsIn(cell)
				continue
			}
			dates[n]++
			if e.yearOnly() && e.from.saysYear() {
				years[n]++
			}
		}
	}
	for n := range role.columns {
		if dates[n]*2 >= filled[n] && dates[n] > 0 && (role.date < 0 || dates[n] > dates[role.date]) {
			role.date = n
		}
	}
	w.readHead(from, &role)
	for n := range role.columns {
		switch {
		case n == role.date || role.date < 0:
		case years[n] > 0 && years[n] == dates[n] && years[role.date] == 0:
			role.year = n
		case n > role.date && role.end < 0 && endColumn.MatchString(w.cellName(from, n)):
			role.end = n
		}
	}
	for n := range role.columns {
		if n != role.date && n != role.end && n != role.year && role.name == "" && (role.title < 0 || widths[n]*filled[n] > widths[role.title]*filled[role.title]) {
			role.title = n
		}
	}
	return role
}

// cellName is the text of a cell in lower case, as the name of a column.
func (w *walker) cellName(i, n int) string {
	_, text := w.blocks[i].cell(n)
	return strings.ToLower(strings.TrimSpace(string(text)))
}

var (
	// endColumn names the end of what the date column begins.
	endColumn = regexp.MustCompile(`^(?:结束(?:时间|日期)?|终止时间|截止|[止至]|ends?(?: date)?|to|until|through|finish)$`)
	// titleColumn promises what happened.
	titleColumn = regexp.MustCompile(`^(?:(?:事件|活动)(?:名称)?|事项|(?:主要|工作)?内容|名称|项目|大事|标题|(?:会议)?(?:主题|名称)|里程碑|纪事|版本|奖项|荣誉` +
		`|events?|milestone|title|what(?: happened)?|activity|description|development|name|achievement|highlight|task|deliverable|award|version|release)$`)
)

// readHead takes the roles from a head row where there is one.
func (w *walker) readHead(i int, role *columnRole) {
	b := &w.blocks[i]
	_, date := b.cell(role.date)
	if _, dated := cellDate(date); date == nil || dated || !b.head && isBlank(date) {
		return
	}
	role.head = true
	for n := range b.cells {
		if n != role.date && titleColumn.MatchString(w.cellName(i, n)) {
			_, name := b.cell(n)
			role.title, role.name = n, tidy(string(name))
			return
		}
	}
}

// cellDate reads a cell that is a date: one expression, with few words besides
// ("Week 1 (Apr 24-30)", "Mar 15, 2025 onwards"), and no amount at a date.
func cellDate(cell []rune) (expression, bool) {
	if e, ok := wholeDate(cell); ok || len(cell) > 40 {
		return e, ok
	}
	found := findDates(cell)
	if len(found) != 1 {
		return expression{}, false
	}
	rest := cutDate(cell, span{0, len(cell)}, found[0])
	counts := aloneInBrackets(cell, found[0]) && (endsCounting(rest) || amount.MatchString(string(rest)))
	return found[0], wordsIn(rest) <= 9 && !counts
}

// row handles one row; it returns the date for the rows under it whose date
// cell is empty.
func (w *walker) row(i int, role columnRole, above *resolved) *resolved {
	b := &w.blocks[i]
	at, text := b.cell(role.date)
	if _, dated := cellDate(text); !dated {
		if y, year := b.cell(role.year); !isBlank(year) {
			at, text = y, year
		}
	}
	d, e, ok := w.rowDate(at, text, above)
	if !ok || role.date < 0 {
		for n := range b.cells {
			w.cellSentences(i, b.cells[n])
		}
		return above
	}
	endAt, end := b.cell(role.end)
	if f, ok := wholeDate(end); ok {
		if both, ok := w.place.resolve(e.until(f.from, e.end)); ok {
			d = both
		}
	}
	w.place.last = d.from
	titleAt, title := b.cell(role.title)
	if isBlank(title) {
		titleAt, title = longestCell(b, func(n int) bool { return n == role.date || n == role.end }, 0)
	}
	if wordsIn(title) < 3 && (role.name == "" || isBlank(title)) || w.finerInside(i, d, titleAt) {
		return &d
	}
	parts := cellEvents(b.text, titleAt)
	for _, part := range parts {
		w.rowCandidate(i, d, cellOf{date: span{e.start, e.end}, end: endAt, title: part, name: role.name, part: len(parts) > 1})
	}
	return &d
}

// cellSentences handles a cell as a text.
func (w *walker) cellSentences(i int, cell span) {
	for _, p := range sentences(w.blocks[i].text[cell.start:cell.end]) {
		w.sentence(i, span{cell.start + p.start, cell.start + p.end})
	}
}

// longestCell is the cell of a row with the most words, and more than a number of
// them.
func longestCell(b *block, but func(n int) bool, words int) (at span, text []rune) {
	for n := range b.cells {
		if p, cell := b.cell(n); !but(n) && wordsIn(cell) > words {
			at, text, words = p, cell, wordsIn(cell)
		}
	}
	return at, text
}

// rowDate resolves the date of a row: its own, or the one above where the cell
// is empty.
func (w *walker) rowDate(at span, text []rune, above *resolved) (resolved, expression, bool) {
	if isBlank(text) && above != nil {
		return *above, expression{start: at.start, end: at.start, from: above.from}, true
	}
	e, ok := cellDate(text)
	if !ok {
		return resolved{}, e, false
	}
	e.start, e.end = e.start+at.start, e.end+at.start
	d, ok := w.place.resolve(e)
	return d, e, ok
}

// finerInside handles a cell that tells finer dates within the row's own: they
// are the events, and the row's date their year or month.
func (w *walker) finerInside(i int, d resolved, at span) bool {
	finer := false
	for _, e := range w.within(i, at) {
		_, precision := e.from.edtf()
		finer = finer || precision > d.precision
	}
	if !finer {
		return false
	}
	before, heading := len(w.found), w.place.heading
	w.place.sentence, w.place.paragraph, w.place.heading = point{}, point{}, d.from
	w.cellSentences(i, at)
	w.place.heading = heading
	return len(w.found) > before
}

// cellEvents cuts a cell into the events it lists: numbered, or on lines of
// their own, which readers of documents write with two blanks between. A cell
// that lists nothing is one event.
func cellEvents(s []rune, cell span) []span {
	var parts []span
	start := cell.start
	for i := cell.start + 1; i < cell.end; i++ {
		numbered := (terminal(s[i-1]) || isSpace(s[i-1])) && headingNumber(s[i:cell.end]) > 0
		if numbered || isSpace(s[i]) && isSpace(s[i-1]) {
			parts = appendSpan(parts, s, start, i)
			start = i
		}
	}
	parts = appendSpan(parts, s, start, cell.end)
	for n, p := range parts {
		_, number := entryNumber(s[p.start:p.end])
		parts[n].start += number
		if len(parts) < 2 || !headline(string(s[parts[n].start:p.end])) {
			return []span{cell} // lines that are no sentences of their own are one text
		}
	}
	return parts
}

// cellOf says where in a row date and title are.
type cellOf struct {
	date, end, title span
	name             string // of the title's column
	part             bool   // the quote is the title alone
}

// rowCandidate makes the event of a row.
func (w *walker) rowCandidate(i int, d resolved, at cellOf) {
	b := &w.blocks[i]
	title := b.text[at.title.start:at.title.end]
	parts := sentences(title)
	if len(parts) == 0 {
		return
	}
	first := title[parts[0].start:parts[0].end]
	ev := evidence{precision: d.precision, stand: standUnder, own: true, chronicle: w.chronicle, tells: entryTells(tell(first), first)}
	if ev.weight() < enough || ev.tells == tellsState && !w.chronicle && d.precision < byDay {
		for _, e := range w.within(i, at.date) {
			w.pass(i, e, ev.why())
		}
		return
	}
	whole := span{0, len(first)}
	t := makeTitle(first, segment{at: whole, whole: whole}, nearby{})
	t.rule, t.guessed = ruleTitleColumn, false
	if wordsIn([]rune(t.text)) == 0 && at.name != "" {
		t.text = at.name + " " + t.text // "Version 4.0"
		other := func(n int) bool {
			return b.cells[n].start == at.title.start || b.cells[n].start <= at.date.start && at.date.start < b.cells[n].end
		}
		if _, beside := longestCell(b, other, 3); beside != nil {
			t.text += ": " + shorten(tidy(string(beside)), maxTitle)
		}
	}
	pieces := []piece{{i, span{0, len(b.text)}}}
	if at.part {
		pieces = []piece{{i, at.date}, {i, at.title}}
	}
	wording := tidy(string(b.text[at.date.start:at.date.end]))
	if wording == "" {
		wording = d.text
	}
	c := &candidate{
		date: d, wording: wording, title: t, section: w.section(), lang: langOf(first), parts: 1,
		pieces: pieces, order: int(b.origin[0]), evidence: ev, dates: w.use(i, at.date) + w.use(i, at.end) + w.use(i, at.title),
	}
	c.date.rules = append([]RuleID{ruleDateColumn}, d.rules...)
	if full := tidy(string(title)); full != t.text {
		c.summary = shorten(full, maxSummary)
	}
	w.add(c)
}
