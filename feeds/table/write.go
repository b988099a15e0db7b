package table

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"almanac.example/events"
	"almanac.example/events/edtf"
)

// Selection is what is written: events in the order of the rows.
type Selection struct {
	Events    []*events.Event
	Languages []string // the record's, the default first; languages of the events are added
	Lang      string   // of texts that a format takes in one language only
	Columns   []string // CSV and XLSX: names of those that are wanted; nil: all
	Public    bool     // CSV and XLSX: without revisions, which tell that there is more than readers see
	Longest   int      // CSV and XLSX: characters of a cell, what is longer is left out; 0: no limit
	// Picture is the address of a picture that the record keeps itself; nil: these
	// have none.
	Picture func(*events.Image) string
}

// picture is the address of an event's picture; "" if there is none.
func (s Selection) picture(e *events.Event) string {
	switch {
	case e.Image == nil:
		return ""
	case e.Image.Blob != "" && s.Picture != nil:
		return s.Picture(e.Image)
	}
	return e.Image.URL
}

// outColumn is a column of the record's own table.
type outColumn struct {
	name string
	cell func(*events.Event) string
}

// columns are those of the table, some of them for each language.
func (s Selection) columns() []outColumn {
	list := []outColumn{
		{"id", func(e *events.Event) string { return string(e.ID) }},
		{"status", func(e *events.Event) string { return string(e.Status) }},
		{"date", func(e *events.Event) string { return e.Span.EDTF().String() }},
		{"year", func(e *events.Event) string { return datePart(e, 0) }},
		{"month", func(e *events.Event) string { return datePart(e, 1) }},
		{"day", func(e *events.Event) string { return datePart(e, 2) }},
		{"time", func(e *events.Event) string { return clockText(e, e.Span.Words().Start) }},
		{"end time", func(e *events.Event) string { return clockText(e, e.Span.Words().End) }},
		{"time zone", func(e *events.Event) string { return e.Span.Zone }},
	}
	langs := s.languages()
	each := func(name string, cell func(e *events.Event, lang string) string) {
		for _, lang := range langs {
			list = append(list, outColumn{name + "_" + lang, func(e *events.Event) string { return cell(e, lang) }})
		}
	}
	each("shown", func(e *events.Event, lang string) string { return e.Span.AsWritten[lang] })
	each("title", func(e *events.Event, lang string) string { return e.Text[lang].Title })
	each("summary", func(e *events.Event, lang string) string { return e.Text[lang].Summary })
	each("body", func(e *events.Event, lang string) string { return e.Text[lang].Body })
	each("place", func(e *events.Event, lang string) string {
		if e.Place == nil {
			return ""
		}
		return e.Place.Name[lang]
	})
	list = append(list,
		outColumn{"lat", func(e *events.Event) string {
			return coordinate(e, func(p *events.Place) *float64 { return p.Latitude })
		}},
		outColumn{"lon", func(e *events.Event) string {
			return coordinate(e, func(p *events.Place) *float64 { return p.Longitude })
		}},
		outColumn{"tags", func(e *events.Event) string { return strings.Join(e.Tags, " | ") }},
		outColumn{"key", func(e *events.Event) string { return map[bool]string{true: "yes"}[e.Key] }},
		outColumn{"link", func(e *events.Event) string {
			var list []string
			for _, l := range e.Links {
				list = append(list, l.URL)
			}
			return strings.Join(list, " ")
		}},
		outColumn{"image", s.picture},
		outColumn{"credit", func(e *events.Event) string {
			if e.Image == nil {
				return ""
			}
			return e.Image.Credit
		}},
	)
	each("alt", func(e *events.Event, lang string) string {
		if e.Image == nil {
			return ""
		}
		return e.Image.Alt[lang]
	})
	list = append(list,
		outColumn{"sources_json", func(e *events.Event) string { return sourcesJSON(e) }},
		outColumn{"slug", func(e *events.Event) string { return e.Slug }},
	)
	if s.Public {
		return list
	}
	return append(list, outColumn{"rev", func(e *events.Event) string { return strconv.FormatInt(int64(e.Rev), 10) }})
}

