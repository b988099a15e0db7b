package ical

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"almanac.example/events"
	"almanac.example/feeds"
)

// calendarEvents is the fixture with repetitions.
func calendarEvents() []*events.Event {
	yearly := testEvent("y1", on("1949-10-01"), "国庆", "National day")
	yearly.Repeat = &events.Repetition{Rule: "FREQ=YEARLY", Except: []string{"1950-10-01", "2020-10-01"}}
	leap := testEvent("y2", on("2016-02-29"), "闰日", "Leap day")
	leap.Repeat = &events.Repetition{Rule: "freq=yearly;bymonth=2;bymonthday=-1;count=10"}
	weekly := testEvent("k1", timed("2026-03-06T14:00:00Z", "2026-03-06T15:30:00Z", "America/New_York"), "例会", "Meeting")
	weekly.Repeat = &events.Repetition{Rule: "FREQ=WEEKLY;UNTIL=20261231T235959Z", Except: []string{"2026-03-13T09:00:00"}}
	utc := testEvent("k2", timed("2026-03-06T14:00:00Z", "", "UTC"), "整点", "On the hour")
	utc.Repeat = &events.Repetition{Rule: "FREQ=DAILY;COUNT=3", Except: []string{"2026-03-07T14:00:00"}}
	old := testEvent("o1", on("1582-10-15"), "新历", "A new calendar")
	doubt := testEvent("d1", on("1985-04-XX?"), "某日", "Some day")
	written := testEvent("d2", on("1985-05-01/1985-05-10~"), "上旬", "Early May")
	written.Span.AsWritten = events.Localised{"zh": "1985年5月上旬"}
	return append(testEvents(), yearly, leap, weekly, utc, old, doubt, written)
}

func TestCalendarBytes(t *testing.T) {
	for _, lang := range []string{"zh", "en"} {
		f := testFeed(lang, ".ics", calendarEvents())
		f.Color = "darkgreen"
		body := write(t, formats()[0], f)
		checkWire(t, body)
		golden(t, "all."+lang+".ics.golden", body)
		if again := write(t, formats()[0], f); !bytes.Equal(body, again) {
			t.Errorf("%s: the same feed gives other bytes", lang)
		}
	}
}

func TestFixtureOfCalendarsIsValid(t *testing.T) {
	for _, e := range calendarEvents() {
		if err := e.Validate(); err != nil {
			t.Error(err)
		}
	}
}

