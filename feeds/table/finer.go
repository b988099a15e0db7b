package table

import (
	"regexp"
	"slices"

	"almanac.example/events/edtf"
)

// surelyDated is the most that datedName says.
const surelyDated = 3

// finerDate finds the column of the days in the years of another one, if there is no
// more than one by whose name it is the date of the event: conf_date beside year. Of
// some, such as films, the day is in a later year: rows that contradict are refused.
func (g *guesser) finerDate() {
	m := &g.mapping
	from, found := m.first(Year), -1
	if m.Format != "" || from < 0 || m.Has(Date) || m.Has(Month) || m.Has(Earliest) || m.Has(End) || m.Has(EndYear) {
		return
	}
	for i, c := range m.Columns {
		if c.Role != NoRole || datedName(c.Name) < surelyDated {
			continue
		}
		if within, both := g.finer(from, i); both == 0 || 3*within < 2*both {
			continue
		}
		if found >= 0 {
			return
		}
		found = i
	}
	if found >= 0 {
		m.Columns[found].Role = Date
	}
}

// decadeDate takes a column of decades beside one of years, which are not known in all
// rows.
func (g *guesser) decadeDate() {
	m := &g.mapping
	if m.Format != "" || !m.Has(Year) || m.Has(Date) || m.Has(Month) || m.Has(Earliest) || m.Has(End) || m.Has(EndYear) {
		return
	}
	for i, c := range m.Columns {
		if l := g.look(i); c.Role == NoRole && decade.MatchString(plainName(c.Name)) && 2*l.dates > l.filled {
			m.Columns[i].Role = Date
			return
		}
	}
}

// decade finds the names of columns of decades.
var decade = regexp.MustCompile(`(?i)^(?:decade|jahrzehnt|decennie|decada|decennio|decennium|dekade|dekada|十年)$`)

// finer counts the rows with a day in a column that lies in the year of another one,
// and those in which both are known; none if these are few, or not all are days.
func (g *guesser) finer(from, column int) (within, both int) {
	if l := g.look(column); g.mapping.Columns[from].Role != Year || l.filled == 0 || 10*l.dates < 9*l.filled {
		return 0, 0
	}
	m := Mapping{Columns: []Column{g.mapping.Columns[from], {Index: column, Name: g.mapping.Columns[column].Name, Role: Date}}}
	rows := g.body()[:min(len(g.body()), mostLooked)]
	d := newDates(&m, rows)
	for i := range rows {
		year, err := d.columns[from].read(rows[i].at(from), 0)
		if err != nil {
			continue
		}
		day, err := d.columns[column].read(rows[i].at(column), yearOf(year.Value))
		if err != nil {
			continue
		}
		if day.Value.Precision() != edtf.PrecisionDay {
			return 0, 0
		}
		if both++; day.Value.Within(year.Value) {
			within++
		}
	}
	if 2*both <= len(rows) {
		return 0, 0
	}
	return within, both
}

// local finds the names of columns with the day or the time of the place.
var local = regexp.MustCompile(`^local (?:date|day|time)\b|\b(?:date|day|time) local$`)

// localFirst are the columns in their order, after those of local days and times: the
// instant of another one may be of the zone of a server.
func (g *guesser) localFirst() []int {
	order := make([]int, len(g.mapping.Columns))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		isLocal := func(i int) int {
			if local.MatchString(plainName(g.mapping.Columns[i].Name)) {
				return 0
			}
			return 1
		}
		return isLocal(a) - isLocal(b)
	})
	return order
}

// isInstant reports whether a column, beside one of local days, is called as a time or
// date itself.
func (g *guesser) isInstant(from, column int) bool {
	role, _ := roleOf(g.mapping.Columns[column].Name)
	return local.MatchString(plainName(g.mapping.Columns[from].Name)) && (role == Time || role == Date)
}
