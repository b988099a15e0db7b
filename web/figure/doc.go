// Package figure draws what the pages show beside their words: the figure of a
// year, bars, a month's ruler, QR codes, and the pictures that link previews show.
//
// # What it promises
//
// Every drawing is a pure function of plain values: counts, days, classes and
// words in, SVG or PNG out, the same bytes for the same values. What it is given
// as text is escaped. Drawings are in user units or pixels and need no font.
//
// # What it does not know
//
// It knows neither events nor the site nor a request. Which events stand in a
// column, and what a class means, is the business of the pages and of their
// style sheet.
//
//	[]Column of []Block ─ NewYear ─── <li><svg>…      month's days ─ Ruler ─ <path>…
//	[]int ─ ScaleFor ─ Bars ───────── M3 60V12…       months, days ─ Colours.Year … ─ PNG
package figure
