package edtf_test

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"time"

	"almanac.example/events/edtf"
)

func Example() {
	v, err := edtf.Parse("2019-05-24/2019-05-26")
	if err != nil {
		fmt.Println(err)
		return
	}
	first, _ := v.Earliest()
	last, _ := v.Latest()
	fmt.Println(first, last, v.Precision())
	for _, lang := range []string{"zh", "en"} {
		words, err := v.Describe(lang, edtf.Short)
		fmt.Println(words, err)
	}
	// Output:
	// 2019-05-24 2019-05-26 days
	// 2019年5月24—26日 <nil>
	// 24–26 May 2019 <nil>
}

func ExampleParse_error() {
	_, err := edtf.Parse("2019-02-30")
	fmt.Println(err)
	var syntax *edtf.SyntaxError
	if errors.As(err, &syntax) {
		fmt.Println(syntax.Offset, syntax.Expected)
	}
	// Output:
	// "2019-02-30" is not an EDTF date: at position 9 expected a day from 01 to 28, as 2019 is not a leap year, but found "30"
	// 8 a day from 01 to 28, as 2019 is not a leap year
}

func ExampleValue_Earliest() {
	for _, s := range []string{"2019-05", "196X", "15XX-12-25", "2019-24", "1950S2", "Y-17E7", "2019/..", "../2019"} {
		v := edtf.MustParse(s)
		first, hasFirst := v.Earliest()
		last, hasLast := v.Latest()
		fmt.Printf("%-10s %v %v | %v %v\n", s, first, hasFirst, last, hasLast)
	}
	// Output:
	// 2019-05    2019-05-01 true | 2019-05-31 true
	// 196X       1960-01-01 true | 1969-12-31 true
	// 15XX-12-25 1500-12-25 true | 1599-12-25 true
	// 2019-24    2019-12-01 true | 2020-02-29 true
	// 1950S2     1900-01-01 true | 1999-12-31 true
	// Y-17E7     Y-170000000-01-01 true | Y-170000000-12-31 true
	// 2019/..    2019-01-01 true |  false
	// ../2019     false | 2019-12-31 true
}

func ExampleValue_Describe() {
	for _, s := range []string{"2019-05", "1963~", "196X", "2019-40", "2019/..", "-0220", "2004-06-~11"} {
		v := edtf.MustParse(s)
		zh, _ := v.Describe("zh", edtf.Short)
		en, _ := v.Describe("en", edtf.Short)
		fmt.Println(zh, "|", en)
	}
	// Output:
	// 2019年5月（日期不详） | May 2019 (day not recorded)
	// 约1963年 | c. 1963
	// 20世纪60年代 | the 1960s
	// 2019年上半年 | first half of 2019
	// 2019年起 | from 2019
	// 公元前221年 | 221 BC
	// 2004年6月11日（日期为约数） | 11 June 2004 (day approximate)
}

func ExampleCompare() {
	values := []edtf.Value{
		edtf.MustParse("2019"),
		edtf.MustParse("2019-06-01"),
		edtf.MustParse("2019-05"),
		edtf.MustParse("2019-05-24"),
	}
	slices.SortFunc(values, edtf.Compare)
	fmt.Println(values)
	// Output: [2019-05-24 2019-05 2019-06-01 2019]
}

func ExampleValue_Overlaps() {
	selection := edtf.MustParse("2019-05/2019-06")
	for _, s := range []string{"2019-05-24", "2019", "201X", "2020/.."} {
		v := edtf.MustParse(s)
		fmt.Println(s, v.Overlaps(selection), v.Within(selection))
	}
	// Output:
	// 2019-05-24 true true
	// 2019 true false
	// 201X true false
	// 2020/.. false false
}

func ExampleValue_Qualifiers() {
	q := edtf.MustParse("?2004-06-~11").Qualifiers()
	fmt.Println(q.Year.Uncertain(), q.Month, q.Day.Approximate())
	// Output: true  true
}

func ExampleValue_Instant() {
	v := edtf.MustParse("1985-04-12T23:20:30+04:30")
	at, ok := v.Instant(time.UTC)
	fmt.Println(at.UTC().Format(time.RFC3339), ok)
	// Output: 1985-04-12T18:50:30Z true
}

