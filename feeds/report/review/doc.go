// Package review stands between what a report yields and the record: it makes
// drafts of the one and changes of what a person decides about them.
//
//	report.Result ── Propose ──> Proposals ── Changes ──> drafts in the record
//	                               │
//	                               └ new, changed since an earlier edition,
//	                                 known already, gone
//
//	Timeline ── Queue ──> the drafts, in the order to review them
//	                        │ Show: quotes in place, the date in words, why,
//	                        ▼       what to look at, what may be the same
//	     Accept, Edit, Merge, Drop ──> Decision ── Undo ──> Decision
//
// What it promises: everything here is a pure function of its arguments, but
// for the IDs, which the caller mints. A fingerprint that the record has seen,
// be it as a draft, an accepted event or a tombstone, is proposed no more. Each
// change names the revision that the reviewer saw, so that nobody's work is
// overwritten. Nothing is published but by Accept, or by an edit that says so.
//
// What it does not know: stores, terminals and browsers. A Session keeps the
// place in the queue and the way back; who asks and who commits is the
// caller's affair.
package review
