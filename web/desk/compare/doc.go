// Package compare tells how two states of an entry differ, field by field, in the
// words of the desk.
//
// # What it promises
//
// A field is named and worded as on the page where it is edited. Texts are
// compared by words, and by single characters where they are Chinese; what was
// removed and added is marked by underline and strike, by colour, and by hidden
// words. The work is bounded: of very long texts that have little in common the
// whole is marked.
//
// # What it does not know
//
// Which fields differ, and what is to be done about it: that is web/editing.
package compare
