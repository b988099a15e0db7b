package ical

import (
	"bytes"
	"context"
	"encoding/json"
	"strings"
	"testing"

	"almanac.example/events"
	"almanac.example/events/edtf"
	"almanac.example/feeds/feedstest"
)

// FuzzCalendar: whatever stands in an event, no line of the calendar is
// invalid, no character is cut and no property appears that is not ours; and
// what Validate accepts can be read back.
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
			readsBack(t, raw, cal, e, title)
		}
	})
}

// propertyNames are the properties that a calendar may have.
const propertyNames = " VERSION PRODID CALSCALE NAME X-WR-CALNAME DESCRIPTION X-WR-CALDESC X-WR-TIMEZONE REFRESH-INTERVAL" +
	" X-PUBLISHED-TTL SOURCE URL COLOR X-APPLE-CALENDAR-COLOR LAST-MODIFIED UID DTSTAMP CREATED SEQUENCE DTSTART DTEND" +
	" RRULE EXDATE SUMMARY X-ALMANAC-TITLE LOCATION GEO IMAGE CATEGORIES STATUS TRANSP CLASS X-MICROSOFT-CDO-BUSYSTATUS" +
	" X-ALMANAC-EDTF X-ALMANAC-ZONE X-ALMANAC-AS-WRITTEN X-ALMANAC-PRECISION "

// readsBack checks a valid event against what two readers make of it.
func readsBack(t *testing.T, raw []byte, cal *wireComponent, e *events.Event, title string) {
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
	imported, err := Read(context.Background(), bytes.NewReader(raw), ReadOptions{Record: testSite().Record})
	if err != nil {
		t.Fatalf("reading it back: %v\n%s", err, raw)
	}
	if len(imported.Facts) != 1 || imported.Facts[0].Summary != summary {
		t.Errorf("reads back as %+v, written was %q", imported.Facts, summary)
	}
	if got := imported.Events[0]; got.ID != e.ID || got.Repeat == nil && !got.Span.Date.Equal(e.Span.Date) {
		t.Errorf("reads back as %s %s, was %s %s", got.ID, got.Span.Date, e.ID, e.Span.Date)
	}
}

// FuzzRead: no input makes the reader panic, hang or accept what does not
// validate.
func FuzzRead(f *testing.F) {
	var b bytes.Buffer
	if err := Write(context.Background(), &b, testFeed("zh", ".ics", calendarEvents())); err != nil {
		f.Fatal(err)
	}
	for part := range bytes.SplitSeq(b.Bytes(), []byte("BEGIN:VEVENT")) {
		f.Add([]byte("BEGIN:VCALENDAR\r\nBEGIN:VEVENT" + string(part) + "END:VCALENDAR\r\n"))
	}
	f.Add(b.Bytes())
	f.Add([]byte("BEGIN:VCALENDAR\nBEGIN:VTIMEZONE\nTZID:x\nBEGIN:STANDARD\nDTSTART:16010101T030000\nTZOFFSETFROM:+0200\nTZOFFSETTO:+0100\nRRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10\nEND:STANDARD\nEND:VTIMEZONE\nBEGIN:VEVENT\nUID:1\nDTSTART;TZID=x:20200101T000000\nDURATION:P1DT1H\nRRULE:FREQ=DAILY;BYHOUR=1,2;COUNT=9\nRDATE;TZID=x:20200102T000000/PT1H\nEXDATE;VALUE=DATE:20200103\nSUMMARY:a\nEND:VEVENT\nBEGIN:VEVENT\nUID:1\nRECURRENCE-ID:20200102T000000Z\nDTSTART:20200102T000000Z\nDESCRIPTION:<p>a<br><a href=\"https://x.example\">b</a></p>\nEND:VEVENT\nEND:VCALENDAR"))
	f.Fuzz(func(t *testing.T, data []byte) {
		imported, err := Read(context.Background(), bytes.NewReader(data), ReadOptions{SkipBad: true, MaxBytes: 1 << 20, Zone: testSite().Zone})
		if err != nil {
			return
		}
		for _, e := range imported.Events {
			if err := e.Validate(); err != nil {
				t.Errorf("%v\n%s", err, data)
			}
		}
		again, err := Read(context.Background(), bytes.NewReader(data), ReadOptions{SkipBad: true, MaxBytes: 1 << 20, Zone: testSite().Zone})
		if err != nil || len(again.Events) != len(imported.Events) {
			t.Errorf("reads differently the second time: %v", err)
		}
	})
}
