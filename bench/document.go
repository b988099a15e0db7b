package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
)

// The table stands between these lines of a document.
const (
	beginMark = "<!-- bench:begin -->"
	endMark   = "<!-- bench:end -->"
)

// document is where the table goes: a file of its own, or the place between
// the marks of one that has more to say. Without a name it is nowhere.
type document struct{ name string }

// openDocument sees before anything is measured that the table can be written.
func openDocument(name string) (document, error) {
	d := document{name}
	if name == "" {
		return d, nil
	}
	_, err := d.with("")
	return d, err
}

func (d document) write(text string) error {
	if d.name == "" {
		return nil
	}
	whole, err := d.with(text)
	if err != nil {
		return err
	}
	return os.WriteFile(d.name, []byte(whole), 0o644)
}

// with is the document as it reads with the table.
func (d document) with(text string) (string, error) {
	old, err := os.ReadFile(d.name)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return "", err
	}
	whole, err := splice(string(old), text)
	if err != nil {
		return "", fmt.Errorf("%s: %w", d.name, err)
	}
	return whole, nil
}

// splice puts the text between the marks; a document without marks is
// replaced, unless it holds anything, which would be lost.
func splice(old, text string) (string, error) {
	head, rest, begins := strings.Cut(old, beginMark)
	_, tail, ends := strings.Cut(rest, endMark)
	switch {
	case begins && ends:
		return head + beginMark + "\n\n" + strings.TrimSpace(text) + "\n\n" + endMark + tail, nil
	case strings.TrimSpace(old) == "":
		return beginMark + "\n\n" + strings.TrimSpace(text) + "\n\n" + endMark + "\n", nil
	}
	return "", fmt.Errorf("it has other text and not both %s and %s", beginMark, endMark)
}
