package record

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"

	"almanac.example/events"
)

// longestBorrowing is how many characters in a row an entry may share with the
// report, names aside: more than that is no longer the almanac's own wording.
const longestBorrowing = 12

// The report is not part of the project. Where its text and a careful reader's
// notes on it lie beside the checkout, the record is held against them.
var reportDir = filepath.Join("..", "..", "..", "..", "shared", "report")

type note struct {
	ID    events.ID `json:"id"`
	Date  string    `json:"date"`
	Title string    `json:"title_zh"`
}

func readNotes(t *testing.T) map[events.ID]note {
	t.Helper()
	var list []note
	if err := json.Unmarshal(readReportFile(t, "gold.json"), &list); err != nil {
		t.Fatal(err)
	}
	notes := map[events.ID]note{}
	for _, n := range list {
		notes[n.ID] = n
	}
	return notes
}

func readReportFile(t *testing.T, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(reportDir, name))
	if os.IsNotExist(err) && os.Getenv("ALMANAC_REQUIRE_TOOLS") != "1" {
		t.Skip("the report does not lie beside the checkout")
	}
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestDatesAreTheReports(t *testing.T) {
	notes := readNotes(t)
	for _, e := range load(t).Events {
		n, ok := notes[e.ID]
		if !ok {
			t.Errorf("%s: not in the notes", e.ID)
			continue
		}
		if d := cmp.Diff(n.Date, e.Span.EDTF().String()); d != "" {
			t.Errorf("%s: date (-report +record):\n%s", e.ID, d)
		}
	}
}

func TestEntriesAreInOurOwnWords(t *testing.T) {
	notes := readNotes(t)
	report := letters(string(readReportFile(t, "shanghai-2019-chapter4.txt")))
	for _, e := range load(t).Events {
		names := []string{letters(notes[e.ID].Title)}
		for _, part := range []string{e.Text["zh"].Title, e.Text["zh"].Summary} {
			for _, run := range borrowed(report, part, names) {
				t.Errorf("%s: %q stands in the report too; say it in other words", e.ID, run)
			}
		}
	}
}

func TestBorrowedFindsTheReportsWords(t *testing.T) {
	report := letters("截至年底，科创板已上市 企业70家，其中\n上海13家，《长江三角洲区域一体化发展规划纲要》发布")
	names := []string{letters("科创板已上市企业70家名单")}
	for _, c := range []struct {
		about, text string
		want        []string
	}{
		{"own words", "到年底，70家企业登陆科创板。", nil},
		{"a clause of the report across its marks", "企业七十家。已上市企业70家，其中上海13家。", []string{"已上市企业70家其中上海13家"}},
		{"as many characters as allowed", "市企业70家，其中上海13", nil},
		{"one more", "上市企业70家，其中上海13", []string{"上市企业70家其中上海13"}},
		{"a document's name in its marks", "《长江三角洲区域一体化发展规划纲要》出台。", nil},
		{"the same without its marks", "长江三角洲区域一体化发展规划纲要出台。", []string{"长江三角洲区域一体化发展规划纲要"}},
		{"a name from the notes", "科创板已上市企业70家名单公布。", nil},
	} {
		if d := cmp.Diff(c.want, borrowed(report, c.text, names)); d != "" {
			t.Errorf("%s (-want +got):\n%s", c.about, d)
		}
	}
}

var quoted = regexp.MustCompile(`《[^》]*》|“[^”]*”`)

// borrowed lists the runs of more than longestBorrowing letters and digits
// that text shares with the report, leaving out what is quoted and what lies
// wholly within one of the names.
func borrowed(report, text string, names []string) []string {
	var runs []string
	for _, part := range quoted.Split(text, -1) {
		rest := []rune(letters(part))
		for len(rest) > longestBorrowing {
			n := longestBorrowing + 1
			if !strings.Contains(report, string(rest[:n])) {
				rest = rest[1:]
				continue
			}
			for n < len(rest) && strings.Contains(report, string(rest[:n+1])) {
				n++
			}
			run := string(rest[:n])
			if !slices.ContainsFunc(names, func(name string) bool { return strings.Contains(name, run) }) {
				runs = append(runs, run)
			}
			rest = rest[n-longestBorrowing:]
		}
	}
	return runs
}

// letters drops spaces and punctuation, so that neither the layout of the
// report nor a comma hides a borrowing.
func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, s)
}
