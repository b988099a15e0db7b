package importing

import (
	"context"

	"almanac.example/web/access"
)

// What the tests of the pages see of how a file waits: as another process does,
// which has the same vault.

type (
	// Waiting is a file between the steps of its import.
	Waiting = waiting
	// RunState is how far an import is.
	RunState = runState
	// Failure is how a run ended without a change.
	Failure = failure
)

// LostAfter is how long a run that says nothing is taken to go on.
const LostAfter = lostAfter

// Failures are all of them.
func Failures() []Failure {
	return []Failure{failedConflict, failedStopped, failedFile, failedDenied, failedOther, failedUnknown, failedLost}
}

// Kept is a file of an account.
func (p *Pages) Kept(ctx context.Context, account, id string) (*Waiting, error) {
	return p.shelf.find(ctx, account, id)
}

// Keep changes how a file waits.
func (p *Pages) Keep(ctx context.Context, w *Waiting) error { return p.shelf.save(ctx, w) }

// Over makes a file one that is kept over another state of it.
func (w *waiting) Over(now *Waiting) { w.version = now.version }

// Key is what a form says of the trial run that its person saw.
func (w *waiting) Key() string { return shownKey(w) }

// Begin begins to take a file in.
func (p *Pages) Begin(ctx context.Context, who access.Principal, w *Waiting) error {
	late := asked{w: w, drafts: true}
	late.who.Who = who
	return p.begin(ctx, late)
}
