package report_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"almanac.example/feeds/report"
	"github.com/google/go-cmp/cmp"
)

// TestGolden holds what is found in the texts, word for word: every draft with
// its evidence, and every date left out with its reason. A change of a rule
// shows here what else it changes; -update writes the file anew.
func TestGolden(t *testing.T) {
	files, err := filepath.Glob("testdata/texts/*.[thm]*")
	if err != nil || len(files) < 70 {
		t.Fatalf("%d texts, err %v", len(files), err)
	}
	var b strings.Builder
	for _, file := range files {
		_, r := read(t, file, report.Options{})
		fmt.Fprintf(&b, "== %s, year %d, %d dates\n", filepath.Base(file), r.Year, r.Dates)
		for _, d := range r.Drafts {
			fmt.Fprintf(&b, "%s | %s | %s | %s | %s | %.2f %d %d | %v %v\n", d.Date, d.Title, d.Wording, d.Section, d.Summary, d.Confidence, d.Dates, len(d.Quotes), d.Rules, d.Flags)
		}
		for _, p := range r.Passed {
			fmt.Fprintf(&b, "- %s | %s | line %d\n", p.Wording, p.Rule, p.Quote.Line)
		}
	}
	const golden = "testdata/results.golden"
	if *update {
		if err := os.WriteFile(golden, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(b.String(), "\n")); d != "" {
		t.Errorf("the results are not those of %s:\n%s", golden, d)
	}
}
