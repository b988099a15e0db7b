package intake

import (
	"almanac.example/events"
	"almanac.example/events/edtf"
	"almanac.example/events/timeline"
)

// Announce decides which imported events feed readers are told of as news. The
// zero value leaves that to what the events themselves say.
type Announce string

// The ways to decide.
const (
	AnnounceAll  Announce = "yes"
	AnnounceNone Announce = "no"
	AnnounceAuto Announce = "auto" // what is not over yet
)

// Apply sets Quiet, as decided, in events that are new to the timeline. What is
// stored already stays as it is, and so does what comes with stamps: a record
// that moves was announced where it came from.
func (a Announce) Apply(t *timeline.Timeline, today edtf.Day, list ...*events.Event) {
	if a == "" {
		return
	}
	for _, e := range list {
		if old, ok := t.Event(e.ID); ok {
			e.Quiet = old.Quiet
		} else if e.Created.IsZero() {
			last, known := e.Span.Last()
			e.Quiet = e.Quiet || a == AnnounceNone || a == AnnounceAuto && known && last.Before(today)
		}
	}
}
