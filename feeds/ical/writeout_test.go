package ical

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"almanac.example/events"
	"almanac.example/events/edtf"
	"almanac.example/feeds"
)

// november is the month in which the calendars of these tests are read.
var november = edtf.DayOf(time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC))

// What no rule says that all calendars read alike is written date by date,
// beside the event itself.
func TestDatesAreWrittenOut(t *testing.T) {
	berlin := wall("2026-03-02T09:00:00", "2026-03-02T09:15:00", "Europe/Berlin")
	also := func(rule string, dates ...string) *events.Repetition {
		return &events.Repetition{Rule: rule, Also: dates}
	}
	for name, x := range map[string]struct {
		span   events.Span
		repeat *events.Repetition
		want   string // UID, start and rule of each component
	}{
		"a rule for all":          {berlin, repeated("FREQ=WEEKLY"), "e 20260302T090000 FREQ=WEEKLY"},
		"further days":            {on("2026-06-01"), also("", "2026-06-05", "2026-06-09/P2D"), "e 20260601/20260602|e.20260605 20260605/20260606|e.20260609 20260609/20260611"},
		"further times":           {berlin, also("", "2026-03-03T10:00:00", "2026-03-04T09:00:00/PT1H"), "e 20260302T080000Z/20260302T081500Z|e.20260303T090000Z 20260303T090000Z/20260303T091500Z|e.20260304T080000Z 20260304T080000Z/20260304T090000Z"},
		"beside a rule":           {berlin, also("FREQ=WEEKLY;COUNT=2", "2026-03-03T09:00:00"), "e 20260302T090000 FREQ=WEEKLY;COUNT=2|e.20260303T080000Z 20260303T080000Z/20260303T081500Z"},
		"longer than the rule's":  {berlin, also("FREQ=WEEKLY;COUNT=3", "2026-03-09T09:00:00/PT2H"), "e 20260302T090000 FREQ=WEEKLY;COUNT=3 -20260309T090000|e.20260309T080000Z 20260309T080000Z/20260309T100000Z"},
		"before the first":        {on("2026-06-01"), also("FREQ=YEARLY", "2026-05-01"), "e.20260501 20260501/20260502|e 20260601/20260602 FREQ=YEARLY"},
		"the last working day":    {berlin, &events.Repetition{Rule: "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;COUNT=3", Except: []string{"2026-04-30T09:00:00"}}, "e 20260302T080000Z/20260302T081500Z|e.20260331T070000Z 20260331T070000Z/20260331T071500Z|e.20260529T070000Z 20260529T070000Z/20260529T071500Z"},
		"not of its own rule":     {on("2026-03-01"), repeated("FREQ=MONTHLY;BYMONTHDAY=15"), "e 20260315/20260316 FREQ=MONTHLY;BYMONTHDAY=15|e.20260301 20260301/20260302"},
		"the first left out":      {berlin, repeated("FREQ=WEEKLY;COUNT=3", "2026-03-02T09:00:00"), "e 20260309T090000 FREQ=WEEKLY;COUNT=2"},
		"the first two left out":  {on("2026-03-02"), repeated("FREQ=WEEKLY", "2026-03-02", "2026-03-09", "2026-03-23"), "e 20260316/20260317 FREQ=WEEKLY -20260323"},
		"two times of day":        {berlin, repeated("FREQ=DAILY;BYHOUR=9,15", "2026-03-03T15:00:00", "2026-03-04T09:00:00"), "e 20260302T090000 FREQ=DAILY -20260304T090000|e.T150000 20260302T150000 FREQ=DAILY -20260303T150000"},
		"two times, counted":      {berlin, repeated("FREQ=DAILY;BYHOUR=9,15;COUNT=3"), "e 20260302T080000Z/20260302T081500Z|e.20260302T140000Z 20260302T140000Z/20260302T141500Z|e.20260303T080000Z 20260303T080000Z/20260303T081500Z"},
		"a gap of the clocks":     {wall("2024-03-10T03:30:00", "2024-03-10T04:00:00", "America/New_York"), repeated("FREQ=DAILY;COUNT=2;BYHOUR=2;BYMINUTE=30"), "e 20240311T023000 FREQ=DAILY;COUNT=2|e.20240310T073000Z 20240310T073000Z/20240310T080000Z"},
		"nothing left":            {on("2026-03-01"), repeated("FREQ=DAILY;COUNT=2", "2026-03-01", "2026-03-02"), ""},
		"called off is no matter": {on("2026-03-01"), nil, "e 20260301/20260302"},
	} {
		e := testEvent("e", x.span, "标题", "")
		if e.Repeat = x.repeat; e.Repeat != nil {
			if err := e.Validate(); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
		var got []string
		for _, c := range calendarOf(t, WriteOut(testFeed("zh", ".ics", []*events.Event{e}), november)).events() {
			id, _, _ := strings.Cut(c.get("UID"), "@")
			part := id + " " + timeOf(c, "DTSTART")
			if end := timeOf(c, "DTEND"); end != "" && !strings.Contains(c.get("DTSTART"), "TZID") {
				part += "/" + end
			}
			if rule := c.get("RRULE"); rule != "" {
				part += " " + rule
			}
			if x := timeOf(c, "EXDATE"); x != "" {
				part += " -" + x
			}
			got = append(got, part)
			if base := c.get("X-ALMANAC-PART-OF"); (base != "") != (id != "e") || base != "" && base != "e@almanac.example" {
				t.Errorf("%s: %s is part of %q", name, id, base)
			}
		}
		if s := strings.Join(got, "|"); s != x.want {
			t.Errorf("%s:\n got %s\nwant %s", name, s, x.want)
		}
	}
}

// timeOf is a property's value without its parameters.
func timeOf(c *wireComponent, name string) string {
	value := c.get(name)
	return value[strings.LastIndexByte(value, ':')+1:]
}

// Of rules without end so many dates are written as lie around the month, and
// each keeps its UID while the window moves.
func TestWindowOfDates(t *testing.T) {
	const lastWorkday = "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1"
	for name, x := range map[string]struct {
		start, rule, month, first, last string
		count                           int
	}{
		"all since the start":   {"2024-01-31", lastWorkday, "2026-11-20", "20240131", "20281031", 58},
		"one that ends":         {"2024-01-31", lastWorkday + ";COUNT=5", "2026-11-20", "20240131", "20240531", 5},
		"one that ends later":   {"2024-01-31", lastWorkday + ";UNTIL=20400101", "2026-11-20", "20240131", "20391230", 192},
		"one that starts later": {"2030-01-31", lastWorkday, "2026-11-20", "20300131", "20320130", 25},
		"since long ago":        {"1970-01-30", lastWorkday, "2026-11-20", "19950731", "20281031", 401},
		"many a year":           {"2000-01-03", "FREQ=WEEKLY;BYDAY=MO,TU,WE;BYSETPOS=1,2", "2026-11-20", "20241202", "20281031", 401},
	} {
		e := testEvent("e", on(x.start), "标题", "")
		e.Repeat = &events.Repetition{Rule: x.rule}
		if err := e.Validate(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		f := WriteOut(testFeed("zh", ".ics", []*events.Event{e}), dayOf(t, x.month))
		var days []string
		for _, c := range calendarOf(t, f).events() {
			days = append(days, timeOf(c, "DTSTART"))
		}
		slices.Sort(days)
		if len(days) != x.count || days[0] != strings.ReplaceAll(x.start, "-", "") || days[1] < x.first || days[len(days)-1] != x.last {
			t.Errorf("%s: %d dates, %v … %s", name, len(days), days[:2], days[len(days)-1])
		}
	}
}

func dayOf(t *testing.T, text string) edtf.Day {
	t.Helper()
	d, ok := edtf.MustParse(text).Earliest()
	if !ok {
		t.Fatalf("%s has no day", text)
	}
	return d
}

// The months in between change nothing: then the calendar has the revision of
// its events, otherwise that of the month.
func TestWindowMovesWithTheMonth(t *testing.T) {
	endless, ends := testEvent("e", on("2024-01-31"), "标题", ""), testEvent("f", on("2024-01-31"), "标题", "")
	endless.Repeat = &events.Repetition{Rule: "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1"}
	ends.Repeat = &events.Repetition{Rule: endless.Repeat.Rule + ";COUNT=3"}
	for e, want := range map[*events.Event]string{endless: "2027-01-31T16:00:00Z", ends: "2026-11-22T00:00:00Z"} {
		first := WriteOut(testFeed("zh", ".ics", []*events.Event{e}), dayOf(t, "2027-02-01"))
		again := WriteOut(testFeed("zh", ".ics", []*events.Event{e}), dayOf(t, "2027-02-28"))
		if got := first.Updated.UTC().Format(time.RFC3339); got != want || !again.Updated.Equal(first.Updated) || len(again.Events) != len(first.Events) {
			t.Errorf("%s: changed %s and %s, want %s", e.ID, got, again.Updated, want)
		}
	}
	plain := testFeed("zh", ".ics", testEvents())
	if WriteOut(plain, november) != plain {
		t.Error("a feed without repetitions is made anew")
	}
}

// Many series with long texts take a bounded part of a calendar: each has the
// dates around the month, and fewer of them.
func TestWrittenDatesAreBounded(t *testing.T) {
	long := strings.Repeat("word ", 4000)
	var list []*events.Event
	for i := range 100 {
		e := testEvent(fmt.Sprintf("e%02d", i), wall("2026-10-20T09:00:00", "", "UTC"), "标题", "")
		e.Repeat = &events.Repetition{Rule: "FREQ=HOURLY;INTERVAL=5"}
		if i%3 == 1 {
			e.Repeat.Rule += ";COUNT=200"
		}
		if i%3 == 2 {
			e.Repeat.Rule = ""
			for day := range 200 {
				e.Repeat.Also = append(e.Repeat.Also, time.Date(2026, 6, 1+day, 9, 0, 0, 0, time.UTC).Format("2006-01-02T15:04:05"))
			}
		}
		e.Text["zh"] = events.Text{Title: "标题", Body: long}
		list = append(list, e)
	}
	count := func(f *feeds.Feed) (dates map[events.ID]int, bytes int) {
		dates = map[events.ID]int{}
		for _, e := range f.Events {
			base, part := baseOf(e.ID)
			if part {
				bytes += len(long)
				dates[base]++
			}
		}
		return dates, bytes
	}
	three, _ := count(WriteOut(testFeed("zh", ".ics", list[:3]), november))
	if three["e00"] != 355 || three["e01"] != 199 || three["e02"] != 199 {
		t.Errorf("three series have %v dates", three)
	}
	many := WriteOut(testFeed("zh", ".ics", list), november)
	few, bytes := count(many)
	if bytes > mostWritten || bytes < mostWritten/2 || few["e00"] < leastDates || few["e00"] > 20 || few["e01"] != few["e02"] {
		t.Errorf("%d bytes are written; the first series have %d, %d and %d dates", bytes, few["e00"], few["e01"], few["e02"])
	}
	for _, e := range many.Events {
		if _, part := baseOf(e.ID); part && (e.Span.Start.Month() < time.October || e.Span.Start.Month() > time.November) {
			t.Errorf("%s is far from the month", e.ID)
			break
		}
	}
	if first := many.Updated.UTC().Format(time.RFC3339); first != "2026-11-22T00:00:00Z" {
		t.Errorf("changed %s", first) // the events changed after the month began
	}
}
