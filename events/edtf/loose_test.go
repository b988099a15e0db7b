package edtf

import (
	"errors"
	"strings"
	"testing"
)

func TestParseLooseReadsWhatPeopleType(t *testing.T) {
	for _, row := range rows(t, "loose.tsv", 2) {
		r, err := ParseLoose(row[0])
		if err != nil {
			t.Errorf("ParseLoose(%q): %v", row[0], err)
			continue
		}
		if got := r.Value.String(); got != row[1] {
			t.Errorf("ParseLoose(%q) = %s, want %s", row[0], got, row[1])
		}
	}
}

func TestParseLooseReadsEDTF(t *testing.T) {
	for _, row := range rows(t, "valid.tsv", 6) {
		r, err := ParseLoose(" " + row[0] + "　")
		if err != nil || !r.Value.Equal(MustParse(row[0])) {
			t.Errorf("ParseLoose(%q) = %v, %v", row[0], r.Value, err)
		}
	}
}

// What Describe writes in the short style can be typed in again, but for what
// it says about doubts of single components and about bounds.
func TestParseLooseReadsWhatDescribeWrites(t *testing.T) {
	// What these mean has a simpler spelling, which is what it is read as.
	roundabout := map[string]bool{
		"2019-X3": true, "2019-05/2019-05": true, "[1667]": true, "1950S4": true, "Y-17E7": true,
	}
	count := 0
	for _, row := range rows(t, "describe.tsv", 1) {
		v := MustParse(row[0])
		if roundabout[row[0]] {
			continue
		}
		for _, lang := range []string{"zh", "en"} {
			text := v.Describe(lang, Short)
			r, err := ParseLoose(text)
			if err != nil {
				continue
			}
			count++
			if !r.Value.Equal(v) {
				t.Errorf("%s reads %s, which is read as %s", v, text, r.Value)
			}
		}
	}
	if count < 200 {
		t.Errorf("only %d texts can be read back", count)
	}
}

func TestParseLooseNamesTheReadings(t *testing.T) {
	tests := []struct {
		in       string
		readings []string
		message  string
	}{
		{"4/10/2019", []string{"2019-04-10", "2019-10-04"},
			`"4/10/2019" is ambiguous: it may be Wednesday 10 April 2019 (write 2019-04-10) or Friday 4 October 2019 (write 2019-10-04)`},
		{"10.4.2019", []string{"2019-04-10", "2019-10-04"}, ""},
		{"1-2-2019", []string{"2019-01-02", "2019-02-01"}, ""},
		{"the 1900s", []string{"190X", "19XX"},
			`"the 1900s" is ambiguous: it may be the 1900s (decade) (write 190X) or the 20th century (write 19XX)`},
		{"c. 2000s", []string{"200X~", "20XX~"}, ""},
	}
	for _, test := range tests {
		r, err := ParseLoose(test.in)
		var ambiguous *AmbiguousError
		if !errors.As(err, &ambiguous) {
			t.Errorf("ParseLoose(%q) = %v, %v; want an *AmbiguousError", test.in, r.Value, err)
			continue
		}
		var got []string
		for _, reading := range ambiguous.Readings {
			got = append(got, reading.Value.String())
		}
		if strings.Join(got, " ") != strings.Join(test.readings, " ") {
			t.Errorf("ParseLoose(%q): readings %q, want %q", test.in, got, test.readings)
		}
		if test.message != "" && err.Error() != test.message {
			t.Errorf("ParseLoose(%q):\n got %v\nwant %s", test.in, err, test.message)
		}
	}
}

func TestParseLooseNeverGuesses(t *testing.T) {
	tests := []struct {
		in   string
		at   int    // byte offset of the trouble
		want string // in what was expected
	}{
		{"", 0, "a date such as"},
		{"yesterday", 0, "a date such as"},
		{"约", 0, "a year"},
		{"May", 0, "a year"},
		{"May 10", 0, "a year"},
		{"5月24日", 0, "a year"},
		{"5月上旬", 0, "a year"},
		{"early 2019", 0, "a month with its year"},
		{"60年代", 0, "the century of that decade"},
		{"19年", 0, "a year of four digits"},
		{"10 Apr 19", 7, "a year of four digits"},
		{"4/10/19", 5, "a year of four digits"},
		{"4/10", 0, "a year of four digits"},
		{"2019年13月1日", 7, "a month from 01 to 12"},
		{"2019年2月30日", 11, "a day from 01 to 28"},
		{"31 April 2019", 0, "a day from 01 to 30"},
		{"2019-02-30", 8, "a day from 01 to 28"},
		{"　2019-02-30", 11, "a day from 01 to 28"},
		{"2019-13-05", 5, "a month from 01 to 12"},
		{"31/31/2019", 0, "a date that exists"},
		{"2019年4月10日星期四", 0, "Wednesday (星期三)"},
		{"Thursday 10 April 2019", 0, "Wednesday (星期三)"},
		{"2019年5月24日15:30", 18, "a date such as"},
		{"1914-18", 5, "a month from 01 to 12"},
		{"2019年2020年", 7, "one date"},
		{"2019 2020", 5, "one date"},
		{"Q5 2019", 0, "a date such as"},
		{"5th quarter 2019", 0, "one date"},
		{"third half of 2019", 6, "one date"},
		{"0 BC", 0, "no year 0"},
		{"12000世纪", 0, "the years 1 to 9999"},
		{"spring May 2019", 0, "either a season"},
		{"2021–2018", 7, "an end that is not before the start"},
		{"2019年5月26—24日", 16, "an end that is not before the start"},
		{"2019–2020–2021", 11, "one date"},
		{"first 2019", 0, "a quarter or half"},
		{"十十十年", 0, "one date"},
		{strings.Repeat("9", 300), 200, "a shorter text"},
		{"2019\xff", 4, "a date such as"},
		{"1667 or earlier, or 1700 or later", 0, "one open end"},
		{"until 2018–2021", 0, "one open end"},
		{"since 2018 or 2019", 0, "one open end"},
		{"until 2019 onwards", 0, "one open end"},
	}
	for _, test := range tests {
		r, err := ParseLoose(test.in)
		var syntax *SyntaxError
		if !errors.As(err, &syntax) {
			t.Errorf("ParseLoose(%q) = %v, %v; want a *SyntaxError", test.in, r.Value, err)
			continue
		}
		if syntax.Offset != test.at || !strings.Contains(syntax.Expected, test.want) {
			t.Errorf("ParseLoose(%q): at %d expected %s; want at %d %s", test.in, syntax.Offset, syntax.Expected, test.at, test.want)
		}
		if !strings.Contains(err.Error(), "cannot be read as a date") {
			t.Errorf("ParseLoose(%q): %v", test.in, err)
		}
	}
}

func TestReadsAs(t *testing.T) {
	r, err := ParseLoose("二〇一九年四月十日")
	if err != nil {
		t.Fatal(err)
	}
	if zh, en := r.ReadsAs("zh"), r.ReadsAs("en"); zh != "2019年4月10日星期三" || en != "Wednesday 10 April 2019" {
		t.Errorf("reads as %s, %s", zh, en)
	}
}
