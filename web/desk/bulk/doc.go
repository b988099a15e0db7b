// Package bulk is the desk's pages on which many entries are changed at once: the
// change is shown before it is made, made as one batch, and undone as one.
//
// # What it promises
//
// The first page counts what would change and shows samples; nothing is written.
// A change that takes long goes on while its page renews itself, and also if
// nobody looks. What was left out is told, each with its reason. An undo brings
// back what is still as the batch left it, and names the rest.
//
// # What it does not know
//
// What may be done to an entry, and how: that is asked of web/editing.
package bulk
