package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"almanac.example/cmd/almanac/storage"
	"almanac.example/cmd/almanac/terminal"
	"almanac.example/events"
	"almanac.example/feeds/fetch"
	"almanac.example/feeds/follow"
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

// tableReport is what import --json tells of a table.
type tableReport struct {
	*follow.TableReport
	Counts  map[string]int `json:"counts"` // rows by status
	Gone    []events.ID    `json:"gone,omitempty"`
	Remarks []string       `json:"remarks,omitempty"`
}

// count counts the rows by what becomes of them.
func (r *tableReport) count() {
	r.Counts = map[string]int{}
	for _, row := range r.Rows {
		r.Counts[row.Status]++
	}
}

// finishTable tells of the plan of a table, and carries it out.
func (c *importFileCommand) finishTable(ctx context.Context, con storage.Console, p planned) error {
	if p.Table.Recalled {
		fmt.Fprintf(con.Err, "almanac: columns are read as the last time: %s\n", terminal.Printable(strings.Join(strings.Fields(p.Table.Said), " ")))
	}
	told := tableReport{TableReport: p.ReportTable(), Remarks: p.Remarks(), Gone: p.Gone()}
	told.count()
	if !c.DryRun && !c.JSON {
		told.OnlyRefused() // of the others nothing is printed
	}
	if !c.DryRun && p.Table.Mapping.Problem == "" {
		p.Spare()
		if err := c.apply(ctx, con, p.to, p.Plan); err != nil {
			return err
		}
		if err := p.Remember(ctx, p.to.Vault); err != nil {
			return err
		}
	}
	return c.tellTable(con, told, p.Table.File)
}

// tellTable prints what became of a table, and writes the rows that were
// refused to a file.
func (c *importFileCommand) tellTable(con storage.Console, told tableReport, file *table.Table) error {
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

// mostSpellings is how many spellings of a column a dry run shows.
const mostSpellings = 12

// printColumns shows what the columns were taken for, in the words of --map, and
// of those with dates a cell of each spelling.
func printColumns(con storage.Console, columns []follow.TableColumn) {
	for _, c := range columns {
		name, role := cmp.Or(c.Name, "column "+c.Column), cmp.Or(c.Role, "-")
		if c.Lang != "" {
			role += "_" + c.Lang
		}
		fmt.Fprintf(con.Err, "almanac: %s=%s\n", terminal.Printable(strings.Join(strings.Fields(name), " ")), role)
		for _, s := range c.Samples[:min(len(c.Samples), mostSpellings)] {
			fmt.Fprintf(con.Err, "almanac:   %d × as row %d, %s: %s\n", s.Count, s.Row, terminal.Printable(s.Text), cmp.Or(s.Reads, "not read"))
		}
		if more := len(c.Samples) - mostSpellings; more > 0 {
			fmt.Fprintf(con.Err, "almanac:   … and %d more spellings\n", more)
		}
	}
}

func (c *importFileCommand) printTable(con storage.Console, told tableReport) {
	refused := 0
	if c.DryRun {
		printColumns(con, told.Columns)
	}
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
	_, err = told.WriteRefused(f, file)
	fmt.Fprintf(con.Err, "almanac: the rows that were refused stand in %s; mend them there and import that\n", f.Name())
	return err
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
