// Package words speaks the interface of the pages and the feeds, in each of its
// languages.
//
// # What it promises
//
// The texts stand in one data file a language (zh.json, en.json), under the same
// keys in the same order and with the same placeholders. What follows a rule of
// the language is code: numbers, counts, lists, dates, repetitions, how wide a
// text is. A date label says no more than is known, and nothing that its place
// on the page says already.
//
// A new language is a file beside the others, its name in Languages, and the
// rules that differ from English.
//
// # What it does not know
//
// It knows neither requests nor pages nor the record: it is given a span, a
// number or a key, and gives words.
//
//	key, arguments ─ zh.json / en.json ─ text
//	span, scope ──── DateLabel ───────── <b>13</b> Jun …
package words
