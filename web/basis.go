package web

import (
	"almanac.example/events"
	"almanac.example/events/timeline"
	"almanac.example/feeds/ical"
	"almanac.example/web/moment"
	"almanac.example/web/reply"
)

// basis is what a representation leaves to the next one at its address.
type basis struct {
	moment   *moment.Moment
	calendar *ical.Assembly // nil for all others
}

// holds reports whether a representation would be made the same of the
// timeline.
func holds(t *timeline.Timeline) func(*reply.Representation, reply.Revision) bool {
	return func(rep *reply.Representation, since reply.Revision) bool {
		return rep.Basis.(*basis).moment.Holds(t, events.Rev(since))
	}
}
