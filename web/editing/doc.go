// Package editing is what an account does to the record: the one place where it
// is checked and carried out, for the desk, the API and the command line alike.
//
//	(who and why, what they saw, what they want) → allowed? → valid? → Commit → the state as it is now
//
// Every action asks web/access once whether the account may do it, names the
// revision it replaces, and is one commit, or a batch of commits that can be
// undone as one. Who was faster is never overwritten: the error is then a
// *Conflict, which holds the three states and what can be merged of them.
//
// What is public is for those who may publish; drafts, amendments among them,
// are for all who write. A draft that is scheduled becomes public by itself, so
// it counts as public here.
//
// The room does not know how an account was recognised, what a request looks
// like, or where the record is kept.
package editing
