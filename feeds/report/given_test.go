package report_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"almanac.example/feeds/report"
)

// givenDir holds the reports that Almanac was first made for. They are not
// part of this repository.
var givenDir = filepath.Join("..", "..", "..", "shared", "report")

// TestGivenReports scores the given reports where they are at hand.
func TestGivenReports(t *testing.T) {
	for _, c := range []struct {
		text, gold string
		year       int
		f1, titled float64
	}{
		{"shanghai-2019-chapter4.txt", "gold.json", 2019, 0.96, 0.85},
		{"more/zh-ky2024-annual.txt", "more/zh-ky2024-annual.gold.json", 2024, 0.92, 0.85},
		{"more/zh-law-hanzi.txt", "more/zh-law-hanzi.gold.json", 0, 0.92, 0.85},
	} {
		t.Run(c.text, func(t *testing.T) {
			gold := readGivenGold(t, filepath.Join(givenDir, c.gold))
			_, r := read(t, filepath.Join(givenDir, c.text), report.Options{Year: c.year})
			s := score(predictions(r.Drafts), gold)
			t.Logf("F1 %.3f, titled %.3f", s.f1, s.titled)
			if s.f1 < c.f1 || s.titled < c.titled || len(s.statistics) > 0 {
				t.Errorf("F1 %.3f, titled %.3f\nmissed %q\nextra %q\nfigures taken for events %q", s.f1, s.titled, s.missed, s.extra, s.statistics)
			}
		})
	}
}

// given reads a file of the given reports, or skips the test.
func given(t testing.TB, file string) []byte {
	t.Helper()
	data, err := os.ReadFile(file)
	if os.IsNotExist(err) && os.Getenv("ALMANAC_REQUIRE_TOOLS") != "1" {
		t.Skip("the given reports are not at hand")
	}
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func readGivenGold(t *testing.T, file string) []goldEntry {
	t.Helper()
	var entries []struct {
		Date     string   `json:"date"`
		Kind     string   `json:"kind"`
		Optional bool     `json:"optional"`
		TitleZh  string   `json:"title_zh"`
		TitleEn  string   `json:"title_en"`
		Quote    []string `json:"quote"`
	}
	if err := json.Unmarshal(given(t, file), &entries); err != nil {
		t.Fatal(err)
	}
	var gold []goldEntry
	for _, e := range entries {
		gold = append(gold, goldEntry{date: e.Date, texts: append([]string{e.TitleZh, e.TitleEn}, e.Quote...), optional: e.Optional, unwanted: e.Kind != "milestone"})
	}
	return gold
}
