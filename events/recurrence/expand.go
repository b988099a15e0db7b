package recurrence

import (
	"slices"
	"time"
)

// expansion walks through a rule period by period on the clock on the wall,
// carried as if in UTC. It looks at no more than maxSteps days or moments, so
// that a rule that never fires ends, too.
type expansion struct {
	Rule
	start time.Time
	until time.Time // last wall-clock time of interest
	times []int     // times of day in seconds, for rules of a day and more
	steps int
	most  int // steps, at most maxSteps
}

// maxSteps bounds one expansion: a tenth of a second.
const maxSteps = 1_000_000

// newExpansion spells the rule out: what it leaves to the start is written
// down, lists are sorted and without doubles.
func newExpansion(r Rule, start, until time.Time) *expansion {
	for _, list := range []*[]int{&r.BySecond, &r.ByMinute, &r.ByHour, &r.ByMonthDay, &r.ByYearDay, &r.ByWeekNo, &r.ByMonth, &r.BySetPos} {
		*list = sorted(*list)
	}
	// RFC 5545 §3.3.12: who does not keep leap seconds reads 60 as 59.
	if n := len(r.BySecond); n > 0 && r.BySecond[n-1] == 60 {
		r.BySecond = sorted(append(slices.Clone(r.BySecond[:n-1]), 59))
	}
	r.Interval = max(1, r.Interval)
	x := &expansion{Rule: r, start: start, until: until}
	x.defaultDays()
	h, m, s := start.Clock()
	finer := func(f Frequency) bool { return order(r.Freq) >= order(f) }
	for _, part := range []struct {
		list *[]int
		at   int
		each bool // the frequency itself goes through all values
	}{{&x.ByHour, h, finer(Hourly)}, {&x.ByMinute, m, finer(Minutely)}, {&x.BySecond, s, finer(Secondly)}} {
		if len(*part.list) == 0 && !part.each {
			*part.list = []int{part.at}
		}
	}
	if !finer(Hourly) {
		x.times = product(x.ByHour, x.ByMinute, x.BySecond)
	}
	return x
}

func sorted(list []int) []int {
	list = slices.Clone(list)
	slices.Sort(list)
	return slices.Compact(list)
}

func product(hours, minutes, seconds []int) []int {
	var list []int
	for _, h := range hours {
		for _, m := range minutes {
			for _, s := range seconds {
				list = append(list, h*3600+m*60+s)
			}
		}
	}
	return list
}

// defaultDays writes down the day that the start stands for.
func (x *expansion) defaultDays() {
	if len(x.ByMonthDay)+len(x.ByYearDay)+len(x.ByWeekNo)+len(x.ByDay) > 0 {
		return
	}
	switch x.Freq {
	case Yearly:
		if len(x.ByMonth) == 0 {
			x.ByMonth = []int{int(x.start.Month())}
		}
		x.ByMonthDay = []int{x.start.Day()}
	case Monthly:
		x.ByMonthDay = []int{x.start.Day()}
	case Weekly:
		x.ByDay = []Day{{Weekday: x.start.Weekday()}}
	}
}

// run hands out the instances in order until yield declines. Instances before
// from may be left out where nothing depends on them. False means that it
// gave up after maxSteps.
func (x *expansion) run(from time.Time, yield func(time.Time) bool) bool {
	if x.Count > 0 || from.Before(x.start) {
		from = x.start // all have to be counted
	}
	if x.times == nil {
		return x.runClock(from, yield)
	}
	for p := x.firstPeriod(from); !p.After(x.until); p = x.nextPeriod(p, 1) {
		set := x.set(p)
		if x.steps > x.most {
			return false
		}
		for _, t := range x.chosen(set) {
			if !t.Before(x.start) && !yield(t) {
				return true
			}
		}
	}
	return true
}

// firstPeriod is the first day of the period that holds the start, or of a
// later one of the same rhythm that is not after from.
func (x *expansion) firstPeriod(from time.Time) time.Time {
	y, m, d := x.start.Date()
	switch x.Freq {
	case Yearly:
		p := date(y, 1, 1)
		return x.nextPeriod(p, (from.Year()-y)/x.Interval)
	case Monthly:
		p := date(y, m, 1)
		months := (from.Year()-y)*12 + int(from.Month()) - int(m)
		return x.nextPeriod(p, months/x.Interval)
	case Weekly:
		p := date(y, m, d).AddDate(0, 0, -x.weekdayIndex(x.start))
		return x.nextPeriod(p, daysBetween(p, from)/7/x.Interval)
	}
	p := date(y, m, d)
	return x.nextPeriod(p, daysBetween(p, from)/x.Interval)
}

func date(y int, m time.Month, d int) time.Time { return time.Date(y, m, d, 0, 0, 0, 0, time.UTC) }

