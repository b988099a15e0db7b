package table

import (
	"regexp"
	"strings"
	"unicode"

	"almanac.example/events/edtf"
)

// A column may hold month and day, beside one of years: 年份 and 月/日.

// monthDayOrder is the order of month and day in a column that its name says to be
// of both: 月/日, Tag.Monat; OrderUnknown of others.
func monthDayOrder(name string) edtf.Order {
	words := strings.FieldsFunc(withoutBrackets(name), func(r rune) bool { return !unicode.IsLetter(r) })
	if len(words) == 1 && words[0] == "月日" {
		return edtf.MonthFirst
	}
	if len(words) != 2 {
		return edtf.OrderUnknown
	}
	first, _ := roleOf(words[0])
	second, _ := roleOf(words[1])
	isDay := func(role Role, word string) bool { return role == Day || strings.EqualFold(word, "Tag") }
	switch {
	case first == Month && isDay(second, words[1]):
		return edtf.MonthFirst
	case isDay(first, words[0]) && second == Month:
		return edtf.DayFirst
	}
	return edtf.OrderUnknown
}

// monthDays finds a column of months and days, and the years that belong to it.
func (g *guesser) monthDays() {
	for i := range g.mapping.Columns {
		if g.mapping.Columns[i].Role != NoRole || monthDayOrder(g.mapping.Columns[i].Name) == edtf.OrderUnknown {
			continue
		}
		for y := range g.mapping.Columns {
			c := &g.mapping.Columns[y]
			role, _ := roleOf(c.Name)
			if l := g.look(y); c.Role == NoRole && (role == Year || role == Date && 10*l.dates >= 9*l.filled) && l.filled > 0 {
				c.Role, g.mapping.Columns[i].Role = Year, Date
				return
			}
		}
	}
}

var (
	monthDay  = regexp.MustCompile(`^(\d{1,2})[./\- ](\d{1,2})\.?$`)
	monthOnly = regexp.MustCompile(`^\d{1,2}$`)
)

// spellMonthDay spells a cell of a column of months and days as edtf.Reader reads it,
// in the order that the column has: 6.3 is no number there, and 6 a month.
func spellMonthDay(text string, order edtf.Order) string {
	if order == edtf.MonthFirst && monthOnly.MatchString(text) {
		return text + "月"
	}
	return monthDay.ReplaceAllString(text, "$1/$2")
}
