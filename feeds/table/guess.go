package table

import (
	"errors"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"almanac.example/events/edtf"
)

// mostLooked is how many rows are looked at to tell what a column holds.
const mostLooked = 200

// Guess finds out what the columns are: from their names in many languages, and
// from what stands in them. Mapping.Problem says what could not be found.
func (t *Table) Guess(Options) Mapping {
	g := guesser{table: t, looks: map[int]look{}}
	if len(t.Rows) == 0 {
		g.mapping.fail(errNothing())
		return g.mapping
	}
	g.findHeader()
	if g.mapping.fail(g.shape()); g.mapping.Why != nil {
		return g.mapping
	}
	g.recognise()
	g.monthDays()
	g.byName()
	var lanes error
	if !g.mapping.Has(Title) && !g.mapping.Has(Body) && !g.mapping.Has(Summary) {
		lanes = g.lanes()
	}
	g.byCells()
	g.shownDates()
	g.finerDate()
	g.decadeDate()
	g.ends()
	g.boundsByName()
	pairs := g.otherPairs()
	g.laterDates()
	m := g.mapping.checked()
	if lanes != nil {
		m.fail(lanes)
	}
	if m.Why == nil {
		m.fail(pairs)
	}
	if m.Why == nil {
		m.fail(g.doubts())
	}
	if m.Why == nil && len(g.body()) == 0 {
		m.fail(errNothing())
	}
	return m
}

// guesser works out a mapping.
type guesser struct {
	table   *Table
	mapping Mapping
	at      int // index of the first row below the header
	looks   map[int]look
}

// body are the rows below the header.
func (g *guesser) body() []Row { return g.table.Rows[g.at:] }

// label is what columns and things are numbered with: c12 is hardly about the year 12.
var label = regexp.MustCompile(`^[a-zA-Z]{1,2}\d{1,3}$`)

// isDateLike reports whether a cell reads as a date, or would if a question
// were answered.
func isDateLike(c Cell) bool {
	if c.Day {
		return true
	}
	if c.Text == "" || len(c.Text) > 80 || !strings.ContainsFunc(c.Text, isNumeral) || label.MatchString(c.Text) {
		return false
	}
	_, err := edtf.ParseLoose(clean(c.Text))
	var two *edtf.AmbiguousError
	var refused *edtf.RefusedError
	return err == nil || errors.As(err, &two) || errors.As(err, &refused) && (refused.Reason == edtf.RefusedNoYear && len(refused.Readings) > 0 || refused.Reason == edtf.RefusedSerial)
}

func isNumeral(r rune) bool {
	return unicode.IsDigit(r) || strings.ContainsRune("〇零一二三四五六七八九十元", r) || r == 'X' || r == 'V' || r == 'I'
}

// findHeader finds the row with the names of columns among the first ones.
func (g *guesser) findHeader() {
	rows := g.table.Rows
	best, most := -1, 0
	for i := 0; i < len(rows) && i < headRows; i++ {
		if n := headerness(&rows[i]); n > most {
			best, most = i, n
		}
	}
	if best >= 0 && best+1 < len(rows) && namesParts(&rows[best], &rows[best+1]) {
		best++
	}
	if best < 0 && len(rows) > 1 && g.looksLikeNames(0) {
		best = 0
	}
	width := columnsOf(rows)
	g.mapping.Columns = make([]Column, width)
	for c := range g.mapping.Columns {
		g.mapping.Columns[c].Index = c
		if best >= 0 {
			g.mapping.Columns[c].Name = strings.Clone(g.headerName(best, c)) // which outlives the file
		}
	}
	if g.at = best + 1; best >= 0 {
		g.mapping.Header = rows[best].Number
	} else {
		g.mapping.Header = -1
	}
}

// namesParts reports whether a row below the header names the parts of what
// stands above: year, month and day below start and end, or from and to below a
// date.
func namesParts(head, below *Row) bool {
	parts := 0
	for i, c := range below.Cells {
		role, _ := roleOf(c.Text)
		switch {
		case c.Text == "":
		case role == NoRole || c.Text == head.text(i) && !isPart(role):
			return false
		case (isPart(role) || role == Date || role == End) && c.Text != head.text(i):
			parts++
		}
	}
	return parts >= 2 && below.Number == head.Number+1
}

