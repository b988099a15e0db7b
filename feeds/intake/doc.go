// Package intake decides what becomes of events that come from outside: from
// what was read in somebody's format to a plan of changes, and from the plan to
// the record.
//
//	a record (events.ParseRecord)  ─ PlanRecord ─┐
//	                                             ├─ Plan ── Apply ── Record.Import
//	a calendar (feeds/ical) ─ Memory ─ PlanFeed ─┘            └───── Memory in the vault
//
// # What it promises
//
// A Plan is made without writing anything, and Apply makes the changes that it
// names and no others: they expect the revisions that the plan has seen, so
// that a record which was changed meanwhile is an events.ErrConflict. What a
// calendar says is compared, field by field, with what it said the last time:
// what it has changed since is taken over, what an editor has changed stays, and
// where both did the editor's stays and the calendar's is proposed (amendments).
// What was deleted in the record stays deleted unless it is to be restored. What
// a source no longer has goes when that is asked for, and otherwise remains known
// as the source's: most show a moving window. New events are stamped a second
// apart in the order of the chronicle, as feed readers sort by that.
//
// # What it does not know
//
// Formats: they are read before. The store: it is named by the methods that
// are used of it. Consoles, requests and the time of day: now is an option.
package intake
