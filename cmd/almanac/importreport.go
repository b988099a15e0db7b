package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"almanac.example/cmd/almanac/connect"
	"almanac.example/cmd/almanac/storage"
	"almanac.example/cmd/almanac/terminal"
	"almanac.example/events"
	"almanac.example/events/edtf"
	"almanac.example/feeds/intake"
	"almanac.example/feeds/report"
	"almanac.example/feeds/report/document"
	"almanac.example/feeds/report/review"
	"almanac.example/store"
	"almanac.example/web/api"
	"golang.org/x/text/language"
)

type importReportCommand struct {
	connect.NewFlags
	connect.AuthorFlags
	File      string          `arg:"" help:"The report: text, Markdown, HTML, DOCX or PDF; - is standard input."`
	Year      int             `placeholder:"YEAR" help:"The year the report is about, for dates that name none. Default: what title and headings say."`
	Title     string          `placeholder:"TEXT" help:"The report's title, as a source. Default: the document's own."`
	Lang      string          `placeholder:"LANG" help:"Language under which the texts are filed. Default: the one they are in."`
	EditionOf string          `placeholder:"NAME" help:"The document of which this is another edition: its file name, title or SHA-256. Default: one of the same name or title with the same events."`
	Announce  intake.Announce `enum:"auto,yes,no" default:"auto" help:"Tell feed readers of accepted drafts as news: yes, no, or auto, which keeps quiet about what is over."`
	Passed    bool            `help:"List the dates left out, too, and why."`
	DryRun    bool            `help:"Say what would be proposed, and store nothing."`
	JSON      bool            `name:"json" help:"As a JSON array: [{\"date\": …, \"title\": …, \"quote\": …}]; with --passed an object that holds it as \"drafts\", and the dates left out as \"passed\"."`
}

// Help is shown below the flags.
func (*importReportCommand) Help() string {
	return `Finds the dated milestones that a report tells of and stores them as drafts, each with the exact words it comes from. No reader sees a draft; go through them with "almanac review". Running it again proposes nothing twice, whatever became of the drafts, and a newer edition of the report says what it adds, changes and no longer tells.

A PDF without a text layer (a scan) cannot be read. The text that "pdftotext -layout" writes can be given instead of a PDF that reads badly.`
}

// Run reads the report before it touches the store, so that what cannot be
// read leaves no trace.
func (c *importReportCommand) Run(ctx context.Context, con storage.Console) error {
	if err := c.checkLang(); err != nil {
		return err
	}
	at, err := c.Running(ctx, con, c.Author)
	if err != nil {
		return err
	}
	if at != nil {
		defer at.Close()
		return c.runServed(ctx, con, at)
	}
	return c.runHere(ctx, con)
}

// runHere reads the report and opens the store.
func (c *importReportCommand) runHere(ctx context.Context, con storage.Console) error {
	var doc *document.Document
	var found report.Result
	err := con.Wait("reading "+c.name(), func() (err error) {
		doc, found, err = c.extract(ctx, con)
		return err
	})
	if err != nil {
		return fmt.Errorf("%w\nnothing was stored", err)
	}
	to, err := con.OpenOrImagine(ctx, c.Store, c.DryRun)
	if err != nil {
		return err
	}
	defer to.Close()
	timeline := to.Timeline()
	proposals, err := review.Propose(timeline, doc, found, review.Options{NewID: events.NewID, Lang: c.Lang, EditionOf: c.EditionOf})
	if err != nil {
		return fmt.Errorf("%w\nnothing was stored", err)
	}
	for _, entry := range proposals.Entries {
		if entry.Event != nil {
			c.Announce.Apply(timeline, edtf.DayOf(terminal.Now()), entry.Event)
		}
	}
	if !c.DryRun {
		if err := c.save(ctx, con, to, proposals); err != nil {
			return err
		}
	}
	return c.print(con, api.ReportFindings(proposals, doc, found))
}

func (c *importReportCommand) checkLang() error {
	if c.Lang == "" {
		return nil
	}
	tag, err := language.Parse(c.Lang)
	if err != nil || tag.String() != c.Lang {
		return fmt.Errorf("--lang %q: is no known language tag such as zh, en or pt-BR", c.Lang)
	}
	return nil
}

// name is what the report is called.
func (c *importReportCommand) name() string {
	if c.File == "-" {
		return "standard input"
	}
	return strings.Map(func(r rune) rune {
		if r == '\n' || r == '\t' {
			return ' ' // it is a title, too
		}
		return r
	}, events.Harmless(c.File))
}

// readWhole reads at most a byte more than most. Of a file the length is known, so
// that nothing is copied as it comes in.
func readWhole(r io.Reader, most int) ([]byte, error) {
	var b bytes.Buffer
	if f, ok := r.(*os.File); ok {
		if info, err := f.Stat(); err == nil {
			b.Grow(int(min(max(info.Size(), 0), int64(most))) + bytes.MinRead)
		}
	}
	_, err := b.ReadFrom(io.LimitReader(r, int64(most)+1))
	return b.Bytes(), err
}

func (c *importReportCommand) extract(ctx context.Context, con storage.Console) (*document.Document, report.Result, error) {
	f, err := con.Open(c.File)
	if err != nil {
		return nil, report.Result{}, err
	}
	defer f.Close()
	limits := document.DefaultLimits()
	data, err := readWhole(f, limits.Bytes)
	if err != nil {
		return nil, report.Result{}, err
	}
	defer collectEagerly()()
	doc, err := document.Read(ctx, c.name(), data, limits)
	if err != nil {
		return nil, report.Result{}, err
	}
	found, err := report.Extract(ctx, doc, report.Options{Year: c.Year, Title: c.Title})
	if err != nil {
		return nil, report.Result{}, fmt.Errorf("%s: %w", c.name(), err)
	}
	return doc, found, nil
}

// save stores what is proposed, and keeps the other dates for who reviews it.
func (c *importReportCommand) save(ctx context.Context, con storage.Console, to storage.Instance, p review.Proposals) error {
	changes := p.Changes(review.By{Author: c.Author, Note: c.Note, Public: c.Public})
	if len(changes) > 0 {
		changes[0].Batch = intake.Batch(c.File)
		bar := terminal.NewProgress(con.Err, "storing", len(changes))
		defer bar.Done()
		if _, err := to.Live.Import(ctx, slices.Values(changes), bar.Show); err != nil {
			return err
		}
		if err := storage.FoundIfNew(ctx, to.Live); err != nil {
			return err
		}
	}
	return review.Remember(ctx, store.Unexpired(to.Vault, terminal.Now), p.Reading, terminal.Now())
}
