package main

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
	"unicode"

	"almanac.example/events"
	"almanac.example/feeds/report"
	"almanac.example/feeds/report/document"
	"almanac.example/feeds/report/review"
)

// proposed is one entry of import report --json.
type proposed struct {
	Date        string          `json:"date"`
	Title       string          `json:"title"`
	Quote       string          `json:"quote"` // the longest of Quotes
	Summary     string          `json:"summary,omitempty"`
	Lang        string          `json:"lang"`
	Wording     string          `json:"wording"`
	Section     string          `json:"section,omitempty"`
	Confidence  float64         `json:"confidence"`
	Dates       int             `json:"dates"` // expressions of the document it stands for
	Rules       []report.RuleID `json:"rules"`
	Flags       []report.Flag   `json:"flags,omitempty"`
	Quotes      []proposedQuote `json:"quotes"`
	Document    string          `json:"document"`
	Source      string          `json:"source,omitempty"`
	SHA256      string          `json:"sha256"`
	Fingerprint string          `json:"fingerprint"`
	State       review.State    `json:"state"`
	ID          events.ID       `json:"id,omitempty"`
	Slug        string          `json:"slug,omitempty"`
	Duplicates  []string        `json:"duplicates,omitempty"` // IDs of events that may be the same
	Earlier     events.ID       `json:"earlier,omitempty"`    // what an earlier edition proposed instead
}

// proposedQuote is a passage and where it starts: page, line and column count
// from 1, the offset is in bytes of the normalised text.
type proposedQuote struct {
	Text   string `json:"text"`
	Page   int    `json:"page,omitempty"`
	Line   int    `json:"line"`
	Column int    `json:"column"`
	Offset int    `json:"offset"`
}

func proposedOf(e review.Entry) proposed {
	d := e.Draft
	p := proposed{
		Date: d.Date, Title: d.Title, Summary: d.Summary, Lang: d.Lang, Wording: d.Wording, Section: d.Section,
		Confidence: d.Confidence, Dates: d.Dates, Rules: d.Rules, Flags: d.Flags, Quotes: []proposedQuote{},
		Document: d.Source.Document, Source: d.Source.Title, SHA256: d.Source.SHA256,
		Fingerprint: d.Fingerprint, State: e.State, Duplicates: d.Duplicates,
	}
	for _, q := range d.Quotes {
		p.Quotes = append(p.Quotes, proposedQuote{q.Text, q.Page, q.Line, q.Column, q.Start})
		if len(q.Text) > len(p.Quote) {
			p.Quote = q.Text
		}
	}
	if e.Event != nil {
		p.ID, p.Slug = e.Event.ID, e.Event.Slug
	}
	if e.Earlier != nil {
		p.Earlier = e.Earlier.ID
	}
	return p
}

// print tells what was found: the data on standard output, the talk beside it.
func (c *importReportCommand) print(con console, p review.Proposals, passed passedDates) error {
	if err := c.printFound(con.out, p, passed); err != nil {
		return err
	}
	if c.JSON {
		for _, e := range p.Gone {
			fmt.Fprintf(con.err, "almanac: no longer told: %s\n", summary(e))
		}
	}
	added, changed := p.Count(review.New), p.Count(review.Changed)
	if p.Edition && added+changed+len(p.Gone) > 0 {
		fmt.Fprintf(con.err, "almanac: against the earlier edition: %d added, %d changed, %d gone\n", added, changed, len(p.Gone))
	}
	fmt.Fprintf(con.err, "almanac: %s: %s\n", printable(c.name()), c.outcome(p))
	return nil
}

// outcome is what became of the milestones, in words.
func (c *importReportCommand) outcome(p review.Proposals) string {
	if len(p.Entries) == 0 {
		return "no dated milestones; nothing was stored"
	}
	found := fmt.Sprintf("%d milestones", len(p.Entries))
	if known := p.Count(review.Known); known > 0 {
		found += fmt.Sprintf(", %d known already", known)
	}
	fresh := p.Count(review.New) + p.Count(review.Changed)
	switch {
	case c.DryRun:
		return fmt.Sprintf("%s; %d drafts would be stored, nothing was", found, fresh)
	case fresh == 0:
		return found + "; nothing was stored"
	}
	return fmt.Sprintf("%s; %d stored as drafts, go through them with \"almanac review\"", found, fresh)
}

