package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"text/tabwriter"

	"golang.org/x/term"

	"almanac.example/events"
	"almanac.example/events/timeline"
	"almanac.example/feeds/report/review"
)

type reviewCommand struct {
	clientFlags
	authorFlags
	Drafts        []string     `arg:"" optional:"" name:"draft" help:"IDs or slugs of the drafts. Default: all that an importer proposed."`
	MinConfidence float64      `placeholder:"0…1" help:"Only drafts at least so sure."`
	MaxConfidence float64      `placeholder:"0…1" help:"Only drafts at most so sure."`
	Document      string       `placeholder:"NAME" help:"Only drafts from this document: its file name, title or SHA-256."`
	Order         review.Order `default:"document" enum:"document,date,confidence" help:"document: as they stand in it; date: as a chronicle; confidence: the surest first."`
	AcceptAll     bool         `xor:"decision" help:"Accept all of them, without asking."`
	DropAll       bool         `xor:"decision" help:"Drop all of them, without asking."`
	Format        string       `default:"text" enum:"text,json" help:"json: list the drafts as a JSON array, and ask nothing."`
	Lang          string       `default:"en" placeholder:"LANG" help:"Language of rules and remarks: zh or en."`
}

// Help is shown below the flags.
func (*reviewCommand) Help() string {
	return `Shows one draft after the other: its date in words, its quotes in their surroundings, the rules that spoke for it, what to look at, and events that may be the same, side by side. One letter and Return decides: a accept, e edit in $EDITOR, m merge into another event, d drop, u undo, s skip, q quit, ? help. The letters are read from standard input, so a pipe can give them. Each decision is stored at once and can be undone until you quit.

Without asking: "almanac review --accept-all --min-confidence 0.9", "almanac review --drop-all --document old.pdf".`
}

// Run reviews.
func (c *reviewCommand) Run(ctx context.Context, con console) error {
	if err := c.check(); err != nil {
		return err
	}
	at, err := c.connect(ctx, con, c.Author)
	if err != nil {
		return err
	}
	defer at.close()
	record, err := openReviewed(ctx, at, c.why())
	if err != nil {
		return err
	}
	queue := review.Queue(record.Timeline(), c.filter(), c.Order)
	if err := c.missing(record.Timeline(), queue); err != nil {
		return err
	}
	switch {
	case c.AcceptAll:
		return c.decideAll(ctx, con, record, bulk{queue, "accept", "accepted"})
	case c.DropAll:
		return c.decideAll(ctx, con, record, bulk{queue, "drop", "dropped"})
	case c.Format == "json":
		return c.list(con.out, record.Timeline(), queue)
	}
	d := &dialogue{
		record: record, session: review.NewSession(queue), by: c.by(), lang: c.Lang,
		in: readLines(con.in), out: con.out, width: screenWidth(con.out), edit: newEditor(con),
	}
	return d.run(ctx, con.err)
}

func (c *reviewCommand) check() error {
	for name, v := range map[string]float64{"--min-confidence": c.MinConfidence, "--max-confidence": c.MaxConfidence} {
		if !(v >= 0 && v <= 1) {
			return fmt.Errorf("%s %v: must be between 0 and 1", name, v)
		}
	}
	return nil
}

func (c *reviewCommand) filter() review.Filter {
	return review.Filter{Min: c.MinConfidence, Max: c.MaxConfidence, Document: c.Document, Names: c.Drafts}
}

func (c *reviewCommand) by() review.By {
	return review.By{Author: c.Author, Note: c.Note, Public: c.Public}
}

// missing names the drafts asked for by name that there are not.
func (c *reviewCommand) missing(t *timeline.Timeline, queue []*events.Event) error {
	var errs []error
	for _, name := range c.Drafts {
		if slices.ContainsFunc(queue, func(e *events.Event) bool { return string(e.ID) == name || e.Slug == name }) {
			continue
		}
		if e, err := find(t, name); err != nil {
			errs = append(errs, err)
		} else if e.Status != events.Draft {
			errs = append(errs, fmt.Errorf("event %q: is no draft, but %s", name, e.Status))
		}
	}
	return errors.Join(errs...)
}

