package main

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"almanac.example/cmd/almanac/storage"
	"almanac.example/cmd/almanac/terminal"
	"almanac.example/events"
	"almanac.example/feeds/fetch"
	"almanac.example/feeds/follow"
	"almanac.example/feeds/intake"
	"almanac.example/feeds/table"
)

// tableFlags say how a table is read.
type tableFlags struct {
	Map      string `placeholder:"COLUMN=ROLE,…" help:"Tables: what columns are, as 'Datum=date:day-first,Titel=title_de'; or a file with one of them a line. See docs/import.md."`
	Sheet    string `placeholder:"NAME" help:"Tables: which sheet of a spreadsheet. Default: the first that is not hidden and holds events."`
	Encoding string `placeholder:"NAME" help:"Tables: how a text file is encoded, such as GB18030. Default: what is plausible."`
	Refused  string `placeholder:"FILE" help:"Tables: where rows that are refused are written, with their reasons, to be mended and imported. Default: beside the table, as NAME-refused.csv."`
}

// mapping is what --map says: its own text, or that of a file.
func (f tableFlags) mapping() (string, error) {
	if f.Map == "" || strings.Contains(f.Map, "=") {
		return f.Map, nil
	}
	text, err := os.ReadFile(f.Map)
	if err != nil {
		return "", fmt.Errorf("--map: neither COLUMN=ROLE nor a file: %w", err)
	}
	return string(text), nil
}

// reading is how the table is read.
func (c *importFileCommand) reading(data []byte) (follow.TableReading, error) {
	text, err := c.mapping()
	return follow.TableReading{
		File:   table.File{Name: filepath.Base(c.Source), Data: data, Sheet: c.Sheet, Encoding: c.Encoding},
		Source: c.Source, Map: text, Lang: c.Lang, Zone: c.Tz,
	}, err
}

// tableReport is what import --json tells of a table.
type tableReport struct {
	*follow.TableReport
	Counts  map[string]int `json:"counts"` // rows by status
	Gone    []events.ID    `json:"gone,omitempty"`
	Remarks []string       `json:"remarks,omitempty"`
}

// runTable imports a table.
func (c *importFileCommand) runTable(ctx context.Context, con storage.Console, data []byte, validators fetch.Validators) error {
	how, err := c.reading(data)
	if err != nil {
		return err
	}
	to, err := con.OpenOrImagine(ctx, c.Store, c.DryRun)
	if err != nil {
		return err
	}
	defer to.Close()
	known := intake.Memory{}
	if to.Vault != nil {
		if known, err = intake.Recall(ctx, to.Vault, c.Source); err != nil {
			return err
		}
		if remembered, err := how.Recall(ctx, to.Vault); err != nil {
			return err
		} else if remembered {
			fmt.Fprintf(con.Err, "almanac: columns are read as the last time: %s\n", terminal.Printable(strings.Join(strings.Fields(how.Map), " ")))
		}
	}
	var in *table.Import
	var file *table.Table
	err = con.Wait("reading "+c.Source, func() (err error) {
		in, file, err = how.Read(ctx, to.Timeline())
		return err
	})
	if err != nil {
		return fmt.Errorf("%s: nothing was imported: %w", c.Source, err)
	}
	says := events.FeedMemory{Source: c.Source, ETag: validators.ETag, LastModified: validators.LastModified}
	feed, err := how.Feed(ctx, to.Timeline(), in, intake.Feed{Memory: known, Says: says})
	if err != nil {
		return err
	}
	plan, err := intake.PlanFeed(to.Timeline(), feed, c.options())
	if errors.Is(err, intake.ErrLost) {
		return fmt.Errorf("%s: nothing was imported: %w (--remove=all)", c.Source, err)
	} else if err != nil {
		return err
	}
	if c.DryRun && to.Live != nil {
		if err := to.Rehearse(ctx, plan); err != nil {
			return fmt.Errorf("%s: nothing would be imported: %w", c.Source, err)
		}
	}
	told := tableReport{TableReport: follow.ReportTable(file, in, plan), Remarks: append(append(slices.Clone(file.Remarks), in.Remarks()...), plan.Remarks()...)}
	for _, e := range slices.Concat(plan.Gone, plan.Over) {
		told.Gone = append(told.Gone, e.ID)
	}
	if !c.DryRun && in.Mapping.Problem == "" {
		if err := c.apply(ctx, con, to, plan); err != nil {
			return err
		}
		if err := follow.RememberMapping(ctx, to.Vault, in.Mapping, how.Map); err != nil {
			return err
		}
	}
	return c.tellTable(con, told, file)
}

