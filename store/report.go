package store

// Report is what came of reading everything that a store or a backup holds.
type Report struct {
	States int     // of events and documents, read and found sound
	Faults []Fault // what is wrong; none: all is sound
}

// Fault is something wrong at one place. Both texts are for an operator.
type Fault struct {
	Where string `json:"where"` // bucket and key, or page
	What  string `json:"what"`
}
