package terminal

import (
	"encoding/json"
	"io"
	"strings"
	"unicode"
)

// WriteLines writes one JSON value a line.
func WriteLines[T any](w io.Writer, list []T, line func(T) any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	for _, v := range list {
		if err := e.Encode(line(v)); err != nil {
			return err
		}
	}
	return nil
}

// WriteIndented writes one JSON value, as a person reads it.
func WriteIndented(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(v)
}

// Printable is a text of a foreign document as one line that does nothing to
// a terminal.
func Printable(s string) string {
	s = strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return ' '
		}
		if !unicode.IsPrint(r) {
			return -1
		}
		return r
	}, s)
	return strings.Join(strings.Fields(s), " ")
}