// languages are the record's, and then those that only events have.
func (s Selection) languages() []string {
	langs := slices.Clone(s.Languages)
	var more []string
	for _, e := range s.Events {
		for lang := range e.Text {
			if !slices.Contains(langs, lang) && !slices.Contains(more, lang) {
				more = append(more, lang)
			}
		}
	}
	slices.Sort(more)
	return append(langs, more...)
}

// datePart is year, month or day of a date that is exactly one of these, beside
// its expression: spreadsheets make a day of 2019-05.
func datePart(e *events.Event, n int) string {
	v := e.Span.EDTF()
	if p := v.Precision(); p != edtf.PrecisionYear && p != edtf.PrecisionMonth && p != edtf.PrecisionDay || v.Approximate() || v.Uncertain() {
		return ""
	}
	text, sign := v.String(), ""
	if rest, ok := strings.CutPrefix(text, "-"); ok {
		text, sign = rest, "-"
	}
	parts := strings.Split(text, "-")
	if n >= len(parts) || strings.ContainsAny(text, "XYES") {
		return ""
	}
	number, err := strconv.Atoi(parts[n])
	if err != nil {
		return ""
	}
	if n == 0 {
		return sign + strconv.Itoa(number)
	}
	return strconv.Itoa(number)
}

// clockText is the time of a timed event, of words such as 2026-05-24T09:00:00.
func clockText(e *events.Event, words string) string {
	_, clock, ok := strings.Cut(words, "T")
	if !ok || !e.Span.Timed() {
		return ""
	}
	return clock[:min(len(clock), len("15:04:05"))]
}

func coordinate(e *events.Event, of func(*events.Place) *float64) string {
	if e.Place == nil || of(e.Place) == nil {
		return ""
	}
	return strconv.FormatFloat(*of(e.Place), 'f', -1, 64)
}

func sourcesJSON(e *events.Event) string {
	if len(e.Sources) == 0 {
		return ""
	}
	b, err := json.Marshal(e.Sources)
	if err != nil || len(b) > maxCell {
		return ""
	}
	return string(b)
}

// each yields the header and then the rows.
func (s Selection) each(ctx context.Context, row func([]string) error) error {
	columns := s.columns()
	if s.Columns != nil {
		columns = slices.DeleteFunc(columns, func(c outColumn) bool { return !slices.Contains(s.Columns, c.name) })
	}
	cells := make([]string, len(columns))
	for i, c := range columns {
		cells[i] = c.name
	}
	if err := row(cells); err != nil {
		return err
	}
	for n, e := range s.Events {
		if n%256 == 0 && ctx.Err() != nil {
			return context.Cause(ctx)
		}
		for i, c := range columns {
			if cells[i] = c.cell(e); s.Longest > 0 && len([]rune(cells[i])) > s.Longest {
				cells[i] = ""
			}
		}
		if err := row(cells); err != nil {
			return err
		}
	}
	return nil
}

// WriteCSV writes the table as spreadsheets read it (RFC 4180): with a byte
// order mark, CRLF, and a guard against formulas.
func WriteCSV(ctx context.Context, w io.Writer, s Selection) error {
	if _, err := io.WriteString(w, "\ufeff"); err != nil {
		return fmt.Errorf("writing the table: %w", err)
	}
	out := csv.NewWriter(w)
	out.UseCRLF = true
	guarded := []string{}
	err := s.each(ctx, func(cells []string) error {
		guarded = guarded[:0]
		for _, c := range cells {
			guarded = append(guarded, Guard(c))
		}
		return out.Write(guarded)
	})
	if err != nil {
		return fmt.Errorf("writing the table: %w", err)
	}
	out.Flush()
	return out.Error()
}

// Guard keeps a cell from being taken for a formula when the table is opened in
// a spreadsheet: an apostrophe stands before what would begin one, and before
// what begins with such an apostrophe.
func Guard(text string) string {
	if isDangerous(text) {
		return "'" + text
	}
	return text
}

// unguard takes off what Guard puts in front.
func unguard(text string) string {
	if rest, ok := strings.CutPrefix(text, "'"); ok && isDangerous(rest) {
		return rest
	}
	return text
}

// isDangerous reports whether a spreadsheet may reckon with a text, apostrophes
// in front left aside.
func isDangerous(text string) bool {
	bare := strings.TrimLeft(text, "'")
	return bare != "" && strings.IndexByte("=+-@\t\r\x00", bare[0]) >= 0
}
