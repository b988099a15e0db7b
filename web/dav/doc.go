// Package dav serves the record's calendars over CalDAV (RFC 4791), read only, so
// that calendar programs fetch what has changed (RFC 6578) instead of the whole.
//
//	/dav/                          leads to the homes
//	/dav/{lang}/                   home of a language, and principal
//	/dav/{lang}/{all|2019|tag/x|place/x|v/x}/       calendar of a selection
//	/dav/{lang}/…/ID.ics           one event of it
//
//	request ─ admitted ─ resource ─┬─ PROPFIND ─ properties ─┐
//	                               └─ REPORT ─ query, multiget, sync ─ responses ─ multistatus
//
// # What it promises
//
// The events of a calendar are those that the feed beside it shows, with the same
// bytes. The sync token is the revision: every event that was changed after it is
// answered as it is in the calendar, or as gone if it has ever been public; a token
// of another record, or of a revision that this process has not seen, is no valid
// one. Every method that would write is refused, and the privileges say so. Whatever
// name and password a program sends is ignored: everything here is public.
//
// # What it does not know
//
// It does not know the store, accounts, or how addresses are read: a Calendar is
// found for it.
package dav
