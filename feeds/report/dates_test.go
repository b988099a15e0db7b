package report

import "testing"

// resolveAll finds the dates of a text and resolves them as in a report about
// the year given.
func resolveAll(text string, at place) []string {
	var out []string
	for _, e := range findDates([]rune(text)) {
		d, ok := at.resolve(e)
		if !ok {
			out = append(out, "?")
			continue
		}
		out = append(out, d.text)
		if d.precision >= byMonth {
			at.last, at.paragraph = d.from, d.from
		}
		if e.from.saysYear() {
			at.sentence = d.from
		}
	}
	return out
}

// TestChineseDates reads the forms of Chinese dates; the report is of 2019.
func TestChineseDates(t *testing.T) {
	for text, want := range map[string]string{
		"2019年3月5日":             "2019-03-05",
		"2019 年 3 月 5 日":        "2019-03-05",
		"2019年3月1 2日":           "2019-03-12",
		"3月5日":                  "2019-03-05",
		"3月5号，":                 "2019-03-05",
		"3月份":                   "2019-03",
		"民國一百一十二年三月":            "2023-03",
		"民國一○八年三月五日":            "2019-03-05",
		"民國百年":                  "2011",
		"于108.03.05通过":          "2019-03-05",
		"1980年代中期":              "198X",
		"一九八〇年代":                "198X",
		"八十年代":                  "198X",
		"三月卅一日":                 "2019-03-31",
		"渔会3、4月间开会":             "2019-03/2019-04",
		"2019年深秋":               "2019-23",
		"2019年初春":               "2019-21",
		"2019年元旦":               "2019-01-01",
		"二〇一九年十二月三十一日":          "2019-12-31",
		"二○一九年十月":               "2019-10",
		"一九九0年六月":               "1990-06",
		"十一月廿三日":                "2019-11-23",
		"24年7月":                 "2024-07",
		"98年7月":                 "1998-07",
		"民国八年五月四日":              "1919-05-04",
		"民国元年":                  "1912",
		"民国十六年（1927年）九月一日":      "1927-09-01",
		"民國108年1月":              "2019-01",
		"公元前221年":               "-0220",
		"10月29—31日":             "2019-10-29/2019-10-31",
		"8 月 25 日 - 26 日":       "2019-08-25/2019-08-26",
		"5月30日至6月2日":            "2019-05-30/2019-06-02",
		"5月24～26日":              "2019-05-24/2019-05-26",
		"12月28日—1月3日":           "2019-12-28/2020-01-03",
		"2018年12月28日到2019年1月3日": "2018-12-28/2019-01-03",
		"3月3日、4日":               "2019-03-03/2019-03-04",
		"3—5月":                  "2019-03/2019-05",
		"7至9月":                  "2019-07/2019-09",
		"2015—2018年":            "2015/2018",
		"3月上旬":                  "2019-03",
		"5月中下旬":                 "2019-05",
		"11月底":                  "2019-11",
		"6月初":                   "2019-06",
		"2019年底":                "2019",
		"2018年春":                "2018-21",
		"第三季度":                  "2019-35",
		"2020年一季度":              "2020-33",
		"三、四季度":                 "2019-35/2019-36",
		"上半年":                   "2019-40",
		"2018年下半年":              "2018-41",
		"2018上半年":               "2018-40",
		"2019.Q3":               "2019-35",
		"2019-03-05":            "2019-03-05",
		"2019/3/5":              "2019-03-05",
		"2019.03.05":            "2019-03-05",
		"2015.1.15-1.17":        "2015-01-15/2015-01-17",
		"2020.06.01—06.07":      "2020-06-01/2020-06-07",
		"2021.04—2021.06":       "2021-04/2021-06",
		"2013.6-8 ":             "2013-06/2013-08",
		"2013.8-6 ":             "2013-08",
		"2013.6-6 ":             "2013-06",
		"2013.6-8家 ":            "2013-06",
		"二、四季度":                 "2019-36",
		"一、二季度，三季度":             "2019-33/2019-34 2019-35",
		"（3.25-3.26）":           "2019-03-25/2019-03-26",
		"约2018年5月":              "2018-05~",
		"去年5月":                  "2018-05",
		"今年5月":                  "2019-05",
		"2月8日，次日":               "2019-02-08 2019-02-09",
		"2月28日。当天":              "2019-02-28 2019-02-28",
		"2017年11月。同月，次月":        "2017-11 2017-11 2017-12",
		"2017年11月。同年12月。次年1月": "2017-11 2017-12 2018-01",
		"前三季度": "",
		"3个月，2—5年，10日内，第10号，罢课三日": "",
		"2019.3.5.1 版，12.5%":      "",
		"2月30日":                   "?",
	} {
		check(t, text, want, place{option: 2019})
	}
}

