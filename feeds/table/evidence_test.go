package table

import (
	"strings"
	"testing"
)

// TestShortYears tells in which hundred years of two digits are by what other
// columns of the rows say.
func TestShortYears(t *testing.T) {
	const appointments = "3.9.24,9:00,10:30,a\n12.9.24,9:00,10:30,b\n19.9.24,14:00,16:00,c\n26.9.24,9:00,10:30,d\n30.9.24,9:00,10:30,e\n2.10.24,9:00,10:30,f\n"
	for name, x := range map[string]struct{ table, want, note string }{
		"an address in two rows":       {"Date,Name,Info\n10/14/24,a,\n11/6/24,b,https://example.org/d?date=2024-11-06\n1/8/25,c,https://example.org/2025/01\n", "2024-10-14", "years of two digits are of 2000 to 2099, as row 3 says"},
		"a title in two rows":          {"Date,Name\n14-Oct-15,Gallipoli in 1915\n6-Nov-16,The autumn of 1916\n", "1915-10-14", "of 1900 to 1999, as row 2 says"},
		"in one row only":              {"Date,Name,Info\n10/14/24,a,\n11/6/24,b,https://example.org/2024/d\n", "REFUSED", "say century"},
		"the whole day in one row":     {"Date,Name,Info\n10/14/24,a,\n11/6/24,b,https://example.org/d?date=2024-11-06\n", "2024-10-14", "of 2000 to 2099, as row 3 says"},
		"another day in one row":       {"Date,Name,Info\n10/14/24,a,\n11/6/24,b,https://example.org/d?date=2024-11-07\n", "REFUSED", "say century"},
		"in one row, all with times":   {"Datum,Was\n16.9.23 9:00,a\n12.10.23 9:00,b\n19.10.23 9:00,Pokal 2023-2024\n5.11.23 9:00,c\n6.11.23 9:00,d\n", "2023-09-16", "of 2000 to 2099, as row 4 says"},
		"among the years in full":      {"Date,Name\nMar-46,a\n1915,b\n1969,c\n2021,d\n", "1946-03", ""},
		"near the years in full":       {"Date,Name\n10/13/23,a\n1935,b\n1969,c\n2021,d\n", "REFUSED", ""},
		"a number among the years":     {"Date,Name\n46,a\n1915,b\nMay 1969,c\n2021,d\n", "REFUSED", ""},
		"the day of the week":          {"Date,Day,Name\n3/8/24,Sat,a\n4/10/24,Fri,b\n5/10/24,Sat,c\n", "REFUSED", "may be"},
		"of one order and hundred":     {"Date,Day,Name\n30/8/24,Fri,a\n4/10/24,Fri,b\n12/10/24,Sat,c\n", "2024-08-30", ""},
		"another day of the week":      {"Date,Day,Name\n5/10/2024,Thu,a\n30/8/2024,Fri,b\n12/10/2024,Sat,c\n", "REFUSED", "expected Saturday"},
		"in German":                    {"Datum,Wochentag,Was\n30.8.24,Fr.,a\n4.10.24,Fr.,b\n12.10.24,Sa.,c\n", "2024-08-30", ""},
		"not on all days":              {"Date,Day,Name\n30/8/24,Fri,a\n4/10/24,x,b\n12/10/24,y,c\n", "REFUSED", "may be"},
		"of two hundreds":              {"Date,Name\n10/14/15,Gallipoli in 1915\n11/6/16,The autumn of 1916\n4/25/15,The centenary of 2015\n", "REFUSED", "say century"},
		"one is far from them":         {"Date,Name\n10/14/16,Plans of 2016\n11/6/23,Works of 2023\n3/15/46,The charter\n", "REFUSED", "say century"},
		"one is far from those in it":  {"Date,Name\n10/14/2016,a\n11/6/2023,b\n3/15/46,c\n", "2016-10-14", "say century"},
		"another year":                 {"Date,Name\n10/14/15,The treaty of 1648\n11/16/16,The edict of 1685\n", "REFUSED", "say century"},
		"years that are only near":     {"Date,Name\n10/14/15,The years 1913 and 1917\n11/16/16,The years 1914 and 1918\n", "REFUSED", "say century"},
		"the first of a hundred":       {"Date,Name\n10/14/00,Games of 2000\n11/16/01,Fair of 2001\n", "2000-10-14", "of 2000 to 2099"},
		"one in ten without times":     {"Datum,Von,Bis,Was\n" + appointments + "4.10.24,9:00,10:30,g\n5.10.24,9:00,10:30,h\n6.10.24,9:00,10:30,i\n7.10.24,,,k\n", "2024-09-03", "as appointments do"},
		"two thirds on whole days":     {"Datum,Von,Bis,Was\n" + appointments + strings.Repeat("4.10.24,,,g\n", 14), "2024-09-03", "as appointments do"},
		"more of them":                 {"Datum,Von,Bis,Was\n" + appointments + strings.Repeat("4.10.24,,,g\n", 15), "REFUSED", "say century"},
		"beside the size of a picture": {"Date,Name,Info\n10/14/24,a,https://example.org/a-1024x768.jpg\n11/6/24,b,https://example.org/2024/11\n1/8/25,c,https://example.org/2025/01\n", "2024-10-14", "years of two digits are of 2000 to 2099, as row 3 says"},
		"appointments":                 {"Datum,Von,Bis,Was\n" + appointments, "2024-09-03", "as appointments do"},
		"appointments, of ranges":      {"Datum,Zeit,Was\n" + strings.ReplaceAll(strings.ReplaceAll(appointments, ":00,10:30", ":00 - 10:30"), "14:00,16:00", "14:00 - 16:00"), "2024-09-03", "as appointments do"},
		"too few":                      {"Datum,Von,Bis,Was\n24.9.14,9:00,10:30,b\n26.9.14,9:00,10:30,d\n1.10.14,9:00,10:30,e\n", "REFUSED", "may be"},
		"when they begin only":         {"Datum,Von,Was\n" + strings.NewReplacer(",10:30", "", ",16:00", "").Replace(appointments), "REFUSED", "say century"},
		"appointments of long ago":     {"Datum,Von,Bis,Was\n" + appointments + "4.10.24,9:00,10:30,Bericht 1924\n", "REFUSED", "say century"},
		"the last number is the year":  {"Datum,Was\n30.11.23,a\n07.12.23,b\n08.12.23,c\n15.12.23,d\n05.01.24,e\n02.02.24,f\n", "REFUSED", "30 November 1923 (write 1923-11-30) or Thursday 30 November 2023 (write 2023-11-30)"},
	} {
		in := read(t, File{Name: "a.csv", Data: []byte(x.table)}, "")
		text := tell(in)
		first := strings.Split(strings.SplitN(text, "\n", 2)[0], "\t")
		if first[1] != x.want || !strings.Contains(text, x.note) {
			t.Errorf("%s: want %s and %q, got\n%s", name, x.want, x.note, text)
		}
	}
}

