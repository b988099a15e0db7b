package events

import "time"

// ReplicaPrefix begins the vault keys of the processes that serve the record; a
// random name follows, the value is a Replica.
const ReplicaPrefix = "replica/"

// ReplicaSchema is the schema of a Replica in the vault.
const ReplicaSchema = 1

// Replica is a process that serves the record together with others.
type Replica struct {
	BaseURL string    `json:"baseURL"` // the address that readers use; stands in every feed
	Schema  int       `json:"schema"`  // the newest schema of stored records that it knows
	Version string    `json:"version"` // of the program
	Host    string    `json:"host"`    // the machine's name
	Since   time.Time `json:"since"`   // when it started, by its own clock, UTC
}
