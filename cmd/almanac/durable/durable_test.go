package durable

import (
	"bufio"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var errHalf = errors.New("half-written")

// alone checks that a folder holds one file and nothing that was left over.
func alone(t *testing.T, name, content string) {
	t.Helper()
	got, err := os.ReadFile(name)
	if err != nil || string(got) != content {
		t.Errorf("%s holds %q, %v; want %q", name, got, err, content)
	}
	entries, err := os.ReadDir(filepath.Dir(name))
	if err != nil || len(entries) != 1 {
		t.Errorf("the folder holds %v, %v; want one file", entries, err)
	}
}

// TestWrite replaces a file as a whole, or leaves it as it was.
func TestWrite(t *testing.T) {
	name := filepath.Join(t.TempDir(), "record.json")
	for _, content := range []string{"one", "two"} {
		err := Write(name, func(w *bufio.Writer) error { _, err := w.WriteString(content); return err })
		if err != nil {
			t.Fatal(err)
		}
		alone(t, name, content)
	}
	err := Write(name, func(w *bufio.Writer) error {
		w.WriteString(strings.Repeat("x", 1<<16)) //nolint:errcheck // Flush says it
		return errHalf
	})
	if !errors.Is(err, errHalf) {
		t.Errorf("got %v, want what writing said", err)
	}
	alone(t, name, "two")
	if err := Write(filepath.Join(name, "under", "a file"), nil); err == nil {
		t.Error("a folder that is none was written to")
	}
}

// TestCreate makes a file that was not there, and touches none that was.
func TestCreate(t *testing.T) {
	name := filepath.Join(t.TempDir(), "backup")
	if err := Create(name, func(*os.File) error { return errHalf }); !errors.Is(err, errHalf) {
		t.Errorf("got %v, want what writing said", err)
	}
	if _, err := os.Stat(name); err == nil {
		t.Error("what was written by half has its name")
	}
	if err := Create(name, func(f *os.File) error { _, err := f.WriteString("whole"); return err }); err != nil {
		t.Fatal(err)
	}
	alone(t, name, "whole")
	err := Create(name, func(*os.File) error { t.Error("it was written though one is there"); return nil })
	if err == nil || !strings.Contains(err.Error(), "exists already") {
		t.Errorf("a second one: %v", err)
	}
	alone(t, name, "whole")
}

// TestMove says what cannot be moved.
func TestMove(t *testing.T) {
	dir := t.TempDir()
	if err := Move(filepath.Join(dir, "none"), filepath.Join(dir, "some")); err == nil {
		t.Error("a file that is not there was moved")
	}
}
