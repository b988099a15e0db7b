package table

import (
	"archive/zip"
	"bytes"
	"fmt"
	"strings"
	"testing"

	"almanac.example/events"
)

// TestGuesses finds date and title by the cells where no name tells.
func TestGuesses(t *testing.T) {
	for name, x := range map[string]struct{ table, want string }{
		"no header":                         {"2019-05-24,Fair in the hall\n2020-06-01,Feast on the square\n", "date title"},
		"unknown names":                     {"Foo,Bar\n2019-05-24,Fair in the hall\n2020-06-01,Feast on the square\n", "date title"},
		"the title that differs":            {"Wann genau,Art,Was es war\n2019-05-24,Fest,Messe in der Halle\n2020-06-01,Fest,Feier auf dem Platz\n", "date - title"},
		"the shorter of two texts":          {"Tag,Kurz,Lang\n2019-05-24,Messe,\"" + strings.Repeat("viele Worte ", 40) + "\"\n2020-06-01,Feier,\"" + strings.Repeat("mehr Worte ", 40) + "\"\n", "date title -"},
		"a title in half of the rows":       {"Date,X\n2019-05-24,Fair\n2020-06-01,\n", "date title"},
		"a title in fewer":                  {"Date,X,Y\n2019-05-24,Fair,3\n2020-06-01,,4\n2021-06-01,,5\n", "problem: no column is known for a title"},
		"days without anything":             {"Date,X,Y\n2019-05-24,Fair,\n2020-06-01,,\n2021-06-01,,\n2022-06-01,Feast,\n2023-06-01,,", "date title -"},
		"remarks where titles are empty":    {"Date,Title,Remark,Who\n2019-05-24,Fair,,A\n2020-06-01,,Born in a barn,\n2021-06-01,,Died at sea,\n", "date title title -"},
		"one remark is no title":            {"Date,Title,Remark\n2019-05-24,Fair,\n2020-06-01,Feast,\n2021-06-01,,Died at sea\n", "date title -"},
		"remarks in some of these rows":     {"Date,Title,Remark,Who\n2019-05-24,Fair,\n2020-06-01,,Born in a barn\n2021-06-01,,Died at sea\n2021-07-01,,,B\n", "date title - -"},
		"the same remark in each":           {"Date,Title,Remark\n2019-05-24,Fair,\n2020-06-01,,see above\n2021-06-01,,see above\n", "date title -"},
		"when the form was filled in":       {"Zeitstempel,Titel,Beginn\n26.08.2024 12:53:37,Fair,09:00\n27.08.2024 12:53:37,Feast,10:00\n", "problem: no column is known for a date"},
		"minutes are no years":              {"Title,Running time,Release date\nFair,118,1986\nFeast,97,\nBall,101,1990\n", "title - date"},
		"minutes alone":                     {"Title,Running time\nFair,118\nFeast,97\nBall,101\n", "problem: no column is known for a date"},
		"early years by another name":       {"Title,Eruption year\nFair,79\nFeast,472\nBall,1631\n", "title date"},
		"numbers of titles":                 {"title_id,Date,X\n1,2019-05-24,Fair\n2,2020-06-01,Feast\n", "- date title"},
		"titles in Indonesian":              {"title_en,title_id,Date\nFair,Pekan,2019-05-24\nFeast,Pesta,2020-06-01\n", "title_en title_id date"},
		"year and month of a release":       {"release_year,release_month,item,blog_date\n2007,October,Alpha,\"Oct 16, 2007\"\n2015,January,Beta,\"Nov 13, 2014\"\n", "year month title -"},
		"from which programs count":         {"Name,Sorted by\nAnna,1900-01-01 07:15:00\nBert,1900-01-01 08:15:00\n", "problem: no column is known for a date"},
		"times with that day":               {"Date,Start,Title\n2019-05-24,1899-12-30 10:00:00,Fair\n2020-06-01,1899-12-30T11:30:00,Feast\n", "date time title"},
		"a day on which programs count":     {"Date,Title\n1900-01-01 07:15:00,Fair\n1900-01-02 07:15:00,Feast\n2020-06-01 11:30:00,Ball\n", "date title"},
		"names of files are no titles":      {"Date,Papers,Who\n2019-05-24,Some_2019_details.csv,Fair\n2020-06-01,Other_2020_list.pdf,Feast\n", "date - title"},
		"the day in the year":               {"Title,Year,conf_date,call_date,close_date\nFair,2018,2018-10-29,2018-03-03,2018-06-10\nFeast,2017,2017-10-29,2017-03-06,2017-06-01\n", "title year date - -"},
		"two days in the year":              {"Title,Year,date_a,date_b\nFair,2018,2018-10-29,2018-03-03\nFeast,2017,2017-10-29,2017-03-06\n", "title year - -"},
		"a day in another year":             {"Title,Year,conf_date\nFair,2018,2018-10-29\nFeast,2017,2018-10-29\n", "title year -"},
		"an end in the year":                {"Title,Year,Closed\nFair,2018,2018-10-29\nFeast,2017,2017-10-29\n", "title year -"},
		"a day in the year, or behind it":   {"Title,Year,Release Date,Date Rated\nA,2018,2018-10-29,2025-03-11\nB,2017,2017-10-29,\nC,2016,2017-10-29,\n", "title year date -"},
		"a day behind half of the years":    {"Title,Year,Release Date\nA,2018,2018-10-29\nB,2016,2017-10-29\n", "title year -"},
		"days that are zero":                {"Name,Start Year,Start Month,Start Day\nA,1722,0,0\nB,1586,4,17\nC,1700,0,0\n", "title year month day"},
		"dates among words":                 {"Show,Dates,Fee\nA,Current show,none\nB,Always,none\nC,By appointment,none\nD,For ever,none\nE,On demand,none\nF,Online,none\nG,Permanent,none\nH,\"May 24, 2019\",none\n", "title date -"},
		"words alone":                       {"Show,Dates\nA,Current show\nB,Always\n", "problem: no column is known for a date"},
		"a date in two languages":           {"dateEn,dateJa,bodyEn\n2027 Mar 20,2027年3月20日,Fair\n2028 Mar 2,2028年3月2日,Feast\n", "date - body_en"},
		"a long name":                       {"Date,Title,Town,\"" + strings.Repeat("how many of them came, ", 5) + "\"\n2019-05-24,Fair,A,7\n2020-06-01,Feast,B,8\n", "date title - -"},
		"addresses of galleries":            {"Date,Title,Gallery\n2019-05-24,Fair,https://example.org/1\n2020-06-01,Feast,https://example.org/2\n", "date title -"},
		"numbers are no title":              {"Date,X,Y\n2019-05-24,12,Fair\n2020-06-01,13,Feast\n", "date - title"},
		"addresses are no title":            {"Date,X,Y\n2019-05-24,https://example.org/a,Fair\n2020-06-01,https://example.org/b,Feast\n", "date - title"},
		"times are no title":                {"Date,X,Y\n2019-05-24,10:00,Fair\n2020-06-01,11:00,Feast\n", "date - title"},
		"a body needs no title":             {"Date,Description\n2019-05-24,Fair\n2020-06-01,Feast\n", "date body"},
		"a date that is a time":             {"Day of it,Date,Title\n2019-05-24,10:00,Fair\n2020-06-01,11:00,Feast\n", "date time title"},
		"a time that is a date":             {"Time,Title\n2019-05-24,Fair\n2020-06-01,Feast\n", "date title"},
		"an end that is a time":             {"Date,Start Time,End,Title\n2019-05-24,10:00,12:00,Fair\n2020-06-01,11:00,13:00,Feast\n", "date time endtime title"},
		"an end time that is a date":        {"Date,End Time,Title\n2019-05-24,2019-05-26,Fair\n2020-06-01,2020-06-02,Feast\n", "date end title"},
		"a day that is a date":              {"Day,Title\n2019-05-24,Fair\n2020-06-01,Feast\n", "date title"},
		"a date that is a day":              {"Year,Month,Date,Title\n2019,5,24,Fair\n2020,6,1,Feast\n", "year month day title"},
		"Tag that is a day":                 {"Jahr,Monat,Tag,Titel\n2019,5,24,Fair\n2020,6,0,Feast\n2020,7,1,Ball\n", "year month day title"},
		"Tag that is a tag":                 {"Jahr,Tag,Titel\n2019,music,Fair\n2020,dance,Feast\n", "year tags title"},
		"a day without a month":             {"Year,Day,Title\n2019,24,Fair\n2020,1,Feast\n", "year - title"},
		"a month without a year":            {"Month,Title\nMay,Fair\nJune,Feast\n", "problem: no column is known for a date"},
		"a type that is no kind":            {"Date,Type,Title\n2019,Fest,Fair\n2020,Ball,Feast\n", "date tags title"},
		"a picture that is no address":      {"Date,Image,Title\n2019,red,Fair\n2020,blue,Feast\n", "date - title"},
		"parts of the end":                  {"Year,Month,Year,Month,Title\n1914,7,1918,11,War\n", "year month endyear endmonth title"},
		"nothing":                           {"a,b\nc,d\n", "problem: no column is known for a date, and none for a title"},
		"labels above":                      {"Date,Title,c1,c2,c3\n2019,Fair,x,y,z\n", "date title - - -"},
		"of two titles the telling one":     {"Name,Title,Date\nMuseum,Glass,2019-05-24\nMuseum,Clay,2020-06-01\nCastle,Iron,2021-06-01\nCastle,Wood,2021-07-01\n", "- title date"},
		"of two titles the first":           {"Name,Title,Date\nGlass,Mr,2019-05-24\nClay,Dr,2020-06-01\nIron,Mr,2021-06-01\n", "title title date"},
		"two titles that take turns":        {"Name,Title,Date\nGlass,,2019-05-24\nGlass,,2020-06-01\n,Iron,2021-06-01\n,Wood,2021-06-01\n", "title title date"},
		"long numbers are no title":         {"Date,X,Y\n2019-05-24,100001,Fair\n2020-06-01,100002,Fair\n", "date - title"},
		"colours are no title":              {"Date,Colour,Y\n2019-05-24,#D4E6F1,Fair\n2020-06-01,#A9CCE3,Fair\n", "date - title"},
		"remarks are no title":              {"Start Date,Conference,Notes\n2019-05-24,Alpha,\"" + strings.Repeat("many words ", 9) + "\"\n2020-06-01,Beta,\"" + strings.Repeat("more words ", 9) + "\"\n", "date title -"},
		"remarks without anything else":     {"Start Date,Notes\n2019-05-24,Fair\n2020-06-01,Feast\n", "date title"},
		"parts of one name":                 {"eruption_start_year,volcano,event_date_year,event_date_month,event_date_day\n1538,Campi,1538,10,6\n1915,Semeru,NA,NA,NA\n", "- title year month day"},
		"parts of another name":             {"Title,birth_year,death_month,death_day\nFair,1538,10,6\nFeast,1915,1,2\n", "title date - -"},
		"parts of what was acquired":        {"Title,Date,acquired_year,acquired_month\nFair,1538,1910,6\nFeast,1600,1915,7\n", "title date - -"},
		"a date of another calendar":        {"name,date_ce,date_hijri\nHattin,1187,583\nBaghdad,1258,656\n", "title date -"},
		"an end in hours":                   {"Date,Title,Time,End\n2019-05-24,Fair,4-10pm,10\n2020-06-01,Feast,7:30pm,9\n", "date title time endtime"},
		"titles that begin as addresses":    {"Date,X,Y\n2019-05-24,http is born,1\n2020-06-01,httpd is released,2\n", "date title -"},
		"words of a bound and no dates":     {"Title,Date,Latest\nFair,2019,see below\nFeast,2020,not known\n", "title date -"},
		"words of a bound and dates":        {"Title,Earliest possible,Latest possible\nFair,1890,1910\nFeast,1870,1880\n", "title earliest latest"},
		"a bound in a calendar":             {"Subject,Start Date,All Day Event,Earliest possible\nFair,5/13/2019,True,2018\nFeast,5/14/2019,True,2018\n", "title date allday -"},
		"years of TimelineJS are no bounds": {"Year,End Year,Display Date,Headline,Media,Text\n1914,1918,1914-1918,War,,x\n1939,1945,1939-1945,Another,,y\n", "year endyear shown title image body"},
		"years beside dates in words":       {"Start Year,End Year,Display Date,Title\n1880,1890,ca. 1885,Vase\n1900,1950,1900-1950,Bowl\n", "earliest latest date title"},
		"dates across":                      {"Was,2017-05-01,2018-05-01,2019-05-01\nFest,1,2,3\n", "problem: row 1 holds dates, so that each column is one of them; a table of events has a row for each event"},
	} {
		table, err := Read(t.Context(), File{Name: "a.csv", Data: []byte(x.table)})
		if err != nil {
			t.Fatal(name, err)
		}
		m := table.Guess(Options{})
		var roles []string
		for _, c := range m.Columns {
			roles = append(roles, c.spell())
		}
		got := strings.Join(roles, " ")
		if m.Problem != "" {
			got = "problem: " + m.Problem
		}
		if got != x.want {
			t.Errorf("%s: %s, want %s", name, got, x.want)
		}
	}
}

