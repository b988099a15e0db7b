// Package web answers over HTTP: pages for people, feeds for programs, all of
// them the same selections of one record.
//
// # What it promises
//
// Every request reads exactly one moment of the record (one Timeline). A
// page's address with another extension is its feed: /zh/2019?tag=policy is a
// page, /zh/2019.ics?tag=policy the calendar of exactly what it shows. Answers
// are pure functions of the record, the settings and the address, so that
// every replica gives the same bytes and the same validators. Nothing is
// written before a handler has succeeded; errors become statuses in one place
// (errors.go) and never carry their cause to a visitor.
//
// What was asked for before and has not changed since is ready (ready.go, room
// reply). An answer notes what it read of the record (room moment), so that it is
// kept across edits of everything else. Making others is admitted in lanes, so
// that nothing that is asked for keeps a reader's page waiting. On kept
// connections room direct may answer what is ready before net/http reads it.
//
// # What it does not know
//
// It does not know the store: it sees a Record, which gives timelines and takes
// commits. It does not know how a feed is spelled: package feeds does. What an
// address means is room address's business, what stands on a page room page's.
//
//	request ─ address.Grammar ─ Target, choices ─┬─ page.Kind ────┬─ representation ─ cache ─ answer
//	                                             └─ feeds.Format ─┘
package web
