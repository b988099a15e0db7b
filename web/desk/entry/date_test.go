package entry

import (
	"slices"
	"strings"
	"testing"

	"almanac.example/events"
	"almanac.example/events/edtf"
	"almanac.example/web/desk/frame"
)

func TestDatesAreReadOrAnswered(t *testing.T) {
	v := visit(t, "en")
	for text, want := range map[string]string{
		"10 April 2019": "2019-04-10", "2019年5月": "2019-05", "c. 1905": "1905~", "1835-57": "1835/1857", "29–31 Oct 2019": "2019-10-29/2019-10-31",
		"early 12th century": "1100~/1133~", "2019年底": "2019-10~/2019-12~", "14 October 1066 (Julian)": "1066-10-20", "10 Apr 2019 2pm": "2019-04-10", "2019-04-10T14:30": "2019-04-10",
		"": "", "that day": "", "May": "", "31 April 2019": "", "14:30": "", "n.d.": "", "Monday 10 April 2019": "", "2019-2018": "", "FY2019": "", "1968, printed 2011": "", "43567": "", "04/05/2019": "",
	} {
		d := readDate(v, form("date", text))
		if got := d.value.String(); got != want && (want != "" || d.understood()) {
			t.Errorf("%q: %s, want %s", text, got, want)
		}
		if d.understood() != (d.trouble == "") || strings.HasPrefix(d.trouble, "date.") || strings.Contains(d.trouble, "%!") {
			t.Errorf("%q: trouble %q", text, d.trouble)
		}
		if d.text != text {
			t.Errorf("%q became %q", text, d.text)
		}
	}
}

// TestEveryRefusalHasItsSentence holds that each reason for which a date is not
// read is told in both languages.
func TestEveryRefusalHasItsSentence(t *testing.T) {
	for _, lang := range []string{"zh", "en"} {
		v := visit(t, lang)
		seen := map[string]string{}
		for r := edtf.RefusedWords; r <= edtf.RefusedLong; r++ {
			key := "date.refused." + r.String()
			text := v.Text(key, "X")
			if strings.HasPrefix(text, "date.") || !strings.Contains(text, "X") || seen[text] != "" {
				t.Errorf("%s in %s: %q, as %s", r, lang, text, seen[text])
			}
			seen[text] = key
		}
	}
}

func TestChoicesAndOffers(t *testing.T) {
	v := visit(t, "en")
	expressions := func(list []dateReading) (all []string) {
		for _, r := range list {
			all = append(all, r.EDTF)
		}
		return all
	}
	for text, want := range map[string][]string{
		"04/05/2019": {"2019-04-05", "2019-05-04", "[2019-04-05,2019-05-04]"}, "1911-12": {"1911-12", "1911/1912"}, "the 1700s": {"170X", "17XX"},
		"10/4/19": {"1910-04-19", "1919-04-10", "1919-10-04", "2010-04-19", "2019-04-10", "2019-10-04"},
	} {
		if got := expressions(readDate(v, form("date", text)).choices); !slices.Equal(got, want) {
			t.Errorf("%q: %v", text, got)
		}
		for _, r := range readDate(v, form("date", text)).choices {
			if r.Note == "" && r.Words == "" || r.Chosen {
				t.Errorf("%q: %+v", text, r)
			}
			if d := readDate(v, form("date", text, "reading", r.EDTF)); d.value.String() != r.EDTF || d.trouble != "" || len(d.choices) > 0 {
				t.Errorf("%q, %s chosen: %s %q", text, r.EDTF, d.value, d.trouble)
			}
		}
	}
	for text, want := range map[string][]string{"1968, printed 2011": {"1968", "2011"}, "43567": {"2019-04-12"}, "May": {"XXXX-05"}, "14:30": nil, "that day": nil} {
		if got := expressions(readDate(v, form("date", text)).offers); !slices.Equal(got, want) {
			t.Errorf("%q: offered %v", text, got)
		}
	}
	same := readDate(v, form("date", "May", "year-before", "2019"))
	if same.offers[0].EDTF != "2019-05" || same.offers[0].Note == "" || same.understood() {
		t.Errorf("the year before: %+v", same.offers)
	}
	if used := readDate(v, form("date", "May", "use", "2019-05")); used.value.String() != "2019-05" || used.text == "May" {
		t.Errorf("used: %s as %q", used.value, used.text)
	}
}