// How dates of every kind are shown, as they are and as a subscriber may want
// them. Columns: first day, last day, title; "-": left out.
func TestImpreciseDates(t *testing.T) {
	for _, x := range []struct{ date, zh, ranged, marker, omitted, en string }{
		{"2019-05-24", "0524 0524 标题", "0524 0524 标题", "0524 0524 标题", "0524 0524 标题", "0524 0524 Title"},
		{"2019-05-24/2019-05-26", "0524 0526 标题", "0524 0526 标题", "0524 0526 标题", "0524 0526 标题", "0524 0526 Title"},
		{"2019-05-24?", "0524 0524 标题（存疑）", "0524 0524 标题（存疑）", "0524 0524 标题（存疑）", "0524 0524 标题（存疑）", "0524 0524 Title (uncertain)"},
		{"2019-05-24~", "0524 0524 标题（约2019年5月24日）", "0524 0524 标题（约2019年5月24日）", "0524 0524 标题（约2019年5月24日）", "0524 0524 标题（约2019年5月24日）", "0524 0524 Title (c. 24 May 2019)"},
		{"2019-05", "0501 0531 标题（2019年5月）", "0501 0531 标题（2019年5月）", "0501 0501 2019年5月：标题（具体日期不详）", "-", "0501 0531 Title (May 2019)"},
		{"2019-05-XX", "0501 0531 标题（2019年5月某日）", "0501 0531 标题（2019年5月某日）", "0501 0501 2019年5月某日：标题（具体日期不详）", "-", "0501 0531 Title (a day in May 2019)"},
		{"2019-05~", "0501 0531 标题（约2019年5月）", "0501 0531 标题（约2019年5月）", "0501 0501 约2019年5月：标题（具体日期不详）", "-", "0501 0531 Title (c. May 2019)"},
		{"2019-05%", "0501 0531 标题（约2019年5月）（存疑）", "0501 0531 标题（约2019年5月）（存疑）", "0501 0501 约2019年5月：标题（具体日期不详，存疑）", "-", "0501 0531 Title (c. May 2019) (uncertain)"},
		{"2019-21", "0301 0301 2019年春季：标题（具体日期不详）", "0301 0531 标题（2019年春季）", "0301 0301 2019年春季：标题（具体日期不详）", "-", "0301 0301 Spring 2019: Title (day not recorded)"},
		{"2019", "0101 0101 2019年：标题（具体日期不详）", "0101 1231 标题（2019年）", "0101 0101 2019年：标题（具体日期不详）", "-", "0101 0101 2019: Title (day not recorded)"},
		{"2019?", "0101 0101 2019年：标题（具体日期不详，存疑）", "0101 1231 标题（2019年）（存疑）", "0101 0101 2019年：标题（具体日期不详，存疑）", "-", "0101 0101 2019: Title (day not recorded, uncertain)"},
		{"2019-05-24/..", "0524 0524 2019年5月24日起：标题", "0524 0524 2019年5月24日起：标题", "0524 0524 2019年5月24日起：标题", "-", "0524 0524 From 24 May 2019: Title"},
		{"../2019-05-24", "0524 0524 至2019年5月24日止：标题", "0524 0524 至2019年5月24日止：标题", "0524 0524 至2019年5月24日止：标题", "-", "0524 0524 Until 24 May 2019: Title"},
		{"2019/..", "0101 0101 2019年起：标题（具体日期不详）", "0101 0101 2019年起：标题（具体日期不详）", "0101 0101 2019年起：标题（具体日期不详）", "-", "0101 0101 From 2019: Title (day not recorded)"},
	} {
		e := testEvent("e", on(x.date), "标题", "Title")
		for _, c := range []struct {
			lang string
			how  feeds.Imprecise
			want string
		}{
			{"zh", feeds.ImpreciseDefault, x.zh}, {"zh", feeds.ImpreciseRange, x.ranged}, {"zh", feeds.ImpreciseMarker, x.marker},
			{"zh", feeds.ImpreciseOmit, x.omitted}, {"en", feeds.ImpreciseDefault, x.en},
		} {
			f := testFeed(c.lang, ".ics", []*events.Event{e})
			f.Options.Imprecise = c.how
			if got := shownDay(t, calendarOf(t, f)); got != c.want {
				t.Errorf("%s in %s, imprecise=%s\n got %s\nwant %s", x.date, c.lang, c.how, got, c.want)
			}
		}
	}
}

// shownDay is the only event of a calendar of 2019 in one line.
func shownDay(t *testing.T, cal *wireComponent) string {
	t.Helper()
	list := cal.events()
	if len(list) == 0 {
		return "-"
	}
	end, err := time.Parse(dateLayout, strings.TrimPrefix(list[0].get("DTEND"), "VALUE=DATE:"))
	if err != nil {
		t.Fatal(err)
	}
	first := strings.TrimPrefix(list[0].get("DTSTART"), "VALUE=DATE:2019")
	return first + " " + end.AddDate(0, 0, -1).Format("0102") + " " + list[0].text(t, "SUMMARY")
}

