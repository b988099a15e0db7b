package recurrence

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// model expands a rule the slow way, straight from the table of RFC 5545
// §3.3.10: it looks at every day and minute in turn and asks the
// rule about it. It shares nothing with the package but Rule.
type model struct {
	Rule
	start time.Time
}

// until lists the instances from the start to the given time.
func (m model) until(end time.Time) []time.Time {
	var out, period []time.Time
	current := m.period(m.start)
	flush := func() {
		for _, t := range m.positions(period) {
			if !t.Before(m.start) && !t.After(end) && (m.Count == 0 || len(out) < m.Count) {
				out = append(out, t)
			}
		}
		period = nil
	}
	times := m.times()
	for day := m.first(); !day.After(end.AddDate(1, 0, 0)); day = day.AddDate(0, 0, 1) {
		if !m.onDay(day) {
			continue
		}
		for _, clock := range times {
			t := day.Add(clock)
			if p := m.period(t); p != current {
				flush()
				current = p
			}
			if !m.skipped(current) {
				period = append(period, t)
			}
		}
		if day.After(end) && len(period) == 0 {
			break
		}
	}
	flush()
	return out
}

// first is the day on which the period of the start begins.
func (m model) first() time.Time {
	y, mo, d := m.start.Date()
	switch m.Freq {
	case Yearly:
		return time.Date(y, 1, 1, 0, 0, 0, 0, time.UTC)
	case Monthly:
		return time.Date(y, mo, 1, 0, 0, 0, 0, time.UTC)
	case Weekly:
		d -= (int(m.start.Weekday()) - int(m.WeekStart) + 7) % 7
	}
	return time.Date(y, mo, d, 0, 0, 0, 0, time.UTC)
}

// times lists the times of day that the rule means, to the minute.
func (m model) times() []time.Duration {
	var list []time.Duration
	for minute := range 24 * 60 {
		t := time.Date(2000, 1, 1, 0, minute, m.start.Second(), 0, time.UTC)
		if m.atTime(t) {
			list = append(list, time.Duration(minute)*time.Minute+time.Duration(m.start.Second())*time.Second)
		}
	}
	return list
}

// period numbers the periods from that of the start on.
func (m model) period(t time.Time) int {
	seconds := int(t.Unix() - m.start.Unix())
	day := 24 * time.Hour
	days := int(t.Truncate(day).Sub(m.start.Truncate(day)) / day)
	switch m.Freq {
	case Yearly:
		return t.Year() - m.start.Year()
	case Monthly:
		return (t.Year()-m.start.Year())*12 + int(t.Month()) - int(m.start.Month())
	case Weekly:
		back := (int(m.start.Weekday()) - int(m.WeekStart) + 7) % 7
		return floorDiv(days+back, 7)
	case Daily:
		return days
	case Hourly:
		return floorDiv(seconds+m.start.Minute()*60+m.start.Second(), 3600)
	case Minutely:
		return floorDiv(seconds+m.start.Second(), 60)
	}
	return seconds
}

func floorDiv(a, b int) int {
	if a%b < 0 {
		return a/b - 1
	}
	return a / b
}

// skipped reports whether the interval passes over the period.
func (m model) skipped(period int) bool { return period%max(1, m.Interval) != 0 }

func (m model) onDay(t time.Time) bool {
	if len(m.ByMonth) > 0 && !slices.Contains(m.ByMonth, int(t.Month())) {
		return false
	}
	monthEnd := time.Date(t.Year(), t.Month()+1, 0, 0, 0, 0, 0, time.UTC).Day()
	yearEnd := time.Date(t.Year(), 12, 31, 0, 0, 0, 0, time.UTC).YearDay()
	if len(m.ByMonthDay) > 0 && !among(m.ByMonthDay, t.Day(), monthEnd) ||
		len(m.ByYearDay) > 0 && !among(m.ByYearDay, t.YearDay(), yearEnd) ||
		len(m.ByWeekNo) > 0 && !m.inWeek(t) {
		return false
	}
	if len(m.ByDay) > 0 {
		return slices.ContainsFunc(m.ByDay, func(d Day) bool { return m.isDay(d, t, monthEnd, yearEnd) })
	}
	return len(m.ByMonthDay)+len(m.ByYearDay)+len(m.ByWeekNo) > 0 || m.defaultDay(t)
}

func among(list []int, n, last int) bool {
	return slices.Contains(list, n) || slices.Contains(list, n-last-1)
}

// defaultDay is what the start says where the rule says nothing.
func (m model) defaultDay(t time.Time) bool {
	switch m.Freq {
	case Yearly:
		return t.Day() == m.start.Day() && (len(m.ByMonth) > 0 || t.Month() == m.start.Month())
	case Monthly:
		return t.Day() == m.start.Day()
	case Weekly:
		return t.Weekday() == m.start.Weekday()
	}
	return true
}

func (m model) isDay(d Day, t time.Time, monthEnd, yearEnd int) bool {
	if d.Weekday != t.Weekday() {
		return false
	}
	n, last := t.Day(), monthEnd
	switch {
	case d.N == 0 || order(m.Freq) > order(Monthly):
		return true
	case m.Freq == Yearly && len(m.ByMonth) == 0:
		n, last = t.YearDay(), yearEnd
	}
	return d.N == (n-1)/7+1 || d.N == -((last-n)/7+1)
}

