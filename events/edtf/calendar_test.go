package edtf

import (
	"testing"
	"time"
)

// Pairs of days in both calendars that histories agree on.
func TestJulianDays(t *testing.T) {
	tests := []struct {
		year      int64
		month     time.Month
		day       int
		gregorian string
	}{
		{1066, 10, 14, "1066-10-20"},
		{1582, 10, 4, "1582-10-14"},
		{1582, 10, 5, "1582-10-15"},
		{1605, 11, 5, "1605-11-15"},
		{1700, 2, 28, "1700-03-10"},
		{1700, 2, 29, "1700-03-11"},
		{1700, 3, 1, "1700-03-12"},
		{1732, 2, 11, "1732-02-22"},
		{1752, 9, 2, "1752-09-13"},
		{1900, 2, 29, "1900-03-13"},
		{1917, 10, 25, "1917-11-07"},
		{200, 2, 28, "0200-02-27"},
		{200, 3, 1, "0200-03-01"},
		{300, 3, 1, "0300-03-02"},
		{0, 1, 1, "-0001-12-30"},
		{-43, 3, 15, "-0043-03-13"},
		{-4712, 1, 1, "-4713-11-24"}, // day 0 of the astronomers
		{10000, 1, 1, "Y10000-03-14"},
	}
	for _, test := range tests {
		got, err := FromJulian(test.year, test.month, test.day)
		if err != nil || got.String() != test.gregorian {
			t.Errorf("%d-%d-%d Julian is %v, %v; want %s", test.year, test.month, test.day, got, err, test.gregorian)
		}
		y, m, d, ok := got.Julian()
		if !ok || y != test.year || m != test.month || d != test.day {
			t.Errorf("%s is %d-%d-%d Julian", test.gregorian, y, m, d)
		}
	}
}

func TestJulianDaysFollowOneAnother(t *testing.T) {
	for _, start := range []string{"-0005-12-01", "0000-01-01", "1099-12-01", "1899-12-01"} {
		d := mustDay(t, start)
		_, lastMonth, lastDay, _ := d.Julian()
		for range 1600 {
			d = d.AddDays(1)
			y, m, day, ok := d.Julian()
			next := day == lastDay+1 && m == lastMonth || day == 1 && (m == lastMonth+1 || m == 1 && lastMonth == 12)
			if !ok || !next {
				t.Fatalf("%v is %d-%d-%d, after %d-%d", d, y, m, day, lastMonth, lastDay)
			}
			if back, err := FromJulian(y, m, day); err != nil || back != d {
				t.Fatalf("%v there and back is %v, %v", d, back, err)
			}
			lastMonth, lastDay = m, day
		}
	}
}

func TestJulianRefusesWhatIsNoDay(t *testing.T) {
	for _, test := range []struct {
		year  int64
		month time.Month
		day   int
	}{{1901, 2, 29}, {1900, 2, 30}, {1900, 4, 31}, {1900, 0, 1}, {1900, 13, 1}, {1900, 1, 0}, {2e15, 1, 1}, {-2e15, 1, 1}} {
		if d, err := FromJulian(test.year, test.month, test.day); err == nil || !d.IsZero() {
			t.Errorf("%v is read as %v", test, d)
		}
	}
	for _, d := range []Day{{}, mustDay(t, "Y2000000000000000-01-01"), mustDay(t, "Y-2000000000000000-01-01"), mustDay(t, "Y9223372036854775808-01-01")} {
		if y, m, day, ok := d.Julian(); ok {
			t.Errorf("%v is %d-%d-%d Julian", d, y, m, day)
		}
	}
}

