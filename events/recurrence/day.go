package recurrence

import (
	"slices"
	"time"
)

// allows reports whether every part of the rule that is about days allows the
// day of t (RFC 5545 §3.3.10).
func (r *Rule) allows(t time.Time) bool {
	y, m, d := t.Date()
	return has(r.ByMonth, int(m)) &&
		(len(r.ByMonthDay) == 0 || counted(r.ByMonthDay, d, lastDay(y, m))) &&
		(len(r.ByYearDay) == 0 || counted(r.ByYearDay, t.YearDay(), daysIn(y))) &&
		(len(r.ByWeekNo) == 0 || r.inWeek(t)) &&
		(len(r.ByDay) == 0 || r.isDay(t))
}

// Has reports whether the list is empty or has n.
func has(list []int, n int) bool { return len(list) == 0 || slices.Contains(list, n) }

// counted reports whether the list has n, counted from the start or from the
// end of a period of length last.
func counted(list []int, n, last int) bool {
	return slices.Contains(list, n) || slices.Contains(list, n-last-1)
}

func daysIn(y int) int { return date(y, 12, 31).YearDay() }

// inWeek reports whether t is in one of the weeks of BYWEEKNO. Week 1 is the
// first with four days in the year.
func (r *Rule) inWeek(t time.Time) bool {
	middle := r.middle(t)
	last := r.middle(date(middle.Year(), 12, 28))
	return counted(r.ByWeekNo, (middle.YearDay()+6)/7, (last.YearDay()+6)/7)
}

// middle is the fourth day of t's week, which decides its year.
func (r *Rule) middle(t time.Time) time.Time { return t.AddDate(0, 0, 3-r.weekdayIndex(t)) }

// isDay reports whether BYDAY has the weekday of t. A number before it counts
// within the month or the year; in rules of a week and less it has no meaning
// and is passed over.
func (r *Rule) isDay(t time.Time) bool {
	return slices.ContainsFunc(r.ByDay, func(d Day) bool {
		if d.Weekday != t.Weekday() || d.N == 0 || order(r.Freq) > order(Monthly) {
			return d.Weekday == t.Weekday()
		}
		n, last := t.Day(), 0
		if r.Freq == Yearly && len(r.ByMonth) == 0 {
			n, last = t.YearDay(), daysIn(t.Year())
		} else {
			last = lastDay(t.Year(), t.Month())
		}
		return d.N == (n+6)/7 || d.N == -((last-n)/7+1)
	})
}
