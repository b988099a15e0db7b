package table

import (
	"cmp"
	"errors"
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
	Why   error  // the same, as in Outcome
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

// samples are one cell of each spelling in a column, the most frequent first, read
// as meant takes a date.
func (d *dateColumn) samples(rows []Row, meant func(edtf.Reading) edtf.Value) []Sample {
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
			s = &Sample{Shape: shape, Row: rows[i].Number, Text: strings.Clone(clip(c.Text, 100))}
			byShape[shape], list = s, append(list, s)
			r, err := d.read(c, rows[i].year)
			if err == nil {
				s.Reads = meant(r).String()
			} else {
				s.Error, s.Why = err.Error(), err
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
		meant := func(r edtf.Reading) edtf.Value { return r.Value }
		q := in.padded.question
		isPadded := q != nil && q.Column.Index == c.Index
		if isPadded {
			meant = func(r edtf.Reading) edtf.Value { return in.padded.shortened(in.mapping, r.Value) }
		}
		note := ColumnNote{Column: c, Decided: d.decided, Samples: d.samples(rows, meant), Orders: d.orders(rows)}
		if isPadded {
			note.Padding = q
		}
		in.out.Columns = append(in.out.Columns, note)
		in.ask(d, open)
		if n := in.waiting(c.Index); n > 0 {
			in.out.Questions = append(in.out.Questions, Question{Kind: AskEnd, Column: c, Rows: n})
		}
	}
	if in.padded.question != nil && in.padded.answered(in.mapping) == PaddingAsk {
		in.out.Questions = append(in.out.Questions, *in.padded.question)
	}
}

// waiting counts the rows that are refused because a column may be the end.
func (in *importer) waiting(column int) int {
	n := 0
	for _, o := range in.out.Rows {
		var why *Refusal
		if o.Column == column && errors.As(o.Why, &why) && why.Kind == mayEndHere {
			n++
		}
	}
	return n
}

// ask counts what a column leaves open in rows that are refused.
func (in *importer) ask(d *dateColumn, rows []Row) {
	open, dittos := map[QuestionKind]int{}, false
	for i := range rows {
		dittos = dittos || isDitto(rows[i].text(d.Index))
		if kind, ok := d.open(&rows[i]); ok {
			open[kind]++
		}
	}
	for _, kind := range []QuestionKind{AskFill, AskOrder, AskYear, AskCentury, AskEra} {
		if open[kind] == 0 || kind == AskFill && !dittos && (in.table.Merged == 0 || in.mapping.Has(Year) && d.Role == Date) {
			continue
		}
		in.out.Questions = append(in.out.Questions, Question{Kind: kind, Column: d.Column, Rows: open[kind]})
	}
}

// open is the question that a cell of a row which is refused leaves open.
func (d *dateColumn) open(r *Row) (QuestionKind, bool) {
	_, err := d.read(r.at(d.Index), r.year)
	var two *edtf.AmbiguousError
	var refused *edtf.RefusedError
	text := r.text(d.Index)
	switch {
	case errors.As(err, &two) && triple.MatchString(text) && d.reader.Order == edtf.OrderUnknown:
		return AskOrder, true
	case errors.As(err, &two) && triple.MatchString(text):
		return AskCentury, true
	case errors.As(err, &two) && negativeYear.MatchString(clean(text)):
		return AskEra, true
	case errors.As(err, &refused) && refused.Reason == edtf.RefusedNoYear && d.Role != End: // of the year of the beginning
		return AskYear, true
	case isDitto(text), errors.Is(err, ErrNoDate) && d.Role != End && d.Role != EndYear && text == "":
		return AskFill, true
	}
	return "", false
}
