package table

import (
	"strings"
	"testing"
)

// TestPartsOfDates reads month and day in one column beside the year, and words where
// the day would stand.
func TestPartsOfDates(t *testing.T) {
	for name, x := range map[string]struct{ table, want string }{
		"month and day":             {"年代,月/日,事件\n1839,6.3,A\n1840,6,B\n1841,10.29,C\n1842,不详,D\n,7.1,E\n", "1839-06-03 1840-06 1841-10-29 1842 REFUSED"},
		"without a sign":            {"年份,月日,事件\n1839,6月3日,A\n1840,6-13,B\n", "1839-06-03 1840-06-13"},
		"day and month":             {"Jahr,Tag/Monat,Ereignis\n1839,3.6.,A\n1840,13/6,B\n1841,6,C\n", "1839-06-03 1840-06-13 1841"},
		"months alone":              {"Year,Month / Day,Title\n1839,6/3,A\n1840,12,B\n", "1839-06-03 1840-12"},
		"no years beside it":        {"月/日,事件\n6.3,A\n6.13,B\n", "REFUSED REFUSED"},
		"half of a month":           {"年,月,日,内容\n2020,1,前半,A\n2020,10,29日,B\n2013,,半ば,C\n2024,1,くらい,D\n2024,1,何か,E\n", "2020-01-01/2020-01-15 2020-10-29 2013-05~/2013-08~ 2024-01~ REFUSED"},
		"early in a month":          {"Year,Month,Day,Title\n2020,1,early,A\n2013,,mid,B\n2020,2,maybe,C\n2020,,Sat,D\n", "2020-01-01~/2020-01-10~ 2013-05~/2013-08~ REFUSED REFUSED"},
		"two days that follow":      {"Fecha,Acontecimiento\n5 y 6 de octubre de 1789,A\n5 y 9 de octubre de 1789,B\n", "1789-10-05/1789-10-06 REFUSED"},
		"in German":                 {"Datum,Ereignis\n5. und 6. Oktober 1789,A\n31. und 1. Oktober 1789,B\n", "1789-10-05/1789-10-06 REFUSED"},
		"behind the month":          {"Date,Title\n\"October 5 & 6, 1789\",A\n\"October 5 and 6, 1789\",B\n", "1789-10-05/1789-10-06 1789-10-05/1789-10-06"},
		"a decade among decades":    {"Date,Title\n1990s,A\n2000s,B\n2020s,C\n", "199X 200X 202X"},
		"one before others":         {"Date,Title\n1900s,A\n1910s,B\n", "190X 191X"},
		"a decade beside a century": {"Date,Title\n1800s,A\n1850s,B\n", "REFUSED 185X"},
		"in Chinese":                {"年代,事件\n2000年代,A\n2010年代,B\n", "200X 201X"},
	} {
		var dates []string
		for _, line := range strings.Split(tell(read(t, File{Name: "a.csv", Data: []byte(x.table)}, "")), "\n") {
			if cells := strings.Split(line, "\t"); len(cells) > 1 {
				dates = append(dates, cells[1])
			}
		}
		if got := strings.Join(dates, " "); got != x.want {
			t.Errorf("%s: want %s, got %s", name, x.want, got)
		}
	}
}
