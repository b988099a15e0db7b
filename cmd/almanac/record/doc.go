// Package record holds the record that a new almanac starts with: what the
// 2019 Shanghai Science and Technology Progress Report tells in its fourth
// chapter, as thirty dated entries in Chinese and English.
//
//	shanghai-2019.json   the entries, in the JSON form of events.Record
//	vocabulary.json      the tags they carry, an array of events.Tag
//
// Both files are made to be read and edited by people. The dates are as exact
// as the report is and no more: 2019-05 where it gives only the month, 2019
// where it gives only the year. Titles and summaries are the almanac's own
// words; figures, names of documents, events and institutions are the
// report's, and each entry says in which section they stand.
//
// The package promises that the files are valid, complete in both languages
// and written exactly as events.Record.Write writes them, so that an export of
// the untouched record differs from the file only in what a store stamps. It
// knows no store, no clock and no authority: whoever puts the record into a
// store decides under whose name it is published.
package record
