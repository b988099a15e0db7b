package table

import "almanac.example/events/edtf"

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
		if c.Role != NoRole || datedName(c.Name) < 3 {
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
