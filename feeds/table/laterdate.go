package table

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"almanac.example/events/edtf"
)

// A second column of dates, left out, would make of a range its first day. So it
// is the end if name and cells say so; if they say that it is of something else it
// is left out, which is told; and rows of which neither is known wait.

// laterDates finds the end among the columns that nothing is known of.
func (g *guesser) laterDates() {
	m := &g.mapping
	from := m.beginning()
	if m.Format != "" || from < 0 {
		return
	}
	for i := range m.Columns {
		c := &m.Columns[i]
		l := g.look(i)
		if c.Role != NoRole || c.Note != "" || l.filled == 0 || 10*l.dates < 6*l.filled || g.isAmount(from, i) {
			continue
		}
		within, known := g.finer(from, i)
		switch p := g.compare(from, i); {
		case p.both == 0 || p.same == p.both:
		case p.isSaid() && !m.Has(Shown):
			c.Role = Shown
		case known > 0 && within == known:
			c.Note = fmt.Sprintf("left out: its days lie in the years of %s, and by its name none of them is the date", m.Columns[from].label())
		case g.isEndOf(from, i, p) && !m.Has(End) && !m.Has(EndYear):
			c.Role = End
			c.Note = fmt.Sprintf("the last day: %d of its %d dates are those of %s or later", p.both-p.before, p.both, m.Columns[from].label())
		case g.isInstant(from, i):
			c.Note = "left out: it says of another zone when " + m.Columns[from].label() + " is"
		case p.isSame() && m.Columns[from].Role == Date && datedName(c.Name) == surelyDated:
			c.Same, c.Note = true, "left out: it says in most rows when "+m.Columns[from].label()+" is, and rows in which it says another date are refused"
		case p.before > p.both/20:
			c.Note = fmt.Sprintf("left out: %d of its dates lie before those of %s", p.before, m.Columns[from].label())
		case nameSays(c.Name, namesUpkeep) || nameSays(c.Name, namesOther) || namesOtherCalendar(c.Name):
			c.Note = "left out: by its name it does not say when the event ends"
		case p.after > 0 && p.around == p.after:
			c.Note = "left out: its dates say more roughly what " + m.Columns[from].label() + " says"
		case p.isKept():
			c.Note = "left out: its dates lie close together, behind all of " + m.Columns[from].label()
		case !m.Has(End) && !m.Has(EndYear) && !m.Has(EndTime) && 2*p.alike >= p.both:
			c.MayEnd = true
		}
	}
}

// isAmount reports whether a column holds numbers that are no years: by its name,
// beside dates that are no years either, or larger ones.
func (g *guesser) isAmount(from, column int) bool {
	rows := g.body()[:min(len(g.body()), mostLooked)]
	if nameSays(g.mapping.Columns[column].Name, namesNumber) {
		return true
	}
	texts := cleaned(rows, column)
	if !isAllNumbers(texts) {
		return false
	}
	for _, text := range texts {
		if n, _ := strconv.Atoi(text); n >= farAhead {
			return true
		}
	}
	return !isAllNumbers(cleaned(rows, from))
}

// beginning is the column of the dates of which there may be an end; -1: there is
// none, or there are several.
func (m *Mapping) beginning() int {
	for _, role := range []Role{Date, Year} {
		if list := m.with(role); len(list) > 0 {
			return list[0].Index
		}
	}
	return -1
}

// pairs is what the rows with a date in both of two columns have in common.
type pairs struct {
	both, same, before, after int
	reworded                  int           // of the same those that are spelt differently
	first, last               [2]edtf.Value // of each column: the first and the last of its dates
	seen                      bool          // first and last are known
	open                      int           // rows in which they cannot be compared
	alike                     int           // rows in which the second is as precise as the first, or spelt in the same way
	within                    int           // rows in which the first lies within the second, and is not the same
	overlap                   int           // rows in which some day is of both
	around                    int           // rows in which the first ends within the second, which is rougher: its century
}

// compare holds the dates of two columns against each other, in the first rows.
func (g *guesser) compare(from, to int) pairs {
	m := Mapping{Columns: []Column{g.mapping.Columns[from], {Index: to, Name: g.mapping.Columns[to].Name, Role: End}}}
	m.Columns[0].Role = Date
	rows := g.body()[:min(len(g.body()), mostLooked)]
	d := newDates(&m, rows)
	var p pairs
	for i := range rows {
		if rows[i].text(from) == "" || rows[i].text(to) == "" {
			continue
		}
		a, err1 := d.columns[from].read(rows[i].at(from), 0)
		b, err2 := d.columns[to].read(rows[i].at(to), 0)
		if errors.Is(err1, ErrNoDate) || errors.Is(err2, ErrNoDate) {
			continue
		}
		if p.both++; err1 == nil && err2 == nil && b.Value.Precision() <= a.Value.Precision() || shapeOf(rows[i].text(from)) == shapeOf(rows[i].text(to)) {
			p.alike++
		}
		switch {
		case rows[i].text(from) == rows[i].text(to):
			p.same++
		case err1 != nil || err2 != nil:
			p.open++
		default:
			p.add(a, b)
		}
	}
	return p
}

