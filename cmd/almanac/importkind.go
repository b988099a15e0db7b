package main

import (
	"bytes"
	"context"
	"path"
	"strings"

	"almanac.example/feeds/ical/read"
	"almanac.example/feeds/table"
)

// kind is what a file is that is imported.
type kind string

// The kinds.
const (
	recordKind   kind = "record"
	calendarKind kind = "calendar"
	tableKind    kind = "table"
	reportKind   kind = "report"
)

// kindOf recognises a file by its name and what stands in it. Text may be a
// table or a report: it is a table if its columns are those of one.
func (c *importFileCommand) kindOf(ctx context.Context, data []byte) kind {
	text := bytes.TrimLeft(data[:min(len(data), 1000)], "\xef\xbb\xbf \t\r\n")
	isJSON := bytes.HasPrefix(text, []byte("{")) || bytes.HasPrefix(text, []byte("["))
	ext := strings.ToLower(path.Ext(c.Source))
	switch {
	case c.Map != "" || table.IsTable(c.Source, data):
		return tableKind
	case read.IsCalendar(c.Source, data):
		return calendarKind
	case isJSON && ext != ".txt" && ext != ".md":
		return recordKind
	}
	switch ext {
	case ".json":
		return recordKind
	case ".pdf", ".docx", ".html", ".htm", ".md", ".markdown":
		return reportKind
	}
	switch {
	case bytes.HasPrefix(text, []byte("%PDF-")), bytes.HasPrefix(text, []byte("PK\x03\x04")):
		return reportKind
	case looksLikeTable(ctx, data):
		return tableKind
	case ext == ".txt":
		return reportKind
	}
	return recordKind
}

// looksLikeTable reports whether a text has columns for date and title.
func looksLikeTable(ctx context.Context, data []byte) bool {
	t, err := table.Read(ctx, table.File{Data: data})
	if err != nil {
		return false
	}
	m := t.Guess(table.Options{})
	return m.Problem == "" && m.Header > 0 && len(m.Columns) > 1
}
