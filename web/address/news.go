package address

import "slices"

// News is a feed that is made of a selection but does not list its events:
// what was corrected, what is about to begin, what happened on this day.
type News string

// What is made of a selection, as paths name it.
const (
	Corrections News = "changes"
	Upcoming    News = "upcoming"
	Anniversary News = "on-this-day"
)

// AllNews lists what can be made of a selection.
func AllNews() []News { return []News{Corrections, Upcoming, Anniversary} }

func isNews(name string) bool { return slices.Contains(AllNews(), News(name)) }
