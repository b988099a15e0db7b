package terminal

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"sync"
	"unicode/utf8"

	"golang.org/x/term"

	"almanac.example/events"
)

// visible is where commands print to. What a text, a file name or an error from
// outside could do to a terminal, or hide from who reads it, it shows as an
// escape: \u001b, \u202e. In JSON, which is printed through it too, that is
// another spelling of the same string, so nothing is lost. Line breaks and tabs
// pass; what prints a field on a line of its own uses printable.
type visible struct {
	mu   sync.Mutex // logs come from anywhere
	w    io.Writer
	part []byte // the beginning of a character whose rest has not come
}

// Visible prints to w.
func Visible(w io.Writer) io.Writer { return &visible{w: w} }

// Bytes is where a command writes a document that is no text for people, such as
// a table: to a pipe or a file it goes as it is. A terminal is kept from what it
// could do there.
func Bytes(w io.Writer) io.Writer {
	if _, isTerminal := File(w); isTerminal {
		return w
	}
	if v, ok := w.(*visible); ok {
		return v.w
	}
	return w
}

// Write prints p. It reports all of p as written unless the writer below fails.
func (v *visible) Write(p []byte) (int, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	var b bytes.Buffer
	text := append(v.part, p...)
	v.part = nil
	for len(text) > 0 {
		r, size := utf8.DecodeRune(text)
		switch {
		case r == utf8.RuneError && size == 1 && !utf8.FullRune(text):
			v.part = bytes.Clone(text)
			text = nil
			continue
		case r == utf8.RuneError && size == 1:
			b.WriteRune(r)
		case r != '\n' && r != '\t' && events.IsControl(r) && r <= 0xffff:
			fmt.Fprintf(&b, `\u%04x`, r)
		case events.IsControl(r) && r > 0xffff:
			b.WriteRune(utf8.RuneError)
		default:
			b.Write(text[:size])
		}
		text = text[size:]
	}
	if _, err := v.w.Write(b.Bytes()); err != nil {
		return 0, err //nolint:wrapcheck // a writer's error is its own
	}
	return len(p), nil
}

// File is the terminal that a command prints to; false if it is none.
func File(w io.Writer) (*os.File, bool) {
	if v, ok := w.(*visible); ok {
		w = v.w
	}
	f, ok := w.(*os.File)
	return f, ok && term.IsTerminal(int(f.Fd()))
}
