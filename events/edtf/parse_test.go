package edtf

import (
	"errors"
	"os"
	"strconv"
	"strings"
	"testing"
)

// rows reads a table of testdata: tab-separated, # starts a comment.
func rows(t testing.TB, name string, columns int) [][]string {
	t.Helper()
	data, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	var all [][]string
	for i, line := range strings.Split(string(data), "\n") {
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		fields := strings.Split(line, "\t")
		if len(fields) != columns {
			t.Fatalf("%s:%d: %d columns, want %d", name, i+1, len(fields), columns)
		}
		all = append(all, fields)
	}
	if len(all) == 0 {
		t.Fatalf("%s is empty", name)
	}
	return all
}

func bound(d Day, ok bool) string {
	if !ok {
		return "-"
	}
	return d.String()
}

func TestParseReadsEveryProduction(t *testing.T) {
	for _, row := range rows(t, "valid.tsv", 6) {
		v, err := Parse(row[0])
		if err != nil {
			t.Errorf("Parse(%q): %v", row[0], err)
			continue
		}
		canonical := row[5]
		if canonical == "=" {
			canonical = row[0]
		}
		got := []string{row[0], strconv.Itoa(v.Level()), bound(v.Earliest()), bound(v.Latest()), v.Precision().String(), v.String()}
		want := append(append([]string{}, row[:5]...), canonical)
		if strings.Join(got, "\t") != strings.Join(want, "\t") {
			t.Errorf("\n got %q\nwant %q", got, want)
		}
	}
}

func TestParseRefusesWithPositionAndExpectation(t *testing.T) {
	for _, row := range rows(t, "invalid.tsv", 3) {
		input, err := strconv.Unquote(row[0])
		if err != nil {
			t.Fatalf("%s: %v", row[0], err)
		}
		v, err := Parse(input)
		var syntax *SyntaxError
		if !errors.As(err, &syntax) {
			t.Errorf("Parse(%q) = %v, %v; want a *SyntaxError", input, v, err)
			continue
		}
		if !v.IsZero() {
			t.Errorf("Parse(%q) gives %v beside its error", input, v)
		}
		if strconv.Itoa(syntax.Offset) != row[1] || syntax.Expected != row[2] || syntax.Input != input {
			t.Errorf("Parse(%q): offset %d, expected %q; want %s, %q", input, syntax.Offset, syntax.Expected, row[1], row[2])
		}
	}
}

func TestSyntaxErrorSpeaksToAnEditor(t *testing.T) {
	tests := []struct{ input, want string }{
		{"", `"" is not an EDTF date: at position 1 expected a date such as 2019-05-24, 2019-05 or 2019, but it ends there`},
		{"2019-02-30", `"2019-02-30" is not an EDTF date: at position 9 expected a day from 01 to 28, as 2019 is not a leap year, but found "30"`},
		{"2005/2004", `"2005/2004" is not an EDTF date: at position 6 expected an end that is not before the start of the interval, but found "2004"`},
		{"2019-05-24年", `"2019-05-24年" is not an EDTF date: at position 11 expected the end, T and a time, or one of ? ~ % after the day, but found "年"`},
	}
	for _, test := range tests {
		_, err := Parse(test.input)
		if err == nil || err.Error() != test.want {
			t.Errorf("Parse(%q):\n got %v\nwant %s", test.input, err, test.want)
		}
	}
}

func TestParseBoundsItsWork(t *testing.T) {
	long := "[" + strings.Repeat("2019,", 100_000) + "2019]"
	_, err := Parse(long)
	var syntax *SyntaxError
	if !errors.As(err, &syntax) || syntax.Offset != 4096 {
		t.Fatalf("Parse of %d bytes: %v", len(long), err)
	}
	if n := len(err.Error()); n > 500 {
		t.Errorf("the error has %d bytes", n)
	}
	digits := "Y" + strings.Repeat("9", 4000)
	v, err := Parse(digits)
	if err != nil || v.String() != digits {
		t.Errorf("a year of 4000 digits: %v", err)
	}
}

func TestSetsAreNeverListedOut(t *testing.T) {
	allocations := testing.AllocsPerRun(100, func() { MustParse("[1000-01-01..4242-04-20]") })
	if allocations > 6 {
		t.Errorf("%v allocations for a range of a million days", allocations)
	}
}

func TestParseOfAPlainDateIsCheap(t *testing.T) {
	for _, s := range []string{"2019-05-24", "2019-05", "2019", "2019-05-24?", "199X", "2019-21", "1985-04-12T23:20:30Z"} {
		if n := testing.AllocsPerRun(100, func() { _, _ = Parse(s) }); n > 2 {
			t.Errorf("Parse(%q): %v allocations, want at most 2", s, n)
		}
	}
}

func TestMustParsePanicsOnAnError(t *testing.T) {
	defer func() {
		if err, ok := recover().(error); !ok || !strings.Contains(err.Error(), "month") {
			t.Errorf("recovered %v", err)
		}
	}()
	MustParse("2019-13")
}

func TestQualifiersByComponent(t *testing.T) {
	both := Uncertain | Approximate
	tests := []struct {
		in   string
		want Qualifiers
	}{
		{"2004-06-11", Qualifiers{}},
		{"2004-06-11?", Qualifiers{Uncertain, Uncertain, Uncertain}},
		{"2004-06~-11", Qualifiers{Approximate, Approximate, 0}},
		{"2004?-06-11", Qualifiers{Year: Uncertain}},
		{"?2004-06-~11", Qualifiers{Year: Uncertain, Day: Approximate}},
		{"2004-%06-11", Qualifiers{Month: both}},
		{"2004?-06~", Qualifiers{Year: both, Month: Approximate}},
		{"%2004-06?", Qualifiers{Year: both, Month: Uncertain}},
		{"2001-21~", Qualifiers{Year: Approximate, Month: Approximate}},
		{"Y12345%", Qualifiers{Year: both}},
		{"1984?/2004-06~", Qualifiers{Year: both, Month: Approximate}},
		{"[1667?,1668-12]", Qualifiers{Year: Uncertain}},
		{"{1667..1669,1670-01-~01}", Qualifiers{Day: Approximate}},
		{"../..", Qualifiers{}},
	}
	for _, test := range tests {
		v := MustParse(test.in)
		if got := v.Qualifiers(); got != test.want {
			t.Errorf("%s: %v, want %v", test.in, got, test.want)
		}
		all := test.want.Year | test.want.Month | test.want.Day
		if v.Uncertain() != all.Uncertain() || v.Approximate() != all.Approximate() {
			t.Errorf("%s: uncertain %v, approximate %v", test.in, v.Uncertain(), v.Approximate())
		}
	}
}
