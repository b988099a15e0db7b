package table

import (
	"strings"
	"testing"
	"time"
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

// TestRangesBesideTheirBeginning refuses a year that lies within the range beside it,
// whose beginning it is not.
func TestRangesBesideTheirBeginning(t *testing.T) {
	for name, x := range map[string]struct{ table, want string }{
		"its beginning":    {"Year(s),Conflict,start,end\n1135–54,Anarchy,1135,1154\n1075,Revolt,1075,\n", "1135/1154"},
		"its end":          {"Year(s),Conflict,start,end\n1135–54,Anarchy,1154,\n1075,Revolt,1075,\n", "REFUSED"},
		"a day of it":      {"Year(s),Conflict,start,end\n1135–54,Anarchy,1136-05-03,\n1075,Revolt,1075,\n", "1136-05-03"},
		"not even in it":   {"Year(s),Conflict,start,end\n1135–54,Anarchy,1155,\n1075,Revolt,1075,\n", "REFUSED"},
		"without the year": {"Year(s),Conflict,start,end\n1135–54,Anarchy,,\n1075,Revolt,1075,\n", "1135/1154"},
	} {
		text := tell(read(t, File{Name: "a.csv", Data: []byte(x.table)}, ""))
		if first := strings.Split(text, "\t"); first[1] != x.want {
			t.Errorf("%s: want %s, got\n%s", name, x.want, text)
		}
	}
}

// TestRowsForMonths takes the first of each month, one after the other, for the month.
func TestRowsForMonths(t *testing.T) {
	months := func(n int) string {
		rows := "Date,Title,More\n"
		for i := range n {
			rows += time.Date(2019, time.Month(1+i), 1, 0, 0, 0, 0, time.UTC).Format("2006/1/2") + ",Fair,a\n"
		}
		return rows
	}
	for name, x := range map[string]struct{ table, mapping, want string }{
		"of a year":         {months(12), "", "2019-01"},
		"of two":            {months(24), "", "2019-01"},
		"of less":           {months(11), "", "REFUSED"},
		"with a gap":        {strings.Replace(months(14), "2019/5/1,Fair,a\n", "", 1), "", "REFUSED"},
		"one of them twice": {months(12) + "2019/12/1,Feast,a\n", "", "REFUSED"},
		"beside a day":      {months(12) + "2020/1/2,Feast,a\n", "", "REFUSED"},
		"kept":              {months(12), "Date=date:padding=keep", "2019-01-01"},
	} {
		in := read(t, File{Name: "a.csv", Data: []byte(x.table)}, x.mapping)
		text := tell(in)
		if first := strings.Split(text, "\t"); first[1] != x.want || x.want == "2019-01" != (len(in.Questions) == 0 && strings.Contains(text, "the month is meant")) {
			t.Errorf("%s: want %s, got\n%s", name, x.want, text)
		}
	}
}

// TestColumnsThatSayTheSame holds the date against other columns that say it.
func TestColumnsThatSayTheSame(t *testing.T) {
	const museum = "Title,date_historical,date\nA,0400 to 0600 CE,0400\nB,0050 CE,0050\nC,0800/1200 CE,0800\n"
	const met = "name,time,local_date,local_time\nA,2019-12-20 14:00:00,2019-12-20,16:00\n"
	for name, x := range map[string]struct{ table, want string }{
		"one that contradicts":     {museum + "D,0300 to 0100 BCE,0299\n", "0400 0050 0800 REFUSED"},
		"two of four that do":      {museum + "D,0300 to 0100 BCE,0299\nE,0400 to 0200 BCE,0399\n", "0400 0050 0800 0299 0399"},
		"a day beside the month":   {"year,month,item,blog_date\n2015,3,A,2015-03-05\n2015,4,B,2015-04-05\n2015,5,C,2015-05-05\n2015,1,D,2014-11-13\n", "2015-03 2015-04 2015-05 2015-01"},
		"local and of the server":  {met + "B,2019-11-09 00:00:00,2019-11-08,18:00\n", "2019-12-20 2019-11-08"},
		"local, without the other": {"name,local_date,local_time\nA,2019-12-20,16:00\nB,2019-11-08,18:00\n", "2019-12-20 2019-11-08"},
		"a decade without a year":  {"title,year,decade\nA,,1970s\nB,1961,1960s\nC,,Undated\nD,1957,1960s\n", "197X 1961 REFUSED REFUSED"},
		"a decade that is none":    {"title,year,decade\nA,,x\nB,1961,y\n", "REFUSED 1961"},
		"a name that is displayed": {"event_id,name_display,year,description,outcome\na-b,Fair,1961,About Fair.,\"Many more words about it, and how it ended.\"\nb-c,Feast,1962,About Feast.,Other words about how it ended there.\n", "1961 1962"},
	} {
		in := read(t, File{Name: "a.csv", Data: []byte(x.table)}, "")
		var got []string
		for _, line := range strings.Split(strings.TrimSpace(tell(in)), "\n") {
			if cells := strings.Split(line, "\t"); len(cells) > 1 {
				got = append(got, cells[1])
			}
		}
		if text := strings.Join(got, " "); text != x.want || strings.HasPrefix(name, "a name") && in.Rows[0].Title != "Fair" || strings.HasPrefix(name, "local") && !strings.Contains(text, "2019-12-20") {
			t.Errorf("%s: want %s, got\n%s", name, x.want, tell(in))
		}
	}
}
