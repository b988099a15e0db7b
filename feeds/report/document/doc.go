// Package document reads a report's bytes into text whose every character
// knows where it came from.
//
//	bytes ── detect ──> text, Markdown, HTML, DOCX or PDF
//	                         │ one reader each
//	                         ▼
//	Document{Text, Lines}    Text is UTF-8, one line a '\n'
//	                         Lines[i] = byte range, page, kind
//
// The text is what a person would read: marks of the format (tags, '#', '**',
// '|') are gone, the cells of a table row are separated by a tab, and what a
// line is (heading, list item, row) is kept beside it. A quote taken from
// Text is therefore exact, and Position tells its page, line and column.
//
// What it promises: the same bytes give the same Document; reading is bounded
// in size, pages, nesting and time; every refusal is one of the errors of
// this package, in words that tell what would be right.
//
// What it does not know: dates, languages and events.
package document
