package address

import (
	"time"

	"almanac.example/events/edtf"
)

// YearDay is a day of the year without the year.
type YearDay struct{ Month, Day int }

// YearDayOf reads a day as selections spell it, 05-24; 1 January if it is none.
func YearDayOf(text string) YearDay {
	t, err := time.Parse("01-02", text)
	if err != nil { // 29 February: the year 0 of time.Parse is a leap year
		return YearDay{1, 1}
	}
	return YearDay{int(t.Month()), t.Day()}
}

// Add counts in a leap year, so that 29 February has its turn.
func (d YearDay) Add(n int) YearDay {
	t := time.Date(2000, time.Month(d.Month), d.Day+n, 0, 0, 0, 0, time.UTC)
	return YearDay{int(t.Month()), t.Day()}
}

// Path is the address of the day after the language.
func (d YearDay) Path() string {
	return "/on/" + d.Text()
}

// Key orders the days of a year; it is below 1300.
func (d YearDay) Key() int { return d.Month*100 + d.Day }

// DayOf is the day of the year of a day.
func DayOf(d edtf.Day) YearDay { return YearDay{int(d.Month()), d.Day()} }

// Text is the day as addresses and selections spell it: 05-24.
func (d YearDay) Text() string {
	return time.Date(2000, time.Month(d.Month), d.Day, 0, 0, 0, 0, time.UTC).Format("01-02")
}
