package follow

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"almanac.example/events"
	"almanac.example/events/timeline"
	"almanac.example/feeds/foreign"
	"almanac.example/feeds/intake"
	"almanac.example/feeds/table"
)

// tableReading says how a table is read into a record.
type tableReading struct {
	Source string // under which what it brings is remembered
	Map    string // what a person says of columns (table.Mapping.Apply); "": what was said of the same header before
	Lang   string // as in Reading
	Zone   string // as in Reading
}

// said is what a person said of the columns of a table.
type said struct {
	text   string
	before bool   // not now, but of a table with the same header
	source string // under which what the table brings is remembered
}

// read reads a table as the record has it read. Errors are about the file as a
// whole, or an *events.Invalid that names the mapping or the zone.
func (r tableReading) read(ctx context.Context, t *timeline.Timeline, vault intake.Vault, file *table.Table) (*table.Import, said, error) {
	s := said{text: r.Map, source: r.Source}
	o := table.Options{Lang: r.Lang, Source: r.Source, Record: t.Site()}
	if r.Zone != "" {
		var err error
		if o.Zone, err = events.LoadZone(r.Zone); err != nil {
			return nil, s, &events.Invalid{Subject: "table", Problems: []events.Problem{{Field: "tz", Reason: err.Error()}}}
		}
	}
	m := file.Guess(o)
	if whole, ok := refusedOf(r.Source, m); ok {
		s.source, o.Source = whole, whole
	}
	if s.text == "" && vault != nil {
		var err error
		if s.text, err = recallMapping(ctx, vault, m); err != nil {
			return nil, s, err
		}
		s.before = s.text != ""
	}
	if s.text != "" {
		said, err := m.Apply(s.text)
		switch {
		case err == nil:
			m = said
		case s.before: // it was said of another table after all
			s.text, s.before = "", false
		default:
			return nil, s, err
		}
	}
	in, err := file.Import(ctx, m, o)
	return in, s, err
}

// recallMapping is what was said the last time of a table with the same header;
// "" if nothing was.
func recallMapping(ctx context.Context, vault intake.Vault, m table.Mapping) (string, error) {
	v, err := vault.Get(ctx, mappingKey(m))
	if errors.Is(err, events.ErrNotFound) {
		return "", nil
	} else if err != nil {
		return "", fmt.Errorf("%w: %w", ErrMemory, err)
	}
	var kept saidMapping
	if err = v.Decode(events.MemorySchema, &kept); err != nil {
		return "", fmt.Errorf("%w: %w", ErrMemory, err)
	}
	return kept.Map, nil
}

// saidMapping is what the vault keeps of a header.
type saidMapping struct {
	Map string `json:"map"`
}

// mappingKey is the vault key of what was said of a header: a hash, for names of
// columns may be of any length.
func mappingKey(m table.Mapping) string {
	var names []string
	for _, c := range m.Columns {
		names = append(names, c.Name)
	}
	if n := len(names); n > 1 && names[n-1] == reasonColumn { // refused rows are of the same table
		names = names[:n-1]
	}
	return "memory/columns/" + foreign.Hash(strings.Join(names, "\x00"), 15)
}

// rememberMapping keeps what was said of the columns of a table for the next one
// with the same header.
func rememberMapping(ctx context.Context, vault intake.Vault, m table.Mapping, text string) error {
	lines := slices.DeleteFunc(strings.Split(text, "\n"), func(l string) bool { return strings.HasPrefix(l, reasonColumn+"=") })
	if text = strings.Join(lines, "\n"); text == "" || m.Header < 1 {
		return nil
	}
	key, version := mappingKey(m), events.Version(0)
	old, err := vault.Get(ctx, key)
	switch {
	case err == nil:
		version = old.Version
	case !errors.Is(err, events.ErrNotFound):
		return err
	}
	v, err := events.JSONValue(key, events.MemorySchema, saidMapping{text})
	if err != nil {
		return err
	}
	if _, err = vault.Write(ctx, events.PutValue(v, version)); err != nil {
		return fmt.Errorf("remembering what the columns are: %w", err)
	}
	return nil
}

