package table

import (
	"archive/zip"
	"bytes"
	"fmt"
	"strings"
	"testing"
)

// TestGuesses finds date and title by the cells where no name tells.
func TestGuesses(t *testing.T) {
	for name, x := range map[string]struct{ table, want string }{
		"no header":                     {"2019-05-24,Fair in the hall\n2020-06-01,Feast on the square\n", "date title"},
		"unknown names":                 {"Foo,Bar\n2019-05-24,Fair in the hall\n2020-06-01,Feast on the square\n", "date title"},
		"the title that differs":        {"Wann genau,Art,Was es war\n2019-05-24,Fest,Messe in der Halle\n2020-06-01,Fest,Feier auf dem Platz\n", "date - title"},
		"the shorter of two texts":      {"Tag,Kurz,Lang\n2019-05-24,Messe,\"" + strings.Repeat("viele Worte ", 40) + "\"\n2020-06-01,Feier,\"" + strings.Repeat("mehr Worte ", 40) + "\"\n", "date title -"},
		"a title in half of the rows":   {"Date,X\n2019-05-24,Fair\n2020-06-01,\n", "date title"},
		"a title in fewer":              {"Date,X\n2019-05-24,Fair\n2020-06-01,\n2021-06-01,\n", "problem: no column is known for a title"},
		"numbers are no title":          {"Date,X,Y\n2019-05-24,12,Fair\n2020-06-01,13,Feast\n", "date - title"},
		"addresses are no title":        {"Date,X,Y\n2019-05-24,https://example.org/a,Fair\n2020-06-01,https://example.org/b,Feast\n", "date - title"},
		"times are no title":            {"Date,X,Y\n2019-05-24,10:00,Fair\n2020-06-01,11:00,Feast\n", "date - title"},
		"a body needs no title":         {"Date,Description\n2019-05-24,Fair\n2020-06-01,Feast\n", "date body"},
		"a date that is a time":         {"Day of it,Date,Title\n2019-05-24,10:00,Fair\n2020-06-01,11:00,Feast\n", "date time title"},
		"a time that is a date":         {"Time,Title\n2019-05-24,Fair\n2020-06-01,Feast\n", "date title"},
		"an end that is a time":         {"Date,Start Time,End,Title\n2019-05-24,10:00,12:00,Fair\n2020-06-01,11:00,13:00,Feast\n", "date time endtime title"},
		"an end time that is a date":    {"Date,End Time,Title\n2019-05-24,2019-05-26,Fair\n2020-06-01,2020-06-02,Feast\n", "date end title"},
		"a day that is a date":          {"Day,Title\n2019-05-24,Fair\n2020-06-01,Feast\n", "date title"},
		"a date that is a day":          {"Year,Month,Date,Title\n2019,5,24,Fair\n2020,6,1,Feast\n", "year month day title"},
		"Tag that is a day":             {"Jahr,Monat,Tag,Titel\n2019,5,24,Fair\n2020,6,0,Feast\n2020,7,1,Ball\n", "year month day title"},
		"Tag that is a tag":             {"Jahr,Tag,Titel\n2019,music,Fair\n2020,dance,Feast\n", "year tags title"},
		"a day without a month":         {"Year,Day,Title\n2019,24,Fair\n2020,1,Feast\n", "year - title"},
		"a month without a year":        {"Month,Title\nMay,Fair\nJune,Feast\n", "problem: no column is known for a date"},
		"a type that is no kind":        {"Date,Type,Title\n2019,Fest,Fair\n2020,Ball,Feast\n", "date tags title"},
		"a picture that is no address":  {"Date,Image,Title\n2019,red,Fair\n2020,blue,Feast\n", "date - title"},
		"parts of the end":              {"Year,Month,Year,Month,Title\n1914,7,1918,11,War\n", "year month endyear endmonth title"},
		"nothing":                       {"a,b\nc,d\n", "problem: no column is known for a date, and none for a title"},
		"labels above":                  {"Date,Title,c1,c2,c3\n2019,Fair,x,y,z\n", "date title - - -"},
		"of two titles the telling one": {"Name,Title,Date\nMuseum,Glass,2019-05-24\nMuseum,Clay,2020-06-01\nCastle,Iron,2021-06-01\nCastle,Wood,2021-07-01\n", "- title date"},
		"of two titles the first":       {"Name,Title,Date\nGlass,Mr,2019-05-24\nClay,Dr,2020-06-01\nIron,Mr,2021-06-01\n", "title title date"},
		"two titles that take turns":    {"Name,Title,Date\nGlass,,2019-05-24\nGlass,,2020-06-01\n,Iron,2021-06-01\n,Wood,2021-06-01\n", "title title date"},
		"long numbers are no title":     {"Date,X,Y\n2019-05-24,100001,Fair\n2020-06-01,100002,Fair\n", "date - title"},
		"colours are no title":          {"Date,Colour,Y\n2019-05-24,#D4E6F1,Fair\n2020-06-01,#A9CCE3,Fair\n", "date - title"},
		"remarks are no title":          {"Start Date,Conference,Notes\n2019-05-24,Alpha,\"" + strings.Repeat("many words ", 9) + "\"\n2020-06-01,Beta,\"" + strings.Repeat("more words ", 9) + "\"\n", "date title -"},
		"remarks without anything else": {"Start Date,Notes\n2019-05-24,Fair\n2020-06-01,Feast\n", "date title"},
		"parts of one name":             {"eruption_start_year,volcano,event_date_year,event_date_month,event_date_day\n1538,Campi,1538,10,6\n1915,Semeru,NA,NA,NA\n", "- title year month day"},
		"parts of another name":         {"Title,birth_year,death_month,death_day\nFair,1538,10,6\nFeast,1915,1,2\n", "title date - -"},
		"parts of what was acquired":    {"Title,Date,acquired_year,acquired_month\nFair,1538,1910,6\nFeast,1600,1915,7\n", "title date - -"},
		"a date of another calendar":    {"name,date_ce,date_hijri\nHattin,1187,583\nBaghdad,1258,656\n", "title date -"},
		"an end in hours":               {"Date,Title,Time,End\n2019-05-24,Fair,4-10pm,10\n2020-06-01,Feast,7:30pm,9\n", "date title time endtime"},
		"dates across":                  {"Was,2017-05-01,2018-05-01,2019-05-01\nFest,1,2,3\n", "problem: row 1 holds dates, so that each column is one of them; a table of events has a row for each event"},
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
