package report

import "strings"

// Tables: which column holds the date, which the title.

// columnRole says what a table's columns are; -1 where there is none.
type columnRole struct {
	date, end, title int
	head             bool   // the first row is the head
	name             string // of the title column, where the head gives it
}

// table handles the rows [from, to) of one table.
func (w *walker) table(from, to int) {
	w.place.sentence, w.place.paragraph = point{}, point{}
	if dates := w.dateHeads(from, to); dates != nil {
		w.dateTable(from, to, dates)
		return
	}
	if parts, ok := w.partsOfDate(from); ok {
		w.partedTable(from, to, parts)
		return
	}
	role := w.columns(from, to)
	if role.date < 0 {
		for i := from; i < to; i++ {
			w.proseRow(i)
		}
		return
	}
	var last *resolved
	for i := from; i < to; i++ {
		if role.head && i == from {
			continue
		}
		last = w.row(i, role, last)
	}
}

// proseRow handles a row without a date column: its cells are texts.
func (w *walker) proseRow(i int) {
	b := &w.blocks[i]
	for _, c := range b.cells {
		for _, p := range sentences(b.text[c.start:c.end]) {
			w.sentencesOf(i, span{c.start + p.start, c.start + p.end})
		}
	}
}

// columns finds the roles: the date column is the one with most dates, the
// title column the one so named, else the one with the longest texts.
func (w *walker) columns(from, to int) columnRole {
	role := columnRole{date: -1, end: -1, title: -1}
	dates, widths := map[int]int{}, map[int]int{}
	columns, rows := 0, 0
	for i := from; i < to; i++ {
		b := &w.blocks[i]
		rows++
		columns = max(columns, len(b.cells))
		for n, c := range b.cells {
			cell := b.text[c.start:c.end]
			if cellDate(cell) {
				dates[n]++
				continue
			}
			widths[n] += wordsIn(cell)
		}
	}
	for n := range columns {
		if dates[n] > 0 && (role.date < 0 || dates[n] > dates[role.date]) {
			role.date = n
		}
	}
	if role.date < 0 || dates[role.date]*3 < rows && dates[role.date] < 3 {
		role.date = -1
		return role
	}
	for n := range columns {
		if n > role.date && dates[n]*2 > rows && role.end < 0 && w.endColumn(from, n) {
			role.end = n
		}
		if n != role.date && n != role.end && (role.title < 0 || widths[n] > widths[role.title]) {
			role.title = n
		}
	}
	w.readHead(from, &role)
	return role
}

// endColumn says whether the head names a column the end of what the date
// column begins.
func (w *walker) endColumn(head, n int) bool {
	b := &w.blocks[head]
	if n >= len(b.cells) {
		return false
	}
	switch strings.ToLower(strings.TrimSpace(string(b.text[b.cells[n].start:b.cells[n].end]))) {
	case "结束", "结束时间", "结束日期", "终止时间", "截止", "止", "至", "end", "ends", "end date", "to", "until", "through", "finish":
		return true
	}
	return false
}

// readHead takes the roles from a head row where there is one.
func (w *walker) readHead(i int, role *columnRole) {
	b := &w.blocks[i]
	if role.date >= len(b.cells) {
		return
	}
	c := b.cells[role.date]
	if cellDate(b.text[c.start:c.end]) {
		return
	}
	if !b.head && isBlank(b.text[c.start:c.end]) {
		return
	}
	role.head = true
	for n, c := range b.cells {
		name := strings.ToLower(strings.TrimSpace(string(b.text[c.start:c.end])))
		if n != role.date && n != role.end && titleColumn(name) {
			role.title, role.name = n, tidy(string(b.text[c.start:c.end]))
			return
		}
	}
}

// titleColumn says whether a column's name promises what happened.
func titleColumn(name string) bool {
	switch name {
	case "事件", "事项", "内容", "活动", "活动名称", "名称", "项目", "大事", "主要内容", "事件名称", "标题", "主题", "重要事件", "会议名称", "里程碑", "工作内容", "事由", "紀事", "記事", "纪事",
		"event", "events", "milestone", "title", "what", "activity", "description", "what happened", "development", "name", "achievement", "highlight",
		"奖项", "获奖项目", "荣誉", "荣誉名称", "项目名称", "成果", "award", "honour", "version", "release", "edition", "excursion", "版本", "版本号", "产品":
		return true
	}
	return false
}

// cellDate says whether a cell is a date or begins with one and says nothing
// else.
func cellDate(cell []rune) bool {
	_, ok := wholeDate(cell)
	return ok
}

// wordsIn counts the letters and Han characters of a cell; figures do not
// make a title.
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
	d, e, ok := w.cellDate(at, text, above)
	if !ok {
		w.proseRow(i)
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
	if scopeRank(d.from) == 1 && w.place.heading.saysYear() && d.from.year == 0 {
		return above
	}
	w.place.last = d.from
	titleAt, title := cell(role.title)
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
	for _, e := range datesWithin(b.text, at) {
		finer = finer || precisionOf(e.from) > d.precision
	}
	if !finer {
		return false
	}
	before, heading := w.events, w.place.heading
	w.place.heading = d.from
	for _, p := range sentences(b.text[at.start:at.end]) {
		w.sentencesOf(i, span{at.start + p.start, at.start + p.end})
	}
	w.place.heading = heading
	return w.events > before
}

// cellDate resolves the date of a row: its own, or the one above where the
// cell is empty.
func (w *walker) cellDate(at span, text []rune, above *resolved) (resolved, expression, bool) {
	if isBlank(text) {
		if above == nil {
			return resolved{}, expression{}, false
		}
		return *above, expression{start: at.start, end: at.start}, true
	}
	e, ok := wholeDate(text)
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

// rowCandidate makes the event of a row.
func (w *walker) rowCandidate(i int, d resolved, at cellOf) {
	b, title := &w.blocks[i], at.title
	s := b.text
	parts := sentences(s[title.start:title.end])
	if len(parts) == 0 {
		return
	}
	first := span{title.start + parts[0].start, title.start + parts[0].end}
	text := string(s[first.start:first.end])
	if statisticZh(text, headline(text)) || d.precision == byYear && !headline(text) && !w.dated && wordsIn(s[first.start:first.end]) < 8 {
		w.pass(i, expression{start: first.start, end: first.end}, RuleNotStatistic)
		return
	}
	seg := segment{at: first, whole: first, date: expression{start: first.start, end: first.start}}
	t := makeTitle(s, seg, nearby{section: w.section()})
	t.rule, t.guessed = RuleTitleColumn, false
	if wordsIn([]rune(t.text)) == 0 && at.name != "" {
		t.text = at.name + " " + t.text // "Version 4.0"
	}
	pieces, dated := []piece{{i, span{0, len(s)}}}, s
	if at.head >= 0 {
		pieces, dated = []piece{{at.head, at.date}, {i, title}}, w.blocks[at.head].text
	}
	wording := tidy(string(dated[at.date.start:at.date.end]))
	if wording == "" {
		wording = d.text
	}
	c := candidate{
		date: d, wording: wording, title: t, section: w.section(), lang: langOf(s[first.start:first.end]), parts: 1,
		pieces: pieces, order: int(b.origin[0]), verdict: verdict{event: true, why: RuleEventList, strong: headline(text)},
	}
	c.date.rules = append([]RuleID{RuleDateColumn}, d.rules...)
	if full := tidy(string(s[title.start:title.end])); full != t.text {
		c.summary = shorten(full, maxSummary)
	}
	w.add(c)
}
