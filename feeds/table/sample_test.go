package table

import (
	"fmt"
	"strings"
	"testing"
)

// TestSamples are one cell of each spelling, the most frequent first.
func TestSamples(t *testing.T) {
	rows := []string{"2019-05-24", "May 2019", "2020-05-24", "", "soon", "2021-05-24", "June 2019", "二〇一九年", "2019年5月", "later"}
	text := "Date,Title\n"
	for _, r := range rows {
		text += r + ",a\n"
	}
	in := read(t, File{Name: "a.csv", Data: []byte(text)}, "")
	var got []string
	for _, s := range in.Columns[0].Samples {
		got = append(got, fmt.Sprintf("%s %d row %d %q %s", s.Shape, s.Count, s.Row, s.Text, s.Reads))
		if (s.Reads == "") != (s.Error != "" && s.Why != nil) {
			t.Errorf("%q reads %q and %q", s.Text, s.Reads, s.Error)
		}
	}
	want := []string{
		`9999-99-99 3 row 2 "2019-05-24" 2019-05-24`, `a 9999 2 row 3 "May 2019" 2019-05`, `a 2 row 6 "soon" `,
		`a〇a年 1 row 9 "二〇一九年" 2019`, `9999年9月 1 row 10 "2019年5月" 2019-05`,
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// TestManySpellings counts rows of the spellings that are told also behind those
// that are too many.
func TestManySpellings(t *testing.T) {
	var b strings.Builder
	b.WriteString("Date,Title\n")
	dates := strings.Repeat("2019-05-24,a\n", 300)
	b.WriteString(dates)
	for n := range 500 { // each of another shape
		fmt.Fprintf(&b, "?%s,b\n", strings.NewReplacer("0", "-", "1", "9").Replace(fmt.Sprintf("%b", n+1)))
	}
	b.WriteString(dates)
	samples := read(t, File{Name: "a.csv", Data: []byte(b.String())}, "").Columns[0].Samples
	if len(samples) != mostSamples || samples[0].Count != 600 || samples[0].Row != 2 {
		t.Errorf("%d samples, the first is %+v", len(samples), samples[0])
	}
}

// TestQuestions counts the rows that wait for each answer.
func TestQuestions(t *testing.T) {
	for table, want := range map[string]string{
		"Date,Title\n3/4/2019,a\n5/6/2019,b\n2019,c\n":                 "order 2",
		"Date,Title\n13/4/50,a\n14/6/51,b\n":                           "century 2",
		"Year,Title\n-333,a\n-331,b\n1215,c\n":                         "era 2",
		"Date,Title\n10 May,a\n11 May,b\n12 May 2019,c\n":              "year 2",
		"Date,Title\n3/4/2019,a\n10 May,b\n":                           "order 1, year 1",
		"Jahr,Titel\n1968,a\n〃,b\n,c\n":                                "fill 2",
		"Date,Title\n2019,a\n":                                         "",
		"Date,Decided,Title\n2019-05-24,2019-05-26,a\n2019-06-01,,b\n": "end 1",
	} {
		var got []string
		for _, q := range read(t, File{Name: "a.csv", Data: []byte(table)}, "").Questions {
			got = append(got, fmt.Sprintf("%s %d", q.Kind, q.Rows))
		}
		if text := strings.Join(got, ", "); text != want {
			t.Errorf("%q asks %q, want %q", table, text, want)
		}
	}
}
