package table

import (
	"context"
	"strings"
	"testing"
)

// FuzzTable: no input makes the reader panic or hang, give an event that does not
// validate, or lose a row. What is guarded comes back.
func FuzzTable(f *testing.F) {
	for _, s := range []string{
		"Date,Title\n4/10/2019,a\n13/4/2019,b\n", "sep=;\r\nDatum;Titel\r\n\"1\n2\";x\r\n", "Year,Month,Day,Headline,Media\n-44,3,15,a,b\n,,,,\n",
		"日期\t事件\n1949年10月1日\t成立\n", "\"open,\n2019,a", "id,date,status,slug,rev,title_en,year\na,2019-05,published,a,1,'=x,2019\n",
		"Title,Date From,Date To,Recurrence\na,2026-10-05,2026-10-30,\"M,W\"\n", "\xff\xfeD\x00a\x00t\x00e\x00", "1\r2\r3", `{"events":[{"start_date":{"year":1}}]}`,
		"PK\x03\x04", "Date\xe9,T\n2019,\xe9t\xe9\n",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if s := string(data); unguard(Guard(s)) != s {
			t.Errorf("%q is guarded as %q", s, Guard(s))
		}
		table, err := Read(context.Background(), File{Data: data})
		if err != nil {
			return
		}
		in, err := table.Import(context.Background(), table.Guess(Options{}), Options{Record: record()})
		if err != nil {
			t.Fatal(err)
		}
		told := map[int]bool{}
		for _, o := range in.Rows {
			told[o.Number] = true
			if (o.Event == nil) == (o.Reason == "") {
				t.Errorf("row %d is neither an event nor refused: %+v", o.Number, o)
			}
			if o.Event != nil && o.Event.Validate() != nil {
				t.Errorf("row %d: %v", o.Number, o.Event.Validate())
			}
		}
		for _, l := range in.LeftOut {
			for _, n := range l.Rows {
				told[n] = true
			}
		}
		for _, r := range table.Rows {
			if !told[r.Number] && r.Number != in.Mapping.Header {
				t.Errorf("row %d is lost: %q", r.Number, strings.Join(texts(r), "|"))
			}
		}
	})
}

func texts(r Row) []string {
	var list []string
	for _, c := range r.Cells {
		list = append(list, c.Text)
	}
	return list
}