// TableReport tells what becomes of each row of a table.
type TableReport struct {
	Rows      []TableRow     `json:"rows"`
	LeftOut   []TableLeftOut `json:"leftOut,omitempty" doc:"Rows that are no events."`
	Columns   []TableColumn  `json:"columns" doc:"What the columns were taken for."`
	Questions []string       `json:"questions,omitempty" doc:"What can be answered with map, so that more rows are read."`
	Identity  string         `json:"identity,omitempty" doc:"What rows are known by the next time."`
	Format    string         `json:"format,omitempty" doc:"TimelineJS, Localist and so on, if it is known."`
	Problem   string         `json:"problem,omitempty" doc:"Why no row of the table is read."`
	Encoding  string         `json:"encoding,omitempty"`
	Sheet     string         `json:"sheet,omitempty"`
	Sheets    []string       `json:"sheets,omitempty"`
	Shown     []string       `json:"shown,omitempty" doc:"The first lines that are not ASCII, of a file that is not UTF-8."`
	Header    int            `json:"header" doc:"Row with the names of the columns; 0: there is none."`
	Language  string         `json:"language,omitempty" doc:"Of texts whose column names none."`
}

// TableRow is what becomes of one row.
type TableRow struct {
	Row    int       `json:"row" doc:"From 1, as the spreadsheet counts."`
	Date   string    `json:"date,omitempty" doc:"EDTF"`
	Title  string    `json:"title,omitempty"`
	Status string    `json:"status" enum:"new,changed,same,refused"`
	Reason string    `json:"reason,omitempty" doc:"Why the row is refused."`
	Column string    `json:"column,omitempty" doc:"Of which column that is: A, B and so on."`
	Event  events.ID `json:"event,omitempty"`
}

// TableLeftOut are rows that are no events.
type TableLeftOut struct {
	Reason string `json:"reason"`
	Rows   []int  `json:"rows"`
}

// TableColumn is what a column was taken for.
type TableColumn struct {
	Column  string        `json:"column" doc:"A, B and so on"`
	Name    string        `json:"name,omitempty"`
	Role    string        `json:"role,omitempty" doc:"Missing: the column is left out."`
	Lang    string        `json:"lang,omitempty"`
	Decided []string      `json:"decided,omitempty" doc:"What the rows decide of all dates of the column."`
	Samples []TableSample `json:"samples,omitempty" doc:"One cell of each spelling."`
}

// TableSample is one of the spellings of a column.
type TableSample struct {
	Row   int    `json:"row"`
	Count int    `json:"count"`
	Text  string `json:"text"`
	Reads string `json:"reads,omitempty" doc:"EDTF"`
	Error string `json:"error,omitempty"`
}

// ReportTable tells what becomes of each row of a table. It is made before the
// plan is carried out, which uses it up.
func (p *Planned) ReportTable() *TableReport {
	file, in := p.Table.File, p.Table.Import
	r := &TableReport{
		Rows: make([]TableRow, 0, len(in.Rows)), Identity: in.Identity, Format: in.Mapping.Format, Problem: in.Mapping.Problem,
		Encoding: file.Encoding, Sheet: file.Name, Sheets: file.Sheets, Shown: file.Shown, Header: max(in.Mapping.Header, 0), Language: in.Lang,
	}
	for i := range in.Questions {
		r.Questions = append(r.Questions, in.Questions[i].String())
	}
	actions := make(map[events.ID]intake.Action, len(p.Plan.Items))
	for _, i := range p.Plan.Items {
		actions[i.Event.ID] = i.Action
	}
	for _, o := range in.Rows {
		row := TableRow{Row: o.Number, Title: o.Title, Status: "refused", Reason: o.Reason}
		if o.Event == nil && o.Column >= 0 {
			row.Column = table.Column{Index: o.Column}.Letters()
		}
		if o.Event != nil {
			row.Date, row.Event = o.Event.Span.EDTF().String(), o.Event.ID
			row.Status, row.Reason = statusOf(actions[o.Event.ID])
		}
		r.Rows = append(r.Rows, row)
	}
	for _, l := range in.LeftOut {
		r.LeftOut = append(r.LeftOut, TableLeftOut{l.Reason, l.Rows})
	}
	notes := map[int]table.ColumnNote{}
	for _, n := range in.Columns {
		notes[n.Column.Index] = n
	}
	for _, c := range in.Mapping.Columns {
		column := TableColumn{Column: c.Letters(), Name: c.Name, Role: string(c.Role), Lang: c.Lang, Decided: notes[c.Index].Decided}
		for _, s := range notes[c.Index].Samples {
			column.Samples = append(column.Samples, TableSample{s.Row, s.Count, s.Text, s.Reads, s.Error})
		}
		r.Columns = append(r.Columns, column)
	}
	return r
}

