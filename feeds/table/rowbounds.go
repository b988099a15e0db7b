package table

import (
	"errors"
	"slices"
	"strings"

	"almanac.example/events/edtf"
)

// bounds reads the columns for the earliest and the latest possible date; a
// zero value is no bound.
func (d *dates) bounds(row *Row) (low, high edtf.Value, err error) {
	found := ErrNoDate
	for _, b := range []struct {
		role Role
		into *edtf.Value
	}{{Earliest, &low}, {Latest, &high}} {
		c := d.mapping.first(b.role)
		if c < 0 {
			continue
		}
		r, err := d.columns[c].read(row.at(c), 0)
		if errors.Is(err, ErrNoDate) {
			continue
		} else if err != nil {
			return low, high, d.inColumn(c, err)
		}
		*b.into, found = r.Value, nil
	}
	return low, high, found
}

// between is an interval of two bounds, to compare with.
func between(low, high edtf.Value) edtf.Value {
	v, err := edtf.Parse(bound(low) + "/" + bound(high))
	if err != nil {
		return low
	}
	return v
}

func bound(v edtf.Value) string {
	if v.IsZero() {
		return ".."
	}
	return v.String()
}

// boundedDate is some time between two bounds.
func boundedDate(low, high edtf.Value) (edtf.Value, error) {
	if low.Equal(high) {
		return low, nil
	}
	if v, ok := wholePeriod(low, high); ok {
		return v, nil
	}
	text := ""
	if !low.IsZero() {
		text = low.String()
	}
	text += ".."
	if !high.IsZero() {
		text += high.String()
	}
	v, err := edtf.Parse("[" + text + "]")
	if err != nil {
		return v, refusal("bounds", "its bounds are no range of dates: %s to %s", low, high)
	}
	return v, nil
}

// wholePeriod is the month or year of which two days are the first and the last.
func wholePeriod(low, high edtf.Value) (edtf.Value, bool) {
	if low.Precision() != edtf.PrecisionDay || high.Precision() != edtf.PrecisionDay {
		return edtf.Value{}, false
	}
	text := low.String()
	if !isoDay.MatchString(text) {
		return edtf.Value{}, false
	}
	for _, period := range []string{text[:4], text[:7]} {
		if v, err := edtf.Parse(period); err == nil && sameDays(v, low, high) {
			return v, true
		}
	}
	return edtf.Value{}, false
}

// precisions are the words for how much of a date is known, each with the part of
// 2019-05-24 that is. The numbers are those of Wikidata
// (https://www.wikidata.org/wiki/Help:Dates#Precision).
func precisions() map[string][]string {
	return map[string][]string{
		"2019-05": {"10", "month", "m", "monat", "mois", "mes", "月"},
		"2019":    {"9", "year", "y", "jahr", "année", "annee", "año", "年"},
		"201":     {"8", "decade", "jahrzehnt", "décennie", "década", "年代"},
		"20":      {"7", "century", "jahrhundert", "siècle", "siglo", "世纪", "世紀"},
		"2":       {"6", "5", "4", "3", "2", "1", "0", "millennium"},
	}
}

// coarsened leaves of a day what is known of it by the column that tells how
// precise the dates are: databases write 1850-01-01 for a year. Of a century it
// is not known whether 1900-01-01 lies in it or begins the next.
func (d *dates) coarsened(row *Row, v edtf.Value) (edtf.Value, error) {
	word := strings.ToLower(row.text(d.mapping.first(Precision)))
	text := v.String()
	if word == "" || v.Precision() != edtf.PrecisionDay || !isoDay.MatchString(text) {
		return v, nil
	}
	for part, words := range precisions() {
		if !slices.Contains(words, word[strings.LastIndexByte(word, '/')+1:]) {
			continue
		}
		switch text = text[:len(part)]; len(part) {
		case len("20"), len("2"):
			return v, refusal("coarse", "%s stands for a century or more, %q; write which one", v, clip(word, 40))
		case len("201"):
			text += "X"
		}
		return edtf.Parse(text)
	}
	return v, nil
}

// isLater reports whether a date, no finer than a year, begins later than the range of
// another column in which it lies, whose beginning it should be.
func isLater(v, in edtf.Value) bool {
	first, ok1 := v.Earliest()
	begin, ok2 := in.Earliest()
	return in.IsInterval() && v.Precision() == edtf.PrecisionYear && ok1 && ok2 && first != begin
}
