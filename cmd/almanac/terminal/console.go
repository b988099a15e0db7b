package terminal

import (
	"bytes"
	"fmt"
	"io"
	"log/slog"
	"os"
	"time"

	"almanac.example/events"
)

// Console is where a command reads and writes: data on out, talk on err.
type Console struct {
	In  io.Reader
	Out io.Writer
	Err io.Writer
}

// NewLog logs to the terminal's side of the console.
func (c Console) NewLog() *slog.Logger { return c.NewLogAt(new(slog.LevelVar), false) }

// NewLogAt is newLog from a level on.
func (c Console) NewLogAt(level *slog.LevelVar, asJSON bool) *slog.Logger {
	o := &slog.HandlerOptions{Level: level}
	if asJSON {
		return slog.New(slog.NewJSONHandler(c.Err, o))
	}
	return slog.New(slog.NewTextHandler(c.Err, o))
}

// Open reads a file, or standard input for "-".
func (c Console) Open(name string) (io.ReadCloser, error) {
	if name == "-" {
		return io.NopCloser(c.In), nil
	}
	return os.Open(name)
}

// Now is the clock of the commands; everything below is handed its instants.
func Now() time.Time { return time.Now() }

// MaxDocument bounds what is read into memory; each format has a lower limit
// of its own.
const MaxDocument int64 = 4 << 30

// ReadAll reads a document of at most so many bytes. A file of known size is
// read into a buffer of that size, or not at all.
func ReadAll(r io.Reader, most int64) ([]byte, error) {
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
