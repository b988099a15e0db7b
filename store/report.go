package store

import "almanac.example/events"

// Report is what came of reading everything that a store or a backup holds.
type Report struct {
	States int                   // of events and documents, read and found sound
	Faults []Fault               // what is wrong; none: all is sound
	Blobs  map[string]events.Rev // files that states name, each by the first revision that does
}

// Names notes the files that a state names.
func (r *Report) Names(s events.State) {
	for _, name := range s.Blobs() {
		if r.Blobs == nil {
			r.Blobs = map[string]events.Rev{}
		}
		if first, known := r.Blobs[name]; !known || s.Rev < first {
			r.Blobs[name] = s.Rev
		}
	}
}

// Fault is something wrong at one place. Both texts are for an operator.
type Fault struct {
	Where string `json:"where"` // bucket and key, or page
	What  string `json:"what"`
}
