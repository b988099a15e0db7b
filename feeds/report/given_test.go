package report_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"almanac.example/feeds/report"
)

// givenDir holds the reports that Almanac was first made for. They are not
// part of this repository.
var givenDir = filepath.Join("..", "..", "..", "shared", "report")

// realText is a text of other people's with what a careful reader finds in it.
type realText struct {
	name, file string
	year       int
	gold       []goldEntry
}

// givenTexts are the given reports.
func givenTexts(t *testing.T) []realText {
	t.Helper()
	var index []struct {
		Name string `json:"name"`
		Year int    `json:"default_year"`
	}
	more := filepath.Join(givenDir, "more")
	if err := json.Unmarshal(given(t, filepath.Join(more, "index.json")), &index); err != nil {
		t.Fatal(err)
	}
	var out []realText
	for _, x := range index {
		out = append(out, realText{x.Name, filepath.Join(more, x.Name+".txt"), x.Year, readGivenGold(t, filepath.Join(more, x.Name+".gold.json"))})
	}
	return out
}

// freshTexts are the texts of a directory with a .gold or .gold.json file each,
// and a .year file where the reader is told the year.
func freshTexts(t *testing.T, dir string) []realText {
	t.Helper()
	var out []realText
	files, _ := filepath.Glob(filepath.Join(dir, "*.gold*"))
	for _, gold := range files {
		base, reads := strings.TrimSuffix(gold, ".gold"), readGold
		if plain, isJSON := strings.CutSuffix(gold, ".gold.json"); isJSON {
			base, reads = plain, readGivenGold
		}
		text, _ := filepath.Glob(base + ".[thmpd]*")
		if len(text) != 1 {
			t.Fatalf("%s: texts %q", gold, text)
		}
		year := 0
		if data, err := os.ReadFile(base + ".year"); err == nil {
			year, _ = strconv.Atoi(strings.TrimSpace(string(data)))
		}
		out = append(out, realText{filepath.Base(base), text[0], year, reads(t, gold)})
	}
	return out
}

// sureness counts the drafts of a band of confidence, and those that were right.
type sureness struct{ drafts, right int }

// bands are the confidences from which a row of the table of docs/reports.md
// counts.
var bands = []float64{0.9, 0.8, 0.7, 0}

// totals are the scores of several texts.
type totals struct {
	texts      int
	f1, titled float64
	bands      [4]sureness
}

// scoreTexts scores texts; the test fails where a figure is taken for an event.
func scoreTexts(t *testing.T, texts []realText) totals {
	t.Helper()
	var sum totals
	for _, text := range texts {
		_, r := read(t, text.file, report.Options{Year: text.year})
		s := score(predictions(r.Drafts), text.gold)
		t.Logf("%-24s F1 %.3f, titled %.3f\n  missed %q\n  extra %q", text.name, s.f1, s.titled, s.missed, s.extra)
		if len(s.statistics) > 0 {
			t.Errorf("%s: figures taken for events %q", text.name, s.statistics)
		}
		for _, d := range r.Drafts {
			band := &sum.bands[slices.IndexFunc(bands, func(least float64) bool { return d.Confidence >= least })]
			band.drafts++
			if !slices.Contains(s.extra, d.Date+" "+d.Title) {
				band.right++
			} else if d.Confidence >= bands[0] {
				t.Logf("  sure but wrong: %s %s", d.Date, d.Title)
			}
		}
		sum.f1, sum.titled, sum.texts = sum.f1+s.f1, sum.titled+s.titled, sum.texts+1
	}
	sum.f1, sum.titled = sum.f1/float64(sum.texts), sum.titled/float64(sum.texts)
	t.Logf("%d texts: macro F1 %.3f, titled %.3f; right by confidence %v", sum.texts, sum.f1, sum.titled, sum.bands)
	return sum
}

// TestGivenReports scores the given reports where they are at hand: all of
// them together, and the drafts of high confidence, most of which have to be
// right for them to be accepted unread.
func TestGivenReports(t *testing.T) {
	sum := scoreTexts(t, givenTexts(t))
	if sure := sum.bands[0]; sum.f1 < 0.96 || sum.titled < 0.88 || sure.right*20 < sure.drafts*19 {
		t.Errorf("macro F1 %.3f, titled %.3f; of %d sure drafts %d right", sum.f1, sum.titled, sure.drafts, sure.right)
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
		Date     string   `json:"date"`
		Also     []string `json:"date_also"`
		Kind     string   `json:"kind"`
		Optional bool     `json:"optional"`
		TitleZh  string   `json:"title_zh"`
		TitleEn  string   `json:"title_en"`
		Quote    quotes   `json:"quote"`
	}
	if err := json.Unmarshal(given(t, file), &entries); err != nil {
		t.Fatal(err)
	}
	var gold []goldEntry
	for _, e := range entries {
		gold = append(gold, goldEntry{date: e.Date, also: e.Also, texts: append([]string{e.TitleZh, e.TitleEn}, e.Quote...), titles: []string{e.TitleZh, e.TitleEn}, optional: e.Optional, unwanted: e.Kind != "milestone"})
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