func ExampleParseLoose() {
	for _, s := range []string{"二〇一九年四月十日", "2019年5月上旬", "Apr 2019", "Q3 2019", "24–26 May 2019", "4/30/2019"} {
		r, err := edtf.ParseLoose(s)
		if err != nil {
			fmt.Println(err)
			continue
		}
		fmt.Println(r.Value, "reads as", r.ReadsAs("en"))
	}
	// Output:
	// 2019-04-10 reads as Wednesday 10 April 2019
	// 2019-05-01~/2019-05-10~ reads as c. 1–10 May 2019
	// 2019-04 reads as April 2019 (day not recorded)
	// 2019-35 reads as Q3 2019
	// 2019-05-24/2019-05-26 reads as 24–26 May 2019 (Friday to Sunday)
	// 2019-04-30 reads as Tuesday 30 April 2019
}

func ExampleParseLoose_ambiguous() {
	_, err := edtf.ParseLoose("4/10/2019")
	var ambiguous *edtf.AmbiguousError
	if errors.As(err, &ambiguous) {
		for _, r := range ambiguous.Readings {
			fmt.Println(r.Value, r.ReadsAs("en"))
		}
	}
	// Output:
	// 2019-04-10 Wednesday 10 April 2019
	// 2019-10-04 Friday 4 October 2019
}

func ExampleDay() {
	d, err := edtf.ParseDay("2019-05-24")
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(d.Weekday(), d.AddDays(10), edtf.LastDayOfMonth(2020, time.February))
	// Output: Friday 2019-06-03 2020-02-29
}

func ExampleReader() {
	// A column whose dates put the day first and write years with two digits.
	column := edtf.Reader{Order: edtf.DayFirst, HundredFrom: 1930, Empty: []string{"-"}}
	for _, s := range []string{"10/4/19", "11-Mar-85", "1911-12", "-"} {
		r, err := column.Read(s)
		var ambiguous *edtf.AmbiguousError
		var refused *edtf.RefusedError
		switch {
		case errors.As(err, &ambiguous):
			for _, r := range ambiguous.Readings {
				fmt.Println("ask:", r.Value, r.ReadsAs("en"))
			}
		case errors.As(err, &refused):
			fmt.Println("refused:", refused.Reason, refused.Expected)
		default:
			fmt.Println(r.Value, r.ReadsAs("en"))
		}
	}
	// Output:
	// 2019-04-10 Wednesday 10 April 2019
	// 1985-03-11 Monday 11 March 1985
	// ask: 1911-12 December 1911 (day not recorded)
	// ask: 1911/1912 1911–1912
	// refused: empty a date; leave the field empty when there is none
}

func ExampleReading_asWritten() {
	for _, s := range []string{"early 12th century", "2019年底", "zweite Hälfte des 19. Jahrhunderts"} {
		r, err := edtf.ParseLoose(s)
		fmt.Println(r.Value, r.AsWritten, err)
	}
	// Output:
	// 1100~/1133~ early 12th century <nil>
	// 2019-10~/2019-12~ 2019年底 <nil>
	// 1850/1899 zweite Hälfte des 19. Jahrhunderts <nil>
}

func ExampleReading_times() {
	r, err := edtf.ParseLoose("10 April 2019, 14:30–16:00 Berlin")
	fmt.Println(r.Value, r.Times.Start, r.Times.End, r.Times.Zone, err)
	// Output: 2019-04-10 14:30:00 16:00:00 Berlin <nil>
}

func ExampleValue_DescribeIn() {
	r, err := edtf.ParseLoose("14 October 1066 (Julian)")
	fmt.Println(r.Value, r.Calendar, err)
	for _, lang := range []string{"en", "zh"} {
		words, err := r.Value.DescribeIn(r.Calendar, lang, edtf.Long)
		fmt.Println(words, err)
	}
	// Output:
	// 1066-10-20 julian <nil>
	// 14 October 1066 (Julian) <nil>
	// 1066年10月14日（儒略历） <nil>
}

func ExampleDay_Julian() {
	day, err := edtf.FromJulian(1917, time.October, 25)
	fmt.Println(day, err)
	y, m, d, ok := day.Julian()
	fmt.Println(y, m, d, ok)
	// Output:
	// 1917-11-07 <nil>
	// 1917 October 25 true
}

func ExampleValue_Describe_languages() {
	for _, lang := range []string{"de", "fr", "es", "ja", "ar", "zh-Hant", "pt"} {
		words, err := edtf.MustParse("196X").Describe(lang, edtf.Short)
		fmt.Println(cmp.Or(words, fmt.Sprint(err)))
	}
	// Output:
	// 1960er Jahre
	// années 1960
	// década de 1960
	// 1960年代
	// عقد 1960
	// 20世紀60年代
	// no words for dates in this language: "pt"
}
