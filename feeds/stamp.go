package feeds

import "time"

// firstStamp and lastStamp bound the instants of revisions: RFC 3339 §1 writes
// years with four digits.
var (
	firstStamp = time.Date(1, time.January, 1, 0, 0, 0, 0, time.UTC)
	lastStamp  = time.Date(9999, time.December, 31, 23, 59, 59, 0, time.UTC)
)

// Stamped is the instant of a revision as feeds write it: in whole seconds of
// UTC. What a clock far ahead or behind has left is written as the last or first
// instant that there is.
func Stamped(t time.Time) time.Time {
	t = t.UTC().Truncate(time.Second)
	switch {
	case t.After(lastStamp):
		return lastStamp
	case t.Before(firstStamp):
		return firstStamp
	}
	return t
}

// Later is the later of two instants of revisions, the second one as Stamped
// gives it.
func Later(a, b time.Time) time.Time {
	if b = Stamped(b); b.After(a) {
		return b
	}
	return a
}
