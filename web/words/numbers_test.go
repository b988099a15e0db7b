package words

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"almanac.example/events/edtf"
)

func TestNumbersAndCounts(t *testing.T) {
	for n, want := range map[int][3]string{
		0: {"0", "0 条", "0 entries"}, 1: {"1", "1 条", "1 entry"}, 999: {"999", "999 条", "999 entries"}, 1000: {"1,000", "1,000 条", "1,000 entries"},
		1234567: {"1,234,567", "1,234,567 条", "1,234,567 entries"}, -1234: {"-1,234", "-1,234 条", "-1,234 entries"}, -123: {"-123", "-123 条", "-123 entries"},
	} {
		got := [3]string{In("en").Number(n), In("zh").Entries(n), In("en").Entries(n)}
		if got != want {
			t.Errorf("%d: %q, want %q", n, got, want)
		}
	}
	for n, want := range map[int]string{1: "1st", 2: "2nd", 3: "3rd", 4: "4th", 11: "11th", 12: "12th", 13: "13th", 21: "21st", 112: "112th"} {
		if got := english(n); got != want {
			t.Errorf("%d: %s", n, got)
		}
	}
}

// TestWordsOfOtherLanguages holds what a rule of each language makes of numbers,
// dates and lists.
func TestWordsOfOtherLanguages(t *testing.T) {
	day, err := edtf.NewDay(2019, time.May, 1)
	if err != nil {
		t.Fatal(err)
	}
	for lang, want := range map[string][15]string{
		"de":      {"1 Eintrag", "12.345 Einträge", "Mai", "Sept.", "Mi.", "221 v. Chr.", "2010er Jahre", "21. Jahrhundert", "1. Jahrhundert v. Chr.", "Mai 2019", "1. Mai", "1. Mai 2019", "a, b", "Eins. Zwei.", "Sep"},
		"fr":      {"1 entrée", "12 345 entrées", "Mai", "sept.", "mer.", "221 av. J.-C.", "années 2010", "XXIe siècle", "Ier siècle av. J.-C.", "Mai 2019", "1er mai", "1er mai 2019", "a, b", "Eins. Zwei.", "9"},
		"es":      {"1 entrada", "12.345 entradas", "Mayo", "sept", "mié", "221 a. C.", "década de 2010", "siglo XXI", "siglo I a. C.", "Mayo de 2019", "1 de mayo", "1 de mayo de 2019", "a, b", "Eins. Zwei.", "sep"},
		"ja":      {"1件", "12,345件", "5月", "9月", "水", "紀元前221年", "2010年代", "21世紀", "紀元前1世紀", "2019年5月", "5月1日", "2019年5月1日", "a、b", "Eins。Zwei。", "9"},
		"ar":      {"مدخل واحد", "12,345 مدخلًا", "مايو", "سبتمبر", "الأربعاء", "221 ق.م", "عقد 2010", "القرن 21", "القرن 1 ق.م", "مايو 2019", "1 مايو", "1 مايو 2019", "a، b", "Eins. Zwei.", "9"},
		"zh-Hant": {"1 則", "12,345 則", "五月", "9月", "週三", "西元前221年", "2010年代", "21世紀", "西元前1世紀", "2019年5月", "5月1日", "2019年5月1日", "a、b", "Eins。Zwei。", "9"},
	} {
		w := In(lang)
		got := [15]string{
			w.Entries(1), w.Entries(12345), w.MonthName(5), w.MonthShort(9), w.Weekday(time.Wednesday), w.Year(-220), w.Decade(2010), w.Century(21), w.Century(-1),
			w.MonthOf(5, 2019), w.MonthDay(5, 1), w.Date(day), w.Join([]string{"a", "b"}), w.Sentence("Eins.", "", "Zwei"), w.MonthTick(9),
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", lang, diff)
		}
	}
	for n, want := range map[int]string{0: "لا مدخلات", 2: "مدخلان", 3: "3 مدخلات", 11: "11 مدخلًا", 100: "100 مدخل", 103: "103 مدخلات"} {
		if got := In("ar").Entries(n); got != want {
			t.Errorf("%d: %q, want %q", n, got, want)
		}
	}
	if got := In("es").Number(1234) + " " + In("de").Number(1234) + " " + In("es").Number(-12345); got != "1234 1.234 -12.345" {
		t.Errorf("grouped %s", got)
	}
	for n, want := range map[int]string{1: "I", 4: "IV", 9: "IX", 19: "XIX", 40: "XL", 99: "XCIX", 100: "C", 499: "CDXCIX", 999: "CMXCIX", 3999: "MMMCMXCIX", 4000: "4000", 10_000_000_000_000: "10000000000000"} {
		if got := roman(n); got != want {
			t.Errorf("%d: %s", n, got)
		}
	}
}

