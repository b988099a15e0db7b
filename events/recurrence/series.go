package recurrence

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"time"
)

// maxInstances bounds what one call lists.
const maxInstances = 10_000

// ErrTooMany means that there are more instances than are listed, or that they
// are too far from the start to be found. What was found so far is valid.
var ErrTooMany = errors.New("too many instances")

// Series is a repeating event. Start, Except and the windows asked for are
// wall-clock times, carried as if in UTC.
type Series struct {
	Start  time.Time      // DTSTART; midnight if AllDay
	AllDay bool           // instances are days
	Zone   *time.Location // whose clocks count; nil: floating, read as UTC
	Rule   Rule           // without FREQ: none; only Also counts
	Except []time.Time    // EXDATE: instances left out, those of Also included; for days any time of that day
	Also   []Addition     // RDATE: instances beside those of the rule, in any order
	Steps  *int           // how many days or moments may be looked at in this and other series; nil: 1,000,000 in each call
}

// Addition is an instance that the rule does not give (RFC 5545 §3.8.5.2).
type Addition struct {
	Wall  time.Time     // what the clocks show, as if in UTC
	Lasts time.Duration // a length of its own, whole days for days; 0: as long as the others
}

// Instance is one occurrence of a series.
type Instance struct {
	Wall  time.Time     // what the clocks show, as if in UTC; midnight if AllDay
	At    time.Time     // the instant, in the series' zone; for days midnight UTC
	Lasts time.Duration // of an addition with a length of its own, otherwise 0
}

// Between lists the instances from one wall-clock time to another, both
// included, in order and without doubles. It stops at maxInstances and then
// returns them with ErrTooMany. Other errors say what is wrong with the
// series.
func (s Series) Between(from, to time.Time) ([]Instance, error) {
	return s.FirstBetween(from, to, maxInstances)
}

// FirstBetween is Between for at most n instances.
func (s Series) FirstBetween(from, to time.Time, n int) ([]Instance, error) {
	if y := s.Start.Year(); y < 1 || y > 9999 {
		return nil, fmt.Errorf("start: the year %d is outside 1 to 9999", y)
	}
	if s.Rule.Freq == "" && len(s.Also) == 0 {
		return nil, fmt.Errorf("rule: missing")
	}
	w := s.window(from, to)
	if w.to.Before(w.from) {
		return nil, nil
	}
	return s.collect(w, n)
}

// Has reports whether the wall-clock time is an instance of the series.
func (s Series) Has(wall time.Time) bool { return s.HasAll([]time.Time{wall})[0] }

// HasAll reports for each of the wall-clock times whether it is an instance of
// the series.
func (s Series) HasAll(walls []time.Time) []bool {
	found := make([]bool, len(walls))
	var all map[int64]bool
	if s.Rule.Count > 0 && len(walls) > 1 || len(walls) > manyWalls {
		// Expanding anew for each would be slow.
		if list, err := s.instants(walls); err == nil || s.Rule.Count > 0 {
			all = list
		}
	}
	for i, wall := range walls {
		at := all
		if at == nil {
			at, _ = s.instants(walls[i : i+1]) // what cannot be listed is not found
		}
		found[i] = at[s.Instant(wall).Unix()]
	}
	return found
}

// manyWalls is from how many times on HasAll lists what lies between them.
const manyWalls = 20

// instants are the instances between the first and the last of some times.
func (s Series) instants(walls []time.Time) (map[int64]bool, error) {
	from, to := slices.MinFunc(walls, time.Time.Compare), slices.MaxFunc(walls, time.Time.Compare)
	list, err := s.Between(from, to)
	at := make(map[int64]bool, len(list))
	for _, i := range list {
		at[i.At.Unix()] = true
	}
	return at, err
}

// window is what is asked for, as instants, and how far the rule may run.
type window struct {
	from, to time.Time
	end      time.Time // to, or the last instant that UNTIL allows
	until    time.Time // last wall-clock time worth computing
}

// slack is more than any zone is away from UTC.
const slack = 48 * time.Hour

func (s Series) window(from, to time.Time) window {
	w := window{from: s.Instant(from), to: s.Instant(to)}
	if w.end = w.to; s.Rule.UntilKind != UntilNone {
		if end := s.end(); end.Before(w.to) {
			w.end = end
		}
	}
	w.until = w.end.UTC().Add(slack)
	return w
}

// end is the last instant that UNTIL allows, of a rule that has one.
func (s Series) end() time.Time {
	until := s.Rule.Until
	switch {
	case s.AllDay:
		return midnight(until)
	case s.Rule.UntilKind == UntilUTC && s.Zone == nil:
		return until.UTC()
	case s.Rule.UntilKind == UntilUTC:
		return until
	}
	return s.Instant(until)
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

// first is the start without fractions of a second; midnight for days.
func (s Series) first() time.Time {
	if s.AllDay {
		return midnight(s.Start)
	}
	return s.Start.UTC().Truncate(time.Second)
}

// rule is the rule without what has no meaning for days (RFC 5545 §3.3.10).
func (s Series) rule() Rule {
	r := s.Rule
	if s.AllDay {
		r.BySecond, r.ByMinute, r.ByHour = nil, nil, nil
	}
	return r
}

// day takes the time of day off if the instances are days.
func (s Series) day(wall time.Time) time.Time {
	if s.AllDay {
		return midnight(wall)
	}
	return wall
}

func (s Series) collect(w window, most int) ([]Instance, error) {
	skip := s.exceptions()
	list := s.additions(w, skip)
	whole, count, room := true, 0, len(list)+most
	if s.Rule.Freq != "" {
		x := newExpansion(s.rule(), s.first(), w.until)
		if x.most = maxSteps; s.Steps != nil {
			x.most = min(maxSteps, max(0, *s.Steps))
			defer func() { *s.Steps -= x.steps }()
		}
		whole = x.run(w.from.UTC().Add(-slack), func(wall time.Time) bool {
			if count++; wall.After(w.until) || s.Rule.Count > 0 && count > s.Rule.Count {
				return false
			}
			if at := s.Instant(s.day(wall)); !at.Before(w.from) && !at.After(w.end) && !skip[at.Unix()] {
				list = append(list, Instance{Wall: OnWall(at), At: at})
			}
			return len(list) <= room
		})
	}
	list = tidy(list)
	if len(list) > most || !whole {
		return list[:min(len(list), most)], fmt.Errorf("%w: more than %d, or too far from the start", ErrTooMany, most)
	}
	return list, nil
}

// additions lists what Also adds to a window.
func (s Series) additions(w window, skip map[int64]bool) []Instance {
	var list []Instance
	for _, a := range s.Also {
		if at := s.Instant(s.day(a.Wall)); !at.Before(w.from) && !at.After(w.to) && !skip[at.Unix()] {
			list = append(list, Instance{OnWall(at), at, a.Lasts})
		}
	}
	// Of two at the same time the one with a length of its own is kept.
	slices.SortStableFunc(list, func(a, b Instance) int { return cmp.Compare(b.Lasts, a.Lasts) })
	return list
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
