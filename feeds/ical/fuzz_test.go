package ical

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"almanac.example/events"
	"almanac.example/events/edtf"
	"almanac.example/feeds/feedstest"
)

// FuzzCalendar: whatever stands in an event, no line of the calendar is
// invalid, no character is cut and no property appears that is not ours.
func FuzzCalendar(f *testing.F) {
	f.Add("2019-05-24", "zh", "标题", "摘要", "正文 [x](https://x.example/a)", "上海，“西岸”；", "https://x.example/?a=1,2;b", 3)
	f.Add("2019-05?", "en", "a\r\nATTACH:x", "b\x00c", "d\ne", "f\u2028g\u0085h", "https://x.example/\r\nX-EVIL:1", 0)
	f.Add("196X~", "zh", "\xff\xfe", "\xe4\xb8", "`code`", "A\"B;C:D,E\\F", "javascript:alert(1)", 1)
	f.Add("../2019", "ar", "حدث \u202e", "\ufeff\ufffe", strings.Repeat("长", 300), "\v\f\x1c\x1d\x1e", "https://例子.example/路径?查=询#段", 2)
	f.Add("2019-05-24", "zh", strings.Repeat("长标题", 99), strings.Repeat("👩‍👩‍👧‍👦", 30), "```\n\t\n```", "\t", "http://x", 5)
	f.Fuzz(func(t *testing.T, date, lang, title, summary, body, name, address string, choice int) {
		v, err := edtf.Parse(date)
		if err != nil {
			v = edtf.MustParse("2019-05-24")
		}
		e := testEvent("f1", events.On(v), "", "")
		e.Text[lang] = events.Text{Title: title, Summary: summary, Body: body}
		feedstest.Decorate(e, name, address, int64(choice))
		e.Tags = []string{name}
		e.Span.AsWritten = events.Localised{"zh": name}
		if choice%5 == 0 {
			e.Repeat = &events.Repetition{Rule: summary}
		}
		feed := testFeed("zh", ".ics", []*events.Event{e})
		feed.Title, feed.Description, feed.Color, feed.Self = title, body, name, address
		feed.Site.Record.Tags = []events.Tag{{Slug: name, Name: events.Localised{"zh": title}}}
		raw := write(t, formats()[0], feed)
		cal := checkWire(t, raw)
		for _, c := range append(cal.events(), cal) {
			for _, p := range c.properties {
				if !strings.Contains(propertyNames, " "+p.name+" ") {
					t.Fatalf("%s has come in", p.name)
				}
			}
		}
		var jcal bytes.Buffer
		if err := WriteJCal(t.Context(), &jcal, feed); err != nil || !json.Valid(jcal.Bytes()) {
			t.Fatalf("jCal: %v\n%s", err, jcal.Bytes())
		}
		if e.Validate() == nil {
			saysWhatIsThere(t, cal, e, title)
		}
	})
}

// propertyNames are the properties that a calendar may have.
const propertyNames = " VERSION PRODID CALSCALE NAME X-WR-CALNAME DESCRIPTION X-WR-CALDESC X-WR-TIMEZONE REFRESH-INTERVAL" +
	" X-PUBLISHED-TTL SOURCE URL COLOR X-APPLE-CALENDAR-COLOR LAST-MODIFIED UID DTSTAMP CREATED SEQUENCE DTSTART DTEND" +
	" RRULE EXDATE SUMMARY X-ALMANAC-TITLE LOCATION GEO IMAGE CATEGORIES STATUS TRANSP CLASS X-MICROSOFT-CDO-BUSYSTATUS" +
	" X-ALMANAC-EDTF X-ALMANAC-ZONE X-ALMANAC-AS-WRITTEN X-ALMANAC-PRECISION" +
	" X-ALMANAC-START X-ALMANAC-RRULE X-ALMANAC-EXDATE X-ALMANAC-RDATE X-ALMANAC-PART-OF "

// saysWhatIsThere checks that title and summary of a valid event are in its
// calendar.
func saysWhatIsThere(t *testing.T, cal *wireComponent, e *events.Event, title string) {
	t.Helper()
	list := cal.events()
	if len(list) == 0 {
		return // withdrawn, or too early for calendars
	}
	summary := list[0].text(t, "SUMMARY")
	if !strings.Contains(summary, title) {
		t.Errorf("SUMMARY is %q, the title %q", summary, title)
	}
	if text := e.Text["zh"]; text.Summary != "" && !strings.Contains(list[0].text(t, "DESCRIPTION"), text.Summary) {
		t.Errorf("DESCRIPTION is %q, the summary %q", list[0].text(t, "DESCRIPTION"), text.Summary)
	}
}