// The names under the columns of a phone are three letters at most and tell the months
// apart.
func TestMonthTicks(t *testing.T) {
	for lang, want := range map[string]string{
		"en": "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec", "de": "Jan Feb Mär Apr Mai Jun Jul Aug Sep Okt Nov Dez", "es": "ene feb mar abr may jun jul ago sep oct nov dic",
		"fr": "1 2 3 4 5 6 7 8 9 10 11 12", "ar": "1 2 3 4 5 6 7 8 9 10 11 12", "zh": "1 2 3 4 5 6 7 8 9 10 11 12", "ja": "1 2 3 4 5 6 7 8 9 10 11 12",
	} {
		var got []string
		for m := 1; m <= 12; m++ {
			got = append(got, In(lang).MonthTick(m))
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s: %v", lang, got)
		}
	}
}

func TestCalendarWords(t *testing.T) {
	zh, en := In("zh"), In("en")
	day := func(y int64, m time.Month, d int) edtf.Day {
		day, err := edtf.NewDay(y, m, d)
		if err != nil {
			t.Fatal(err)
		}
		return day
	}
	for _, c := range [][2]string{
		{zh.MonthName(5), "五月"}, {en.MonthName(5), "May"}, {zh.MonthName(12), "十二月"},
		{zh.MonthShort(11), "11月"}, {en.MonthShort(11), "Nov"},
		{zh.Weekday(time.Sunday), "周日"}, {en.Weekday(time.Sunday), "Sun"},
		{zh.WeekdayLong(time.Saturday), "星期六"}, {en.WeekdayLong(time.Saturday), "Saturday"},
		{zh.Year(2019), "2019年"}, {en.Year(2019), "2019"}, {zh.Year(1), "1年"}, {en.Year(1), "1"},
		{zh.Year(0), "公元前1年"}, {en.Year(0), "1 BC"}, {zh.Year(-220), "公元前221年"}, {en.Year(-220), "221 BC"},
		{zh.Decade(2010), "2010年代"}, {en.Decade(2010), "2010s"}, {zh.Decade(0), "0年代"}, {en.Decade(-220), "220s BC"}, {zh.Decade(-220), "公元前220年代"},
		{zh.Century(21), "21世纪"}, {en.Century(21), "21st century"}, {zh.Century(-3), "公元前3世纪"}, {en.Century(-3), "3rd century BC"},
		{zh.MonthDay(4, 10), "4月10日"}, {en.MonthDay(4, 10), "10 April"},
		{zh.Date(day(2019, 5, 24)), "2019年5月24日"}, {en.Date(day(2019, 5, 24)), "24 May 2019"},
		{zh.Join([]string{"甲", "乙"}), "甲、乙"}, {en.Join([]string{"a", "b"}), "a, b"},
		{zh.Sentence("甲。", "", "乙"), "甲。乙。"}, {en.Sentence("One.", "", "Two"), "One. Two."}, {en.Sentence(), ""},
	} {
		if c[0] != c[1] {
			t.Errorf("%q, want %q", c[0], c[1])
		}
	}
}
