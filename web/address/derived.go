package address

import "slices"

// Derived is a feed that is made of a selection but does not list its events:
// what was corrected, what is about to begin, what happened on this day. The
// zero value is the feed of the events themselves.
type Derived string

// What is derived from a selection, as paths name it.
const (
	Corrections Derived = "changes"
	Upcoming    Derived = "upcoming"
	Anniversary Derived = "on-this-day"
)

// AllDerived lists what can be derived from a selection.
func AllDerived() []Derived { return []Derived{Corrections, Upcoming, Anniversary} }

func isDerived(name string) bool { return slices.Contains(AllDerived(), Derived(name)) }
