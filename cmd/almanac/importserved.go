package main

import (
	"context"
	"fmt"
	"io"
	"net/url"
	"path/filepath"
	"strconv"

	"almanac.example/cmd/almanac/connect"
	"almanac.example/cmd/almanac/storage"
	"almanac.example/cmd/almanac/terminal"
	"almanac.example/events"
	"almanac.example/feeds/follow"
	"almanac.example/feeds/intake"
	"almanac.example/feeds/table"
	"almanac.example/web/api"
)

// setFlag sets a key of a query to 1.
func setFlag(query url.Values, key string, on bool) {
	if on {
		query.Set(key, "1")
	}
}

// runServed has a running server import the file, in the words of an import
// into a store.
func (c *importFileCommand) runServed(ctx context.Context, con storage.Console, at *connect.Connection) error {
	data, _, _, err := c.document(ctx, con, unremembered)
	if err != nil {
		return err
	}
	what := c.kindOf(ctx, data)
	if what == follow.ReportKind {
		report, err := c.asReport()
		if err != nil {
			return err
		}
		return report.runServed(ctx, con, at)
	}
	query := c.Why()
	query.Set("announce", string(c.Announce))
	setFlag(query, "dry-run", c.DryRun)
	if what != follow.RecordKind {
		if err := c.sourceQuery(query, what); err != nil {
			return err
		}
	} else if rec, err := events.ParseRecord(data); err != nil {
		return fmt.Errorf("%s: nothing was imported:\n%w", c.Source, err)
	} else {
		query.Set("kind", "record")
		tellOfAhead(con, rec.Events, terminal.Now())
	}
	var done api.Imported
	err = con.Wait("importing "+c.Source, func() (err error) {
		done, err = at.Import(ctx, c.Source, data, query)
		return err
	})
	if err != nil && c.DryRun {
		return fmt.Errorf("%s: nothing would be imported: %w", c.Source, err)
	}
	if err != nil {
		return fmt.Errorf("%s: nothing was imported: %w", c.Source, err)
	}
	if done.Calendar != nil {
		return terminal.WriteIndented(con.Out, done.Calendar)
	}
	if done.Table != nil {
		told := tableReport{TableReport: done.Table, Gone: done.Gone, Remarks: done.Remarks}
		told.count()
		file, err := table.Read(ctx, table.File{Name: filepath.Base(c.Source), Data: data, Sheet: c.Sheet, Encoding: c.Encoding})
		if err != nil {
			return err
		}
		return c.tellTable(con, told, file)
	}
	c.tellServed(con, done)
	return nil
}

// sourceQuery says how a calendar or table is read.
func (c *importFileCommand) sourceQuery(query url.Values, what follow.Kind) error {
	query.Set("kind", string(what))
	query.Set("source", c.Source)
	setFlag(query, "remove", intake.Removal(c.Remove) == intake.RemoveComing)
	setFlag(query, "remove-all", intake.Removal(c.Remove) == intake.RemoveAll)
	setFlag(query, "restore", c.Restore)
	setFlag(query, "skip-bad", c.SkipBad && what == follow.CalendarKind)
	setFlag(query, "details", c.JSON && what == follow.CalendarKind)
	text, err := c.mapping()
	for key, value := range map[string]string{"lang": c.Lang, "tz": c.Tz, "map": text, "sheet": c.Sheet, "encoding": c.Encoding} {
		if value != "" {
			query.Set(key, value)
		}
	}
	return err
}

func (c *importFileCommand) tellServed(con storage.Console, done api.Imported) {
	if c.DryRun {
		for _, e := range done.Events {
			fmt.Fprintf(con.Out, "%-7s %-12s  %-24s  %s\n", e.Action, e.ID, e.Date, terminal.Printable(e.Title))
		}
		for _, id := range done.Gone {
			fmt.Fprintf(con.Out, "remove  %s\n", id)
		}
	}
	for _, line := range done.Remarks {
		fmt.Fprintf(con.Err, "almanac: %s\n", line)
	}
	switch {
	case done.Kind == "calendar":
		verb := ""
		if c.DryRun {
			verb = "would be "
		}
		fmt.Fprintf(con.Err, "almanac: %d %sadded, %d changed, %d unchanged, %d gone from the file\n", done.Added, verb, done.Changed, done.Same, len(done.Gone))
	case c.DryRun:
		fmt.Fprintf(con.Err, "almanac: would add %d, change %d, leave %d; nothing was changed\n", done.Added, done.Changed, done.Same)
	default:
		fmt.Fprintf(con.Err, "almanac: %d added, %d changed, %d unchanged\n", done.Added, done.Changed, done.Same)
	}
}

// runServed has a running server read the report.
func (c *importReportCommand) runServed(ctx context.Context, con storage.Console, at *connect.Connection) error {
	f, err := con.Open(c.File)
	if err != nil {
		return err
	}
	defer f.Close()
	data, err := io.ReadAll(f)
	if err != nil {
		return err
	}
	query := c.Why()
	query.Set("kind", "report")
	setFlag(query, "details", true)
	query.Set("announce", string(c.Announce))
	for key, value := range map[string]string{"title": c.Title, "lang": c.Lang, "edition-of": c.EditionOf} {
		if value != "" {
			query.Set(key, value)
		}
	}
	if c.Year != 0 {
		query.Set("year", strconv.Itoa(c.Year))
	}
	setFlag(query, "dry-run", c.DryRun)
	var done api.Imported
	err = con.Wait("reading "+c.name(), func() (err error) {
		done, err = at.Import(ctx, c.name(), data, query)
		return err
	})
	if err != nil {
		return fmt.Errorf("%s: %w\nnothing was stored", terminal.Printable(c.name()), err)
	}
	return c.print(con, done.Report)
}
