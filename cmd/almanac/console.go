package main

import (
	"bytes"
	"fmt"
	"io"
	"log/slog"
	"os"
	"time"

	"almanac.example/events"
)

// streams is where a command reads and writes: data on out, talk on err.
type streams struct {
	in  io.Reader
	out io.Writer
	err io.Writer
}

// newLog logs to the terminal's side of the console.
func (c streams) newLog() *slog.Logger { return c.newLogAt(new(slog.LevelVar), false) }

// newLogAt is newLog from a level on.
func (c streams) newLogAt(level *slog.LevelVar, asJSON bool) *slog.Logger {
	o := &slog.HandlerOptions{Level: level}
	if asJSON {
		return slog.New(slog.NewJSONHandler(c.err, o))
	}
	return slog.New(slog.NewTextHandler(c.err, o))
}

// open reads a file, or standard input for "-".
func (c streams) open(name string) (io.ReadCloser, error) {
	if name == "-" {
		return io.NopCloser(c.in), nil
	}
	return os.Open(name)
}

// now is the clock of the commands; everything below is handed its instants.
func now() time.Time { return time.Now() }

// maxDocument bounds what is read into memory; each format has a lower limit
// of its own.
const maxDocument int64 = 4 << 30

// readAll reads a document of at most so many bytes. A file of known size is
// read into a buffer of that size, or not at all.
func readAll(r io.Reader, most int64) ([]byte, error) {
	tooLarge := fmt.Errorf("has more than %d bytes: %w", most, events.ErrTooLarge)
	var b bytes.Buffer
	if f, ok := r.(*os.File); ok {
		info, err := f.Stat()
		if known := err == nil && info.Mode().IsRegular(); known && info.Size() > most {
			return nil, tooLarge
		} else if known {
			b.Grow(int(info.Size()) + bytes.MinRead)
		}
	}
	_, err := b.ReadFrom(io.LimitReader(r, most+1))
	if err == nil && int64(b.Len()) > most {
		err = tooLarge
	}
	return b.Bytes(), err
}
