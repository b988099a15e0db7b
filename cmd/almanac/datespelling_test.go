package main

import (
	"bytes"
	"errors"
	"fmt"
	"strings"

	"almanac.example/events"
	"almanac.example/events/edtf"
)

// spellings are what docs/dates.md shows of the loose reader, by what they
// have in common.
var spellings = []struct {
	title string
	texts []string
}{
	{"Read", []string{
		"10 Apr 2019", "2019年4月10日", "27/08/2025 00:00", "2025-08-27 00:00:00", "24–26 May 2019", "1835-57", "1829-30", "c. 1846–83", "winter 1834-35",
		"Q3 2019", "20世纪60年代", "the 1930s", "18th-19th century", "XVIIIe siècle", "siglo XIX", "19. Jh.", "19th", "192-", "公元前221年", "公元25年",
		"昭和5年", "民国八年", "some month in 2004",
	}},
	{"Parts of a unit, with the words kept", []string{
		"first half of the 19th century", "19世纪上半叶", "2nd quarter of the 18th century", "early 12th century", "20世纪初", "20世纪末", "mid-19th century",
		"late 1930s", "mid-2019", "2019年底", "2019年初", "2019年5月上旬", "Ende 19. Jh.", "début du XXe siècle", "20世紀前半",
	}},
	{"Before, after, between, until, since", []string{
		"before 1910", "1949年以前", "after 2000", "vor 1910", "après 1945", "between 1914 and 1918", "1888 or earlier", "until 1910", "since 1910", "not after 1910",
	}},
	{"The Julian calendar", []string{"14 October 1066 (Julian)", "25 October 1917 (O.S.)", "儒略历1066年10月14日", "11 February 1731/2", "Saturday 14 October 1066"}},
	{"With a time of day", []string{"10 Apr 2019 2pm", "2019年4月10日下午2点", "10 April 2019, 14:30–16:00 Berlin"}},
	{"Asked about", []string{
		"4/10/2019", "10/4/19", "1911-12", "1984-5", "c. 1903-04", "1952/3", "Nov/Dec 1999", "the 1900s", "late 1800s", "90年代", "11-Mar-15", "-333",
	}},
	{"Refused", []string{
		"46060", "unknown", "不详", "5月24日", "Thursday 10 April 2019", "30 February 2019", "2021–2018", "1968, printed 2011", "农历八月十五", "FY2019",
		"14:30", "early", "Ming dynasty",
	}},
}

// writeSpellings shows what the loose reader makes of what people write, and
// how values read in every language.
func writeSpellings(b *bytes.Buffer) {
	b.WriteString(spellingsIntro)
	for _, group := range spellings {
		fmt.Fprintf(b, "\n### %s\n\n| written | is | reads |\n|---|---|---|\n", group.title)
		for _, text := range group.texts {
			is, reads := madeOf(text)
			fmt.Fprintf(b, "| %s | %s | %s |\n", text, is, reads)
		}
	}
	b.WriteString("\n## In other languages\n\nA language without words of its own gets the EDTF expression, never another language.\n\n| EDTF |")
	for _, lang := range edtf.Languages() {
		fmt.Fprintf(b, " %s |", lang)
	}
	b.WriteString("\n|---|" + strings.Repeat("---|", len(edtf.Languages())) + "\n")
	for _, value := range []string{
		"2019-05-24", "2019-05-24/2019-05-26", "2019-05", "2019-21", "2019-35", "2019-40", "1963~", "1963?", "196X", "19XX", "-0220", "0079",
		"2019/..", "../2019", "[..1909]", "[1914..1918]", "1800~/1833~",
	} {
		fmt.Fprintf(b, "| %s |", value)
		for _, lang := range edtf.Languages() {
			fmt.Fprintf(b, " %s |", events.DescribeDate(edtf.MustParse(value), lang, edtf.Long))
		}
		b.WriteString("\n")
	}
}

// madeOf is what a spelling is, and how that reads in English.
func madeOf(text string) (is, reads string) {
	r, err := edtf.ParseLoose(text)
	var ambiguous *edtf.AmbiguousError
	var refused *edtf.RefusedError
	switch {
	case errors.As(err, &ambiguous):
		var values, words []string
		for _, r := range ambiguous.Readings {
			values, words = append(values, "`"+r.Value.String()+"`"), append(words, r.ReadsAs("en"))
		}
		return strings.Join(values, " or "), strings.Join(words, " or ")
	case errors.As(err, &refused):
		var words []string
		for _, r := range refused.Readings {
			if !r.Value.IsZero() {
				words = append(words, "perhaps "+r.ReadsAs("en"))
			}
		}
		return refused.Reason.String(), strings.Join(append([]string{"wanted: " + refused.Expected}, words...), "; ")
	case err != nil:
		return err.Error(), ""
	}
	is, reads = "`"+r.Value.String()+"`", r.ReadsAs("en")
	if r.Times != nil {
		is += " and " + r.Times.Start.String()
		if r.Times.End != nil {
			is += "–" + r.Times.End.String()
		}
		is = strings.TrimSpace(is + " " + r.Times.Zone)
	}
	return is, reads
}

const spellingsIntro = `
## Dates as people write them

` + "`almanac date --loose`" + ` reads what people write in Chinese, English, German, French, Spanish, Japanese and Arabic. What has two readings is asked about; what is no date is refused with a reason and, where something else was perhaps
meant, with that. Nothing is guessed: what depends on a column (the order of day and month, the century of years with two
digits, the year of dates without one, the calendar, how years before Christ are counted, words that mean no date) is a
setting of the reader, and without it the spelling stays ambiguous. The 18th century is 17XX, 1700 to 1799. Early, middle and
late are thirds of a century, decade, year or month, marked as approximate; the beginning and the end of a year are three
months. The words are kept beside the expression wherever they say something else. Before 1582-10-15 no weekday is shown, as
the sources' dates are Julian.
`
