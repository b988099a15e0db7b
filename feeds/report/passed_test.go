package report_test

import (
	"strings"
	"testing"

	"almanac.example/feeds/report"
)

// TestPassedDatesKnowTheirPlace holds what a person needs who takes a date that
// was left out.
func TestPassedDatesKnowTheirPlace(t *testing.T) {
	for _, test := range []struct {
		name, text, wording    string
		date, sentence, lang   string
		section, before, flags string
	}{
		{"its year is stated", "# Harbour\n\nThe pier rotted. As of 31 May 2019 the museum had 40 staff. It closed.\n", "31 May 2019", "2019-05-31", "As of 31 May 2019 the museum had 40 staff.", "en", "Harbour", "As of ", ""},
		{"its year is the report's", "# 总体情况\n\n截至9月底，全市有高新技术企业一万家。\n", "9月底", "2019-09", "截至9月底，全市有高新技术企业一万家。", "zh", "总体情况", "截至", ""},
		{"its year is not known", "The ferry was sold on 4 May.\n", "4 May", "", "The ferry was sold on 4 May.", "en", "", "The ferry was sold on ", ""},
		{"a running head", "第一章 2019年3月大事 ........ 3\n\n3月5日，新馆开馆。\n", "2019年3月", "", "第一章 2019年3月大事 ........ 3", "zh", "", "第一章 ", ""},
		{"a plan of years", "发布《二〇一九年六月统计月报》。", "二〇一九年六月", "2019-06", "发布《二〇一九年六月统计月报》。", "zh", "", "发布《", ""},
		{"last year", "客流比去年5月增长5%。\n", "去年5月", "2018-05", "客流比去年5月增长5%。", "zh", "", "客流比", "year-guessed"},
	} {
		year := 2019
		if test.date == "" && test.lang == "en" {
			year = 0
		}
		r := extract(t, "a.md", test.text, report.Options{Year: year})
		var found *report.Passed
		for i := range r.Passed {
			if r.Passed[i].Wording == test.wording {
				found = &r.Passed[i]
			}
		}
		if found == nil {
			t.Errorf("%s: passed %+v", test.name, r.Passed)
			continue
		}
		var flags []string
		for _, f := range found.Flags {
			flags = append(flags, string(f))
		}
		if found.Date != test.date || found.Sentence.Text != test.sentence || found.Lang != test.lang || found.Section != test.section || strings.Join(flags, " ") != test.flags {
			t.Errorf("%s: %+v", test.name, *found)
		}
		if at := found.Quote.Start - found.Sentence.Start; found.Sentence.Text[:at] != test.before || found.Sentence.End-found.Sentence.Start != len(test.sentence) {
			t.Errorf("%s: before the date stands %q", test.name, found.Sentence.Text[:at])
		}
	}
}