// TestADateComesBackAsItIsStored holds for many kinds of date that the field says
// what reads as the date again, in both languages.
func TestADateComesBackAsItIsStored(t *testing.T) {
	for _, lang := range []string{"zh", "en"} {
		v := visit(t, lang)
		for _, s := range []events.Span{
			on("2019-04-10"), on("2019-05"), on("2019"), on("201X"), on("20XX"), on("1905~"), on("1905?"), on("1905%"), on("2019-05-24/2019-05-26"), on("2019-05/2019-06"), on("2016/.."), on("../2015"),
			on("2014-21"), on("-0220"), on("[2019-04-05,2019-05-04]"), on("[..1909]"), on("2004-06~-11"), on("Y170000002"), on("156X-12-25"), on("1911-12"), on("2019-21"),
			{Date: edtf.MustParse("1066-10-20"), Calendar: events.Julian}, {Unread: "that day"},
			{Date: edtf.MustParse("1100~/1133~"), AsWritten: events.Localised{"en": "early 12th century"}},
			{Date: edtf.MustParse("2019-10~/2019-12~"), AsWritten: events.Localised{"zh": "2019年底", "en": "towards the end of 2019"}},
		} {
			e := events.Event{ID: "a", Span: s, Text: map[string]events.Text{"en": {Title: "A"}}, Status: events.Draft, Slug: "a"}
			typed := read(v, frame.Form{Values: valuesOf(v, &e)}, &e)
			if !typed.event.Span.Equal(s) {
				t.Errorf("%s: %+v becomes %+v by %q", lang, s.Words(), typed.event.Span.Words(), typed.form.Line("date"))
			}
		}
	}
}

// TestTheFieldForTheDateSaysWhatOneWouldType holds how each kind of date stands in
// the form: as somebody types it, without what is noted for readers.
func TestTheFieldForTheDateSaysWhatOneWouldType(t *testing.T) {
	for _, c := range []struct{ expression, zh, en string }{
		{"2019-04-10", "2019年4月10日", "10 April 2019"},
		{"2019-04-10?", "2019年4月10日?", "10 April 2019?"},
		{"2019-04-10~", "约2019年4月10日", "c. 10 April 2019"},
		{"2019-04-10%", "约2019年4月10日?", "c. 10 April 2019?"},
		{"2031-05", "2031年5月", "May 2031"},
		{"2031-05?", "2031年5月?", "May 2031?"},
		{"2031-05~", "约2031年5月", "c. May 2031"},
		{"2019", "2019年", "2019"},
		{"2019?", "2019年?", "2019?"},
		{"2019%", "约2019年?", "c. 2019?"},
		{"201X", "2010年代", "the 2010s"},
		{"200X", "2000年代", "the 2000s (decade)"},
		{"190X", "20世纪头十年", "the 1900s (decade)"},
		{"201X?", "2010年代?", "the 2010s?"},
		{"20XX", "21世纪", "the 21st century"},
		{"18XX?", "19世纪?", "the 19th century?"},
		{"2XXX", "第3个千年", "the 3rd millennium"},
		{"2019-05-24/2019-05-26", "2019年5月24—26日", "24–26 May 2019"},
		{"2019-05/2019-06", "2019年5月—6月", "May–June 2019"},
		{"2018/2021", "2018年—2021年", "2018–2021"},
		{"2019-04-28/2019-05-03", "2019年4月28日—5月3日", "28 April – 3 May 2019"},
		{"2016/..", "2016年起", "from 2016"},
		{"../2015", "至2015年止", "until 2015"},
		{"2016/", "2016年起，结束时间不详", "from 2016, end not recorded"},
		{"1905?/1910?", "1905年?—1910年?", "1905? – 1910?"},
		{"2014-21", "2014年春季", "spring 2014"},
		{"2019-33", "2019年第一季度", "Q1 2019"},
		{"2019-40", "2019年上半年", "first half of 2019"},
		{"2019-25", "2019年春季（北半球）", "spring 2019 (northern hemisphere)"},
		{"-0220", "公元前221年", "221 BC"},
		{"0079", "公元79年", "AD 79"},
		{"Y170000002", "公元170000002年", "Y170000002"},
		{"Y-17E7", "Y-17E7", "Y-17E7"},
		{"1950S2", "1950S2", "1950S2"},
		{"[2019-04-05,2019-05-04]", "2019年4月5日或2019年5月4日", "5 April 2019 or 4 May 2019"},
		{"[..1909]", "1909年或更早", "1909 or earlier"},
		{"{1667,1672..1674}", "{1667,1672..1674}", "{1667,1672..1674}"},
		{"156X-12-25", "16世纪60年代某年12月25日", "25 December, some year in the 1560s"},
		{"2019-XX", "2019年某月", "some month in 2019"},
		{"2019-05-XX", "2019年5月某日", "a day in May 2019"},
		{"XXXX-05-04", "某年5月4日", "4 May, year not recorded"},
		{"19X5", "19X5", "19X5"},
		{"2004-06~-11", "2004-06~-11", "2004-06~-11"},
	} {
		for lang, want := range map[string]string{"zh": c.zh, "en": c.en} {
			v := visit(t, lang)
			text := dateWords(v, on(c.expression))
			if text != want {
				t.Errorf("%s in %s: %q, want %q", c.expression, lang, text, want)
			}
			if d := readDate(v, form("date", text)); !d.value.Equal(edtf.MustParse(c.expression)) || d.wording != "" {
				t.Errorf("%s in %s: %q is read as %s, kept as %q", c.expression, lang, text, d.value, d.wording)
			}
		}
	}
}

