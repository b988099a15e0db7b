package report

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"almanac.example/events/edtf"
	"almanac.example/feeds/report/document"
)

// Options tell what the caller knows of a report.
type Options struct {
	// Year is the year the report is about, 1000 to 2199; 0 when it is not
	// known and has to be found in the title and the headings.
	Year int
	// Title is the report's title as a source; empty takes the document's.
	Title string
	// MaxDrafts bounds the number of drafts; 0 means 20,000.
	MaxDrafts int
}

// The errors of extraction. Those of reading are in package document.
var (
	// ErrYear: the year given is none.
	ErrYear = errors.New("the year is none")
	// ErrTooManyDrafts: more drafts than anybody would review.
	ErrTooManyDrafts = errors.New("the report has too many dated passages")
)

// Source is where a draft comes from.
type Source struct {
	Document string // the file's name
	SHA256   string // of its bytes, hexadecimal
	Title    string // the report's title
}

// Quote is a passage of the normalised document, exactly as it stands there.
type Quote struct {
	Text string
	// Start and End are byte offsets in the document's Text.
	Start, End int
	// Page counts from 1, 0 where there are no pages; Line and Column from 1.
	Page, Line, Column int
}

// Draft is an event proposed for the record. Nobody has read it yet.
type Draft struct {
	// Date is the date in EDTF (ISO 8601-2), Value the same parsed.
	Date  string
	Value edtf.Value
	// Wording is the date as the report writes it.
	Wording string
	// Title and Summary are in the words of the report; Summary may be empty.
	Title, Summary string
	// Lang is "zh" or "en".
	Lang string
	// Quotes are all passages that tell of the event, in document order.
	Quotes []Quote
	// Section is the nearest heading above the first quote.
	Section string
	// Rules are the rules that spoke for the draft, in the order of the
	// stages; Flags is what a person must look at.
	Rules []RuleID
	Flags []Flag
	// Confidence is between 0 and 1.
	Confidence float64
	// Fingerprint is the same for the same draft of a document that was only
	// laid out anew.
	Fingerprint string
	// Dates is the number of date expressions of the document that the draft
	// stands for, those of merged mentions included.
	Dates int
	// Source is the document the draft is from.
	Source Source
	// Duplicates are events of the record that may be the same, set by
	// MarkDuplicates.
	Duplicates []string
}

// Passed is a date expression that is no event's date, with the rule that says
// so, and with what a person needs who thinks otherwise.
type Passed struct {
	Wording string
	Rule    RuleID
	Quote   Quote
	// Date is how it reads at its place, in EDTF; "" where year or month are
	// not known. Flags is what a person must look at.
	Date  string
	Flags []Flag
	// Sentence is the passage around the quote: the sentence, line or row.
	Sentence Quote
	// Section is the nearest heading above.
	Section string
	// Lang is "zh" or "en".
	Lang string
}

// Result is what a report yields.
type Result struct {
	Source Source
	// Year is the year the report was taken to be about, 0 for none.
	Year int
	// Drafts are in document order: by their first quotes.
	Drafts []Draft
	// Passed are the dates left out, in document order.
	Passed []Passed
	// Dates is the number of date expressions found. Each of them is counted
	// in one draft or stands in Passed.
	Dates int
	// Doubts say what the caller may have got wrong, in words.
	Doubts []string
}

// Extract proposes the dated events of a document as drafts. The same document
// and options give the same result. It stops with the context's error when
// the context ends.
func Extract(ctx context.Context, doc *document.Document, opts Options) (Result, error) {
	if opts.MaxDrafts <= 0 {
		opts.MaxDrafts = 20_000
	}
	if doc == nil || len(doc.Lines) == 0 {
		return Result{}, document.ErrEmpty
	}
	if opts.Year != 0 && !validYear(opts.Year) {
		return Result{}, fmt.Errorf("%w: %d is no year; four figures are wanted", ErrYear, opts.Year)
	}
	w := newWalker(ctx, doc, opts)
	if err := w.walk(); err != nil {
		return Result{}, err
	}
	merged := mergeCandidates(w.found)
	if len(merged) > opts.MaxDrafts {
		return Result{}, fmt.Errorf("%w: %d, the limit is %d", ErrTooManyDrafts, len(merged), opts.MaxDrafts)
	}
	r := Result{Source: w.source(), Year: w.place.report(), Passed: w.passed, Dates: w.total, Doubts: w.doubts()}
	slices.SortStableFunc(r.Passed, func(a, b Passed) int { return a.Quote.Start - b.Quote.Start })
	for _, c := range merged {
		r.Drafts = append(r.Drafts, w.draft(c))
	}
	slices.SortStableFunc(r.Drafts, func(a, b Draft) int { return a.Quotes[0].Start - b.Quotes[0].Start })
	return r, ctx.Err()
}
