package table

import (
	"slices"
	"strings"

	"almanac.example/events/edtf"
)

// Beside the date stand, in many tables, a first and a last one of something else:
// BeginDate and EndDate of the artist, who lived around the date of the work. A pair
// that has the date's own name are its bounds.

// boundsByName gives columns their roles whose names say that they are bounds.
func (g *guesser) boundsByName() {
	for i := range g.mapping.Columns {
		c := &g.mapping.Columns[i]
		l := g.look(i)
		if c.Role != NoRole || g.mapping.Format != "" || 2*l.dates < l.filled {
			continue
		}
		for says, role := range map[dateName]Role{namesEarliest: Earliest, namesLatest: Latest} {
			if nameSays(c.Name, says) && !g.taken(role, "") {
				c.Role = role
			}
		}
	}
}

// otherPairs finds a beginning and an end that stand beside a column which is called
// the date. Where the date lies between them they are not its own; where it is
// neither that nor the same as the beginning, it is not known which counts.
func (g *guesser) otherPairs() error {
	m := &g.mapping
	for to := range m.Columns {
		end := &m.Columns[to]
		if m.Format != "" || end.Role != End && (end.Role != NoRole || !nameSays(end.Name, namesEnd)) {
			continue
		}
		from := g.named(beginnings(plainName(end.Name)))
		date := g.dateBeside(from, to)
		if from < 0 || date < 0 {
			continue
		}
		begin := &m.Columns[from]
		within, same, others := g.between(date, from, to)
		switch {
		case 10*same >= 9*(within+same+others) && same > 0: // of one day each
		case within+same >= others && within+same > 0:
			m.Columns[date].Role = Date
			if 10*others <= within && isNamedFor(begin.Name, m.Columns[date].Name) && isNamedFor(end.Name, m.Columns[date].Name) {
				begin.Role, end.Role = Earliest, Latest
				continue
			}
			begin.Role, end.Role = NoRole, NoRole
			begin.Note = "left out: with " + end.label() + " it tells of something around " + m.Columns[date].label()
			end.Note = "left out: with " + begin.label() + " it tells of something around " + m.Columns[date].label()
		case others > 0:
			labels := []string{m.Columns[date].label(), begin.label()}
			return refusal("several-dates", "several columns may hold the date of the event: %s; say which one with --map, as %s=date", strings.Join(labels, ", "), strings.Trim(labels[0], `"`))
		}
	}
	return nil
}

// isNamedFor reports whether a column has another's name and more words, which
// stand behind it, or between its words: date_begin beside date, Object Begin Date
// beside Object Date. What the date of an artist is called begins differently.
func isNamedFor(name, of string) bool {
	words, left := strings.Fields(plainName(of)), strings.Fields(plainName(name))
	if len(words) == 0 || len(left) <= len(words) || left[0] != words[0] {
		return false
	}
	for _, word := range words {
		i := slices.Index(left, word)
		if i < 0 {
			return false
		}
		left = left[i+1:]
	}
	return true
}

// named is the first column of one of the names; -1: there is none.
func (g *guesser) named(names []string) int {
	return slices.IndexFunc(g.mapping.Columns, func(c Column) bool { return slices.Contains(names, plainName(c.Name)) })
}

// dateBeside is the column that is called the date beside a beginning and an end;
// -1: there is none, or it holds few dates.
func (g *guesser) dateBeside(from, to int) int {
	return slices.IndexFunc(g.mapping.Columns, func(c Column) bool {
		role, _ := roleOf(c.Name)
		l := g.look(c.Index)
		return c.Index != from && c.Index != to && role == Date && (c.Role == Date || c.Role == NoRole) && l.filled > 0 && 10*l.dates >= 6*l.filled
	})
}

// between counts the rows in which a date lies between two others, is the first of
// them, and neither.
func (g *guesser) between(date, from, to int) (within, same, others int) {
	m := Mapping{}
	for _, c := range []int{date, from, to} {
		m.Columns = append(m.Columns, Column{Index: c, Role: Date})
	}
	rows := g.body()[:min(len(g.body()), mostLooked)]
	d := newDates(&m, rows)
	for i := range rows {
		read := func(column int) (edtf.Value, bool) {
			cell := rows[i].at(column)
			cell.Text = strings.Trim(cell.Text, "()[]")
			r, err := d.columns[column].read(cell, 0)
			return r.Value, err == nil
		}
		at, ok := read(date)
		first, ok1 := read(from)
		last, ok2 := read(to)
		switch {
		case !ok || !ok1:
		case at.Equal(first):
			same++
		case isBefore(at, first) || ok2 && isBefore(last, at):
			others++
		default:
			within++
		}
	}
	return within, same, others
}
