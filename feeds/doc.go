// Package feeds writes a selection of the record in other people's formats.
//
// Atom, RSS and JSON Feed are three spellings of one list of items:
//
//	Events ─┐                              ┌─ Atom 1.0      (RFC 4287)
//	Items  ─┴─ order ─ one page ─ Item … ──┼─ RSS 2.0       (RSS Advisory Board, profile 1.0)
//	                                       └─ JSON Feed 1.1
//
// # What it promises
//
// The bytes are a pure function of settings, selection and events: there is no
// clock and no host name in here, so replicas and restarts agree on them.
//
// An item's identity is a tag: URI (RFC 4151) made of the record's authority,
// the day it was founded and the event's ID, the same in all three formats.
// Published is when the event became public and never moves; it is never the
// event's own date, which stands in the title, first in the content, and in
// fields for programs. Titles are plain text. Content is sanitised HTML whose
// every address is absolute.
//
// Readers absorb changes of an item silently, so a cancellation or a moved
// date has a notice besides: an item with an identity of its own. A withdrawn
// event leaves a stub that takes its text back.
//
// # Pages
//
// A document has at most 50 items and 250,000 bytes. Older items follow in
// archived documents (RFC 5005 §4, "prev-archive"; JSON Feed "next_url") whose
// address names the item they start behind: "?before=…". The order behind them
// uses only what never changes of an event (when it was published, the date it
// had then, its ID), so a walk from page to page meets every item exactly
// once, whatever is edited meanwhile, and an address that was handed out shows
// the same items as long as none is added among or removed from them.
//
// Events that were imported without announcing them (Event.Quiet) stand last
// in the walk, the longest known first. They fill the first page as far as
// announced ones leave room and never push one out: a record of fewer than 50
// entries is complete on its first page, and importing ten thousand old
// milestones into a busy record shows its subscribers nothing new.
//
// # Calendars
//
// iCalendar (RFC 5545, RFC 7986) and jCal (RFC 7265) are two spellings of one
// tree of components:
//
//	Events ── event by event ── VEVENT ─┬─ iCalendar lines, through golang-ical behind a guard
//	          zones, what is missing ── VCALENDAR ─┴─ jCal
//
// A calendar can only show days, so what is known less exactly says so in its
// title and first line, and the exact value stands beside it (X-ALMANAC-EDTF).
// A UID never changes; DTSTAMP is the last revision and not the time of the
// request; single times are in UTC, repeating ones have a zone that is written
// out. What no calendar can show is counted in the description.
//
// ReadICal reads calendars from anybody, within limits that bound memory and
// work, and names by line what does not come through as it stands. Events get
// an ID made of their UID, so that the same file read twice is the same.
//
// # What it does not know
//
// HTTP, the store, and today's date: where a day matters it is handed in.
package feeds