// TestWhatIsATable is told by the name, the query of an address, or the first bytes.
func TestWhatIsATable(t *testing.T) {
	for name, want := range map[string]bool{
		"a.csv": true, "A.CSV": true, "a.tsv": true, "a.tab": true, "a.xlsx": true, "a.xlsm": true, "a.xls": true, "a.ods": true, "a.txt": false, "csv": false,
		"https://example.org/a.csv": true, "https://example.org/a.csv?x=1": true, "https://example.org/a.html": false,
		"https://example.org/pub?output=csv": true, "https://example.org/gviz?tqx=out:csv": true, "https://example.org/export?format=xlsx": true,
		"https://example.org/pub?output=html": false, "pub?output=csv": false, "https://example.org/pub?name=csv": false,
	} {
		if got := IsTable(name, []byte("a,b\n")); got != want {
			t.Errorf("%s: %v", name, got)
		}
	}
	for data, want := range map[string]bool{"a,b\n": false, `{"events":[{"start_date":{"year":"1914"},"text":{"headline":"War"}}]}`: true, `{"a":1}`: false} {
		if got := IsTable("x", []byte(data)); got != want {
			t.Errorf("%s: %v", data, got)
		}
	}
}

// TestFarYears have their sign and as many digits as they need.
func TestFarYears(t *testing.T) {
	for year, want := range map[string]string{"-10000": "-9999", "-10001": "Y-10000", "-1": "0000", "1": "0001", "-44": "-0043", "999": "0999"} {
		in := read(t, File{Name: "a.csv", Data: []byte("Year,Headline,Media,Text\n" + year + ",War,,x\n")}, "")
		if got := strings.Split(tell(in), "\t")[1]; got != want {
			t.Errorf("%s: %s, want %s", year, got, want)
		}
	}
}

