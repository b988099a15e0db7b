package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"

	"almanac.example/cmd/almanac/connect"
	"almanac.example/cmd/almanac/durable"
	"almanac.example/cmd/almanac/storage"
	"almanac.example/cmd/almanac/terminal"
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
	connect.NewFlags
	connect.AuthorFlags
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
func (c *importFileCommand) Run(ctx context.Context, con storage.Console) error {
	at, err := c.Running(ctx, con, c.Author)
	if err != nil {
		return err
	}
	if at != nil {
		defer at.Close()
		return c.runServed(ctx, con, at)
	}
	data, validators, unchanged, err := c.document(ctx, con, c.validators)
	switch {
	case err != nil:
		return err
	case unchanged:
		fmt.Fprintf(con.Err, "almanac: %s has not changed since the last import\n", c.Source)
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
	report := &importReportCommand{NewFlags: c.NewFlags, AuthorFlags: c.AuthorFlags, File: c.Source, Lang: c.Lang, Announce: c.Announce, DryRun: c.DryRun, JSON: c.JSON}
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
func (c *importFileCommand) runRecord(ctx context.Context, con storage.Console, data []byte) error {
	rec, err := events.ParseRecord(data)
	if err != nil {
		return fmt.Errorf("%s: nothing was imported:\n%w", c.Source, err)
	}
	to, err := con.OpenOrImagine(ctx, c.Store, c.DryRun)
	if err != nil {
		return err
	}
	defer to.Close()
	tellOfAhead(con, rec.Events, terminal.Now())
	plan := intake.PlanRecord(to.Timeline(), rec, c.options())
	added, changed, same := plan.Count(intake.Add), plan.Count(intake.Change), plan.Count(intake.Same)
	if c.DryRun {
		if err := to.Rehearse(ctx, plan); err != nil {
			return fmt.Errorf("%s: nothing would be imported: %w", c.Source, err)
		}
		for _, i := range plan.Items {
			if i.Action != intake.Same {
				fmt.Fprintf(con.Out, "%-6s  %s\n", i.Action, summary(i.Event))
			}
		}
		fmt.Fprintf(con.Err, "almanac: would add %d, change %d, leave %d; nothing was changed\n", added, changed, same)
		return nil
	}
	if err := c.apply(ctx, con, to, plan); err != nil {
		return err
	}
	fmt.Fprintf(con.Err, "almanac: %d added, %d changed, %d unchanged\n", added, changed, same)
	return nil
}

func (c *importFileCommand) options() intake.Options {
	seed := &events.Site{Authority: storage.ProvisionalAuthority()}
	return intake.Options{Now: terminal.Now(), Announce: c.Announce, Seed: seed, Remove: intake.Removal(c.Remove), Restore: c.Restore}
}

// apply carries a plan out.
func (c *importFileCommand) apply(ctx context.Context, con storage.Console, to storage.Instance, plan *intake.Plan) error {
	bar := terminal.NewProgress(con.Err, "importing", 0)
	defer bar.Done()
	show := func(done, total int) { bar.Total = total; bar.Show(done) }
	by := intake.Signature{Author: c.Author, Note: c.Note, Public: c.Public, Batch: intake.Batch(c.Source)}
	_, err := plan.Apply(ctx, intake.Target{Record: to.Live, Vault: to.Vault, Progress: show}, by)
	return err
}

// tellOfAhead says how many events bring instants along that are still to come.
// They are kept, so that a record whose clock was wrong can be moved.
func tellOfAhead(con storage.Console, list []*events.Event, now time.Time) {
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
		fmt.Fprintf(con.Err, "almanac: events that say they were changed after now: %d, the last on %s; kept, but see that both clocks are right\n", count, last.UTC().Format(time.DateTime))
	}
}

// summary is one event in a line.
func summary(e *events.Event) string {
	text, _ := e.In("zh")
	date := e.Span.EDTF().String()
	if e.Status == events.Deleted {
		date = "deleted"
	}
	return fmt.Sprintf("%-12s  %-24s  %s", e.ID, date, terminal.Printable(text.Title))
}

type exportCommand struct {
	connect.Flags
	Output string `short:"o" default:"-" placeholder:"FILE" help:"Where to write; - is standard output."`
	Format string `enum:"json,csv,xlsx,timelinejs" default:"json" help:"json, csv, xlsx or timelinejs."`
	Lang   string `placeholder:"LANG" help:"TimelineJS: language of its texts. Default: the record's first."`

	Site    string `placeholder:"DIR" help:"Write the whole public site as files into a new folder instead."`
	BaseURL string `name:"base-url" placeholder:"URL" help:"With --site and no server: the address of the site, which stands in its feeds. Default: https:// and the record's authority."`
}

// Help is shown below the flags.
func (*exportCommand) Help() string {
	return `As JSON the file holds every event with its stamps, tombstones, and the site's vocabulary and identity. Imported into an empty store it exports again as the same bytes. It does not hold the history; "almanac backup" does.

As CSV or XLSX it is a table of all events that have a date, with a row for each of them; edited in a spreadsheet and imported again it changes what was edited, and refuses rows of events that were changed in the record meanwhile. A cell of an XLSX file takes 32,767 characters: longer texts are left out there, and stay as they are when it comes back. TimelineJS reads the JSON that is named after it.

With --site the folder holds what readers see: every page in each language, feeds, calendars, tables, pictures and embeds. Its links lead from file to file, so that it can be read from any web server and without one; where only a server could answer (searching, filters), they lead to a page that says so. The folder must be new or empty, and appears when it is complete.`
}

// Run exports the record.
func (c *exportCommand) Run(ctx context.Context, con storage.Console) error {
	if c.Site != "" {
		return c.writeSite(ctx, con)
	}
	at, err := c.Connect(ctx, con, "")
	if err != nil {
		return err
	}
	defer at.Close()
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
		to := con.Out
		if c.Format == "csv" || c.Format == "xlsx" { // JSON can say the same in escapes
			to = terminal.Bytes(to)
		}
		_, err := io.Copy(to, body)
		return err
	}
	return durable.Write(c.Output, func(w *bufio.Writer) error {
		_, err := io.Copy(w, body)
		return err
	})
}