// Spare lets go of what only the report tells of a table, of which the rows that
// are refused stay: the plan of a large one is carried out in half the memory.
func (p *Planned) Spare() {
	if p.Table == nil {
		return
	}
	refused := map[int]bool{}
	for _, o := range p.Table.Rows {
		refused[o.Number] = o.Event == nil
	}
	var rows []table.Row
	for _, r := range p.Table.File.Rows {
		if refused[r.Number] {
			rows = append(rows, r.Clone())
		}
	}
	p.Table.Rows, p.Table.File.Rows = nil, rows
}

// OnlyRefused lets go of the rows that are not refused.
func (r *TableReport) OnlyRefused() {
	var refused []TableRow
	for _, row := range r.Rows {
		if row.Status == "refused" {
			row.Title = strings.Clone(row.Title) // not the whole file with it
			refused = append(refused, row)
		}
	}
	r.Rows = refused
}

func statusOf(a intake.Action) (status, reason string) {
	switch a {
	case intake.Add:
		return "new", ""
	case intake.Change, intake.Propose:
		return "changed", ""
	case intake.Deleted:
		return "refused", "the event was deleted in the record, and stays so unless it is to be restored"
	}
	return "same", ""
}

// WriteRefused writes the rows of a table that were refused as CSV, as they stand
// in the table, with the reasons behind them: to be mended and imported. It tells
// how many they are.
func (r *TableReport) WriteRefused(out io.Writer, file *table.Table) (int, error) {
	if _, err := io.WriteString(out, "\ufeff"); err != nil { // as spreadsheets want it
		return 0, err
	}
	w := csv.NewWriter(out)
	width := len(r.Columns)
	if r.Header > 0 {
		names := make([]string, 0, width+1)
		for _, column := range r.Columns {
			names = append(names, table.Guard(column.Name))
		}
		if err := w.Write(append(names, reasonColumn)); err != nil {
			return 0, err
		}
	}
	reasons := map[int]string{}
	for _, row := range r.Rows {
		if row.Status == "refused" {
			reasons[row.Row] = row.Reason
		}
	}
	for _, row := range file.Rows {
		reason, ok := reasons[row.Number]
		if !ok {
			continue
		}
		cells := make([]string, width+1)
		for i, cell := range row.Cells[:min(len(row.Cells), width)] {
			cells[i] = table.Guard(cell.Text)
		}
		cells[width] = table.Guard(reason)
		if err := w.Write(cells); err != nil {
			return 0, err
		}
	}
	w.Flush()
	return len(reasons), w.Error()
}

// reasonColumn is what the last column of refused rows is called.
const reasonColumn = "reason"

// refusedOf is the file of which one holds the refused rows, by its name and its
// columns: they are known by what that file remembers.
func refusedOf(name string, m table.Mapping) (string, bool) {
	stem, ok := strings.CutSuffix(name, ".csv")
	stem = strings.TrimRight(stem, "0123456789")
	stem, ok2 := strings.CutSuffix(strings.TrimSuffix(stem, "-"), "-refused")
	n := len(m.Columns)
	if !ok || !ok2 || n < 2 || m.Columns[n-1].Name != reasonColumn {
		return "", false
	}
	if extension(stem) == "" {
		stem += ".csv"
	}
	return stem, true
}
