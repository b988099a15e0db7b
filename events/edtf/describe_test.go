package edtf

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"reflect"
	"strconv"
	"strings"
	"testing"
	"time"
)

var update = flag.Bool("update", false, "write the golden files anew")

func TestDescribeSaysWhatAnEditorExpects(t *testing.T) {
	tests := []struct {
		in     string
		style  Style
		zh, en string
	}{
		{"2019-04-10", Short, "2019年4月10日", "10 April 2019"},
		{"2019-04-10", Compact, "2019年4月10日", "10 Apr 2019"},
		{"2019-04-10", Long, "2019年4月10日星期三", "Wednesday 10 April 2019"},
		{"2019-05-24/2019-05-26", Short, "2019年5月24—26日", "24–26 May 2019"},
		{"2019-05", Short, "2019年5月（日期不详）", "May 2019 (day not recorded)"},
		{"1963~", Short, "约1963年", "c. 1963"},
		{"1963?", Short, "1963年（存疑）", "1963 (uncertain)"},
		{"196X", Short, "20世纪60年代", "the 1960s"},
		{"2019-35", Short, "2019年第三季度", "Q3 2019"},
		{"2019-40", Short, "2019年上半年", "first half of 2019"},
		{"2018/2021", Short, "2018年—2021年", "2018–2021"},
		{"2019/..", Short, "2019年起", "from 2019"},
		{"../2019", Short, "至2019年止", "until 2019"},
		{"-0220", Short, "公元前221年", "221 BC"},
		{"201X", Short, "2010年代", "the 2010s"},
		{"20XX", Short, "21世纪", "the 21st century"},
	}
	for _, test := range tests {
		v := MustParse(test.in)
		if got := described(v, "zh", test.style); got != test.zh {
			t.Errorf("%s in zh: %s, want %s", test.in, got, test.zh)
		}
		if got := described(v, "en", test.style); got != test.en {
			t.Errorf("%s in en: %s, want %s", test.in, got, test.en)
		}
	}
}

func TestDescribeChoosesALanguage(t *testing.T) {
	v := MustParse("2019-05-24")
	for lang, want := range map[string]string{
		"zh": "2019年5月24日", "zh-CN": "2019年5月24日", "ZH_Hans": "2019年5月24日",
		"en": "24 May 2019", "en-GB": "24 May 2019", "zh-Hant-HK": "2019年5月24日", "de-AT": "24. Mai 2019", "fr": "24 mai 2019",
		"zh-": "2019年5月24日",
	} {
		if got := described(v, lang, Short); got != want {
			t.Errorf("in %q: %s, want %s", lang, got, want)
		}
	}
}

func TestWeekdayOnlyWhenTheDayIsKnown(t *testing.T) {
	for _, row := range rows(t, "valid.tsv", 6) {
		v := MustParse(row[0])
		known := v.Precision() == PrecisionDay || v.Precision() == PrecisionDays || v.Precision() == PrecisionTime
		if known && !v.Uncertain() && !v.Approximate() {
			continue
		}
		if text := described(v, "zh", Long); strings.Contains(text, "星期") || strings.Contains(text, "（周") {
			t.Errorf("%s: %s", row[0], text)
		}
		if text := described(v, "en", Long); strings.Contains(text, "day ") && !strings.Contains(text, "a day") &&
			!strings.Contains(text, "(day") && !strings.Contains(text, " day ") {
			t.Errorf("%s: %s", row[0], text)
		}
	}
}

func TestDifferentValuesReadDifferently(t *testing.T) {
	// What is meant must not get lost in the words: two values that read the
	// same in the long style are the same value, but for spellings of equal
	// meaning.
	same := map[string]bool{}
	for _, group := range [][]string{
		{"2004-06", "2004-06/2004-06"}, {"2004", "2004/2004"}, {"2004-01-01", "2004-01-01/2004-01-01"},
		{"199X", "199X/199X"}, {"Y17E7", "Y170000000"},
	} {
		for _, s := range group[1:] {
			same[s] = true
		}
	}
	for _, lang := range Languages() {
		read := map[string]Value{}
		for _, row := range rows(t, "describe.tsv", 1) {
			v := MustParse(row[0])
			text := described(v, lang, Long)
			if other, ok := read[text]; ok && !same[row[0]] {
				t.Errorf("%s and %s both read %s", other, v, text)
			}
			read[text] = v
		}
	}
}

// TestDescribeGolden keeps the words of all kinds of values, one file a
// language and all styles, to be read by people.
func TestDescribeGolden(t *testing.T) {
	for _, lang := range Languages() {
		var b strings.Builder
		for _, row := range rows(t, "describe.tsv", 1) {
			v := MustParse(row[0])
			long, short, compact := described(v, lang, Long), described(v, lang, Short), described(v, lang, Compact)
			fmt.Fprintf(&b, "%s\n\tlong    %s\n", row[0], long)
			if short != long {
				fmt.Fprintf(&b, "\tshort   %s\n", short)
			}
			if compact != short {
				fmt.Fprintf(&b, "\tcompact %s\n", compact)
			}
		}
		golden(t, "testdata/describe/"+lang+".golden", b.String())
	}
}

