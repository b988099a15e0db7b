// Package websub tells a WebSub hub that feeds have changed (W3C
// Recommendation WebSub, §7 "Content Distribution"; the call is the one that
// hubs took over from PubSubHubbub 0.4 §7.1).
//
// # What it promises
//
// A commit never waits for the hub. Nothing is lost by a restart, because
// nothing is queued: the only thing kept is the revision up to which the hub has
// been told (Mark), and what is still to be told is asked of the record itself
// (Topics). A hub that was down is told each changed feed once when it is back,
// however often it changed. A hub may be told the same thing twice, as after a
// crash between the call and the note of it; hubs compare content.
//
//	Pending ◀── Topics(after the mark)
//	Tell ─────▶ POST to the hub, one a feed ──▶ Mark.Save(revision) when all of them went through
//
// # What it does not know
//
// Which feeds there are, when to tell and when to try again, and subscribers:
// those are the hub's.
package websub
