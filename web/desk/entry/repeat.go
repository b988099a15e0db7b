package entry

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"almanac.example/events"
	"almanac.example/events/edtf"
	"almanac.example/events/recurrence"
	"almanac.example/web/desk/frame"
)

// The choices of how an entry repeats.
const (
	once    = ""
	ownRule = "own"
)

// everies are the frequencies that are offered.
var everies = []recurrence.Frequency{recurrence.Yearly, recurrence.Monthly, recurrence.Weekly, recurrence.Daily}

// What of the first date a rule holds on to, for years and months.
const (
	onDate = "date" // 16 May, the 16th
	onNth  = "nth"  // the third Saturday
	onLast = "last" // the last Saturday
)

// repeats are the fields about repetition.
type repeats struct {
	every string // a frequency, once or ownRule
	on    string
	until string // a date as it was typed
	rule  string // RRULE, for ownRule
	not   []string
}

func repeatsOf(f frame.Form) repeats {
	return repeats{every: f.Line("repeat"), on: f.Line("repeat-on"), until: f.Line("until"), rule: f.Line("rule"), not: f.Lines("not")}
}

// repetition makes a rule of the fields; nil if the entry happens once. What
// stood there besides (added dates) stays.
func (r repeats) repetition(v *frame.Visit, s events.Span, base *events.Event, faults *frame.Faults) *events.Repetition {
	if r.every == once {
		return nil
	}
	first, ok := s.First()
	if !ok || s.IsZero() {
		return nil // the date has a fault of its own
	}
	out := events.Repetition{Rule: strings.ToUpper(r.rule)}
	if r.every != ownRule {
		until, ok := r.untilOf(v, s, faults)
		if !ok {
			return nil
		}
		out.Rule = ruleFor(r.every, r.on, first) + until
	}
	for _, text := range r.not {
		day, ok := dayOf(text)
		if !ok {
			faults.Add("rex", v.Text("repeat.not"), v.Text("repeat.notRead", text))
			return nil
		}
		out.Except = append(out.Except, exceptionOn(day, s))
	}
	if base != nil && base.Repeat != nil {
		out.Also = base.Repeat.Also
	}
	return &out
}

// dayOf reads a day as people type it.
func dayOf(text string) (edtf.Day, bool) {
	r, err := edtf.ParseLoose(text)
	if err != nil || r.Value.Precision() != edtf.PrecisionDay {
		return edtf.Day{}, false
	}
	return r.Value.Earliest()
}

// exceptionOn spells a day that is left out: with the time at which the entry
// begins, if it has one.
func exceptionOn(day edtf.Day, s events.Span) string {
	if !s.Timed() {
		return day.String()
	}
	return day.String() + s.Start.Format("T15:04:05")
}

// untilOf is the last part of a rule. A timed rule ends with the day in its own
// zone, as an instant in UTC.
func (r repeats) untilOf(v *frame.Visit, s events.Span, faults *frame.Faults) (string, bool) {
	if r.until == "" {
		return "", true
	}
	day, ok := dayOf(r.until)
	if !ok {
		faults.Add("run", v.Text("repeat.untilLabel"), v.Text("repeat.notRead", r.until))
		return "", false
	}
	if !s.Timed() {
		return ";UNTIL=" + strings.ReplaceAll(day.String(), "-", ""), true
	}
	end, ok := day.AddDays(1).Time(s.Start.Location())
	if !ok {
		return "", true
	}
	return ";UNTIL=" + end.Add(-time.Second).UTC().Format("20060102T150405Z"), true
}

// ruleFor is the rule by which a day repeats.
func ruleFor(every, on string, first edtf.Day) string {
	rule := "FREQ=" + every
	weekday := strings.ToUpper(first.Weekday().String()[:2])
	switch recurrence.Frequency(every) {
	case recurrence.Yearly:
		rule += fmt.Sprintf(";BYMONTH=%d", int(first.Month()))
	case recurrence.Weekly:
		return rule + ";BYDAY=" + weekday
	case recurrence.Daily:
		return rule
	}
	switch on {
	case onNth:
		return rule + fmt.Sprintf(";BYDAY=%d%s", (first.Day()-1)/7+1, weekday)
	case onLast:
		return rule + ";BYDAY=-1" + weekday
	}
	return rule + fmt.Sprintf(";BYMONTHDAY=%d", first.Day())
}

// fieldsFor are the fields that say what a stored repetition says.
func fieldsFor(v *frame.Visit, e *events.Event) repeats {
	if e == nil || e.Repeat == nil {
		return repeats{}
	}
	r := repeats{every: ownRule, rule: e.Repeat.Rule}
	for _, text := range e.Repeat.Except {
		day, _, _ := strings.Cut(text, "T")
		r.not = append(r.not, day)
	}
	rule, err := recurrence.Parse(e.Repeat.Rule)
	if err != nil {
		return r
	}
	until := ""
	if !rule.Until.IsZero() {
		last := rule.Until
		if rule.UntilKind == recurrence.UntilUTC && e.Span.Timed() {
			last = last.In(e.Span.Start.Location())
		}
		until = v.Date(edtf.DayOf(last))
	}
	for _, every := range everies {
		for _, on := range []string{onDate, onNth, onLast} {
			candidate := repeats{every: string(every), on: on, until: until, not: r.not}
			if made := candidate.repetition(v, e.Span, nil, &frame.Faults{}); made != nil && sameRule(made.Rule, rule) {
				return candidate
			}
		}
	}
	return r
}

func sameRule(text string, rule recurrence.Rule) bool {
	made, err := recurrence.Parse(text)
	return err == nil && made.String() == rule.String()
}

// nextFive are the next dates of an entry that repeats, in words; those from its
// first one on if all are past. There are none of a date that cannot repeat.
func nextFive(v *frame.Visit, e *events.Event) []string {
	series, ok := e.Series()
	if !ok || !canRepeat(e) {
		return nil
	}
	far := series.Start.AddDate(100, 0, 0)
	from := recurrence.OnWall(v.Now)
	if from.Before(series.Start) {
		from = series.Start
	}
	instances, _ := series.FirstBetween(from, from.AddDate(100, 0, 0), 5)
	if len(instances) == 0 {
		instances, _ = series.FirstBetween(series.Start, far, 5)
	}
	var list []string
	for _, i := range instances {
		list = append(list, e.Occurrence(i).Span.DescribeFor(v.Zone(), v.Lang, edtf.Short))
	}
	return list
}

// canRepeat reports whether the record takes the repetition of an entry, whatever
// else is still missing in it.
func canRepeat(e *events.Event) bool {
	var invalid *events.Invalid
	return !errors.As(e.Validate(), &invalid) || !slices.ContainsFunc(invalid.Problems, func(p events.Problem) bool { return strings.HasPrefix(p.Field, "repeat") })
}
