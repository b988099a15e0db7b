package events

import (
	"errors"
	"fmt"
	"math"
	"time"
)

// The bounds of stamps, in seconds since 1970-01-01T00:00:00Z. No record was
// kept by a program before that. Instants are compared in nanoseconds, which
// end in 2262; what comes from elsewhere ends earlier, so that each event can
// still be changed some 380 million times, a second apart (Revise).
const (
	earliestStamp = 0
	latestForeign = 8_835_955_200 // 2250-01-01
	latestStamp   = 9_214_646_400 // 2262-01-01
)

// The bounds of sequences. An iCalendar integer ends at 2³¹-1 (RFC 5545
// §3.3.8); what comes from elsewhere ends earlier, so that each event can still
// be changed 147 million times.
const (
	mostForeignSequence = 2_000_000_000
	mostSequence        = math.MaxInt32
)

// CheckClock refuses an instant at which nothing can be changed: the clock that
// told it is wrong by centuries.
func CheckClock(at time.Time) error {
	if s := at.Unix(); s < earliestStamp || s >= latestStamp {
		return fmt.Errorf("the clock says %s: set it, or every later change would be stamped after that", at.UTC().Format(time.RFC3339))
	}
	return nil
}

// ValidateKept is Validate for an event whose stamps are to be kept
// (Change.Keep): it checks them too, while Revise makes all others. What lies
// ahead of the clock is allowed, as a machine whose clock was wrong leaves such
// instants, and its record can be moved all the same.
func (e *Event) ValidateKept() error {
	bad := &Invalid{Subject: fmt.Sprintf("event %q", e.ID)}
	var invalid *Invalid
	if errors.As(e.Validate(), &invalid) {
		bad.Problems = invalid.Problems
	}
	e.checkStamps(bad)
	return bad.orNil()
}

func (e *Event) checkStamps(bad *Invalid) {
	created, published, updated := stamp{"created", e.Created}, stamp{"published", e.Published}, stamp{"updated", e.Updated}
	if e.Created.IsZero() {
		if !e.Published.IsZero() || !e.Updated.IsZero() || e.Sequence != 0 || len(e.Formerly) > 0 {
			bad.addf("created", "missing; give created and updated, or none of published, updated, sequence and formerly")
		}
		return
	}
	checkStamp(bad, created)
	if e.Updated.IsZero() {
		bad.addf("updated", "missing; an event that was never changed was updated when it was created")
		return
	}
	checkStamp(bad, updated)
	checkOrder(bad, created, updated)
	switch {
	case !e.Published.IsZero():
		checkStamp(bad, published)
		checkOrder(bad, created, published)
		checkOrder(bad, published, updated)
	case e.Status != Draft && e.Status != Deleted:
		bad.addf("published", "missing; an event that is %s has been published", e.Status)
	}
	if e.Sequence < 0 || e.Sequence > mostForeignSequence {
		bad.addf("sequence", "%d must be from 0 to %d", e.Sequence, mostForeignSequence)
	}
	for i, t := range e.Formerly {
		until := stamp{fmt.Sprintf("formerly[%d].until", i), t.Until}
		checkStamp(bad, until)
		checkOrder(bad, until, updated)
	}
}

func checkStamp(bad *Invalid, s stamp) {
	checkEpoch(bad, s)
	if s.at.Nanosecond() != 0 {
		bad.addf(s.field, "%s must be a whole second", s.at.UTC().Format(time.RFC3339Nano))
	}
}

func checkEpoch(bad *Invalid, s stamp) {
	if n := s.at.Unix(); n < earliestStamp || n > latestForeign {
		bad.addf(s.field, "%s must be from %s to %s", s.at.UTC().Format(time.RFC3339), stampDay(earliestStamp), stampDay(latestForeign))
	}
}

// stamp is a named instant.
type stamp struct {
	field string
	at    time.Time
}

func checkOrder(bad *Invalid, first, then stamp) {
	if then.at.Before(first.at) {
		bad.addf(then.field, "%s is before %s, %s", then.at.UTC().Format(time.RFC3339), first.field, first.at.UTC().Format(time.RFC3339))
	}
}

func stampDay(seconds int64) string { return time.Unix(seconds, 0).UTC().Format(time.DateOnly) }

// changedAt is when a change counts as made that was made at an instant, after
// a state of another. Subscribers compare LAST-MODIFIED by the second (ICSx5),
// so two changes within one must still differ. A stamp beyond all bounds, which
// an earlier version took from a file, is left behind.
func changedAt(at, last time.Time) time.Time {
	if at.After(last) || last.Unix() >= latestStamp {
		return at
	}
	return last.Add(time.Second)
}

// noLater is t, or the bound if t is after it, as only a stamp beyond all bounds
// can be.
func noLater(t, bound time.Time) time.Time {
	if t.After(bound) {
		return bound
	}
	return t
}

// nextSequence follows a sequence, also one beyond its bounds.
func nextSequence(n int) int { return min(max(0, n), mostSequence-1) + 1 }
