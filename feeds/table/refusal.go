package table

import (
	"errors"
	"fmt"
	"slices"
)

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
