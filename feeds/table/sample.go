package table

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"almanac.example/events/edtf"
)

// Sample is one of the ways in which the cells of a column are spelt.
type Sample struct {
	Shape string // digits are 9, letters a
	Count int    // how many rows have it
	Row   int    // the first of them
	Text  string // its cell
	Reads string // EDTF; "": it is not read
	Error string // why not
}

// mostSamples bounds how many shapes of a column are told.
const mostSamples = 40

// shapeOf is how a cell is spelt: runs of letters are one a, digits are 9.
func shapeOf(text string) string {
	var b strings.Builder
	var last rune
	for _, r := range clip(text, 60) {
		switch {
		case unicode.IsDigit(r):
			r = '9'
		case strings.ContainsRune("年月日", r):
		case unicode.IsLetter(r):
			r = 'a'
		}
		if r != 'a' || last != 'a' {
			b.WriteRune(r)
		}
		last = r
	}
	return b.String()
}

// samples are one cell of each spelling in a column, the most frequent first.
func (d *dateColumn) samples(rows []Row) []Sample {
	byShape := map[string]*Sample{}
	var list []*Sample
	for i := range rows {
		c := rows[i].at(d.Index)
		if c.Text == "" {
			continue
		}
		shape := shapeOf(c.Text)
		if c.Day {
			shape = "day of the spreadsheet " + shape
		}
		s, ok := byShape[shape]
		if !ok {
			if len(list) >= 10*mostSamples {
				continue
			}
			s = &Sample{Shape: shape, Row: rows[i].Number, Text: clip(c.Text, 100)}
			byShape[shape], list = s, append(list, s)
			r, err := d.read(c, rows[i].year)
			if err == nil {
				s.Reads = r.Value.String()
			} else {
				s.Error = err.Error()
			}
		}
		s.Count++
	}
	slices.SortStableFunc(list, func(a, b *Sample) int { return cmp.Compare(b.Count, a.Count) })
	var out []Sample
	for _, s := range list[:min(len(list), mostSamples)] {
		out = append(out, *s)
	}
	return out
}

// report tells what was decided, and what a person can answer.
func (in *importer) report(rows []Row) {
	refused := map[int]bool{}
	for _, o := range in.out.Rows {
		refused[o.Number] = o.Event == nil
	}
	open := slices.DeleteFunc(slices.Clone(rows), func(r Row) bool { return !refused[r.Number] })
	for _, c := range in.mapping.Columns {
		d := in.dates.columns[c.Index]
		if d == nil {
			continue
		}
		in.out.Columns = append(in.out.Columns, ColumnNote{c, d.decided, d.samples(rows)})
		in.ask(d, open)
	}
	if in.padded.question != "" && answered(in.mapping) == PaddingAsk {
		in.out.Questions = append(in.out.Questions, in.dateColumn().label()+": "+in.padded.question)
	}
}

// ask counts what a column leaves open in rows that are refused, and says how it
// is answered.
func (in *importer) ask(d *dateColumn, rows []Row) {
	open := map[string]int{}
	for i := range rows {
		_, err := d.read(rows[i].at(d.Index), rows[i].year)
		var two *edtf.AmbiguousError
		var refused *edtf.RefusedError
		switch {
		case errors.As(err, &two) && triple.MatchString(rows[i].text(d.Index)) && d.reader.Order == edtf.OrderUnknown:
			open["dates may have the day or the month first; say day-first or month-first"]++
		case errors.As(err, &two) && triple.MatchString(rows[i].text(d.Index)):
			open["years have two digits; say century=1930 for 1930 to 2029"]++
		case errors.As(err, &two) && negativeYear.MatchString(clean(rows[i].text(d.Index))):
			open["years have a minus; say bc, so that -333 is 333 BC, or astronomical"]++
		case errors.As(err, &refused) && refused.Reason == edtf.RefusedNoYear:
			open["dates have no year; say year=2019"]++
		case errors.Is(err, errNoDate) && d.Role != End && d.Role != EndYear && isDittoOrEmpty(rows[i].text(d.Index)):
			open["cells are empty; say fill if they mean what stands above"]++
		}
	}
	for _, what := range sortedKeys(open) {
		if strings.HasPrefix(what, "cells") && (in.table.Merged == 0 || in.mapping.Has(Year) && d.Role == Date) {
			continue
		}
		in.out.Questions = append(in.out.Questions, fmt.Sprintf("%s: %d %s", d.label(), open[what], what))
	}
}

func isDittoOrEmpty(text string) bool { return text == "" || isDitto(text) }