func on(expression string) events.Span { return events.On(edtf.MustParse(expression)) }

func TestWordsForAnotherDateAreToldOf(t *testing.T) {
	v := visit(t, "en")
	e := events.Event{ID: "a", Slug: "a", Status: events.Draft, Text: map[string]events.Text{"en": {Title: "A"}}, Span: events.Span{Date: edtf.MustParse("1905"), AsWritten: events.Localised{"en": "under Mr Lee"}}}
	values := valuesOf(v, &e)
	if read(v, frame.Form{Values: values}, &e).stale(v) != "" {
		t.Error("the same date is stale")
	}
	values.Set("date", "1906")
	if got := read(v, frame.Form{Values: values}, &e).stale(v); !strings.Contains(got, "under Mr Lee") {
		t.Errorf("said %q", got)
	}
}

func TestClocksAreRead(t *testing.T) {
	for text, want := range map[string][2]int{"14:30": {14, 30}, "9:05": {9, 5}, "9.05": {9, 5}, "14：30": {14, 30}, "24:00": {24, 0}, "2pm": {14, 0}, "下午2点": {14, 0}} {
		if hour, minute, ok := readClock(text); !ok || hour != want[0] || minute != want[1] {
			t.Errorf("%q: %d:%d %v", text, hour, minute, ok)
		}
	}
	for _, text := range []string{"", "25:00", "14:60", "24:30", "noonish", "14:30–16:00"} {
		if _, _, ok := readClock(text); ok {
			t.Errorf("%q is read", text)
		}
	}
}

func TestRulesOfDays(t *testing.T) {
	day := func(text string) edtf.Day {
		d, err := edtf.ParseDay(text)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	for _, c := range []struct{ every, on, day, want string }{
		{"YEARLY", "date", "2026-05-16", "FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=16"}, {"YEARLY", "nth", "2026-05-16", "FREQ=YEARLY;BYMONTH=5;BYDAY=3SA"}, {"YEARLY", "last", "2026-05-30", "FREQ=YEARLY;BYMONTH=5;BYDAY=-1SA"},
		{"MONTHLY", "", "2026-05-01", "FREQ=MONTHLY;BYMONTHDAY=1"}, {"MONTHLY", "nth", "2026-05-07", "FREQ=MONTHLY;BYDAY=1TH"}, {"MONTHLY", "nth", "2026-05-08", "FREQ=MONTHLY;BYDAY=2FR"},
		{"WEEKLY", "nth", "2026-05-16", "FREQ=WEEKLY;BYDAY=SA"}, {"DAILY", "last", "2026-05-16", "FREQ=DAILY"},
	} {
		got := ruleFor(c.every, c.on, day(c.day))
		if got != c.want {
			t.Errorf("%s on %s from %s: %s, want %s", c.every, c.on, c.day, got, c.want)
		}
		v := visit(t, "en")
		e := events.Event{Span: events.On(edtf.FromDay(day(c.day))), Repeat: &events.Repetition{Rule: got + ";UNTIL=20300101"}}
		if f := fieldsFor(v, &e); f.every != c.every || f.until != "1 January 2030" {
			t.Errorf("%s comes back as %+v", got, f)
		}
		if dates := nextFive(v, &e); len(dates) != 5 && c.every != "YEARLY" {
			t.Errorf("%s: %v", got, dates)
		}
	}
}

// TestOnlyWhatCanRepeatHasNextDates: of a month, a year or a doubtful day no next
// dates are told, as it cannot be saved so.
func TestOnlyWhatCanRepeatHasNextDates(t *testing.T) {
	v := visit(t, "en")
	for date, want := range map[string]int{"2026-05-16": 5, "2026-05-16/2026-05-18": 5, "2026-05": 0, "2026": 0, "2026-05-16?": 0, "2026-05-16~": 0, "1066-10-14": 0} {
		e := events.Event{Span: events.On(edtf.MustParse(date)), Repeat: &events.Repetition{Rule: "FREQ=DAILY"}}
		if got := nextFive(v, &e); len(got) != want {
			t.Errorf("%s: %v", date, got)
		}
	}
}

// TestDatesHaveTheMarkOfReadersPages: what the form answers is drawn as it will
// be for readers.
func TestDatesHaveTheMarkOfReadersPages(t *testing.T) {
	v := visit(t, "en")
	for text, want := range map[string]string{"10 April 2019": "k-day", "2016/..": "k-from", "../2015": "k-until", "May 2019 to July 2019": "k-span", "1905": "k-year"} {
		if d := readDate(v, form("date", text)); !d.understood() || readsOf(v, events.On(d.value)).Mark != want {
			t.Errorf("%q is not drawn as %s", text, want)
		}
	}
}
