// Package read reads calendars of others: iCalendar (RFC 5545, RFC 7986,
// RFC 9073 in parts) and jCal (RFC 7265).
//
//	bytes ── charset, gzip ── lines ◀─ jCal
//	           │ first reading                 │ second reading
//	           ▼                               ▼
//	zones, which components belong together ── events, series, texts
//	                                              └─▶ Import: Events, Facts, Problems, NotKept
//
// # What it promises
//
// What a file says comes through, or it is told by line why not: in Problems,
// or counted in NotKept. One bad part costs itself. Events get an ID made of
// their UID, so that the same file read twice is the same. A series is one event
// with its rule, its exceptions and its additional dates, standing on its first
// date that is not left out; a component that changes one date of it is an event
// of its own. What Almanac has published is taken back as it stands in the
// record, as long as it was not edited.
//
// Work and memory are bounded by limits that are named when they are met. Of the
// events only those wait in memory whose series others change.
//
// # What it does not know
//
// HTTP, the store, and today's date. Which events of a file are new to the
// record is its user's to find out (feeds/intake).
package read
