// Package desk is where the record is edited in a browser: GET, POST, and 303
// after a change, complete without scripts, in Chinese and English.
//
// # What it promises
//
// Everything stands below /admin, in one mux of its own; no answer of it may be
// kept by anybody (Cache-Control: no-store), none runs an inline script, and
// every POST comes from the desk's own pages. A route names the action that it
// needs, which is asked of web/access before its page is made; what may not be
// done is told with the reason. A form that comes too late, after its session
// has ended, goes on after signing in.
//
// # What it does not know
//
// How a change is checked and carried out: that is web/editing. How a page for
// readers is made: the room around hands that in as a function. The store.
//
// # The rooms
//
//	frame      what pages share: visit, answer, form, templates, texts, style, script
//	door       signing in, first administrator, invitation, own account
//	overview   first page, list, history of all
//	entry      one entry: edit, conflict, preview, publish, take back, history
//	importing  files and addresses that are taken in
//	proposals  review of what importers found in documents
//	bulk       many entries at once, undo
//	vocabulary topics, places and saved views: names, merging
//	people     accounts and invitations, tokens, audit
//	operation  webhooks, backups
//	site       names, languages, look and texts of the site
//	compare    two states of an entry, field by field
//
// A new group of pages is a room beside these, its templates a folder in
// frame/templates, its texts keys in frame/zh.json and en.json, and its
// addresses lines in routes.go here.
package desk
