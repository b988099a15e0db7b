package events

import "time"

// DutyPrefix begins the vault keys of what the process does by itself; the name
// of the duty follows, the value is a DutyState.
const DutyPrefix = "duty/"

// OutgoingDuties is a name under DutyPrefix that no duty has: while its state
// is paused, so is every duty that tells others something, until it is resumed.
// A restored store begins like this.
const OutgoingDuties = "outgoing"

// DutySchema is the schema of a DutyState in the vault.
const DutySchema = 1

// DutyState is what the vault knows of one duty. Instants are in UTC.
type DutyState struct {
	Claim    *DutyClaim  `json:"claim,omitempty"`    // the process that is at it
	Next     time.Time   `json:"next,omitzero"`      // not before this instant
	Last     *DutyResult `json:"last,omitempty"`     // nil: never done
	Failures int         `json:"failures,omitempty"` // in a row, up to Last
	Paused   *DutyPause  `json:"paused,omitempty"`
	Resumed  time.Time   `json:"resumed,omitzero"` // of OutgoingDuties, pauses up to this instant do not count
}

// DutyClaim says which process does the work. Since and Until are instants of
// that process's clock, for lists; others take over when a claim has not changed
// for a while by their own.
type DutyClaim struct {
	Holder string    `json:"holder"`
	Since  time.Time `json:"since"`
	Until  time.Time `json:"until"`
}

// DutyResult is how the last run ended: Error if it failed, else Done.
type DutyResult struct {
	At    time.Time `json:"at"`             // when it ended
	Done  string    `json:"done,omitempty"` // what was done: "feeds told: 12"
	Error string    `json:"error,omitempty"`
}

// DutyPause says since when and why a duty is not done.
type DutyPause struct {
	Since  time.Time `json:"since"`
	Reason string    `json:"reason,omitempty"`
}

// PausedBy is the pause that counts for a duty with this state, outgoing being
// the state of OutgoingDuties if the duty tells others something; nil if it is
// to be done.
func (s DutyState) PausedBy(outgoing *DutyState) *DutyPause {
	if s.Paused != nil {
		return s.Paused
	}
	if outgoing == nil || outgoing.Paused == nil || !s.Resumed.Before(outgoing.Paused.Since) {
		return nil
	}
	return outgoing.Paused
}
