package recurrence

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/teambition/rrule-go"
)

// MaxInstances bounds what one call lists.
const MaxInstances = 10_000

// maxSteps bounds how many instances before the window are counted through.
const maxSteps = 1_000_000

// ErrTooMany means that there are more instances than are listed, or too many
// before the window to count them. What was found so far is valid.
var ErrTooMany = errors.New("too many instances")

// Series is a repeating event. Start, Except and the windows asked for are
// wall-clock times, carried as if in UTC.
type Series struct {
	Start  time.Time      // DTSTART; midnight if AllDay
	AllDay bool           // instances are days
	Zone   *time.Location // whose clocks count; nil: floating, read as UTC
	Rule   Rule
	Except []time.Time // EXDATE: instances left out; for days any time of that day
}

// Instance is one occurrence of a series.
type Instance struct {
	Wall time.Time // what the clocks show, as if in UTC; midnight if AllDay
	At   time.Time // the instant, in the series' zone; for days midnight UTC
}

// Between lists the instances from one wall-clock time to another, both
// included, in order and without doubles. It stops at MaxInstances and then
// returns them with ErrTooMany. Other errors say what is wrong with the
// series.
func (s Series) Between(from, to time.Time) ([]Instance, error) {
	if y := s.Start.Year(); y < 1 || y > 9999 {
		return nil, fmt.Errorf("start: the year %d is outside 1 to 9999", y)
	}
	if s.Rule.Freq == "" {
		return nil, fmt.Errorf("rule: missing")
	}
	w := s.window(from, to)
	option, fires := s.option(w)
	if !fires || w.to.Before(w.from) {
		return nil, nil
	}
	rule, err := rrule.NewRRule(option)
	if err != nil {
		return nil, fmt.Errorf("rule: %w", err)
	}
	return s.collect(rule.Iterator(), w)
}

// Has reports whether the wall-clock time is an instance of the series.
func (s Series) Has(wall time.Time) bool {
	list, err := s.Between(wall, wall)
	return err == nil && slices.ContainsFunc(list, func(i Instance) bool { return i.Wall.Equal(wall) })
}

// window is what is asked for, as instants, and how far the rule may run.
type window struct {
	from, to time.Time
	until    time.Time // last wall-clock time worth computing
}

// slack is more than any zone is away from UTC.
const slack = 48 * time.Hour

func (s Series) window(from, to time.Time) window {
	w := window{from: s.Instant(from), to: s.Instant(to)}
	if end, ok := s.end(); ok && end.Before(w.to) {
		w.to = end
	}
	w.until = w.to.UTC().Add(slack)
	return w
}

// end is the last instant that UNTIL allows.
func (s Series) end() (time.Time, bool) {
	until := s.Rule.Until
	switch {
	case s.Rule.UntilKind == UntilNone:
		return time.Time{}, false
	case s.AllDay:
		return midnight(until), true
	case s.Rule.UntilKind == UntilUTC:
		if s.Zone == nil {
			return until.UTC(), true
		}
		return until, true
	}
	return s.Instant(until), true
}

// Instant is the instant of a wall-clock time of the series; for days and
// floating times the time itself.
func (s Series) Instant(wall time.Time) time.Time {
	if s.AllDay || s.Zone == nil {
		return wall.UTC()
	}
	return WallClock(wall, s.Zone)
}

func midnight(t time.Time) time.Time {
	y, m, d := t.UTC().Date()
	return time.Date(y, m, d, 0, 0, 0, 0, time.UTC)
}

func (s Series) collect(next rrule.Next, w window) ([]Instance, error) {
	var list []Instance
	skip, first := s.exceptions(), s.first()
	weeks := s.Rule.ownWeeks()
	for step, count := 0, 0; ; step++ {
		wall, ok := next()
		if ok && (wall.Before(first) || weeks && !s.Rule.inWeek(wall)) {
			continue
		}
		if count++; !ok || wall.After(w.until) || s.Rule.Count > 0 && count > s.Rule.Count {
			return tidy(list), nil
		}
		at := s.Instant(wall)
		if step >= maxSteps || len(list) > MaxInstances {
			list = tidy(list)
			return list[:min(len(list), MaxInstances)], fmt.Errorf("%w: more than %d", ErrTooMany, MaxInstances)
		}
		if at.Before(w.from) || at.After(w.to) || skip[at.Unix()] {
			continue
		}
		list = append(list, Instance{Wall: OnWall(at), At: at})
	}
}

// tidy sorts by instant, as a gap of the clocks can turn the order, and drops
// what the gap folded together.
func tidy(list []Instance) []Instance {
	slices.SortStableFunc(list, func(a, b Instance) int { return a.At.Compare(b.At) })
	return slices.CompactFunc(list, func(a, b Instance) bool { return a.At.Equal(b.At) })
}

func (s Series) exceptions() map[int64]bool {
	skip := make(map[int64]bool, len(s.Except))
	for _, t := range s.Except {
		if s.AllDay {
			t = midnight(t)
		}
		skip[s.Instant(t).Unix()] = true
	}
	return skip
}
