// Package site is the desk's pages on what the site says about itself: its names,
// languages, zone, accent and links, and its own texts.
//
// # What it promises
//
// The form holds the revision that its person saw. If somebody saved meanwhile
// nothing is overwritten: what was typed is kept, what the other one wrote is shown
// beside it, and saving again is a decision. What is not on the form, such as the
// authority of identifiers, stays as it is. Every change stands in the audit and in
// the history of its document.
//
// # What it does not know
//
// How pages look in an accent: the room around hands that in as a function.
package site
