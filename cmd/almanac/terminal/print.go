package terminal

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"text/tabwriter"
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

// WriteTable writes one line an item, whose cells stand below each other. What
// strangers wrote has to be Printable before it becomes a cell.
func WriteTable[T any](w io.Writer, list []T, cells func(T) []string) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, v := range list {
		fmt.Fprintln(t, strings.Join(cells(v), "\t"))
	}
	return t.Flush()
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