// bulk is one decision for many drafts.
type bulk struct {
	queue          []*events.Event
	decision, done string // as the API and the report name it
}

// decideAll decides about all drafts at once: if that cannot be done for one,
// nothing changes.
func (c *reviewCommand) decideAll(ctx context.Context, con console, record *reviewed, b bulk) error {
	if len(b.queue) > 0 {
		err := con.wait("storing", func() error { return record.decideAll(ctx, b.decision, b.queue) })
		if err != nil {
			return fmt.Errorf("%w\nnothing was changed", err)
		}
	}
	if err := c.list(con.out, record.Timeline(), b.queue); err != nil {
		return err
	}
	left := len(review.Queue(record.Timeline(), review.Filter{}, c.Order))
	fmt.Fprintf(con.err, "almanac: %d %s; %d drafts left\n", len(b.queue), b.done, left)
	return nil
}

// list writes drafts as lines or as a JSON array.
func (c *reviewCommand) list(w io.Writer, t *timeline.Timeline, queue []*events.Event) error {
	if c.Format == "json" {
		list := []listedDraft{}
		for _, v := range review.ShowAll(t, queue) {
			list = append(list, listedDraftOf(v))
		}
		return writeIndented(w, list)
	}
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, e := range queue {
		fmt.Fprintf(table, "%s\t%.2f\t%s\t%s\n", e.Span.EDTF(), e.Proposal.Confidence, e.Slug, titleOf(e))
	}
	return table.Flush()
}

// screenWidth is how many columns the output has; usual where it is no
// terminal.
func screenWidth(w io.Writer) int {
	const usual, least, most = 100, 60, 140
	f, ok := terminalOf(w)
	if !ok {
		return usual
	}
	width, _, err := term.GetSize(int(f.Fd()))
	if err != nil || width <= 0 {
		return usual
	}
	return max(least, min(width, most))
}

// listedDraft is one entry of review --format json.
type listedDraft struct {
	ID         events.ID        `json:"id"`
	Revision   events.Rev       `json:"revision"`
	Slug       string           `json:"slug"`
	Date       string           `json:"date"`
	ReadsAs    events.Localised `json:"readsAs"`
	Wording    string           `json:"wording,omitempty"`
	Title      string           `json:"title"`
	Summary    string           `json:"summary,omitempty"`
	Lang       string           `json:"lang"`
	Confidence float64          `json:"confidence"`
	Rules      []string         `json:"rules,omitempty"`
	Flags      []string         `json:"flags,omitempty"`
	Document   string           `json:"document,omitempty"`
	SHA256     string           `json:"sha256,omitempty"`
	Section    string           `json:"section,omitempty"`
	Quotes     []events.Quote   `json:"quotes,omitempty"`
	Similar    []listedSimilar  `json:"similar,omitempty"`
}

// listedSimilar is an event that may be the same as a draft.
type listedSimilar struct {
	ID      events.ID     `json:"id"`
	Slug    string        `json:"slug"`
	Date    string        `json:"date"`
	Status  events.Status `json:"status"`
	Title   string        `json:"title"`
	Edition bool          `json:"earlierEdition,omitempty"`
	Differs []string      `json:"differs,omitempty"`
}

func listedDraftOf(v review.View) listedDraft {
	e, p := v.Draft, v.Draft.Proposal
	l := listedDraft{
		ID: e.ID, Revision: e.Rev, Slug: e.Slug, Date: e.Span.EDTF().String(), ReadsAs: v.ReadsAs, Wording: v.Wording,
		Title: v.Title, Summary: v.Summary, Lang: v.Lang, Confidence: p.Confidence, Rules: p.Rules, Flags: p.Flags,
		Document: p.Name, SHA256: p.Document, Section: p.Section, Quotes: p.Quotes,
	}
	for _, s := range v.Similar {
		l.Similar = append(l.Similar, listedSimilar{
			s.Event.ID, s.Event.Slug, s.Event.Span.EDTF().String(), s.Event.Status, titleOf(s.Event), s.Edition, s.Differs,
		})
	}
	return l
}
