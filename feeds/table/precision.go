package table

import (
	"slices"
	"strings"

	"almanac.example/events/edtf"
)

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
