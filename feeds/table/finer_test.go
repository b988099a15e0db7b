package table

import (
	"strings"
	"testing"
)

// TestEndsWithoutYear takes an end without a year for one of the year of the
// beginning, or of the next.
func TestEndsWithoutYear(t *testing.T) {
	for name, x := range map[string]struct{ table, want string }{
		"in numbers":         {"Beginn,Ende,Titel\n22.09.2025,24.09.,a\n13.10.2025,14.10.,b\n", "2025-09-22/2025-09-24"},
		"with times":         {"Start Time,End Time,Title\nMo. 22.09.2025 20:00,22.09. 22:00,a\nDo. 16.10.2025 19:00,16.10. 20:30,b\n", "2025-09-22"},
		"in words":           {"Start,End,Title\n22 September 2025,3 October,a\n", "2025-09-22/2025-10-03"},
		"of the next year":   {"Start,End,Title\n28 December 2025,3 January,a\n", "2025-12-28/2026-01-03"},
		"that has its year":  {"Start,End,Title\n28 December 2025,3 January 2025,a\n", "REFUSED"},
		"without the other":  {"Start,End,Title\n28 December,3 January,a\n", "REFUSED"},
		"of a year that is":  {"Start,End,Title\n2025,3 October,a\n", "REFUSED"},
		"behind a beginning": {"Start,End,Title\n22 September 2025,,a\n", "2025-09-22"},
	} {
		text := tell(read(t, File{Name: "a.csv", Data: []byte(x.table)}, ""))
		if first := strings.Split(text, "\t"); first[1] != x.want {
			t.Errorf("%s: want %s, got\n%s", name, x.want, text)
		}
	}
}

// TestNewYearsBesideAnotherDay asks about 1 January, too, where most rows share
// another day.
func TestNewYearsBesideAnotherDay(t *testing.T) {
	rows := "Date,Title\n1000-01-01,long ago\n1971-05-03,a day\n"
	for year := range 9 {
		rows += "19" + string(rune('0'+year)) + "1-06-01,x\n"
	}
	text := tell(read(t, File{Name: "a.csv", Data: []byte(rows)}, ""))
	if lines := strings.Split(text, "\n"); !strings.Contains(lines[0], "REFUSED") || !strings.Contains(lines[1], "1971-05-03") || !strings.Contains(lines[2], "REFUSED") {
		t.Error(text)
	}
}