// isPart reports whether a role is that of a part of a date.
func isPart(role Role) bool { return role == Year || role == Month || role == Day || role == Time }

// headerness counts the cells of a row that are names of columns. A row with
// dates is none, nor one with long texts, which questions of forms are beside names.
func headerness(r *Row) int {
	n, dates, parts, long := 0, 0, 0, 0
	for _, c := range r.Cells {
		role, _ := roleOf(c.Text)
		switch {
		case utf8.RuneCountInString(c.Text) > 100:
			long++
		case role != NoRole:
			n++
			if slices.Contains([]Role{Date, Year, Title, Body, End, Month}, role) {
				parts++
			}
		case isDateLike(c):
			dates++
		case dateWord.MatchString(foldName(c.Text)):
			n++
		}
	}
	if dates > 0 && dates >= n || n == 0 || long > 0 && n < 2*long+1 || n == 1 && (parts == 0 || r.filled() > 1 && dates > 0 || r.filled() == 1 && utf8.RuneCountInString(r.Cells[0].Text) > 20) {
		return 0
	}
	return 10*n + min(r.filled(), 9)
}

// looksLikeNames reports whether a row without a known name is a header: it
// holds no date and no long text, and the rows below hold dates.
func (g *guesser) looksLikeNames(i int) bool {
	row := &g.table.Rows[i]
	if row.filled() < 2 {
		return false
	}
	for _, c := range row.Cells {
		if isDateLike(c) || utf8.RuneCountInString(c.Text) > 60 {
			return false
		}
	}
	g.at = i + 1
	defer clear(g.looks)
	for c := range row.Cells {
		if l := g.look(c); l.filled > 0 && 10*l.dates >= 6*l.filled {
			return true
		}
	}
	return false
}

// headerName is the name of a column, with what stands over it in a header of
// two rows.
func (g *guesser) headerName(row, column int) string {
	rows := g.table.Rows
	name := rows[row].text(column)
	if row == 0 || rows[row-1].Number != rows[row].Number-1 || rows[row-1].filled() < 2 {
		return name
	}
	over := rows[row-1].text(column)
	if role, _ := roleOf(name); over == "" && isPart(role) {
		over = g.overParts(row, column)
	}
	switch {
	case over == "" || over == name:
		return name
	case name == "":
		return over
	default:
		if role, _ := roleOf(over + " " + name); role != NoRole {
			return over + " " + name
		}
		return name
	}
}

// overParts is what stands over the first of the parts of a date to which a column
// belongs.
func (g *guesser) overParts(row, column int) string {
	rows := g.table.Rows
	for c := column; c >= 0; c-- {
		if role, _ := roleOf(rows[row].text(c)); !isPart(role) {
			return ""
		}
		if over := rows[row-1].text(c); over != "" {
			return over
		}
	}
	return ""
}

// shape finds tables that are none of events, row by row.
func (g *guesser) shape() error {
	rows, names := g.table.Rows, []string{}
	roles := map[Role]bool{}
	for i := 0; i < len(rows) && i < 20; i++ {
		if role, _ := roleOf(rows[i].text(0)); role != NoRole && rows[i].filled() > 2 {
			roles[role] = true
			names = append(names, rows[i].text(0))
		}
	}
	if (roles[Date] || roles[Year]) && (roles[Title] || roles[Body]) && g.mapping.Header != rows[0].Number || len(names) >= 3 && roles[Date] && roles[Title] {
		return refusal("transposed", "the table lies on its side: %s stand in its first column, one below the other, and each event has a column; turn rows and columns round (transpose)", quotedList(names))
	}
	head := &rows[max(g.at-1, 0)]
	dates, filled := 0, 0
	for _, c := range head.Cells[min(1, len(head.Cells)):] {
		if c.Text != "" {
			filled++
		}
		if isDateLike(c) {
			dates++
		}
	}
	if dates >= 3 && 10*dates >= 8*filled {
		return refusal("dates-across", "row %d holds dates, so that each column is one of them; a table of events has a row for each event", head.Number)
	}
	return nil
}

