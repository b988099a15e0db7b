// Package foreign holds what all readers of others' formats share: texts with
// markup become plain text and Markdown, names become tags and slugs, and
// addresses are looked at before pages link to them.
//
// # What it promises
//
// What it makes shows as the text was: EscapeMarkdown hides nothing and lets
// nothing become markup, ReadHTML keeps what is shown and drops what is not.
// The same name always becomes the same tag, and two names never one.
//
// # What it does not know
//
// Formats: which part of a file is a title and which a body is their business.
package foreign