// tellTable prints what became of a table, and writes the rows that were
// refused to a file.
func (c *importFileCommand) tellTable(con storage.Console, told tableReport, file *table.Table) error {
	told.Counts = map[string]int{}
	for _, r := range told.Rows {
		told.Counts[r.Status]++
	}
	if c.JSON {
		if err := terminal.WriteIndented(con.Out, told); err != nil {
			return err
		}
	} else {
		c.printTable(con, told)
	}
	switch {
	case c.DryRun && c.JSON:
		return nil
	case told.Problem != "":
		return fmt.Errorf("%s: nothing was imported: %s", c.Source, told.Problem)
	case !c.DryRun && told.Counts["refused"] > 0:
		return c.writeRefused(con, told, file)
	}
	return nil
}

// mostRefusals is how many refused rows are told one by one.
const mostRefusals = 20

func (c *importFileCommand) printTable(con storage.Console, told tableReport) {
	refused := 0
	for _, r := range told.Rows {
		switch {
		case r.Status == "refused" && told.Problem == "":
			if refused++; refused <= mostRefusals || c.DryRun {
				fmt.Fprintf(con.Err, "almanac: row %d is refused: %s\n", r.Row, terminal.Printable(r.Reason))
			}
		case c.DryRun && r.Status != "same" && told.Problem == "":
			fmt.Fprintf(con.Out, "%-7s  row %-5d  %-24s  %s\n", r.Status, r.Row, r.Date, terminal.Printable(r.Title))
		}
	}
	if more := refused - mostRefusals; more > 0 && !c.DryRun {
		fmt.Fprintf(con.Err, "almanac: … and %d more rows\n", more)
	}
	for _, line := range told.Remarks {
		fmt.Fprintf(con.Err, "almanac: %s\n", terminal.Printable(line))
	}
	verb := ""
	if c.DryRun {
		verb = "would be "
	}
	n := told.Counts
	fmt.Fprintf(con.Err, "almanac: %d %sadded, %d changed, %d unchanged, %d refused, %d gone from the file\n", n["new"], verb, n["changed"], n["same"], n["refused"], len(told.Gone))
}

// writeRefused writes the rows that were refused to a file, as they stand in
// the table, with the reasons behind them.
func (c *importFileCommand) writeRefused(con storage.Console, told tableReport, file *table.Table) (err error) {
	f, err := c.refusedFile()
	if err != nil {
		return fmt.Errorf("rows were refused, and not written to a file: %w", err)
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	w := csv.NewWriter(f)
	width := len(told.Columns)
	if told.Header > 0 {
		var names []string
		for _, column := range told.Columns {
			names = append(names, column.Name)
		}
		err = w.Write(append(names, "reason"))
	}
	reasons := map[int]string{}
	for _, r := range told.Rows {
		if r.Status == "refused" {
			reasons[r.Row] = r.Reason
		}
	}
	for _, r := range file.Rows {
		reason, ok := reasons[r.Number]
		if !ok {
			continue
		}
		cells := make([]string, width+1)
		for i, cell := range r.Cells[:min(len(r.Cells), width)] {
			cells[i] = table.Guard(cell.Text)
		}
		cells[width] = reason
		err = errors.Join(err, w.Write(cells))
	}
	w.Flush()
	fmt.Fprintf(con.Err, "almanac: the rows that were refused stand in %s; mend them there and import that\n", f.Name())
	return errors.Join(err, w.Error())
}

// refusedFile makes the file for refused rows. One that is there stays: it may
// have been mended.
func (c *importFileCommand) refusedFile() (*os.File, error) {
	name := c.Refused
	if name == "" {
		base := c.Source
		if fetch.IsAddress(base) || base == "-" {
			base = "table"
		}
		name = strings.TrimSuffix(base, filepath.Ext(base)) + "-refused.csv"
	}
	for n := 2; ; n++ {
		f, err := os.OpenFile(name, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
		if !errors.Is(err, fs.ErrExist) || c.Refused != "" || n > 99 {
			return f, err
		}
		name = fmt.Sprintf("%s-%d.csv", strings.TrimRight(strings.TrimSuffix(name, ".csv"), "-0123456789"), n)
	}
}
