// Package feeds is what all formats share that a selection of the record is
// written in: who publishes it and in which words, what things are called for
// ever, and how Markdown becomes text that is safe with other people.
//
//	              Site ── Markup ── HTML, plain text
//	                │
//	Selection ── Feed ─┬─ feeds/syndication   Atom, RSS, JSON Feed; OPML
//	                   └─ feeds/ical          iCalendar, jCal, out and in
//
// # What it promises
//
// The bytes of every format are a pure function of settings, selection and
// events: there is no clock and no host name in here or in the rooms above, so
// replicas and restarts agree on them.
//
// What is published has an identity made of the record's authority and the day
// it was founded, and no other address or title gives it a new one. Rendered
// Markdown holds no HTML of the editor's own, and every address in it is
// absolute; what it links to is http, https or mailto.
//
// # What it does not know
//
// Any format: each is a room that imports this one, and the table of them is
// its user's. Nor HTTP, the store, and today's date.
package feeds
