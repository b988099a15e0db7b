// Package proposals is where what importers found in documents is reviewed: which
// documents wait, one proposal after the other beside the passage that it comes
// from, what may be the same, and the dates of a document of which no draft was
// made.
//
// # What it promises
//
// A decision is one POST and can be taken back on the page that follows. What was
// typed is stored with it, and before a proposal is dropped or compared. It names the state that the reviewer saw: what somebody else has
// decided or changed meanwhile is told, and what was typed stays in the form.
// Nothing is published but by the button that says so.
//
// # What it does not know
//
// How a proposal is found, sorted and compared: that is feeds/report/review, which
// the terminal shows, too. How a decision is carried out: web/editing. How a date
// is read: the room entry, whose fields it shows.
package proposals
