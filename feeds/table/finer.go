package table

import "almanac.example/events/edtf"

// finerDate finds the column of the days in the years of another one, if there is no
// more than one by whose name it is the date of the event: conf_date beside year.
func (g *guesser) finerDate() {
	m := &g.mapping
	from, found := m.first(Year), -1
	if m.Format != "" || from < 0 || m.Has(Date) || m.Has(Month) || m.Has(Earliest) || m.Has(End) || m.Has(EndYear) {
		return
	}
	for i, c := range m.Columns {
		if c.Role != NoRole || datedName(c.Name) < 3 || !g.isFiner(from, i) {
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

// isFiner reports whether a column has a day that lies in the year of another one, in
// all rows in which both are known.
func (g *guesser) isFiner(from, column int) bool {
	if l := g.look(column); g.mapping.Columns[from].Role != Year || l.filled == 0 || 10*l.dates < 9*l.filled {
		return false
	}
	m := Mapping{Columns: []Column{g.mapping.Columns[from], {Index: column, Name: g.mapping.Columns[column].Name, Role: Date}}}
	rows, both := g.body()[:min(len(g.body()), mostLooked)], 0
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
		if day.Value.Precision() != edtf.PrecisionDay || !day.Value.Within(year.Value) {
			return false
		}
		both++
	}
	return 2*both > len(rows)
}
