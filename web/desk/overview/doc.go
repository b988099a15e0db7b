// Package overview is the desk's first page, the list of entries with its
// filter, and the history of the whole record.
//
// # What it promises
//
// The list speaks the grammar of the public pages, and a few keys that only
// editors need. Numbers beside a filter are those of the list it leads to. What
// is counted of the whole record is counted once a revision. A search through
// the history that stopped at its bound says how far it came and how to go on;
// it never says that there is nothing.
//
// # What it does not know
//
// How an entry is edited, and what many of them are changed by.
package overview
