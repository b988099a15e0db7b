package edtf

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"
	"time"
)

func mustDay(t testing.TB, s string) Day {
	t.Helper()
	d, err := ParseDay(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestNewDay(t *testing.T) {
	tests := []struct {
		year  int64
		month time.Month
		day   int
		want  string
	}{
		{2019, 5, 24, "2019-05-24"},
		{0, 2, 29, "0000-02-29"},
		{-220, 1, 1, "-0220-01-01"},
		{12345, 12, 31, "Y12345-12-31"},
		{math.MinInt64, 1, 1, "Y-9223372036854775808-01-01"},
	}
	for _, test := range tests {
		d, err := NewDay(test.year, test.month, test.day)
		if err != nil || d.String() != test.want {
			t.Errorf("%v, %v; want %s", d, err, test.want)
		}
		if y, ok := d.Year(); !ok || y != test.year || d.Month() != test.month || d.Day() != test.day {
			t.Errorf("%s taken apart: %d %v %d", test.want, y, d.Month(), d.Day())
		}
		if back := mustDay(t, test.want); back != d {
			t.Errorf("ParseDay(%s) = %v", test.want, back)
		}
	}
	for _, bad := range []struct {
		year  int64
		month time.Month
		day   int
		want  string
	}{
		{2019, 13, 1, "month 13: expected 1 to 12"},
		{2019, 0, 1, "month 0: expected 1 to 12"},
		{2019, 2, 29, "day 29: expected 1 to 28, as February 2019 has 28 days"},
		{2019, 4, 0, "day 0: expected 1 to 30"},
	} {
		if d, err := NewDay(bad.year, bad.month, bad.day); err == nil || !strings.Contains(err.Error(), bad.want) || !d.IsZero() {
			t.Errorf("NewDay(%d, %d, %d) = %v, %v; want %q", bad.year, bad.month, bad.day, d, err, bad.want)
		}
	}
}

func TestParseDayRefusesWhatIsNoDay(t *testing.T) {
	for _, in := range []string{
		"", "2019", "2019-05", "2019-05-XX", "2019-05-24?", "2019-02-29", "2019-21", "2019-05-24T10:00:00",
		"Y12345", "Y12345-01", "Y12345-13-01", "Y12345-02-29", "Y12345-02-28x", "2019-05-24 ", strings.Repeat("1", 5000),
	} {
		if d, err := ParseDay(in); err == nil {
			t.Errorf("ParseDay(%.20q) = %v", in, d)
		}
	}
}

func TestLastDayOfMonth(t *testing.T) {
	for _, want := range []string{"2019-02-28", "2020-02-29", "2019-04-30", "2019-12-31", "-0004-02-29"} {
		d := mustDay(t, want)
		y, _ := d.Year()
		if got := LastDayOfMonth(y, d.Month()); got != d {
			t.Errorf("last day of %d-%02d: %v, want %s", y, d.Month(), got, want)
		}
	}
	if d := LastDayOfMonth(2019, 13); !d.IsZero() {
		t.Errorf("the last day of month 13 is %v", d)
	}
}

func TestDayArithmeticAgreesWithPackageTime(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	for range 2000 {
		at := time.Date(random.IntN(8000)-4000, time.Month(1+random.IntN(12)), 1+random.IntN(28), 0, 0, 0, 0, time.UTC)
		n := random.IntN(2_000_000) - 1_000_000
		d := DayOf(at)
		then := at.AddDate(0, 0, n)
		moved := d.AddDays(n)
		if moved != DayOf(then) || moved.Weekday() != then.Weekday() {
			t.Fatalf("%v + %d days is %v, %v", d, n, moved, moved.Weekday())
		}
		if days, ok := d.DaysUntil(moved); !ok || days != int64(n) {
			t.Fatalf("from %v to %v: %d days, want %d", d, moved, days, n)
		}
		if c := d.Compare(moved); (c < 0) != (n > 0) || (c == 0) != (n == 0) || d.Before(moved) != (n > 0) || d.After(moved) != (n < 0) {
			t.Fatalf("comparing %v with %v: %d", d, moved, c)
		}
		if back, ok := d.Time(time.UTC); !ok || !back.Equal(at) {
			t.Fatalf("%v as time: %v", d, back)
		}
	}
}

func TestDaysBeyondInt64(t *testing.T) {
	tests := []struct {
		from string
		n    int
		want string
	}{
		{"Y9223372036854775807-12-31", 1, "Y9223372036854775808-01-01"},
		{"Y9223372036854775808-01-01", -1, "Y9223372036854775807-12-31"},
		{"Y-9223372036854775808-01-01", -1, "Y-9223372036854775809-12-31"},
		{"Y-9223372036854775809-12-31", 1, "Y-9223372036854775808-01-01"},
		{"9999-12-31", 1, "Y10000-01-01"},
		{"Y10000000000000000000000-02-28", 1, "Y10000000000000000000000-02-29"},
		{"Y10000000000000000000000-12-31", 146097, "Y10000000000000000000400-12-31"},
		{"Y1E500-12-30", 1, "Y1E500-12-31"},
		{"Y1E500-12-31", 1, "Y1E500-12-31"}, // stops there
		{"Y1E500-01-01", -1, "Y1E500-01-01"},
	}
	for _, test := range tests {
		if got := mustDay(t, test.from).AddDays(test.n); got.String() != test.want {
			t.Errorf("%s + %d days: %v, want %s", test.from, test.n, got, test.want)
		}
	}
	if _, ok := mustDay(t, "Y9223372036854775808-01-01").Year(); ok {
		t.Error("a year beyond int64 fits an int64")
	}
	if _, ok := mustDay(t, "Y9223372036854775808-01-01").Time(time.UTC); ok {
		t.Error("a year beyond int64 fits a time.Time")
	}
	counts := []struct {
		from, to string
		want     int64
		ok       bool
	}{
		{"Y9223372036854775807-12-31", "Y9223372036854775808-01-01", 1, true},
		{"Y1E500-01-01", "Y1E500-12-31", 365, true}, // a leap year
		{"Y1E300-01-01", "Y1E300-12-31", 365, true},
		{"0000-01-01", "Y9223372036854775807-01-01", 0, false},
		{"0000-01-01", "Y1E500-01-01", 0, false},
	}
	for _, test := range counts {
		days, ok := mustDay(t, test.from).DaysUntil(mustDay(t, test.to))
		if days != test.want || ok != test.ok {
			t.Errorf("from %s to %s: %d, %v; want %d, %v", test.from, test.to, days, ok, test.want, test.ok)
		}
	}
}

func TestYearsOfAnySizeAreOrdered(t *testing.T) {
	ascending := []string{
		"Y-1E1000000", "Y-2E1000", "Y-1E1000", "Y-1E500", "Y-1E400", "Y-1E399", "Y-9223372036854775809", "Y-9223372036854775808", "Y-10000", "-9999", "-0001",
		"0000", "0001", "9999", "Y10000", "Y9223372036854775807", "Y9223372036854775808", "Y1E399", "Y1E400", "Y12E399", "Y1E500",
		"Y1E1000", "Y101E998", "Y2E1000", "Y1E1000000",
	}
	for i, a := range ascending {
		for j, b := range ascending {
			x, _ := MustParse(a).Earliest()
			y, _ := MustParse(b).Earliest()
			if c := x.Compare(y); (c < 0) != (i < j) || (c == 0) != (i == j) {
				t.Errorf("%s against %s: %d", a, b, c)
			}
		}
	}
	// The same year written in two ways is the same day.
	for _, pair := range [][2]string{{"Y1E500", "Y10E499"}, {"Y1E4", "Y10000"}, {"Y12E450", "Y12" + strings.Repeat("0", 450)}} {
		a, _ := MustParse(pair[0]).Earliest()
		b, _ := MustParse(pair[1]).Earliest()
		if a != b {
			t.Errorf("%s and %.20s differ: %v, %v", pair[0], pair[1], a, b)
		}
	}
	nines, _ := MustParse("Y1E500S1").Latest()
	next, _ := MustParse("Y2E500").Earliest()
	last, _ := MustParse("Y1E500").Latest()
	if !nines.Before(next) || !nines.After(last) {
		t.Errorf("%v is not between %v and %v", nines, last, next)
	}
	if long, _ := MustParse("Y1" + strings.Repeat("9", 500)).Latest(); long != nines {
		t.Error("a run of nines written out is another day")
	}
}

func TestDayStartsAtItsFirstInstant(t *testing.T) {
	tests := []struct{ day, zone, want string }{
		{"2019-05-24", "Asia/Shanghai", "2019-05-23T16:00:00Z"},
		{"2019-03-10", "America/Havana", "2019-03-10T05:00:00Z"},    // clocks from 00:00 to 01:00
		{"2019-11-03", "America/Havana", "2019-11-03T04:00:00Z"},    // clocks from 01:00 to 00:00
		{"2018-11-04", "America/Sao_Paulo", "2018-11-04T03:00:00Z"}, // clocks from 00:00 to 01:00
		{"1986-05-04", "Asia/Shanghai", "1986-05-03T16:00:00Z"},     // clocks from 02:00 to 03:00
		{"2011-12-30", "Pacific/Apia", "2011-12-30T10:00:00Z"},      // left out
		{"2011-12-31", "Pacific/Apia", "2011-12-30T10:00:00Z"},
	}
	for _, test := range tests {
		zone, err := time.LoadLocation(test.zone)
		if err != nil {
			t.Fatal(err)
		}
		at, ok := mustDay(t, test.day).Time(zone)
		if got := at.UTC().Format(time.RFC3339); !ok || got != test.want {
			t.Errorf("%s in %s starts at %s, want %s", test.day, test.zone, got, test.want)
		}
	}
}
