package words

import (
	"testing"
	"time"

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
