package table

import (
	"errors"
	"regexp"
	"strconv"
	"strings"
	"time"

	"almanac.example/events/edtf"
)

func monthOf(n int) time.Month { return time.Month(n) }

// isYes reads what tables write for yes. What is neither yes nor no is an
// error.
func isYes(text string) (bool, error) {
	switch strings.ToLower(strings.TrimSpace(text)) {
	case "", "0", "no", "n", "false", "nein", "non", "falsch", "faux", "falso", "否", "不", "no.", "-", "f", "いいえ", "off",
		"aus", "désactivé", "desactivado", "disattivato", "нет", "ложь", "não", "nao", "nee", "nie", "nej", "무", "아니요":
		return false, nil
	case "1", "yes", "y", "true", "ja", "j", "oui", "wahr", "vrai", "verdadero", "sí", "si", "是", "x", "✓", "✔", "t", "はい", "on",
		"ein", "an", "activé", "activado", "attivato", "vero", "да", "истина", "sim", "tak", "예",
		"c", "c.", "ca", "ca.", "circa", "about", "approx", "approx.", "~", "约", "約", "大约", "um", "etwa", "vers", "env.":
		return true, nil
	}
	return false, refusal("yes-no", "%q is neither yes nor no", clip(text, 40))
}

// estimated marks the date of a row whose column for that says so.
func (d *dates) estimated(row *Row, r edtf.Reading) (edtf.Reading, error) {
	c := d.mapping.first(Approximate)
	if c < 0 {
		return r, nil
	}
	yes, err := isYes(row.text(c))
	if err != nil || !yes || r.Value.Approximate() || r.Value.IsSet() {
		return r, d.inColumn(c, err)
	}
	text := r.Value.String()
	if r.Value.IsInterval() {
		text = strings.Replace(text, "/", "~/", 1)
	}
	v, err := edtf.Parse(text + "~")
	if err != nil {
		return r, refusal("not-approximate", "the date %s cannot be marked as approximate", r.Value)
	}
	r.Value = v
	return r, nil
}

// until adds the end of a row to its date.
func (d *dates) until(row *Row, first edtf.Reading) (edtf.Reading, error) {
	last, err := d.ending(row, first)
	if errors.Is(err, ErrNoDate) {
		return d.lasting(row, first), d.asksForEnd(row, first.Value)
	}
	if err != nil && d.isOpenEnd(row) {
		return d.joined(first, "..")
	}
	if err != nil {
		return first, err
	}
	if last.Value, err = d.coarsened(row, last.Value); err != nil {
		return first, err
	}
	if first.Times != nil || last.Times != nil {
		return d.untilTime(first, last)
	}
	return d.joined(first, last.Value.String())
}

// ending reads the end of a row. One without a year is of that of the beginning, or
// of the next one if it would lie before it.
func (d *dates) ending(row *Row, first edtf.Reading) (edtf.Reading, error) {
	year := yearOf(first.Value)
	if year == 0 || row.year != 0 {
		return d.read(row, d.end)
	}
	in := *row
	in.year = year
	last, err := d.read(&in, d.end)
	if err == nil && isBefore(last.Value, first.Value) && last.Value.Precision() == edtf.PrecisionDay {
		in.year++
		if next, nextErr := d.read(&in, d.end); nextErr == nil && isBefore(first.Value, next.Value) {
			return next, nil // which it is not if the cell has a year
		}
	}
	return last, err
}

// isOpenEnd reports whether the end says that it has not come.
func (d *dates) isOpenEnd(row *Row) bool {
	for _, c := range d.end.whole {
		if text := row.text(c); contains(openEnds(), strings.ToLower(clean(text))) || strings.Contains(text, "9999") {
			return true
		}
		r, err := edtf.ParseLoose("2000 – " + clean(row.text(c)))
		if err == nil && r.Value.OpenEnd() {
			return true
		}
	}
	return false
}

// openEnds are the words for what has not ended, beside those that every reader
// knows.
func openEnds() []string {
	return []string{"ongoing", "on-going", "still ongoing", "current", "currently", "continuing", "continues", "to date", "open", "laufend", "andauernd", "en cours", "en curso", "in corso", "持续中", "进行中", "持續中", "進行中", "継続中"}
}

// joined is the interval from a date to an end.
func (d *dates) joined(first edtf.Reading, end string) (edtf.Reading, error) {
	start := first.Value.String()
	switch {
	case start == end:
		return first, nil
	case first.Value.IsInterval():
		if e, ok := first.Value.End(); ok && e.String() == end {
			return first, nil
		}
		return first, refusal("two-ends", "the date %s has an end already, and the column for the end says %s", start, end)
	}
	v, err := edtf.Parse(start + "/" + end)
	if err != nil {
		if last, endErr := edtf.Parse(end); endErr == nil && edtf.Compare(last, first.Value) < 0 {
			return first, refusal("ends-before", "it ends, %s, before it begins, %s", end, start)
		}
		return first, refusal("no-range", "%s and %s are no range of dates", start, end)
	}
	if last, endErr := edtf.Parse(end); endErr == nil && last.Within(first.Value) && first.Value.Precision() != last.Precision() {
		return first, refusal("end-within", "the end, %s, lies within the beginning, %s", end, start)
	}
	first.Value = v
	return first, nil
}

// untilTime joins two dates of which one has a time: the days are the interval,
// and the times stay.
func (d *dates) untilTime(first, last edtf.Reading) (edtf.Reading, error) {
	r, err := d.joined(first, last.Value.String())
	if err != nil || first.Times == nil {
		return r, err
	}
	times := *first.Times
	if last.Times != nil {
		times.End = &last.Times.Start
	}
	r.Times = &times
	return r, nil
}

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
