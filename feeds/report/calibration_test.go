package report_test

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestCalibrationDocumented holds the table of docs/reports.md that says how
// sure drafts are to what the real texts give: the given ones where they are at
// hand, and the fresh ones where ALMANAC_FRESH_TEXTS names their directories.
// What is not at hand stays as it stands; -update writes the rest.
func TestCalibrationDocumented(t *testing.T) {
	documented(t, "sureness", func(have string) string {
		givenCells, freshCells := cells(scoreTexts(t, givenTexts(t))), column(have, 1)
		var fresh []realText
		for _, dir := range filepath.SplitList(os.Getenv("ALMANAC_FRESH_TEXTS")) {
			fresh = append(fresh, freshTexts(t, dir)...)
		}
		if len(fresh) > 0 {
			freshCells = cells(scoreTexts(t, fresh))
		}
		var b strings.Builder
		b.WriteString("\n| the draft says | given texts | fresh texts |\n|---|---|---|\n")
		for i, name := range []string{"texts", "F1", "with the right title", "0.9 and more", "0.8 to 0.9", "0.7 to 0.8", "less"} {
			fmt.Fprintf(&b, "| %s | %s | %s |\n", name, givenCells[i], freshCells[i])
		}
		return b.String() + "\n"
	})
}

// cells are what the table says of several texts.
func cells(sum totals) []string {
	out := []string{fmt.Sprint(sum.texts), fmt.Sprintf("%.3f", sum.f1), fmt.Sprintf("%.3f", sum.titled)}
	for _, band := range sum.bands {
		out = append(out, fmt.Sprintf("%d of %d right", band.right, band.drafts))
	}
	return out
}

// column is a column of the table as it stands, counted from the second.
func column(table string, n int) []string {
	out := make([]string, 7)
	rows := regexp.MustCompile(`(?m)^\| [^|]+ \| ([^|]+) \| ([^|]+) \|$`).FindAllStringSubmatch(table, -1)
	for i := 0; i < len(out) && i+1 < len(rows); i++ {
		out[i] = rows[i+1][n+1]
	}
	return out
}