func TestDescribeInTheJulianCalendar(t *testing.T) {
	tests := []struct{ in, lang, want string }{
		{"1066-10-20", "en", "14 October 1066 (Julian)"},
		{"1066-10-20", "zh", "1066年10月14日（儒略历）"},
		{"1066-10-20", "zh-TW", "1066年10月14日（儒略曆）"},
		{"1066-10-20", "de", "14. Oktober 1066 (julianisch)"},
		{"1066-10-20", "fr", "14 octobre 1066 (julien)"},
		{"1066-10-20", "es", "14 de octubre de 1066 (juliano)"},
		{"1066-10-20", "ja", "1066年10月14日（ユリウス暦）"},
		{"1066-10-20", "ar", "14 أكتوبر 1066 (يولياني)"},
		{"1066-10-20~", "en", "c. 14 October 1066 (Julian)"},
		{"1917-11-07", "en", "Wednesday 25 October 1917 (Julian)"},
		{"1917-11-07?", "en", "25 October 1917 (uncertain) (Julian)"},
		{"1900-03-13", "en", "Tuesday 29 February 1900 (Julian)"},
		{"-0043-03-13", "en", "15 March 44 BC (Julian)"},
		{"1066-09-29/1066-10-20", "en", "23 September – 14 October 1066 (Julian)"},
		{"1917-11-07/1917-11-08", "en", "25–26 October 1917 (Wednesday to Thursday) (Julian)"},
		// What is coarser than a day is the same in both calendars as far as anyone says.
		{"1066-10", "en", "October 1066 (day not recorded)"},
		{"1066", "en", "1066"},
		{"1066-10-20/..", "en", "from 20 October 1066"},
		{"../1066-10-20", "en", "until 20 October 1066"},
		{"1066-10/1066-10-20", "en", "October 1066 – 20 October 1066"},
		{"1066-10-20/1066-11", "en", "20 October 1066 – November 1066"},
		{"[1066-10-20,1066-10-21]", "en", "20 October 1066 or 21 October 1066"},
		{"Y10000-03-15", "en", "Wednesday 15 March AD 10,000"},
		{"1066-10-XX", "en", "a day in October 1066"},
	}
	for _, test := range tests {
		if got := describedIn(MustParse(test.in), Julian, test.lang, Long); got != test.want {
			t.Errorf("%s in %s: %s, want %s", test.in, test.lang, got, test.want)
		}
	}
	for _, row := range rows(t, "describe.tsv", 1) {
		v := MustParse(row[0])
		if got, want := describedIn(v, Gregorian, "en", Long), described(v, "en", Long); got != want {
			t.Errorf("%s: %s, want %s", v, got, want)
		}
		if describedIn(v, Julian, "zh", Compact) == "" {
			t.Errorf("%s has no words", v)
		}
	}
	if got := describedIn((Value{}), Julian, "en", Long); got != "" {
		t.Errorf("the zero value reads %q", got)
	}
}

// A day of the Julian calendar is read back from its words in every language.
func TestJulianWordsAreReadBack(t *testing.T) {
	for _, in := range []string{"1066-10-20", "1605-11-15", "1900-03-13", "-0043-03-13", "1066-09-29/1066-10-20", "1066-10-20~"} {
		for _, lang := range Languages() {
			for _, style := range []Style{Short, Compact} {
				text := describedIn(MustParse(in), Julian, lang, style)
				r, err := ParseLoose(text)
				if err != nil || r.Value.String() != in || r.Calendar != Julian {
					t.Errorf("%s reads %s in %s, which is read as %v (%v), %v", in, text, lang, r.Value, r.Calendar, err)
				}
			}
		}
	}
}

func TestCalendarWords(t *testing.T) {
	for _, c := range []Calendar{Gregorian, Julian} {
		if back, err := ParseCalendar(c.String()); err != nil || back != c {
			t.Errorf("%v is read as %v, %v", c, back, err)
		}
	}
	if c, err := ParseCalendar(""); err != nil || c != Gregorian {
		t.Errorf("no calendar is %v, %v", c, err)
	}
	if _, err := ParseCalendar("lunar"); err == nil {
		t.Error("the calendar lunar is read")
	}
	if got := Calendar(9).String(); got != "Calendar(9)" {
		t.Errorf("an unknown calendar is called %q", got)
	}
}

func TestExtensionsAreMarked(t *testing.T) {
	for in, want := range map[string]bool{
		"2019": false, "2019-05-24": false, "2019-05-24T10:00:00Z": false, "Y10000": false, "Y-17E7": false, "19XX": false,
		"2019-21": false, "2019-21~": false, "[1667,1668]": false, "2019/..": false, "1950S2": false,
		"Y10000-01-01": true, "Y10000-01": true, "Y10000?": true, "19XX-21": true, "XXXX-33": true,
		"2019-05-24T10:00:00.5Z": true, "../..": true, "/..": true, "Y10000-01-01/Y10000-01-02": true, "[19XX-21,2019]": true,
	} {
		if got := MustParse(in).Extension(); got != want {
			t.Errorf("%s: extension %v", in, got)
		}
	}
	if (Value{}).Extension() {
		t.Error("the zero value is an extension")
	}
}

// The unknown side of an interval is within nothing that is closed there.
func TestUnknownEndsAreWithinNothingClosed(t *testing.T) {
	for _, test := range []struct {
		v, w string
		want bool
	}{
		{"/1985", "1985", false}, {"/1985", "../1985", true}, {"1985/", "1985", false}, {"1985/", "1985/..", true}, {"/1985", "1980/1990", false}, {"1985", "/1985", true},
	} {
		if got := MustParse(test.v).Within(MustParse(test.w)); got != test.want {
			t.Errorf("%s within %s: %v", test.v, test.w, got)
		}
	}
}