// inWeek numbers weeks as ISO 8601 does, but from WKST on: week 1 is the first
// with four days in the year.
func (m model) inWeek(t time.Time) bool {
	fourth := func(t time.Time) time.Time { // the fourth day of t's week decides its year
		back := (int(t.Weekday()) - int(m.WeekStart) + 7) % 7
		return t.AddDate(0, 0, 3-back)
	}
	d := fourth(t)
	weeks := (fourth(time.Date(d.Year(), 12, 28, 0, 0, 0, 0, time.UTC)).YearDay()-1)/7 + 1
	return among(m.ByWeekNo, (d.YearDay()-1)/7+1, weeks)
}

func (m model) atTime(t time.Time) bool {
	at := func(list []int, n, start int, fixed bool) bool {
		if len(list) > 0 {
			return slices.Contains(list, n) || n == 59 && slices.Contains(list, 60)
		}
		return !fixed || n == start
	}
	o := order(m.Freq)
	return at(m.ByHour, t.Hour(), m.start.Hour(), o < order(Hourly)) &&
		at(m.ByMinute, t.Minute(), m.start.Minute(), o < order(Minutely)) &&
		at(m.BySecond, t.Second(), m.start.Second(), o < order(Secondly))
}

func (m model) positions(period []time.Time) []time.Time {
	if len(m.BySetPos) == 0 {
		return period
	}
	var out []time.Time
	for i, t := range period {
		if slices.Contains(m.BySetPos, i+1) || slices.Contains(m.BySetPos, i-len(period)) {
			out = append(out, t)
		}
	}
	return out
}

// TestExpansionAgreesWithModel compares random rules of every frequency with
// the model above.
func TestExpansionAgreesWithModel(t *testing.T) {
	rounds := 300
	if testing.Short() {
		rounds = 60
	}
	for seed := range rounds {
		rng := rand.New(rand.NewPCG(uint64(seed), 5545))
		start := time.Date(1996+rng.IntN(9), time.Month(1+rng.IntN(12)), 1+rng.IntN(28), rng.IntN(24), rng.IntN(60), 0, 0, time.UTC)
		text, span := randomRule(rng)
		rule, err := Parse(text)
		if err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		end := start.Add(span)
		want := []string{}
		for _, w := range (model{rule, start}).until(end) {
			want = append(want, w.Format(time.DateTime))
		}
		list, err := (Series{Start: start, Rule: rule}).Between(start, end)
		if err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		got := []string{}
		for _, i := range list {
			got = append(got, i.Wall.Format(time.DateTime))
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("seed %d: %s from %s (-model +got):\n%.1500s", seed, text, start.Format(time.DateTime), diff)
		}
	}
}

// randomRule makes a rule and says how long to look at it.
func randomRule(rng *rand.Rand) (rule string, span time.Duration) {
	const day = 24 * time.Hour
	kinds := []struct {
		freq Frequency
		span time.Duration
	}{{Yearly, 3000 * day}, {Monthly, 1200 * day}, {Weekly, 400 * day}, {Daily, 200 * day}, {Hourly, 20 * day}, {Minutely, 2 * day}}
	kind := kinds[rng.IntN(len(kinds))]
	parts := []string{"FREQ=" + string(kind.freq)}
	some := func(percent int) bool { return rng.IntN(100) < percent }
	list := func(name string, percent int, value func() int) {
		if !some(percent) {
			return
		}
		var values []string
		for range 1 + rng.IntN(3) {
			values = append(values, fmt.Sprint(value()))
		}
		parts = append(parts, name+"="+strings.Join(values, ","))
	}
	sign := func(most int) func() int {
		return func() int { return (1 + rng.IntN(most)) * (1 - 2*rng.IntN(2)) }
	}
	if some(40) {
		parts = append(parts, fmt.Sprintf("INTERVAL=%d", 1+rng.IntN(5)))
	}
	if some(20) {
		parts = append(parts, fmt.Sprintf("COUNT=%d", 1+rng.IntN(20)))
	}
	list("BYMONTH", 30, func() int { return 1 + rng.IntN(12) })
	list("BYMONTHDAY", 25, sign(31))
	list("BYYEARDAY", 8, sign(366))
	if kind.freq == Yearly {
		list("BYWEEKNO", 25, sign(53))
	}
	list("BYHOUR", 25, func() int { return rng.IntN(24) })
	list("BYMINUTE", 25, func() int { return rng.IntN(60) })
	if some(40) {
		parts = append(parts, "BYDAY="+randomDays(rng, kind.freq))
	}
	if some(25) && len(parts) > 2 {
		list("BYSETPOS", 100, sign(4))
	}
	if some(30) {
		parts = append(parts, "WKST="+weekdayCodes[rng.IntN(7)])
	}
	return strings.Join(parts, ";"), kind.span
}

func randomDays(rng *rand.Rand, freq Frequency) string {
	var days []string
	for range 1 + rng.IntN(3) {
		d := Day{Weekday: time.Weekday(rng.IntN(7))}
		switch n := rng.IntN(3); {
		case n == 0 && freq == Monthly:
			d.N = rng.IntN(11) - 5
		case n == 0 && freq == Yearly:
			d.N = rng.IntN(107) - 53
		}
		days = append(days, d.String())
	}
	return strings.Join(days, ",")
}
