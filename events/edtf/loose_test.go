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
		r, err := Reader{EDTF: true}.Read(" " + row[0] + "　")
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
		if roundabout[row[0]] || v.Precision() == PrecisionTime { // the time is kept apart
			continue
		}
		for _, lang := range Languages() {
			for _, style := range []Style{Long, Short, Compact} {
				text := described(v, lang, style)
				r, err := ParseLoose(text)
				if err != nil || style == Compact && v.n.hasPartialDoubt() {
					continue
				}
				count++
				// A pattern such as 19X5 is worded by its bounds, and read as them.
				bounds := style == Compact && r.Value.n.first == v.n.first && r.Value.n.last == v.n.last
				if !r.Value.Equal(v) && !bounds {
					t.Errorf("%s reads %s, which is read as %s", v, text, r.Value)
				}
			}
		}
	}
	if count < 2200 {
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
		in     string
		at     int // byte offset of the trouble
		reason Refusal
		want   string // in what was expected
	}{
		{"", 0, RefusedWords, "a date such as"},
		{"yesterday", 0, RefusedWords, "a date such as"},
		{"约", 0, RefusedNoUnit, "a year"},
		{"May", 0, RefusedNoYear, "a year"},
		{"May 10", 0, RefusedNoYear, "a year"},
		{"5月24日", 0, RefusedNoYear, "a year"},
		{"5月上旬", 0, RefusedNoYear, "a year"},
		{"early", 0, RefusedNoUnit, "a year, decade or century"},
		{"4/10", 0, RefusedNoYear, "a year"},
		{"2019年13月1日", 7, RefusedNoDay, "a month from 01 to 12"},
		{"2019年21月", 7, RefusedNoDay, "a month from 01 to 12"},
		{"2019年2月30日", 11, RefusedNoDay, "a day from 01 to 28"},
		{"31 April 2019", 0, RefusedNoDay, "a day from 01 to 30"},
		{"2019-02-30", 8, RefusedNoDay, "a day from 01 to 28"},
		{"　2019-02-30", 11, RefusedNoDay, "a day from 01 to 28"},
		{"2019-13-05", 5, RefusedNoDay, "a month from 01 to 12"},
		{"31/31/2019", 3, RefusedNoDay, "a month from 01 to 12"},
		{"2019年4月10日星期四", 0, RefusedWeekday, "Wednesday (星期三)"},
		{"Thursday 10 April 2019", 0, RefusedWeekday, "Wednesday (星期三)"},
		{"Friday May 2019", 0, RefusedWords, "the day beside the weekday"},
		{"2019年2020年", 7, RefusedWords, "one date"},
		{"2019 2020", 5, RefusedWords, "one date"},
		{"Q5 2019", 0, RefusedWords, "a date such as"},
		{"5th quarter 2019", 0, RefusedWords, "one date"},
		{"third half of 2019", 0, RefusedWords, "one date"},
		{"quarter of the 1960s", 0, RefusedWords, "one date"},
		{"first quarter of the 1960s", 0, RefusedForm, "a part that this unit has"},
		{"0 BC", 0, RefusedNoDay, "no year 0"},
		{"12000世纪", 0, RefusedWords, "one date"},
		{"60年代 BC", 0, RefusedForm, "cannot write it"},
		{"spring May 2019", 0, RefusedWords, "either a season"},
		{"2021–2018", 7, RefusedReversed, "an end that is not before the start"},
		{"1958-47", 5, RefusedReversed, "an end that is not before the start"},
		{"2019年5月26—24日", 16, RefusedReversed, "an end that is not before the start"},
		{"2019–2020–2021", 11, RefusedWords, "one date"},
		{"first 2019", 0, RefusedWords, "a year of four digits"},
		{"二十五年", 0, RefusedWords, "a year of four digits"},
		{"十十十年", 0, RefusedWords, "one date"},
		{strings.Repeat("9", 300), 200, RefusedLong, "a shorter text"},
		{strings.Repeat("9", 5000), 4096, RefusedLong, "a shorter text"},
		{"2019\xff", 4, RefusedWords, "a date such as"},
		{"until 2018–2021", 0, RefusedWords, "one open end"},
		{"since 2018 or 2019", 0, RefusedWords, "one open end"},
		{"until 2019 onwards", 0, RefusedWords, "one open end"},
		{"between 1910", 0, RefusedWords, "two dates between"},
		{"between c. 1910 and 1920", 8, RefusedForm, "two exact dates"},
		{"before early 1910", 7, RefusedForm, "not vague itself"},
		{"46060", 0, RefusedSerial, "a spreadsheet"},
		{"14:30", 0, RefusedNoDate, "the day beside the time"},
		{"农历八月十五", 0, RefusedCalendar, "the words of the other calendar"},
		{"FY2019", 0, RefusedFiscal, "when it begins"},
		{"n.d.", 0, RefusedEmpty, "leave the field empty"},
		{"1968, printed 2011", 6, RefusedTwo, "one date"},
	}
	for _, test := range tests {
		r, err := ParseLoose(test.in)
		var refused *RefusedError
		if !errors.As(err, &refused) {
			t.Errorf("ParseLoose(%q) = %v, %v; want a *RefusedError", test.in, r.Value, err)
			continue
		}
		if refused.Offset != test.at || refused.Reason != test.reason || !strings.Contains(refused.Expected, test.want) {
			t.Errorf("ParseLoose(%q): %s at %d expected %s; want %s at %d %s",
				test.in, refused.Reason, refused.Offset, refused.Expected, test.reason, test.at, test.want)
		}
		if !strings.Contains(err.Error(), "cannot be read as a date") {
			t.Errorf("ParseLoose(%q): %v", test.in, err)
		}
	}
}

func TestRefusalOffersWhatWasMeant(t *testing.T) {
	tests := []struct{ in, want string }{
		{"46060", `"46060" cannot be read as a date: at position 1 expected a date, not the number by which a spreadsheet keeps one, but found "46060"; perhaps Saturday 7 February 2026 (2026-02-07) is meant`},
		{"1968, printed 2011", `"1968, printed 2011" cannot be read as a date: at position 7 expected one date; choose which of the two the event has, but found "printed 2011"; perhaps 1968 (1968) is meant or 2011 (2011) is meant`},
		{"Tuesday 5 November 1605", `"Tuesday 5 November 1605" cannot be read as a date: at position 1 expected Saturday (星期六), which that day is, but found "Tuesday 5 November 1605"; perhaps Tuesday 5 November 1605 (Julian) (1605-11-15) is meant`},
	}
	for _, test := range tests {
		if _, err := ParseLoose(test.in); err == nil || err.Error() != test.want {
			t.Errorf("ParseLoose(%q):\n got %v\nwant %s", test.in, err, test.want)
		}
	}
}

func TestRefusalsAreStableWords(t *testing.T) {
	seen := map[string]bool{}
	for r := RefusedWords; r <= RefusedLong; r++ {
		if name := r.String(); name == "" || strings.Contains(name, "Refusal(") || seen[name] {
			t.Errorf("refusal %d is called %q", r, name)
		} else {
			seen[name] = true
		}
	}
	if got := Refusal(99).String(); got != "Refusal(99)" {
		t.Errorf("an unknown refusal is called %q", got)
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

// hasPartialDoubt reports whether a component is doubted for itself, which the
// Compact style does not tell.
func (n *node) hasPartialDoubt() bool {
	for d := range n.dates() {
		if _, partial := d.doubt(); partial != [3]Qualifier{} {
			return true
		}
	}
	return false
}
