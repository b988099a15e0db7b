package table

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"almanac.example/events"
	"almanac.example/events/edtf"
)

// Padding is what becomes of days that most rows of a column share.
type Padding string

// What becomes of them.
const (
	PaddingAsk   Padding = ""      // the rows are refused, with the question
	PaddingKeep  Padding = "keep"  // they are days
	PaddingYear  Padding = "year"  // only the year is meant
	PaddingMonth Padding = "month" // only year and month are meant
)

// Column is what a column of the table is taken for. What dates of it leave
// open is decided for all rows alike.
type Column struct {
	Index    int      `json:"index"` // from 0
	Name     string   `json:"name"`  // as it stands in the header; "" without one
	Role     Role     `json:"role"`
	Lang     string   `json:"lang,omitempty"`  // of texts (BCP 47); "": Options.Lang
	Order    string   `json:"order,omitempty"` // of dates in numbers: day-first, month-first, year-first; "": what the rows say
	Century  int      `json:"century,omitempty"`
	Year     int      `json:"year,omitempty"`     // of dates that name none
	Negative string   `json:"negative,omitempty"` // bc: -333 is 333 BC; astronomical: it is 334 BC
	Padding  Padding  `json:"padding,omitempty"`
	Fill     bool     `json:"fill,omitempty"`   // an empty cell means what stands above it
	Empty    []string `json:"empty,omitempty"`  // words that mean no date
	MayEnd   bool     `json:"mayEnd,omitempty"` // left out, and may be the end: rows with a later date here wait for an answer
	Same     bool     `json:"same,omitempty"`   // left out, and of the same date in most rows: those in which it says another are refused
	Note     string   `json:"note,omitempty"`   // why it was taken for that, or left out; "": its name says so
}

// Mapping is what a table is taken for.
type Mapping struct {
	Header  int      `json:"header"`           // number of the row with the names of columns; 0 and less: none
	Format  string   `json:"format,omitempty"` // TimelineJS, Localist and so on; "": none that is known
	Columns []Column `json:"columns"`          // of which something is taken, and the others
	Problem string   `json:"problem,omitempty"`
	Why     error    `json:"-"` // the same: a *Refusal
}

// with lists the columns of a role.
func (m *Mapping) with(role Role) []Column {
	var list []Column
	for _, c := range m.Columns {
		if c.Role == role {
			list = append(list, c)
		}
	}
	return list
}

// first is the index of the first column of a role, -1 if there is none.
func (m *Mapping) first(role Role) int {
	for _, c := range m.Columns {
		if c.Role == role {
			return c.Index
		}
	}
	return -1
}

// Has reports whether a column has the role.
func (m *Mapping) Has(role Role) bool { return m.first(role) >= 0 }

// Apply takes what a person says of columns over: "Datum=date,Titel=title_de",
// one column after the other, or one a line. A column is called by its name, by
// its letter, or as "column B". Options follow the role, each behind a colon:
//
//	day-first  month-first  year-first   the order of 4/10/2019
//	century=1930                         years of two digits begin there
//	year=2019                            the year of dates without one
//	bc  astronomical                     what -333 is
//	padding=year|month|keep              what a day is that most rows share
//	fill                                 an empty cell means what stands above
//	empty=WORD                           a word that means no date
func (m Mapping) Apply(text string) (Mapping, error) {
	m.Columns = slices.Clone(m.Columns)
	var named []int
	for _, item := range splitMapping(text) {
		name, what, ok := cutLast(item, '=')
		if !ok {
			return m, mappingError("%q is no column with its role; write it as Datum=date", item)
		}
		at := m.find(strings.TrimSpace(name))
		if at < 0 {
			return m, mappingError("the table has no column %q; it has %s", name, m.names())
		}
		c := Column{Index: m.Columns[at].Index, Name: m.Columns[at].Name}
		if err := c.set(what); err != nil {
			return m, err
		}
		m.Columns[at] = c
		named = append(named, at)
	}
	m.yield(named)
	return m.checked(), nil
}

func mappingError(format string, args ...any) error {
	return &events.Invalid{Subject: "mapping", Problems: []events.Problem{{Field: "map", Reason: fmt.Sprintf(format, args...)}}}
}

// splitMapping splits at commas and line ends.
func splitMapping(text string) []string {
	list := strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == '\n' || r == '\r' })
	for i := range list {
		list[i] = strings.TrimSpace(list[i])
	}
	return slices.DeleteFunc(list, func(s string) bool { return s == "" || strings.HasPrefix(s, "#") })
}

// cutLast cuts an item at the sign that is followed by a role: names of columns
// may hold it, too.
func cutLast(item string, sign byte) (name, what string, ok bool) {
	for i := range len(item) {
		if item[i] != sign {
			continue
		}
		role, _, _ := strings.Cut(item[i+1:], ":")
		if _, _, err := readRole(role); err == nil {
			return item[:i], item[i+1:], true
		}
	}
	i := strings.LastIndexByte(item, sign)
	return item[:max(i, 0)], item[i+1:], i > 0
}

