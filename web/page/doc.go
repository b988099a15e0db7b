// Package page makes the pages for readers, with their templates, style sheet
// and scripts.
//
// # What it promises
//
// A page is a function of a Visit (one moment of the record, a target, the
// reader's choices, the settings, a day) to a struct, which its template writes
// out. Kinds lists the pages by their path below a language: what each
// understands of its address, whether readers are sent elsewhere, and what makes
// it. Every text of the record is escaped or sanitised; no page asks anything of
// another site, and none runs a script or style that stands in it. A page of the
// everyday kind stays below the sizes that budget_test.go names.
//
// What a page needs is put together from small parts: links spells addresses,
// names says what things are called, lists prepares entries, sections puts them
// under headings.
//
// # What it does not know
//
// It does not know requests, the cache or the store, nor how feeds are written:
// what it asks of them (past states, corrections, the formats there are) is in
// its Settings.
//
//	moment, target, choices ─ Visit ─ Kind.Make ─ struct ─ templates/*.html ─ representation
//	                            └ sections ─ lists ─ names, links
package page