// add counts a row.
func (p *pairs) add(a, b edtf.Reading) {
	if a.Value.Overlaps(b.Value) {
		p.overlap++
	}
	switch {
	case edtf.Compare(b.Value, a.Value) == 0 && clockBefore(b.Times, a.Times), isBefore(b.Value, a.Value):
		p.before++
	case b.Value.Equal(a.Value) && (b.Times == nil || a.Times != nil && b.Times.Start == a.Times.Start):
		p.same++
		p.reworded++
	default:
		p.after++
		if a.Value.Within(b.Value) {
			p.within++
		}
		if rough := b.Value.Precision(); rough >= edtf.PrecisionDecade && rough <= edtf.PrecisionEra && endsWithin(a.Value, b.Value) {
			p.around++
		}
	}
	for i, v := range []edtf.Value{a.Value, b.Value} {
		if !p.seen || edtf.Compare(v, p.first[i]) < 0 {
			p.first[i] = v
		}
		if !p.seen || edtf.Compare(v, p.last[i]) > 0 {
			p.last[i] = v
		}
	}
	p.seen = true
}

// clockBefore reports whether both times are known and the first is the earlier.
func clockBefore(a, b *edtf.Times) bool {
	seconds := func(c edtf.Clock) int { return 3600*int(c.Hour) + 60*int(c.Minute) + int(c.Second) }
	return a != nil && b != nil && seconds(a.Start) < seconds(b.Start)
}

// endsWithin reports whether the last day of a date lies within another.
func endsWithin(a, b edtf.Value) bool {
	last, ok := a.Latest()
	return ok && edtf.FromDay(last).Within(b)
}

// isBefore reports whether all of a date lies before another.
func isBefore(a, b edtf.Value) bool {
	last, ok1 := a.Latest()
	first, ok2 := b.Earliest()
	return ok1 && ok2 && last.Compare(first) < 0
}

// isEndOf reports whether a column is the end of the dates of another: both by the
// order of the dates and by the names. A column without a name, or of the same
// name, is the end where it stands behind the other and their dates alternate.
func (g *guesser) isEndOf(from, to int, p pairs) bool {
	name, start := g.mapping.Columns[to].Name, g.mapping.Columns[from].Name
	if nameSays(name, namesUpkeep) || nameSays(name, namesOther) || namesOtherCalendar(name) {
		return false
	}
	switch {
	case nameSays(name, namesEnd):
		begins := g.named(beginnings(plainName(name))) // it may end something else
		return 2*p.before <= p.both && (begins < 0 || begins == from)
	case p.before > 0 || p.after == 0:
		return false
	case nameSays(name, namesFinish):
		return nameSays(start, namesStart)
	}
	beside := from < to && !slices.ContainsFunc(g.mapping.Columns[from+1:to], func(c Column) bool { return c.Role != Time })
	return beside && (name == "" || foldName(name) == foldName(start)) && isBefore(p.first[1], p.last[0])
}

// isSaid reports whether the second column says in words when the first is: most of
// its dates are the same, spelt in another way, and no other one excludes it.
func (p pairs) isSaid() bool {
	return p.before == 0 && 2*p.reworded >= p.both && p.within == p.after
}

// isSame reports whether both columns say when the same thing was, in another way, but
// in a few rows.
func (p pairs) isSame() bool {
	return p.before > 0 && 4*p.overlap >= 3*(p.both-p.open)
}

// isKept reports whether dates are those on which entries were made of what was
// long before: they lie behind all others, within a fraction of their span.
func (p pairs) isKept() bool {
	days := func(from, to edtf.Value) int64 {
		a, _ := from.Earliest()
		b, _ := to.Latest()
		n, _ := a.DaysUntil(b)
		return n
	}
	const fraction = 4
	return p.seen && p.before+p.open == 0 && isBefore(p.last[0], p.first[1]) &&
		days(p.first[0], p.last[0]) > 365 && fraction*days(p.first[1], p.last[1]) < days(p.first[0], p.last[0])
}

// mayEndHere is the kind of the Refusal of a row that waits for the answer whether
// a second date is its end.
const mayEndHere = "may-end"

// asksForEnd refuses a row with a later date in a column that may be the end.
func (d *dates) asksForEnd(row *Row, first edtf.Value) error {
	for _, c := range d.mayEnd {
		r, err := d.columns[c].read(row.at(c), yearOf(first))
		if errors.Is(err, ErrNoDate) || err == nil && r.Value.Equal(first) && r.Times == nil {
			continue
		}
		call := strings.Trim(d.mapping.Columns[c].label(), `"`)
		return d.inColumn(c, refusal(mayEndHere, "%s may be when it ends; say %s=end if it is, %s=- if not", clip(row.text(c), 40), call, call))
	}
	return nil
}

// disagrees refuses a row in which a column that says the same in most rows says another
// date.
func (d *dates) disagrees(row *Row, first edtf.Value) error {
	for _, c := range d.same {
		r, err := d.columns[c].read(row.at(c), yearOf(first))
		if err == nil && r.Times == nil && !r.Value.Overlaps(first) { // an instant may be of another zone
			return d.inColumn(c, refusal("contradict", "the columns contradict each other: %s and %s", first, r.Value))
		}
	}
	return nil
}

// shownDates takes dates in words, of which two columns of years are the first and
// the last that is possible, for the dates that they are: so museums keep them.
func (g *guesser) shownDates() {
	m := &g.mapping
	from, to := m.beginning(), m.first(End)
	if to < 0 {
		to = m.first(EndYear)
	}
	shown := m.first(Shown)
	if m.Format != "" || from < 0 || to < 0 || shown < 0 || m.Has(Earliest) || m.Has(Latest) || m.Has(Month) {
		return
	}
	words := g.look(shown)
	if !isAllNumbers(cleaned(g.body(), from)) || !isAllNumbers(cleaned(g.body(), to)) || 2*words.dates < words.filled {
		return
	}
	m.Columns[from].Role, m.Columns[to].Role, m.Columns[shown].Role = Earliest, Latest, Date
}
