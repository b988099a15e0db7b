package recurrence

import (
	"slices"
	"time"

	"github.com/teambition/rrule-go"
)

// option turns the series into what the expansion library does well: wall
// clock as if in UTC, lists sorted and without doubles, an explicit end, a
// start close to the window, no COUNT (collect counts). fires is false if the
// rule can never produce anything, where the library would search until the
// year 9999 or for ever.
func (s Series) option(w window) (o rrule.ROption, fires bool) {
	r, start := s.Rule.spelled(s.first()), s.first()
	if !r.fires(start) {
		return o, false
	}
	if r.Freq == Weekly && len(r.BySetPos) > 0 {
		// The places of BYSETPOS count in the whole week of the start.
		back := (int(start.Weekday()) - int(r.WeekStart) + 7) % 7
		start = start.AddDate(0, 0, -back)
	}
	o = rrule.ROption{
		Freq:       rrule.Frequency(order(r.Freq)),
		Dtstart:    r.advance(start, w.from),
		Interval:   r.Interval,
		Wkst:       libraryDay(Day{Weekday: r.WeekStart}),
		Until:      w.until,
		Bysetpos:   r.BySetPos,
		Bymonth:    r.ByMonth,
		Bymonthday: r.ByMonthDay,
		Byyearday:  r.ByYearDay,
		Byweekno:   r.ByWeekNo,
		Byhour:     r.ByHour,
		Byminute:   r.ByMinute,
		Bysecond:   r.BySecond,
	}
	if r.ownWeeks() {
		o.Byweekno = nil
		o.Byweekday = []rrule.Weekday{rrule.MO, rrule.TU, rrule.WE, rrule.TH, rrule.FR, rrule.SA, rrule.SU}
	}
	if len(r.ByDay) > 0 {
		o.Byweekday = nil
	}
	for _, d := range r.ByDay {
		o.Byweekday = append(o.Byweekday, libraryDay(d))
	}
	return o, !o.Dtstart.After(w.until)
}

// ownWeeks reports whether BYWEEKNO is left to collect: the library is mistaken
// about week 53, counted from either end. Where BYSETPOS counts what is left
// in the set, it has to be the library's.
func (r Rule) ownWeeks() bool { return len(r.ByWeekNo) > 0 && len(r.BySetPos) == 0 }

// first is the start without fractions of a second; midnight for days.
func (s Series) first() time.Time {
	if s.AllDay {
		return midnight(s.Start)
	}
	return s.Start.UTC().Truncate(time.Second)
}

func libraryDay(d Day) rrule.Weekday {
	all := [...]rrule.Weekday{rrule.SU, rrule.MO, rrule.TU, rrule.WE, rrule.TH, rrule.FR, rrule.SA}
	day := all[d.Weekday]
	return day.Nth(d.N)
}

// spelled returns the rule with lists sorted and folded, and with BYDAY in a
// form that the library reads as RFC 5545 means it.
func (r Rule) spelled(start time.Time) Rule {
	for _, list := range []*[]int{&r.BySecond, &r.ByMinute, &r.ByHour, &r.ByMonthDay, &r.ByYearDay, &r.ByWeekNo, &r.ByMonth, &r.BySetPos} {
		*list = sorted(*list)
	}
	// RFC 5545 §3.3.12: who does not keep leap seconds reads 60 as 59.
	if n := len(r.BySecond); n > 0 && r.BySecond[n-1] == 60 {
		r.BySecond = sorted(append(slices.Clone(r.BySecond[:n-1]), 59))
	}
	r.Interval = max(1, r.Interval)
	r.ByDay = r.spelledDays()
	if r.Freq == Weekly && len(r.ByDay) == 0 && len(r.ByMonthDay)+len(r.ByYearDay)+len(r.ByWeekNo) == 0 {
		r.ByDay = []Day{{Weekday: start.Weekday()}}
	}
	return r
}

func sorted(list []int) []int {
	list = slices.Clone(list)
	slices.Sort(list)
	return slices.Compact(list)
}

// never is the number of a weekday that no period has.
const never = 99

// spelledDays writes "MO,2TU" as "1MO,2MO,…,2TU": the library takes a plain
// weekday beside a numbered one as a second condition and not as an
// alternative. Numbers beyond the period never fire and would make it read
// outside its tables.
func (r Rule) spelledDays() []Day {
	most := 0
	switch {
	case r.Freq == Monthly || r.Freq == Yearly && len(r.ByMonth) > 0:
		most = 5
	case r.Freq == Yearly:
		most = 53
	}
	numbered := slices.ContainsFunc(r.ByDay, func(d Day) bool { return d.N != 0 })
	var out []Day
	for _, d := range r.ByDay {
		switch {
		case most == 0: // the number has no meaning here and is passed over
			out = append(out, Day{Weekday: d.Weekday})
		case d.N == 0 && numbered:
			for n := 1; n <= most; n++ {
				out = append(out, Day{n, d.Weekday})
			}
		case d.N >= -most && d.N <= most:
			out = append(out, d)
		}
	}
	if len(out) == 0 && len(r.ByDay) > 0 {
		return []Day{{N: never}}
	}
	return out
}

