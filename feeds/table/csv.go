package table

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"almanac.example/events"
)

// splitter cuts a text into records as spreadsheets do (RFC 4180, with what
// programs make of it): any line end, quoted fields over several lines, quotes
// within fields that are not quoted.
type splitter struct {
	text  string
	pos   int
	comma byte
	plain bool // a quote was never closed: from there on none goes over a line end
	long  bool // a field of the record was longer than maxCell

	fields []string // of the record, used again by the next
}

// separatorLine is what spreadsheets take for the choice of the delimiter and
// do not show.
var separatorLine = regexp.MustCompile(`^"?[sS][eE][pP]=(.)"?(\r\n|\r|\n)`)

// splitRecords reads all records of a text.
func splitRecords(ctx context.Context, text string) ([]Row, error) {
	s := splitter{text: text}
	if m := separatorLine.FindStringSubmatchIndex(text[:min(len(text), 16)]); m != nil {
		s.comma, s.pos = text[m[2]], m[1]
	} else {
		s.comma = delimiter(text)
	}
	var rows []Row
	for number := 1; s.pos < len(s.text); number++ {
		if number%4096 == 0 && ctx.Err() != nil {
			return nil, context.Cause(ctx)
		}
		fields := s.record()
		row := Row{Number: number, Cells: make([]Cell, 0, len(fields))}
		for _, field := range fields {
			row.Cells = append(row.Cells, Cell{Text: unguard(strings.TrimSpace(field))})
		}
		if s.long {
			row.Bad = fmt.Sprintf("a cell has more than %d kB", maxCell>>10)
		}
		if row.trim(); len(row.Cells) == 0 {
			continue
		}
		if err := checkSize(len(rows), row); err != nil {
			return nil, err
		}
		rows = append(rows, row)
	}
	return rows, nil
}

// trim takes off empty cells at the end.
func (r *Row) trim() {
	n := len(r.Cells)
	for n > 0 && r.Cells[n-1].Text == "" {
		n--
	}
	r.Cells = r.Cells[:n]
}

// checkSize holds the limits of rows and columns.
func checkSize(rows int, row Row) error {
	switch {
	case rows > maxRows: // one is the header
		return refusal("too-many-rows", "the table has more than %d rows: %w", maxRows, events.ErrTooLarge)
	case len(row.Cells) > maxColumns:
		return refusal("too-many-columns", "row %d has %d columns, at most %d are read: %w", row.Number, len(row.Cells), maxColumns, events.ErrTooLarge)
	}
	return nil
}

// record reads the next record. Its fields are those of the record until the next
// is read.
func (s *splitter) record() []string {
	fields := s.fields[:0]
	defer func() { s.fields = fields }()
	s.long = false
	for {
		field := s.field()
		if len(field) > maxCell {
			s.long, field = true, strings.ToValidUTF8(field[:100], "")
		}
		if len(fields) <= maxColumns {
			fields = append(fields, field)
		}
		if s.pos >= len(s.text) {
			return fields
		}
		c := s.text[s.pos]
		s.pos++
		if c == s.comma {
			continue
		}
		if c == '\r' && s.pos < len(s.text) && s.text[s.pos] == '\n' {
			s.pos++
		}
		return fields
	}
}

// field reads up to the next delimiter or line end.
func (s *splitter) field() string {
	if s.pos < len(s.text) && s.text[s.pos] == '"' {
		if field, ok := s.quoted(); ok {
			return field
		}
	}
	return s.bare()
}

func (s *splitter) bare() string {
	from := s.pos
	for s.pos < len(s.text) && !s.ends(s.text[s.pos]) {
		s.pos++
	}
	return s.text[from:s.pos]
}

func (s *splitter) ends(c byte) bool { return c == s.comma || c == '\n' || c == '\r' }

// quoted reads a field in quotes. Where the closing one is missing it reads
// nothing.
func (s *splitter) quoted() (string, bool) {
	var b strings.Builder
	for from, at := s.pos+1, s.pos+1; ; {
		n := strings.IndexByte(s.text[at:], '"')
		if n < 0 || s.plain && strings.ContainsAny(s.text[at:at+n], "\r\n") {
			s.plain = true
			return "", false
		}
		at += n
		b.WriteString(s.text[from:at])
		if at+1 < len(s.text) && s.text[at+1] == '"' {
			b.WriteByte('"')
			at += 2
			from = at
			continue
		}
		s.pos = at + 1
		b.WriteString(s.bare()) // what stands behind the closing quote belongs to the field
		return b.String(), true
	}
}

// Delimiters are told by the first records.
const (
	sampled    = 64 << 10 // bytes
	delimiters = ",;\t|"
)

// delimiter is the sign that cuts most of the first records into the same
// number of fields.
func delimiter(text string) byte {
	head := text[:min(len(text), sampled)]
	best, most := byte(','), 0
	for i := range len(delimiters) {
		s := splitter{text: head, comma: delimiters[i]}
		counts := map[int]int{}
		records := 0
		for s.pos < len(s.text) {
			if n := len(s.record()); n > 1 || s.pos > 0 {
				counts[n]++
				records++
			}
		}
		score := 0
		for n, count := range counts {
			if n > 1 {
				score = max(score, 1000*count/max(records, 1)+10*min(n, 20))
			}
		}
		if score > most {
			best, most = delimiters[i], score
		}
	}
	return best
}

// columnsOf is how many columns the rows have.
func columnsOf(rows []Row) int {
	n := 0
	for i := range rows {
		n = max(n, len(rows[i].Cells))
	}
	return n
}

// contains reports whether a list has the text.
func contains(list []string, s string) bool { return slices.Contains(list, s) }
