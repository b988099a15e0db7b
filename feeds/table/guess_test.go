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
		"no header":                    {"2019-05-24,Fair in the hall\n2020-06-01,Feast on the square\n", "date title"},
		"unknown names":                {"Foo,Bar\n2019-05-24,Fair in the hall\n2020-06-01,Feast on the square\n", "date title"},
		"the title that differs":       {"Wann genau,Art,Was es war\n2019-05-24,Fest,Messe in der Halle\n2020-06-01,Fest,Feier auf dem Platz\n", "date - title"},
		"the shorter of two texts":     {"Tag,Kurz,Lang\n2019-05-24,Messe,\"" + strings.Repeat("viele Worte ", 40) + "\"\n2020-06-01,Feier,\"" + strings.Repeat("mehr Worte ", 40) + "\"\n", "date title -"},
		"a title in half of the rows":  {"Date,X\n2019-05-24,Fair\n2020-06-01,\n", "date title"},
		"a title in fewer":             {"Date,X\n2019-05-24,Fair\n2020-06-01,\n2021-06-01,\n", "problem: no column is known for a title"},
		"numbers are no title":         {"Date,X,Y\n2019-05-24,12,Fair\n2020-06-01,13,Feast\n", "date - title"},
		"addresses are no title":       {"Date,X,Y\n2019-05-24,https://example.org/a,Fair\n2020-06-01,https://example.org/b,Feast\n", "date - title"},
		"times are no title":           {"Date,X,Y\n2019-05-24,10:00,Fair\n2020-06-01,11:00,Feast\n", "date - title"},
		"a body needs no title":        {"Date,Description\n2019-05-24,Fair\n2020-06-01,Feast\n", "date body"},
		"a date that is a time":        {"Day of it,Date,Title\n2019-05-24,10:00,Fair\n2020-06-01,11:00,Feast\n", "date time title"},
		"a time that is a date":        {"Time,Title\n2019-05-24,Fair\n2020-06-01,Feast\n", "date title"},
		"an end that is a time":        {"Date,Start Time,End,Title\n2019-05-24,10:00,12:00,Fair\n2020-06-01,11:00,13:00,Feast\n", "date time endtime title"},
		"an end time that is a date":   {"Date,End Time,Title\n2019-05-24,2019-05-26,Fair\n2020-06-01,2020-06-02,Feast\n", "date end title"},
		"a day that is a date":         {"Day,Title\n2019-05-24,Fair\n2020-06-01,Feast\n", "date title"},
		"a date that is a day":         {"Year,Month,Date,Title\n2019,5,24,Fair\n2020,6,1,Feast\n", "year month day title"},
		"Tag that is a day":            {"Jahr,Monat,Tag,Titel\n2019,5,24,Fair\n2020,6,0,Feast\n2020,7,1,Ball\n", "year month day title"},
		"Tag that is a tag":            {"Jahr,Tag,Titel\n2019,music,Fair\n2020,dance,Feast\n", "year tags title"},
		"a day without a month":        {"Year,Day,Title\n2019,24,Fair\n2020,1,Feast\n", "year - title"},
		"a month without a year":       {"Month,Title\nMay,Fair\nJune,Feast\n", "problem: no column is known for a date"},
		"a type that is no kind":       {"Date,Type,Title\n2019,Fest,Fair\n2020,Ball,Feast\n", "date tags title"},
		"a picture that is no address": {"Date,Image,Title\n2019,red,Fair\n2020,blue,Feast\n", "date - title"},
		"parts of the end":             {"Year,Month,Year,Month,Title\n1914,7,1918,11,War\n", "year month endyear endmonth title"},
		"nothing":                      {"a,b\nc,d\n", "problem: no column is known for a date, and none for a title"},
		"labels above":                 {"Date,Title,c1,c2,c3\n2019,Fair,x,y,z\n", "date title - - -"},
		"dates across":                 {"Was,2017-05-01,2018-05-01,2019-05-01\nFest,1,2,3\n", "problem: row 1 holds dates, so that each column is one of them; a table of events has a row for each event"},
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
