package report

import "strings"

// Tables: which column holds the date, which the title.

// columnRole says what a table's columns are; -1 where there is none.
type columnRole struct {
	date, end, title int
	year             int // a column of years beside one of days and months
	columns          int
	head             bool   // the first row is the head
	name             string // of the title column, where the head gives it
}

// table handles the rows [from, to) of one table. One that goes on after the
// end of a page, without a head, has the columns of the one before.
func (w *walker) table(from, to int) {
	w.place.sentence, w.place.paragraph = point{}, point{}
	w.told, w.teller = -1, nil
	defer func() {
		for i := from; i < to; i++ {
			w.settle(i)
		}
	}()
	role := w.columns(from, to)
	if !role.head && w.role.columns == role.columns && w.role.date >= 0 {
		role = w.role
		role.head = false
	}
	w.role = role
	var last *resolved
	defer func(p point) { w.place.heading = p }(w.place.heading)
	for i := from; i < to; i++ {
		w.rowYear(i, role)
		switch {
		case role.head && i == from:
		case role.date < 0:
			w.proseRow(i, -1)
		default:
			last = w.row(i, role, last)
		}
	}
}

// proseRow handles the cells of a row, but for one, as texts.
func (w *walker) proseRow(i, but int) {
	b := &w.blocks[i]
	for n, c := range b.cells {
		if n == but {
			continue
		}
		for _, p := range sentences(b.text[c.start:c.end]) {
			w.sentence(i, span{c.start + p.start, c.start + p.end})
		}
	}
}

