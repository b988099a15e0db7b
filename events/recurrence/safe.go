package recurrence

import (
	"fmt"
	"time"
)

// The bounds of the safe subset.
const (
	maxSafeInterval = 1000
	maxSafeCount    = maxInstances
)

// CheckSafe reports what keeps the series out of the subset that calendar
// programs are known to expand alike: yearly, monthly, weekly or daily; dates
// written out where programs differ (29 February, the end of the month); an
// UNTIL of the same kind as the start; a start that is an instance. Exceptions
// and additions are no part of the question.
func (s Series) CheckSafe() error {
	r := s.Rule
	switch {
	case r.Freq == "":
		return fmt.Errorf("FREQ: missing")
	case order(r.Freq) > order(Daily):
		return fmt.Errorf("FREQ: %s is too fine to publish; use YEARLY, MONTHLY, WEEKLY or DAILY", r.Freq)
	case r.Interval > maxSafeInterval:
		return fmt.Errorf("INTERVAL: at most %d", maxSafeInterval)
	case r.Count > maxSafeCount:
		return fmt.Errorf("COUNT: at most %d", maxSafeCount)
	}
	for _, part := range r.lists() {
		if len(part.values) > 0 && part.name != "BYMONTH" && part.name != "BYMONTHDAY" {
			return fmt.Errorf("%s: calendar programs read it differently; use BYMONTH, BYMONTHDAY and BYDAY only", part.name)
		}
	}
	if err := s.checkUntil(); err != nil {
		return fmt.Errorf("UNTIL: %w", err)
	}
	if err := s.checkDays(); err != nil {
		return err
	}
	if s.Also, s.Except = nil, nil; !s.Has(s.Start) {
		return fmt.Errorf("the rule leaves out its own first day; start on a day that it means")
	}
	return nil
}

func (s Series) checkUntil() error {
	r := s.Rule
	switch {
	case r.UntilKind == UntilNone:
		return nil
	case s.AllDay && r.UntilKind != UntilDate:
		return fmt.Errorf("must be a day, such as 20301231, as the event lasts whole days")
	case !s.AllDay && r.UntilKind != UntilUTC:
		return fmt.Errorf("must be an instant in UTC, such as 20301231T160000Z, as the event has a time of day")
	}
	if end := s.end(); end.Before(s.Instant(s.Start)) {
		return fmt.Errorf("is before the start")
	}
	return nil
}

func (s Series) checkDays() error {
	r := s.Rule
	for _, d := range r.ByDay {
		switch {
		case d.N != 0 && r.Freq != Monthly && (r.Freq != Yearly || len(r.ByMonth) == 0):
			return fmt.Errorf("BYDAY: %s has a meaning only in MONTHLY rules or beside BYMONTH", d)
		case d.N < -5 || d.N > 5:
			return fmt.Errorf("BYDAY: no month has %s", d)
		}
	}
	day := s.Start.Day()
	switch {
	case r.Freq == Yearly && len(r.ByMonth) == 0 && (len(r.ByMonthDay) > 0 || len(r.ByDay) > 0):
		return fmt.Errorf("BYMONTH: missing; programs differ about YEARLY rules with BYMONTHDAY or BYDAY alone")
	case len(r.ByMonthDay) > 0 || len(r.ByDay) > 0:
		return nil
	case r.Freq == Yearly && s.Start.Month() == time.February && day == 29:
		return fmt.Errorf("BYMONTHDAY: missing; for 29 February write BYMONTH=2;BYMONTHDAY=29, or BYMONTHDAY=-1 for the last day of the month")
	case (r.Freq == Monthly || r.Freq == Yearly && len(r.ByMonth) > 0) && day > 28:
		return fmt.Errorf("BYMONTHDAY: missing; write BYMONTHDAY=%d for months that have that day, or -1 for the last one", day)
	}
	return nil
}
