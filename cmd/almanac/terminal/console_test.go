package terminal

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
			data, err := ReadAll(r, 10)
			if tooLarge := len(text) > 10; errors.Is(err, events.ErrTooLarge) != tooLarge || !tooLarge && (err != nil || string(data) != text) {
				t.Errorf("%s of %d bytes: %q, %v", kind, len(text), data, err)
			}
		}
		if at, err := f.Seek(0, io.SeekCurrent); len(text) > 10 && (at != 0 || err != nil) {
			t.Errorf("a file that is too large was read up to %d, %v", at, err)
		}
	}
}
