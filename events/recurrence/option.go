package recurrence

import (
	"slices"
	"time"

	"github.com/teambition/rrule-go"
)

// option turns the series into what the expansion library does well: wall
// clock as if in UTC, lists sorted and without doubles, an explicit end, a
// start close to the window. fires is false if the rule can never produce
// anything, where the library would search until the year 9999 or for ever.
func (s Series) option(w window) (o rrule.ROption, fires bool) {
	start := s.Start.UTC().Truncate(time.Second)
	if s.AllDay {
		start = midnight(start)
	}
	r := s.Rule.spelled(start)
	if !r.fires(start) {
		return o, false
	}
	o = rrule.ROption{
		Freq:       rrule.Frequency(order(r.Freq)),
		Dtstart:    r.advance(start, w.from),
		Interval:   r.Interval,
		Wkst:       libraryDay(Day{Weekday: r.WeekStart}),
		Count:      r.Count,
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
	for _, d := range r.ByDay {
		o.Byweekday = append(o.Byweekday, libraryDay(d))
	}
	return o, !o.Dtstart.After(w.until)
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
	return r
}

func sorted(list []int) []int {
	list = slices.Clone(list)
	slices.Sort(list)
	return slices.Compact(list)
}

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
	return out
}

// fires reports false for the common rules without any instance: February 30,
// a fifth-and-later weekday only, hours that the interval never meets.
func (r Rule) fires(start time.Time) bool {
	if len(r.ByMonth) > 0 && len(r.ByMonthDay) > 0 && !r.monthHasDay() {
		return false
	}
	return r.clockMeets(start)
}

func (r Rule) monthHasDay() bool {
	for _, m := range r.ByMonth {
		length := time.Date(2000, time.Month(m)+1, 0, 0, 0, 0, 0, time.UTC).Day()
		for _, d := range r.ByMonthDay {
			if d <= length && d >= -length {
				return true
			}
		}
	}
	return false
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
