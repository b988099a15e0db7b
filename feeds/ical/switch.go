package ical

import (
	"time"

	"almanac.example/events/recurrence"
)

// switchRule is a yearly change of the clocks. Go does not tell the rule of a
// zone, so it is found from the changes that follow from it.
type switchRule struct {
	switchKey
	first, last int  // days of the month on which it was seen
	always      bool // always in the last week of the month
}

// switchKey is what stays the same every year.
type switchKey struct {
	month         time.Month
	weekday       time.Weekday
	clock         time.Duration // of the onset, since midnight
	before, after int           // offsets, seconds
	name          string
}

// The years in which a zone that still switches is observed: far enough for
// any list of announced changes to have ended, and long enough for every
// weekday to have been on every date (the calendar repeats after 28 years).
const (
	observedFrom = 2071
	observedTo   = 2098
)

// switchRules finds the two rules by which a zone changes its clocks every
// year, in the order of the year; none if it does not.
func switchRules(loc *time.Location) []switchRule {
	var rules []switchRule
	for y := observedFrom; y <= observedTo; y++ {
		list := changes(loc, utcYear(y), utcYear(y+1))
		if len(list) != 2 {
			return nil
		}
		if rules == nil {
			rules = []switchRule{newSwitchRule(list[0]), newSwitchRule(list[1])}
		}
		for i, change := range list {
			if !rules[i].observe(change) {
				return nil
			}
		}
	}
	return rules
}

func newSwitchRule(change time.Time) switchRule {
	key, day, _ := switchOf(change)
	return switchRule{key, day, day, true}
}

// observe widens the rule to the change; false if it is another rule's.
func (r *switchRule) observe(change time.Time) bool {
	key, day, lastWeek := switchOf(change)
	r.first, r.last = min(r.first, day), max(r.last, day)
	r.always = r.always && lastWeek
	return key == r.switchKey && r.last-r.first < 7
}

// fits reports whether the change follows the rule.
func (r *switchRule) fits(change time.Time) bool {
	key, day, lastWeek := switchOf(change)
	return key == r.switchKey && (r.always && lastWeek || !r.always && r.first <= day && day <= r.last)
}

func switchOf(change time.Time) (key switchKey, day int, lastWeek bool) {
	before := offsetAt(change.Add(-time.Second))
	t := onset(change, before)
	name, after := change.Zone()
	midnight := time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC)
	key = switchKey{t.Month(), t.Weekday(), t.Sub(midnight), before, after, name}
	return key, t.Day(), t.AddDate(0, 0, 7).Month() != t.Month()
}

// firstYear is the first year, not before the given one, from which on the
// zone has changed by these rules only.
func firstYear(rules []switchRule, loc *time.Location, from int) int {
	y := observedFrom
	for y > from {
		list := changes(loc, utcYear(y-1), utcYear(y))
		if len(list) != 2 || !rules[0].fits(list[0]) || !rules[1].fits(list[1]) {
			break
		}
		y--
	}
	return y
}

// String writes the rule as an RRULE: the last or n-th such weekday of the
// month where that is what it is, otherwise the one among seven dates.
func (r *switchRule) String() string {
	rule := recurrence.Rule{Freq: recurrence.Yearly, Interval: 1, WeekStart: time.Monday, ByMonth: []int{int(r.month)}}
	day := recurrence.Day{Weekday: r.weekday}
	switch {
	case r.always:
		day.N = -1
	case r.first%7 == 1 && r.last%7 == 0:
		day.N = r.last / 7
	default:
		for d := r.first; d <= r.last; d++ {
			rule.ByMonthDay = append(rule.ByMonthDay, d)
		}
	}
	rule.ByDay = []recurrence.Day{day}
	return rule.String()
}
