package table

import (
	"bytes"
	"context"
	"net/url"
	"path"
	"strings"
	"unicode"

	"almanac.example/events"
	"almanac.example/feeds"
)

// The limits of a file.
const (
	maxBytes   = 200 << 20 // of the file, and of what an XLSX file unpacks to
	maxRows    = 1_000_000 // below the header
	maxColumns = 200
	maxCell    = 256 << 10 // bytes of a cell
)

// File is a file that holds a table.
type File struct {
	Name     string // without its folders; its extension may tell the kind
	Data     []byte
	Encoding string // of text files, one of encodings; "": found by plausibility
	Sheet    string // of XLSX files: which one; "": the first that holds a table
}

// Table is a table as it stands in the file.
type Table struct {
	Name     string   // of the sheet; "": the file has none
	Sheets   []string // all that are not hidden
	Encoding string   // how a text file was encoded
	Shown    []string // its first lines that are not ASCII, so that a wrong encoding is seen
	Rows     []Row    // those that hold anything
	Remarks  []string // what was lost or guessed in reading, line by line
	Merged   int      // merged cells of which only the first holds a value
}

// Row is a row that is not empty.
type Row struct {
	Number int    // from 1, as the spreadsheet counts
	Cells  []Cell // trailing empty ones are left out
	Bad    string // why the row cannot be used; "": it can
	year   int    // of the heading above, for dates without one; 0: there is none
}

// Cell is one cell.
type Cell struct {
	Text string // as it is shown, without white space at both ends
	// Day says that the spreadsheet keeps a day or instant: Text then is one in
	// ISO 8601, as precise as its format shows it.
	Day bool
}

// Clone is a copy that keeps nothing else of the file in memory.
func (r Row) Clone() Row {
	cells := make([]Cell, len(r.Cells))
	for i, c := range r.Cells {
		cells[i] = Cell{strings.Clone(c.Text), c.Day}
	}
	r.Cells = cells
	return r
}

// at is the cell of a column, empty where the row is shorter.
func (r *Row) at(column int) Cell {
	if column < 0 || column >= len(r.Cells) {
		return Cell{}
	}
	return r.Cells[column]
}

// text is the text of a column's cell.
func (r *Row) text(column int) string { return r.at(column).Text }

// filled counts the cells that hold anything.
func (r *Row) filled() int {
	n := 0
	for _, c := range r.Cells {
		if c.Text != "" {
			n++
		}
	}
	return n
}

// IsTable reports whether a file is one that Read reads or advises on, by its name or its
// first bytes. Text without a name that says so is not taken for a table.
func IsTable(name string, data []byte) bool {
	if u, err := url.Parse(name); err == nil && u.Host != "" {
		for _, key := range []string{"output", "format", "tqx"} {
			switch strings.TrimPrefix(u.Query().Get(key), "out:") {
			case "csv", "tsv", "xlsx":
				return true
			}
		}
		name = u.Path
	}
	switch strings.ToLower(path.Ext(name)) {
	case ".csv", ".tsv", ".tab", ".xlsx", ".xlsm", ".xls", ".ods", ".numbers": // of the last three Read says what to do
		return true
	}
	return isWorkbook(data) || isTimelineJS(data)
}

// Read reads the table of a file. Its errors say what is wrong with the file as
// a whole; what is wrong with a row stands there.
func Read(ctx context.Context, f File) (*Table, error) {
	t, err := readAny(ctx, f)
	if err == nil {
		t.undecode()
		t.clean()
	}
	return t, err
}

// clean takes out of all cells what could do something to who looks at them, and
// what no event takes: control characters and overrides of direction. Programs
// leave some of them around dates, too.
func (t *Table) clean() {
	for i := range t.Rows {
		for n := range t.Rows[i].Cells {
			if c := &t.Rows[i].Cells[n]; !isASCII(c.Text) || strings.ContainsFunc(c.Text, unicode.IsControl) {
				c.Text = strings.TrimSpace(cleanLines(c.Text))
			}
		}
	}
	for i, line := range t.Shown {
		t.Shown[i] = feeds.Clean(line)
	}
}

func readAny(ctx context.Context, f File) (*Table, error) {
	switch {
	case len(f.Data) > maxBytes:
		return nil, refusal("file-too-large", "the file has more than %d MB: %w", maxBytes>>20, events.ErrTooLarge)
	case len(bytes.TrimSpace(f.Data)) == 0:
		return nil, refusal("file-empty", "the file is empty")
	case isWorkbook(f.Data):
		return readWorkbook(ctx, f)
	case bytes.HasPrefix(f.Data, []byte("\xd0\xcf\x11\xe0")):
		return nil, refusal("file-xls", "this is a spreadsheet in the form of before 2007 (.xls); save it as .xlsx or as CSV")
	case bytes.HasPrefix(f.Data, []byte("PK\x03\x04")):
		return nil, refusal("file-package", "this is a package and no XLSX file; save the spreadsheet as .xlsx or as CSV")
	case isTimelineJS(f.Data):
		return readTimelineJS(f.Data)
	}
	return readText(ctx, f)
}

// readText reads CSV and its kin.
func readText(ctx context.Context, f File) (*Table, error) {
	text, t, err := decode(f.Data, f.Encoding)
	if err != nil {
		return nil, err
	}
	if strings.HasPrefix(strings.TrimLeft(text[:min(len(text), 1000)], "\ufeff \t\r\n"), "<") {
		return nil, refusal("file-web-page", "this is a web page or XML, and no table; of a Google sheet use the address that File, Share, Publish to web gives for CSV")
	}
	if i := strings.IndexByte(text, 0); i >= 0 {
		return nil, refusal("file-nul", "line %d: there is a NUL byte; this is no text file", 1+strings.Count(text[:i], "\n"))
	}
	t.Rows, err = splitRecords(ctx, text)
	return t, err
}
