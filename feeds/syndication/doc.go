// Package syndication writes a selection for feed readers. Atom, RSS and JSON
// Feed are three spellings of one list of items:
//
//	Events ─┐                              ┌─ Atom 1.0      (RFC 4287)
//	Items  ─┴─ order ─ one page ─ Item … ──┼─ RSS 2.0       (RSS Advisory Board, profile 1.0)
//	                                       └─ JSON Feed 1.1
//
// Items are events, what is to be told of their changes (notices), or what is
// made of a whole selection: Corrections, Upcoming, OnThisDay. OPML lists feeds.
//
// # What it promises
//
// An item's identity is a tag: URI (RFC 4151) made of the record's authority,
// the day it was founded and the event's ID, the same in all three formats.
// Published is when the event became public and never moves; it is never the
// event's own date, which stands in the title, first in the content, and in
// fields for programs. Titles are plain text. Content is sanitised HTML whose
// every address is absolute.
//
// Readers absorb changes of an item silently, so a cancellation or a moved
// date has a notice besides: an item with an identity of its own. What an event
// has said here is corrected for ninety days after it has left, under the same
// identity and on the first page: a stub stands in its place, which says nothing
// that could become untrue.
//
// A writer looks up between items and ends with its context; it writes a whole
// document or nothing.
//
// # Pages
//
// A document has at most 50 items and 250,000 bytes. The first one also has the
// stubs of what has gone lately and the older items that were corrected lately, as
// far as the bytes reach, and says if there are more. Older items follow in
// archived documents (RFC 5005 §4, "prev-archive"; JSON Feed "next_url") whose
// address names the item they start behind: "?before=…". The order behind them
// uses only what never changes of an event (when it was published, the date it
// had then, its ID), so a walk from page to page meets every item, whatever is
// edited meanwhile, and twice only what the first page corrects; an address that
// was handed out shows the same items as long as none is added among or removed
// from them.
//
// Events that were imported without announcing them (Event.Quiet) stand last
// in the walk, the longest known first. They fill the first page as far as
// announced ones leave room and never push one out: a record of fewer than 50
// entries is complete on its first page, and importing ten thousand old
// milestones into a busy record shows its subscribers nothing new.
//
// # What it does not know
//
// Calendars, HTTP, the store, and today's date: where a day matters it is
// handed in.
package syndication
