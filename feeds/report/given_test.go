package report_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"almanac.example/feeds/report"
)

// givenDir holds the reports that Almanac was first made for. They are not
// part of this repository.
var givenDir = filepath.Join("..", "..", "..", "shared", "report")

// TestGivenReports scores the given reports where they are at hand: all of
// them together, and the drafts of high confidence, most of which have to be
// right for them to be accepted unread.
func TestGivenReports(t *testing.T) {
	var index []struct {
		Name string `json:"name"`
		Year int    `json:"default_year"`
	}
	if err := json.Unmarshal(given(t, filepath.Join(givenDir, "more", "index.json")), &index); err != nil {
		t.Fatal(err)
	}
	var f1, titled float64
	sure, right := 0, 0
	for _, text := range index {
		gold := readGivenGold(t, filepath.Join(givenDir, "more", text.Name+".gold.json"))
		_, r := read(t, filepath.Join(givenDir, "more", text.Name+".txt"), report.Options{Year: text.Year})
		s := score(predictions(r.Drafts), gold)
		t.Logf("%-24s F1 %.3f, titled %.3f", text.Name, s.f1, s.titled)
		if len(s.statistics) > 0 {
			t.Errorf("%s: figures taken for events %q", text.Name, s.statistics)
		}
		for _, d := range r.Drafts {
			if d.Confidence >= 0.9 {
				sure++
				if !slices.Contains(s.extra, d.Date+" "+d.Title) {
					right++
				}
			}
		}
		f1, titled = f1+s.f1, titled+s.titled
	}
	n := float64(len(index))
	t.Logf("macro F1 %.3f, titled %.3f; of %d sure drafts %d right", f1/n, titled/n, sure, right)
	if f1/n < 0.95 || titled/n < 0.88 || right*20 < sure*19 {
		t.Errorf("macro F1 %.3f, titled %.3f; of %d sure drafts %d right", f1/n, titled/n, sure, right)
	}
}

// TestFirstReport scores the report that Almanac was first made for.
func TestFirstReport(t *testing.T) {
	gold := readGivenGold(t, filepath.Join(givenDir, "gold.json"))
	_, r := read(t, filepath.Join(givenDir, "shanghai-2019-chapter4.txt"), report.Options{Year: 2019})
	s := score(predictions(r.Drafts), gold)
	if s.f1 < 0.98 || s.titled < 0.95 || len(s.statistics) > 0 {
		t.Errorf("F1 %.3f, titled %.3f\nmissed %q\nextra %q\nfigures taken for events %q", s.f1, s.titled, s.missed, s.extra, s.statistics)
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
		Date     string `json:"date"`
		Kind     string `json:"kind"`
		Optional bool   `json:"optional"`
		TitleZh  string `json:"title_zh"`
		TitleEn  string `json:"title_en"`
		Quote    quotes `json:"quote"`
	}
	if err := json.Unmarshal(given(t, file), &entries); err != nil {
		t.Fatal(err)
	}
	var gold []goldEntry
	for _, e := range entries {
		gold = append(gold, goldEntry{date: e.Date, texts: append([]string{e.TitleZh, e.TitleEn}, e.Quote...), titles: []string{e.TitleZh, e.TitleEn}, optional: e.Optional, unwanted: e.Kind != "milestone"})
	}
	return gold
}

// quotes are one passage or several.
type quotes []string

// UnmarshalJSON reads a string or an array of them.
func (q *quotes) UnmarshalJSON(data []byte) error {
	var one string
	if err := json.Unmarshal(data, &one); err == nil {
		*q = quotes{one}
		return nil
	}
	return json.Unmarshal(data, (*[]string)(q))
}
