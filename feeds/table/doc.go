// Package table reads tables of dated events in the form in which most
// chronicles are kept: CSV in any encoding, XLSX, the sheet and the JSON of
// TimelineJS, exports of Localist, The Events Calendar, Google and Outlook.
//
//	file ── Read ──▶ Table ── Guess ──▶ Mapping ◀── Apply ("Datum=date,…")
//	                   │                   │
//	                   └───── Import ◀─────┘
//	                             └─▶ Outcome a row: an event, or why there is none
//
// # What it promises
//
// A wrong date is the worst fault. What a cell leaves open is decided by the
// rows of its column, and the row that decides is named; what no row decides is
// refused, with the question. No row is lost: each becomes an event, is refused
// with a reason, or is counted among those that are none, such as headings and
// totals. Rows are numbered as a spreadsheet numbers them.
//
// The same table gives the same events: IDs are made of a column of IDs, or of
// title and date. Work and memory are bounded by limits that are named.
//
// # What it does not know
//
// The store, HTTP and today's date. Which events are new to the record is
// feeds/intake's to find out.
package table
