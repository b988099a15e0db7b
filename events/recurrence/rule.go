package recurrence

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Frequency is the FREQ part of a rule: the period that is repeated.
type Frequency string

// The frequencies of RFC 5545 §3.3.10, from coarse to fine.
const (
	Yearly   Frequency = "YEARLY"
	Monthly  Frequency = "MONTHLY"
	Weekly   Frequency = "WEEKLY"
	Daily    Frequency = "DAILY"
	Hourly   Frequency = "HOURLY"
	Minutely Frequency = "MINUTELY"
	Secondly Frequency = "SECONDLY"
)

// order lists the frequencies as the parts of the package rank them.
func order(f Frequency) int {
	return slices.Index([]Frequency{Yearly, Monthly, Weekly, Daily, Hourly, Minutely, Secondly}, f)
}

// Day is one element of BYDAY: a weekday, or the N-th (from the end if
// negative) of it in the month or year. N is 0 for every one of them.
type Day struct {
	N       int
	Weekday time.Weekday
}

// UntilKind says how the UNTIL part was written.
type UntilKind uint8

// The forms of UNTIL.
const (
	UntilNone  UntilKind = iota
	UntilDate            // 20261231: a day
	UntilLocal           // 20261231T090000: on the clocks of the series
	UntilUTC             // 20261231T010000Z: an instant
)

// Rule is a recurrence rule. The zero Rule is none; Parse makes valid ones.
type Rule struct {
	Freq       Frequency
	Interval   int       // every so many periods; at least 1
	Count      int       // number of instances; 0: no limit
	Until      time.Time // last day, wall clock (both as if in UTC) or instant, see UntilKind
	UntilKind  UntilKind
	BySecond   []int
	ByMinute   []int
	ByHour     []int
	ByDay      []Day
	ByMonthDay []int
	ByYearDay  []int
	ByWeekNo   []int
	ByMonth    []int
	BySetPos   []int
	WeekStart  time.Weekday // WKST; Monday where the rule does not say
}

// The bounds of what is read. No honest rule comes near them.
const (
	maxRule     = 2000          // bytes
	maxInterval = 1_000_000_000 // periods
	maxCount    = 1_000_000_000
)

// weekdayCodes are the names of RFC 5545 in the order of time.Weekday.
var weekdayCodes = [...]string{"SU", "MO", "TU", "WE", "TH", "FR", "SA"}

// Parse reads the value of an RRULE property (RFC 5545 §3.3.10), in upper or
// lower case. The error names the part and what would be right.
func Parse(text string) (Rule, error) {
	if len(text) > maxRule {
		return Rule{}, fmt.Errorf("rule is %d bytes long; at most %d are allowed", len(text), maxRule)
	}
	r := Rule{Interval: 1, WeekStart: time.Monday}
	seen := map[string]bool{}
	for _, part := range strings.Split(strings.ToUpper(strings.TrimSpace(text)), ";") {
		name, value, ok := strings.Cut(part, "=")
		switch {
		case part == "" && len(seen) > 0:
			continue // a closing semicolon, as some programs write it
		case !ok || value == "":
			return Rule{}, fmt.Errorf("%.40q is no part of a rule; write NAME=value, such as FREQ=YEARLY", part)
		case seen[name]:
			return Rule{}, fmt.Errorf("%s stands twice", name)
		}
		seen[name] = true
		if err := r.set(name, value); err != nil {
			return Rule{}, fmt.Errorf("%s: %w", name, err)
		}
	}
	return r, r.check()
}

func (r *Rule) set(name, value string) (err error) {
	switch name {
	case "FREQ":
		if r.Freq = Frequency(value); order(r.Freq) < 0 {
			return fmt.Errorf("%.40q is no frequency; use YEARLY, MONTHLY, WEEKLY, DAILY, HOURLY, MINUTELY or SECONDLY", value)
		}
	case "INTERVAL":
		r.Interval, err = number(value, 1, maxInterval)
	case "COUNT":
		r.Count, err = number(value, 1, maxCount)
	case "UNTIL":
		r.Until, r.UntilKind, err = parseUntil(value)
	case "WKST":
		r.WeekStart, err = weekday(value)
	case "BYDAY":
		r.ByDay, err = days(value)
	default:
		return r.setList(name, value)
	}
	return err
}

// setList reads the parts that are lists of numbers.
func (r *Rule) setList(name, value string) (err error) {
	switch name {
	case "BYSECOND":
		r.BySecond, err = numbers(value, 0, 60)
	case "BYMINUTE":
		r.ByMinute, err = numbers(value, 0, 59)
	case "BYHOUR":
		r.ByHour, err = numbers(value, 0, 23)
	case "BYMONTHDAY":
		r.ByMonthDay, err = signed(value, 31)
	case "BYYEARDAY":
		r.ByYearDay, err = signed(value, 366)
	case "BYWEEKNO":
		r.ByWeekNo, err = signed(value, 53)
	case "BYMONTH":
		r.ByMonth, err = numbers(value, 1, 12)
	case "BYSETPOS":
		r.BySetPos, err = signed(value, 366)
	default:
		return fmt.Errorf("unknown part")
	}
	return err
}

