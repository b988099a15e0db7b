package report_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"almanac.example/feeds/report"
)

var update = flag.Bool("update", false, "write the list of refusals of docs/reports.md")

// TestRefusals reads the example of each refusal: its first refused date is
// refused by that rule, and nothing is proposed of it.
func TestRefusals(t *testing.T) {
	for _, r := range report.Rules() {
		if !strings.HasPrefix(string(r.ID), "not.") {
			continue
		}
		result := extract(t, "a.txt", r.Example, report.Options{Year: yearOf(r)})
		if len(result.Passed) == 0 || result.Passed[0].Rule != r.ID {
			t.Errorf("%s: %q: passed %+v, proposed %q", r.ID, r.Example, result.Passed, dated(result.Drafts))
		}
	}
}

// yearOf gives every example a year but the one that lacks it.
func yearOf(r report.Rule) int {
	if r.ID == "not.resolved" {
		return 0
	}
	return 2019
}

// documented holds a generated table of docs/reports.md, between the marks of its
// name, to what it is to be; -update writes it. The table is made of the one that
// stands there.
func documented(t *testing.T, name string, table func(have string) string) {
	t.Helper()
	begin, end := "<!-- "+name+": generated -->\n", "<!-- end of "+name+" -->"
	file := filepath.Join("..", "..", "docs", "reports.md")
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, ok := strings.Cut(string(data), begin)
	have, after, closed := strings.Cut(rest, end)
	if !ok || !closed {
		t.Fatalf("%s has no place for the table of %s", file, name)
	}
	want := table(have)
	if want == have {
		return
	}
	if !*update {
		t.Fatalf("%s says something else of %s: run the test with -update\n%s", file, name, want)
	}
	if err := os.WriteFile(file, []byte(before+begin+want+end+after), 0o644); err != nil {
		t.Fatal(err)
	}
}

// TestRefusalsDocumented holds the table of docs/reports.md to what the rules
// say of themselves.
func TestRefusalsDocumented(t *testing.T) {
	documented(t, "refusals", func(string) string {
		var b strings.Builder
		b.WriteString("\n| rule | why the date is no event's | for example |\n|---|---|---|\n")
		for _, r := range report.Rules() {
			if r.Example != "" {
				fmt.Fprintf(&b, "| `%s` | %s | %s |\n", r.ID, r.En, strings.ReplaceAll(strings.ReplaceAll(r.Example, "\n", " "), "|", "\\|"))
			}
		}
		return b.String() + "\n"
	})
}