// TestBeforeChristElsewhere takes a year with a minus for one before Christ where
// another column of a row says so.
func TestBeforeChristElsewhere(t *testing.T) {
	for name, x := range map[string]struct{ table, want string }{
		"ca. BCE":              {"Year,Name,Period\n-333,a,Warring States (ca. 333 BCE)\n-209,b,Qin\n", "-0332"},
		"v. Chr.":              {"Jahr,Name,Zeit\n-15,a,um 15 v. Chr.\n", "-0014~"},
		"in Chinese":           {"年份,事件,说明\n-221,统一,公元前221年\n", "-0220"},
		"in front":             {"year_start,title,label\n-1813,a,BC1813\n-333,b,BC333\n", "-1812"},
		"in front, with dots":  {"year_start,title,label\n-1200,a,B.C. 1200\n", "-1199"},
		"av J.-C.":             {"Date,Titre,Notes\n-2000,a,\"Tablettes, env. 2000 av J.-C., à Babylone\"\n", "-1999"},
		"of another row":       {"Year,Name,Period\n-209,b,Qin\n-333,a,333 BC\n", "-0208"},
		"another year":         {"Year,Name,Period\n-333,a,before 300 BC\n", "REFUSED"},
		"no words for it":      {"Year,Name,Period\n-333,a,333 men\n", "REFUSED"},
		"letters that go on":   {"Year,Name,Period\n-333,a,333 bcf\n", "REFUSED"},
		"in the year's column": {"Year,Name\n-333,a\n333 BC,b\n", "REFUSED"},
	} {
		in := read(t, File{Name: "a.csv", Data: []byte(x.table)}, "")
		text := tell(in)
		if first := strings.Split(text, "\t"); first[1] != x.want {
			t.Errorf("%s: want %s, got\n%s", name, x.want, text)
		}
	}
}

