package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"time"

	"almanac.example/events"
	"almanac.example/feeds/fetch"
	"almanac.example/feeds/follow"
	"almanac.example/feeds/intake"
	"almanac.example/web/api/client"
)

type importCommand struct {
	File   importFileCommand   `cmd:"" default:"withargs" help:"Add what a file holds: a record, a calendar, a table, a report."`
	Report importReportCommand `cmd:"" help:"Read a report and propose its dated milestones as drafts."`
}

type importFileCommand struct {
	newClientFlags
	authorFlags
	calendarFlags
	tableFlags
	Source   string          `arg:"" name:"file" help:"A record (.json), a calendar (.ics), a table (.csv, .xlsx), a report (.pdf, .docx), or the address of one; - is standard input."`
	DryRun   bool            `help:"Say what would change, and change nothing."`
	Announce intake.Announce `enum:"auto,yes,no" default:"auto" help:"Tell feed readers of new events as news: yes, no, or auto, which keeps quiet about what is over."`
}

// Help is shown below the flags.
func (*importFileCommand) Help() string {
	return `FILE is ` + sourceKinds + `.

The whole file is checked first: if one entry is wrong, nothing changes and each wrong entry is named with its line and field. Importing the same file twice changes nothing; an event that is there already gets the file's state. A calendar's events are known by their UID; what only editors can have said (other languages, the slug, what is important) stays.

A table's rows become events; the first line tells what the columns are, and --map says it where it does not. Rows that are refused are written to a file with the reasons, and the others are imported. A report becomes drafts, as with "almanac import report".`
}

// Run imports the file.
func (c *importFileCommand) Run(ctx context.Context, con console) error {
	at, err := c.running(ctx, con, c.Author)
	if err != nil {
		return err
	}
	if at != nil {
		defer at.close()
		return c.runServed(ctx, con, at)
	}
	data, validators, unchanged, err := c.document(ctx, con, c.validators)
	switch {
	case err != nil:
		return err
	case unchanged:
		fmt.Fprintf(con.err, "almanac: %s has not changed since the last import\n", c.Source)
		return nil
	}
	switch what := c.kindOf(ctx, data); what {
	case follow.CalendarKind, follow.TableKind:
		return c.runDocument(ctx, con, follow.Document{Data: data, Kind: what, ETag: validators.ETag, LastModified: validators.LastModified})
	case follow.ReportKind:
		report, err := c.asReport()
		if err != nil {
			return err
		}
		return report.runHere(ctx, con)
	}
	return c.runRecord(ctx, con, data)
}

// asReport is the command for reports, when the file is one.
func (c *importFileCommand) asReport() (*importReportCommand, error) {
	if c.Source == "-" || fetch.IsAddress(c.Source) {
		return nil, fmt.Errorf("%s: this seems to be a report; save it as a file and read it with \"almanac import report FILE\"", c.Source)
	}
	report := &importReportCommand{newClientFlags: c.newClientFlags, authorFlags: c.authorFlags, File: c.Source, Lang: c.Lang, Announce: c.Announce, DryRun: c.DryRun, JSON: c.JSON}
	return report, report.checkLang()
}

// kindOf is what the file is.
func (c *importFileCommand) kindOf(ctx context.Context, data []byte) follow.Kind {
	if c.Map != "" {
		return follow.TableKind
	}
	return follow.KindOf(ctx, c.Source, data)
}

// runRecord imports a record.
func (c *importFileCommand) runRecord(ctx context.Context, con console, data []byte) error {
	rec, err := events.ParseRecord(data)
	if err != nil {
		return fmt.Errorf("%s: nothing was imported:\n%w", c.Source, err)
	}
	to, err := con.openOrImagine(ctx, c.Store, c.DryRun)
	if err != nil {
		return err
	}
	defer to.close()
	tellOfAhead(con, rec.Events, now())
	plan := intake.PlanRecord(to.timeline(), rec, c.options())
	added, changed, same := plan.Count(intake.Add), plan.Count(intake.Change), plan.Count(intake.Same)
	if c.DryRun {
		if err := to.rehearse(ctx, plan); err != nil {
			return fmt.Errorf("%s: nothing would be imported: %w", c.Source, err)
		}
		for _, i := range plan.Items {
			if i.Action != intake.Same {
				fmt.Fprintf(con.out, "%-6s  %s\n", i.Action, summary(i.Event))
			}
		}
		fmt.Fprintf(con.err, "almanac: would add %d, change %d, leave %d; nothing was changed\n", added, changed, same)
		return nil
	}
	if err := c.apply(ctx, con, to, plan); err != nil {
		return err
	}
	fmt.Fprintf(con.err, "almanac: %d added, %d changed, %d unchanged\n", added, changed, same)
	return nil
}