func (c *importReportCommand) printFound(w io.Writer, p review.Proposals, passed passedDates) error {
	if c.JSON {
		list := []proposed{}
		for _, e := range p.Entries {
			list = append(list, proposedOf(e))
		}
		if c.Passed {
			return writeIndented(w, withPassed{list, passed.entries()})
		}
		return writeIndented(w, list)
	}
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	if len(p.Entries)+len(p.Gone) > 0 {
		fmt.Fprintln(t, "STATE\tDATE\tCONFIDENCE\tWHERE\tTITLE")
	}
	for _, e := range p.Entries {
		fmt.Fprintf(t, "%s\t%s\t%.2f\t%s\t%s\n", e.State, e.Draft.Date, e.Draft.Confidence, where(e.Draft.Quotes), titled(e.Draft))
		if e.Earlier != nil {
			fmt.Fprintf(t, "  was\t%s\t\t\t%s\n", e.Earlier.Span.EDTF(), named(e.Earlier))
		}
	}
	for _, e := range p.Gone {
		fmt.Fprintf(t, "gone\t%s\t\t\t%s\n", e.Span.EDTF(), named(e))
	}
	if c.Passed {
		passed.print(t)
	}
	return t.Flush()
}

// passedDates are the dates of a document that are no event's.
type passedDates struct {
	doc  *document.Document
	list []report.Passed
}

// withPassed is the whole of import report --json --passed.
type withPassed struct {
	Drafts []proposed `json:"drafts"`
	Passed []leftOut  `json:"passed"`
}

// leftOut is a date that is no event's, with the rule that says so and its
// line.
type leftOut struct {
	Wording string        `json:"wording"`
	Rule    report.RuleID `json:"rule"`
	Why     string        `json:"why"`
	Quote   proposedQuote `json:"quote"`
	Around  string        `json:"around"`
}

func (p passedDates) entries() []leftOut {
	words := ruleWords()
	list := []leftOut{}
	for _, d := range p.list {
		q := d.Quote
		list = append(list, leftOut{d.Wording, d.Rule, words[d.Rule], proposedQuote{q.Text, q.Page, q.Line, q.Column, q.Start}, p.doc.Surroundings(q.Start, q.End, 0)})
	}
	return list
}

// ruleWords are the rules in words.
func ruleWords() map[report.RuleID]string {
	words := map[report.RuleID]string{}
	for _, r := range report.Rules() {
		words[r.ID] = r.En
	}
	return words
}

// print lists them with the rule that says so and the line they stand on.
func (p passedDates) print(w io.Writer) {
	words := ruleWords()
	for _, d := range p.list {
		line := printable(p.doc.Surroundings(d.Quote.Start, d.Quote.End, 0))
		fmt.Fprintf(w, "passed\t\t\t%s\t%s (%s): %s\n", where([]report.Quote{d.Quote}), printable(d.Wording), words[d.Rule], line)
	}
}

// where is the place of the last quote, which tells the most, and how many
// there are.
func where(quotes []report.Quote) string {
	if len(quotes) == 0 {
		return ""
	}
	q := quotes[len(quotes)-1]
	place := fmt.Sprintf("line %d", q.Line)
	if q.Page > 0 {
		place = fmt.Sprintf("page %d", q.Page)
	}
	if more := len(quotes) - 1; more > 0 {
		place += fmt.Sprintf(" (+%d)", more)
	}
	return place
}

func titled(d report.Draft) string {
	text := printable(d.Title)
	for _, f := range d.Flags {
		text += " [" + string(f) + "]"
	}
	return text
}

// named is an event of the record: its title, what it is and how to find it.
func named(e *events.Event) string {
	return fmt.Sprintf("%s (%s, %s)", titleOf(e), e.Status, e.Slug)
}

func titleOf(e *events.Event) string {
	text, _ := e.In("")
	return printable(text.Title)
}

// printable is a text of a foreign document as one line that does nothing to
// a terminal.
func printable(s string) string {
	s = strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return ' '
		}
		if !unicode.IsPrint(r) {
			return -1
		}
		return r
	}, s)
	return strings.Join(strings.Fields(s), " ")
}
