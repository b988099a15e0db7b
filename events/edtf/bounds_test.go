package edtf

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"
)

// allDays are the digits of every day of the years 0000 to 0999, from the
// calendar of package time.
func allDays() []string {
	var days []string
	for day := time.Date(0, 1, 1, 0, 0, 0, 0, time.UTC); day.Year() < 1000; day = day.AddDate(0, 0, 1) {
		days = append(days, day.Format("20060102"))
	}
	return days
}

// fitting finds, the slow way, the first and last day that fits a pattern of
// year, month and day digits.
func fitting(days []string, pattern [8]byte) (first, last string) {
	for _, digits := range days {
		if !agrees(pattern, digits) {
			continue
		}
		last = digits[:4] + "-" + digits[4:6] + "-" + digits[6:]
		if first == "" {
			first = last
		}
	}
	return first, last
}

func agrees(pattern [8]byte, digits string) bool {
	for i, c := range pattern {
		if c != 'X' && c != digits[i] {
			return false
		}
	}
	return true
}

func TestBoundsOfUnspecifiedDigitsAgreeWithListingAllDays(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	choices := [8]string{"0", "0123X", "0479X", "0459X", "01XX", "0129X", "0123X", "0189X"}
	days := allDays()
	for range 150 {
		var pattern [8]byte
		for i, c := range choices {
			pattern[i] = c[random.IntN(len(c))]
		}
		in := fmt.Sprintf("%s-%s-%s", pattern[:4], pattern[4:6], pattern[6:])
		first, last := fitting(days, pattern)
		v, err := Parse(in)
		if err != nil {
			if first != "" {
				t.Errorf("%s: %v, but %s fits", in, err, first)
			}
			continue
		}
		if a, b := bound(v.Earliest()), bound(v.Latest()); a != first || b != last {
			t.Errorf("%s: %s to %s, want %s to %s", in, a, b, first, last)
		}
	}
}

func TestEveryDayOfTheCalendar(t *testing.T) {
	for day := time.Date(1896, 1, 1, 0, 0, 0, 0, time.UTC); day.Year() < 1905; day = day.AddDate(0, 0, 1) {
		s := day.Format("2006-01-02")
		v, err := Parse(s)
		if err != nil {
			t.Fatal(err)
		}
		if d, _ := v.Earliest(); d != DayOf(day) || d.String() != s || d.Weekday() != day.Weekday() {
			t.Fatalf("%s: %v, %v", s, d, d.Weekday())
		}
	}
	for i := range 400 * 12 {
		for day := 27; day <= 32; day++ {
			s := fmt.Sprintf("%04d-%02d-%02d", 1800+i/12, i%12+1, day)
			_, want := time.Parse("2006-01-02", s)
			if _, err := Parse(s); (err == nil) != (want == nil) {
				t.Fatalf("%s: %v, package time says %v", s, err, want)
			}
		}
	}
}