func (c *importFileCommand) options() intake.Options {
	seed := &events.Site{Authority: provisionalAuthority()}
	return intake.Options{Now: now(), Announce: c.Announce, Seed: seed, Remove: intake.Removal(c.Remove), Restore: c.Restore}
}

// apply carries a plan out.
func (c *importFileCommand) apply(ctx context.Context, con console, to instance, plan *intake.Plan) error {
	bar := newProgress(con.err, "importing", 0)
	defer bar.done()
	show := func(done, total int) { bar.total = total; bar.show(done) }
	by := intake.Signature{Author: c.Author, Note: c.Note, Public: c.Public, Batch: intake.Batch(c.Source)}
	_, err := plan.Apply(ctx, intake.Target{Record: to.live, Vault: to.vault, Progress: show}, by)
	return err
}

// tellOfAhead says how many events bring instants along that are still to come.
// They are kept, so that a record whose clock was wrong can be moved.
func tellOfAhead(con console, list []*events.Event, now time.Time) {
	count, last := 0, time.Time{}
	for _, e := range list {
		if e.Updated.After(now) {
			count++
		}
		if e.Updated.After(last) {
			last = e.Updated
		}
	}
	if count > 0 {
		fmt.Fprintf(con.err, "almanac: events that say they were changed after now: %d, the last on %s; kept, but see that both clocks are right\n", count, last.UTC().Format(time.DateTime))
	}
}

// summary is one event in a line.
func summary(e *events.Event) string {
	text, _ := e.In("zh")
	date := e.Span.EDTF().String()
	if e.Status == events.Deleted {
		date = "deleted"
	}
	return fmt.Sprintf("%-12s  %-24s  %s", e.ID, date, printable(text.Title))
}

type exportCommand struct {
	clientFlags
	Output string `short:"o" default:"-" placeholder:"FILE" help:"Where to write; - is standard output."`
	Format string `enum:"json,csv,xlsx,timelinejs" default:"json" help:"json, csv, xlsx or timelinejs."`
	Lang   string `placeholder:"LANG" help:"TimelineJS: language of its texts. Default: the record's first."`
}

// Help is shown below the flags.
func (*exportCommand) Help() string {
	return `As JSON the file holds every event with its stamps, tombstones, and the site's vocabulary and identity. Imported into an empty store it exports again as the same bytes. It does not hold the history; "almanac backup" does.

As CSV or XLSX it is a table of all events that have a date, with a row for each of them; edited in a spreadsheet and imported again it changes what was edited, and refuses rows of events that were changed in the record meanwhile. A cell of an XLSX file takes 32,767 characters: longer texts are left out there, and stay as they are when it comes back. TimelineJS reads the JSON that is named after it.`
}

// Run exports the record.
func (c *exportCommand) Run(ctx context.Context, con console) error {
	at, err := c.connect(ctx, con, "")
	if err != nil {
		return err
	}
	defer at.close()
	query := url.Values{}
	if c.Format != "json" {
		query.Set("format", c.Format)
	}
	if c.Lang != "" {
		query.Set("lang", c.Lang)
	}
	body, _, err := at.Open(ctx, client.Request{Method: http.MethodGet, Path: "/export", Query: query})
	if err != nil {
		return err
	}
	defer body.Close()
	if c.Output == "-" {
		_, err := io.Copy(con.out, body)
		return err
	}
	return writeFile(c.Output, func(w *bufio.Writer) error {
		_, err := io.Copy(w, body)
		return err
	})
}

// writeFile writes beside the file first, so that nothing half-written is ever
// found under its name.
func writeFile(name string, write func(*bufio.Writer) error) error {
	f, err := os.CreateTemp(filepath.Dir(name), "."+filepath.Base(name)+".*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	defer f.Close()
	w := bufio.NewWriter(f)
	if err := write(w); err != nil {
		return err
	}
	if err := w.Flush(); err != nil {
		return err
	}
	if err := f.Sync(); err != nil {
		return err
	}
	return moveDurably(f.Name(), name)
}

// moveDurably gives a file its name so that it has it after a power failure, too.
func moveDurably(from, to string) error {
	if err := os.Rename(from, to); err != nil {
		return err
	}
	dir, err := os.Open(filepath.Dir(to))
	if err != nil {
		return err
	}
	defer dir.Close()
	if err := dir.Sync(); err != nil && !errors.Is(err, errors.ErrUnsupported) && !errors.Is(err, fs.ErrInvalid) {
		return fmt.Errorf("making the name %s durable: %w", to, err)
	}
	return nil
}
