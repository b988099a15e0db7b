package main

import (
	"context"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"path/filepath"
	"strconv"

	"almanac.example/events"
	"almanac.example/feeds/follow"
	"almanac.example/feeds/intake"
	"almanac.example/feeds/table"
	"almanac.example/web/api"
	"almanac.example/web/api/client"
)

// importTo has a running server import a document.
func (c *connection) importTo(ctx context.Context, name string, data []byte, query url.Values) (done api.Imported, err error) {
	body, form := io.Pipe()
	w := multipart.NewWriter(form)
	go func() {
		part, err := w.CreateFormFile("file", filepath.Base(name))
		if err == nil {
			_, err = part.Write(data)
		}
		if err == nil {
			err = w.Close()
		}
		form.CloseWithError(err)
	}()
	_, err = c.Do(ctx, client.Request{
		Method: http.MethodPost, Path: "/imports", Query: query, Raw: body, Type: w.FormDataContentType(),
	}, &done)
	body.Close()
	return done, err
}

// setFlag sets a key of a query to 1.
func setFlag(query url.Values, key string, on bool) {
	if on {
		query.Set(key, "1")
	}
}

// runServed has a running server import the file, in the words of an import
// into a store.
func (c *importFileCommand) runServed(ctx context.Context, con console, at *connection) error {
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
	query := c.why()
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
		tellOfAhead(con, rec.Events, now())
	}
	var done api.Imported
	err = con.wait("importing "+c.Source, func() (err error) {
		done, err = at.importTo(ctx, c.Source, data, query)
		return err
	})
	if err != nil && c.DryRun {
		return fmt.Errorf("%s: nothing would be imported: %w", c.Source, err)
	}
	if err != nil {
		return fmt.Errorf("%s: nothing was imported: %w", c.Source, err)
	}
	if done.Calendar != nil {
		return writeIndented(con.out, done.Calendar)
	}
	if done.Table != nil {
		told := tableReport{TableReport: done.Table, Gone: done.Gone, Remarks: done.Remarks}
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

func (c *importFileCommand) tellServed(con console, done api.Imported) {
	if c.DryRun {
		for _, e := range done.Events {
			fmt.Fprintf(con.out, "%-7s %-12s  %-24s  %s\n", e.Action, e.ID, e.Date, printable(e.Title))
		}
		for _, id := range done.Gone {
			fmt.Fprintf(con.out, "remove  %s\n", id)
		}
	}
	for _, line := range done.Remarks {
		fmt.Fprintf(con.err, "almanac: %s\n", line)
	}
	switch {
	case done.Kind == "calendar":
		verb := ""
		if c.DryRun {
			verb = "would be "
		}
		fmt.Fprintf(con.err, "almanac: %d %sadded, %d changed, %d unchanged, %d gone from the file\n", done.Added, verb, done.Changed, done.Same, len(done.Gone))
	case c.DryRun:
		fmt.Fprintf(con.err, "almanac: would add %d, change %d, leave %d; nothing was changed\n", done.Added, done.Changed, done.Same)
	default:
		fmt.Fprintf(con.err, "almanac: %d added, %d changed, %d unchanged\n", done.Added, done.Changed, done.Same)
	}
}

// runServed has a running server read the report.
func (c *importReportCommand) runServed(ctx context.Context, con console, at *connection) error {
	f, err := con.open(c.File)
	if err != nil {
		return err
	}
	defer f.Close()
	data, err := io.ReadAll(f)
	if err != nil {
		return err
	}
	query := c.why()
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
	err = con.wait("reading "+c.name(), func() (err error) {
		done, err = at.importTo(ctx, c.name(), data, query)
		return err
	})
	if err != nil {
		return fmt.Errorf("%s: %w\nnothing was stored", printable(c.name()), err)
	}
	return c.print(con, done.Report)
}
