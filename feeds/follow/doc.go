// Package follow brings other calendars into the record, once or again and
// again by itself.
//
//	address ─ fetch ─┐                       ┌─ Reading.Feed ─ intake.PlanFeed ─ Apply
//	file ────────────┴─ Reading.Read ─ read ─┘
//
//	List: Add, Pause, Resume, Remove ─ vault ("follow/ID") ─ Follower.Due ─ Look ─ the result beside it
//
// # What it promises
//
// One way of reading for the command line, the API and the process itself:
// language and zone are the record's where nothing else is said, and a copy of
// the record's own calendar is compared with what the record publishes.
//
// A followed calendar is looked at after every so many hours, by one process at
// a time (store/duty claims), asked for news only (ETag, Last-Modified), and
// what came of it is kept. What fails is told there and tried again. Addresses
// are often secrets: they are kept in the vault, and shown shortened.
//
// # What it does not know
//
// The store, HTTP servers, consoles, and the time of day.
package follow
