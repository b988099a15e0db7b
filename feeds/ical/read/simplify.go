package read

import (
	"time"

	"almanac.example/events/recurrence"
)

// simplified spells a rule the way calendars are known to read alike
// (recurrence.Series.CheckSafe), where that means the same: what the start says
// anyway is dropped or written out.
func simplified(s recurrence.Series) recurrence.Rule {
	r := s.Rule
	if len(r.BySetPos) == 1 && len(r.ByDay) == 1 && r.ByDay[0].N == 0 && len(r.ByMonthDay)+len(r.ByYearDay)+len(r.ByWeekNo)+len(r.ByHour)+len(r.ByMinute)+len(r.BySecond) == 0 &&
		r.BySetPos[0] >= -5 && r.BySetPos[0] <= 5 && (r.Freq == recurrence.Monthly || r.Freq == recurrence.Yearly && len(r.ByMonth) == 1) {
		r.ByDay = []recurrence.Day{{N: r.BySetPos[0], Weekday: r.ByDay[0].Weekday}}
		r.BySetPos = nil
	}
	spellHours(&r, s)
	if isOf(r.Freq, recurrence.Daily, recurrence.Weekly, recurrence.Monthly, recurrence.Yearly) {
		dropClock(&r, s)
	}
	if r.Freq == recurrence.Yearly {
		spellYear(&r)
	}
	if len(r.ByDay)+len(r.ByMonthDay)+len(r.ByYearDay)+len(r.ByWeekNo) == 0 && s.Start.Day() > 28 {
		switch {
		case r.Freq == recurrence.Monthly, r.Freq == recurrence.Yearly && len(r.ByMonth) > 0:
			r.ByMonthDay = []int{s.Start.Day()}
		case r.Freq == recurrence.Yearly && s.Start.Month() == time.February:
			r.ByMonth, r.ByMonthDay = []int{2}, []int{29}
		}
	}
	r.Until, r.UntilKind = sameKindUntil(s)
	return r
}

func isOf(f recurrence.Frequency, list ...recurrence.Frequency) bool {
	for _, x := range list {
		if f == x {
			return true
		}
	}
	return false
}

// spellHours writes hours that repeat as the hours of every day, where a day has
// a whole number of intervals: many programs know no finer rules than DAILY.
func spellHours(r *recurrence.Rule, s recurrence.Series) {
	interval := max(1, r.Interval)
	switch {
	case r.Freq != recurrence.Hourly || s.AllDay || len(r.BySetPos) > 0 || 24%interval != 0 || len(r.ByYearDay)+len(r.ByWeekNo) > 0:
		return
	case len(r.ByHour) > 0 && interval > 1:
		return
	case len(r.ByHour) == 0:
		for h := s.Start.Hour() % interval; h < 24; h += interval {
			r.ByHour = append(r.ByHour, h)
		}
	}
	r.Freq, r.Interval = recurrence.Daily, 1
}

// dropClock drops a time of day that is the start's; days have none.
func dropClock(r *recurrence.Rule, s recurrence.Series) {
	h, m, sec := s.Start.Clock()
	for _, part := range []struct {
		list *[]int
		at   int
	}{{&r.ByHour, h}, {&r.ByMinute, m}, {&r.BySecond, sec}} {
		if s.AllDay || len(*part.list) == 1 && (*part.list)[0] == part.at {
			*part.list = nil
		}
	}
}

// spellYear writes days of a year as days of months where they are the same in
// every year, and names the months of a rule that means all.
func spellYear(r *recurrence.Rule) {
	if len(r.ByWeekNo)+len(r.BySetPos) > 0 {
		return
	}
	if len(r.ByYearDay) == 1 && len(r.ByMonth)+len(r.ByMonthDay)+len(r.ByDay) == 0 {
		// Before 29 February from the start of a year, after it from its end.
		switch n := r.ByYearDay[0]; {
		case n > 0 && n <= 59:
			spellDay(r, time.Date(2023, 1, n, 0, 0, 0, 0, time.UTC))
		case n < 0 && n >= -306:
			spellDay(r, time.Date(2023, 12, 32+n, 0, 0, 0, 0, time.UTC))
		}
		return
	}
	numbered := false
	for _, d := range r.ByDay {
		numbered = numbered || d.N != 0
	}
	if len(r.ByMonth) == 0 && len(r.ByYearDay) == 0 && len(r.ByMonthDay)+len(r.ByDay) > 0 && !numbered {
		r.ByMonth = []int{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}
	}
}

func spellDay(r *recurrence.Rule, day time.Time) {
	r.ByYearDay, r.ByMonth, r.ByMonthDay = nil, []int{int(day.Month())}, []int{day.Day()}
}

// sameKindUntil writes UNTIL as a day for days and as an instant for times. A
// day as the end of a series of times means the whole of it.
func sameKindUntil(s recurrence.Series) (time.Time, recurrence.UntilKind) {
	r := s.Rule
	switch {
	case r.UntilKind == recurrence.UntilNone:
		return r.Until, r.UntilKind
	case s.AllDay:
		y, m, d := r.Until.Date()
		return time.Date(y, m, d, 0, 0, 0, 0, time.UTC), recurrence.UntilDate
	case r.UntilKind == recurrence.UntilDate:
		return s.Instant(r.Until.Add(24*time.Hour - time.Second)).UTC(), recurrence.UntilUTC
	case r.UntilKind == recurrence.UntilLocal:
		return s.Instant(r.Until).UTC(), recurrence.UntilUTC
	}
	return r.Until, r.UntilKind
}