// look is what the cells of a column are.
type look struct {
	filled, dates, times, days, numbers, addresses int
	codes                                          int // longer numbers, colours and names of files
	distinct                                       map[string]bool
	letters                                        int // in all of them
}

var (
	// code is a number of more than four digits, or a colour as web pages write it.
	code = regexp.MustCompile(`^\d{5,}$|^#[0-9a-fA-F]{3,8}$`)
	// fileName is the name of a file.
	fileName = regexp.MustCompile(`(?i)^\S+\.(?:csv|tsv|xlsx?|pdf|docx?|pptx?|txt|html?|json|xml|zip|jpe?g|png|gif|svg|webp|tiff?|mp[34]|wav|mov)$`)
	// zeroDay is a time of the day with the day from which programs count: what is
	// kept as a date without being one.
	zeroDay = regexp.MustCompile(`^(?:1899-12-3[01]|1900-01-01|1970-01-01|0001-01-01)[T ]\d\d:\d\d`)
)

// look looks at the first rows of a column.
func (g *guesser) look(column int) look {
	if l, ok := g.looks[column]; ok {
		return l
	}
	l := look{distinct: map[string]bool{}}
	for i := range g.body()[:min(len(g.body()), mostLooked)] {
		c := g.body()[i].at(column)
		if c.Text == "" || contains(emptyWords(), strings.ToLower(c.Text)) {
			continue
		}
		l.filled++
		l.distinct[c.Text] = true
		l.letters += utf8.RuneCountInString(c.Text)
		n, isNumber := smallNumber(c.Text)
		switch {
		case isNumber && n <= 31: // 0: it is not known
			l.days++
		case isAddress(c.Text):
			l.addresses++
		case isTimeOnly(c.Text) || zeroDay.MatchString(c.Text):
			l.times++
		case isDateLike(c):
			l.dates++
		case code.MatchString(c.Text) || fileName.MatchString(c.Text):
			l.codes++
		}
		if isNumber {
			l.numbers++
		}
	}
	g.looks[column] = l
	return l
}

// said counts the rows that have something in a column without a role: a calendar of
// all months has many with nothing but its name.
func (g *guesser) said() int {
	n := 0
	for i := range g.body()[:min(len(g.body()), mostLooked)] {
		if slices.ContainsFunc(g.mapping.Columns, func(c Column) bool { return c.Role == NoRole && g.body()[i].text(c.Index) != "" }) {
			n++
		}
	}
	return n
}

// lanes finds tables with a column for each subject, of which a row fills one:
// none of them is the title.
func (g *guesser) lanes() error {
	var names []string
	single, rows := 0, g.body()[:min(len(g.body()), mostLooked)]
	var columns []int
	for i, c := range g.mapping.Columns {
		l := g.look(i)
		isText := c.Role == NoRole && l.filled > 0 && l.letters/l.filled >= 10 && 10*(l.dates+l.numbers+l.addresses) < l.filled
		if isText && 10*l.filled > 7*len(rows) {
			return nil // one that is filled in most rows is the title
		}
		if isText {
			columns, names = append(columns, i), append(names, c.label())
		}
	}
	for i := range rows {
		filled := 0
		for _, c := range columns {
			if rows[i].text(c) != "" {
				filled++
			}
		}
		if filled == 1 {
			single++
		}
	}
	if len(columns) < 2 || 10*single < 8*len(rows) {
		return nil
	}
	return refusal("lanes", "the table has a column for each subject (%s), and each row fills one of them; put the texts into one column and the subject into another, or say which is the title, as %s=title", strings.Join(names, ", "), strings.Trim(names[0], `"`))
}

// doubts names what has two answers.
func (g *guesser) doubts() error {
	if n := g.mapping.with(Date); len(n) > 1 && !g.mapping.Has(Year) {
		var labels []string
		for _, c := range n {
			labels = append(labels, c.label())
		}
		return refusal("several-dates", "several columns may hold the date of the event: %s; say which one with --map, as %s=date", strings.Join(labels, ", "), strings.Trim(labels[0], `"`))
	}
	return nil
}
