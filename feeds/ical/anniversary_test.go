package ical

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"almanac.example/events"
	"almanac.example/events/edtf"
)

func anniversaryEvents() []*events.Event {
	cancelled := testEvent("c", on("2015-03-03"), "取消", "Cancelled")
	cancelled.Status = events.Cancelled
	repeating := testEvent("r", on("2015-03-04"), "年年", "Yearly")
	repeating.Repeat = &events.Repetition{Rule: "FREQ=YEARLY"}
	return []*events.Event{
		testEvent("a", on("2019-05-24"), "大会", "Congress"),
		testEvent("b", on("2016-02-29"), "闰日", "Leap day"),
		testEvent("m", on("2015-03"), "某月", "Some month"),
		testEvent("d", on("2015-03-05?"), "存疑", "Doubtful"),
		testEvent("q", on("-0220-01-01"), "秦", "Qin"),
		testEvent("n", on("2026-11-25"), "昨天", "Yesterday"),
		testEvent("f", on("2026-11-26"), "今天", "Today"),
		testEvent("t", timed("2006-12-01T20:00:00Z", "", "Asia/Shanghai"), "夜里", "At night"),
		cancelled, repeating,
	}
}

func TestAnniversaryCalendar(t *testing.T) {
	today, err := edtf.ParseDay("2026-11-26")
	if err != nil {
		t.Fatal(err)
	}
	for name, x := range map[string]struct {
		lang string
		a    Anniversaries
		want []string
	}{
		"every year": {"zh", Anniversaries{}, []string{
			"20260101 q.2026 2246周年：秦", "20260524 a.2026 7周年：大会", "20261202 t.2026 20周年：夜里",
			"20270101 q.2027 2247周年：秦", "20270524 a.2027 8周年：大会", "20271125 n.2027 1周年：昨天", "20271202 t.2027 21周年：夜里",
		}},
		"29 February on the 28th": {"en", Anniversaries{Round: 10, LeapDay: LeapDayBefore}, []string{
			"20260228 b.2026 10 years ago: Leap day", "20261202 t.2026 20 years ago: At night",
		}},
		"29 February on the 1st": {"en", Anniversaries{Round: 11, LeapDay: LeapDayAfter}, []string{
			"20270301 b.2027 11 years ago: Leap day",
		}},
	} {
		x.a.Today = today
		f := AnniversaryCalendar(testFeed(x.lang, ".ics", anniversaryEvents()), x.a)
		var got []string
		for _, e := range calendarOf(t, f).events() {
			id, _, _ := strings.Cut(e.get("UID"), "@")
			got = append(got, strings.TrimPrefix(e.get("DTSTART"), "VALUE=DATE:")+" "+id+" "+e.text(t, "SUMMARY"))
		}
		if diff := cmp.Diff(x.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestAnniversariesOfALeapYear(t *testing.T) {
	today, err := edtf.ParseDay("2028-02-01")
	if err != nil {
		t.Fatal(err)
	}
	f := AnniversaryCalendar(testFeed("en", ".ics", anniversaryEvents()[1:2]), Anniversaries{Today: today})
	list := calendarOf(t, f).events()
	if len(list) != 1 || list[0].get("DTSTART") != "VALUE=DATE:20280229" {
		t.Fatalf("%d events", len(list))
	}
	if got := list[0].text(t, "DESCRIPTION"); !strings.HasPrefix(got, "Monday 29 February 2016\n") {
		t.Errorf("the day itself is not told: %q", got)
	}
}

// LAST-MODIFIED moves when the window does and when something becomes past.
func TestAnniversaryCalendarIsDated(t *testing.T) {
	day := func(s string) edtf.Day {
		d, err := edtf.ParseDay(s)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	f := testFeed("en", ".ics", anniversaryEvents())
	for today, want := range map[string]string{
		"2026-11-25": "2026-11-22T00:00:00Z", // the record's own change
		"2026-11-26": "2026-11-25T16:00:00Z", // 25 November has gone by in Shanghai
		"2027-01-01": "2026-12-31T16:00:00Z",
	} {
		next := AnniversaryCalendar(f, Anniversaries{Today: day(today)})
		if got := next.Updated.UTC().Format("2006-01-02T15:04:05Z"); got != want {
			t.Errorf("on %s: %s, want %s", today, got, want)
		}
	}
}
