package main

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"almanac.example/cmd/almanac/connect"
	"almanac.example/cmd/almanac/reviewing"
	"almanac.example/cmd/almanac/storage"
	"almanac.example/events"
	"almanac.example/events/timeline"
	"almanac.example/feeds/report/review"
)

type reviewCommand struct {
	connect.Flags
	connect.AuthorFlags
	Drafts        []string     `arg:"" optional:"" name:"draft" help:"IDs or slugs of the drafts. Default: all that an importer proposed."`
	MinConfidence float64      `placeholder:"0…1" help:"Only drafts at least so sure."`
	MaxConfidence float64      `placeholder:"0…1" help:"Only drafts at most so sure."`
	Document      string       `placeholder:"NAME" help:"Only drafts from this document: its file name, title or SHA-256."`
	Order         review.Order `default:"document" enum:"document,date,confidence" help:"document: as they stand in it; date: as a chronicle; confidence: the surest first."`
	AcceptAll     bool         `xor:"decision" help:"Accept all of them, without asking."`
	DropAll       bool         `xor:"decision" help:"Drop all of them, without asking."`
	Missed        bool         `xor:"decision" help:"List the dates of the report of --document that were not proposed, with their sentences."`
	Take          int          `xor:"decision" placeholder:"N" help:"Make a draft of the date with this number in the list of --missed; --title says what happened."`
	Title         string       `placeholder:"TEXT" help:"With --take: the title of the draft, in the language of the report."`
	Finish        bool         `xor:"decision" help:"End the review of the report of --document: its dates that were not proposed are forgotten."`
	Format        string       `default:"text" enum:"text,json" help:"json: list the drafts as a JSON array, and ask nothing."`
	Lang          string       `default:"en" placeholder:"LANG" help:"Language of rules and remarks: zh or en."`
}

// Help is shown below the flags.
func (*reviewCommand) Help() string {
	return `Shows one draft after the other: its date in words, its quotes in their surroundings, the rules that spoke for it, what to look at, and events that may be the same, side by side. One letter and Return decides: a accept, e edit in $EDITOR, m merge into another event, k keep as a draft, d drop, u undo, s skip, q quit, ? help. The letters are read from standard input, so a pipe can give them. Each decision is stored at once and can be undone until you quit.

Without asking: "almanac review --accept-all --min-confidence 0.9", "almanac review --drop-all --document old.pdf".

About one event in five is missed: "almanac review --missed --document report.pdf" lists the report's other dates, "--take 3 --title ..." makes a draft of one, with its sentence as the quote.`
}

// Run reviews.
func (c *reviewCommand) Run(ctx context.Context, con storage.Console) error {
	if err := c.check(); err != nil {
		return err
	}
	at, err := c.Connect(ctx, con, c.Author)
	if err != nil {
		return err
	}
	defer at.Close()
	if c.Missed || c.Take != 0 || c.Finish {
		return c.report(ctx, con, at)
	}
	record, err := reviewing.Open(ctx, at, c.Why())
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
		return reviewing.List(con.Out, record.Timeline(), queue, c.Format == "json")
	}
	return reviewing.Hold(ctx, con.Console, record, reviewing.Questions{Queue: queue, By: c.by(), Lang: c.Lang})
}

func (c *reviewCommand) check() error {
	if of := c.Missed || c.Take != 0 || c.Finish; of && c.Document == "" {
		return errors.New("--missed, --take and --finish are about a report; name it with --document")
	}
	if (c.Take != 0) != (c.Title != "") {
		return errors.New("--take and --title go together")
	}
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
		if e, err := reviewing.Find(t, name); err != nil {
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
func (c *reviewCommand) decideAll(ctx context.Context, con storage.Console, record *reviewing.Record, b bulk) error {
	if len(b.queue) > 0 {
		err := con.Wait("storing", func() error { return record.DecideAll(ctx, b.decision, b.queue) })
		if err != nil {
			return fmt.Errorf("%w\nnothing was changed", err)
		}
	}
	if err := reviewing.List(con.Out, record.Timeline(), b.queue, c.Format == "json"); err != nil {
		return err
	}
	left := len(review.Queue(record.Timeline(), review.Filter{}, c.Order))
	fmt.Fprintf(con.Err, "almanac: %d %s; %d drafts left\n", len(b.queue), b.done, left)
	return nil
}
