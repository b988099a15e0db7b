package table

import (
	"regexp"
	"strconv"

	"almanac.example/events/edtf"
)

// dayUnit finds days in the name of a column and in its cells; days reads how many
// they are.
var (
	dayUnit = regexp.MustCompile(`(?i)\b(?:days?|tage?n?|jours?|d[ií]as?|dagen|giorni)\b|天|日`)
	days    = regexp.MustCompile(`^(\d{1,4})(?:\.0)? ?\D{0,8}$`)
)

// lasting adds the end to a row that says how many days it lasts: the first of them
// is one.
func (d *dates) lasting(row *Row, first edtf.Reading) edtf.Reading {
	column := d.mapping.first(Duration)
	text := clean(row.text(column))
	m := days.FindStringSubmatch(text)
	if m == nil || first.Times != nil || first.Value.Precision() != edtf.PrecisionDay {
		return first
	}
	n, err := strconv.Atoi(m[1])
	if err != nil || n < 2 || !dayUnit.MatchString(text) && (m[1] != text || !dayUnit.MatchString(d.mapping.Columns[column].Name)) {
		return first
	}
	day, ok := first.Value.Earliest()
	if ok && !first.Value.Approximate() && !first.Value.Uncertain() {
		first.Value = edtf.FromDays(day, day.AddDays(n-1))
	}
	return first
}
