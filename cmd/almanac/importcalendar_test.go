package main

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"almanac.example/events"
)

// TestReadAll reads what may have ten bytes, from a file and from a pipe.
func TestReadAll(t *testing.T) {
	for _, text := range []string{"", "0123456789", "0123456789a"} {
		name := filepath.Join(t.TempDir(), "document")
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		f, err := os.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		for kind, r := range map[string]io.Reader{"a file": f, "a pipe": strings.NewReader(text)} {
			data, err := readAll(r, 10)
			if tooLarge := len(text) > 10; errors.Is(err, events.ErrTooLarge) != tooLarge || !tooLarge && (err != nil || string(data) != text) {
				t.Errorf("%s of %d bytes: %q, %v", kind, len(text), data, err)
			}
		}
		if at, err := f.Seek(0, io.SeekCurrent); len(text) > 10 && (at != 0 || err != nil) {
			t.Errorf("a file that is too large was read up to %d, %v", at, err)
		}
	}
}

// TestLabelsOfBatches are what events.BatchPart takes, whatever a file is called.
func TestLabelsOfBatches(t *testing.T) {
	for _, name := range []string{"\ufeffa.ics", "a\u202eb.ics", "a\nb.ics", "\xff.ics", " a ", strings.Repeat("长", 100) + ".ics", "x" + strings.Repeat("长", 100)} {
		change := events.Change{Batch: batchOf(name)}
		if err := change.Validate(); err != nil {
			t.Errorf("%q: %v", name, err)
		}
	}
}