// TestRevisions are told of the record's own tables only.
func TestRevisions(t *testing.T) {
	for name, x := range map[string]struct {
		table string
		want  events.Rev
	}{
		"own":                {"id,status,date,title_en,slug,rev\na,published,2019,Fair,fair,7\n", 7},
		"without a revision": {"id,status,date,title_en,slug,rev\na,published,2019,Fair,fair,\n", 0},
		"no number":          {"id,status,date,title_en,slug,rev\na,published,2019,Fair,fair,x7\n", 0},
		"of another table":   {"date,title,rev\n2019,Fair,7\n", 0},
	} {
		if in := read(t, File{Name: "a.csv", Data: []byte(x.table)}, ""); len(in.Rows) != 1 || in.Rows[0].Event == nil || in.Rows[0].Rev != x.want {
			t.Errorf("%s: %+v", name, in.Rows)
		}
	}
}

// TestMostParts bounds the files of a package.
func TestMostParts(t *testing.T) {
	for _, more := range []int{0, 1} {
		var b bytes.Buffer
		z := zip.NewWriter(&b)
		for n := range mostParts + more {
			name := fmt.Sprintf("x/%d", n)
			if n == 0 {
				name = workbookPart
			}
			if _, err := z.Create(name); err != nil {
				t.Fatal(err)
			}
		}
		if err := z.Close(); err != nil {
			t.Fatal(err)
		}
		_, err := Read(t.Context(), File{Data: b.Bytes()})
		if tooMany := err != nil && strings.Contains(err.Error(), "holds more than 10000 files"); tooMany != (more > 0) {
			t.Errorf("%d files: %v", mostParts+more, err)
		}
	}
}