// daysBetween counts whole days; time.Duration would end after 292 years.
func daysBetween(from, to time.Time) int { return int((to.Unix() - from.Unix()) / 86_400) }

// weekdayIndex counts the days since WKST.
func (r *Rule) weekdayIndex(t time.Time) int { return (int(t.Weekday()) - int(r.WeekStart) + 7) % 7 }

// nextPeriod goes n intervals on.
func (x *expansion) nextPeriod(p time.Time, n int) time.Time {
	n *= x.Interval
	switch x.Freq {
	case Yearly:
		return p.AddDate(n, 0, 0)
	case Monthly:
		return p.AddDate(0, n, 0)
	case Weekly:
		n *= 7
	}
	return p.AddDate(0, 0, n)
}

// set lists everything the rule means in one period, in order.
func (x *expansion) set(p time.Time) []time.Time {
	var list []time.Time
	add := func(day time.Time) {
		if x.steps++; x.steps <= x.most && x.allows(day) {
			x.steps += len(x.times) - 1
			for _, s := range x.times {
				list = append(list, day.Add(time.Duration(s)*time.Second))
			}
		}
	}
	switch x.Freq {
	case Yearly:
		for m := time.January; m <= time.December; m++ {
			x.eachDay(p.Year(), m, add)
		}
	case Monthly:
		x.eachDay(p.Year(), p.Month(), add)
	case Weekly:
		for d := range 7 {
			add(p.AddDate(0, 0, d))
		}
	default:
		add(p)
	}
	return list
}

func (x *expansion) eachDay(y int, m time.Month, add func(time.Time)) {
	x.steps++
	if !has(x.ByMonth, int(m)) {
		return
	}
	last := lastDay(y, m)
	if len(x.ByMonthDay) == 1 && x.ByMonthDay[0] > 0 { // most rules
		if d := x.ByMonthDay[0]; d <= last {
			add(date(y, m, d))
		}
		return
	}
	for d := 1; d <= last; d++ {
		add(date(y, m, d))
	}
}

func lastDay(y int, m time.Month) int { return date(y, m+1, 0).Day() }

// chosen keeps of a period's set what BYSETPOS names.
func (x *expansion) chosen(set []time.Time) []time.Time {
	if len(x.BySetPos) == 0 {
		return set
	}
	var list []time.Time
	for i, t := range set {
		if slices.Contains(x.BySetPos, i+1) || slices.Contains(x.BySetPos, i-len(set)) {
			list = append(list, t)
		}
	}
	return list
}

// runClock is run for rules that repeat hours, minutes or seconds.
func (x *expansion) runClock(from time.Time, yield func(time.Time) bool) bool {
	unit := map[Frequency]int64{Hourly: 3600, Minutely: 60, Secondly: 1}[x.Freq]
	step := unit * int64(x.Interval)
	first := x.start.Unix() - x.start.Unix()%unit
	if x.start.Unix() < first {
		first -= unit // before 1970
	}
	within := x.within()
	for p := ahead(first, from.Unix()-unit, step); p <= x.until.Unix(); {
		if x.steps += max(1, len(within)); x.steps > x.most {
			return false
		}
		t := time.Unix(p, 0).UTC()
		if next := x.resume(t); next > p {
			p = ahead(p, next, step)
			continue
		}
		var set []time.Time
		for _, s := range within {
			set = append(set, t.Add(time.Duration(s)*time.Second))
		}
		for _, t := range x.chosen(set) {
			if !t.Before(x.start) && !yield(t) {
				return true
			}
		}
		p += step
	}
	return true
}

// ahead goes whole steps from p until it is not before target.
func ahead(p, target, step int64) int64 {
	if p >= target {
		return p
	}
	return p + (target-p+step-1)/step*step
}

// within lists the moments of one hour, minute or second that the rule means,
// in seconds.
func (x *expansion) within() []int {
	zero := []int{0}
	switch x.Freq {
	case Hourly:
		return product(zero, x.ByMinute, x.BySecond)
	case Minutely:
		return product(zero, zero, x.BySecond)
	}
	return zero
}

// resume is when the rule may allow something again: t itself, or the next
// day, hour, minute or second.
func (x *expansion) resume(t time.Time) int64 {
	at := t.Unix()
	h, m, s := t.Clock()
	switch {
	case !x.allows(t):
		return at + int64(86_400-h*3600-m*60-s)
	case !has(x.ByHour, h):
		return at + int64(3600-m*60-s)
	case x.Freq != Hourly && !has(x.ByMinute, m):
		return at + int64(60-s)
	case x.Freq == Secondly && !has(x.BySecond, s):
		return at + 1
	}
	return at
}
