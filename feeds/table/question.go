package table

import (
	"errors"
	"fmt"
	"slices"

	"almanac.example/events/edtf"
)

// QuestionKind is what a column leaves open.
type QuestionKind string

// The kinds, each with the option of a Column that answers it.
const (
	AskOrder   QuestionKind = "order"   // whether the day or the month stands first: Column.Order
	AskCentury QuestionKind = "century" // in which century years of two digits are: Column.Century
	AskEra     QuestionKind = "era"     // what a year with a minus is: Column.Negative
	AskYear    QuestionKind = "year"    // in which year dates are that name none: Column.Year
	AskFill    QuestionKind = "fill"    // whether an empty cell means what stands above: Column.Fill
	AskPadding QuestionKind = "padding" // whether a day that most rows share is meant: Column.Padding
	AskEnd     QuestionKind = "end"     // whether a later date is that of the end: Column.Role, Column.MayEnd
)

// Question is what a person can answer so that more rows are read. It is the
// error of rows that wait for the answer.
type Question struct {
	Kind   QuestionKind
	Column Column
	Rows   int    // that it is about
	Of     int    // AskPadding: of so many with days
	Day    string // AskPadding: that day, -09-11; "": the first of any month
}

// String asks it, and says how it is answered.
func (q *Question) String() string {
	return q.Column.label() + ": " + q.Error()
}

// Error is the question without its column.
func (q *Question) Error() string {
	switch q.Kind {
	case AskOrder:
		return fmt.Sprintf("%d dates may have the day or the month first; say day-first or month-first", q.Rows)
	case AskCentury:
		return fmt.Sprintf("%d years have two digits; say century=1930 for 1930 to 2029", q.Rows)
	case AskEra:
		return fmt.Sprintf("%d years have a minus; say bc, so that -333 is 333 BC, or astronomical", q.Rows)
	case AskYear:
		return fmt.Sprintf("%d dates have no year; say year=2019", q.Rows)
	case AskEnd:
		return fmt.Sprintf("%d rows have a later date here; say end if they end then, or - if it tells something else", q.Rows)
	case AskFill:
		return fmt.Sprintf("%d cells are empty or have a ditto mark; say fill if they mean what stands above", q.Rows)
	}
	if q.Day == "" {
		return fmt.Sprintf("%d of %d rows are on the first of a month; is only the month meant? Say padding=month, or padding=keep if they are days", q.Rows, q.Of)
	}
	return fmt.Sprintf("%d of %d rows are on %s of different years; is only the year meant? Say padding=year, or padding=keep if they are days", q.Rows, q.Of, dayName(q.Day))
}

// OrderNote is what becomes of a column if the numbers of its dates stand in one
// order.
type OrderNote struct {
	Order   string     // day-first, month-first
	Chosen  bool       // dates are read so
	Example string     // a cell that may be read in either
	Reads   edtf.Value // how it is read then
	Against int        // rows that cannot be read so
	Row     int        // the first of them; 0: there is none
	Text    string     // its cell
}

// orders tells of both orders of day and month, if the column has dates in
// numbers alone in which they can be told apart.
func (d *dateColumn) orders(rows []Row) []OrderNote {
	notes := []OrderNote{{Order: "day-first"}, {Order: "month-first"}}
	example, seen := "", false
	for i := range rows {
		c := rows[i].at(d.Index)
		if c.Day || len(c.Text) > 80 {
			continue
		}
		may := everyPossible(c.Text)
		for n := range notes {
			if may != 0 && may&(n+1) == 0 {
				notes[n].contradict(rows[i].Number, c.Text)
			}
		}
		if seen = seen || may&3 != 0; example == "" && may&3 == 3 && differs(c.Text) {
			example = c.Text
		}
	}
	if !seen {
		return nil
	}
	for n := range notes {
		order := orders()[notes[n].Order]
		reader := d.reader
		reader.Order = order
		notes[n].Chosen, notes[n].Example = d.reader.Order == order, clip(example, 40)
		if r, err := reader.Read(clean(example)); err == nil {
			notes[n].Reads = r.Value
		}
	}
	return notes
}

// contradict counts a row that cannot be read in the order.
func (o *OrderNote) contradict(row int, text string) {
	if o.Against++; o.Row == 0 {
		o.Row, o.Text = row, clip(text, 40)
	}
}

// differs reports whether a date in numbers is another one in the other order.
func differs(text string) bool {
	m := triple.FindStringSubmatch(text)
	return m != nil && m[1] != m[2]
}

// Refusal is why a row or a whole file is refused, as a kind with what belongs to
// it, so that it can be worded in other languages. Errors of edtf say the same of a
// date.
type Refusal struct {
	Kind  string // "no-title"; the words of each kind take Args in their order
	Args  []any  // texts, numbers of rows, edtf.Value
	text  string
	cause error
}

// Unwrap is the kind of error that it is, such as events.ErrTooLarge; nil: of none.
func (r *Refusal) Unwrap() error { return r.cause }

// Error words it in English.
func (r *Refusal) Error() string { return r.text }

// refusal is a Refusal, worded as fmt.Errorf does.
func refusal(kind, format string, args ...any) error {
	err := fmt.Errorf(format, args...)
	words := slices.DeleteFunc(slices.Clone(args), func(a any) bool { _, isError := a.(error); return isError })
	return &Refusal{kind, words, err.Error(), errors.Unwrap(err)}
}

// inCell says of which column an error is.
type inCell struct {
	column Column
	err    error
}

// Error names the column.
func (e *inCell) Error() string { return e.column.label() + ": " + e.err.Error() }

// Unwrap is the error without its column.
func (e *inCell) Unwrap() error { return e.err }

// refuse notes in an outcome why its row is refused, and of which column that
// is, as far as it is of one.
func (o *Outcome) refuse(m *Mapping, err error) {
	o.Reason, o.Why, o.Column = plainReason(err), err, -1
	var in *inCell
	var kind *Refusal
	switch {
	case errors.As(err, &in):
		o.Column, o.Why = in.column.Index, in.err
	case errors.As(err, &kind) && kind.Kind == noTitle:
		o.Column = m.first(Title)
	case errors.As(err, &kind):
	default: // of a date in its only column
		if c := m.with(Date); len(c) == 1 {
			o.Column = c[0].Index
		}
	}
}

// Refuse refuses a row of which an event was made, for what only the record
// knows.
func (o *Outcome) Refuse(kind, format string, args ...any) {
	o.Event, o.Column = nil, -1
	o.Why = refusal(kind, format, args...)
	o.Reason = o.Why.Error()
}
