package follow

import (
	"bytes"
	"context"
	"path"
	"strings"
	"unicode/utf8"

	"almanac.example/feeds/fetch"
	"almanac.example/feeds/ical/read"
	"almanac.example/feeds/table"
)

// Kind is what a file is that is imported.
type Kind string

// The kinds.
const (
	RecordKind   Kind = "record"   // as export writes it
	CalendarKind Kind = "calendar" // iCalendar or jCal, compressed or not
	TableKind    Kind = "table"    // CSV, XLSX, JSON of TimelineJS
	ReportKind   Kind = "report"   // a text of which milestones are proposed
)

// KindOf recognises a file by its name and what stands in it. Text may be a
// table or a report: it is a table if its columns are those of one.
func KindOf(ctx context.Context, name string, data []byte) Kind {
	text := bytes.TrimLeft(data[:min(len(data), 1000)], "\xef\xbb\xbf \t\r\n")
	isJSON := bytes.HasPrefix(text, []byte("{")) || bytes.HasPrefix(text, []byte("["))
	ext := extension(name)
	switch {
	case table.IsTable(name, data):
		return TableKind
	case read.IsCalendar(name, data):
		return CalendarKind
	case isJSON && ext != ".txt" && ext != ".md":
		return RecordKind
	}
	switch ext {
	case ".json":
		return RecordKind
	case ".pdf", ".docx", ".html", ".htm", ".md", ".markdown":
		return ReportKind
	}
	switch {
	case bytes.HasPrefix(text, []byte("%PDF-")), bytes.HasPrefix(text, []byte("PK\x03\x04")):
		return ReportKind
	case looksLikeTable(ctx, data):
		return TableKind
	case ext == ".txt", !utf8.Valid(data): // a record is UTF-8; who reads reports knows other encodings, and what is no text
		return ReportKind
	}
	return RecordKind
}

// extension is that of a file or of an address's path, in lower case.
func extension(name string) string {
	if fetch.IsAddress(name) {
		name, _, _ = strings.Cut(name, "?")
		name, _, _ = strings.Cut(name, "#")
	}
	return strings.ToLower(path.Ext(name))
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
