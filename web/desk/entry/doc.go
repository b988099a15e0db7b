// Package entry is the desk's pages about one entry: on which it is written and
// checked, shown as it would be, published, taken back, compared with what it
// was, and brought into line with what somebody else saved.
//
// # What it promises
//
// The date is one field, and the page answers what it reads there; it never
// guesses, and what it does not understand is kept as it was typed. What an
// appearance, a publish page or a preview says is asked of the writers and
// pages themselves. What was typed is in every answer to a form, whatever went
// wrong. What is not in the form (an importer's proposal, authors and hashes of
// sources, texts in languages that the site does not have) stays in the entry.
//
// # What it does not know
//
// Who may do what, and how an entry is stored: that is asked of web/editing.
//
//	form ─ read ─ typed{event, date, faults} ─┬─ check: the same page
//	                                          ├─ save: draft or amendment ─ 303
//	                                          ├─ preview: the timeline as it would be
//	                                          └─ publish: save, then a page of its own
package entry