// TestTitleByCells chooses the title among columns whose names say little.
func TestTitleByCells(t *testing.T) {
	for name, x := range map[string]struct{ table, want string }{
		"a name with a word for it":   {"Date,ExhTitle,Textblock\n2019-05-24,Boxes,\"Boxes. The Museum of Things, Springfield, 2019.\"\n2019-06-01,Lids,\"Lids. The Museum of Things, Springfield, 2019.\"\n", "Boxes"},
		"that all rows have":          {"Date,current_park,older_park,deed\n1906-09-24,Devils Hill,,Made\n1907-12-08,El Moro,Mesa Wall,Made\n1917-06-18,El Moro,Mesa Rim,Enlarged\n1918-06-18,White Dunes,,Made\n", "Devils Hill"},
		"the place of it is none":     {"Date,Launch Site,Launch Site Name,Vehicle\n2026-06-26,\"Rocket Complex 1, Mahia\",Complex 1,Electron\n2026-06-24,\"Space Base, California\",Space Base,Falcon\n", "Electron"},
		"but for one with no other":   {"Date,Venue\n2019-05-24,Town Hall\n2019-06-01,Old Mill\n", "Town Hall"},
		"and not the town of it":      {"Date,Venue,Town\n2019-05-24,Town Hall,Springfield\n2019-06-01,Old Mill,Shelbyville\n", "Town Hall"},
		"a town alone":                {"Date,Town,Open\n2019-05-24,Springfield,true\n2019-06-01,Shelbyville,true\n", "Springfield"},
		"no yes or no":                {"Date,Venue,Open\n2019-05-24,Town Hall,true\n2019-06-01,Old Mill,false\n", "Town Hall"},
		"the place of a row":          {"Date,Title,Gallery\n2019-05-24,,Town Hall\n2019-06-01,Lids,Old Mill\n2019-06-02,Cups,Old Mill\n", "Town Hall"},
		"no place, no title":          {"Date,Title,Gallery\n2019-05-24,,\n2019-06-01,Lids,Old Mill\n2019-06-02,Cups,Old Mill\n", "REFUSED"},
		"a short text in front of it": {"year,description,context\n2013,Horizon graphs,\"Research Day, Paris\"\n2014,Soccer,\"University of Calgary\"\n2016,Data,\"City, University of London\"\n", "Horizon graphs"},
		"in front of a short text":    {"dynasty,year,description\nXia,1900,The first of them\nShang,1600,The second of them\n", "Xia"},
		"in front of a long text":     {"year,description,context\n2013," + strings.Repeat("word ", 70) + ",Horizon graphs\n2014," + strings.Repeat("text ", 70) + ",Soccer\n", "Horizon graphs"},
		"what means nothing":          {"date,name,name_en\n2019-05-24,N/A,Fair\n2019-05-25,Fest,-\n", "Fair"},
		"a text longer than a title":  {"Date,a,b\n2019-05-24,Boxes of all sorts," + strings.Repeat("word ", 70) + "\n2019-06-01,Lids of all sorts," + strings.Repeat("text ", 70) + "\n", "Boxes of all sorts"},
	} {
		in := read(t, File{Name: "a.csv", Data: []byte(x.table)}, "")
		text := tell(in)
		line, _, _ := strings.Cut(text, "\n")
		if got := strings.Split(line, "\t"); x.want == "REFUSED" && got[1] != x.want || x.want != "REFUSED" && got[len(got)-1] != x.want {
			t.Errorf("%s: want %q, got\n%s", name, x.want, text)
		}
	}
}

// TestRangeOfOneDay makes of a range that ends where it begins that day.
func TestRangeOfOneDay(t *testing.T) {
	for cell, want := range map[string]string{
		"01.09 - 01.09 2018":      "2018-09-01",
		"13.09 - 15.09 2018":      "2018-09-13/2018-09-15",
		"2018-09-01/2018-09-01":   "2018-09-01",
		"2018-09/2018-09":         "2018-09",
		"29 Sep 2018 20:00 AM":    "2018-09-29",
		"2018-09-01 / 2018-09-02": "2018-09-01/2018-09-02",
	} {
		in := read(t, File{Name: "a.csv", Data: []byte("Date,Title\n" + cell + ",a\n27.07 - 29.07 2018,b\n")}, "")
		if got := strings.Split(tell(in), "\t")[1]; got != want {
			t.Errorf("%s: want %s, got %s", cell, want, got)
		}
	}
}

// TestPairNamedForTheDate takes a pair of columns that has the date's own name for
// its bounds, and other pairs for something else.
func TestPairNamedForTheDate(t *testing.T) {
	for name, x := range map[string]struct{ head, want string }{
		"behind it":         {"date,date_begin,date_end", "17XX|[1368..1644]|[1689..1690]|1676"},
		"between its words": {"Object Date,Object Begin Date,Object End Date", "17XX|[1368..1644]|[1689..1690]|1676"},
		"of the artist":     {"Date,Begin Date,End Date", "17XX|REFUSED|REFUSED|1676"},
		"of another word":   {"Object Date,Artist Begin Date,Artist End Date", "17XX|REFUSED|REFUSED|1676"},
	} {
		rows := "18th century,1740,1790,a\n,1368,1644,b\ndatable to the nineties,1689,1690,c\n1676,1670,1680,d\n"
		in := read(t, File{Name: "a.csv", Data: []byte(x.head + ",Title\n" + rows)}, "")
		var got []string
		for _, line := range strings.Split(tell(in), "\n") {
			if f := strings.Split(line, "\t"); len(f) > 2 {
				got = append(got, f[1])
			}
		}
		if text := strings.Join(got, "|"); text != x.want {
			t.Errorf("%s: want %s, got\n%s", name, x.want, tell(in))
		}
	}
}