// TestEnglishDates does the same for English.
func TestEnglishDates(t *testing.T) {
	for text, want := range map[string]string{
		"4 March 2019":                     "2019-03-04",
		"4th of March, 2019":               "2019-03-04",
		"the 4th of March":                 "2019-03-04",
		"on the 11th of November":          "2019-11-11",
		"March 4, 2018":                    "2018-03-04",
		"March 4th":                        "2019-03-04",
		"Mar. 4, 2018":                     "2018-03-04",
		"Monday, March 4, 2019":            "2019-03-04",
		"Tuesday, the 8th of August, 2017": "2017-08-08",
		"4–6 March 2019":                   "2019-03-04/2019-03-06",
		"4 and 5 March":                    "2019-03-04/2019-03-05",
		"March 4-6, 2018":                  "2018-03-04/2018-03-06",
		"30 September to 2 October":        "2019-09-30/2019-10-02",
		"December 28 – January 3, 2019":    "2018-12-28/2019-01-03",
		"between June and August":          "2019-06/2019-08",
		"in March 2018":                    "2018-03",
		"in early March":                   "2019-03",
		"mid-July 2018":                    "2018-07",
		"at the end of May":                "2019-05",
		"in late 2018":                     "2018",
		"Q3 2018":                          "2018-35",
		"2018 Q3":                          "2018-35",
		"the third quarter of 2018":        "2018-35",
		"in Q4":                            "2019-36",
		"H1 2018":                          "2018-40",
		"the first half of 2018":           "2018-40",
		"the second half of the year":      "2019-41",
		"in the spring of 2018":            "2018-21",
		"summer 2018":                      "2018-22",
		"in 1903":                          "1903",
		"2018-12-20":                       "2018-12-20",
		"20.12.2018":                       "2018-12-20",
		"11/30/2018":                       "2018-11-30",
		"on 2 May 2018. The following day": "2018-05-02 2018-05-03",
		"in May 2018. That same year":      "2018-05 2018",
		"in May 2018. Later that month":    "2018-05 2018-05",
		"on the 21st of that month":        "?",
		"c. 1980 – extended":               "1980~",
		"you may march on, April said":     "",
		"May I ask? Sun and sat.":          "",
		"12,000 people, version 3.14, 80%": "",
		"OPS-2021-04":                      "",
	} {
		check(t, text, want, place{option: 2019})
	}
}

func check(t *testing.T, text, want string, at place) {
	t.Helper()
	got := ""
	for i, d := range resolveAll(text, at) {
		if i > 0 {
			got += " "
		}
		got += d
	}
	if got != want {
		t.Errorf("%q: got %q, want %q", text, got, want)
	}
}

// TestYearFromContext takes the year from where it is said, the nearest
// first, and from nowhere else.
func TestYearFromContext(t *testing.T) {
	for _, c := range []struct {
		what string
		at   place
		want string
	}{
		{"nothing is known", place{}, "?"},
		{"given", place{option: 2019}, "2019-05"},
		{"in the title", place{title: 2018}, "2018-05"},
		{"given, against the title", place{option: 2019, title: 2018}, "2019-05"},
		{"in a heading", place{option: 2019, heading: point{year: 2017, era: true}}, "2017-05"},
		{"earlier in the sentence", place{option: 2019, sentence: point{year: 2016, era: true}}, "2016-05"},
		{"in the section, with nothing else", place{last: point{year: 2015, era: true}}, "2015-05"},
		{"in a session, first half", place{from: point{year: 2013, month: 9}, to: point{year: 2014, month: 8}}, "2014-05"},
	} {
		got := "?"
		if d, ok := c.at.resolve(findDates([]rune("5月"))[0]); ok {
			got = d.text
		}
		if got != c.want {
			t.Errorf("%s: got %s, want %s", c.what, got, c.want)
		}
	}
}

// TestAmbiguousFigures marks dates that may be read in two ways.
func TestAmbiguousFigures(t *testing.T) {
	for text, want := range map[string]bool{"04/03/2019": true, "04/13/2019": false, "3.4.2019": true, "2019-04-03": false} {
		e := findDates([]rune(text))
		if len(e) != 1 || e[0].ambiguous != want {
			t.Errorf("%s: %+v, want ambiguous %v", text, e, want)
		}
	}
}