// fires reports false for rules without any instance on which the library
// would work for long: February 30, the third minute of a set of two, hours
// that the interval never meets. It ends by itself, in a fraction of a second,
// on the others.
func (r Rule) fires(start time.Time) bool {
	if len(r.ByDay) == 1 && r.ByDay[0].N == never {
		return false
	}
	return r.positionsExist() && r.clockMeets(start) && r.dayExists()
}

// dayExists reports whether the calendar has a day that all parts of the rule
// allow. It repeats after 400 years.
func (r Rule) dayExists() bool {
	parts := 0
	for _, n := range []int{len(r.ByMonth), len(r.ByMonthDay), len(r.ByYearDay), len(r.ByWeekNo), len(r.ByDay)} {
		parts += min(n, 1)
	}
	if parts < 2 && len(r.ByYearDay)+len(r.ByWeekNo) == 0 {
		return true
	}
	day := time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)
	for range 400*365 + 97 {
		if r.allows(day) {
			return true
		}
		day = day.AddDate(0, 0, 1)
	}
	return false
}

// allows reports whether no part of the rule excludes the day. Numbers before
// weekdays are passed over.
func (r Rule) allows(day time.Time) bool {
	y, m, d := day.Date()
	if len(r.ByMonth) > 0 && !slices.Contains(r.ByMonth, int(m)) {
		return false
	}
	return counted(r.ByMonthDay, d, lastDay(y, m)) &&
		counted(r.ByYearDay, day.YearDay(), time.Date(y, 12, 31, 0, 0, 0, 0, time.UTC).YearDay()) &&
		(len(r.ByWeekNo) == 0 || r.inWeek(day)) &&
		(len(r.ByDay) == 0 || slices.ContainsFunc(r.ByDay, func(d Day) bool { return d.Weekday == day.Weekday() }))
}

func lastDay(y int, m time.Month) int { return time.Date(y, m+1, 0, 0, 0, 0, 0, time.UTC).Day() }

// counted reports whether the list is empty or has n, counted from the start
// or from the end of a period of length last.
func counted(list []int, n, last int) bool {
	return len(list) == 0 || slices.Contains(list, n) || slices.Contains(list, n-last-1)
}

// inWeek reports whether the day is in one of the weeks of BYWEEKNO. Week 1 is
// the first with four days in the year.
func (r Rule) inWeek(day time.Time) bool {
	middle := r.middle(day)
	last := r.middle(time.Date(middle.Year(), 12, 28, 0, 0, 0, 0, time.UTC))
	return counted(r.ByWeekNo, (middle.YearDay()+6)/7, (last.YearDay()+6)/7)
}

// middle is the fourth day of the day's week, which decides its year.
func (r Rule) middle(day time.Time) time.Time {
	back := (int(day.Weekday()) - int(r.WeekStart) + 7) % 7
	return day.AddDate(0, 0, 3-back)
}

// positionsExist reports whether BYSETPOS names a place that the set of a day
// or less can have.
func (r Rule) positionsExist() bool {
	size, ok := r.setSize()
	if !ok || len(r.BySetPos) == 0 {
		return true
	}
	return slices.ContainsFunc(r.BySetPos, func(n int) bool { return n <= size && n >= -size })
}

// setSize is how many instances one period of a day or less can have.
func (r Rule) setSize() (int, bool) {
	hours, minutes, seconds := max(1, len(r.ByHour)), max(1, len(r.ByMinute)), max(1, len(r.BySecond))
	switch r.Freq {
	case Daily:
		return hours * minutes * seconds, true
	case Hourly:
		return minutes * seconds, true
	case Minutely:
		return seconds, true
	case Secondly:
		return 1, true
	}
	return 0, false
}

// clockMeets reports whether steps of the interval ever reach a time of day
// that BYHOUR, BYMINUTE and BYSECOND allow. The library would look for ever.
func (r Rule) clockMeets(start time.Time) bool {
	units := map[Frequency]int{Hourly: 3600, Minutely: 60, Secondly: 1}
	unit, ok := units[r.Freq]
	if !ok {
		return true
	}
	const day = 24 * 3600
	h, m, s := start.Clock()
	period := gcd(r.Interval*unit, day)
	at := (h*3600 + m*60 + s) % period
	for t := at; t < day; t += period {
		if has(r.ByHour, t/3600) && (unit > 60 || has(r.ByMinute, t/60%60)) && (unit > 1 || has(r.BySecond, t%60)) {
			return true
		}
	}
	return false
}

func has(list []int, n int) bool { return len(list) == 0 || slices.Contains(list, n) }

func gcd(a, b int) int {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}

// advance moves the start of a rule without COUNT in whole steps close to the
// window. Only periods of fixed length can be skipped over without counting.
func (r Rule) advance(start, from time.Time) time.Time {
	lengths := map[Frequency]int64{Weekly: 7 * 86400, Daily: 86400, Hourly: 3600, Minutely: 60, Secondly: 1}
	length, ok := lengths[r.Freq]
	if !ok || r.Count > 0 {
		return start
	}
	step := length * int64(r.Interval)
	// Seconds, not time.Duration, which ends after 292 years.
	ahead := (from.Unix() - int64(slack/time.Second) - start.Unix()) / step
	if ahead <= 1 {
		return start
	}
	return time.Unix(start.Unix()+(ahead-1)*step, 0).UTC()
}