// golden holds a text to a file, or writes the file anew.
func golden(t *testing.T, name, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(name, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	gotLines, wantLines := strings.Split(got, "\n"), strings.Split(string(want), "\n")
	for i := range min(len(gotLines), len(wantLines)) {
		if gotLines[i] != wantLines[i] {
			t.Fatalf("%s, line %d:\n got %s\nwant %s", name, i+1, gotLines[i], wantLines[i])
		}
	}
	if len(gotLines) != len(wantLines) {
		t.Fatalf("%s: %d lines, want %d", name, len(gotLines), len(wantLines))
	}
}

func TestLanguagesAreWhole(t *testing.T) {
	if got := strings.Join(Languages(), " "); got != "ar de en es fr ja zh-Hans zh-Hant" {
		t.Errorf("languages %s", got)
	}
	for _, lang := range Languages() {
		l := languageOf(lang)
		if !Speaks(lang) || !strings.Contains(l.CLDR.Source, "CLDR") {
			t.Errorf("%s: source %q", lang, l.CLDR.Source)
		}
		fields := reflect.ValueOf(l.full)
		for i := range fields.NumField() {
			name := fields.Type().Field(i).Name
			optional := strings.Contains(" Group Article Of FirstDay Compact DecadeFirst DecadeOld DecadeOldFirst NumericMonths MonthFirst Roman ElideYear ", " "+name+" ")
			if fields.Field(i).IsZero() && !optional {
				t.Errorf("%s: write.%s is missing", lang, name)
			}
		}
	}
	if Speaks("pt") || MonthName("pt", time.May, Long) != "" || WeekdayName("pt", time.Monday, Long) != "" {
		t.Error("Portuguese has words")
	}
	for _, lang := range []string{"pt", "", "zhx", "-en"} {
		for _, v := range []Value{{}, MustParse("2019-05-24")} {
			if words, err := v.Describe(lang, Long); !errors.Is(err, ErrLanguage) || words != "" || !strings.Contains(err.Error(), strconv.Quote(lang)) {
				t.Errorf("in %q %s is %q, %v", lang, v, words, err)
			}
		}
	}
}

func TestUnknownKeysOfALanguageFileAreFaults(t *testing.T) {
	for _, bad := range []string{`{`, `{"write": 1}`, `{"write": {"year": 1}}`, `{"write": {"compact": 1}}`} {
		if _, err := readLanguage([]byte(bad)); err == nil {
			t.Errorf("%s is read", bad)
		}
	}
	names := func() cldrNames { c := languageOf("en").CLDR; return c }
	for _, bad := range []string{`{"sesson": ["x"]}`, `{"season": "x"}`, `{"era": "x"}`, `{"era": [["x","y","2019-01-01",""]]}`, `{"era": [["x","1","no day",""]]}`} {
		l := &language{Tags: []string{"xx"}, CLDR: names()}
		if err := json.Unmarshal([]byte(bad), &l.Read); err != nil {
			t.Fatal(err)
		}
		if err := (&lexicon{byRune: map[rune][]meaning{}}).addLanguage(l); err == nil {
			t.Errorf("%s is taken", bad)
		}
	}
}

// Pre-Gregorian days have no weekday: the sources' dates are Julian.
func TestNoWeekdayBeforeTheGregorianCalendar(t *testing.T) {
	tests := []struct{ in, long string }{
		{"1066-10-14", "14 October 1066"},
		{"-0043-03-15", "15 March 44 BC"},
		{"1582-10-14", "14 October 1582"},
		{"1582-10-15", "Friday 15 October 1582"},
		{"1605-11-05", "Saturday 5 November 1605"},
		{"1582-10-12/1582-10-16", "12–16 October 1582"},
		{"1582-10-15/1582-10-16", "15–16 October 1582 (Friday to Saturday)"},
		{"1066-10-14T09:00:00", "14 October 1066, 09:00"},
	}
	for _, test := range tests {
		if got := described(MustParse(test.in), "en", Long); got != test.long {
			t.Errorf("%s: %s, want %s", test.in, got, test.long)
		}
	}
}

func TestNamesOfMonthsAndWeekdays(t *testing.T) {
	tests := []struct{ got, want string }{
		{MonthName("en", time.September, Long), "September"},
		{MonthName("en", time.September, Compact), "Sep"},
		{MonthName("zh", time.September, Long), "9月"},
		{MonthName("zh-Hans", time.December, Compact), "12月"},
		{MonthName("en", 13, Long), ""},
		{MonthName("zh", 0, Long), ""},
		{WeekdayName("en", time.Sunday, Long), "Sunday"},
		{WeekdayName("en", time.Wednesday, Compact), "Wed"},
		{WeekdayName("zh", time.Sunday, Long), "星期日"},
		{WeekdayName("zh", time.Monday, Compact), "周一"},
		{WeekdayName("zh", 7, Long), ""},
		{WeekdayName("en", -1, Long), ""},
		{WeekdayName("de", time.Saturday, Compact), "Sa."},
		{MonthDay("en", time.January, 31, Long), "31 January"},
		{MonthDay("de", time.December, 31, Compact), "31. Dez."},
		{MonthDay("zh", time.January, 1, Long), "1月1日"},
		{MonthDay("en", 0, 1, Long), ""},
		{MonthDay("en", 13, 1, Long), ""},
		{MonthDay("pt", time.May, 1, Long), ""},
	}
	for _, test := range tests {
		if test.got != test.want {
			t.Errorf("got %q, want %q", test.got, test.want)
		}
	}
}

// described words a value in a language that there are words of.
func described(v Value, lang string, style Style) string {
	return describedIn(v, Gregorian, lang, style)
}

func describedIn(v Value, c Calendar, lang string, style Style) string {
	words, err := v.DescribeIn(c, lang, style)
	if err != nil {
		panic(err)
	}
	return words
}