// find is the column of a name, -1 if there is none.
func (m *Mapping) find(name string) int {
	for i, c := range m.Columns {
		if c.Name == name {
			return i
		}
	}
	for i, c := range m.Columns {
		if foldName(c.Name) == foldName(name) && name != "" || strings.EqualFold(letters(c.Index), name) || strings.EqualFold(unnamed+letters(c.Index), name) {
			return i
		}
	}
	return -1
}

// unnamed begins what a column is called that is not called by its name.
const unnamed = "column "

// names tells the columns of a table, the first ones.
func (m *Mapping) names() string {
	var list []string
	for _, c := range m.Columns[:min(len(m.Columns), 30)] {
		list = append(list, c.label())
	}
	return strings.Join(list, ", ")
}

// label is how a column is called.
func (c Column) label() string {
	if c.Name != "" {
		return strconv.Quote(strings.Join(strings.Fields(c.Name), " "))
	}
	return unnamed + letters(c.Index)
}

// Letters are what spreadsheets call the column: A, B … AA.
func (c Column) Letters() string { return letters(c.Index) }

// letters is a column's name in a spreadsheet: A, B … AA.
func letters(index int) string {
	text := ""
	for n := index + 1; n > 0; n = (n - 1) / 26 {
		text = string(rune('A'+(n-1)%26)) + text
	}
	return text
}

// readRole reads a role with its language: title_de.
func readRole(text string) (Role, string, error) {
	text = strings.TrimSpace(text)
	if text == "" || text == "-" || text == "ignore" {
		return NoRole, "", nil
	}
	name, lang, _ := strings.Cut(text, "_")
	role := Role(strings.ToLower(name))
	switch {
	case !slices.Contains(roles(), role):
		return NoRole, "", mappingError("%q is no role; there are %s", text, roleNames())
	case lang != "" && (!slices.Contains(inLanguages(), role) || languageNamed(strings.ReplaceAll(lang, "_", "-")) == ""):
		return NoRole, "", mappingError("%q has no language that is known, or one where none belongs", text)
	case lang != "":
		lang = languageNamed(strings.ReplaceAll(lang, "_", "-"))
	}
	return role, lang, nil
}

func roleNames() string {
	var names []string
	for _, r := range roles() {
		names = append(names, string(r))
	}
	return strings.Join(names, ", ")
}

// set reads a role and its options.
func (c *Column) set(text string) error {
	parts := strings.Split(text, ":")
	var err error
	if c.Role, c.Lang, err = readRole(parts[0]); err != nil {
		return err
	}
	for _, option := range parts[1:] {
		if err := c.option(strings.TrimSpace(option)); err != nil {
			return err
		}
	}
	return nil
}

func (c *Column) option(text string) error {
	name, value, _ := strings.Cut(text, "=")
	n, bad := strconv.Atoi(value)
	switch {
	case orders()[text] != edtf.OrderUnknown:
		c.Order = text
	case text == "bc" || text == "astronomical":
		c.Negative = text
	case text == "fill":
		c.Fill = true
	case name == "century" && bad == nil && n > 0 && n < 10_000:
		c.Century = n
	case name == "year" && bad == nil && n > -10_000 && n < 10_000:
		c.Year = n
	case name == "empty" && value != "":
		c.Empty = append(c.Empty, value)
	case name == "padding" && (value == "year" || value == "month" || value == "keep"):
		c.Padding = Padding(value)
	default:
		return mappingError("%q is no option of a column; there are day-first, month-first, year-first, century=1930, year=2019, bc, astronomical, padding=year, padding=month, padding=keep, fill, empty=WORD", text)
	}
	return nil
}

func orders() map[string]edtf.Order {
	return map[string]edtf.Order{"day-first": edtf.DayFirst, "month-first": edtf.MonthFirst, "year-first": edtf.YearFirst}
}

// yield takes roles that are said of some columns away from those of which they
// were guessed.
func (m *Mapping) yield(named []int) {
	ends := m.Has(End) || m.Has(EndYear)
	for i := range m.Columns {
		c := &m.Columns[i]
		if c.MayEnd = c.MayEnd && !ends; slices.Contains(named, i) {
			continue
		}
		for _, n := range named {
			if by := m.Columns[n]; by.Role != NoRole && (by.Role == c.Role && by.Lang == c.Lang) {
				c.Role = NoRole
			}
		}
	}
}

// checked says what is missing for events.
func (m Mapping) checked() Mapping {
	m.Problem, m.Why = "", nil
	dated := m.Has(Date) || m.Has(Year) || m.Has(Earliest) || m.Has(Latest)
	titled := m.Has(Title) || m.Has(Body) || m.Has(Summary) || m.Has(Place)
	switch {
	case !dated && !titled:
		m.fail(refusal("no-columns", "no column is known for a date, and none for a title"))
	case !dated:
		m.fail(refusal("no-date-column", "no column is known for a date"))
	case !titled:
		m.fail(refusal("no-title-column", "no column is known for a title"))
	}
	return m
}

// errNothing means that a table has no row that an event could be made of.
func errNothing() error { return refusal("no-rows", "the table has no rows below its header") }

// fail says why no row is read; nil: nothing.
func (m *Mapping) fail(err error) {
	if m.Why = err; err != nil {
		m.Problem = err.Error()
	}
}