func (r *Rule) check() error {
	if r.Freq == "" {
		return fmt.Errorf("FREQ: missing")
	}
	if r.Count > 0 && r.UntilKind != UntilNone {
		return fmt.Errorf("COUNT and UNTIL exclude each other")
	}
	return nil
}

func number(s string, least, most int) (int, error) {
	n, err := strconv.Atoi(s)
	if err != nil || n < least || n > most || s[0] == '+' {
		return 0, fmt.Errorf("%.40q is no whole number from %d to %d", s, least, most)
	}
	return n, nil
}

func numbers(list string, least, most int) ([]int, error) {
	var out []int
	for _, s := range strings.Split(list, ",") {
		n, err := number(s, least, most)
		if err != nil {
			return nil, err
		}
		out = append(out, n)
	}
	return out, nil
}

// signed reads numbers that count from the end when negative; 0 is none.
func signed(list string, most int) ([]int, error) {
	var out []int
	for _, s := range strings.Split(list, ",") {
		n, err := strconv.Atoi(s)
		if err != nil || n == 0 || n < -most || n > most {
			return nil, fmt.Errorf("%.40q is no whole number from 1 to %d or -%d to -1", s, most, most)
		}
		out = append(out, n)
	}
	return out, nil
}

func weekday(code string) (time.Weekday, error) {
	i := slices.Index(weekdayCodes[:], code)
	if i < 0 {
		return 0, fmt.Errorf("%.40q is no weekday; use MO, TU, WE, TH, FR, SA or SU", code)
	}
	return time.Weekday(i), nil
}

func days(list string) ([]Day, error) {
	var out []Day
	for _, s := range strings.Split(list, ",") {
		at := max(0, len(s)-2)
		day, err := weekday(s[at:])
		if err != nil {
			return nil, fmt.Errorf("%.40q is no weekday; use MO, 2TU (the second) or -1FR (the last)", s)
		}
		d := Day{Weekday: day}
		if at > 0 {
			n, err := signed(s[:at], 53)
			if err != nil {
				return nil, fmt.Errorf("%.40q: the number before the weekday must be 1 to 53 or -53 to -1", s)
			}
			d.N = n[0]
		}
		out = append(out, d)
	}
	return out, nil
}

func parseUntil(s string) (time.Time, UntilKind, error) {
	for layout, kind := range map[string]UntilKind{
		"20060102": UntilDate, "20060102T150405": UntilLocal, "20060102T150405Z": UntilUTC,
	} {
		if t, err := time.Parse(layout, s); err == nil && t.Year() > 0 {
			return t, kind, nil
		}
	}
	return time.Time{}, UntilNone, fmt.Errorf("%.40q is no date; write it as 20261231 or 20261231T160000Z", s)
}

// String writes the rule as an RRULE value. Parts stand in a fixed order, so
// equal rules print equal; Parse reads it back.
func (r Rule) String() string {
	var b strings.Builder
	b.WriteString("FREQ=" + string(r.Freq))
	if r.Interval > 1 {
		fmt.Fprintf(&b, ";INTERVAL=%d", r.Interval)
	}
	if r.Count > 0 {
		fmt.Fprintf(&b, ";COUNT=%d", r.Count)
	}
	if r.UntilKind != UntilNone {
		layout := [...]string{"", "20060102", "20060102T150405", "20060102T150405Z"}[r.UntilKind]
		b.WriteString(";UNTIL=" + r.Until.UTC().Format(layout))
	}
	for _, part := range r.lists() {
		if len(part.values) > 0 {
			b.WriteString(";" + part.name + "=" + joinInts(part.values))
		}
	}
	if len(r.ByDay) > 0 {
		b.WriteString(";BYDAY=")
		for i, d := range r.ByDay {
			if i > 0 {
				b.WriteByte(',')
			}
			b.WriteString(d.String())
		}
	}
	if r.WeekStart != time.Monday {
		b.WriteString(";WKST=" + weekdayCodes[r.WeekStart])
	}
	return b.String()
}

type list struct {
	name   string
	values []int
}

func (r *Rule) lists() []list {
	return []list{
		{"BYMONTH", r.ByMonth}, {"BYWEEKNO", r.ByWeekNo}, {"BYYEARDAY", r.ByYearDay},
		{"BYMONTHDAY", r.ByMonthDay}, {"BYHOUR", r.ByHour}, {"BYMINUTE", r.ByMinute},
		{"BYSECOND", r.BySecond}, {"BYSETPOS", r.BySetPos},
	}
}

// String writes the day as BYDAY does: "MO", "2TU", "-1FR".
func (d Day) String() string {
	if d.N == 0 {
		return weekdayCodes[d.Weekday]
	}
	return strconv.Itoa(d.N) + weekdayCodes[d.Weekday]
}

func joinInts(values []int) string {
	parts := make([]string, len(values))
	for i, v := range values {
		parts[i] = strconv.Itoa(v)
	}
	return strings.Join(parts, ",")
}
