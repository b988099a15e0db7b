package events

import (
	"errors"
	"fmt"
	"strings"
)

// The kinds of error every room speaks in. Backends translate their own errors
// into these at their edge; the web turns them into statuses in one place.
var (
	// ErrNotFound means that nothing answers to the given name.
	ErrNotFound = errors.New("not found")
	// ErrConflict means that a change expected another revision than the
	// stored one, or wanted a slug that another event has. Nothing was written.
	ErrConflict = errors.New("conflict")
	// ErrUnavailable means that the store cannot be reached or is held by
	// another process; the same call may succeed later.
	ErrUnavailable = errors.New("unavailable")
	// ErrUnknown means that a commit may have been written and that this cannot
	// be found out now: look before repeating it.
	ErrUnknown = errors.New("outcome unknown: it may have been written; look before repeating it")
	// ErrTooLarge means that a commit has more changes or more bytes than the
	// store's contract allows. Nothing was written.
	ErrTooLarge = errors.New("too large")
)

// Problem is one thing wrong with one field.
type Problem struct {
	Field  string // path of the field as the JSON form spells it: "text.zh.title"
	Reason string // what is wrong and what would be right, lower case
}

// Invalid collects everything that is wrong with one value, so that an editor
// can mend it in one go. Subject names the value ("event m01", "selection");
// Problems keep the order in which they were found.
type Invalid struct {
	Subject  string
	Problems []Problem
}

// Error lists all problems in one line.
func (e *Invalid) Error() string {
	parts := make([]string, len(e.Problems))
	for i, p := range e.Problems {
		parts[i] = p.Field + ": " + p.Reason
	}
	if e.Subject == "" {
		return strings.Join(parts, "; ")
	}
	return e.Subject + ": " + strings.Join(parts, "; ")
}

// Field returns the reason recorded for the field, or "".
func (e *Invalid) Field(name string) string {
	for _, p := range e.Problems {
		if p.Field == name {
			return p.Reason
		}
	}
	return ""
}

func (e *Invalid) addf(field, format string, args ...any) {
	e.Problems = append(e.Problems, Problem{field, fmt.Sprintf(format, args...)})
}

// orNil returns e as an error only if there is a problem.
func (e *Invalid) orNil() error {
	if len(e.Problems) == 0 {
		return nil
	}
	return e
}

// Unseen is the error of a commit that is written, while the wait for it to show
// in this process was cut short: it must not be repeated.
type Unseen struct {
	Rev Rev   // of the commit
	Err error // what cut the wait short
}

// Error tells the revision and the cause.
func (e *Unseen) Error() string {
	return fmt.Sprintf("revision %d is written but not yet seen here: %v", e.Rev, e.Err)
}

// Unwrap is the cause.
func (e *Unseen) Unwrap() error { return e.Err }
