package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"almanac.example/web/api/client"
)

// jsonError words what is wrong with a JSON document for whoever wrote it: with
// the line, and without the types of this program.
func jsonError(data []byte, err error) error {
	var syntax *json.SyntaxError
	switch {
	case errors.As(err, &syntax):
		return fmt.Errorf("line %d: is no JSON: %s", lineAt(data, syntax.Offset), strings.TrimPrefix(syntax.Error(), "json: "))
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return fmt.Errorf("line %d: is no JSON: it ends too early", lineAt(data, int64(len(data))))
	}
	return errors.New("is no JSON object")
}

// lineAt counts the line of a place in a text, from 1.
func lineAt(data []byte, offset int64) int {
	return 1 + bytes.Count(data[:min(offset, int64(len(data)))], []byte("\n"))
}

// withLines adds to what a server says about fields the lines on which they
// stand in the file.
func withLines(data []byte, under string, err error) error {
	var refused *client.Error
	if !errors.As(err, &refused) || len(refused.Errors) == 0 {
		return err
	}
	var parts []string
	for _, f := range refused.Errors {
		path := f.Field
		if under != "" {
			path = under + "." + path
		}
		if line := lineOf(data, path); line > 0 {
			parts = append(parts, fmt.Sprintf("line %d: %s: %s", line, f.Field, f.Reason))
		} else {
			parts = append(parts, f.Field+": "+f.Reason)
		}
	}
	return errors.New(strings.Join(parts, "\n"))
}

// lineOf is the line on which the member of a JSON document stands whose path
// is given as the API spells it (text.en.title, links[0].url), or the innermost
// one around it; 0 if not even the first part is there.
func lineOf(data []byte, path string) int {
	w := locator{dec: json.NewDecoder(bytes.NewReader(data)), want: path}
	w.value("")
	if w.best == "" {
		return 0
	}
	return lineAt(data, w.offset)
}

// locator looks for a member.
type locator struct {
	dec    *json.Decoder
	want   string
	best   string // the longest path found that leads to it
	offset int64  // where its name ends
}

// value reads one value; false ends the search.
func (l *locator) value(path string) bool {
	token, err := l.dec.Token()
	if err != nil {
		return false
	}
	switch token {
	case json.Delim('{'):
		for l.dec.More() {
			name, err := l.dec.Token()
			if err != nil {
				return false
			}
			member := fmt.Sprint(name)
			if path != "" {
				member = path + "." + member
			}
			l.found(member)
			if !l.value(member) {
				return false
			}
		}
	case json.Delim('['):
		for i := 0; l.dec.More(); i++ {
			member := fmt.Sprintf("%s[%d]", path, i)
			l.found(member)
			if !l.value(member) {
				return false
			}
		}
	default:
		return true
	}
	_, err = l.dec.Token()
	return err == nil
}

// found notes a member on the way.
func (l *locator) found(path string) {
	rest, on := strings.CutPrefix(l.want, path)
	if on && (rest == "" || rest[0] == '.' || rest[0] == '[') && len(path) > len(l.best) {
		l.best, l.offset = path, l.dec.InputOffset()
	}
}
