// Package report finds the dated events of a report and proposes them as
// drafts, each with the exact passages it comes from. It works by rules, not
// by a model: the same document gives the same drafts.
//
//	document.Document
//	      │ 1  repairLayout   lines  -> blocks      furniture, columns, letter-spacing, cut sentences
//	      │ 2  findDates      block  -> expressions what is written, nothing more
//	      │ 3  place.resolve  + context -> EDTF     year and month from heading, title, text before
//	      │ 4  refuse, weigh  event or not          what stands around it, then where it stands
//	      │ 5  makeTitle      clause -> title       after, before, around; heading, caption, column
//	      │ 6  mergeCandidates                      one event, one draft, all its quotes
//	      │ 7  draft          confidence, flags, fingerprint
//	      ▼
//	Result{Drafts, Passed}
//
// The stages are in the files named after what they do, and each is tested by
// itself. Rules reads out in words why a draft was made or a date passed over.
//
// What it promises: every quote is a substring of Document.Text at the
// position it names; every date is valid EDTF (ISO 8601-2) and none of its
// parts is invented; the order is the document's; the work grows with the
// length of the text; nothing is read but the document, not even the clock.
//
// Dates follow the conventions of chronicles: the end or beginning of a month
// is the month, a quarter 2019-33 to 2019-36, a half 2019-40 or 2019-41, a
// decade 199X. Every date expression ends in exactly one draft or in Passed.
//
// A date is an event's because of where it stands: at the head or end of an
// entry, over it, in a cell of its own, in brackets, at the head of a clause.
// The coarser it is, the more that takes. The words beside it weigh, and only
// those of counting, comparing, limiting and planning refuse, since what may
// happen has no list. The weights are in weigh.go.
//
// What it does not know: the record, its events and whether a person accepted
// a draft. Compare, Fresh and MarkDuplicates help those who do.
package report
