package table

import (
	"regexp"

	"almanac.example/events/edtf"
)

var (
	// otherCalendar finds in the names of columns what tells that its dates are of a
	// calendar that is not read.
	otherCalendar = regexp.MustCompile(`(?i)\b(?:a\.?h\.?|hijr[ia]h?|hidschra|h[ée]gire|islamic|lunar|hebrew|jewish|persian|jalali|buddhist|b\.?e\.?)\b|هجر|农历|農曆|阴历|陰曆|旧暦|旧历|舊曆|干支|음력`)
	// islamic finds words of the Islamic calendar in cells.
	islamic = regexp.MustCompile(`(?i)\b(?:a\.?h\.?|hijri|muharram|safar|rabi|jumada|rajab|sha.?ban|ramadan|shawwal|dhu)\b|هـ|هجر|محرم|صفر|ربيع|جمادى|رجب|شعبان|رمضان|شوال|ذو ال|ذي ال`)
)

// farAhead is from which year on a date is hardly of the common era: Thai years
// are in the 2400s and 2500s, Jewish ones in the 5000s.
const farAhead = 2300

// lastIslamic is up to which year a date beside others of the Islamic calendar may
// be one of it, too: 1447 began in 2025.
const lastIslamic = 1600

// foreignUntil is up to which year dates of a column may be of another calendar:
// all by its name, or those in numbers by the words in other cells; 0: none.
func foreignUntil(c Column, rows []Row) int64 {
	if otherCalendar.MatchString(c.Name) {
		return farAhead
	}
	for i := range rows {
		if text := rows[i].text(c.Index); len(text) < 80 && islamic.MatchString(text) {
			return lastIslamic
		}
	}
	return 0
}

// ofCommonEra refuses a date whose year shows that it is of another calendar.
func (d *dateColumn) ofCommonEra(r edtf.Reading) error {
	day, ok := r.Value.Earliest()
	year, known := day.Year()
	switch {
	case !ok || !known:
		return nil
	case year > 0 && year < d.foreign:
		return refusal("other-calendar", "%s may be a date of another calendar, as its column shows; write it as one of the common era", r.Value)
	case year >= farAhead && year <= 9999:
		return refusal("far-ahead", "the year %d lies centuries ahead; write the date as one of the common era if it is of another calendar", year)
	}
	return nil
}
