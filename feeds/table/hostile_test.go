package table

import (
	"fmt"
	"strings"
	"testing"

	"almanac.example/events"
)

// TestCellsAreInert: what could do something to a terminal or hide what a reader
// sees is gone from cells, names of columns and reasons as soon as a table is read.
func TestCellsAreInert(t *testing.T) {
	const text = "Date,Title\u202etxt\r\n" +
		"\u202a2019-05-24\u202c,\x1b[31mred\a\u202efdp\r\n" +
		"\ufeff2019-05-25\u2069,\"two\u2028lines\rand \u0085more\"\r\n" +
		"31/31/2019\u202e<b>,\u2066open\r\n"
	for name, read := range map[string]File{
		"csv":  {Name: "a.csv", Data: []byte(text)},
		"xlsx": bookOf(t, strings.NewReplacer("\x1b", "", "\a", "").Replace(text)),
	} {
		table, err := Read(t.Context(), read)
		if err != nil {
			t.Fatal(name, err)
		}
		in, err := table.Import(t.Context(), table.Guess(Options{}), Options{Lang: "en"})
		if err != nil || len(in.Rows) != 3 {
			t.Fatal(name, err, in)
		}
		shown := []string{in.Mapping.Columns[1].Name, in.Rows[2].Reason}
		for _, r := range table.Rows {
			for _, c := range r.Cells {
				shown = append(shown, c.Text)
			}
		}
		for _, s := range shown {
			if i := strings.IndexFunc(s, func(r rune) bool { return r != '\n' && events.IsControl(r) }); i >= 0 {
				t.Errorf("%s: %q is shown", name, s)
			}
		}
		for i, want := range []string{"2019-05-24", "2019-05-25"} {
			if e := in.Rows[i].Event; e == nil || e.Span.EDTF().String() != want {
				t.Errorf("%s: row %d: %+v", name, i, in.Rows[i])
			}
		}
		if got := in.Rows[1].Title; got != "two lines and more" {
			t.Errorf("%s: the title is %q", name, got)
		}
	}
}

// bookOf is a workbook with the cells of a CSV text.
func bookOf(t *testing.T, text string) File {
	t.Helper()
	rows, err := splitRecords(t.Context(), text)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, r := range rows {
		fmt.Fprintf(&b, `<row r="%d">`, r.Number)
		for _, c := range r.Cells {
			b.WriteString(`<c t="inlineStr"><is><t>` + strings.NewReplacer("<", "&lt;", "\r", "&#13;").Replace(c.Text) + `</t></is></c>`)
		}
		b.WriteString("</row>")
	}
	return book{sheets: []string{"One||" + b.String()}}.file(t)
}
