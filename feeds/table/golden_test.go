package table

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"almanac.example/events"
	"almanac.example/feeds/feedstest"
)

// record is the record into which the tests read.
func record() *events.Site {
	return &events.Site{Languages: []string{"zh", "en", "de"}, Zone: "Europe/Berlin"}
}

// read reads a table as the record has it read.
func read(t *testing.T, f File, mapping string) *Import {
	t.Helper()
	table, err := Read(t.Context(), f)
	if err != nil {
		t.Fatalf("%s: %v", f.Name, err)
	}
	m, err := table.Guess(Options{}).Apply(mapping)
	if mapping == "" {
		m, err = table.Guess(Options{}), nil
	}
	if err != nil {
		t.Fatal(err)
	}
	in, err := table.Import(t.Context(), m, Options{Source: f.Name, Record: record()})
	if err != nil {
		t.Fatal(err)
	}
	return in
}

// tell writes an import down, a row a line.
func tell(in *Import) string {
	var b strings.Builder
	for _, o := range in.Rows {
		if o.Event == nil {
			fmt.Fprintf(&b, "%d\tREFUSED\t%s\t%s\n", o.Number, o.Title, o.Reason)
			continue
		}
		fmt.Fprintf(&b, "%d\t%s\t%s", o.Number, o.Event.Span.EDTF(), o.Title)
		w := o.Event.Span.Words()
		for _, more := range []string{w.Start, w.End, w.Zone, w.Calendar} {
			if more != "" {
				b.WriteString("\t" + more)
			}
		}
		if words, _ := w.AsWritten.In("en"); words != "" {
			b.WriteString("\tshown as " + words)
		}
		if o.Event.Repeat != nil {
			b.WriteString("\t" + o.Event.Repeat.Rule)
		}
		b.WriteByte('\n')
	}
	for _, line := range in.Remarks() {
		b.WriteString("# " + line + "\n")
	}
	return b.String()
}

// TestTables reads a table for each convention. The date of every row was held
// against the table by hand.
func TestTables(t *testing.T) {
	files, err := filepath.Glob("testdata/*.csv")
	if err != nil || len(files) < 10 {
		t.Fatalf("%d tables, %v", len(files), err)
	}
	more, err := filepath.Glob("testdata/*.json")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range append(files, more...) {
		t.Run(filepath.Base(name), func(t *testing.T) {
			data, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			feedstest.Golden(t, filepath.Base(name)+".golden", []byte(tell(read(t, File{Name: filepath.Base(name), Data: data}, ""))))
		})
	}
}