// TestWholeDates tells headings that are only a date from others.
func TestWholeDates(t *testing.T) {
	for text, want := range map[string]bool{
		"一月": true, "【3月】": true, "2019年5月": true, "JANUARY": true, "Q3": true, "Second quarter": true, "2019": true, "3.15": true, "Oct.": true, "1/20": true,
		"1月大事": false, "2019年度": false, "March on": false, "第三": false, "": false, "12345": false,
	} {
		if _, ok := wholeDate([]rune(text)); ok != want {
			t.Errorf("%q: %v, want %v", text, ok, want)
		}
	}
}

// TestCovers says which dates lie within another, for the mentions of one event.
func TestCovers(t *testing.T) {
	at := place{option: 2019}
	date := func(text string) resolved {
		found := findDates([]rune(text))
		if len(found) != 1 {
			t.Fatalf("%s: %d dates", text, len(found))
		}
		d, ok := at.resolve(found[0])
		if !ok {
			t.Fatalf("%s does not resolve", text)
		}
		return d
	}
	for _, c := range []struct {
		vague, exact string
		want         bool
	}{
		{"3月", "3月5日", true}, {"3月", "4月5日", false}, {"3月", "3月", true}, {"3月", "4月", false}, {"2018年3月", "3月5日", false},
		{"3月5日", "3月", false}, {"3月5日—8日", "3月6日", true}, {"3月6日", "3月5日—8日", true}, {"3月5日—8日", "3月9日", false},
		{"3月5日—8日", "3月5日", true}, {"3月5日—8日", "3月8日", true}, {"3月5日—8日", "3月6日—7日", false}, {"12月30日—1月2日", "12月31日", true},
		{"3—5月", "5月8日", true}, {"3—5月", "6月8日", false}, {"3—5月", "2月28日", false},
		{"三季度", "7月", true}, {"三季度", "9月2日", true}, {"三季度", "10月", false}, {"三季度", "2018年8月", false}, {"三季度", "2019年", false},
		{"上半年", "6月", true}, {"上半年", "7月", false}, {"2019年春", "3月", true}, {"2019年春", "6月", false}, {"2019年冬", "12月", true},
		{"2019年", "5月", true}, {"2019年", "2018年5月", false}, {"2015—2018年", "2018年5月", true}, {"2015—2018年", "2014年5月", false},
		{"20世纪90年代", "1995年5月", true}, {"20世纪90年代", "2001年5月", false},
	} {
		if got := covers(date(c.vague), date(c.exact)); got != c.want {
			t.Errorf("%s covers %s: %v, want %v", c.vague, c.exact, got, c.want)
		}
	}
}

// TestSums tells clauses that only give figures from those that have one.
func TestSums(t *testing.T) {
	for text, want := range map[string]bool{
		"共举办展览22个": true, "全年共接待3万人": true, "累计登记百件": true, "先后举办三场": true, "中共中央确定全国16所": false, "公共码头3座": false,
		"共同建设5个码头": false, "共建3个灯塔": false, "接待3万人": false, "共商大计": false,
	} {
		if got := totals(text); got != want {
			t.Errorf("%s: totals %v, want %v", text, got, want)
		}
	}
	for text, want := range map[string]bool{
		"建成码头12座": false, "指数为102.1": true, "售出门票3万张": false, "共有船员800人": true, "用户达60万": true, "成立于三月": false, "吞吐量30万吨": true, "第3届": false,
		"面积12亩。": true, "船长左右": false, "约百余家": true, "版本为4": false,
	} {
		if got := endsCounting([]rune(text)); got != want {
			t.Errorf("%s: ends counting %v, want %v", text, got, want)
		}
	}
	for text, want := range map[string]bool{
		"800 crew": true, "v0.8": false, "8.4 released": true, "12.5% more": true, "the 3rd quay": false, "R2-7": false, "1,200": true, "a/5 b": false, "no figure": false, "Quay 7": true,
	} {
		if got := hasNumber([]rune(text)); got != want {
			t.Errorf("%s: has a number %v, want %v", text, got, want)
		}
	}
}

// TestMonthsThatLean resolves months by the date before them, 本月 by the heading.
func TestMonthsThatLean(t *testing.T) {
	at := place{heading: point{year: 2018, era: true, month: 6}, last: point{year: 2018, era: true, month: 12}}
	for text, want := range map[string]string{"本月": "2018-06", "同月": "2018-12", "次月": "2019-01", "上月": "2018-11"} {
		check(t, text, want, at)
	}
	at.heading = point{month: 6}
	at.option = 2017
	check(t, "本月", "2017-06", at)
}
