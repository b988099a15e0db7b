package table

import (
	"encoding/xml"
	"fmt"
	"strconv"
	"strings"
)

// sheetRow and sheetCell are a row as SpreadsheetML has it.
type sheetRow struct {
	Number int         `xml:"r,attr"`
	Cells  []sheetCell `xml:"c"`
}

type sheetCell struct {
	Ref    string   `xml:"r,attr"`
	Type   string   `xml:"t,attr"`
	Style  int      `xml:"s,attr"`
	Value  string   `xml:"v"`
	Inline richText `xml:"is"`
}

// sheet reads the rows of a sheet.
func (w *workbook) sheet(s sheet) (*Table, error) {
	t := &Table{Name: s.name}
	last := 0
	var merged []string
	err := w.each(s.part, func(d *xml.Decoder, start xml.StartElement) error {
		switch start.Name.Local {
		case "mergeCell":
			for _, a := range start.Attr {
				if a.Name.Local == "ref" && len(merged) < maxRows {
					merged = append(merged, a.Value)
				}
			}
		case "row":
			var r sheetRow
			if err := d.DecodeElement(&r, &start); err != nil {
				return fmt.Errorf("reading the row behind row %d: %w", last, err)
			}
			if r.Number == 0 {
				r.Number = last + 1
			}
			last = r.Number
			return t.add(w, r)
		}
		return nil
	})
	t.Merged = len(merged)
	t.spread(merged)
	return t, err
}

// add takes a row in.
func (t *Table) add(w *workbook, r sheetRow) error {
	row := Row{Number: r.Number}
	for _, c := range r.Cells {
		column := len(row.Cells)
		if n, _, ok := position(c.Ref); ok {
			column = n
		}
		cell := w.cell(c)
		switch {
		case cell.Text == "":
			continue
		case column < len(row.Cells):
			return fmt.Errorf("row %d has the cell %q twice or in no order", r.Number, c.Ref)
		case column >= maxColumns:
			return checkSize(0, Row{Number: r.Number, Cells: make([]Cell, column+1)})
		case len(cell.Text) > maxCell:
			row.Bad = fmt.Sprintf("a cell has more than %d kB", maxCell>>10)
			cell.Text = strings.ToValidUTF8(cell.Text[:100], "")
		}
		for len(row.Cells) < column {
			row.Cells = append(row.Cells, Cell{})
		}
		row.Cells = append(row.Cells, cell)
	}
	if len(row.Cells) == 0 {
		return nil
	}
	if err := checkSize(len(t.Rows), row); err != nil {
		return err
	}
	t.Rows = append(t.Rows, row)
	return nil
}

// position reads a reference such as AB12: column from 0, row from 1.
func position(ref string) (column, row int, ok bool) {
	i := 0
	for ; i < len(ref) && i < 4 && ref[i] >= 'A' && ref[i] <= 'Z'; i++ {
		column = column*26 + int(ref[i]-'A') + 1
	}
	row, err := strconv.Atoi(ref[i:])
	return column - 1, row, err == nil && i > 0
}

// cell is what a cell shows.
func (w *workbook) cell(c sheetCell) Cell {
	value := strings.TrimSpace(c.Value)
	switch c.Type {
	case "s":
		if n, err := strconv.Atoi(value); err == nil && n >= 0 && n < len(w.strings) {
			return Cell{Text: unguard(strings.TrimSpace(w.strings[n]))}
		}
		return Cell{}
	case "inlineStr":
		return Cell{Text: unguard(strings.TrimSpace(c.Inline.String()))}
	case "b":
		return Cell{Text: map[string]string{"1": "TRUE", "0": "FALSE"}[value]}
	case "e": // what could not be reckoned holds nothing
		return Cell{}
	case "d":
		return Cell{Text: strings.TrimSuffix(value, "T00:00:00"), Day: true}
	case "str":
		return Cell{Text: value}
	}
	n, err := strconv.ParseFloat(value, 64)
	if err != nil {
		return Cell{Text: value}
	}
	if c.Style >= 0 && c.Style < len(w.formats) && w.formats[c.Style] != 0 {
		if text, ok := w.base.show(n, w.formats[c.Style]); ok {
			return Cell{Text: text, Day: text != ""}
		}
	}
	return Cell{Text: strconv.FormatFloat(n, 'f', -1, 64)}
}

// headRows is in how many rows from the top a header may stand.
const headRows = 6

// spread writes the value of merged cells of the head into all of them that
// stand beside each other: "Start" above year, month and day.
func (t *Table) spread(merged []string) {
	for _, ref := range merged {
		from, to, _ := strings.Cut(ref, ":")
		c1, r1, ok1 := position(from)
		c2, r2, ok2 := position(to)
		if !ok1 || !ok2 || r1 > headRows || c2 >= maxColumns {
			continue
		}
		for i := range t.Rows {
			if row := &t.Rows[i]; row.Number == r1 && r1 == r2 && row.text(c1) != "" {
				row.fill(c1, c2)
			}
		}
	}
}

// fill repeats the cell of a column up to another one. A row of which it would
// be all is a heading and stays.
func (r *Row) fill(from, to int) {
	if r.filled() == 1 {
		return
	}
	for len(r.Cells) <= to {
		r.Cells = append(r.Cells, Cell{})
	}
	for c := from + 1; c <= to; c++ {
		r.Cells[c] = r.Cells[from]
	}
}