func TestCalendarHead(t *testing.T) {
	f := testFeed("zh", ".ics", slices.DeleteFunc(calendarEvents(), func(e *events.Event) bool { return e.ID == "k2" }))
	f.Color = "darkred"
	cal := calendarOf(t, f)
	want := "VERSION PRODID CALSCALE NAME X-WR-CALNAME DESCRIPTION X-WR-CALDESC X-WR-TIMEZONE " +
		"REFRESH-INTERVAL X-PUBLISHED-TTL SOURCE URL COLOR X-APPLE-CALENDAR-COLOR LAST-MODIFIED"
	if got := cal.names(); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	for name, want := range map[string]string{
		"PRODID":                 "-//Almanac//Timeline//ZH",
		"X-WR-TIMEZONE":          "Asia/Shanghai",
		"REFRESH-INTERVAL":       "VALUE=DURATION:PT6H",
		"SOURCE":                 "VALUE=URI:https://almanac.example/zh/all.ics",
		"X-APPLE-CALENDAR-COLOR": "#8B0000",
		"LAST-MODIFIED":          "20261122T000000Z",
		"METHOD":                 "",
	} {
		if got := cal.get(name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	// A series on the clock of UTC would be repeated on that of the hint.
	if got := calendarOf(t, testFeed("zh", ".ics", calendarEvents())).get("X-WR-TIMEZONE"); got != "" {
		t.Errorf("beside a series in UTC X-WR-TIMEZONE is %q", got)
	}
	// Nobody may take the calendar for the whole record.
	if got := cal.text(t, "DESCRIPTION"); got != "一部大事记\n未列入本日历：3 条早于 1601 年或晚于 9999 年。" {
		t.Errorf("DESCRIPTION is %q", got)
	}
}

func TestEventProperties(t *testing.T) {
	cal := calendarOf(t, testFeed("zh", ".ics", calendarEvents()))
	for _, x := range []struct{ id, property, want string }{
		{"t1", "UID", "t1@almanac.example"},
		{"t1", "DTSTAMP", "20261121T080000Z"},
		{"t1", "LAST-MODIFIED", "20261121T080000Z"},
		{"t1", "CREATED", "20261101T020304Z"},
		{"t1", "DTSTART", "20261201T013000Z"},
		{"t1", "DTEND", "20261201T030000Z"},
		{"t1", "GEO", "31.2304;121.4737"},
		{"t1", "LOCATION", "上海"},
		{"t1", "CATEGORIES", "政策"},
		{"t1", "X-ALMANAC-ZONE", "Asia/Shanghai"},
		{"t1", "TRANSP", "TRANSPARENT"},
		{"t1", "CLASS", "PUBLIC"},
		{"t1", "X-MICROSOFT-CDO-BUSYSTATUS", "FREE"},
		{"t1", "STATUS", "CONFIRMED"},
		{"t1", "URL", "https://almanac.example/zh/e/e-t1"},
		{"c1", "STATUS", "CANCELLED"},
		{"c1", "SUMMARY", "【已取消】论坛"},
		{"p07", "STATUS", "TENTATIVE"},
		{"p07", "X-ALMANAC-EDTF", "2019-06?"},
		{"p07", "X-ALMANAC-PRECISION", "MONTH"},
		{"p07", "X-ALMANAC-TITLE", "精度2019-06?"},
		{"r1", "SUMMARY", "LANGUAGE=ar:حدث مهم 2019"},
		{"x1", "IMAGE", "DISPLAY=BADGE;FMTTYPE=image/jpeg;VALUE=URI:https://img.example/a.jpg?x=1&y=2"},
		{"y1", "DTSTART", "VALUE=DATE:19701001"},
		{"y1", "RRULE", "FREQ=YEARLY"},
		{"y1", "EXDATE", "VALUE=DATE:20201001"},
		{"y2", "RRULE", "FREQ=YEARLY;COUNT=10;BYMONTH=2;BYMONTHDAY=-1"},
		{"k1", "DTSTART", "TZID=America/New_York:20260306T090000"},
		{"k1", "DTEND", "TZID=America/New_York:20260306T103000"},
		{"k1", "RRULE", "FREQ=WEEKLY;UNTIL=20261231T235959Z"},
		{"k1", "EXDATE", "TZID=America/New_York:20260313T090000"},
		{"k2", "DTSTART", "20260306T140000Z"},
		{"k2", "DTEND", ""},
		{"k2", "EXDATE", "20260307T140000Z"},
		{"d2", "SUMMARY", "上旬（1985年5月上旬）"},
	} {
		if got := cal.find(t, x.id).get(x.property); got != x.want {
			t.Errorf("%s of %s is %q, want %q", x.property, x.id, got, x.want)
		}
	}
	for _, e := range cal.events() {
		if strings.HasPrefix(e.get("UID"), "w1@") {
			t.Error("what was withdrawn is still there")
		}
	}
}

func TestDescription(t *testing.T) {
	zh := calendarOf(t, testFeed("zh", ".ics", calendarEvents()))
	en := calendarOf(t, testFeed("en", ".ics", calendarEvents()))
	for _, x := range []struct {
		cal  *wireComponent
		id   string
		want string
	}{
		{zh, "p03", "日期：2019年5月（日期不详）\n\nhttps://almanac.example/zh/e/e-p03"},
		{en, "p03", "Date: May 2019 (day not recorded)\n\nhttps://almanac.example/en/e/e-p03"},
		{zh, "y1", "首次：1949年10月1日星期六\n\nhttps://almanac.example/zh/e/e-y1"},
		{zh, "c1", "已取消。\n\nhttps://almanac.example/zh/e/e-c1"},
		{en, "f1", "Date: August 2019 (day not recorded)\nThis entry is available in 中文 only.\n\n没有译文。\n\n正文\n\nhttps://almanac.example/en/e/e-f1"},
	} {
		if diff := cmp.Diff(x.want, x.cal.find(t, x.id).text(t, "DESCRIPTION")); diff != "" {
			t.Errorf("%s (-want +got):\n%s", x.id, diff)
		}
	}
}
