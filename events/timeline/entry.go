package timeline

import (
	"cmp"
	"math"
	"time"

	"almanac.example/events"
	"almanac.example/events/edtf"
)

// entry is an event with what selecting needs, computed once per revision. It
// repeats some of the event's fields: a pass over a record that stays within
// its entries is several times as fast as one that follows them.
type entry struct {
	*events.Event
	days      window         // of the span; of all occurrences if it repeats
	order     int64          // number of the day on which the span sorts; Span.Compare decides ties
	changed   int64          // Event.Updated in nanoseconds since 1970
	on        uint16         // MMDD of the one day it is known to be on, 0 if there is none
	status    statusSet      // the one it has
	precision edtf.Precision // of the span
	key       bool
	repeats   bool
}

// newEntries prepares many events, on all processors.
func newEntries(list []*events.Event) []entry {
	entries := make([]entry, len(list))
	inParts(len(list), len(list), func(from, to int) {
		for i := from; i < to; i++ {
			entries[i] = newEntry(list[i])
		}
	})
	return entries
}

func newEntry(e *events.Event) entry {
	n := entry{Event: e, status: statusBit(e.Status), key: e.Key, repeats: e.Repeat != nil, changed: nanoseconds(e.Updated)}
	if e.Status == events.Deleted {
		return n
	}
	date := e.Span.EDTF()
	n.days, n.order = reachOf(e), math.MaxInt64
	if d, ok := date.SortDay(); ok {
		n.order = dayNumber(d)
	}
	n.on, n.precision = onDay(e.Span), e.Span.Precision()
	return n
}

// nanoseconds since 1970, for comparing; the zero time is before all others, and
// so is what no count of them reaches, on its own side.
func nanoseconds(t time.Time) int64 {
	const reach = math.MaxInt64 / int64(time.Second) // seconds before and after 1970 that an int64 of nanoseconds holds
	switch s := t.Unix(); {
	case t.IsZero() || s <= -reach:
		return math.MinInt64
	case s >= reach:
		return math.MaxInt64
	}
	return t.UnixNano()
}

// onDay is MMDD if the span is one exact day, else 0.
func onDay(s events.Span) uint16 {
	first, ok := s.First()
	if !ok || s.Precision() != edtf.PrecisionDay && s.Precision() != edtf.PrecisionTime {
		return 0
	}
	return uint16(100*int(first.Month()) + first.Day()) //nolint:gosec // at most 1231
}

// compareEntries orders a chronicle. Two entries are equal only if they are
// states of one event, so that an entry can be found by halving.
func compareEntries(a, b *entry) int {
	if a.order != b.order {
		return cmp.Compare(a.order, b.order)
	}
	return events.Compare(a.Event, b.Event)
}

// newer reports whether a was written after b.
func newer(a, b *entry) bool { return cmp.Or(cmp.Compare(a.Rev, b.Rev), cmp.Compare(a.ID, b.ID)) > 0 }

// statusSet holds a bit for each status.
type statusSet uint8

// statusBit is the set of one status; empty for one that there is not.
func statusBit(s events.Status) statusSet {
	switch s {
	case events.Draft:
		return 1
	case events.Published:
		return 2
	case events.Cancelled:
		return 4
	case events.Withdrawn:
		return 8
	case events.Deleted:
		return 16
	case events.Tentative:
		return 32
	}
	return 0
}
