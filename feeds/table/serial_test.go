package table

import (
	"math"
	"testing"
)

// TestSerials shows numbers as dates, at the ends of what each way of counting
// days can say.
func TestSerials(t *testing.T) {
	const day, timed, clock = wholeDay, wholeDay | showsTime, showsTime
	for _, c := range []struct {
		why    string
		base   epoch
		number float64
		format format
		want   string
		ok     bool
	}{
		{"the first day", epoch1900, 1, day, "1900-01-01", true},
		{"the last day before the one that never was", epoch1900, 59, day, "1900-02-28", true},
		{"29 February 1900", epoch1900, 60, day, "", false},
		{"the first day after it", epoch1900, 61, day, "1900-03-01", true},
		{"the last day", epoch1900, 2_958_465, day, "9999-12-31", true},
		{"a day too many", epoch1900, 2_958_466, day, "", false},
		{"before the first", epoch1900, -1, day, "1899-12-29", true},
		{"a month before the first", epoch1900, -16_891, showsYear | showsMonth, "1853-10", true},
		{"a time of a day before the first", epoch1900, -0.25, timed, "1899-12-29T18:00:00", true},
		{"a time below nothing", epoch1900, -0.25, clock, "", false},
		{"the first day of the Gregorian calendar", epoch1900, -115_858, day, "1582-10-15", true},
		{"the last day of the Julian one", epoch1900, -115_859, day, "1582-10-04", true},
		{"a day of the Julian calendar", epoch1900, -304_318, day, "1066-10-14", true},
		{"a Julian day at the end of February", epoch1900, -292_128, day, "1100-02-28", true},
		{"a Julian day that the package time does not have", epoch1900, -292_127, day, "", false},
		{"the first of March behind it", epoch1900, -292_126, day, "1100-03-01", true},
		{"before the first year", epoch1900, -700_000, day, "", false},
		{"far before it", epoch1900, -4_000_000, day, "", false},
		{"no number", epoch1900, math.NaN(), day, "", false},
		{"what refers to nothing", epoch1900, 0, day, "", true},
		{"a time without a day", epoch1900, 0.25, timed, "06:00:00", true},
		{"a time alone", epoch1900, 0.5, clock, "12:00:00", true},
		{"midnight alone", epoch1900, 0, clock, "00:00:00", true},
		{"a time of a day that never was", epoch1900, 60.5, clock, "12:00:00", true},
		{"a day with its time", epoch1900, 43_466.75, timed, "2019-01-01T18:00:00", true},
		{"a day with no time shown", epoch1900, 43_466.75, day, "2019-01-01", true},
		{"a format with a time, of a whole day", epoch1900, 43_466, timed, "2019-01-01", true},
		{"the Macintosh's first day", epoch1904, 0, day, "1904-01-01", true},
		{"its sixtieth", epoch1904, 60, day, "1904-03-01", true},
		{"a year", epoch1900, 43_466, showsYear, "2019", true},
		{"a month", epoch1900, 43_466, showsYear | showsMonth, "2019-01", true},
		{"a day without its year", epoch1900, 43_466, showsMonth | showsDay, "1 January", true},
	} {
		got, ok := c.base.show(c.number, c.format)
		if got != c.want || ok != c.ok {
			t.Errorf("%s: %v is %q, %v; want %q, %v", c.why, c.number, got, ok, c.want, c.ok)
		}
	}
}

// TestFormats reads what formats of numbers show of a date.
func TestFormats(t *testing.T) {
	for code, want := range map[string]format{
		"dd/mm/yyyy hh:mm":    wholeDay | showsTime,
		"[h]:mm":              showsTime,
		"mm:ss":               showsTime,
		"[ss]":                showsTime,
		"h AM/PM":             showsTime,
		"mmmm yyyy":           showsYear | showsMonth,
		"d. mmm":              showsMonth | showsDay,
		"[$-404]e/m/d":        wholeDay,
		`yyyy"年"m"月"d"日"`:     wholeDay,
		`0.00" days"`:         0,
		"General":             0,
		`"day" 0`:             0,
		`yyyy\-mm\-dd;@`:      wholeDay,
		`"unended`:            0,
		"#,##0;[Red]-#,##0":   0,
		"_-* #,##0_-":         0,
		`yyyy-mm-dd"T"hh:mm`:  wholeDay | showsTime,
		"[Blue]d mmm yy":      wholeDay,
		"ss.0":                showsTime,
		"d0":                  0,
		"yyyy;d hh":           showsYear,
		`mm/dd\ h`:            showsMonth | showsDay | showsTime,
		"d hh:mm \"m\"":       showsDay | showsTime,
		"yyyy-mm hh:mm:ss mm": showsYear | showsMonth | showsTime,
	} {
		if got := formatOf(code); got != want {
			t.Errorf("%s shows %04b, want %04b", code, got, want)
		}
	}
}