// columns finds the roles: the date column is the one with most dates, the
// title column the one so named, else the one with the longest texts.
func (w *walker) columns(from, to int) columnRole {
	role := columnRole{date: -1, end: -1, title: -1, year: -1}
	dates, years, widths, filled := map[int]int{}, map[int]int{}, map[int]int{}, map[int]int{}
	for i := from; i < to; i++ {
		b := &w.blocks[i]
		role.columns = max(role.columns, len(b.cells))
		for n, c := range b.cells {
			cell := b.text[c.start:c.end]
			if !isBlank(cell) {
				filled[n]++
			}
			e, ok := cellDate(cell)
			switch {
			case !ok:
				widths[n] += wordsIn(cell)
				continue
			case e.yearOnly() && e.from.saysYear():
				years[n]++
			}
			dates[n]++
		}
	}
	for n := range role.columns {
		if dates[n]*2 >= filled[n] && dates[n] > 0 && (role.date < 0 || dates[n] > dates[role.date]) {
			role.date = n
		}
	}
	role.takeYears(years, dates)
	w.readHead(from, &role)
	for n := range role.columns {
		if n > role.date && role.date >= 0 && dates[n]*2 > to-from && role.end < 0 && w.endColumn(from, n) {
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
	b := &w.blocks[i]
	if n >= len(b.cells) {
		return ""
	}
	return strings.ToLower(strings.TrimSpace(string(b.text[b.cells[n].start:b.cells[n].end])))
}

// endColumn says whether the head names a column the end of what the date
// column begins.
func (w *walker) endColumn(head, n int) bool {
	switch w.cellName(head, n) {
	case "结束", "结束时间", "结束日期", "终止时间", "截止", "止", "至", "end", "ends", "end date", "to", "until", "through", "finish":
		return true
	}
	return false
}

// titleColumns are the names of columns that promise what happened.
var titleColumns = wordSetOf("事件|事项|内容|活动|活动名称|名称|项目|大事|主要内容|事件名称|标题|主题|会议名称|里程碑|工作内容|纪事|event|events|milestone|title|what|activity|description|what happened|development|name|achievement|highlight|task|deliverable|award|version|release|版本|奖项|荣誉")

func wordSetOf(words string) map[string]bool {
	set := map[string]bool{}
	for w := range strings.SplitSeq(words, "|") {
		set[w] = true
	}
	return set
}

// readHead takes the roles from a head row where there is one.
func (w *walker) readHead(i int, role *columnRole) {
	b := &w.blocks[i]
	if role.date >= len(b.cells) || role.date < 0 {
		return
	}
	c := b.cells[role.date]
	if _, ok := cellDate(b.text[c.start:c.end]); ok || !b.head && isBlank(b.text[c.start:c.end]) {
		return
	}
	role.head = true
	for n, c := range b.cells {
		if n != role.date && titleColumns[w.cellName(i, n)] {
			role.title, role.name = n, tidy(string(b.text[c.start:c.end]))
			return
		}
	}
}

// cellDate reads a cell that is a date: one expression, with few words besides
// ("Week 1 (Apr 24-30)", "Mar 15, 2025 onwards").
func cellDate(cell []rune) (expression, bool) {
	if e, ok := wholeDate(cell); ok {
		return e, true
	}
	if len(cell) > 40 {
		return expression{}, false
	}
	found := findDates(cell)
	if len(found) != 1 || wordsIn(cutDate(cell, span{0, len(cell)}, found[0])) > 9 {
		return expression{}, false
	}
	return found[0], true
}

// wordsIn counts the letters of a text, a Han character being two; figures do
// not make a title.
func wordsIn(cell []rune) int {
	n := 0
	for _, r := range cell {
		if isHan(r) {
			n += 2
		} else if isLetter(r) {
			n++
		}
	}
	return n
}

// row handles one row; it returns the date for the rows under it whose date
// cell is empty.
func (w *walker) row(i int, role columnRole, above *resolved) *resolved {
	b := &w.blocks[i]
	cell := func(n int) (span, []rune) {
		if n < 0 || n >= len(b.cells) {
			return span{}, nil
		}
		return b.cells[n], b.text[b.cells[n].start:b.cells[n].end]
	}
	at, text := cell(role.date)
	if _, dated := cellDate(text); !dated && role.year >= 0 {
		if y, year := cell(role.year); !isBlank(year) {
			at, text = y, year
		}
	}
	d, e, ok := w.rowDate(at, text, above)
	if !ok {
		w.proseRow(i, -1)
		return above
	}
	if _, end := cell(role.end); end != nil {
		if f, ok := wholeDate(end); ok {
			r := expression{start: e.start, end: e.end, from: e.from, to: f.from, ranged: true}
			if both, ok := w.place.resolve(r); ok {
				d = both
			}
		}
	}
	w.place.last = d.from
	titleAt, title := cell(role.title)
	if isBlank(title) {
		titleAt, title = w.longestCell(i, role)
	}
	if wordsIn(title) < 3 && !(role.name != "" && !isBlank(title)) {
		return &d
	}
	if w.finerInside(i, d, titleAt) {
		return &d
	}
	parts := cellEvents(b.text, titleAt)
	for _, part := range parts {
		at := cellOf{date: span{e.start, e.end}, head: -1, title: part, name: role.name}
		if len(parts) > 1 {
			at.head = i // the quote is the part, not the row
		}
		w.rowCandidate(i, d, at)
	}
	return &d
}

// longestCell is the cell of a row with the most words besides its dates.
func (w *walker) longestCell(i int, role columnRole) (at span, text []rune) {
	b := &w.blocks[i]
	for n, c := range b.cells {
		if cell := b.text[c.start:c.end]; n != role.date && n != role.end && wordsIn(cell) > wordsIn(text) {
			at, text = c, cell
		}
	}
	return at, text
}

// rowDate resolves the date of a row: its own, or the one above where the cell
// is empty.
func (w *walker) rowDate(at span, text []rune, above *resolved) (resolved, expression, bool) {
	if isBlank(text) {
		if above == nil {
			return resolved{}, expression{}, false
		}
		return *above, expression{start: at.start, end: at.start}, true
	}
	e, ok := cellDate(text)
	if !ok {
		return resolved{}, expression{}, false
	}
	e.start, e.end = e.start+at.start, e.end+at.start
	if above != nil && !e.from.saysYear() && w.place.report() == 0 && !w.place.heading.saysYear() {
		w.place.last = above.from
	}
	d, ok := w.place.resolve(e)
	return d, e, ok
}

// cellOf says where in a row, or in the head of its table, date and title are.
type cellOf struct {
	date, title span
	head        int    // the row whose date is quoted by itself, -1 to quote the whole row
	name        string // of the title's column
}

// finerInside handles a cell that tells finer dates within the row's own: they
// are the events, and the row's date their year or month.
func (w *walker) finerInside(i int, d resolved, at span) bool {
	b := &w.blocks[i]
	finer := false
	for _, e := range w.within(i, at) {
		finer = finer || precisionOf(e.from) > d.precision
	}
	if !finer {
		return false
	}
	before, heading := len(w.found), w.place.heading
	w.place.sentence, w.place.paragraph, w.place.heading = point{}, point{}, d.from
	for _, p := range sentences(b.text[at.start:at.end]) {
		w.sentence(i, span{at.start + p.start, at.start + p.end})
	}
	w.place.heading = heading
	return len(w.found) > before
}

// rowCandidate makes the event of a row.
func (w *walker) rowCandidate(i int, d resolved, at cellOf) {
	b, title := &w.blocks[i], at.title
	s := b.text
	parts := sentences(s[title.start:title.end])
	if len(parts) == 0 {
		return
	}
	first := span{title.start + parts[0].start, title.start + parts[0].end}
	from := i
	if at.head >= 0 {
		from = at.head
	}
	ev := evidence{precision: d.precision, stand: standUnder, own: true, chronicle: w.chronicle, tells: entryTells(tell(s[first.start:first.end]), s[first.start:first.end])}
	if ev.weight() < enough || ev.tells == tellsState && !w.chronicle && d.precision < byDay {
		for _, e := range w.within(from, at.date) {
			w.pass(from, e, ev.why())
		}
		return
	}
	seg := segment{at: first, whole: first, date: expression{start: first.start, end: first.start}}
	t := makeTitle(s, seg, nearby{section: w.section()})
	t.rule, t.guessed = ruleTitleColumn, false
	if wordsIn([]rune(t.text)) == 0 && at.name != "" {
		t.text = at.name + " " + t.text // "Version 4.0"
		if other := cellBeside(b, at); other != "" {
			t.text += ": " + other
		}
	}
	pieces, dated := []piece{{i, span{0, len(s)}}}, s
	if at.head >= 0 {
		pieces, dated = []piece{{at.head, at.date}, {i, title}}, w.blocks[at.head].text
	}
	wording := tidy(string(dated[at.date.start:at.date.end]))
	if wording == "" {
		wording = d.text
	}
	c := &candidate{
		date: d, wording: wording, title: t, section: w.section(), lang: langOf(s[first.start:first.end]), parts: 1,
		pieces: pieces, order: int(b.origin[0]), evidence: ev, dates: w.use(from, at.date) + w.use(i, title),
	}
	c.date.rules = append([]RuleID{ruleDateColumn}, d.rules...)
	if full := tidy(string(s[title.start:title.end])); full != t.text {
		c.summary = shorten(full, maxSummary)
	}
	w.add(c)
}
