// Package words speaks the interface of the pages and the feeds, in each of its
// languages.
//
// # What it promises
//
// The texts stand in one data file a language (zh.json, en.json), under the same
// keys in the same order and with the same placeholders; what counts has a form for
// each plural category of the language (Unicode CLDR). Names of months, weekdays
// and languages come from the CLDR, and what else follows a rule of the language is
// data, too (keys that begin with "rule."). A date label says no more than is known,
// and nothing that its place on the page says already.
//
// docs/languages.md tells how a language is added.
//
// # What it does not know
//
// It knows neither requests nor pages nor the record: it is given a span, a
// number or a key, and gives words.
//
//	key, arguments ─ zh.json / en.json ─ text
//	span, scope ──── DateLabel ───────── <b>13</b> Jun …
package words
