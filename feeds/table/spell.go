package table

import (
	"slices"
	"strconv"
	"strings"
)

// Text spells a mapping so that Apply, to whatever is guessed of a table with
// the same header, gives it again: one column a line. What it cannot spell, words
// for "no date" with a sign that parts options, is left out.
func (m *Mapping) Text() string {
	var lines []string
	for i, c := range m.Columns {
		lines = append(lines, m.call(i)+"="+c.spell())
	}
	return strings.Join(lines, "\n")
}

// call is what Apply knows a column by, and no other.
func (m *Mapping) call(i int) string {
	c := m.Columns[i]
	for _, name := range []string{c.Name, letters(c.Index)} {
		if name == "" || strings.ContainsAny(name, ",=\r\n") || strings.HasPrefix(name, "#") || strings.TrimSpace(name) != name || m.find(name) != i {
			continue
		}
		return name
	}
	return unnamed + letters(c.Index)
}

// spell spells role and options.
func (c Column) spell() string {
	if c.Role == NoRole {
		return "-"
	}
	parts := []string{string(c.Role)}
	if c.Lang != "" {
		parts[0] += "_" + c.Lang
	}
	for _, option := range []string{c.Order, c.Negative} {
		if option != "" {
			parts = append(parts, option)
		}
	}
	if c.Century != 0 {
		parts = append(parts, "century="+strconv.Itoa(c.Century))
	}
	if c.Year != 0 {
		parts = append(parts, "year="+strconv.Itoa(c.Year))
	}
	if c.Padding != PaddingAsk {
		parts = append(parts, "padding="+string(c.Padding))
	}
	if c.Fill {
		parts = append(parts, "fill")
	}
	for _, word := range c.Empty {
		if !strings.ContainsAny(word, ":,=\r\n") {
			parts = append(parts, "empty="+word)
		}
	}
	return strings.Join(parts, ":")
}

// Roles are the roles that a column may have, NoRole left out, and those of them
// that a table may fill in several languages.
func Roles() (all, inEach []Role) { return roles(), inLanguages() }

// With is the mapping with other columns, which are those of the same table.
func (m Mapping) With(columns []Column) Mapping {
	m.Columns = slices.Clone(columns)
	return m.checked()
}
