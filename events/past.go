package events

import "slices"

// Past is an event that was in a selection by some of its former states, as far
// as it remembers them: what readers of the selection may keep of it.
type Past struct {
	// Event is the event as it is now. Of one that is not public it is a stub:
	// identity, slug and stamps, and the states up to the last public one.
	Event   *Event
	In      []bool // for each state of Event.Formerly, whether it was public and in the selection
	Present bool   // the event is in the selection now
}

// Left is the index of the last state of Event.Formerly that was in the
// selection.
func (p *Past) Left() int {
	for i, in := range slices.Backward(p.In) {
		if in {
			return i
		}
	}
	return -1
}
