// Package importing is the desk's wizard for what comes in from outside: a
// record, a calendar, a table or a report, as a file or from an address.
//
//	file, address ─ keep ─▶ Waiting (vault) ─▶ columns ─▶ trial run ─▶ go ─▶ what became of it
//	                           ▲ answers ─────────┘           │           │
//	                           └───────── what it showed ─────┘           └─ one batch, undone as one
//
// # What it promises
//
// Nothing is written to the record before it is said, and then all of it or
// nothing, as one batch. What waits belongs to the account that sent it; nobody
// else sees it. It is kept in the vault, so that every replica has it and a
// restart leaves it: bounded in size, in number and in age (decision 0030).
//
// At "go" the plan is made again of the record as it is then. If that would do
// anything else than the trial run showed, nothing is written and the difference
// is shown. A run goes on if the browser goes. After a restart its page says
// what became of it: the record's history knows.
//
// # What it does not know
//
// Formats (feeds/follow puts them together), how a plan is carried out
// (feeds/intake, web/editing), and HTTP.
package importing
