// Package ical writes a selection as a calendar; its sub-room read reads
// calendars of others.
// iCalendar (RFC 5545, RFC 7986) and jCal (RFC 7265) are two spellings of one
// tree of components:
//
//	Events ── event by event ── VEVENT ─┬─ iCalendar lines, through golang-ical behind a guard
//	          zones, what is missing ── VCALENDAR ─┴─ jCal
//
// # What it promises
//
// A calendar can only show days, so what is known less exactly says so in its
// title and first line, and the exact value stands beside it (X-ALMANAC-EDTF).
// A UID never changes; DTSTAMP is the last revision and not the time of the
// request; single times are in UTC, repeating ones have a zone that is written
// out. What no calendar can show is counted in the description.
//
// An Assembly is a calendar in pieces: the next one at its address takes over
// those whose events have not changed, with their hashes and compressed forms,
// and has the bytes that it would have without. Writing ends with its context,
// and writes a whole calendar or nothing.
//
// A repetition is written as a rule where all calendars read it alike, and
// otherwise date by date (WriteOut), each with a UID that stays. What differs
// from the record stands beside it (X-ALMANAC-RRULE and the like), so that a
// calendar can be read back without loss.
//
// # What it does not know
//
// Feeds, HTTP, the store, and today's date: where a day matters it is handed
// in.
package ical
