// Package vocabulary is the desk's pages on which topics, places and saved views
// are kept: what they are called in each language, their colour, and what becomes
// of them.
//
// # What it promises
//
// A change of a name shows wherever the topic, place or view is shown, and moves
// no address: subscriptions go on. What moves entries from one topic or place to
// another counts them and shows samples first, is one batch with the vocabulary
// itself, and is undone as one. What readers may have an address of is retired and
// not removed. Two people who change different things do not get in each other's
// way; who changes what somebody else has just changed is told.
//
// # What it does not know
//
// How entries are changed and undone: that is web/desk/bulk and web/editing.
//
//	document tags|places|views ─ []item ─ list, form ─ item ─ document
//	                                       └ merge ─ bulk.Change (entries, then the document)
package vocabulary
